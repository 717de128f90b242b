"""Printed layouts as banks hand them out, against the raw message they print."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from usance.messages import MessageError, read_text, write
from usance.messages.paper import unnumbered, unpaged
from usance.messages.printed import clear_amount, clear_date

RAW = """{1:F01NORDDEHHAXXX0000000000}{2:I700JIAXCNSHXXXXN}{3:{108:LC2600042}}{4:
:27:1/1
:40A:IRREVOCABLE
:20:LC2600042
:31C:260302
:40E:UCP LATEST VERSION
:31D:260531HAINING
:51A:NORDDEHH
:50:BUYER GMBH
HAMBURG
:59:/123
SELLER LTD
HAINING
:32B:EUR54150,
:39A:05/05
:41A:JIAXCNSHXXX
BY PAYMENT
:44C:260430
:45A:+FABRIC
.
+THREAD, 20: 5 BALES
  AND MORE
:48:15/AFTER SHIPMENT
:49:WITHOUT
-}
"""

SPACIOUS = """
   ------------------------  Instance Type and Transmission ------------------
      Original received from SWIFT
      Priority/Delivery    : Normal
      Message Input Reference : 1015 260302NORDDEHHAXXX0001000101
   -------------------------------  Message Header ---------------------------
      Swift Output   : FIN 700 Issue of a Documentary Credit
      Sender         : NORDDEHHXXX
                       NORDDEUTSCHE HANDELSBANK
                       HAMBURG DE
      Receiver       : JIAXCNSHXXX
                       JIAXING BANK
      MUR : LC2600042
   --------------------------------  Message Text ----------------------------
       27: Sequence of Total
           1/1
      F40A: Form of Documentary Credit
           IRREVOCABLE
       20: Documentary Credit Number
           LC2600042
     .
      31C: Date of Issue
           2 March 2026
      40E: Applicable Rules
           UCP LATEST VERSION
      31D: Date and Place of Expiry
           Date    : 31-MAY-2026
           Place   : HAINING
      51A: Applicant Bank - FI BIC
           NORDDEHH
           NORDDEUTSCHE HANDELSBANK
      50: Applicant
           BUYER GMBH
           HAMBURG
      59: Beneficiary - Name & Address
           /123
           SELLER LTD
           HAINING
      32B: Currency Code, Amount
           Currency  : EUR (EURO)
           Amount    :      #54.150,00#
      39A: Percentage Credit Amount Tolerance
           05/05
      41A: Available With...By... - FI BIC
           JIAXCNSHXXX
           JIAXING BANK
           JIAXING CN
           BY PAYMENT
      44C: Latest Date of Shipment
           2026-04-30
      45A: Description of Goods &/or Services
           +FABRIC
           .
           +THREAD, 20: 5 BALES
             AND MORE
     .
      48: Period for Presentation in Days
           Days : 15
           Narrative : AFTER SHIPMENT
      49: Confirmation Instructions
           WITHOUT
   -------------------------------  Message Trailer --------------------------
      {CHK:0123456789AB}
"""

FLUSH = """Message Type: MT700
Sender: NORDDEHHXXX
Receiver: JIAXCNSHXXX
MUR: LC2600042
27: Sequence of Total
    Number : 1
    Total : 1
40A: Form of Documentary Credit: IRREVOCABLE
20: LC2600042
31C: Date of Issue
    Date : 260302
40E: Applicable Rules
    UCP LATEST VERSION
31D: Date and Place of Expiry
    260531HAINING
51A: Applicant Bank
    NORDDEHH
50: Applicant
    BUYER GMBH
    HAMBURG
59: Beneficiary
    /123
    SELLER LTD
    HAINING
32B: Currency Code, Amount
    EUR #54.150,00#
39A: Percentage Credit Amount Tolerance
    05/05
41A: Available With ... By ...
    JIAXCNSHXXX
    BY PAYMENT
44C: Latest Date of Shipment
    30 APR 2026
45A: Description of Goods and/or Services
    +FABRIC
    .
    +THREAD, 20: 5 BALES
      AND MORE
48: Period for Presentation in Days
    15/AFTER SHIPMENT
49: Confirmation Instructions
    WITHOUT
"""


@pytest.mark.parametrize("text", [SPACIOUS, FLUSH], ids=["spacious", "flush"])
def test_printed__of_a_raw_message__same_fields_hash_sender_receiver(text: str) -> None:
    (raw,) = read_text(RAW)
    for variant in (text, text.replace("\n", "\r\n"), text.replace("\n", "   \n")):
        (printed,) = read_text(variant)
        assert [(f.tag, f.value) for f in printed] == [(f.tag, f.value) for f in raw]
        assert printed.content_hash == raw.content_hash
        assert (printed.mt, printed.sender, printed.receiver, printed.mur) == (
            raw.mt, raw.sender, raw.receiver, raw.mur,
        )  # fmt: skip
        assert write(printed) == write(raw)


def test_printed__input_reference__day_of_the_message() -> None:
    (printed,) = read_text(SPACIOUS)
    assert (str(printed.sent[0]), printed.sent[1]) == ("2026-03-02", "head")


def test_printed__two_in_a_file__both() -> None:
    first, second = read_text(SPACIOUS + SPACIOUS.replace("LC2600042", "LC2600043"))
    assert (first.text("20"), second.text("20")) == ("LC2600042", "LC2600043")
    assert len(read_text(FLUSH + "\n" + FLUSH)) == 2


def test_printed__without_type__guessed_from_its_fields() -> None:
    (printed,) = read_text(FLUSH.replace("Message Type: MT700\n", ""))
    assert printed.mt == "700"
    assert printed.sender == ""


AMOUNTS = [
    ("#54.150,00#", "54150,"), ("#54.150,50#", "54150,50"), ("#248.500#", "248500,"),
    ("#1.000.000,5#", "1000000,5"),
    ("100,00", "100,"), ("1,234.50", "1234,50"), ("#54.15#", "54.15"), ("#1,234#", "1,234"), ("500", "500,"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "fin"), AMOUNTS)
def test_clear_amount__printed_form__fin_form_or_untouched(printed: str, fin: str) -> None:
    assert clear_amount(printed) == fin


DATES = [
    ("2 March 2026", "260302"), ("02-MAR-26", "260302"), ("March 2, 2026", "260302"),
    ("2026-03-02", "260302"),
    ("260302", "260302"), ("02/03/2026", "02/03/2026"), ("31 February 2026", "31 February 2026"),
    ("2 Foo 2026", "2 Foo 2026"), ("2 March 1926", "2 March 1926"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "fin"), DATES)
def test_clear_date__printed_form__fin_form_or_untouched(printed: str, fin: str) -> None:
    assert clear_date(printed) == fin


def test_printed__ambiguous_date__finding_not_a_guess() -> None:
    (printed,) = read_text(FLUSH.replace("30 APR 2026", "04/05/2026"))
    assert [(f.code, f.tag) for f in printed.errors] == [("T50", "44C")]


def test_printed__no_field_known__one_line() -> None:
    with pytest.raises(MessageError):
        read_text("Sender : NORDDEHHXXX\nMT 700\n")


HEAD_OF_A_PRINT = """Message Type : MT 700 Issue of a Documentary Credit
Sender : NORDDEHHXXX
Receiver : JIAXCNSHXXX
MUR : LC2600042
"""
COLONS = """:27: Sequence of Total
     Number : 1
     Total : 1
:40A: Form of Documentary Credit
     IRREVOCABLE
:20: Documentary Credit Number
     LC2600042
:31C: Date of Issue
     260302 2026 Mar 02
:40E: Applicable Rules
     UCP LATEST VERSION
:31D: Date and Place of Expiry
     Date  : 260531 (2026 May 31)
     Place : HAINING
:51A: Applicant Bank
     BIC : NORDDEHH
:50: Applicant
     BUYER GMBH
     HAMBURG
:59: Beneficiary
     /123
     SELLER LTD
     HAINING
:32B: Currency Code, Amount
     Currency : EUR (EURO)
     Amount   : #54.150,00#
:39A: Percentage Credit Amount Tolerance
     Tolerance 1 : 05
     Tolerance 2 : 05
:41A: Available With ... By ...
     Identifier Code : JIAXCNSHXXX
     BY PAYMENT
:44C: Latest Date of Shipment
     30 april 2026
:45A: Description of Goods and/or Services
     +FABRIC
     .
     +THREAD, 20: 5 BALES
       AND MORE
:48: Period for Presentation in Days
     15/AFTER SHIPMENT
:49: Confirmation Instructions
     WITHOUT
"""
ONE_LINE = """27  Sequence of Total : 1/1
40A Form of Documentary Credit : IRREVOCABLE
20  Documentary Credit Number : LC2600042
31C Date of Issue : 02-mar-2026
40E Applicable Rules : UCP LATEST VERSION
31D Date and Place of Expiry : 31 may 2026 HAINING
51A Applicant Bank : NORDDEHH
50  Applicant
    BUYER GMBH
    HAMBURG
59  Beneficiary
    /123
    SELLER LTD
    HAINING
32B Currency Code, Amount : Currency: EUR   Amount: #54,150.00#
39A Percentage Credit Amount Tolerance : 05/05
41A Available With ... By ...
    JIAXCNSHXXX
    BY PAYMENT
44C Latest Date of Shipment : april 30, 2026
45A Description of Goods and/or Services
    +FABRIC
    .
    +THREAD, 20: 5 BALES
      AND MORE
48  Period for Presentation in Days : 15/AFTER SHIPMENT
49  Confirmation Instructions : WITHOUT
"""


def paged(text: str) -> str:
    """A page head every nine lines."""
    lines = text.split("\n")
    for page, at in enumerate(range(9, len(lines), 9), start=1):
        lines[at] = f"\n\fPage {page} of 9\n\n{lines[at]}"
    return "\n".join(lines)


def numbered(text: str) -> str:
    """A number before every line."""
    return "\n".join(f"{number:>4}  {line}" for number, line in enumerate(text.split("\n"), start=1))


@pytest.mark.parametrize("body", [COLONS, ONE_LINE], ids=["colons", "one line"])
@pytest.mark.parametrize(
    "made",
    [str, paged, numbered, lambda t: t.replace("\n", "\r"), lambda t: "=====\n" + t.replace("\n", "\n\n")],
    ids=["plain", "paged", "numbered", "cr", "spaced"],
)
def test_printed__as_other_printers_do__same_fields(body: str, made: Callable[[str], str]) -> None:
    raw, printed = read_text(RAW)[0], read_text(made(HEAD_OF_A_PRINT + body))
    assert len(printed) == 1
    assert [(f.tag, f.value) for f in printed[0].fields] == [(f.tag, f.value) for f in raw.fields]
    assert printed[0].content_hash == raw.content_hash
    assert (printed[0].sender, printed[0].receiver) == (raw.sender, raw.receiver)


def test_unnumbered__numbers_that_do_not_rise__stay() -> None:
    lines = ["1 a", "2 b", "3 c", "5 d", "6 e", "7 f"]
    assert unnumbered(lines) == lines
    assert unnumbered(["1 a", "2 b", "3 c", "4 d", "5 e"]) == [" a", " b", " c", " d", " e"]


def test_unpaged__a_line_of_a_value__stays() -> None:
    assert unpaged(["text", "PAGE 1 OF 3", "text"]) == ["text", "PAGE 1 OF 3", "text"]
    assert unpaged(["text", "", "PAGE 1 OF 3", "text"]) == ["text", "", "", "text"]
    assert unpaged(["", "PAGE 7 OF 9", ""]) == ["", "PAGE 7 OF 9", ""]


@pytest.mark.parametrize("begin", ["%PDF-1.7\n", "PK\x03\x04", "\x89PNG\r\n", "a\x00\x00b"])
def test_read__no_text__says_so(begin: str) -> None:
    with pytest.raises(MessageError, match="no text"):
        read_text(begin)
