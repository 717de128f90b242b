# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The books of documentary credits
@notice One word a credit, one word a set: everything else is in the terms and statements that
        callers pass. Vyper does not pack storage; the layout stands here and nowhere else.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# credit word: status 4 | amended, apart, silent 1 each | (1 free) | advised 1 | confirmed 1 |
#              (2 free) | claims 8 | open_sets 12 | drawn 112 | cover 112
AMENDED_BIT: constant(uint256) = 4
APART_BIT: constant(uint256) = 5
SILENT_BIT: constant(uint256) = 6
ADVISED_BIT: constant(uint256) = 8
CONFIRMED_BIT: constant(uint256) = 9
CLAIMS_AT: constant(uint256) = 12
OPEN_SETS_AT: constant(uint256) = 20
DRAWN_AT: constant(uint256) = 32
COVER_AT: constant(uint256) = 144

# set word: status 4 | stage 4 | marks 8 | disposal 4 | received, claim, applicant_waived,
#           issuer_waived, return_demanded, own, stopped 1 each | (5 free) | presented_at 40 | received_day 24 |
#           last_day 24 | due_day 24 | amount 112
STAGE_AT: constant(uint256) = 4
MARKS_AT: constant(uint256) = 8
DISPOSAL_AT: constant(uint256) = 16
RECEIVED_BIT: constant(uint256) = 20
CLAIM_BIT: constant(uint256) = 21
APPLICANT_BIT: constant(uint256) = 22
ISSUER_BIT: constant(uint256) = 23
RETURN_BIT: constant(uint256) = 24
OWN_BIT: constant(uint256) = 25
STOPPED_BIT: constant(uint256) = 26
PRESENTED_AT: constant(uint256) = 32
RECEIVED_AT: constant(uint256) = 72
LAST_AT: constant(uint256) = 96
DUE_AT: constant(uint256) = 120
AMOUNT_AT: constant(uint256) = 144

# stop word: amount 112 | last day 24
STOP_UNTIL_AT: constant(uint256) = 112

# undertaking word: maturity 24 | legs not paid yet 8
LEGS_AT: constant(uint256) = 24

# offer word: price 112 | called back under recourse 112 | recourse 1 | negotiated 1
CALLED_AT: constant(uint256) = 112
RECOURSE_BIT: constant(uint256) = 224
NEGOTIATED_BIT: constant(uint256) = 225

# reimbursement word: status 4 | due day 24 | day of the last payment 24 | paid 112
CLAIM_DUE_AT: constant(uint256) = 4
CLAIM_PAID_AT: constant(uint256) = 28
REIMBURSED_AT: constant(uint256) = 52

MASK_4: constant(uint256) = 2**4 - 1
MASK_8: constant(uint256) = 2**8 - 1
MASK_12: constant(uint256) = 2**12 - 1
MOST_OPEN_SETS: constant(uint256) = 2**12 - 1
MASK_24: constant(uint256) = 2**24 - 1
MASK_40: constant(uint256) = 2**40 - 1
MASK_112: constant(uint256) = 2**112 - 1

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_credits: HashMap[bytes32, uint256]
_sets: HashMap[bytes32, uint256]
# hash of amended terms -> the credit whose terms they are or were; an amendment -> its credit
_origin: HashMap[bytes32, bytes32]
# amended credit -> hash of its terms in force
_in_force: HashMap[bytes32, bytes32]
# credit -> hash of the terms that its confirming bank is bound by, where they are others: the id
# itself stands for the terms of birth
_confirmed: HashMap[bytes32, bytes32]
# credit -> the bank that confirmed silently
_silent: HashMap[bytes32, address]
# amendment -> its word (credit_changes)
_amendments: HashMap[bytes32, uint256]
# credit -> the order of its changes (credit_changes)
_orders: HashMap[bytes32, uint256]
# set -> hash of the discrepancies of its notice, under LEAF_BAR alone
_notices: HashMap[bytes32, bytes32]
# set -> legal stop: amount 112 | last day 24
_stops: HashMap[bytes32, uint256]
# set -> the court that ordered the stop on record, zero where the bank recorded it itself
_stop_courts: HashMap[bytes32, address]
# hash of a set and a stop's reference -> used
_references: HashMap[bytes32, bool]
# set -> assertion of payment off chain (credit_payments)
_assertions: HashMap[bytes32, uint256]
# set -> records that its present bank could not read (credit_records), kept once they came again
_suspensions: HashMap[bytes32, uint256]

# set -> maturity 24 of what was undertaken or negotiated | legs not paid yet 8
_undertakings: HashMap[bytes32, uint256]
# claim of an undertaking -> its set, until the leg is done
_legs: HashMap[bytes32, bytes32]
# set -> what its payee asks for the drawing, then what it was paid
_offers: HashMap[bytes32, uint256]
# set -> claim on the reimbursing bank
_reimbursements: HashMap[bytes32, uint256]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _is_known(id: bytes32) -> bool:
    return self._credits[id] != 0


@internal
@view
def _read_credit(id: bytes32) -> IDocumentaryCredit.CreditState:
    word: uint256 = self._credits[id]
    return IDocumentaryCredit.CreditState(
        status=word & MASK_4,
        amended=(word >> AMENDED_BIT) & 1 == 1,
        apart=(word >> APART_BIT) & 1 == 1,
        silent=(word >> SILENT_BIT) & 1 == 1,
        advised=(word >> ADVISED_BIT) & 1 == 1,
        confirmed=(word >> CONFIRMED_BIT) & 1 == 1,
        open_sets=(word >> OPEN_SETS_AT) & MASK_12,
        claims=(word >> CLAIMS_AT) & MASK_8,
        drawn=(word >> DRAWN_AT) & MASK_112,
        cover=word >> COVER_AT,
    )


@internal
def _write_credit(id: bytes32, state: IDocumentaryCredit.CreditState):
    """
    @notice A field that outgrows its bits reverts: 255 claims, 4,095 open sets, 2^112 minor units.
    """
    claims: uint8 = convert(state.claims, uint8)
    assert state.open_sets <= MOST_OPEN_SETS, errors.PACKING  # guard: PACKING-open-sets
    # An or of numbers fits where each of them fits.
    amounts: uint112 = convert(state.drawn | state.cover, uint112)
    word: uint256 = state.status | (state.open_sets << OPEN_SETS_AT)
    word |= convert(state.amended, uint256) << AMENDED_BIT
    word |= convert(state.apart, uint256) << APART_BIT
    word |= convert(state.silent, uint256) << SILENT_BIT
    word |= convert(state.advised, uint256) << ADVISED_BIT
    word |= convert(state.confirmed, uint256) << CONFIRMED_BIT
    word |= (state.claims << CLAIMS_AT) | (state.drawn << DRAWN_AT) | (state.cover << COVER_AT)
    self._credits[id] = word


@internal
@view
def _read_set(id: bytes32) -> IDocumentaryCredit.PresentationState:
    word: uint256 = self._sets[id]
    return IDocumentaryCredit.PresentationState(
        status=word & MASK_4,
        stage=(word >> STAGE_AT) & MASK_4,
        marks=(word >> MARKS_AT) & MASK_8,
        disposal=(word >> DISPOSAL_AT) & MASK_4,
        received=(word >> RECEIVED_BIT) & 1 == 1,
        claim=(word >> CLAIM_BIT) & 1 == 1,
        applicant_waived=(word >> APPLICANT_BIT) & 1 == 1,
        issuer_waived=(word >> ISSUER_BIT) & 1 == 1,
        return_demanded=(word >> RETURN_BIT) & 1 == 1,
        own=(word >> OWN_BIT) & 1 == 1,
        stopped=(word >> STOPPED_BIT) & 1 == 1,
        presented_at=(word >> PRESENTED_AT) & MASK_40,
        received_day=(word >> RECEIVED_AT) & MASK_24,
        last_day=(word >> LAST_AT) & MASK_24,
        due_day=(word >> DUE_AT) & MASK_24,
        amount=word >> AMOUNT_AT,
    )


@internal
def _write_set(id: bytes32, state: IDocumentaryCredit.PresentationState):
    """
    @notice Status, stage, marks and disposal are this suite's own small codes; days and amounts
            come from outside and revert when they outgrow their bits.
    """
    # An or of numbers fits where each of them fits.
    days: uint24 = convert(state.received_day | state.last_day | state.due_day, uint24)
    amount: uint112 = convert(state.amount, uint112)
    word: uint256 = state.status | (state.stage << STAGE_AT) | (state.marks << MARKS_AT)
    word |= state.disposal << DISPOSAL_AT
    word |= convert(state.received, uint256) << RECEIVED_BIT
    word |= convert(state.claim, uint256) << CLAIM_BIT
    word |= convert(state.applicant_waived, uint256) << APPLICANT_BIT
    word |= convert(state.issuer_waived, uint256) << ISSUER_BIT
    word |= convert(state.return_demanded, uint256) << RETURN_BIT
    word |= convert(state.own, uint256) << OWN_BIT
    word |= convert(state.stopped, uint256) << STOPPED_BIT
    word |= (state.presented_at << PRESENTED_AT) | (state.received_day << RECEIVED_AT)
    word |= (state.last_day << LAST_AT) | (state.due_day << DUE_AT) | (state.amount << AMOUNT_AT)
    self._sets[id] = word
