# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What undertaking, negotiation and reimbursement share
@notice How much a bank draws and when it falls due, and what of it is no claim on the issuing bank any more.
        Holds the address of ClaimToken.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                   MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: acts
uses: clocks

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CLAIMS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                 CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(claims: address):
    CLAIMS = claims

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _is_bound(status: uint256) -> bool:
    return status == acts.COMPLYING or status == acts.PRECLUDED


@internal
@pure
def _check_bound(status: uint256):
    acts._check_state(self._is_bound(status))  # guard: STATE-bound


@internal
@view
def _check_free(act: acts.Act, today: uint256):
    """
    @notice No legal stop keeps anything back: an undertaking is for the whole, or waits.
    """
    stopped: uint256 = acts._stopped(act.set_id, act.set, today)
    assert stopped == 0, errors.CREDIT_STOPPED  # guard: LEGAL_STOP-free


@internal
@pure
def _check_refused(set: IDocumentaryCredit.PresentationState):
    """
    @notice The issuing bank refused what another bank honoured or negotiated.
    """
    refused: bool = set.status == acts.REFUSED or set.status == acts.RETURNED
    # Of no set but a claim at the issuing bank.
    acts._check_state(refused and set.claim)  # guard: STATE-refused


@internal
@view
def _maturity(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
    place: bytes32,
    tenor_from: uint256,
    tenor_days: uint256,
) -> uint256:
    """
    @notice [day] `tenor_days` after the day the tenor counts from, which is day 0, then the next day on which
            place and centre are open. A day that neither terms nor statement give (of a leg, or because a
            change came after the set) is that of the receipt: nobody is stuck with a set that cannot mature.
    """
    sight: uint256 = set.received_day
    if set.issuer_waived and set.status == acts.COMPLYING:
        # The bank took the documents up with the complete waiver.
        sight = set.last_day
    base: uint256 = sight
    if tenor_from == codes.SHIPMENT:
        base = presentation.shipment_day
    elif tenor_from == codes.ISSUE:
        base = credit.issue_day
    elif tenor_from == codes.INVOICE or tenor_from == codes.DRAFT:
        base = presentation.tenor_day
    if base == 0:
        base = sight
    day: uint256 = base + min(tenor_days, codes.MOST_TENOR)
    # A day of a far future that a statement names still fits a claim.
    return min(clocks._due_day(place, credit.currency_place, day, 0), codes.MOST_DAY)


@internal
@view
def _draw(act: acts.Act, credit: IDocumentaryCredit.Credit, claimed: uint256) -> acts.Act:
    """
    @notice A nominated bank binds itself and the issuing bank for what is claimed, at most what is available.
    """
    left: uint256 = codes._available(
        credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
    )
    assert left != 0, errors.CREDIT_DRAWN  # guard: LC10-draw
    drawn: acts.Act = act
    drawn.set.amount = min(claimed, left)
    drawn.state.drawn += drawn.set.amount
    return drawn


@internal
@pure
def _take_off(act: acts.Act, amount: uint256) -> acts.Act:
    """
    @notice `amount` less that a bank may claim from the issuing bank; nothing left is no claim.
    """
    less: acts.Act = act
    less.set.amount -= amount
    if amount != 0 and less.set.amount == 0:
        less.state.claims = acts._claims(less.state.claims, False)
    return less
