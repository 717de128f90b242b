"""The golden set: each presentation as written, and no check without one that needs it."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from tests.examine.kit import FOLDER, Golden, base, goldens, play
from usance.examine import check_names, credit_of, examine, set_of

GOLDENS = goldens()
CASES = {"C01", "C10", "C12", "C56", "C70", "C73"}
# What the examiner holds of UCP 600 and ISP98: each id with at least one golden that expects it.
HELD = """
U5 U6 U14a U14c U14d U14e U14f U14g U14h U14i U14j U17-17a U17-17d U17-18a U17-18b U17-18c U17-20a U17-20c
U17-26a U17-27 U17-28a U17-28b U17-28c U17-28d U17-28e U17-28f U17-28g U18 U19 U20 U21 U31
ISP-3.08 ISP-3.13 ISP-4.01 ISP-4.06 ISP-4.07 ISP-4.15
""".split()  # noqa: SIM905


@lru_cache(maxsize=1)
def checks_at_work() -> dict[str, list[Golden]]:
    """Check -> the goldens in which it finds something."""
    found: dict[str, list[Golden]] = {}
    for golden in GOLDENS:
        for name in {one.check for one in examine(golden.credit, golden.facts).findings}:
            found.setdefault(name, []).append(golden)
    return found


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.path.stem)
def test_golden__as_written(golden: Golden) -> None:
    found, notes = play(golden)
    assert found == golden.expects, golden.body["why"]
    if "notes" in golden.body:
        assert notes == golden.notes, golden.body["why"]


@pytest.mark.parametrize("name", check_names())
def test_check__left_out__some_golden_changes(name: str) -> None:
    changed = [golden for golden in checks_at_work().get(name, []) if play(golden) != play(golden, name)]
    pinned = [
        golden for golden in changed if play(golden, name)[0] != golden.expects or "notes" in golden.body
    ]
    assert pinned, f"no golden fails without the check {name}"


def test_golden_set__sixty_or_more_each_with_its_reason() -> None:
    assert len(GOLDENS) >= 60
    for golden in GOLDENS:
        assert set(golden.body) >= {"golden", "why", "base", "expects"}, golden.path.name
        assert len(golden.body["why"].split()) >= 1, golden.path.name
    complying = [golden for golden in GOLDENS if not golden.expects]
    assert len(complying) >= 20


@pytest.mark.parametrize("held", HELD)
def test_rule__has_a_golden(held: str) -> None:
    told = [line.lstrip("?").split()[0] for golden in GOLDENS for line in (*golden.expects, *golden.notes)]
    assert held in told


def test_cases__every_examiner_case_retold() -> None:
    assert {golden.body["case"] for golden in GOLDENS if "case" in golden.body} == CASES


def test_files__only_goldens_and_bases() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+\.yaml", path.name) for path in FOLDER.glob("*.*"))


@pytest.mark.parametrize("name", ["textiles", "grain", "machines", "standby"])
def test_base__complies(name: str) -> None:
    ground = base(name)
    report = examine(credit_of(ground["credit"]), set_of(ground["set"] | {"documents": ground["documents"]}))
    assert report.complies
    assert report.rules == ()
