# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The coded values of documentary credits
@notice One place for the numbers that terms, statements and states carry, and for the arithmetic
        of amounts that DocumentaryCredit and CreditRules must do alike.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

WITHOUT: constant(uint256) = 1
MAY_ADD: constant(uint256) = 2
CONFIRM: constant(uint256) = 3
IRREVOCABLE: constant(uint256) = 1
PAYMENT: constant(uint256) = 1
DEFERRED: constant(uint256) = 2
ACCEPTANCE: constant(uint256) = 3
NEGOTIATION: constant(uint256) = 4
MIXED: constant(uint256) = 5
CONDITIONAL: constant(uint256) = 3
SHIPMENT: constant(uint256) = 2
ISSUE: constant(uint256) = 4
INVOICE: constant(uint256) = 5
DRAFT: constant(uint256) = 6
E30_360: constant(uint256) = 3
CHARGES_BENEFICIARY: constant(uint256) = 2
UCP600: constant(uint256) = 1

# What the credit switches off or alters in the rules.
EUCP: constant(uint256) = 1
EXPIRY_KEPT: constant(uint256) = 2
ART14C_OFF: constant(uint256) = 4
ART16F_OFF: constant(uint256) = 8
ART29A_OFF: constant(uint256) = 16
ART36_OFF: constant(uint256) = 32
LEAF_BAR: constant(uint256) = 128
KNOWN_EXCLUSIONS: constant(uint256) = 255

BPS: constant(uint256) = 10_000
MOST_AMOUNT: constant(uint256) = 2**112 - 1
MOST_SCALE: constant(uint256) = 10**24
CALENDAR_DAYS: constant(uint256) = 90
# No day of the suite lies beyond it: every clock that starts there still fits 24 bits.
MOST_DAY: constant(uint256) = 2**23
# Ten years; ten times the value of the goods; 100 % a year.
MOST_TENOR: constant(uint256) = 3_660
MOST_INSURANCE: constant(uint256) = 100_000
MOST_RATE: constant(uint256) = 10**18

PRESENTED: constant(uint256) = 1

BENEFICIARY: constant(uint256) = 1
COLLECTING: constant(uint256) = 3

# The bank whose turn it is.
ISSUER: constant(uint256) = 1
CONFIRMER: constant(uint256) = 2
NOMINATED: constant(uint256) = 3

# What the first receipt finds about a set.
AFTER_EXPIRY: constant(uint256) = 1
LATE_PRESENTATION: constant(uint256) = 2
LATE_SHIPMENT: constant(uint256) = 4
OVERDRAWN: constant(uint256) = 8

# How a receipt came on record.
ACKNOWLEDGEMENT: constant(uint256) = 1
DELIVERY: constant(uint256) = 2
COMPLETENESS: constant(uint256) = 3

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _is_usance(available_by: uint256, tenor_days: uint256) -> bool:
    """
    @notice Honour is to undertake now and to pay at maturity (U1).
    """
    if available_by == NEGOTIATION:
        return tenor_days != 0
    return available_by != PAYMENT


@internal
@pure
def _maximum_liability(amount: uint256, tolerance_plus: uint256, additional: uint256) -> uint256:
    """
    @notice [minor] The upper tolerance is rounded down: nobody can draw a part of a unit (LC10).
    """
    return amount * (BPS + tolerance_plus) // BPS + additional  # down


@internal
@pure
def _cover(most: uint256, cover_bps: uint256) -> uint256:
    """
    @notice [minor] Rounded up, in favour of the payees whom cover secures.
    """
    return (most * cover_bps + BPS - 1) // BPS  # up


@internal
@pure
def _available(
    amount: uint256, tolerance_plus: uint256, additional: uint256, drawn: uint256
) -> uint256:
    """
    @notice [minor] Floors at zero: a waiver may bind the issuer above its maximum.
    """
    most: uint256 = self._maximum_liability(amount, tolerance_plus, additional)
    if drawn >= most:
        return 0
    return most - drawn
