# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Signatures that stand in for the signer's own transaction
@notice EIP-712 with domain (name, version "1", chain id, this contract). The chain id is read at
        the call, so a fork cannot replay. A signature commits to type, parameters, nonce and
        deadline; each (signer, nonce) works once, in any order (a bitmap), and can be cancelled
        by its signer. Keys and ERC-1271 wallets are both signers; an account is not taken to be
        a plain key because it has no code, nor a wallet because it has (EIP-7702).
        The deployable calls `signatures.__init__("Usance <contract>")`, initializes the module
        and exports `cancel_nonce`, `nonce_used`, `domain_separator`.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ISignatures

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DOMAIN_TYPE: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
VERSION_HASH: constant(bytes32) = keccak256("1")
# Largest s of the canonical half of secp256k1: n // 2.
HALF_ORDER: constant(uint256) = 57_896_044_618_658_097_711_785_492_504_343_953_926_418_782_139_537_452_191_302_581_570_759_080_747_168
WALLET_YES: constant(bytes4) = 0x1626BA7E

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

NAME_HASH: immutable(bytes32)

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# signer -> nonce // 256 -> bits of the nonces used or cancelled
_used: HashMap[address, HashMap[uint256, uint256]]

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(name: String[50]):
    NAME_HASH = keccak256(name)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def cancel_nonce(nonce: uint256):
    """
    @notice The sender's signatures with this nonce work no more. Refused when it is used (ACC1).
    """
    self._use_nonce(msg.sender, nonce)
    log ISignatures.NonceCancelled(signer=msg.sender, nonce=nonce)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def nonce_used(signer: address, nonce: uint256) -> bool:
    """
    @notice Is the nonce used or cancelled?
    """
    return self._nonce_used(signer, nonce)


@external
@view
def domain_separator() -> bytes32:
    """
    @notice The EIP-712 domain separator on this chain.
    """
    return self._domain_separator()

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _consume(
    signer: address, struct_hash: bytes32, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    """
    @notice Accept the signer's signature once. `struct_hash` is the EIP-712 hash of the message
            and itself contains `nonce` and `deadline`; the deadline [unix s] is the last second.
            Order: deadline, nonce, signature. The nonce is spent before a wallet is called.
    """
    assert block.timestamp <= deadline, errors.SIGNATURE_LATE  # guard: ACC1-late
    self._use_nonce(signer, nonce)
    digest: bytes32 = self._digest(struct_hash)
    self._check(signer, digest, signature)


@internal
def _use_nonce(signer: address, nonce: uint256):
    bit: uint256 = 1 << (nonce & 255)
    word: uint256 = self._used[signer][nonce >> 8]
    assert word & bit == 0, errors.SIGNATURE_USED  # guard: ACC1-used
    self._used[signer][nonce >> 8] = word | bit


@internal
@view
def _nonce_used(signer: address, nonce: uint256) -> bool:
    return self._used[signer][nonce >> 8] & (1 << (nonce & 255)) != 0


@internal
@view
def _domain_separator() -> bytes32:
    return keccak256(abi_encode(DOMAIN_TYPE, NAME_HASH, VERSION_HASH, chain.id, self))


@internal
@view
def _digest(struct_hash: bytes32) -> bytes32:
    """
    @notice What is signed: keccak256(0x1901 . domain separator . struct hash).
    """
    domain: bytes32 = self._domain_separator()
    return keccak256(concat(x"1901", domain, struct_hash))


@internal
@view
def _check(signer: address, digest: bytes32, signature: Bytes[1024]):
    """
    @notice Revert unless `signature` is the signer's over `digest`.
            First as a key: 65 bytes r, s, v with the lower s, so each key has one signature
            (ACC2). A contract can hold no key, so this is safe for wallets and right for an
            EIP-7702 account whose code answers no ERC-1271. Then, when the signer has code now,
            its ERC-1271 answer decides.
    """
    assert signer != empty(address), errors.SIGNER_ZERO  # guard: ACC2-zero
    recovered: address = empty(address)
    if len(signature) == 65:
        r: uint256 = extract32(signature, 0, output_type=uint256)
        s: uint256 = extract32(signature, 32, output_type=uint256)
        v_byte: Bytes[1] = slice(signature, 64, 1)
        if s <= HALF_ORDER:
            recovered = ecrecover(digest, convert(v_byte, uint256), r, s)
    if recovered == signer:
        return
    if signer.is_contract:
        success: bool = False
        answer: Bytes[32] = b""
        # reviewed: static call, answer bounded to one word, failure is a no.
        success, answer = raw_call(
            signer,
            abi_encode(digest, signature, method_id=WALLET_YES),
            max_outsize=32,
            is_static_call=True,
            revert_on_failure=False,
        )
        said_yes: bool = False
        if success and len(answer) == 32:
            said_yes = convert(answer, bytes32) == convert(WALLET_YES, bytes32)
        assert said_yes, errors.WALLET_NO  # guard: ACC2-wallet
        return
    assert recovered != empty(address), errors.SIGNATURE_SHAPE  # guard: ACC2-shape
    assert recovered == signer, errors.SIGNATURE_FOREIGN  # guard: ACC1-foreign
