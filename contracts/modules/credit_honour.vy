# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Honour in money
@notice What a payment of a set does to the books, for `honour` and for `honour_with_charges`. Whoever calls
        sends the money afterwards.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: acts
uses: clocks

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# Who is to be paid [minor], out of cover and by the sender. `issuing`: as the issuing bank's own debt.
struct Payment:
    id: bytes32
    set_id: bytes32
    payee: address
    from_cover: uint256
    from_bank: uint256
    issuing: bool

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _honour(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    poked: bool,
) -> Payment:
    """
    @notice Book the payment of the set that the call's data names. `poked`: anyone may make cover pay what
            is due, else the bank alone.
    """
    assert credit.asset != empty(address), errors.CREDIT_OFF_CHAIN  # guard: OFF_CHAIN
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.COMPLYING or act.set.status == acts.PRECLUDED)  # guard: honour-state
    # A bank that undertook and paid is reimbursed in money.
    usance: bool = codes._is_usance(credit.available_by, credit.tenor_days) and not act.set.claim
    assert not usance, errors.CREDIT_USANCE  # guard: U1-usance
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    payee: address = presentation.pay_to
    from_cover: uint256 = 0
    from_bank: uint256 = 0
    outstanding: uint256 = 0
    if act.set.stage == codes.CONFIRMER and msg.sender == credit.issuer:
        # It pays in the confirming bank's place (7a): one debt, so nothing is left to claim. What law keeps
        # that bank from paying does not bind this one, which pays all.
        act.set.stage = codes.ISSUER
        act.set.stopped = False
    issuing: bool = act.set.stage == codes.ISSUER
    if issuing:
        acts._check_state(act.set.amount != 0)  # guard: honour-nothing
        if act.set.claim:
            payee = presentation.bank
        # What a legal stop names waits, the rest is paid.
        to_pay: uint256 = act.set.amount - self._stopped(act, credit.issuer_place)
        assert to_pay != 0, errors.CREDIT_STOPPED  # guard: LEGAL_STOP-issuer
        from_cover = min(act.state.cover, to_pay)
        if acts._waits(act.set, act.state):
            from_cover = 0
        if msg.sender == credit.issuer:
            from_bank = to_pay - from_cover
        else:
            if not poked:
                acts._check_sender(credit.issuer)  # guard: honour-issuer
            due: bool = clocks._is_over(credit.issuer_place, act.set.due_day - 1)
            assert due, errors.CREDIT_NOT_DUE  # guard: NOT_DUE
            assert from_cover != 0, errors.CREDIT_NO_COVER  # guard: COVER
        act.state.cover -= from_cover
        outstanding = act.set.amount - from_cover - from_bank
        act.set.amount = outstanding
        if act.set.claim and outstanding == 0:
            act.state.claims = acts._claims(act.state.claims, False)
    else:
        acts._check_sender(presentation.bank)  # guard: honour-bank
        if act.set.stage == codes.NOMINATED:
            # It pays of its own will (12a); what it pays it may claim from the issuer (7c).
            left: uint256 = codes._available(
                credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
            )
            act.set.amount = min(presentation.amount, left)
            act.state.drawn += act.set.amount
        assert act.set.amount != 0, errors.CREDIT_DRAWN  # guard: LC10-honour
        # A bank that claims later claims all it was bound for: it pays all, or waits.
        stopped: uint256 = self._stopped(act, presentation.bank_place)
        assert stopped == 0, errors.CREDIT_STOPPED  # guard: LEGAL_STOP-bank
        from_bank = act.set.amount
        act.state.claims = acts._claims(act.state.claims, True)
    if outstanding == 0:
        act.set.status = acts.HONOURED
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.Honoured(
        credit=act.id,
        presentation=act.set_id,
        payee=payee,
        from_cover=from_cover,
        from_bank=from_bank,
        outstanding=outstanding,
    )
    return Payment(
        id=act.id,
        set_id=act.set_id,
        payee=payee,
        from_cover=from_cover,
        from_bank=from_bank,
        issuing=issuing,
    )


@internal
@view
def _stopped(act: acts.Act, place: bytes32) -> uint256:
    if not act.set.stopped:
        return 0
    return acts._stopped(act.set_id, act.set, clocks._today(place))
