# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The clock and the weeks of a place
@notice Which local day an instant is, and which weekend and closing minute hold on a day. A
        counter has its parent's clock and weekend.
"""

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_places as places
from contracts.modules import calendar_words as words
from contracts.modules import packing

uses: places

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def local_day(place: bytes32, instant: uint256) -> uint256:
    return self._local_day(place, instant)


@external
@view
def weekend_on(place: bytes32, day: uint256) -> uint256:
    base: bytes32 = places._base(place)
    week: uint256 = self._week_on(base, places._config(base), day)
    return (week >> words.WEEKEND_AT) & words.WEEKEND_MASK


@external
@view
def offset_on(place: bytes32, day: uint256) -> int256:
    base: bytes32 = places._base(place)
    config: uint256 = places._config(base)
    biased: uint256 = (config >> words.OFFSET_AT) & words.OFFSET_MASK
    if day < ((config >> words.OFFSET_FROM_AT) & words.DAY_MASK):
        covered: uint256 = max(day, ((config >> words.LOADED_FROM_AT) & words.DAY_MASK))
        index: uint256 = covered // words.BUCKET_DAYS  # down
        bucket: uint256 = places._word(base, config, words.OFFSETS | index)
        count: uint256 = (bucket >> words.COUNT_AT) & words.COUNT_MASK
        biased = bucket & words.OFFSET_MASK
        rest: uint256 = bucket >> words.CHANGES_AT
        for i: uint256 in range(count, bound=words.CHANGES_A_WORD):
            if index * words.BUCKET_DAYS + (rest & words.CHANGE_DAY_MASK) > day:
                break
            biased = (rest >> words.CHANGE_DAY_BITS) & words.OFFSET_MASK
            rest >>= words.CHANGE_BITS
    return convert(biased, int256) - convert(words.BIAS, int256)


@external
@view
def closes_on(place: bytes32, day: uint256) -> uint256:
    return self._closes_on(place, day)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- the clock ---

@internal
@view
def _local_day(place: bytes32, instant: uint256) -> uint256:
    return self._local_seconds(place, instant) // words.SECONDS  # down


@internal
@view
def _local_seconds(place: bytes32, instant: uint256) -> uint256:
    """
    @notice Seconds since 1970-01-01 on the place's own clock. A change of offset on local day f
            starts at the midnight of f by the clock that is behind, so that local days follow
            each other and are right on days of change in either direction.
    """
    base: bytes32 = place
    config: uint256 = places._config(place)
    if config >> words.COUNTER_AT == 1:
        base = places._parents[place]
        config = places._config(base)
    day: uint256 = instant // words.SECONDS  # down
    since: uint256 = ((config >> words.OFFSET_FROM_AT) & words.DAY_MASK)
    biased: uint256 = (config >> words.OFFSET_AT) & words.OFFSET_MASK
    if day <= since:
        covered: uint256 = max(day, ((config >> words.LOADED_FROM_AT) & words.DAY_MASK))
        index: uint256 = covered // words.BUCKET_DAYS  # down
        bucket: uint256 = places._word(base, config, words.OFFSETS | index)
        biased = self._offset_at(bucket, index, bucket & words.OFFSET_MASK, instant)
        # On the last UTC day of a word the first change of the next may have begun already.
        if day % words.BUCKET_DAYS == words.BUCKET_DAYS - 1 and day < since:
            bucket = places._word(base, config, words.OFFSETS | (index + 1))
            biased = self._offset_at(bucket, index + 1, biased, instant)
    return instant + biased * 60 - words.BIAS * 60


@internal
@pure
def _offset_at(bucket: uint256, index: uint256, before: uint256, instant: uint256) -> uint256:
    """
    @notice Offset + 720 at the instant, from the changes of one word and the offset before them.
    """
    biased: uint256 = before
    count: uint256 = (bucket >> words.COUNT_AT) & words.COUNT_MASK
    rest: uint256 = bucket >> words.CHANGES_AT
    first: uint256 = index * words.BUCKET_DAYS
    for i: uint256 in range(count, bound=words.CHANGES_A_WORD):
        change: uint256 = (rest >> words.CHANGE_DAY_BITS) & words.OFFSET_MASK
        midnight: uint256 = (first + (rest & words.CHANGE_DAY_MASK)) * words.SECONDS
        if instant + min(biased, change) * 60 < midnight + words.BIAS * 60:
            break
        biased = change
        rest >>= words.CHANGE_BITS
    return biased

# --- weeks ---

@internal
@view
def _week_at(place: bytes32, config: uint256, index: uint256) -> uint256:
    # Down: the word in which the regime stands.
    word: uint256 = places._word(place, config, words.WEEKS | (index // words.WEEKS_A_WORD))
    return packing._get(word, (index % words.WEEKS_A_WORD) * words.WEEK_BITS, words.WEEK_BITS)


@internal
@view
def _week_on(place: bytes32, config: uint256, day: uint256) -> uint256:
    """
    @notice The place's own week regime in force on the day.
    """
    week: uint256 = config & words.WEEK_MASK
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    for i: uint256 in range(words.MAX_WEEKS):
        if (week & words.DAY_MASK) <= day:
            break
        count -= 1
        week = self._week_at(place, config, count - 1)
    return week


@internal
@view
def _closes_on(place: bytes32, day: uint256) -> uint256:
    config: uint256 = places._config(place)
    closes: uint256 = self._week_on(place, config, day) >> words.CLOSES_AT
    if closes == words.INHERIT:
        parent: bytes32 = places._parents[place]
        closes = self._week_on(parent, places._config(parent), day) >> words.CLOSES_AT
    return closes
