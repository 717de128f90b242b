# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Units of claims: moved, retired, shared out
@notice Everything that changes who holds what, for all storeys of ClaimToken. Books first, hooks last.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimRights
from interfaces import IClaimToken
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import errors

uses: books

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

HOOK_SINGLE: constant(bytes4) = 0xF23A6E61
REMITTED: constant(uint256) = 7
# What a hook may burn at a birth, which it cannot prevent [gas].
BIRTH_HOOK_GAS: constant(uint256) = 100_000
# A call passes on at most 63/64 of what is left; below this a birth could be made to park.
LEAST_GAS: constant(uint256) = 130_000

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address):
    REGISTRY = registry

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@view
def _check_sender(party: address):
    assert msg.sender == party, errors.CLAIM_NOT_PARTY  # guard: NOT_PARTY


@internal
@pure
def _check_state(fits: bool):
    assert fits, errors.CLAIM_STATE  # guard: STATE


@internal
@pure
def _check_something(amount: uint256):
    assert amount != 0, errors.CLAIM_NOTHING  # guard: NOTHING


@internal
@pure
def _is_live(status: uint256) -> bool:
    return status == books.REGISTERED or status == books.ACCEPTED or status == books.DEFAULTED


@internal
@pure
def _is_bound(status: uint256) -> bool:
    return status == books.ACCEPTED or status == books.DEFAULTED


@internal
@view
def _status_of(party: address) -> uint256:
    return staticcall IPartyRegistry(REGISTRY).status_of(party)

# --- transfer ---

@internal
def _transfer(id: bytes32, sender: address, receiver: address, units: uint256):
    """
    @notice One claim's units from one hand to another, by every rule of a transfer but the hook.
    """
    book: books.Book = books._load(id)
    least: uint256 = self._check_transfer(id, book, sender, receiver)
    self._move(id, book, sender, receiver, units, least)


@internal
@view
def _check_transfer(id: bytes32, book: books.Book, sender: address, receiver: address) -> uint256:
    """
    @notice Revert unless the claim, the day, and the registry let units go from one to the other.
    @return The smallest number of units in one hand.
    """
    assert receiver != empty(address) and receiver != self, errors.CLAIM_RECEIVER  # guard: HOOK-receiver
    assert book.flags & books.STAYS == 0, errors.CLAIM_NOT_ASSIGNABLE  # guard: NOT_ASSIGNABLE
    if book.flags & books.EARMARKED != 0:
        only: address = books._earmark[id][sender]
        assert only == empty(address) or only == receiver, errors.CLAIM_EARMARK  # guard: EARMARK
    least: uint256 = 1
    eligibility: uint256 = 0
    if book.flags & books.HAS_HOLD != 0:
        word: uint256 = books._hold[id]
        least = word & books.MASK_112
        eligibility = (word >> books.ELIGIBILITY_AT) & books.MASK_16
        closed_from: uint256 = (word >> books.CLOSED_FROM_AT) & books.MASK_40
        closed_until: uint256 = word >> books.CLOSED_UNTIL_AT
        closed: bool = block.timestamp >= closed_from and block.timestamp < closed_until
        assert not closed, errors.CLAIM_RECORD  # guard: RECORD_DAY
    # The registry says who may give and who may hold, with its own reasons.
    allowed: bool = staticcall IPartyRegistry(REGISTRY).check_move(sender, receiver, eligibility)
    return least


@internal
def _move(
    id: bytes32,
    book: books.Book,
    sender: address,
    receiver: address,
    units: uint256,
    least: uint256,
):
    """
    @notice Units change hands, at least `least` of them or all that the sender has. The sender is written
            before the receiver is read.
    """
    assert units != 0, errors.CLAIM_UNITS  # guard: UNITS-none
    cash: uint256 = books._cash(book)
    left: uint256 = books._change(id, cash, sender, 0, units)
    assert units >= least or left == 0, errors.CLAIM_MIN_SPLIT  # guard: MIN_SPLIT
    now_held: uint256 = books._change(id, cash, receiver, units, 0)
    log IClaimToken.TransferSingle(
        operator=msg.sender,
        sender=sender,
        receiver=receiver,
        id=convert(id, uint256),
        value=units,
    )


@internal
def _shift_proceeds(id: bytes32, sender: address, receiver: address, ent: uint256):
    """
    @notice Move `ent` [minor / F] of one account's entitlement to another's: exact, no money moves.
    """
    books._ent[id][sender] -= ent
    books._ent[id][receiver] += ent

# --- hooks ---

@internal
def _try_hook(
    sender: address, receiver: address, id: bytes32, units: uint256, data: Bytes[1024], gas_limit: uint256
) -> bool:
    """
    @notice Ask a receiver that is a contract whether it takes the units. What it returns beyond one word is
            not looked at, and its failure is a no.
    """
    if not receiver.is_contract:
        return True
    success: bool = False
    answer: Bytes[32] = b""
    # reviewed: the ERC-1155 hook, called after all books are written and under the lock; one word is
    # copied back, failure is a no.
    success, answer = raw_call(
        receiver,
        abi_encode(msg.sender, sender, convert(id, uint256), units, data, method_id=HOOK_SINGLE),
        max_outsize=32,
        gas=gas_limit,
        revert_on_failure=False,
    )
    if not success or len(answer) != 32:
        return False
    return convert(answer, bytes32) == convert(HOOK_SINGLE, bytes32)


@internal
def _check_hook(sender: address, receiver: address, id: bytes32, units: uint256, data: Bytes[1024]):
    taken: bool = self._try_hook(sender, receiver, id, units, data, msg.gas)
    assert taken, errors.CLAIM_HOOK  # guard: HOOK


@internal
def _offer_hook(id: bytes32, book: books.Book, owner: address, units: uint256):
    """
    @notice At a birth: a receiver that refuses stops nothing, its units are parked.
    """
    if owner == msg.sender or not owner.is_contract:
        return
    assert msg.gas >= LEAST_GAS, errors.GAS  # guard: GAS-birth
    taken: bool = self._try_hook(empty(address), owner, id, units, b"", BIRTH_HOOK_GAS)
    if not taken:
        parked: address = books._sub_account(books.SUB_PARKED, owner, owner)
        books._speaker[parked] = owner
        self._move(id, book, owner, parked, units, 0)
        log IClaimToken.Parked(claim=id, owner=owner, units=units)

# --- retirement and the end ---

@internal
def _retire(
    id: bytes32, book: books.Book, account: address, units: uint256, reason: uint256
) -> books.Book:
    """
    @notice `units` of the account are gone, and with them their share of the debt. With the holder's word
            or by the rule that gives it; never another holder's.
    @return The claim after it, stored.
    """
    changed: books.Book = book
    left: uint256 = books._change(id, books._cash(book), account, 0, units)
    changed.retired += units
    changed = books._store_adjust(id, changed)
    log IClaimToken.TransferSingle(
        operator=msg.sender,
        sender=account,
        receiver=empty(address),
        id=convert(id, uint256),
        value=units,
    )
    log IClaimToken.Retired(
        claim=id,
        account=account,
        units=units,
        reason=reason,
        outstanding=books._money(changed, books._rest(changed)),
    )
    return changed


@internal
def _finish(id: bytes32, book: books.Book) -> books.Book:
    """
    @notice PAID once nothing of the face and no whole minor unit of late interest is owed, or no unit is
            left to owe to.
    """
    changed: books.Book = book
    if not self._is_live(book.status):
        return changed
    owes: bool = books._rest(book) != 0
    if not owes:
        # [minor] of late interest for all live units, as a payment would take it.
        course: books.Course = books._read_course(id)
        owes = course.accrued * (book.face - book.retired) >= 10**9 * book.face
    if not owes or book.retired == book.face:
        changed.status = books.PAID
        books._store(id, changed)
    return changed


@internal
def _remit(origin: bytes32, holder: address, amount: uint256):
    """
    @notice The seller passed on misdirected money: the debtor owes this holder that much less.
    """
    book: books.Book = books._load(origin)
    rest: uint256 = books._rest(book)
    if not self._is_live(book.status) or rest == 0:
        return
    gone: uint256 = min(amount * book.face // rest, books._units(origin, holder))  # down, for the holder
    if gone != 0:
        book = self._retire(origin, book, holder, gone, REMITTED)
        book = self._finish(origin, book)

# --- pledges ---

@internal
def _share(id: bytes32, book: books.Book, pledgor: address, pledgee: address) -> uint256:
    """
    @notice Proceeds of pledged units: the pledgee's up to what is secured, then the pledgor's. A move
            between their books, so no receiver can stand in its way.
    @return [minor] still secured.
    """
    account: address = books._sub_account(books.SUB_PLEDGED, pledgor, pledgee)
    word: uint256 = books._pledges[id][account]
    secured: uint256 = word & books.MASK_112
    units: uint256 = books._change(id, books._cash(book), account, 0, 0)
    ent: uint256 = books._ent[id][account]
    amount: uint256 = ent // book.face  # down: the fraction waits
    if amount != 0:
        mine: uint256 = min(amount, secured)
        secured -= mine
        books._pledges[id][account] = ((word >> books.HIGH_AT) << books.HIGH_AT) | secured
        self._shift_proceeds(id, account, pledgee, mine * book.face)
        self._shift_proceeds(id, account, pledgor, (amount - mine) * book.face)
        log IClaimRights.ProceedsShared(
            claim=id, pledgor=pledgor, pledgee=pledgee, to_pledgee=mine, to_pledgor=amount - mine
        )
    return secured
