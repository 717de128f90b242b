# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The clocks of a credit
@notice Days at the place of the bank whose turn it is, asked from the calendar. A deadline is fixed
        when its clock starts; afterwards only unplanned closures move it.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import ICreditRules
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import local_days

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CALENDAR: public(immutable(address))
RULES: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(calendar: address, rules: address):
    CALENDAR = calendar
    RULES = rules

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_over(over: bool):
    assert over, errors.CREDIT_NOT_OVER  # guard: U6-over


@internal
@view
def _today(place: bytes32) -> uint256:
    return staticcall IBankingCalendar(CALENDAR).local_day(place, block.timestamp)


@internal
@view
def _is_over(place: bytes32, day: uint256) -> bool:
    return local_days._is_over(CALENDAR, place, day)


@internal
@view
def _is_late(place: bytes32, set: IDocumentaryCredit.PresentationState) -> bool:
    """
    @notice Has the last day of the examination ended? Closures only ever move it later, so they are
            asked about when the day on record is over.
    """
    if not self._is_over(place, set.last_day):
        return False
    return self._is_over(place, self._last_day(place, set))


@internal
@view
def _last_day(place: bytes32, set: IDocumentaryCredit.PresentationState) -> uint256:
    """
    @notice The last day of the running examination, unplanned closures since receipt included.
    """
    return staticcall IBankingCalendar(CALENDAR).extended(place, set.received_day, set.last_day)


@internal
@view
def _due_day(
    place: bytes32, currency_place: bytes32, start: uint256, honour_days: uint256
) -> uint256:
    """
    @notice Money moves on days when the place of payment and the currency's centre are open.
    """
    return staticcall IBankingCalendar(CALENDAR).add_banking_days_both(
        place, currency_place, start, honour_days
    )


@internal
@view
def _check_expired(credit: IDocumentaryCredit.Credit, confirmed: bool):
    """
    @notice The expiry day has ended at every place where a set can be presented.
    """
    places: bytes32[3] = [credit.issuer_place, credit.nominated_place, empty(bytes32)]
    if confirmed:
        places[2] = credit.confirmer_place
    for place: bytes32 in places:
        if place != empty(bytes32):
            limit: uint256 = staticcall ICreditRules(RULES).last_presentation_day(
                place, credit.expiry_day, credit.exclusions
            )
            self._check_over(self._is_over(place, limit))  # guard: U6-expire
