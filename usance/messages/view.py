"""A message for people: its fields, what is wrong with it, and the terms it would issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from usance.messages import values as v
from usance.messages.message import Message, plain
from usance.messages.modifications import Modification, modifications
from usance.messages.parties import NamesOnly
from usance.messages.terms_data import CONTENT, terms_of_tag
from usance.messages.terms_of import Choices, Derived, NotBuiltYet, TermsError, terms_of
from usance.money import money_text


@dataclass(frozen=True)
class Preview:
    """The terms an MT700 would issue, or why it issues none; its lines that may alter UCP."""

    derived: Derived | None
    obstacle: str
    lines: tuple[Modification, ...]
    # The message (or what was said beside it) is wrong, in contrast to something not built yet.
    wrong: bool = False


def preview(message: Message, choices: Choices | None = None) -> Preview | None:
    """None for a message that is no MT700. Every line that may alter UCP counts as waved through here."""
    if message.mt != "700":
        return None
    lines = modifications(message)
    given = choices or Choices()
    waved = frozenset(line.number for line in lines if line.number not in given.exclusions)
    try:
        derived = terms_of(message, NamesOnly(), replace(given, waved=waved))
    except NotBuiltYet as error:
        return Preview(None, str(error), lines)
    except TermsError as error:
        return Preview(None, str(error), lines, wrong=True)
    return Preview(derived, "", lines)


def rows_of(message: Message) -> Iterator[tuple[str, str, str, str]]:
    """(tag, name, value, terms) of each field; long texts keep their lines."""
    for item in message.fields:
        definition = message.definition(item)
        value = readable(message.value_of(item)) or item.value
        terms = ""
        if message.mt == "700":
            named = terms_of_tag(item.tag)
            terms = "content hash" if named == (CONTENT,) else ", ".join(named)
        yield item.tag, definition.name if definition else "", value, terms


def readable(value: v.Value | None) -> str:
    """Dates and amounts as people write them; "" where the field's own text is best."""
    match value:
        case date():
            return value.strftime("%d %B %Y")
        case v.Amount():
            return money_text(value.currency, value.minor)
        case v.DatedAmount():
            return f"{value.day.strftime('%d %B %Y')}, {money_text(value.currency, value.minor)}"
        case v.DatePlace():
            return f"{value.day.strftime('%d %B %Y')}, {value.place}"
        case v.Tolerance():
            return f"+{value.plus} / -{value.minus} percent"
        case v.Period():
            text = value.text.removeprefix("DAYS").strip()
            return f"{value.days} days {text}".rstrip()
    return ""


def as_json(message: Message, seen: Preview | None) -> dict[str, Any]:
    """Everything, for programs."""
    from usance.credits.terms_file import plain as plain_terms

    body = message.to_dict()
    if seen is not None:
        body["modifications"] = [plain(line) for line in seen.lines]
        body["obstacle"] = seen.obstacle
        body["notes"] = list(seen.derived.notes) if seen.derived else []
        body["places"] = dict(seen.derived.places) if seen.derived else {}
        body["terms"] = plain_terms(seen.derived.terms) if seen.derived else None
    return body
