"""ape run demo, as a newcomer runs it."""

from __future__ import annotations

from pathlib import Path

from tests.scripts.kit import DEMO, ape_run, run
from usance.messages import read_file
from usance.messages.notices import read_refusal

CREDIT = DEMO / "messages" / "credit.fin"


def test_demo__no_argument__honoured_and_precluded_in_100_columns(tmp_path: Path) -> None:
    done = ape_run("demo", "--out", str(tmp_path / "out"), folder=tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "HONOURED" in done.stdout
    assert "PRECLUDED" in done.stdout
    lines = done.stdout.splitlines()
    # Paths of this test's own folder may be longer.
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 100
    report = (tmp_path / "out" / "report.html").read_text()
    assert "<svg" in report
    (notice,) = read_file(tmp_path / "out" / "MT734-MKB26LC0107.fin")
    assert read_refusal(notice).credit == "MKB26LC0107"
    assert notice.findings == ()


def test_demo__any_sight_message__honoured(tmp_path: Path) -> None:
    path = tmp_path / "other.fin"
    path.write_bytes(
        CREDIT.read_bytes().replace(b"MKB26LC0107", b"OTHER/1").replace(b"EUR184600,", b"USD99,5")
    )
    done = ape_run("demo", "--mt700", str(path), "--out", str(tmp_path / "out"), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "HONOURED" in done.stdout
    assert "USD 99.50" in done.stdout
    assert (tmp_path / "out" / "MT734-OTHER-1.fin").exists()


def test_demo__message_it_cannot_play__one_line_and_no_file(tmp_path: Path) -> None:
    for old, new, code, part in (
        (b"40A:IRREVOCABLE", b"40A:IRREVOCABLE TRANSFERABLE", 2, "TRANSFERABLE: not built yet"),
        (b"EUR184600,", b"EUR184600.00", 1, "field 32B"),
    ):
        path = tmp_path / "bad.fin"
        path.write_bytes(CREDIT.read_bytes().replace(old, new))
        done = ape_run("demo", "--mt700", str(path), "--out", str(tmp_path / "out"), folder=tmp_path)
        assert done.returncode == code
        assert part in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert not (tmp_path / "out").exists()


def test_demo__any_broken_message__one_line(tmp_path: Path) -> None:
    text = CREDIT.read_bytes()
    for old, new, part in (
        (b":41A:KNFCBDDHXXX\r\nBY PAYMENT\r\n", b"", "41a"),
        (b"{1:F01MKADNL2RAXXX0001000107}{2:I700KNFCBDDHXXXXN}{3:{108:MKB26LC0107}}", b"", "--sender BIC"),
        (b":31C:260305\r\n", b"", "31C"),
    ):
        assert old in text
        path = tmp_path / "bad.fin"
        path.write_bytes(text.replace(old, new))
        result = run("demo", "--mt700", str(path), "--out", str(tmp_path / "out"))
        assert result.exit_code == 1, result.output
        assert part in result.output.splitlines()[-1]
        assert "Traceback" not in result.output
        assert not (tmp_path / "out").exists()


def test_demo__folder_that_cannot_be_written__one_line(tmp_path: Path) -> None:
    done = ape_run("demo", "--out", "/dev/null/x", folder=tmp_path)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
