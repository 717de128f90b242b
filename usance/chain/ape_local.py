"""Ape's built-in chain, driven at its core.

Transactions are signed and applied to the pending block of the same chain that the provider shows, so
everything Ape reads afterwards (receipts, logs, balances) is there; what the provider does not tell
(return data, reason) comes from the execution itself.
"""

from __future__ import annotations

from typing import Any

from eth_keys.datatypes import PrivateKey
from eth_utils.address import to_canonical_address

from usance.chain.abi import checksum
from usance.chain.driver import Account
from usance.chain.ports import Done
from usance.chain.revm import throwaway

GAS_LIMIT = 14_000_000
WEALTH = 10**21
KNOWN_KEYS = 60


class LocalPort:
    """The port to eth-tester's py-evm chain."""

    def __init__(self, provider: Any) -> None:
        self._backend = provider.evm_backend
        self._provider = provider
        self._keys: dict[str, PrivateKey] = {}
        self._next: int | None = None
        self._open = False
        self._sent = 0

    @property
    def _chain(self) -> Any:
        return self._backend.chain

    @property
    def chain_id(self) -> int:
        return int(self._chain.chain_id)

    def set_chain_id(self, number: int) -> None:
        self._chain.chain_id = number

    def now(self) -> int:
        return int(self._chain.get_canonical_head().timestamp)

    def set_time(self, timestamp: int) -> None:
        if timestamp <= self.now():
            if timestamp == self.now():
                raise ValueError(f"a block at {timestamp} exists already; acts of one moment share a block")
            raise ValueError(f"time never goes back: {timestamp} is before {self.now()}")
        self._next = timestamp

    def use(self, account: Any) -> None:
        self._keys[str(account.address)] = PrivateKey(bytes.fromhex(str(account.private_key)[2:]))

    def fund(self, account: Account) -> None:
        """Accounts beyond those of the genesis get coin from the first one."""
        assert account.key is not None
        self._keys[account.address] = PrivateKey(account.key)
        state = self._chain.get_vm().state
        if state.get_balance(to_canonical_address(account.address)) == 0:
            self.send(throwaway(0).address, account.address, b"", WEALTH, None)

    def nonce(self, sender: str) -> int:
        chain = self._chain
        return int(chain.get_vm(chain.header).state.get_nonce(to_canonical_address(sender)))

    def _key(self, address: str) -> PrivateKey:
        if address not in self._keys:
            for index in range(KNOWN_KEYS):
                account = throwaway(index)
                assert account.key is not None
                self._keys.setdefault(account.address, PrivateKey(account.key))
        if address not in self._keys:
            raise ValueError(f"no key for {address} here")
        return self._keys[address]

    def send(self, sender: str, to: str | None, data: bytes, value: int, gas: int | None) -> Done:
        chain = self._chain
        if self._next is not None and not (self._open and self._sent):
            chain.set_header_timestamp(self._next)
            self._next = None
        header = chain.header
        state = chain.get_vm(header).state
        builder = chain.get_transaction_builder()
        fee = int(header.base_fee_per_gas)
        unsigned = builder.new_unsigned_dynamic_fee_transaction(
            chain_id=self.chain_id,
            nonce=state.get_nonce(to_canonical_address(sender)),
            max_priority_fee_per_gas=0,
            max_fee_per_gas=fee,
            gas=gas or min(GAS_LIMIT, header.gas_limit - header.gas_used),
            to=b"" if to is None else to_canonical_address(to),
            value=value,
            data=data,
            access_list=(),
        )
        signed = unsigned.as_signed_transaction(self._key(sender))
        before = int(header.gas_used)
        _, receipt, computation = chain.apply_transaction(signed)
        self._sent += 1
        timestamp = int(chain.header.timestamp)
        used = int(receipt.gas_used) - before
        if not self._open:
            self._mine()
        return Done(
            ok=not computation.is_error,
            output=bytes(computation.output),
            logs=_logs(computation) if not computation.is_error else (),
            timestamp=timestamp,
            gas=used,
            tx_hash="0x" + bytes(signed.hash).hex(),
            address=checksum(computation.msg.storage_address) if to is None else "",
        )

    def look(self, sender: str, to: str, data: bytes) -> Done:
        """A call on the pending state at the time the next act would carry, else at the last block's."""
        chain = self._chain
        header = chain.header
        when = self._next
        if when is None:
            when = int(header.timestamp) if self._open and self._sent else self.now()
        vm = chain.get_vm(header)
        # The pending header is newer than the last block; what the call sees of it is its time.
        vm.state.execution_context._timestamp = when
        target, origin = to_canonical_address(to), to_canonical_address(sender)
        snapshot = vm.state.snapshot()
        computation = vm.execute_bytecode(
            origin=origin,
            gas_price=0,
            gas=GAS_LIMIT,
            to=target,
            sender=origin,
            value=0,
            data=data,
            code=vm.state.get_code(target),
        )
        vm.state.revert(snapshot)
        return Done(not computation.is_error, bytes(computation.output), (), when, None, "", "")

    def code(self, address: str) -> bytes:
        return bytes(self._chain.get_vm().state.get_code(to_canonical_address(address)))

    def open_block(self) -> None:
        self._open, self._sent = True, 0

    def close_block(self) -> None:
        self._open = False
        if self._sent:
            self._mine()

    def _mine(self) -> None:
        # A generator: the block is mined when it is asked for.
        list(self._backend.mine_blocks(1))
        self._sent = 0

    def snapshot(self) -> Any:
        return self._backend.take_snapshot(), self.chain_id

    def revert(self, snapshot: Any) -> None:
        block, number = snapshot
        self._backend.revert_to_snapshot(block)
        self._chain.chain_id = number
        self._next, self._open, self._sent = None, False, 0


def _logs(computation: Any) -> list[tuple[str, list[bytes], bytes]]:
    return [
        (checksum(address), [int(topic).to_bytes(32, "big") for topic in topics], bytes(data))
        for address, topics, data in computation.get_log_entries()
    ]
