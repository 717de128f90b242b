# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title BankingCalendar
@notice Which days a bank is open at the place where it acts, and which local day an instant is.
        Every deadline of the suite is computed here when the event happens that starts it.
        Trust: one KEEPER may open places and load days nobody has loaded; what is loaded
        changes only ten days after everybody could read the change, and never for days that
        have passed by then; an unplanned closure takes two keepers. Nothing is ever deleted.
@custom:kill Nothing to stop: the contract holds no money, and weekends alone count where no
             keeper writes any more.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IPartyRegistry

implements: IBankingCalendar

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_words as words
from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import roles

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# A change to loaded days waits this long [unix s] before it is in force.
NOTICE: constant(uint256) = 10 * 86400
# A closure is recorded at most so many days from its day [day].
CLOSURE_WINDOW: constant(uint256) = 5
ORDINARY: constant(uint256) = 1
FORCE_MAJEURE: constant(uint256) = 2

# Bounds of the loops: days walked for one answer, words of closures looked at, week regimes of
# a place, words of offsets that one append may fill.
MAX_SPAN: constant(uint256) = 1024
MAX_WORDS: constant(uint256) = 5
MAX_WEEKS: constant(uint256) = 24
MAX_BUCKETS: constant(uint256) = 16

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

PARTY_REGISTRY: public(immutable(address))

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# place -> config word (calendar_words)
_configs: HashMap[bytes32, uint256]
# counter -> the place it belongs to
_parents: HashMap[bytes32, bytes32]
# place -> key (kind, index) -> word
_words: HashMap[bytes32, HashMap[uint256, uint256]]
# The proposed change: words that stand in front of `_words` once it is in force. A word belongs
# to the present change when its batch number is the config's.
_next: HashMap[bytes32, HashMap[uint256, uint256]]
_next_batch: HashMap[bytes32, HashMap[uint256, uint256]]
_next_keys: HashMap[bytes32, DynArray[uint256, 64]]
# place -> day -> reason -> the keeper who said so first
_attested: HashMap[bytes32, HashMap[uint256, HashMap[uint256, address]]]
# place -> day -> reason | recorded at [unix s] << 8
_closures: HashMap[bytes32, HashMap[uint256, uint256]]

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(party_registry: address):
    """
    @param party_registry Who is a KEEPER is asked there.
    """
    PARTY_REGISTRY = party_registry


# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def open_place(place: bytes32, day: uint256, weekend: uint256, minutes: int256, closes: uint256):
    """
    @notice Make a place known; see IBankingCalendar. Errors: CAPABILITY, CALENDAR_OPEN,
            CALENDAR_VALUE.
    """
    self._check_keeper()
    assert closes <= 1440, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-open-closes
    self._open(place, day, words._week(0, self._weekend(weekend), closes), self._biased(minutes))
    log IBankingCalendar.PlaceOpened(
        place=place,
        parent=empty(bytes32),
        day=day,
        weekend=weekend,
        minutes=minutes,
        closes=closes,
        keeper=msg.sender,
    )


@external
def open_counter(counter: bytes32, parent: bytes32, day: uint256, closes: uint256):
    """
    @notice Make a bank's own counter known; see IBankingCalendar. Errors: CAPABILITY,
            CALENDAR_OPEN, CALENDAR_VALUE, CALENDAR_NOT_LOADED.
    """
    self._check_keeper()
    assert self._config(parent) >> words.COUNTER_AT == 0, errors.PARENT  # guard: CALENDAR_OPEN-parent
    shape: bool = closes <= 1440 or closes == words.INHERIT
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-counter-closes
    self._open(counter, day, words._week(0, 0, closes), words.BIAS)
    self._configs[counter] |= 1 << words.COUNTER_AT
    self._parents[counter] = parent
    log IBankingCalendar.PlaceOpened(
        place=counter, parent=parent, day=day, weekend=0, minutes=0, closes=closes, keeper=msg.sender
    )


@external
def load(
    place: bytes32,
    until: uint256,
    official: bool,
    weeks: DynArray[IBankingCalendar.Week, 4],
    offsets: DynArray[IBankingCalendar.Offset, 16],
    entries: DynArray[IBankingCalendar.Entries, 16],
):
    """
    @notice Load days nobody has loaded; see IBankingCalendar. Errors: CAPABILITY,
            CALENDAR_NOT_LOADED, CALENDAR_NOTICE, CALENDAR_ORDER, CALENDAR_VALUE.
    """
    self._check_keeper()
    config: uint256 = self._unchanging(place)
    loaded: uint256 = (config >> words.LOADED_UNTIL_AT) & words.DAY_MASK
    assert until > loaded, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-until
    config = packing._put(config, words.LOADED_UNTIL_AT, words.DAY_BITS, until)
    # An official list behind an estimate leaves a gap, and the place stays an estimate.
    listed: uint256 = (config >> words.OFFICIAL_AT) & words.DAY_MASK
    if official and listed == loaded:
        listed = until
    self._write(place, config, loaded + 1, until, block.timestamp, listed, weeks, offsets, entries)


@external
def propose_change(
    place: bytes32,
    official_until: uint256,
    weeks: DynArray[IBankingCalendar.Week, 4],
    offsets: DynArray[IBankingCalendar.Offset, 16],
    entries: DynArray[IBankingCalendar.Entries, 16],
):
    """
    @notice Change loaded days with ten days' notice; see IBankingCalendar. Errors: CAPABILITY,
            CALENDAR_NOT_LOADED, CALENDAR_NOTICE, CALENDAR_ORDER, CALENDAR_VALUE.
    """
    self._check_keeper()
    config: uint256 = self._unchanging(place)
    in_force: uint256 = block.timestamp + NOTICE
    loaded: uint256 = (config >> words.LOADED_UNTIL_AT) & words.DAY_MASK
    # Days that were never loaded are not this act's to change either.
    first: uint256 = max(
        self._local_day(place, in_force) + 1, (config >> words.LOADED_FROM_AT) & words.DAY_MASK
    )
    listed: uint256 = (config >> words.OFFICIAL_AT) & words.DAY_MASK
    if official_until != 0:
        rises: bool = official_until >= listed and official_until <= loaded
        assert rises, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-official
        listed = official_until
    batch: uint256 = (((config >> words.BATCH_AT) & words.BATCH_MASK) + 1) & words.BATCH_MASK
    config = packing._put(config, words.BATCH_AT, words.BATCH_BITS, batch)
    config = packing._put(config, words.IN_FORCE_AT, words.IN_FORCE_BITS, in_force)
    self._write(place, config, first, loaded, in_force, listed, weeks, offsets, entries)


@external
def withdraw_change(place: bytes32):
    """
    @notice Take back a pending change; see IBankingCalendar. Errors: CAPABILITY,
            CALENDAR_NOT_LOADED, CALENDAR_NOTICE (none is pending).
    """
    self._check_keeper()
    config: uint256 = self._config(place)
    in_force: uint256 = (config >> words.IN_FORCE_AT) & words.IN_FORCE_MASK
    assert in_force > block.timestamp, errors.NO_PENDING  # guard: CALENDAR_NOTICE-withdraw
    config = packing._put(config, words.IN_FORCE_AT, words.IN_FORCE_BITS, 0)
    config = self._bumped(config)
    self._configs[place] = config
    self._next_keys[place] = []
    log IBankingCalendar.ChangeWithdrawn(
        place=place,
        version=(config >> words.VERSION_AT) & words.VERSION_MASK,
        keeper=msg.sender,
    )


@external
def settle_change(place: bytes32):
    """
    @notice Copy a change in force to its place; by anyone. Errors: CALENDAR_NOT_LOADED,
            CALENDAR_NOTICE (none is in force).
    """
    config: uint256 = self._config(place)
    assert self._in_force(config), errors.NO_PENDING  # guard: CALENDAR_NOTICE-settle
    self._configs[place] = self._settle(place, config)


@external
def record_closure(place: bytes32, day: uint256, reason: uint256):
    """
    @notice An unplanned closure, by two keepers; see IBankingCalendar. Errors: CAPABILITY,
            CALENDAR_NOT_LOADED, CALENDAR_CLOSURE.
    """
    self._check_keeper()
    known: bool = reason == ORDINARY or reason == FORCE_MAJEURE
    assert known, errors.CLOSURE_REASON  # guard: CALENDAR_CLOSURE-reason
    today: uint256 = self._local_day(place, block.timestamp)
    near: bool = max(day, today) - min(day, today) <= CLOSURE_WINDOW
    assert near, errors.CLOSURE_DAYS  # guard: CALENDAR_CLOSURE-five-days
    assert self._closures[place][day] == 0, errors.CLOSURE_TWICE  # guard: CALENDAR_CLOSURE-twice
    first: address = self._attested[place][day][reason]
    assert first != msg.sender, errors.CLOSURE_SECOND  # guard: CALENDAR_CLOSURE-second

    # The word of a keeper who has lost the capability meanwhile counts no more.
    stands: bool = False
    if first != empty(address):
        stands = staticcall IPartyRegistry(PARTY_REGISTRY).has_capability(
            first, IPartyRegistry.Capability.KEEPER
        )
    if not stands:
        self._attested[place][day][reason] = msg.sender
        log IBankingCalendar.ClosureAttested(place=place, day=day, reason=reason, keeper=msg.sender)
        return

    kind: uint256 = words.FORCE_MAJEURE
    if reason == ORDINARY:
        kind = words.ORDINARY
    kind |= day // 256
    self._words[place][kind] |= 1 << (day % 256)
    self._closures[place][day] = reason | (block.timestamp << 8)
    # The stored config, not the one seen through a change in force: that stays apart until settled.
    config: uint256 = self._configs[place]
    if day > ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK):
        config = packing._put(config, words.LAST_UNPLANNED_AT, words.DAY_BITS, day)
    config = self._bumped(config)
    self._configs[place] = config
    log IBankingCalendar.ClosureRecorded(
        place=place,
        day=day,
        reason=reason,
        first_keeper=first,
        second_keeper=msg.sender,
        version=(config >> words.VERSION_AT) & words.VERSION_MASK,
    )


# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def local_day(place: bytes32, instant: uint256) -> uint256:
    """
    @notice The local day [day] at the place at the instant [unix s].
    """
    return self._local_day(place, instant)


@external
@view
def receipt_day(place: bytes32, instant: uint256) -> uint256:
    """
    @notice The banking day [day] on which an arrival at the instant [unix s] counts as received.
            At the closing minute itself the bank is closed.
    """
    local: uint256 = self._local_seconds(place, instant)
    day: uint256 = local // words.SECONDS
    if local % words.SECONDS >= self._closes_on(place, day) * 60:
        day += 1
    return self._walk(place, empty(bytes32), day, 1, True)


@external
@view
def is_banking_day(place: bytes32, day: uint256) -> bool:
    """
    @notice Is the place open on the day [day]?
    """
    return self._is_open(place, empty(bytes32), day)


@external
@view
def is_banking_day_both(place: bytes32, other: bytes32, day: uint256) -> bool:
    """
    @notice Are both places open on the day [day]? `other` empty means `place` alone.
    """
    return self._is_open(place, other, day)


@external
@view
def next_banking_day(place: bytes32, day: uint256) -> uint256:
    """
    @notice The first open day [day], from `day` itself on.
    """
    return self._walk(place, empty(bytes32), day, 1, True)


@external
@view
def next_banking_day_both(place: bytes32, other: bytes32, day: uint256) -> uint256:
    """
    @notice The first day [day], from `day` itself on, on which both places are open.
    """
    return self._walk(place, other, day, 1, True)


@external
@view
def add_banking_days(place: bytes32, day: uint256, n: uint256) -> uint256:
    """
    @notice The n-th banking day after the day [day]; n = 0: the day itself or the next open one.
    """
    return self._add(place, empty(bytes32), day, n)


@external
@view
def add_banking_days_both(place: bytes32, other: bytes32, day: uint256, n: uint256) -> uint256:
    """
    @notice The n-th day after the day [day] on which both places are open.
    """
    return self._add(place, other, day, n)


@external
@view
def presentation_limit(place: bytes32, day: uint256) -> uint256:
    """
    @notice A last day [day] for presentation, moved off ordinary closures only (U31, U30).
    """
    return self._walk(place, empty(bytes32), day, 1, False)


@external
@view
def extended(place: bytes32, start: uint256, last: uint256) -> uint256:
    """
    @notice The last day [day] moved by the unplanned closures in (start, last] that were
            recorded on local day `start` or later.
    """
    return self._extended(place, empty(bytes32), start, last, 0)


@external
@view
def extended_since(
    place: bytes32, other: bytes32, start: uint256, last: uint256, fixed_at: uint256
) -> uint256:
    """
    @notice The last day [day] moved by the unplanned closures in (start, last] that were
            recorded after `fixed_at` [unix s].
    """
    return self._extended(place, other, start, last, fixed_at + 1)


@external
@view
def loaded_until(place: bytes32) -> uint256:
    """
    @notice The last loaded day [day], 0 for an unknown place.
    """
    if self._configs[place] == 0:
        return 0
    return self._loaded_until(place)


@external
@view
def covers(place: bytes32, first: uint256, last: uint256) -> bool:
    """
    @notice Are all days [day] first..last loaded?
    """
    config: uint256 = self._config(place)
    begins: uint256 = ((config >> words.LOADED_FROM_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        begins = max(begins, self._parent_day(place, words.LOADED_FROM_AT))
    return first >= begins and last <= self._loaded_until(place)


@external
@view
def official_until(place: bytes32) -> uint256:
    """
    @notice The last day [day] that comes from a published list.
    """
    config: uint256 = self._config(place)
    day: uint256 = ((config >> words.OFFICIAL_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        day = min(day, self._parent_day(place, words.OFFICIAL_AT))
    return day


@external
@view
def version(place: bytes32) -> uint256:
    """
    @notice The number of writes so far, the parent's included.
    """
    config: uint256 = self._config(place)
    number: uint256 = (config >> words.VERSION_AT) & words.VERSION_MASK
    if config >> words.COUNTER_AT == 1:
        config = self._config(self._parents[place])
        number += (config >> words.VERSION_AT) & words.VERSION_MASK
    return number


@external
@view
def parent_of(place: bytes32) -> bytes32:
    """
    @notice The parent of a counter, else empty.
    """
    return self._parents[place]


@external
@view
def weekend_on(place: bytes32, day: uint256) -> uint256:
    """
    @notice Weekend mask on the day [day]; bit 0 is Monday.
    """
    base: bytes32 = self._base(place)
    week: uint256 = self._week_on(base, self._config(base), day)
    return (week >> words.WEEKEND_AT) & words.WEEKEND_MASK


@external
@view
def offset_on(place: bytes32, day: uint256) -> int256:
    """
    @notice Minutes ahead of UTC on the local day [day].
    """
    base: bytes32 = self._base(place)
    config: uint256 = self._config(base)
    biased: uint256 = (config >> words.OFFSET_AT) & words.OFFSET_MASK
    if day < ((config >> words.OFFSET_FROM_AT) & words.DAY_MASK):
        covered: uint256 = max(day, ((config >> words.LOADED_FROM_AT) & words.DAY_MASK))
        index: uint256 = covered // words.BUCKET_DAYS
        bucket: uint256 = self._word(base, config, words.OFFSETS | index)
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
    """
    @notice Minute of the local day [day] at which the place closes for receipt.
    """
    return self._closes_on(place, day)


@external
@view
def closed_word(place: bytes32, word: uint256) -> uint256:
    """
    @notice Bit i: closed for any reason on day 256 * word + i.
    """
    return self._closed(place, word, True)


@external
@view
def entries_of(place: bytes32, word: uint256) -> (uint256, uint256, uint256, uint256):
    """
    @notice The place's own closed, worked, ordinary and force majeure bits.
    """
    config: uint256 = self._config(place)
    index: uint256 = min(word, words.INDEX_END - 1)
    return (
        self._word(place, config, words.CLOSED | index),
        self._word(place, config, words.WORKED | index),
        self._words[place][words.ORDINARY | index],
        self._words[place][words.FORCE_MAJEURE | index],
    )


@external
@view
def closure_of(place: bytes32, day: uint256) -> (uint256, uint256):
    """
    @notice Reason and time of record [unix s] of an unplanned closure, zeros when none.
    """
    closure: uint256 = self._closures[place][day]
    return closure & 255, closure >> 8


@external
@view
def attested_by(place: bytes32, day: uint256, reason: uint256) -> address:
    """
    @notice The keeper who first said so.
    """
    return self._attested[place][day][reason]


@external
@view
def change_in_force(place: bytes32) -> uint256:
    """
    @notice When the proposed change is in force [unix s], 0 when there is none.
    """
    return (self._configs[place] >> words.IN_FORCE_AT) & words.IN_FORCE_MASK


@external
@view
def changed_words(place: bytes32) -> DynArray[uint256, 64]:
    """
    @notice Keys of the words that the proposed change replaces.
    """
    return self._next_keys[place]


@external
@view
def changed_word(place: bytes32, key: uint256) -> uint256:
    """
    @notice The proposed word under a key.
    """
    return self._next[place][key]


# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# ---- who, and values ----

@internal
@view
def _check_keeper():
    roles._check_capability(PARTY_REGISTRY, msg.sender, IPartyRegistry.Capability.KEEPER)


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


@internal
@pure
def _bumped(config: uint256) -> uint256:
    number: uint256 = (config >> words.VERSION_AT) & words.VERSION_MASK
    return packing._put(config, words.VERSION_AT, words.VERSION_BITS, number + 1)


# ---- the config word and the words behind it ----

@internal
@view
def _in_force(config: uint256) -> bool:
    """
    @notice Does a proposed change stand in front of the words now?
    """
    instant: uint256 = (config >> words.IN_FORCE_AT) & words.IN_FORCE_MASK
    return instant != 0 and instant <= block.timestamp


@internal
@view
def _config(place: bytes32) -> uint256:
    """
    @notice The config word, its hot part as the change in force makes it.
    """
    config: uint256 = self._configs[place]
    assert config != 0, errors.PLACE_UNKNOWN  # guard: CALENDAR_NOT_LOADED
    if self._in_force(config):
        hot: uint256 = self._next[place][words.HOT]
        config = ((config >> words.HOT_BITS) << words.HOT_BITS) | hot
    return config


@internal
@view
def _base(place: bytes32) -> bytes32:
    """
    @notice The place whose clock and weekend hold: itself, or a counter's parent.
    """
    if self._config(place) >> words.COUNTER_AT == 1:
        return self._parents[place]
    return place


@internal
@view
def _parent_day(place: bytes32, at: uint256) -> uint256:
    """
    @notice One of the days in the config of a counter's parent.
    """
    return (self._config(self._parents[place]) >> at) & words.DAY_MASK


@internal
@view
def _word(place: bytes32, config: uint256, key: uint256) -> uint256:
    if self._in_force(config):
        if self._next_batch[place][key] == self._batch_mark(config):
            return self._next[place][key]
    return self._words[place][key]


@internal
@pure
def _batch_mark(config: uint256) -> uint256:
    # One more than the number, so that a word never proposed (mark 0) belongs to no batch.
    return ((config >> words.BATCH_AT) & words.BATCH_MASK) + 1


@internal
@view
def _current(place: bytes32, config: uint256, key: uint256, staged: bool) -> uint256:
    """
    @notice The word as the writing act sees it: what it has staged itself, else what stands.
    """
    if staged and self._next_batch[place][key] == self._batch_mark(config):
        return self._next[place][key]
    return self._words[place][key]


@internal
def _put_word(place: bytes32, config: uint256, key: uint256, word: uint256, staged: bool):
    if not staged:
        self._words[place][key] = word
        return
    mark: uint256 = self._batch_mark(config)
    if self._next_batch[place][key] != mark:
        self._next_batch[place][key] = mark
        self._next_keys[place].append(key)
    self._next[place][key] = word


@internal
def _settle(place: bytes32, config: uint256) -> uint256:
    """
    @notice Copy the words of the change in force; the hot part is in `config` already.
    """
    keys: DynArray[uint256, 64] = self._next_keys[place]
    for key: uint256 in keys:
        self._words[place][key] = self._next[place][key]
    self._next_keys[place] = []
    log IBankingCalendar.ChangeSettled(place=place)
    return packing._put(config, words.IN_FORCE_AT, words.IN_FORCE_BITS, 0)


@internal
def _unchanging(place: bytes32) -> uint256:
    """
    @notice The config for a write: a change in force is settled, a pending one refuses.
    """
    config: uint256 = self._config(place)
    if self._in_force(config):
        config = self._settle(place, config)
    quiet: bool = (config >> words.IN_FORCE_AT) & words.IN_FORCE_MASK == 0
    assert quiet, errors.CALENDAR_PENDING  # guard: CALENDAR_NOTICE-pending
    return config


# ---- writing ----

@internal
def _open(place: bytes32, day: uint256, week: uint256, biased: uint256):
    assert self._configs[place] == 0, errors.PLACE_OPEN  # guard: CALENDAR_OPEN
    shape: bool = place != empty(bytes32) and day > 0
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-place
    config: uint256 = week | (biased << words.OFFSET_AT) | (1 << words.WEEKS_AT)
    config = packing._put(config, words.OFFICIAL_AT, words.DAY_BITS, day - 1)
    config = packing._put(config, words.LOADED_FROM_AT, words.DAY_BITS, day)
    config = packing._put(config, words.LOADED_UNTIL_AT, words.DAY_BITS, day - 1)
    self._words[place][words.WEEKS] = week
    self._configs[place] = self._bumped(config)


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
        self._put_word(place, config, words.HOT, changed & words.HOT_MASK, True)
        changed = config
    changed = self._bumped(changed)
    self._configs[place] = changed
    log IBankingCalendar.CalendarWritten(
        place=place,
        first=first,
        until=last,
        in_force=in_force,
        official_until=official_until,
        weeks=weeks,
        offsets=offsets,
        entries=entries,
        version=(changed >> words.VERSION_AT) & words.VERSION_MASK,
        keeper=msg.sender,
    )


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
    assert count < MAX_WEEKS, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-weeks-full
    # A counter has no weekend of its own, a place no parent to inherit the closing from.
    shape: bool = week.closes <= 1440
    if config >> words.COUNTER_AT == 1:
        shape = week.weekend == 0 and (shape or week.closes == words.INHERIT)
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-week
    packed: uint256 = words._week(week.from_day, self._weekend(week.weekend), week.closes)
    key: uint256 = words.WEEKS | (count // words.WEEKS_A_WORD)
    word: uint256 = packing._put(
        self._current(place, config, key, staged),
        (count % words.WEEKS_A_WORD) * words.WEEK_BITS,
        words.WEEK_BITS,
        packed,
    )
    self._put_word(place, config, key, word, staged)
    changed: uint256 = packing._put(config, words.WEEKS_AT, words.WEEKS_BITS, count + 1)
    return packing._put(changed, 0, words.WEEK_BITS, packed)


@internal
@view
def _cut_weeks(place: bytes32, config: uint256, day: uint256) -> uint256:
    """
    @notice The config without the week regimes from the day on. The first regime has day 0 and stays.
    """
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    for i: uint256 in range(MAX_WEEKS):
        week: uint256 = self._week_at(place, config, count - 1)
        if (week & words.DAY_MASK) < day:
            cut: uint256 = packing._put(config, words.WEEKS_AT, words.WEEKS_BITS, count)
            return packing._put(cut, 0, words.WEEK_BITS, week)
        count -= 1
    return config


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

    index: uint256 = offset.from_day // words.BUCKET_DAYS
    # Words between the last change and this one say that the clock stood still.
    fill: uint256 = ((config >> words.LOADED_FROM_AT) & words.DAY_MASK) // words.BUCKET_DAYS
    if since != 0:
        fill = since // words.BUCKET_DAYS + 1
    assert index < fill + MAX_BUCKETS, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-offsets-far
    for i: uint256 in range(MAX_BUCKETS):
        if fill + i > index:
            break
        self._put_word(place, config, words.OFFSETS | (fill + i), before, staged)
    key: uint256 = words.OFFSETS | index
    bucket: uint256 = self._current(place, config, key, staged)
    count: uint256 = (bucket >> words.COUNT_AT) & words.COUNT_MASK
    assert count < words.CHANGES_A_WORD, errors.CALENDAR_FULL  # guard: CALENDAR_ORDER-offsets-full
    change: uint256 = (offset.from_day % words.BUCKET_DAYS) | (biased << words.CHANGE_DAY_BITS)
    bucket = packing._put(
        bucket, words.CHANGES_AT + count * words.CHANGE_BITS, words.CHANGE_BITS, change
    )
    bucket = packing._put(bucket, words.COUNT_AT, words.COUNT_BITS, count + 1)
    self._put_word(place, config, key, bucket, staged)
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
    index: uint256 = day // words.BUCKET_DAYS
    key: uint256 = words.OFFSETS | index
    bucket: uint256 = self._words[place][key]
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
    self._put_word(place, config, key, bucket, True)
    config = packing._put(config, words.OFFSET_AT, words.OFFSET_BITS, biased)
    return packing._put(config, words.OFFSET_FROM_AT, words.DAY_BITS, since)


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
    differs: uint256 = self._words[place][closed_key] ^ entry.closed
    differs |= self._words[place][worked_key] ^ entry.worked
    inside: bool = differs & ~words._days(entry.word, first, last) == 0
    if staged:
        assert inside, errors.CALENDAR_NOTICE  # guard: CALENDAR_NOTICE-entries
    assert inside, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-entries
    self._put_word(place, config, closed_key, entry.closed, staged)
    self._put_word(place, config, worked_key, entry.worked, staged)
    if entry.worked != 0:
        return config | (1 << words.WORKED_AT)
    return config


# ---- the clock of a place ----

@internal
@view
def _local_day(place: bytes32, instant: uint256) -> uint256:
    return self._local_seconds(place, instant) // words.SECONDS


@internal
@view
def _local_seconds(place: bytes32, instant: uint256) -> uint256:
    """
    @notice Seconds since 1970-01-01 on the place's own clock. A change of offset on local day f
            starts at the midnight of f by the clock that is behind, so that local days follow
            each other and are right on days of change in either direction.
    """
    base: bytes32 = place
    config: uint256 = self._config(place)
    if config >> words.COUNTER_AT == 1:
        base = self._parents[place]
        config = self._config(base)
    day: uint256 = instant // words.SECONDS
    since: uint256 = ((config >> words.OFFSET_FROM_AT) & words.DAY_MASK)
    biased: uint256 = (config >> words.OFFSET_AT) & words.OFFSET_MASK
    if day <= since:
        covered: uint256 = max(day, ((config >> words.LOADED_FROM_AT) & words.DAY_MASK))
        index: uint256 = covered // words.BUCKET_DAYS
        bucket: uint256 = self._word(base, config, words.OFFSETS | index)
        biased = self._offset_at(bucket, index, bucket & words.OFFSET_MASK, instant)
        # On the last UTC day of a word the first change of the next may have begun already.
        if day % words.BUCKET_DAYS == words.BUCKET_DAYS - 1 and day < since:
            bucket = self._word(base, config, words.OFFSETS | (index + 1))
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


# ---- weeks ----

@internal
@view
def _week_at(place: bytes32, config: uint256, index: uint256) -> uint256:
    word: uint256 = self._word(place, config, words.WEEKS | (index // words.WEEKS_A_WORD))
    return packing._get(word, (index % words.WEEKS_A_WORD) * words.WEEK_BITS, words.WEEK_BITS)


@internal
@view
def _week_on(place: bytes32, config: uint256, day: uint256) -> uint256:
    """
    @notice The place's own week regime in force on the day.
    """
    week: uint256 = config & words.WEEK_MASK
    count: uint256 = (config >> words.WEEKS_AT) & words.WEEKS_MASK
    for i: uint256 in range(MAX_WEEKS):
        if (week & words.DAY_MASK) <= day:
            break
        count -= 1
        week = self._week_at(place, config, count - 1)
    return week


@internal
@view
def _closes_on(place: bytes32, day: uint256) -> uint256:
    config: uint256 = self._config(place)
    closes: uint256 = self._week_on(place, config, day) >> words.CLOSES_AT
    if closes == words.INHERIT:
        parent: bytes32 = self._parents[place]
        closes = self._week_on(parent, self._config(parent), day) >> words.CLOSES_AT
    return closes


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
    for i: uint256 in range(MAX_WEEKS):
        low: uint256 = min(max((week & words.DAY_MASK), first) - first, 256)
        days: uint256 = words._weekends((week >> words.WEEKEND_AT) & words.WEEKEND_MASK, word)
        found |= days & words._span(low, top)
        top = min(low, top)
        if top == 0:
            break
        count -= 1
        week = self._week_at(place, config, count - 1)
    return found


# ---- closed days ----

@internal
@view
def _loaded_until(place: bytes32) -> uint256:
    config: uint256 = self._config(place)
    until: uint256 = ((config >> words.LOADED_UNTIL_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        until = min(until, self._parent_day(place, words.LOADED_UNTIL_AT))
    return until


@internal
@view
def _own(place: bytes32, config: uint256, word: uint256) -> (uint256, uint256, uint256):
    """
    @notice The place's own closed days of the word: planned; unplanned ordinary; force majeure.
    """
    planned: uint256 = 0
    if config >> words.COUNTER_AT == 0:
        planned = self._weekends(place, config, word)
    if word <= ((config >> words.LOADED_UNTIL_AT) & words.DAY_MASK) // 256:
        if (config >> words.WORKED_AT) & 1 == 1:
            planned &= ~self._word(place, config, words.WORKED | word)
        planned |= self._word(place, config, words.CLOSED | word)
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    if word <= ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK) // 256:
        ordinary = self._words[place][words.ORDINARY | word]
        force_majeure = self._words[place][words.FORCE_MAJEURE | word]
    return planned, ordinary, force_majeure


@internal
@view
def _masks(place: bytes32, word: uint256) -> (uint256, uint256, uint256):
    """
    @notice As `_own`, the parent's days included.
    """
    config: uint256 = self._config(place)
    planned: uint256 = 0
    ordinary: uint256 = 0
    force_majeure: uint256 = 0
    planned, ordinary, force_majeure = self._own(place, config, word)
    if config >> words.COUNTER_AT == 1:
        parent: bytes32 = self._parents[place]
        parent_planned: uint256 = 0
        parent_ordinary: uint256 = 0
        parent_force: uint256 = 0
        parent_planned, parent_ordinary, parent_force = self._own(
            parent, self._config(parent), word
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
def _is_open(place: bytes32, other: bytes32, day: uint256) -> bool:
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
    word: uint256 = day // 256
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


# ---- closures that move a clock ----

@internal
@view
def _last_unplanned(place: bytes32) -> uint256:
    config: uint256 = self._config(place)
    day: uint256 = ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK)
    if config >> words.COUNTER_AT == 1:
        day = max(day, self._parent_day(place, words.LAST_UNPLANNED_AT))
    return day


@internal
@view
def _recorded_at(place: bytes32, day: uint256) -> uint256:
    """
    @notice When the place first became known closed on the day, by its own record or its
            parent's; the largest number when neither recorded one.
    """
    at: uint256 = max_value(uint256)
    if self._closures[place][day] != 0:
        at = self._closures[place][day] >> 8
    parent: bytes32 = self._parents[place]
    if parent != empty(bytes32) and self._closures[parent][day] != 0:
        at = min(at, self._closures[parent][day] >> 8)
    return at


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

    word: uint256 = (start + 1) // 256
    assert end // 256 - word < MAX_WORDS, errors.CALENDAR_SPAN  # guard: CALENDAR_SPAN-extended
    lost: uint256 = 0
    for i: uint256 in range(MAX_WORDS):
        if word > end // 256:
            break
        planned: uint256 = 0
        ordinary: uint256 = 0
        force_majeure: uint256 = 0
        planned, ordinary, force_majeure = self._masks(place, word)
        unplanned: uint256 = ordinary | force_majeure
        if other != empty(bytes32):
            other_planned: uint256 = 0
            other_planned, ordinary, force_majeure = self._masks(other, word)
            planned |= other_planned
            unplanned |= ordinary | force_majeure
        # Only a day that was open without the closure was taken from anybody.
        taken: uint256 = unplanned & ~planned & words._days(word, start + 1, end)
        for bit: uint256 in range(256):
            if taken == 0:
                break
            if taken & 1 == 1:
                day: uint256 = word * 256 + bit
                at: uint256 = self._recorded_at(place, day)
                if other != empty(bytes32):
                    at = min(at, self._recorded_at(other, day))
                if since == 0:
                    if self._local_day(place, at) >= start:
                        lost += 1
                elif at >= since:
                    lost += 1
            taken >>= 1
        word += 1
    if lost == 0:
        return last
    return self._add(place, other, last, lost)
