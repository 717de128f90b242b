# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Who has financed what
@license MIT
@notice One object (an invoice) is taken once (interfaces/IChargeRegistry.vyi). Holds no money.

        How a key is kept: what is known of an object lies under its root, the key of its first use.
        A rotation gives it another key, an alias that leads straight to the root, and retires the one
        before; so any number of rotations costs one look more than none. A retired key, and an alias,
        is never empty again: no second object can move in under it.

        Trust: the seller signs what is charged, and the ClaimToken fixed at deployment says what is
        taken on the ledger. A verifier that rotates to a false fingerprint can hide an object from
        those who look under the true one; the event names it.
@custom:kill `pause` stops `charge` for at most 14 days, not again within 90. Giving back, releasing
        and rotating cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IChargeRegistry
from interfaces import IGuardian
from interfaces import IPartyRegistry
from interfaces import ISignatures

implements: IChargeRegistry
implements: IGuardian
implements: ISignatures

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import packing
from contracts.modules import signatures

initializes: guardian
initializes: signatures

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

exports: (
    guardian.stopped_until,
    signatures.cancel_nonce,
    signatures.nonce_used,
    signatures.domain_separator,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

CHARGE_TYPE: constant(bytes32) = keccak256(
    "Charge(address seller,bytes32 fingerprint,address creditor,uint256 object_amount,uint256 amount,uint256 until,bytes32 filing,bytes32 reference,uint256 nonce,uint256 deadline)"
)

# [s] The longest charge.
LONGEST: constant(uint256) = 180 * 86_400

# The word of a root: the whole object [minor], what claims and charges use of it [minor], marks.
AMOUNT_AT: constant(uint256) = 0
AMOUNT_BITS: constant(uint256) = 112
USED_AT: constant(uint256) = 112
USED_BITS: constant(uint256) = 112
# The key was the first of an object: stays when the object is free again.
ROOT: constant(uint256) = 1 << 224
# The key leads to a root, in `_root`.
ALIAS: constant(uint256) = 1 << 225
# The key was rotated away, root or alias.
RETIRED: constant(uint256) = 1 << 226

# The word of a charge.
UNTIL_AT: constant(uint256) = 112
UNTIL_BITS: constant(uint256) = 64

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CLAIMS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                FLAGS/STRUCTS
# ---------------------------------------------------------------------------

struct Held:
    key: bytes32                   # as first written
    creditor: address
    seller: address
    word: uint256                  # amount [minor], until [unix s]

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# key -> word; 0 = never used
_word: HashMap[bytes32, uint256]
# alias -> root
_root: HashMap[bytes32, bytes32]
# root -> the key in use now; 0 = the root itself
_present: HashMap[bytes32, bytes32]
# root -> [minor] of what is used, the part of the charges
_charged: HashMap[bytes32, uint256]
# id -> charge
_charge: HashMap[bytes32, Held]

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, claims: address):
    """
    @param registry The PartyRegistry.
    @param claims The ClaimToken, which takes and gives back; may be deployed later at this address.
    """
    signatures.__init__("Usance ChargeRegistry")
    REGISTRY = registry
    CLAIMS = claims

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def take(fingerprint: bytes32, seller: address, object_amount: uint256, amount: uint256) -> bytes32:
    assert msg.sender == CLAIMS, errors.CHARGE_NOT_PARTY  # guard: NOT_PARTY-take
    key: bytes32 = self._key(fingerprint, seller)
    self._use(key, object_amount, amount)
    log IChargeRegistry.Taken(key=key, seller=seller, amount=amount, object_amount=object_amount)
    return key


@external
def give_back(fingerprint: bytes32, seller: address, amount: uint256):
    assert msg.sender == CLAIMS, errors.CHARGE_NOT_PARTY  # guard: NOT_PARTY-give_back
    key: bytes32 = self._key(fingerprint, seller)
    root: bytes32 = self._follow(key)
    used: uint256 = packing._get(self._word[root], USED_AT, USED_BITS)
    on_ledger: uint256 = used - self._charged[root]
    assert amount != 0 and amount <= on_ledger, errors.CHARGE_NOT_TAKEN  # guard: INV10-more
    self._free(root, amount)
    log IChargeRegistry.GivenBack(key=key, amount=amount)


@external
def charge(
    fingerprint: bytes32,
    seller: address,
    object_amount: uint256,
    amount: uint256,
    until: uint256,
    filing: bytes32,
    reference: bytes32,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
) -> bytes32:
    guardian._check_running()
    self._check_creditor()
    # Its signature is an act of today: a seller that is held, insolvent or removed does none.
    active: bool = staticcall IPartyRegistry(REGISTRY).may(seller, empty(IPartyRegistry.Role))
    assert active, errors.CHARGE_NOT_ADMITTED  # guard: NOT_ADMITTED-signing
    assert until > block.timestamp and until <= block.timestamp + LONGEST, errors.CHARGE_TERM  # guard: TERM
    assert filing != empty(bytes32), errors.CHARGE_TERMS  # guard: TERMS-filing
    assert reference != empty(bytes32), errors.CHARGE_TERMS  # guard: TERMS-reference
    struct_hash: bytes32 = keccak256(
        abi_encode(
            CHARGE_TYPE,
            seller,
            fingerprint,
            msg.sender,
            object_amount,
            amount,
            until,
            filing,
            reference,
            nonce,
            deadline,
        )
    )
    signatures._consume(seller, struct_hash, nonce, deadline, signature)
    key: bytes32 = self._key(fingerprint, seller)
    root: bytes32 = self._use(key, object_amount, amount)
    self._charged[root] += amount
    # A nonce of the seller works once, so no two charges share an id.
    id: bytes32 = keccak256(abi_encode(key, msg.sender, seller, nonce))
    word: uint256 = packing._put(amount, UNTIL_AT, UNTIL_BITS, until)
    self._charge[id] = Held(key=key, creditor=msg.sender, seller=seller, word=word)
    log IChargeRegistry.Charged(
        charge=id,
        key=key,
        creditor=msg.sender,
        seller=seller,
        amount=amount,
        until=until,
        filing=filing,
        reference=reference,
    )
    return id


@external
def release_charge(charge: bytes32):
    held: Held = self._charge[charge]
    assert held.creditor != empty(address), errors.CHARGE_UNKNOWN  # guard: UNKNOWN-charge
    if msg.sender != held.creditor:
        over: bool = block.timestamp > packing._get(held.word, UNTIL_AT, UNTIL_BITS)
        assert over, errors.CHARGE_NOT_PARTY  # guard: NOT_PARTY-release
    amount: uint256 = packing._get(held.word, AMOUNT_AT, AMOUNT_BITS)
    root: bytes32 = self._follow(held.key)
    self._charged[root] -= amount
    self._free(root, amount)
    self._charge[charge] = empty(Held)
    log IChargeRegistry.ChargeReleased(charge=charge, key=held.key, by=msg.sender)


@external
def rotate(seller: address, old_fingerprint: bytes32, new_fingerprint: bytes32):
    verifier: bool = staticcall IPartyRegistry(REGISTRY).may(
        msg.sender, IPartyRegistry.Role.VERIFIER
    )
    assert verifier, errors.CHARGE_NOT_ADMITTED  # guard: NOT_ADMITTED-verifier
    own: bool = self._identity(msg.sender) == self._identity(seller)
    assert not own, errors.CHARGE_NOT_PARTY  # guard: NOT_PARTY-rotate
    old_key: bytes32 = self._key(old_fingerprint, seller)
    new_key: bytes32 = self._key(new_fingerprint, seller)
    word: uint256 = self._word[old_key]
    assert word & RETIRED == 0, errors.CHARGE_ROTATED  # guard: INV1-rotated-again
    root: bytes32 = self._follow(old_key)
    live: bool = packing._get(self._word[root], AMOUNT_AT, AMOUNT_BITS) != 0
    assert live, errors.CHARGE_UNKNOWN  # guard: UNKNOWN-object
    assert self._word[new_key] == 0, errors.CHARGE_KEY_USED  # guard: INV1-new-key
    self._word[old_key] = word | RETIRED
    self._word[new_key] = ALIAS
    self._root[new_key] = root
    self._present[root] = new_key
    log IChargeRegistry.Rotated(old_key=old_key, new_key=new_key, by=msg.sender)

# --- the stop ---

@external
def pause():
    guardian._stop(REGISTRY)


@external
def unpause():
    guardian._release(REGISTRY)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def key_of(fingerprint: bytes32, seller: address) -> bytes32:
    return self._key(fingerprint, seller)


@external
@view
def present_key(key: bytes32) -> bytes32:
    root: bytes32 = self._follow(key)
    present: bytes32 = self._present[root]
    if present == empty(bytes32):
        return root
    return present


@external
@view
def object_of(key: bytes32) -> IChargeRegistry.Object:
    root: bytes32 = self._follow(key)
    word: uint256 = self._word[root]
    charged: uint256 = self._charged[root]
    return IChargeRegistry.Object(
        amount=packing._get(word, AMOUNT_AT, AMOUNT_BITS),
        on_ledger=packing._get(word, USED_AT, USED_BITS) - charged,
        charged=charged,
    )


@external
@view
def is_free(fingerprint: bytes32, seller: address, amount: uint256) -> bool:
    identity: bytes32 = self._identity(seller)
    if identity == empty(bytes32) or fingerprint == empty(bytes32):
        return False
    if amount == 0 or amount >= 1 << AMOUNT_BITS:
        return False
    key: bytes32 = keccak256(abi_encode(fingerprint, identity))
    if self._word[key] & RETIRED != 0:
        return False
    word: uint256 = self._word[self._follow(key)]
    whole: uint256 = packing._get(word, AMOUNT_AT, AMOUNT_BITS)
    if whole == 0:
        return True
    return amount <= whole - packing._get(word, USED_AT, USED_BITS)


@external
@view
def charge_of(charge: bytes32) -> IChargeRegistry.Charge:
    held: Held = self._charge[charge]
    return IChargeRegistry.Charge(
        key=held.key,
        creditor=held.creditor,
        seller=held.seller,
        amount=packing._get(held.word, AMOUNT_AT, AMOUNT_BITS),
        until=packing._get(held.word, UNTIL_AT, UNTIL_BITS),
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_creditor():
    bank: bool = staticcall IPartyRegistry(REGISTRY).may(msg.sender, IPartyRegistry.Role.BANK)
    if not bank:
        financier: bool = staticcall IPartyRegistry(REGISTRY).may(
            msg.sender, IPartyRegistry.Role.FINANCIER
        )
        assert financier, errors.CHARGE_NOT_ADMITTED  # guard: NOT_ADMITTED-creditor


@internal
@view
def _identity(party: address) -> bytes32:
    """
    @notice The legal person behind the address, fixed at its admission; 0 when never admitted.
    """
    known: IPartyRegistry.Party = staticcall IPartyRegistry(REGISTRY).party_of(party)
    return known.identity


@internal
@view
def _key(fingerprint: bytes32, seller: address) -> bytes32:
    assert fingerprint != empty(bytes32), errors.CHARGE_TERMS  # guard: TERMS-fingerprint
    identity: bytes32 = self._identity(seller)
    assert identity != empty(bytes32), errors.CHARGE_NOT_ADMITTED  # guard: NOT_ADMITTED-seller
    return keccak256(abi_encode(fingerprint, identity))


@internal
@view
def _follow(key: bytes32) -> bytes32:
    """
    @notice The root of a key: one step, however often it was rotated.
    """
    if self._word[key] & ALIAS != 0:
        return self._root[key]
    return key


@internal
def _use(key: bytes32, object_amount: uint256, amount: uint256) -> bytes32:
    """
    @notice Take `amount` of what is free; the first use fixes the whole (INV1).
    @return The root.
    """
    assert object_amount != 0 and object_amount < 1 << AMOUNT_BITS, errors.CHARGE_TERMS  # guard: TERMS-object
    assert amount != 0, errors.CHARGE_TERMS  # guard: TERMS-amount
    word: uint256 = self._word[key]
    assert word & RETIRED == 0, errors.CHARGE_ROTATED  # guard: INV1-rotated
    root: bytes32 = key
    if word & ALIAS != 0:
        root = self._root[key]
        word = self._word[root]
    whole: uint256 = packing._get(word, AMOUNT_AT, AMOUNT_BITS)
    if whole == 0:
        whole = object_amount
        word = packing._put(word | ROOT, AMOUNT_AT, AMOUNT_BITS, whole)
    assert whole == object_amount, errors.CHARGE_OTHER_AMOUNT  # guard: INV1-amount
    used: uint256 = packing._get(word, USED_AT, USED_BITS)
    assert amount <= whole - used, errors.CHARGE_TAKEN  # guard: INV1-taken
    self._word[root] = packing._put(word, USED_AT, USED_BITS, used + amount)
    return root


@internal
def _free(root: bytes32, amount: uint256):
    """
    @notice Nothing used any more: the next use fixes the whole anew (INV10). The root's marks stay.
    """
    word: uint256 = self._word[root]
    used: uint256 = packing._get(word, USED_AT, USED_BITS) - amount
    word = packing._put(word, USED_AT, USED_BITS, used)
    if used == 0:
        word = packing._put(word, AMOUNT_AT, AMOUNT_BITS, 0)
    self._word[root] = word
