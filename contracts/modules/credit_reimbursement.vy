# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reimbursement between banks
@notice Claims on a reimbursing bank, their payment, and the refund of what was refused
        (interfaces/ICreditUndertakings.vyi). Exported by CreditUndertakings.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimBirths
from interfaces import ICreditUndertakings
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                   MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_claims
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import credit_drawings as drawings
from contracts.modules import delivery
from contracts.modules import errors

uses: acts
uses: books
uses: clocks
uses: drawings
uses: delivery

# ---------------------------------------------------------------------------
#                                  CONSTANTS
# ---------------------------------------------------------------------------

# Banking days from a claim on the reimbursing bank to its due day, and how many of them are too early.
REIMBURSEMENT_DAYS: constant(uint256) = 3
EARLY_DAYS: constant(uint256) = 10

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def claim_reimbursement(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank)  # guard: reimbursement-bank
    assert credit.reimburser != empty(address), errors.CREDIT_REIMBURSER  # guard: U13
    self._check_claimable(act.set)  # guard: reimbursement-state
    acts._check_state(books._reimbursements[act.set_id] == 0)  # guard: reimbursement-once
    place: bytes32 = self._centre(credit)
    today: uint256 = clocks._today(place)
    due_day: uint256 = max(
        self._banking_days(place, today, REIMBURSEMENT_DAYS),
        books._undertakings[act.set_id] & books.MASK_24,
    )
    early: bool = due_day > self._banking_days(place, today, EARLY_DAYS)
    books._reimbursements[act.set_id] = acts.CLAIMED | (due_day << books.CLAIM_DUE_AT)
    # What a refusal claims back can become a claim.
    extcall IClaimBirths(drawings.CLAIMS).reserve(msg.sender, act.set.amount)
    log ICreditUndertakings.ReimbursementClaimed(
        credit=act.id,
        presentation=act.set_id,
        bank=msg.sender,
        amount=act.set.amount,
        due_day=due_day,
        early=early,
    )


@external
def reimburse(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
):
    assert credit.asset != empty(address), errors.CREDIT_OFF_CHAIN  # guard: OFF_CHAIN-reimburse
    act: acts.Act = acts._act()
    word: uint256 = books._reimbursements[act.set_id]
    acts._check_state(word & books.MASK_4 == acts.CLAIMED)  # guard: reimburse-state
    self._check_claimable(act.set)  # guard: reimburse-claim
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    place: bytes32 = self._centre(credit)
    today: uint256 = clocks._today(place)
    to_pay: uint256 = act.set.amount
    if act.set.claim:
        # What a legal stop names waits, the rest is paid.
        to_pay -= acts._stopped(act.set_id, act.set, clocks._today(credit.issuer_place))
        assert to_pay != 0, errors.CREDIT_STOPPED  # guard: LEGAL_STOP-reimburse
    payer: address = msg.sender
    from_cover: uint256 = 0
    if msg.sender != credit.issuer and msg.sender != credit.reimburser:
        acts._check_sender(presentation.bank)  # guard: reimburse-party
        assert today >= (word >> books.CLAIM_DUE_AT) & books.MASK_24, errors.CREDIT_NOT_DUE  # guard: reimburse-due
        payer = self
        to_pay = min(act.state.cover, to_pay)
        from_cover = to_pay
        assert from_cover != 0, errors.CREDIT_NO_COVER  # guard: COVER-reimburse
    act.state.cover -= from_cover
    act = drawings._take_off(act, to_pay)
    status: uint256 = acts.CLAIMED
    if act.set.amount == 0:
        status = acts.REIMBURSED
        if drawings._is_bound(act.set.status):
            act.set.status = acts.HONOURED
    paid: uint256 = (word >> books.REIMBURSED_AT) + to_pay
    word = (word & (books.MASK_24 << books.CLAIM_DUE_AT)) | status
    word |= (today << books.CLAIM_PAID_AT) | (paid << books.REIMBURSED_AT)
    books._reimbursements[act.set_id] = word
    acts._store(act, was_open, credit.exclusions)
    log ICreditUndertakings.Reimbursed(
        credit=act.id,
        presentation=act.set_id,
        payer=credit.issuer if payer == self else payer,
        amount=to_pay,
        outstanding=act.set.amount,
    )
    delivery._push_or_park(
        credit.asset, payer, presentation.bank, to_pay * credit.asset_scale
    )


@external
def claim_refund(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
) -> bytes32:
    act: acts.Act = acts._act()
    acts._check_sender(credit.issuer)  # guard: refund-issuer
    drawings._check_refused(act.set)  # guard: refund-state
    word: uint256 = books._reimbursements[act.set_id]
    paid: uint256 = word >> books.REIMBURSED_AT
    acts._check_state(paid != 0 and word & books.MASK_4 != acts.REFUND_CLAIMED)  # guard: refund-paid
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    # What it gives back it may claim again, should the issuing bank be bound after all.
    if act.set.amount == 0:
        act.state.claims = acts._claims(act.state.claims, True)
    act.set.amount += paid
    books._reimbursements[act.set_id] = (word & ~books.MASK_4) | acts.REFUND_CLAIMED
    acts._store(act, was_open, credit.exclusions)
    id: bytes32 = extcall IClaimBirths(drawings.CLAIMS).bear(
        credit_claims._terms(
            credit,
            credit_claims.RECOURSE,
            act.set_id,
            credit.issuer,
            presentation.bank,
            empty(address),
            presentation.bank_place,
            paid,
            (word >> books.CLAIM_PAID_AT) & books.MASK_24,
        )
    )
    log ICreditUndertakings.RefundClaimed(
        credit=act.id, presentation=act.set_id, claim=id, amount=paid
    )
    return id

# ---------------------------------------------------------------------------
#                                    VIEWS
# ---------------------------------------------------------------------------

@external
@view
def reimbursement_of(presentation: bytes32) -> ICreditUndertakings.Reimbursement:
    word: uint256 = books._reimbursements[presentation]
    status: uint256 = word & books.MASK_4
    if status == 0:
        return empty(ICreditUndertakings.Reimbursement)
    if status == acts.CLAIMED:
        set: IDocumentaryCredit.PresentationState = books._read_set(presentation)
        return ICreditUndertakings.Reimbursement(
            status=status,
            due_day=(word >> books.CLAIM_DUE_AT) & books.MASK_24,
            amount=set.amount,
        )
    return ICreditUndertakings.Reimbursement(
        status=status,
        due_day=(word >> books.CLAIM_PAID_AT) & books.MASK_24,
        amount=word >> books.REIMBURSED_AT,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_claimable(set: IDocumentaryCredit.PresentationState):
    """
    @notice A bank honoured or negotiated the set, the issuing bank has not refused it, something is left.
    """
    fits: bool = set.status == acts.HONOURED or set.status == acts.UNDERTAKEN
    if set.claim:
        fits = set.status == acts.PRESENTED or drawings._is_bound(set.status)
    elif set.stage == codes.ISSUER:
        fits = False
    acts._check_state(fits and set.amount != 0)  # guard: STATE-claimable


@internal
@view
def _centre(credit: IDocumentaryCredit.Credit) -> bytes32:
    """
    @notice Where a reimbursing bank counts its days: the currency's centre, else the issuing bank's place.
    """
    if credit.currency_place == empty(bytes32):
        return credit.issuer_place
    return credit.currency_place


@internal
@view
def _banking_days(place: bytes32, day: uint256, n: uint256) -> uint256:
    return staticcall IBankingCalendar(clocks.CALENDAR).add_banking_days(place, day, n)
