"""Laws of reading and writing."""

from __future__ import annotations

import json
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.messages.generators import RECEIVER, SENDER, TYPES, make
from usance.messages import (
    Message,
    MessageError,
    canonical_block4,
    canonical_text,
    read_bytes,
    read_file,
    read_text,
    render_printed,
    write,
    write_all,
)

SEEDS = st.integers(0, 2**32)
MT = st.sampled_from(TYPES)


def spoiled(text: str, rng: random.Random) -> str:
    """The same message as it may lie in a file: other line ends, trailing blanks, blank lines, a mark."""
    end = rng.choice(("\n", "\r\n", "\r"))
    lines = text.split("\r\n")
    out = [line + " " * rng.choice((0, 0, 3)) + ("" if rng.random() < 0.8 else end) for line in lines]
    return rng.choice(("", "\ufeff")) + end.join(out) + rng.choice(("", end, end * 3))


@settings(max_examples=300, deadline=None)
@given(mt=MT, seed=SEEDS)
def test_write__canonical_message_read__byte_equal(mt: str, seed: int) -> None:
    message = make(mt, seed)
    text = write(message)
    (read,) = read_bytes(text.encode())
    assert write(read).encode() == text.encode()
    assert read == message
    assert (read.sender, read.receiver) == (SENDER, RECEIVER)
    assert canonical_text(text) == text


@settings(max_examples=300, deadline=None)
@given(mt=MT, seed=SEEDS)
def test_write__any_other_form_read__canonical_form(mt: str, seed: int) -> None:
    text = write(make(mt, seed))
    messy = spoiled(text, random.Random(seed))
    (read,) = read_bytes(messy.encode())
    assert write(read) == text == canonical_text(messy)


@settings(max_examples=60, deadline=None)
@given(picks=st.lists(st.tuples(MT, SEEDS), min_size=1, max_size=6))
def test_read__several_in_a_file__each(picks: list[tuple[str, int]]) -> None:
    messages = [make(mt, seed) for mt, seed in picks]
    joined = write_all(messages)
    assert read_text(joined) == messages
    assert read_text("\r\n".join(write(m) for m in messages)) == messages
    assert read_text("".join(f"{write(m):<2048}$" for m in messages)) == messages  # RJE records padded
    assert read_text("\n".join(write(m) for m in messages))[0].line == 1


@settings(max_examples=300, deadline=None)
@given(mt=MT, seed=SEEDS)
def test_printed__of_any_message__fields_sender_receiver_and_hash_equal(mt: str, seed: int) -> None:
    message = make(mt, seed)
    (read,) = read_text(render_printed(message))
    assert read.layout == "printed"
    assert read.fields == message.fields
    assert [f.sequence for f in read.fields] == [f.sequence for f in message.fields]
    assert (read.mt, read.sender, read.receiver, read.mur, read.uetr) == (
        message.mt, message.sender, message.receiver, message.mur, message.uetr,
    )  # fmt: skip
    assert read.content_hash == message.content_hash
    assert read.sent[0] == message.sent[0]
    assert render_printed(message) == render_printed(message)


@settings(max_examples=60, deadline=None)
@given(mt=MT, seed=SEEDS)
def test_bare_block4__with_its_type__same_hash(mt: str, seed: int) -> None:
    message = make(mt, seed)
    bare = canonical_block4(message).removeprefix("{4:\r\n").removesuffix("\r\n-}")
    (read,) = read_text(bare, mt=mt)
    assert read.fields == message.fields
    assert read.content_hash == message.content_hash
    assert read_text(f"MT{mt}\n{bare}\n-}}\n")[0].fields == message.fields


@settings(max_examples=60, deadline=None)
@given(mt=MT, seed=SEEDS)
def test_to_json__any_message__loads_and_names_every_field(mt: str, seed: int) -> None:
    message = make(mt, seed)
    data = json.loads(message.to_json())
    assert [f["tag"] for f in data["fields"]] == [f.tag for f in message.fields]
    assert data["content_hash"] == "0x" + message.content_hash.hex()


def test_content_hash__known_text__keccak_of_block4() -> None:
    from eth_hash.auto import keccak

    text = "{1:F01NORDDEHHAXXX0000000000}{2:I799JIAXCNSHXXXXN}{4:\r\n:20:A\r\n:79:HELLO\r\nYOU\r\n-}"
    expected = keccak(b"{4:\r\n:20:A\r\n:79:HELLO\r\nYOU\r\n-}")
    assert read_text(text)[0].content_hash == expected
    assert read_text(text.replace("\r\n", " \n") + "\n\n")[0].content_hash == expected


def test_header__output_form__sender_receiver_day_and_ack() -> None:
    text = (
        "{1:F21JIAXCNSHAXXX0001000101}{4:{177:2603021012}{451:0}}{1:F01JIAXCNSHAXXX0001000101}"
        "{2:O7991015260302NORDDEHHAXXX00010001012603031016N}{3:{108:M1}{121:0b1c}}"
        "{4:\n:20:A\n:79:X\n-}{5:{CHK:AA}}{S:{SAC:}}"
    )
    (message,) = read_text(text)
    assert (message.sender, message.receiver) == ("NORDDEHHXXX", "JIAXCNSHXXX")
    assert (message.mur, message.uetr, message.acknowledged) == ("M1", "0b1c", True)
    assert str(message.sent[0]) == "2026-03-02"
    assert message.sent[1] == "MIR"
    assert str(message.delivered) == "2026-03-03"
    assert message.header.trailer == "{5:{CHK:AA}}{S:{SAC:}}"


def test_header__nak__not_acknowledged() -> None:
    nak = "{1:F21A}{4:{177:2603021012}{451:1}{405:C90}}"
    text = nak + "{1:F01NORDDEHHAXXX0001000101}{2:I799JIAXCNSHXXXXN}{4:\n:20:A\n:79:X\n-}"
    assert read_text(text)[0].acknowledged is False


BAD = [
    ("", "no message: the text is empty"),
    ("hello\nworld", "no message found"),
    ("{1:F01A}{2:I700B}", "message without block 4"),
    ("{1:F01A}{2:I700B}{4:\n:20:X\n", "block 4 is not closed"),
    ("{1:F01A}{2:I700B}{4:\n:20:X\n{1:F01A}{2:I700B}{4:\n:20:X\n-}", "block 4 is not closed"),
    ("{1:F01A", "block 1 is not closed"),
    ("{1:F01A}{4:\n:20:X\n-}", "block 2 names no message type"),
    ("{1:F01A}{2:I700B}{2:I700B}{4:\n:20:X\n-}", "block 2 stands twice"),
    ("{1:F01A}{2:I700B}{4:\nX\n:20:X\n-}", "text X stands before the first field"),
    ("{1:F01A}{2:I700B}{4:\n:20:X\n-}junk", "text junk stands where a message should begin"),
    ("{1:F21A}{4:{177:1}{451:0}}", "an acknowledgement without its message"),
    ("junk\n{1:F01A}{2:I700B}{4:\n:20:X\n-}", ""),
    (":20:X", "block 4 without its type, and"),
]


@pytest.mark.parametrize(("text", "what"), BAD)
def test_read__bad_text__one_line_error(text: str, what: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_text(text, source="traffic.fin")
    line = str(caught.value)
    assert line.startswith("traffic.fin")
    assert what in line
    assert "\n" not in line
    assert "; " in line


def test_read__error_deep_in_a_file__names_the_line() -> None:
    good = write(make("700", 5)).replace("\r\n", "\n")
    with pytest.raises(MessageError) as caught:
        read_text(f"{good}\n{good}\nrubbish", source="x.fin")
    assert caught.value.line == 2 * (good.count("\n") + 1) + 1


def test_read_file__missing_or_folder__one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none.fin", tmp_path):
        with pytest.raises(MessageError, match="file cannot be read"):
            read_file(path)


def test_guess__bare_700__type_found() -> None:
    bare = canonical_block4(make("700", 9)).removeprefix("{4:\r\n").removesuffix("\r\n-}")
    assert read_text(bare)[0].mt == "700"


FRAGMENTS = st.lists(
    st.sampled_from(
        ["{1:F01A}", "{1:F21A}", "{2:I700JIAXCNSHXXXXN}", "{2:O700", "{4:",
         "{4:\n", "\n-}", "-}", "{5:{CHK:", "}", "{",
         "$", "\n", "\r\n", ":20:", ":32B:EUR1,", "\n:31D:260531", "40A: Form",
         "\n32B: Currency\n   Amount : #54.150,00#",
         "Sender : ",
         "MT 700", "---- Message Text ----", " . ", "\x00", "\ufeff", "é", "Date : 2 March 2026", "27: ",
         "\n:15A:", "\n:27:1/9",
         "\n:77E:", "MT798\n", "\n:45B:/ADD/", "/REPALL/"]
    ),
    max_size=25,
)  # fmt: skip


def outcome(data: bytes) -> tuple[list[Message], str]:
    """Messages, or the one line that says why not; any other exception is a failure."""
    try:
        return read_bytes(data, source="f"), ""
    except MessageError as error:
        return [], str(error)


def everything(data: bytes) -> None:
    messages, error = outcome(data)
    assert "\n" not in error
    assert bool(messages) != bool(error)
    for message in messages:
        assert all("\n" not in f.text for f in message.findings)
        message.to_json()
        again = read_text(write(message), mt=message.mt)
        assert [m.fields for m in again] == [message.fields] or not message.fields
        with suppress(MessageError):
            render_printed(message)


@settings(max_examples=600, deadline=None)
@given(data=st.binary(max_size=300))
def test_read__any_bytes__messages_or_one_line(data: bytes) -> None:
    everything(data)


@settings(max_examples=1000, deadline=None)
@given(parts=FRAGMENTS)
def test_read__any_pieces__messages_or_one_line(parts: list[str]) -> None:
    everything("".join(parts).encode())


@settings(max_examples=300, deadline=None)
@given(
    mt=MT,
    seed=SEEDS,
    at=st.integers(0, 5000),
    junk=st.sampled_from(["{", "}", "\x00", "\n", ":", "-}", "\n:20:", "é", ""]),
)
def test_read__valid_message_hit_anywhere__messages_or_one_line(
    mt: str, seed: int, at: int, junk: str
) -> None:
    text = write(make(mt, seed))
    at %= len(text)
    everything((text[:at] + junk + text[at + 1 :]).encode())


@pytest.mark.parametrize(
    "text",
    [
        "\r\n".join(write(make("700", n)) for n in range(1500)),
        "{1:F01A}{2:I700B}{4:\n:45A:" + "+A\n" * 1_000_000 + "-}",
        "{1:F01A}{2:I700B}{4:\n" + ":20:X\n" * 500_000 + "-}",
        "{" * 3_000_000,
        "{1:" + "{" * 3_000_000,
        "{1:F01A}" * 400_000,
        ("40A: Form of\n    IRREVOCABLE\n" * 100_000),
        "a" * 3_000_000,
        "\n" * 3_000_000,
        "{1:F21A}{4:{451:0}}" * 150_000,
        "$".join(["{1:F01A}{2:I799B}{4:\n:20:X\n-}"] * 80_000),
        ("27: " + " " * 50 + "\n") * 55_000,
        ":20:" + "/" * 3_000_000,
        "MT700\n-\n" * 300_000,
    ],
    ids=[
        "many",
        "long-field",
        "many-fields",
        "braces",
        "open",
        "heads",
        "printed",
        "a",
        "lines",
        "acks",
        "rje",
        "blanks",
        "slashes",
        "ends",
    ],
)
def test_read__three_megabytes__under_two_seconds(text: str) -> None:
    data = text.encode()
    start = time.process_time()
    _, error = outcome(data)
    assert len(error) < 300
    assert time.process_time() - start < 2.0
