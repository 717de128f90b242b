"""Parties, places, goods and lines of a credit: what equals what, what is a slip, what is another thing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from usance.examine.describing import Gap, compare, conflicts
from usance.examine.errors import ExamineError
from usance.examine.facts import Party
from usance.examine.kinds import Kind, kind_of
from usance.examine.parties import Same, country_in, same_address, same_name, same_party
from usance.examine.ports import same_place
from usance.examine.values import Price, Quantity, money_of, price_of, quantity_of
from usance.examine.wanted import condition_of, goods_of, requirement_of, risks_in, trade_term_of


@pytest.mark.parametrize(
    ("required", "seen", "same"),
    [
        ("NORTH MILL CO LTD", "North Mill Company Limited", Same.EQUAL),
        ("NORTH MILL CO., LTD.", "NORTH MILL CO LTD", Same.EQUAL),
        ("Müller Söhne AG", "MUELLER SOEHNE A.G.", Same.EQUAL),
        ("SMITH AND SONS LTD", "SMITH & SONS LTD", Same.EQUAL),
        ("CHEERFIELD INDUSTRIES LTD", "CHEERFIELD INDUSTRIAL LTD", Same.SLIP),
        ("NORTH MILL CO LTD", "MILL NORTH CO LTD", Same.SLIP),
        ("NORTH MILL CO LTD", "NORHT MILL CO LTD", Same.SLIP),
        ("STARA CO LIMITED", "STARA & CO LIMITED", Same.OTHER),
        ("NORTH MILL CO LTD", "NORTH MILL TRADING CO LTD", Same.OTHER),
        ("NORTH MILL GMBH", "NORTH MILL AG", Same.OTHER),
        ("NORTH MILL 1 LTD", "NORTH MILL 2 LTD", Same.OTHER),
        ("NORTH MILL LTD", "SOUTH MILL LTD", Same.OTHER),
    ],
)
def test_names(required: str, seen: str, same: Same) -> None:
    assert same_name(required, seen) is same


def test_slip__spells_a_party_that_lives_elsewhere__another_party() -> None:
    wanted = Party("HANBIT LTD", ("1 ROAD", "SEOUL"))
    assert same_party(wanted, Party("HANBIN LTD")) is Same.SLIP
    assert same_party(wanted, Party("HANBIN LTD"), [Party("HANBIN LTD", ("9 STREET",))]) is Same.OTHER
    assert same_party(wanted, Party("HANBIN LTD"), [Party("HANBIN LTD", ("1 ROAD",))]) is Same.SLIP


def test_address__each_word_of_the_required_one() -> None:
    wanted = Party("A", ("12 RIVER ROAD", "HANGZHOU 310000"))
    assert same_address(wanted, Party("A", ("12 RIVER ROAD, HANGZHOU 310000", "TEL 0571 1234")))
    assert not same_address(wanted, Party("A", ("14 RIVER ROAD", "HANGZHOU 310000")))


@pytest.mark.parametrize(
    ("line", "country"),
    [("GERMANY", "DE"), ("21079 HAMBURG, GERMANY", "DE"), ("P.R. CHINA", "CN"), ("SEOUL 06100 KOREA", "KR"),
     ("READING, UNITED KINGDOM", "GB"), ("12 RIVER ROAD", ""), ("U.S.A.", "US")],
)  # fmt: skip
def test_country_of_a_line(line: str, country: str) -> None:
    assert country_in((line,)) == country


@pytest.mark.parametrize(
    ("required", "seen", "same"),
    [
        ("SHANGHAI", "SHANGHAI, CHINA", Same.EQUAL),
        ("PORT OF HAMBURG", "HAMBURG", Same.EQUAL),
        ("SHANGHAI", "SHANGHI", Same.SLIP),
        ("SHANGHAI", "NINGBO", Same.OTHER),
        ("ANY CHINESE PORT", "NINGBO", Same.EQUAL),
        ("ANY PORT IN CHINA", "HAMBURG", Same.OTHER),
        ("ANY CHINESE PORT", "XIAOYANGKOU", None),
        ("HAMBURG", "BREMERHAVEN", Same.OTHER),
    ],
)
def test_places(required: str, seen: str, same: Same | None) -> None:
    assert same_place(required, seen) is same


@pytest.mark.parametrize(
    ("wanted", "seen", "gap"),
    [
        ("WHEAT BRAN PELLETS", "WHEAT BRAN PELLETS", Gap()),
        ("WHEAT BRAN PELLETS", "3000 MT WHEAT BRAN PELLETS IN BULK", Gap()),
        ("WHEAT BRAN PELLETS", "BRAN PELLETS", Gap(missing=("WHEAT",))),
        ("WHEAT BRAN PELLETS", "BULGARIAN WHEAT BRAN PELLETS", Gap(other=("BULGARIAN",))),
        ("INGOTS, ORIGIN ANY WESTERN BRAND", "INGOTS, ORIGIN ANY WESTERN BRAND - INDONESIA", Gap()),
        ("SUEDE SHOES", "IMITATION SUEDE SHOES", Gap(other=("IMITATION",))),
        ("LOOMS", "LOOMS, SECOND HAND", Gap(other=("HAND",))),
        ("SUEDE SHOES", "SUEDE WALKING SHOES", Gap(added=("WALKING",))),
        ("MODEL 321", "MODEL 123", Gap(missing=("321",))),
        ("MANGANESE ORE", "CRUDE MANGANESE ORE", Gap(added=("CRUDE",))),
    ],
)
def test_descriptions(wanted: str, seen: str, gap: Gap) -> None:
    assert compare(wanted, seen) == gap


def test_general_description__one_word_in_common_is_enough() -> None:
    assert not conflicts(["WARP KNITTED POLYESTER FABRIC"], "FABRIC IN ROLLS")
    assert conflicts(["WARP KNITTED POLYESTER FABRIC"], "COTTON YARN").added == ("COTTON", "YARN")
    assert conflicts(["WHEAT BRAN PELLETS"], "USED PELLETS").other == ("USED",)


def test_goods__quantity_price_and_tolerance_taken_out_of_the_words() -> None:
    found = goods_of("WARP KNITTED FABRIC 150 CM, ABOUT 71,000 METRES AT EUR 3,50 PER METRE")
    assert found is not None
    assert (found.quantity, found.quantity_about) == (Quantity(Decimal(71000), "M"), True)
    assert found.price == Price("EUR", Decimal("3.5"), "M")
    assert found.words == "WARP KNITTED FABRIC 150 CM"
    found = goods_of("CEMENT IN BAGS OF 50 KG, 40 000 BAGS +/- 5 PERCENT".replace("40 000", "40000"))
    assert found is not None
    assert (found.quantity, found.more_or_less) == (Quantity(Decimal(40000), "BAGS"), 5)
    assert goods_of("CIF HAMBURG INCOTERMS 2020") is None
    assert trade_term_of(("SHOES", "CIF HAMBURG INCOTERMS 2020")) == "CIF HAMBURG"


@pytest.mark.parametrize(
    ("line", "kind", "originals", "total"),
    [
        ("SIGNED COMMERCIAL INVOICE IN 3 ORIGINALS", Kind.INVOICE, 3, 3),
        ("COMMERCIAL INVOICE IN TRIPLICATE", Kind.INVOICE, 1, 3),
        ("3/3 ORIGINAL BILLS OF LADING PLUS 2 NON-NEGOTIABLE COPIES", Kind.BILL_OF_LADING, 1, 2),
        ("PACKING LIST IN 2 COPIES", Kind.PACKING_LIST, 1, 2),
        ("PACKING LIST IN 1 ORIGINAL AND 2 COPIES", Kind.PACKING_LIST, 1, 3),
        ("COPY OF CERTIFICATE OF ORIGIN", Kind.ORIGIN, 0, 1),
        ("2 COPIES OF INSPECTION CERTIFICATE", Kind.INSPECTION, 0, 2),
        ("AIR WAYBILL CONSIGNED TO APPLICANT", Kind.AIR_WAYBILL, 1, 1),
        ("BENEFICIARY'S CERTIFICATE THAT A COPY OF THE INVOICE WAS SENT", Kind.BENEFICIARY, 1, 1),
        ("PHYTOSANITARY CERTIFICATE", Kind.CERTIFICATE, 1, 1),
        ("SIGNED CERTIFICATE OF ORIGIN", Kind.ORIGIN, 1, 1),
        ("FUMIGATION SLIP", None, 1, 1),
        ("MULTIMODAL TRANSPORT DOCUMENT", Kind.MULTIMODAL, 1, 1),
        ("CHARTER PARTY BILL OF LADING", Kind.CHARTER_PARTY, 1, 1),
    ],
)
def test_requirements(line: str, kind: Kind | None, originals: int, total: int) -> None:
    found = requirement_of(line)
    assert (found.kind, found.originals, found.total) == (kind, originals, total)


def test_requirement__bill_of_lading__consignee_notify_freight() -> None:
    found = requirement_of(
        "FULL SET OF CLEAN ON BOARD BILLS OF LADING MADE OUT TO ORDER OF NORDDEHH, NOTIFY APPLICANT, "
        "MARKED FREIGHT PREPAID"
    )
    assert (found.originals, found.consignee, found.notify, found.freight) == (
        1, "NORDDEHH", "APPLICANT", "PREPAID",
    )  # fmt: skip
    plain = requirement_of("FULL SET OF BILLS OF LADING TO ORDER, BLANK ENDORSED")
    assert (plain.consignee, plain.blank_endorsed) == ("", True)


@pytest.mark.parametrize(
    ("line", "documents", "known"),
    [
        ("ALL DOCUMENTS MUST SHOW THIS CREDIT NUMBER", True, True),
        ("VESSEL NOT TO BE OLDER THAN 15 YEARS", False, False),
        ("INVOICE TO SHOW TARIFF NUMBER", True, False),
        ("DISCREPANCY FEE EUR 80 FOR BENEFICIARY", True, False),
        ("TOLERANCE OF +/- 5 PERCENT IN QUANTITY ACCEPTABLE", True, True),
    ],
)
def test_conditions(line: str, documents: bool, known: bool) -> None:
    found = condition_of(line)
    assert (found.documents, found.known) == (documents, known)


def test_risks__spellings_are_one() -> None:
    assert risks_in("INSTITUTE CARGO CLAUSES (A)") == risks_in("ALL RISKS") == ("ALL RISKS",)
    assert risks_in("ICC (C), SRCC, WAR") == ("ICC C", "WAR", "STRIKES")


def test_values__exact() -> None:
    assert money_of("EUR 248,500.05", "", "x") == ("EUR", 24850005)
    assert money_of("1000000", "JPY", "x") == ("JPY", 1000000)
    assert quantity_of("15.2 MT", "x").same_as(quantity_of("15200 KGS", "x")) is True
    assert quantity_of("12 ROLLS", "x").same_as(quantity_of("12 KG", "x")) is None
    assert price_of("3.50", "EUR", "x") == Price("EUR", Decimal("3.5"))
    for text in ("EUR 1.234", "EUR 1000,50", "QQQ 5.00", "five", "USD 5.00"):
        with pytest.raises(ExamineError):
            money_of(text, "EUR" if text.startswith("USD") else "", "x")


@pytest.mark.parametrize(
    ("title", "kind"),
    [("bill-of-lading", Kind.BILL_OF_LADING), ("B/L", Kind.BILL_OF_LADING),
     ("certificate_of_origin", Kind.ORIGIN),
     ("insurance-short", Kind.INSURANCE), ("riddle", None), ("Sea Waybill", Kind.SEA_WAYBILL)],
)  # fmt: skip
def test_kinds__told_by_titles(title: str, kind: Kind | None) -> None:
    assert kind_of(title) is kind
