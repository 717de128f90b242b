# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Honour later: undertakings, negotiation, reimbursement
@license MIT
@notice The fifth storey of DocumentaryCredit, on its books and at its address
        (interfaces/ICreditUndertakings.vyi is the specification). Called directly it finds no credit.
        Trust: a bank undertakes by its own act, or is held to what it is bound to undertake already. A
        payee sells for no less than it said, and answers for what it sold only where it said so.
@custom:kill Nothing here can be stopped: these are duties of banks that are bound, and rights of those that paid.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from ethereum.ercs import IERC20

from interfaces import IBankingCalendar
from interfaces import IClaimBirths
from interfaces import IClaimLife
from interfaces import IClaimToken
from interfaces import ICreditUndertakings
from interfaces import IDocumentaryCredit

implements: ICreditUndertakings

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_claims
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
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

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

KIND_CLAIM: constant(bytes32) = keccak256("usance.claim.1")
# The terms of a claim are 36 words, the third argument of `settle`.
CLAIM_AT: constant(uint256) = 4 + acts.TERMS_BYTES + acts.STATEMENT_BYTES
CLAIM_BYTES: constant(uint256) = 36 * 32

# Banking days from a claim on the reimbursing bank to its due day, and how many of them are too early.
REIMBURSEMENT_DAYS: constant(uint256) = 3
EARLY_DAYS: constant(uint256) = 10

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

CLAIMS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(calendar: address, rules: address, claims: address):
    CLAIMS = claims
    clocks.__init__(calendar, rules)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

# --- undertakings ---

@external
def undertake(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    legs: DynArray[ICreditUndertakings.Leg, 4],
) -> DynArray[bytes32, 4]:
    act: acts.Act = acts._act()
    self._check_bound(act.set.status)  # guard: undertake-state
    acts._check_state(not act.set.claim)  # guard: undertake-claim
    usance: bool = codes._is_usance(credit.available_by, credit.tenor_days)
    assert usance, errors.CREDIT_SIGHT  # guard: U1-sight
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    bank: address = presentation.bank
    # The bank bound first owes, the other is surety.
    surety: address = credit.issuer
    place: bytes32 = presentation.bank_place
    if act.set.stage == codes.ISSUER:
        bank = credit.issuer
        place = credit.issuer_place
        surety = empty(address)
        if act.state.silent:
            surety = books._silent[act.id]
    today: uint256 = clocks._today(place)
    # A payment leg at sight.
    sight_day: uint256 = act.set.due_day
    if act.set.stage == codes.NOMINATED:
        # Of its own will (12a).
        acts._check_sender(bank)  # guard: undertake-bank
        self._check_negotiable(credit.available_by != codes.NEGOTIATION)  # guard: U1-nominated
        act = self._draw(act, credit, presentation.amount)
        extcall IClaimBirths(CLAIMS).reserve(bank, act.set.amount)
        sight_day = clocks._due_day(place, credit.currency_place, today, credit.honour_days)
    else:
        acts._check_state(act.set.amount != 0)  # guard: undertake-nothing
        # A confirming bank negotiates (8a ii); where it does not, it owes at maturity.
        negotiates: bool = credit.available_by == codes.NEGOTIATION and act.set.stage == codes.CONFIRMER
        if msg.sender != bank or negotiates:
            silent: bool = clocks._is_over(place, act.set.due_day)
            assert silent, errors.CREDIT_NOT_DUE  # guard: undertake-silence
    self._check_free(act, today)  # guard: LEGAL_STOP-undertake

    todo: DynArray[ICreditUndertakings.Leg, 4] = legs
    if credit.available_by == codes.MIXED:
        assert keccak256(abi_encode(legs)) == credit.legs, errors.CREDIT_TERMS  # guard: TERMS-legs-hash
    else:
        assert len(legs) == 0, errors.CREDIT_TERMS  # guard: TERMS-legs-none
    if len(todo) == 0:
        todo.append(
            ICreditUndertakings.Leg(
                share=codes.BPS,
                available_by=credit.available_by,
                tenor_days=credit.tenor_days,
                tenor_from=credit.tenor_from,
            )
        )
    claim: IClaimToken.Claim = credit_claims._terms(
        credit,
        credit_claims.UNPAID_CREDIT,
        act.set_id,
        self._creditor(presentation.pay_to, credit.beneficiary),
        bank,
        surety,
        place,
        act.set.amount,
        sight_day,
    )
    claim.parts = len(todo)
    claim.part = 0
    left: uint256 = act.set.amount
    latest: uint256 = 0
    ids: DynArray[bytes32, 4] = []
    # The births come before the books: the lock keeps everybody out who could see the difference.
    for leg: ICreditUndertakings.Leg in todo:
        claim.part += 1
        claim.face = left
        if claim.part != claim.parts:
            share: uint256 = act.set.amount * min(leg.share, codes.BPS) // codes.BPS  # down: the last leg has the rest
            claim.face = min(share, left)
        if claim.face != 0:
            left -= claim.face
            claim.kind = credit_claims.UNPAID_CREDIT
            claim.due_day = sight_day
            if leg.available_by != codes.PAYMENT and leg.available_by != codes.MIXED:
                claim.kind = credit_claims.ACCEPTANCE
                if leg.available_by == codes.DEFERRED:
                    claim.kind = credit_claims.DEFERRED_PAYMENT
                claim.due_day = self._maturity(
                    credit, presentation, act.set, place, leg.tenor_from, leg.tenor_days
                )
            latest = max(latest, claim.due_day)
            # A maturity that has passed already was a debt from then on.
            claim.issue_day = min(today, claim.due_day)
            claim.salt = convert(claim.part, bytes32)
            id: bytes32 = extcall IClaimBirths(CLAIMS).bear(claim)
            books._legs[id] = act.set_id
            ids.append(id)
    if act.set.stage != codes.ISSUER:
        act.state.claims = acts._claims(act.state.claims, True)
    act.set.status = acts.UNDERTAKEN
    act.set.due_day = latest
    books._undertakings[act.set_id] = latest | (len(ids) << books.LEGS_AT)
    acts._store(act, was_open, credit.exclusions)
    log ICreditUndertakings.Undertaken(
        credit=act.id,
        presentation=act.set_id,
        bank=bank,
        amount=act.set.amount,
        due_day=latest,
        claims=ids,
    )
    return ids


@external
def settle(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    claim: IClaimToken.Claim,
) -> uint256:
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.UNDERTAKEN)  # guard: settle-state
    id: bytes32 = keccak256(
        concat(
            KIND_CLAIM,
            convert(chain.id, bytes32),
            convert(CLAIMS, bytes32),
            slice(msg.data, CLAIM_AT, CLAIM_BYTES),
        )
    )
    acts._check_known(convert(books._legs[id] == act.set_id, uint256))  # guard: UNKNOWN-leg
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    issuing: bool = act.set.stage == codes.ISSUER
    before: uint256 = staticcall IClaimToken(CLAIMS).outstanding(id)
    outstanding: uint256 = before
    from_cover: uint256 = 0
    done: bool = before == 0
    if not done:
        # The issuing bank's own day is the one it agreed to; as a surety it agreed to the first one.
        day: uint256 = claim.due_day
        if issuing:
            day = staticcall IClaimLife(CLAIMS).due_day_of(claim) - 1
        over: bool = clocks._is_over(claim.pay_place, day)
        assert over, errors.CREDIT_NOT_DUE  # guard: settle-due
        asset: address = empty(address)
        scale: uint256 = 0
        asset, scale = staticcall IClaimToken(CLAIMS).asset_in_force(claim)
        if asset != credit.asset or scale != credit.asset_scale:
            # Debtor and holders agreed on other money: cover is for this one and is free again.
            done = True
        else:
            most: uint256 = act.state.cover
            if acts._waits(act.set, act.state):
                most = 0
            assert most != 0, errors.CREDIT_NO_COVER  # guard: COVER-settle
            # Late interest first, then the face; never more than is owed.
            self._approve(asset, most * scale)
            from_cover = extcall IClaimToken(CLAIMS).pay(claim, most)
            self._approve(asset, 0)
            outstanding = staticcall IClaimToken(CLAIMS).outstanding(id)
            done = outstanding == 0
    act.state.cover -= from_cover
    if not issuing:
        # What cover paid of its debt the bank did not pay, and does not claim.
        act = self._take_off(act, min(before - outstanding, act.set.amount))
    word: uint256 = books._undertakings[act.set_id]
    if done:
        books._legs[id] = empty(bytes32)
        word -= 1 << books.LEGS_AT
        books._undertakings[act.set_id] = word
    ended: bool = word >> books.LEGS_AT == 0
    if ended:
        act.set.status = acts.HONOURED
        if issuing:
            act.set.amount = 0
    acts._store(act, was_open, credit.exclusions)
    log ICreditUndertakings.Settled(
        credit=act.id,
        presentation=act.set_id,
        claim=id,
        from_cover=from_cover,
        outstanding=outstanding,
        done=ended,
    )
    return from_cover

# --- negotiation ---

@external
def offer_negotiation(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    least_price: uint256,
    recourse: bool,
):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.pay_to)  # guard: offer-payee
    self._check_negotiable(credit.available_by == codes.NEGOTIATION)  # guard: U1-offer
    acts._check_state(act.set.stage != codes.ISSUER)  # guard: offer-stage
    fits: bool = act.set.status == acts.PRESENTED or self._is_bound(act.set.status)
    acts._check_state(fits)  # guard: offer-state
    self._check_price(least_price <= presentation.amount)  # guard: PRICE-offer
    word: uint256 = 0
    if least_price != 0:
        word = least_price
        if recourse:
            # Nobody but the beneficiary answers for what it drew.
            acts._check_sender(credit.beneficiary)  # guard: offer-beneficiary
            word |= 1 << books.RECOURSE_BIT
    books._offers[act.set_id] = word
    log ICreditUndertakings.NegotiationOffered(
        credit=act.id,
        presentation=act.set_id,
        payee=msg.sender,
        least_price=least_price,
        recourse=recourse and least_price != 0,
    )


@external
def negotiate(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    price: uint256,
    recourse: bool,
):
    assert credit.asset != empty(address), errors.CREDIT_OFF_CHAIN  # guard: OFF_CHAIN-negotiate
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank)  # guard: negotiate-bank
    self._check_negotiable(credit.available_by == codes.NEGOTIATION)  # guard: U1-negotiate
    self._check_bound(act.set.status)  # guard: negotiate-state
    acts._check_state(act.set.stage != codes.ISSUER)  # guard: negotiate-stage
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    confirming: bool = act.set.stage == codes.CONFIRMER
    if not confirming:
        act = self._draw(act, credit, presentation.amount)
    acts._check_state(act.set.amount != 0)  # guard: negotiate-nothing
    self._check_free(act, clocks._today(presentation.bank_place))  # guard: LEGAL_STOP-negotiate
    offer: uint256 = books._offers[act.set_id]
    least: uint256 = offer & books.MASK_112
    if least == 0:
        least = act.set.amount
    self._check_price(price >= least and price <= act.set.amount)  # guard: PRICE-negotiate
    word: uint256 = price | (1 << books.NEGOTIATED_BIT)
    if recourse:
        assert not confirming, errors.CREDIT_RECOURSE  # guard: RECOURSE-confirmer
        offered: bool = (offer >> books.RECOURSE_BIT) & 1 == 1
        assert offered, errors.CREDIT_RECOURSE  # guard: RECOURSE-offer
        word |= 1 << books.RECOURSE_BIT
    maturity: uint256 = 0
    if credit.tenor_days != 0:
        maturity = self._maturity(
            credit,
            presentation,
            act.set,
            presentation.bank_place,
            credit.tenor_from,
            credit.tenor_days,
        )
    act.set.status = acts.HONOURED
    act.state.claims = acts._claims(act.state.claims, True)
    books._offers[act.set_id] = word
    books._undertakings[act.set_id] = maturity
    acts._store(act, was_open, credit.exclusions)
    if recourse:
        extcall IClaimBirths(CLAIMS).reserve(credit.beneficiary, price)
    log ICreditUndertakings.Negotiated(
        credit=act.id,
        presentation=act.set_id,
        bank=msg.sender,
        price=price,
        amount=act.set.amount,
        due_day=maturity,
        recourse=recourse,
    )
    delivery._push_or_park(
        credit.asset, msg.sender, presentation.pay_to, price * credit.asset_scale
    )


@external
def call_recourse(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
) -> bytes32:
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank)  # guard: recourse-bank
    self._check_refused(act.set)  # guard: recourse-state
    word: uint256 = books._offers[act.set_id]
    kept: uint256 = (1 << books.RECOURSE_BIT) | (1 << books.NEGOTIATED_BIT)
    assert word & kept == kept, errors.CREDIT_RECOURSE  # guard: RECOURSE-call
    # What it paid, has not got and has not called.
    called: uint256 = (word >> books.CALLED_AT) & books.MASK_112
    face: uint256 = min((word & books.MASK_112) - called, act.set.amount)
    acts._check_state(face != 0)  # guard: recourse-nothing
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act = self._take_off(act, act.set.amount)
    act.set.status = acts.RETURNED
    act.set.due_day = 0
    books._offers[act.set_id] = word + (face << books.CALLED_AT)
    acts._store(act, was_open, credit.exclusions)
    claim: IClaimToken.Claim = credit_claims._terms(
        credit,
        credit_claims.RECOURSE,
        act.set_id,
        presentation.bank,
        credit.beneficiary,
        empty(address),
        presentation.bank_place,
        face,
        clocks._today(presentation.bank_place),
    )
    # A second call, after a refund, is another claim.
    claim.salt = convert(called, bytes32)
    id: bytes32 = extcall IClaimBirths(CLAIMS).bear(claim)
    log ICreditUndertakings.RecourseCalled(
        credit=act.id, presentation=act.set_id, claim=id, amount=face
    )
    return id

# --- reimbursement ---

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
    extcall IClaimBirths(CLAIMS).reserve(msg.sender, act.set.amount)
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
    act = self._take_off(act, to_pay)
    status: uint256 = acts.CLAIMED
    if act.set.amount == 0:
        status = acts.REIMBURSED
        if self._is_bound(act.set.status):
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
    self._check_refused(act.set)  # guard: refund-state
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
    id: bytes32 = extcall IClaimBirths(CLAIMS).bear(
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
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def offer_of(presentation: bytes32) -> ICreditUndertakings.Offer:
    word: uint256 = books._offers[presentation]
    return ICreditUndertakings.Offer(
        least_price=word & books.MASK_112, recourse=(word >> books.RECOURSE_BIT) & 1 == 1
    )


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


@external
@view
def undertaking_of(presentation: bytes32) -> (uint256, uint256):
    word: uint256 = books._undertakings[presentation]
    return word & books.MASK_24, word >> books.LEGS_AT

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@pure
def _is_bound(status: uint256) -> bool:
    return status == acts.COMPLYING or status == acts.PRECLUDED


@internal
@pure
def _check_bound(status: uint256):
    acts._check_state(self._is_bound(status))  # guard: STATE-bound


@internal
@pure
def _check_negotiable(fits: bool):
    assert fits, errors.CREDIT_NEGOTIATION  # guard: U1-negotiation


@internal
@pure
def _check_price(fits: bool):
    assert fits, errors.CREDIT_PRICE  # guard: PRICE


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
@pure
def _check_claimable(set: IDocumentaryCredit.PresentationState):
    """
    @notice A bank honoured or negotiated the set, the issuing bank has not refused it, something is left.
    """
    fits: bool = set.status == acts.HONOURED or set.status == acts.UNDERTAKEN
    if set.claim:
        fits = set.status == acts.PRESENTED or self._is_bound(set.status)
    elif set.stage == codes.ISSUER:
        fits = False
    acts._check_state(fits and set.amount != 0)  # guard: STATE-claimable

# --- days ---

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

# --- amounts ---

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


@internal
@view
def _creditor(payee: address, beneficiary: address) -> address:
    # The ledger of claims holds none itself.
    return beneficiary if payee == CLAIMS else payee

# --- money ---

@internal
def _approve(asset: address, amount: uint256):
    """
    @notice A token that says no here says no to the payment.
    """
    answer: bool = extcall IERC20(asset).approve(CLAIMS, amount, default_return_value=True)
