"""Files of people, policy, calls and papers: read exactly, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.accounts.kit import desk_of, signed
from tests.unit.institution_account.kit import House
from usance.accounts.abis import AddressBook, abi_named, word_of
from usance.accounts.errors import AccountError
from usance.accounts.files import NoteBook
from usance.accounts.paper import paper_bytes, read_paper
from usance.accounts.plan import change_of, plan_of, read_file
from usance.accounts.values import value_of
from usance.accounts.words import GOVERN, OPEN_CEILING, OTHER, SIGN, Band, Call, Measure, rights
from usance.terms import Credit

KEY, OTHER_KEY = "0x" + "1" * 40, "0x" + "2" * 40
BOOK = AddressBook({"DocumentaryCredit": "0x" + "3" * 40, "PartyRegistry": "0x" + "4" * 40})
MAY: dict[str, Any] = {"contract": "PartyRegistry", "function": "may"}
PLAN: dict[str, Any] = {
    "name": "Seller",
    "capabilities": {"PAY_EUR": 3, "CREDITS": 7},
    "signers": [
        {"key": KEY, "name": "treasurer", "rights": "all"},
        {"key": OTHER_KEY, "rights": ["PAY_EUR", "SIGN"]},
    ],
    "ladders": {"GOVERN": 1, "PAY_EUR": [{"up_to": 500, "threshold": 1}, {"threshold": 1}]},
    "rules": [
        {
            "contract": "DocumentaryCredit", "function": "issue", "capability": "CREDITS",
            "amount": "terms.amount",
        },
        {
            "contract": KEY, "abi": "ERC20", "function": "transfer", "capability": "PAY_EUR",
            "amount": "amount",
        },
        {
            "contract": KEY, "abi": "ERC20", "function": "approve", "capability": "PAY_EUR",
            "amount": "whole",
        },
        {"contract": KEY, "capability": "OTHER", "amount": "value"},
    ],
    "guardian": KEY,
}  # fmt: skip


def test_plan__to_change__every_number(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(json.dumps(PLAN))
    change = change_of(plan_of(read_file(path), "plan"), BOOK)
    assert [signer.rights for signer in change.signers] == [
        rights(GOVERN, OTHER, SIGN, 3, 7),
        rights(SIGN, 3),
    ]
    assert change.ladders[0].bands == (Band(OPEN_CEILING, 1),)
    assert change.ladders[1].bands == (Band(500, 1), Band(OPEN_CEILING, 1))
    issue, transfer, approve, coin = change.rules
    assert issue.word == list(Credit.__dataclass_fields__).index("amount")
    assert (issue.capability, issue.measure) == (7, Measure.WORD)
    assert (transfer.word, transfer.selector.hex()) == (1, "a9059cbb")
    assert approve.measure == Measure.WHOLE
    assert (coin.selector, coin.measure, coin.capability) == (bytes(4), Measure.VALUE, OTHER)
    assert change.guardian == KEY


@pytest.mark.parametrize(
    ("place", "value", "part"),
    [
        (("colour",), 1, "colour"),
        (("capabilities",), {"PAY": 2}, "capabilities.PAY"),
        (("capabilities",), {"A": 3, "B": 3}, "same number"),
        (("signers", 0, "key"), "0x12", "not an address"),
        (("signers", 0, "key"), "0x" + "0" * 40, "not an address"),
        (("signers", 0, "rights"), "some", "write `all`"),
        (("signers", 1, "rights"), ["GOLD"], "no capability 'GOLD'"),
        (("ladders", "GOLD"), 1, "no capability 'GOLD'"),
        (("ladders", "PAY_EUR"), [{"up_to": 5, "threshold": 1}], "last band is open"),
        (("ladders", "PAY_EUR"), [{"threshold": 9}], "ladders"),
        (("ladders", "PAY_EUR"), [{"up_to": n + 1, "threshold": 1} for n in range(5)], "5 bands"),
        (("rules", 0, "function"), "isue", "no function 'isue'"),
        (("rules", 0, "contract"), "Credit", "Credit"),
        (("rules", 0, "amount"), "terms.sum", "'terms.sum'"),
        (("rules", 0, "amount"), "terms", "no fixed place"),
        (("rules", 1, "abi"), None, "name the ABI"),
        (("rules", 1, "abi"), "ERC9", "contract ERC9: unknown"),
        (("rules", 3, "amount"), "amount", "amount: value"),
        (("guardian",), "nobody", "guardian"),
    ],
)
def test_plan__wrong__one_line(place: tuple[Any, ...], value: Any, part: str) -> None:
    data = json.loads(json.dumps(PLAN))
    inner = data
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(AccountError) as met:
        change_of(plan_of(data, "plan"), BOOK)
    assert part in str(met.value)
    assert "\n" not in str(met.value)


def test_word_of__nested_and_after_dynamic_arguments__as_the_abi_encodes_it() -> None:
    honour = abi_named("PartyRegistry").functions["set_mandate_signed"]
    assert word_of(honour, "limit", "x") == 2
    admit = abi_named("PartyRegistry").functions["admit"]
    # The admission is dynamic: it takes one word, its offset.
    assert word_of(admit, "nonce", "x") == 1
    with pytest.raises(AccountError, match="no fixed place"):
        word_of(admit, "admission.roles", "x")
    with pytest.raises(AccountError, match="no fixed place"):
        word_of(admit, "signature", "x")


def test_calls__by_name_raw_and_from_a_dry_run__encoded() -> None:
    transfer = {"contract": KEY, "abi": "ERC20", "function": "transfer",
                "arguments": {"to": OTHER_KEY, "amount": "5"}}  # fmt: skip
    call = BOOK.encode(transfer, "calls[0]")
    assert call.data.hex().startswith("a9059cbb")
    assert BOOK.encode({"target": KEY, "data": "0x" + call.data.hex()}, "c") == call
    told = {
        "act": "set_status", "contract": BOOK.addresses["PartyRegistry"], "sender": KEY, "sent": False,
        "arguments": {"party": KEY, "status": 2}, "outcome": "would succeed", "value": 0,
    }  # fmt: skip
    status = BOOK.encode(told, "calls[0]")
    assert status.target == BOOK.addresses["PartyRegistry"]
    assert BOOK.decode(status).name == "PartyRegistry.set_status"
    assert BOOK.decode(status).arguments == {"party": KEY, "status": 2}


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ({"contract": "PartyRegistry"}, "write contract, function"),
        ({"contract": "PartyRegistry", "function": "may", "arguments": {"party": KEY}}, "role: missing"),
        (
            {"contract": "PartyRegistry", "function": "may", "arguments": {"party": KEY, "role": -1}},
            "uint256",
        ),
        ({"contract": "PartyRegistry", "function": "may", "arguments": {"party": 5, "role": 1}}, "address"),
        ({"contract": "PartyRegistry", "function": "may", "arguments": {}, "gas": 5}, "gas: unknown"),
        ({"contract": "Nowhere", "function": "may"}, "Nowhere"),
        ({"target": KEY, "data": "0xzz"}, "not hexadecimal"),
        ({"data": "0x00"}, "target: missing"),
        ({"target": KEY, "data": "0x", "value": True}, "no amount of wei"),
    ],
)
def test_calls__wrong__one_line(entry: dict[str, Any], part: str) -> None:
    with pytest.raises(AccountError) as met:
        BOOK.encode(entry, "calls[0]")
    assert part in str(met.value)


def test_decode__bytes_that_are_no_such_call__said_to_be_unknown() -> None:
    short = Call(KEY, bytes.fromhex("a9059cbb") + bytes(5))
    padded = Call(KEY, bytes.fromhex("a9059cbb") + bytes(96))
    for call in (short, padded, Call(KEY, b"\xff\xff\xff\xff")):
        assert BOOK.decode(call).function == ""


@pytest.mark.parametrize(
    ("value", "kind"),
    [(1.0, "uint256"), (True, "uint256"), (-1, "uint8"), (256, "uint8"), ("0x01", "bytes32"), (1, "bool"),
     ("x", "address"), (5, "string"), ("00", "bytes"), (5, "uint256[]")],
)  # fmt: skip
def test_value_of__not_of_the_type__refused(value: Any, kind: str) -> None:
    with pytest.raises(AccountError):
        value_of(value, {"type": kind}, "field")


# --- papers ---


def test_paper__written_and_read__the_same(house: House, tmp_path: Path) -> None:
    paper = signed(house, desk_of(house).order([house.pay(1)], house.clerk), "clerk", "treasurer")
    path = tmp_path / "paper.json"
    path.write_bytes(paper_bytes(paper))
    assert read_paper(path) == paper


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nonce", 5),
        ("deadline", 1),
        ("chain_id", 5),
        ("author", KEY),
        ("account", KEY),
        ("kind", "freeze"),
    ],
)
def test_paper__altered__refused(house: House, tmp_path: Path, field: str, value: Any) -> None:
    paper = signed(house, desk_of(house).order([house.pay(1)], house.clerk), "clerk")
    data = json.loads(paper_bytes(paper)) | {field: value}
    path = tmp_path / "paper.json"
    path.write_text(json.dumps(data))
    with pytest.raises(AccountError, match="altered"):
        read_paper(path)


def test_paper__payee_swapped_and_words_kept__refused(house: House, tmp_path: Path) -> None:
    paper = desk_of(house).order([house.pay(1)], house.clerk)
    data = json.loads(paper_bytes(paper))
    data["calls"][0]["data"] = "0x" + house.pay(1, to="stranger").data.hex()
    path = tmp_path / "paper.json"
    path.write_text(json.dumps(data))
    with pytest.raises(AccountError, match="altered"):
        read_paper(path)


def test_paper__words_altered__not_what_is_said(house: House, tmp_path: Path) -> None:
    """The file's words are never shown: they are made anew from what is signed."""
    desk = desk_of(house)
    paper = desk.order([house.pay(1)], house.clerk)
    data = json.loads(paper_bytes(paper))
    data["says"] = ["a harmless thing"]
    path = tmp_path / "paper.json"
    path.write_text(json.dumps(data))
    assert desk.says(read_paper(path)) == paper.says


@pytest.mark.parametrize("text", ["", "{}", "[1", '{"kind": "order"}'])
def test_paper__no_paper__one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paper.json"
    path.write_text(text)
    with pytest.raises(AccountError) as met:
        read_paper(path)
    assert "\n" not in str(met.value)
    with pytest.raises(AccountError, match="No such file"):
        read_paper(tmp_path / "none.json")


def test_paper__signed_twice_by_one_key__refused(house: House, tmp_path: Path) -> None:
    paper = signed(house, desk_of(house).order([house.pay(1)], house.clerk), "clerk")
    with pytest.raises(AccountError, match="already"):
        signed(house, paper, "clerk")
    data = json.loads(paper_bytes(paper))
    data["signatures"] *= 2
    path = tmp_path / "paper.json"
    path.write_text(json.dumps(data))
    with pytest.raises(AccountError, match="twice"):
        read_paper(path)


def test_notes__by_name_and_address(tmp_path: Path) -> None:
    notes = NoteBook(tmp_path)
    notes.write(KEY, plan_of(PLAN, "plan"))
    assert notes.address_of("Seller") == KEY
    assert notes.names(KEY)["CREDITS"] == 7
    assert set(notes.names(OTHER_KEY)) == {"GOVERN", "OTHER", "SIGN"}
    with pytest.raises(AccountError, match="none was created here"):
        notes.address_of("Buyer")
    with pytest.raises(AccountError, match="choose another"):
        notes.check_free("Seller")
