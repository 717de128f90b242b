# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Payments outside the chain
@notice The debtor says that it paid; a holder says what it received, for its own units only; the
        payment agent of the terms confirms for all. Nobody's word lowers another holder's claim but
        the agent's, whom every holder took on with the terms.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimLife
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_course as course
from contracts.modules import claim_life as life
from contracts.modules import claim_units as units
from contracts.modules import errors

uses: books
uses: course
uses: life
uses: units

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

RECEIVED: constant(uint256) = 2

# An assertion's word: amount 112 | confirmed 112 | value_day 24 | contested 1 | holding 1
VALUE_DAY_AT: constant(uint256) = 224
CONTESTED: constant(uint256) = 2**248
# This one holds the overdue mark.
HOLDING: constant(uint256) = 2**249

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def assert_payment(claim: IClaimToken.Claim, amount: uint256, value_day: uint256, reference: bytes32):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    speaks: bool = msg.sender == claim.debtor or msg.sender == claim.surety
    life._check_party(speaks or msg.sender == claim.payment_agent)  # guard: assert-party
    today: uint256 = life._today(claim.pay_place)
    # What was paid is a fact, with interest or for what holders have confirmed already.
    life._check_assertion(amount != 0 and amount <= books.MASK_112)  # guard: ASSERTION-said
    life._check_assertion(value_day != 0 and value_day <= today)  # guard: ASSERTION-day
    fresh: bool = reference != empty(bytes32) and books._assertions[id][reference] == 0
    life._check_assertion(fresh)  # guard: ASSERTION-reference
    word: uint256 = amount | (value_day << VALUE_DAY_AT)
    held_until: uint256 = 0
    now: books.Course = books._read_course(id)
    # Once in a claim's life: a second word does not buy more time.
    if now.asserted == 0 and claim.assertion_days != 0:
        held_until = staticcall IBankingCalendar(life.CALENDAR).add_banking_days_both(
            claim.pay_place, claim.currency_place, today, claim.assertion_days
        )
        now.asserted = 1
        now.held_until = held_until
        books._write_course(id, now)
        word |= HOLDING
    books._assertions[id][reference] = word
    log IClaimLife.PaymentAsserted(
        claim=id,
        by=msg.sender,
        reference=reference,
        amount=amount,
        value_day=value_day,
        held_until=held_until,
    )


@external
def confirm_payment(claim: bytes32, amount: uint256, reference: bytes32):
    book: books.Book = books._load(claim)
    units._check_state(units._is_live(book.status) or book.status == books.DENIED)  # guard: confirm-state
    gone: uint256 = books._units(claim, msg.sender)
    life._check_holder(gone != 0)  # guard: INV6-confirm
    life._check_free(msg.sender)  # guard: HELD-confirm
    rest: uint256 = books._rest(book)
    worth: uint256 = (gone * rest + book.face - 1) // book.face  # up: all of it is gone for no less
    received: uint256 = min(amount, worth)
    units._check_something(received)  # guard: confirm-nothing
    if received != worth:
        gone = received * book.face // rest  # down, for the holder
    left: uint256 = self._add_confirmed(claim, reference, received)
    book = units._retire(claim, book, msg.sender, gone, RECEIVED)
    book = units._finish(claim, book)
    log IClaimLife.PaymentConfirmed(
        claim=claim,
        account=msg.sender,
        reference=reference,
        amount=amount,
        outstanding=life._outstanding(book),
    )
    if book.flags & books.MIRROR != 0:
        # The seller passed it on outside the chain: what it is paid for is gone too.
        units._remit(books._origin[claim], msg.sender, received)


@external
def confirm_for_all(claim: IClaimToken.Claim, amount: uint256, reference: bytes32):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    units._check_sender(claim.payment_agent)  # guard: confirm-agent
    left: uint256 = self._add_confirmed(id, reference, amount)
    life._check_assertion(amount <= left)  # guard: ASSERTION-amount
    now: books.Course = course._accrue(claim, id, book)
    book.aside += life._step(book, amount)
    book = books._store_aside(id, book)
    book = units._finish(id, book)
    log IClaimLife.PaymentConfirmed(
        claim=id,
        account=empty(address),
        reference=reference,
        amount=amount,
        outstanding=life._outstanding(book),
    )


@external
def contest_payment(claim: bytes32, reference: bytes32):
    book: books.Book = life._live(claim)
    life._check_holder(life._speaks(claim, msg.sender))  # guard: INV6-contest
    word: uint256 = books._assertions[claim][reference]
    life._check_assertion(word != 0 and word & CONTESTED == 0)  # guard: ASSERTION-contest
    if word & HOLDING != 0:
        now: books.Course = books._read_course(claim)
        now.held_until = 0
        books._write_course(claim, now)
    books._assertions[claim][reference] = word | CONTESTED
    log IClaimLife.PaymentContested(claim=claim, account=msg.sender, reference=reference)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def assertion_of(claim: bytes32, reference: bytes32) -> IClaimLife.Assertion:
    word: uint256 = books._assertions[claim][reference]
    return IClaimLife.Assertion(
        amount=word & books.MASK_112,
        confirmed=(word >> books.HIGH_AT) & books.MASK_112,
        value_day=(word >> VALUE_DAY_AT) & books.MASK_24,
        contested=word & CONTESTED != 0,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _add_confirmed(id: bytes32, reference: bytes32, amount: uint256) -> uint256:
    """
    @notice Note on the assertion what was confirmed, at most what is left of it: a holder may have received
            more than the debtor said, and the event says how much.
    @return [minor] What was left before; 0 when nothing was asserted.
    """
    word: uint256 = books._assertions[id][reference]
    left: uint256 = (word & books.MASK_112) - ((word >> books.HIGH_AT) & books.MASK_112)
    if left != 0:
        books._assertions[id][reference] = word + (min(amount, left) << books.HIGH_AT)
    return left
