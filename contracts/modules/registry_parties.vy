# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The parties of the registry
@notice Owns what is known of a party: one word (roles, status, validity, admission, number of
        courts), its identity, its proposal, and the addresses of one identity. The deployable exports
        every act and view, and calls `_admit` when the party has agreed.
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
from contracts.modules import registry_capabilities as capabilities

uses: capabilities

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

ACTIVE: constant(uint256) = 1
HELD: constant(uint256) = 2
INSOLVENT: constant(uint256) = 3
REMOVED: constant(uint256) = 4

# A party's word: roles | status | valid until | admitted at | number of courts.
ROLES_AT: constant(uint256) = 0
ROLES_BITS: constant(uint256) = 32
STATUS_AT: constant(uint256) = 32
STATUS_BITS: constant(uint256) = 8
VALID_AT: constant(uint256) = 40
VALID_BITS: constant(uint256) = 64
ADMITTED_AT: constant(uint256) = 104
ADMITTED_BITS: constant(uint256) = 64
COURTS_AT: constant(uint256) = 168
COURTS_BITS: constant(uint256) = 8

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

struct Proposal:
    words: bytes32  # hash of the admission
    admitter: address

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_party: HashMap[address, uint256]
_identity: HashMap[address, bytes32]
_proposal: HashMap[address, Proposal]

# identity -> number of addresses, identity -> index -> address
address_count: public(HashMap[bytes32, uint256])
address_at: public(HashMap[bytes32, HashMap[uint256, address]])

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def propose(admission: IPartyRegistry.Admission):
    capabilities._check_capability(IPartyRegistry.Capability.ADMITTER)
    self._check_new(admission.party)
    self._proposal[admission.party] = Proposal(
        words=keccak256(abi_encode(admission)), admitter=msg.sender
    )
    log IPartyRegistry.PartyProposed(
        party=admission.party, identity=admission.identity, admitter=msg.sender
    )


@external
def withdraw_proposal(party: address):
    capabilities._check_capability(IPartyRegistry.Capability.ADMITTER)
    assert self._proposal[party].admitter != empty(address), errors.PROPOSAL  # guard: PROPOSAL-none
    self._proposal[party] = empty(Proposal)
    log IPartyRegistry.ProposalWithdrawn(party=party)


@external
def renew(party: address, valid_until: uint256):
    capabilities._check_capability(IPartyRegistry.Capability.ADMITTER)
    word: uint256 = self._admitted(party)
    assert packing._get(word, STATUS_AT, STATUS_BITS) != REMOVED, errors.REMOVED_FINAL  # guard: REMOVED-renew
    assert valid_until > block.timestamp and valid_until < 2**64, errors.ADMISSION  # guard: ADMISSION-renew
    assert packing._get(word, VALID_AT, VALID_BITS) != valid_until, errors.NO_CHANGE  # guard: NO_CHANGE-renew
    self._party[party] = packing._put(word, VALID_AT, VALID_BITS, valid_until)
    log IPartyRegistry.PartyRenewed(party=party, valid_until=valid_until)


@external
def set_roles(party: address, roles: IPartyRegistry.Role):
    capabilities._check_capability(IPartyRegistry.Capability.ADMITTER)
    word: uint256 = self._admitted(party)
    assert packing._get(word, STATUS_AT, STATUS_BITS) != REMOVED, errors.REMOVED_FINAL  # guard: REMOVED-roles
    assert roles != empty(IPartyRegistry.Role), errors.ADMISSION  # guard: ADMISSION-roles
    before: uint256 = packing._get(word, ROLES_AT, ROLES_BITS)
    assert before != convert(roles, uint256), errors.NO_CHANGE  # guard: NO_CHANGE-roles
    self._party[party] = packing._put(word, ROLES_AT, ROLES_BITS, convert(roles, uint256))
    log IPartyRegistry.RolesSet(
        party=party, before=convert(before, IPartyRegistry.Role), roles=roles
    )


@external
def set_status(party: address, status: uint256):
    capabilities._check_capability(IPartyRegistry.Capability.SUPERVISOR)
    word: uint256 = self._admitted(party)
    before: uint256 = packing._get(word, STATUS_AT, STATUS_BITS)
    assert before != REMOVED, errors.REMOVED_FINAL  # guard: REMOVED-status
    assert status >= ACTIVE and status <= REMOVED, errors.STATUS  # guard: STATUS
    assert status != before, errors.NO_CHANGE  # guard: NO_CHANGE-status
    self._party[party] = packing._put(word, STATUS_AT, STATUS_BITS, status)
    log IPartyRegistry.StatusSet(party=party, supervisor=msg.sender, before=before, status=status)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def may(party: address, role: IPartyRegistry.Role) -> bool:
    return self._may(party, convert(role, uint256))


@external
@view
def check_move(sender: address, receiver: address, eligibility: uint256) -> bool:
    held: bool = packing._get(self._party[sender], STATUS_AT, STATUS_BITS) == HELD
    assert not held, errors.GIVER_HELD  # guard: HELD-giver
    able: bool = self._may(receiver, 0)
    if able and eligibility != 0:
        roles: uint256 = packing._get(self._party[receiver], ROLES_AT, ROLES_BITS)
        able = roles & eligibility != 0
    assert able, errors.RECEIVER_ELIGIBLE  # guard: INV12
    return True


@external
@view
def status_of(party: address) -> uint256:
    return packing._get(self._party[party], STATUS_AT, STATUS_BITS)


@external
@view
def party_of(party: address) -> IPartyRegistry.Party:
    word: uint256 = self._party[party]
    return IPartyRegistry.Party(
        roles=convert(packing._get(word, ROLES_AT, ROLES_BITS), IPartyRegistry.Role),
        status=packing._get(word, STATUS_AT, STATUS_BITS),
        valid_until=packing._get(word, VALID_AT, VALID_BITS),
        admitted_at=packing._get(word, ADMITTED_AT, ADMITTED_BITS),
        courts=packing._get(word, COURTS_AT, COURTS_BITS),
        identity=self._identity[party],
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_new(party: address):
    assert self._party[party] == 0, errors.ALREADY_ADMITTED  # guard: ADMITTED-new


@internal
@view
def _admitted(party: address) -> uint256:
    word: uint256 = self._party[party]
    assert word != 0, errors.NOT_ADMITTED  # guard: ADMITTED
    return word


@internal
@view
def _may(party: address, roles: uint256) -> bool:
    """
    @notice ACTIVE, not past its validity, and in every one of the roles. One cold slot.
    """
    word: uint256 = self._party[party]
    if packing._get(word, STATUS_AT, STATUS_BITS) != ACTIVE:
        return False
    if block.timestamp > packing._get(word, VALID_AT, VALID_BITS):
        return False
    return packing._get(word, ROLES_AT, ROLES_BITS) & roles == roles


@internal
def _put_courts(party: address, word: uint256, count: uint256):
    """
    @notice How many courts the party names from now on; `word` is its present word.
    """
    self._party[party] = packing._put(word, COURTS_AT, COURTS_BITS, count)


@internal
def _admit(admission: IPartyRegistry.Admission, rulebook: bytes32):
    """
    @notice The deployable has checked who asks and that the party agreed, and names the courts.
    """
    party: address = admission.party
    self._check_new(party)
    assert admission.roles != empty(IPartyRegistry.Role), errors.ADMISSION  # guard: ADMISSION-no-role
    assert admission.identity != empty(bytes32), errors.ADMISSION  # guard: ADMISSION-identity
    assert admission.valid_until > block.timestamp and admission.valid_until < 2**64, errors.ADMISSION  # guard: ADMISSION-valid
    word: uint256 = packing._put(0, ROLES_AT, ROLES_BITS, convert(admission.roles, uint256))
    word = packing._put(word, STATUS_AT, STATUS_BITS, ACTIVE)
    word = packing._put(word, VALID_AT, VALID_BITS, admission.valid_until)
    self._party[party] = packing._put(word, ADMITTED_AT, ADMITTED_BITS, block.timestamp)
    self._identity[party] = admission.identity
    count: uint256 = self.address_count[admission.identity]
    self.address_at[admission.identity][count] = party
    self.address_count[admission.identity] = count + 1
    self._proposal[party] = empty(Proposal)
    log IPartyRegistry.PartyAdmitted(
        party=party,
        identity=admission.identity,
        roles=admission.roles,
        valid_until=admission.valid_until,
        rulebook=rulebook,
    )
