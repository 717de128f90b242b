# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The words of the banking calendar
@notice How a place is packed. One CONFIG word a place, whose low 96 bits (the hot part) hold
        the latest regimes, so that a question about today reads no list:
          week 38 = from 20 | weekend 7 | closes 11      the latest week regime
          offset 31 = from 20 | minutes + 720, 11        the latest offset regime
          weeks 6                                        number of week regimes
          official 20                                    official_until
          worked 1                                       some weekend day may be worked
        then loaded_from 20, loaded_until 20, last_unplanned 20, version 32, in_force 40,
        batch 16, counter 1. Days take 20 bits (until the year 4840).
        Six week regimes a word; the offset changes of 1,024 days a word: the offset before
        them 11 | count 4 | count x (day in the word 10 | minutes + 720, 11).
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DAY_BITS: constant(uint256) = 20
DAY_END: constant(uint256) = 2**20
DAY_MASK: constant(uint256) = 2**20 - 1
SECONDS: constant(uint256) = 86400
BIAS: constant(uint256) = 720

# Week regime, and the same bits in the hot part.
WEEK_BITS: constant(uint256) = 38
WEEK_MASK: constant(uint256) = 2**38 - 1
WEEKEND_AT: constant(uint256) = 20
WEEKEND_MASK: constant(uint256) = 127
CLOSES_AT: constant(uint256) = 27
CLOSES_MASK: constant(uint256) = 2047
INHERIT: constant(uint256) = 2047
WEEKS_A_WORD: constant(uint256) = 6
# As many regimes a place keeps.
MAX_WEEKS: constant(uint256) = 24

# Hot part.
OFFSET_FROM_AT: constant(uint256) = 38
OFFSET_AT: constant(uint256) = 58
OFFSET_BITS: constant(uint256) = 11
OFFSET_MASK: constant(uint256) = 2047
WEEKS_AT: constant(uint256) = 69
WEEKS_BITS: constant(uint256) = 6
WEEKS_MASK: constant(uint256) = 2**6 - 1
OFFICIAL_AT: constant(uint256) = 75
WORKED_AT: constant(uint256) = 95
HOT_BITS: constant(uint256) = 96
HOT_MASK: constant(uint256) = 2**96 - 1

# Rest of the config word.
LOADED_FROM_AT: constant(uint256) = 96
LOADED_UNTIL_AT: constant(uint256) = 116
LAST_UNPLANNED_AT: constant(uint256) = 136
VERSION_AT: constant(uint256) = 156
VERSION_BITS: constant(uint256) = 32
VERSION_MASK: constant(uint256) = 2**32 - 1
IN_FORCE_AT: constant(uint256) = 188
IN_FORCE_BITS: constant(uint256) = 40
IN_FORCE_MASK: constant(uint256) = 2**40 - 1
BATCH_AT: constant(uint256) = 228
BATCH_BITS: constant(uint256) = 16
BATCH_MASK: constant(uint256) = 2**16 - 1
COUNTER_AT: constant(uint256) = 244

# Word of offset changes.
BUCKET_DAYS: constant(uint256) = 1024
COUNT_AT: constant(uint256) = 11
COUNT_BITS: constant(uint256) = 4
COUNT_MASK: constant(uint256) = 2**4 - 1
CHANGES_AT: constant(uint256) = 15
CHANGE_BITS: constant(uint256) = 21
CHANGE_DAY_BITS: constant(uint256) = 10
CHANGE_DAY_MASK: constant(uint256) = 2**10 - 1
CHANGES_A_WORD: constant(uint256) = 11

# The key of a word is its kind or'ed with its index, which stays below 2**24.
HOT: constant(uint256) = 0
CLOSED: constant(uint256) = 1 * 2**24
WORKED: constant(uint256) = 2 * 2**24
WEEKS: constant(uint256) = 3 * 2**24
OFFSETS: constant(uint256) = 4 * 2**24
ORDINARY: constant(uint256) = 5 * 2**24
FORCE_MAJEURE: constant(uint256) = 6 * 2**24
INDEX_END: constant(uint256) = 2**24

# Every seventh bit, 36 times (the division is exact): times a weekend mask it gives 252 days of
# weekends.
SEVENTHS: constant(uint256) = (2**252 - 1) // 127

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _span(low: uint256, high: uint256) -> uint256:
    """
    @notice Bits low..high-1 set; low <= 256, high <= 256; none when low >= high.
    """
    if low >= high:
        return 0
    return (max_value(uint256) >> (256 - (high - low))) << low


@internal
@pure
def _days(word: uint256, first: uint256, last: uint256) -> uint256:
    """
    @notice Bits of the days first..last that lie in the word; none when first > last.
    """
    base: uint256 = word * 256
    low: uint256 = max(first, base) - base
    if low >= 256 or last < base:
        return 0
    return self._span(low, min(last - base, 255) + 1)


@internal
@pure
def _weekends(weekend: uint256, word: uint256) -> uint256:
    """
    @notice The weekend days among the 256 days of the word. Day 0 was a Thursday (3).
    """
    phase: uint256 = (word * 256 + 3) % 7
    turned: uint256 = ((weekend >> phase) | (weekend << (7 - phase))) & WEEKEND_MASK
    return (SEVENTHS * turned) | (turned << 252)


@internal
@pure
def _week(from_day: uint256, weekend: uint256, closes: uint256) -> uint256:
    return from_day | (weekend << WEEKEND_AT) | (closes << CLOSES_AT)
