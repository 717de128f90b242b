"""What is promised for a later day, as the chain has it: maturities, legs, offers, claims to be paid back.

Views tell amounts and days; which claims an undertaking made, and what was called or paid before, only the
events tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from usance.chain.driver import Driver
from usance.chain.suite import Suite
from usance.claims.book import ClaimRecord, read_claims
from usance.claims.chain_world import ClaimReader
from usance.credits.book import CreditRecord, LogSource, SetRecord
from usance.model.credit_books import LegBook, OfferBook, SetBook
from usance.model.credit_reimbursement import CLAIMED
from usance.terms import ZERO_HASH, Credit

Claims = Mapping[bytes, ClaimRecord]
MAKE_CLAIMS = frozenset({"Undertaken", "RecourseCalled", "RefundClaimed", "Defaulted"})


def claims_told(suite: Suite, source: LogSource, record: CreditRecord | None) -> Claims:
    """Every claim of ClaimToken, where a set of this credit has made one; else none is read."""
    if record is None or not any(
        seen.event.name in MAKE_CLAIMS for one in record.sets for seen in one.events
    ):
        return {}
    return read_claims(suite, source)


def _promised(one: SetRecord) -> Iterator[bytes]:
    for seen in one.events:
        if seen.event.name == "Undertaken":
            yield from (bytes(claim) for claim in seen.event["claims"])


def legs_of(driver: Driver, suite: Suite, one: SetRecord, claims: Claims, terms: Credit) -> list[ClaimRecord]:
    """The claims of an undertaking that no `settle` has ended, in the order of their legs."""
    _, count = driver.view(suite.credit, "undertaking_of", [one.id])
    if not int(count):
        return []
    settled = {
        bytes(seen.event["claim"]): int(seen.event["outstanding"])
        for seen in one.events
        if seen.event.name == "Settled"
    }
    legs = [claims[key] for key in _promised(one) if key in claims and settled.get(key) != 0]
    if len(legs) > int(count):
        # A leg on other money is done while it is still owed.
        legs = [
            leg for leg in legs if leg.id not in settled or not _on_other_money(driver, suite, leg, terms)
        ]
    return legs


def _on_other_money(driver: Driver, suite: Suite, leg: ClaimRecord, terms: Credit) -> bool:
    asset, scale = driver.view(suite.claim, "asset_in_force", [leg.terms])
    return (str(asset), int(scale)) != (terms.asset, terms.asset_scale)


def read_later(
    driver: Driver,
    suite: Suite,
    entry: SetBook,
    told: SetRecord,
    terms: Credit,
    claims: Claims,
    reader: ClaimReader,
    accounts: Sequence[str],
) -> None:
    """Fill in the part of a set that speaks of a later day; the books of its claims go to the reader."""
    maturity, _ = driver.view(suite.credit, "undertaking_of", [entry.id])
    entry.maturity = int(maturity)
    offer = driver.view(suite.credit, "offer_of", [entry.id])
    entry.offer = OfferBook(int(offer["least_price"]), bool(offer["recourse"]))
    named = {seen.event.name for seen in told.events}
    entry.negotiated = "Negotiated" in named
    entry.called = sum(
        int(seen.event["amount"]) for seen in told.events if seen.event.name == "RecourseCalled"
    )
    for leg in legs_of(driver, suite, told, claims, terms):
        entry.legs[leg.id] = LegBook(leg.terms)
        reader.load(leg, accounts)
    if "ReimbursementClaimed" in named:
        _read_reimbursement(driver, suite, entry, told, terms)


def _read_reimbursement(driver: Driver, suite: Suite, entry: SetBook, told: SetRecord, terms: Credit) -> None:
    seen = driver.view(suite.credit, "reimbursement_of", [entry.id])
    found = entry.reimbursement
    found.status = int(seen["status"])
    for item in told.events:
        if item.event.name == "ReimbursementClaimed":
            found.due_day = int(item.event["due_day"])
        elif item.event.name == "Reimbursed":
            found.paid += int(item.event["amount"])
            place = terms.currency_place if terms.currency_place != ZERO_HASH else terms.issuer_place
            found.paid_day = int(driver.view(suite.calendar, "local_day", [place, item.at]))
    if found.status > CLAIMED:
        found.paid, found.paid_day = int(seen["amount"]), int(seen["due_day"])
