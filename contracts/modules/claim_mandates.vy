# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title A debtor bound by its own earlier mandate
@notice The seller shows an invoice to a debtor that gave it a mandate; the debtor's silence until the last
        day binds it. Only the mandate as it still stands on that day binds.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimToken
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_entry as entry
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import local_days

uses: books
uses: entry
uses: units

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# A submission: last day 24, the mandate's days above.
CLOCK_DAYS_AT: constant(uint256) = 24

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def submit(claim: IClaimToken.Claim):
    units._check_sender(claim.creditor)  # guard: submit-creditor
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_state(book.status == books.REGISTERED)  # guard: submit-state
    mandate: IPartyRegistry.Mandate = self._mandate(claim)
    self._check_mandate(mandate.until >= block.timestamp)  # guard: MANDATE-over
    # A deadline once set stays; only a mandate that gives more days since makes room for another.
    clock: uint256 = books._clock[id]
    units._check_state(clock == 0 or mandate.days > clock >> CLOCK_DAYS_AT)  # guard: submit-once
    last: uint256 = entry._days_from_today(claim.pay_place, mandate.days)
    books._clock[id] = last | (mandate.days << CLOCK_DAYS_AT)
    log IClaimBirths.Submitted(claim=id, debtor=claim.debtor, last_day=last)


@external
def deem(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_state(book.status == books.REGISTERED)  # guard: deem-state
    clock: uint256 = books._clock[id]
    units._check_state(clock != 0)  # guard: deem-submitted
    over: bool = local_days._is_over(entry.CALENDAR, claim.pay_place, clock & books.MASK_24)
    self._check_mandate(over)  # guard: MANDATE-early
    # The mandate of today: one that was revoked, or now gives the debtor more days, binds nobody to
    # what was shown under the one before.
    mandate: IPartyRegistry.Mandate = self._mandate(claim)
    self._check_mandate(mandate.days <= clock >> CLOCK_DAYS_AT)  # guard: MANDATE-days-given
    book.status = books.ACCEPTED
    book.flags |= books.DEEMED
    books._store(id, book)
    log IClaimBirths.Deemed(claim=id, debtor=claim.debtor)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def submission_of(claim: bytes32) -> uint256:
    # The same word is a pending payable's last day to be received.
    if books._claims[claim] & books.MASK_8 != books.REGISTERED:
        return 0
    return books._clock[claim] & books.MASK_24

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_mandate(fits: bool):
    assert fits, errors.CLAIM_MANDATE  # guard: MANDATE-claim


@internal
@view
def _mandate(claim: IClaimToken.Claim) -> IPartyRegistry.Mandate:
    """
    @notice The debtor's mandate for this seller, which covers the face.
    """
    mandate: IPartyRegistry.Mandate = staticcall IPartyRegistry(units.REGISTRY).mandate(
        claim.debtor, claim.creditor
    )
    self._check_mandate(mandate.limit >= claim.face)  # guard: MANDATE-face
    return mandate
