"""scenarios/adapter.yaml: the trade's acts and views on one implementation's contracts.

The file is all that another implementation writes. Defaults are short phrases; `usance.scenario.defaults`
says what each means.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from enum import IntEnum, IntFlag
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from usance import codes, codes_claims
from usance.chain.artifacts import ROOT
from usance.scenario.errors import ScenarioError, did_you_mean

ADAPTER = ROOT / "scenarios" / "adapter.yaml"


class Part(BaseModel):
    """The shape of everything below: no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSpec(Part):
    """One argument or struct field: where it comes from, what it is, what it is when left out.

    `through` names a view that gives it from words of its own. `change` is an argument with terms: this one
    is a change of them. `bound_by` is where it stands which bank's terms count when a credit has two: at the
    bank of a `set`, at the `bank` of the statement, of the party that acts (`by`), or always those of the
    confirming bank (`confirmer`).
    """

    source: tuple[str, ...] = Field(default=(), alias="from")
    default: tuple[str, ...] = ()
    kind: str | None = None
    struct: str | None = None
    flatten: bool = False
    through: str | None = None
    change: str | None = None
    bound_by: Literal["set", "bank", "by", "confirmer"] | None = None

    @field_validator("source", "default", mode="before")
    @classmethod
    def listed(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


class StructSpec(Part):
    """How a struct is filled from what the scenario says; `invoice` are the fields that a file fills."""

    fields: dict[str, FieldSpec] = {}
    invoice: tuple[str, ...] = ()


class ReturnSpec(Part):
    """What a returned id is the id of."""

    kind: str
    struct: str | None = None


class ActSpec(Part):
    """An act or a view: function and arguments.

    `when` leads to another act if the scenario gives that word; `events` are other names of events in
    this act alone; `credit_note` are the arguments that a file fills; `usance` is the act instead where the
    terms promise a later day and the set is no claim of a bank that paid. Of a view: `outputs` names what it
    gives, `field` picks one of it, `scope` is the struct whose kinds count.
    """

    function: str
    instrument: str | None = None
    arguments: dict[str, FieldSpec] = {}
    returns: ReturnSpec | None = None
    approve: str | None = None
    ignores: tuple[str, ...] = ()
    when: dict[str, str] = {}
    events: dict[str, str] = {}
    usance: str | None = None
    credit_note: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    field: str | None = None
    kind: str | None = None
    scope: str | None = None


class StateSpec(Part):
    """Where the status of a kind of thing is read."""

    instrument: str
    function: str
    field: str
    enumeration: str
    names: dict[str, str] = {}


class BirthSpec(Part):
    """An event that brings something into being: its kind, which argument is its id, which its terms."""

    kind: str
    id: str
    struct: str


class OfferSpec(Part):
    """The event of a change that is offered: the id of the thing, the amendment's own, the change."""

    event: str
    id: str
    amendment: str
    struct: str
    kind: str = "Amendment"


class VersionSpec(Part):
    """An event after which a thing has other terms; `apart` tells whether its confirming bank has its own."""

    event: str
    id: str
    struct: str
    apart: str


class TakingSpec(Part):
    """The act by which anyone says that a set took a change, and the acts after which it may have."""

    act: str
    after: tuple[str, ...]


class RejectingSpec(Part):
    """The act that rejects a change, by the party in this field of the terms, and the acts that name them."""

    act: str
    by: str
    before: tuple[str, ...]


class AmendmentSpec(Part):
    """How terms change after birth."""

    offered: OfferSpec
    in_force: VersionSpec
    confirming_bank: VersionSpec
    by_presentation: TakingSpec
    rejects: RejectingSpec


class NoticeSpec(Part):
    """The event of a notice of refusal: the id of the set, its discrepancies."""

    event: str
    id: str
    discrepancies: str


class HoldingsSpec(Part):
    """Where the units of a kind of thing are read: function of (account, id), and of a sub-account.

    `sub_accounts` is a function of (kind, owner, other) whose kinds are the words of `enumeration`.
    """

    instrument: str
    function: str
    kind: str
    sub_accounts: str
    enumeration: str


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
    arguments: dict[str, FieldSpec] = {}


def _enumeration(name: str, words: dict[str, int]) -> type[IntFlag]:
    """An enumeration written out in the file."""
    functional: Any = IntFlag
    made: type[IntFlag] = functional(name, words)
    return made


CODES = (codes, codes_claims)


def _coded(name: str) -> Any:
    """The enumeration of that name in the modules of coded values, None when there is none."""
    return next((getattr(module, name) for module in CODES if hasattr(module, name)), None)


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
    withdrawable: tuple[tuple[str, str], ...] = ()
    births: dict[str, BirthSpec] = {}
    amendments: AmendmentSpec | None = None
    notices: NoticeSpec | None = None
    holdings: HoldingsSpec | None = None
    agents: tuple[str, ...] = ()
    tokens: dict[str, ContractSpec] = {}
    wallets: dict[str, ContractSpec] = {}
    signatures: dict[str, SignSpec] = {}
    events: dict[str, str] = {}
    sums: dict[str, tuple[str, ...]] = {}

    @field_validator("withdrawable", mode="before")
    @classmethod
    def several(cls, value: Any) -> Any:
        return [value] if isinstance(value, list) and value and isinstance(value[0], str) else value

    def enums(self) -> dict[str, type[IntEnum] | type[IntFlag]]:
        """The enumerations as Python ones, by name."""
        found: dict[str, type[IntEnum] | type[IntFlag]] = {}
        for name, spec in self.enumerations.items():
            if isinstance(spec, str):
                found[name] = _coded(spec)
            else:
                found[name] = _enumeration(name, spec)
        return found

    def field_words(self) -> dict[str, dict[str, int]]:
        """Of each struct every word for its fields with their bits: bit i is field i."""
        found: dict[str, dict[str, int]] = {}
        for name, struct in self.structs.items():
            words = {field: 1 << index for index, field in enumerate(struct.fields)}
            for index, (field, spec) in enumerate(struct.fields.items()):
                for word in set(spec.source) - {field} - set(struct.fields):
                    words[word] = words.get(word, 0) | 1 << index
            found[name] = words
        return found

    def kind_of_argument(self, name: str, event: str, parts: Iterable[str]) -> str | None:
        """The kind of an event's argument; `Event(other).name` is of the one that has the argument other."""
        for part in parts:
            kind = self.kinds.get(f"{event}({part}).{name}")
            if kind is not None:
                return kind
        return self.kind_of(name, event)

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
        if isinstance(spec, str) and _coded(spec) is None:
            known = [word for module in CODES for word in dir(module) if word[0].isupper()]
            raise ScenarioError(
                f"enumeration {name}: no {spec} in usance.codes{did_you_mean(spec, known)}"
            ).located(str(path))
    return adapter
