"""The style gate: names, sections, documented acts, events, imports."""

from __future__ import annotations

import pytest

from tools import check_style
from tools.check_style import RULER
from tools.vyper_source import Source

HEAD = "# pragma version 0.4.3\n# pragma nonreentrancy on\n"


def banner(title: str, ruler: str = RULER) -> str:
    return f"{ruler}\n#   {title}\n{ruler}\n\n"


def rules(path: str, body: str) -> list[str]:
    return [finding.rule for finding in check_style.check_source(Source(path, HEAD + body))]


ACT = '@external\ndef act():\n    """\n    @notice Acts.\n    """\n    pass\n\n'
VIEW = '@external\n@view\ndef look() -> uint256:\n    """\n    @notice Looks.\n    """\n    return 1\n\n'
INNER = "@internal\ndef _inner():\n    pass\n\n"


def test_style__sections_in_order__nothing_found() -> None:
    body = banner("EXTERNAL") + ACT + banner("VIEWS") + VIEW + banner("INTERNAL") + INNER
    assert rules("contracts/Planted.vy", body) == []


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("contracts/Planted.vy", True),
        ("contracts/modules/planted.vy", True),
        ("contracts/testing/Planted.vy", True),
        ("interfaces/IPlanted.vyi", True),
        ("contracts/planted.vy", False),
        ("contracts/modules/Planted.vy", False),
        ("interfaces/Planted.vyi", False),
        ("contracts/IPlanted.vyi", False),
        ("contracts/other/Planted.vy", False),
    ],
)
def test_style__file_name__says_what_the_file_is(path: str, clean: bool) -> None:
    assert ("name" in rules(path, "")) is not clean


@pytest.mark.parametrize(
    "body",
    [
        banner("INTERNAL") + INNER + banner("EXTERNAL") + ACT,
        banner("HELPERS"),
        banner("EXTERNAL") + banner("EXTERNAL"),
        banner("EXTERNAL", RULER + "-"),
        f"{RULER}\n# EXTERNAL\n",
    ],
)
def test_style__banner_out_of_order_or_shape__found(body: str) -> None:
    assert "banner" in rules("contracts/Planted.vy", body)


def test_style__function_under_another_banner__found() -> None:
    assert rules("contracts/Planted.vy", banner("EXTERNAL") + INNER) == ["section"]
    assert rules("contracts/Planted.vy", banner("EXTERNAL") + VIEW) == ["section"]
    assert rules("contracts/Planted.vy", ACT) == ["section"]


def test_style__external_without_docstring__found_unless_its_interface_has_one() -> None:
    body = banner("EXTERNAL") + "@external\ndef act():\n    pass\n"
    source = Source("contracts/Planted.vy", HEAD + body)
    assert [finding.rule for finding in check_style.check_source(source)] == ["docstring"]
    assert check_style.check_source(source, frozenset({"act"})) == []


def test_style__interface_function_without_docstring__found() -> None:
    body = banner("EXTERNAL") + "@external\ndef act():\n    ...\n"
    source = Source("interfaces/IPlanted.vyi", "# pragma version 0.4.3\n" + body)
    assert [finding.rule for finding in check_style.check_source(source, frozenset({"act"}))] == ["docstring"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("CreditIssued", True),
        ("RolesSet", True),
        ("Withdrawn", True),
        ("Issue", False),
        ("CreditPayment", False),
    ],
)
def test_style__event_name__in_the_past_tense(name: str, clean: bool) -> None:
    body = f"# pragma version 0.4.3\nevent {name}:\n    x: uint256\n"
    found = check_style.check_source(Source("interfaces/IPlanted.vyi", body))
    assert [finding.rule for finding in found] == ([] if clean else ["event"])


def test_style__event_in_a_contract__belongs_in_an_interface() -> None:
    assert rules("contracts/Planted.vy", "event Issued:\n    x: uint256\n") == ["event"]


def test_style__relative_import__found() -> None:
    assert rules("contracts/Planted.vy", "from .modules import errors\n") == ["import"]
    assert rules("contracts/Planted.vy", "from contracts.modules import errors\n") == []


def test_style__module_of_more_than_500_lines__found() -> None:
    assert rules("contracts/modules/planted.vy", "# line\n" * 600) == ["length"]
    assert rules("contracts/modules/planted.vy", "# line\n" * 400) == []
