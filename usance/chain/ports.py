"""What the driver over Ape asks of a node, whichever way it is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from usance.chain.driver import Account


@dataclass(frozen=True)
class Done:
    """One execution."""

    ok: bool
    output: bytes
    logs: Sequence[tuple[str, Sequence[bytes], bytes]]
    timestamp: int
    gas: int | None
    tx_hash: str
    address: str


class Port(Protocol):
    """How transactions reach a node."""

    @property
    def chain_id(self) -> int: ...

    def now(self) -> int: ...

    def set_time(self, timestamp: int) -> None: ...

    def fund(self, account: Account) -> None: ...

    def nonce(self, sender: str) -> int: ...

    def send(self, sender: str, to: str | None, data: bytes, value: int, gas: int | None) -> Done: ...

    def look(self, sender: str, to: str, data: bytes) -> Done: ...

    def code(self, address: str) -> bytes: ...

    def snapshot(self) -> Any: ...

    def revert(self, snapshot: Any) -> None: ...

    def open_block(self) -> None: ...

    def close_block(self) -> None: ...

    def use(self, account: Any) -> None: ...
