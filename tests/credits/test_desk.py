"""The desk of single commands: what it refuses before anything is sent, and what it rebuilds from events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.credits.kit import Office, office
from usance.calendars import day_of
from usance.codes import SetStatus
from usance.credits.book import set_state
from usance.credits.desk import Act, CreditError
from usance.credits.issuing import Draft, scale_of, terms_from_file
from usance.credits.reasons import in_words, meanings
from usance.credits.terms_file import FileError, credit_of, plain, presentation_of
from usance.credits.trial import program
from usance.terms import ZERO_ADDRESS, Credit, Presentation, place_key

FEE = 3


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    return office(tmp_path)


def statement(at: Office, documents: bytes = b"\x07" * 32) -> Presentation:
    beneficiary = at.world.address("beneficiary")
    return Presentation(
        beneficiary, 1, at.terms.nominated, at.terms.nominated_place, at.terms.amount,
        day_of("2026-03-22"), beneficiary, documents, False,
    )  # fmt: skip


def draft(at: Office, terms: Credit, places: dict[str, str] | None = None) -> Draft:
    return Draft(terms, "REF", (), places or {}, {"expiry": "x.fin, line 6: field 31D"}, "", "")


def one_line(error: pytest.ExceptionInfo[CreditError], *parts: str) -> None:
    text = str(error.value)
    assert "\n" not in text
    assert [part for part in parts if part not in text] == []


# --- issuing ---


def test_issue__as_foretold__cover_taken_and_rebuilt_from_the_event(desk: Office) -> None:
    bank = desk.world.address("issuing bank")
    act = Act("issue", (desk.terms,), bank, desk.terms)
    foretold = desk.desk.preflight(act, desk.desk.driver.now() + 1)
    cover = desk.terms.maximum_liability * 2_000 // 10_000
    assert foretold.approval == cover * desk.world.scale
    assert [move.amount for move in foretold.outcome.moves] == [foretold.approval]
    desk.desk.send(act, foretold)
    record = desk.desk.credit("0x" + desk.identity.hex()[:10])
    assert record.terms == desk.terms
    # The approval was exact and is used up.
    spender = desk.world.suite.credit.address
    assert desk.desk.driver.view(desk.world.token, "allowance", [bank, spender]) == 0


def test_issue__party_not_admitted__names_its_field(desk: Office) -> None:
    stranger = desk.world.address("stranger")
    for role, where in (("beneficiary", "field 59"), ("adviser", "receiver"), ("nominated", "field 41a")):
        with pytest.raises(CreditError) as error:
            draft(desk, desk.terms.but(**{role: stranger})).complete(desk.desk, desk.desk.driver.now())
        one_line(error, where, stranger, "NOT_ADMITTED", "party admit")


def test_issue__expiry_before_chain_time__names_31d(desk: Office) -> None:
    with pytest.raises(CreditError) as error:
        draft(desk, desk.terms).complete(desk.desk, desk.desk.driver.now() + 100 * 86_400)
    one_line(error, "line 6: field 31D", "2026-05-15", "U6")


def test_issue__place_not_loaded__names_the_option(desk: Office) -> None:
    terms = desk.terms.but(issuer_place=place_key("DEHAM"))
    with pytest.raises(CreditError) as error:
        draft(desk, terms, {"issuer": "DEHAM"}).complete(desk.desk, desk.desk.driver.now())
    one_line(error, "--place issuer=DEHAM", "not loaded", "CALENDAR_NOT_LOADED")


def test_issue__asset_zero__one_line(desk: Office) -> None:
    with pytest.raises(CreditError) as error:
        draft(desk, desk.terms.but(asset=ZERO_ADDRESS)).complete(desk.desk, desk.desk.driver.now())
    one_line(error, "--asset: missing", "--off-chain", "OFF_CHAIN")


def test_issue__paid_off_chain__only_where_it_is_said_and_without_cover(desk: Office) -> None:
    bare = desk.terms.but(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    now = desk.desk.driver.now()
    one = replace(draft(desk, bare), off_chain=True)
    assert one.complete(desk.desk, now).terms == bare
    for other, where in ((bare.but(cover_bps=2_000), "--cover"), (desk.terms, "--asset, --off-chain")):
        with pytest.raises(CreditError) as error:
            replace(draft(desk, other), off_chain=True).complete(desk.desk, now)
        one_line(error, where)


def test_issue__asset_without_code__one_line(desk: Office) -> None:
    with pytest.raises(CreditError) as error:
        scale_of(desk.desk, "0x" + "77" * 20, desk.terms)
    one_line(error, "--asset", "STL1")


def test_issue__fee_taking_token__one_line_and_nothing_sent(tmp_path: Path) -> None:
    at = office(tmp_path, temper=FEE)
    bank = at.world.address("issuing bank")
    before = at.desk.driver.view(at.world.token, "balanceOf", [bank])
    act = Act("issue", (at.terms,), bank, at.terms)
    with pytest.raises(CreditError) as error:
        at.desk.preflight(act, at.desk.driver.now() + 1)
    one_line(error, "STL2")
    assert at.desk.driver.view(at.world.token, "balanceOf", [bank]) == before
    assert at.desk.driver.view(at.world.token, "allowance", [bank, at.world.suite.credit.address]) == 0
    assert at.desk.credits == {}


def test_issue__too_little_money__one_line(desk: Office) -> None:
    rich = desk.terms.but(cover_bps=10_000, amount=10**12)
    act = Act("issue", (rich,), desk.world.address("issuing bank"), rich)
    with pytest.raises(CreditError) as error:
        desk.desk.preflight(act, desk.desk.driver.now() + 1)
    one_line(error, "balance", "TOKEN")


def test_issue__twice__told_in_words(desk: Office) -> None:
    desk.send("issuing bank", "issue", desk.terms)
    with pytest.raises(CreditError) as error:
        desk.send("issuing bank", "issue", desk.terms)
    one_line(error, "The same terms were issued before", "EXISTS")


def test_issue__bank_has_not_authorised_the_contract__names_the_command(desk: Office) -> None:
    claims, credit = desk.world.suite.claim, desk.world.suite.credit
    bank = desk.world.address("issuing bank")
    desk.desk.driver.call(claims, "authorise", [credit.address, 0, 0], bank).require()
    act = Act("issue", (desk.terms,), bank, desk.terms)
    assert desk.desk.foretell(act, desk.desk.driver.now() + 1).outcome.broken == {"AGENT"}
    with pytest.raises(CreditError) as error:
        desk.desk.preflight(act, desk.desk.driver.now() + 1)
    one_line(error, "AGENT", "claim authorise --agent credit --cap 'EUR 193830.00'")
    assert desk.desk.credits == {}


# --- acts ---


def test_acts__one_by_one__as_the_model_foretells(desk: Office) -> None:
    desk.send("issuing bank", "issue", desk.terms)
    one = statement(desk)
    desk.send("beneficiary", "present", desk.terms, one, sets=(one,))
    record = desk.desk.credit(desk.identity.hex())
    assert [item.statement for item in record.sets] == [one]
    today = desk.desk.driver.view(
        desk.world.suite.calendar, "local_day", [one.bank_place, desk.desk.driver.now()]
    )
    desk.send("nominated bank", "acknowledge", desk.terms, one, today, sets=(one,))
    desk.send("nominated bank", "forward", desk.terms, one, sets=(one,))
    assert desk.desk.turn(record, record.sets[0]) == desk.terms.issuer
    desk.send("issuing bank", "acknowledge", desk.terms, one, today, sets=(one,))
    desk.send("issuing bank", "accept", desk.terms, one, sets=(one,))
    desk.send("issuing bank", "honour", desk.terms, one, sets=(one,))
    state = set_state(desk.desk.driver, desk.world.suite, record.sets[0].id)
    assert state["status"] == SetStatus.HONOURED
    held = desk.desk.driver.view(desk.world.token, "balanceOf", [desk.world.address("beneficiary")])
    assert held == desk.terms.amount * desk.world.scale


def test_default__unpaid_after_the_due_day__cover_pays_and_the_rest_is_a_claim(desk: Office) -> None:
    desk.send("issuing bank", "issue", desk.terms)
    one = statement(desk)
    desk.send("beneficiary", "present", desk.terms, one, sets=(one,))
    driver, suite = desk.desk.driver, desk.world.suite
    today = driver.view(suite.calendar, "local_day", [one.bank_place, driver.now()])
    desk.send("nominated bank", "acknowledge", desk.terms, one, today, sets=(one,))
    desk.send("nominated bank", "forward", desk.terms, one, sets=(one,))
    desk.send("issuing bank", "acknowledge", desk.terms, one, today, sets=(one,))
    desk.send("issuing bank", "accept", desk.terms, one, sets=(one,))
    with pytest.raises(CreditError) as error:
        desk.send("stranger", "default_", desk.terms, one, sets=(one,))
    one_line(error, "credit default", "NOT_DUE")
    driver.set_time(driver.now() + 9 * 86_400)
    desk.desk.driver.call(desk.world.token, "mint", [one.presenter, 1], desk.world.address("operator"))
    act = Act("default_", (desk.terms, one), desk.world.address("stranger"), desk.terms, (one,))
    foretold = desk.desk.preflight(act, driver.now() + 1)
    receipt = desk.desk.send(act, foretold)
    claim = receipt.event("Defaulted")["claim"]
    assert foretold.outcome.returned == claim == receipt.returned
    cover = desk.terms.maximum_liability * 2_000 // 10_000
    assert driver.view(suite.claim, "outstanding", [claim]) == desk.terms.amount - cover
    assert driver.view(suite.claim, "claim_state", [claim])["status"] == 2


def test_act__refused__in_trade_words_with_the_rule(desk: Office) -> None:
    desk.send("issuing bank", "issue", desk.terms)
    one = statement(desk)
    with pytest.raises(CreditError) as error:
        desk.send("stranger", "present", desk.terms, one, sets=(one,))
    one_line(error, "credit present", "The act belongs to another party", "NOT_PARTY")


def test_credit__unknown_or_ambiguous__one_line(desk: Office) -> None:
    with pytest.raises(CreditError) as error:
        desk.desk.credit("NOPE")
    one_line(error, "NOPE", "UNKNOWN")
    desk.send("issuing bank", "issue", desk.terms)
    with pytest.raises(CreditError) as error:
        desk.desk.one_set(desk.desk.credit(desk.identity.hex()), None)
    one_line(error, "nothing is presented", "STATE")


# --- files ---


def test_terms__as_json_and_back__equal(desk: Office) -> None:
    assert credit_of(plain(desk.terms)) == desk.terms
    one = replace(statement(desk), shipment_day=0)
    assert presentation_of(plain(one)) == one
    assert terms_from_file({"terms": plain(desk.terms)}, "x.json").terms == desk.terms


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "1.5"), ("amount", 1.5), ("amount", -1), ("issuer", "me"), ("content", "0x12"),
        ("expiry_day", "31.05.2026"), ("exclusions", ["NONE"]), ("form", "SOME"), ("colour", 1),
    ],
)  # fmt: skip
def test_terms__bad_field__one_line_that_names_it(name: str, value: object) -> None:
    with pytest.raises(FileError) as error:
        credit_of({name: value})
    assert f"field {name}" in str(error.value)
    assert "\n" not in str(error.value)


def test_reasons__every_error_of_the_catalogue__has_words() -> None:
    assert len(meanings()) > 60
    assert all(meanings().values())
    told = in_words("credit: notice too late (U16)")
    assert told.startswith("The notice came after midnight of the last day.")
    assert "article 16" in told


def test_trial_program__is_what_the_machine_reads() -> None:
    """The code for a node's eth_call: a part a call, then the blobs at the places the parts name."""
    calls = [("0x" + "11" * 20, b"\xaa" * 36), ("0x" + "22" * 20, b"\xbb" * 4)]
    code = program(calls)
    assert code[92 * 2 + 1 :] == b"\xaa" * 36 + b"\xbb" * 4
    assert code[80] == code[172] == 0x5B
    assert int.from_bytes(code[6:10], "big") == 92 * 2 + 1
