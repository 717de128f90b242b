# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What follows a notice
@license MIT
@notice The fourth storey of DocumentaryCredit, on its books and at its address
        (interfaces/ICreditRemedies.vyi is the specification).
        Called directly it finds no credit.
@custom:kill What is new risk here a guardian stops for at most 14 days, not again within 90. Live credits
        cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ICreditRemedies
from interfaces import IDocumentaryCredit

implements: ICreditRemedies

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import credit_courts as courts
from contracts.modules import credit_notices as notices
from contracts.modules import credit_records as records
from contracts.modules import credit_stops as stops
from contracts.modules import delivery
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger

# The same modules in the same order as in DocumentaryCredit: one storage layout.
initializes: books
initializes: acts[books := books]
initializes: clocks
initializes: guardian
initializes: ledger
initializes: delivery[ledger := ledger]
# These own no storage.
initializes: courts
initializes: notices[acts := acts, books := books, clocks := clocks]
initializes: stops[acts := acts, books := books, clocks := clocks, courts := courts]
initializes: records[acts := acts, books := books, clocks := clocks]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# In the interface's order.
exports: (
    notices.record_notice,
    notices.strike_notice,
    stops.stop,
    stops.lift_stop,
    records.report_unreadable,
    records.resend_records,
    records.drop,
    stops.stop_of,
    records.suspension_of,
    courts.REGISTRY,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# [bytes] the longest answer of an act of the next storey.
MOST_ANSWER: constant(uint256) = 256

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CLAIMS: public(immutable(address))
UNDERTAKINGS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(
    registry: address, calendar: address, rules: address, claims: address, undertakings: address
):
    CLAIMS = claims
    UNDERTAKINGS = undertakings
    courts.__init__(registry)
    clocks.__init__(calendar, rules)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
@raw_return
def __default__() -> Bytes[MOST_ANSWER]:
    """
    @notice Every act that is not of this storey goes to the next one. Not locked here: the act itself takes
            the one lock of all storeys.
    """
    # reviewed: the callee is fixed for ever and has this storage layout (a test compares them); a revert is
    # passed on as it is.
    return raw_call(UNDERTAKINGS, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)


@external
def return_documents(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    documents: bytes32,
):
    act: acts.Act = acts._act()
    issuing: bool = act.set.stage == codes.ISSUER
    acts._check_sender(credit.issuer if issuing else presentation.bank)  # guard: return-bank
    acts._check_state(act.set.status == acts.REFUSED)  # guard: return-refused
    assert documents == presentation.documents, errors.CREDIT_RETURN  # guard: U16-return-leaf
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    if was_open != 0:
        # Only where documents kept bind the bank; to others the presenter would rather have them late.
        late: bool = clocks._is_over(place, act.set.due_day)
        assert not late, errors.CREDIT_RETURN_LATE  # guard: U16-return-late
    act.set.status = acts.RETURNED
    acts._store(act, was_open, credit.exclusions)
    log ICreditRemedies.DocumentsReturned(
        credit=act.id, presentation=act.set_id, bank=msg.sender
    )


@external
def award(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    reference: bytes32,
):
    act: acts.Act = acts._act()
    # A set that was dropped was never refused: it has no disposal.
    refused: bool = act.set.status == acts.REFUSED or act.set.status == acts.RETURNED
    acts._check_state(refused and act.set.disposal != 0)  # guard: award-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12-award
    issuing: bool = act.set.stage == codes.ISSUER
    bank: address = credit.issuer if issuing else presentation.bank
    if msg.sender != credit.panel:
        named: bool = courts._is_court(bank)
        assert named, errors.CREDIT_AWARD  # guard: AWARD
    assert reference != empty(bytes32), errors.CREDIT_STATEMENT  # guard: award-reference
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.status = acts.COMPLYING
    # Bound by the award, not by a waiver that was never complete: cover does not wait.
    act.set.issuer_waived = False
    if not act.set.claim:
        left: uint256 = codes._available(
            credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
        )
        assert left != 0, errors.CREDIT_DRAWN  # guard: LC10-award
        act.set.amount = min(presentation.amount, left)
        act.state.drawn += act.set.amount
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    last: uint256 = clocks._last_day(place, act.set)
    due_day: uint256 = clocks._due_day(place, credit.currency_place, last, credit.honour_days)
    act.set.due_day = acts._due_day(act.set_id, act.set, due_day)
    acts._store(act, was_open, credit.exclusions)
    log ICreditRemedies.Awarded(
        credit=act.id,
        presentation=act.set_id,
        panel=msg.sender,
        amount=act.set.amount,
        due_day=act.set.due_day,
        reference=reference,
    )
