# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How a credit changes: amendments and confirmations
@license MIT
@notice The third storey of DocumentaryCredit, on its books and at its address
        (interfaces/ICreditAmendments.vyi is the specification).
        Called directly it finds no credit.
@custom:kill What is new risk here a guardian stops for at most 14 days, not again within 90. Live credits
        cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import ICreditAmendments
from interfaces import ICreditRules
from interfaces import IDocumentaryCredit
from interfaces import IPartyRegistry

implements: ICreditAmendments

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_changes as changes
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import delivery
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import tokens

# The same modules in the same order as in DocumentaryCredit: one storage layout.
initializes: books
initializes: acts[books := books]
initializes: changes[books := books]
initializes: clocks
initializes: guardian
initializes: ledger
initializes: delivery[ledger := ledger]

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# The amount's bit of a mask, which only a part taken or left has: the amount has its difference.
AMOUNT: constant(uint256) = 2**20
# [bytes] the longest answer of an act of the next storey.
MOST_ANSWER: constant(uint256) = 256

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CLAIMS: public(immutable(address))
REMEDIES: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address, rules: address, claims: address, remedies: address):
    REGISTRY = registry
    CLAIMS = claims
    REMEDIES = remedies
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
    return raw_call(REMEDIES, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)

# --- the issuing bank ---

@external
def propose_amendment(
    credit: IDocumentaryCredit.Credit, change: ICreditAmendments.Change
) -> bytes32:
    acts._check_sender(credit.issuer)  # guard: propose-issuer
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    amendment: bytes32 = changes._id(id, change)
    book: changes.Book = changes._read(amendment)
    changes._check_pending(book.status == 0)  # guard: U11-proposed-once
    terms: IDocumentaryCredit.Credit = self._changed(change, amendment, state.confirmed, state.drawn)
    now: uint256 = self._most(credit)
    most: uint256 = self._most(terms)
    rise: uint256 = 0
    if most > now:
        # A larger promise is new risk; all else an amendment does is not.
        guardian._check_running()  # guard: ACC8-propose
        rise = most - now
        book.cover = codes._cover(most, credit.cover_bps) - codes._cover(now, credit.cover_bps)
    book.status = changes.PENDING
    book.proposed_at = block.timestamp
    changes._write(amendment, book)
    books._origin[amendment] = id
    log ICreditAmendments.AmendmentProposed(
        credit=id, amendment=amendment, change=change, cover=book.cover
    )
    self._reserve(msg.sender, rise)
    tokens._pull(credit.asset, msg.sender, self, book.cover * credit.asset_scale)
    return amendment

# --- banks bound with it ---

@external
def extend_confirmation(
    credit: IDocumentaryCredit.Credit, change: ICreditAmendments.Change, extend: bool
):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live(id)
    assert state.confirmed or state.silent, errors.CREDIT_CONFIRMATION  # guard: U9-extend
    confirming: bool = state.confirmed and msg.sender == credit.confirmer
    if not confirming:
        bank: address = empty(address)
        if state.silent:
            bank = books._silent[id]
        acts._check_sender(bank)  # guard: extend-bank
    acts._check_in_force(id, state, confirming)  # guard: U11-extend-in-force
    amendment: bytes32 = changes._id(id, change)
    book: changes.Book = changes._read(amendment)
    says: uint256 = changes.EXTENDS if extend else changes.ADVISES_ONLY
    if confirming:
        acts._check_state(book.confirmer == 0)  # guard: extend-once
        late: bool = False
        if book.status == changes.ACCEPTED and state.apart:
            # Only what its own terms do not go beyond yet: a later change stays the later one.
            order: changes.Order = changes._read_order(id)
            late = book.rank > order.extended
            if late and extend:
                book.after = order.extended
                order.extended = book.rank
                changes._write_order(id, order)
        changes._check_pending(late or book.status == changes.PENDING)  # guard: U11-extend-pending
        book.confirmer = says
    else:
        acts._check_state(book.silent == 0)  # guard: extend-silent-once
        changes._check_pending(book.status == changes.PENDING)  # guard: U11-extend-silent
        book.silent = says
    changes._write(amendment, book)
    log ICreditAmendments.ConfirmationExtended(
        credit=id, amendment=amendment, confirmer=msg.sender, extends=extend
    )
    if extend:
        terms: IDocumentaryCredit.Credit = self._changed(change, amendment, state.confirmed, 0)
        now: uint256 = self._most(credit)
        most: uint256 = self._most(terms)
        if most > now:
            guardian._check_running()  # guard: ACC8-extend
            self._reserve(msg.sender, most - now)


@external
def apply_extension(credit: IDocumentaryCredit.Credit, change: ICreditAmendments.Change):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live(id)
    acts._check_state(state.apart)  # guard: apply-apart
    acts._check_in_force(id, state, True)  # guard: U11-apply-in-force
    amendment: bytes32 = changes._id(id, change)
    book: changes.Book = changes._read(amendment)
    accepted: bool = book.status == changes.ACCEPTED and book.confirmer == changes.EXTENDS
    changes._check_pending(accepted and not book.applied)  # guard: U11-apply
    order: changes.Order = changes._read_order(id)
    # In the order of acceptance, as the terms in force took them.
    turn: bool = book.after == order.applied and book.rank > order.applied
    acts._check_state(turn)  # guard: apply-order
    book.applied = True
    changes._write(amendment, book)
    order.applied = book.rank
    changes._write_order(id, order)
    terms: IDocumentaryCredit.Credit = self._changed(change, amendment, True, 0)
    hash: bytes32 = changes._record(id, terms)
    books._confirmed[id] = hash
    if hash == books._in_force[id]:
        state.apart = False
        books._write_credit(id, state)
    log ICreditAmendments.ConfirmationAmended(
        credit=id, amendment=amendment, terms=terms, apart=state.apart
    )

# --- the beneficiary ---

@external
def accept_amendment(
    credit: IDocumentaryCredit.Credit, change: ICreditAmendments.Change, only: uint256
):
    acts._check_sender(credit.beneficiary)  # guard: accept-beneficiary
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    amendment: bytes32 = changes._id(id, change)
    freed: uint256 = 0
    whole: uint256 = change.mask
    if change.difference != 0:
        whole |= AMOUNT
    if only != 0 and only != whole:
        # A part is a rejection (10e).
        freed = self._reject(id, amendment, only)
    else:
        book: changes.Book = changes._pending(amendment)
        terms: IDocumentaryCredit.Credit = self._changed(change, amendment, state.confirmed, state.drawn)
        state, freed = self._take(
            credit, terms, change.cancel, id, amendment, book, state, empty(bytes32)
        )
        books._write_credit(id, state)
    delivery._push_or_park(credit.asset, self, credit.issuer, freed * credit.asset_scale)


@external
def reject_amendment(credit: IDocumentaryCredit.Credit, amendment: bytes32):
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = books._read_credit(id)
    acts._check_known(state.status)  # guard: UNKNOWN-reject
    if state.status < acts.CLOSED:
        acts._check_sender(credit.beneficiary)  # guard: reject-beneficiary
    freed: uint256 = self._reject(id, amendment, 0)
    delivery._push_or_park(credit.asset, self, credit.issuer, freed * credit.asset_scale)


@external
def accept_by_presentation(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    change: ICreditAmendments.Change,
):
    # The terms in force, also for a set at a confirming bank with terms of its own: the issuing bank's
    # promise is what changes.
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    set_id: bytes32 = acts._presentation_id(id)
    set: IDocumentaryCredit.PresentationState = books._read_set(set_id)
    acts._check_known(set.status)  # guard: UNKNOWN-by-presentation
    judged: bool = set.status == acts.PRESENTED or set.status == acts.REFUSED
    acts._check_state(set.received and judged)  # guard: by-presentation-state
    amendment: bytes32 = changes._id(id, change)
    book: changes.Book = changes._pending(amendment)
    self._check_says(set.own)  # guard: U11-own-set
    # What came in the same second may have come before.
    self._check_says(set.presented_at > book.proposed_at)  # guard: U11-newer
    terms: IDocumentaryCredit.Credit = self._changed(change, amendment, state.confirmed, state.drawn)
    self._check_says(self._marks(credit, presentation, set, state.drawn) != 0)  # guard: U11-fits-old
    self._check_says(self._marks(terms, presentation, set, state.drawn) == 0)  # guard: U11-fits-new
    was_open: uint256 = acts._open(set, credit.exclusions)
    freed: uint256 = 0
    # A change that cancels changes no measure and never comes here.
    state, freed = self._take(credit, terms, False, id, amendment, book, state, set_id)
    # A confirming bank with terms of its own judges the set by those.
    if set.status == acts.PRESENTED and not (set.stage == codes.CONFIRMER and state.apart):
        set.marks = 0
    acts._store(
        acts.Act(id=id, set_id=set_id, state=state, set=set), was_open, terms.exclusions
    )
    delivery._push_or_park(credit.asset, self, credit.issuer, freed * credit.asset_scale)

# --- silent confirmation ---

@external
def ask_silent_confirmation(credit: IDocumentaryCredit.Credit, bank: address):
    acts._check_sender(credit.beneficiary)  # guard: ask-beneficiary
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    acts._check_state(not state.silent)  # guard: ask-bound
    books._silent[id] = bank


@external
def confirm_silently(credit: IDocumentaryCredit.Credit):
    guardian._check_running()  # guard: ACC8-silent
    id: bytes32 = acts._credit_id()
    state: IDocumentaryCredit.CreditState = acts._live_in_force(id)
    acts._check_state(not state.silent)  # guard: silent-once
    acts._check_sender(books._silent[id])  # guard: silent-asked
    admitted: bool = staticcall IPartyRegistry(REGISTRY).may(msg.sender, IPartyRegistry.Role.BANK)
    assert admitted, errors.CREDIT_NOT_ADMITTED  # guard: silent-admitted
    named: bool = msg.sender == credit.issuer or msg.sender == credit.confirmer
    self._check_confirmation(not named and not state.confirmed)  # guard: U9-silent
    over: bool = state.status != acts.ISSUED or clocks._is_over(credit.issuer_place, credit.expiry_day)
    self._check_confirmation(not over)  # guard: U9-silent-late
    state.silent = True
    books._write_credit(id, state)
    log ICreditAmendments.ConfirmedSilently(credit=id, bank=msg.sender)
    self._reserve(msg.sender, self._most(credit))

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def amendment_state(amendment: bytes32) -> ICreditAmendments.AmendmentState:
    book: changes.Book = changes._read(amendment)
    return ICreditAmendments.AmendmentState(
        status=book.status,
        confirmer=book.confirmer,
        applied=book.applied,
        proposed_at=book.proposed_at,
        cover=book.cover,
        silent=book.silent,
    )


@external
@view
def terms_of(credit: bytes32) -> (bytes32, bytes32):
    state: IDocumentaryCredit.CreditState = books._read_credit(credit)
    if state.status == 0:
        return empty(bytes32), empty(bytes32)
    in_force: bytes32 = changes._in_force(credit, state)
    if not state.confirmed:
        return in_force, empty(bytes32)
    if state.apart:
        return in_force, books._confirmed[credit]
    return in_force, in_force


@external
@view
def silent_confirmer_of(credit: bytes32) -> address:
    return books._silent[credit]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@pure
def _check_says(yes: bool):
    assert yes, errors.CREDIT_NO_ACCEPTANCE  # guard: U11-says


@internal
@pure
def _check_consent(given: bool):
    assert given, errors.CREDIT_CONSENT  # guard: U11-consent


@internal
@pure
def _check_confirmation(possible: bool):
    assert possible, errors.CREDIT_CONFIRMATION  # guard: U9-possible

# --- terms ---

@internal
@pure
def _most(terms: IDocumentaryCredit.Credit) -> uint256:
    return codes._maximum_liability(terms.amount, terms.tolerance_plus, terms.additional_amount)


@internal
@view
def _changed(
    change: ICreditAmendments.Change, amendment: bytes32, confirmed: bool, drawn: uint256
) -> IDocumentaryCredit.Credit:
    """
    @notice The terms of this call as the change makes them, if a credit may have them, with no less than
            `drawn` [minor].
    """
    terms: IDocumentaryCredit.Credit = changes._apply(change, amendment, confirmed)
    if not change.cancel:
        most: uint256 = staticcall ICreditRules(clocks.RULES).check_amended(terms, change.mask)
        assert most >= drawn, errors.CREDIT_BELOW_DRAWN  # guard: LC10-below
    return terms


@internal
@view
def _marks(
    terms: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
    drawn: uint256,
) -> uint256:
    return staticcall ICreditRules(clocks.RULES).marks_of(terms, presentation, set, drawn)

# --- money ---

@internal
def _reserve(bank: address, amount: uint256):
    """
    @notice The bank that binds itself has authorised this contract as its agent for that much (AGENT).
    """
    if amount != 0:
        extcall IClaimBirths(CLAIMS).reserve(bank, amount)

# --- answers ---

@internal
def _reject(id: bytes32, amendment: bytes32, part: uint256) -> uint256:
    """
    @return [minor] The cover that was taken for it and goes back.
    """
    changes._check_pending(books._origin[amendment] == id)  # guard: U11-reject-other
    book: changes.Book = changes._pending(amendment)
    freed: uint256 = book.cover
    book.status = changes.REJECTED
    book.cover = 0
    changes._write(amendment, book)
    log ICreditAmendments.AmendmentRejected(
        credit=id, amendment=amendment, party=msg.sender, part=part
    )
    return freed


@internal
def _take(
    credit: IDocumentaryCredit.Credit,
    terms: IDocumentaryCredit.Credit,
    cancel: bool,
    id: bytes32,
    amendment: bytes32,
    proposed: changes.Book,
    before: IDocumentaryCredit.CreditState,
    presentation: bytes32,
) -> (IDocumentaryCredit.CreditState, uint256):
    """
    @notice The change is taken whole. The caller writes the state and pays out.
    @return The credit's state after it, and the cover that goes back to the issuing bank [minor].
    """
    state: IDocumentaryCredit.CreditState = before
    book: changes.Book = proposed
    extended: bool = book.confirmer == changes.EXTENDS
    # The bank whose consent is needed and missing (10a).
    silent: bool = state.confirmed and not extended
    freed: uint256 = book.cover
    book.status = changes.ACCEPTED
    book.cover = 0
    if cancel:
        self._check_consent(not silent)  # guard: U11-cancel
        quiet: bool = state.open_sets == 0 and state.claims == 0
        assert quiet, errors.CREDIT_OPEN_SET  # guard: OPEN_SET-cancel
        freed = state.cover
        state.cover = 0
        state.status = acts.CANCELLED
        changes._write(amendment, book)
        log ICreditAmendments.Cancelled(credit=id, amendment=amendment, cover_returned=freed)
        return state, freed
    if silent:
        self._check_consent(terms.expiry_day >= credit.expiry_day)  # guard: U11-expiry
        closing_day: uint256 = credit.expiry_day + credit.closing_days
        self._check_consent(terms.expiry_day + terms.closing_days >= closing_day)  # guard: U11-closing
        # Days that article 29 or 36 adds are days of its undertaking too.
        stays: uint256 = terms.exclusions & ~credit.exclusions & codes.ART29A_OFF
        stays |= credit.exclusions & ~terms.exclusions & codes.ART36_OFF
        self._check_consent(stays == 0)  # guard: U11-moves
    if silent or state.apart:
        order: changes.Order = changes._read_order(id)
        if not state.apart:
            state.apart = True
            books._confirmed[id] = changes._in_force(id, state)
            order.extended = order.accepted
            order.applied = order.accepted
        order.accepted += 1
        book.rank = order.accepted
        if extended:
            book.after = order.extended
            order.extended = book.rank
        changes._write_order(id, order)
    if state.silent and book.silent != changes.EXTENDS:
        # A surety is not bound by what it did not agree to; the beneficiary chose the change without it.
        state.silent = False
        log ICreditAmendments.SilentConfirmationEnded(credit=id, bank=books._silent[id])
        books._silent[id] = empty(address)
    changes._write(amendment, book)
    state.amended = True
    books._in_force[id] = changes._record(id, terms)
    if state.status == acts.EXPIRED and not clocks._is_over(credit.issuer_place, terms.expiry_day):
        state.status = acts.ISSUED
    needed: uint256 = codes._cover(self._most(terms), credit.cover_bps)
    needed_before: uint256 = codes._cover(self._most(credit), credit.cover_bps)
    if needed >= needed_before:
        kept: uint256 = min(freed, needed - needed_before)
        freed -= kept
        state.cover += kept
    elif state.open_sets == 0 and state.claims == 0:
        # Nothing bound waits for it. Otherwise it stays until the credit is closed.
        less: uint256 = min(state.cover, needed_before - needed)
        freed += less
        state.cover -= less
    log ICreditAmendments.AmendmentAccepted(
        credit=id,
        amendment=amendment,
        presentation=presentation,
        terms=terms,
        apart=state.apart,
        freed=freed,
    )
    return state, freed
