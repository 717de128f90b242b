# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Negotiation: a nominated bank buys a drawing
@notice The payee says for how much and whether it answers for it; the bank pays and claims the whole from the
        issuing bank (interfaces/ICreditUndertakings.vyi). Exported by CreditUndertakings.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimToken
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
#                                  EXTERNAL
# ---------------------------------------------------------------------------

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
    fits: bool = act.set.status == acts.PRESENTED or drawings._is_bound(act.set.status)
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
    drawings._check_bound(act.set.status)  # guard: negotiate-state
    acts._check_state(act.set.stage != codes.ISSUER)  # guard: negotiate-stage
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    confirming: bool = act.set.stage == codes.CONFIRMER
    if not confirming:
        act = drawings._draw(act, credit, presentation.amount)
    acts._check_state(act.set.amount != 0)  # guard: negotiate-nothing
    drawings._check_free(act, clocks._today(presentation.bank_place))  # guard: LEGAL_STOP-negotiate
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
        maturity = drawings._maturity(
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
        extcall IClaimBirths(drawings.CLAIMS).reserve(credit.beneficiary, price)
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
    drawings._check_refused(act.set)  # guard: recourse-state
    word: uint256 = books._offers[act.set_id]
    kept: uint256 = (1 << books.RECOURSE_BIT) | (1 << books.NEGOTIATED_BIT)
    assert word & kept == kept, errors.CREDIT_RECOURSE  # guard: RECOURSE-call
    # What it paid, has not got and has not called.
    called: uint256 = (word >> books.CALLED_AT) & books.MASK_112
    face: uint256 = min((word & books.MASK_112) - called, act.set.amount)
    acts._check_state(face != 0)  # guard: recourse-nothing
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act = drawings._take_off(act, act.set.amount)
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
    id: bytes32 = extcall IClaimBirths(drawings.CLAIMS).bear(claim)
    log ICreditUndertakings.RecourseCalled(
        credit=act.id, presentation=act.set_id, claim=id, amount=face
    )
    return id

# ---------------------------------------------------------------------------
#                                    VIEWS
# ---------------------------------------------------------------------------

@external
@view
def offer_of(presentation: bytes32) -> ICreditUndertakings.Offer:
    word: uint256 = books._offers[presentation]
    return ICreditUndertakings.Offer(
        least_price=word & books.MASK_112, recourse=(word >> books.RECOURSE_BIT) & 1 == 1
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_negotiable(fits: bool):
    assert fits, errors.CREDIT_NEGOTIATION  # guard: U1-negotiation


@internal
@pure
def _check_price(fits: bool):
    assert fits, errors.CREDIT_PRICE  # guard: PRICE
