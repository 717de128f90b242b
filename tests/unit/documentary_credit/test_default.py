"""`default_`: what a bank did not pay is a claim; cover answers first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    HAMBURG,
    SHANGHAI,
    House,
)
from usance.chain.driver import Receipt
from usance.chain.suite import VALID_UNTIL
from usance.claim_terms import Claim, claim_id
from usance.codes import Disposal, SetStatus, Stage
from usance.codes_claims import Assignable, ClaimKind, ClaimStatus
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

HALF = 5_000


def default(house: House, terms: Credit, statement: Presentation) -> Receipt:
    return house.ok(house.stranger, "default_", terms, statement)


def claim_of(house: House, terms: Credit, statement: Presentation, **changes: Any) -> Claim:
    """The claim a default leaves, its terms written down by hand."""
    due = int(house.set_state(terms, statement)["due_day"])
    unpaid = int(house.set_state(terms, statement)["amount"])
    base = Claim(
        kind=ClaimKind.UNPAID_CREDIT,
        origin=house.set_id(terms, statement),
        creditor=terms.beneficiary,
        debtor=terms.issuer,
        surety=ZERO_ADDRESS,
        currency=terms.currency,
        asset=terms.asset,
        asset_scale=terms.asset_scale,
        face=unpaid,
        issue_day=due,
        due_day=due,
        pay_place=HAMBURG,
        currency_place=terms.currency_place,
        grace_days=0,
        late_rate=terms.late_rate,
        day_count=terms.day_count,
        part=1,
        parts=1,
        object_amount=unpaid,
        assignable=Assignable.YES,
        min_split=0,
        record_days=0,
        receipt_days=0,
        assertion_days=0,
        remit_days=0,
        rulebook=1,
        content=terms.content,
        salt=ZERO_HASH,
    )
    if "face" in changes:
        changes.setdefault("object_amount", changes["face"])
    return base.but(**changes)


def identity(house: House, claim: Claim) -> bytes:
    return claim_id(claim, house.driver.chain_id, house.suite.claim.address)


def claim_state(house: House, claim: Claim) -> dict[str, Any]:
    found: dict[str, Any] = house.see("claim_state", identity(house, claim), contract=house.suite.claim)
    return found


def overdue(house: House, terms: Credit, statement: Presentation, place: bytes = HAMBURG) -> None:
    house.at_first_second_after(int(house.set_state(terms, statement)["due_day"]), place)


def test_default__no_cover__whole_amount_is_a_claim_on_the_issuing_bank(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    claim = claim_of(house, terms, statement)
    overdue(house, terms, statement)
    receipt = default(house, terms, statement)
    assert receipt.returned == identity(house, claim)
    born = receipt.event("ClaimBorn")
    assert (born["debtor"], born["creditor"], born["face"]) == (
        house.issuing_bank,
        house.beneficiary,
        terms.amount,
    )
    assert receipt.event("Defaulted").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "claim": identity(house, claim),
        "debtor": house.issuing_bank,
        "amount": terms.amount,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.DEFAULTED, 0)
    assert house.state(terms)["open_sets"] == 0
    found = claim_state(house, claim)
    assert (found["status"], found["face"], found["paid"]) == (ClaimStatus.ACCEPTED, terms.amount, 0)
    units = house.see(
        "balanceOf", house.beneficiary, int.from_bytes(identity(house, claim)), contract=house.suite.claim
    )
    assert units == terms.amount


def test_default__part_covered__cover_pays_and_the_rest_is_the_claim(house: House) -> None:
    """Cover of one half goes to the beneficiary, the other half becomes its claim."""
    terms = house.issued(cover_bps=HALF)
    statement = house.accepted(terms)
    half = terms.amount // 2
    claim = claim_of(house, terms, statement, face=half)
    overdue(house, terms, statement)
    before = house.held(house.beneficiary)
    receipt = default(house, terms, statement)
    assert house.held(house.beneficiary) - before == half * terms.asset_scale
    assert receipt.event("Honoured")["from_cover"] == half
    assert receipt.returned == identity(house, claim)
    assert claim_state(house, claim)["face"] == half
    assert house.state(terms)["cover"] == 0


def test_default__fully_covered__cover_pays_everything_and_no_claim_is_born(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    overdue(house, terms, statement)
    receipt = default(house, terms, statement)
    assert receipt.returned == ZERO_HASH
    assert "Defaulted" not in [event.name for event in receipt.events]
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


@pytest.mark.parametrize("second", ["last", "first after"])
def test_default__due_day_must_have_ended_at_the_place_of_the_bank(house: House, second: str) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    due = int(house.set_state(terms, statement)["due_day"])
    if second == "last":
        house.at_last_second(due)
        house.fails("credit: not due (NOT_DUE)", house.stranger, "default_", terms, statement)
    else:
        house.at_first_second_after(due)
        default(house, terms, statement)


def test_default__preclusion__due_day_counts_from_the_last_day_whoever_pokes(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.precluded(terms)
    overdue(house, terms, statement)
    default(house, terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.DEFAULTED


def test_default__confirming_bank__debtor_and_the_issuing_bank_is_surety(house: House) -> None:
    """The cover of the credit answers first, whichever bank failed."""
    terms = house.confirmed(cover_bps=HALF)
    statement = house.accepted(terms, "confirming_bank")
    half = terms.amount // 2
    claim = claim_of(
        house,
        terms,
        statement,
        debtor=house.confirming_bank,
        surety=house.issuing_bank,
        pay_place=DUBAI,
        face=half,
    )
    overdue(house, terms, statement, DUBAI)
    receipt = default(house, terms, statement)
    assert receipt.returned == identity(house, claim)
    assert receipt.event("ClaimBorn")["surety"] == house.issuing_bank
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"]) == (SetStatus.DEFAULTED, Stage.ISSUER)
    assert house.state(terms)["claims"] == 0


def test_default__confirming_bank__its_own_midnight_decides(house: House) -> None:
    terms = house.confirmed(cover_bps=0)
    statement = house.accepted(terms, "confirming_bank")
    due = int(house.set_state(terms, statement)["due_day"])
    house.at_last_second(due, DUBAI)
    house.fails("NOT_DUE", house.stranger, "default_", terms, statement)
    house.at_first_second_after(due, DUBAI)
    default(house, terms, statement)


def test_default__unpaid_reimbursement__creditor_is_the_bank_that_honoured(house: House) -> None:
    terms = house.confirmed(cover_bps=0)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    claim = claim_of(house, terms, statement, kind=ClaimKind.REIMBURSEMENT, creditor=house.confirming_bank)
    overdue(house, terms, statement)
    assert default(house, terms, statement).returned == identity(house, claim)
    assert house.state(terms)["claims"] == 0


def test_default__nominated_bank__is_not_bound(house: House) -> None:
    terms = house.issued(house.nominating(cover_bps=0))
    statement = house.accepted(terms, "nominated_bank")
    house.at(EXPIRY + 30, place=SHANGHAI)
    house.fails("credit: nominated only (U12)", house.stranger, "default_", terms, statement)


@pytest.mark.parametrize("state", ["presented", "received", "refused"])
def test_default__nothing_bound_yet__refused(house: House, state: str) -> None:
    terms = house.issued(cover_bps=0)
    statement = getattr(house, state)(terms)
    house.at(EXPIRY + 30)
    house.fails("credit: state (STATE)", house.stranger, "default_", terms, statement)


def test_default__twice_or_after_payment__refused(house: House) -> None:
    terms = house.issued(cover_bps=0)
    first, second = house.accepted(terms, amount=100), house.accepted(terms, amount=200)
    house.ok(house.issuing_bank, "honour", terms, first)
    overdue(house, terms, second)
    default(house, terms, second)
    for statement in (first, second):
        house.fails("STATE", house.stranger, "default_", terms, statement)
        house.fails("STATE", house.issuing_bank, "honour", terms, statement)


def test_default__set_that_a_refusal_left_nothing_bound__nothing_to_default(house: House) -> None:
    """A claim of a bank that honoured, taken up without an amount, cannot be: the amount is what it paid."""
    terms = house.issued(cover_bps=0)
    statement = house.refused(terms, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    house.at(EXPIRY + 30)
    house.fails("STATE", house.stranger, "default_", terms, statement)


def test_default__waived_set__waits_behind_what_is_bound_without_a_waiver(house: House) -> None:
    """Cover stays for the set that complied; the waived one becomes a claim for its whole amount."""
    terms = house.issued(cover_bps=HALF)
    waived = house.refused(terms, Disposal.NOTIFY, amount=1_000)
    house.ok(house.applicant, "waive", terms, waived)
    house.ok(house.issuing_bank, "waive", terms, waived)
    complying = house.accepted(terms, amount=terms.amount - 1_000)
    cover = house.state(terms)["cover"]
    overdue(house, terms, complying)
    receipt = default(house, terms, waived)
    assert receipt.event("ClaimBorn")["face"] == 1_000
    assert house.state(terms)["cover"] == cover
    receipt = default(house, terms, complying)
    assert receipt.event("ClaimBorn")["face"] == terms.amount - 1_000 - cover


def test_default__three_equal_credits__each_its_own_claim(house: House) -> None:
    credits = [house.issued(cover_bps=0) for _ in range(3)]
    sets = [house.accepted(terms) for terms in credits]
    overdue(house, credits[0], sets[0])
    found = {default(house, terms, one).returned for terms, one in zip(credits, sets, strict=True)}
    assert len(found) == 3


def test_default__bank_took_its_authority_back__what_was_reserved_is_still_a_claim(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "authorise", house.credit.address, 0, 0, contract=house.suite.claim)
    overdue(house, terms, statement)
    default(house, terms, statement)


def test_issue__without_authority_or_beyond_its_cap__refused(house: House) -> None:
    claims = house.suite.claim
    terms = house.terms(cover_bps=0)
    house.ok(house.issuing_bank, "authorise", house.credit.address, 0, 0, contract=claims)
    house.fails("AGENT", house.issuing_bank, "issue", terms)
    until = VALID_UNTIL
    house.ok(house.issuing_bank, "authorise", house.credit.address, terms.amount - 1, until, contract=claims)
    house.fails("AGENT", house.issuing_bank, "issue", terms)
    house.ok(house.issuing_bank, "authorise", house.credit.address, terms.amount, until, contract=claims)
    house.ok(house.issuing_bank, "issue", terms)
    house.fails("AGENT", house.issuing_bank, "issue", house.terms(cover_bps=0, amount=1))


def test_confirm__without_authority__refused(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.ok(house.confirming_bank, "authorise", house.credit.address, 0, 0, contract=house.suite.claim)
    house.fails("AGENT", house.confirming_bank, "confirm", terms, True)
    house.ok(house.confirming_bank, "confirm", terms, False)


def test_default__payee_cannot_receive_the_token__claim_is_its_own_all_the_same(house: House) -> None:
    """What cover pays is parked; the claim stands beside it."""
    token = house.token(4)
    terms = house.issued(house.terms(cover_bps=HALF, asset=token.address))
    statement = house.accepted(terms)
    house.ok(house.keeper, "block", house.beneficiary, contract=token)
    overdue(house, terms, statement)
    receipt = default(house, terms, statement)
    assert house.waiting(house.beneficiary, token) == terms.amount // 2 * terms.asset_scale
    assert receipt.event("ClaimBorn")["face"] == terms.amount // 2


def test_default__payee_is_the_ledger_itself__claim_is_the_beneficiarys(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms, pay_to=house.suite.claim.address)
    overdue(house, terms, statement)
    receipt = default(house, terms, statement)
    assert receipt.event("ClaimBorn")["creditor"] == house.beneficiary


def test_default__payee_whose_hook_refuses__units_are_parked(house: House) -> None:
    hostile = house.hostile(1)
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms, pay_to=hostile.address)
    overdue(house, terms, statement)
    receipt = default(house, terms, statement)
    assert receipt.event("Parked").args == {
        "claim": receipt.returned,
        "owner": hostile.address,
        "units": terms.amount,
    }


def test_close__after_default__cover_left_goes_back_and_the_claim_stays(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    overdue(house, terms, statement)
    claim = default(house, terms, statement).returned
    house.ok(house.issuing_bank, "close", terms)
    assert house.see("outstanding", claim, contract=house.suite.claim) == terms.amount


def test_storeys__called_at_their_own_address__find_no_credit(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    overdue(house, terms, statement)
    settlement = house.suite.placed["CreditSettlement"]
    house.fails("UNKNOWN", house.stranger, "default_", terms, statement, contract=settlement)
    house.fails("UNKNOWN", house.issuing_bank, "close", terms, contract=settlement)


def test_default__precluded_when_nothing_was_available__nothing_to_default(house: House) -> None:
    """Silence on a second set binds for nothing once the first has drawn everything."""
    terms = house.issued(cover_bps=0)
    house.accepted(terms)
    second = house.precluded(terms, documents=b"set two".ljust(32, b"\0"))
    assert house.set_state(terms, second)["amount"] == 0
    house.at(EXPIRY + 30)
    house.fails("credit: state (STATE)", house.stranger, "default_", terms, second)
