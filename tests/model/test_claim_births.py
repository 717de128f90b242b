"""How claims are born and bind: the model against the rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.claim_kit import (
    ADMIN,
    AGENT,
    ANCHOR,
    BANK,
    BUYER,
    CENTRE,
    CONTRACT,
    DAY,
    EUR,
    FINANCIER,
    HOME,
    SELLER,
    STRANGER,
    SUPPLIER,
    SURETY,
    TEXT,
    TOKEN_AT,
    VERIFIER,
    Play,
    named,
    names,
    number,
)
from usance.calendars import day_of
from usance.claim_terms import Claim, claim_id, rows_of, sub_account
from usance.codes_claims import ClaimKind, ClaimStatus, SubAccount, Waiver
from usance.model.claim_base import acceptance_words
from usance.model.claim_rules import birth_broken
from usance.model.party import Signed, Status
from usance.terms import ZERO_ADDRESS, ZERO_HASH

BOTH = int(Waiver.DEFENCES | Waiver.SETOFF)


def signed(
    play: Play, claims: list[Claim], waivers: int, nonce: int, deadline: int, **changes: Any
) -> Signed:
    words = acceptance_words([play.id(terms) for terms in claims], waivers, nonce, deadline)
    facts: dict[str, Any] = {"signer": BUYER, "words": words, "chain_id": 1, "contract": CONTRACT}
    return Signed(**(facts | changes))


# --- registration ---


def test_register__an_invoice__units_are_the_sellers_and_nobody_is_bound() -> None:
    play = Play()
    terms = play.invoice()
    outcome = play.ok("register", SELLER, terms)
    assert outcome.returned == claim_id(terms, 1, CONTRACT)
    assert names(outcome) == ["Taken", "TransferSingle", "ClaimBorn"]
    assert named(outcome, "ClaimBorn")["status"] == ClaimStatus.REGISTERED
    assert play.units(terms, SELLER) == 100_000
    assert play.state(terms)["defences_waived"] is False


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"version": 2}, "TERMS"),
        ({"kind": ClaimKind.PAYABLE}, "TERMS"),
        ({"kind": 9}, "TERMS"),
        ({"debtor": ZERO_ADDRESS}, "TERMS"),
        ({"debtor": SELLER}, "TERMS"),
        ({"debtor": CONTRACT}, "TERMS"),
        ({"surety": BUYER}, "TERMS"),
        ({"currency": ZERO_HASH}, "TERMS"),
        ({"asset": STRANGER}, "STL1"),
        ({"asset_scale": 0}, "TERMS"),
        ({"face": 0}, "TERMS"),
        ({"face": 2**112, "object_amount": 2**112}, "TERMS"),
        ({"object_amount": 99_999}, "TERMS"),
        ({"due_day": day_of("2027-02-28")}, "TERMS"),
        ({"issue_day": day_of("2027-02-01"), "due_day": day_of("2027-02-28")}, "TERMS"),
        ({"due_day": day_of("2029-12-31"), "grace_days": 1}, "CALENDAR_NOT_LOADED"),
        ({"pay_place": number("NOWHERE")}, "CALENDAR_NOT_LOADED"),
        ({"currency_place": number("NOWHERE")}, "CALENDAR_NOT_LOADED"),
        ({"late_rate": 10**18 + 1}, "TERMS"),
        ({"late_rate": 1, "day_count": 0}, "TERMS"),
        ({"day_count": 4}, "TERMS"),
        ({"discount_bps": 10_000, "discount_day": day_of("2027-04-01")}, "TERMS"),
        ({"discount_bps": 200}, "TERMS"),
        ({"discount_bps": 200, "discount_day": day_of("2027-04-16")}, "TERMS"),
        ({"part": 0}, "TERMS"),
        ({"part": 3, "parts": 2}, "TERMS"),
        ({"assignable": 0}, "TERMS"),
        ({"assignable": 4}, "TERMS"),
        ({"min_split": 100_001}, "TERMS"),
        ({"eligibility": 256}, "TERMS"),
        ({"record_days": 367}, "TERMS"),
        ({"payment_agent": BUYER}, "TERMS"),
        ({"rulebook": 2}, "TERMS"),
        ({"fingerprint": ZERO_HASH}, "TERMS"),
        ({"content": ZERO_HASH}, "TERMS"),
    ],
)
def test_register__one_term_wrong__breaks_exactly_that_rule(change: dict[str, Any], rule: str) -> None:
    play = Play()
    assert play.broken("register", SELLER, play.invoice(**change)) == {rule}


def test_register__due_today__is_good() -> None:
    play = Play("2027-04-15")
    play.registered()


def test_register__by_another_or_not_active__is_refused() -> None:
    play = Play()
    terms = play.invoice()
    assert play.broken("register", FINANCIER, terms) == {"NOT_PARTY"}
    assert play.broken("register", STRANGER, terms) == {"NOT_PARTY", "NOT_ADMITTED"}
    play.hold(SELLER)
    assert play.broken("register", SELLER, terms) == {"NOT_ADMITTED"}


def test_register__twice_or_more_than_the_invoice__inv1() -> None:
    """An invoice of 1,000.00: parts of 600.00 and 400.00 fit, another 0.01 does not."""
    play = Play()
    terms = play.registered(face=60_000, object_amount=100_000, part=1, parts=2)
    assert play.broken("register", SELLER, terms) == {"EXISTS", "INV1"}
    second = terms.but(face=40_001, part=2)
    assert play.broken("register", SELLER, second) == {"INV1"}
    assert play.broken("register", SELLER, second.but(face=1, object_amount=200_000)) == {"INV1"}
    play.ok("register", SELLER, second.but(face=40_000))
    assert play.broken("register", SELLER, terms.but(face=1, salt=TEXT)) == {"INV1"}


def test_register__while_stopped__acc8() -> None:
    play = Play()
    play.ok("pause", ADMIN)
    assert play.broken("register", SELLER, play.invoice()) == {"ACC8"}
    play.now += 14 * DAY
    play.registered()


def test_register_batch__one_bad_row__none_is_born_and_nothing_is_taken() -> None:
    play = Play()
    common = play.invoice(face=100)
    rows = rows_of(common.but(fingerprint=number(f"row {i}"), salt=number(f"{i}")) for i in range(3))
    twice = [*rows[:2], rows[1]]
    assert play.broken("register_batch", SELLER, common, twice) == {"EXISTS", "INV1"}
    assert play.charges.things == {}
    outcome = play.ok("register_batch", SELLER, common, rows)
    assert outcome.returned == [play.id(common.with_row(row)) for row in rows]
    assert play.broken("register_batch", SELLER, common, []) == {"NOTHING"}


def test_register_batch__rows_of_one_invoice__share_its_amount() -> None:
    play = Play()
    common = play.invoice(object_amount=100_000, parts=3)
    parts = [common.but(face=face, salt=number(f"{face}")) for face in (50_000, 30_000, 20_001)]
    assert play.broken("register_batch", SELLER, common, rows_of(parts)) == {"INV1"}
    play.ok("register_batch", SELLER, common, rows_of(parts[:2]))


# --- acceptance ---


def test_accept__by_the_debtor__binds_for_good_and_waives_what_it_says() -> None:
    play = Play()
    terms = play.registered()
    assert play.broken("accept", SELLER, terms, 0) == {"NOT_PARTY"}
    assert play.broken("accept", BUYER, terms, 4) == {"TERMS"}
    assert play.broken("accept", BUYER, terms.but(salt=TEXT), 0) == {"UNKNOWN"}
    outcome = play.ok("accept", BUYER, terms, Waiver.SETOFF)
    assert named(outcome, "Accepted") == {"claim": play.id(terms), "debtor": BUYER, "waivers": 2}
    state = play.state(terms)
    assert (state["defences_waived"], state["setoff_waived"], state["deemed"]) == (False, True, False)
    assert play.broken("accept", BUYER, terms, BOTH) == {"STATE"}
    assert play.broken("deny", BUYER, terms) == {"CLAIM_ACCEPTED"}


def test_accept__debtor_held__takes_on_nothing_new_but_may_deny() -> None:
    play = Play()
    terms = play.registered()
    play.hold(BUYER)
    assert play.broken("accept", BUYER, terms, 0) == {"NOT_ADMITTED"}
    assert play.ok("deny", BUYER, terms)
    assert play.broken("deny", BUYER, terms) == {"STATE"}
    assert play.broken("accept", BUYER, terms, 0) == {"STATE", "NOT_ADMITTED"}


def test_accept_signed__by_anybody__once_and_only_these_words() -> None:
    play = Play()
    terms, other = play.registered(), play.registered()
    deadline = play.now + DAY
    good = signed(play, [terms], BOTH, 7, deadline)
    act = ("accept_signed", STRANGER)
    assert play.broken(*act, terms, 0, 7, deadline, good) == {"ACC1"}
    assert play.broken(*act, other, BOTH, 7, deadline, good) == {"ACC1"}
    assert play.broken(*act, terms, BOTH, 7, deadline, None) == {"ACC2"}
    for change in ({"signer": SELLER}, {"chain_id": 5}, {"contract": TOKEN_AT}):
        wrong = signed(play, [terms], BOTH, 7, deadline, **change)
        assert play.broken(*act, terms, BOTH, 7, deadline, wrong) == {"ACC1"}
    flipped = signed(play, [terms], BOTH, 7, deadline, canonical=False)
    assert play.broken(*act, terms, BOTH, 7, deadline, flipped) == {"ACC2"}
    early = signed(play, [terms], BOTH, 7, play.now)
    assert play.broken(*act, terms, BOTH, 7, play.now, early) == {"ACC1"}
    assert play.ok(*act, terms, BOTH, 7, deadline, good)
    again = signed(play, [other], BOTH, 7, deadline)
    assert play.broken(*act, other, BOTH, 7, deadline, again) == {"ACC1"}
    play.ok("cancel_nonce", BUYER, 8)
    cancelled = signed(play, [other], BOTH, 8, deadline)
    assert play.broken(*act, other, BOTH, 8, deadline, cancelled) == {"ACC1"}


def test_accept_signed__a_wallets_no__acc2() -> None:
    play = Play()
    terms = play.registered()
    play.model.contracts.add(BUYER)
    deadline = play.now + DAY
    revoked = signed(play, [terms], 0, 1, deadline, revoked=True)
    assert play.broken("accept_signed", STRANGER, terms, 0, 1, deadline, revoked) == {"ACC2"}
    play.ok("accept_signed", STRANGER, terms, 0, 1, deadline, signed(play, [terms], 0, 1, deadline))


def test_register_accepted__one_act__born_and_bound() -> None:
    play = Play()
    common = play.invoice(face=100)
    claims = [common.but(fingerprint=number(f"row {i}"), salt=number(f"{i}")) for i in range(2)]
    deadline = play.now + DAY
    word = signed(play, claims, 3, 1, deadline)
    act = ("register_accepted", SELLER, common, rows_of(claims), 3, 1, deadline)
    assert play.broken("register_accepted", SELLER, common, rows_of(claims), 1, 1, deadline, word) == {"ACC1"}
    outcome = play.ok(*act, word)
    assert names(outcome).count("Accepted") == 2
    assert all(play.status(terms) == ClaimStatus.ACCEPTED for terms in claims)
    assert play.charges.is_free(claims[0].fingerprint, SELLER, 1) is False


def test_accept_batch__one_accepted_before__none() -> None:
    play = Play()
    common = play.invoice(face=100)
    claims = [common.but(fingerprint=number(f"row {i}"), salt=number(f"{i}")) for i in range(2)]
    play.ok("register_batch", SELLER, common, rows_of(claims))
    play.ok("accept", BUYER, claims[1], 0)
    assert play.broken("accept_batch", BUYER, common, rows_of(claims), 0) == {"STATE"}
    assert play.status(claims[0]) == ClaimStatus.REGISTERED
    play.ok("accept_batch", BUYER, common, rows_of(claims[:1]), 0)


# --- silence ---


def test_deem__after_five_banking_days_of_silence__bound_and_marked() -> None:
    """Submitted Monday 1 March 2027: the fifth banking day after it is Monday 8 March."""
    play = Play()
    terms = play.registered()
    assert play.broken("submit", SELLER, terms) == {"MANDATE"}
    play.parties.set_mandate(SELLER, 100_000, 5, play.now + 60, sender=BUYER, now=play.now)
    assert play.broken("submit", BUYER, terms) == {"NOT_PARTY"}
    outcome = play.ok("submit", SELLER, terms)
    assert named(outcome, "Submitted")["last_day"] == day_of("2027-03-08")
    assert play.broken("submit", SELLER, terms) == {"STATE"}
    play.at("2027-03-08", 23)
    assert play.broken("deem", STRANGER, terms) == {"MANDATE"}
    play.at("2027-03-09", 0)
    play.ok("deem", STRANGER, terms)
    assert play.state(terms)["deemed"]
    assert not play.state(terms)["defences_waived"]
    assert play.broken("deny", BUYER, terms) == {"CLAIM_ACCEPTED"}


@pytest.mark.parametrize("limit", [99_999, 100_000])
def test_submit__face_above_the_mandates_limit__is_refused(limit: int) -> None:
    play = Play()
    terms = play.registered()
    play.parties.set_mandate(SELLER, limit, 5, play.now + 60, sender=BUYER, now=play.now)
    assert play.do("submit", SELLER, terms).ok == (limit >= 100_000)


def test_deem__mandate_revoked_or_claim_denied__binds_nobody() -> None:
    play = Play()
    terms, other = play.registered(), play.registered()
    play.parties.set_mandate(SELLER, 100_000, 5, play.now + 60, sender=BUYER, now=play.now)
    play.ok("submit", SELLER, terms)
    play.ok("submit", SELLER, other)
    play.ok("deny", BUYER, other)
    assert play.model.submission_of(play.id(other)) == 0
    play.at("2027-03-09")
    play.parties.revoke_mandate(SELLER, sender=BUYER, now=play.now)
    assert play.broken("deem", STRANGER, terms) == {"MANDATE"}
    assert play.broken("deem", STRANGER, other) == {"STATE"}


# --- taking back, attesting ---


def test_rescind__nobody_else_involved__the_invoice_is_free_again() -> None:
    play = Play()
    terms = play.registered()
    assert play.broken("rescind", BUYER, terms) == {"NOT_PARTY"}
    outcome = play.ok("rescind", SELLER, terms)
    assert names(outcome) == ["TransferSingle", "Retired", "GivenBack", "Rescinded"]
    assert play.status(terms) == ClaimStatus.RESCINDED
    assert play.charges.is_free(terms.fingerprint, SELLER, 100_000)
    assert play.broken("register", SELLER, terms) == {"EXISTS"}
    play.ok("register", SELLER, terms.but(salt=TEXT))


@pytest.mark.parametrize("meanwhile", ["sold", "accepted", "paid"])
def test_rescind__financed_accepted_or_paid__is_refused(meanwhile: str) -> None:
    play = Play()
    terms = play.registered()
    rule = "STATE"
    if meanwhile == "sold":
        play.sell(terms, 1)
        rule = "INSUFFICIENT_UNITS"
    elif meanwhile == "paid":
        play.ok("pay", BUYER, terms, 1)
    else:
        play.ok("accept", BUYER, terms, 0)
    assert play.broken("rescind", SELLER, terms) == {rule}


def test_rescind__denied__the_seller_may_take_it_back() -> None:
    play = Play()
    terms = play.registered()
    play.ok("deny", BUYER, terms)
    play.ok("rescind", SELLER, terms)
    assert play.charges.is_free(terms.fingerprint, SELLER, 100_000)


def test_attest__by_a_verifier__one_standing_word() -> None:
    play = Play()
    terms = play.registered()
    until = play.now + DAY
    assert play.broken("attest", BANK, terms, 1, until, TEXT) == {"NOT_ADMITTED"}
    assert play.broken("attest", VERIFIER, terms, 5, until, TEXT) == {"TERMS"}
    assert play.broken("attest", VERIFIER, terms, 1, play.now, TEXT) == {"TERMS"}
    play.ok("attest", VERIFIER, terms, 1, until, TEXT)
    play.ok("attest", VERIFIER, terms, 255, until + 5, TEXT)
    assert play.model.attestation_of(play.id(terms), VERIFIER) == (255, until + 5)
    play.ok("deny", BUYER, terms)
    assert play.broken("attest", VERIFIER, terms, 1, until, TEXT) == {"STATE"}


# --- agents ---


def unpaid(play: Play, **changes: Any) -> Claim:
    """What a bank did not pay under a credit, due last Friday."""
    base = play.invoice(
        kind=ClaimKind.UNPAID_CREDIT,
        creditor=SUPPLIER,
        debtor=BANK,
        fingerprint=ZERO_HASH,
        issue_day=day_of("2027-02-26"),
        due_day=day_of("2027-02-26"),
    )
    return base.but(**changes)


def test_bear__from_what_was_reserved_then_from_the_cap() -> None:
    """Cap 1,500.00, 900.00 reserved: a claim of 1,000.00 takes the 900.00 and 100.00 of the 600.00 left."""
    play = Play()
    terms = unpaid(play)
    assert play.broken("bear", AGENT, terms) == {"AGENT"}
    assert play.broken("authorise", BANK, ZERO_ADDRESS, 1, 1) == {"AGENT"}
    until = play.now + DAY
    play.ok("authorise", BANK, AGENT, 150_000, until)
    assert play.broken("reserve", AGENT, BANK, 150_001) == {"AGENT"}
    play.ok("reserve", AGENT, BANK, 90_000)
    outcome = play.ok("bear", AGENT, terms)
    assert named(outcome, "ClaimBorn")["status"] == ClaimStatus.ACCEPTED
    assert play.units(terms, SUPPLIER) == 100_000
    assert play.model.authority_of(BANK, AGENT) == {"cap": 50_000, "reserved": 0, "until": until}
    assert play.broken("bear", AGENT, terms) == {"AGENT", "EXISTS"}


def test_bear__authority_revoked_or_over__only_what_was_reserved_still_binds() -> None:
    play = Play()
    play.ok("authorise", BANK, AGENT, 300_000, play.now + DAY)
    play.ok("reserve", AGENT, BANK, 100_000)
    play.ok("authorise", BANK, AGENT, 0, 0)
    play.ok("pause", ADMIN)
    assert play.broken("bear", AGENT, unpaid(play, face=100_001)) == {"AGENT"}
    play.hold(BANK, Status.INSOLVENT)
    play.ok("bear", AGENT, unpaid(play))
    assert play.broken("bear", AGENT, unpaid(play, face=1)) == {"AGENT"}


@pytest.mark.parametrize("kind", [ClaimKind.INVOICE, ClaimKind.PAYABLE])
def test_bear__an_invoice_or_payable__is_not_an_agents(kind: ClaimKind) -> None:
    play = Play()
    play.ok("authorise", BANK, AGENT, 300_000, play.now + DAY)
    terms = unpaid(play, kind=kind, due_day=day_of("2027-03-02"))
    assert play.broken("bear", AGENT, terms) == {"TERMS"}


def test_bear__creditor_cannot_receive__units_are_parked_and_collected() -> None:
    """500.00 are paid while the units are parked: they are the supplier's, wherever the units go."""
    play = Play()
    play.model.contracts.add(SUPPLIER)
    play.model.refusing.add(SUPPLIER)
    play.ok("authorise", BANK, AGENT, 300_000, play.now + DAY)
    terms = unpaid(play)
    outcome = play.ok("bear", AGENT, terms)
    assert names(outcome) == ["TransferSingle", "ClaimBorn", "TransferSingle", "Parked"]
    parked = sub_account(SubAccount.PARKED, SUPPLIER, SUPPLIER)
    assert (play.units(terms, parked), play.units(terms, SUPPLIER)) == (100_000, 0)
    play.ok("pay", BANK, terms, 50_000)
    assert play.broken("withdraw", STRANGER, terms, parked, parked) == {"PAYEE"}
    assert play.broken("collect", FINANCIER, play.id(terms), FINANCIER) == {"INSUFFICIENT_UNITS"}
    assert play.broken("collect", SUPPLIER, play.id(terms), STRANGER) == {"INV12"}
    assert play.broken("collect", SUPPLIER, play.id(terms), CONTRACT) == {"HOOK"}
    collected = play.ok("collect", SUPPLIER, play.id(terms), FINANCIER)
    assert collected.returned == 100_000
    assert play.proceeds(terms, SUPPLIER) == 50_000
    assert play.proceeds(terms, FINANCIER) == 0


def test_bear__due_on_a_day_closed_at_the_currency_centre__rolled_on_both() -> None:
    """Friday 5 March 2027 is closed at the centre: due Monday 8 March."""
    play = Play()
    play.centre.closed.add(day_of("2027-03-05"))
    play.ok("authorise", BANK, AGENT, 300_000, play.now + DAY)
    terms = unpaid(play, due_day=day_of("2027-03-05"), currency_place=CENTRE)
    play.ok("bear", AGENT, terms)
    assert play.model.due_day_of(terms, play.now) == day_of("2027-03-08")


# --- payables ---


def test_payable__issued_received__bound_from_receipt() -> None:
    play = Play()
    terms = play.payable()
    assert play.broken("issue_payable", SUPPLIER, terms) == {"NOT_PARTY"}
    outcome = play.ok("issue_payable", ANCHOR, terms)
    pending = sub_account(SubAccount.PENDING, ANCHOR, SUPPLIER)
    assert named(outcome, "TransferSingle")["receiver"] == pending
    assert play.status(terms) == ClaimStatus.PENDING
    assert play.broken("pay", ANCHOR, terms, 1) == {"STATE"}
    assert play.broken("default_", STRANGER, terms) == {"INV4", "NOT_OVERDUE"}
    assert play.broken("receive", ANCHOR, terms) == {"NOT_PARTY"}
    play.ok("receive", SUPPLIER, terms)
    assert (play.units(terms, SUPPLIER), play.units(terms, pending)) == (100_000, 0)
    assert play.broken("cancel", ANCHOR, terms, TEXT) == {"STATE"}
    assert play.broken("deny", ANCHOR, terms) == {"CLAIM_ACCEPTED"}


def test_receive__supplier_not_eligible__inv12() -> None:
    play = Play()
    terms = play.payable()
    play.ok("issue_payable", ANCHOR, terms)
    play.hold(SUPPLIER)
    # Not active, and held: each forbids it by itself.
    assert play.broken("receive", SUPPLIER, terms) == {"HELD", "INV12"}
    assert play.broken("issue_payable", ANCHOR, play.payable()) == {"INV12"}


def test_receive__after_the_last_day__is_refused() -> None:
    """Promised on Monday 1 March 2027, five banking days: Monday 8 March is the last."""
    play = Play()
    terms, late = play.payable(), play.payable()
    play.ok("issue_payable", ANCHOR, terms)
    play.ok("issue_payable", ANCHOR, late)
    play.at("2027-03-08", 23)
    play.ok("receive", SUPPLIER, terms)
    play.at("2027-03-09", 0)
    assert play.broken("receive", SUPPLIER, late) == {"STATE"}


@pytest.mark.parametrize(
    ("name", "args", "reason"), [("refuse", (), 4), ("lapse", (), 5), ("cancel", (TEXT,), 6)]
)
def test_payable__refused_lapsed_cancelled__limit_and_invoice_are_free_at_once(
    name: str, args: tuple[Any, ...], reason: int
) -> None:
    """Promised on Monday 1 March 2027, five banking days: it lapses from Tuesday 9 March on."""
    play = Play()
    terms = play.payable(fingerprint=number("an invoice"))
    play.ok("issue_payable", ANCHOR, terms)
    assert play.model.payables_of(ANCHOR, EUR, play.now)["outstanding"] == 100_000
    sender = {"refuse": SUPPLIER, "lapse": STRANGER, "cancel": ANCHOR}[name]
    if name != "lapse":
        assert play.broken(name, STRANGER, terms, *args) == {"NOT_PARTY"}
    else:
        play.at("2027-03-08", 23)
        assert play.broken("lapse", STRANGER, terms) == {"STATE"}
        play.at("2027-03-09", 0)
    outcome = play.ok(name, sender, terms, *args)
    assert named(outcome, "Retired")["reason"] == reason
    assert play.status(terms) == ClaimStatus.CANCELLED
    assert play.state(terms)["settled"]
    assert play.model.payables_of(ANCHOR, EUR, play.now)["outstanding"] == 0
    assert play.charges.is_free(terms.fingerprint, SUPPLIER, 100_000)
    assert play.broken(name, sender, terms, *args) == {"STATE"}


def test_payable__same_invoice_as_a_registered_claim__inv1() -> None:
    play = Play()
    registered = play.invoice(creditor=SUPPLIER)
    play.ok("register", SUPPLIER, registered)
    assert play.broken("issue_payable", ANCHOR, play.payable(fingerprint=registered.fingerprint)) == {"INV1"}


@pytest.mark.parametrize(
    ("term_days", "due", "fits"),
    [
        (0, "2028-03-01", True),
        (0, "2028-03-02", False),
        (365, "2028-02-29", True),
        (365, "2028-03-01", False),
        (366, "2028-03-01", True),
        (366, "2028-03-02", False),
    ],
)
def test_payable__term__at_most_until_the_same_date_a_year_later(
    term_days: int, due: str, fits: bool
) -> None:
    """1 March 2027 to 1 March 2028 are 366 days."""
    play = Play()
    play.ok("limit_payables", ANCHOR, EUR, 0, term_days)
    outcome = play.do("issue_payable", ANCHOR, play.payable(due_day=day_of(due)))
    assert outcome.broken == (set() if fits else {"TERM"})


def test_payable__promised_for_a_day_to_come__is_refused() -> None:
    """Dated ahead, a payable would run longer than a year from today."""
    play = Play()
    terms = play.payable(issue_day=day_of("2027-03-02"))
    assert play.broken("issue_payable", ANCHOR, terms) == {"TERMS"}


def test_limit__lower_at_once_higher_in_48_hours__counts_open_payables() -> None:
    """Limit 1,500.00. A payable of 1,000.00 leaves 500.00; settled, all of it is free again."""
    play = Play()
    outcome = play.ok("limit_payables", ANCHOR, EUR, 150_000, 60)
    assert named(outcome, "PayablesLimited")["since"] == play.now
    first = play.received()
    assert play.broken("issue_payable", ANCHOR, play.payable(face=50_001)) == {"LIMIT"}
    assert play.broken("issue_payable", ANCHOR, play.payable(due_day=day_of("2027-05-01"))) == {
        "TERM",
        "LIMIT",
    }
    raised = play.ok("limit_payables", ANCHOR, EUR, 200_000, 90)
    assert named(raised, "PayablesLimited")["since"] == play.now + 2 * DAY
    assert play.broken("issue_payable", ANCHOR, play.payable(face=50_001)) == {"LIMIT"}
    play.now += 2 * DAY - 3
    assert play.broken("issue_payable", ANCHOR, play.payable(face=50_001)) == {"LIMIT"}
    play.ok("issue_payable", ANCHOR, play.payable(face=50_001, due_day=day_of("2027-05-30")))
    play.ok("limit_payables", ANCHOR, EUR, 10, 0)
    assert play.broken("issue_payable", ANCHOR, play.payable(face=1)) == {"LIMIT"}
    play.ok("pay", ANCHOR, first, 100_000)
    play.ok("settle", STRANGER, first)
    assert play.model.payables_of(ANCHOR, EUR, play.now)["outstanding"] == 50_001
    assert play.broken("limit_payables", ANCHOR, EUR, 10, 367) == {"TERMS"}
    assert play.broken("limit_payables", ANCHOR, EUR, 2**112, 0) == {"PACKING"}


def test_birth__surety_named__is_no_party_that_owes_yet() -> None:
    play = Play()
    terms = play.registered(surety=SURETY)
    assert birth_broken(terms, True, play.model.world, play.now, CONTRACT) == set()
    assert terms.pay_place == HOME
