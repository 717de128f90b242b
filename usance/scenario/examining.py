"""`examine:` steps and the view `examiner.findings`: the examiner's own words on a set, on every backend.

What a story keeps under a name stands in for what it says: `$credit` for the terms in force, also inside a
mapping as `terms: $credit`; `$set1` for the statement, also as `statement: $set1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from usance.calendars import date_of
from usance.examine import (
    CreditFacts,
    ExamineError,
    Finding,
    SetFacts,
    credit_of,
    examine,
    findings_of,
    of_terms,
    set_of,
    with_terms,
)
from usance.scenario.cast import Bound
from usance.scenario.coded import NOTHING, bare
from usance.scenario.document import Series, Table, Text, line_of, walk
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.terms import Credit, key_text

if TYPE_CHECKING:
    from usance.scenario.world import World

VIEW = "examiner.findings"
STEP = frozenset({"credit", "set", "findings"})
PARTIES = ("applicant", "beneficiary", "issuing_bank", "nominated_bank", "drawee")
DAY = 86_400


def examined(world: World, step: Table) -> None:
    """An `examine:` step: exactly these rules are broken."""
    line = step.line_of("examine")
    body = step["examine"]
    if not isinstance(body, Table):
        raise ScenarioError("`examine` is a mapping: {credit, set, findings}", line)
    for key in body:
        if key not in STEP:
            raise ScenarioError(f"examine has no {key}{did_you_mean(key, STEP)}", body.line_of(key))
    if "findings" not in body:
        raise ScenarioError("examine: findings left out; write [] for a set that complies", line)
    where = body.line_of("findings")
    _held(_words(body["findings"], where), *_case(world, body, line), where)


def viewed(world: World, step: Table) -> tuple[str, ...]:
    """`view: examiner.findings` with `equals`; the rules, for `as`."""
    line = step.line_of("view")
    args = step.get("args")
    if not isinstance(args, Table):
        raise ScenarioError("examiner.findings takes {credit, set}", line)
    for key in args:
        if key not in STEP - {"findings"}:
            raise ScenarioError(
                f"{VIEW} has no parameter {key}{did_you_mean(key, STEP - {'findings'})}", args.line_of(key)
            )
    credit, documents = _case(world, args, line)
    if "equals" in step:
        where = step.line_of("equals")
        _held(_words(step["equals"], where), credit, documents, where)
    return findings_of(credit, documents)


def _held(wanted: list[str], credit: CreditFacts, documents: SetFacts, line: int) -> None:
    """Every rule wanted is broken and no other; an id such as U14d speaks of that finding alone."""
    seen = findings_of(credit, documents)
    if sorted(set(wanted)) == sorted(seen):
        return
    found = examine(credit, documents).discrepancies
    missed = [word for word in wanted if not any(word in (one.rule, one.id) for one in found)]
    beyond = [one for one in found if not {one.rule, one.id} & set(wanted)]
    if missed or beyond:
        raise Unmet("findings", ", ".join(wanted) or "none", _told(found) or "none", line)


def _told(found: tuple[Finding, ...]) -> str:
    return "; ".join(f"{one.id} ({one.words})" for one in found)


def _words(value: Any, line: int) -> list[str]:
    if isinstance(value, Table):
        raise ScenarioError("a list of rules is wanted here: [U6, U14]", line)
    items = list(value) if isinstance(value, Series) else bare(value).split(",")
    return [str(item).strip() for item in items if str(item).strip().lower() not in NOTHING]


# --- what is examined ---


def _case(world: World, body: Table, line: int) -> tuple[CreditFacts, SetFacts]:
    for key in ("credit", "set"):
        if key not in body:
            raise ScenarioError(f"examine: {key} left out", line)
    try:
        credit, terms = _credit(world, body["credit"], body["set"], body.line_of("credit"))
        return credit, _set(world, body["set"], terms, body.line_of("set"))
    except ExamineError as error:
        raise ScenarioError(str(error), line) from None


def _credit(world: World, given: Any, documents: Any, line: int) -> tuple[CreditFacts, Credit | None]:
    """The facts, and the terms on chain where the story names them."""
    if isinstance(given, Text):
        terms = _terms(world, given, line)
        return of_terms(terms), terms
    if not isinstance(given, Table):
        raise ScenarioError("the credit is $credit or a mapping of its facts", line)
    facts: dict[str, Any] = {key: _plain(given[key]) for key in given if key != "terms"}
    spoken = {str(text) for text in walk(documents)} if isinstance(documents, Table) else set()
    for key in PARTIES:
        # A party of the cast has no name on paper; it counts where the papers call it by the story's.
        name = facts.get(key)
        if isinstance(name, str) and (name.lower() in NOTHING or (_cast(world, name) and name not in spoken)):
            del facts[key]
    if "terms" not in given:
        return credit_of(facts), None
    terms = _terms(world, given["terms"], given.line_of("terms"))
    return with_terms(credit_of(facts), terms), terms


def _set(world: World, given: Any, terms: Credit | None, line: int) -> SetFacts:
    said: dict[str, Any] = {}
    if isinstance(given, Text):
        facts = said = _statement(world, given, terms, line)
    elif isinstance(given, Table):
        facts = {key: _plain(given[key]) for key in given if key != "statement"}
        if "statement" in given:
            said = _statement(world, given["statement"], terms, given.line_of("statement"))
            facts = {**said, **facts}
    else:
        raise ScenarioError("the set is $set or a mapping: {presented, amount, documents}", line)
    facts.setdefault("presented", _today(world, terms))
    if facts.get("documents") or not said:
        return set_of(facts, folder=world.reader.folder)
    # No paper in hand: what the presenter stated is examined alone.
    found = set_of({**facts, "documents": {"nothing": {"document": "nothing"}}})
    return replace(found, documents=(), not_read=())


def _terms(world: World, given: Any, line: int) -> Credit:
    bound = _alias(world, given, line)
    if bound.kind != "Credit" or bound.struct is None:
        raise ScenarioError(f"{given} is no credit", line)
    return Credit.from_mapping(bound.struct)


def _statement(world: World, given: Any, terms: Credit | None, line: int) -> dict[str, Any]:
    """What a presenter said on chain: what it claims, when, and whether article 29 moved the day."""
    bound = _alias(world, given, line)
    if bound.kind != "Presentation" or bound.struct is None:
        raise ScenarioError(f"{given} is no set", line)
    state = world.view("credit", "presentation_state", [bound.value])
    received = int(state["received_day"])
    told: dict[str, Any] = {"schedule_29b": bool(bound.struct["schedule_29b"])}
    if received:
        told["presented"] = date_of(received)
    if terms is not None:
        currency = key_text(terms.currency)
        decimals = world.names.decimals_of(currency) or 0
        whole, rest = divmod(int(bound.struct["amount"]), 10**decimals)
        told["amount"] = f"{currency} {whole}" + (f".{rest:0{decimals}d}" if decimals else "")
    return told


def _alias(world: World, given: Any, line: int) -> Bound:
    if not isinstance(given, Text) or not given.startswith("$"):
        raise ScenarioError(
            f"{given!r}: write the name of a kept result, $credit or $set1", line_of(given, line)
        )
    found = world.reader.alias(given, line)
    if not isinstance(found, Bound):
        raise ScenarioError(f"{given} is no credit and no set", line)
    return found


def _today(world: World, terms: Credit | None) -> Any:
    """The day of the step where the credit was issued; without terms that of the only place, else of UTC."""
    now = world.stage.pending_time()
    places = [] if terms is None else [key_text(terms.issuer_place)]
    for name in (*places, *(list(world.names.places) if len(world.names.places) == 1 else ())):
        place = world.names.places.get(name)
        if place is not None:
            return date_of((now + place.minutes_on(now // DAY) * 60) // DAY)
    return date_of(now // DAY)


def _cast(world: World, name: str) -> bool:
    return name in world.story.parties or name in world.names.parties


def _plain(value: Any) -> Any:
    """What a file says, without its line marks."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value)
