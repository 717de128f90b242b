# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What happens to claims
@license MIT
@notice The third storey of ClaimToken (interfaces/IClaimLife.vyi is the specification), reached over it
        and ClaimBirths by delegatecall, on ClaimToken's books; what is not here goes on to ClaimRights.
        Called directly it knows no claim, and every act asks for one.
        Trust: only the seller lowers a claim, a holder only its own units, the payment agent of the terms
        what was asserted; due day and asset change with everybody's word.
@custom:kill Nothing here can be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IChargeRegistry
from interfaces import IClaimLife
from interfaces import IClaimRules
from interfaces import IClaimToken

implements: IClaimLife

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_changes as changes
from contracts.modules import claim_course as course
from contracts.modules import claim_disputes as disputes
from contracts.modules import claim_life as life
from contracts.modules import claim_payments as payments
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import signatures

# The same modules in the same order as in the other storeys: one storage layout.
initializes: books
initializes: ledger
initializes: guardian
initializes: signatures
initializes: units[books := books]
initializes: course[books := books]
# These own no storage.
initializes: life[books := books, course := course, units := units]
initializes: payments[books := books, course := course, life := life, units := units]
initializes: disputes[books := books, course := course, life := life, units := units]
initializes: changes[books := books, course := course, life := life]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# In the interface's order.
exports: (
    payments.assert_payment,
    payments.confirm_payment,
    payments.confirm_for_all,
    payments.contest_payment,
    disputes.dispute,
    disputes.answer_dispute,
    disputes.drop_dispute,
    disputes.credit_note,
    changes.agree,
    changes.prolong,
    changes.change_asset,
    payments.assertion_of,
    disputes.dispute_of,
    changes.agreed,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

INSOLVENT: constant(uint256) = 3
# [bytes] the longest answer of an act of the next storey.
MOST_ANSWER: constant(uint256) = 2_048

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CHARGES: immutable(address)
RIGHTS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(
    registry: address, calendar: address, rules: address, charges: address, rights: address
):
    CHARGES = charges
    RIGHTS = rights
    units.__init__(registry)
    course.__init__(rules)
    life.__init__(calendar)
    signatures.__init__("Usance ClaimToken")

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
@raw_return
def __default__() -> Bytes[MOST_ANSWER]:
    """
    @notice Every act that is not of this storey goes to the next one. Not locked here: the act itself takes
            the one lock of all storeys.
    """
    # reviewed: the callee is fixed for ever and has this storage layout (a test compares them); a revert is
    # passed on as it is.
    return raw_call(RIGHTS, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)


@external
def age(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    self._check_bound(book.status)  # guard: INV4-age
    now: books.Course = books._read_course(id)
    bucket: uint256 = 0
    days: uint256 = 0
    bucket, days = life._past_due(claim, book, now)
    self._check_overdue(bucket != 0)  # guard: NOT_OVERDUE-age
    units._check_state(bucket > now.bucket)  # guard: age-once
    now.bucket = bucket
    books._write_course(id, now)
    log IClaimLife.Aged(claim=id, bucket=bucket, days=days, outstanding=life._outstanding(book))


@external
def default_(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_state(book.status != books.DEFAULTED and book.status != books.PAID)  # guard: default-once
    self._check_bound(book.status)  # guard: INV4-default
    now: books.Course = course._accrue(claim, id, book)
    outstanding: uint256 = life._outstanding(book)
    self._check_overdue(outstanding != 0)  # guard: NOT_OVERDUE-nothing
    if units._status_of(claim.debtor) != INSOLVENT:
        bucket: uint256 = 0
        days: uint256 = 0
        bucket, days = life._past_due(claim, book, now)
        self._check_overdue(days != 0)  # guard: NOT_OVERDUE-default
        disputes._check_dispute(outstanding > disputes._contested(id))  # guard: DISPUTE-default
    book.status = books.DEFAULTED
    books._store(id, book)
    log IClaimLife.Defaulted(claim=id, debtor=claim.debtor, outstanding=outstanding)


@external
def write_off(claim: bytes32):
    book: books.Book = books._load(claim)
    units._check_state(book.status == books.DEFAULTED)  # guard: write-off-state
    mine: uint256 = books._units(claim, msg.sender)
    assert mine != 0, errors.CLAIM_UNITS  # guard: write-off-units
    before: uint256 = books._holding_flags(claim, msg.sender)
    units._check_state(before & books.WRITTEN_OFF == 0)  # guard: write-off-once
    books._set_holding_flag(claim, msg.sender, books.WRITTEN_OFF)
    log IClaimLife.WrittenOff(
        claim=claim,
        account=msg.sender,
        units=mine,
        amount=mine * books._rest(book) // book.face,  # down
    )


@external
def settle(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    # A claim that ended in another way has no unit left; while it lives, its last unit makes it PAID.
    over: bool = book.status == books.PAID or book.retired == book.face
    units._check_state(over and book.flags & books.SETTLED == 0)  # guard: settle-state
    book.flags |= books.SETTLED
    books._store(id, book)
    if claim.kind == books.KIND_PAYABLE:
        # The low field of the word: nothing is borrowed from the limit above it.
        books._payables[claim.debtor][claim.currency] -= book.face
    log IClaimLife.Settled(claim=id)
    if claim.fingerprint != empty(bytes32):
        extcall IChargeRegistry(CHARGES).give_back(claim.fingerprint, claim.creditor, book.face)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def due_day_of(claim: IClaimToken.Claim) -> uint256:
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    now: books.Course = books._read_course(id)
    return staticcall IClaimRules(course.RULES).due(claim, now.due)


@external
@view
def aging(claim: IClaimToken.Claim) -> (uint256, uint256):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    now: books.Course = books._read_course(id)
    return life._past_due(claim, book, now)


@external
@view
def late_interest(claim: IClaimToken.Claim) -> uint256:
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    now: books.Course = course._accrued(claim, id, book)
    return now.accrued * (book.face - book.retired) // (course.NANO * book.face)  # down, for the debtor

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_bound(status: uint256):
    assert units._is_bound(status), errors.CLAIM_NOT_BOUND  # guard: INV4


@internal
@pure
def _check_overdue(overdue: bool):
    assert overdue, errors.CLAIM_NOT_OVERDUE  # guard: NOT_OVERDUE
