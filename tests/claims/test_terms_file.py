"""Terms as files, and texts of the command line as values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from usance.calendars import day_of
from usance.claim_terms import Claim, claim_id
from usance.claims.errors import ClaimError
from usance.claims.files import Folder, claim_in_file, read_json, read_marks
from usance.claims.inputs import (
    amount_of,
    code_of,
    eligibility_of,
    hashed,
    late_rate_of,
    part_of,
    split_currency,
    waivers_of,
)
from usance.claims.terms_file import claim_of, plain
from usance.codes_claims import ClaimKind, DisputeReason
from usance.credits.desk import CreditError
from usance.terms import place_key

SELLER, DEBTOR, TOKEN = "0x" + "a1" * 20, "0x" + "b2" * 20, "0x" + "c3" * 20
CONTRACT = "0x" + "d4" * 20
TERMS = Claim(
    kind=ClaimKind.PAYABLE,
    creditor="0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    debtor="0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    currency=place_key("EUR"),
    asset="0x90F79bf6EB2c4f870365E785982E1f101E93b906",
    asset_scale=10_000,
    face=10_000_001,
    issue_day=day_of("2026-03-05"),
    due_day=day_of("2026-06-03"),
    pay_place=place_key("NLRTM"),
    currency_place=place_key("TARGET"),
    late_rate=72_500_000_000_000_000,
    discount_bps=150,
    discount_day=day_of("2026-03-20"),
    object_amount=10_000_001,
    eligibility=5,
    content=b"\x07" * 32,
    salt=b"\x09" * 32,
)


def test_terms__written_and_read__are_the_same() -> None:
    body = json.loads(json.dumps(plain(TERMS)))
    assert body["late_rate"] == "7.25 %"
    assert body["eligibility"] == ["BANK", "FINANCIER"]
    assert claim_of(body, "x.json") == TERMS
    assert claim_of({"terms": body}, "x.json") == TERMS
    assert claim_of({}, "x.json") == Claim()


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("colour", 1, "no such term"),
        ("due_day", "03.06.2026", "a date"),
        ("face", 1.5, "whole number"),
        ("face", -1, "whole number"),
        ("face", True, "whole number"),
        ("debtor", "0x12", "an address"),
        ("kind", "CHEQUE", "INVOICE"),
        ("salt", "0x00", "64 hex digits"),
        ("late_rate", "lots", "a yearly rate"),
        ("late_rate", "1/0", "a yearly rate"),
        ("eligibility", ["KING"], "a list of"),
        ("currency", "Ü", "a code"),
    ],
)
def test_terms__wrong_value__one_line_that_names_the_field(field: str, value: object, word: str) -> None:
    with pytest.raises(ClaimError) as error:
        claim_of(plain(TERMS) | {field: value}, "x.json")
    assert [part for part in ("x.json", field, word) if part not in str(error.value)] == []
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("data", [[], "text", None, 3])
def test_terms__no_object__one_line(data: object) -> None:
    with pytest.raises(ClaimError, match="no JSON object"):
        claim_of(data, "x.json")


def test_file__names_the_claim__unless_it_was_changed_or_is_of_another_chain(tmp_path: Path) -> None:
    identity = claim_id(TERMS, 31337, CONTRACT)
    path = Folder(tmp_path).write(identity, TERMS, 31337, CONTRACT, {"invoice": "RL-1"})
    assert path.name == f"0x{identity.hex()}.json"
    assert claim_in_file(path, 31337, CONTRACT) == identity
    assert Folder(tmp_path).reference(identity) == "RL-1"
    with pytest.raises(ClaimError, match="of chain_id 31337"):
        claim_in_file(path, 1, CONTRACT)
    body = json.loads(path.read_text())
    body["terms"]["face"] += 1
    path.write_text(json.dumps(body))
    with pytest.raises(ClaimError, match="it was changed"):
        claim_in_file(path, 31337, CONTRACT)


def test_file__not_there_or_no_json__one_line(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="cannot be read"):
        read_json(tmp_path / "none.json")
    path = tmp_path / "invoice.xml"
    path.write_bytes(b"<Invoice/>")
    with pytest.raises(ClaimError, match="is not JSON"):
        read_json(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ClaimError, match="is not JSON"):
        read_json(path)


def test_marks__no_file_yet__none__and_a_wrong_one_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    assert read_marks(path) == []
    path.write_text('[{"epoch": "x"}]')
    with pytest.raises(ClaimError, match="--marks"):
        read_marks(path)
    path.write_text("7")
    with pytest.raises(ClaimError, match="--marks"):
        read_marks(path)


# --- the command line ---


def test_amount__in_words__exact_minor_units() -> None:
    assert amount_of("EUR 100.00", TERMS, "AMOUNT") == 10_000
    assert amount_of("1,000.5", TERMS, "AMOUNT") == 100_050
    assert amount_of("all", TERMS, "AMOUNT", 77) == 77


@pytest.mark.parametrize("text", ["USD 100.00", "0", "0.00", "1.005", "-1", "1e3", "1000,50", "all", ""])
def test_amount__wrong__one_line(text: str) -> None:
    with pytest.raises((ClaimError, CreditError)) as error:
        amount_of(text, TERMS, "AMOUNT")
    assert str(error.value).startswith("AMOUNT")


def test_words__known_ones__and_one_line_for_others() -> None:
    assert code_of(DisputeReason, "not-delivered", "--reason") == 1
    assert waivers_of(["defences", "SETOFF"]) == 3
    assert eligibility_of(["bank,financier"]) == 5
    assert late_rate_of("8 %") == 8 * 10**16
    assert late_rate_of("7.25%") == 725 * 10**14
    assert part_of("2/3") == (2, 3)
    assert split_currency("EUR 1.00", "--cap") == ("EUR", "1.00")
    for call in (
        lambda: code_of(DisputeReason, "dear", "--reason"),
        lambda: waivers_of(["all"]),
        lambda: eligibility_of(["king"]),
        lambda: late_rate_of("101"),
        lambda: late_rate_of("1/3"),
        lambda: part_of("3/2"),
        lambda: split_currency("100.00", "--cap"),
    ):
        with pytest.raises(ClaimError) as error:
            call()
        assert "\n" not in str(error.value)


def test_reference__file_text_or_hash(tmp_path: Path) -> None:
    path = tmp_path / "transfer.txt"
    path.write_text("paid")
    assert hashed(str(path), "--reference") == hashed("paid", "--reference")
    assert hashed("0x" + "07" * 32, "--reference") == b"\x07" * 32
    for text in ("", None, "0x" + "00" * 32, "0x" + "zz" * 32):
        with pytest.raises(ClaimError, match="--reference"):
            hashed(text, "--reference")
