# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What begins and ends every birth
@notice For the acts of ClaimBirths: refused at its own address, the stop, the share of an invoice's object
        taken and given back, and a last day so many banking days from today.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IChargeRegistry
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import guardian

uses: books
uses: guardian
uses: units

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CALENDAR: immutable(address)
RULES: immutable(address)
CHARGES: immutable(address)
STOREY: immutable(address)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(calendar: address, rules: address, charges: address):
    CALENDAR = calendar
    RULES = rules
    CHARGES = charges
    STOREY = self

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@view
def _check_place():
    assert self != STOREY, errors.CLAIM_STOREY  # guard: STOREY


@internal
@pure
def _check_kind(fits: bool):
    assert fits, errors.CLAIM_KIND  # guard: TERMS-kind-act


@internal
@view
def _begin(author: address):
    """
    @notice What comes before every birth by one's own will.
    """
    self._check_place()  # guard: STOREY-birth
    guardian._check_running()  # guard: ACC8-birth
    units._check_sender(author)  # guard: birth-author

# --- days ---

@internal
@view
def _days_from_today(place: bytes32, days: uint256) -> uint256:
    today: uint256 = staticcall IBankingCalendar(CALENDAR).local_day(place, block.timestamp)
    return staticcall IBankingCalendar(CALENDAR).add_banking_days(place, today, days)

# --- the object's share, and the end ---

@internal
def _take(claim: IClaimToken.Claim):
    if claim.fingerprint == empty(bytes32):
        return
    key: bytes32 = extcall IChargeRegistry(CHARGES).take(
        claim.fingerprint, claim.creditor, claim.object_amount, claim.face
    )


@internal
def _end(
    id: bytes32, claim: IClaimToken.Claim, account: address, status: uint256, reason: uint256
):
    """
    @notice All units are in one account and go; the share of the object is free again.
    """
    book: books.Book = books._load(id)
    book = units._retire(id, book, account, book.face, reason)
    book.status = status
    book.flags |= books.SETTLED
    books._store(id, book)
    if claim.fingerprint != empty(bytes32):
        extcall IChargeRegistry(CHARGES).give_back(claim.fingerprint, claim.creditor, claim.face)
