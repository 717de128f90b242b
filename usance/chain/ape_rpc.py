"""Any node that Ape reaches by JSON-RPC: anvil for work that stays, or a public network.

On a development node block times are set to the second and refused acts are sent like any other; on a
public network a refused act is found by a call and never sent, and time is nobody's to set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth_account import Account as Signer
from web3.exceptions import ContractLogicError, Web3RPCError

from usance.chain.abi import checksum
from usance.chain.ape_local import KNOWN_KEYS, WEALTH
from usance.chain.driver import Account
from usance.chain.ports import Done
from usance.chain.revm import throwaway

GAS_LIMIT = 14_000_000
DEVELOPMENT = ("anvil", "hardhat", "ganache")

# Seconds between two looks for a receipt.
OWN_LATENCY, PUBLIC_LATENCY = 0.005, 0.1


class RpcPort:
    """The port to a web3 provider."""

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self._web3 = provider.web3
        self._next: int | None = None
        self._keys: dict[str, bytes] = {}
        self._accounts: dict[str, Any] = {}
        self._block_time: int | None = None
        version = str(self._web3.client_version).lower()
        self.development = any(word in version for word in DEVELOPMENT)
        if self.development:
            for index in range(KNOWN_KEYS):
                account = throwaway(index)
                assert account.key is not None
                self._keys[account.address] = account.key

    @property
    def chain_id(self) -> int:
        return int(self._web3.eth.chain_id)

    def now(self) -> int:
        return int(self._web3.eth.get_block("latest")["timestamp"])

    def set_time(self, timestamp: int) -> None:
        if not self.development:
            raise ValueError("the time of a public network is nobody's to set")
        self._next = timestamp

    def use(self, account: Any) -> None:
        self._accounts[str(account.address)] = account

    def fund(self, account: Account) -> None:
        if self.development and not self._web3.eth.get_balance(account.address):
            self._request("anvil_setBalance", [account.address, hex(WEALTH)])

    def nonce(self, sender: str) -> int:
        return int(self._web3.eth.get_transaction_count(sender))

    def _request(self, method: str, params: list[Any]) -> Any:
        answer = self._web3.provider.make_request(method, params)
        if answer.get("error"):
            raise RuntimeError(f"{method}: {answer['error'].get('message', answer['error'])}")
        return answer.get("result")

    def open_block(self) -> None:
        """Acts of one moment: on a development node each has its block, all with the same time."""
        self._block_time = -1

    def close_block(self) -> None:
        self._block_time = None

    def send(self, sender: str, to: str | None, data: bytes, value: int, gas: int | None) -> Done:
        if self.development:
            self._request("evm_setNextBlockTimestamp", [hex(self._time())])
        else:
            tried = self._call(sender, to, data, value, "latest", None)
            if not tried.ok:
                return tried
        hashed = self._signed(sender, to, data, value, gas)
        # A node of one's own answers at once; a public one is not asked more often than web3 does.
        latency = OWN_LATENCY if self.development else PUBLIC_LATENCY
        receipt = self._web3.eth.wait_for_transaction_receipt(hashed, poll_latency=latency)
        block = self._web3.eth.get_block(receipt["blockNumber"])
        timestamp = int(block["timestamp"])
        if self._block_time is not None:
            self._block_time = timestamp
        replay = self._call(sender, to, data, value, receipt["blockNumber"] - 1, timestamp, gas)
        ok = bool(receipt["status"])
        logs = [
            (
                checksum(bytes.fromhex(log["address"][2:])),
                [bytes(t) for t in log["topics"]],
                bytes(log["data"]),
            )
            for log in receipt["logs"]
        ]
        return Done(
            ok,
            replay.output if to is not None else b"",
            logs,
            timestamp,
            int(receipt["gasUsed"]),
            "0x" + bytes(receipt["transactionHash"]).hex(),
            str(receipt["contractAddress"] or ""),
        )

    def _time(self) -> int:
        if self._block_time is not None and self._block_time > 0:
            return self._block_time
        wanted, self._next = self._next, None
        return self.now() + 1 if wanted is None else wanted

    def _signed(self, sender: str, to: str | None, data: bytes, value: int, gas: int | None) -> Any:
        if sender in self._accounts and sender not in self._keys:
            return self._by_ape(self._accounts[sender], to, data, value, gas)
        if sender not in self._keys:
            raise ValueError(f"no account for {sender}: name it with --account")
        fee = int(self._web3.eth.get_block("latest").get("baseFeePerGas", 0)) * 2 + 10**9
        transaction: dict[str, Any] = {
            "chainId": self.chain_id,
            "nonce": self._web3.eth.get_transaction_count(sender),
            "maxFeePerGas": fee,
            "maxPriorityFeePerGas": 0,
            "gas": gas or GAS_LIMIT,
            "value": value,
            "data": data,
        }
        if to is not None:
            transaction["to"] = to
        signed = Signer.sign_transaction(transaction, self._keys[sender])
        return self._web3.eth.send_raw_transaction(signed.raw_transaction)

    def _by_ape(self, account: Any, to: str | None, data: bytes, value: int, gas: int | None) -> Any:
        """Signed by an account of Ape's own, prepared and sent the way Ape does it."""
        words: dict[str, Any] = {"data": data, "value": value, "sender": account.address}
        if to is not None:
            words["receiver"] = to
        if gas is not None:
            words["gas_limit"] = gas
        transaction = account.prepare_transaction(
            self._provider.network.ecosystem.create_transaction(**words)
        )
        signed = account.sign_transaction(transaction)
        if signed is None:
            raise ValueError(f"{account.address} did not sign")
        return self._web3.eth.send_raw_transaction(signed.serialize_transaction())

    def look(self, sender: str, to: str, data: bytes) -> Done:
        when = self._next
        if when is None and self._block_time is not None and self._block_time > 0:
            when = self._block_time
        return self._call(sender, to, data, 0, "latest", when)

    def _call(
        self,
        sender: str,
        to: str | None,
        data: bytes,
        value: int,
        block: Any,
        timestamp: int | None,
        gas: int | None = None,
    ) -> Done:
        request = {"from": sender, "data": "0x" + data.hex(), "value": hex(value)}
        if to is not None:
            request["to"] = to
        if gas is not None:
            request["gas"] = hex(gas)
        number = block if isinstance(block, str) else hex(int(block))
        params: list[Any] = [request, number]
        if timestamp is not None:
            params += [{}, {"time": hex(timestamp)}]
        try:
            answer = self._web3.provider.make_request("eth_call", params)
        except (ContractLogicError, Web3RPCError) as error:
            return Done(False, _payload(getattr(error, "data", None)), (), timestamp or 0, None, "", "")
        if answer.get("error"):
            return Done(False, _payload(answer["error"].get("data")), (), timestamp or 0, None, "", "")
        return Done(True, _payload(answer.get("result")), (), timestamp or 0, None, "", "")

    def code(self, address: str) -> bytes:
        return bytes(self._web3.eth.get_code(address))

    def snapshot(self) -> Any:
        return self._request("evm_snapshot", [])

    def revert(self, snapshot: Any) -> None:
        self._request("evm_revert", [snapshot])
        self._next, self._block_time = None, None


def _payload(data: Any) -> bytes:
    """Return data or revert data out of what a node answered."""
    if isinstance(data, dict):
        data = data.get("data") or data.get("result")
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    text = str(data or "")
    try:
        return bytes.fromhex(text[2:]) if text.startswith("0x") else b""
    except ValueError:
        return b""


__all__: Sequence[str] = ("RpcPort",)
