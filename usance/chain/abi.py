"""Encoding and decoding by ABI, prepared once a contract.

Functions and events whose types are static words (the suite's normal case) are joined and sliced
directly, which is about thirty times faster than the general codec; everything else goes through
eth-abi. Structs go in as mappings, dataclasses with `as_tuple`, or tuples, and come out as
mappings by field name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import rlp
from eth_abi.abi import decode as abi_decode
from eth_abi.abi import encode as abi_encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

WORD = 32
ERROR_SELECTOR = bytes.fromhex("08c379a0")
PANIC_SELECTOR = bytes.fromhex("4e487b71")


@dataclass(frozen=True)
class Event:
    """A decoded log: contract address, event name, arguments by name."""

    address: str
    name: str
    args: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.args[key]


@lru_cache(maxsize=65536)
def checksum(raw: bytes) -> str:
    """The checksummed address of 20 bytes."""
    return to_checksum_address(raw)


@lru_cache(maxsize=65536)
def address_word(address: str) -> bytes:
    """An address as a left-padded word."""
    return bytes(12) + bytes.fromhex(address[2:])


def type_of(component: Mapping[str, Any]) -> str:
    """The canonical type of an ABI component, tuples written out."""
    kind = str(component["type"])
    if kind.startswith("tuple"):
        inner = ",".join(type_of(part) for part in component["components"])
        return f"({inner}){kind[5:]}"
    return kind


Encoder = Callable[[Any], bytes]
Decoder = Callable[[bytes, int], Any]


def _word_encoder(kind: str) -> Encoder | None:
    if kind.endswith("]"):
        return None
    if kind == "address":
        return address_word
    if kind.startswith("uint"):
        bits = int(kind[4:])

        def encode_uint(value: Any) -> bytes:
            number = int(value)
            if number < 0 or number >> bits:
                raise ValueError(f"{number} does not fit {kind}")
            return number.to_bytes(WORD, "big")

        return encode_uint
    if kind.startswith("int"):
        return lambda value: int(value).to_bytes(WORD, "big", signed=True)
    if kind == "bool":
        return lambda value: (1 if value else 0).to_bytes(WORD, "big")
    if kind == "bytes32":

        def encode_bytes32(value: Any) -> bytes:
            if len(value) != WORD:
                raise ValueError(f"bytes32 takes 32 bytes, not {len(value)}")
            return bytes(value)

        return encode_bytes32
    return None


def _word_decoder(kind: str) -> Decoder | None:
    if kind.endswith("]"):
        return None
    if kind == "address":
        return lambda data, at: checksum(data[at + 12 : at + WORD])
    if kind.startswith("uint"):
        return lambda data, at: int.from_bytes(data[at : at + WORD], "big")
    if kind.startswith("int"):
        return lambda data, at: int.from_bytes(data[at : at + WORD], "big", signed=True)
    if kind == "bool":
        return lambda data, at: data[at + WORD - 1] == 1
    if kind == "bytes32":
        return lambda data, at: data[at : at + WORD]
    return None


def plain(value: Any, component: Mapping[str, Any]) -> Any:
    """A value as eth-abi wants it: structs as tuples in the order of the ABI."""
    kind = str(component["type"])
    if kind.endswith("]"):
        inner = {**component, "type": kind[: kind.rindex("[")]}
        return [plain(item, inner) for item in value]
    if kind == "tuple":
        return tuple(
            plain(item, part)
            for item, part in zip(struct_items(value, component), component["components"], strict=True)
        )
    return value


def struct_items(value: Any, component: Mapping[str, Any]) -> Sequence[Any]:
    """The fields of a struct value in the order of the ABI."""
    if isinstance(value, Mapping):
        names = [part["name"] for part in component["components"]]
        if set(value) != set(names):
            wrong = sorted(set(value) ^ set(names))
            raise ValueError(f"fields of the struct differ from the ABI: {', '.join(wrong)}")
        return [value[name] for name in names]
    if hasattr(value, "as_tuple"):
        items: Sequence[Any] = value.as_tuple()
        return items
    return list(value)


def named(value: Any, component: Mapping[str, Any]) -> Any:
    """A decoded value with structs as mappings and addresses checksummed."""
    kind = str(component["type"])
    if kind.endswith("]"):
        inner = {**component, "type": kind[: kind.rindex("[")]}
        return [named(item, inner) for item in value]
    if kind == "tuple":
        return {
            part["name"]: named(item, part) for item, part in zip(value, component["components"], strict=True)
        }
    if kind == "address":
        return to_checksum_address(value)
    return value


def _flat(component: Mapping[str, Any]) -> list[str] | None:
    """The static words a component is made of, None when it has a dynamic or array part."""
    kind = str(component["type"])
    if kind == "tuple":
        words: list[str] = []
        for part in component["components"]:
            inner = _flat(part)
            if inner is None:
                return None
            words += inner
        return words
    if kind.endswith("]"):
        return None
    return [kind] if _word_encoder(kind) is not None else None


class Codec:
    """Encodes and decodes one argument list."""

    def __init__(self, components: Sequence[Mapping[str, Any]]) -> None:
        self.components = list(components)
        self.types = [type_of(component) for component in components]
        flats = [_flat(component) for component in components]
        self.static = all(flat is not None for flat in flats)
        if self.static:
            self._encoders = [self._static_encoder(component) for component in components]
            self._decoders: list[tuple[int, Decoder]] = []
            at = 0
            for component, flat in zip(components, flats, strict=True):
                self._decoders.append((at, self._static_decoder(component)))
                at += WORD * len(flat or [])

    def _static_encoder(self, component: Mapping[str, Any]) -> Encoder:
        if component["type"] != "tuple":
            encoder = _word_encoder(component["type"])
            assert encoder is not None
            return encoder
        parts = [self._static_encoder(part) for part in component["components"]]

        def encode_struct(value: Any) -> bytes:
            items = struct_items(value, component)
            return b"".join([encode(item) for encode, item in zip(parts, items, strict=True)])

        return encode_struct

    def _static_decoder(self, component: Mapping[str, Any]) -> Decoder:
        if component["type"] != "tuple":
            decoder = _word_decoder(component["type"])
            assert decoder is not None
            return decoder
        parts: list[tuple[str, int, Decoder]] = []
        at = 0
        for part in component["components"]:
            parts.append((part["name"], at, self._static_decoder(part)))
            at += WORD * len(_flat(part) or [])

        def decode_struct(data: bytes, base: int) -> Any:
            return {name: decode(data, base + offset) for name, offset, decode in parts}

        return decode_struct

    def encode(self, args: Sequence[Any]) -> bytes:
        if len(args) != len(self.components):
            names = ", ".join(str(part["name"]) for part in self.components)
            raise ValueError(f"{len(args)} arguments given, wanted: {names}")
        if self.static:
            return b"".join([encode(arg) for encode, arg in zip(self._encoders, args, strict=True)])
        return abi_encode(
            self.types, [plain(arg, part) for arg, part in zip(args, self.components, strict=True)]
        )

    def decode(self, data: bytes) -> list[Any]:
        if self.static:
            return [decode(data, at) for at, decode in self._decoders]
        values = abi_decode(self.types, data)
        return [named(value, part) for value, part in zip(values, self.components, strict=True)]


class Function:
    """One function of an ABI."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name = str(entry["name"])
        self.inputs = Codec(entry["inputs"])
        self.outputs = Codec(entry["outputs"])
        self.mutability = str(entry.get("stateMutability", "nonpayable"))
        self.signature = f"{self.name}({','.join(self.inputs.types)})"
        self.selector = keccak(self.signature.encode())[:4]

    @property
    def parameters(self) -> list[str]:
        return [str(part["name"]) for part in self.inputs.components]

    def encode(self, args: Sequence[Any]) -> bytes:
        return self.selector + self.inputs.encode(args)

    def decode(self, data: bytes) -> Any:
        if not self.outputs.components:
            return None
        values = self.outputs.decode(data)
        return values[0] if len(values) == 1 else tuple(values)


class EventType:
    """One event of an ABI."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name = str(entry["name"])
        inputs = entry["inputs"]
        signature = f"{self.name}({','.join(type_of(part) for part in inputs)})"
        self.topic = keccak(signature.encode())
        self.order = [str(part["name"]) for part in inputs]
        self.indexed = [part for part in inputs if part["indexed"]]
        self.body = [part for part in inputs if not part["indexed"]]
        self._topics = [Codec([part]) for part in self.indexed]
        self._body = Codec(self.body)

    def decode(self, address: str, topics: Sequence[bytes], data: bytes) -> Event:
        values: dict[str, Any] = {}
        for part, codec, topic in zip(self.indexed, self._topics, topics[1:], strict=True):
            values[str(part["name"])] = codec.decode(topic)[0]
        for part, value in zip(self.body, self._body.decode(data), strict=True):
            values[str(part["name"])] = value
        return Event(address, self.name, {name: values[name] for name in self.order})


class Abi:
    """A contract's ABI. Functions by name; an overloaded name (default arguments) by its arity too."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self.entries = list(entries)
        self.functions: dict[str, Function] = {}
        self.by_arity: dict[tuple[str, int], Function] = {}
        self.events: dict[bytes, EventType] = {}
        self.constructor = Codec([])
        for entry in entries:
            if entry["type"] == "function":
                function = Function(entry)
                known = self.functions.get(function.name)
                if known is None or len(known.inputs.components) < len(function.inputs.components):
                    self.functions[function.name] = function
                self.by_arity[function.name, len(function.inputs.components)] = function
            elif entry["type"] == "event":
                event = EventType(entry)
                self.events[event.topic] = event
            elif entry["type"] == "constructor":
                self.constructor = Codec(entry["inputs"])

    def function(self, name: str, arity: int | None = None) -> Function:
        found = self.functions.get(name) if arity is None else self.by_arity.get((name, arity))
        if found is None:
            raise KeyError(f"no function {name} with {arity} arguments in the ABI")
        return found


def created(sender: str, nonce: int) -> str:
    """The address of the contract that the account's transaction of that nonce deploys."""
    return checksum(keccak(rlp.encode([bytes.fromhex(sender[2:]), nonce]))[12:])


def revert_reason(data: bytes) -> str:
    """The error string in a revert payload, "" when it carries none."""
    if data[:4] == ERROR_SELECTOR:
        try:
            return str(abi_decode(["string"], data[4:])[0])
        except Exception as error:
            return f"unreadable reason: {error}"
    if data[:4] == PANIC_SELECTOR:
        return f"panic {int.from_bytes(data[4:36], 'big'):#x}"
    return ""
