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
from contracts.modules import packing
from contracts.modules import signatures

initializes: signatures

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

exports: (
    signatures.cancel_nonce,
    signatures.nonce_used,
    signatures.domain_separator,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

ACTIVE: constant(uint256) = 1
HELD: constant(uint256) = 2
INSOLVENT: constant(uint256) = 3
REMOVED: constant(uint256) = 4

DELAY: constant(uint256) = 48 * 3_600
NOTICE: constant(uint256) = 7 * 86_400
NOTICE_END: constant(uint256) = 14 * 86_400

MAX_COURTS: constant(uint256) = 4
COURT_STANDS: constant(uint256) = 1
MAX_DAYS: constant(uint256) = 366

ADMISSION_TYPE: constant(bytes32) = keccak256(
    "Admission(bytes32 rulebook,address party,uint256 roles,uint256 valid_until,bytes32 identity,address[] courts,uint256 nonce,uint256 deadline)"
)
MANDATE_TYPE: constant(bytes32) = keccak256(
    "Mandate(address debtor,address seller,uint256 limit,uint256 days,uint256 until,uint256 nonce,uint256 deadline)"
)

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

# A mandate's word: limit | days | until.
LIMIT_AT: constant(uint256) = 0
LIMIT_BITS: constant(uint256) = 112
DAYS_AT: constant(uint256) = 112
DAYS_BITS: constant(uint256) = 16
UNTIL_AT: constant(uint256) = 128
UNTIL_BITS: constant(uint256) = 64

# An order's word: court | published [unix s].
COURT_AT: constant(uint256) = 0
COURT_BITS: constant(uint256) = 160
PUBLISHED_AT: constant(uint256) = 160
PUBLISHED_BITS: constant(uint256) = 64

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

RULEBOOK: immutable(bytes32)

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

# account -> capability -> first second in which it works [unix s], 0 = none
_since: HashMap[address, HashMap[uint256, uint256]]
_offer: HashMap[address, IPartyRegistry.Offer]
# accounts with a working ADMINISTRATOR; never zero
administrators: public(uint256)

# party -> court -> 0 not named, 1 named, else when its removal was announced [unix s]
_court: HashMap[address, HashMap[address, uint256]]
_order: HashMap[address, HashMap[bytes32, uint256]]
_mandate: HashMap[address, HashMap[address, uint256]]

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
    for grant: IPartyRegistry.Grant in grants:
        self._check_one(grant.capability)
        assert grant.account != empty(address), errors.ADMISSION  # guard: ADMISSION-grant
        assert self._since[grant.account][convert(grant.capability, uint256)] == 0, errors.NO_CHANGE  # guard: NO_CHANGE-twice
        self._since[grant.account][convert(grant.capability, uint256)] = block.timestamp
        if grant.capability == IPartyRegistry.Capability.ADMINISTRATOR:
            self.administrators += 1
        log IPartyRegistry.CapabilityGranted(
            account=grant.account,
            administrator=msg.sender,
            capability=grant.capability,
            since=block.timestamp,
        )
    assert self.administrators != 0, errors.LAST_ADMINISTRATOR  # guard: ACC7-none

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def admit(
    admission: IPartyRegistry.Admission, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    """
    @notice By an ADMITTER, with the party's own signature under the rulebook (ACC1, ACC2).
    """
    self._check_capability(IPartyRegistry.Capability.ADMITTER)
    struct_hash: bytes32 = self._admission_hash(admission, nonce, deadline)
    signatures._consume(admission.party, struct_hash, nonce, deadline, signature)
    self._admit(admission)


@external
def propose(admission: IPartyRegistry.Admission):
    """
    @notice By an ADMITTER; the party accepts itself.
    """
    self._check_capability(IPartyRegistry.Capability.ADMITTER)
    self._check_new(admission.party)
    self._proposal[admission.party] = Proposal(
        words=keccak256(abi_encode(admission)), admitter=msg.sender
    )
    log IPartyRegistry.PartyProposed(
        party=admission.party, identity=admission.identity, admitter=msg.sender
    )


@external
def withdraw_proposal(party: address):
    """
    @notice By an ADMITTER.
    """
    self._check_capability(IPartyRegistry.Capability.ADMITTER)
    assert self._proposal[party].admitter != empty(address), errors.PROPOSAL  # guard: PROPOSAL-none
    self._proposal[party] = empty(Proposal)
    log IPartyRegistry.ProposalWithdrawn(party=party)


@external
def accept(admission: IPartyRegistry.Admission, rulebook: bytes32):
    """
    @notice By the party itself, which shows the words and the rulebook it binds itself to.
    """
    proposal: Proposal = self._proposal[msg.sender]
    # The sender is the party of the proposal, for proposals lie under the party's own address.
    assert proposal.words == keccak256(abi_encode(admission)), errors.PROPOSAL  # guard: PROPOSAL-words
    assert rulebook == RULEBOOK, errors.PROPOSAL  # guard: PROPOSAL-rulebook
    # Revocation of an admitter is at once, also for what it proposed.
    assert self._holds(proposal.admitter, IPartyRegistry.Capability.ADMITTER), errors.PROPOSAL  # guard: PROPOSAL-admitter
    self._admit(admission)


@external
def renew(party: address, valid_until: uint256):
    """
    @notice By an ADMITTER: another last second for new acts.
    """
    self._check_capability(IPartyRegistry.Capability.ADMITTER)
    word: uint256 = self._admitted(party)
    assert packing._get(word, STATUS_AT, STATUS_BITS) != REMOVED, errors.REMOVED_FINAL  # guard: REMOVED-renew
    assert valid_until > block.timestamp and valid_until < 2**64, errors.ADMISSION  # guard: ADMISSION-renew
    assert packing._get(word, VALID_AT, VALID_BITS) != valid_until, errors.NO_CHANGE  # guard: NO_CHANGE-renew
    self._party[party] = packing._put(word, VALID_AT, VALID_BITS, valid_until)
    log IPartyRegistry.PartyRenewed(party=party, valid_until=valid_until)


@external
def set_roles(party: address, roles: IPartyRegistry.Role):
    """
    @notice By an ADMITTER: other roles, at least one.
    """
    self._check_capability(IPartyRegistry.Capability.ADMITTER)
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
    """
    @notice By a SUPERVISOR. REMOVED is final.
    """
    self._check_capability(IPartyRegistry.Capability.SUPERVISOR)
    word: uint256 = self._admitted(party)
    before: uint256 = packing._get(word, STATUS_AT, STATUS_BITS)
    assert before != REMOVED, errors.REMOVED_FINAL  # guard: REMOVED-status
    assert status >= ACTIVE and status <= REMOVED, errors.STATUS  # guard: STATUS
    assert status != before, errors.NO_CHANGE  # guard: NO_CHANGE-status
    self._party[party] = packing._put(word, STATUS_AT, STATUS_BITS, status)
    log IPartyRegistry.StatusSet(party=party, supervisor=msg.sender, before=before, status=status)


@external
def grant_capability(account: address, capability: IPartyRegistry.Capability):
    """
    @notice By an ADMINISTRATOR; works 48 hours later (ACC5). ADMINISTRATOR is only offered.
    """
    self._check_capability(IPartyRegistry.Capability.ADMINISTRATOR)
    self._check_one(capability)
    assert account != empty(address), errors.ADMISSION  # guard: ADMISSION-account
    if capability == IPartyRegistry.Capability.ADMINISTRATOR:
        self._offer_administration(account, False)
        return
    # A second grant would restart the clock of the first or cut it short: neither.
    assert self._since[account][convert(capability, uint256)] == 0, errors.NO_CHANGE  # guard: NO_CHANGE-grant
    since: uint256 = block.timestamp + DELAY
    self._since[account][convert(capability, uint256)] = since
    log IPartyRegistry.CapabilityGranted(
        account=account, administrator=msg.sender, capability=capability, since=since
    )


@external
def hand_over(account: address):
    """
    @notice By an ADMINISTRATOR: offers its own place.
    """
    self._check_capability(IPartyRegistry.Capability.ADMINISTRATOR)
    assert account != empty(address), errors.ADMISSION  # guard: ADMISSION-heir
    self._offer_administration(account, True)


@external
def accept_administration():
    """
    @notice By the account it was offered to, 48 hours later or more.
    """
    offer: IPartyRegistry.Offer = self._offer[msg.sender]
    key: uint256 = convert(IPartyRegistry.Capability.ADMINISTRATOR, uint256)
    assert block.timestamp >= offer.since, errors.OFFER_EARLY  # guard: ACC5-offer
    # An administrator that was revoked leaves no heirs; without an offer the giver is zero,
    # which never is one.
    assert self._since[offer.giver][key] != 0, errors.NO_OFFER  # guard: NO_OFFER-giver
    self._offer[msg.sender] = empty(IPartyRegistry.Offer)
    self._since[msg.sender][key] = block.timestamp
    retired: address = empty(address)
    if offer.hand_over:
        retired = offer.giver
        self._since[retired][key] = 0
    else:
        self.administrators += 1
    log IPartyRegistry.AdministrationAccepted(account=msg.sender, retired=retired)


@external
def cancel_grant(account: address, capability: IPartyRegistry.Capability):
    """
    @notice By an administrator, a guardian or the account itself, before it works.
    """
    allowed: bool = (
        msg.sender == account
        or self._holds(msg.sender, IPartyRegistry.Capability.ADMINISTRATOR)
        or self._holds(msg.sender, IPartyRegistry.Capability.GUARDIAN)
    )
    assert allowed, errors.NOT_YOURS  # guard: CAPABILITY-cancel
    if capability == IPartyRegistry.Capability.ADMINISTRATOR:
        assert self._offer[account].since != 0, errors.NO_CHANGE  # guard: NO_CHANGE-offer
        self._offer[account] = empty(IPartyRegistry.Offer)
    else:
        key: uint256 = convert(capability, uint256)
        assert self._since[account][key] > block.timestamp, errors.NO_CHANGE  # guard: NO_CHANGE-cancel
        self._since[account][key] = 0
    log IPartyRegistry.CapabilityRevoked(account=account, by=msg.sender, capability=capability)


@external
def revoke_capability(account: address, capability: IPartyRegistry.Capability):
    """
    @notice By an ADMINISTRATOR, at once; never the last administrator (ACC7).
    """
    self._check_capability(IPartyRegistry.Capability.ADMINISTRATOR)
    self._revoke(account, capability)


@external
def renounce_capability(capability: IPartyRegistry.Capability):
    """
    @notice By the account itself, at once; never the last administrator (ACC7).
    """
    self._revoke(msg.sender, capability)


@external
def name_court(court: address):
    """
    @notice By the party itself; ends an announced removal.
    """
    self._admitted(msg.sender)
    if self._court[msg.sender][court] > COURT_STANDS:
        self._court[msg.sender][court] = COURT_STANDS
        log IPartyRegistry.CourtNamed(party=msg.sender, court=court)
    else:
        self._name_court(msg.sender, court)


@external
def announce_court_removal(court: address):
    """
    @notice By the party itself: the first of two steps.
    """
    assert self._court[msg.sender][court] != 0, errors.COURTS  # guard: COURT-announce
    self._court[msg.sender][court] = block.timestamp
    log IPartyRegistry.CourtRemovalAnnounced(party=msg.sender, court=court)


@external
def remove_court(court: address):
    """
    @notice By the party itself, 7 to 14 days after the announcement, never while HELD.
    """
    word: uint256 = self._party[msg.sender]
    announced: uint256 = self._court[msg.sender][court]
    # Not named (0) and not announced (1) are announcements of 1970: the window is long closed.
    assert block.timestamp >= announced + NOTICE, errors.COURT_NOTICE  # guard: NOTICE-early
    assert block.timestamp <= announced + NOTICE_END, errors.COURT_NOTICE  # guard: NOTICE-late
    assert packing._get(word, STATUS_AT, STATUS_BITS) != HELD, errors.COURT_STAYS_HELD  # guard: HELD-court
    count: uint256 = packing._get(word, COURTS_AT, COURTS_BITS)
    self._party[msg.sender] = packing._put(word, COURTS_AT, COURTS_BITS, count - 1)
    self._court[msg.sender][court] = 0
    log IPartyRegistry.CourtRemoved(party=msg.sender, court=court)


@external
def publish_order(party: address, order: bytes32):
    """
    @notice By a court that the party named (ACC12 counts from here).
    """
    assert self._names_court(party, msg.sender), errors.NOT_NAMED  # guard: COURT-publish
    assert order != empty(bytes32), errors.ORDER  # guard: ORDER-zero
    assert self._order[party][order] == 0, errors.ORDER  # guard: ORDER-twice
    word: uint256 = packing._put(0, COURT_AT, COURT_BITS, convert(msg.sender, uint256))
    self._order[party][order] = packing._put(word, PUBLISHED_AT, PUBLISHED_BITS, block.timestamp)
    self._court[party][msg.sender] = COURT_STANDS
    log IPartyRegistry.OrderPublished(party=party, court=msg.sender, order=order)


@external
def set_mandate(seller: address, limit: uint256, days: uint256, until: uint256):
    """
    @notice By the debtor itself.
    """
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
    """
    @notice By anybody with the debtor's signature (ACC1, ACC2).
    """
    struct_hash: bytes32 = self._mandate_hash(debtor, seller, limit, days, until, nonce, deadline)
    signatures._consume(debtor, struct_hash, nonce, deadline, signature)
    self._set_mandate(debtor, seller, limit, days, until)


@external
def revoke_mandate(seller: address):
    """
    @notice By the debtor itself, at once.
    """
    assert self._mandate[msg.sender][seller] != 0, errors.MANDATE  # guard: MANDATE-none
    self._mandate[msg.sender][seller] = 0
    log IPartyRegistry.MandateRevoked(debtor=msg.sender, seller=seller)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def may(party: address, role: IPartyRegistry.Role) -> bool:
    """
    @notice ACTIVE, not past its validity, and in every role asked. One cold slot.
    """
    return self._may(party, convert(role, uint256))


@external
@view
def status_of(party: address) -> uint256:
    """
    @notice 0 never admitted, 1 ACTIVE, 2 HELD, 3 INSOLVENT, 4 REMOVED. One cold slot.
    """
    return packing._get(self._party[party], STATUS_AT, STATUS_BITS)


@external
@view
def has_capability(account: address, capability: IPartyRegistry.Capability) -> bool:
    """
    @notice Does it work now?
    """
    return self._holds(account, capability)


@external
@view
def capability_since(account: address, capability: IPartyRegistry.Capability) -> uint256:
    """
    @notice First second in which it works, 0 if none.
    """
    return self._capability_since(account, capability)


@external
@view
def names_court(party: address, court: address) -> bool:
    """
    @notice Named by the party itself, and an ACTIVE party in role COURT now.
    """
    return self._names_court(party, court)


@external
@view
def order_day_of(party: address, order: bytes32) -> uint256:
    """
    @notice When the order was published [unix s], 0 if never.
    """
    return packing._get(self._order[party][order], PUBLISHED_AT, PUBLISHED_BITS)


@external
@view
def order_court_of(party: address, order: bytes32) -> address:
    """
    @notice The court that published it.
    """
    court: uint256 = packing._get(self._order[party][order], COURT_AT, COURT_BITS)
    return convert(court, address)


@external
@view
def court_standing(party: address, court: address) -> uint256:
    """
    @notice 0 not named, 1 named, otherwise when its removal was announced [unix s].
    """
    return self._court[party][court]


@external
@view
def offer_of(account: address) -> IPartyRegistry.Offer:
    """
    @notice The administration offered to the account.
    """
    return self._offer[account]


@external
@view
def party_of(party: address) -> IPartyRegistry.Party:
    """
    @notice All that is known of the party.
    """
    word: uint256 = self._party[party]
    return IPartyRegistry.Party(
        roles=convert(packing._get(word, ROLES_AT, ROLES_BITS), IPartyRegistry.Role),
        status=packing._get(word, STATUS_AT, STATUS_BITS),
        valid_until=packing._get(word, VALID_AT, VALID_BITS),
        admitted_at=packing._get(word, ADMITTED_AT, ADMITTED_BITS),
        courts=packing._get(word, COURTS_AT, COURTS_BITS),
        identity=self._identity[party],
    )


@external
@view
def rulebook() -> bytes32:
    """
    @notice Hash of the rulebook that every party has signed.
    """
    return RULEBOOK


@external
@view
def mandate(debtor: address, seller: address) -> IPartyRegistry.Mandate:
    """
    @notice The debtor's mandate for this seller.
    """
    word: uint256 = self._mandate[debtor][seller]
    return IPartyRegistry.Mandate(
        limit=packing._get(word, LIMIT_AT, LIMIT_BITS),
        days=packing._get(word, DAYS_AT, DAYS_BITS),
        until=packing._get(word, UNTIL_AT, UNTIL_BITS),
    )


@external
@view
def admission_digest(
    admission: IPartyRegistry.Admission, nonce: uint256, deadline: uint256
) -> bytes32:
    """
    @notice What the party signs to be admitted.
    """
    struct_hash: bytes32 = self._admission_hash(admission, nonce, deadline)
    return signatures._digest(struct_hash)


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
    """
    @notice What the debtor signs to give a mandate.
    """
    struct_hash: bytes32 = self._mandate_hash(debtor, seller, limit, days, until, nonce, deadline)
    return signatures._digest(struct_hash)


@external
@view
def check_redirection(party: address, court: address, order: bytes32) -> uint256:
    """
    @notice Reverts unless `court` may redirect what is withdrawable by `party` under `order` now.
    @return When the order was published [unix s].
    """
    assert self._names_court(party, court), errors.NOT_THE_COURT  # guard: COURT-named
    word: uint256 = self._order[party][order]
    # The order's own court carries it out; a second court the party named publishes its own.
    author: address = convert(packing._get(word, COURT_AT, COURT_BITS), address)
    assert author == empty(address) or author == court, errors.NOT_THE_COURT  # guard: COURT-author
    published: uint256 = packing._get(word, PUBLISHED_AT, PUBLISHED_BITS)
    old: bool = published != 0 and block.timestamp >= published + NOTICE
    assert old, errors.ORDER_EARLY  # guard: ACC12
    status: uint256 = packing._get(self._party[party], STATUS_AT, STATUS_BITS)
    assert status == HELD, errors.PARTY_NOT_HELD  # guard: NOT_HELD
    return published

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _capability_since(account: address, capability: IPartyRegistry.Capability) -> uint256:
    since: uint256 = self._since[account][convert(capability, uint256)]
    if since == 0 and capability == IPartyRegistry.Capability.ADMINISTRATOR:
        offered: uint256 = self._offer[account].since
        if offered > block.timestamp:
            return offered
    return since


@internal
@view
def _holds(account: address, capability: IPartyRegistry.Capability) -> bool:
    since: uint256 = self._since[account][convert(capability, uint256)]
    return since != 0 and block.timestamp >= since


@internal
@view
def _check_capability(capability: IPartyRegistry.Capability):
    since: uint256 = self._capability_since(msg.sender, capability)
    assert since != 0, errors.CAPABILITY_MISSING  # guard: CAPABILITY
    assert block.timestamp >= since, errors.CAPABILITY_EARLY  # guard: ACC5


@internal
@pure
def _check_one(capability: IPartyRegistry.Capability):
    bits: uint256 = convert(capability, uint256)
    assert bits != 0 and bits & (bits - 1) == 0, errors.ONE_CAPABILITY  # guard: ONE_CAPABILITY


@internal
def _offer_administration(account: address, hand_over: bool):
    key: uint256 = convert(IPartyRegistry.Capability.ADMINISTRATOR, uint256)
    assert self._since[account][key] == 0, errors.NO_CHANGE  # guard: NO_CHANGE-administrator
    # One offer at a time: a second would take the first one's clock away from the account.
    assert self._offer[account].since == 0, errors.NO_CHANGE  # guard: NO_CHANGE-offered
    since: uint256 = block.timestamp + DELAY
    self._offer[account] = IPartyRegistry.Offer(
        giver=msg.sender, hand_over=hand_over, since=since
    )
    log IPartyRegistry.AdministrationOffered(
        account=account, giver=msg.sender, hand_over=hand_over, since=since
    )


@internal
def _revoke(account: address, capability: IPartyRegistry.Capability):
    key: uint256 = convert(capability, uint256)
    assert self._since[account][key] != 0, errors.CAPABILITY_MISSING  # guard: CAPABILITY-revoke
    if capability == IPartyRegistry.Capability.ADMINISTRATOR:
        assert self.administrators > 1, errors.LAST_ADMINISTRATOR  # guard: ACC7
        self.administrators -= 1
    self._since[account][key] = 0
    log IPartyRegistry.CapabilityRevoked(account=account, by=msg.sender, capability=capability)


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
def _admit(admission: IPartyRegistry.Admission):
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
        rulebook=RULEBOOK,
    )
    for court: address in admission.courts:
        self._name_court(party, court)


@internal
def _name_court(party: address, court: address):
    assert court != empty(address) and court != party, errors.COURTS  # guard: COURT-self
    assert self._court[party][court] == 0, errors.NO_CHANGE  # guard: NO_CHANGE-court
    word: uint256 = self._party[party]
    count: uint256 = packing._get(word, COURTS_AT, COURTS_BITS)
    assert count < MAX_COURTS, errors.COURTS  # guard: COURT-count
    self._party[party] = packing._put(word, COURTS_AT, COURTS_BITS, count + 1)
    self._court[party][court] = COURT_STANDS
    log IPartyRegistry.CourtNamed(party=party, court=court)


@internal
@view
def _names_court(party: address, court: address) -> bool:
    if self._court[party][court] == 0:
        return False
    return self._may(court, convert(IPartyRegistry.Role.COURT, uint256))


@internal
@view
def _may(party: address, roles: uint256) -> bool:
    word: uint256 = self._party[party]
    if packing._get(word, STATUS_AT, STATUS_BITS) != ACTIVE:
        return False
    if block.timestamp > packing._get(word, VALID_AT, VALID_BITS):
        return False
    return packing._get(word, ROLES_AT, ROLES_BITS) & roles == roles


@internal
def _set_mandate(debtor: address, seller: address, limit: uint256, days: uint256, until: uint256):
    self._admitted(debtor)
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
