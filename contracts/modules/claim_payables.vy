# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Payables
@notice An anchor promises to pay its suppliers. Until the first supplier receives a payable its units wait
        in a sub-account without a key, and whoever ends it gives the anchor its room back. The anchor may
        bound itself: lower at once, higher only after a delay that its suppliers can see.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimRules
from interfaces import IClaimToken
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_birth
from contracts.modules import claim_books as books
from contracts.modules import claim_entry as entry
from contracts.modules import claim_mint as mint
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import local_days
from contracts.modules import packing

uses: books
uses: entry
uses: mint
uses: units

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

REFUSED_UNITS: constant(uint256) = 4
LAPSED_UNITS: constant(uint256) = 5
CANCELLED_UNITS: constant(uint256) = 6

# [s] A higher limit or a longer term waits so long.
RAISE_DELAY: constant(uint256) = 48 * 3_600
MOST_TERM: constant(uint256) = 366

# The words of claim_books, field by field.
LOW_AT: constant(uint256) = 0
AMOUNT_BITS: constant(uint256) = 112
LIMIT_AT: constant(uint256) = 112
TERM_AT: constant(uint256) = 224
RAISE_TERM_AT: constant(uint256) = 112
RAISED_AT: constant(uint256) = 128
TERM_BITS: constant(uint256) = 16
RAISED_BITS: constant(uint256) = 64

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# An anchor's own limit as it is in force now.
struct Bound:
    outstanding: uint256           # [minor]
    limit: uint256                 # [minor], 0 = none
    term_days: uint256             # 0 = a year
    next_limit: uint256            # [minor] that waits
    next_term: uint256
    raised_at: uint256             # [unix s], 0 = nothing waits

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def issue_payable(claim: IClaimToken.Claim) -> bytes32:
    entry._begin(claim.debtor)
    entry._check_kind(claim.kind == books.KIND_PAYABLE)  # guard: TERMS-kind-payable
    id: bytes32 = books._claim_id()
    hold: IClaimRules.Hold = staticcall IClaimRules(entry.RULES).check_birth(claim, False)
    bound: Bound = self._bound(msg.sender, claim.currency)
    in_term: bool = staticcall IClaimRules(entry.RULES).check_term(
        claim.issue_day, claim.due_day, bound.term_days
    )
    owed: uint256 = bound.outstanding + claim.face
    assert bound.limit == 0 or owed <= bound.limit, errors.CLAIM_LIMIT  # guard: LIMIT
    books._payables[msg.sender][claim.currency] = packing._put(
        books._payables[msg.sender][claim.currency], LOW_AT, AMOUNT_BITS, owed
    )
    books._clock[id] = entry._days_from_today(claim.pay_place, claim.receipt_days)
    entry._take(claim)
    pending: address = books._sub_account(books.SUB_PENDING, msg.sender, claim.creditor)
    book: books.Book = mint._mint(id, claim, hold, books.PENDING, 0, pending)
    return id


@external
def receive(claim: IClaimToken.Claim):
    units._check_sender(claim.creditor)  # guard: receive-creditor
    id: bytes32 = books._claim_id()
    book: books.Book = self._pending(id)
    units._check_state(not self._is_lapsed(id, claim.pay_place))  # guard: receive-late
    # The supplier must be able to hold it today; the anchor's promise stands whatever became of it.
    may_hold: bool = staticcall IPartyRegistry(units.REGISTRY).check_move(
        msg.sender, msg.sender, claim.eligibility
    )
    book.status = books.ACCEPTED
    books._store(id, book)
    pending: address = books._sub_account(books.SUB_PENDING, claim.debtor, msg.sender)
    units._move(id, book, pending, msg.sender, book.face, 0)
    log IClaimBirths.Received(claim=id, supplier=msg.sender)


@external
def refuse(claim: IClaimToken.Claim):
    units._check_sender(claim.creditor)  # guard: refuse-creditor
    id: bytes32 = books._claim_id()
    self._cancel(id, claim, REFUSED_UNITS)
    log IClaimBirths.Refused(claim=id, supplier=msg.sender)


@external
def lapse(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    units._check_state(self._is_lapsed(id, claim.pay_place))  # guard: lapse-early
    self._cancel(id, claim, LAPSED_UNITS)
    log IClaimBirths.Lapsed(claim=id)


@external
def cancel(claim: IClaimToken.Claim, reference: bytes32):
    units._check_sender(claim.debtor)  # guard: cancel-anchor
    id: bytes32 = books._claim_id()
    self._cancel(id, claim, CANCELLED_UNITS)
    log IClaimBirths.Cancelled(claim=id, anchor=msg.sender, reference=reference)


@external
def limit_payables(currency: bytes32, limit: uint256, term_days: uint256):
    entry._check_place()  # guard: STOREY-limit
    claim_birth._check_terms(currency != empty(bytes32))  # guard: LIMIT-currency
    claim_birth._check_terms(term_days <= MOST_TERM)  # guard: LIMIT-term
    bound: Bound = self._bound(msg.sender, currency)
    # No limit is the highest, no term the longest.
    lower: bool = limit != 0 and (bound.limit == 0 or limit <= bound.limit)
    shorter: bool = term_days != 0 and (bound.term_days == 0 or term_days <= bound.term_days)
    if lower:
        bound.limit = limit
    if shorter:
        bound.term_days = term_days
    since: uint256 = block.timestamp
    raised: uint256 = 0
    if bound.limit != limit or bound.term_days != term_days:
        since += RAISE_DELAY
        raised = packing._put(0, LOW_AT, AMOUNT_BITS, limit)
        raised = packing._put(raised, RAISE_TERM_AT, TERM_BITS, term_days)
        raised = packing._put(raised, RAISED_AT, RAISED_BITS, since)
    word: uint256 = packing._put(bound.outstanding, LIMIT_AT, AMOUNT_BITS, bound.limit)
    books._payables[msg.sender][currency] = packing._put(word, TERM_AT, TERM_BITS, bound.term_days)
    books._raise[msg.sender][currency] = raised
    log IClaimBirths.PayablesLimited(
        anchor=msg.sender, currency=currency, limit=limit, term_days=term_days, since=since
    )

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def payables_of(anchor: address, currency: bytes32) -> IClaimBirths.Limit:
    bound: Bound = self._bound(anchor, currency)
    return IClaimBirths.Limit(
        outstanding=bound.outstanding,
        limit=bound.limit,
        term_days=bound.term_days,
        pending_limit=bound.next_limit,
        raised_at=bound.raised_at,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- pending payables ---

@internal
@view
def _pending(id: bytes32) -> books.Book:
    book: books.Book = books._load(id)
    units._check_state(book.status == books.PENDING)  # guard: pending-state
    return book


@internal
@view
def _is_lapsed(id: bytes32, place: bytes32) -> bool:
    """
    @notice Is the last day to receive the payable over?
    """
    return local_days._is_over(entry.CALENDAR, place, books._clock[id])


@internal
def _cancel(id: bytes32, claim: IClaimToken.Claim, reason: uint256):
    book: books.Book = self._pending(id)
    pending: address = books._sub_account(books.SUB_PENDING, claim.debtor, claim.creditor)
    books._payables[claim.debtor][claim.currency] -= claim.face
    entry._end(id, claim, pending, books.CANCELLED, reason)

# --- an anchor's limit ---

@internal
@view
def _bound(anchor: address, currency: bytes32) -> Bound:
    word: uint256 = books._payables[anchor][currency]
    bound: Bound = empty(Bound)
    bound.outstanding = packing._get(word, LOW_AT, AMOUNT_BITS)
    bound.limit = packing._get(word, LIMIT_AT, AMOUNT_BITS)
    bound.term_days = packing._get(word, TERM_AT, TERM_BITS)
    raised: uint256 = books._raise[anchor][currency]
    if raised != 0:
        bound.next_limit = packing._get(raised, LOW_AT, AMOUNT_BITS)
        bound.next_term = packing._get(raised, RAISE_TERM_AT, TERM_BITS)
        bound.raised_at = packing._get(raised, RAISED_AT, RAISED_BITS)
        if block.timestamp >= bound.raised_at:
            bound.limit = bound.next_limit
            bound.term_days = bound.next_term
            bound.next_limit = 0
            bound.next_term = 0
            bound.raised_at = 0
    return bound
