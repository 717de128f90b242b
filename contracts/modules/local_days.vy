# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Has a day ended at a place?
@notice The calendar takes no clock more than 14 hours ahead of UTC or 12 hours behind it. Outside
        these 26 hours the answer is the same at every place and the calendar is not asked.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DAY: constant(uint256) = 86_400
AHEAD: constant(uint256) = 14 * 3_600
BEHIND: constant(uint256) = 12 * 3_600

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _is_over(calendar: address, place: bytes32, day: uint256) -> bool:
    """
    @notice True from local midnight after the day [day] on.
    """
    if (block.timestamp + AHEAD) // DAY <= day:  # down
        return False
    if (block.timestamp - BEHIND) // DAY > day:  # down
        return True
    today: uint256 = staticcall IBankingCalendar(calendar).local_day(place, block.timestamp)
    return today > day
