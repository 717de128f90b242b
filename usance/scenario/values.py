"""Typed values: the parameter's type decides what a text means.

A kind is what a value is in the trade (a day, minor units, a rate); the ABI component is what the
contract takes. `Reader.read` turns what stands in the file into what the ABI wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

from eth_abi.abi import encode as abi_encode
from eth_utils.address import is_hex_address, to_checksum_address
from eth_utils.crypto import keccak

from usance.documents import merkle_root
from usance.scenario.cast import Bound, Names
from usance.scenario.coded import NOTHING, Coded, bare
from usance.scenario.document import Series, Table, Text, line_of
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.legs import legs_of
from usance.scenario.money import Amount, read_amount, read_rate
from usance.scenario.papers import FIELDS, fingerprint_of, paper_value
from usance.scenario.places import DAY, TIME, read_day, read_time
from usance.scenario.spans import single
from usance.terms import ZERO_ADDRESS, ZERO_HASH, place_key

HEX32 = re.compile(r"0x[0-9a-fA-F]{64}")
ALIAS = re.compile(r"\$(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<path>(?:\.[A-Za-z0-9_]+)*)")
YES = {"yes", "true", "1", "y", "on"}
NO = {"no", "false", "0", "n", "off"}
MAX_UINT = 2**256 - 1


def component_kind(component: Mapping[str, Any]) -> str:
    """The kind an ABI type has by itself."""
    kind = str(component["type"])
    if kind.startswith(("uint", "int")) and not kind.endswith("]"):
        return "number"
    return {"address": "address", "bytes32": "hash", "bool": "bool", "string": "text"}.get(kind, "bytes")


class Reader(Coded):
    """Reads values with the names of one scenario and the enumerations of the adapter."""

    def __init__(
        self,
        names: Names,
        enums: Mapping[str, type[IntEnum] | type[IntFlag]],
        kind_of: Callable[[str, str], str | None],
        folder: Path = Path(),
    ) -> None:
        self.names = names
        super().__init__(enums)
        self.kind_of = kind_of
        # Where files named in the story lie; who a seller is and where units wait, is asked of the contracts.
        self.folder = folder
        self.identity_of: Callable[[str], bytes] = lambda address: keccak(text=address)
        self.sub_account: Callable[[int, str, str], str] | None = None
        # The currency of the claim whose units an act is about, "" where it is not known.
        self.unit = ""

    # --- aliases ---

    def alias(self, text: str, line: int | None) -> Any:
        """What `$name` or `$name.field` stands for."""
        found = ALIAS.fullmatch(text)
        if found is None:
            raise ScenarioError(f"{text} is no alias, write $name or $name.field", line)
        name, path = found["name"], [part for part in found["path"].split(".") if part]
        if name not in self.names.aliases:
            raise ScenarioError(f"no alias ${name}{did_you_mean(name, self.names.aliases)}", line)
        value: Any = self.names.aliases[name]
        for part in path:
            value = self._field(value, part, text, line)
        return value

    def _field(self, value: Any, part: str, text: str, line: int | None) -> Any:
        if isinstance(value, Bound):
            if part == "id":
                return value.value
            versions = self.names.versions.get(value.value) if isinstance(value.value, bytes) else None
            if versions is not None and versions.named(part) is not None:
                return Bound(value.kind, value.value, versions.named(part))
            value = value.struct if value.struct is not None else value.value
        if isinstance(value, Mapping):
            if part in value:
                return value[part]
            raise ScenarioError(f"{text}: there is no {part}{did_you_mean(part, value)}", line)
        if isinstance(value, (list, tuple)) and part.isdigit() and int(part) < len(value):
            return value[int(part)]
        raise ScenarioError(f"{text} has no fields", line)

    # --- values ---

    def read(
        self,
        value: Any,
        component: Mapping[str, Any],
        kind: str | None = None,
        line: int | None = None,
        scope: str = "",
    ) -> Any:
        """The value as the ABI component takes it; `scope` is the event, act or struct it stands in."""
        where = line_of(value, line)
        abi_type = str(component["type"])
        if isinstance(value, Text) and value.startswith("$"):
            return self._aliased(self.alias(value, where), component, kind, value, where)
        if isinstance(value, Bound):
            return self._fit(value, component, kind, Text("", where or 0), where)
        if not isinstance(value, (Text, Series, Table, str)):
            return value
        if abi_type.endswith("]"):
            return self._series(value, component, kind, where, scope)
        if abi_type == "tuple":
            return self._struct(value, component, where, scope)
        kind = kind or self.kind_of(str(component.get("name", "")), scope) or component_kind(component)
        if kind in {"minor", "token", "day", "time", "bps", "wad"} and not abi_type.startswith(
            ("uint", "int")
        ):
            kind = component_kind(component)
        return self._in_range(self.scalar(value, kind, where), abi_type, value, where)

    def _aliased(
        self, found: Any, component: Mapping[str, Any], kind: str | None, text: Text, line: int | None
    ) -> Any:
        """A kept result where one or several of it are wanted; one batch has one set of common terms."""
        abi_type = str(component["type"])
        kept = found.value if isinstance(found, Bound) else found
        several = list(kept) if isinstance(kept, (list, tuple)) else None
        if abi_type.endswith("]"):
            inner = {**component, "type": abi_type[: abi_type.rindex("[")]}
            items = [found] if several is None else several
            return [self._fit(item, inner, kind, text, line) for item in items]
        if several and abi_type == "tuple":
            found = several[0]
        return self._fit(found, component, kind, text, line)

    @staticmethod
    def _in_range(found: Any, abi_type: str, text: Any, line: int | None) -> Any:
        """A number that the ABI type cannot hold is the file's error, not the encoder's."""
        if abi_type.startswith("uint") and isinstance(found, int):
            bits = int(abi_type[4:])
            if found < 0 or found >> bits:
                raise ScenarioError(f"{text!r} does not fit {abi_type}", line)
        if abi_type.startswith("int") and isinstance(found, int) and abs(found) >> (int(abi_type[3:]) - 1):
            raise ScenarioError(f"{text!r} does not fit {abi_type}", line)
        return found

    def scalar(self, value: Any, kind: str, line: int | None = None) -> Any:
        """A value by its kind alone."""
        where = line_of(value, line)
        if isinstance(value, Table) and _names_file(value):
            return self._paper(value, kind, where)
        if kind in {"hash", "fingerprint"}:
            told = value.get("fingerprint") if isinstance(value, Table) and len(value) == 1 else None
            if isinstance(told, Table):
                return self._fingerprint(told, where)
            if kind == "fingerprint" and isinstance(value, Table) and set(value) & set(FIELDS):
                return self._fingerprint(value, where)
            return self.hash(value, where)
        if kind == "documents":
            return self.documents(value, where)
        if kind == "legs":
            return legs_of(self, value, where)
        if kind.startswith("fields "):
            return self.field_bits(value, kind[7:], where)
        if kind.startswith("flags "):
            return self.flag_bits(value, kind[6:], where)
        if isinstance(value, (Table, Series)):
            raise ScenarioError(
                f"one value is wanted here, not a {'list' if isinstance(value, Series) else 'mapping'}", where
            )
        text = str(value).strip()
        if text.startswith("units "):
            return self.number(text[6:].strip(), where)
        if kind.startswith("enum "):
            return self.enum_value(text, kind[5:], where)
        readers: dict[str, Callable[[str, int | None], Any]] = {
            "minor": self.minor,
            "token": self.token,
            "day": self.day,
            "time": self.time,
            "bps": lambda t, w: self._rate(t, 10_000, w),
            "wad": lambda t, w: self._rate(t, 10**18, w),
            "key": self._key,
            "address": self.address,
            "bool": self._bool,
            "number": self.number,
            "units": self.units,
            "text": lambda t, w: t,
            "bytes": self._bytes,
        }
        if kind not in readers:
            raise ScenarioError(f"the adapter names an unknown kind {kind}", where)
        return readers[kind](text, where)

    def _fit(
        self, found: Any, component: Mapping[str, Any], kind: str | None, text: Text, line: int | None
    ) -> Any:
        """An alias's value as the parameter needs it: id, struct or address."""
        abi_type = str(component["type"])
        if isinstance(found, bytes) and abi_type == "tuple" and found in self.names.known:
            found = self.names.known[found]
        if isinstance(found, Bound):
            if abi_type == "tuple":
                struct = found.struct
                if struct is None and isinstance(found.value, bytes):
                    known = self.names.known.get(found.value)
                    struct = None if known is None else known.struct
                if struct is None:
                    raise ScenarioError(f"{text} is known by its id only, its terms are wanted here", line)
                names = [part["name"] for part in component["components"]]
                if set(names) < set(struct):
                    # A row of a batch is a part of the terms.
                    return {name: struct[name] for name in names}
                if set(struct) != set(names):
                    raise ScenarioError(f"{text} is a {found.kind}, which does not fit here", line)
                return dict(struct)
            if abi_type == "address" and found.contract is not None:
                return found.contract.address
            found = found.value
        if isinstance(found, str) and not isinstance(found, Text) and abi_type != "address":
            return self.scalar(Text(found, line or 0), kind or component_kind(component), line)
        if abi_type == "bytes32" and not (isinstance(found, bytes) and len(found) == 32):
            raise ScenarioError(f"{text} is no id", line)
        if abi_type == "address" and not (isinstance(found, str) and is_hex_address(found)):
            raise ScenarioError(f"{text} is no address", line)
        if abi_type.startswith(("uint", "int")) and not isinstance(found, int):
            if isinstance(found, bytes) and len(found) == 32:
                return int.from_bytes(found, "big")
            raise ScenarioError(f"{text} is no number", line)
        return found

    def _series(
        self, value: Any, component: Mapping[str, Any], kind: str | None, line: int | None, scope: str
    ) -> list[Any]:
        inner = {**component, "type": str(component["type"])[: str(component["type"]).rindex("[")]}
        if isinstance(value, (Text, str)) and str(value).lower() in NOTHING:
            return []
        items = list(value) if isinstance(value, Series) else [value]
        if isinstance(value, Text) and bare(value) != value.strip():
            # A list in the cell of a CSV is one text.
            items = [Text(item.strip(), value.line) for item in bare(value).split(",") if item.strip()]
        if kind == "holders":
            # Contracts want them ascending; names do not tell the order of their addresses.
            found = [self.read(item, inner, "address", line, scope) for item in items]
            return sorted(found, key=lambda address: int(str(address), 16))
        return [self.read(item, inner, kind, line, scope) for item in items]

    def _struct(
        self, value: Any, component: Mapping[str, Any], line: int | None, scope: str
    ) -> dict[str, Any]:
        parts = {str(part["name"]): part for part in component["components"]}
        if isinstance(value, Text):
            # One word stands for the first field: discrepancies: [late_shipment].
            only, value = value, Table(value.line)
            value.put(next(iter(parts)), only, only.line)
        if not isinstance(value, Table):
            raise ScenarioError(f"a mapping is wanted here: {', '.join(parts)}", line)
        for key in value:
            if key not in parts:
                raise ScenarioError(f"there is no {key} here{did_you_mean(key, parts)}", value.line_of(key))
        missing = [name for name, part in parts.items() if name not in value and part["type"] != "bytes32"]
        if missing:
            raise ScenarioError(f"{', '.join(missing)} left out", line)
        return {
            name: self.read(value[name], part, None, value.line_of(name), scope)
            if name in value
            else ZERO_HASH
            for name, part in parts.items()
        }

    # --- papers ---

    def _fingerprint(self, words: Table, line: int | None) -> bytes:
        if "seller" not in words:
            raise ScenarioError("fingerprint: seller left out", line)
        seller = self.address(str(words["seller"]), words.line_of("seller"))
        return fingerprint_of(words, self.identity_of(seller), line)

    def _paper(self, words: Table, kind: str, line: int | None) -> Any:
        path = self.folder / str(words["invoice"])
        identity = None
        if "seller" in words:
            identity = self.identity_of(self.address(str(words["seller"]), words.line_of("seller")))
        return paper_value(path, kind, identity, line)

    # --- kinds ---

    def units(self, text: str, line: int | None = None) -> int:
        """Units of a claim: a plain number of them, or an amount of its currency."""
        if text.isdigit():
            return self.number(text, line)
        amount = read_amount(text, line)
        if amount is not None and not amount.unit and self.unit:
            return self.minor(f"{self.unit} {text}", line)
        return self.minor(text, line)

    def number(self, text: str, line: int | None = None) -> int:
        """A plain whole number."""
        if HEX32.fullmatch(text):
            return int(text, 16)
        if DAY.fullmatch(text):
            return read_day(text, line)
        if TIME.fullmatch(text):
            return self.time(text, line)
        if text.lower() == "none":
            return 0
        amount = read_amount(text, line)
        if amount is None:
            raise ScenarioError(f"{text!r} is no number", line)
        if amount.unit:
            return self._money(amount, "minor", text, line)
        if amount.number != amount.number.to_integral_value():
            raise ScenarioError(f"{text!r} is not a whole number; write a unit (EUR 1.00)", line)
        return int(amount.number)

    def minor(self, text: str, line: int | None = None) -> int:
        """Minor units of a currency: `EUR 1.00`."""
        return self._money(read_amount(text, line), "minor", text, line)

    def token(self, text: str, line: int | None = None) -> int:
        """Units of a token: `EUR 1.00` in the decimals of the token EUR."""
        return self._money(read_amount(text, line), "token", text, line)

    def _money(self, amount: Amount | None, kind: str, text: str, line: int | None) -> int:
        if text.lower() in {"none", "zero", "0"}:
            return 0
        if text.lower() in {"all", "max"}:
            return MAX_UINT
        if amount is None:
            raise ScenarioError(f"{text!r} is no amount, write EUR 1.00 or units 17", line)
        unit = amount.unit
        if not unit:
            if len(self.names.tokens) != 1:
                raise ScenarioError(f"{text!r} names no currency, write EUR {text} or units {text}", line)
            unit = next(iter(self.names.tokens))
        if kind == "token":
            token = self.names.token_of(unit)
            if token is None:
                raise ScenarioError(f"no token {unit}{did_you_mean(unit, self.names.tokens)}", line)
            decimals, what = token.decimals, f"the token {token.symbol}"
        else:
            found = self.names.decimals_of(unit)
            if found is None:
                raise ScenarioError(f"no currency {unit}{did_you_mean(unit, self.names.tokens)}", line)
            decimals, what = found, f"the currency {unit}"
        return amount.scaled(decimals, what, line)

    def day(self, text: str, line: int | None = None) -> int:
        """A local day: 2026-03-02, or `none`."""
        if text.lower() in NOTHING:
            return 0
        if DAY.fullmatch(text):
            return read_day(text, line)
        found = TIME.fullmatch(text)
        if found is not None:
            return read_day(found["day"], line)
        base, sign, count = _plus(text)
        if sign:
            return self.day(base, line) + sign * self.number(count, line)
        if text.isdigit():
            return int(text)
        raise ScenarioError(f"{text!r} is no day, write 2026-03-02", line)

    def time(self, text: str, line: int | None = None) -> int:
        """A time in unix seconds: 2026-03-02T10:00 DEHAM."""
        if text.lower() in NOTHING:
            return 0
        if text.isdigit():
            return int(text)
        return read_time(text, self.names.places, line)

    def _rate(self, text: str, unit: int, line: int | None) -> int:
        rate = read_rate(text, unit, line)
        if rate is not None:
            return rate
        if text.lower() in NOTHING:
            return 0
        return self.number(text, line)

    def _key(self, text: str, line: int | None) -> bytes:
        if text.lower() in NOTHING:
            return ZERO_HASH
        if HEX32.fullmatch(text):
            return bytes.fromhex(text[2:])
        if text in self.names.parties and self.names.parties[text].place:
            text = self.names.parties[text].place
        try:
            return place_key(text)
        except (ValueError, UnicodeEncodeError):
            raise ScenarioError(f"{text!r} is no place or currency code", line) from None

    def hash(self, value: Any, line: int | None = None, name: str = "") -> bytes:
        """A text hashed, a hash as it is, a list or mapping encoded word by word and hashed."""
        if isinstance(value, (Series, Table)):
            return keccak(abi_encode(["bytes32[]"], [self._words(value, name, line)]))
        text = str(value)
        if text.lower() in {"none", ""}:
            return ZERO_HASH
        if HEX32.fullmatch(text):
            return bytes.fromhex(text[2:])
        if text.startswith("$"):
            found = self.alias(text, line)
            return bytes(found.value if isinstance(found, Bound) else found)
        return keccak(text.encode())

    def documents(self, value: Any, line: int | None = None) -> bytes:
        """The root of a set: of `{leaves: [...]}` the Merkle root, anything else is a set of one leaf."""
        told = value.get("leaves") if isinstance(value, Table) and len(value) == 1 else None
        leaves = [self.hash(item, line) for item in (told if isinstance(told, Series) and told else [value])]
        root = merkle_root(leaves)
        self.names.trees.setdefault(root, leaves)
        return root

    def _words(self, value: Any, name: str, line: int | None) -> list[bytes]:
        words: list[bytes] = []
        items = list(value.items()) if isinstance(value, Table) else [(name, item) for item in value]
        for key, item in items:
            if isinstance(item, (Series, Table)):
                words += self._words(item, key, line)
                continue
            kind = self.kind_of(key, "") or "hash"
            found = self.scalar(item, kind, line)
            if isinstance(found, str):
                words.append(bytes(12) + bytes.fromhex(found[2:]))
            else:
                words.append(found if isinstance(found, bytes) else int(found).to_bytes(32, "big"))
        return words

    def _sub_account(self, text: str, line: int | None) -> str | None:
        """`pledged/PLEDGOR/PLEDGEE`, `pending/ANCHOR/SUPPLIER`, `parked/OWNER`; None for any other word."""
        word, *parties = text.split("/")
        kinds = {str(member.name).lower(): int(member.value) for member in self.enums.get("SubAccount", ())}
        if word not in kinds or self.sub_account is None or not parties or text in self.names.parties:
            return None
        if len(parties) > 2:
            raise ScenarioError(f"{text}: write {word}/OWNER/OTHER", line)
        owner, other = self.address(parties[0], line), self.address(parties[-1], line)
        return self.sub_account(kinds[word], owner, other)

    def address(self, text: str, line: int | None = None) -> str:
        """A party's, a token's or a contract's address; `none` is zero."""
        waiting = self._sub_account(text, line) if "/" in text else None
        if waiting is not None:
            return waiting
        if single(text) in self.names.parties:
            return self.names.parties[single(text)].address
        if text in self.names.tokens:
            return self.names.tokens[text].address
        if text in self.names.contracts:
            return self.names.contracts[text].address
        if text.lower() in NOTHING:
            return ZERO_ADDRESS
        if is_hex_address(text):
            return str(to_checksum_address(text))
        known = [*self.names.parties, *self.names.tokens, *self.names.contracts]
        raise ScenarioError(f"no party {text}{did_you_mean(text, known)}", line)

    def _bool(self, text: str, line: int | None) -> bool:
        if text.lower() in YES:
            return True
        if text.lower() in NO | {"none"}:
            return False
        raise ScenarioError(f"{text!r} is neither yes nor no", line)

    def _bytes(self, text: str, line: int | None) -> bytes:
        if text.lower() in {"none", ""}:
            return b""
        if re.fullmatch(r"0x([0-9a-fA-F]{2})*", text):
            return bytes.fromhex(text[2:])
        raise ScenarioError(f"{text!r} is no 0x… data", line)


def _names_file(value: Table) -> bool:
    """`{invoice: FILE}`, not a mapping of documents of which one is called so."""
    file = str(value.get("invoice", "")).lower()
    return set(value) <= {"invoice", "seller"} and file.endswith((".xml", ".pdf"))


def _plus(text: str) -> tuple[str, int, str]:
    """`2026-03-02 + 5` as its parts; sign 0 when the text is no sum."""
    found = re.fullmatch(r"(\S+)\s+([+-])\s+(\d+)", text)
    if found is None:
        return text, 0, ""
    return found[1], 1 if found[2] == "+" else -1, found[3]
