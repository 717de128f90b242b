# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Changes of the account itself
@notice Owns the change that waits. What can give power (a signer, a right, a lower threshold, a rule, a
        guardian) is announced and carried out 48 hours later; one signer or the guardian ends it,
        and so does whatever makes the account smaller. What only takes power away is at once:
        a key reported lost by itself, or removed by the highest threshold. Neither may leave a
        ladder that nobody can climb, and neither lowers a threshold, so that nobody comes
        closer to the account by removing others.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IInstitutionAccount

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import account_policy as policy
from contracts.modules import account_signers as roster
from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import signatures

uses: policy
uses: roster
uses: signatures

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DELAY: constant(uint256) = 48 * 3_600
# A change that nobody carries out is not kept in the drawer.
OPEN: constant(uint256) = 14 * 86_400

CHANGE_TYPE: constant(bytes32) = keccak256(
    "AccountChange(bytes32 change,address proposer,uint256 nonce,uint256 deadline)"
)
REMOVAL_TYPE: constant(bytes32) = keccak256(
    "Removal(address key,address proposer,uint256 nonce,uint256 deadline)"
)
CANCELLATION_TYPE: constant(bytes32) = keccak256(
    "Cancellation(bytes32 change,address by,uint256 nonce,uint256 deadline)"
)
FREEZE_TYPE: constant(bytes32) = keccak256("Freeze(address key,uint256 nonce,uint256 deadline)")

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_pending: IInstitutionAccount.Pending
guardian: public(address)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(first: IInstitutionAccount.Change):
    """
    @param first Signers, ladders and rules to begin with, at once.
    """
    self._apply(first)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def propose_change(
    change: IInstitutionAccount.Change,
    proposer: address,
    nonce: uint256,
    deadline: uint256,
    bundle: Bytes[1024],
):
    mark: bytes32 = self._mark(change)
    struct_hash: bytes32 = self._message(CHANGE_TYPE, mark, proposer, nonce, deadline)
    self._govern(proposer, struct_hash, nonce, deadline, bundle)
    self._drop_pending()
    ready: uint256 = block.timestamp + DELAY
    touched: uint256 = (
        len(change.removed) + len(change.signers) + len(change.ladders) + len(change.rules)
    )
    policy._check_change(touched + len(change.guardian) != 0)  # guard: CHANGE-empty
    self._pending = IInstitutionAccount.Pending(
        change=mark, ready=ready, lapses=ready + OPEN, guardian_only=touched == 0
    )
    log IInstitutionAccount.ChangeProposed(
        change=mark, proposer=proposer, ready=ready, words=change
    )


@external
def cancel_change(
    change: bytes32, by: address, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    if msg.sender != by:
        struct_hash: bytes32 = self._message(CANCELLATION_TYPE, change, by, nonce, deadline)
        signatures._consume(by, struct_hash, nonce, deadline, signature)
    pending: IInstitutionAccount.Pending = self._pending
    assert change == pending.change and change != empty(bytes32), errors.ACCOUNT_PENDING  # guard: PENDING-cancel
    known: IInstitutionAccount.Key = roster._key_of(by)
    guards: bool = by == self.guardian and not pending.guardian_only
    assert guards or known.standing == roster.SIGNER, errors.ACCOUNT_SIGNER  # guard: SIGNER-cancel
    self._pending = empty(IInstitutionAccount.Pending)
    log IInstitutionAccount.ChangeCancelled(change=change, by=by)


@external
def execute_change(change: IInstitutionAccount.Change):
    mark: bytes32 = self._mark(change)
    pending: IInstitutionAccount.Pending = self._pending
    assert mark == pending.change, errors.ACCOUNT_PENDING  # guard: PENDING-words
    assert block.timestamp >= pending.ready, errors.ACCOUNT_EARLY  # guard: ACC5-change
    assert block.timestamp <= pending.lapses, errors.ACCOUNT_PENDING  # guard: PENDING-lapsed
    self._pending = empty(IInstitutionAccount.Pending)
    self._apply(change)
    log IInstitutionAccount.ChangeExecuted(change=mark)


@external
def remove(
    key: address, proposer: address, nonce: uint256, deadline: uint256, bundle: Bytes[1024]
):
    subject: bytes32 = convert(convert(key, uint256), bytes32)
    struct_hash: bytes32 = self._message(REMOVAL_TYPE, subject, proposer, nonce, deadline)
    self._govern(proposer, struct_hash, nonce, deadline, bundle)
    self._retire(key, proposer)


@external
def freeze_key(key: address, nonce: uint256, deadline: uint256, signature: Bytes[1024]):
    if msg.sender != key:
        struct_hash: bytes32 = keccak256(abi_encode(FREEZE_TYPE, key, nonce, deadline))
        signatures._consume(key, struct_hash, nonce, deadline, signature)
    self._retire(key, key)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def pending() -> IInstitutionAccount.Pending:
    return self._pending


@external
@view
def change_digest(
    change: bytes32, proposer: address, nonce: uint256, deadline: uint256
) -> bytes32:
    struct_hash: bytes32 = self._message(CHANGE_TYPE, change, proposer, nonce, deadline)
    return signatures._digest(struct_hash)


@external
@view
def removal_digest(
    key: address, proposer: address, nonce: uint256, deadline: uint256
) -> bytes32:
    subject: bytes32 = convert(convert(key, uint256), bytes32)
    struct_hash: bytes32 = self._message(REMOVAL_TYPE, subject, proposer, nonce, deadline)
    return signatures._digest(struct_hash)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _mark(change: IInstitutionAccount.Change) -> bytes32:
    return keccak256(abi_encode(change))


@internal
@pure
def _message(
    kind: bytes32, subject: bytes32, author: address, nonce: uint256, deadline: uint256
) -> bytes32:
    """
    @notice The EIP-712 hash of a message of four words.
    """
    return keccak256(abi_encode(kind, subject, author, nonce, deadline))


@internal
def _govern(
    proposer: address,
    struct_hash: bytes32,
    nonce: uint256,
    deadline: uint256,
    bundle: Bytes[1024],
):
    """
    @notice Accept a bundle once, of the highest threshold of GOVERN signers.
    """
    consents: DynArray[uint256, 8] = roster._bind(proposer, struct_hash, nonce, deadline, bundle)
    highest: uint256 = policy._highest()
    roster._check_quorum(consents, policy.GOVERN, highest)


@internal
def _retire(key: address, by: address):
    was_signer: bool = roster._retire(key, by)
    roster._check_last_quorum()
    if was_signer:
        # The key may have had a part in the change that waits.
        self._drop_pending()


@internal
def _drop_pending():
    change: bytes32 = self._pending.change
    if change == empty(bytes32):
        return
    self._pending = empty(IInstitutionAccount.Pending)
    log IInstitutionAccount.ChangeCancelled(change=change, by=self)


@internal
def _apply(change: IInstitutionAccount.Change):
    for key: address in change.removed:
        roster._retire(key, empty(address))
    for signer: IInstitutionAccount.Signer in change.signers:
        roster._set_signer(signer.key, signer.rights)
    for ladder: IInstitutionAccount.Ladder in change.ladders:
        policy._set_ladder(ladder)
    for rule: IInstitutionAccount.Rule in change.rules:
        policy._set_rule(rule)
    for guardian: address in change.guardian:
        self.guardian = guardian
        log IInstitutionAccount.GuardianSet(guardian=guardian)
    roster._check_last_quorum()
