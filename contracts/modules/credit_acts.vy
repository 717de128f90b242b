# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What the acts on a credit share
@notice Who and what an act is about (ids, both states), the reasons that several acts give, and the
        count of what is still open when an act has been written down.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_books as books
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: books

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

KIND_CREDIT: constant(bytes32) = keccak256("usance.credit.1")
KIND_AMENDED: constant(bytes32) = keccak256("usance.credit.amended.1")
KIND_PRESENTATION: constant(bytes32) = keccak256("usance.presentation.1")
# Terms are the first 54 words of every call's data, a presentation the next 11.
TERMS_BYTES: constant(uint256) = 54 * 32
STATEMENT_BYTES: constant(uint256) = 11 * 32

ISSUED: constant(uint256) = 1
EXPIRED: constant(uint256) = 2
CLOSED: constant(uint256) = 3
CANCELLED: constant(uint256) = 4

PRESENTED: constant(uint256) = 1
COMPLYING: constant(uint256) = 2
REFUSED: constant(uint256) = 3
PRECLUDED: constant(uint256) = 4
HONOURED: constant(uint256) = 5
DEFAULTED: constant(uint256) = 6
RETURNED: constant(uint256) = 7
SUSPENDED: constant(uint256) = 8
UNDERTAKEN: constant(uint256) = 9

MOST_CLAIMS: constant(uint256) = 255

# A claim on the reimbursing bank.
CLAIMED: constant(uint256) = 1
REIMBURSED: constant(uint256) = 2
REFUND_CLAIMED: constant(uint256) = 3

# Disposals of a notice that have rules of their own.
NOTIFY: constant(uint256) = 2
RETURNING: constant(uint256) = 3
PREVINST: constant(uint256) = 4

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# What an act on a set works with: both ids, both states.
struct Act:
    id: bytes32
    set_id: bytes32
    state: IDocumentaryCredit.CreditState
    set: IDocumentaryCredit.PresentationState

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@view
def _check_sender(party: address):
    assert msg.sender == party, errors.CREDIT_NOT_PARTY  # guard: NOT_PARTY


@internal
@pure
def _check_known(status: uint256):
    assert status != 0, errors.CREDIT_UNKNOWN  # guard: UNKNOWN


@internal
@pure
def _check_state(fits: bool):
    assert fits, errors.CREDIT_STATE  # guard: STATE


@internal
@pure
def _check_notice(sound: bool):
    assert sound, errors.CREDIT_NOTICE  # guard: U16-notice


@internal
@pure
def _check_waiver(possible: bool):
    assert possible, errors.CREDIT_WAIVER  # guard: U16-waiver

# --- ids ---

@internal
@view
def _terms_hash(kind: bytes32) -> bytes32:
    """
    @notice keccak256(abi_encode(kind, chain.id, self, terms)), the terms read as they came: they are
            the first argument of every act. A word that is no clean value of its type gives a hash
            that was never on record, for `issue` and the amendments check every field.
    """
    return keccak256(
        concat(
            kind,
            convert(chain.id, bytes32),
            convert(self, bytes32),
            slice(msg.data, 4, TERMS_BYTES),
        )
    )


@internal
@view
def _credit_id() -> bytes32:
    """
    @notice The credit that the terms of this call are or were of: born with them, or amended to
            them (KIND_AMENDED is another hash, so no birth can occupy amended terms). Whether they
            are in force `_check_in_force` says.
    """
    id: bytes32 = self._terms_hash(KIND_CREDIT)
    if books._is_known(id):
        return id
    origin: bytes32 = books._origin[self._terms_hash(KIND_AMENDED)]
    if origin != empty(bytes32):
        return origin
    return id


@internal
@view
def _check_in_force(id: bytes32, state: IDocumentaryCredit.CreditState, confirming: bool):
    """
    @notice The terms of this call are those in force; `confirming`: those that the confirming bank is
            bound by (U11).
    """
    if state.amended:
        expected: bytes32 = books._in_force[id]
        if confirming and state.apart:
            expected = books._confirmed[id]
        given: bytes32 = id
        if expected == id:
            given = self._terms_hash(KIND_CREDIT)
        else:
            given = self._terms_hash(KIND_AMENDED)
        assert given == expected, errors.CREDIT_NOT_IN_FORCE  # guard: U11-in-force


@internal
@view
def _presentation_id(credit: bytes32) -> bytes32:
    """
    @notice keccak256(abi_encode(KIND_PRESENTATION, credit, presentation)), the second argument.
    """
    return keccak256(
        concat(KIND_PRESENTATION, credit, slice(msg.data, 4 + TERMS_BYTES, STATEMENT_BYTES))
    )

# --- books ---

@internal
@view
def _live(id: bytes32) -> IDocumentaryCredit.CreditState:
    state: IDocumentaryCredit.CreditState = books._read_credit(id)
    self._check_known(state.status)  # guard: UNKNOWN-credit
    assert state.status < CLOSED, errors.CREDIT_CLOSED  # guard: CLOSED
    return state


@internal
@view
def _live_in_force(id: bytes32) -> IDocumentaryCredit.CreditState:
    state: IDocumentaryCredit.CreditState = self._live(id)
    self._check_in_force(id, state, False)  # guard: U11-in-force-credit
    return state


@internal
@view
def _act() -> Act:
    id: bytes32 = self._credit_id()
    set_id: bytes32 = self._presentation_id(id)
    state: IDocumentaryCredit.CreditState = self._live(id)
    set: IDocumentaryCredit.PresentationState = books._read_set(set_id)
    self._check_known(set.status)  # guard: UNKNOWN-set
    self._check_in_force(id, state, set.stage == codes.CONFIRMER)  # guard: U11-in-force-set
    return Act(id=id, set_id=set_id, state=state, set=set)


@internal
@pure
def _open(set: IDocumentaryCredit.PresentationState, exclusions: uint256) -> uint256:
    """
    @notice 1 while the set can cost its bank money without a further act of that bank; cover stays
            until then. Silence, or documents kept, bind no bank that is only nominated (U12),
            nobody under ART16F_OFF, and for a set after expiry not under EXPIRY_KEPT (U16).
    """
    if set.status == UNDERTAKEN:
        # Cover answers for it, whichever bank undertook.
        return 1
    if set.stage == codes.NOMINATED:
        return 0
    if set.status == PRESENTED or set.status == REFUSED or set.status == SUSPENDED:
        if exclusions & codes.ART16F_OFF != 0:
            return 0
        if exclusions & codes.EXPIRY_KEPT != 0 and set.marks & codes.AFTER_EXPIRY != 0:
            return 0
        if set.status == REFUSED:
            # Documents that have to go back (16e).
            return convert(set.due_day != 0, uint256)
        return convert(set.received, uint256)
    if set.status == COMPLYING or set.status == PRECLUDED:
        return convert(set.amount != 0, uint256)
    return 0


@internal
@pure
def _claims(claims: uint256, more: bool) -> uint256:
    """
    @notice One claim more or less. A count that is full stays so: a flood of dust claims stops no
            bank from paying, and the issuing bank waits for the closing day.
    """
    if claims == MOST_CLAIMS:
        return claims
    if more:
        return claims + 1
    return claims - 1


@internal
def _store(act: Act, was_open: uint256, exclusions: uint256):
    state: IDocumentaryCredit.CreditState = act.state
    state.open_sets = state.open_sets + self._open(act.set, exclusions) - was_open
    books._write_set(act.set_id, act.set)
    books._write_credit(act.id, state)


@internal
def _take_notice(
    set_id: bytes32,
    discrepancies: DynArray[IDocumentaryCredit.Discrepancy, 16],
    disposal: uint256,
    text: bytes32,
    issuing: bool,
    exclusions: uint256,
):
    """
    @notice What a notice of refusal must say, however it was given (16c). Under LEAF_BAR a later notice on
            the same leaves is measured against it (ICreditRemedies.strike_notice).
    """
    self._check_notice(len(discrepancies) != 0)  # guard: U16-discrepancy
    for discrepancy: IDocumentaryCredit.Discrepancy in discrepancies:
        self._check_notice(discrepancy.code != 0)  # guard: U16-code
    self._check_notice(disposal != 0 and disposal <= PREVINST)  # guard: U16-disposal
    self._check_notice(issuing or disposal != NOTIFY)  # guard: U16-notify
    self._check_notice(text != empty(bytes32))  # guard: U16-text
    if exclusions & codes.LEAF_BAR != 0:
        books._notices[set_id] = keccak256(abi_encode(discrepancies))


@internal
@pure
def _waits(
    set: IDocumentaryCredit.PresentationState, state: IDocumentaryCredit.CreditState
) -> bool:
    """
    @notice What was waived, perhaps above the credit, waits for cover behind what is bound without a waiver.
    """
    return set.issuer_waived and not set.claim and state.claims + state.open_sets > 1


@internal
@view
def _due_day(
    set_id: bytes32, set: IDocumentaryCredit.PresentationState, due_day: uint256
) -> uint256:
    """
    @notice [day] The issuing bank owes a bank that honoured: not before the maturity of what it undertook or
            negotiated (7c), and on the day on which its claim on a reimbursing bank falls due, where that
            stands unpaid and is earlier (13b). Of any other set `due_day` itself.
    """
    if not set.claim:
        return due_day
    day: uint256 = max(due_day, books._undertakings[set_id] & books.MASK_24)
    word: uint256 = books._reimbursements[set_id]
    if word & books.MASK_4 == CLAIMED:
        day = min(day, (word >> books.CLAIM_DUE_AT) & books.MASK_24)
    return day


@internal
@view
def _stopped(set_id: bytes32, set: IDocumentaryCredit.PresentationState, today: uint256) -> uint256:
    """
    @notice [minor] What a legal stop keeps back today; a stop that has lapsed keeps nothing.
    """
    if not set.stopped:
        return 0
    word: uint256 = books._stops[set_id]
    if today > word >> books.STOP_UNTIL_AT:
        return 0
    return min(word & books.MASK_112, set.amount)
