# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Changes that the debtor and all holders agree to
@notice Each says so with its own act; whoever speaks for pledged or parked units says so for them. An
        agreement is used up by the change it was given for.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimLife
from interfaces import IClaimRules
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_course as course
from contracts.modules import claim_life as life
from contracts.modules import errors

uses: books
uses: course
uses: life

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Longest single prolongation [days].
MAX_DAYS: constant(uint256) = 3_660
MAX_SCALE: constant(uint256) = 10**24
# Split and eligibility of the hold word, below the days of the register.
LOW_128: constant(uint256) = 2**128 - 1

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def agree(claim: bytes32, proposal: bytes32):
    book: books.Book = books._load(claim)
    books._agreed[claim][msg.sender][proposal] = True
    log IClaimLife.Agreed(claim=claim, account=msg.sender, proposal=proposal)


@external
def prolong(claim: IClaimToken.Claim, due_day: uint256, holders: DynArray[address, 50]):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    now: books.Course = course._accrue(claim, id, book)
    present: uint256 = now.due
    if present == 0:
        present = claim.due_day
    later: bool = due_day > present and due_day <= present + MAX_DAYS
    assert later, errors.CLAIM_DAYS  # guard: prolong-days
    proposal: bytes32 = staticcall IClaimRules(course.RULES).prolongation(due_day)
    self._use_agreement(id, book, claim.debtor, proposal, holders)
    if claim.record_days != 0:
        self._move_register(id, claim, due_day)
    now.due = due_day
    now.bucket = 0
    books._write_course(id, now)
    book.flags |= books.PROLONGED
    if book.status == books.DEFAULTED:
        book.status = books.ACCEPTED
    books._store(id, book)
    log IClaimLife.Prolonged(claim=id, due_day=due_day)


@external
def change_asset(
    claim: IClaimToken.Claim, asset: address, asset_scale: uint256, holders: DynArray[address, 50]
):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    assert books._pot[id] == 0, errors.CLAIM_POT  # guard: POT
    least: uint256 = 0
    if asset != empty(address):
        least = 1
        assert asset.is_contract, errors.TOKEN_NO_CODE  # guard: STL1-asset
    assert asset_scale >= least and asset_scale <= MAX_SCALE, errors.CLAIM_TERMS  # guard: asset-scale
    proposal: bytes32 = staticcall IClaimRules(course.RULES).asset_change(asset, asset_scale)
    self._use_agreement(id, book, claim.debtor, proposal, holders)
    books._asset[id] = convert(asset, uint256) | (asset_scale << books.SCALE_AT)
    book.flags |= books.ASSET_CHANGED
    books._store(id, book)
    log IClaimLife.AssetChanged(claim=id, asset=asset, asset_scale=asset_scale)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def agreed(claim: bytes32, account: address, proposal: bytes32) -> bool:
    return books._agreed[claim][account][proposal]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_agreed(agrees: bool):
    assert agrees, errors.CLAIM_NOT_AGREED  # guard: NOT_AGREED


@internal
def _move_register(id: bytes32, claim: IClaimToken.Claim, due_day: uint256):
    """
    @notice The register closes before the later due day, and is open until then.
    """
    later: IClaimToken.Claim = claim
    later.due_day = due_day
    # Read as a claim that the law demands: nothing is asked again of parties and calendars.
    later.kind = books.KIND_MISDIRECTED
    later.fingerprint = empty(bytes32)
    hold: IClaimRules.Hold = staticcall IClaimRules(course.RULES).check_birth(later, False)
    word: uint256 = books._hold[id] & LOW_128
    books._hold[id] = (
        word
        | (hold.closed_from << books.CLOSED_FROM_AT)
        | (hold.closed_until << books.CLOSED_UNTIL_AT)
    )


@internal
def _use_agreement(
    id: bytes32,
    book: books.Book,
    debtor: address,
    proposal: bytes32,
    holders: DynArray[address, 50],
):
    """
    @notice Revert unless the debtor agreed, and every one of `holders` (ascending, together all live units)
            or whoever speaks for it; then use it up, so that it cannot serve twice.
    """
    self._check_agreed(books._agreed[id][debtor][proposal])  # guard: NOT_AGREED-debtor
    total: uint256 = 0
    last: uint256 = 0
    speakers: DynArray[address, 50] = []
    for holder: address in holders:
        place: uint256 = convert(holder, uint256)
        self._check_agreed(place > last)  # guard: NOT_AGREED-order
        last = place
        total += books._units(id, holder)
        speaker: address = books._speaker[holder]
        if speaker == empty(address):
            speaker = holder
        self._check_agreed(books._agreed[id][speaker][proposal])  # guard: NOT_AGREED-holder
        speakers.append(speaker)
    self._check_agreed(total == book.face - book.retired)  # guard: NOT_AGREED-all
    books._agreed[id][debtor][proposal] = False
    for speaker: address in speakers:
        books._agreed[id][speaker][proposal] = False
