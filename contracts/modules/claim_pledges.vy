# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Pledges of units
@notice Pledged units wait in a sub-account without a key: neither side can move them alone, and each
        side's way out is a rule (release, redeem, foreclose). Money that comes meanwhile is shared in
        the books, so nobody can stand in its way.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimRights
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_life as life
from contracts.modules import claim_units as hands
from contracts.modules import errors
from contracts.modules import ledger
from contracts.modules import tokens

uses: books
uses: hands
uses: ledger
uses: life

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Between the pledgee's call and foreclosure [s].
REDEEM_SECONDS: constant(uint256) = 10 * 86_400

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def pledge(claim: bytes32, to: address, units: uint256, secured: uint256):
    book: books.Book = life._live(claim)
    self._check_pledge(to != msg.sender and secured != 0)  # guard: PLEDGE-terms
    least: uint256 = hands._check_transfer(claim, book, msg.sender, to)
    account: address = books._sub_account(books.SUB_PLEDGED, msg.sender, to)
    # A call that runs goes on: otherwise one more unit every nine days would put off foreclosure for ever.
    word: uint256 = books._pledges[claim][account]
    self._check_pledge(secured <= books.MASK_112 - (word & books.MASK_112))  # guard: PLEDGE-most
    books._pledges[claim][account] = word + secured
    books._pledgor[claim][to] = msg.sender
    books._speaker[account] = to
    books._set_holding_flag(claim, to, books.PLEDGEE)
    # The smallest split is for changes of hand; this is none yet.
    hands._move(claim, book, msg.sender, account, units, 0)
    log IClaimRights.Pledged(
        claim=claim, pledgor=msg.sender, pledgee=to, units=units, secured=secured
    )


@external
def release_pledge(claim: bytes32, pledgor: address):
    book: books.Book = books._load(claim)
    account: address = self._pledged(claim, pledgor, msg.sender)
    left: uint256 = self._close(claim, book, account, pledgor)
    log IClaimRights.PledgeReleased(claim=claim, pledgor=pledgor, pledgee=msg.sender, units=left)


@external
def redeem_pledge(claim: IClaimToken.Claim, pledgee: address):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    account: address = self._pledged(id, msg.sender, pledgee)
    secured: uint256 = hands._share(id, book, msg.sender, pledgee)
    left: uint256 = self._close(id, book, account, msg.sender)
    log IClaimRights.PledgeReleased(claim=id, pledgor=msg.sender, pledgee=pledgee, units=left)
    if secured != 0:
        asset: address = claim.asset
        scale: uint256 = claim.asset_scale
        if book.flags & books.ASSET_CHANGED != 0:
            word: uint256 = books._asset[id]
            asset = convert(word & books.MASK_160, address)
            scale = word >> books.SCALE_AT
        assert asset != empty(address), errors.CLAIM_OFF_CHAIN  # guard: OFF_CHAIN-redeem
        # A pledgee that cannot receive keeps nobody from getting units back: it withdraws.
        ledger._credit(pledgee, asset, secured * scale)
        tokens._pull(asset, msg.sender, self, secured * scale)


@external
def call_pledge(claim: bytes32, pledgor: address):
    book: books.Book = books._load(claim)
    account: address = self._pledged(claim, pledgor, msg.sender)
    secured: uint256 = books._pledges[claim][account]
    self._check_pledge(secured <= books.MASK_112)  # guard: PLEDGE-called
    books._pledges[claim][account] = secured | (block.timestamp << books.HIGH_AT)
    log IClaimRights.PledgeCalled(claim=claim, pledgor=pledgor, pledgee=msg.sender, secured=secured)


@external
def foreclose(claim: bytes32, pledgor: address):
    book: books.Book = books._load(claim)
    account: address = self._pledged(claim, pledgor, msg.sender)
    life._check_free(msg.sender)  # guard: HELD-foreclose
    called: uint256 = books._pledges[claim][account] >> books.HIGH_AT
    over: bool = called != 0 and block.timestamp >= called + REDEEM_SECONDS
    self._check_pledge(over)  # guard: PLEDGE-early
    secured: uint256 = hands._share(claim, book, pledgor, msg.sender)
    rest: uint256 = books._rest(book)
    there: uint256 = books._units(claim, account)
    taken: uint256 = 0
    if secured != 0:
        # Nothing of the face is owed any more, interest may be: no number of units is worth enough.
        taken = there
        if rest != 0:
            taken = min((secured * book.face + rest - 1) // rest, there)  # up, for the pledgee
    if taken != 0:
        # A right, not a bargain: the pledgee was eligible when it was pledged to.
        hands._move(claim, book, account, msg.sender, taken, 0)
    surplus: uint256 = self._close(claim, book, account, pledgor)
    log IClaimRights.Foreclosed(
        claim=claim,
        pledgor=pledgor,
        pledgee=msg.sender,
        units=taken,
        amount=taken * rest // book.face,  # down
        surplus=surplus,
    )


@external
def share_proceeds(claim: bytes32, pledgor: address, pledgee: address):
    book: books.Book = books._load(claim)
    account: address = self._pledged(claim, pledgor, pledgee)
    touched: uint256 = books._change(claim, books._cash(book), account, 0, 0)
    whole: uint256 = books._ent[claim][account] // book.face  # down: the fraction waits
    hands._check_something(whole)  # guard: share-nothing
    secured: uint256 = hands._share(claim, book, pledgor, pledgee)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def pledge_of(claim: bytes32, pledgor: address, pledgee: address) -> IClaimRights.Pledge:
    account: address = books._sub_account(books.SUB_PLEDGED, pledgor, pledgee)
    word: uint256 = books._pledges[claim][account]
    return IClaimRights.Pledge(
        units=books._units(claim, account),
        secured=word & books.MASK_112,
        called_at=word >> books.HIGH_AT,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_pledge(sound: bool):
    assert sound, errors.CLAIM_PLEDGE  # guard: PLEDGE


@internal
@view
def _pledged(id: bytes32, pledgor: address, pledgee: address) -> address:
    """
    @notice The sub-account; reverts when nothing is pledged. Its units go only when the pledge ends.
    """
    account: address = books._sub_account(books.SUB_PLEDGED, pledgor, pledgee)
    self._check_pledge(books._units(id, account) != 0)  # guard: PLEDGE-none
    return account


@internal
def _close(id: bytes32, book: books.Book, account: address, pledgor: address) -> uint256:
    """
    @notice The pledge ends: what is left of proceeds, fractions included, and of units is the pledgor's.
    @return The units that went back.
    """
    left: uint256 = books._change(id, books._cash(book), account, 0, 0)
    hands._shift_proceeds(id, account, pledgor, books._ent[id][account])
    if left != 0:
        hands._move(id, book, account, pledgor, left, 0)
    books._pledges[id][account] = 0
    return left
