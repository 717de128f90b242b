# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Courts that a bank named
@notice Only an order of a court that the bank named at its admission reaches it.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address):
    REGISTRY = registry

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _is_court(bank: address) -> bool:
    """
    @notice Is the sender a court that the bank named, and an active one now?
    """
    return staticcall IPartyRegistry(REGISTRY).names_court(bank, msg.sender)
