# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What is owed, as tokens
@license MIT
@notice The units of claims and the money paid on them (interfaces/IClaimToken.vyi is the
        specification); births, bindings and everything later are the storeys above, ClaimBirths and
        ClaimLife, called at this address over `__default__`.
        Trust: a debtor is bound only by its own act, signature, mandate or agent. A payment belongs to
        whoever holds at that moment. Nobody administers claims and nobody can take them: the registry
        says who may hold, a guardian may stop new registrations for 14 days, a court that a party named
        itself may move that party's held balance.
@custom:kill Nothing here can be stopped: transfers, payments and withdrawals always work.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimLife
from interfaces import IClaimRules
from interfaces import IClaimToken
from interfaces import IPartyRegistry

implements: IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_course as course
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import signatures
from contracts.modules import tokens

# The same modules in the same order as in the other storeys: one storage layout.
initializes: books
initializes: ledger
initializes: guardian
initializes: signatures
initializes: units[books := books]
initializes: course[books := books]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

exports: (
    units.REGISTRY,
    course.RULES,
    guardian.stopped_until,
    ledger.withdrawable,
    ledger.owed,
    signatures.cancel_nonce,
    signatures.nonce_used,
    signatures.domain_separator,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

HELD: constant(uint256) = 2
MAX_BPS: constant(uint256) = 10_000
HOOK_BATCH: constant(bytes4) = 0xBC197C81
GIVEN_UP: constant(uint256) = 1
# [bytes] the longest answer of an act of the other storeys: 50 ids.
MOST_ANSWER: constant(uint256) = 2_048

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

BIRTHS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, rules: address, births: address):
    BIRTHS = births
    units.__init__(registry)
    course.__init__(rules)
    signatures.__init__("Usance ClaimToken")

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
@raw_return
def __default__() -> Bytes[MOST_ANSWER]:
    """
    @notice Every act that is not of this storey goes to the next one, on this contract's books. Not locked
            here: the act itself takes the one lock of all storeys.
    """
    # reviewed: the callee is fixed for ever and has this storage layout (a test compares them); a revert is
    # passed on as it is.
    return raw_call(BIRTHS, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)

# --- the token ---

@external
def setApprovalForAll(operator: address, approved: bool):
    books._approved[msg.sender][operator] = approved
    log IClaimToken.ApprovalForAll(owner=msg.sender, operator=operator, approved=approved)


@external
def safeTransferFrom(
    sender: address, receiver: address, id: uint256, amount: uint256, data: Bytes[1024]
):
    self._check_approved(sender)
    claim: bytes32 = convert(id, bytes32)
    units._transfer(claim, sender, receiver, amount)
    units._check_hook(sender, receiver, claim, amount, data)


@external
def safeBatchTransferFrom(
    sender: address,
    receiver: address,
    ids: DynArray[uint256, 50],
    amounts: DynArray[uint256, 50],
    data: Bytes[1024],
):
    self._check_approved(sender)
    assert len(ids) == len(amounts), errors.CLAIM_RECEIVER  # guard: HOOK-lengths
    # A batch of nothing asks no transfer's rules.
    assert receiver != empty(address), errors.CLAIM_RECEIVER  # guard: HOOK-receiver-batch
    for i: uint256 in range(len(ids), bound=50):
        units._transfer(convert(ids[i], bytes32), sender, receiver, amounts[i])
    if receiver.is_contract:
        success: bool = False
        answer: Bytes[32] = b""
        # reviewed: the ERC-1155 hook, after all books are written and under the lock; one word is copied
        # back, failure is a no.
        success, answer = raw_call(
            receiver,
            abi_encode(msg.sender, sender, ids, amounts, data, method_id=HOOK_BATCH),
            max_outsize=32,
            revert_on_failure=False,
        )
        taken: bool = False
        if success and len(answer) == 32:
            taken = convert(answer, bytes32) == convert(HOOK_BATCH, bytes32)
        assert taken, errors.CLAIM_HOOK  # guard: HOOK-batch


@external
def split(id: uint256, receivers: DynArray[address, 50], amounts: DynArray[uint256, 50]):
    claim: bytes32 = convert(id, bytes32)
    assert len(receivers) == len(amounts), errors.CLAIM_RECEIVER  # guard: HOOK-lengths-split
    # All books before the first hook.
    for i: uint256 in range(len(receivers), bound=50):
        units._transfer(claim, msg.sender, receivers[i], amounts[i])
    for i: uint256 in range(len(receivers), bound=50):
        units._check_hook(msg.sender, receivers[i], claim, amounts[i], b"")


@external
def retire(claim: bytes32, amount: uint256):
    book: books.Book = books._load(claim)
    units._check_state(units._is_live(book.status) or book.status == books.DENIED)  # guard: retire-state
    units._check_something(amount)  # guard: retire-nothing
    self._check_not_held(msg.sender)  # guard: retire-held
    book = units._retire(claim, book, msg.sender, amount, GIVEN_UP)
    book = units._finish(claim, book)


@external
def collect(claim: bytes32, to: address) -> uint256:
    book: books.Book = books._load(claim)
    parked: address = books._sub_account(books.SUB_PARKED, msg.sender, msg.sender)
    amount: uint256 = books._units(claim, parked)
    # Money paid meanwhile is the owner's, whoever takes the units.
    touched: uint256 = books._change(claim, books._cash(book), parked, 0, 0)
    units._shift_proceeds(claim, parked, msg.sender, books._ent[claim][parked])
    units._move(claim, book, parked, msg.sender, amount, 0)
    if to != msg.sender:
        units._transfer(claim, msg.sender, to, amount)
        units._check_hook(msg.sender, to, claim, amount, b"")
    log IClaimToken.Collected(claim=claim, owner=msg.sender, to=to, units=amount)
    return amount

# --- money ---

@external
def pay(claim: IClaimToken.Claim, amount: uint256) -> uint256:
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_state(units._is_live(book.status))  # guard: pay-state
    asset: address = empty(address)
    scale: uint256 = 0
    asset, scale = self._asset_of(claim, id, book.flags)
    assert asset != empty(address), errors.CLAIM_OFF_CHAIN  # guard: OFF_CHAIN

    # More than any claim can be worth is offered as all of it.
    offered: uint256 = min(amount, books.MASK_112)
    interest: uint256 = 0
    now: books.Course = course._accrue(claim, id, book)
    # As `late_interest` shows it: [minor] for all live units; down, for the debtor.
    owed: uint256 = now.accrued * (book.face - book.retired) // (course.NANO * book.face)  # down
    if owed != 0:
        step: uint256 = books._index(book, min(offered, owed))
        interest = books._money(book, step)
        book.interest_paid += step
        now.accrued -= step * course.NANO
        books._write_course(id, now)
        book = books._store_aside(id, book)

    rest: uint256 = books._rest(book)
    discount: uint256 = 0
    if claim.discount_bps != 0:
        discount = staticcall IClaimRules(course.RULES).discounted(claim)
    # What settles everything today; up, for the holders.
    full: uint256 = (rest * (MAX_BPS - discount) + MAX_BPS - 1) // MAX_BPS  # up
    cash: uint256 = min(books._index(book, offered - interest), full)
    aside: uint256 = rest - cash
    if cash != full:
        aside = cash * discount // (MAX_BPS - discount)  # down, for the holders
    taken: uint256 = interest + books._money(book, cash)
    units._check_something(taken)  # guard: pay-nothing
    book.paid += cash
    if aside != 0 and discount != 0:
        book.aside += aside
        book = books._store_aside(id, book)
    else:
        aside = 0
        books._store(id, book)
    books._pot[id] += taken
    book = units._finish(id, book)
    log IClaimToken.Paid(
        claim=id,
        payer=msg.sender,
        amount=taken,
        interest=interest,
        discount=books._money(book, aside),
        outstanding=books._money(book, books._rest(book)),
    )
    if book.flags & books.MIRROR != 0:
        units._remit(claim.origin, claim.creditor, taken - interest)
    tokens._pull(asset, msg.sender, self, taken * scale)
    return taken


@external
def withdraw(claim: IClaimToken.Claim, account: address, to: address) -> uint256:
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    ledger._check_payee(to)
    if msg.sender != account:
        assert to == account, errors.STRANGER  # guard: LC12-claim
        # Nobody has the key of a sub-account: what is sent there would be lost.
        assert books._speaker[account] == empty(address), errors.PAYEE  # guard: PAYEE-sub-account
    flags: uint256 = books._holding_flags(id, account)
    if flags & books.PLEDGEE != 0:
        secured: uint256 = units._share(id, book, books._pledgor[id][account], account)
    amount: uint256 = books._pay_out(id, book, account)
    units._check_something(amount)  # guard: withdraw-nothing
    books._pot[id] -= amount
    asset: address = empty(address)
    scale: uint256 = 0
    asset, scale = self._asset_of(claim, id, book.flags)
    if flags & books.WRITTEN_OFF != 0:
        log IClaimLife.Recovered(claim=id, account=account, amount=amount)
    if units._status_of(account) == HELD:
        log IClaimToken.ProceedsWithdrawn(claim=id, account=account, to=self, amount=amount)
        ledger._credit(account, asset, amount * scale)
    else:
        log IClaimToken.ProceedsWithdrawn(claim=id, account=account, to=to, amount=amount)
        tokens._send(asset, to, amount * scale)
    return amount


@external
def withdraw_held(asset: address, party: address, to: address) -> uint256:
    return ledger._withdraw(units.REGISTRY, asset, party, to)


@external
def redirect(party: address, asset: address, amount: uint256, to: address, order: bytes32):
    ledger._redirect(units.REGISTRY, party, asset, amount, to, order)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

# Hooks read these while the act around them holds the lock; none of them gives a value of money.

@external
@view
@reentrant
def balanceOf(owner: address, id: uint256) -> uint256:
    return books._units(convert(id, bytes32), owner)


@external
@view
@reentrant
def balanceOfBatch(
    owners: DynArray[address, 50], ids: DynArray[uint256, 50]
) -> DynArray[uint256, 50]:
    assert len(owners) == len(ids), errors.CLAIM_RECEIVER  # guard: HOOK-lengths-view
    balances: DynArray[uint256, 50] = []
    for i: uint256 in range(len(ids), bound=50):
        balances.append(books._units(convert(ids[i], bytes32), owners[i]))
    return balances


@external
@view
@reentrant
def isApprovedForAll(owner: address, operator: address) -> bool:
    return books._approved[owner][operator]


@external
@view
@reentrant
def uri(id: uint256) -> String[64]:
    return "usance:claim:{id}"


@external
@view
@reentrant
def supportsInterface(interface_id: bytes4) -> bool:
    return interface_id in [0x01FFC9A7, 0xD9B67A26, 0x0E89341C]


@external
@view
def claim_state(claim: bytes32) -> IClaimToken.ClaimState:
    if books._claims[claim] == 0:
        return empty(IClaimToken.ClaimState)
    book: books.Book = books._load(claim)
    return IClaimToken.ClaimState(
        status=book.status,
        deemed=book.flags & books.DEEMED != 0,
        defences_waived=book.flags & books.DEFENCES_WAIVED != 0,
        setoff_waived=book.flags & books.SETOFF_WAIVED != 0,
        notified=book.flags & books.NOTIFIED != 0,
        acknowledged=book.flags & books.ACKNOWLEDGED != 0,
        prolonged=book.flags & books.PROLONGED != 0,
        settled=book.flags & books.SETTLED != 0,
        face=book.face,
        paid=book.paid,
        credited=book.credited,
        aside=book.aside,
        retired=book.retired,
        interest_paid=book.interest_paid,
        pot=books._pot[claim],
    )


@external
@view
def holding_of(claim: bytes32, account: address) -> IClaimToken.Holding:
    word: uint256 = books._holdings[claim][account]
    return IClaimToken.Holding(
        units=word & books.MASK_112,
        seen=(word >> books.SEEN_AT) & books.MASK_112,
        flags=(word >> books.HOLDING_FLAGS_AT) & books.WRITTEN_OFF,
        ent=books._ent[claim][account],
    )


@external
@view
def proceeds_of(claim: bytes32, account: address) -> uint256:
    book: books.Book = books._load(claim)
    word: uint256 = books._holdings[claim][account]
    since: uint256 = books._cash(book) - ((word >> books.SEEN_AT) & books.MASK_112)
    return (books._ent[claim][account] + (word & books.MASK_112) * since) // book.face  # down


@external
@view
def outstanding(claim: bytes32) -> uint256:
    book: books.Book = books._load(claim)
    return books._money(book, books._rest(book))


@external
@view
@reentrant
def sub_account(kind: uint256, owner: address, other: address) -> address:
    return books._sub_account(kind, owner, other)


@external
@view
def asset_in_force(claim: IClaimToken.Claim) -> (address, uint256):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    return self._asset_of(claim, id, book.flags)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_approved(owner: address):
    approved: bool = owner == msg.sender or books._approved[owner][msg.sender]
    assert approved, errors.CLAIM_APPROVAL  # guard: APPROVAL


@internal
@view
def _check_not_held(party: address):
    assert units._status_of(party) != HELD, errors.PARTY_HELD  # guard: HELD-units


@internal
@view
def _asset_of(claim: IClaimToken.Claim, id: bytes32, flags: uint256) -> (address, uint256):
    if flags & books.ASSET_CHANGED != 0:
        word: uint256 = books._asset[id]
        return convert(word & books.MASK_160, address), word >> books.SCALE_AT
    return claim.asset, claim.asset_scale
