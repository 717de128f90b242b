"""The driver over Ape: its built-in chain, anvil, or whatever network Ape is connected to.

The built-in chain is driven at its core (py-evm), which gives return values, reasons and gas of the
very transaction; any other node is driven by JSON-RPC. `usance.chain.clock.start_in_the_past` has to
run before Ape's first connection if block times in the past are wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from usance.chain.abi import Abi, Event, revert_reason
from usance.chain.artifacts import Artifact, artifact
from usance.chain.driver import Account, Deployed, Receipt, Reverted
from usance.chain.ports import Done, Port
from usance.chain.revm import abi_of, throwaway


def quiet() -> None:
    """Ape reports every refused call of the built-in chain as an error of its own; keep them out."""
    logging.getLogger("ape").setLevel(logging.CRITICAL)
    try:
        from ape.logging import logger
    except ImportError:
        return
    logger.set_level(logging.CRITICAL)


def port_of(provider: Any) -> Port:
    """The port that fits a connected Ape provider."""
    if hasattr(provider, "evm_backend"):
        from usance.chain.ape_local import LocalPort

        return LocalPort(provider)
    from usance.chain.ape_rpc import RpcPort

    return RpcPort(provider)


class ApeDriver:
    """A driver over the provider Ape is connected to. See `usance.chain.driver.Driver`."""

    name = "ape"

    def __init__(self, provider: Any = None) -> None:
        if provider is None:
            import ape

            provider = ape.chain.provider
        quiet()
        self.provider = provider
        self._port = port_of(provider)
        self._abis: dict[str, Abi] = {}
        self._funded = 0

    @property
    def chain_id(self) -> int:
        return self._port.chain_id

    def accounts(self, n: int) -> Sequence[Account]:
        found = [throwaway(index) for index in range(n)]
        for account in found[self._funded :]:
            self._port.fund(account)
        self._funded = max(self._funded, n)
        return found

    def use(self, account: Any) -> str:
        """Sign for an account of Ape's own (keyfile, hardware, TEST::0); its address."""
        self._port.use(account)
        return str(account.address)

    def now(self) -> int:
        return self._port.now()

    def set_time(self, timestamp: int) -> None:
        if timestamp < self._port.now():
            raise ValueError(f"time never goes back: {timestamp} is before {self._port.now()}")
        self._port.set_time(timestamp)

    def set_chain_id(self, number: int) -> None:
        """The chain forks: from here on it has another id (built-in chain only)."""
        change = getattr(self._port, "set_chain_id", None)
        if change is None:
            raise ValueError("only the built-in chain can change its id")
        change(number)

    def nonce(self, sender: str) -> int:
        return self._port.nonce(sender)

    def deploy(self, name: str, args: Sequence[Any], sender: str) -> Deployed:
        return self.deploy_artifact(artifact(name), args, sender)

    def deploy_artifact(self, compiled: Artifact, args: Sequence[Any], sender: str) -> Deployed:
        """Deploy code that need not be on disk."""
        abi = Abi(compiled.abi)
        answer = self._port.send(sender, None, compiled.initcode + abi.constructor.encode(args), 0, None)
        if not answer.ok:
            raise Reverted(revert_reason(answer.output))
        self._abis[answer.address] = abi
        return Deployed(compiled.name, answer.address, abi)

    def at(self, name: str, address: str) -> Deployed:
        abi = abi_of(name)
        self._abis[address] = abi
        return Deployed(name, address, abi)

    def call(
        self,
        contract: Deployed,
        function: str,
        args: Sequence[Any],
        sender: str,
        value: int = 0,
        gas: int | None = None,
    ) -> Receipt:
        entry = contract.abi.function(function, len(args))
        answer = self._port.send(sender, contract.address, entry.encode(args), value, gas)
        if not answer.ok:
            reason = revert_reason(answer.output)
            return Receipt(False, reason, None, (), answer.timestamp, answer.gas, answer.tx_hash)
        returned = entry.decode(answer.output) if entry.outputs.components and answer.output else None
        return Receipt(True, "", returned, self._events(answer), answer.timestamp, answer.gas, answer.tx_hash)

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        entry = contract.abi.function(function, len(args))
        answer = self._port.look(sender or throwaway(0).address, contract.address, entry.encode(args))
        if not answer.ok:
            raise Reverted(revert_reason(answer.output))
        return entry.decode(answer.output)

    def code(self, address: str) -> bytes:
        """The runtime code at an address."""
        return self._port.code(address)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is called inside is in one block, in that order."""
        self._port.open_block()
        try:
            yield
        finally:
            self._port.close_block()

    def snapshot(self) -> Any:
        return self._port.snapshot(), self._funded

    def revert(self, snapshot: Any) -> None:
        kept, self._funded = snapshot
        self._port.revert(kept)

    def _events(self, answer: Done) -> tuple[Event, ...]:
        found: list[Event] = []
        for address, topics, data in answer.logs:
            abi = self._abis.get(address)
            kind = abi.events.get(bytes(topics[0])) if abi is not None and topics else None
            if kind is not None:
                found.append(kind.decode(address, list(topics), data))
        return tuple(found)


__all__ = ["ApeDriver", "port_of", "quiet"]
