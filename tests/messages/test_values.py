"""Typed values of fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usance.messages import read_text
from usance.messages import values as v


def typed(mt: str, tag: str, value: str) -> object:
    return read_text(f":{tag}:{value}", mt=mt)[0].typed(tag)


CASES = [
    ("700", "32B", "EUR248500,", v.Amount("EUR", 24850000)),
    ("700", "32B", "JPY248500,", v.Amount("JPY", 248500)),
    ("700", "32B", "KWD1,5", v.Amount("KWD", 1500)),
    ("734", "32A", "260505USD1234,56", v.DatedAmount(date(2026, 5, 5), "USD", 123456)),
    ("700", "31C", "991231", date(1999, 12, 31)),
    ("700", "31C", "600229", date(2060, 2, 29)),
    ("700", "31D", "260531HAINING", v.DatePlace(date(2026, 5, 31), "HAINING")),
    ("700", "31D", "260531 NEW YORK", v.DatePlace(date(2026, 5, 31), "NEW YORK")),
    ("700", "39A", "10/05", v.Tolerance(10, 5)),
    ("700", "48", "21", v.Period(21, "")),
    ("700", "48", "15/DAYS AFTER DATE OF SHIPMENT", v.Period(15, "DAYS AFTER DATE OF SHIPMENT")),
    ("700", "41A", "JIAXCNSHXXX\nBY PAYMENT", v.Availability("JIAXCNSHXXX", (), False, "", "payment")),
    ("700", "41D", "ANY BANK\nBY NEGOTIATION", v.Availability("", ("ANY BANK",), True, "", "negotiation")),
    ("700", "41D", "ANY BANK\nIN CHINA\nBY DEF PAYMENT",
     v.Availability("", ("ANY BANK", "IN CHINA"), True, "CHINA", "deferred")),
    ("700", "41D", "SOME BANK\nHAINING\nBY MIXED PYMT",
     v.Availability("", ("SOME BANK", "HAINING"), False, "", "mixed")),
    ("742", "52A", "/D/123\nNORDDEHH", v.Party("A", "D", "123", "NORDDEHH", ())),
    ("734", "57B", "/123\nHAMBURG", v.Party("B", "", "123", "", ("HAMBURG",))),
    ("742", "52D", "SOME BANK\nHAMBURG", v.Party("D", "", "", "", ("SOME BANK", "HAMBURG"))),
    ("700", "59", "/DE89\nSELLER\nHAINING", v.NameAddress("DE89", ("SELLER", "HAINING"))),
    ("700", "71D", "/OURCHARG/ALL CHARGES OUTSIDE GERMANY\nARE FOR BENEFICIARY",
     (v.ChargeLine("OURCHARG", "", None, "ALL CHARGES OUTSIDE GERMANY ARE FOR BENEFICIARY"),)),
    ("742", "71D", "/AGENT/EUR12,50POSTAGE\n//AND STAMPS\n/COMM/USD5,",
     (v.ChargeLine("AGENT", "EUR", 1250, "POSTAGE AND STAMPS"), v.ChargeLine("COMM", "USD", 500, ""))),
    ("734", "77J", "1. LATE SHIPMENT, ON BOARD\n2 MAY\n2. SHORT COVER\n",
     (v.Discrepancy(1, "1.", "LATE SHIPMENT, ON BOARD 2 MAY"), v.Discrepancy(2, "2.", "SHORT COVER"))),
    ("734", "77B", "/NOTIFY/\n//UNTIL WAIVER OR\n//YOUR WORD",
     v.Disposal("NOTIFY", "UNTIL WAIVER OR YOUR WORD")),
    ("700", "46A", "+INVOICE IN 3\nORIGINALS\n.\n+PACKING LIST", ("INVOICE IN 3 ORIGINALS", "PACKING LIST")),
    ("700", "46A", "1) INVOICE\n2) LIST 3.5 CM\nWIDE", ("INVOICE", "LIST 3.5 CM WIDE")),
    ("700", "46A", "INVOICE\nIN 3", ("INVOICE IN 3",)),
    ("707", "46B", "/ADD/+LIST\n+FORM A\n/DELETE/+INSURANCE",
     (v.Action("ADD", ("LIST", "FORM A")), v.Action("DELETE", ("INSURANCE",)))),
    ("707", "46B", "/REPALL/+LIST", (v.Action("REPALL", ("LIST",)),)),
    ("707", "46B", "/REPALL/+LIST\n/ADD/+X", None),
    ("707", "46B", "+LIST", None),
    ("700", "40E", "OTHR/ISP98", v.Code("OTHR", "ISP98")),
    ("710", "40B", "IRREVOCABLE\nADDING OUR CONFIRMATION",
     v.CreditForm("IRREVOCABLE", "ADDING OUR CONFIRMATION")),
    ("700", "42P", "90 DAYS AFTER DATE OF BILL OF LADING", "90 DAYS AFTER DATE OF BILL OF LADING"),
    ("700", "27", "1/1", v.Sequence(1, 1)),
    ("707", "26E", "001", 1),
    ("700", "44E", "SHANGHAI", "SHANGHAI"),
]  # fmt: skip


@pytest.mark.parametrize(("mt", "tag", "value", "expected"), CASES)
def test_typed__field__its_value(mt: str, tag: str, value: str, expected: object) -> None:
    assert typed(mt, tag, value) == expected


CODES = [
    ("700", "41A", "JIAXCNSHXXX\nBY CHEQUE", "T68"), ("710", "40B", "IRREVOCABLE\nCONFIRMED", "T66"),
    ("707", "46B", "TEXT FIRST", "T67"), ("765", "49A", "NONE", "T67"), ("734", "77B", "HELD", "CODE"),
]  # fmt: skip


@pytest.mark.parametrize(("mt", "tag", "value", "code"), CODES)
def test_findings__wrong_code__network_code(mt: str, tag: str, value: str, code: str) -> None:
    found = [f for f in read_text(f":{tag}:{value}", mt=mt)[0].findings if f.tag == tag]
    assert [(f.code, f.severity) for f in found] == [(code, "error")]


@given(currency=st.sampled_from(["EUR", "JPY", "KWD", "USD", "CLF"]), minor=st.integers(0, 10**10))
def test_format_amount__any__reads_back(currency: str, minor: int) -> None:
    text = v.format_amount(currency, minor)
    assert v.parse_amount(text[3:], text[:3]) == minor


@given(day=st.dates(date(1980, 1, 1), date(2060, 12, 31)))
def test_format_date__any_day_with_a_century__reads_back(day: date) -> None:
    assert v.parse_date(v.format_date(day)) == day
