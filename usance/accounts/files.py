"""The institution's own notes on its accounts: the file each was created from, by network."""

from __future__ import annotations

import json
from pathlib import Path

from usance.accounts.errors import AccountError
from usance.accounts.plan import BUILT_IN, PlanFile, plan_of, read_file
from usance.report.write import write_whole


class NoteBook:
    """out/accounts of one network. The chain knows capabilities by number; their names live here."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, address: str) -> Path:
        return self.root / f"{address}.json"

    def write(self, address: str, plan: PlanFile) -> Path:
        """Keep the file an account was created from."""
        path = self.path_of(address)
        write_whole(path, (json.dumps(plan.model_dump(), indent=2) + "\n").encode())
        return path

    def plan(self, address: str) -> PlanFile | None:
        path = self.path_of(address)
        return plan_of(read_file(path), str(path)) if path.exists() else None

    def names(self, address: str) -> dict[str, int]:
        """Capability names of an account; the three of every account where nothing is noted."""
        plan = self.plan(address)
        return dict(BUILT_IN) if plan is None else plan.names()

    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.root.glob("0x*.json")) if self.root.exists() else []:
            name = plan_of(read_file(path), str(path)).name
            if name:
                found.setdefault(name, []).append(path.stem)
        return found

    def address_of(self, name: str) -> str:
        """The account created here under that name."""
        hits = self._named().get(name, [])
        if len(hits) != 1:
            raise AccountError(f"account {name[:60]!r}: none was created here; give its address")
        return hits[0]

    def check_free(self, name: str) -> None:
        """A name stands for one account."""
        if name in self._named():
            raise AccountError(f"name {name[:60]!r}: taken by an account created here; choose another")
