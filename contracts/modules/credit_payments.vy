# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Payment of a credit off chain
@notice Of a credit without a token: a bank says that it paid, the payee says what it has. Only the
        payee's word discharges, and only what is its own.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ICreditSettlement
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

# Banking days for which the first assertion of a debt keeps a default waiting.
HELD_DAYS: constant(uint256) = 3

# An assertion's word: amount 112 | held until [day] 24 | held once 1 | by the issuing bank in the place of
# the confirming bank 1
HELD_AT: constant(uint256) = 112
HELD_ONCE: constant(uint256) = 2**136
INSTEAD: constant(uint256) = 2**137

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def assert_payment(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    amount: uint256,
    value_day: uint256,
    reference: bytes32,
):
    assert credit.asset == empty(address), errors.CREDIT_OFF_CHAIN  # guard: OFF_CHAIN-assert
    act: acts.Act = acts._act()
    self._check_bound(act.set.status)  # guard: assert-state
    # As in `honour`: a bank undertakes a usance set; what it undertook is paid in ClaimToken.
    usance: bool = codes._is_usance(credit.available_by, credit.tenor_days) and not act.set.claim
    assert not usance, errors.CREDIT_USANCE  # guard: U1-asserted
    issuing: bool = act.set.stage == codes.ISSUER
    word: uint256 = books._assertions[act.set_id] & ~(books.MASK_112 | INSTEAD)
    if act.set.stage == codes.CONFIRMER and msg.sender == credit.issuer:
        # It pays in the confirming bank's place (7a).
        word += INSTEAD
    else:
        acts._check_sender(credit.issuer if issuing else presentation.bank)  # guard: assert-bank
    place: bytes32 = credit.issuer_place if issuing else presentation.bank_place
    today: uint256 = clocks._today(place)
    said: bool = amount != 0 and value_day != 0 and reference != empty(bytes32)
    assert said, errors.CREDIT_STATEMENT  # guard: STATEMENT-asserted
    assert value_day <= today, errors.CREDIT_STATEMENT  # guard: STATEMENT-value-day
    if act.set.stage == codes.NOMINATED and act.set.amount == 0:
        # What it paid it may claim from the issuing bank (7c): nobody draws it meanwhile, and the credit
        # does not close over it.
        left: uint256 = codes._available(
            credit.amount, credit.tolerance_plus, credit.additional_amount, act.state.drawn
        )
        assert left != 0, errors.CREDIT_DRAWN  # guard: LC10-assert
        act.set.amount = min(presentation.amount, left)
        act.state.drawn += act.set.amount
        act.state.claims = acts._claims(act.state.claims, True)
        acts._store(act, 0, credit.exclusions)
    self._check_said(amount <= act.set.amount)  # guard: INV6-more
    self._check_said(issuing or amount == act.set.amount)  # guard: INV6-whole
    held_until: uint256 = 0
    if word & HELD_ONCE == 0:
        # Once: a second word does not buy more time.
        held_until = clocks._due_day(place, empty(bytes32), today, HELD_DAYS)
        word += HELD_ONCE + (held_until << HELD_AT)
    books._assertions[act.set_id] = word + amount
    log ICreditSettlement.PaymentAsserted(
        credit=act.id,
        presentation=act.set_id,
        bank=msg.sender,
        amount=amount,
        value_day=value_day,
        reference=reference,
        held_until=held_until,
    )


@external
def confirm_payment(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    amount: uint256,
    reference: bytes32,
):
    act: acts.Act = acts._act()
    # A bank that honoured the set is the payee of its claim.
    acts._check_sender(presentation.bank if act.set.claim else presentation.pay_to)  # guard: confirm-payee
    self._check_bound(act.set.status)  # guard: confirm-state
    assert reference != empty(bytes32), errors.CREDIT_STATEMENT  # guard: STATEMENT-confirmed
    word: uint256 = books._assertions[act.set_id]
    self._check_said(amount != 0 and amount <= word & books.MASK_112)  # guard: INV6-asserted
    was_open: uint256 = acts._open(act.set, credit.exclusions)
    outstanding: uint256 = act.set.amount - amount
    if act.set.stage != codes.ISSUER:
        self._check_said(outstanding == 0)  # guard: INV6-part
        if word & INSTEAD != 0:
            # One debt, paid by the bank that would owe the claim: nothing is left to claim.
            act.set.stage = codes.ISSUER
            act.set.amount = 0
            act.set.stopped = False
        elif act.set.stage == codes.CONFIRMER:
            act.state.claims = acts._claims(act.state.claims, True)
    else:
        act.set.amount = outstanding
        if act.set.claim and outstanding == 0:
            act.state.claims = acts._claims(act.state.claims, False)
    if outstanding == 0:
        act.set.status = acts.HONOURED
        # What the next bank says of its own debt is its first word again.
        books._assertions[act.set_id] = 0
    else:
        books._assertions[act.set_id] = word - amount
    acts._store(act, was_open, credit.exclusions)
    log ICreditSettlement.PaymentConfirmed(
        credit=act.id,
        presentation=act.set_id,
        payee=msg.sender,
        amount=amount,
        outstanding=outstanding,
    )


@external
def contest_payment(
    credit: IDocumentaryCredit.Credit, presentation: IDocumentaryCredit.Presentation
):
    act: acts.Act = acts._act()
    acts._check_sender(presentation.bank if act.set.claim else presentation.pay_to)  # guard: contest-payee
    word: uint256 = books._assertions[act.set_id]
    self._check_said(word & books.MASK_112 != 0)  # guard: INV6-contest
    books._assertions[act.set_id] = word & HELD_ONCE
    if act.set.stage == codes.NOMINATED:
        # It paid nothing, so it may claim nothing.
        act.state.drawn -= act.set.amount
        act.state.claims = acts._claims(act.state.claims, False)
        act.set.amount = 0
        acts._store(act, 0, credit.exclusions)
    log ICreditSettlement.PaymentContested(
        credit=act.id, presentation=act.set_id, payee=msg.sender
    )

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def payment_assertion_of(presentation: bytes32) -> ICreditSettlement.PaymentAssertion:
    word: uint256 = books._assertions[presentation]
    if word & books.MASK_112 == 0:
        return empty(ICreditSettlement.PaymentAssertion)
    return ICreditSettlement.PaymentAssertion(
        amount=word & books.MASK_112, held_until=(word >> HELD_AT) & books.MASK_24
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_said(sound: bool):
    assert sound, errors.CREDIT_ASSERTION  # guard: INV6-said


@internal
@pure
def _check_bound(status: uint256):
    acts._check_state(status == acts.COMPLYING or status == acts.PRECLUDED)  # guard: bound-state


@internal
@view
def _is_held(set_id: bytes32, place: bytes32) -> bool:
    """
    @notice Does a bank's word that it paid keep a default waiting?
    """
    word: uint256 = books._assertions[set_id]
    if word & books.MASK_112 == 0:
        return False
    return not clocks._is_over(place, (word >> HELD_AT) & books.MASK_24)


@internal
def _pass_over(set_id: bytes32):
    """
    @notice What was asserted is a claim now, and its holder speaks in ClaimToken.
    """
    word: uint256 = books._assertions[set_id]
    if word != 0:
        books._assertions[set_id] = word & HELD_ONCE
