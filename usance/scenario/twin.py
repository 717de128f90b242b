"""A chain with the model beside it: both play the same act, and must agree.

The model names every rule an act breaks. The contract's reason must be one of them, and when there is
none the contract must succeed, with the same return value and the same events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from usance.chain.abi import Event
from usance.chain.driver import Account, Deployed
from usance.scenario.cast import Party
from usance.scenario.errors import Unmet
from usance.scenario.model_stage import ModelStage
from usance.scenario.stage import ChainStage, Sent


class TwinStage:
    """Sends to the chain, repeats on the model, compares."""

    def __init__(self, chain: ChainStage, model: ModelStage) -> None:
        self.chain = chain
        self.model = model
        self.name = chain.name

    @property
    def chain_id(self) -> int:
        return self.chain.chain_id

    def accounts(self, count: int) -> Sequence[Account]:
        return self.chain.accounts(count)

    def now(self) -> int:
        return self.chain.now()

    def pending_time(self) -> int:
        return self.chain.pending_time()

    def set_time(self, timestamp: int) -> None:
        self.chain.set_time(timestamp)

    def set_chain_id(self, number: int, line: int | None = None) -> None:
        self.chain.set_chain_id(number, line)
        self.model.set_chain_id(number, line)

    def together(self) -> AbstractContextManager[None]:
        return self.chain.together()

    def foresee(self, names: Sequence[str], sender: Account) -> dict[str, str]:
        return self.chain.foresee(names, sender)

    def deploy(self, name: str, args: Sequence[Any], sender: Account) -> Deployed:
        contract = self.chain.deploy(name, args, sender)
        self.model.adopt(contract, args)
        return contract

    def send(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party, gas: int | None = None
    ) -> Sent:
        sent = self.chain.send(contract, function, args, party, gas)
        if gas is not None and not sent.ok:
            # The model knows no gas; what the chain undid did not happen on it either.
            return sent
        self.model.set_time(sent.timestamp)
        return self._agreed(
            f"{contract.name}.{function}", sent, self.model.send(contract, function, args, party)
        )

    def send_batch(self, acts: Sequence[tuple[Deployed, str, Sequence[Any]]], party: Party) -> Sent:
        """Several acts in one transaction."""
        sent = self.chain.send_batch(acts, party)
        self.model.set_time(sent.timestamp)
        return self._agreed("batch", sent, self.model.send_batch(acts, party))

    def would(self, contract: Deployed, function: str, args: Sequence[Any], party: Party) -> bool:
        self.model.set_time(self.chain.pending_time())
        return self.model.would(contract, function, args, party)

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        return self.chain.view(contract, function, args, sender)

    @staticmethod
    def _agreed(act: str, sent: Sent, told: Sent) -> Sent:
        what = f"model beside {act}"
        rules = ", ".join(sorted(told.broken))
        if sent.ok != told.ok:
            model = "success" if told.ok else f"a refusal ({rules})"
            raise Unmet(what, model, "success" if sent.ok else f"refused: {sent.reason}")
        if not sent.ok and not sent.broken & told.broken:
            raise Unmet(what, f"a refusal ({rules})", f"refused: {sent.reason}")
        if sent.ok and told.events_known:
            names = {event.name for event in told.events}
            seen = [
                _plain(event) for event in sent.events if event.name in names or event.name not in IGNORED
            ]
            wanted = [_plain(event) for event in told.events]
            if seen != wanted:
                raise Unmet(what, _words(_only(wanted, seen)), _words(_only(seen, wanted)))
        return Sent(
            sent.ok,
            sent.reason,
            sent.broken,
            sent.returned,
            sent.events,
            sent.timestamp,
            sent.gas,
            True,
            told.broken,
        )


# Events of tokens, which the model tells as moves.
IGNORED = {"Transfer", "Approval"}


def _plain(event: Event) -> tuple[str, dict[str, Any]]:
    return event.name, {name: _value(value) for name, value in event.args.items()}


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Mapping):
        return {str(name): _value(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value


def _only(
    events: Sequence[tuple[str, dict[str, Any]]], others: Sequence[tuple[str, dict[str, Any]]]
) -> list[tuple[str, dict[str, Any]]]:
    """What the other side does not have; everything when only the order differs."""
    return [event for event in events if event not in others] or list(events)


def _words(events: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """Events with the arguments that matter to a reader."""
    texts: list[str] = []
    for name, args in events:
        shown = {key: value for key, value in args.items() if not isinstance(value, (dict, bytes, list))}
        texts.append(f"{name}({', '.join(f'{key}={value}' for key, value in shown.items())})")
    return "; ".join(texts) or "no event"
