# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The account of a bank or a company
@notice A party that several people move together: n of m by capability and amount band. It holds
        what it is given (tokens, claims, native coin) and acts in the suite as any address does.

        Trust: nobody moves anything alone. A proposer and, by the amount, one to eight consenting
        signers of the right kind are different people, and a deputy is the person it stands for.
        The people behind the highest threshold can do everything, but new powers only 48 hours
        after they were announced in public, while any one signer or the guardian can say no.
        A lost key is reported by itself and dead at once; no removal lowers a threshold or leaves
        the account without a quorum. The sender of a transaction has no authority at all, so the
        staff need no native coin. There is no administrator, no upgrade, no recovery from outside.
@custom:kill Nothing is stopped as a whole; keys are frozen one by one, a waiting change is cancelled.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IInstitutionAccount
from interfaces import ISignatures

implements: IInstitutionAccount
implements: ISignatures

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import account_changes as changes
from contracts.modules import account_orders as orders
from contracts.modules import account_policy as policy
from contracts.modules import account_signers as roster
from contracts.modules import errors
from contracts.modules import signatures

initializes: signatures
initializes: policy
initializes: roster[policy := policy, signatures := signatures]
initializes: changes[policy := policy, roster := roster, signatures := signatures]
initializes: orders[policy := policy, roster := roster, signatures := signatures]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# All that the modules offer, for every act asks for its own signatures. In the interface's order.
exports: (
    orders.execute,
    orders.withdraw_order,
    changes.propose_change,
    changes.cancel_change,
    changes.execute_change,
    changes.remove,
    changes.freeze_key,
    roster.delegate,
    roster.signers,
    roster.key_of,
    changes.guardian,
    policy.ladder,
    policy.rule_of,
    policy.moved,
    changes.pending,
    orders.order_digest,
    changes.change_digest,
    changes.removal_digest,
    roster.delegation_digest,
    signatures.cancel_nonce,
    signatures.nonce_used,
    signatures.domain_separator,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

CONSENT_TYPE: constant(bytes32) = keccak256("Consent(address proposer,bytes32 digest)")
YES: constant(bytes4) = 0x1626BA7E
ERC165: constant(bytes4) = 0x01FFC9A7
ERC1155_RECEIVER: constant(bytes4) = 0x4E2312E0
RECEIVED: constant(bytes4) = 0xF23A6E61
BATCH_RECEIVED: constant(bytes4) = 0xBC197C81

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(first: IInstitutionAccount.Change):
    """
    @param first Signers, ladders, rules and guardian to begin with, working at once. GOVERN has a
           ladder, and every ladder the signers it needs (ACC7).
    """
    signatures.__init__("Usance InstitutionAccount")
    changes.__init__(first)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@payable
@reentrant
def __default__():
    """
    @notice Takes native coin, and no call of an unknown name.
    """
    assert len(msg.data) == 0, errors.ACCOUNT_CALL  # guard: CALL-unknown

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
@reentrant
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes4:
    first: roster.Entry = roster._entry(signature, 0)
    wrapped: bytes32 = self._consent_digest(first.key, digest)
    signatures._check(first.key, wrapped, first.signature)
    consents: DynArray[uint256, 8] = roster._consents(first, wrapped, signature)
    threshold: uint256 = policy._top(policy.SIGN)
    roster._check_quorum(consents, policy.SIGN, threshold)
    return YES


@external
@view
def consent_digest(proposer: address, digest: bytes32) -> bytes32:
    return self._consent_digest(proposer, digest)


@external
@view
@reentrant
def onERC1155Received(
    operator: address, sender: address, id: uint256, amount: uint256, data: Bytes[1024]
) -> bytes4:
    """
    @notice ERC-1155: the account takes what it is sent, also during its own order.
    """
    return RECEIVED


@external
@view
@reentrant
def onERC1155BatchReceived(
    operator: address,
    sender: address,
    ids: DynArray[uint256, 128],
    amounts: DynArray[uint256, 128],
    data: Bytes[1024],
) -> bytes4:
    """
    @notice ERC-1155: the account takes what it is sent, also during its own order.
    """
    return BATCH_RECEIVED


@external
@view
@reentrant
def supportsInterface(interface_id: bytes4) -> bool:
    """
    @notice ERC-165: itself, ERC-1155 receiver and ERC-1271.
    """
    return (
        interface_id == ERC165 or interface_id == ERC1155_RECEIVER or interface_id == YES
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _consent_digest(proposer: address, digest: bytes32) -> bytes32:
    struct_hash: bytes32 = keccak256(abi_encode(CONSENT_TYPE, proposer, digest))
    return signatures._digest(struct_hash)
