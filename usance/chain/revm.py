"""The in-process driver: pyrevm, for the deep search.

One EVM lives as long as the driver and is never committed (a commit makes the next call fail);
its storage stays warm, so its gas is not a transaction's and `Receipt.gas` is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyrevm
from eth_account import Account as EthAccount

from usance.chain.abi import Abi, Event, checksum, revert_reason
from usance.chain.artifacts import Artifact, artifact
from usance.chain.driver import Account, Deployed, Receipt, Reverted

MNEMONIC = "test test test test test test test test test test test junk"
GAS_LIMIT = 30_000_000
CHAIN_ID = 1337
GENESIS = 1_577_836_800  # 2020-01-01T00:00Z
PAYLOAD = re.compile(r"0x[0-9a-fA-F]*")


@lru_cache(maxsize=512)
def throwaway(index: int) -> Account:
    """The index-th account of the well-known test mnemonic, the same on every backend."""
    EthAccount.enable_unaudited_hdwallet_features()
    local = EthAccount.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}")
    return Account(local.address, bytes(local.key))


@lru_cache(maxsize=256)
def abi_of(name: str) -> Abi:
    """The prepared ABI of a contract of the suite."""
    return Abi(artifact(name).abi)


class RevmDriver:
    """A chain in this process. See `usance.chain.driver.Driver` for what each method promises."""

    name = "revm"

    def __init__(self, start: int = GENESIS) -> None:
        self._evm = pyrevm.EVM(
            gas_limit=GAS_LIMIT,
            env=pyrevm.Env(
                cfg=pyrevm.CfgEnv(chain_id=CHAIN_ID),
                block=pyrevm.BlockEnv(number=1, timestamp=start, gas_limit=GAS_LIMIT),
            ),
            spec_id="cancun",
        )
        self._now = start
        self._next: int | None = None
        self._block = 1
        self._seen_logs = 0
        self._abis: dict[str, Abi] = {}

    @property
    def chain_id(self) -> int:
        return CHAIN_ID

    def accounts(self, n: int) -> Sequence[Account]:
        return [throwaway(index) for index in range(n)]

    def now(self) -> int:
        return self._now

    def set_time(self, timestamp: int) -> None:
        if timestamp < self._now:
            raise ValueError(f"time never goes back: {timestamp} is before {self._now}")
        self._next = timestamp

    def _open_block(self) -> None:
        self._now = self._now + 1 if self._next is None else self._next
        self._next = None
        self._block += 1
        self._evm.set_block_env(pyrevm.BlockEnv(number=self._block, timestamp=self._now, gas_limit=GAS_LIMIT))
        self._evm.reset_transient_storage()

    def nonce(self, sender: str) -> int:
        return int(self._evm.basic(sender).nonce)

    def deploy(self, name: str, args: Sequence[Any], sender: str) -> Deployed:
        return self.deploy_artifact(artifact(name), args, sender)

    def deploy_artifact(self, compiled: Artifact, args: Sequence[Any], sender: str) -> Deployed:
        """Deploy code that need not be on disk (a mutant, a contract without a guard)."""
        abi = Abi(compiled.abi)
        self._open_block()
        try:
            address = self._evm.deploy(sender, compiled.initcode + abi.constructor.encode(args))
        except RuntimeError as error:
            raise Reverted(self._reason(error)) from None
        address = checksum(bytes.fromhex(address[2:]))
        self._abis[address] = abi
        return Deployed(compiled.name, address, abi)

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
        return self.send_raw(contract.address, entry.encode(args), sender, value, entry.decode, gas)

    def send_raw(
        self,
        to: str,
        data: bytes,
        sender: str,
        value: int = 0,
        decode: Any = None,
        gas: int | None = None,
    ) -> Receipt:
        """An act from encoded calldata."""
        self._open_block()
        try:
            # A failing call undoes itself. A snapshot here would be left open by each success, and
            # the machine below has room for 1,024.
            output = self._evm.message_call(sender, to, calldata=data, value=value, gas=gas or GAS_LIMIT)
        except RuntimeError as error:
            return Receipt(False, self._reason(error), None, (), self._now)
        returned = decode(bytes(output)) if decode is not None else bytes(output)
        return Receipt(True, "", returned, self._events(), self._now)

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        entry = contract.abi.function(function, len(args))
        if self._next is not None:
            self._evm.set_block_env(
                pyrevm.BlockEnv(number=self._block, timestamp=self._next, gas_limit=GAS_LIMIT)
            )
        self._evm.reset_transient_storage()
        try:
            output = self._evm.message_call(
                sender or throwaway(0).address,
                contract.address,
                calldata=entry.encode(args),
                gas=GAS_LIMIT,
                is_static=True,
            )
        except RuntimeError as error:
            raise Reverted(self._reason(error)) from None
        return entry.decode(bytes(output))

    def code(self, address: str) -> bytes:
        """The runtime code at an address."""
        return bytes(self._evm.get_code(address) or b"")

    def storage(self, address: str, slot: int) -> int:
        """A storage word, for tests that look under the ABI."""
        return int(self._evm.storage(address, slot))

    def snapshot(self) -> Any:
        return self._evm.snapshot(), self._now, self._next, self._block

    def revert(self, snapshot: Any) -> None:
        checkpoint, self._now, self._next, self._block = snapshot
        self._evm.revert(checkpoint)
        self._evm.set_block_env(pyrevm.BlockEnv(number=self._block, timestamp=self._now, gas_limit=GAS_LIMIT))

    def _events(self) -> tuple[Event, ...]:
        found: list[Event] = []
        result = self._evm.result
        for log in result.logs if result is not None else []:
            abi = self._abis.get(log.address)
            topics = [bytes.fromhex(topic[2:]) for topic in log.topics]
            kind = abi.events.get(topics[0]) if abi is not None and topics else None
            if kind is not None:
                data = log.data[1] if isinstance(log.data, tuple) else log.data
                found.append(kind.decode(log.address, topics, bytes(data)))
        return tuple(found)

    @staticmethod
    def _reason(error: RuntimeError) -> str:
        found = PAYLOAD.search(str(error))
        return revert_reason(bytes.fromhex(found.group()[2:])) if found else ""
