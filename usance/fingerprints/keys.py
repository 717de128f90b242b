"""The members' keys: one an epoch, epochs overlap, and no key is ever shown.

The ring is a JSON file, handed to members outside the suite:

    {"version": 1, "epochs": [
        {"id": "2026", "key": "64 hex digits", "from": "2026-01-01", "until": "2027-01-31"}]}

`from` and `until` are the first and the last day of an epoch. Neighbours share at least 30 days: the time
to give live charges a fingerprint under the new key. At most two epochs live on one day.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from usance.fingerprints.errors import FingerprintError

KEY_BYTES = 32
OVERLAP_DAYS = 30
_LARGEST = 64 * 1024
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")


@dataclass(frozen=True)
class Epoch:
    """One key and the days it lives, both ends included."""

    id: str
    key: bytes = field(repr=False)
    start: date
    until: date

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise FingerprintError(
                # Not shown: a key may stand where the id belongs.
                "epoch: its id is not 1 to 32 small letters, digits, dots and dashes; rename it"
            )
        if len(self.key) != KEY_BYTES:
            raise FingerprintError(
                f"epoch {self.id}: the key has {len(self.key)} bytes, not {KEY_BYTES}; ask for the file anew"
            )
        if len(set(self.key)) < 8:
            raise FingerprintError(f"epoch {self.id}: the key is no random one; make it with `fresh_epoch`")
        if self.until < self.start:
            raise FingerprintError(
                f"epoch {self.id}: ends {self.until}, before it starts {self.start}; mend the days"
            )

    def live(self, day: date) -> bool:
        """Is the key in force on that day?"""
        return self.start <= day <= self.until


@dataclass(frozen=True)
class KeyRing:
    """The epochs, oldest first; each overlaps the next, no three live on one day."""

    epochs: tuple[Epoch, ...]

    def __post_init__(self) -> None:
        if not self.epochs:
            raise FingerprintError("keys: no epoch; ask for the file anew")
        for what, values in (
            ("id", [epoch.id for epoch in self.epochs]),
            ("key", [epoch.key for epoch in self.epochs]),
        ):
            if len(set(values)) != len(values):
                raise FingerprintError(f"keys: two epochs have one {what}; each has its own")
        for before, after in pairwise(self.epochs):
            if after.start <= before.start or after.until <= before.until:
                raise FingerprintError(
                    f"keys: epoch {after.id} does not follow {before.id}; list the oldest first"
                )
            shared = (before.until - after.start).days + 1
            if shared < OVERLAP_DAYS:
                raise FingerprintError(
                    f"keys: epochs {before.id} and {after.id} share {max(shared, 0)} days, "
                    f"they need {OVERLAP_DAYS}; start {after.id} earlier"
                )
        for before, after in zip(self.epochs, self.epochs[2:], strict=False):
            if after.start <= before.until:
                raise FingerprintError(
                    f"keys: three epochs live on {after.start}; let {before.id} end before {after.id} starts"
                )

    def live(self, day: date) -> tuple[Epoch, ...]:
        """The epochs in force on a day, oldest first: one or two. Every one of them is looked up."""
        found = tuple(epoch for epoch in self.epochs if epoch.live(day))
        if not found:
            first, last = self.epochs[0].start, self.epochs[-1].until
            raise FingerprintError(
                f"keys: no key for {day}, the file covers {first} to {last}; ask for the new file"
            )
        return found

    def current(self, day: date) -> Epoch:
        """The epoch under which a new charge is written: the youngest in force."""
        return self.live(day)[-1]

    def named(self, name: str) -> Epoch:
        """The epoch of that id."""
        for epoch in self.epochs:
            if epoch.id == name:
                return epoch
        known = ", ".join(epoch.id for epoch in self.epochs)
        raise FingerprintError(f"epoch {name!a}: not in the file; it has {known}")


def fresh_epoch(name: str, start: date, until: date) -> Epoch:
    """A new epoch with a random key."""
    return Epoch(name, secrets.token_bytes(KEY_BYTES), start, until)


# --- the file ---


class _EpochEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: str
    key: SecretStr
    first: date = Field(alias="from")
    until: date


class _RingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: Literal[1]
    epochs: list[_EpochEntry]


def _epoch(index: int, entry: _EpochEntry) -> Epoch:
    text = entry.key.get_secret_value().removeprefix("0x")
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", text):
        raise FingerprintError(f"keys: epochs.{index}.key: is not hexadecimal; ask for the file anew")
    return Epoch(entry.id, bytes.fromhex(text), entry.first, entry.until)


def _place(location: tuple[int | str, ...]) -> str:
    """Where in the file; names that are not of the form are not shown, one may be a key."""
    known = {"version", "epochs", "id", "key", "from", "until"}
    parts = [str(part) if isinstance(part, int) or part in known else "unknown name" for part in location]
    return ".".join(parts) or "the file"


def ring_of(text: str) -> KeyRing:
    """The ring from the text of its file; errors name the place and never the text."""
    try:
        # Strict JSON mode: days are texts, nothing is guessed.
        entries = _RingFile.model_validate_json(text, strict=True).epochs
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = _place(first["loc"])
        reason = "is not JSON" if first["type"] == "json_invalid" else first["msg"].lower()
        raise FingerprintError(f"keys: {where}: {reason}; compare it with docs/fingerprints.md") from None
    return KeyRing(tuple(_epoch(index, entry) for index, entry in enumerate(entries)))


def read_ring(path: Path) -> KeyRing:
    """The ring from its file, checked; one line when something is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FingerprintError(f"keys {path}: cannot be read: {error.strerror}; check the path") from None
    if len(data) > _LARGEST:
        raise FingerprintError(f"keys {path}: has {len(data)} bytes; a key file has a few hundred")
    try:
        return ring_of(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise FingerprintError(f"keys {path}: is not UTF-8 text; ask for the file anew") from None
    except FingerprintError as error:
        raise FingerprintError(f"{path}: {error}") from None


def exposed(path: Path) -> str | None:
    """One line when others on the machine can read the key file."""
    if path.stat().st_mode & 0o077:
        return f"keys {path}: others on this machine can read it; run chmod 600 on it"
    return None


def write_ring(ring: KeyRing, path: Path) -> None:
    """A new key file that its owner alone can read; an existing file is never overwritten."""
    body = {
        "version": 1,
        "epochs": [
            {
                "id": epoch.id,
                "key": epoch.key.hex(),
                "from": epoch.start.isoformat(),
                "until": epoch.until.isoformat(),
            }
            for epoch in ring.epochs
        ],
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FingerprintError(f"keys {path}: cannot be written: {error.strerror}; name a new file") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(body, indent=2) + "\n")
