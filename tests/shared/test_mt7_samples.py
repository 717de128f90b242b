"""Real samples of the shared folder: all are read, whole ones round-trip, fragments say what they lack."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usance.messages import canonical_text, read_bytes, read_file, read_text, render_printed, write

pytestmark = pytest.mark.shared
FOLDER = (
    Path(os.environ.get("USANCE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "samples" / "mt7"
)


def files(pattern: str) -> list[Path]:
    found = sorted(FOLDER.glob(pattern))
    assert found, f"no {pattern} in {FOLDER}: set USANCE_SHARED to the folder of samples"
    return found


def test_samples__all__read_and_typed_without_a_surprise() -> None:
    for path in files("*.fin"):
        (message,) = read_file(path)
        assert path.name.startswith(f"MT{message.mt}")
        assert message.sender
        assert message.receiver
        message.to_json()


def test_samples__whole_messages__byte_equal_after_crlf() -> None:
    for path in [*files("MT700*.fin"), *files("MT707*.fin"), *files("MT734*.fin")]:
        text = path.read_text()
        canonical = text.replace("\n", "\r\n").rstrip()
        assert canonical_text(text) == canonical
        (message,) = read_bytes(canonical.encode())
        assert write(message).encode() == canonical.encode()
        assert read_file(path) == [message]
        assert message.errors == ()


def test_samples__printed_again__same_fields_and_hash() -> None:
    for path in files("*.fin"):
        (message,) = read_file(path)
        (printed,) = read_text(render_printed(message))
        assert printed.fields == message.fields
        assert printed.content_hash == message.content_hash
        assert (printed.sender, printed.receiver) == (message.sender, message.receiver)


LACKING = {
    "MT744_fragment.fin": ["52a", "21A", "73R", "73S"],
    "MT750_fragment.fin": ["77J"],
    "MT752_fragment.fin": ["30"],
}


@pytest.mark.parametrize("name", sorted(LACKING))
def test_samples__fragment__exactly_the_mandatory_fields_it_lacks(name: str) -> None:
    (path,) = files(name)
    (message,) = read_file(path)
    assert [f.tag for f in message.findings if f.code == "MISSING"] == LACKING[name]
    assert {f.code for f in message.errors} == {"MISSING"}
    assert len(files("*_fragment.fin")) == len(LACKING)


def test_samples__every_tag_of_the_credits__typed() -> None:
    for path in files("MT700*.fin"):
        (message,) = read_file(path)
        assert [f.tag for f in message if message.value_of(f) is None] == []
