"""The small gates: addresses, sizes, builds, error catalogue, totals, and the Makefile's own words."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tools import check_build, check_paths, check_size, ci_totals, errors_doc
from tools.findings import ROOT
from usance.chain.artifacts import Artifact

SMALL = Artifact("Small", "contracts/Small.vy", (), b"\x01\x02", b"\x02")


@pytest.mark.parametrize(
    "line",
    [
        "see https://" + "pypi" + ".org/simple",
        "registry.npmjs" + ".org/x",
        'path = "/' + 'home/somebody/x"',
        "cd /" + "work/main",
        "cat /" + "tmp/x",
    ],
)
def test_addresses__planted_line__found_with_its_place(line: str) -> None:
    (found, *_) = check_paths.check_text("README.md", "fine\n" + line)
    assert found.line == 2


def test_addresses__ordinary_lines__nothing_found() -> None:
    text = "out/demo/report.html\n$(ROOT)/.cache/tmp/x\nhttp://127.0.0.1:8545\n/Applications/Chromium.app\n"
    assert check_paths.check_text("README.md", text) == []


def test_addresses__the_project__clean() -> None:
    assert [str(finding) for finding in check_paths.check(ROOT)] == []


def test_size__one_byte_too_many__found() -> None:
    large = replace(SMALL, runtime=bytes(check_size.LIMIT + 1))
    (found,) = check_size.check_artifacts({"Small": large})
    assert "22,001" in found.text
    assert check_size.check_artifacts({"Small": replace(SMALL, runtime=bytes(check_size.LIMIT))}) == []
    assert "Small" in check_size.table({"Small": large})[1]


def entry(deployment: bytes, runtime: bytes) -> dict[str, dict[str, str]]:
    return {
        "deploymentBytecode": {"bytecode": "0x" + deployment.hex()},
        "runtimeBytecode": {"bytecode": "0x" + runtime.hex()},
    }


@pytest.mark.parametrize(
    ("types", "problems"),
    [
        ({"Small": entry(b"\x01\x02", b"\x02")}, 0),
        ({"Small": entry(b"\x01\x02", b"\x03")}, 1),
        ({"Small": entry(b"\x01\x03", b"\x02")}, 1),
        ({"Small": entry(b"\x01\x02", b"")}, 1),
        ({}, 1),
        ({"Small": entry(b"\x01\x02", b"\x02"), "Other": entry(b"", b"")}, 1),
    ],
)
def test_build__bytecode_that_differs__found(
    types: dict[str, dict[str, dict[str, str]]], problems: int
) -> None:
    assert len(check_build.compare({"Small": SMALL}, types)) == problems


CATALOGUE = """# --- credit ---
# A set after the day.
LATE: constant(String[64]) = "credit: late (U16)"
"""


def catalogue(root: Path, text: str) -> list[str]:
    path = root / errors_doc.CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    user = root / "contracts" / "Planted.vy"
    user.write_text("assert x, errors.LATE\n")
    return [finding.rule for finding in errors_doc.check(root)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CATALOGUE, []),
        (CATALOGUE.replace("credit: late (U16)", "credit: late"), ["reason"]),
        (CATALOGUE.replace("credit: late (U16)", "credit: (U16)"), ["reason"]),
        (CATALOGUE.replace("credit: late (U16)", "credit: (NOT_LOADED)"), []),
        (CATALOGUE.replace("credit: late (U16)", "credit: " + "late " * 15 + "(U16)"), ["reason"]),
        (CATALOGUE.replace("# A set after the day.\n", ""), ["reason"]),
        (CATALOGUE + '# Never.\nNEVER: constant(String[64]) = "credit: never (U1)"\n', ["unused"]),
        (CATALOGUE + '# Same.\nSAME: constant(String[64]) = "credit: late (U16)"\n', ["reason", "unused"]),
    ],
)
def test_errors__catalogue__form_and_use_are_checked(tmp_path: Path, text: str, found: list[str]) -> None:
    assert catalogue(tmp_path, text) == found


def test_errors__page__row_with_meaning_users_and_scenarios(tmp_path: Path) -> None:
    catalogue(tmp_path, CATALOGUE)
    story = tmp_path / "scenarios" / "credit" / "late.yaml"
    story.parent.mkdir(parents=True)
    story.write_text("scenario: x\nsteps:\n  - call: credit.refuse\n    reverts: U16\n")
    assert (
        "| `credit: late (U16)` | A set after the day. | `Planted` | `credit/late.yaml` |"
        in errors_doc.render(tmp_path)
    )


def test_totals__several_runs__added_up() -> None:
    text = "==== 12 passed, 1 skipped in 1.20s ====\n3 passed, 4 failed\n"
    text += "=== 2 failed, 1 error, 5 passed in 61.00s (0:01:01) ==="
    assert ci_totals.totals([text]) == {"passed": 17, "failed": 3, "skipped": 1}


def test_make__help__names_every_target_of_the_readme() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = set(re.findall(r"^make ([\w-]+)", done.stdout, re.MULTILINE))
    wanted = {
        "demo", "test", "test-shared", "test-node", "test-browser", "check", "guards", "deep", "bench",
        "chain",
    }  # fmt: skip
    assert wanted <= named
