# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Charges on a payment
@notice `honour` by the bank itself, with the lines of field 71D beside it (interfaces/ICreditSettlement.vyi).
        Exported by the storey that settles credits.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ICreditSettlement
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_codes as codes
from contracts.modules import credit_honour as paying
from contracts.modules import delivery
from contracts.modules import errors

uses: paying
uses: delivery

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# For whose account a line is.
APPLICANT: constant(uint256) = 1
BENEFICIARY: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def honour_with_charges(
    credit: IDocumentaryCredit.Credit,
    presentation: IDocumentaryCredit.Presentation,
    charges: DynArray[ICreditSettlement.Charge, 8],
):
    payment: paying.Payment = paying._honour(credit, presentation, False)
    net: uint256 = payment.from_cover + payment.from_bank
    for charge: ICreditSettlement.Charge in charges:
        self._check_charge(charge.code != empty(bytes32))  # guard: LC11-code
        self._check_charge(charge.payee != empty(address))  # guard: LC11-payee
        self._check_charge(charge.amount != 0 and charge.amount <= codes.MOST_AMOUNT)  # guard: LC11-amount
        if charge.account == BENEFICIARY:
            self._check_charge(credit.charges_for == codes.CHARGES_BENEFICIARY)  # guard: LC11-terms
            self._check_charge(charge.amount <= net)  # guard: LC11-gross
            net -= charge.amount
        else:
            self._check_charge(charge.account == APPLICANT)  # guard: LC11-account
            self._check_charge(payment.issuing)  # guard: LC11-applicant
        log ICreditSettlement.Charged(
            credit=payment.id,
            presentation=payment.set_id,
            payee=charge.payee,
            code=charge.code,
            amount=charge.amount,
            account=charge.account,
        )
    # Cover pays deductions first and then the payee, as far as it goes.
    cover: uint256 = payment.from_cover
    for charge: ICreditSettlement.Charge in charges:
        part: uint256 = 0
        if charge.account == BENEFICIARY:
            part = min(cover, charge.amount)
            cover -= part
        self._pay(credit.asset, credit.asset_scale, charge.payee, part, charge.amount - part)
    self._pay(credit.asset, credit.asset_scale, payment.payee, cover, net - cover)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _check_charge(fits: bool):
    assert fits, errors.CREDIT_CHARGES  # guard: LC11


@internal
def _pay(asset: address, scale: uint256, payee: address, from_cover: uint256, from_bank: uint256):
    delivery._push_or_park(asset, self, payee, from_cover * scale)
    if payee != msg.sender:
        # Its own commission the bank keeps.
        delivery._push_or_park(asset, msg.sender, payee, from_bank * scale)
