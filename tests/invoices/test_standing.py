"""What an invoice is to the suite: each answer, their order, and the line that says it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.invoices.kit import BUYER, FACTOR, SELLER, Draft, Line, Person, cii, ubl
from usance.invoices import (
    CreditFacts,
    Identifier,
    Invoice,
    InvoiceError,
    Kind,
    Party,
    Preceding,
    Standing,
    claim_facts,
    credit_facts,
    keys_of,
    plain_key,
    read_bytes,
    remember,
    standing,
)

TODAY = date(2026, 3, 2)
LAST = date(2026, 5, 1)
ORIGINAL = Draft(number="RL-2026-0001", day="2026-01-15")
CREDIT = Draft(
    number="RL-2026-C7",
    type="381",
    due="",
    lines=(Line("100.00"),),
    preceding=(("RL-2026-0001", "2026-01-15"),),
)
NEGATIVE = Draft(lines=(Line("-200.00"),), preceding=(("RL-2026-0001", ""),))


def invoice(draft: Draft, credit: bool = False) -> Invoice:
    return read_bytes(ubl(draft, credit), f"{draft.number}.xml")


def stands(
    draft: Draft, known: dict[Hashable, str] | None = None, today: date = TODAY, of: str = ""
) -> Standing:
    return standing(invoice(draft, draft.type == "381"), today, known, of=of)


def taken(*drafts: Draft) -> dict[Hashable, str]:
    known: dict[Hashable, str] = {}
    for draft in drafts:
        remember(known, stands(draft, known))
    return known


def line_of(found: Standing) -> str:
    assert found.refusal is not None
    line = str(found.refusal)
    assert "\n" not in line
    for call in (claim_facts, credit_facts):
        with pytest.raises(InvoiceError) as caught:
            call(found)
        assert caught.value is found.refusal
    return line


# --- claims ---


def test_claim__amount_due__is_the_face_and_the_object() -> None:
    found = stands(Draft(prepaid="100.00"))
    facts = claim_facts(found)
    assert (found.kind, found.refusal) == (Kind.CLAIM, None)
    assert (facts.face, facts.object_amount, facts.currency) == (138810, 138810, "EUR")
    assert (date(1970, 1, 1) + timedelta(facts.issue_day), date(1970, 1, 1) + timedelta(facts.due_day)) == (
        TODAY,
        LAST,
    )
    assert facts.content == found.invoice.content
    assert found.text == "claim of EUR 1,388.10, due 2026-05-01"


def test_due_day__today__is_good_and_a_day_later_overdue() -> None:
    assert stands(Draft(), today=LAST).kind is Kind.CLAIM
    late = stands(Draft(), today=LAST + timedelta(1))
    assert late.kind is Kind.OVERDUE
    assert line_of(late) == (
        "RL-2026-0042.xml: BT-9: overdue at registration: it was due on 2026-05-01, today is 2026-05-02; "
        "register an invoice before its due day has passed"
    )


def test_nothing_due__paid_in_advance_or_pro_forma__no_claim() -> None:
    paid = stands(Draft(prepaid="1488.10"))
    assert paid.kind is Kind.NOTHING_DUE
    assert line_of(paid).startswith("RL-2026-0042.xml: BT-115: nothing is due")
    assert "asks for no payment" in line_of(stands(Draft(type="325")))


@pytest.mark.parametrize("terms", ["60 days net", "payable on 2026-05-01", ""])
def test_no_due_date__terms_in_words__never_read_for_one(terms: str) -> None:
    for data in (ubl(Draft(due="", terms=terms)), cii(Draft(due="", terms=terms))):
        found = standing(read_bytes(data, "f.xml"), TODAY)
        assert found.kind is Kind.NO_DUE_DATE
        assert line_of(found).startswith("f.xml: BT-9: no due date; ")


# --- duplicates ---


def test_duplicate__same_number_seller_year__in_any_syntax_and_amount() -> None:
    known = taken(Draft())
    for again in (
        Draft(),
        Draft(lines=(Line("5.00"),), buyer=SELLER, due="2026-06-01"),
        Draft(number=" rl-2026-0042 "),
    ):
        found = standing(read_bytes(cii(again)), TODAY, known)
        assert (found.kind, found.other) == (Kind.DUPLICATE, "RL-2026-0042.xml")
        assert "duplicate of RL-2026-0042.xml" in line_of(found)


def test_duplicate__other_number_seller_or_year__another_invoice() -> None:
    known = taken(Draft())
    others = (
        Draft(number="RL-2026-0043"),
        Draft(day="2025-03-02"),
        Draft(seller=Person("X", "1", "DE999999999")),
    )
    assert [stands(other, known).kind for other in others] == [Kind.CLAIM] * 3


def test_duplicate__key_of_the_caller__is_the_one_asked() -> None:
    asked: list[tuple[str, str, str, int]] = []

    def key_of(kind: str, seller: Party, number: str, year: int) -> Hashable:
        asked.append((kind, seller.name, number, year))
        return number[-2:]

    found = standing(invoice(Draft()), TODAY, {"42": "charge 7"}, key_of)
    assert (found.kind, found.other) == (Kind.DUPLICATE, "charge 7")
    assert asked == [("invoice", "Rheintal Lager GmbH", "RL-2026-0042", 2026)]


def test_remember__what_cannot_be_financed__takes_no_key() -> None:
    assert taken(Draft(due=""), Draft(prepaid="1488.10"), CREDIT) == {}
    assert len(taken(Draft(), Draft(number="RL-2", payee=FACTOR))) == 2


# --- factors ---


def test_factor__any_payee_but_the_seller__shown_and_stopped() -> None:
    found = stands(Draft(payee=FACTOR))
    assert found.kind is Kind.FACTOR
    assert "'Hansa Factoring AG', not the seller 'Rheintal Lager GmbH'" in line_of(found)
    assert stands(Draft(type="393")).kind is Kind.FACTOR


def payee(name: str, legal: str = "", other: str = "") -> Party:
    return Party(name, legal_id=Identifier(legal), ids=(Identifier(other),) if other else ())


@pytest.mark.parametrize(
    ("payee", "factored"),
    [
        (payee("Rheintal  LAGER GmbH"), False),
        (payee("Rheintal"), False),
        (payee("Rheintal Lager (collections)", "hrb 4711"), False),
        (payee("Other name", other="HRB 4711"), False),
        (payee("Rheintal Lager GmbH", "HRB 4712"), True),
        (payee("Rheintal Lager GmbH", other="4000009999991"), True),
        (payee("Rheintal Lager Finance GmbH"), True),
        (payee(BUYER.name), True),
        (payee(""), True),
    ],
)
def test_factor__payee_like_the_seller__ids_before_names(payee: Party, factored: bool) -> None:
    # Put in after reading: the sheet for UBL refuses a payee with a name or id of the seller.
    found = standing(replace(invoice(Draft()), payee=payee), TODAY)
    assert found.kind is (Kind.FACTOR if factored else Kind.CLAIM)


def test_factor__seller_as_payee_in_cii__no_factor() -> None:
    found = standing(read_bytes(cii(Draft(payee=Person(SELLER.name, SELLER.legal)))), TODAY)
    assert found.kind is Kind.CLAIM


# --- what lowers a debt ---


def test_credit_note__one_invoice_named__lowers_it_by_its_amount() -> None:
    found = stands(CREDIT, taken(ORIGINAL))
    assert (found.kind, found.other, found.refusal) == (Kind.CREDIT_NOTE, "RL-2026-0001.xml", None)
    assert found.text == "credit note of 'RL-2026-0001': lowers it by EUR 119.00"
    assert credit_facts(found) == CreditFacts(
        11900, "EUR", Preceding("RL-2026-0001", date(2026, 1, 15)), 20514, found.invoice.content
    )
    with pytest.raises(InvoiceError, match="it is not a claim but: credit note of"):
        claim_facts(found)


def test_credit_note__in_cii_and_factored__the_same() -> None:
    for code in ("381", "396", "261"):
        found = standing(read_bytes(cii(CREDIT.but(type=code))), TODAY, taken(ORIGINAL))
        assert (found.kind, credit_facts(found).amount) == (Kind.CREDIT_NOTE, 11900)


def test_credit_note__date_of_its_invoice_left_out__found_in_earlier_years() -> None:
    note = CREDIT.but(day="2027-01-10", preceding=(("RL-2026-0001", ""),))
    assert stands(note, taken(ORIGINAL)).other == "RL-2026-0001.xml"
    assert stands(note.but(preceding=(("RL-2026-0001", "2025-01-15"),)), taken(ORIGINAL)).other is None


def test_credit_note__several_named__asks_which_and_takes_the_answer() -> None:
    several = CREDIT.but(preceding=(("A-1", ""), ("A-2", "")))
    found = stands(several)
    assert found.choices == (Preceding("A-1"), Preceding("A-2"))
    assert line_of(found) == (
        "RL-2026-C7.xml: BT-25: a credit note of several invoices: 'A-1', 'A-2'; say which one it lowers"
    )
    assert credit_facts(stands(several, of="a-2")).of == Preceding("A-2")
    with pytest.raises(InvoiceError, match="not of 'A-3'; name one of these"):
        stands(several, of="A-3")


def test_credit_note__none_named__asks_for_the_invoice() -> None:
    nameless = CREDIT.but(preceding=())
    assert "names no invoice; say which invoice it is of" in line_of(stands(nameless))
    assert credit_facts(stands(nameless, of="RL-2026-0001")).of == Preceding("RL-2026-0001")


def test_negative_invoice__counts_as_credit_note__of_the_amount_without_sign() -> None:
    found = stands(NEGATIVE)
    assert (found.kind, found.invoice.due) == (Kind.CREDIT_NOTE, -23800)
    assert credit_facts(found).amount == 23800
    assert "names no invoice" in line_of(stands(NEGATIVE.but(preceding=())))


def test_negative_credit_note__lowers_nothing() -> None:
    found = stands(CREDIT.but(lines=(Line("-100.00"),)))
    assert found.kind is Kind.CREDIT_NOTE
    assert "gives nothing back" in line_of(found)
    assert "gives nothing back" in line_of(stands(CREDIT.but(prepaid="119.00")))


# --- corrected invoices ---


def test_corrected__original_free__claim_that_takes_both_keys() -> None:
    corrected = Draft(type="384", preceding=(("RL-2026-0001", "2026-01-15"),))
    found = stands(corrected)
    assert (found.kind, found.of) == (Kind.CLAIM, Preceding("RL-2026-0001", date(2026, 1, 15)))
    known = taken(corrected)
    assert set(known) == set(keys_of(found.invoice))
    seller = found.invoice.seller
    assert set(known) == {
        plain_key("invoice", seller, number, 2026) for number in ("RL-2026-0042", "RL-2026-0001")
    }
    assert stands(ORIGINAL, known).kind is Kind.DUPLICATE


def test_corrected__original_taken__must_be_replaced_first() -> None:
    corrected = Draft(type="384", preceding=(("RL-2026-0001", "2026-01-15"),))
    found = stands(corrected, taken(ORIGINAL))
    assert (found.kind, found.other) == (Kind.CORRECTED, "RL-2026-0001.xml")
    assert "which is taken; rescind that claim or lower it" in line_of(found)
    # Under the number of the original itself.
    assert (
        stands(corrected.but(number="RL-2026-0001", day="2026-02-01"), taken(ORIGINAL)).kind is Kind.CORRECTED
    )


def test_corrected__none_named__asks() -> None:
    nameless = Draft(type="384")
    assert "names none; say which invoice it replaces" in line_of(stands(nameless))
    assert stands(nameless, of="RL-2026-0001").kind is Kind.CLAIM
    assert stands(nameless, taken(ORIGINAL), of="RL-2026-0001").kind is Kind.CORRECTED


def test_corrected__below_zero__counts_as_credit_note() -> None:
    assert credit_facts(stands(NEGATIVE.but(type="384"))).amount == 23800


# --- the order ---


def test_order__several_hold__the_first_is_said() -> None:
    known = taken(Draft())
    everything = Draft(payee=FACTOR, prepaid="1488.10", due="")
    past = LAST + timedelta(1)
    assert stands(CREDIT.but(payee=FACTOR), known).kind is Kind.CREDIT_NOTE
    assert stands(everything, known, past).kind is Kind.NOTHING_DUE
    assert stands(everything.but(prepaid=""), known, past).kind is Kind.NO_DUE_DATE
    assert stands(Draft(payee=FACTOR), known, past).kind is Kind.OVERDUE
    assert stands(Draft(payee=FACTOR), known).kind is Kind.DUPLICATE
    assert stands(Draft(payee=FACTOR)).kind is Kind.FACTOR
    assert stands(Draft()).kind is Kind.CLAIM
