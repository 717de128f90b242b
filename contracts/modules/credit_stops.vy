# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Legal stops on what a set is owed
@notice A law or an order keeps a bank from paying an amount until a day. It blocks payment and default
        of that amount alone; clocks, notices and preclusion run on.
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
from contracts.modules import credit_courts as courts
from contracts.modules import errors

uses: acts
uses: books
uses: clocks
uses: courts

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# [day] the longest stop; after it another order is needed.
MOST_DAYS: constant(uint256) = 30

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def stop(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    amount: uint256,
    law: bytes32,
    reference: bytes32,
    until: uint256,
):
    act: acts.Act = acts._act()
    bound: bool = act.set.status == acts.COMPLYING or act.set.status == acts.PRECLUDED
    acts._check_state(bound or act.set.status == acts.PRESENTED)  # guard: stop-state
    assert act.set.stage != codes.NOMINATED, errors.CREDIT_NOT_BOUND  # guard: U12-stop
    issuing: bool = act.set.stage == codes.ISSUER
    bank: address = credit.issuer if issuing else presentation.bank
    court: address = empty(address)
    if msg.sender != bank:
        named: bool = courts._is_court(bank)
        self._check_stop(named)  # guard: LEGAL_STOP-court
        # A bank that paid in good faith is paid back, whatever is ordered against the beneficiary.
        self._check_stop(not act.set.claim)  # guard: LEGAL_STOP-claim
        court = msg.sender
    self._check_stop(amount != 0 and amount <= codes.MOST_AMOUNT)  # guard: LEGAL_STOP-amount
    self._check_stop(law != empty(bytes32))  # guard: LEGAL_STOP-law
    self._check_stop(reference != empty(bytes32))  # guard: LEGAL_STOP-reference
    today: uint256 = clocks._today(credit.issuer_place if issuing else presentation.bank_place)
    self._check_stop(until >= today)  # guard: LEGAL_STOP-past
    self._check_stop(until <= today + MOST_DAYS)  # guard: LEGAL_STOP-longest
    if act.set.stopped and today <= books._stops[act.set_id] >> books.STOP_UNTIL_AT:
        # A bank does not shorten what a court ordered by stopping less itself.
        former: address = books._stop_courts[act.set_id]
        self._check_stop(former == empty(address) or former == msg.sender)  # guard: LEGAL_STOP-order
    key: bytes32 = keccak256(concat(act.set_id, reference))
    self._check_stop(not books._references[key])  # guard: LEGAL_STOP-renewed
    books._references[key] = True
    books._stops[act.set_id] = amount | (until << books.STOP_UNTIL_AT)
    books._stop_courts[act.set_id] = court
    act.set.stopped = True
    books._write_set(act.set_id, act.set)
    log ICreditRemedies.Stopped(
        credit=act.id,
        presentation=act.set_id,
        party=msg.sender,
        amount=amount,
        law=law,
        reference=reference,
        until=until,
    )


@external
def lift_stop(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
):
    act: acts.Act = acts._act()
    acts._check_state(act.set.stopped)  # guard: lift-state
    party: address = books._stop_courts[act.set_id]
    if party == empty(address):
        party = credit.issuer if act.set.stage == codes.ISSUER else presentation.bank
    acts._check_sender(party)  # guard: lift-party
    act.set.stopped = False
    books._write_set(act.set_id, act.set)
    log ICreditRemedies.StopLifted(credit=act.id, presentation=act.set_id, party=msg.sender)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def stop_of(presentation: bytes32) -> ICreditRemedies.LegalStop:
    set: IDocumentaryCredit.PresentationState = books._read_set(presentation)
    if not set.stopped:
        return empty(ICreditRemedies.LegalStop)
    word: uint256 = books._stops[presentation]
    return ICreditRemedies.LegalStop(
        amount=word & books.MASK_112, until=word >> books.STOP_UNTIL_AT
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_stop(sound: bool):
    assert sound, errors.CREDIT_STOP  # guard: LEGAL_STOP-sound
