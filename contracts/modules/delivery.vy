# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Paying a payee that may be unable to receive
@notice `_push_or_park` delivers, or books the amount as withdrawable by the payee. A token or a
        payee that fails, takes a fee, blocks, burns gas, calls back or returns a megabyte never
        reverts the act around it. The deployable exports `deliver` (an external function that
        answers only the contract itself) and `initializes: delivery[ledger := ledger]`.

        Why a call to oneself: the exactness check must be undone together with the move, and
        only a call frame of its own can be reverted alone. `deliver` is `@reentrant` because
        the act around it holds the lock; every other function stays locked against the token's
        call-back, and `deliver` itself refuses all senders but the contract.
"""

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import ledger
from contracts.modules import tokens

uses: ledger

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# What the token and the payee may burn at most [gas]. A plain ERC-20 move takes a quarter of it.
DELIVERY_GAS: constant(uint256) = 250_000
# A call passes on at most 63/64 of what is left. Below this the payee would be given less than
# its share and any sender could force a parking by being stingy; the rest pays for a pull from
# the payer and the books.
LEAST_GAS: constant(uint256) = 400_000

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
def deliver(asset: address, from_: address, to: address, amount: uint256):
    """
    @notice Not for callers: the contract calls it on itself to try one exact move.
    """
    assert msg.sender == self, errors.ONLY_SELF  # guard: ONLY_SELF
    if from_ == self:
        tokens._send(asset, to, amount)
    else:
        tokens._pull(asset, from_, to, amount)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _push_or_park(asset: address, from_: address, to: address, amount: uint256) -> bool:
    """
    @notice Pay `amount` [token] to `to`: out of this contract when `from_` is this contract,
            otherwise straight from the payer, which has approved this contract and is the
            sender or has signed. When the move fails, the amount (pulled exactly from the
            payer in the second case) is booked as withdrawable by `to`.
            Reverts only when the payer itself cannot pay (token's reason, STL1, STL2), when
            `to` is zero or this contract (PAYEE), or when too little gas is left (GAS).
            Call it last: book first, then pay.
    @return True when delivered, False when parked. Zero counts as delivered.
    """
    if amount == 0:
        return True
    ledger._check_payee(to)
    assert msg.gas >= LEAST_GAS, errors.GAS  # guard: GAS
    # reviewed: callee is self, only `deliver` can answer; gas bounded; nothing is copied back.
    delivered: bool = raw_call(
        self,
        abi_encode(
            asset, from_, to, amount, method_id=method_id("deliver(address,address,address,uint256)")
        ),
        gas=DELIVERY_GAS,
        revert_on_failure=False,
    )
    if not delivered:
        if from_ != self:
            tokens._pull(asset, from_, self, amount)
        ledger._credit(to, asset, amount)
    return delivered
