"""Files of an account's people and policy (YAML or JSON): for `account create`, and for changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from eth_utils.address import is_address, to_checksum_address
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from usance.accounts.abis import AddressBook, word_of
from usance.accounts.errors import AccountError
from usance.accounts.words import (
    CAPABILITIES,
    GOVERN,
    MAX_BANDS,
    MAX_LADDERS,
    MAX_RULES,
    MAX_SIGNERS,
    NO_SELECTOR,
    OPEN_CEILING,
    OTHER,
    SIGN,
    Band,
    Change,
    Ladder,
    Measure,
    Rule,
    Signer,
    rights,
)

BUILT_IN = {"GOVERN": GOVERN, "OTHER": OTHER, "SIGN": SIGN}
ZERO = "0x" + "0" * 40


class Part(BaseModel):
    """No unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignerPart(Part):
    """A key and its rights, by name; `all` is every capability of the file."""

    key: str
    name: str = ""
    rights: list[str] | str = Field(default_factory=list)


class BandPart(Part):
    """Without `up_to` the band is open above."""

    up_to: int | None = Field(default=None, gt=0)
    threshold: int = Field(ge=1, le=8)


class RulePart(Part):
    """`amount`: a field (`terms.amount`), `word N`, nothing, whole, value, or none (the rule ends)."""

    contract: str
    function: str | None = None
    abi: str | None = None
    capability: str = "OTHER"
    amount: str


class PlanFile(Part):
    """What `account create` and `account propose --change` read."""

    name: str = ""
    capabilities: dict[str, int] = Field(default_factory=dict)
    removed: list[str] = Field(default_factory=list, max_length=MAX_SIGNERS)
    signers: list[SignerPart] = Field(default_factory=list, max_length=MAX_SIGNERS)
    ladders: dict[str, int | list[BandPart]] = Field(default_factory=dict, max_length=MAX_LADDERS)
    rules: list[RulePart] = Field(default_factory=list, max_length=MAX_RULES)
    guardian: str | None = None

    def names(self) -> dict[str, int]:
        """Capability -> number, the three of every account among them."""
        for name, number in self.capabilities.items():
            if name in BUILT_IN or not 3 <= number < CAPABILITIES:
                raise AccountError(
                    f"capabilities.{name}: give it a number of 3 to {CAPABILITIES - 1}; 0 to 2 are "
                    "GOVERN, OTHER and SIGN"
                )
        if len(set(self.capabilities.values())) < len(self.capabilities):
            raise AccountError("capabilities: two have the same number")
        return BUILT_IN | self.capabilities


def read_file(path: Path) -> Any:
    """A YAML or JSON file; one line when it is neither."""
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        raise AccountError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise AccountError(f"{path}: {str(error).splitlines()[0]}") from None


def plan_of(data: Any, where: str) -> PlanFile:
    """The file's contents, or the first thing wrong with them."""
    try:
        return PlanFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AccountError(f"{where}: {place}: {first['msg']}") from None


def change_of(plan: PlanFile, book: AddressBook, known: Mapping[str, int] | None = None) -> Change:
    """The change that the file describes. `known` are names of an account that exists already."""
    names = dict(known or {}) | plan.names()
    everything = rights(*names.values())

    def number(name: str, where: str) -> int:
        if name not in names:
            raise AccountError(f"{where}: no capability {name[:40]!r}; there are {', '.join(names)}")
        return names[name]

    def bits(part: SignerPart) -> int:
        if isinstance(part.rights, str):
            if part.rights != "all":
                raise AccountError(f"signers.{part.key}.rights: write `all`, or a list of capabilities")
            return everything
        return rights(*(number(name, f"signers.{part.key}") for name in part.rights))

    return Change(
        removed=tuple(_address(key, "removed") for key in plan.removed),
        signers=tuple(Signer(_address(part.key, "signers"), bits(part)) for part in plan.signers),
        ladders=tuple(
            Ladder(number(name, "ladders"), _bands(name, bands)) for name, bands in plan.ladders.items()
        ),
        rules=tuple(
            _rule(part, number(part.capability, f"rules[{index}]"), book, f"rules[{index}]")
            for index, part in enumerate(plan.rules)
        ),
        guardian=None if plan.guardian is None else _address(plan.guardian, "guardian", zero=True),
    )


def _address(text: str, where: str, zero: bool = False) -> str:
    if not is_address(text) or (int(text, 16) == 0 and not zero):
        raise AccountError(f"{where} {text[:60]!r}: not an address; give 20 bytes as 0x and 40 hex digits")
    return to_checksum_address(text)


def _bands(name: str, bands: int | list[BandPart]) -> tuple[Band, ...]:
    if isinstance(bands, int):
        if bands == 0:
            return ()
        return (Band(OPEN_CEILING, bands),)
    if len(bands) > MAX_BANDS:
        raise AccountError(f"ladders.{name}: {len(bands)} bands; at most {MAX_BANDS}")
    found = tuple(Band(OPEN_CEILING if part.up_to is None else part.up_to, part.threshold) for part in bands)
    if found and found[-1].ceiling != OPEN_CEILING:
        raise AccountError(f"ladders.{name}: the last band is open; leave its up_to out (CHANGE)")
    return found


MEASURES = {
    "none": Measure.NONE,
    "nothing": Measure.NOTHING,
    "whole": Measure.WHOLE,
    "value": Measure.VALUE,
}


def _rule(part: RulePart, capability: int, book: AddressBook, where: str) -> Rule:
    target = book.place_of(part.contract, f"{where}.contract")
    measure = MEASURES.get(part.amount, Measure.WORD)
    if part.function is None:
        if measure not in {Measure.VALUE, Measure.NONE}:
            raise AccountError(f"{where}: a transfer of native coin has `amount: value`")
        return Rule(target, NO_SELECTOR, capability, measure)
    function = book.function(part.contract, part.abi, part.function, where)
    word = 0
    if measure == Measure.WORD:
        path = part.amount.removeprefix("word ")
        word = int(path) if path.isdecimal() else word_of(function, part.amount, f"{where}.amount")
    return Rule(target, function.selector, capability, measure, word)
