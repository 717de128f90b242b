"""Network and usage rules between fields, as data.

A rule is (messages, sequences, id, code, severity, check). A check looks at one `Scope` (a message, or one
sequence of it) and gives None or one line. Severity "warning" marks rules that no bank has confirmed
yet and usage rules that the network does not enforce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from usance.messages import values as v
from usance.messages.errors import shown
from usance.messages.message import Message


@dataclass(frozen=True)
class Scope:
    """A message, or one sequence of it (`sequence` "" = all)."""

    message: Message
    sequence: str = ""

    def has(self, tag: str) -> bool:
        return self.message.has(tag, self.sequence)

    def code(self, tag: str) -> str:
        """First component of a code field, "" when absent."""
        text = self.message.text(tag, self.sequence) or ""
        return shown(text.split("/")[0].split("\n")[0])

    def typed(self, tag: str) -> v.Value | None:
        hit = self.message.first(tag, self.sequence)
        return None if hit is None else self.message.typed(hit.tag, hit.sequence)


Check = Callable[[Scope], str | None]


@dataclass(frozen=True)
class Rule:
    mts: frozenset[str]
    sequences: tuple[str, ...]
    id: str
    code: str
    severity: str
    tag: str
    check: Check


def together(a: str, b: str) -> Check:
    return lambda s: f"{a} and {b} only together; add or drop one" if s.has(a) != s.has(b) else None


def not_both(a: str, b: str) -> Check:
    return lambda s: f"{a} or {b}, not both; drop one" if s.has(a) and s.has(b) else None


def needs(tags: str, target: str) -> Check:
    """Any of `tags` present: `target` must be."""

    def check(s: Scope) -> str | None:
        given = [tag for tag in tags.split() if s.has(tag)]
        return f"{given[0]} needs {target}; add it" if given and not s.has(target) else None

    return check


def forbids(a: str, b: str) -> Check:
    return lambda s: f"with {a} no {b} may stand; drop it" if s.has(a) and s.has(b) else None


def absent_forbids(a: str, tags: str) -> Check:
    def check(s: Scope) -> str | None:
        given = [tag for tag in tags.split() if s.has(tag)]
        return f"without {a} no {given[0]} may stand; add {a} or drop it" if given and not s.has(a) else None

    return check


def one_of(tags: str) -> Check:
    names = ", ".join(tags.split())
    return lambda s: None if any(s.has(t) for t in tags.split()) else f"at least one of {names} must stand"


def one_currency(tags: str) -> Check:
    def check(s: Scope) -> str | None:
        found: dict[str, str] = {}
        for tag in tags.split():
            hit = s.typed(tag)
            if isinstance(hit, v.Amount | v.DatedAmount):
                found[tag] = hit.currency
        if len(set(found.values())) <= 1:
            return None
        return f"{' and '.join(f'{t} {c}' for t, c in found.items())} must have one currency; correct it"

    return check


def when(tag: str, codes: str, inner: Check) -> Check:
    """`inner` applies when the code of `tag` is one of `codes` (a | b)."""
    wanted = codes.split("|")
    return lambda s: inner(s) if s.code(tag) in wanted else None


def when_by(by: str, inner: Check) -> Check:
    def check(s: Scope) -> str | None:
        hit = s.typed("41a")
        return inner(s) if isinstance(hit, v.Availability) and hit.by == by else None

    return check


def present(tag: str, why: str) -> Check:
    return lambda s: None if s.has(tag) else f"{why} needs {tag}; add it"


def missing(tags: str, why: str) -> Check:
    def check(s: Scope) -> str | None:
        given = [tag for tag in tags.split() if s.has(tag)]
        return f"{why} takes no {given[0]}; drop it" if given else None

    return check


def iff(tag: str, codes: str, target: str) -> Check:
    wanted = codes.split("|")

    def check(s: Scope) -> str | None:
        if not s.has(tag) and not s.has(target):
            return None
        if s.code(tag) in wanted and not s.has(target):
            return f"{tag} {s.code(tag)} needs {target}; add it"
        if s.code(tag) not in wanted and s.has(target):
            return f"{target} stands only with {tag} {' or '.join(wanted)}; drop it"
        return None

    return check


def iff_sequence_c(codes: str) -> Check:
    wanted = codes.split("|")

    def check(s: Scope) -> str | None:
        purpose, has_c = s.code("22A"), s.message.has("15C")
        if purpose in wanted and not has_c:
            return f"22A {purpose} needs sequence C; add 15C and its fields"
        if purpose not in wanted and has_c:
            return f"22A {purpose} takes no sequence C; drop 15C and its fields"
        return None

    return check


def only_with_code(tag: str, codes: str) -> Check:
    """Narrative after `/` or on further lines only with one of `codes`, and with those it must stand."""
    wanted = codes.split("|")

    def check(s: Scope) -> str | None:
        hit = s.typed(tag)
        if not isinstance(hit, v.Code):
            return None
        if hit.text and hit.code not in wanted:
            return f"narrative stands only with {' or '.join(wanted)}; drop it"
        return None

    return check


def needs_narrative(tag: str, code: str) -> Check:
    def check(s: Scope) -> str | None:
        hit = s.typed(tag)
        bare = isinstance(hit, v.Code) and hit.code == code and not hit.text
        return f"{code} has no narrative; name the rules after /" if bare else None

    return check


def _day(value: v.Value | None) -> date | None:
    if isinstance(value, v.DatePlace):
        return value.day
    return value if isinstance(value, date) else None


def not_before(later: str, earlier: str) -> Check:
    def check(s: Scope) -> str | None:
        a, b = _day(s.typed(later)), _day(s.typed(earlier))
        if a is None or b is None or a >= b:
            return None
        return f"{later} {a.isoformat()} is before {earlier} {b.isoformat()}; correct one of them"

    return check


def conditional_explained(tag: str) -> Check:
    return lambda s: (
        f"{tag} CONDITIONAL is explained nowhere; say it in 47A"
        if s.code(tag) == "CONDITIONAL" and not s.has("47A")
        else None
    )


_42 = "42C 42a 42M 42P"
_CREDITS = "700 710 720"
_CHANGES = (
    "23S 40A 40E 31D 50 59 32B 33B 39A 39C 41a 42C 42a 42M 42P 43P 43T 44A 44E 44F 44B 44C 44D 45B 46B 47B "
    "49M 49N 71D 71N 48 49 58a 53a 78 57a 72Z"
)


def _details_to_follow(s: Scope) -> str | None:
    text = " ".join((s.message.text("72Z") or "").upper().split())
    return (
        "DETAILS TO FOLLOW: the message is not operative; wait for the full one"
        if ("DETAILS TO FOLLOW" in text)
        else None
    )


def _forty_two(s: Scope) -> str | None:
    groups = [g for g in (("42C", "42a"), ("42M",), ("42P",)) if any(s.has(t) for t in g)]
    if len(groups) <= 1:
        return None
    names = " and ".join("/".join(t for t in g if s.has(t)) for g in groups)
    return f"{names}: either 42C with 42a, or 42M, or 42P; keep one"


def _amended(s: Scope) -> str | None:
    legacy = ("34B", "79", "39B", "71B", "31E", "35B", "72")
    if any(s.has(tag) for tag in (*_CHANGES.split(), *legacy)):
        return None
    return "no field after 22A says what changes; add the changed field"


def _new_amount(s: Scope) -> str | None:
    if (s.has("32B") or s.has("33B")) != s.has("34B"):
        return "32B or 33B and 34B only together; add or drop"
    return None


def _both_undertakings(s: Scope) -> str | None:
    """767: sequence C must change something."""
    if s.message.has("15C") and not [f for f in s.message.fields if f.sequence == "C" and f.tag != "15C"]:
        return "15C stands alone; add the changed field or drop 15C"
    return None


def _nothing_but(s: Scope) -> str | None:
    if s.code("22A") not in ("ISCO", "ICCO"):
        return None
    given = [t for t in ("48D", "24E", "24G") if s.message.has(t, "B")]
    return f"22A {s.code('22A')} takes no {given[0]} in sequence B; drop it" if given else None


def _issue_needs(tag: str) -> Check:
    def check(s: Scope) -> str | None:
        return None if s.code("22A") != "ISSU" or s.message.has(tag, "B") else f"22A ISSU needs {tag}; add it"

    return check


def _standby_49(s: Scope) -> str | None:
    form = (s.message.text("22D", "B") or "")[:4]
    if s.code("22A") == "ISSU" and form == "STBY" and not s.message.has("49", "B"):
        return "22A ISSU with 22D STBY needs 49; add it"
    return "22D DGAR takes no 49; drop it" if form == "DGAR" and s.message.has("49", "B") else None


# messages | sequences | id | code | severity | field | check
_RAW: list[tuple[str, str, str, str, str, str, Check]] = [
    (f"{_CREDITS} 740 707", "", "C1", "C90", "error", "42C", together("42C", "42a")),
    (f"{_CREDITS} 740 707", "", "C2", "C90", "error", "42C", _forty_two),
    (f"{_CREDITS} 705 707", "", "C3", "D06", "error", "44D", not_both("44C", "44D")),
    (f"{_CREDITS} 705 707 740 747", "", "C-39", "D05", "error", "39B", not_both("39A", "39B")),
    ("710 720 707", "", "C4", "C06", "error", "52a", not_both("52a", "50B")),
    ("707", "", "C1", "C30", "warning", "22A", _amended),
    ("707", "", "C2", "C12", "warning", "33B", not_both("32B", "33B")),
    ("710 720", "", "C5", "C06", "error", "52a", one_of("52a 50B")),
    ("730 768", "", "C1", "C77", "error", "57a", not_both("25", "57a")),
    ("730 768", "", "C2", "C78", "error", "57a", forbids("32D", "57a")),
    ("769", "", "C1", "C77", "warning", "57a", not_both("25", "57a")),
    ("769", "", "C2", "C78", "warning", "57a", forbids("32D", "57a")),
    ("730 768", "", "C3", "C33", "error", "32a", needs("71D", "32a")),
    ("769", "", "C3", "C33", "warning", "32a", needs("71D", "32a")),
    ("769", "", "C4", "C34", "error", "33B", lambda s: (
        "33B or 39C, one of them and not both; add or drop" if s.has("33B") == s.has("39C") else None
    )),
    ("769", "", "C5", "C02", "error", "34B", one_currency("33B 34B")),
    ("734", "", "C1", "C17", "error", "33a", needs("73A 73", "33a")),
    ("734", "", "C2", "C02", "error", "33a", one_currency("32A 33a")),
    ("740", "", "C3", "D84", "warning", "58a", not_both("58a", "59")),
    ("742", "", "C1", "C02", "warning", "34a", one_currency("32B 33B 34a")),
    ("747", "", "C1", "C15", "error", "30", one_of("31E 32B 33B 34B 39A 39C 72Z 72 77")),
    ("747", "", "C2", "C12", "warning", "33B", not_both("32B", "33B")),
    ("747", "", "C3", "C12", "warning", "34B", _new_amount),
    ("747", "", "C4", "C02", "warning", "34B", one_currency("32B 33B 34B")),
    ("750", "", "C1", "C13", "warning", "34B", needs("33B 71D 73A", "34B")),
    ("750", "", "C2", "C02", "warning", "34B", one_currency("32B 34B")),
    ("752", "", "C1", "C18", "error", "33a", lambda s: (
        "32B and 71D need 33a; add it" if s.has("32B") and s.has("71D") and not s.has("33a") else None
    )),
    ("752", "", "C2", "C02", "error", "33a", one_currency("32B 33a")),
    ("754", "", "C1", "C19", "error", "77", not_both("72Z", "77")),
    ("754", "", "C2", "C14", "error", "57a", not_both("53a", "57a")),
    ("754", "", "C3", "C02", "warning", "34a", one_currency("32a 34a")),
    ("756", "", "C1", "C02", "error", "33A", one_currency("32B 33A")),
    ("760", "B C", "C1", "E01", "error", "31E", when("23B", "FIXD", present("31E", "23B FIXD"))),
    ("760", "B C", "C1", "E01", "error", "31E", when("23B", "OPEN", missing("31E", "23B OPEN"))),
    ("760", "B C", "C2", "E02", "error", "35G", iff("23B", "COND", "35G")),
    ("760", "B C", "C3", "E03", "error", "23F", when("23B", "OPEN", missing("23F", "23B OPEN"))),
    ("760", "", "C4", "C17", "error", "50", _issue_needs("50")),
    ("760", "", "C5", "C18", "error", "49", _standby_49),
    ("760", "", "C6", "C19", "error", "22A", iff_sequence_c("ISCO|ICCO")),
    ("760", "", "C6", "C19", "error", "48D", _nothing_but),
    ("760", "B", "C7", "C81", "error", "56a", needs("57a", "56a")),
    ("760", "B C", "C8", "C16", "error", "23F", absent_forbids("23F", "78 26E 31S")),
    ("760", "B", "C9", "C20", "error", "58a", iff("49", "CONFIRM|MAY ADD", "58a")),
    ("760", "B C", "D81", "D81", "error", "40C", only_with_code("40C", "OTHR")),
    ("760 767", "B C", "D97", "D97", "error", "24E", only_with_code("24E", "COUR|OTHR")),
    ("760 767", "B C", "D97", "D97", "error", "24G", only_with_code("24G", "OTHR")),
    ("767", "B C", "C1", "C12", "error", "33B", not_both("32B", "33B")),
    ("767", "B C", "C2", "E02", "error", "35G", iff("23B", "COND", "35G")),
    ("767", "", "C3", "C19", "error", "22A", iff_sequence_c("ISCA|ICCA")),
    ("767", "", "C4", "C98", "error", "15C", _both_undertakings),
    ("785", "", "C1", "C81", "error", "56a", needs("57a", "56a")),
    # usage and plausibility
    ("700 710 720 707", "", "S1", "USAGE", "warning", "58a",
     when("49", "CONFIRM|MAY ADD", present("58a", "49 CONFIRM or MAY ADD"))),
    (f"{_CREDITS} 740", "", "S2", "USAGE", "warning", "42C",
     when_by("acceptance", present("42C", "BY ACCEPTANCE"))),
    (f"{_CREDITS} 740", "", "S3", "USAGE", "warning", "42P",
     when_by("deferred", present("42P", "BY DEF PAYMENT"))),
    (f"{_CREDITS} 740", "", "S4", "USAGE", "warning", "42M",
     when_by("mixed", present("42M", "BY MIXED PYMT"))),
    (f"{_CREDITS} 705 707", "", "S5", "USAGE", "warning", "44C", not_before("31D", "44C")),
    (_CREDITS, "", "S6", "USAGE", "warning", "31D", not_before("31D", "31C")),
    ("700 710 720 707", "", "S7", "USAGE", "warning", "40E", needs_narrative("40E", "OTHR")),
    ("700 710 720 707", "", "S8", "USAGE", "warning", "40E", only_with_code("40E", "OTHR")),
    ("700 705 707 710 720", "", "S11", "USAGE", "warning", "72Z", _details_to_follow),
    (_CREDITS, "", "S9", "USAGE", "warning", "43P", conditional_explained("43P")),
    (_CREDITS, "", "S10", "USAGE", "warning", "43T", conditional_explained("43T")),
]  # fmt: skip

RULES: tuple[Rule, ...] = tuple(
    Rule(frozenset(mts.split()), tuple(sequences.split()) or ("",), rule, code, severity, tag, check)
    for mts, sequences, rule, code, severity, tag, check in _RAW
)


def broken(message: Message) -> Iterator[tuple[Rule, str]]:
    """Every rule the message breaks, with its line."""
    for rule in RULES:
        if message.mt not in rule.mts:
            continue
        for sequence in rule.sequences:
            if sequence and not message.has(f"15{sequence}"):
                continue
            text = rule.check(Scope(message, sequence))
            if text:
                yield rule, text
                break
