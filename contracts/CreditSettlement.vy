# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How a credit ends: paid off chain, payment failed, days over, balances withdrawn
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
from contracts.modules import credit_charges as charges
from contracts.modules import credit_claims
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import credit_honour as paying
from contracts.modules import credit_payments as payments
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
initializes: payments[acts := acts, books := books, clocks := clocks]
initializes: paying[acts := acts, clocks := clocks]
initializes: charges[delivery := delivery, paying := paying]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# In the interface's order.
exports: (
    payments.assert_payment,
    payments.confirm_payment,
    payments.contest_payment,
    charges.honour_with_charges,
    payments.payment_assertion_of,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# [day] So long after the closing day cover waits for a bank that paid and is not yet answered.
CLAIM_DAYS: constant(uint256) = 90

# [bytes] the longest answer of an act of the next storey.
MOST_ANSWER: constant(uint256) = 256

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CLAIMS: public(immutable(address))
AMENDMENTS: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(
    registry: address, calendar: address, rules: address, claims: address, amendments: address
):
    REGISTRY = registry
    CLAIMS = claims
    AMENDMENTS = amendments
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
    return raw_call(AMENDMENTS, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)

# --- default ---

@external
def default_(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
) -> bytes32:
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.COMPLYING or act.set.status == acts.PRECLUDED)  # guard: default-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12-default
    acts._check_state(act.set.amount != 0)  # guard: default-nothing
    # Whoever does not undertake owes at maturity, not before: anyone makes the undertaking.
    usance: bool = codes._is_usance(credit.available_by, credit.tenor_days) and not act.set.claim
    assert not usance, errors.CREDIT_USANCE  # guard: U1-default
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    debtor: address = credit.issuer
    surety: address = empty(address)
    place: bytes32 = credit.issuer_place
    creditor: address = presentation.pay_to
    kind: uint256 = credit_claims.UNPAID_CREDIT
    if act.set.stage == codes.CONFIRMER:
        # The bank bound first owes, the other is surety.
        debtor = presentation.bank
        surety = credit.issuer
        place = presentation.bank_place
    elif act.set.claim:
        creditor = presentation.bank
        kind = credit_claims.REIMBURSEMENT
    elif act.state.silent:
        surety = books._silent[act.id]
    if creditor == CLAIMS:
        # The ledger of claims holds none itself.
        creditor = credit.beneficiary
    due_day: uint256 = acts._due_day(act.set_id, act.set, act.set.due_day)
    assert clocks._is_over(place, due_day), errors.CREDIT_NOT_DUE  # guard: default-due
    held: bool = payments._is_held(act.set_id, place)
    assert not held, errors.CREDIT_NOT_DUE  # guard: default-held
    # What a legal stop names waits, the rest is in default.
    stopped: uint256 = 0
    if act.set.stopped:
        stopped = acts._stopped(act.set_id, act.set, clocks._today(place))
    assert stopped < act.set.amount, errors.CREDIT_STOPPED  # guard: LEGAL_STOP-default
    failed: uint256 = act.set.amount - stopped
    # Cover answers first, whichever bank failed.
    from_cover: uint256 = min(act.state.cover, failed)
    if acts._waits(act.set, act.state):
        from_cover = 0
    act.state.cover -= from_cover
    unpaid: uint256 = failed - from_cover
    act.set.amount = stopped
    if stopped == 0:
        if act.set.claim:
            act.state.claims = acts._claims(act.state.claims, False)
        act.set.status = acts.DEFAULTED if unpaid != 0 else acts.HONOURED
        # Nothing is left to claim from the issuer: the claim below is the whole of it.
        act.set.stage = codes.ISSUER
        # A stop that lapsed was its bank's, and keeps nothing here any more.
        act.set.stopped = False
    payments._pass_over(act.set_id)
    acts._store(act, was_open, credit.exclusions)
    claim: bytes32 = empty(bytes32)
    if from_cover != 0:
        log IDocumentaryCredit.Honoured(
            credit=act.id,
            presentation=act.set_id,
            payee=creditor,
            from_cover=from_cover,
            from_bank=0,
            outstanding=unpaid + stopped,
        )
    if unpaid != 0:
        terms: IClaimToken.Claim = credit_claims._terms(
            credit, kind, act.set_id, creditor, debtor, surety, place, unpaid, due_day
        )
        # What a stop kept back may fail later: another claim on the same terms.
        terms.salt = convert(stopped, bytes32)
        claim = extcall IClaimBirths(CLAIMS).bear(terms)
        log ICreditSettlement.Defaulted(
            credit=act.id, presentation=act.set_id, claim=claim, debtor=debtor, amount=unpaid
        )
    delivery._push_or_park(credit.asset, self, creditor, from_cover * credit.asset_scale)
    return claim

# --- the end of a credit ---

@external
def expire(credit: IDocumentaryCredit.Credit):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    acts._check_state(state.status == acts.ISSUED)  # guard: expire-once
    clocks._check_expired(credit, state.confirmed)
    state.status = acts.EXPIRED
    books._write_credit(id, state)
    log IDocumentaryCredit.Expired(credit=id)


@external
def close(credit: IDocumentaryCredit.Credit):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    assert state.open_sets == 0, errors.CREDIT_OPEN_SET  # guard: OPEN_SET
    left: uint256 = codes._available(
        credit.amount, credit.tolerance_plus, credit.additional_amount, state.drawn
    )
    # A confirming bank with terms of its own may be bound for more than is left here.
    done: bool = left == 0 and state.claims == 0 and not state.apart
    if msg.sender != credit.issuer or not done:
        closing_day: uint256 = credit.expiry_day + credit.closing_days
        if state.claims != 0:
            # A bank that paid at the end of its clock has time to claim and to be answered (8c).
            # Of a usance credit it is answered at maturity (7c).
            closing_day += CLAIM_DAYS + (
                codes.MOST_TENOR if credit.available_by == codes.MIXED else credit.tenor_days
            )
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
