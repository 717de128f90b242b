# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Unplanned closures
@notice Owns who said that a place was closed, and since when it is known. A closure adds to the
        words of its place and moves clocks that run already.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_clock as clock
from contracts.modules import calendar_days as days
from contracts.modules import calendar_places as places
from contracts.modules import calendar_words as words
from contracts.modules import errors

uses: clock
uses: days
uses: places

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# A closure is recorded at most so many days from its day [day].
CLOSURE_WINDOW: constant(uint256) = 5
ORDINARY: constant(uint256) = 1
FORCE_MAJEURE: constant(uint256) = 2
# Words of closures looked at for one answer.
MAX_WORDS: constant(uint256) = 5
# Bit of a closure: the day was no planned closed day when it was recorded.
TAKEN: constant(uint256) = 128

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# place -> day -> reason -> the keeper who said so first
_attested: HashMap[bytes32, HashMap[uint256, HashMap[uint256, address]]]
# place -> day -> reason | TAKEN | recorded at [unix s] << 8
_closures: HashMap[bytes32, HashMap[uint256, uint256]]

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def extended(place: bytes32, start: uint256, last: uint256) -> uint256:
    return self._extended(place, empty(bytes32), start, last, 0)


@external
@view
def extended_since(
    place: bytes32, other: bytes32, start: uint256, last: uint256, fixed_at: uint256
) -> uint256:
    return self._extended(place, other, start, last, fixed_at + 1)


@external
@view
def closure_of(place: bytes32, day: uint256) -> (uint256, uint256):
    closure: uint256 = self._closures[place][day]
    return closure & (TAKEN - 1), closure >> 8


@external
@view
def attested_by(place: bytes32, day: uint256, reason: uint256) -> address:
    return self._attested[place][day][reason]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _record(registry: address, place: bytes32, day: uint256, reason: uint256):
    """
    @notice One keeper's word, or with the word of another the closure itself. The deployable has
            asked already whether the sender is a keeper.
    """
    known: bool = reason == ORDINARY or reason == FORCE_MAJEURE
    assert known, errors.CLOSURE_REASON  # guard: CALENDAR_CLOSURE-reason
    today: uint256 = clock._local_day(place, block.timestamp)
    near: bool = max(day, today) - min(day, today) <= CLOSURE_WINDOW
    assert near, errors.CLOSURE_DAYS  # guard: CALENDAR_CLOSURE-five-days
    assert self._closures[place][day] == 0, errors.CLOSURE_TWICE  # guard: CALENDAR_CLOSURE-twice
    first: address = self._attested[place][day][reason]
    assert first != msg.sender, errors.CLOSURE_SECOND  # guard: CALENDAR_CLOSURE-second

    # The word of a keeper who has lost the capability meanwhile counts no more.
    stands: bool = False
    if first != empty(address):
        stands = staticcall IPartyRegistry(registry).has_capability(
            first, IPartyRegistry.Capability.KEEPER
        )
    if not stands:
        self._attested[place][day][reason] = msg.sender
        log IBankingCalendar.ClosureAttested(place=place, day=day, reason=reason, keeper=msg.sender)
        return

    kind: uint256 = words.FORCE_MAJEURE
    if reason == ORDINARY:
        kind = words.ORDINARY
    # Whether the day was taken from anybody is settled now: no later entry changes it.
    closure: uint256 = reason | (block.timestamp << 8)
    if not days._is_planned(place, day):
        closure |= TAKEN
    self._closures[place][day] = closure
    number: uint256 = places._close_day(place, kind, day)
    log IBankingCalendar.ClosureRecorded(
        place=place,
        day=day,
        reason=reason,
        first_keeper=first,
        second_keeper=msg.sender,
        version=number,
    )


@internal
@view
def _last_unplanned(place: bytes32) -> uint256:
    config: uint256 = places._config(place)
    day: uint256 = ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        day = max(day, places._parent_day(place, words.LAST_UNPLANNED_AT))
    return day


@internal
@view
def _first(place: bytes32, day: uint256, planned: bool) -> (uint256, bool):
    """
    @notice When the place first became known closed on the day, by its own record or its
            parent's (the largest number: by neither), and whether it was open until then. A
            second record takes a day that was closed already. Without a record the day is open
            unless `planned`.
    """
    own: uint256 = self._closures[place][day]
    at: uint256 = max_value(uint256)
    taken: bool = not planned
    if own != 0:
        at = own >> 8
        taken = own & TAKEN != 0
    parent: bytes32 = places._parents[place]
    if parent != empty(bytes32):
        above: uint256 = self._closures[parent][day]
        if above != 0 and above >> 8 < at:
            at = above >> 8
            taken = above & TAKEN != 0
            if taken:
                # The parent's record knows nothing of the counter's own days.
                stood: uint256 = places._stood[place][day]
                if at < stood >> 1:
                    taken = stood & 1 == 0
                else:
                    key: uint256 = words.CLOSED | (day // 256)  # down: the word of the day
                    entries: uint256 = places._word(place, places._config(place), key)
                    taken = (entries >> (day % 256)) & 1 == 0
    return at, taken


@internal
@view
def _extended(
    place: bytes32, other: bytes32, start: uint256, last: uint256, since: uint256
) -> uint256:
    """
    @notice `since` 0: recorded on local day `start` or later; else recorded at `since` or later.
    """
    newest: uint256 = self._last_unplanned(place)
    if other != empty(bytes32):
        newest = max(newest, self._last_unplanned(other))
    end: uint256 = min(last, newest)
    if end <= start:
        return last

    word: uint256 = (start + 1) // 256  # down
    # Down: the word of the last day.
    assert end // 256 - word < MAX_WORDS, errors.CALENDAR_SPAN  # guard: CALENDAR_SPAN-extended
    lost: uint256 = 0
    for i: uint256 in range(MAX_WORDS):
        if word > end // 256:  # down
            break
        planned: uint256 = 0
        ordinary: uint256 = 0
        force_majeure: uint256 = 0
        planned, ordinary, force_majeure = days._masks(place, word)
        unplanned: uint256 = ordinary | force_majeure
        other_planned: uint256 = 0
        if other != empty(bytes32):
            other_planned, ordinary, force_majeure = days._masks(other, word)
            unplanned |= ordinary | force_majeure
        closed: uint256 = unplanned & words._days(word, start + 1, end)
        for bit: uint256 in range(256):
            if closed == 0:
                break
            if closed & 1 == 1:
                day: uint256 = word * 256 + bit
                at: uint256 = 0
                taken: bool = False
                at, taken = self._first(place, day, (planned >> bit) & 1 == 1)
                if other != empty(bytes32):
                    other_at: uint256 = 0
                    other_taken: bool = False
                    other_at, other_taken = self._first(other, day, (other_planned >> bit) & 1 == 1)
                    at = min(at, other_at)
                    taken = taken and other_taken
                # Only a day that was open without the closure was taken from anybody.
                if taken:
                    if since == 0:
                        if clock._local_day(place, at) >= start:
                            lost += 1
                    elif at >= since:
                        lost += 1
            closed >>= 1
        word += 1
    if lost == 0:
        return last
    return days._add(place, other, last, lost)
