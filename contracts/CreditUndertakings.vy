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
from contracts.modules import credit_drawings as drawings
from contracts.modules import credit_negotiation as negotiation
from contracts.modules import credit_reimbursement as reimbursement
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
initializes: drawings[acts := acts, clocks := clocks]
initializes: negotiation[acts := acts, books := books, clocks := clocks, delivery := delivery, drawings := drawings]
initializes: reimbursement[acts := acts, books := books, clocks := clocks, delivery := delivery, drawings := drawings]

# ---------------------------------------------------------------------------
#                                   EXPORTS
# ---------------------------------------------------------------------------

# In the interface's order.
exports: (
    drawings.CLAIMS,
    negotiation.offer_negotiation,
    negotiation.negotiate,
    negotiation.call_recourse,
    reimbursement.claim_reimbursement,
    reimbursement.reimburse,
    reimbursement.claim_refund,
    negotiation.offer_of,
    reimbursement.reimbursement_of,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

KIND_CLAIM: constant(bytes32) = keccak256("usance.claim.1")
# The terms of a claim are 36 words, the third argument of `settle`.
CLAIM_AT: constant(uint256) = 4 + acts.TERMS_BYTES + acts.STATEMENT_BYTES
CLAIM_BYTES: constant(uint256) = 36 * 32

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(calendar: address, rules: address, claims: address):
    clocks.__init__(calendar, rules)
    drawings.__init__(claims)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def undertake(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    legs: DynArray[ICreditUndertakings.Leg, 4],
) -> DynArray[bytes32, 4]:
    act: acts.Act = acts._act()
    drawings._check_bound(act.set.status)  # guard: undertake-state
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
        negotiation._check_negotiable(credit.available_by != codes.NEGOTIATION)  # guard: U1-nominated
        act = drawings._draw(act, credit, presentation.amount)
        extcall IClaimBirths(drawings.CLAIMS).reserve(bank, act.set.amount)
        sight_day = clocks._due_day(place, credit.currency_place, today, credit.honour_days)
    else:
        acts._check_state(act.set.amount != 0)  # guard: undertake-nothing
        # A confirming bank negotiates (8a ii); where it does not, it owes at maturity.
        negotiates: bool = credit.available_by == codes.NEGOTIATION and act.set.stage == codes.CONFIRMER
        if msg.sender != bank or negotiates:
            silent: bool = clocks._is_over(place, act.set.due_day)
            assert silent, errors.CREDIT_NOT_DUE  # guard: undertake-silence
    drawings._check_free(act, today)  # guard: LEGAL_STOP-undertake

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
                claim.due_day = drawings._maturity(
                    credit, presentation, act.set, place, leg.tenor_from, leg.tenor_days
                )
            latest = max(latest, claim.due_day)
            # A maturity that has passed already was a debt from then on.
            claim.issue_day = min(today, claim.due_day)
            claim.salt = convert(claim.part, bytes32)
            id: bytes32 = extcall IClaimBirths(drawings.CLAIMS).bear(claim)
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
            convert(drawings.CLAIMS, bytes32),
            slice(msg.data, CLAIM_AT, CLAIM_BYTES),
        )
    )
    acts._check_known(convert(books._legs[id] == act.set_id, uint256))  # guard: UNKNOWN-leg
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    issuing: bool = act.set.stage == codes.ISSUER
    before: uint256 = staticcall IClaimToken(drawings.CLAIMS).outstanding(id)
    outstanding: uint256 = before
    from_cover: uint256 = 0
    done: bool = before == 0
    if not done:
        # The issuing bank's own day is the one it agreed to; as a surety it agreed to the first one.
        day: uint256 = claim.due_day
        if issuing:
            day = staticcall IClaimLife(drawings.CLAIMS).due_day_of(claim) - 1
        over: bool = clocks._is_over(claim.pay_place, day)
        assert over, errors.CREDIT_NOT_DUE  # guard: settle-due
        asset: address = empty(address)
        scale: uint256 = 0
        asset, scale = staticcall IClaimToken(drawings.CLAIMS).asset_in_force(claim)
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
            from_cover = extcall IClaimToken(drawings.CLAIMS).pay(claim, most)
            self._approve(asset, 0)
            outstanding = staticcall IClaimToken(drawings.CLAIMS).outstanding(id)
            done = outstanding == 0
    act.state.cover -= from_cover
    if not issuing:
        # What cover paid of its debt the bank did not pay, and does not claim.
        act = drawings._take_off(act, min(before - outstanding, act.set.amount))
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

# ---------------------------------------------------------------------------
#                                    VIEWS
# ---------------------------------------------------------------------------

@external
@view
def undertaking_of(presentation: bytes32) -> (uint256, uint256):
    word: uint256 = books._undertakings[presentation]
    return word & books.MASK_24, word >> books.LEGS_AT

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _creditor(payee: address, beneficiary: address) -> address:
    # The ledger of claims holds none itself.
    return beneficiary if payee == drawings.CLAIMS else payee


@internal
def _approve(asset: address, amount: uint256):
    """
    @notice A token that says no here says no to the payment.
    """
    answer: bool = extcall IERC20(asset).approve(drawings.CLAIMS, amount, default_return_value=True)
