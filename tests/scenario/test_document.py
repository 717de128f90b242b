"""Reading YAML: every scalar a string, a line on everything."""

from __future__ import annotations

import pytest

from usance.scenario.document import Series, Table, Text, read_text, substitute
from usance.scenario.errors import ScenarioError

TRAPS = """
scenario: traps
steps:
  - {closes: 17:00, country: NO, day: 2026-03-02, amount: 0100, empty: , yes: on}
"""


def test_read__yaml_traps__every_scalar_is_the_text_in_the_file() -> None:
    step = read_text(TRAPS)["steps"][0]
    assert step["closes"] == "17:00"
    assert step["country"] == "NO"
    assert step["day"] == "2026-03-02"
    assert step["amount"] == "0100"
    assert step["empty"] == ""
    assert step["yes"] == "on"
    assert all(isinstance(value, Text) for value in step.values())


def test_read__nested_values__know_their_lines() -> None:
    table = read_text(
        "scenario: a\nsteps:\n  - by: x\n    args:\n      amount: EUR 1.00\n    list: [1,\n      2]\n"
    )
    step = table["steps"][0]
    assert isinstance(step, Table)
    assert isinstance(step["list"], Series)
    assert step.line_of("args") == 4
    assert step["args"]["amount"].line == 5
    assert step["list"][1].line == 7


def test_read__anchor_and_merge__repeat_a_value() -> None:
    table = read_text("scenario: a\na: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n")
    assert table["b"] == {"p": "1", "q": "3"}
    assert table["c"] == {"p": "1", "q": "2"}


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("scenario: a\nscenario: b\n", "twice", 2),
        ("scenario: [a\n", "not YAML", None),
        ("- a\n", "begins with", 1),
        ("", "begins with", 1),
        ("scenario: a\n? [x]\n: y\n", "plain word", 2),
    ],
)
def test_read__wrong_text__one_line_that_names_the_place(text: str, reason: str, line: int | None) -> None:
    with pytest.raises(ScenarioError, match=reason) as caught:
        read_text(text)
    if line is not None:
        assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_substitute__names_and_columns__fill_keys_and_values() -> None:
    step = read_text('scenario: a\nstep: {by: "investor${i}", "${row.key}": [x, "${row.amount}"]}\n')["step"]
    filled = substitute(step, {"i": "7", "row": {"key": "args", "amount": "EUR 1.00"}})
    assert filled == {"by": "investor7", "args": ["x", "EUR 1.00"]}
    assert filled["args"][1].line == 2


@pytest.mark.parametrize("text", ["${j}", "${row}", "${row.nothing}", "${i"])
def test_substitute__a_name_without_value__is_refused(text: str) -> None:
    with pytest.raises(ScenarioError):
        substitute(Text(text, 3), {"i": "1", "row": {"key": "x"}})
