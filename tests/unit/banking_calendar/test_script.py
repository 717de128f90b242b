"""`ape run calendar` without a chain, through click's runner."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    os.environ.setdefault("APE_DATA_FOLDER", str(ROOT / "out" / "ape"))
    spec = importlib.util.spec_from_file_location("calendar_script", ROOT / "scripts" / "calendar.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script: ModuleType, *args: str) -> Result:
    return CliRunner().invoke(script.cli, list(args))


def test_show__offline__the_year(script: ModuleType) -> None:
    result = run(script, "show", "CNSHA", "--year", "2026", "--offline", "--no-colour")
    assert result.exit_code == 0, result.output
    assert "248 banking days" in result.output


def test_load__dry_run__what_would_be_sent(script: ModuleType) -> None:
    result = run(script, "load", "DEHAM", "--years", "2026-2030", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "open_place DEHAM" in result.output
    assert "load DEHAM to 2030-12-31 (official)" in result.output
    assert "nothing sent" in result.output


def test_load__dry_run_as_json__the_calls(script: ModuleType) -> None:
    result = run(script, "load", "DEHAM", "--years", "2026", "--closes", "16:30", "--dry-run", "--json")
    calls = json.loads(result.output)
    assert [call["function"] for call in calls] == ["open_place", "load"]
    assert calls[0]["args"][4] == 16 * 60 + 30
    assert calls[0]["args"][0] == "0x" + b"DEHAM".hex() + "00" * 27


def test_load__counter__under_its_place(script: ModuleType) -> None:
    result = run(
        script,
        "load",
        "HAINING/BANK",
        "--under",
        "CNHIN",
        "--closed",
        "2026-05-06",
        "--years",
        "2026",
        "--dry-run",
    )
    assert result.exit_code == 0, result.output
    assert "open_counter HAINING/BANK" in result.output
    assert "1 closed" in result.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["load", "DEHAM", "--years", "soon", "--dry-run"], "years 'soon'"),
        (["load", "DEHAM", "--years", "2026", "--closes", "late", "--dry-run"], "closing time"),
        (["load", "USPHL", "--years", "2026", "--dry-run"], "--zone"),
        (["load", "DEHAM", "--years", "2026", "--closed", "2026-05-06", "--dry-run"], "--under"),
        (
            ["load", "B", "--under", "DEHAM", "--years", "2026", "--closed", "May", "--dry-run"],
            "--closed May",
        ),
        (
            ["load", "B", "--under", "DEHAM", "--years", "2026", "--closed", "2027-05-06", "--dry-run"],
            "not in",
        ),
        (["show", "nowhere", "--year", "2026", "--offline"], "not a UN/LOCODE"),
    ],
)
def test_command__wrong_input__one_line_and_exit_1(script: ModuleType, args: list[str], words: str) -> None:
    result = run(script, *args)
    assert result.exit_code == 1
    assert words in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_missing_calls__chain_knows_a_part__only_the_rest(script: ModuleType) -> None:
    from usance.calendar_sources import load_place
    from usance.calendars import day_of

    wanted = load_place("DEHAM", range(2026, 2031))
    calls = script.missing_calls(wanted, day_of("2027-12-31"))
    assert [call.function for call in calls] == ["load"]
    offsets = calls[0].args[4]
    assert offsets[0][0] == day_of("2028-03-26")
    assert [call.function for call in script.missing_calls(wanted, 0)] == ["open_place", "load"]
    with pytest.raises(script.click.ClickException, match="--years 2025"):
        script.missing_calls(wanted, day_of("2024-12-31"))


def test_calendar_address__no_deployment__says_which_command(script: ModuleType) -> None:
    with pytest.raises(script.click.ClickException, match="ape run deploy"):
        script.calendar_address("no-such-network")
