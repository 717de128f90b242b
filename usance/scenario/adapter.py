"""scenarios/adapter.yaml: the trade's acts and views on one implementation's contracts.

The file is all that another implementation writes. Defaults are short phrases; `usance.scenario.defaults`
says what each means.
"""

from __future__ import annotations

import fnmatch
from enum import IntEnum, IntFlag
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from usance import codes
from usance.chain.artifacts import ROOT
from usance.scenario.errors import ScenarioError, did_you_mean

ADAPTER = ROOT / "scenarios" / "adapter.yaml"


class Part(BaseModel):
    """The shape of everything below: no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSpec(Part):
    """One argument or struct field: where it comes from, what it is, what it is when left out."""

    source: tuple[str, ...] = Field(default=(), alias="from")
    default: tuple[str, ...] = ()
    kind: str | None = None
    struct: str | None = None
    flatten: bool = False

    @field_validator("source", "default", mode="before")
    @classmethod
    def listed(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


class StructSpec(Part):
    """How a struct is filled from what the scenario says."""

    fields: dict[str, FieldSpec] = {}


class ReturnSpec(Part):
    """What a returned id is the id of."""

    kind: str
    struct: str | None = None


class ActSpec(Part):
    """An act or a view: function and arguments."""

    function: str
    instrument: str | None = None
    arguments: dict[str, FieldSpec] = {}
    returns: ReturnSpec | None = None
    approve: str | None = None
    ignores: tuple[str, ...] = ()
    field: str | None = None
    kind: str | None = None


class StateSpec(Part):
    """Where the status of a kind of thing is read."""

    instrument: str
    function: str
    field: str
    enumeration: str
    names: dict[str, str] = {}


class ContractSpec(Part):
    """A helper contract of the kit: a token of a temper, a wallet, a hostile party."""

    contract: str
    arguments: tuple[Any, ...] = ()


class SignSpec(Part):
    """An act that a signature can stand for: the EIP-712 message and the function that takes it."""

    instrument: str
    message: str
    function: str
    fields: tuple[tuple[str, str], ...]


def _enumeration(name: str, words: dict[str, int]) -> type[IntFlag]:
    """An enumeration written out in the file."""
    functional: Any = IntFlag
    made: type[IntFlag] = functional(name, words)
    return made


class Adapter(Part):
    """The whole file."""

    contracts: dict[str, str]
    enumerations: dict[str, str | dict[str, int]] = {}
    kinds: dict[str, str] = {}
    structs: dict[str, StructSpec] = {}
    acts: dict[str, ActSpec] = {}
    views: dict[str, ActSpec] = {}
    token_acts: dict[str, ActSpec] = {}
    token_views: dict[str, ActSpec] = {}
    party_acts: dict[str, ActSpec] = {}
    states: dict[str, StateSpec] = {}
    withdrawable: tuple[str, str] | None = None
    tokens: dict[str, ContractSpec] = {}
    wallets: dict[str, ContractSpec] = {}
    signatures: dict[str, SignSpec] = {}
    events: dict[str, str] = {}
    sums: dict[str, tuple[str, ...]] = {}

    def enums(self) -> dict[str, type[IntEnum] | type[IntFlag]]:
        """The enumerations as Python ones, by name."""
        found: dict[str, type[IntEnum] | type[IntFlag]] = {}
        for name, spec in self.enumerations.items():
            if isinstance(spec, str):
                found[name] = getattr(codes, spec)
            else:
                found[name] = _enumeration(name, spec)
        return found

    def kind_of(self, name: str, scope: str = "") -> str | None:
        """The kind of a parameter or field of that name, in an event, act or struct."""
        for key in (f"{scope}.{name}", name):
            if key in self.kinds:
                return self.kinds[key]
        for pattern, kind in self.kinds.items():
            if "*" in pattern and fnmatch.fnmatchcase(name, pattern):
                return kind
        return None


@lru_cache(maxsize=8)
def load_adapter(path: Path = ADAPTER) -> Adapter:
    """The adapter of a file; a wrong one is one line."""
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        adapter = Adapter.model_validate(body)
    except OSError as error:
        raise ScenarioError(f"the adapter cannot be read: {error.strerror}").located(str(path)) from None
    except yaml.YAMLError as error:
        raise ScenarioError(f"not YAML: {str(error).splitlines()[0]}").located(str(path)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ScenarioError(f"{where}: {first['msg']}").located(str(path)) from None
    for name, spec in adapter.enumerations.items():
        if isinstance(spec, str) and not hasattr(codes, spec):
            known = [word for word in dir(codes) if word[0].isupper()]
            raise ScenarioError(
                f"enumeration {name}: no {spec} in usance.codes{did_you_mean(spec, known)}"
            ).located(str(path))
    return adapter
