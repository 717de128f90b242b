"""The ring of keys: epochs that overlap, files that are checked, keys that are never shown."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from usance.fingerprints import (
    Epoch,
    FingerprintError,
    KeyRing,
    exposed,
    fresh_epoch,
    read_ring,
    ring_of,
    write_ring,
)

KEY_ONE = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
KEY_TWO = "f0e1d2c3b4a5968778695a4b3c2d1e0fff00ee11dd22cc33bb44aa5599668877"
FILE: dict[str, Any] = {
    "version": 1,
    "epochs": [
        {"id": "2025", "key": KEY_ONE, "from": "2025-01-01", "until": "2026-01-31"},
        {"id": "2026", "key": "0x" + KEY_TWO, "from": "2026-01-01", "until": "2027-01-31"},
    ],
}


def changed(change: Callable[[dict[str, Any]], Any]) -> str:
    body = json.loads(json.dumps(FILE))
    change(body)
    return json.dumps(body)


def test_ring_of__two_epochs__live_by_day_both_ends_included() -> None:
    ring = ring_of(json.dumps(FILE))

    def ids(day: date) -> list[str]:
        return [epoch.id for epoch in ring.live(day)]

    assert ids(date(2025, 1, 1)) == ["2025"]
    assert ids(date(2025, 12, 31)) == ["2025"]
    assert ids(date(2026, 1, 1)) == ["2025", "2026"]
    assert ids(date(2026, 1, 31)) == ["2025", "2026"]
    assert ids(date(2026, 2, 1)) == ["2026"]
    assert ids(date(2027, 1, 31)) == ["2026"]
    assert ring.current(date(2026, 1, 15)).id == "2026"
    assert ring.named("2025").key.hex() == KEY_ONE


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 2, 1)])
def test_live__day_without_a_key__refused(day: date) -> None:
    with pytest.raises(FingerprintError, match="covers 2025-01-01 to 2027-01-31"):
        ring_of(json.dumps(FILE)).live(day)


def test_named__unknown__refused_with_the_list() -> None:
    with pytest.raises(FingerprintError, match="it has 2025, 2026"):
        ring_of(json.dumps(FILE)).named("2027")


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "short key": (lambda b: b["epochs"][1].update(key=KEY_TWO[:-2]), "31 bytes, not 32"),
    "long key": (lambda b: b["epochs"][1].update(key=KEY_TWO + "00"), "33 bytes, not 32"),
    "no key": (lambda b: b["epochs"][1].update(key=""), "0 bytes, not 32"),
    "half a byte": (lambda b: b["epochs"][1].update(key=KEY_TWO[:-1]), "epochs.1.key: is not hexadecimal"),
    "no hex": (lambda b: b["epochs"][1].update(key="z" + KEY_TWO[1:]), "epochs.1.key: is not hexadecimal"),
    "zero key": (lambda b: b["epochs"][1].update(key="00" * 32), "no random one"),
    "key is a number": (lambda b: b["epochs"][1].update(key=int(KEY_TWO, 16)), "epochs.1.key"),
    "one key twice": (lambda b: b["epochs"][1].update(key=KEY_ONE), "two epochs have one key"),
    "one id twice": (lambda b: b["epochs"][1].update(id="2025"), "two epochs have one id"),
    "key as id": (lambda b: b["epochs"][1].update(id=KEY_TWO), "its id is not"),
    "key as name": (lambda b: b["epochs"][1].update({KEY_TWO: "x"}), "epochs.1.unknown name"),
    "gap": (lambda b: b["epochs"][1].update({"from": "2026-02-02"}), "share 0 days"),
    "overlap too short": (lambda b: b["epochs"][1].update({"from": "2026-01-03"}), "share 29 days"),
    "wrong order": (lambda b: b["epochs"].reverse(), "does not follow"),
    "one inside the other": (lambda b: b["epochs"][0].update(until="2027-02-28"), "does not follow"),
    "ends before it starts": (lambda b: b["epochs"][0].update(until="2024-12-31"), "before it starts"),
    "three at once": (
        lambda b: b["epochs"].append(
            {"id": "2027", "key": "07" + KEY_ONE[2:], "from": "2026-01-31", "until": "2028-01-31"}
        ),
        "three epochs live on 2026-01-31",
    ),
    "no such day": (lambda b: b["epochs"][0].update(until="2026-02-30"), "epochs.0.until"),
    "day as a number": (lambda b: b["epochs"][0].update(until=20260131), "epochs.0.until"),
    "missing day": (lambda b: b["epochs"][0].pop("from"), "epochs.0.from"),
    "no epochs": (lambda b: b.update(epochs=[]), "no epoch"),
    "other version": (lambda b: b.update(version=2), "version"),
}


@pytest.mark.parametrize("case", WRONG)
def test_ring_of__wrong_file__one_line_without_a_key(case: str) -> None:
    change, reason = WRONG[case]
    with pytest.raises(FingerprintError) as caught:
        ring_of(changed(change))
    line = str(caught.value)
    assert reason in line
    assert "\n" not in line
    assert not any(secret[:16] in line for secret in (KEY_ONE, KEY_TWO, str(int(KEY_TWO, 16))))
    # Nothing behind the line either: a log of the chain of errors shows no input.
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("text", ["", "{", KEY_ONE, f'{{"epochs": "{KEY_ONE}', "[]", "null"])
def test_ring_of__no_ring__one_line_without_a_key(text: str) -> None:
    with pytest.raises(FingerprintError, match=r"^keys: ") as caught:
        ring_of(text)
    assert KEY_ONE[:8] not in str(caught.value)


def test_epoch__shown__without_its_key() -> None:
    ring = ring_of(json.dumps(FILE))
    for shown in (repr(ring), str(ring), f"{ring.epochs[0]}", repr(ring.epochs)):
        assert KEY_ONE not in shown
        assert repr(bytes.fromhex(KEY_ONE))[2:-1] not in shown


def test_write_ring__new_file__owner_alone_reads_it_back(tmp_path: Path) -> None:
    start = date(2026, 1, 1)
    ring = KeyRing(
        (
            fresh_epoch("one", start, start + timedelta(days=100)),
            fresh_epoch("two", start + timedelta(days=71), start + timedelta(days=400)),
        )
    )
    path = tmp_path / "keys.json"
    write_ring(ring, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert exposed(path) is None
    assert read_ring(path) == ring
    path.chmod(0o640)
    assert "chmod 600" in str(exposed(path))
    with pytest.raises(FingerprintError, match="File exists"):
        write_ring(ring, path)


def test_fresh_epoch__twice__two_keys() -> None:
    made = [fresh_epoch("a", date(2026, 1, 1), date(2026, 12, 31)) for _ in range(2)]
    assert made[0].key != made[1].key
    assert len(made[0].key) == 32


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"\xff\xfe", "not UTF-8"), (b" " * 70_000, "70000 bytes"), (b"{}", "epochs|version")],
)
def test_read_ring__wrong_file__names_the_file(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(data)
    with pytest.raises(FingerprintError, match=reason) as caught:
        read_ring(path)
    assert str(path) in str(caught.value)


def test_read_ring__no_file__one_line(tmp_path: Path) -> None:
    with pytest.raises(FingerprintError, match="No such file"):
        read_ring(tmp_path / "keys.json")


def test_epoch__key_of_one_byte_repeated__refused() -> None:
    with pytest.raises(FingerprintError, match="no random one"):
        Epoch("a", b"\x07" * 32, date(2026, 1, 1), date(2026, 12, 31))
