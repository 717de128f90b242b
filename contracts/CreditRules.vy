# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reading the terms of a credit
@license MIT
@notice Views only: what a credit may be at birth, who may present to which bank, what a receipt
        makes of a set (interfaces/ICreditRules.vyi). Holds no money, no state, no power.
@custom:kill Nothing to stop: it only answers.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import ICreditRules
from interfaces import IDocumentaryCredit
from interfaces import IPartyRegistry

implements: ICreditRules

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_birth
from contracts.modules import credit_codes as codes
from contracts.modules import errors
from contracts.modules import local_days

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Halvings of the longest examination: 1,024 days.
MOST_STEPS: constant(uint256) = 12

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

REGISTRY: public(immutable(address))
CALENDAR: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address):
    REGISTRY = registry
    CALENDAR = calendar

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def check_birth(terms: IDocumentaryCredit.Credit) -> uint256:
    credit_birth._check_birth(terms, REGISTRY, CALENDAR)
    most: uint256 = codes._maximum_liability(
        terms.amount, terms.tolerance_plus, terms.additional_amount
    )
    return codes._cover(most, terms.cover_bps)


@external
@view
def check_amended(terms: IDocumentaryCredit.Credit, mask: uint256) -> uint256:
    credit_birth._check_terms(terms, mask, REGISTRY, CALENDAR)
    return codes._maximum_liability(
        terms.amount, terms.tolerance_plus, terms.additional_amount
    )


@external
@view
def check_presentation(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    confirmed: bool,
    sender: address,
) -> uint256:
    if sender != credit.beneficiary:
        # An uninvited set could use up what the beneficiary is owed: only a bank that the terms
        # name brings one unasked, and not to itself.
        named: bool = sender == credit.adviser or sender == credit.nominated
        own_word: bool = sender == presentation.presenter and sender != presentation.bank
        assert named and own_word, errors.CREDIT_NOT_PARTY  # guard: present-named
    if presentation.capacity == codes.BENEFICIARY:
        own: bool = presentation.presenter == credit.beneficiary
        assert own, errors.CREDIT_NOT_PARTY  # guard: present-beneficiary
    else:
        offered: bool = presentation.capacity == codes.COLLECTING
        assert offered, errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-capacity
        bank: bool = self._is_bank(presentation.presenter)
        assert bank, errors.CREDIT_NOT_ADMITTED  # guard: present-collecting
        # A bank that collects collects for the beneficiary, not for itself.
        paid: bool = presentation.pay_to == credit.beneficiary
        assert paid, errors.CREDIT_STATEMENT  # guard: STATEMENT-collecting
    assert presentation.amount != 0, errors.CREDIT_STATEMENT  # guard: STATEMENT-amount
    assert presentation.amount <= codes.MOST_AMOUNT, errors.CREDIT_STATEMENT  # guard: STATEMENT-most
    assert presentation.shipment_day <= codes.MOST_DAY, errors.CREDIT_STATEMENT  # guard: STATEMENT-shipment
    assert presentation.tenor_day <= codes.MOST_DAY, errors.CREDIT_STATEMENT  # guard: STATEMENT-tenor
    dates: bool = credit.available_by != codes.MIXED
    if dates and codes._is_usance(credit.available_by, credit.tenor_days):
        # The day that the tenor counts from, where the statement has to give it.
        if credit.tenor_from == codes.SHIPMENT:
            shipped: bool = presentation.shipment_day != 0
            assert shipped, errors.CREDIT_STATEMENT  # guard: STATEMENT-tenor-shipment
        if credit.tenor_from >= codes.INVOICE:
            dated: bool = presentation.tenor_day != 0
            assert dated, errors.CREDIT_STATEMENT  # guard: STATEMENT-tenor-day
    assert presentation.instalment == 0, errors.CREDIT_STATEMENT  # guard: STATEMENT-instalment
    assert presentation.documents != empty(bytes32), errors.CREDIT_STATEMENT  # guard: STATEMENT-documents
    assert presentation.pay_to != empty(address), errors.CREDIT_STATEMENT  # guard: STATEMENT-payee
    assert presentation.pay_to != msg.sender, errors.CREDIT_STATEMENT  # guard: STATEMENT-payee-suite
    stage: uint256 = self._stage(
        credit, presentation.bank, presentation.bank_place, confirmed
    )
    closing_day: uint256 = credit.expiry_day + credit.closing_days
    if local_days._is_over(CALENDAR, credit.issuer_place, closing_day):
        # Few closing days, or none, take nobody the days that article 29 adds.
        limit: uint256 = self._limit(
            presentation.bank_place, credit.expiry_day, credit.exclusions
        )
        over: bool = local_days._is_over(CALENDAR, presentation.bank_place, limit)
        assert not over, errors.CREDIT_OVER  # guard: U6-closing
    return stage


@external
@view
def receipt(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
    means: uint256,
    stated: uint256,
    drawn: uint256,
) -> ICreditRules.Receipt:
    bank: address = presentation.bank
    presenter: address = presentation.presenter
    if set.claim:
        presenter = presentation.bank
    place: bytes32 = presentation.bank_place
    if set.stage == codes.ISSUER:
        bank = credit.issuer
        place = credit.issuer_place
    received: uint256 = stated
    if means == codes.ACKNOWLEDGEMENT:
        today: uint256 = self._local_day(place, block.timestamp)
        assert received <= today, errors.CREDIT_RECEIPT  # guard: U14-future
        earliest: uint256 = self._local_day(place, set.presented_at)
        assert received >= earliest, errors.CREDIT_RECEIPT  # guard: U14-before-presented
    else:
        assert stated <= block.timestamp, errors.CREDIT_RECEIPT  # guard: U14-attested-future
        # Papers that came before they were committed count from the commitment.
        received = staticcall IBankingCalendar(CALENDAR).receipt_day(
            place, max(stated, set.presented_at)
        )
    marks: uint256 = self._marks_or_kept(credit, presentation, set, place, received, drawn)
    last: uint256 = staticcall IBankingCalendar(CALENDAR).add_banking_days(
        place, received, credit.examination_days
    )
    return ICreditRules.Receipt(
        bank=bank,
        presenter=presenter,
        received_day=received,
        fixed_day=self._fixed(place, received, last),
        last_day=last,
        marks=marks,
    )


@external
@view
def marks_of(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
    drawn: uint256,
) -> uint256:
    if not set.received:
        return 0
    place: bytes32 = presentation.bank_place
    if set.stage == codes.ISSUER:
        place = credit.issuer_place
    return self._marks_or_kept(credit, presentation, set, place, set.received_day, drawn)


@external
@view
def last_presentation_day(place: bytes32, day: uint256, exclusions: uint256) -> uint256:
    return self._limit(place, day, exclusions)


@external
@view
def last_examination_day(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
) -> uint256:
    if set.status != codes.PRESENTED or not set.received:
        return 0
    place: bytes32 = presentation.bank_place
    if set.stage == codes.ISSUER:
        place = credit.issuer_place
    return staticcall IBankingCalendar(CALENDAR).extended(place, set.received_day, set.last_day)


@external
@view
def maximum_liability(terms: IDocumentaryCredit.Credit) -> uint256:
    return codes._maximum_liability(
        terms.amount, terms.tolerance_plus, terms.additional_amount
    )

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _is_bank(party: address) -> bool:
    return staticcall IPartyRegistry(REGISTRY).may(party, IPartyRegistry.Role.BANK)


@internal
@view
def _local_day(place: bytes32, instant: uint256) -> uint256:
    return staticcall IBankingCalendar(CALENDAR).local_day(place, instant)


@internal
@view
def _stage(
    credit: IDocumentaryCredit.Credit, bank: address, bank_place: bytes32, confirmed: bool
) -> uint256:
    """
    @notice Which bank of the credit the set is presented to (U4, U6): its issuing bank always, a
            bank that has confirmed, the nominated bank, or any bank where none is named.
    """
    stage: uint256 = codes.ISSUER
    place: bytes32 = credit.issuer_place
    if bank != credit.issuer:
        if confirmed and bank == credit.confirmer:
            stage = codes.CONFIRMER
            place = credit.confirmer_place
        else:
            stage = codes.NOMINATED
            place = credit.nominated_place
            if credit.nominated == empty(address):
                assert self._is_bank(bank), errors.CREDIT_BANK  # guard: U6-any-bank
                place = bank_place
                loaded: uint256 = staticcall IBankingCalendar(CALENDAR).loaded_until(place)
                assert loaded != 0, errors.CREDIT_BANK  # guard: U6-any-place
            else:
                assert bank == credit.nominated, errors.CREDIT_BANK  # guard: U6-bank
    assert bank_place == place, errors.CREDIT_BANK  # guard: U6-place
    return stage


@internal
@view
def _marks_or_kept(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    set: IDocumentaryCredit.PresentationState,
    place: bytes32,
    received: uint256,
    drawn: uint256,
) -> uint256:
    """
    @notice The first bank's receipt decides lateness; a set forwarded keeps its marks (U6).
    """
    if set.stage == codes.ISSUER and presentation.bank != credit.issuer:
        return set.marks
    left: uint256 = codes._available(
        credit.amount, credit.tolerance_plus, credit.additional_amount, drawn
    )
    return self._marks(credit, presentation, place, set.stage, received, left)


@internal
@view
def _marks(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    place: bytes32,
    stage: uint256,
    received: uint256,
    available: uint256,
) -> uint256:
    """
    @notice What the receipt finds. Days are compared before the calendar is asked: a set received
            by the unmoved day is in time whatever is open. At a nominated bank the move of
            article 29 needs the bank's statement (29b).
    """
    marks: uint256 = 0
    exclusions: uint256 = credit.exclusions
    if stage == codes.NOMINATED and not presentation.schedule_29b:
        exclusions |= codes.ART29A_OFF
    if received > credit.expiry_day:
        if received > self._limit(place, credit.expiry_day, exclusions):
            marks |= codes.AFTER_EXPIRY
    if presentation.shipment_day != 0:
        if exclusions & codes.ART14C_OFF == 0:
            day: uint256 = presentation.shipment_day + credit.presentation_days
            if received > day:
                if received > self._limit(place, day, exclusions):
                    marks |= codes.LATE_PRESENTATION
        if credit.latest_shipment_day != 0 and presentation.shipment_day > credit.latest_shipment_day:
            marks |= codes.LATE_SHIPMENT
    if presentation.amount > available:
        marks |= codes.OVERDRAWN
    return marks


@internal
@view
def _fixed(place: bytes32, received: uint256, last: uint256) -> uint256:
    """
    @notice The day that the calendar's `extended` turns into `last`. A closure recorded between the
            day of receipt and now is inside `last` already; kept as it is, it would count twice
            and give the bank a day too many.
    """
    # `extended` never falls as the day rises: halve the span between the two.
    low: uint256 = received
    high: uint256 = last
    for i: uint256 in range(MOST_STEPS):
        if low >= high:
            break
        middle: uint256 = (low + high + 1) // 2  # up
        extended: uint256 = staticcall IBankingCalendar(CALENDAR).extended(place, received, middle)
        if extended <= last:
            low = middle
        else:
            high = middle - 1
    return low


@internal
@view
def _limit(place: bytes32, day: uint256, exclusions: uint256) -> uint256:
    """
    @notice The last day for presentation as article 29 and the exclusions leave it (U31, U30).
    """
    if exclusions & codes.ART29A_OFF != 0:
        return day
    if exclusions & codes.ART36_OFF != 0:
        return staticcall IBankingCalendar(CALENDAR).next_banking_day(place, day)
    return staticcall IBankingCalendar(CALENDAR).presentation_limit(place, day)
