"""The contracts that calls are made to: names, addresses, ABIs; calls in words and words in calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from usance.accounts.errors import AccountError
from usance.accounts.values import struct_of
from usance.accounts.words import NO_SELECTOR, Call
from usance.chain.abi import Abi, Function
from usance.chain.artifacts import all_artifacts, artifact


def _entry(name: str, *inputs: tuple[str, str]) -> dict[str, Any]:
    parts = [{"name": field_name, "type": kind} for field_name, kind in inputs]
    return {"type": "function", "name": name, "inputs": parts, "outputs": []}


# What any token of these standards understands.
STANDARDS: dict[str, Sequence[dict[str, Any]]] = {
    "ERC20": (
        _entry("transfer", ("to", "address"), ("amount", "uint256")),
        _entry("transferFrom", ("sender", "address"), ("to", "address"), ("amount", "uint256")),
        _entry("approve", ("spender", "address"), ("amount", "uint256")),
    ),
    "ERC1155": (
        _entry(
            "safeTransferFrom",
            ("sender", "address"), ("to", "address"), ("id", "uint256"), ("amount", "uint256"),
            ("data", "bytes"),
        ),
        _entry("setApprovalForAll", ("operator", "address"), ("approved", "bool")),
    ),
}  # fmt: skip


@lru_cache(maxsize=64)
def abi_named(name: str) -> Abi:
    """The ABI of a contract of the suite, or of a standard."""
    if name in STANDARDS:
        return Abi(STANDARDS[name])
    if name not in all_artifacts():
        known = ", ".join([*all_artifacts(), *STANDARDS])
        raise AccountError(f"contract {name[:40]}: unknown; name one of {known}")
    return Abi(artifact(name).abi)


@lru_cache(maxsize=1)
def _by_selector() -> dict[bytes, tuple[str, Function]]:
    """Selector -> contract and function, where all contracts that have it agree on its signature."""
    found: dict[bytes, tuple[str, Function]] = {}
    for name in [*STANDARDS, *all_artifacts()]:
        for function in abi_named(name).by_arity.values():
            found.setdefault(function.selector, (name, function))
    return found


@dataclass(frozen=True)
class Decoded:
    """A call in words. `function` "" when no ABI here knows it."""

    contract: str
    function: str
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.contract}.{self.function}"


@dataclass(frozen=True)
class AddressBook:
    """Contract name -> address, of a deployment."""

    addresses: Mapping[str, str] = field(default_factory=dict)

    def name_at(self, address: str) -> str:
        """The name of the contract there, "" for one this deployment does not know."""
        return next((name for name, place in self.addresses.items() if place == address), "")

    def place_of(self, text: str, where: str) -> str:
        """An address, or that of a named contract."""
        if is_address(text):
            return to_checksum_address(text)
        if text in self.addresses:
            return self.addresses[text]
        raise AccountError(f"{where} {text[:40]!r}: no address and no contract deployed here")

    def function(self, contract: str, abi: str | None, name: str, where: str) -> Function:
        """A function by the contract's name, or by an ABI's name where the contract is an address."""
        if abi is None and is_address(contract):
            abi = self.name_at(to_checksum_address(contract)) or None
            if abi is None:
                raise AccountError(f"{where}: name the ABI of {contract} with `abi:` (ERC20, ...)")
        found = abi_named(abi or contract)
        if name not in found.functions:
            raise AccountError(f"{where}: {abi or contract} has no function {name[:40]!r}")
        return found.functions[name]

    def decode(self, call: Call) -> Decoded:
        """The call in words, as far as an ABI of the suite or of a standard knows it."""
        name = self.name_at(call.target)
        if not call.data:
            return Decoded(name or "-", "transfer of native coin")
        if name:
            functions = {entry.selector: (name, entry) for entry in abi_named(name).by_arity.values()}
            known = functions.get(call.selector)
        else:
            known = _by_selector().get(call.selector)
        if known is None or call.selector == NO_SELECTOR:
            return Decoded(name or "-", "")
        contract, function = known
        try:
            values = function.inputs.decode(call.data[4:])
        except Exception:
            # Whatever the codec says of bytes that are not these arguments, they are not.
            return Decoded(name or "-", "")
        if function.encode(values) != call.data:
            return Decoded(name or "-", "")
        return Decoded(name or contract, function.name, dict(zip(function.parameters, values, strict=True)))

    def encode(self, entry: Mapping[str, Any], where: str) -> Call:
        """A call of a file: raw (target, data, value), or contract, function (or act) and arguments."""
        unknown = set(entry) - KEYS - IGNORED
        if unknown:
            raise AccountError(f"{where}.{min(unknown)}: unknown; a call has {', '.join(sorted(KEYS))}")
        value = entry.get("value", 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise AccountError(f"{where}.value: {value!r} is no amount of wei")
        if "data" in entry:
            return self._raw(entry, value, where)
        name, contract = entry.get("function") or entry.get("act"), entry.get("contract")
        if not isinstance(name, str) or not isinstance(contract, str):
            raise AccountError(f"{where}: write contract, function and arguments, or target and data")
        target = entry.get("target") or contract
        function = self.function(contract, entry.get("abi"), name, where)
        arguments = struct_of(entry.get("arguments") or {}, function.inputs.components, f"{where}.arguments")
        return Call(self.place_of(str(target), where), function.encode(list(arguments.values())), value)

    def _raw(self, entry: Mapping[str, Any], value: int, where: str) -> Call:
        target, text = entry.get("target") or entry.get("contract"), entry["data"]
        try:
            data = bytes.fromhex(str(text).removeprefix("0x"))
        except ValueError:
            raise AccountError(f"{where}.data: not hexadecimal") from None
        if not isinstance(target, str):
            raise AccountError(f"{where}.target: missing; name the address that is called")
        return Call(self.place_of(target, where), data, value)


KEYS = {"contract", "abi", "function", "act", "arguments", "target", "data", "value"}
# What `--dry-run --json` of the other commands tells beside the call.
IGNORED = {"sender", "approval", "moves", "outcome", "sent", "note", "names", "needs"}


def word_of(function: Function, path: str, where: str) -> int:
    """The place of a field (`amount`, `terms.amount`) among the words of the arguments."""
    at, parts = 0, list(function.inputs.components)
    steps = path.split(".")
    for depth, step in enumerate(steps):
        for part in parts:
            if part["name"] == step:
                break
            at += words_in(part)
        else:
            names = ", ".join(str(part["name"]) for part in parts)
            raise AccountError(f"{where}: {function.name} has no {path!r}; there are {names}")
        last = depth == len(steps) - 1
        if _dynamic(part) or (last and part["type"] == "tuple"):
            raise AccountError(f"{where}: {path!r} has no fixed place; use `amount: whole`")
        parts = list(part.get("components") or [])
    return at


def _dynamic(part: Mapping[str, Any]) -> bool:
    kind = str(part["type"])
    if kind in {"bytes", "string"} or kind.endswith("]"):
        return True
    return kind == "tuple" and any(_dynamic(inner) for inner in part["components"])


def words_in(part: Mapping[str, Any]) -> int:
    """Words that an argument takes among the first ones: a dynamic one takes its offset."""
    if part["type"] == "tuple" and not _dynamic(part):
        return sum(words_in(inner) for inner in part["components"])
    return 1
