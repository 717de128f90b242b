# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Writing the banking calendar
@notice What a keeper loads, at once, or changes, staged until it is in force: week regimes,
        offsets, and words of entries. Checks every value; the deployable asks for the capability
        and says which days an act may touch.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_clock as clock
from contracts.modules import calendar_places as places
from contracts.modules import calendar_words as words
from contracts.modules import errors
from contracts.modules import packing

uses: clock
uses: places

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Words of offsets that one append may fill.
MAX_BUCKETS: constant(uint256) = 16
# [days] A closure is recorded at most five days before its day, so one older than a change in
# force is of these first days of the change; two more, for clocks that differ.
NEAR: constant(uint256) = 7

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- values ---

@internal
@pure
def _weekend(weekend: uint256) -> uint256:
    # A place that is never open could never perform, so seven days are no weekend.
    assert weekend < words.WEEKEND_MASK, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-weekend
    return weekend


@internal
@pure
def _biased(minutes: int256) -> uint256:
    known: bool = minutes >= -720 and minutes <= 840
    assert known, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-minutes
    return convert(minutes + convert(words.BIAS, int256), uint256)

# --- one act ---

@internal
def _write(
    place: bytes32,
    config: uint256,
    first: uint256,
    last: uint256,
    in_force: uint256,
    official_until: uint256,
    weeks: DynArray[IBankingCalendar.Week, 4],
    offsets: DynArray[IBankingCalendar.Offset, 16],
    entries: DynArray[IBankingCalendar.Entries, 16],
):
    """
    @notice Write what speaks of days first..last: at once, or staged until `in_force`.
    """
    staged: bool = in_force > block.timestamp
    changed: uint256 = config
    if staged and len(weeks) > 0:
        assert weeks[0].from_day >= first, errors.CALENDAR_NOTICE  # guard: CALENDAR_NOTICE-weeks
        changed = self._cut_weeks(place, changed, weeks[0].from_day)
    if staged and len(offsets) > 0:
        assert offsets[0].from_day >= first, errors.CALENDAR_NOTICE  # guard: CALENDAR_NOTICE-offsets
        changed = self._cut_offsets(place, changed, offsets[0].from_day)
    for week: IBankingCalendar.Week in weeks:
        changed = self._append_week(place, changed, week, first, last, staged)
    for offset: IBankingCalendar.Offset in offsets:
        changed = self._append_offset(place, changed, offset, first, last, staged)
    for entry: IBankingCalendar.Entries in entries:
        changed = self._replace_entry(place, changed, entry, first, last, staged)
    changed = packing._put(changed, words.OFFICIAL_AT, words.DAY_BITS, official_until)
    if staged:
        places._put_word(place, config, words.HOT, changed & words.HOT_MASK, True)
        changed = config
    number: uint256 = places._store(place, changed)
    log IBankingCalendar.CalendarWritten(
        place=place,
        first=first,
        until=last,
        in_force=in_force,
        official_until=official_until,
        weeks=weeks,
        offsets=offsets,
        entries=entries,
        version=number,
        keeper=msg.sender,
    )

# --- week regimes ---

@internal
def _append_week(
    place: bytes32,
    config: uint256,
    week: IBankingCalendar.Week,
    first: uint256,
    last: uint256,
    staged: bool,
) -> uint256:
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    after: bool = week.from_day >= first and week.from_day > config & words.DAY_MASK
    assert after, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-weeks-rise
    assert week.from_day <= last, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-weeks-end
    assert count < words.MAX_WEEKS, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-weeks-full
    # A counter has no weekend of its own, a place no parent to inherit the closing from.
    shape: bool = week.closes <= 1440
    if config >> words.COUNTER_AT == 1:
        shape = week.weekend == 0 and (shape or week.closes == words.INHERIT)
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-week
    packed: uint256 = words._week(week.from_day, self._weekend(week.weekend), week.closes)
    key: uint256 = words.WEEKS | (count // words.WEEKS_A_WORD)  # down
    word: uint256 = packing._put(
        places._current(place, config, key, staged),
        (count % words.WEEKS_A_WORD) * words.WEEK_BITS,
        words.WEEK_BITS,
        packed,
    )
    places._put_word(place, config, key, word, staged)
    changed: uint256 = packing._put(config, words.WEEKS_AT, words.WEEKS_BITS, count + 1)
    return packing._put(changed, 0, words.WEEK_BITS, packed)


@internal
@view
def _cut_weeks(place: bytes32, config: uint256, day: uint256) -> uint256:
    """
    @notice The config without the week regimes from the day on. The first regime has day 0 and stays.
    """
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    for i: uint256 in range(words.MAX_WEEKS):
        week: uint256 = clock._week_at(place, config, count - 1)
        if (week & words.DAY_MASK) < day:
            cut: uint256 = packing._put(config, words.WEEKS_AT, words.WEEKS_BITS, count)
            return packing._put(cut, 0, words.WEEK_BITS, week)
        count -= 1
    return config

# --- offsets ---

@internal
def _append_offset(
    place: bytes32,
    config: uint256,
    offset: IBankingCalendar.Offset,
    first: uint256,
    last: uint256,
    staged: bool,
) -> uint256:
    before: uint256 = (config >> words.OFFSET_AT) & words.OFFSET_MASK
    since: uint256 = (config >> words.OFFSET_FROM_AT) & words.DAY_MASK
    biased: uint256 = self._biased(offset.minutes)
    after: bool = offset.from_day >= first and offset.from_day > since
    assert after, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-offsets-rise
    assert offset.from_day <= last, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-offsets-end
    # A step of more than a day would make local days run backwards; a counter has no clock.
    step: uint256 = max(before, biased) - min(before, biased)
    shape: bool = step <= 1440 and config >> words.COUNTER_AT == 0
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-offset

    index: uint256 = offset.from_day // words.BUCKET_DAYS  # down
    # Words between the last change and this one say that the clock stood still.
    fill: uint256 = ((config >> words.LOADED_FROM_AT) & words.DAY_MASK) // words.BUCKET_DAYS  # down
    if since != 0:
        fill = since // words.BUCKET_DAYS + 1  # down
    assert index < fill + MAX_BUCKETS, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-offsets-far
    for i: uint256 in range(MAX_BUCKETS):
        if fill + i > index:
            break
        places._put_word(place, config, words.OFFSETS | (fill + i), before, staged)
    key: uint256 = words.OFFSETS | index
    bucket: uint256 = places._current(place, config, key, staged)
    count: uint256 = (bucket >> words.COUNT_AT) & words.COUNT_MASK
    assert count < words.CHANGES_A_WORD, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-offsets-full
    change: uint256 = (offset.from_day % words.BUCKET_DAYS) | (biased << words.CHANGE_DAY_BITS)
    bucket = packing._put(
        bucket, words.CHANGES_AT + count * words.CHANGE_BITS, words.CHANGE_BITS, change
    )
    bucket = packing._put(bucket, words.COUNT_AT, words.COUNT_BITS, count + 1)
    places._put_word(place, config, key, bucket, staged)
    changed: uint256 = packing._put(config, words.OFFSET_AT, words.OFFSET_BITS, biased)
    return packing._put(changed, words.OFFSET_FROM_AT, words.DAY_BITS, offset.from_day)


@internal
def _cut_offsets(place: bytes32, given: uint256, day: uint256) -> uint256:
    """
    @notice The config without the offset changes from the day on; always staged. Words behind
            the cut stay but are never read: beyond the last change the hot part answers.
    """
    config: uint256 = given
    if ((config >> words.OFFSET_FROM_AT) & words.DAY_MASK) < day:
        return config
    index: uint256 = day // words.BUCKET_DAYS  # down
    key: uint256 = words.OFFSETS | index
    bucket: uint256 = places._words[place][key]
    count: uint256 = (bucket >> words.COUNT_AT) & words.COUNT_MASK
    biased: uint256 = bucket & words.OFFSET_MASK
    since: uint256 = index * words.BUCKET_DAYS
    kept: uint256 = 0
    rest: uint256 = bucket >> words.CHANGES_AT
    for i: uint256 in range(count, bound=words.CHANGES_A_WORD):
        change_day: uint256 = index * words.BUCKET_DAYS + (rest & words.CHANGE_DAY_MASK)
        if change_day >= day:
            break
        since = change_day
        biased = (rest >> words.CHANGE_DAY_BITS) & words.OFFSET_MASK
        kept += 1
        rest >>= words.CHANGE_BITS
    bucket &= (1 << (words.CHANGES_AT + kept * words.CHANGE_BITS)) - 1
    bucket = packing._put(bucket, words.COUNT_AT, words.COUNT_BITS, kept)
    places._put_word(place, config, key, bucket, True)
    config = packing._put(config, words.OFFSET_AT, words.OFFSET_BITS, biased)
    return packing._put(config, words.OFFSET_FROM_AT, words.DAY_BITS, since)

# --- entries ---

@internal
def _replace_entry(
    place: bytes32,
    config: uint256,
    entry: IBankingCalendar.Entries,
    first: uint256,
    last: uint256,
    staged: bool,
) -> uint256:
    """
    @notice Put a whole word of entries in which only days first..last differ from what stands.
    """
    # A counter is never open while its parent is closed.
    shape: bool = entry.closed & entry.worked == 0
    if config >> words.COUNTER_AT == 1:
        shape = entry.worked == 0
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-entries
    closed_key: uint256 = words.CLOSED | entry.word
    worked_key: uint256 = words.WORKED | entry.word
    differs: uint256 = places._words[place][closed_key] ^ entry.closed
    differs |= places._words[place][worked_key] ^ entry.worked
    inside: bool = differs & ~words._days(entry.word, first, last) == 0
    if staged:
        assert inside, errors.CALENDAR_NOTICE  # guard: CALENDAR_NOTICE-entries
    assert inside, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-entries
    if config >> words.COUNTER_AT == 1:
        self._keep_stood(place, config, entry.word, differs, first, staged)
    places._put_word(place, config, closed_key, entry.closed, staged)
    places._put_word(place, config, worked_key, entry.worked, staged)
    if entry.worked != 0:
        return config | (1 << words.WORKED_AT)
    return config


@internal
def _keep_stood(
    counter: bytes32, config: uint256, word: uint256, differs: uint256, first: uint256, staged: bool
):
    """
    @notice Note what stood of a counter's days where the parent's closure may be the older one.
    """
    changed: uint256 = differs
    # A load is in force at once, behind what is recorded already.
    until: uint256 = block.timestamp + 1
    if staged:
        until = (config >> words.IN_FORCE_AT) & words.IN_FORCE_MASK
        changed &= words._days(word, first, first + NEAR - 1)
    else:
        parent: bytes32 = places._parents[counter]
        unplanned: uint256 = places._words[parent][words.ORDINARY | word]
        changed &= unplanned | places._words[parent][words.FORCE_MAJEURE | word]
    stood: uint256 = places._words[counter][words.CLOSED | word]
    for bit: uint256 in range(256):
        if changed == 0:
            break
        if changed & 1 == 1:
            places._stood[counter][word * 256 + bit] = (until << 1) | ((stood >> bit) & 1)
        changed >>= 1
