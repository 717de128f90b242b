# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The places of the banking calendar
@notice Owns what is stored of a place: its config word, the words behind it, and the proposed
        change that stands in front of them once it is in force (calendar_words says how they are
        packed). Reads through a change in force; stages a change and settles it.
        The deployable asks for the capability before `_open`, `_open_counter`, `_withdraw` and
        `_close_day`, and exports `settle_change` and the views.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import calendar_words as words
from contracts.modules import errors
from contracts.modules import packing

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# place -> config word (calendar_words)
_configs: HashMap[bytes32, uint256]
# counter -> the place it belongs to
_parents: HashMap[bytes32, bytes32]
# place -> key (kind, index) -> word
_words: HashMap[bytes32, HashMap[uint256, uint256]]
# counter -> day -> its own entry before the last write that changed it (bit 0: closed) | the
# instant [unix s] of that write << 1. Kept only where a closure of the parent may be older than
# the write; a change withdrawn changed nothing, so what is noted for it stays true.
_stood: HashMap[bytes32, HashMap[uint256, uint256]]
# The proposed change: words that stand in front of `_words` once it is in force. A word belongs
# to the present change when its batch number is the config's.
_next: HashMap[bytes32, HashMap[uint256, uint256]]
_next_batch: HashMap[bytes32, HashMap[uint256, uint256]]
_next_keys: HashMap[bytes32, DynArray[uint256, 64]]

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def settle_change(place: bytes32):
    config: uint256 = self._config(place)
    assert self._in_force(config), errors.NO_PENDING  # guard: CALENDAR_NOTICE-settle
    self._configs[place] = self._settle(place, config)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def parent_of(place: bytes32) -> bytes32:
    return self._parents[place]


@external
@view
def version(place: bytes32) -> uint256:
    config: uint256 = self._config(place)
    number: uint256 = (config >> words.VERSION_AT) & words.VERSION_MASK
    if config >> words.COUNTER_AT == 1:
        config = self._config(self._parents[place])
        number += (config >> words.VERSION_AT) & words.VERSION_MASK
    return number


@external
@view
def change_in_force(place: bytes32) -> uint256:
    return (self._configs[place] >> words.IN_FORCE_AT) & words.IN_FORCE_MASK


@external
@view
def changed_words(place: bytes32) -> DynArray[uint256, 64]:
    return self._next_keys[place]


@external
@view
def changed_word(place: bytes32, key: uint256) -> uint256:
    return self._next[place][key]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reading ---

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

# --- writing ---

@internal
def _store(place: bytes32, config: uint256) -> uint256:
    """
    @notice Write the config word as the place's next version.
    @return That version.
    """
    number: uint256 = ((config >> words.VERSION_AT) & words.VERSION_MASK) + 1
    self._configs[place] = packing._put(config, words.VERSION_AT, words.VERSION_BITS, number)
    return number


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

# --- acts on a place as a whole ---

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
    self._store(place, config)


@internal
def _open_counter(counter: bytes32, parent: bytes32, day: uint256, closes: uint256):
    """
    @notice Its clock and weekends are the parent's: the own ones stay zero.
    """
    assert self._config(parent) >> words.COUNTER_AT == 0, errors.PARENT  # guard: CALENDAR_OPEN-parent
    shape: bool = closes <= 1440 or closes == words.INHERIT
    assert shape, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-counter-closes
    self._open(counter, day, words._week(0, 0, closes), words.BIAS)
    self._configs[counter] |= 1 << words.COUNTER_AT
    self._parents[counter] = parent


@internal
def _withdraw(place: bytes32) -> uint256:
    """
    @notice Take back the pending change.
    @return The version after it.
    """
    config: uint256 = self._config(place)
    in_force: uint256 = (config >> words.IN_FORCE_AT) & words.IN_FORCE_MASK
    assert in_force > block.timestamp, errors.NO_PENDING  # guard: CALENDAR_NOTICE-withdraw
    config = packing._put(config, words.IN_FORCE_AT, words.IN_FORCE_BITS, 0)
    self._next_keys[place] = []
    return self._store(place, config)


@internal
def _close_day(place: bytes32, kind: uint256, day: uint256) -> uint256:
    """
    @notice Add an unplanned closure to the words of its kind (ORDINARY, FORCE_MAJEURE).
    @return The version after it.
    """
    # Down: the word of the day.
    self._words[place][kind | (day // 256)] |= 1 << (day % 256)
    # The stored config, not the one seen through a change in force: that stays apart until settled.
    config: uint256 = self._configs[place]
    if day > ((config >> words.LAST_UNPLANNED_AT) & words.DAY_MASK):
        config = packing._put(config, words.LAST_UNPLANNED_AT, words.DAY_BITS, day)
    return self._store(place, config)
