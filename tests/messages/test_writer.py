"""The strict writer, wrapping, continuation messages."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.messages.generators import line, make, with_fields
from usance.messages import (
    Field,
    Message,
    MessageError,
    compose,
    groups,
    join,
    read_text,
    split,
    unwrap,
    write,
    write_all,
)
from usance.messages.parts import CONTINUED_BY, LIMIT
from usance.messages.table import layouts
from usance.messages.writer import wrap

M734 = [
    ("77B", "/notify/documents held until waiver or your instructions to the contrary"),
    (
        "77J",
        "1. bill of lading shows on board date 2 May 2026, latest shipment 30 April 2026\n2. insurance short",
    ),
    ("32A", "260505EUR248500,"),
    ("21", "BP26-5561"),
    ("20", "LC2600042"),
]


def test_compose__fields_in_any_order__sru_order_upper_case_wrapped_crlf() -> None:
    message = compose("734", M734, sender="NORDDEHHXXX", receiver="JIAXCNSHXXX", mur="R1")
    assert write(message) == (
        "{1:F01NORDDEHHAXXX0000000000}{2:I734JIAXCNSHXXXXN}{3:{108:R1}}{4:\r\n:20:LC2600042\r\n"
        ":21:BP26-5561\r\n"
        ":32A:260505EUR248500,\r\n:77J:1. BILL OF LADING SHOWS ON BOARD DATE 2 MAY 2026,\r\n"
        "LATEST SHIPMENT 30 APRIL 2026\r\n2. INSURANCE SHORT\r\n"
        ":77B:/NOTIFY/DOCUMENTS HELD UNTIL WAIVER\r\n//OR YOUR INSTRUCTIONS TO THE\r\n//CONTRARY\r\n-}"
    )
    assert message.findings == ()
    assert read_text(write(message)) == [message]


def test_compose__bad_value__one_line_and_nothing_written() -> None:
    bad = [(tag, "260505EUR248500.00" if tag == "32A" else value) for tag, value in M734]
    with pytest.raises(MessageError, match=r"MT734 cannot be written: 32A: .*T40"):
        compose("734", bad)
    with pytest.raises(MessageError, match="MT734 has no field 45A"):
        compose("734", [*M734, ("45A", "X")])
    with pytest.raises(MessageError, match="77B"):
        compose("734", M734[1:])
    with pytest.raises(MessageError, match="MT103 is not in the table"):
        compose("103", M734)


@settings(max_examples=150, deadline=None)
@given(
    mt=st.sampled_from(sorted(k for k in layouts() if "@" not in k and not layouts()[k].any_after)),
    seed=st.integers(0, 2**32),
)
def test_compose__fields_of_a_valid_message_shuffled__that_message(mt: str, seed: int) -> None:
    message = make(mt, seed)
    if layouts()[mt].sequences:
        pairs = [(f.tag, f.value) for f in message]
    else:
        pairs = [(f.tag, f.value) for f in message]
        random.Random(seed).shuffle(pairs)
    made = compose(mt, pairs, sender="NORDDEHHXXX", receiver="JIAXCNSHXXX")
    by_tag = sorted((f.tag, f.value) for f in made)
    assert by_tag == sorted((f.tag, f.value.upper()) for f in message)
    assert [f.tag for f in made] == [f.tag for f in message]


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet="ABC -:,/+ \n", max_size=400),
    width=st.sampled_from([35, 50, 65]),
)
def test_wrap__any_text__fits_keeps_the_words_and_starts_no_line_badly(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(len(part) <= width for part in lines)
    given_lines = text.split("\n")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    bad = sum(part.lstrip()[:1] in ("-", ":") for part in given_lines if part.strip())
    if not re.search(r"[-:]{20}|[-:/+,A-C]{35}", re.sub(" ", "", text)):
        assert sum(part[:1] in ("-", ":") for part in lines) <= bad


def long_message(mt: str, seed: int, lines: int) -> Message:
    """A valid message whose longest texts have `lines` lines."""
    rng = random.Random(seed)
    message = make(mt, seed)
    layout = layouts()[mt]
    follower = layouts()[CONTINUED_BY[mt]]
    tags = [t for r in follower.rows for t, d in r.options.items() if d.max_lines > 12]
    fields = [f for f in message.fields if f.tag not in tags]
    for tag in tags:
        if tag == "77L" and not message.has("15C"):
            continue
        lead = "/ADD/" if tag[2] in "BMN" else ""
        text = [lead + "+" + line(rng, 55, "z")]
        for _ in range(rng.randrange(lines)):
            code = rng.choice(("/ADD/", "/DELETE/", "", "")) if lead else ""
            text.append(code + rng.choice(("+", "")) + line(rng, 55, "z"))
        row = next(i for i, r in enumerate(layout.rows) if tag in r.options)
        sequence = layout.rows[row].sequence
        earlier = {(r.sequence, t) for r in layout.rows[:row] for t in r.options}
        at = max((i + 1 for i, f in enumerate(fields) if (f.sequence, f.tag) in earlier), default=0)
        fields.insert(at, Field(tag, "\n".join(text), 0, sequence))
    return with_fields(message, fields)


@pytest.mark.parametrize("mt", sorted(CONTINUED_BY))
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), lines=st.integers(1, 160))
def test_split__long_message__parts_fit_are_valid_and_join_to_it(mt: str, seed: int, lines: int) -> None:
    message = long_message(mt, seed, lines)
    parts = split(message)
    assert all(len(write(part)) <= LIMIT for part in parts)
    assert [part.text("27") for part in parts] == [f"{n}/{len(parts)}" for n in range(1, len(parts) + 1)]
    assert [part.mt for part in parts[1:]] == [CONTINUED_BY[mt]] * (len(parts) - 1)
    for part in parts:
        assert [f for f in part.findings if f.code not in ("PARTS", "USAGE", "C30")] == []
    assert join(parts) == message
    again = read_text(write_all(parts))
    assert join(list(reversed(again))) == message
    assert groups([make("734", 1), *again, make("734", 2)]) == [make("734", 1), message, make("734", 2)]


def test_split__nothing_to_cut__one_line() -> None:
    message = with_fields(
        make("799", 1), [Field("20", "A"), *[Field("79", "A" * 50 + "\n" + "B" * 50)] * 120]
    )
    with pytest.raises(MessageError, match="no continuation"):
        split(message)
    with pytest.raises(MessageError, match="8 are allowed"):
        split(long_message("700", 1, 3000))


def test_join__incomplete_double_or_strange_parts__one_line() -> None:
    parts = split(long_message("700", 4, 400))
    assert len(parts) > 2
    for bad, what in (
        (parts[:-1], "not the whole"), ([*parts, parts[1]], "stands twice"), ([], "no part"),
        ([parts[0], *split(long_message("720", 4, 400))[1:]],
          "does not continue|not the whole"), ([make("734", 1)], "no field 27"),
    ):  # fmt: skip
        with pytest.raises(MessageError, match=what):
            join(bad)


def test_compose__text_longer_than_a_message__written_in_parts() -> None:
    base = [(f.tag, f.value) for f in make("700", 1) if f.tag not in ("45A", "46A", "47A", "49G", "49H")]
    goods = "\n".join(f"+ITEM {n} OF THE SCHEDULE" for n in range(250))
    message = compose("700", [*base, ("45A", goods)], sender="NORDDEHHXXX", receiver="JIAXCNSHXXX")
    parts = split(message)
    assert len(parts) == 3
    assert all(len(part.text("45A").split("\n")) <= 100 for part in parts)
    assert join(parts) == message
    assert [(f.code, f.severity) for f in message.findings] == [("LINES", "warning")]
    assert len(message.typed("45A")) == 250


def test_unwrap__envelope__message_inside_with_its_sender() -> None:
    inner = make("700", 3)
    fields = [
        Field("20", "C1"),
        Field("12", "700"),
        Field("77E", ""),
        Field("27A", "2/2"),
        Field("21A", "X"),
        *inner.fields,
    ]
    envelope = Message("798", tuple(fields), inner.header)
    assert unwrap(envelope).fields == inner.fields
    assert (unwrap(envelope).mt, unwrap(envelope).sender) == ("700", inner.sender)
    for bad in (
        inner,
        with_fields(envelope, fields[:2]),
        with_fields(envelope, [Field("12", "770"), Field("77E", "")]),
    ):
        with pytest.raises(MessageError):
            unwrap(bad)


@pytest.mark.parametrize(
    "head",
    [{"sender": "NORDDEHH}X"}, {"receiver": "x"}, {"mur": "A{B"}, {"uetr": "1"}],
    ids=["sender", "receiver", "mur", "uetr"],
)
def test_compose__bad_head__one_line(head: dict[str, str]) -> None:
    with pytest.raises(MessageError, match="does not have its form"):
        compose("734", M734, **({"sender": "NORDDEHHXXX", "receiver": "JIAXCNSHXXX"} | head))
