# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The letter of credit
@license MIT
@notice First storey: undertaking, presentation, finding and payment of the irrevocable credit under
        UCP 600 (interfaces/IDocumentaryCredit.vyi is the specification).
        Trust: a bank is bound only by its own act. Nothing here looks at goods; only documents,
        days and notices decide. Nobody administers credits: the registry says who may issue, the
        calendar what a banking day is, a guardian may stop new undertakings for 14 days.
        Payments, withdrawals and exits always work.
@custom:kill `pause` stops issue and confirm for at most 14 days, not again within 90. Live credits
        cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import ICreditRules
from interfaces import IDocumentaryCredit
from interfaces import IPartyRegistry

implements: IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import credit_honour as paying
from contracts.modules import delivery
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import tokens

initializes: books
initializes: acts[books := books]
initializes: clocks
initializes: guardian
initializes: ledger
initializes: delivery[ledger := ledger]
# This one owns no storage.
initializes: paying[acts := acts, clocks := clocks]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# Left out of the modules: nothing that moves money but `deliver`, which answers only this contract.
exports: (
    clocks.CALENDAR,
    clocks.RULES,
    delivery.deliver,
    guardian.stopped_until,
    ledger.withdrawable,
    ledger.owed,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# The selector of ICreditRules.receipt; a test holds it against the ABI.
RECEIPT: constant(bytes4) = 0x1b8194a7

# [bytes] the longest answer of an act of the other storey.
MOST_ANSWER: constant(uint256) = 256

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CLAIMS: public(immutable(address))
SETTLEMENT: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(
    registry: address, calendar: address, rules: address, claims: address, settlement: address
):
    REGISTRY = registry
    CLAIMS = claims
    SETTLEMENT = settlement
    clocks.__init__(calendar, rules)

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
@raw_return
def __default__() -> Bytes[MOST_ANSWER]:
    """
    @notice Every act that is not of this storey goes to the next one, on this contract's books. Not locked
            here: the act itself takes the one lock of both storeys.
    """
    # reviewed: the callee is fixed for ever and has this storage layout (a test compares them); a
    # revert is passed on as it is.
    return raw_call(SETTLEMENT, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)

# --- the undertaking ---

@external
def issue(terms: IDocumentaryCredit.Credit) -> bytes32:
    guardian._check_running()
    acts._check_sender(terms.issuer)  # guard: issue-issuer
    cover: uint256 = staticcall ICreditRules(clocks.RULES).check_birth(terms)
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = books._read_credit(id)
    assert state.status == 0, errors.CREDIT_EXISTS  # guard: EXISTS
    state.status = acts.ISSUED
    state.cover = cover
    books._write_credit(id, state)
    log IDocumentaryCredit.Issued(
        credit=id,
        issuer=msg.sender,
        beneficiary=terms.beneficiary,
        terms=terms,
        cover=cover,
    )
    # What will not be paid can become a claim, whatever becomes of the bank's word to this contract.
    self._reserve(terms)
    tokens._pull(terms.asset, msg.sender, self, cover * terms.asset_scale)
    return id


@external
def advise(credit: IDocumentaryCredit.Credit, willing: bool):
    acts._check_sender(credit.adviser)  # guard: advise-adviser
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    acts._check_state(not state.advised)  # guard: advise-once
    if willing:
        state.advised = True
        books._write_credit(id, state)
    log IDocumentaryCredit.Advised(credit=id, adviser=msg.sender, willing=willing)


@external
def confirm(credit: IDocumentaryCredit.Credit, willing: bool):
    acts._check_sender(credit.confirmer)  # guard: confirm-confirmer
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    acts._check_state(not state.confirmed)  # guard: confirm-once
    if willing:
        guardian._check_running()
        admitted: bool = staticcall IPartyRegistry(REGISTRY).may(
            msg.sender, IPartyRegistry.Role.BANK
        )
        assert admitted, errors.CREDIT_NOT_ADMITTED  # guard: confirm-admitted
        # A place further west may still have the day when expiry is on record already.
        late: bool = state.status != acts.ISSUED or clocks._is_over(credit.confirmer_place, credit.expiry_day)
        assert not late, errors.CREDIT_CONFIRMATION  # guard: U9-late
        state.confirmed = True
        books._write_credit(id, state)
        self._reserve(credit)
    log IDocumentaryCredit.Confirmed(credit=id, confirmer=msg.sender, willing=willing)

# --- presentation and receipt ---

@external
def present(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
) -> bytes32:
    id: bytes32 = acts._credit_id()
    set_id: bytes32 = acts._presentation_id(id)
    state: IDocumentaryCredit.CreditState = acts._live(id)
    set: IDocumentaryCredit.PresentationState = books._read_set(set_id)
    assert set.status == 0, errors.CREDIT_SET_EXISTS  # guard: LC9
    set.stage = staticcall ICreditRules(clocks.RULES).check_presentation(
        credit, presentation, state.confirmed, msg.sender
    )
    acts._check_in_force(id, state, set.stage == codes.CONFIRMER)  # guard: U11-present
    set.status = acts.PRESENTED
    set.own = msg.sender == credit.beneficiary
    set.presented_at = block.timestamp
    books._write_set(set_id, set)
    log IDocumentaryCredit.Presented(credit=id, presentation=set_id, statement=presentation)
    return set_id


@external
def acknowledge(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    received: uint256,
):
    self._receive(codes.ACKNOWLEDGEMENT, received, empty(bytes32), credit.exclusions)


@external
def attest_delivery(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    delivered: uint256,
):
    acts._check_sender(credit.delivery_agent)  # guard: attest-agent
    self._receive(codes.DELIVERY, delivered, empty(bytes32), credit.exclusions)


@external
def notify_completeness(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    proof: bytes32,
):
    electronic: bool = credit.exclusions & codes.EUCP != 0
    assert electronic, errors.CREDIT_NOT_ELECTRONIC  # guard: EUCP-e6
    assert proof != empty(bytes32), errors.CREDIT_STATEMENT  # guard: complete-proof
    self._receive(codes.COMPLETENESS, block.timestamp, proof, credit.exclusions)


@external
def forward(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank)  # guard: forward-bank
    acts._check_state(act.set.stage != codes.ISSUER)  # guard: forward-stage
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.claim = act.set.status == acts.HONOURED or act.set.status == acts.UNDERTAKEN
    if not act.set.claim:
        # A bank bound by its own clock examines; it cannot pass the set on instead.
        acts._check_state(act.set.stage == codes.NOMINATED and act.set.received)  # guard: forward-bound
        acts._check_state(act.set.status == acts.PRESENTED or act.set.status == acts.COMPLYING)  # guard: forward-status
        # What it says it paid waits for the payee's word.
        acts._check_state(act.set.amount == 0)  # guard: forward-asserted
    act.set.status = acts.PRESENTED
    act.set.stage = codes.ISSUER
    # The next clock cannot begin before the set was sent on.
    act.set.presented_at = block.timestamp
    act.set.received = False
    act.set.received_day = 0
    act.set.last_day = 0
    act.set.due_day = 0
    # The next bank has its own clock, its own law, its own records to ask for, its own notice to give.
    act.set.stopped = False
    act.set.disposal = 0
    act.set.applicant_waived = False
    act.set.return_demanded = False
    books._suspensions[act.set_id] = 0
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.Forwarded(
        credit=act.id, presentation=act.set_id, bank=msg.sender, claim=act.set.claim
    )

# --- findings ---

@external
def accept(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    act: acts.Act = acts._act()
    issuing: bool = act.set.stage == codes.ISSUER
    acts._check_sender(credit.issuer if issuing else presentation.bank)  # guard: accept-bank
    acts._check_state(act.set.status == acts.PRESENTED and act.set.received)  # guard: accept-state
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.status = acts.COMPLYING
    if act.set.stage != codes.NOMINATED:
        place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
        if was_open != 0:
            late: bool = clocks._is_late(place, act.set)
            assert not late, errors.CREDIT_FINDING_LATE  # guard: U14-finding
        left: uint256 = codes._available(
            credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
        )
        assert left != 0 or act.set.claim, errors.CREDIT_DRAWN  # guard: LC10-accept
        if not act.set.claim:
            act.set.amount = min(presentation.amount, left)
            act.state.drawn += act.set.amount
        today: uint256 = clocks._today(place)
        act.set.due_day = self._honour_day(act, credit, place, today)
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.Accepted(
        credit=act.id, presentation=act.set_id, bank=msg.sender, amount=act.set.amount, due_day=act.set.due_day
    )


@external
def refuse(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    discrepancies: DynArray[IDocumentaryCredit.Discrepancy, 16],
    disposal: uint256,
    text: bytes32,
):
    act: acts.Act = acts._act()
    issuing: bool = act.set.stage == codes.ISSUER
    acts._check_sender(credit.issuer if issuing else presentation.bank)  # guard: refuse-bank
    assert act.set.status == acts.PRESENTED, errors.CREDIT_SECOND_NOTICE  # guard: U16-second
    acts._check_state(act.set.received)  # guard: refuse-received
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    late: bool = clocks._is_late(place, act.set)
    assert not late, errors.CREDIT_NOTICE_LATE  # guard: U16-late
    acts._take_notice(act.set_id, discrepancies, disposal, text, issuing, credit.exclusions)
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.status = acts.REFUSED
    act.set.disposal = disposal
    if disposal == acts.RETURNING:
        act.set.due_day = self._return_day(credit, presentation, issuing)
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.Refused(
        credit=act.id,
        presentation=act.set_id,
        bank=msg.sender,
        disposal=disposal,
        discrepancies=discrepancies,
        text=text,
    )


@external
def waive(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    act: acts.Act = acts._act()
    # Never for a confirming or nominated bank: each refuses for itself.
    acts._check_waiver(act.set.status == acts.REFUSED and act.set.stage == codes.ISSUER)  # guard: U16-waive-state
    acts._check_waiver(act.set.disposal != acts.RETURNING)  # guard: U16-waive-return
    acts._check_waiver(not act.set.return_demanded)  # guard: U16-waive-demanded
    complete: bool = False
    if not act.set.applicant_waived:
        acts._check_sender(credit.applicant)  # guard: waive-applicant
        act.set.applicant_waived = True
    elif not act.set.issuer_waived:
        acts._check_sender(credit.issuer)  # guard: waive-issuer
        act.set.issuer_waived = True
        complete = act.set.disposal == acts.NOTIFY
    else:
        # A bank that honoured the set presents it to the issuing bank.
        acts._check_sender(presentation.bank if act.set.claim else presentation.presenter)  # guard: waive-presenter
        complete = True
    if complete:
        act.set.status = acts.COMPLYING
        if not act.set.claim:
            # The applicant takes the set up as claimed, above what was available too.
            act.set.amount = presentation.amount
            act.state.drawn += act.set.amount
        place: bytes32 = credit.issuer_place
        today: uint256 = clocks._today(place)
        # Only now the bank has taken the documents up: a tenor after sight counts from here.
        act.set.last_day = today
        act.set.due_day = self._honour_day(act, credit, place, today)
    acts._store(act, 0, credit.exclusions)
    log IDocumentaryCredit.Waived(
        credit=act.id,
        presentation=act.set_id,
        party=msg.sender,
        complete=complete,
        amount=act.set.amount,
        due_day=act.set.due_day,
    )


@external
def demand_return(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank if act.set.claim else presentation.presenter)  # guard: return-presenter
    acts._check_state(act.set.status == acts.REFUSED and not act.set.return_demanded)  # guard: return-state
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.return_demanded = True
    if act.set.due_day == 0:
        act.set.due_day = self._return_day(credit, presentation, act.set.stage == codes.ISSUER)
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.ReturnDemanded(
        credit=act.id, presentation=act.set_id, last_day=act.set.due_day
    )


@external
def preclude(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    act: acts.Act = acts._act()
    # Documents that had to go back and did not are the other failure of article 16.
    kept: bool = act.set.status == acts.REFUSED and act.set.due_day != 0
    acts._check_state(act.set.received and (kept or act.set.status == acts.PRESENTED))  # guard: preclude-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12
    open: uint256 = acts._open(act.set, credit.exclusions)
    assert open != 0, errors.CREDIT_SILENCE  # guard: U16-silence
    issuing: bool = act.set.stage == codes.ISSUER
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    last: uint256 = act.set.due_day
    if not kept:
        last = clocks._last_day(place, act.set)
    assert clocks._is_over(place, last), errors.CREDIT_TOO_EARLY  # guard: U14-early
    act.set.status = acts.PRECLUDED
    # Bound by the rule, not by a waiver that was never complete: cover does not wait.
    act.set.issuer_waived = False
    if not act.set.claim:
        left: uint256 = codes._available(
            credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
        )
        act.set.amount = min(presentation.amount, left)
        act.state.drawn += act.set.amount
    act.set.due_day = self._honour_day(act, credit, place, last)
    acts._store(act, open, credit.exclusions)
    log IDocumentaryCredit.Precluded(
        credit=act.id,
        presentation=act.set_id,
        bank=credit.issuer if issuing else presentation.bank,
        amount=act.set.amount,
        due_day=act.set.due_day,
        marks=act.set.marks,
    )

# --- payment ---

@external
def honour(credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation):
    payment: paying.Payment = paying._honour(credit, presentation, True)
    scale: uint256 = credit.asset_scale
    delivery._push_or_park(credit.asset, self, payment.payee, payment.from_cover * scale)
    delivery._push_or_park(credit.asset, msg.sender, payment.payee, payment.from_bank * scale)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def credit_state(credit: bytes32) -> IDocumentaryCredit.CreditState:
    return books._read_credit(credit)


@external
@view
def presentation_state(presentation: bytes32) -> IDocumentaryCredit.PresentationState:
    return books._read_set(presentation)


# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _reserve(terms: IDocumentaryCredit.Credit):
    """
    @notice The bank that binds itself has authorised this contract as its agent for that much (AGENT).
    """
    most: uint256 = codes._maximum_liability(
        terms.amount, terms.tolerance_plus, terms.additional_amount
    )
    extcall IClaimBirths(CLAIMS).reserve(msg.sender, most)


@internal
@view
def _honour_day(
    act: acts.Act, credit: IDocumentaryCredit.Credit, place: bytes32, start: uint256
) -> uint256:
    """
    @notice [day] of payment: `honour_days` banking days from `start`, of a bank's claim not before maturity.
    """
    day: uint256 = clocks._due_day(place, credit.currency_place, start, credit.honour_days)
    return acts._due_day(act.set_id, act.set, day)


@internal
@view
def _return_day(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    issuing: bool,
) -> uint256:
    """
    @notice [day] The documents go back by then: `return_days` banking days from today.
    """
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    today: uint256 = clocks._today(place)
    return clocks._due_day(place, empty(bytes32), today, credit.return_days)


@internal
def _receive(means: uint256, stated: uint256, proof: bytes32, exclusions: uint256):
    """
    @notice Start the clock of the bank whose turn it is, or move it back to an earlier receipt.
    """
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.PRESENTED)  # guard: receive-state
    # reviewed: a static call to the suite's own rules, which decode what they are given. Terms and
    # statement go on as they came, the first two arguments of the act; decoding them here would
    # cost a kilobyte of code.
    answer: Bytes[192] = raw_call(
        clocks.RULES,
        concat(
            RECEIPT,
            slice(msg.data, 4, acts.TERMS_BYTES + acts.STATEMENT_BYTES),
            abi_encode(act.set, means, stated, act.state.drawn),
        ),
        max_outsize=192,
        is_static_call=True,
    )
    receipt: ICreditRules.Receipt = abi_decode(answer, ICreditRules.Receipt)
    if means == codes.ACKNOWLEDGEMENT:
        acts._check_sender(receipt.bank)  # guard: acknowledge-bank
    if means == codes.COMPLETENESS:
        acts._check_sender(receipt.presenter)  # guard: complete-presenter
    earlier: bool = not act.set.received
    if act.set.received and books._suspensions[act.set_id] == 0:
        # Records that came again count from then, whenever they came first (e12).
        earlier = receipt.received_day < act.set.received_day
    assert earlier, errors.CREDIT_RECEIPT  # guard: U14-earlier
    was_open: uint256 = acts._open(act.set, exclusions)
    act.set.received = True
    act.set.received_day = receipt.received_day
    act.set.last_day = receipt.fixed_day
    act.set.marks = receipt.marks
    acts._store(act, was_open, exclusions)
    log IDocumentaryCredit.Acknowledged(
        credit=act.id,
        presentation=act.set_id,
        bank=receipt.bank,
        means=means,
        received_day=receipt.received_day,
        last_day=receipt.last_day,
        marks=receipt.marks,
        proof=proof,
    )
