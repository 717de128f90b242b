"""Lines that may alter UCP, each mapped to an exclusion of the terms or waved through by its number."""

from __future__ import annotations

from usance.codes import Exclusion
from usance.messages.errors import shown
from usance.messages.message import Message
from usance.messages.modifications import Modification, modifications, patterns
from usance.messages.terms_reading import Reading, TermsError
from usance.messages.values import split_items

# A text by which silence accepts an amendment: void by the rules, nothing to map.
SILENCE = "UCP10f"
# Where an amendment may say so, beside the conditions.
WORDS = ("45B", "46B", "47B", "49M", "49N", "72Z", "78")
OPTIONS = "--exclusion, --not-a-modification: "


def exclusions_of(reading: Reading) -> Exclusion:
    """What the mapped lines of a message switch off; raises TermsError for a line nobody judged."""
    lines = modifications(reading.message)
    mapped, waved = reading.choices.exclusions, reading.choices.waved
    numbers = {line.number for line in lines}
    for number in [*mapped, *waved]:
        if number not in numbers:
            raise TermsError(
                f"line {number} does not exist", f"the message has {len(lines)} such lines", "UCP1", OPTIONS
            )
        if number in mapped and number in waved:
            raise TermsError(f"line {number} is mapped and waved through", "choose one", "UCP1", OPTIONS)
    unjudged = [
        line
        for line in lines
        if line.number not in mapped and line.number not in waved and line.articles != (SILENCE,)
    ]
    if unjudged:
        raise _unmapped(reading, unjudged)
    found = Exclusion(0)
    for exclusion in mapped.values():
        found |= exclusion
    return found


def _unmapped(reading: Reading, lines: list[Modification]) -> TermsError:
    first = lines[0]
    name = first.exclusions[0] if first.exclusions else "NAME"
    more = f", and {len(lines) - 1} more (`ape run message show` lists them)" if lines[1:] else ""
    return reading.error(
        first.tag,
        f"line {first.number} may alter UCP 600 ({first.article}): {shown(first.text, 60)}{more}",
        f"map it with --exclusion {first.number}={name} or wave it through with "
        f"--not-a-modification {first.number}",
        "UCP1",
    )


def silent_acceptances(message: Message) -> list[tuple[str, str]]:
    """(tag, words) of every text by which silence would accept the amendment."""
    marks = [pattern.regex for pattern in patterns() if pattern.article == SILENCE]
    found = []
    for item in message.fields:
        if item.tag not in WORDS:
            continue
        for _, text in split_items(item.value.replace("\n//", " ")):
            flat = " ".join(text.upper().split())
            if any(mark.search(flat) for mark in marks):
                found.append((item.tag, flat))
    return found
