"""Where a story is played: on a chain through a driver, or on the reference model.

A stage sends one act in one block at an exact time and tells what came of it, in the same words
whatever lies below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from usance.chain.abi import Event, created
from usance.chain.driver import Account, Deployed, Driver, Receipt, Reverted
from usance.model.outcome import rules_in
from usance.scenario.cast import Party
from usance.scenario.errors import ScenarioError

# How the reasons of the model begin.
MODEL = "model:"


@dataclass(frozen=True)
class Sent:
    """What an act led to.

    `broken` are the rules it breaks; a contract names one of them. `told` are all that the model beside
    it names. `events_known` is False where the model does not tell the act's events.
    """

    ok: bool
    reason: str
    broken: frozenset[str]
    returned: Any
    events: tuple[Event, ...]
    timestamp: int
    gas: int | None = None
    events_known: bool = True
    told: frozenset[str] = frozenset()


class Stage(Protocol):
    """What the kit asks of a backend."""

    name: str

    @property
    def chain_id(self) -> int: ...

    def accounts(self, count: int) -> Sequence[Account]: ...

    def now(self) -> int: ...

    def set_time(self, timestamp: int) -> None:
        """The next act is at exactly this time; without it one second after the last block."""
        ...

    def pending_time(self) -> int:
        """The time the next act will carry."""
        ...

    def set_chain_id(self, number: int, line: int | None = None) -> None:
        """The chain forks: from here on it has another id."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """What is sent inside is in one block, in that order."""
        ...

    def foresee(self, names: Sequence[str], sender: Account) -> dict[str, str]:
        """Where the contracts will stand that the account deploys next, in this order."""
        ...

    def deploy(self, name: str, args: Sequence[Any], sender: Account) -> Deployed: ...

    def send(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party, gas: int | None = None
    ) -> Sent: ...

    def send_batch(self, acts: Sequence[tuple[Deployed, str, Sequence[Any]]], party: Party) -> Sent:
        """Several acts in one transaction, through the party's wallet; returns what each act returned."""
        ...

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any: ...


class StoryStage(Stage, Protocol):
    """A stage with the model on it: it knows beforehand what the rules say of an act."""

    def would(self, contract: Deployed, function: str, args: Sequence[Any], party: Party) -> bool:
        """Would this act succeed as the next one? Nothing is sent."""
        ...


def sent_of(receipt: Receipt, returned: Any) -> Sent:
    """A receipt as the kit looks at it."""
    broken = frozenset() if receipt.ok else rules_in(receipt.reason)
    return Sent(receipt.ok, receipt.reason, broken, returned, receipt.events, receipt.timestamp, receipt.gas)


class ChainStage:
    """A stage on contracts. Parties that are wallets act through them."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.name = driver.name
        self._block_time: int | None = None
        self._pending: int | None = None
        # What was seen since the last act; the story's expectations and checks ask for much of it twice.
        self._seen: dict[tuple[Any, ...], Any] = {}

    @property
    def chain_id(self) -> int:
        return self.driver.chain_id

    def accounts(self, count: int) -> Sequence[Account]:
        return self.driver.accounts(count)

    def now(self) -> int:
        return self.driver.now()

    def set_time(self, timestamp: int) -> None:
        self.driver.set_time(timestamp)
        self._pending = timestamp
        self._seen.clear()

    def pending_time(self) -> int:
        if self._block_time is not None and self._block_time >= 0:
            return self._block_time
        return self.driver.now() + 1 if self._pending is None else self._pending

    def set_chain_id(self, number: int, line: int | None = None) -> None:
        change: Callable[[int], None] | None = getattr(self.driver, "set_chain_id", None)
        if change is None:
            raise ScenarioError(f"the backend {self.name} cannot change the chain's id", line)
        change(number)
        self._seen.clear()

    @contextmanager
    def together(self) -> Iterator[None]:
        block: Callable[[], Any] | None = getattr(self.driver, "together", None)
        if block is not None:
            with block():
                yield
            self._pending = None
            self._seen.clear()
            return
        # A driver whose acts are blocks of their own: they all carry the time of the first.
        self._block_time = -1
        try:
            yield
        finally:
            self._block_time = None

    def foresee(self, names: Sequence[str], sender: Account) -> dict[str, str]:
        nonce = self.driver.nonce(sender.address)
        return {name: created(sender.address, nonce + index) for index, name in enumerate(names)}

    def deploy(self, name: str, args: Sequence[Any], sender: Account) -> Deployed:
        self._seen.clear()
        return self.driver.deploy(name, args, sender.address)

    def send(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party, gas: int | None = None
    ) -> Sent:
        if self._block_time is not None and self._block_time >= 0:
            self.driver.set_time(self._block_time)
        self._seen.clear()
        sent = self._send(contract, function, args, party, gas)
        self._pending = None
        if self._block_time is not None:
            self._block_time = sent.timestamp
        return sent

    def _send(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party, gas: int | None
    ) -> Sent:
        sender = party.account.address
        wallet = party.wallet
        if wallet is None or wallet.address == contract.address:
            receipt = self.driver.call(contract, function, args, sender, gas=gas)
            return sent_of(receipt, receipt.returned)
        entry = contract.abi.function(function, len(args))
        receipt = self.driver.call(wallet, "execute", [contract.address, entry.encode(args)], sender, gas=gas)
        returned = entry.decode(bytes(receipt.returned)) if receipt.ok and entry.outputs.components else None
        return sent_of(receipt, returned)

    def send_batch(self, acts: Sequence[tuple[Deployed, str, Sequence[Any]]], party: Party) -> Sent:
        """Several acts in one transaction, through the party's wallet; returns what each act returned."""
        assert party.wallet is not None
        self._seen.clear()
        targets = [contract.address for contract, _, _ in acts]
        data = [contract.abi.function(function, len(args)).encode(args) for contract, function, args in acts]
        receipt = self.driver.call(party.wallet, "execute_batch", [targets, data], party.account.address)
        self._pending = None
        answers: list[Any] = []
        if receipt.ok:
            for (contract, function, args), answer in zip(acts, receipt.returned, strict=True):
                answers.append(contract.abi.function(function, len(args)).decode(bytes(answer)))
        return sent_of(receipt, answers)

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        key = (contract.address, function, repr(args), sender)
        if key not in self._seen:
            self._seen[key] = self.driver.view(contract, function, args, sender)
        return self._seen[key]


__all__ = ["MODEL", "ChainStage", "Reverted", "Sent", "Stage", "StoryStage"]
