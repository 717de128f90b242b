"""Whatever a file holds: facts and a report, or one line. No other exception reaches a user."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examine.kit import base
from tests.examine.test_sets import BILL
from usance.examine import ExamineError, credit_of, examine, set_of

ODD = [
    "2026-05-05",
    "9999-12-31",
    "0001-01-01",
    "EUR 1.00",
    "12 KG",
    "TO ORDER OF",
    "9" * 40,
    "NaN",
    "-1",
    "\x00",
]
SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.text(max_size=30), st.sampled_from(ODD)
)
JUNK = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(body: Any, head: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every value of a structure stands."""
    found = [head] if head else []
    if isinstance(body, Mapping):
        for name, value in body.items():
            found += paths(value, (*head, name))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            found += paths(value, (*head, number))
    return found


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    spot = changed
    for part in path[:-1]:
        spot = spot[part]
    spot[path[-1]] = value
    return changed


def tried(credit: Any, documents: Any) -> None:
    """A report, or the one line."""
    line = ""
    try:
        report = examine(credit_of(credit), set_of(documents))
        assert all(one.why for one in report.findings)
    except ExamineError as error:
        line = str(error)
    assert "\n" not in line


GROUNDS = [base(name) for name in ("textiles", "grain", "machines", "standby")]


@given(st.sampled_from(GROUNDS), st.data())
@settings(max_examples=300, deadline=None)
def test_one_value_replaced__in_set_or_credit(ground: dict[str, Any], data: st.DataObject) -> None:
    whole = {**ground["set"], "documents": ground["documents"]}
    if data.draw(st.booleans()):
        whole = put(whole, data.draw(st.sampled_from(paths(whole))), data.draw(JUNK))
        tried(ground["credit"], whole)
    else:
        credit = put(ground["credit"], data.draw(st.sampled_from(paths(ground["credit"]))), data.draw(JUNK))
        tried(credit, whole)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_one_value_replaced__in_a_dcsa_document(data: st.DataObject) -> None:
    bill = put(BILL, data.draw(st.sampled_from(paths(BILL))), data.draw(JUNK))
    tried(GROUNDS[0]["credit"], {"presented": "2026-05-05", "documents": {"bill": bill}})


@given(JUNK, JUNK)
@settings(max_examples=100, deadline=None)
def test_anything_at_all(credit: Any, documents: Any) -> None:
    tried(credit, documents)
