"""docs/examiner.md: its table has every check once, with ids it gives and a golden that shows them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.examine.kit import goldens
from usance.examine import check_names, examine
from usance.examine.models import DocumentModel

PAGE = (Path(__file__).parents[2] / "docs" / "examiner.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| `([a-z0-9-]+)` \| [^|]+ \| ([a-z0-9-]+) \|$", PAGE, re.MULTILINE)


def test_table__every_check_once() -> None:
    assert [name for _, name, _ in ROWS] == list(check_names())


@pytest.mark.parametrize(("ids", "name", "stem"), ROWS, ids=[row[1] for row in ROWS])
def test_row__the_golden_shows_the_check(ids: str, name: str, stem: str) -> None:
    (golden,) = [one for one in goldens() if one.path.stem == stem]
    told = {one.id for one in examine(golden.credit, golden.facts).findings if one.check == name}
    assert told
    assert told <= set(re.split(r", | / ", ids))


def test_fields__every_field_of_a_document_is_named() -> None:
    missing = [
        name for name in DocumentModel.model_fields if f"`{name}" not in PAGE and f"{name}`" not in PAGE
    ]
    assert [name for name in missing if f"{name}:" not in PAGE] == []
