"""Wrong files and wrong options: one clear line, an exit code, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.kit import DEMO, refused, run

CREDIT = (DEMO / "messages" / "credit.fin").read_text(encoding="ascii")
NAK = "{1:F21NORDDEHHAXXX0001000101}{4:{177:2603021000}{451:1}{405:T50}}"


@pytest.mark.parametrize("command", ["show", "audit"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the text is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "no text"),
        (b"PK\x03\x04rest of an archive", "no text"),
        (b"\x89PNG\r\n\x1a\n", "no text"),
        (b"dear sirs, please open a credit\n", "no message found"),
    ],
)
def test_message__a_file_that_is_none__is_one_line(
    tmp_path: Path, command: str, content: bytes, said: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    refused(run("message", command, str(path)), 1, str(path), said)


def lines_of(tmp_path: Path, text: str) -> tuple[int, list[str]]:
    """Exit code of `show` and what it says is wrong."""
    path = tmp_path / "credit.fin"
    path.write_text(text, encoding="ascii")
    result = run("message", "show", str(path))
    told = [line for line in result.output.splitlines() if line.startswith(("error", "warning", "issues"))]
    return result.exit_code, told


def test_show__refused_by_the_network__issues_nothing(tmp_path: Path) -> None:
    code, told = lines_of(tmp_path, NAK + CREDIT)
    assert code == 1
    assert any(line.startswith("warning") and "NAK" in line for line in told)
    assert any(line.startswith("issues nothing") and "network refused" in line for line in told)


def test_show__revocable__names_the_rule_and_the_mend(tmp_path: Path) -> None:
    code, told = lines_of(tmp_path, CREDIT.replace(":40A:IRREVOCABLE", ":40A:REVOCABLE"))
    assert code == 1
    assert "write IRREVOCABLE (U2)" in told[-1]


def test_show__a_long_obstacle__is_one_line(tmp_path: Path) -> None:
    code, told = lines_of(tmp_path, CREDIT.replace(":32B:EUR", ":32B:EUX"))
    assert code == 1
    assert sum("ISO 4217" in line for line in told) == 2
    assert all(line.rstrip().endswith("(T52)") for line in told)


def test_show__not_built_yet__is_no_fault_of_the_message(tmp_path: Path) -> None:
    code, told = lines_of(tmp_path, CREDIT.replace(":40A:IRREVOCABLE", ":40A:IRREVOCABLE TRANSFERABLE"))
    assert told[-1] == "issues nothing: form IRREVOCABLE TRANSFERABLE: not built yet"
    assert code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("calendar", "show", "DEHAM", "--year", "2026"),
        ("party", "show", "0x0000000000000000000000000000000000000001"),
        ("credit", "list"),
    ],
)
def test_network__unknown__is_told_without_the_list_of_all(words: tuple[str, ...]) -> None:
    result = run(*words, "--network", "nosuch")
    assert result.exit_code == 2
    assert "No ecosystem named 'nosuch'." in result.output
    assert len(result.output.splitlines()) <= 4
