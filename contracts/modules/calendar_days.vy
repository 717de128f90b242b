# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The banking days of a place
@notice Which days are closed, and by what: weekends and entries (planned), unplanned closures,
        and the parent's for a counter; and the walk over the open ones. `other` empty means
        `place` alone.
"""

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_clock as clock
from contracts.modules import calendar_places as places
from contracts.modules import calendar_words as words
from contracts.modules import errors

uses: clock
uses: places

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Days walked for one answer.
MAX_SPAN: constant(uint256) = 1024

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

# --- days ---

@external
@view
def receipt_day(place: bytes32, instant: uint256) -> uint256:
    local: uint256 = clock._local_seconds(place, instant)
    day: uint256 = local // words.SECONDS  # down
    if local % words.SECONDS >= clock._closes_on(place, day) * 60:
        day += 1
    return self._walk(place, empty(bytes32), day, 1, True)


@external
@view
def is_banking_day(place: bytes32, day: uint256) -> bool:
    return self._is_open(place, empty(bytes32), day)


@external
@view
def is_banking_day_both(place: bytes32, other: bytes32, day: uint256) -> bool:
    return self._is_open(place, other, day)


@external
@view
def next_banking_day(place: bytes32, day: uint256) -> uint256:
    return self._walk(place, empty(bytes32), day, 1, True)


@external
@view
def next_banking_day_both(place: bytes32, other: bytes32, day: uint256) -> uint256:
    return self._walk(place, other, day, 1, True)


@external
@view
def add_banking_days(place: bytes32, day: uint256, n: uint256) -> uint256:
    return self._add(place, empty(bytes32), day, n)


@external
@view
def add_banking_days_both(place: bytes32, other: bytes32, day: uint256, n: uint256) -> uint256:
    return self._add(place, other, day, n)


@external
@view
def presentation_limit(place: bytes32, day: uint256) -> uint256:
    return self._walk(place, empty(bytes32), day, 1, False)

# --- what is loaded ---

@external
@view
def loaded_until(place: bytes32) -> uint256:
    if places._configs[place] == 0:
        return 0
    return self._loaded_until(place)


@external
@view
def covers(place: bytes32, first: uint256, last: uint256) -> bool:
    config: uint256 = places._config(place)
    begins: uint256 = ((config >> words.LOADED_FROM_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        begins = max(begins, places._parent_day(place, words.LOADED_FROM_AT))
    return first >= begins and last <= self._loaded_until(place)


@external
@view
def official_until(place: bytes32) -> uint256:
    config: uint256 = places._config(place)
    day: uint256 = ((config >> words.OFFICIAL_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        day = min(day, places._parent_day(place, words.OFFICIAL_AT))
    return day


@external
@view
def closed_word(place: bytes32, word: uint256) -> uint256:
    return self._closed(place, word, True)


@external
@view
def entries_of(place: bytes32, word: uint256) -> (uint256, uint256, uint256, uint256):
    config: uint256 = places._config(place)
    index: uint256 = min(word, words.INDEX_END - 1)
    return (
        places._word(place, config, words.CLOSED | index),
        places._word(place, config, words.WORKED | index),
        places._words[place][words.ORDINARY | index],
        places._words[place][words.FORCE_MAJEURE | index],
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- closed days ---

@internal
@view
def _loaded_until(place: bytes32) -> uint256:
    config: uint256 = places._config(place)
    until: uint256 = ((config >> words.LOADED_UNTIL_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        until = min(until, places._parent_day(place, words.LOADED_UNTIL_AT))
    return until


@internal
@view
def _weekends(place: bytes32, config: uint256, word: uint256) -> uint256:
    """
    @notice The weekend days of the word, piece by piece where the weekend changed inside it.
    """
    first: uint256 = word * 256
    week: uint256 = config & words.WEEK_MASK
    if week & words.DAY_MASK <= first:
        return words._weekends((week >> words.WEEKEND_AT) & words.WEEKEND_MASK, word)
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    found: uint256 = 0
    top: uint256 = 256
    for i: uint256 in range(words.MAX_WEEKS):
        low: uint256 = min(max((week & words.DAY_MASK), first) - first, 256)
        days: uint256 = words._weekends((week >> words.WEEKEND_AT) & words.WEEKEND_MASK, word)
        found |= days & words._span(low, top)
        top = min(low, top)
        if top == 0:
            break
        count -= 1
        week = clock._week_at(place, config, count - 1)
    return found


@internal
@view
def _own(place: bytes32, config: uint256, word: uint256) -> (uint256, uint256, uint256):
    """
    @notice The place's own closed days of the word: planned; unplanned ordinary; force majeure.
    """
    planned: uint256 = 0
    if config >> words.COUNTER_AT == 0:
        planned = self._weekends(place, config, word)
    # Down, here and below: the word of the last such day.
    if word <= ((config >> words.LOADED_UNTIL_AT) & words.DAY_MASK) // 256:
        if (config >> words.WORKED_AT) & 1 == 1:
            planned &= ~places._word(place, config, words.WORKED | word)
        planned |= places._word(place, config, words.CLOSED | word)
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    if word <= ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK) // 256:  # down
        ordinary = places._words[place][words.ORDINARY | word]
        force_majeure = places._words[place][words.FORCE_MAJEURE | word]
    return planned, ordinary, force_majeure


@internal
@view
def _masks(place: bytes32, word: uint256) -> (uint256, uint256, uint256):
    """
    @notice As `_own`, the parent's days included.
    """
    config: uint256 = places._config(place)
    planned: uint256 = 0
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    planned, ordinary, force_majeure = self._own(place, config, word)
    if config >> words.COUNTER_AT == 1:
        parent: bytes32 = places._parents[place]
        parent_planned: uint256 = 0
        parent_ordinary: uint256 = 0
        parent_force: uint256 = 0
        parent_planned, parent_ordinary, parent_force = self._own(
            parent, places._config(parent), word
        )
        planned |= parent_planned
        ordinary |= parent_ordinary
        force_majeure |= parent_force
    return planned, ordinary, force_majeure


@internal
@view
def _closed(place: bytes32, word: uint256, by_force: bool) -> uint256:
    planned: uint256 = 0
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    planned, ordinary, force_majeure = self._masks(place, word)
    if by_force:
        ordinary |= force_majeure
    return planned | ordinary


@internal
@view
def _closed_both(place: bytes32, other: bytes32, word: uint256, by_force: bool) -> uint256:
    closed: uint256 = self._closed(place, word, by_force)
    if other != empty(bytes32) and other != place:
        closed |= self._closed(other, word, by_force)
    return closed

@internal
@view
def _is_planned(place: bytes32, day: uint256) -> bool:
    """
    @notice Is the day closed by a weekend or an entry, the parent's included?
    """
    planned: uint256 = 0
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    planned, ordinary, force_majeure = self._masks(place, day // 256)  # down: the word of the day
    return (planned >> (day % 256)) & 1 == 1

# --- open days ---

@internal
@view
def _is_open(place: bytes32, other: bytes32, day: uint256) -> bool:
    # Down: the word of the day.
    return (self._closed_both(place, other, day // 256, True) >> (day % 256)) & 1 == 0


@internal
@view
def _add(place: bytes32, other: bytes32, day: uint256, n: uint256) -> uint256:
    if n == 0:
        return self._walk(place, other, day, 1, True)
    return self._walk(place, other, day + 1, n, True)


@internal
@view
def _walk(place: bytes32, other: bytes32, day: uint256, n: uint256, by_force: bool) -> uint256:
    """
    @notice The n-th (n > 0) open day, counting `day` itself when it is open. `by_force` false:
            force majeure closes nothing.
    """
    found: uint256 = day
    left: uint256 = n
    word: uint256 = day // 256  # down
    closed: uint256 = self._closed_both(place, other, word, by_force)
    for i: uint256 in range(MAX_SPAN):
        if (closed >> (found % 256)) & 1 == 0:
            left -= 1
            if left == 0:
                break
        found += 1
        if found % 256 == 0:
            word += 1
            closed = self._closed_both(place, other, word, by_force)
    assert left == 0, errors.CALENDAR_SPAN  # guard: CALENDAR_SPAN-walk
    return found
