"""Which terms a credit may be born with or amended to, every breach by its id."""

from __future__ import annotations

from usance.codes import AvailableBy, Confirmation, Exclusion, Form, Rulebook
from usance.model.world import World
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH, Credit

BANK = 1
LOADED_BEYOND_EXPIRY = 90
MAX_SCALE = 10**24
MAX_BPS = 10_000
# Ten years; ten times the value of the goods; 100 % a year.
MAX_TENOR = 3_660
MAX_INSURANCE_BPS = 100_000
MAX_RATE = 10**18
# Days beyond this one are no dates of trade.
LATEST_DAY = 2**23
# The largest code of each coded term; 0 is "not stated".
CODES = {
    "partials": 3,
    "transhipment": 3,
    "tenor_from": 6,
    "day_count": 3,
    "charges_for": 2,
}
# Ways of honour whose tenor stands in the terms.
DATED = (AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE, AvailableBy.NEGOTIATION)
ALL_EXCLUSIONS = sum(Exclusion)


def places_of(terms: Credit) -> list[bytes]:
    """Every place a clock or a payment of the credit may be asked at."""
    named = (terms.issuer_place, terms.nominated_place, terms.confirmer_place, terms.currency_place)
    return [place for place in named if place != ZERO_HASH]


def not_admitted(terms: Credit, world: World, now: int) -> bool:
    """Banks are active BANKs, applicant and beneficiary admitted and active."""
    named = (terms.adviser, terms.nominated, terms.confirmer)
    banks = [terms.issuer, *(bank for bank in named if bank != ZERO_ADDRESS)]
    if not all(world.parties.may(bank, BANK, now) for bank in banks):
        return True
    return not all(world.parties.may(party, 0, now) for party in (terms.applicant, terms.beneficiary))


def not_offered(terms: Credit) -> bool:
    """Kinds of credit that later storeys bring."""
    return (
        terms.form != Form.IRREVOCABLE
        or terms.rulebook != Rulebook.UCP600
        or terms.instalments != ZERO_HASH
        or terms.revolving != ZERO_HASH
        or terms.evergreen != ZERO_HASH
        or terms.advance_cap != 0
    )


def out_of_range(terms: Credit) -> bool:
    """Terms outside their range, or a mandatory one left out."""
    no_period = terms.exclusions & Exclusion.ART14C_OFF
    return (
        terms.version != 1
        or ZERO_HASH in (terms.issuer_place, terms.currency, terms.expiry_place)
        or (terms.nominated == ZERO_ADDRESS) != (terms.nominated_place == ZERO_HASH)
        or (terms.confirmer == ZERO_ADDRESS) != (terms.confirmer_place == ZERO_HASH)
        or terms.amount == 0
        or terms.maximum_liability > MAX_AMOUNT
        or not 1 <= terms.asset_scale <= MAX_SCALE
        or max(terms.tolerance_plus, terms.tolerance_minus, terms.cover_bps) > MAX_BPS
        or not 1 <= terms.examination_days <= 30
        or terms.honour_days > 30
        or terms.closing_days > 365
        or terms.return_days > 30
        or terms.presentation_days > 365
        or (terms.presentation_days == 0 and not no_period)
        or max(terms.expiry_day, terms.latest_shipment_day) > LATEST_DAY
        or terms.tenor_days > MAX_TENOR
        or terms.draft_percent > 100
        or terms.insurance_bps > MAX_INSURANCE_BPS
        or terms.late_rate > MAX_RATE
        or not 1 <= terms.confirmation <= 3
        or terms.exclusions > ALL_EXCLUSIONS
        # Paid off chain: there is nothing to hold, and no other unit than the currency's.
        or (terms.asset == ZERO_ADDRESS and (terms.cover_bps != 0 or terms.asset_scale != 1))
        or any(getattr(terms, name) > largest for name, largest in CODES.items())
        or not 1 <= terms.available_by <= AvailableBy.MIXED
        or (terms.available_by == AvailableBy.MIXED) != (terms.legs != ZERO_HASH)
        # Honour later needs time, and a day that it counts from.
        or (terms.available_by in (AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE) and terms.tenor_days == 0)
        or (terms.available_by in DATED and terms.tenor_days != 0 and terms.tenor_from == 0)
    )


def cover_of(terms: Credit) -> int:
    """The cover that the terms ask for [minor], rounded up in favour of the payees."""
    return -(-terms.maximum_liability * terms.cover_bps // 10_000)


def calendar_missing(terms: Credit, world: World, now: int) -> bool:
    """Is a calendar of the credit not loaded as far as its clocks may run?"""
    wanted = terms.expiry_day + LOADED_BEYOND_EXPIRY
    return any(world.days.loaded_until(place, now) < wanted for place in places_of(terms))


def broken_by_words(terms: Credit, world: World, now: int) -> set[str]:
    """What terms break whoever proposes them: kind, ranges, days, calendars."""
    broken: set[str] = set()
    if not_offered(terms):
        broken.add("NOT_OFFERED")
    if out_of_range(terms):
        broken.add("TERMS")
    if terms.issue_day > terms.expiry_day:
        broken.add("U6")
    if (terms.confirmation == Confirmation.WITHOUT) != (terms.confirmer == ZERO_ADDRESS):
        broken.add("U9")
    if calendar_missing(terms, world, now):
        broken.add("CALENDAR_NOT_LOADED")
    return broken


def broken_at_issue(terms: Credit, sender: str, world: World, now: int) -> set[str]:
    """The ids of all rules that this issue breaks; the stop, the id and the cover are asked elsewhere."""
    broken = broken_by_words(terms, world, now)
    if sender != terms.issuer:
        broken.add("NOT_PARTY")
    if not_admitted(terms, world, now):
        broken.add("NOT_ADMITTED")
    if terms.asset != ZERO_ADDRESS and terms.asset not in world.money.tokens:
        broken.add("STL1")
    if world.days.loaded_until(terms.issuer_place, now) == 0:
        broken.add("CALENDAR_NOT_LOADED")
    elif terms.expiry_day < world.days.local_day(terms.issuer_place, now, now):
        broken.add("U6")
    return broken
