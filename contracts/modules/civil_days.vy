# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Days and dates
@notice Days since 1970-01-01 to year, month and day of the Gregorian calendar and back. Years are counted
        from March inside, so that the leap day is the last of its year and no table is needed.
        Domain: days below 2^24 (the year 47,902), dates from 1970-01-01 on.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Days from 0000-03-01 to 1970-01-01, and in 400, 100, 4 years and one.
EPOCH: constant(uint256) = 719_468
ERA: constant(uint256) = 146_097
CENTURY: constant(uint256) = 36_524
LEAP: constant(uint256) = 1_460
YEAR: constant(uint256) = 365
FEBRUARY: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _date(day: uint256) -> (uint256, uint256, uint256):
    """
    @notice Year, month (1 to 12) and day of the month.
    """
    days: uint256 = day + EPOCH
    era: uint256 = days // ERA  # down
    rest: uint256 = days % ERA
    # Down: the whole years in it, the leap days before it taken off.
    year: uint256 = (rest - rest // LEAP + rest // CENTURY - rest // (ERA - 1)) // YEAR
    rest -= self._days_before(year)
    # From March on five months have 153 days: month and day by whole numbers alone.
    month: uint256 = (5 * rest + 2) // 153  # down
    first: uint256 = (153 * month + 2) // 5  # down
    year += era * 400
    if month < 10:
        return year, month + 3, rest - first + 1
    return year + 1, month - 9, rest - first + 1


@internal
@pure
def _day(year: uint256, month: uint256, day: uint256) -> uint256:
    """
    @notice Days from 1970-01-01 to the date, which exists.
    """
    years: uint256 = year
    months: uint256 = month
    if month > FEBRUARY:
        months -= 3
    else:
        months += 9
        years -= 1
    era: uint256 = years // 400  # down
    before: uint256 = self._days_before(years % 400) + (153 * months + 2) // 5  # down
    return era * ERA + before + day - 1 - EPOCH


@internal
@pure
def _year_later(day: uint256) -> uint256:
    """
    @notice The same date a year later; 29 February becomes 28 February.
    """
    year: uint256 = 0
    month: uint256 = 0
    date: uint256 = 0
    year, month, date = self._date(day)
    if month == FEBRUARY and date == 29:
        date = 28
    return self._day(year + 1, month, date)


@internal
@pure
def _days_30e(day: uint256) -> uint256:
    """
    @notice Days in years of 360 and months of 30, the 31st taken as the 30th (30E/360). The difference of
            two days is the count between them, and counts of following spans add up.
    """
    year: uint256 = 0
    month: uint256 = 0
    date: uint256 = 0
    year, month, date = self._date(day)
    return 360 * year + 30 * month + min(date, 30)


@internal
@pure
def _days_before(year: uint256) -> uint256:
    """
    @notice Days of an era of 400 years before its year `year`, 0 to 399.
    """
    return YEAR * year + year // 4 - year // 100  # down
