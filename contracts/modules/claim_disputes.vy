# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Disputes and credit notes
@notice A dispute lowers nothing and stops no transfer; it keeps default away from the part it names. Only
        the seller's credit note lowers a claim.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

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

OPEN: constant(uint256) = 1
ADMITTED: constant(uint256) = 2
REJECTED: constant(uint256) = 3

SETOFF: constant(uint256) = 5
LAST_REASON: constant(uint256) = 6
OTHER: constant(uint256) = 255

# A dispute's word: status 8 | reason 8 | reply_day 24 | amount 112
REASON_AT: constant(uint256) = 8
REPLY_AT: constant(uint256) = 16
AMOUNT_AT: constant(uint256) = 40

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def dispute(claim: IClaimToken.Claim, amount: uint256, reason: uint256, reply_day: uint256):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    units._check_sender(claim.debtor)  # guard: dispute-debtor
    waived: bool = book.flags & books.DEFENCES_WAIVED != 0
    if reason == SETOFF:
        waived = book.flags & books.SETOFF_WAIVED != 0
    self._check_not_waived(not waived)  # guard: DEFENCES_WAIVED-dispute
    step: uint256 = life._step(book, amount)
    named: bool = (reason != 0 and reason <= LAST_REASON) or reason == OTHER
    self._check_dispute(named)  # guard: DISPUTE-reason
    in_time: bool = reply_day > life._today(claim.pay_place) and reply_day <= books.MASK_24
    self._check_dispute(in_time)  # guard: DISPUTE-day
    self._check_dispute(self._contested(id) == 0)  # guard: DISPUTE-second
    books._disputes[id] = (
        OPEN | (reason << REASON_AT) | (reply_day << REPLY_AT) | (amount << AMOUNT_AT)
    )
    log IClaimLife.Disputed(
        claim=id, debtor=msg.sender, amount=amount, reason=reason, reply_day=reply_day
    )


@external
def answer_dispute(claim: IClaimToken.Claim, admitted: bool, reference: bytes32):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_sender(claim.creditor)  # guard: answer-seller
    word: uint256 = books._disputes[id]
    self._check_dispute(word & books.MASK_8 == OPEN)  # guard: DISPUTE-answer
    books._disputes[id] = word - OPEN + (ADMITTED if admitted else REJECTED)
    log IClaimLife.DisputeAnswered(claim=id, admitted=admitted, reference=reference)


@external
def drop_dispute(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_sender(claim.debtor)  # guard: drop-debtor
    self._check_dispute(books._disputes[id] != 0)  # guard: DISPUTE-drop
    books._disputes[id] = 0
    log IClaimLife.DisputeDropped(claim=id)


@external
def credit_note(claim: IClaimToken.Claim, amount: uint256, reference: bytes32):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    units._check_sender(claim.creditor)  # guard: credit-seller
    life._check_free(msg.sender)  # guard: HELD-credit
    others: bool = books._units(id, msg.sender) != book.face - book.retired
    if others:
        self._check_not_waived(book.flags & books.DEFENCES_WAIVED == 0)  # guard: DEFENCES_WAIVED-credit
    now: books.Course = course._accrue(claim, id, book)
    book.credited += life._step(book, amount)
    book = books._store_adjust(id, book)
    book = units._finish(id, book)
    contested: uint256 = self._contested(id)
    if contested != 0:
        if contested <= amount:
            books._disputes[id] = 0
        else:
            books._disputes[id] -= amount << AMOUNT_AT
    log IClaimLife.CreditNoted(
        claim=id,
        seller=msg.sender,
        amount=amount,
        reference=reference,
        outstanding=life._outstanding(book),
        dilution=others,
    )

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def dispute_of(claim: bytes32) -> IClaimLife.Dispute:
    word: uint256 = books._disputes[claim]
    return IClaimLife.Dispute(
        status=word & books.MASK_8,
        reason=(word >> REASON_AT) & books.MASK_8,
        amount=word >> AMOUNT_AT,
        reply_day=(word >> REPLY_AT) & books.MASK_24,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_dispute(sound: bool):
    assert sound, errors.CLAIM_DISPUTE  # guard: DISPUTE


@internal
@pure
def _check_not_waived(free: bool):
    assert free, errors.CLAIM_WAIVED  # guard: DEFENCES_WAIVED


@internal
@view
def _contested(id: bytes32) -> uint256:
    """
    @notice [minor] that the debtor contests: open, or admitted and not yet taken off by a credit note. What
            the seller rejected is contested no more, until the debtor says it again.
    """
    word: uint256 = books._disputes[id]
    status: uint256 = word & books.MASK_8
    if status == OPEN or status == ADMITTED:
        return word >> AMOUNT_AT
    return 0
