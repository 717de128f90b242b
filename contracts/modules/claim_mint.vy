# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How a claim is written at its birth
@notice For the storeys of ClaimToken that bring claims into being. Whoever calls has checked the terms
        and offers the hook afterwards (`units._offer_hook`), when all books are written.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimRules
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import errors

uses: books

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

ASSIGNABLE_NO: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _mint(
    id: bytes32,
    claim: IClaimToken.Claim,
    hold: IClaimRules.Hold,
    status: uint256,
    flags: uint256,
    owner: address,
) -> books.Book:
    """
    @notice Units of the whole face for `owner`. `flags` are those of the birth (waivers, MIRROR); those that
            a transfer reads are set here. Face, split and eligibility fit their fields: the terms were
            checked.
    @return The claim as it was stored.
    """
    assert books._claims[id] == 0, errors.CLAIM_EXISTS  # guard: EXISTS-claim
    book: books.Book = empty(books.Book)
    book.status = status
    book.flags = flags
    book.face = claim.face
    if hold.min_split > 1 or hold.eligibility != 0 or hold.closed_until != 0:
        book.flags |= books.HAS_HOLD
        word: uint256 = hold.min_split | (hold.eligibility << books.ELIGIBILITY_AT)
        word |= hold.closed_from << books.CLOSED_FROM_AT
        books._hold[id] = word | (hold.closed_until << books.CLOSED_UNTIL_AT)
    if claim.assignable == ASSIGNABLE_NO:
        book.flags |= books.STAYS
    if claim.earmark != empty(address):
        book.flags |= books.EARMARKED
        books._earmark[id][claim.creditor] = claim.earmark
    books._store(id, book)
    # Nothing was ever paid on it and nobody ever held it: the word is the units alone.
    books._holdings[id][owner] = claim.face
    log IClaimToken.TransferSingle(
        operator=msg.sender,
        sender=empty(address),
        receiver=owner,
        id=convert(id, uint256),
        value=claim.face,
    )
    log IClaimBirths.ClaimBorn(
        claim=id,
        debtor=claim.debtor,
        creditor=claim.creditor,
        surety=claim.surety,
        face=claim.face,
        due_day=claim.due_day,
        status=status,
        terms=claim,
    )
    return book
