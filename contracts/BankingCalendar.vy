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

from contracts.modules import calendar_clock as clock
from contracts.modules import calendar_closures as closures
from contracts.modules import calendar_days as days
from contracts.modules import calendar_places as places
from contracts.modules import calendar_words as words
from contracts.modules import calendar_writing as writing
from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import roles

initializes: places
initializes: clock[places := places]
initializes: days[clock := clock, places := places]
initializes: writing[clock := clock, places := places]
initializes: closures[clock := clock, days := days, places := places]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# Every view, from the module that knows the answer, and the one act that anybody may do. Nothing
# is left out; a keeper's acts stand below, where the registry is known. In the interface's order.
exports: (
    places.settle_change,
    clock.local_day,
    days.receipt_day,
    days.is_banking_day,
    days.is_banking_day_both,
    days.next_banking_day,
    days.next_banking_day_both,
    days.add_banking_days,
    days.add_banking_days_both,
    days.presentation_limit,
    closures.extended,
    closures.extended_since,
    days.loaded_until,
    days.covers,
    days.official_until,
    places.version,
    places.parent_of,
    clock.weekend_on,
    clock.offset_on,
    clock.closes_on,
    days.closed_word,
    days.entries_of,
    closures.closure_of,
    closures.attested_by,
    places.change_in_force,
    places.changed_words,
    places.changed_word,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# A change to loaded days waits this long [unix s] before it is in force.
NOTICE: constant(uint256) = 10 * 86400

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

PARTY_REGISTRY: public(immutable(address))

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

# --- places ---

@external
def open_place(place: bytes32, day: uint256, weekend: uint256, minutes: int256, closes: uint256):
    self._check_keeper()
    assert closes <= 1440, errors.CALENDAR_VALUE  # guard: CALENDAR_VALUE-open-closes
    places._open(
        place, day, words._week(0, writing._weekend(weekend), closes), writing._biased(minutes)
    )
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
    self._check_keeper()
    places._open_counter(counter, parent, day, closes)
    log IBankingCalendar.PlaceOpened(
        place=counter, parent=parent, day=day, weekend=0, minutes=0, closes=closes, keeper=msg.sender
    )

# --- days ---

@external
def load(
    place: bytes32,
    until: uint256,
    official: bool,
    weeks: DynArray[IBankingCalendar.Week, 4],
    offsets: DynArray[IBankingCalendar.Offset, 16],
    entries: DynArray[IBankingCalendar.Entries, 16],
):
    self._check_keeper()
    config: uint256 = places._unchanging(place)
    loaded: uint256 = (config >> words.LOADED_UNTIL_AT) & words.DAY_MASK
    assert until > loaded, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-until
    config = packing._put(config, words.LOADED_UNTIL_AT, words.DAY_BITS, until)
    # An official list behind an estimate leaves a gap, and the place stays an estimate.
    listed: uint256 = (config >> words.OFFICIAL_AT) & words.DAY_MASK
    if official and listed == loaded:
        listed = until
    writing._write(place, config, loaded + 1, until, block.timestamp, listed, weeks, offsets, entries)


@external
def propose_change(
    place: bytes32,
    official_until: uint256,
    weeks: DynArray[IBankingCalendar.Week, 4],
    offsets: DynArray[IBankingCalendar.Offset, 16],
    entries: DynArray[IBankingCalendar.Entries, 16],
):
    self._check_keeper()
    config: uint256 = places._unchanging(place)
    in_force: uint256 = block.timestamp + NOTICE
    loaded: uint256 = (config >> words.LOADED_UNTIL_AT) & words.DAY_MASK
    # Days that were never loaded are not this act's to change either.
    first: uint256 = max(
        clock._local_day(place, in_force) + 1, (config >> words.LOADED_FROM_AT) & words.DAY_MASK
    )
    listed: uint256 = (config >> words.OFFICIAL_AT) & words.DAY_MASK
    if official_until != 0:
        rises: bool = official_until >= listed and official_until <= loaded
        assert rises, errors.CALENDAR_ORDER  # guard: CALENDAR_ORDER-official
        listed = official_until
    batch: uint256 = (((config >> words.BATCH_AT) & words.BATCH_MASK) + 1) & words.BATCH_MASK
    config = packing._put(config, words.BATCH_AT, words.BATCH_BITS, batch)
    config = packing._put(config, words.IN_FORCE_AT, words.IN_FORCE_BITS, in_force)
    writing._write(place, config, first, loaded, in_force, listed, weeks, offsets, entries)


@external
def withdraw_change(place: bytes32):
    self._check_keeper()
    number: uint256 = places._withdraw(place)
    log IBankingCalendar.ChangeWithdrawn(place=place, version=number, keeper=msg.sender)


@external
def record_closure(place: bytes32, day: uint256, reason: uint256):
    self._check_keeper()
    closures._record(PARTY_REGISTRY, place, day, reason)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_keeper():
    roles._check_capability(PARTY_REGISTRY, msg.sender, IPartyRegistry.Capability.KEEPER)
