# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Whose signatures count
@notice Owns an institution's signers and their deputies, and reads bundles of signatures. A voice is
        a signer; its own key and its deputies' keys are that one voice. In a bundle every voice
        stands once: the proposer is nobody's check, and nobody checks twice.
        A retired key stays retired until a change makes it a signer again; then its old
        deputies stay dead, for they were named in an earlier term.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IInstitutionAccount

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import account_policy as policy
from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import signatures

uses: policy
uses: signatures

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

SIGNER: constant(uint256) = 1
DEPUTY: constant(uint256) = 2
RETIRED: constant(uint256) = 3
MAX_SIGNERS: constant(uint256) = 16
MAX_DELEGATION: constant(uint256) = 92 * 86_400

DELEGATION_TYPE: constant(bytes32) = keccak256(
    "Delegation(address principal,address deputy,uint256 rights,uint256 until,uint256 nonce,uint256 deadline)"
)

# A signer's word: standing | term | rights.
STANDING_BITS: constant(uint256) = 8
TERM_AT: constant(uint256) = 8
TERM_BITS: constant(uint256) = 16
RIGHTS_AT: constant(uint256) = 24
RIGHTS_BITS: constant(uint256) = 32
# A deputy's word: principal | term of the principal | rights | until.
PRINCIPAL_BITS: constant(uint256) = 160
NAMED_IN_AT: constant(uint256) = 160
MAY_AT: constant(uint256) = 176
UNTIL_AT: constant(uint256) = 208
UNTIL_BITS: constant(uint256) = 48

# ---------------------------------------------------------------------------
#                                FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# One part of a bundle.
struct Entry:
    key: address
    signature: Bytes[1024]

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_signers: DynArray[address, 16]
_key: HashMap[address, uint256]
_deputy: HashMap[address, uint256]

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def delegate(
    principal: address,
    deputy: address,
    rights: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    word: uint256 = self._key[principal]
    assert packing._get(word, 0, STANDING_BITS) == SIGNER, errors.ACCOUNT_SIGNER  # guard: SIGNER-principal
    if msg.sender != principal:
        struct_hash: bytes32 = self._delegation_hash(
            principal, deputy, rights, until, nonce, deadline
        )
        signatures._consume(principal, struct_hash, nonce, deadline, signature)
    # A signer is a voice of its own, and a retired key is retired.
    standing: uint256 = packing._get(self._key[deputy], 0, STANDING_BITS)
    self._check_delegation(standing == 0)  # guard: DELEGATION-standing
    self._check_delegation(deputy != empty(address) and deputy != self)  # guard: DELEGATION-deputy
    known: IInstitutionAccount.Key = self._deputy_of(deputy)
    foreign: bool = known.standing == DEPUTY and known.principal != principal
    self._check_delegation(not foreign)  # guard: DELEGATION-foreign
    if rights == 0:
        self._check_delegation(known.standing == DEPUTY)  # guard: DELEGATION-none
        self._deputy[deputy] = 0
        log IInstitutionAccount.DeputySet(principal=principal, deputy=deputy, rights=0, until=0)
        return
    self._check_delegation(until >= block.timestamp)  # guard: DELEGATION-past
    self._check_delegation(until <= block.timestamp + MAX_DELEGATION)  # guard: DELEGATION-long
    named_in: uint256 = packing._get(word, TERM_AT, TERM_BITS)
    fresh: uint256 = packing._put(0, MAY_AT, RIGHTS_BITS, rights)
    fresh = packing._put(fresh, NAMED_IN_AT, TERM_BITS, named_in)
    fresh = packing._put(fresh, UNTIL_AT, UNTIL_BITS, until)
    self._deputy[deputy] = fresh | convert(principal, uint256)
    log IInstitutionAccount.DeputySet(
        principal=principal, deputy=deputy, rights=rights, until=until
    )

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def signers() -> DynArray[address, 16]:
    return self._signers


@external
@view
def key_of(key: address) -> IInstitutionAccount.Key:
    return self._key_of(key)


@external
@view
def delegation_digest(
    principal: address,
    deputy: address,
    rights: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
) -> bytes32:
    struct_hash: bytes32 = self._delegation_hash(
        principal, deputy, rights, until, nonce, deadline
    )
    return signatures._digest(struct_hash)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _key_of(key: address) -> IInstitutionAccount.Key:
    word: uint256 = self._key[key]
    standing: uint256 = packing._get(word, 0, STANDING_BITS)
    if standing == 0:
        return self._deputy_of(key)
    found: IInstitutionAccount.Key = empty(IInstitutionAccount.Key)
    found.standing = standing
    if standing == SIGNER:
        found.rights = packing._get(word, RIGHTS_AT, RIGHTS_BITS)
    return found


@internal
@view
def _deputy_of(key: address) -> IInstitutionAccount.Key:
    """
    @notice The key as a deputy; nobody when its time is over or its principal is no longer the
            signer, in the term, that named it.
    """
    word: uint256 = self._deputy[key]
    found: IInstitutionAccount.Key = empty(IInstitutionAccount.Key)
    until: uint256 = packing._get(word, UNTIL_AT, UNTIL_BITS)
    principal: address = convert(packing._get(word, 0, PRINCIPAL_BITS), address)
    signer: uint256 = self._key[principal]
    named_in: uint256 = packing._get(word, NAMED_IN_AT, TERM_BITS)
    live: bool = (
        block.timestamp <= until
        and packing._get(signer, 0, STANDING_BITS) == SIGNER
        and packing._get(signer, TERM_AT, TERM_BITS) == named_in
    )
    if live:
        found.standing = DEPUTY
        found.principal = principal
        found.until = until
        both: uint256 = packing._get(word, MAY_AT, RIGHTS_BITS)
        both = both & packing._get(signer, RIGHTS_AT, RIGHTS_BITS)
        # Who governs is never a deputy's business.
        found.rights = both & ~(1 << policy.GOVERN)
    return found


@internal
@view
def _voice(key: address) -> (address, uint256):
    """
    @notice The signer that the key speaks for now, and what it may consent to.
    """
    found: IInstitutionAccount.Key = self._key_of(key)
    known: bool = found.standing == SIGNER or found.standing == DEPUTY
    assert known, errors.ACCOUNT_SIGNER  # guard: SIGNER
    if found.standing == DEPUTY:
        return found.principal, found.rights
    return key, found.rights


@internal
@pure
def _check_delegation(sound: bool):
    assert sound, errors.ACCOUNT_DELEGATION  # guard: DELEGATION


@internal
@pure
def _entry(bundle: Bytes[1024], at: uint256) -> Entry:
    """
    @notice The part of the bundle that begins at byte `at`.
    """
    size: uint256 = len(bundle)
    assert at + 32 <= size, errors.SIGNATURE_SHAPE  # guard: ACC2-head
    head: uint256 = extract32(bundle, at, output_type=uint256)
    length: uint256 = head & (2**96 - 1)
    assert length <= size - at - 32, errors.SIGNATURE_SHAPE  # guard: ACC2-length
    found: Entry = Entry(key=convert(head >> 96, address), signature=b"")
    if length != 0:
        found.signature = slice(bundle, at + 32, length)
    return found


@internal
def _bind(
    proposer: address,
    struct_hash: bytes32,
    nonce: uint256,
    deadline: uint256,
    bundle: Bytes[1024],
) -> DynArray[uint256, 8]:
    """
    @notice Accept a bundle once: the nonce is the proposer's.
    @return The rights of each voice that consents beside the proposer.
    """
    first: Entry = self._entry(bundle, 0)
    assert first.key == proposer, errors.ACCOUNT_SIGNER  # guard: SIGNER-proposer
    signatures._consume(proposer, struct_hash, nonce, deadline, first.signature)
    digest: bytes32 = signatures._digest(struct_hash)
    return self._consents(first, digest, bundle)


@internal
@view
def _consents(first: Entry, digest: bytes32, bundle: Bytes[1024]) -> DynArray[uint256, 8]:
    """
    @notice The consents of a bundle whose first part, the proposer's, was checked. Whoever sends
            the transaction plays no part.
    """
    voice: address = empty(address)
    rights: uint256 = 0
    voice, rights = self._voice(first.key)
    voices: DynArray[address, 9] = [voice]
    found: DynArray[uint256, 8] = []
    last: uint256 = 0
    at: uint256 = 32 + len(first.signature)
    for i: uint256 in range(policy.MAX_CONSENTS):
        if at == len(bundle):
            break
        entry: Entry = self._entry(bundle, at)
        number: uint256 = convert(entry.key, uint256)
        assert number > last, errors.ACCOUNT_SORTED  # guard: SELF_CHECK-sorted
        last = number
        voice, rights = self._voice(entry.key)
        assert voice not in voices, errors.ACCOUNT_SELF_CHECK  # guard: SELF_CHECK
        signatures._check(entry.key, digest, entry.signature)
        voices.append(voice)
        found.append(rights)
        at += 32 + len(entry.signature)
    assert at == len(bundle), errors.SIGNATURE_SHAPE  # guard: ACC2-rest
    return found


@internal
@pure
def _check_quorum(consents: DynArray[uint256, 8], capability: uint256, threshold: uint256):
    """
    @notice Revert unless `threshold` of the voices have the right for the capability.
    """
    count: uint256 = 0
    for rights: uint256 in consents:
        count += (rights >> capability) & 1
    assert count >= threshold, errors.ACCOUNT_QUORUM  # guard: QUORUM


@internal
def _set_signer(key: address, rights: uint256):
    """
    @notice A new signer, or other rights for one.
    """
    policy._check_change(key != empty(address) and key != self)  # guard: CHANGE-key
    policy._check_change(rights < 2**RIGHTS_BITS)  # guard: CHANGE-rights
    word: uint256 = self._key[key]
    if packing._get(word, 0, STANDING_BITS) != SIGNER:
        policy._check_change(len(self._signers) < MAX_SIGNERS)  # guard: CHANGE-full
        self._signers.append(key)
        self._deputy[key] = 0
    word = packing._put(word, 0, STANDING_BITS, SIGNER)
    self._key[key] = packing._put(word, RIGHTS_AT, RIGHTS_BITS, rights)
    log IInstitutionAccount.SignerSet(key=key, rights=rights)


@internal
def _retire(key: address, by: address) -> bool:
    """
    @notice A signer's or deputy's key is dead from here on; the caller asks for the quorum.
    @return It was a signer.
    """
    found: IInstitutionAccount.Key = self._key_of(key)
    known: bool = found.standing == SIGNER or found.standing == DEPUTY
    assert known, errors.ACCOUNT_SIGNER  # guard: SIGNER-retire
    if found.standing == SIGNER:
        count: uint256 = len(self._signers)
        for i: uint256 in range(count, bound=MAX_SIGNERS):
            if self._signers[i] == key:
                self._signers[i] = self._signers[count - 1]
                break
        self._signers.pop()
    # The next term of this key begins with another number.
    term: uint256 = packing._get(self._key[key], TERM_AT, TERM_BITS)
    self._key[key] = packing._put(RETIRED, TERM_AT, TERM_BITS, term + 1)
    self._deputy[key] = 0
    log IInstitutionAccount.KeyRetired(key=key, by=by)
    return found.standing == SIGNER


@internal
@view
def _check_last_quorum():
    """
    @notice Revert unless every ladder can be climbed: as many signers with the right as its
            highest threshold, and one more signer who proposes. GOVERN always has a ladder, of one
            band, and its threshold is the highest: so everything else can be mended by a change.
    """
    rights: DynArray[uint256, 16] = []
    count: uint256 = len(self._signers)
    for i: uint256 in range(count, bound=MAX_SIGNERS):
        rights.append(packing._get(self._key[self._signers[i]], RIGHTS_AT, RIGHTS_BITS))
    tops: uint256 = policy._tops
    highest: uint256 = tops & policy.BYTE
    assert highest != 0 and count > highest, errors.ACCOUNT_LAST_QUORUM  # guard: ACC7-quorum
    for capability: uint256 in range(policy.CAPABILITIES):
        top: uint256 = (tops >> (policy.THRESHOLD_BITS * capability)) & policy.BYTE
        policy._check_change(top <= highest)  # guard: CHANGE-highest
        holders: uint256 = 0
        if top != 0:
            for right: uint256 in rights:
                holders += (right >> capability) & 1
        assert holders >= top, errors.ACCOUNT_LAST_QUORUM  # guard: ACC7-holders


@internal
@pure
def _delegation_hash(
    principal: address,
    deputy: address,
    rights: uint256,
    until: uint256,
    nonce: uint256,
    deadline: uint256,
) -> bytes32:
    return keccak256(
        abi_encode(
            DELEGATION_TYPE, principal, deputy, rights, until, nonce, deadline
        )
    )
