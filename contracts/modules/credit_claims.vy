# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The claims that a credit brings into being
@notice What all of them have in common, whichever act makes them: one part of one object, assignable, no
        grace, the rate and the count of the credit.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimToken
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# Kinds (IClaimToken).
ACCEPTANCE: constant(uint256) = 3
DEFERRED_PAYMENT: constant(uint256) = 4
UNPAID_CREDIT: constant(uint256) = 5
RECOURSE: constant(uint256) = 6
REIMBURSEMENT: constant(uint256) = 7

ASSIGNABLE: constant(uint256) = 1
SUITE_RULES: constant(uint256) = 1

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _terms(
    credit: IDocumentaryCredit.Credit,
    kind: uint256,
    origin: bytes32,
    creditor: address,
    debtor: address,
    surety: address,
    place: bytes32,
    face: uint256,
    due_day: uint256,
) -> IClaimToken.Claim:
    """
    @notice The claim of the set `origin` for `face` [minor], due on `due_day` [day] at `place` and made on that
            day. Callers change what is different in theirs before it is born.
    """
    return IClaimToken.Claim(
        version=1,
        kind=kind,
        origin=origin,
        creditor=creditor,
        debtor=debtor,
        surety=surety,
        currency=credit.currency,
        asset=credit.asset,
        asset_scale=credit.asset_scale,
        face=face,
        issue_day=due_day,
        due_day=due_day,
        pay_place=place,
        currency_place=credit.currency_place,
        grace_days=0,
        late_rate=credit.late_rate,
        day_count=credit.day_count,
        discount_bps=0,
        discount_day=0,
        part=1,
        parts=1,
        object_amount=face,
        fingerprint=empty(bytes32),
        assignable=ASSIGNABLE,
        min_split=0,
        record_days=0,
        receipt_days=0,
        assertion_days=0,
        remit_days=0,
        payment_agent=empty(address),
        eligibility=0,
        earmark=empty(address),
        rulebook=SUITE_RULES,
        content=credit.content,
        ext=empty(bytes32),
        salt=empty(bytes32),
    )
