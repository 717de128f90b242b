"""The parameter's type decides what a text means."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.chain.driver import Account
from usance.scenario.adapter import load_adapter
from usance.scenario.cast import Bound, Names, Party, Token
from usance.scenario.document import Series, Table, Text, read_text
from usance.scenario.errors import ScenarioError
from usance.scenario.places import read_day, read_places
from usance.scenario.values import Reader

ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
PLACES = """
DEHAM: {weekend: [sat, sun], closes: "17:00", loaded_until: 2027-12-31,
        offset: [{from: 2025-10-26, utc: "+01:00"}, {from: 2026-03-29, utc: "+02:00"}]}
INDEL: {weekend: sun, offset: "+05:30", loaded_until: 2027-12-31}
"""


@pytest.fixture
def reader() -> Reader:
    names = Names(places=read_places(read_text(PLACES)))
    names.parties["issuing_bank"] = Party("issuing_bank", Account(ADDRESS), ADDRESS, place="DEHAM")
    names.tokens["EUR"] = Token("EUR", 6, "plain", "EUR")
    names.tokens["JPY"] = Token("JPY", 0, "plain", "JPY")
    names.tokens["USDT"] = Token("USDT", 18, "plain", "USD")
    names.aliases["credit"] = Bound("Credit", b"\1" * 32, {"amount": 10_000_000, "issuer": ADDRESS})
    adapter = load_adapter()
    return Reader(names, adapter.enums(), adapter.kind_of)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("minor", "EUR 1.00", 100),
        ("minor", "EUR 54150", 5_415_000),
        ("minor", "JPY 100", 100),
        ("minor", "KWD 1.234", 1234),
        ("minor", "units 17", 17),
        ("token", "EUR 1.00", 1_000_000),
        ("token", "JPY 5", 5),
        ("token", "USDT 0.000000000000000001", 1),
        ("bps", "5 %", 500),
        ("bps", "33.33 %", 3333),
        ("bps", "500 bps", 500),
        ("bps", "500", 500),
        ("wad", "5 %", 5 * 10**16),
        ("wad", "25 bps", 25 * 10**14),
        ("day", "2026-03-02", 20_514),
        ("day", "none", 0),
        ("day", "2026-03-02 + 21", 20_535),
        ("time", "2026-03-02T10:00 DEHAM", 1_772_442_000),
        ("time", "2026-03-29T12:00 DEHAM", 1_774_778_400),
        ("time", "2026-03-02T10:00+01:00", 1_772_442_000),
        ("time", "2026-03-02T09:00Z", 1_772_442_000),
        ("time", "2026-03-02T14:30 INDEL", 1_772_442_000),
        ("key", "DEHAM", b"DEHAM".ljust(32, b"\0")),
        ("key", "none", bytes(32)),
        ("hash", "set-1", keccak(b"set-1")),
        ("hash", "none", bytes(32)),
        ("address", "issuing_bank", ADDRESS),
        ("address", "none", "0x" + "0" * 40),
        ("bool", "yes", True),
        ("bool", "NO", False),
        ("enum Disposal", "HOLD", 1),
        ("enum Disposal", "NONE", 0),
        ("enum DiscrepancyCode", "late_shipment", 2),
        ("enum Confirmation", "may_add", 2),
        ("flags Exclusion", "EUCP, EXPIRY_KEPT", 3),
        ("enum PartyStatus", "INSOLVENT", 3),
        ("units", "40", 40),
        ("units", "EUR 40.00", 4000),
        ("units", "units 17", 17),
    ],
)
def test_scalar__each_kind__means_what_the_trade_writes(
    reader: Reader, kind: str, text: str, value: Any
) -> None:
    assert reader.scalar(Text(text, 1), kind, 1) == value


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("minor", "EUR 1.001", "more decimals than the currency EUR takes"),
        ("minor", "JPY 1.5", "more decimals"),
        ("minor", "XXQ 1.00", "no currency XXQ"),
        ("minor", "1.00", "names no currency"),
        ("token", "EUR 1.0000001", "more decimals than the token EUR takes"),
        ("bps", "0.001 %", "more decimals than the rate takes"),
        ("day", "2026-02-30", "there is no day"),
        ("day", "March", "is no day"),
        ("time", "2026-03-02", "is no time"),
        ("time", "2026-03-02T10:00", "names no place"),
        ("time", "2026-03-02T10:00 DEHAN", "did you mean DEHAM"),
        ("time", "2026-03-02T25:00 DEHAM", "there is no time"),
        ("address", "issuing_bnak", "did you mean issuing_bank"),
        ("enum Disposal", "HOLDING", "did you mean HOLD"),
        ("bool", "perhaps", "neither yes nor no"),
        ("number", "many", "is no number"),
    ],
)
def test_scalar__what_does_not_fit__one_line_with_the_mend(
    reader: Reader, kind: str, text: str, reason: str
) -> None:
    with pytest.raises(ScenarioError, match=reason) as caught:
        reader.scalar(Text(text, 12), kind)
    assert caught.value.line == 12


def test_read__alias__passes_as_id_struct_or_field(reader: Reader) -> None:
    terms = {"name": "terms", "type": "tuple", "components": [
        {"name": "amount", "type": "uint256"}, {"name": "issuer", "type": "address"}]}  # fmt: skip
    assert reader.read(Text("$credit"), {"name": "credit", "type": "bytes32"}) == b"\1" * 32
    assert reader.read(Text("$credit"), terms) == {"amount": 10_000_000, "issuer": ADDRESS}
    assert reader.read(Text("$credit.amount"), {"name": "amount", "type": "uint256"}) == 10_000_000
    with pytest.raises(ScenarioError, match="did you mean credit"):
        reader.read(Text("$cerdit", 4), terms)
    with pytest.raises(ScenarioError, match="did you mean amount"):
        reader.read(Text("$credit.amuont", 4), {"name": "amount", "type": "uint256"})


def test_read__bytes32_list__is_encoded_and_hashed_as_a_contract_does(reader: Reader) -> None:
    given = Series([Text("invoice"), Text("bill-of-lading")])
    expected = keccak(encode(["bytes32[]"], [[keccak(b"invoice"), keccak(b"bill-of-lading")]]))
    assert reader.read(given, {"name": "documents", "type": "bytes32"}) == expected


def test_read__struct_array__reads_each_mapping(reader: Reader) -> None:
    item = Table()
    item.put("code", Text("signature"), 1)
    item.put("leaf", Text("invoice"), 1)
    component = {"name": "discrepancies", "type": "tuple[]", "components": [
        {"name": "code", "type": "uint256"}, {"name": "leaf", "type": "bytes32"}]}  # fmt: skip
    assert reader.read(Series([item]), component) == [{"code": 15, "leaf": keccak(b"invoice")}]


def test_places__dated_regimes__hold_from_their_day_on() -> None:
    places = read_places(
        read_text("""
AEDXB: {weekend: [{from: 2020-01-01, days: [fri, sat]}, {from: 2022-01-03, days: [sat, sun]}],
        closes: [{from: 2020-01-01, closes: "14:00"}, {from: 2024-01-01, closes: "15:30"}],
        offset: "+04:00", closed: [2026-12-01..2026-12-03], worked: 2026-12-05, loaded_until: 2026-12-31}
counter: {parent: AEDXB, closes: "12:00"}
""")
    )
    dubai = places["AEDXB"].calendar()
    counter = places["counter"].calendar(dubai)
    friday_2021, friday_2023, worked = (read_day(day) for day in ("2021-08-27", "2023-06-02", "2026-12-05"))
    assert not dubai.is_banking_day(friday_2021)
    assert dubai.is_banking_day(friday_2023)
    assert dubai.is_banking_day(worked)
    assert not dubai.is_banking_day(worked - 2)
    assert dubai.closes_on(friday_2021) == 14 * 60
    assert dubai.closes_on(worked) == 15 * 60 + 30
    assert counter.closes_on(worked) == 12 * 60
    assert counter.loaded_until == dubai.loaded_until
