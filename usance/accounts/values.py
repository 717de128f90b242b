"""Arguments of calls between files and ABIs: by type, exactly, with one line for what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from usance.accounts.errors import AccountError

# Larger numbers are written as text, for JSON readers that keep 53 bits.
LARGE = 2**53


def value_of(value: Any, component: Mapping[str, Any], where: str) -> Any:
    """A value of a file as the ABI takes it: hex text for bytes, whole numbers, mappings for structs."""
    kind = str(component["type"])
    if kind.endswith("]"):
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise AccountError(f"{where}: a list is wanted, not {str(value)[:40]!r}")
        inner = {**component, "type": kind[: kind.rindex("[")]}
        return [value_of(item, inner, f"{where}[{index}]") for index, item in enumerate(value)]
    if kind == "tuple":
        return struct_of(value, component["components"], where)
    try:
        return _word(value, kind)
    except (ValueError, TypeError, AttributeError):
        raise AccountError(f"{where}: {str(value)[:60]!r} is no {kind}; correct the file") from None


def struct_of(value: Any, components: Sequence[Mapping[str, Any]], where: str) -> dict[str, Any]:
    """Fields by name: all of them, and no other."""
    if not isinstance(value, Mapping):
        raise AccountError(f"{where}: fields by name are wanted, not {str(value)[:40]!r}")
    names = [str(part["name"]) for part in components]
    wrong = [name for name in value if name not in names] + [name for name in names if name not in value]
    if wrong:
        problem = "missing" if wrong[0] in names else "unknown"
        raise AccountError(f"{where}.{wrong[0]}: {problem}; the fields are {', '.join(names)}")
    return {str(part["name"]): value_of(value[part["name"]], part, f"{where}.{part['name']}")
            for part in components}  # fmt: skip


def _word(value: Any, kind: str) -> Any:
    if kind == "address":
        if not is_address(value):
            raise ValueError
        return to_checksum_address(value)
    if kind == "bool":
        if not isinstance(value, bool):
            raise TypeError
        return value
    if kind == "string":
        if not isinstance(value, str):
            raise TypeError
        return value
    if kind.startswith("bytes"):
        if not value.startswith("0x"):
            raise ValueError
        raw = bytes.fromhex(value[2:])
        if kind != "bytes" and len(raw) != int(kind[5:]):
            raise ValueError
        return raw
    if isinstance(value, bool | float):
        raise TypeError
    number = int(value, 0) if isinstance(value, str) else int(value)
    bits = int(kind.removeprefix("u")[3:] or 256)
    low, high = (0, (1 << bits) - 1) if kind.startswith("u") else (-(1 << bits - 1), (1 << bits - 1) - 1)
    if not low <= number <= high:
        raise ValueError
    return number


def shown(value: Any) -> Any:
    """A decoded value for JSON and for people."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Mapping):
        return {str(key): shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGE:
        return str(value)
    return value
