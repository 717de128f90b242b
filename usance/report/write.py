"""Puts the report and the messages of a story into a folder; each file appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from usance.demo.records import Told
from usance.messages import write
from usance.report.page import page


def write_whole(path: Path, data: bytes) -> None:
    """The file with these bytes, never half of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_report(told: Told, folder: Path) -> tuple[Path, list[Path]]:
    """The report, and the messages that went out."""
    report = folder / "report.html"
    write_whole(report, page(told).encode("utf-8"))
    letters = []
    for story in told.stories:
        for letter in story.letters:
            if letter.direction == "out":
                path = folder / f"MT{letter.message.mt}-{story.reference.replace('/', '-')}.fin"
                write_whole(path, write(letter.message).encode("ascii"))
                letters.append(path)
    return report, letters
