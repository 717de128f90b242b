"""One way to drive contracts, whatever chain is below.

A driver deploys, calls and looks; it knows nothing of trade. Two drivers implement the protocol:
`usance.chain.revm.RevmDriver` (in process, for search) and `usance.chain.ape_driver.ApeDriver`
(Ape's built-in chain, anvil, or any network Ape reaches).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from usance.chain.abi import Abi, Event


class Reverted(Exception):
    """A call that the contract refused; `reason` is its error string ("" for a bare failure)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason or "the call failed without a reason")
        self.reason = reason


@dataclass(frozen=True)
class Receipt:
    """What one act left behind. `gas` is None where the backend cannot tell a transaction's gas."""

    ok: bool
    reason: str
    returned: Any
    events: tuple[Event, ...]
    timestamp: int
    gas: int | None = None
    tx_hash: str = ""

    def require(self) -> Receipt:
        """The receipt itself, or Reverted."""
        if not self.ok:
            raise Reverted(self.reason)
        return self

    def event(self, name: str) -> Event:
        """The one event of that name; an error when there is none or several."""
        found = [event for event in self.events if event.name == name]
        if len(found) != 1:
            raise LookupError(f"{len(found)} events {name} in the receipt, one was expected")
        return found[0]


@dataclass(frozen=True)
class Account:
    """An account the driver can send from. `key` is the private key of a throw-away account."""

    address: str
    key: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Deployed:
    """A contract at an address, with the ABI to speak to it."""

    name: str
    address: str
    abi: Abi


class Driver(Protocol):
    """What a backend offers. Addresses are checksummed hex strings, bytes are `bytes`."""

    name: str

    @property
    def chain_id(self) -> int: ...

    def accounts(self, n: int) -> Sequence[Account]:
        """The first n throw-away accounts, always the same ones on every backend."""
        ...

    def now(self) -> int:
        """The timestamp of the last block [unix s]."""
        ...

    def set_time(self, timestamp: int) -> None:
        """The next act's block carries exactly this timestamp; time never goes back."""
        ...

    def nonce(self, sender: str) -> int:
        """How many transactions of the account are behind it: names the next contract it deploys."""
        ...

    def deploy(self, name: str, args: Sequence[Any], sender: str) -> Deployed: ...

    def at(self, name: str, address: str) -> Deployed: ...

    def call(
        self,
        contract: Deployed,
        function: str,
        args: Sequence[Any],
        sender: str,
        value: int = 0,
        gas: int | None = None,
    ) -> Receipt:
        """Send an act; `gas` limits what it may use, else the backend's own limit does.

        A refusal comes back as a receipt with ok False and changes nothing.
        """
        ...

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        """Read at the present state and time; raises Reverted."""
        ...

    def snapshot(self) -> Any: ...

    def revert(self, snapshot: Any) -> None:
        """Back to the snapshot, clock included. Last in, first out; each serves once."""
        ...
