# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Asking the registry for a capability
@notice One place for the two reasons: not given at all, or given less than 48 hours ago (ACC5).
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
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_capability(registry: address, account: address, capability: IPartyRegistry.Capability):
    """
    @notice Revert unless the account holds exactly this one capability now.
    """
    since: uint256 = staticcall IPartyRegistry(registry).capability_since(account, capability)
    assert since != 0, errors.CAPABILITY_MISSING  # guard: CAPABILITY
    assert block.timestamp >= since, errors.CAPABILITY_EARLY  # guard: ACC5
