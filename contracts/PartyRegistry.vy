# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Who may act, and since when
@notice The register of parties, of the capabilities over the suite itself, of courts and their
        orders, and of mandates. It holds no money and no names.

        Trust: an admitter decides who is in, but nobody is in without its own signature under
        the rulebook. A supervisor ends or holds new acts; that stops no duty, no right and no
        clock. An administrator gives capabilities, 48 hours ahead and in public; anything is
        taken away at once. No capability reaches anybody's money: the one exception needs a
        supervisor (HELD) and a court that the party named itself, and seven public days.

        Courts: a party may name one at any time, for that only widens what binds itself. It may
        not shake one off when trouble shows: removal is announced, done 7 to 14 days later by a
        second act, never while HELD, and an order published meanwhile ends the announcement. A
        removal that took effect by time alone would let a party outrun an order, which needs
        seven days itself; an announcement without an end could be kept in the drawer.
@custom:kill Nothing here is stopped as a whole; a supervisor sets single parties to HELD.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry
from interfaces import ISignatures

implements: IPartyRegistry
implements: ISignatures

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import registry_capabilities as capabilities
from contracts.modules import registry_courts as courts
from contracts.modules import registry_mandates as mandates
from contracts.modules import registry_parties as parties
from contracts.modules import signatures

initializes: signatures
initializes: parties[capabilities := capabilities]
initializes: capabilities
initializes: courts[parties := parties]
initializes: mandates[parties := parties, signatures := signatures]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# All that the modules offer, for every act checks its own caller. The two ways to be admitted stand
# below: they bind several modules together. In the interface's order.
exports: (
    parties.propose,
    parties.withdraw_proposal,
    parties.renew,
    parties.set_roles,
    parties.set_status,
    capabilities.grant_capability,
    capabilities.hand_over,
    capabilities.accept_administration,
    capabilities.cancel_grant,
    capabilities.revoke_capability,
    capabilities.renounce_capability,
    courts.name_court,
    courts.announce_court_removal,
    courts.remove_court,
    courts.publish_order,
    mandates.set_mandate,
    mandates.set_mandate_signed,
    mandates.revoke_mandate,
    parties.may,
    parties.check_move,
    parties.status_of,
    capabilities.has_capability,
    courts.names_court,
    courts.order_day_of,
    courts.order_court_of,
    capabilities.capability_since,
    courts.court_standing,
    capabilities.offer_of,
    parties.party_of,
    parties.address_count,
    parties.address_at,
    capabilities.administrators,
    mandates.mandate,
    mandates.mandate_digest,
    courts.check_redirection,
    signatures.cancel_nonce,
    signatures.nonce_used,
    signatures.domain_separator,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

ADMISSION_TYPE: constant(bytes32) = keccak256(
    "Admission(bytes32 rulebook,address party,uint256 roles,uint256 valid_until,bytes32 identity,address[] courts,uint256 nonce,uint256 deadline)"
)

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

RULEBOOK: immutable(bytes32)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(rulebook: bytes32, grants: DynArray[IPartyRegistry.Grant, 32]):
    """
    @param rulebook Hash of the rulebook that parties sign.
    @param grants The first capabilities, working at once; at least one ADMINISTRATOR (ACC7).
           The deployer itself has none unless it is listed.
    """
    signatures.__init__("Usance PartyRegistry")
    assert rulebook != empty(bytes32), errors.ADMISSION  # guard: ADMISSION-rulebook
    RULEBOOK = rulebook
    capabilities.__init__(grants)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def admit(
    admission: IPartyRegistry.Admission, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    capabilities._check_capability(IPartyRegistry.Capability.ADMITTER)
    struct_hash: bytes32 = self._admission_hash(admission, nonce, deadline)
    signatures._consume(admission.party, struct_hash, nonce, deadline, signature)
    self._admit(admission)


@external
def accept(admission: IPartyRegistry.Admission, rulebook: bytes32):
    proposal: parties.Proposal = parties._proposal[msg.sender]
    # The sender is the party of the proposal, for proposals lie under the party's own address.
    assert proposal.words == keccak256(abi_encode(admission)), errors.PROPOSAL  # guard: PROPOSAL-words
    assert rulebook == RULEBOOK, errors.PROPOSAL  # guard: PROPOSAL-rulebook
    # Revocation of an admitter is at once, also for what it proposed.
    assert capabilities._holds(proposal.admitter, IPartyRegistry.Capability.ADMITTER), errors.PROPOSAL  # guard: PROPOSAL-admitter
    self._admit(admission)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def rulebook() -> bytes32:
    return RULEBOOK


@external
@view
def admission_digest(
    admission: IPartyRegistry.Admission, nonce: uint256, deadline: uint256
) -> bytes32:
    struct_hash: bytes32 = self._admission_hash(admission, nonce, deadline)
    return signatures._digest(struct_hash)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _admit(admission: IPartyRegistry.Admission):
    parties._admit(admission, RULEBOOK)
    for court: address in admission.courts:
        courts._name_court(admission.party, court)


@internal
@view
def _admission_hash(
    admission: IPartyRegistry.Admission, nonce: uint256, deadline: uint256
) -> bytes32:
    # EIP-712 hashes an array as its elements without length: encoding (offset, length, elements)
    # minus its first two words.
    encoded: Bytes[192] = abi_encode(admission.courts)
    size: uint256 = 32 * len(admission.courts)
    elements: Bytes[192] = slice(encoded, 64, size)
    return keccak256(
        abi_encode(
            ADMISSION_TYPE,
            RULEBOOK,
            admission.party,
            convert(admission.roles, uint256),
            admission.valid_until,
            admission.identity,
            keccak256(elements),
            nonce,
            deadline,
        )
    )
