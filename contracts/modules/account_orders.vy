# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Orders: calls that several people signed
@notice Weighs the calls of an order by the account's rules, asks for the consents they need, books
        what they move, and makes them. The order is spent and booked before the first call.
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
from contracts.modules import signatures

uses: policy
uses: roster
uses: signatures

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

CALL_TYPE: constant(bytes32) = keccak256("Call(address target,uint256 value,bytes data)")
ORDER_TYPE: constant(bytes32) = keccak256(
    "Order(Call[] calls,address proposer,uint256 nonce,uint256 deadline)Call(address target,uint256 value,bytes data)"
)
WITHDRAWAL_TYPE: constant(bytes32) = keccak256(
    "Withdrawal(address proposer,uint256 nonce,uint256 deadline)"
)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def execute(
    calls: DynArray[IInstitutionAccount.Call, 8],
    proposer: address,
    nonce: uint256,
    deadline: uint256,
    bundle: Bytes[1024],
):
    self._check_call(len(calls) != 0)  # guard: CALL-none
    hashes: DynArray[bytes32, 8] = []
    sums: uint256[32] = empty(uint256[32])
    occurs: uint256 = 0
    whole: uint256 = 0
    for call: IInstitutionAccount.Call in calls:
        data_hash: bytes32 = keccak256(call.data)
        call_hash: bytes32 = self._call_hash(call.target, call.value, data_hash)
        hashes.append(call_hash)
        size: uint256 = len(call.data)
        selector: bytes4 = empty(bytes4)
        if size >= 4:
            selector = convert(slice(call.data, 0, 4), bytes4)
        self._check_target(call.target, size)
        rule: uint256 = policy._rule[call.target][selector]
        measure: uint256 = rule & policy.BYTE
        capability: uint256 = policy.OTHER
        amount: uint256 = 0
        if measure != 0:
            capability = (rule >> policy.CAPABILITY_AT) & policy.BYTE
        occurs = occurs | (1 << capability)
        if measure == policy.WORD:
            at: uint256 = 4 + 32 * (rule >> policy.WORD_AT)
            self._check_call(size >= at + 32)  # guard: CALL-short
            amount = extract32(call.data, at, output_type=uint256)
        elif measure == policy.WHOLE:
            whole = whole | (1 << capability)
        if measure == policy.VALUE:
            amount = call.value
        else:
            self._check_call(call.value == 0)  # guard: CALL-value
        sums[capability] = policy._sum(sums[capability], amount)
    struct_hash: bytes32 = self._order_hash(hashes, proposer, nonce, deadline)
    consents: DynArray[uint256, 8] = roster._bind(proposer, struct_hash, nonce, deadline, bundle)
    for capability: uint256 in range(policy.CAPABILITIES):
        if (occurs >> capability) & 1 == 0:
            continue
        threshold: uint256 = policy._book(capability, sums[capability])
        if (whole >> capability) & 1 == 1:
            threshold = policy._top(capability)
        roster._check_quorum(consents, capability, threshold)
    order: bytes32 = signatures._digest(struct_hash)
    log IInstitutionAccount.OrderExecuted(
        order=order,
        proposer=proposer,
        relayer=msg.sender,
        nonce=nonce,
        calls=len(calls),
        consents=len(consents),
    )
    for call: IInstitutionAccount.Call in calls:
        # reviewed: what the signers signed; nothing of the answer is used, a refusal is passed on
        # whole, this account is locked and already has spent and booked the order.
        raw_call(call.target, call.data, value=call.value)


@external
def withdraw_order(proposer: address, nonce: uint256, deadline: uint256, signature: Bytes[1024]):
    struct_hash: bytes32 = keccak256(abi_encode(WITHDRAWAL_TYPE, proposer, nonce, deadline))
    signatures._consume(proposer, struct_hash, nonce, deadline, signature)
    log IInstitutionAccount.OrderWithdrawn(proposer=proposer, nonce=nonce)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def order_digest(
    calls: DynArray[IInstitutionAccount.Call, 8],
    proposer: address,
    nonce: uint256,
    deadline: uint256,
) -> bytes32:
    hashes: DynArray[bytes32, 8] = []
    for call: IInstitutionAccount.Call in calls:
        data_hash: bytes32 = keccak256(call.data)
        call_hash: bytes32 = self._call_hash(call.target, call.value, data_hash)
        hashes.append(call_hash)
    struct_hash: bytes32 = self._order_hash(hashes, proposer, nonce, deadline)
    return signatures._digest(struct_hash)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_call(sound: bool):
    assert sound, errors.ACCOUNT_CALL  # guard: CALL


@internal
@view
def _check_target(target: address, size: uint256):
    """
    @notice An order never calls the account: changes have their own way. Data goes to code only,
            for a call to an address without code would succeed and do nothing.
    """
    self._check_call(target != self and target != empty(address))  # guard: CALL-self
    if size != 0:
        self._check_call(size >= 4 and target.is_contract)  # guard: CALL-code


@internal
@pure
def _call_hash(target: address, amount: uint256, data_hash: bytes32) -> bytes32:
    return keccak256(abi_encode(CALL_TYPE, target, amount, data_hash))


@internal
@pure
def _order_hash(
    hashes: DynArray[bytes32, 8], proposer: address, nonce: uint256, deadline: uint256
) -> bytes32:
    # EIP-712 hashes an array as its elements without length: encoding (offset, length, elements)
    # minus its first two words.
    encoded: Bytes[320] = abi_encode(hashes)
    size: uint256 = 32 * len(hashes)
    elements: Bytes[320] = slice(encoded, 64, size)
    return keccak256(
        abi_encode(ORDER_TYPE, keccak256(elements), proposer, nonce, deadline)
    )
