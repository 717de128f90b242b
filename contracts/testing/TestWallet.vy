# pragma version 0.4.3
# pragma nonreentrancy off
"""
@title A party that is a contract
@notice For tests only: a wallet with one owner. It makes calls for its owner, answers ERC-1271
        for the owner's key and for digests the owner approved, and takes an answer back.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

YES: constant(bytes4) = 0x1626BA7E
NO: constant(bytes4) = 0xFFFFFFFF
# Largest s of the canonical half of secp256k1.
HALF_ORDER: constant(uint256) = 57_896_044_618_658_097_711_785_492_504_343_953_926_418_782_139_537_452_191_302_581_570_759_080_747_168

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

owner: public(address)
# keccak256(signature) -> its answer is no for good
revoked: public(HashMap[bytes32, bool])
# digest -> approved without any signature
approved: public(HashMap[bytes32, bool])
# digest -> a longer signature, as multi-key wallets use, whose hash is accepted for it
accepted: public(HashMap[bytes32, bytes32])
# how often the ERC-1155 hooks were called
hooks: public(uint256)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(owner: address):
    self.owner = owner

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@payable
def __default__():
    pass


@external
@payable
def execute(target: address, data: Bytes[16384]) -> Bytes[4096]:
    """
    @notice Call for the owner; the target's answer and its revert reason are passed on.
    """
    assert msg.sender == self.owner, "wallet: not the owner"
    # reviewed: a wallet exists to make its owner's calls; only for tests.
    return raw_call(target, data, max_outsize=4096, value=msg.value)


@external
def execute_batch(
    targets: DynArray[address, 16], datas: DynArray[Bytes[4096], 16]
) -> DynArray[Bytes[256], 16]:
    """
    @notice Several calls in one transaction, in order, with their answers; the first refusal
            undoes them all.
    """
    assert msg.sender == self.owner, "wallet: not the owner"
    assert len(targets) == len(datas), "wallet: a call for each target"
    answers: DynArray[Bytes[256], 16] = []
    for i: uint256 in range(len(targets), bound=16):
        # reviewed: a wallet exists to make its owner's calls; only for tests.
        answer: Bytes[256] = raw_call(targets[i], datas[i], max_outsize=256)
        answers.append(answer)
    return answers


@external
def approve_digest(digest: bytes32, yes: bool):
    assert msg.sender == self.owner, "wallet: not the owner"
    self.approved[digest] = yes


@external
def accept_signature(digest: bytes32, signature: Bytes[1024]):
    """
    @notice Stands for several keys: this signature of any length is right for the digest.
    """
    assert msg.sender == self.owner, "wallet: not the owner"
    self.accepted[digest] = keccak256(signature)


@external
def revoke(signature: Bytes[1024]):
    """
    @notice From now on the wallet says no to this signature.
    """
    assert msg.sender == self.owner, "wallet: not the owner"
    self.revoked[keccak256(signature)] = True


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, amount: uint256, data: Bytes[1024]
) -> bytes4:
    """
    @notice ERC-1155: it takes every unit, and counts that it was asked.
    """
    self.hooks += 1
    return 0xF23A6E61


@external
def onERC1155BatchReceived(
    operator: address,
    sender: address,
    ids: DynArray[uint256, 50],
    amounts: DynArray[uint256, 50],
    data: Bytes[1024],
) -> bytes4:
    """
    @notice ERC-1155: the same of a batch.
    """
    self.hooks += 1
    return 0xBC197C81

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes4:
    """
    @notice ERC-1271.
    """
    mark: bytes32 = keccak256(signature)
    if self.revoked[mark]:
        return NO
    if self.approved[digest] or self.accepted[digest] == mark:
        return YES
    if len(signature) == 65:
        r: uint256 = extract32(signature, 0, output_type=uint256)
        s: uint256 = extract32(signature, 32, output_type=uint256)
        v: Bytes[1] = slice(signature, 64, 1)
        if s > HALF_ORDER:
            return NO
        signer: address = ecrecover(digest, convert(v, uint256), r, s)
        if signer == self.owner and signer != empty(address):
            return YES
    return NO
