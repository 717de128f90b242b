# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Electronic records that cannot be read
@notice eUCP e12: the bank asks once, its clock stands, the presenter has thirty calendar days to send
        them again. Expiry does not move.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import ICreditRemedies
from interfaces import ICreditRules
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: acts
uses: books
uses: clocks

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# [day] calendar days to send the records again.
RESEND_DAYS: constant(uint256) = 30
# Banking days of the longest examination.
MOST_LEFT: constant(uint256) = 30

# A suspension's word: resend until [day] 24 | banking days left 16
LEFT_AT: constant(uint256) = 24

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def report_unreadable(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    report: bytes32,
):
    electronic: bool = credit.exclusions & codes.EUCP != 0
    assert electronic, errors.CREDIT_NOT_ELECTRONIC  # guard: EUCP-e12-electronic
    act: acts.Act = acts._act()
    issuing: bool = act.set.stage == codes.ISSUER
    acts._check_sender(credit.issuer if issuing else presentation.bank)  # guard: report-bank
    acts._check_state(act.set.status == acts.PRESENTED and act.set.received)  # guard: report-state
    assert books._suspensions[act.set_id] == 0, errors.CREDIT_ASKED  # guard: EUCP-e12-once
    assert report != empty(bytes32), errors.CREDIT_STATEMENT  # guard: report-hash
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    today: uint256 = clocks._today(place)
    last: uint256 = clocks._last_day(place, act.set)
    assert today <= last, errors.CREDIT_FINDING_LATE  # guard: U14-report
    left: uint256 = self._days_left(place, max(today, act.set.received_day), last)
    resend_until: uint256 = today + RESEND_DAYS
    books._suspensions[act.set_id] = resend_until | (left << LEFT_AT)
    act.set.status = acts.SUSPENDED
    books._write_set(act.set_id, act.set)
    log ICreditRemedies.UnreadableReported(
        credit=act.id,
        presentation=act.set_id,
        bank=msg.sender,
        report=report,
        resend_until=resend_until,
    )


@external
def resend_records(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    proof: bytes32,
):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank if act.set.claim else presentation.presenter)  # guard: resend-presenter
    acts._check_state(act.set.status == acts.SUSPENDED)  # guard: resend-state
    assert proof != empty(bytes32), errors.CREDIT_STATEMENT  # guard: resend-proof
    place: bytes32 = presentation.bank_place
    if act.set.stage == codes.ISSUER:
        place = credit.issuer_place
    word: uint256 = books._suspensions[act.set_id]
    over: bool = clocks._is_over(place, word & books.MASK_24)
    assert not over, errors.CREDIT_RESEND_LATE  # guard: EUCP-e12-late
    # The rules read a receipt of today, with the days that were left as the whole examination.
    rest: IDocumentaryCredit.Credit = credit
    rest.examination_days = word >> LEFT_AT
    receipt: ICreditRules.Receipt = staticcall ICreditRules(clocks.RULES).receipt(
        rest, presentation, act.set, codes.COMPLETENESS, block.timestamp, act.state.drawn
    )
    act.set.status = acts.PRESENTED
    act.set.received_day = receipt.received_day
    act.set.last_day = receipt.fixed_day
    books._write_set(act.set_id, act.set)
    log ICreditRemedies.RecordsResent(
        credit=act.id, presentation=act.set_id, proof=proof, last_day=receipt.last_day
    )


@external
def drop(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    act: acts.Act = acts._act()
    issuing: bool = act.set.stage == codes.ISSUER
    bank: address = credit.issuer if issuing else presentation.bank
    if msg.sender != credit.issuer:
        acts._check_sender(bank)  # guard: drop-bank
    acts._check_state(act.set.status == acts.SUSPENDED)  # guard: drop-state
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    over: bool = clocks._is_over(place, books._suspensions[act.set_id] & books.MASK_24)
    assert over, errors.CREDIT_DROP_EARLY  # guard: EUCP-e12-early
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.status = acts.RETURNED
    acts._store(act, was_open, credit.exclusions)
    log ICreditRemedies.Dropped(credit=act.id, presentation=act.set_id, bank=bank)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def suspension_of(presentation: bytes32) -> (uint256, uint256):
    set: IDocumentaryCredit.PresentationState = books._read_set(presentation)
    if set.status != acts.SUSPENDED:
        return 0, 0
    word: uint256 = books._suspensions[presentation]
    return word & books.MASK_24, word >> LEFT_AT

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _days_left(place: bytes32, day: uint256, last: uint256) -> uint256:
    """
    @notice Banking days after `day`, up to and with the last day of the examination.
    """
    left: uint256 = 0
    for i: uint256 in range(MOST_LEFT):
        next: uint256 = staticcall IBankingCalendar(clocks.CALENDAR).add_banking_days(place, day, i + 1)
        if next > last:
            break
        left += 1
    return left
