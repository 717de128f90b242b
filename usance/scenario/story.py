"""A scenario file as its parts: cast, places, tokens, steps. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from usance.scenario.adapter import Adapter
from usance.scenario.cast import Party, Token
from usance.scenario.document import Series, Table, Text, line_of, read_file
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.money import minor_units
from usance.scenario.places import Place, read_day, read_places
from usance.scenario.spans import spread

TOP = {
    "scenario", "rules", "places", "parties", "tokens", "steps", "check", "note", "notes", "source",
    "authorise", "approve", "start", "table",
}  # fmt: skip
PARTY = {
    "roles", "role", "place", "status", "kind", "courts", "arm", "capabilities", "admitted", "note",
    "authorise",
}  # fmt: skip
TOKEN = {"decimals", "kind", "balances", "arm", "currency", "note"}
STATUSES = {"ACTIVE", "HELD", "INSOLVENT", "REMOVED"}
DEFAULT_DECIMALS = 6


@dataclass
class PartySpec:
    """A party as the file has it."""

    name: str
    line: int
    roles: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    place: str = ""
    status: str = "ACTIVE"
    kind: str = "eoa"
    courts: tuple[str, ...] = ()
    arm: Table | None = None
    admitted: bool = True
    # Does a BANK let the suite's contracts bind it for what it does not pay?
    authorise: bool = True

    def party(self) -> dict[str, object]:
        """What the cast keeps of it."""
        return {
            "kind": self.kind, "place": self.place, "roles": self.roles, "capabilities": self.capabilities,
            "status": self.status, "courts": self.courts, "admitted": self.admitted, "line": self.line,
        }  # fmt: skip


@dataclass
class TokenSpec:
    """A token as the file has it; balances as they are written."""

    symbol: str
    line: int
    decimals: int = DEFAULT_DECIMALS
    kind: str = "plain"
    currency: str = ""
    balances: Table | None = None
    arm: Table | None = None


@dataclass
class Story:
    """One scenario."""

    path: Path
    title: str
    rules: tuple[str, ...]
    places: dict[str, Place]
    parties: dict[str, PartySpec]
    tokens: dict[str, TokenSpec]
    steps: list[Table]
    checks: tuple[Text, ...]
    approve: bool = True
    table: Text | None = None
    start: Text | None = None
    line: int = 1
    names: list[str] = field(default_factory=list)
    authorise: bool = True


def read_story(path: Path, adapter: Adapter) -> Story:
    """The story in a file; what is wrong in it is one line."""
    try:
        return _story(path, read_file(path), adapter)
    except ScenarioError as error:
        raise error.located(str(path)) from None


def _story(path: Path, body: Table, adapter: Adapter) -> Story:
    for key in body:
        if key not in TOP:
            raise ScenarioError(f"a scenario has no {key}{did_you_mean(key, TOP)}", body.line_of(key))
    if "scenario" not in body:
        raise ScenarioError("`scenario:` with its title is missing", body.line)
    if "steps" not in body:
        raise ScenarioError("`steps:` are missing", body.line)
    places = read_places(_table(body, "places"))
    parties = _parties(_table(body, "parties"), adapter, places)
    return Story(
        path=path,
        title=_text(body, "scenario"),
        rules=_words(body.get("rules")),
        places=places,
        parties=parties,
        tokens=_tokens(_table(body, "tokens"), adapter),
        steps=steps_of(body["steps"], "steps"),
        checks=tuple(_texts(body.get("check"))),
        approve=str(body.get("approve", "exact")).lower() not in {"none", "no"},
        table=body.get("table"),
        start=body.get("start"),
        line=body.line,
        authorise=_authorise(body),
    )


def _authorise(body: Table) -> bool:
    """`authorise: none` switches off what the kit does before step 1."""
    word = str(body.get("authorise", "yes")).strip().lower()
    if word not in {"none", "no", "yes", "all", "default", ""}:
        raise ScenarioError("`authorise` is none, or left out", body.line_of("authorise"))
    return word not in {"none", "no"}


def steps_of(value: object, what: str) -> list[Table]:
    """A list of steps."""
    if not isinstance(value, Series):
        raise ScenarioError(f"`{what}` is a list of steps", line_of(value))
    for step in value:
        if not isinstance(step, Table):
            raise ScenarioError("a step is a mapping: at, by, call, args, …", line_of(step, value.line))
    return list(value)


def _table(body: Table, key: str) -> Table:
    value = body.get(key)
    if value is None or (isinstance(value, Text) and value.strip() in {"", "none"}):
        return Table(body.line_of(key))
    if not isinstance(value, Table):
        raise ScenarioError(f"`{key}` is a mapping by name", body.line_of(key))
    return value


def _text(body: Table, key: str) -> str:
    value = body[key]
    if not isinstance(value, Text):
        raise ScenarioError(f"`{key}` is a text", body.line_of(key))
    return str(value)


def _texts(value: object) -> list[Text]:
    if value is None:
        return []
    items: list[object] = list(value) if isinstance(value, Series) else [value]
    found: list[Text] = []
    for item in items:
        if not isinstance(item, Text):
            raise ScenarioError("a list of names is wanted here", line_of(value))
        if item.strip():
            found.append(item)
    return found


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(text) for text in _texts(value))


def _parties(table: Table, adapter: Adapter, places: dict[str, Place]) -> dict[str, PartySpec]:
    found: dict[str, PartySpec] = {}
    for name, body in table.items():
        line = table.line_of(name)
        for single in spread(name, line):
            if single in found:
                raise ScenarioError(f"{single} is declared twice (first in line {found[single].line})", line)
            found[single] = _party(single, body, line, adapter, places)
    for spec in found.values():
        for court in spec.courts:
            if court not in found:
                raise ScenarioError(f"no party {court}{did_you_mean(court, found)}", spec.line)
    return found


def _party(name: str, body: object, line: int, adapter: Adapter, places: dict[str, Place]) -> PartySpec:
    spec = PartySpec(name, line)
    if body is None or (isinstance(body, Text) and body.strip() in {"", "none"}):
        return spec
    if isinstance(body, Series):
        spec.roles, spec.capabilities = _roles(body, adapter)
        return spec
    if not isinstance(body, Table):
        raise ScenarioError(f"party {name} is a mapping: roles, place, kind", line)
    for key in body:
        if key not in PARTY:
            raise ScenarioError(f"a party has no {key}{did_you_mean(key, PARTY)}", body.line_of(key))
    spec.roles, spec.capabilities = _roles(body.get("roles", body.get("role")), adapter)
    extra = _roles(body.get("capabilities"), adapter)[1]
    spec.capabilities = tuple(dict.fromkeys((*spec.capabilities, *extra)))
    spec.place = str(body.get("place", ""))
    if spec.place and spec.place not in places:
        raise ScenarioError(f"no place {spec.place}{did_you_mean(spec.place, places)}", body.line_of("place"))
    spec.status = str(body.get("status", "ACTIVE")).upper()
    if spec.status in {"NONE", "UNKNOWN", "NOT_ADMITTED"}:
        spec.status, spec.admitted = "ACTIVE", False
    if spec.status not in STATUSES:
        raise ScenarioError(
            f"no status {spec.status}{did_you_mean(spec.status, STATUSES)}", body.line_of("status")
        )
    if str(body.get("admitted", "yes")).lower() in {"no", "false"}:
        spec.admitted = False
    spec.kind = _kind(body.get("kind", "eoa"), adapter.wallets)
    if spec.kind != "eoa" and spec.kind not in adapter.wallets:
        known = ["eoa", *adapter.wallets]
        raise ScenarioError(
            f"no kind of party {spec.kind}{did_you_mean(spec.kind, known)}", body.line_of("kind")
        )
    spec.courts = _words(body.get("courts"))
    spec.authorise = _authorise(body)
    spec.arm = _arm(body)
    return spec


def _kind(value: object, known: Iterable[str]) -> str:
    """A kind of party or token however it is hyphenated: re-entering, call-back, hostile/burning gas."""

    def bare(text: str) -> str:
        return text.lower().replace("-", "").replace("_", "").replace(" ", "")

    word = str(value).strip().lower()
    kinds = list(known)
    if word in kinds:
        return word
    near = [kind for kind in kinds if bare(kind) == bare(word)]
    # `hostile/burning` for `hostile/burning_gas`, `hostile/reenter` for `hostile/reentering`.
    near = near or [kind for kind in kinds if "/" in word[:-4] and bare(kind).startswith(bare(word))]
    return near[0] if len(near) == 1 else word


def _roles(value: object, adapter: Adapter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(roles, capabilities): a capability's name among the roles gives the capability too."""
    enums = adapter.enumerations
    roles, capabilities = enums.get("Role"), enums.get("Capability")
    known_roles = set(roles) if isinstance(roles, dict) else set()
    known_capabilities = set(capabilities) if isinstance(capabilities, dict) else set()
    held: list[str] = []
    given: list[str] = []
    for word in _texts(value):
        name = {"ADMIN": "ADMINISTRATOR"}.get(word.upper(), word.upper())
        if name not in known_roles | known_capabilities:
            raise ScenarioError(
                f"no role {word}{did_you_mean(name, known_roles | known_capabilities)}", word.line
            )
        if name in known_roles:
            held.append(name)
        if name in known_capabilities:
            given.append(name)
    return tuple(held), tuple(given)


def _arm(body: Table) -> Table | None:
    arm = body.get("arm")
    if arm is None:
        return None
    if not isinstance(arm, Table) or "call" not in arm:
        raise ScenarioError("`arm` is a mapping: {call, args}", body.line_of("arm"))
    return arm


def _tokens(table: Table, adapter: Adapter) -> dict[str, TokenSpec]:
    found: dict[str, TokenSpec] = {}
    for symbol, body in table.items():
        line = table.line_of(symbol)
        spec = TokenSpec(symbol, line, currency=symbol)
        found[symbol] = spec
        if body is None or (isinstance(body, Text) and not body.strip()):
            continue
        if not isinstance(body, Table):
            raise ScenarioError(f"token {symbol} is a mapping: decimals, kind, balances", line)
        for key in body:
            if key not in TOKEN:
                raise ScenarioError(f"a token has no {key}{did_you_mean(key, TOKEN)}", body.line_of(key))
        decimals = str(body.get("decimals", DEFAULT_DECIMALS))
        if not decimals.isdigit() or int(decimals) > 77:
            raise ScenarioError(f"{decimals!r} is no number of decimals", body.line_of("decimals"))
        spec.decimals = int(decimals)
        spec.kind = _kind(body.get("kind", "plain"), adapter.tokens)
        if spec.kind not in adapter.tokens:
            hint = did_you_mean(spec.kind, adapter.tokens)
            raise ScenarioError(f"no kind of token {spec.kind}{hint}", body.line_of("kind"))
        spec.currency = str(body.get("currency", symbol))
        if "currency" in body and minor_units(spec.currency) is None:
            raise ScenarioError(f"no currency {spec.currency}", body.line_of("currency"))
        balances = body.get("balances")
        if balances is not None and not isinstance(balances, Table):
            raise ScenarioError("`balances` is a mapping: party and amount", body.line_of("balances"))
        spec.balances = balances
        spec.arm = _arm(body)
    return found


def cast_of(spec: TokenSpec) -> Token:
    """The token before it is deployed."""
    return Token(spec.symbol, spec.decimals, spec.kind, spec.currency, line=spec.line)


__all__ = ["Party", "PartySpec", "Story", "TokenSpec", "cast_of", "read_day", "read_story", "steps_of"]
