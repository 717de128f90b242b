# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What a credit may be, at birth and as amendments leave it
@notice Ranges are checked here, whenever terms come into being, and relied on ever after.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IDocumentaryCredit
from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_codes as codes
from contracts.modules import errors
from contracts.modules import local_days

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Words of a Credit that name a party who must be admitted (tests try every field).
ISSUER: constant(uint256) = 1
APPLICANT: constant(uint256) = 3
BENEFICIARY: constant(uint256) = 4
ADVISER: constant(uint256) = 5
NOMINATED: constant(uint256) = 6
CONFIRMER: constant(uint256) = 8

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_birth(terms: IDocumentaryCredit.Credit, registry: address, calendar: address):
    """
    @notice Everything a credit must be before its bank is bound.
    """
    self._check_terms(terms, max_value(uint256), registry, calendar)
    over: bool = local_days._is_over(calendar, terms.issuer_place, terms.expiry_day)
    assert not over, errors.CREDIT_DATES  # guard: U6-chain-time


@internal
@view
def _check_terms(
    terms: IDocumentaryCredit.Credit, mask: uint256, registry: address, calendar: address
):
    """
    @notice What terms must be whenever they come into being. Bit i of `mask`: word i is new; parties that
            stand are not asked again whether they are admitted, for they are bound already.
    """
    self._check_offered(terms)
    self._check_ranges(terms)
    self._check_parties(terms, mask, registry)
    assert terms.issue_day <= terms.expiry_day, errors.CREDIT_DATES  # guard: U6-issue-day
    until: uint256 = terms.expiry_day + codes.CALENDAR_DAYS
    self._check_loaded(calendar, terms.issuer_place, until)
    self._check_loaded(calendar, terms.nominated_place, until)
    self._check_loaded(calendar, terms.confirmer_place, until)
    self._check_loaded(calendar, terms.currency_place, until)


@internal
@view
def _check_offered(terms: IDocumentaryCredit.Credit):
    assert terms.form == codes.IRREVOCABLE, errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-form
    assert terms.rulebook == codes.UCP600, errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-rulebook
    assert terms.instalments == empty(bytes32), errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-instalments
    assert terms.revolving == empty(bytes32), errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-revolving
    assert terms.evergreen == empty(bytes32), errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-evergreen
    assert terms.advance_cap == 0, errors.CREDIT_NOT_OFFERED  # guard: NOT_OFFERED-advance


@internal
@view
def _check_ranges(terms: IDocumentaryCredit.Credit):
    assert terms.version == 1, errors.CREDIT_TERMS  # guard: TERMS-version
    by: uint256 = terms.available_by
    assert by != 0, errors.CREDIT_TERMS  # guard: TERMS-available
    assert by <= codes.MIXED, errors.CREDIT_TERMS  # guard: TERMS-available-most
    mixed: bool = by == codes.MIXED
    assert mixed == (terms.legs != empty(bytes32)), errors.CREDIT_TERMS  # guard: TERMS-legs
    if by == codes.DEFERRED or by == codes.ACCEPTANCE:
        # At sight there is nothing to undertake: that is payment.
        assert terms.tenor_days != 0, errors.CREDIT_TERMS  # guard: TERMS-tenor-sight
    if terms.tenor_days != 0 and by != codes.PAYMENT and not mixed:
        assert terms.tenor_from != 0, errors.CREDIT_TERMS  # guard: TERMS-tenor-from-none
    assert terms.amount != 0, errors.CREDIT_TERMS  # guard: TERMS-amount
    assert terms.amount <= codes.MOST_AMOUNT, errors.CREDIT_TERMS  # guard: TERMS-amount-most
    assert terms.additional_amount <= codes.MOST_AMOUNT, errors.CREDIT_TERMS  # guard: TERMS-additional
    assert terms.tolerance_plus <= codes.BPS, errors.CREDIT_TERMS  # guard: TERMS-plus
    assert terms.tolerance_minus <= codes.BPS, errors.CREDIT_TERMS  # guard: TERMS-minus
    assert terms.cover_bps <= codes.BPS, errors.CREDIT_TERMS  # guard: TERMS-cover
    most: uint256 = codes._maximum_liability(
        terms.amount, terms.tolerance_plus, terms.additional_amount
    )
    assert most <= codes.MOST_AMOUNT, errors.CREDIT_TERMS  # guard: TERMS-liability
    if terms.asset == empty(address):
        # Paid off chain: no token can cover it, and its units are those of the currency.
        assert terms.cover_bps == 0, errors.CREDIT_TERMS  # guard: TERMS-cover-off-chain
        assert terms.asset_scale == 1, errors.CREDIT_TERMS  # guard: TERMS-scale-off-chain
    else:
        assert terms.asset.is_contract, errors.TOKEN_NO_CODE  # guard: STL1-birth
    assert terms.currency != empty(bytes32), errors.CREDIT_TERMS  # guard: TERMS-currency
    assert terms.asset_scale != 0, errors.CREDIT_TERMS  # guard: TERMS-scale
    assert terms.asset_scale <= codes.MOST_SCALE, errors.CREDIT_TERMS  # guard: TERMS-scale-most
    assert terms.exclusions <= codes.KNOWN_EXCLUSIONS, errors.CREDIT_TERMS  # guard: TERMS-exclusions
    assert terms.expiry_place != empty(bytes32), errors.CREDIT_TERMS  # guard: TERMS-expiry-place
    if terms.exclusions & codes.ART14C_OFF == 0:
        assert terms.presentation_days != 0, errors.CREDIT_TERMS  # guard: TERMS-presentation-days
    assert terms.presentation_days <= 365, errors.CREDIT_TERMS  # guard: TERMS-presentation-most
    assert terms.examination_days != 0, errors.CREDIT_TERMS  # guard: TERMS-examination
    assert terms.examination_days <= 30, errors.CREDIT_TERMS  # guard: TERMS-examination-most
    assert terms.return_days <= 30, errors.CREDIT_TERMS  # guard: TERMS-return
    assert terms.honour_days <= 30, errors.CREDIT_TERMS  # guard: TERMS-honour
    assert terms.closing_days <= 365, errors.CREDIT_TERMS  # guard: TERMS-closing
    # Days fit 24 bits in the books, with room for every clock that starts from expiry.
    assert terms.expiry_day <= codes.MOST_DAY, errors.CREDIT_TERMS  # guard: TERMS-expiry
    assert terms.latest_shipment_day <= codes.MOST_DAY, errors.CREDIT_TERMS  # guard: TERMS-shipment
    assert terms.tenor_days <= codes.MOST_TENOR, errors.CREDIT_TERMS  # guard: TERMS-tenor
    assert terms.draft_percent <= 100, errors.CREDIT_TERMS  # guard: TERMS-draft
    assert terms.insurance_bps <= codes.MOST_INSURANCE, errors.CREDIT_TERMS  # guard: TERMS-insurance
    assert terms.late_rate <= codes.MOST_RATE, errors.CREDIT_TERMS  # guard: TERMS-rate
    assert terms.partials <= codes.CONDITIONAL, errors.CREDIT_TERMS  # guard: TERMS-partials
    assert terms.transhipment <= codes.CONDITIONAL, errors.CREDIT_TERMS  # guard: TERMS-transhipment
    assert terms.tenor_from <= codes.DRAFT, errors.CREDIT_TERMS  # guard: TERMS-tenor-from
    assert terms.day_count <= codes.E30_360, errors.CREDIT_TERMS  # guard: TERMS-day-count
    assert terms.charges_for <= codes.CHARGES_BENEFICIARY, errors.CREDIT_TERMS  # guard: TERMS-charges
    assert terms.confirmation != 0, errors.CREDIT_TERMS  # guard: TERMS-confirmation
    assert terms.confirmation <= codes.CONFIRM, errors.CREDIT_TERMS  # guard: TERMS-confirmation-most
    asked: bool = terms.confirmation != codes.WITHOUT
    assert asked == (terms.confirmer != empty(address)), errors.CREDIT_CONFIRMATION  # guard: U9-named


@internal
@view
def _check_parties(terms: IDocumentaryCredit.Credit, mask: uint256, registry: address):
    bank: IPartyRegistry.Role = IPartyRegistry.Role.BANK
    trader: IPartyRegistry.Role = empty(IPartyRegistry.Role)
    assert terms.issuer_place != empty(bytes32), errors.CREDIT_TERMS  # guard: TERMS-issuer-place
    self._check_place(terms.nominated, terms.nominated_place)  # guard: TERMS-nominated
    self._check_place(terms.confirmer, terms.confirmer_place)  # guard: TERMS-confirmer
    self._check_party(registry, mask >> ISSUER, terms.issuer, bank)
    self._check_party(registry, mask >> APPLICANT, terms.applicant, trader)
    self._check_party(registry, mask >> BENEFICIARY, terms.beneficiary, trader)
    if terms.adviser != empty(address):
        self._check_party(registry, mask >> ADVISER, terms.adviser, bank)
    if terms.nominated != empty(address):
        self._check_party(registry, mask >> NOMINATED, terms.nominated, bank)
    if terms.confirmer != empty(address):
        self._check_party(registry, mask >> CONFIRMER, terms.confirmer, bank)


@internal
@pure
def _check_place(bank: address, place: bytes32):
    """
    @notice A bank is named with its place, or neither is.
    """
    placed: bool = place != empty(bytes32)
    assert placed == (bank != empty(address)), errors.CREDIT_TERMS  # guard: TERMS-placed


@internal
@view
def _check_party(registry: address, new: uint256, party: address, role: IPartyRegistry.Role):
    """
    @notice `new`: its lowest bit says that the party is new to the credit.
    """
    if new & 1 == 0:
        return
    admitted: bool = staticcall IPartyRegistry(registry).may(party, role)
    assert admitted, errors.CREDIT_NOT_ADMITTED  # guard: NOT_ADMITTED


@internal
@view
def _check_loaded(calendar: address, place: bytes32, until: uint256):
    if place == empty(bytes32):
        return
    loaded: uint256 = staticcall IBankingCalendar(calendar).loaded_until(place)
    assert loaded >= until, errors.CREDIT_CALENDAR  # guard: CALENDAR_NOT_LOADED
