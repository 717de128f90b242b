# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reading the terms of a claim
@license MIT
@notice Views only: what a claim may be at birth, which day it is due, how much late interest it
        bears (interfaces/IClaimRules.vyi). Holds no money, no state, no power.
@custom:kill Nothing to stop: it only answers.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimRules
from interfaces import IClaimToken

implements: IClaimRules

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import civil_days
from contracts.modules import claim_birth
from contracts.modules import claim_books as books
from contracts.modules import errors
from contracts.modules import local_days

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

SECONDS: constant(uint256) = 86_400
ACT_365F: constant(uint256) = 2
# A rate counts 1e18 as a whole and interest is in 1e-9 of a minor unit: so much is left to divide by.
RATE_NANO: constant(uint256) = 10**9
# [day] a bucket of the past due, and the last bucket.
BUCKET_DAYS: constant(uint256) = 30
LAST_BUCKET: constant(uint256) = 4
# [day] No calendar in use is closed for so long on end, and n banking days take fewer than MANY * n + FAR.
FAR: constant(uint256) = 31
MANY: constant(uint256) = 4

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CALENDAR: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address):
    REGISTRY = registry
    CALENDAR = calendar

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def check_birth(claim: IClaimToken.Claim, seller: bool) -> IClaimRules.Hold:
    claim_birth._check_sound(claim, msg.sender)
    assert seller == (claim.kind == books.KIND_INVOICE), errors.CLAIM_KIND  # guard: TERMS-kind-seller
    if seller or claim.kind == books.KIND_PAYABLE:
        claim_birth._check_offered(claim, msg.sender, REGISTRY, CALENDAR)
        loaded: uint256 = claim_birth._loaded(claim, CALENDAR)
        # Where far more days are loaded than due day and grace can take, they need not be looked for.
        if loaded < claim.due_day + FAR + MANY * claim.grace_days:
            last: uint256 = self._last_grace_day(claim, 0)
            assert loaded >= last, errors.CLAIM_CALENDAR  # guard: CALENDAR_NOT_LOADED-claim
    else:
        # The places have a clock: without one nobody could tell when the claim is overdue.
        known: bool = claim_birth._loaded(claim, CALENDAR) != 0
        assert known, errors.CLAIM_CALENDAR  # guard: CALENDAR_NOT_LOADED-agent
    closed_from: uint256 = 0
    closed_until: uint256 = 0
    if claim.record_days != 0:
        due: uint256 = self._due_of(claim, 0)
        first: uint256 = max(due, claim.record_days + 1) - claim.record_days
        last: uint256 = self._last_grace_day(claim, 0)
        closed_from = self._midnight(claim.pay_place, first)
        closed_until = self._midnight(claim.pay_place, last + 1)
    return IClaimRules.Hold(
        min_split=claim.min_split,
        eligibility=claim.eligibility,
        closed_from=closed_from,
        closed_until=closed_until,
    )


@external
@view
def check_term(issue_day: uint256, due_day: uint256, term_days: uint256) -> bool:
    last: uint256 = civil_days._year_later(issue_day)
    if term_days != 0:
        last = min(last, issue_day + term_days)
    assert due_day <= last, errors.CLAIM_TERM  # guard: TERM
    return True


@external
@view
def due(claim: IClaimToken.Claim, prolonged_to: uint256) -> uint256:
    return self._due_of(claim, prolonged_to)


@external
@view
def last_grace_day(claim: IClaimToken.Claim, prolonged_to: uint256) -> uint256:
    return self._last_grace_day(claim, prolonged_to)


@external
@view
def past_due(claim: IClaimToken.Claim, prolonged_to: uint256) -> (uint256, uint256):
    due: uint256 = self._overdue_since(claim, prolonged_to)
    if due == 0:
        return 0, 0
    days: uint256 = self._today(claim.pay_place) - due
    # The thirtieth day belongs to the first bucket.
    bucket: uint256 = (days + BUCKET_DAYS - 1) // BUCKET_DAYS  # up
    return min(bucket, LAST_BUCKET), days


@external
@view
def interest(
    claim: IClaimToken.Claim, rest: uint256, since: uint256, prolonged_to: uint256
) -> (uint256, uint256):
    due: uint256 = self._overdue_since(claim, prolonged_to)
    if due == 0:
        return 0, 0
    today: uint256 = self._today(claim.pay_place)
    # A clock put back may repeat a day that was counted.
    start: uint256 = min(max(due, since), today)
    days: uint256 = today - start
    # What an agent's claim does not state counts as ACT/360.
    year: uint256 = 360
    if claim.day_count == ACT_365F:
        year = 365
    elif claim.day_count == claim_birth.E30_360:
        days = civil_days._days_30e(today) - civil_days._days_30e(start)
    return rest * claim.late_rate * days // (year * RATE_NANO), today  # down, for the debtor


@external
@view
def discounted(claim: IClaimToken.Claim) -> uint256:
    if local_days._is_over(CALENDAR, claim.pay_place, claim.discount_day):
        return 0
    return claim.discount_bps


@external
@view
def prolongation(due_day: uint256) -> bytes32:
    return keccak256(abi_encode("prolong", due_day))


@external
@view
def asset_change(asset: address, asset_scale: uint256) -> bytes32:
    return keccak256(abi_encode("asset", asset, asset_scale))

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _today(place: bytes32) -> uint256:
    return staticcall IBankingCalendar(CALENDAR).local_day(place, block.timestamp)


@internal
@view
def _due_of(claim: IClaimToken.Claim, prolonged_to: uint256) -> uint256:
    day: uint256 = claim.due_day
    if prolonged_to != 0:
        day = prolonged_to
    return staticcall IBankingCalendar(CALENDAR).next_banking_day_both(
        claim.pay_place, claim.currency_place, day
    )


@internal
@view
def _last_grace_day(claim: IClaimToken.Claim, prolonged_to: uint256) -> uint256:
    due: uint256 = self._due_of(claim, prolonged_to)
    if claim.grace_days == 0:
        return due
    return staticcall IBankingCalendar(CALENDAR).add_banking_days_both(
        claim.pay_place, claim.currency_place, due, claim.grace_days
    )


@internal
@view
def _overdue_since(claim: IClaimToken.Claim, prolonged_to: uint256) -> uint256:
    """
    @notice The due day once its grace is over, else 0.
    """
    day: uint256 = claim.due_day
    if prolonged_to != 0:
        day = prolonged_to
    # Most claims are asked about before their due day: no banking day needs to be looked for.
    if not local_days._is_over(CALENDAR, claim.pay_place, day):
        return 0
    last: uint256 = self._last_grace_day(claim, prolonged_to)
    if not local_days._is_over(CALENDAR, claim.pay_place, last):
        return 0
    return self._due_of(claim, prolonged_to)


@internal
@view
def _midnight(place: bytes32, day: uint256) -> uint256:
    """
    @notice The first second [unix s] of the local day, by the clock of the evening before: a change of
            offset on the day itself comes after its midnight, or moves back to it.
    """
    minutes: int256 = staticcall IBankingCalendar(CALENDAR).offset_on(place, day - 1)
    ahead: int256 = minutes * 60
    return convert(convert(day * SECONDS, int256) - ahead, uint256)
