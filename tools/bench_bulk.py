"""A thousand invoices registered and accepted: in batches of fifty against one by one, on the same node.

One by one is two transactions for each invoice: the seller registers, the debtor accepts. A batch is
register_batch and accept_batch, or register_accepted with one signature of the debtor. Terms, fingerprints
and contents are made beforehand for all sides. Gas is of receipts; time is measured twice:
as the scripts send (each act is signed, sent, its receipt fetched and decoded before the next), batches and
single acts taking turns; and as fast as a node takes them (signed beforehand, automatic mining off).
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_account import Account as Signer
from eth_utils.crypto import keccak

from tools.bench_house import Bench, gas_of
from tools.bench_table import Measure
from usance.chain.driver import Deployed
from usance.claim_terms import Claim, rows_of

INVOICES = 1_000
A_BATCH = 50
# One by one is the same act again and again: a hundred are measured through the driver and scaled.
SINGLES = 100
GAS_GOAL = "2/3 = 0.667"
TIME_GOAL = "1/10 = 0.100"
BATCH_GAS = 9_000_000
SINGLE_GAS = 400_000


@dataclass
class Side:
    """One way of doing it: gas and seconds so far, of so many invoices."""

    invoices: int = 0
    gas: int = 0
    seconds: float = 0.0

    def add(self, invoices: int, work: Callable[[], int]) -> None:
        began = time.perf_counter()
        self.gas += work()
        self.seconds += time.perf_counter() - began
        self.invoices += invoices

    def scaled(self) -> tuple[float, float]:
        """Gas and seconds of INVOICES."""
        return self.gas * INVOICES / self.invoices, self.seconds * INVOICES / self.invoices


@dataclass
class Bulk:
    """What was measured."""

    single: Side = field(default_factory=Side)
    batch: Side = field(default_factory=Side)
    signed: Side = field(default_factory=Side)
    lean_single: float = 0.0
    lean_batch: float = 0.0
    lean_signed: float = 0.0

    def rows(self) -> list[Measure]:
        single_gas, single_time = self.single.scaled()
        batch_gas, batch_time = self.batch.scaled()
        signed_gas, signed_time = self.signed.scaled()
        return [
            Measure("gas of 1,000 invoices, one by one", f"{single_gas:,.0f}"),
            Measure("gas, register_batch and accept_batch", f"{batch_gas:,.0f}"),
            Measure("its share of one by one", f"{batch_gas / single_gas:.3f}", GAS_GOAL),
            Measure("gas, register_accepted (one signature a batch)", f"{signed_gas:,.0f}"),
            Measure("its share of one by one", f"{signed_gas / single_gas:.3f}", GAS_GOAL),
            Measure("seconds as scripts send, one by one (100 measured, scaled)", f"{single_time:.1f}"),
            Measure("seconds, register_batch and accept_batch", f"{batch_time:.1f}"),
            Measure("its share of one by one", f"{batch_time / single_time:.3f}", TIME_GOAL),
            Measure("seconds, register_accepted", f"{signed_time:.1f}"),
            Measure("its share of one by one", f"{signed_time / single_time:.3f}", TIME_GOAL),
            Measure("seconds signed beforehand, mined in full blocks, one by one", f"{self.lean_single:.2f}"),
            Measure("seconds, register_batch and accept_batch", f"{self.lean_batch:.2f}"),
            Measure("its share of one by one", f"{self.lean_batch / self.lean_single:.3f}"),
            Measure("seconds, register_accepted", f"{self.lean_signed:.2f}"),
            Measure("its share of one by one", f"{self.lean_signed / self.lean_single:.3f}"),
        ]


def invoices(house: Bench, kind: bytes, count: int) -> list[Claim]:
    """Invoices of the seller on the debtor, each with its own face, fingerprint, content and salt."""
    made = []
    for index in range(count):
        mark = keccak(kind + index.to_bytes(4, "big"))
        face = 10_000_00 + 997 * index
        made.append(house.terms(face=face, fingerprint=mark, content=keccak(mark), salt=mark))
    return made


def parts(claims: Sequence[Claim], size: int) -> Iterable[Sequence[Claim]]:
    return (claims[at : at + size] for at in range(0, len(claims), size))


def measure(house: Bench, port: int) -> Bulk:
    """Everything, on a house that stands on the node at this port."""
    found = Bulk()
    as_scripts_send(house, found)
    as_the_node_takes(house, port, found)
    return found


# --- through the driver ---


def as_scripts_send(house: Bench, found: Bulk) -> None:
    batched, signed = invoices(house, b"batch", INVOICES), invoices(house, b"signed", INVOICES)
    rounds = INVOICES // A_BATCH
    singles = iter(parts(invoices(house, b"single", SINGLES), SINGLES // rounds))
    for plain, with_word in zip(parts(batched, A_BATCH), parts(signed, A_BATCH), strict=True):
        few = next(singles)
        found.batch.add(len(plain), lambda: _batch(house, plain))  # noqa: B023
        found.single.add(len(few), lambda: sum(_single(house, claim) for claim in few))  # noqa: B023
        found.signed.add(len(with_word), lambda: _signed(house, with_word))  # noqa: B023


def _single(house: Bench, claim: Claim) -> int:
    return house.gas(house.seller, "register", claim) + house.gas(house.debtor, "accept", claim, 0)


def _batch(house: Bench, claims: Sequence[Claim]) -> int:
    rows = rows_of(claims)
    born = house.gas(house.seller, "register_batch", claims[0], rows)
    return born + house.gas(house.debtor, "accept_batch", claims[0], rows, 0)


def _signed(house: Bench, claims: Sequence[Claim]) -> int:
    words = house.acceptance(list(claims))
    return gas_of(house.ok(house.seller, "register_accepted", claims[0], rows_of(claims), *words))


# --- as fast as a node takes them ---


class Node:
    """JSON-RPC over one connection that stays open, nothing in between."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, method: str, *params: Any) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        self._connection.request("POST", "/", body, {"Content-Type": "application/json"})
        answer = json.loads(self._connection.getresponse().read())
        if answer.get("error"):
            raise RuntimeError(f"{method}: {answer['error'].get('message', answer['error'])}")
        return answer["result"]


class Press:
    """Transactions signed in the order in which they will be sent."""

    def __init__(self, house: Bench) -> None:
        self._house = house
        self._nonces: dict[str, int] = {}

    def sign(self, name: str, contract: Deployed, gas: int, function: str, *args: Any) -> str:
        sender = getattr(self._house, name)
        nonce = self._nonces.get(sender, -1)
        nonce = self._house.driver.nonce(sender) if nonce < 0 else nonce
        self._nonces[sender] = nonce + 1
        transaction = {
            "chainId": self._house.driver.chain_id,
            "nonce": nonce,
            "maxFeePerGas": 10**9,
            "maxPriorityFeePerGas": 0,
            "gas": gas,
            "value": 0,
            "to": contract.address,
            "data": contract.abi.function(function, len(args)).encode(list(args)),
        }
        signed = Signer.sign_transaction(transaction, self._house.key(name))
        return "0x" + bytes(signed.raw_transaction).hex()


def as_the_node_takes(house: Bench, port: int, found: Bulk) -> None:
    node, press, claims = Node(port), Press(house), house.claims
    singles = [invoices(house, b"lean single", INVOICES)]
    registers, accepts = [], []
    for claim in singles[0]:
        registers.append(press.sign("seller", claims, SINGLE_GAS, "register", claim))
        accepts.append(press.sign("debtor", claims, SINGLE_GAS, "accept", claim, 0))
    found.lean_single = pressed(node, [*registers, *accepts])
    registers, accepts = [], []
    for batch in parts(invoices(house, b"lean batch", INVOICES), A_BATCH):
        rows = rows_of(batch)
        registers.append(press.sign("seller", claims, BATCH_GAS, "register_batch", batch[0], rows))
        accepts.append(press.sign("debtor", claims, BATCH_GAS, "accept_batch", batch[0], rows, 0))
    found.lean_batch = pressed(node, [*registers, *accepts])
    once = []
    for batch in parts(invoices(house, b"lean signed", INVOICES), A_BATCH):
        words = house.acceptance(list(batch))
        once.append(
            press.sign("seller", claims, BATCH_GAS, "register_accepted", batch[0], rows_of(batch), *words)
        )
    found.lean_signed = pressed(node, once)


def pressed(node: Node, raw: Sequence[str]) -> float:
    """Seconds to send all and to mine until none is left; RuntimeError when one was refused."""
    node.ask("evm_setAutomine", False)
    try:
        began = time.perf_counter()
        hashes = [node.ask("eth_sendRawTransaction", one) for one in raw]
        while node.ask("eth_getTransactionReceipt", hashes[-1]) is None:
            node.ask("evm_mine")
        seconds = time.perf_counter() - began
    finally:
        node.ask("evm_setAutomine", True)
    for hashed in hashes:
        receipt = node.ask("eth_getTransactionReceipt", hashed)
        if receipt is None or receipt["status"] != "0x1":
            raise RuntimeError(f"a transaction of the bench was not carried out: {hashed}")
    return seconds
