# pragma version 0.4.3
# pragma nonreentrancy off
"""
@title A party that answers with a megabyte
@notice For tests only: like HostileParty, but its malice is the size of what it returns, or of
        what it reverts with when `loud`.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

WORDS: constant(uint256) = 32_768
HOOK_SINGLE: constant(bytes4) = 0xF23A6E61
HOOK_BATCH: constant(bytes4) = 0xBC197C81

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

owner: public(address)
loud: public(bool)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(owner: address, loud: bool):
    self.owner = owner
    self.loud = loud

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
def poke() -> bytes32[WORDS]:
    self._shout()
    return empty(bytes32[WORDS])


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, amount: uint256, data: Bytes[1024]
) -> bytes32[WORDS]:
    """
    @notice The right answer, and a megabyte behind it.
    """
    return self._answer(HOOK_SINGLE)


@external
def onERC1155BatchReceived(
    operator: address,
    sender: address,
    ids: DynArray[uint256, 50],
    amounts: DynArray[uint256, 50],
    data: Bytes[1024],
) -> bytes32[WORDS]:
    return self._answer(HOOK_BATCH)


@external
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes32[WORDS]:
    self._shout()
    return empty(bytes32[WORDS])

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _shout():
    if self.loud:
        # reviewed: the size of the reason is the attack; only for tests.
        raw_revert(abi_encode(empty(bytes32[WORDS])))


@internal
def _answer(first: bytes4) -> bytes32[WORDS]:
    self._shout()
    answer: bytes32[WORDS] = empty(bytes32[WORDS])
    answer[0] = convert(first, bytes32)
    return answer
