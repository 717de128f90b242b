"""ape run credit examine: a set against a credit, without a chain."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.scripts.kit import DEMO, ape_run, refused, run

BASES = Path(__file__).parents[1] / "examine" / "golden" / "bases"
MESSAGE = str(BASES / "textiles.fin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The textiles set as a manifest with its documents inside."""
    body = yaml.load((BASES / "textiles.yaml").read_text(), yaml.BaseLoader)
    written = {**body["set"], "documents": body["documents"]}
    (tmp_path / "set.yaml").write_text(yaml.safe_dump(written))
    return tmp_path


def spoil(folder: Path, document: str, **fields: str) -> None:
    path = folder / "set.yaml"
    body = yaml.load(path.read_text(), yaml.BaseLoader)
    body["documents"][document] |= fields
    path.write_text(yaml.safe_dump(body))


def test_examine__complying_set__says_so_exit_zero(folder: Path) -> None:
    result = run("credit", "examine", str(folder), "--mt700", MESSAGE, "--strict")
    assert result.exit_code == 0, result.output
    assert "the set complies on its face" in result.output
    assert ":77J:" not in result.output


def test_examine__discrepancies__list_77j_and_proposal(folder: Path) -> None:
    spoil(folder, "insurance", amount="180000.00")
    spoil(folder, "bill-of-lading", on_board="2026-05-02")
    result = run("credit", "examine", str(folder / "set.yaml"), "--mt700", MESSAGE)
    assert result.exit_code == 0, result.output
    for part in (
        "U14a (14a) bill-of-lading",
        "U17-28f (28f) insurance",
        "1. BILL OF LADING SHOWS LATE SHIPMENT 2 MAY 2026,",
        "2. INSURANCE COVERS EUR180000, 110 PERCENT IS",
        "refuse, 2 discrepancies",
    ):
        assert part in result.output
    assert all(line == line.rstrip() and len(line) <= 100 for line in result.output.splitlines())


def test_examine__strict__exit_one_with_a_discrepancy_only(folder: Path) -> None:
    spoil(folder, "invoice", signed="")
    body = yaml.load((folder / "set.yaml").read_text(), yaml.BaseLoader)
    del body["documents"]["invoice"]["signed"]
    (folder / "set.yaml").write_text(yaml.safe_dump(body))
    asked = run("credit", "examine", str(folder), "--mt700", MESSAGE, "--strict")
    assert asked.exit_code == 0
    assert "a person must look" in asked.output
    late = run("credit", "examine", str(folder), "--mt700", MESSAGE, "--presented", "2026-05-20", "--strict")
    assert late.exit_code == 1
    assert "U14c" in late.output


def test_examine__json__everything_for_programs(folder: Path) -> None:
    spoil(folder, "origin", date="2026-05-06")
    result = run("credit", "examine", str(folder), "--mt700", MESSAGE, "--json")
    body = json.loads(result.output)
    assert (body["proposal"], body["rules"], body["credit"]) == ("refuse", ["U14"], "EB26LC0311")
    (one,) = body["findings"]
    assert (one["id"], one["document"], one["field"], one["seen"], one["required"]) == (
        "U14i", "origin", "date", "6 MAY 2026", "not after 5 MAY 2026",
    )  # fmt: skip
    assert body["77J"] == ["1. CERTIFICATE OF ORIGIN DATED 6 MAY 2026 AFTER", "PRESENTATION 5 MAY 2026"]


def test_examine__calendar_of_the_place_of_expiry__moves_the_last_day(folder: Path) -> None:
    """Expiry is Sunday 31 May; Monday is open in China, closed nowhere else that counts."""
    spoil(folder, "bill-of-lading", on_board="2026-04-30", date="2026-04-30")
    common = ("credit", "examine", str(folder), "--mt700", MESSAGE, "--json")
    monday = json.loads(run(*common, "--presented", "2026-06-01").output)
    assert [one["id"] for one in monday["findings"] if one["severity"] != "note"] == ["U14c", "U31"]
    assert "closed days of CNHGH" in monday["notes"][0] or "weekends alone" in monday["notes"][0]
    tuesday = json.loads(run(*common, "--presented", "2026-06-02", "--place", "DEHAM").output)
    assert "U6" in tuesday["rules"]
    assert tuesday["notes"][0] == "closed days of DEHAM"


def test_examine__terms_alone_and_terms_over_the_message(folder: Path) -> None:
    terms = folder / "terms.json"
    terms.write_text(
        json.dumps({"terms": {"currency": "EUR", "amount": 17_000_000, "expiry_day": "2026-04-29"}})
    )
    alone = json.loads(run("credit", "examine", str(folder), "--terms", str(terms), "--json").output)
    assert alone["rules"] == ["U6", "U17", "U18"]
    assert any("terms alone" in note for note in alone["notes"])
    both = json.loads(
        run("credit", "examine", str(folder), "--terms", str(terms), "--mt700", MESSAGE, "--json").output
    )
    assert both["rules"] == ["U6", "U17", "U18"]


def test_examine__demo_documents_with_too_little_cover__found(tmp_path: Path) -> None:
    for path in (DEMO / "documents").glob("*.json"):
        if path.stem != "insurance":
            shutil.copy(path, tmp_path)
    message = str(DEMO / "messages" / "credit.fin")
    result = run(
        "credit", "examine", str(tmp_path), "--mt700", message, "--presented", "2026-04-02", "--json"
    )
    found = {(one["id"], one["document"]) for one in json.loads(result.output)["findings"]}
    assert ("U17-28f", "insurance-short") in found


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ((), ("--mt700", "missing")),
        (("--mt700", "gone.fin"), ("gone.fin",)),
        (("--mt700", MESSAGE, "--presented", "soon"), ("--presented", "soon")),
        (("--mt700", MESSAGE, "--place", "XX1"), ("XX1",)),
        (("--terms", "gone.json"), ("gone.json", "cannot be read")),
    ],
)
def test_examine__bad_options__one_line_exit_two(
    folder: Path, options: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    refused(run("credit", "examine", str(folder), *options), 2, *parts)


def test_examine__bad_set__one_line_exit_two(folder: Path) -> None:
    refused(run("credit", "examine", str(folder / "gone"), "--mt700", MESSAGE), 2, "cannot be read")
    spoil(folder, "origin", date="31.13.2026")
    refused(run("credit", "examine", str(folder), "--mt700", MESSAGE), 2, "document origin", "date")


def test_ape_run__credit_examine__starts_without_a_chain(folder: Path) -> None:
    done = ape_run("credit", "examine", str(folder), "--mt700", MESSAGE, folder=folder)
    assert done.returncode == 0, done.stderr
    assert "the set complies" in done.stdout
