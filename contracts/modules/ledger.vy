# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Balances to withdraw
@notice Own books, never the token's balance of the contract, so a donation moves nothing. The
        deployable exports `withdrawable` and `owed` and wraps `_withdraw` and `_redirect` in its
        acts `withdraw` and `redirect` (IWithdrawals). Nothing here can be stopped by a guardian.
        The registry is asked about HELD and courts at the moment of the act.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry
from interfaces import IWithdrawals

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import tokens

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

HELD: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# party -> asset -> [token]
withdrawable: public(HashMap[address, HashMap[address, uint256]])
# asset -> [token], always the sum of `withdrawable` over all parties
owed: public(HashMap[address, uint256])

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@view
def _check_payee(payee: address):
    """
    @notice Revert for an address that can never be paid. Ask when the payee is named (at birth,
            at presentation), so that no later payment can stumble over it.
    """
    assert payee != empty(address) and payee != self, errors.PAYEE  # guard: PAYEE


@internal
def _credit(party: address, asset: address, amount: uint256):
    """
    @notice Book `amount` [token], which this contract already holds and no other book of it
            counts, as withdrawable by `party`. Zero does nothing. Never reverts but for PAYEE.
    """
    if amount == 0:
        return
    self._check_payee(party)
    balance: uint256 = self.withdrawable[party][asset] + amount
    self.withdrawable[party][asset] = balance
    self.owed[asset] += amount
    log IWithdrawals.Credited(party=party, asset=asset, amount=amount, balance=balance)


@internal
def _withdraw(registry: address, asset: address, party: address, to: address) -> uint256:
    """
    @notice Pay the whole balance. The party itself names any `to`; anybody else may only send
            the party its own money (LC12). While the party is HELD nothing moves but by
            `_redirect`. INSOLVENT and REMOVED parties, and payees that were never admitted,
            withdraw like anybody: their rights run on.
    @return [token] what was paid.
    """
    assert msg.sender == party or to == party, errors.STRANGER  # guard: LC12
    self._check_payee(to)
    status: uint256 = staticcall IPartyRegistry(registry).status_of(party)
    assert status != HELD, errors.PARTY_HELD  # guard: HELD
    amount: uint256 = self.withdrawable[party][asset]
    assert amount != 0, errors.BALANCE  # guard: BALANCE-nothing
    self._debit(party, asset, amount)
    log IWithdrawals.Withdrawn(party=party, asset=asset, to=to, amount=amount, caller=msg.sender)
    tokens._send(asset, to, amount)
    return amount


@internal
def _redirect(
    registry: address, party: address, asset: address, amount: uint256, to: address, order: bytes32
):
    """
    @notice A court that the party named and that published `order` against it moves `amount`
            [token] of the held balance to `to`, at least seven days after publication (ACC12).
            One order may be carried out in parts and in several assets; what it allows in sum
            is written in the order whose hash is public, and is never more than the balance.
    """
    # The registry knows courts, orders and states, and gives the reason.
    published: uint256 = staticcall IPartyRegistry(registry).check_redirection(
        party, msg.sender, order
    )
    self._check_payee(to)
    assert amount != 0 and amount <= self.withdrawable[party][asset], errors.BALANCE  # guard: BALANCE-above
    self._debit(party, asset, amount)
    log IWithdrawals.Redirected(
        party=party, asset=asset, to=to, amount=amount, order=order, court=msg.sender
    )
    tokens._send(asset, to, amount)


@internal
def _debit(party: address, asset: address, amount: uint256):
    self.withdrawable[party][asset] -= amount
    self.owed[asset] -= amount
