# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Exact moves of ERC-20 tokens
@notice A move is exact or it does not happen: tokens that answer nothing are accepted (USDT),
        a false answer or an address without code is refused (STL1), and so is a token that
        takes a fee on either side of the contract's books (STL2). The token's own revert
        reason is passed on. A move of zero does nothing.
        The caller makes sure that `from_` is the sender or has signed this very act.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from ethereum.ercs import IERC20

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _pull(asset: address, from_: address, to: address, amount: uint256):
    """
    @notice Move exactly `amount` [token] from `from_`, which approved this contract, to `to`.
            What the payer's side loses beyond it is bounded by the payer's own approval.
    """
    if amount == 0:
        return
    before: uint256 = self._balance(asset, to)
    answer: bool = extcall IERC20(asset).transferFrom(from_, to, amount, default_return_value=True)
    self._check_answer(answer)  # guard: STL1-pull-false
    self._check_grown(before, self._balance(asset, to), amount)  # guard: STL2-pull


@internal
def _send(asset: address, to: address, amount: uint256):
    """
    @notice Move exactly `amount` [token] of this contract to `to`. Both sides are checked: a fee
            on top of the amount would be taken from what others are owed.
    """
    if amount == 0:
        return
    before: uint256 = self._balance(asset, to)
    own_before: uint256 = self._balance(asset, self)
    answer: bool = extcall IERC20(asset).transfer(to, amount, default_return_value=True)
    self._check_answer(answer)  # guard: STL1-send-false
    self._check_grown(before, self._balance(asset, to), amount)  # guard: STL2-send
    self._check_grown(self._balance(asset, self), own_before, amount)  # guard: STL2-own


@internal
@view
def _balance(asset: address, account: address) -> uint256:
    assert asset.is_contract, errors.TOKEN_NO_CODE  # guard: STL1-code
    return staticcall IERC20(asset).balanceOf(account)


@internal
@pure
def _check_answer(answer: bool):
    assert answer, errors.TOKEN_FALSE  # guard: STL1-false


@internal
@pure
def _check_grown(before: uint256, now: uint256, amount: uint256):
    assert now >= before and now - before == amount, errors.TOKEN_INEXACT  # guard: STL2
