# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Late interest of claims, step by step
@notice Simple interest on what is outstanding, kept in 1e-9 of a minor unit of the index, brought up to
        date before what is outstanding changes.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimRules
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books

uses: books

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

NANO: constant(uint256) = 10**9

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

RULES: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(rules: address):
    RULES = rules

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _accrued(claim: IClaimToken.Claim, id: bytes32, book: books.Book) -> books.Course:
    """
    @notice The course as of today. Only a bound claim bears interest, only once it is overdue, and then from
            its due day.
    """
    course: books.Course = books._read_course(id)
    bound: bool = book.status == books.ACCEPTED or book.status == books.DEFAULTED
    if claim.late_rate == 0 or not bound:
        return course
    nano: uint256 = 0
    today: uint256 = 0
    nano, today = staticcall IClaimRules(RULES).interest(
        claim, books._rest(book), course.since, course.due
    )
    if today != 0:
        course.accrued += nano
        course.since = today
    return course


@internal
def _accrue(claim: IClaimToken.Claim, id: bytes32, book: books.Book) -> books.Course:
    """
    @notice The same, written. Call it before P, C or A changes.
    """
    course: books.Course = self._accrued(claim, id, book)
    if claim.late_rate != 0:
        books._write_course(id, course)
    return course
