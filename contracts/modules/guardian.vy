# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Stopping new risk
@notice For acts that make new risk (issue, confirm, increase, register, charge, take, assign,
        draw, invest, buy): they begin with `_check_running()`. Payments, withdrawals and exits
        never ask. The deployable exports `stopped_until` and wraps `_stop` and `_release` in
        its own acts (`pause`, `release`).
@custom:kill `_stop`: 14 days at most, again only 90 days after the beginning of the last stop.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IGuardian
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import roles

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

STOP_SECONDS: constant(uint256) = 14 * 86_400
AGAIN_SECONDS: constant(uint256) = 90 * 86_400

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# [unix s] end of the stop in the low 64 bits, beginning of the last stop above: one slot to ask.
_stop_word: uint256

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def stopped_until() -> uint256:
    """
    @notice The first second [unix s] at which new risk runs again; 0 or past when it runs.
    """
    return self._stop_word & convert(max_value(uint64), uint256)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _stop(registry: address):
    """
    @notice Stop new risk for 14 days. The sender holds Capability.GUARDIAN; refused within 90
            days of the beginning of the last stop, also when that one was released early (ACC8).
    """
    roles._check_capability(registry, msg.sender, IPartyRegistry.Capability.GUARDIAN)
    last: uint256 = self._stop_word >> 64
    assert last == 0 or block.timestamp >= last + AGAIN_SECONDS, errors.STOP_AGAIN  # guard: ACC8-again
    until: uint256 = block.timestamp + STOP_SECONDS
    self._stop_word = (block.timestamp << 64) | until
    log IGuardian.Stopped(guardian=msg.sender, until=until)


@internal
def _release(registry: address):
    """
    @notice End the stop early. The sender is a guardian or an administrator.
    """
    allowed: bool = staticcall IPartyRegistry(registry).has_capability(
        msg.sender, IPartyRegistry.Capability.GUARDIAN
    )
    if not allowed:
        roles._check_capability(registry, msg.sender, IPartyRegistry.Capability.ADMINISTRATOR)
    word: uint256 = self._stop_word
    assert block.timestamp < word & convert(max_value(uint64), uint256), errors.NOT_STOPPED  # guard: NOT_STOPPED
    # The beginning stays: an early release does not open the door to a second stop.
    self._stop_word = ((word >> 64) << 64) | block.timestamp
    log IGuardian.Released(account=msg.sender)


@internal
@view
def _check_running():
    """
    @notice Revert while new risk is stopped (ACC8). One cold slot.
    """
    until: uint256 = self._stop_word & convert(max_value(uint64), uint256)
    assert block.timestamp >= until, errors.STOPPED  # guard: ACC8-stopped
