"""Tokens as they behave, and money that waits for its owner.

A move is exact or it does not happen (STL1, STL2): a token that answers false, takes a fee or has no
code is refused, one that answers nothing is accepted. Amounts are [token] units.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from usance.model.outcome import TOKEN, Fact, Move, Outcome, refusal
from usance.terms import ZERO_ADDRESS

HELD = 2
ORDER_SECONDS = 7 * 86_400
INFINITE = 2**256 - 1
# Kinds of token as the scenario kit names them; `callback` acts through `refusing` below.
KINDS = ("plain", "no_return", "false_return", "fee", "blocklist", "pause", "callback", "upgrade")


@dataclass(slots=True)
class Token:
    """One token. `refusing`: a call-back that fails, so that every move fails."""

    address: str
    decimals: int = 6
    kind: str = "plain"
    fee_bps: int = 0
    fee_on_top: bool = False
    paused: bool = False
    refusing: bool = False
    blocked: set[str] = field(default_factory=set)
    balances: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    allowances: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def mint(self, account: str, amount: int) -> None:
        self.balances[account] += amount

    def obstacle(self, sender: str, receiver: str, amount: int, own: bool, bonus: int = 0) -> frozenset[str]:
        """Why `sender` cannot move exactly `amount`; `bonus` is what it is about to receive.

        A fee on top is the payer's affair when it is pulled, and refused when the money is the
        contract's `own`: it would be taken from what others are owed.
        """
        found: set[str] = set()
        fee = amount * self.fee_bps // 10_000
        if self.kind == "false_return":
            found.add("STL1")
        if self.paused or self.refusing or sender in self.blocked or receiver in self.blocked:
            found.add(TOKEN)
        if self.balances[sender] + bonus < amount + (fee if self.fee_on_top else 0):
            found.add(TOKEN)
        if (fee and (own or not self.fee_on_top)) or sender == receiver:
            found.add("STL2")
        return frozenset(found)

    def move(self, sender: str, receiver: str, amount: int) -> None:
        """A plain move between holders, a fee included, for one that `obstacle` let pass or an own act."""
        fee = amount * self.fee_bps // 10_000
        self.balances[sender] -= amount + (fee if self.fee_on_top else 0)
        self.balances[receiver] += amount - (0 if self.fee_on_top else fee)


class Registry(Protocol):
    """What balances ask of the party registry."""

    def status_of(self, party: str) -> int: ...

    def names_court(self, party: str, court: str, now: int) -> bool: ...

    def order_day_of(self, party: str, order: bytes) -> int: ...

    def order_court_of(self, party: str, order: bytes) -> str: ...


class Money:
    """All tokens of a world, by address."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}

    def add(self, token: Token) -> Token:
        self.tokens[token.address] = token
        return token

    def total(self, asset: str) -> int:
        return sum(self.tokens[asset].balances.values())

    def pull_obstacle(
        self, asset: str, sender: str, receiver: str, amount: int, spender: str, bonus: int = 0
    ) -> frozenset[str]:
        """Why `spender` cannot move exactly `amount` from `sender` to `receiver`."""
        if amount == 0:
            return frozenset()
        token = self.tokens.get(asset)
        if token is None:
            return frozenset({"STL1"})
        found = token.obstacle(sender, receiver, amount, False, bonus)
        if token.allowances[sender, spender] < amount:
            found |= {TOKEN}
        return found

    def send_obstacle(self, asset: str, sender: str, receiver: str, amount: int) -> frozenset[str]:
        """Why the contract `sender` cannot send exactly `amount` of its own."""
        if amount == 0:
            return frozenset()
        token = self.tokens.get(asset)
        return frozenset({"STL1"}) if token is None else token.obstacle(sender, receiver, amount, True)

    def pull(self, asset: str, sender: str, receiver: str, amount: int, spender: str) -> tuple[Move, ...]:
        if amount == 0:
            return ()
        token = self.tokens[asset]
        token.allowances[sender, spender] -= amount
        token.move(sender, receiver, amount)
        return (Move(asset, sender, receiver, amount),)

    def send(self, asset: str, sender: str, receiver: str, amount: int) -> tuple[Move, ...]:
        if amount == 0:
            return ()
        self.tokens[asset].move(sender, receiver, amount)
        return (Move(asset, sender, receiver, amount),)


class Waiting:
    """Balances to withdraw from one contract (`holder`), its own books."""

    def __init__(self, holder: str, money: Money, parties: Registry) -> None:
        self.holder = holder
        self._money = money
        self._parties = parties
        self.balances: dict[tuple[str, str], int] = {}

    def withdrawable(self, party: str, asset: str) -> int:
        return self.balances.get((party, asset), 0)

    def owed(self, asset: str) -> int:
        return sum(amount for (_, one), amount in self.balances.items() if one == asset)

    def payee_broken(self, payee: str) -> set[str]:
        """An address that can never be paid."""
        return {"PAYEE"} if payee in (ZERO_ADDRESS, self.holder) else set()

    def credit(self, party: str, asset: str, amount: int) -> Fact:
        balance = self.withdrawable(party, asset) + amount
        self.balances[party, asset] = balance
        return Fact("Credited", {"party": party, "asset": asset, "amount": amount, "balance": balance})

    def push_or_park(self, asset: str, payee: str, amount: int) -> tuple[tuple[Fact, ...], tuple[Move, ...]]:
        """Pay out of the contract, or book it for the payee; nothing here can fail."""
        if amount == 0:
            return (), ()
        if self._money.send_obstacle(asset, self.holder, payee, amount):
            return (self.credit(payee, asset, amount),), ()
        return (), self._money.send(asset, self.holder, payee, amount)

    def payer_obstacle(
        self, asset: str, payer: str, payee: str, amount: int, bonus: int = 0
    ) -> tuple[frozenset[str], bool]:
        """(why the payer cannot pay at all, whether the payee receives it directly)."""
        direct = self._money.pull_obstacle(asset, payer, payee, amount, self.holder, bonus)
        if not direct:
            return direct, True
        return self._money.pull_obstacle(asset, payer, self.holder, amount, self.holder, bonus), False

    def pull_or_park(
        self, asset: str, payer: str, payee: str, amount: int, direct: bool
    ) -> tuple[tuple[Fact, ...], tuple[Move, ...]]:
        """Carry out what `payer_obstacle` found possible."""
        if amount == 0:
            return (), ()
        if direct:
            return (), self._money.pull(asset, payer, payee, amount, self.holder)
        moves = self._money.pull(asset, payer, self.holder, amount, self.holder)
        return (self.credit(payee, asset, amount),), moves

    def withdraw(self, sender: str, now: int, asset: str, party: str, to: str) -> Outcome:
        """The party names any receiver; anybody else only the party itself (LC12)."""
        amount = self.withdrawable(party, asset)
        broken = self.payee_broken(to)
        if party not in (sender, to):
            broken.add("LC12")
        if self._parties.status_of(party) == HELD:
            broken.add("HELD")
        if amount == 0:
            broken.add("BALANCE")
        broken |= self._money.send_obstacle(asset, self.holder, to, amount)
        if broken:
            return refusal(broken)
        del self.balances[party, asset]
        fact = Fact(
            "Withdrawn", {"party": party, "asset": asset, "to": to, "amount": amount, "caller": sender}
        )
        return Outcome(
            returned=amount, events=(fact,), moves=self._money.send(asset, self.holder, to, amount)
        )

    def redirect(
        self, sender: str, now: int, party: str, asset: str, amount: int, to: str, order: bytes
    ) -> Outcome:
        """A court the party named, seven days after its order was published, while the party is HELD."""
        broken = self.payee_broken(to)
        if not self._parties.names_court(party, sender, now):
            broken.add("COURT")
        if self._parties.order_court_of(party, order) not in (ZERO_ADDRESS, sender):
            broken.add("COURT")
        published = self._parties.order_day_of(party, order)
        if published == 0 or now < published + ORDER_SECONDS:
            broken.add("ACC12")
        if self._parties.status_of(party) != HELD:
            broken.add("NOT_HELD")
        balance = self.withdrawable(party, asset)
        if not 0 < amount <= balance:
            broken.add("BALANCE")
        broken |= self._money.send_obstacle(asset, self.holder, to, amount)
        if broken:
            return refusal(broken)
        if amount == balance:
            del self.balances[party, asset]
        else:
            self.balances[party, asset] = balance - amount
        words = {"party": party, "asset": asset, "to": to, "amount": amount, "order": order, "court": sender}
        return Outcome(
            events=(Fact("Redirected", words),), moves=self._money.send(asset, self.holder, to, amount)
        )
