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
KIND_PRESENTATION: constant(bytes32) = keccak256("usance.presentation.1")
# Terms are the first 53 words of every call's data, a presentation the next 9.
TERMS_BYTES: constant(uint256) = 53 * 32
STATEMENT_BYTES: constant(uint256) = 9 * 32

ISSUED: constant(uint256) = 1
EXPIRED: constant(uint256) = 2
CLOSED: constant(uint256) = 3

PRESENTED: constant(uint256) = 1
COMPLYING: constant(uint256) = 2
REFUSED: constant(uint256) = 3
PRECLUDED: constant(uint256) = 4
HONOURED: constant(uint256) = 5
DEFAULTED: constant(uint256) = 6

MOST_CLAIMS: constant(uint256) = 255

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
def _credit_id() -> bytes32:
    """
    @notice keccak256(abi_encode(KIND_CREDIT, chain.id, self, terms)), the terms read as they came:
            they are the first argument of every act. A word that is no clean value of its type
            gives an id that was never issued, for `issue` decodes every field.
    """
    return keccak256(
        concat(
            KIND_CREDIT,
            convert(chain.id, bytes32),
            convert(self, bytes32),
            slice(msg.data, 4, TERMS_BYTES),
        )
    )


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
    assert state.status != CLOSED, errors.CREDIT_CLOSED  # guard: CLOSED
    return state


@internal
@view
def _act() -> Act:
    id: bytes32 = self._credit_id()
    set_id: bytes32 = self._presentation_id(id)
    state: IDocumentaryCredit.CreditState = self._live(id)
    set: IDocumentaryCredit.PresentationState = books._read_set(set_id)
    self._check_known(set.status)  # guard: UNKNOWN-set
    return Act(id=id, set_id=set_id, state=state, set=set)


@internal
@pure
def _open(set: IDocumentaryCredit.PresentationState, exclusions: uint256) -> uint256:
    """
    @notice 1 while the set can cost its bank money without a further act of that bank; cover stays
            until then. Silence binds no bank that is only nominated (U12), nobody under ART16F_OFF,
            and for a set after expiry not under EXPIRY_KEPT (U16).
    """
    if set.stage == codes.NOMINATED:
        return 0
    if set.status == PRESENTED:
        if exclusions & codes.ART16F_OFF != 0:
            return 0
        if exclusions & codes.EXPIRY_KEPT != 0 and set.marks & codes.AFTER_EXPIRY != 0:
            return 0
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
