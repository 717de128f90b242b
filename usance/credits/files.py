"""The bank's own notes on its credits: reference, documents with their salts, messages.

The chain holds everything an act needs but the salts of documents; those live here, in
out/credits/<network>/<credit id>/.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from usance.documents import DocumentError, DocumentSet, set_from_json
from usance.report.write import write_whole


class Folder:
    """out/credits of one network."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def of(self, credit: bytes) -> Path:
        return self.root / ("0x" + credit.hex())

    def note(self, credit: bytes) -> dict[str, Any]:
        """What was written down when the credit was issued here."""
        path = self.of(credit) / "credit.json"
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def reference(self, credit: bytes) -> str:
        """Field 20, "" for a credit that was not issued from here."""
        return str(self.note(credit).get("reference", ""))

    def write_note(self, credit: bytes, note: dict[str, Any]) -> Path:
        path = self.of(credit) / "credit.json"
        write_whole(path, (json.dumps(note, indent=2) + "\n").encode())
        return path

    def write_amendment(self, credit: bytes, number: int, note: dict[str, Any]) -> Path:
        path = self.of(credit) / f"amendment-{number}.json"
        write_whole(path, (json.dumps(note, indent=2) + "\n").encode())
        return path

    def write_set(self, credit: bytes, documents: DocumentSet) -> Path:
        """The set under its root: written before it is presented, for its salts are nowhere else."""
        path = self.of(credit) / f"set-{documents.root.hex()[:16]}.json"
        write_whole(path, (json.dumps(documents.to_json(), indent=2) + "\n").encode())
        return path

    def read_set(self, credit: bytes, root: bytes) -> DocumentSet | None:
        """The set with that root, None when it was not presented from here."""
        path = self.of(credit) / f"set-{root.hex()[:16]}.json"
        if not path.exists():
            return None
        try:
            return set_from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise DocumentError(f"{path}: {error}") from None
