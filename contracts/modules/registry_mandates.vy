# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Mandates of debtors
@notice Owns a debtor's word that its silence on an invoice of a seller is acceptance, given by
        its own transaction or under its signature.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import registry_parties as parties
from contracts.modules import signatures

uses: parties
uses: signatures

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

MAX_DAYS: constant(uint256) = 366

MANDATE_TYPE: constant(bytes32) = keccak256(
    "Mandate(address debtor,address seller,uint256 limit,uint256 days,uint256 until,uint256 nonce,uint256 deadline)"
)

# A mandate's word: limit | days | until.
LIMIT_AT: constant(uint256) = 0
LIMIT_BITS: constant(uint256) = 112
DAYS_AT: constant(uint256) = 112
DAYS_BITS: constant(uint256) = 16
UNTIL_AT: constant(uint256) = 128
UNTIL_BITS: constant(uint256) = 64

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# debtor -> seller -> word
_mandate: HashMap[address, HashMap[address, uint256]]

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def set_mandate(seller: address, limit: uint256, days: uint256, until: uint256):
    self._set_mandate(msg.sender, seller, limit, days, until)


@external
def set_mandate_signed(
    debtor: address,
    seller: address,
    limit: uint256,
    days: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    struct_hash: bytes32 = self._mandate_hash(debtor, seller, limit, days, until, nonce, deadline)
    signatures._consume(debtor, struct_hash, nonce, deadline, signature)
    self._set_mandate(debtor, seller, limit, days, until)


@external
def revoke_mandate(seller: address):
    assert self._mandate[msg.sender][seller] != 0, errors.MANDATE  # guard: MANDATE-none
    self._mandate[msg.sender][seller] = 0
    log IPartyRegistry.MandateRevoked(debtor=msg.sender, seller=seller)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def mandate(debtor: address, seller: address) -> IPartyRegistry.Mandate:
    word: uint256 = self._mandate[debtor][seller]
    return IPartyRegistry.Mandate(
        limit=packing._get(word, LIMIT_AT, LIMIT_BITS),
        days=packing._get(word, DAYS_AT, DAYS_BITS),
        until=packing._get(word, UNTIL_AT, UNTIL_BITS),
    )


@external
@view
def mandate_digest(
    debtor: address,
    seller: address,
    limit: uint256,
    days: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
) -> bytes32:
    struct_hash: bytes32 = self._mandate_hash(debtor, seller, limit, days, until, nonce, deadline)
    return signatures._digest(struct_hash)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _set_mandate(debtor: address, seller: address, limit: uint256, days: uint256, until: uint256):
    parties._admitted(debtor)
    assert seller != empty(address) and seller != debtor, errors.MANDATE  # guard: MANDATE-seller
    assert limit != 0 and limit < 2**112, errors.MANDATE  # guard: MANDATE-limit
    assert days != 0 and days <= MAX_DAYS, errors.MANDATE  # guard: MANDATE-days
    assert until > block.timestamp and until < 2**64, errors.MANDATE  # guard: MANDATE-until
    word: uint256 = packing._put(0, LIMIT_AT, LIMIT_BITS, limit)
    word = packing._put(word, DAYS_AT, DAYS_BITS, days)
    self._mandate[debtor][seller] = packing._put(word, UNTIL_AT, UNTIL_BITS, until)
    log IPartyRegistry.MandateSet(
        debtor=debtor, seller=seller, limit=limit, days=days, until=until
    )


@internal
@view
def _mandate_hash(
    debtor: address,
    seller: address,
    limit: uint256,
    days: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
) -> bytes32:
    return keccak256(
        abi_encode(MANDATE_TYPE, debtor, seller, limit, days, until, nonce, deadline)
    )
