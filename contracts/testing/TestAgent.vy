# pragma version 0.4.3
# pragma nonreentrancy off
"""
@title An agent that a debtor may authorise
@notice For tests only: brings claims into being for its owner, with the terms given, and with a maturity
        as a bank's acceptance or deferred payment has it: so many days after the day of issue, rolled
        to a day on which place of payment and centre of the currency are both open.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimBirths
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

owner: public(address)
claims: public(address)
calendar: public(address)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(owner: address, claims: address, calendar: address):
    self.owner = owner
    self.claims = claims
    self.calendar = calendar

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def reserve(debtor: address, amount: uint256):
    self._check_owner()
    extcall IClaimBirths(self.claims).reserve(debtor, amount)


@external
def bring(claim: IClaimToken.Claim) -> bytes32:
    self._check_owner()
    return extcall IClaimBirths(self.claims).bear(claim)


@external
def bring_at(claim: IClaimToken.Claim, tenor_days: uint256) -> bytes32:
    """
    @notice Due `tenor_days` after the day of issue, rolled.
    """
    self._check_owner()
    terms: IClaimToken.Claim = claim
    terms.due_day = self._maturity(claim, tenor_days)
    return extcall IClaimBirths(self.claims).bear(terms)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def maturity(claim: IClaimToken.Claim, tenor_days: uint256) -> uint256:
    return self._maturity(claim, tenor_days)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_owner():
    assert msg.sender == self.owner, "agent: not the owner"


@internal
@view
def _maturity(claim: IClaimToken.Claim, tenor_days: uint256) -> uint256:
    return staticcall IBankingCalendar(self.calendar).next_banking_day_both(
        claim.pay_place, claim.currency_place, claim.issue_day + tenor_days
    )
