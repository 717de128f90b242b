# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Notices of refusal given off chain, and notices without effect
@notice A notice given by other means comes on record with its day by somebody it was given to. Under
        LEAF_BAR a notice that names only what an earlier one could have named has no effect.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ICreditRemedies
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_clocks as clocks
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: acts
uses: books
uses: clocks

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

MOST_DISCREPANCIES: constant(uint256) = 16
# Means by which a notice was given: 1 teletransmission, 2 other expeditious means (16d).
MEANS: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def record_notice(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    discrepancies: DynArray[IDocumentaryCredit.Discrepancy, MOST_DISCREPANCIES],
    disposal: uint256,
    text: bytes32,
    given_day: uint256,
    means: uint256,
    reference: bytes32,
):
    act: acts.Act = acts._act()
    if msg.sender != credit.delivery_agent:
        # A bank that honoured the set is who presents it to the issuing bank.
        acts._check_sender(presentation.bank if act.set.claim else presentation.presenter)  # guard: record-party
    assert act.set.status == acts.PRESENTED, errors.CREDIT_SECOND_NOTICE  # guard: U16-record-second
    acts._check_state(act.set.received)  # guard: record-received
    assert means != 0 and means <= MEANS, errors.CREDIT_STATEMENT  # guard: record-means
    assert reference != empty(bytes32), errors.CREDIT_STATEMENT  # guard: record-reference
    issuing: bool = act.set.stage == codes.ISSUER
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    assert given_day >= act.set.received_day, errors.CREDIT_NOTICE_LATE  # guard: U16-record-before
    assert given_day <= clocks._today(place), errors.CREDIT_NOTICE_LATE  # guard: U16-record-future
    assert given_day <= clocks._last_day(place, act.set), errors.CREDIT_NOTICE_LATE  # guard: U16-record-late
    acts._take_notice(act.set_id, discrepancies, disposal, text, issuing, credit.exclusions)
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    act.set.status = acts.REFUSED
    act.set.disposal = disposal
    if disposal == acts.RETURNING:
        act.set.due_day = clocks._due_day(place, empty(bytes32), given_day, credit.return_days)
    acts._store(act, was_open, credit.exclusions)
    log IDocumentaryCredit.Refused(
        credit=act.id,
        presentation=act.set_id,
        bank=credit.issuer if issuing else presentation.bank,
        disposal=disposal,
        discrepancies=discrepancies,
        text=text,
    )
    log ICreditRemedies.NoticeRecorded(
        credit=act.id,
        presentation=act.set_id,
        recorder=msg.sender,
        given_day=given_day,
        means=means,
        reference=reference,
    )


@external
def strike_notice(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    earlier: IDocumentaryCredit.Presentation,
    notice: DynArray[IDocumentaryCredit.Discrepancy, MOST_DISCREPANCIES],
    earlier_notice: DynArray[IDocumentaryCredit.Discrepancy, MOST_DISCREPANCIES],
    proofs: DynArray[DynArray[bytes32, 12], MOST_DISCREPANCIES],
):
    self._check_struck(credit.exclusions & codes.LEAF_BAR != 0)  # guard: U16-bar
    act: acts.Act = acts._act()
    acts._check_state(act.set.status == acts.REFUSED)  # guard: strike-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12-strike
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    # As the set would stand without the notice.
    act.set.status = acts.PRESENTED
    open: uint256 = acts._open(act.set, credit.exclusions)
    assert open != 0, errors.CREDIT_SILENCE  # guard: U16-strike-silence
    # The earlier statement is the third argument.
    earlier_id: bytes32 = keccak256(
        concat(
            acts.KIND_PRESENTATION,
            act.id,
            slice(msg.data, 4 + acts.TERMS_BYTES + acts.STATEMENT_BYTES, acts.STATEMENT_BYTES),
        )
    )
    before: IDocumentaryCredit.PresentationState = books._read_set(earlier_id)
    acts._check_state(before.status == acts.REFUSED or before.status == acts.RETURNED)  # guard: strike-earlier
    acts._check_state(before.stage == act.set.stage)  # guard: strike-bank
    acts._check_state(before.presented_at < act.set.presented_at)  # guard: strike-before
    acts._check_notice(keccak256(abi_encode(notice)) == books._notices[act.set_id])  # guard: U16-strike-notice
    acts._check_notice(keccak256(abi_encode(earlier_notice)) == books._notices[earlier_id])  # guard: U16-strike-earlier
    self._check_barred(earlier.documents, notice, earlier_notice, proofs)
    issuing: bool = act.set.stage == codes.ISSUER
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    last: uint256 = clocks._last_day(place, act.set)
    assert clocks._is_over(place, last), errors.CREDIT_TOO_EARLY  # guard: U14-strike
    act.set.status = acts.PRECLUDED
    act.set.issuer_waived = False
    if not act.set.claim:
        left: uint256 = codes._available(
            credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
        )
        act.set.amount = min(presentation.amount, left)
        act.state.drawn += act.set.amount
    due_day: uint256 = clocks._due_day(place, credit.currency_place, last, credit.honour_days)
    act.set.due_day = acts._due_day(act.set_id, act.set, due_day)
    acts._store(act, was_open, credit.exclusions)
    log ICreditRemedies.NoticeStruck(credit=act.id, presentation=act.set_id, earlier=earlier_id)
    log IDocumentaryCredit.Precluded(
        credit=act.id,
        presentation=act.set_id,
        bank=credit.issuer if issuing else presentation.bank,
        amount=act.set.amount,
        due_day=act.set.due_day,
        marks=act.set.marks,
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_struck(barred: bool):
    assert barred, errors.CREDIT_NOTICE_STANDS  # guard: U16-stands


@internal
@pure
def _check_barred(
    root: bytes32,
    notice: DynArray[IDocumentaryCredit.Discrepancy, MOST_DISCREPANCIES],
    earlier_notice: DynArray[IDocumentaryCredit.Discrepancy, MOST_DISCREPANCIES],
    proofs: DynArray[DynArray[bytes32, 12], MOST_DISCREPANCIES],
):
    """
    @notice Every discrepancy is on a leaf of the earlier set, and the earlier notice did not name it.
    """
    self._check_struck(len(proofs) == len(notice))  # guard: U16-proofs
    for i: uint256 in range(len(notice), bound=MOST_DISCREPANCIES):
        node: bytes32 = notice[i].leaf
        proof: DynArray[bytes32, 12] = proofs[i]
        for sibling: bytes32 in proof:
            node = self._pair(node, sibling)
        self._check_struck(node == root)  # guard: U16-leaf
        for named: IDocumentaryCredit.Discrepancy in earlier_notice:
            same: bool = named.leaf == notice[i].leaf and named.code == notice[i].code
            self._check_struck(not same)  # guard: U16-named


@internal
@pure
def _pair(left: bytes32, right: bytes32) -> bytes32:
    """
    @notice An inner node of OpenZeppelin's standard tree: the smaller child first.
    """
    if convert(left, uint256) < convert(right, uint256):
        return keccak256(concat(left, right))
    return keccak256(concat(right, left))
