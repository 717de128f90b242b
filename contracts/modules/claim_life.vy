# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What every act on a living claim asks
@notice Days at the place of payment, what is outstanding, who speaks for units; and the reasons that
        several acts give.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimRules
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_course as course
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import local_days

uses: books
uses: course
uses: units

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

HELD: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CALENDAR: immutable(address)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(calendar: address):
    CALENDAR = calendar

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@pure
def _check_party(speaks: bool):
    assert speaks, errors.CLAIM_NOT_PARTY  # guard: NOT_PARTY-any


@internal
@pure
def _check_holder(holds: bool):
    assert holds, errors.CLAIM_NO_HOLDER  # guard: INV6


@internal
@view
def _check_free(party: address):
    """
    @notice What is frozen is not given away, for nothing or for money that goes round the ledger.
    """
    assert units._status_of(party) != HELD, errors.PARTY_HELD  # guard: HELD-life


@internal
@pure
def _check_assertion(sound: bool):
    assert sound, errors.CLAIM_ASSERTION  # guard: ASSERTION


@internal
@pure
def _check_above(amount: uint256, most: uint256):
    assert amount <= most, errors.CLAIM_ABOVE  # guard: ABOVE_OUTSTANDING

# --- the claim ---

@internal
@view
def _live(id: bytes32) -> books.Book:
    """
    @notice The claim; reverts unless something can still happen to it.
    """
    book: books.Book = books._load(id)
    units._check_state(units._is_live(book.status))  # guard: STATE-live
    return book


@internal
@view
def _outstanding(book: books.Book) -> uint256:
    """
    @notice [minor] of the face for all live units; up, for the holders.
    """
    return books._money(book, books._rest(book))


@internal
@view
def _step(book: books.Book, amount: uint256) -> uint256:
    """
    @notice The index step of `amount` [minor], which is something and at most what is outstanding; the
            whole rest when it is all of that. Else down, for the holders, and then below the rest.
    """
    units._check_something(amount)  # guard: NOTHING-step
    most: uint256 = self._outstanding(book)
    self._check_above(amount, most)  # guard: ABOVE_OUTSTANDING-step
    if amount == most:
        return books._rest(book)
    return books._index(book, amount)  # down

# --- who speaks ---

@internal
@view
def _speaks(id: bytes32, account: address) -> bool:
    """
    @notice Does the account hold units, or did somebody pledge it units last?
    """
    if books._units(id, account) != 0:
        return True
    pledged: address = books._sub_account(books.SUB_PLEDGED, books._pledgor[id][account], account)
    return books._units(id, pledged) != 0

# --- days ---

@internal
@view
def _today(place: bytes32) -> uint256:
    return staticcall IBankingCalendar(CALENDAR).local_day(place, block.timestamp)


@internal
@view
def _past_due(claim: IClaimToken.Claim, book: books.Book, now: books.Course) -> (uint256, uint256):
    """
    @notice Bucket and days past due; zeros unless the debtor is bound, something of the face is owed and no
            assertion of payment holds the mark.
    """
    if not units._is_bound(book.status) or books._rest(book) == 0:
        return 0, 0
    if now.held_until != 0 and not local_days._is_over(CALENDAR, claim.pay_place, now.held_until):
        return 0, 0
    return staticcall IClaimRules(course.RULES).past_due(claim, now.due)
