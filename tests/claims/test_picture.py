"""The picture of lineage: sums stay, texts fit, nothing of an address breaks the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.kit import Office, office
from usance.claims.lineage import Lot, Move, holders, lineage
from usance.claims.showing import facts, lines_of
from usance.claims.splitting import Part
from usance.claims.words import Names
from usance.money import money_text
from usance.report.claim_page import page
from usance.report.lineage import BOX, CHAR, GATHERED, HIGH, MOST_PARTS, draw, gathered, tree_lines
from usance.terms import ZERO_ADDRESS as NOBODY

SELLER = "0x" + "a1" * 20


def amount(minor: int) -> str:
    return money_text("EUR", minor)


def crowd(count: int) -> Lot:
    moves = [Move(NOBODY, SELLER, 10_000, 1)]
    moves += [Move(SELLER, f"0x{index:040x}", index + 1, index + 2) for index in range(1, count + 1)]
    (tree,) = lineage(moves)
    return tree


def test_gathered__few_parts__all_shown() -> None:
    tree = crowd(MOST_PARTS)
    assert [lot.account for lot in gathered(tree).walk()] == [lot.account for lot in tree.walk()]


def test_gathered__crowd__smallest_in_one_lot_and_the_sums_stay() -> None:
    tree = crowd(100)
    small = gathered(tree)
    assert len(small.parts) == MOST_PARTS
    assert (small.parts[-1].account, small.parts[-1].why) == (GATHERED, f"{100 - MOST_PARTS + 1} more")
    assert sum(part.units for part in small.parts) == sum(part.units for part in tree.parts)
    assert sum(holders([small]).values()) == sum(holders([tree]).values()) == 10_000


def test_tree_lines__one_a_lot__with_what_is_still_held() -> None:
    (tree,) = lineage([Move(NOBODY, SELLER, 500), Move(SELLER, NOBODY, 100, 86_400, "", "given up")])
    lines = list(tree_lines([tree], lambda account: "seller", amount))
    assert lines == ["seller: EUR 5.00, holds EUR 4.00", "└─ given up: EUR 1.00 on 1970-01-02"]


def test_draw__boxes_never_overlap_and_texts_fit() -> None:
    svg = draw([crowd(40)], lambda account: "a very long name of a holder that nobody can read", amount)
    boxes = [
        (float(x), float(y))
        for x, y in re.findall(rf'<rect x="([\d.]+)" y="([\d.]+)" width="{BOX}" height="{HIGH}"', svg)
    ]
    assert len(boxes) == 1 + MOST_PARTS
    for index, (x, y) in enumerate(boxes):
        assert all(abs(x - a) >= BOX or abs(y - b) >= HIGH for a, b in boxes[:index])
    names = re.findall(r'class="name">([^<]*)<', svg)
    assert all(len(name) * CHAR <= BOX for name in names)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as found:
        yield found


def test_page__self_contained__says_the_convention_and_escapes(at: Office) -> None:
    from usance.claims import acts

    record = at.payable()
    at.do(acts.split(record, at.tier1, [Part(1, at.tier2, 4_000_000), Part(2, at.tier3, 1_000_000)]))
    at.on_id("pledge", at.fresh(record), "tier2", at.financier, 1_000_000, 500_000, others=[at.financier])
    record = at.fresh(record)
    at.desk.folder.write(record.id, record.terms, 1, at.desk.suite.claim.address, {"invoice": "<b>&7</b>"})
    body, names = facts(at.desk, record), Names(record)
    html = page(body, draw(lineage(record.moves), names.short, amount))
    assert "first in, first out over the events" in html
    assert "&lt;b&gt;&amp;7&lt;/b&gt;" in html
    assert "<b>&7" not in html
    assert "<script" not in html
    assert "pledged to" in html
    text = "\n".join(lines_of(body, list(tree_lines(lineage(record.moves), names.short, amount))))
    assert "pledge        EUR 10,000.00" in text
    assert "holder        EUR 50,000.00  supplier" in text
