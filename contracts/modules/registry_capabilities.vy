# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Capabilities over the suite itself
@notice Owns who may do what, and since when. Given 48 hours ahead (ACC5), taken away at once;
        ADMINISTRATOR is only offered, accepted by its account, and never without a holder (ACC7).
        The deployable calls `capabilities.__init__(grants)` and exports every act and view.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DELAY: constant(uint256) = 48 * 3_600

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# account -> capability -> first second in which it works [unix s], 0 = none
_since: HashMap[address, HashMap[uint256, uint256]]
_offer: HashMap[address, IPartyRegistry.Offer]
# accounts with a working ADMINISTRATOR; never zero
administrators: public(uint256)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(grants: DynArray[IPartyRegistry.Grant, 32]):
    """
    @param grants The first capabilities, working at once; at least one ADMINISTRATOR (ACC7).
    """
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
def grant_capability(account: address, capability: IPartyRegistry.Capability):
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
    self._check_capability(IPartyRegistry.Capability.ADMINISTRATOR)
    assert account != empty(address), errors.ADMISSION  # guard: ADMISSION-heir
    self._offer_administration(account, True)


@external
def accept_administration():
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
    self._check_capability(IPartyRegistry.Capability.ADMINISTRATOR)
    self._revoke(account, capability)


@external
def renounce_capability(capability: IPartyRegistry.Capability):
    self._revoke(msg.sender, capability)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def has_capability(account: address, capability: IPartyRegistry.Capability) -> bool:
    return self._holds(account, capability)


@external
@view
def capability_since(account: address, capability: IPartyRegistry.Capability) -> uint256:
    return self._capability_since(account, capability)


@external
@view
def offer_of(account: address) -> IPartyRegistry.Offer:
    return self._offer[account]

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
