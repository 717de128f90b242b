# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How a credit ends: payment failed, days over, balances withdrawn
@license MIT
@notice The second storey of DocumentaryCredit, on its books and at its address
        (interfaces/ICreditSettlement.vyi is the specification). Called directly it finds no credit.
@custom:kill `pause` stops issue and confirm for at most 14 days, not again within 90. Live credits
        cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimToken
from interfaces import ICreditSettlement
from interfaces import IDocumentaryCredit

implements: ICreditSettlement

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
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

# [day] So long after the closing day cover waits for a bank that paid and is not yet answered.
CLAIM_DAYS: constant(uint256) = 90

# Kinds and terms of the claims born here (IClaimToken).
UNPAID_CREDIT: constant(uint256) = 5
REIMBURSEMENT: constant(uint256) = 7
ASSIGNABLE: constant(uint256) = 1

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CLAIMS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address, rules: address, claims: address):
    REGISTRY = registry
    CLAIMS = claims
    clocks.__init__(calendar, rules)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

# --- default ---

@external
def default_(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
) -> bytes32:
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.COMPLYING or act.set.status == acts.PRECLUDED)  # guard: default-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12-default
    acts._check_state(act.set.amount != 0)  # guard: default-nothing
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    debtor: address = credit.issuer
    surety: address = empty(address)
    place: bytes32 = credit.issuer_place
    creditor: address = presentation.pay_to
    kind: uint256 = UNPAID_CREDIT
    if act.set.stage == codes.CONFIRMER:
        # The bank bound first owes, the other is surety.
        debtor = presentation.bank
        surety = credit.issuer
        place = presentation.bank_place
    elif act.set.claim:
        creditor = presentation.bank
        kind = REIMBURSEMENT
    if creditor == CLAIMS:
        # The ledger of claims holds none itself.
        creditor = credit.beneficiary
    due_day: uint256 = act.set.due_day
    assert clocks._is_over(place, due_day), errors.CREDIT_NOT_DUE  # guard: default-due
    # Cover answers first, whichever bank failed.
    from_cover: uint256 = min(act.state.cover, act.set.amount)
    if act.set.issuer_waived and not act.set.claim and act.state.claims + act.state.open_sets > 1:
        # What was waived waits behind what is bound without a waiver.
        from_cover = 0
    act.state.cover -= from_cover
    unpaid: uint256 = act.set.amount - from_cover
    if act.set.claim:
        act.state.claims = acts._claims(act.state.claims, False)
    act.set.amount = 0
    act.set.status = acts.DEFAULTED if unpaid != 0 else acts.HONOURED
    # Nothing is left to claim from the issuer: the claim below is the whole of it.
    act.set.stage = codes.ISSUER
    acts._store(act, was_open, credit.exclusions)
    claim: bytes32 = empty(bytes32)
    if from_cover != 0:
        log IDocumentaryCredit.Honoured(
            credit=act.id,
            presentation=act.set_id,
            payee=creditor,
            from_cover=from_cover,
            from_bank=0,
            outstanding=unpaid,
        )
    if unpaid != 0:
        claim = extcall IClaimBirths(CLAIMS).bear(
            IClaimToken.Claim(
                version=1,
                kind=kind,
                origin=act.set_id,
                creditor=creditor,
                debtor=debtor,
                surety=surety,
                currency=credit.currency,
                asset=credit.asset,
                asset_scale=credit.asset_scale,
                face=unpaid,
                issue_day=due_day,
                due_day=due_day,
                pay_place=place,
                currency_place=credit.currency_place,
                grace_days=0,
                late_rate=credit.late_rate,
                day_count=credit.day_count,
                discount_bps=0,
                discount_day=0,
                part=1,
                parts=1,
                object_amount=unpaid,
                fingerprint=empty(bytes32),
                assignable=ASSIGNABLE,
                min_split=0,
                record_days=0,
                receipt_days=0,
                assertion_days=0,
                remit_days=0,
                payment_agent=empty(address),
                eligibility=0,
                earmark=empty(address),
                rulebook=1,
                content=credit.content,
                ext=empty(bytes32),
                salt=empty(bytes32),
            )
        )
        log ICreditSettlement.Defaulted(
            credit=act.id, presentation=act.set_id, claim=claim, debtor=debtor, amount=unpaid
        )
    delivery._push_or_park(credit.asset, self, creditor, from_cover * credit.asset_scale)
    return claim

# --- the end of a credit ---

@external
def expire(credit: IDocumentaryCredit.Credit):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live(id)
    acts._check_state(state.status == acts.ISSUED)  # guard: expire-once
    clocks._check_expired(credit, state.confirmed)
    state.status = acts.EXPIRED
    books._write_credit(id, state)
    log IDocumentaryCredit.Expired(credit=id)


@external
def close(credit: IDocumentaryCredit.Credit):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live(id)
    assert state.open_sets == 0, errors.CREDIT_OPEN_SET  # guard: OPEN_SET
    left: uint256 = codes._available(
        credit.amount, credit.tolerance_plus, credit.additional_amount, state.drawn
    )
    if msg.sender != credit.issuer or left != 0 or state.claims != 0:
        closing_day: uint256 = credit.expiry_day + credit.closing_days
        if state.claims != 0:
            # A bank that paid at the end of its clock has time to claim and to be answered (8c).
            closing_day += CLAIM_DAYS
        over: bool = clocks._is_over(credit.issuer_place, closing_day)
        clocks._check_over(over)  # guard: U6-close
        # With few closing days the expiry day may have moved beyond them.
        clocks._check_expired(credit, state.confirmed)  # guard: U6-close-moved
    cover: uint256 = state.cover
    state.cover = 0
    state.status = acts.CLOSED
    books._write_credit(id, state)
    log IDocumentaryCredit.Closed(credit=id, cover_returned=cover)
    delivery._push_or_park(credit.asset, self, credit.issuer, cover * credit.asset_scale)

# --- balances ---

@external
def withdraw(asset: address, party: address, to: address) -> uint256:
    return ledger._withdraw(REGISTRY, asset, party, to)


@external
def redirect(party: address, asset: address, amount: uint256, to: address, order: bytes32):
    ledger._redirect(REGISTRY, party, asset, amount, to, order)

# --- the stop ---

@external
def pause():
    """
    @notice A guardian stops `issue` and `confirm` for at most 14 days, not again within 90 (ACC8).
    """
    guardian._stop(REGISTRY)


@external
def unpause():
    """
    @notice A guardian or an administrator ends the stop early.
    """
    guardian._release(REGISTRY)
