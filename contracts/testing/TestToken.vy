# pragma version 0.4.3
# pragma nonreentrancy off
"""
@title A token with a temper
@notice For tests only. An ERC-20 of any decimals whose temper decides which of its knobs turn.
        Anybody mints and turns knobs. The lock is off: a hostile token locks nothing.

        temper 0 plain, 2 false_return (answers false and moves nothing), 3 fee (1 % off what
        arrives), 4 blocklist, 5 pause, 6 callback (calls an armed target on each move),
        7 upgrade (plain until `upgrade`). Temper 1, no_return, is TestTokenNoReturn.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from ethereum.ercs import IERC20

implements: IERC20

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

FALSE_RETURN: constant(uint256) = 2
FEE: constant(uint256) = 3
BLOCKLIST: constant(uint256) = 4
PAUSE: constant(uint256) = 5
CALLBACK: constant(uint256) = 6
UPGRADE: constant(uint256) = 7

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

name: public(String[32])
symbol: public(String[16])
decimals: public(uint8)
temper: public(uint256)
totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])

fee_bps: public(uint256)
# True: the fee comes on top, out of the payer's balance; False: off what arrives.
fee_on_top: public(bool)
blocked: public(HashMap[address, bool])
paused: public(bool)

target: public(address)
calldata: public(Bytes[4096])
# What the last call-back met: 0 not called, 1 the target took it, 2 the target refused it.
answer: public(uint256)
# True: a refusing target makes the whole move fail.
strict: public(bool)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(name: String[32], symbol: String[16], decimals: uint8, temper: uint256):
    assert temper <= UPGRADE and temper != 1, "token: no such temper"
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.temper = temper
    if temper == FEE:
        self.fee_bps = 100

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def transfer(to: address, amount: uint256) -> bool:
    return self._move(msg.sender, to, amount)


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    if self.temper == FALSE_RETURN:
        return False
    assert self.allowance[sender][msg.sender] >= amount, "token: allowance"
    self.allowance[sender][msg.sender] -= amount
    return self._move(sender, to, amount)


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    log IERC20.Approval(owner=msg.sender, spender=spender, value=amount)
    return True


@external
def mint(account: address, amount: uint256):
    self.totalSupply += amount
    self.balanceOf[account] += amount
    log IERC20.Transfer(sender=empty(address), receiver=account, value=amount)


@external
def block(account: address):
    assert self.temper == BLOCKLIST, "token: no blocklist"
    self.blocked[account] = True


@external
def unblock(account: address):
    self.blocked[account] = False


@external
def pause():
    assert self.temper == PAUSE, "token: no pause"
    self.paused = True


@external
def unpause():
    self.paused = False


@external
def upgrade(fee_bps: uint256):
    """
    @notice From now on this token takes a fee [bps], also on balances that were plain before.
    """
    assert self.temper == UPGRADE, "token: no upgrade"
    self.fee_bps = fee_bps


@external
def charge(fee_bps: uint256, on_top: bool):
    """
    @notice Another fee for temper fee: off what arrives, or on top of what leaves.
    """
    assert self.temper == FEE, "token: no fee"
    self.fee_bps = fee_bps
    self.fee_on_top = on_top


@external
def arm(target: address, calldata: Bytes[4096], strict: bool):
    """
    @notice On each later move call `target`; zero disarms.
    """
    assert self.temper == CALLBACK, "token: no call-back"
    self.target = target
    self.calldata = calldata
    self.strict = strict
    self.answer = 0

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _move(sender: address, to: address, amount: uint256) -> bool:
    if self.temper == FALSE_RETURN:
        return False
    assert not self.paused, "token: paused"
    assert not self.blocked[sender] and not self.blocked[to], "token: blocked"
    fee: uint256 = amount * self.fee_bps // 10_000  # rounds down, for the holder
    arriving: uint256 = amount - fee
    leaving: uint256 = amount
    if self.fee_on_top:
        arriving = amount
        leaving = amount + fee
    assert self.balanceOf[sender] >= leaving, "token: balance"
    self.balanceOf[sender] -= leaving
    self.balanceOf[to] += arriving
    self.totalSupply -= fee
    log IERC20.Transfer(sender=sender, receiver=to, value=arriving)
    if self.target != empty(address):
        # reviewed: a token that calls back is the point of this one; only for tests.
        taken: bool = raw_call(self.target, self.calldata, revert_on_failure=False)
        self.answer = 2
        if taken:
            self.answer = 1
        assert taken or not self.strict, "token: call-back failed"
    return True
