# pragma version 0.4.3
# pragma nonreentrancy off
"""
@title A party that means harm
@notice For tests only: a wallet whose owner can act through it, and that answers every other
        call (a token's call-back, ERC-1155 hooks, ERC-1271) with malice.

        kind 1 refusing (reverts), 2 burning_gas (loops until the gas is gone), 3 reentering
        (makes its armed call, then says nothing; in an ERC-1155 hook it takes the units then). The
        one that answers with a megabyte is HostileMegabyte.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

REFUSING: constant(uint256) = 1
BURNING: constant(uint256) = 2
REENTERING: constant(uint256) = 3

HOOK_SINGLE: constant(bytes4) = 0xF23A6E61
HOOK_BATCH: constant(bytes4) = 0xBC197C81

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

owner: public(address)
kind: public(uint256)
target: public(address)
calldata: public(Bytes[4096])
# What the armed call met last: 0 not made, 1 taken, 2 refused.
answer: public(uint256)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(owner: address, kind: uint256):
    assert kind >= REFUSING and kind <= REENTERING, "hostile: no such kind"
    self.owner = owner
    self.kind = kind

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def execute(target: address, data: Bytes[16384]) -> Bytes[4096]:
    """
    @notice Call for the owner, without malice.
    """
    assert msg.sender == self.owner, "hostile: not the owner"
    # reviewed: the owner's own call; only for tests.
    return raw_call(target, data, max_outsize=4096)


@external
def arm(target: address, calldata: Bytes[4096]):
    """
    @notice What a reentering party calls when it is called.
    """
    assert msg.sender == self.owner, "hostile: not the owner"
    self.target = target
    self.calldata = calldata
    self.answer = 0


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, amount: uint256, data: Bytes[1024]
) -> bytes4:
    self._harm()
    return HOOK_SINGLE


@external
def onERC1155BatchReceived(
    operator: address,
    sender: address,
    ids: DynArray[uint256, 50],
    amounts: DynArray[uint256, 50],
    data: Bytes[1024],
) -> bytes4:
    self._harm()
    return HOOK_BATCH


@external
@payable
def __default__():
    self._harm()

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _harm():
    if self.kind == REFUSING:
        raise "hostile: refused"
    elif self.kind == BURNING:
        burnt: uint256 = 0
        for i: uint256 in range(max_value(uint256)):
            burnt = i
    else:
        # reviewed: re-entry is the point of this one; only for tests.
        taken: bool = raw_call(self.target, self.calldata, revert_on_failure=False)
        self.answer = 2
        if taken:
            self.answer = 1
