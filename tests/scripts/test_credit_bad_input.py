"""Bad input of `credit issue`: one line, a code that is not zero, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.kit import DEMO, ROOT, refused, run
from usance.messages import read_file, render_printed

MESSAGE = (DEMO / "messages" / "credit.fin").read_bytes().decode().replace("\r\n", "\n")
PARTIES = str(DEMO / "parties.yaml")
OUT = ROOT / "out" / "credits"


def files() -> set[Path]:
    return set(OUT.rglob("*")) if OUT.exists() else set()


def issue(folder: Path, old: str = "", new: str = "", *options: str) -> str | tuple[str, int]:
    assert old in MESSAGE
    path = folder / "mt700.fin"
    path.write_text(MESSAGE.replace(old, new, 1) if old else MESSAGE)
    before = files()
    result = run(
        "credit", "issue", "--mt700", str(path), "--parties", PARTIES, "--account", "TEST::1", *options
    )
    assert files() == before
    assert not (folder / "credit.json").exists()
    return refused(result, 2 if "not built yet" in result.output else 1)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("EUR184600,", "EUR184600.00", ("line 16", "field 32B", "decimal comma", "T40")),
        ("EUR184600,", "EUQ184600,", ("field 32B", "EUQ", "ISO 4217", "T52")),
        ("EUR184600,", "JPY184600,5", ("field 32B", "decimals", "C03")),
        (":44C:260331", ":44C:260331\n:44D:DURING MARCH", ("44C", "44D", "D06")),
        (":31D:260515DHAKA\n", "", ("31D", "mandatory", "MISSING")),
        (":31D:260515DHAKA", ":31D:260304DHAKA", ("field 31D", "31C", "U6")),
        (":31D:260515DHAKA", ":31D:260515NOWHERE", ("field 31D", "NOWHERE", "--place expiry=CODE")),
        ("NOORDERHAVEN KLEDING BV", "SOMEBODY ELSE BV", ("field 50", "SOMEBODY ELSE", "--party applicant=")),
        ("BY PAYMENT", "BY ACCEPTANCE", ("field 41A", "BY ACCEPTANCE", "42C", "TENOR")),
        ("BY PAYMENT", "BY MIXED PYMT\n:42M:HALF AT SIGHT", ("field 42M", "--legs FILE")),
        (":40A:IRREVOCABLE", ":40A:IRREVOCABLE TRANSFERABLE", ("TRANSFERABLE", "not built yet")),
        (":71D:", ":47A:+UCP 600 ARTICLE 16 DOES NOT APPLY\n:71D:", ("field 47A", "--not-a-modification 1")),
    ],
)
def test_issue__bad_message__one_line_and_nothing_written(
    tmp_path: Path, old: str, new: str, parts: tuple[str, ...]
) -> None:
    line = issue(tmp_path, old, new)
    assert [part for part in parts if part not in line] == [], line


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--place", "issuer"), ("--place issuer", "ROLE=CODE")),
        (("--place", "port=DEHAM"), ("--place port=DEHAM", "no role port")),
        (("--place", "issuer=HAMBURG"), ("--place issuer", "no UN/LOCODE")),
        (("--exclusion", "1=ART99_OFF"), ("--exclusion 1=ART99_OFF", "no exclusion ART99_OFF")),
        (("--exclusion", "x=EUCP"), ("--exclusion x=EUCP", "is no number")),
        (("--not-a-modification", "7"), ("line 7 does not exist",)),
        (("--cover", "120"), ("--cover 120", "0 to 100")),
        (("--cover", "much"), ("--cover much", "no percentage")),
        (("--asset", "EUR"), ("--asset EUR", "no address")),
        (("--party", "applicant"), ("--party applicant", "ROLE=ADDRESS")),
        (("--party", "shipper=TEST::2"), ("--party shipper", "no such role")),
        (("--party", "applicant=TEST::999"), ("--party applicant TEST::999", "no such account")),
        (("--salt", "0x" + "zz" * 32), ("--salt", "not hexadecimal")),
    ],
)
def test_issue__bad_option__one_line(
    tmp_path: Path, options: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    line = issue(tmp_path, "", "", *options)
    assert [part for part in parts if part not in line] == [], line


def test_issue__on_the_chain_that_ends_with_the_command__names_make_chain(tmp_path: Path) -> None:
    assert "make chain" in issue(tmp_path)


def test_issue__neither_or_both_sources__one_line() -> None:
    refused(run("credit", "issue", "--account", "TEST::1"), 1, "--mt700, --terms", "give one")


def test_issue__no_account__one_line(tmp_path: Path) -> None:
    (tmp_path / "m.fin").write_text(MESSAGE)
    refused(run("credit", "issue", "--mt700", str(tmp_path / "m.fin")), 1, "--account", "missing")


@pytest.mark.parametrize("text", ["not json", "[]", '{"amount": "1.5"}', '{"colour": 1}'])
def test_issue__bad_terms_file__one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "terms.json"
    path.write_text(text)
    refused(run("credit", "issue", "--terms", str(path), "--account", "TEST::1"), 1, "terms.json")


def test_issue__file_that_is_not_there__one_line() -> None:
    refused(run("credit", "issue", "--mt700", "nowhere.fin", "--account", "TEST::1"), 1, "nowhere.fin")


def test_issue__binary_file__one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.fin"
    path.write_bytes(bytes(range(256)) * 4)
    refused(run("credit", "issue", "--mt700", str(path), "--account", "TEST::1"), 1, "x.fin")


@pytest.mark.parametrize(
    "args",
    [
        ("accept", "X", "--account", "TEST::1"),
        ("show", "X"),
        ("list",),
        ("certificate", "X", "--account", "TEST::1"),
        ("local-token", "EUR", "--to", "TEST::1", "--amount", "1.00", "--account", "TEST::0"),
    ],
)
def test_other_commands__on_the_built_in_chain__one_line(args: tuple[str, ...]) -> None:
    refused(run("credit", *args), 1, "make chain")


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        ((), ("--discrepancy", "U16")),
        (("--discrepancy", "ugly", "--disposal", "HOLD"), ("no code ugly", "late_shipment")),
        (("--discrepancy", "amount"), ("--disposal", "U16")),
        (("--mt734", str(DEMO / "messages" / "credit.fin")), ("MT700 is no notice of refusal",)),
    ],
)
def test_refuse__that_is_no_notice__one_line(args: tuple[str, ...], parts: tuple[str, ...]) -> None:
    refused(run("credit", "refuse", "X", "--account", "TEST::1", *args), 1, *parts)


def test_present__document_that_cannot_be_read__one_line(tmp_path: Path) -> None:
    (tmp_path / "invoice.json").write_text('{"amount": 1.5}')
    args = ("present", "X", "--amount", "1.00", "--account", "TEST::3", "--document")
    refused(run("credit", *args, str(tmp_path / "invoice.json")), 1, "invoice.json", "decimals")
    refused(run("credit", *args, "nowhere.pdf"), 1, "nowhere.pdf")


def test_issue__printed_copy__says_the_same(tmp_path: Path) -> None:
    (message,) = read_file(DEMO / "messages" / "credit.fin")
    path = tmp_path / "print.txt"
    path.write_text(render_printed(message))
    line = refused(
        run("credit", "issue", "--mt700", str(path), "--parties", PARTIES, "--account", "TEST::1"), 1
    )
    assert "make chain" in line
