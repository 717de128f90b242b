"""Last year's traffic, read without a chain."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from usance.messages import Message, read_text
from usance.messages.audit import COLUMNS, AuditRow, audit, to_csv

HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 14)}
PLACES = {"NORDDEHHXXX": "DEHAM"}


def add_banking_days(place: str, day: date, n: int) -> date:
    assert place == "DEHAM"
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def fin(
    mt: str, body: str, day: str = "", sender: str = "NORDDEHH", receiver: str = "JIAXCNSH", ack: str = ""
) -> str:
    """A message; with a day as the receiver got it, else as the sender made it."""
    if day:
        head = f"{{1:F01{receiver}AXXX0001000101}}{{2:O{mt}1015{day}{sender}AXXX0001000101{day}1016N}}"
    else:
        head = f"{{1:F01{sender}AXXX0001000101}}{{2:I{mt}{receiver}XXXXN}}"
    return f"{ack}{head}{{4:\n{body}\n-}}"


def refusal(
    day: str = "",
    used: str = "260504",
    points: str = "1. LATE SHIPMENT",
    disposal: str = "/HOLD/",
    **more: str,
) -> str:
    ref = more.pop("ref", "BP26-1")
    amount = more.pop("amount", "EUR1000,")
    return fin("734", f":20:LC1\n:21:{ref}\n:32A:{used}{amount}\n:77J:{points}\n:77B:{disposal}", day, **more)


CREDIT = fin("700", ":27:1/1\n:40A:IRREVOCABLE\n:20:LC1\n:31C:260302")
ASKED = fin(
    "750", ":20:BP26-1\n:21:LC1\n:32B:EUR1000,\n:77J:1. LATE SHIPMENT", "260505", "JIAXCNSH", "NORDDEHH"
)


def rows(*texts: str, received: dict[str, date] | None = None) -> list[AuditRow]:
    messages: list[Message] = [m for text in texts for m in read_text(text)]
    return audit(messages, add_banking_days, PLACES.get, received)


def test_audit__notice_on_the_last_day__not_late() -> None:
    (row,) = rows(CREDIT, refusal("260511"))
    assert (row.credit, row.presentation, row.amount) == ("LC1", "BP26-1", "EUR 1000.00")
    assert (row.presented, row.presented_from) == (date(2026, 5, 4), "32A")
    assert (row.notice, row.notice_from) == (date(2026, 5, 11), "MIR")
    assert (row.place, row.last_day) == ("DEHAM", date(2026, 5, 11))
    assert row.flags == ()
    assert row.notes == ("counted from 32A; receipt at the bank may be later",)


def test_audit__notice_a_day_after__late() -> None:
    (row,) = rows(refusal("260512"))
    assert row.flags == ("LATE",)


def test_audit__holiday_inside__one_day_more() -> None:
    (row,) = rows(refusal("260515", used="260507"))
    assert row.last_day == date(2026, 5, 15)
    assert row.flags == ()


def test_audit__day_in_the_text_or_given__wins_over_32a() -> None:
    text = "1. DOCUMENTS RECEIVED ON 5 MAY 2026 LATE"
    (row,) = rows(refusal("260512", points=text))
    assert (row.presented, row.presented_from, row.flags) == (date(2026, 5, 5), "statement", ())
    (row,) = rows(refusal("260512", points=text), received={"BP26-1": date(2026, 5, 1)})
    assert (row.presented, row.presented_from, row.flags) == (date(2026, 5, 1), "given", ("LATE",))


def test_audit__two_days_in_the_text__none_of_them_taken() -> None:
    (row,) = rows(
        refusal("260512", points="1. DOCUMENTS RECEIVED 5 MAY 2026\n2. DOCUMENTS RECEIVED 6 MAY 2026")
    )
    assert row.presented_from == "32A"
    assert "more than one day" in row.notes[0]


def test_audit__input_copy_without_date__unknown_never_guessed() -> None:
    (row,) = rows(refusal())
    assert (row.notice, row.notice_from, row.flags) == (None, "", ())
    assert "timeliness unknown: no day of notice" in row.notes
    assert row.cells()[COLUMNS.index("notice")] == "unknown"


def test_audit__ack_gives_the_day_and_nak_means_not_sent() -> None:
    ack = "{1:F21NORDDEHHAXXX0001000101}{4:{177:2605121012}{451:0}}"
    (row,) = rows(refusal(ack=ack))
    assert (row.notice, row.notice_from, row.flags) == (date(2026, 5, 12), "ACK", ("LATE",))
    (row,) = rows(refusal(ack=ack.replace("451:0", "451:1")))
    assert "NOT SENT" in row.flags


def test_audit__bank_without_place__unknown() -> None:
    (row,) = rows(refusal("260512", sender="MERIGB2L"))
    assert (row.place, row.last_day, row.flags) == ("", None, ())
    assert "timeliness unknown: no place" in row.notes


def test_audit__second_notice__doubled_and_whether_it_differs() -> None:
    first, second, third = rows(
        refusal("260506"), refusal("260508"), refusal("260511", points="1. LATE SHIPMENT\n2. NO INSURANCE")
    )
    assert (first.flags, second.flags, third.flags) == ((), ("DOUBLED",), ("DOUBLED",))
    assert "discrepancies as in the first notice" in second.notes
    assert "discrepancies differ from the first notice" in third.notes


def test_audit__second_notice_read_first__order_is_of_the_days() -> None:
    later, earlier = rows(refusal("260508", points="1. OTHER"), refusal("260506"))
    assert (later.flags, earlier.flags) == (("DOUBLED",), ())


def test_audit__two_messages_of_one_day__one_notice() -> None:
    first, second = rows(refusal("260506"), refusal("260506", points="2. NO INSURANCE"))
    assert (first.flags, second.flags) == ((), ())
    assert "with another message of the same day: one notice" in second.notes


def test_audit__other_amount_or_other_reference__other_presentation() -> None:
    assert [r.flags for r in rows(refusal("260506"), refusal("260508", amount="EUR2000,"))] == [(), ()]
    assert [r.flags for r in rows(refusal("260506"), refusal("260508", ref="BP26-2"))] == [(), ()]


def test_audit__other_day_in_32a__asked_not_said() -> None:
    first, second = rows(refusal("260506"), refusal("260520", used="260518"))
    assert (first.flags, second.flags) == ((), ("DOUBLED?",))
    assert "the days in 32A differ: may be a new presentation" in second.notes


def test_audit__copies_of_sender_and_receiver__one_row() -> None:
    (row,) = rows(refusal(), refusal("260506"), refusal("260506"))
    assert (row.notice, row.flags) == (date(2026, 5, 6), ())
    assert "2 further copies of it in the files" in row.notes


def test_audit__no_disposal_no_discrepancy__flagged() -> None:
    (row,) = rows(refusal("260506", disposal="DOCUMENTS AT YOUR RISK"))
    assert row.flags == ("NO DISPOSAL",)
    bare = fin("734", ":20:LC1\n:21:BP26-1\n:32A:260504EUR1000,", "260506")
    (row,) = rows(bare)
    assert row.flags == ("NO DISPOSAL", "NO DISCREPANCY")


def test_audit__free_text_notice__read_by_its_words() -> None:
    full = fin(
        "799",
        ":20:X\n:21:BP26-1\n:79:WE REFUSE THE DOCUMENTS UNDER LC1.\n1. LATE SHIPMENT\n"
        "WE HOLD DOCUMENTS AT YOUR DISPOSAL",
        "260506",
    )
    (row,) = rows(CREDIT, full)
    assert (row.mt, row.credit, row.disposal, row.flags) == ("799", "LC1", "HOLD", ())
    asked = full.replace("WE REFUSE THE DOCUMENTS UNDER LC1.", "DISCREPANCIES FOUND, WE ASK THE APPLICANT.")
    (row,) = rows(asked)
    assert row.flags == ("MISSING REFUSAL WORD",)
    (row,) = rows(
        asked.replace("1. LATE SHIPMENT\n", "").replace("WE HOLD DOCUMENTS AT YOUR DISPOSAL", "REGARDS")
    )
    assert row.flags == ("NO DISPOSAL", "NO DISCREPANCY?", "MISSING REFUSAL WORD")
    assert rows(fin("799", ":20:X\n:79:PLEASE CONFIRM RECEIPT", "260506")) == []


def test_audit__free_text_after_mt734__same_presentation() -> None:
    _, second = rows(
        refusal("260506"),
        fin(
            "799",
            ":20:X\n:21:BP26-1\n:79:REFUSED ALSO FOR DISCREPANCY\n1. NO INSURANCE\nDOCUMENTS HELD",
            "260507",
        ),
    )
    assert second.flags == ("DOUBLED",)


def test_audit__credit_through_mt750_and_outcome_through_mt752() -> None:
    settled = fin("752", ":20:LC1\n:21:BP26-1\n:23:ACCEPT\n:30:260505", "260513")
    own = refusal("260506").replace(":20:LC1", ":20:OUR77")
    (row,) = rows(ASKED, own, settled)
    assert row.credit == "LC1"
    assert row.outcome == "MT752 ACCEPT 2026-05-13"
    (row,) = rows(own)
    assert row.credit == ""


def test_audit__no_32a_but_mt750__its_day_as_what_it_is() -> None:
    broken = refusal("260506").replace(":32A:260504EUR1000,", ":32A:")
    (row,) = rows(ASKED, broken)
    assert (row.presented, row.presented_from) == (date(2026, 5, 5), "750")
    (row,) = rows(broken)
    assert (row.presented, row.presented_from) == (None, "")
    assert "timeliness unknown: no day of presentation" in row.notes


def test_to_csv__rows__head_line_and_no_formula_cells() -> None:
    text = to_csv(rows(refusal("260512", ref="=1+2")))
    head, line = list(csv.reader(io.StringIO(text)))
    assert tuple(head) == COLUMNS
    assert line[COLUMNS.index("presentation")] == "'=1+2"
    assert line[COLUMNS.index("flags")] == "LATE"
    assert len(line) == len(COLUMNS)
