# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What a claim may be at birth
@notice Ranges are checked here once and relied on ever after. What keeps the books sound is asked of
        every claim; what a buyer may expect, of those that a seller or an anchor brings by its own will.
        A claim that an agent must bring into being (what a bank did not pay) is not stopped by a
        day that is over or a calendar that is not loaded so far.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimToken
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import errors
from contracts.modules import local_days

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

MOST_FACE: constant(uint256) = 2**112 - 1
MOST_SCALE: constant(uint256) = 10**24
# No day of a claim lies beyond it: every clock that starts there still fits 24 bits.
MOST_DAY: constant(uint256) = 2**23
# [day] the longest of every stretch of banking or calendar days that the terms name.
MOST_DAYS: constant(uint256) = 366
MOST_RATE: constant(uint256) = 10**18
BPS: constant(uint256) = 10_000
E30_360: constant(uint256) = 3
BY_LAW: constant(uint256) = 3
SUITE_RULES: constant(uint256) = 1
# All roles of the party registry.
KNOWN_ROLES: constant(uint256) = 255

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_terms(fits: bool):
    assert fits, errors.CLAIM_TERMS  # guard: TERMS-claim


@internal
@view
def _check_sound(claim: IClaimToken.Claim, suite: address):
    """
    @notice What every claim must be: numbers that fit their fields, a creditor and a debtor. `suite` is
            ClaimToken, which holds no units.
    """
    self._check_terms(claim.version == 1)  # guard: TERMS-version-claim
    self._check_terms(claim.kind != 0 and claim.kind <= books.KIND_MISDIRECTED)  # guard: TERMS-kind
    self._check_terms(claim.creditor != empty(address) and claim.creditor != suite)  # guard: TERMS-creditor
    self._check_terms(claim.debtor != empty(address))  # guard: TERMS-debtor
    if claim.payment_agent != empty(address):
        # Nobody confirms its own payment for others.
        self._check_terms(claim.payment_agent != claim.debtor)  # guard: TERMS-agent
        self._check_terms(claim.payment_agent != claim.surety)  # guard: TERMS-agent-surety
    self._check_terms(claim.currency != empty(bytes32))  # guard: TERMS-currency-claim
    self._check_terms(claim.asset_scale != 0 and claim.asset_scale <= MOST_SCALE)  # guard: TERMS-scale-claim
    self._check_terms(claim.due_day <= MOST_DAY)  # guard: TERMS-due
    self._check_terms(claim.pay_place != empty(bytes32))  # guard: TERMS-place
    self._check_terms(claim.grace_days <= MOST_DAYS)  # guard: TERMS-grace
    self._check_terms(claim.late_rate <= MOST_RATE)  # guard: TERMS-rate-claim
    self._check_terms(claim.day_count <= E30_360)  # guard: TERMS-count
    # A discount of everything would divide by zero when a part is paid.
    self._check_terms(claim.discount_bps < BPS)  # guard: TERMS-discount
    self._check_terms((claim.discount_bps != 0) == (claim.discount_day != 0))  # guard: TERMS-discount-until
    self._check_terms(claim.part != 0 and claim.part <= claim.parts)  # guard: TERMS-part
    self._check_terms(claim.assignable != 0 and claim.assignable <= BY_LAW)  # guard: TERMS-assignable
    self._check_terms(claim.record_days <= MOST_DAYS)  # guard: TERMS-record
    self._check_terms(claim.receipt_days <= MOST_DAYS)  # guard: TERMS-receipt
    self._check_terms(claim.assertion_days <= MOST_DAYS)  # guard: TERMS-assertion
    self._check_terms(claim.remit_days <= MOST_DAYS)  # guard: TERMS-remit
    self._check_terms(claim.eligibility <= KNOWN_ROLES)  # guard: TERMS-eligibility
    self._check_terms(claim.rulebook == SUITE_RULES)  # guard: TERMS-rulebook-claim
    self._check_row(claim)


@internal
@pure
def _check_row(claim: IClaimToken.Claim):
    """
    @notice The part of the terms that differs from row to row of a batch.
    """
    self._check_terms(claim.face != 0 and claim.face <= MOST_FACE)  # guard: TERMS-face
    self._check_terms(claim.min_split <= claim.face)  # guard: TERMS-split
    assert claim.issue_day <= claim.due_day, errors.CLAIM_DAYS  # guard: TERMS-issue
    self._check_terms(claim.discount_day <= claim.due_day)  # guard: TERMS-discount-day
    self._check_terms(claim.object_amount <= MOST_FACE)  # guard: TERMS-object-most
    invoice: bool = claim.fingerprint != empty(bytes32)
    if claim.kind == books.KIND_INVOICE:
        self._check_terms(invoice)  # guard: TERMS-fingerprint
        self._check_terms(claim.content != empty(bytes32))  # guard: TERMS-content
    elif claim.kind != books.KIND_PAYABLE:
        # Nothing is taken from the object for it, so nothing may be given back.
        self._check_terms(not invoice)  # guard: TERMS-agent-fingerprint
    if invoice:
        self._check_terms(claim.face <= claim.object_amount)  # guard: TERMS-object


@internal
@view
def _check_offered(
    claim: IClaimToken.Claim, suite: address, registry: address, calendar: address
):
    """
    @notice What a claim must be that no law demands: distinct parties that may act now, days that make sense
            today, a token that exists.
    """
    self._check_terms(claim.debtor != claim.creditor and claim.debtor != suite)  # guard: TERMS-self
    if claim.surety != empty(address):
        self._check_terms(claim.surety != claim.creditor and claim.surety != claim.debtor)  # guard: TERMS-surety
        self._check_terms(claim.surety != suite)  # guard: TERMS-surety-suite
    if claim.late_rate != 0:
        self._check_terms(claim.day_count != 0)  # guard: TERMS-count-none
    if claim.asset != empty(address):
        assert claim.asset.is_contract, errors.TOKEN_NO_CODE  # guard: STL1-claim
    author: address = claim.creditor
    if claim.kind == books.KIND_PAYABLE:
        author = claim.debtor
    admitted: bool = staticcall IPartyRegistry(registry).may(author, empty(IPartyRegistry.Role))
    assert admitted, errors.CLAIM_NOT_ADMITTED  # guard: NOT_ADMITTED-birth
    if author != claim.creditor:
        # The first supplier is a receiver like any other.
        may_hold: bool = staticcall IPartyRegistry(registry).check_move(
            author, claim.creditor, claim.eligibility
        )
    over: bool = local_days._is_over(calendar, claim.pay_place, claim.due_day)
    assert not over, errors.CLAIM_DAYS  # guard: TERMS-due-over
    if claim.issue_day != 0:
        begun: bool = local_days._is_over(calendar, claim.pay_place, claim.issue_day - 1)
        assert begun, errors.CLAIM_DAYS  # guard: TERMS-issue-future


@internal
@view
def _loaded(claim: IClaimToken.Claim, calendar: address) -> uint256:
    """
    @notice The last day [day] loaded at both places, 0 when one of them is unknown.
    """
    loaded: uint256 = staticcall IBankingCalendar(calendar).loaded_until(claim.pay_place)
    if claim.currency_place != empty(bytes32):
        other: uint256 = staticcall IBankingCalendar(calendar).loaded_until(claim.currency_place)
        loaded = min(loaded, other)
    return loaded
