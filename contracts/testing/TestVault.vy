# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The shared modules on their own
@notice For tests only: wires ledger, delivery, guardian, signatures, tokens and packing as a
        money-holding contract of the suite does, with one pot a depositor.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IGuardian
from interfaces import ISignatures
from interfaces import IWithdrawals

implements: IGuardian
implements: ISignatures
implements: IWithdrawals

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import delivery
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import packing
from contracts.modules import signatures
from contracts.modules import tokens

initializes: guardian
initializes: ledger
initializes: delivery[ledger := ledger]
initializes: signatures

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

exports: (
    delivery.deliver,
    guardian.stopped_until,
    ledger.owed,
    ledger.withdrawable,
    signatures.cancel_nonce,
    signatures.domain_separator,
    signatures.nonce_used,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

WORDS_TYPE: constant(bytes32) = keccak256("Words(bytes32 words,uint256 nonce,uint256 deadline)")

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: immutable(address)

# ---------------------------------------------------------------------------
#                                   EVENTS
# ---------------------------------------------------------------------------

event Paid:
    delivered: bool


event Accepted:
    signer: indexed(address)
    words: bytes32

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# asset -> [token] deposited and not yet paid out
pot: public(HashMap[address, uint256])

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address):
    signatures.__init__("Usance TestVault")
    REGISTRY = registry

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def deposit(asset: address, amount: uint256):
    """
    @notice New risk: refused while stopped.
    """
    guardian._check_running()
    tokens._pull(asset, msg.sender, self, amount)
    self.pot[asset] += amount


@external
def pay(asset: address, to: address, amount: uint256) -> bool:
    """
    @notice Out of the pot, or parked.
    """
    self.pot[asset] -= amount
    delivered: bool = delivery._push_or_park(asset, self, to, amount)
    log Paid(delivered=delivered)
    return delivered


@external
def pay_from(asset: address, to: address, amount: uint256) -> bool:
    """
    @notice Straight from the sender, or pulled and parked.
    """
    delivered: bool = delivery._push_or_park(asset, msg.sender, to, amount)
    log Paid(delivered=delivered)
    return delivered


@external
def send(asset: address, to: address, amount: uint256):
    """
    @notice Out of the pot, exactly or not at all.
    """
    self.pot[asset] -= amount
    tokens._send(asset, to, amount)


@external
def credit(party: address, asset: address, amount: uint256):
    """
    @notice From the pot to a balance.
    """
    self.pot[asset] -= amount
    ledger._credit(party, asset, amount)


@external
def withdraw(asset: address, party: address, to: address) -> uint256:
    return ledger._withdraw(REGISTRY, asset, party, to)


@external
def redirect(party: address, asset: address, amount: uint256, to: address, order: bytes32):
    ledger._redirect(REGISTRY, party, asset, amount, to, order)


@external
def pause():
    guardian._stop(REGISTRY)


@external
def release():
    guardian._release(REGISTRY)


@external
def accept_words(
    signer: address, words: bytes32, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    """
    @notice Takes the signer's word for `words`.
    """
    struct_hash: bytes32 = keccak256(abi_encode(WORDS_TYPE, words, nonce, deadline))
    signatures._consume(signer, struct_hash, nonce, deadline, signature)
    log Accepted(signer=signer, words=words)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def field_of(word: uint256, at: uint256, bits: uint256) -> uint256:
    return packing._get(word, at, bits)


@external
@view
def with_field(word: uint256, at: uint256, bits: uint256, number: uint256) -> uint256:
    return packing._put(word, at, bits, number)
