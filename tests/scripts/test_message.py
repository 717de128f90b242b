"""ape run message: a look at messages and the audit of a year of them, without a chain."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.scripts.kit import DEMO, ape_run, refused, run
from usance.messages import compose, write_all

CREDIT = str(DEMO / "messages" / "credit.fin")


def refusal(number: int, day: str, **changes: str) -> str:
    """An MT734 as the network delivered it on a day."""
    fields = {
        "20": "MKB26LC0107", "21": f"SET{number}", "32A": "260402EUR184600,",
        "77J": "1. INSURANCE TOO LOW", "77B": "/NOTIFY/",
    } | {name.removeprefix("_"): value for name, value in changes.items()}  # fmt: skip
    message = compose("734", fields.items(), "MKADNL2RXXX", "KNFCBDDHXXX", strict=False)
    text = write_all([message])
    head = f"{{2:O7341200{day}MKADNL2RAXXX0001000001{day}1201N}}"
    start = text.index("{2:")
    return text[:start] + head + text[text.index("}", start) + 1 :]


def test_show__own_credit__fields_terms_and_exit_zero() -> None:
    result = run("message", "show", CREDIT)
    assert result.exit_code == 0, result.output
    for part in (
        "MT700 Issue of a Documentary Credit",
        "EUR 184,600.00",
        "terms that would be issued",
        "NLRTM",
    ):
        assert part in result.output
    assert all(len(line) <= 110 for line in result.output.splitlines())


def test_show__json__holds_fields_findings_and_terms() -> None:
    result = run("message", "show", CREDIT, "--json")
    (body,) = json.loads(result.output)
    assert body["terms"]["amount"] == 18_460_000
    assert body["terms"]["nominated_place"] == "BDDAC"
    assert (body["findings"], body["modifications"], body["obstacle"]) == ([], [], "")
    assert {field["tag"] for field in body["fields"]} >= {"20", "31C", "32B"}


def test_show__message_with_an_error__exit_one_and_says_what(tmp_path: Path) -> None:
    path = tmp_path / "bad.fin"
    path.write_bytes(Path(CREDIT).read_bytes().replace(b"EUR184600,", b"EUR184600.00"))
    result = run("message", "show", str(path))
    assert result.exit_code == 1
    assert "T40" in result.output
    assert "issues nothing" in result.output


def test_show__deferred_credit__tells_its_tenor(tmp_path: Path) -> None:
    path = tmp_path / "deferred.fin"
    path.write_bytes(
        Path(CREDIT).read_bytes().replace(b"BY PAYMENT", b"BY DEF PAYMENT\r\n:42P:90 DAYS AFTER SHIPMENT")
    )
    result = run("message", "show", str(path), "--json")
    assert result.exit_code == 0, result.output
    assert '"available_by": "DEFERRED"' in result.output
    assert '"tenor_days": 90' in result.output


def test_show__transferable_credit__says_what_is_not_built(tmp_path: Path) -> None:
    path = tmp_path / "transferable.fin"
    path.write_bytes(Path(CREDIT).read_bytes().replace(b"IRREVOCABLE", b"IRREVOCABLE TRANSFERABLE"))
    result = run("message", "show", str(path))
    assert "form IRREVOCABLE TRANSFERABLE: not built yet" in result.output


@pytest.mark.parametrize("name", ["nowhere.fin", "/dev/null"])
def test_show__no_message__one_line(name: str) -> None:
    refused(run("message", "show", name), 1, name)


def test_audit__late_doubled_and_without_disposal__one_row_each(tmp_path: Path) -> None:
    path, table = tmp_path / "year.fin", tmp_path / "audit.csv"
    # Received 2 April; Easter makes Monday the 13th the last day in Rotterdam.
    notices = [
        refusal(1, "260413"),
        refusal(2, "260414"),
        refusal(3, "260409"),
        refusal(3, "260410", _77J="1. ANOTHER DEFECT"),
        refusal(4, "260409", _77B="/KEEP/"),
    ]
    path.write_text("$".join(notices))
    result = run("message", "audit", str(path), "--csv", str(table))
    assert result.exit_code == 0, result.output
    with table.open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["presentation"], row["flags"]) for row in rows] == [
        ("SET1", ""), ("SET2", "LATE"), ("SET3", ""), ("SET3", "DOUBLED"), ("SET4", "NO DISPOSAL"),
    ]  # fmt: skip
    assert {row["last day"] for row in rows} == {"2026-04-13"}
    assert "5 notices, 3 with a flag" in result.output


def test_audit__json__same_rows(tmp_path: Path) -> None:
    path = tmp_path / "one.fin"
    path.write_text(refusal(1, "260414"))
    rows = json.loads(run("message", "audit", str(path), "--json").output)
    assert rows[0]["flags"] == "LATE"


def test_audit__nothing_to_audit__says_so() -> None:
    result = run("message", "audit", CREDIT)
    assert result.exit_code == 0
    assert "no notice of refusal" in result.output


def test_audit__bad_received__one_line() -> None:
    refused(run("message", "audit", CREDIT, "--received", "SET1=soon"), 1, "--received SET1=soon")


def test_ape_run__message__starts_without_a_chain(tmp_path: Path) -> None:
    done = ape_run("message", "show", CREDIT, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "terms that would be issued" in done.stdout


def test_audit__table_that_cannot_be_written__one_line() -> None:
    refused(run("message", "audit", CREDIT, "--csv", "/dev/null/x.csv"), 1, "--csv", "cannot be written")
