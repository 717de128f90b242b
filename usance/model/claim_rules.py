"""Reading the terms of a claim: which may be born, due day, grace, late interest, discount.

Nothing here changes anything. Days are local days at the place of payment.
"""

from __future__ import annotations

from usance.claim_terms import Claim
from usance.codes import DayCount
from usance.codes_claims import ClaimKind, bucket_of
from usance.daycount import simple_interest, year_later
from usance.model.claim_books import Hold
from usance.model.credit_terms import LATEST_DAY, MAX_BPS, MAX_RATE, MAX_SCALE
from usance.model.world import Days, World
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH

DAY = 86_400
MAX_DAYS = 366
ALL_ROLES = 255
# Promises of today; the others may be due already when the law brings them into being.
FORWARD = (ClaimKind.INVOICE, ClaimKind.PAYABLE)


def today_of(days: Days, terms: Claim, now: int) -> int:
    return days.local_day(terms.pay_place, now, now)


def due(days: Days, terms: Claim, prolonged_to: int, now: int) -> int:
    """The due day, or the prolonged one, rolled to a day on which both places are open."""
    named = prolonged_to or terms.due_day
    return days.next_banking_day_both(terms.pay_place, terms.currency_place, named, now)


def last_grace_day(days: Days, terms: Claim, prolonged_to: int, now: int) -> int:
    """The last day on which the claim is not overdue."""
    day = due(days, terms, prolonged_to, now)
    return days.add_banking_days_both(terms.pay_place, terms.currency_place, day, terms.grace_days, now)


def past_due(days: Days, terms: Claim, prolonged_to: int, now: int) -> tuple[int, int]:
    """(bucket, days past due); zeros until grace is over."""
    today = today_of(days, terms, now)
    if today <= last_grace_day(days, terms, prolonged_to, now):
        return 0, 0
    late = today - due(days, terms, prolonged_to, now)
    return int(bucket_of(late)), late


def interest(days: Days, terms: Claim, rest: int, since: int, prolonged_to: int, now: int) -> tuple[int, int]:
    """(late interest on `rest` in 1e-9 minor from the later of due day and `since`, today).

    Until grace is over there is none; afterwards it counts from the due day.
    """
    today = today_of(days, terms, now)
    if past_due(days, terms, prolonged_to, now)[0] == 0:
        return 0, today
    first = max(due(days, terms, prolonged_to, now), since)
    # What an agent's claim does not state counts as ACT/360.
    count = terms.day_count or DayCount.ACT_360
    return simple_interest(rest, terms.late_rate, count, first, today), today


def discounted(days: Days, terms: Claim, now: int) -> int:
    """The discount [bps] for a payment today."""
    if terms.discount_bps and today_of(days, terms, now) <= terms.discount_day:
        return terms.discount_bps
    return 0


def term_broken(issue_day: int, due_day: int, term_days: int) -> set[str]:
    """A payable's term: at most `term_days`, if not 0, and never beyond the same date a year later."""
    last = year_later(issue_day)
    if term_days:
        last = min(last, issue_day + term_days)
    return {"TERM"} if due_day > last else set()


def midnight(days: Days, place: bytes, day: int, now: int) -> int:
    """The instant at which the local day begins there."""
    low, high = day * DAY - 16 * 3_600, day * DAY + 14 * 3_600
    while high - low > 1:
        middle = (low + high) // 2
        if days.local_day(place, middle, now) >= day:
            high = middle
        else:
            low = middle
    return high


def hold_of(days: Days, terms: Claim, prolonged_to: int, now: int) -> Hold:
    """The register is closed from the record day until the claim is overdue."""
    if terms.record_days == 0:
        return Hold()
    first = due(days, terms, prolonged_to, now) - terms.record_days
    last = last_grace_day(days, terms, prolonged_to, now)
    place = terms.pay_place
    return Hold(midnight(days, place, first, now), midnight(days, place, last + 1, now))


def out_of_range(terms: Claim, contract: str) -> bool:
    """Terms outside their range, or a mandatory one left out."""
    # What the law lets be born it takes as it is: a payee may be the bank itself, a rate be without a count.
    offered = terms.kind in FORWARD
    names = [terms.creditor, terms.debtor]
    names += [terms.surety] if terms.surety != ZERO_ADDRESS else []
    days = (
        terms.grace_days,
        terms.record_days,
        terms.receipt_days,
        terms.assertion_days,
        terms.remit_days,
    )
    return (
        terms.version != 1
        or terms.rulebook != 1
        or not ClaimKind.INVOICE <= terms.kind <= ClaimKind.MISDIRECTED
        or ZERO_ADDRESS in names
        or terms.creditor == contract
        or (offered and (contract in names or len(set(names)) != len(names)))
        or (terms.fingerprint != ZERO_HASH and not offered)
        or ZERO_HASH in (terms.currency, terms.pay_place)
        or not 1 <= terms.asset_scale <= MAX_SCALE
        or not 1 <= terms.face <= MAX_AMOUNT
        or terms.object_amount > MAX_AMOUNT
        or max(terms.issue_day, terms.due_day) > LATEST_DAY
        or terms.due_day < terms.issue_day
        or max(days) > MAX_DAYS
        or terms.late_rate > MAX_RATE
        or terms.day_count > 3
        or (offered and terms.late_rate > 0 and terms.day_count == 0)
        or terms.discount_bps >= MAX_BPS
        or (terms.discount_bps > 0) != (terms.discount_day > 0)
        or terms.discount_day > terms.due_day
        or not 1 <= terms.part <= terms.parts
        or not 1 <= terms.assignable <= 3
        or terms.min_split > terms.face
        or terms.eligibility > ALL_ROLES
        # Nobody confirms its own payment for others.
        or (terms.payment_agent != ZERO_ADDRESS and terms.payment_agent in (terms.debtor, terms.surety))
    )


def asset_broken(asset: str, asset_scale: int, world: World) -> set[str]:
    """A token has code; off chain needs none."""
    least = 0 if asset == ZERO_ADDRESS else 1
    broken = set() if least <= asset_scale <= MAX_SCALE else {"TERMS"}
    if asset != ZERO_ADDRESS and asset not in world.money.tokens:
        broken.add("STL1")
    return broken


def calendar_broken(terms: Claim, world: World, now: int) -> set[str]:
    """The calendars of the claim reach its due day and grace."""
    days = world.days
    places = [terms.pay_place, *([terms.currency_place] if terms.currency_place != ZERO_HASH else [])]
    loaded = [days.loaded_until(place, now) for place in places]
    if 0 in loaded or min(loaded) < terms.due_day:
        return {"CALENDAR_NOT_LOADED"}
    if min(loaded) < last_grace_day(days, terms, 0, now):
        return {"CALENDAR_NOT_LOADED"}
    return set()


def birth_broken(terms: Claim, seller: bool, world: World, now: int, contract: str) -> set[str]:
    """The ids of all rules that these terms break at birth; `seller`: an invoice."""
    broken = {"TERMS"} if out_of_range(terms, contract) else set()
    if terms.asset != ZERO_ADDRESS and terms.kind in FORWARD:
        broken |= asset_broken(terms.asset, terms.asset_scale, world)
    if seller:
        if terms.kind != ClaimKind.INVOICE or ZERO_HASH in (terms.fingerprint, terms.content):
            broken.add("TERMS")
        if terms.face > terms.object_amount:
            broken.add("TERMS")
    elif terms.fingerprint != ZERO_HASH and terms.face > terms.object_amount:
        broken.add("TERMS")
    if terms.kind not in FORWARD:
        places = [place for place in (terms.pay_place, terms.currency_place) if place != ZERO_HASH]
        if not all(world.days.loaded_until(place, now) for place in places):
            broken.add("CALENDAR_NOT_LOADED")
    elif terms.grace_days <= MAX_DAYS and terms.due_day <= LATEST_DAY:
        broken |= calendar_broken(terms, world, now)
    if terms.kind in FORWARD and world.days.loaded_until(terms.pay_place, now):
        today = today_of(world.days, terms, now)
        if terms.due_day < today:
            broken.add("TERMS")
        if terms.issue_day > today:
            broken.add("TERMS")
    return broken
