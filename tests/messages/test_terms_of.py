"""From an MT700 to terms: every field has its place, every gap is one line."""

from __future__ import annotations

import pytest

from usance.calendars import day_of
from usance.codes import Allowed, AvailableBy, Confirmation, Exclusion, TenorFrom
from usance.messages import Message, read_text, render_printed
from usance.messages.bank_places import bank_places
from usance.messages.change_of import change_of
from usance.messages.modifications import modifications
from usance.messages.parties import Entry, PartyBook
from usance.messages.table import layouts
from usance.messages.terms_data import CONTENT, REASONS, TERMS_BY_TAG, terms_of_tag
from usance.messages.terms_of import ROLES, Choices, NotBuiltYet, TermsError, salt_of, terms_of
from usance.places import place_of
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, key_text

ISSUER, ADVISER = "MKADNL2RXXX", "KNFCBDDHXXX"
BOOK = PartyBook(
    [
        Entry(address="0x" + "11" * 20, bic=ISSUER),
        Entry(address="0x" + "22" * 20, bic=ADVISER),
        Entry(address="0x" + "33" * 20, name="NOORDERHAVEN KLEDING BV"),
        Entry(address="0x" + "44" * 20, name="Shitalakshya Knitwear Ltd."),
        Entry(address="0x" + "55" * 20, bic="CNFMBDDHXXX"),
    ]
)
FIELDS = {
    "27": "1/1", "40A": "IRREVOCABLE", "20": "MKB26LC0107", "31C": "260305", "40E": "UCP LATEST VERSION",
    "31D": "260515DHAKA", "50": "NOORDERHAVEN KLEDING BV\nROTTERDAM",
    "59": "SHITALAKSHYA KNITWEAR LTD\nDHAKA",
    "32B": "EUR184600,", "39A": "05/10", "41A": "KNFCBDDHXXX\nBY PAYMENT", "43P": "NOT ALLOWED",
    "43T": "ALLOWED", "44C": "260331", "45A": "+SHIRTS", "46A": "+INVOICE", "71D": "/COMM/FOR BENEFICIARY",
    "48": "21", "49": "WITHOUT",
}  # fmt: skip
ORDER = [tag for row in layouts()["700"].rows for tag in row.options]


def message(**changes: str | None) -> Message:
    """The MT700 with some fields changed; `_39C` names field 39C, None drops one."""
    fields = FIELDS | {name.removeprefix("_"): value for name, value in changes.items()}
    lines = [f":{tag}:{fields[tag]}" for tag in ORDER if fields.get(tag) is not None]
    head = "{1:F01MKADNL2RAXXX0001000107}{2:I700KNFCBDDHXXXXN}{4:\n"
    (found,) = read_text(head + "\n".join(lines) + "\n-}")
    return found


def terms(**changes: str | None) -> Credit:
    return terms_of(message(**changes), BOOK).terms


def refusal(choices: Choices | None = None, book: PartyBook = BOOK, **changes: str | None) -> str:
    with pytest.raises(TermsError) as caught:
        terms_of(message(**changes), book, choices)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- the table ---


def test_table__every_tag_of_the_layout__goes_to_a_term_or_the_content_hash() -> None:
    names = set(Credit.__dataclass_fields__)
    for row in layouts()["700"].rows:
        for tag in row.options:
            found = terms_of_tag(tag)
            assert found or tag == "27", f"{tag} goes nowhere"
            assert set(found) <= names | {CONTENT}


def test_table__every_term__comes_from_a_tag_or_has_a_reason() -> None:
    told = {term for found, _ in TERMS_BY_TAG.values() for term in found} | set(REASONS)
    assert set(Credit.__dataclass_fields__) <= told
    assert all(REASONS.values())


def test_table__a_changed_field__changes_exactly_the_terms_it_names() -> None:
    base = terms().as_dict()
    changed = {
        "40E": "EUCP LATEST VERSION", "31C": "260306", "31D": "260516DHAKA", "32B": "USD100,5",
        "39A": "10/10", "39C": "EUR 500,00 FREIGHT", "43P": "ALLOWED", "43T": "CONDITIONAL", "44C": "260401",
        "45A": "+SHOES", "46A": "+PACKING LIST", "71D": "/COMM/FOR APPLICANT", "48": "15", "20": "OTHER",
    }  # fmt: skip
    for tag, value in changed.items():
        found = terms(**{f"_{tag}": value}).as_dict()
        different = {name for name in base if found[name] != base[name]} - {"content"}
        assert different <= set(terms_of_tag(tag)), tag
        assert different or terms_of_tag(tag) == (CONTENT,), f"{tag} changed nothing"
        assert found["content"] != base["content"]


def test_bank_places__every_code__is_a_known_place() -> None:
    table = bank_places()
    assert [c for c in (*table.locations.values(), *table.currencies.values()) if place_of(c) is None] == []


# --- values ---


def test_terms__whole_message__as_a_banker_reads_it() -> None:
    found = terms()
    assert (found.amount, found.tolerance_plus, found.tolerance_minus) == (18_460_000, 500, 1_000)
    assert key_text(found.currency) == "EUR"
    assert (found.issue_day, found.expiry_day) == (day_of("2026-03-05"), day_of("2026-05-15"))
    assert found.latest_shipment_day == day_of("2026-03-31")
    assert [key_text(p) for p in (found.issuer_place, found.nominated_place, found.expiry_place)] == [
        "NLRTM", "BDDAC", "BDDAC",
    ]  # fmt: skip
    assert key_text(found.currency_place) == "TARGET"
    assert (found.partials, found.transhipment) == (Allowed.NOT_ALLOWED, Allowed.ALLOWED)
    assert found.nominated == found.adviser == "0x" + "22" * 20
    assert found.salt == salt_of(ISSUER, "MKB26LC0107")
    assert found.tenor_from == TenorFrom.SIGHT


def test_terms__printed_copy__equal_terms_and_id() -> None:
    original = message()
    (printed,) = read_text(render_printed(original))
    assert terms_of(printed, BOOK).terms == terms_of(original, BOOK).terms


def test_terms__crlf_or_lf__equal_terms() -> None:
    from usance.messages import write

    (again,) = read_text(write(message()))
    assert terms_of(again, BOOK).terms == terms()


def test_period__absent__twenty_one_days_with_a_note() -> None:
    found = terms_of(message(_48=None), BOOK)
    assert found.terms.presentation_days == 21
    assert any("48 is absent" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "minor"),
    [("EUR 1500,50 FREIGHT", 150_050), ("FREIGHT AND INSURANCE", 0), ("EUR 10,00 AND EUR 20,00", 0)],
)
def test_additional_amounts__only_a_single_amount_counts(text: str, minor: int) -> None:
    found = terms_of(message(_39C=text), BOOK)
    assert found.terms.additional_amount == minor
    assert bool(minor) or any("39C" in note for note in found.notes)


def test_any_bank__names_none() -> None:
    found = terms(_41A=None, _41D="ANY BANK IN BANGLADESH\nBY PAYMENT")
    assert (found.nominated, found.nominated_place) == (ZERO_ADDRESS, ZERO_HASH)


def test_issuing_bank__as_place_of_availability__is_no_nomination() -> None:
    found = terms(_41A="MKADNL2RXXX\nBY PAYMENT", _31D="260515ROTTERDAM")
    assert (found.nominated, key_text(found.expiry_place)) == (ZERO_ADDRESS, "NLRTM")


def test_confirmation__without_58a__is_the_receivers_with_a_note() -> None:
    found = terms_of(message(_49="CONFIRM"), BOOK)
    assert found.terms.confirmer == found.terms.adviser
    assert (found.terms.confirmation, found.terms.confirmer_place) == (
        Confirmation.CONFIRM, found.terms.nominated_place,
    )  # fmt: skip
    assert any("58a is absent" in note for note in found.notes)


def test_confirmation__with_58a__is_that_banks() -> None:
    found = terms(**{"_49": "MAY ADD", "_58A": "CNFMBDDHXXX"})
    assert found.confirmer == "0x" + "55" * 20
    assert key_text(found.confirmer_place) == "BDDAC"


def test_places__by_option__win() -> None:
    choices = Choices(places={"issuer": "NLAMS", "nominated": "BDCGP", "expiry": "BDCGP", "currency": "none"})
    found = terms_of(message(), BOOK, choices).terms
    assert [key_text(p) for p in (found.issuer_place, found.nominated_place, found.expiry_place)] == [
        "NLAMS", "BDCGP", "BDCGP",
    ]  # fmt: skip
    assert found.currency_place == ZERO_HASH


# --- lines that alter UCP ---

ALTERING = "+ARTICLE 16F OF UCP 600 DOES NOT APPLY\n+INVOICES IN ENGLISH"


def test_modification__unmapped__one_line_that_names_the_options() -> None:
    text = refusal(_47A=ALTERING)
    assert "--exclusion 1=ART16F_OFF" in text
    assert "--not-a-modification 1" in text
    assert "field 47A" in text


def test_modification__mapped__sets_the_exclusion() -> None:
    choices = Choices(exclusions={1: Exclusion.ART16F_OFF})
    found = terms_of(message(_47A=ALTERING), BOOK, choices)
    assert found.terms.exclusions == Exclusion.ART16F_OFF
    assert len(found.modifications) == len(modifications(message(_47A=ALTERING))) == 1


def test_modification__waved_through__sets_nothing() -> None:
    found = terms_of(message(_47A=ALTERING), BOOK, Choices(waved=frozenset({1})))
    assert found.terms.exclusions == 0


def test_modification__a_number_that_is_none__is_refused() -> None:
    assert "line 3 does not exist" in refusal(Choices(waved=frozenset({1, 3})), _47A=ALTERING)


# --- what is wrong is one line ---


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"_32B": "EUR184600.00"}, ("field 32B", "T40")),
        ({"_32B": "EUX100,"}, ("field 32B", "EUX", "T52")),
        ({"_32B": "JPY100,50"}, ("field 32B", "decimals", "C03")),
        ({"_44D": "IN MARCH"}, ("44C", "44D", "D06")),
        ({"_59": None}, ("59", "mandatory", "MISSING")),
        ({"_31D": "260301DHAKA"}, ("field 31D", "before the date of issue", "U6")),
        ({"_31D": "260515ATLANTIS"}, ("field 31D", "ATLANTIS", "--place expiry=CODE")),
        ({"_32B": "EUR0,"}, ("field 32B", "zero", "TERMS")),
        ({"_48": "000"}, ("field 48", "U14")),
    ],
)
def test_bad_field__one_line(changes: dict[str, str | None], parts: tuple[str, ...]) -> None:
    text = refusal(**changes)
    assert [part for part in parts if part not in text] == []


def test_unknown_party__names_the_option() -> None:
    text = refusal(book=PartyBook(BOOK.entries[:2]))
    assert "field 50" in text
    assert "--party applicant=ADDRESS" in text


def test_unknown_bank_place__names_the_option() -> None:
    book = BOOK.but({"issuer": "0x" + "11" * 20})
    odd = Choices(sender="MKADNL9ZXXX")
    assert "--place issuer=CODE" in refusal(odd, book)


@pytest.mark.parametrize("code", ["XX", "not a place", "DE1AM"])
def test_place_option__no_locode__is_refused(code: str) -> None:
    assert "--place issuer" in refusal(Choices(places={"issuer": code}))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"_40A": "IRREVOCABLE TRANSFERABLE"}, "form IRREVOCABLE TRANSFERABLE: not built yet"),
        ({"_40A": "IRREVOCABLE STANDBY"}, "form IRREVOCABLE STANDBY: not built yet"),
        (
            {"_40A": "IRREVOCABLE TRANSFERABLE", "_41A": "KNFCBDDHXXX\nBY DEF PAYMENT", "_42P": "90 DAYS"},
            "form IRREVOCABLE TRANSFERABLE: not built yet",
        ),
    ],
)
def test_kind_of_a_later_storey__one_line_and_exit_two(changes: dict[str, str], line: str) -> None:
    with pytest.raises(NotBuiltYet) as caught:
        terms(**changes)
    assert str(caught.value) == line
    assert caught.value.exit_code == 2


# --- honour later ---

DEFERRED = "KNFCBDDHXXX\nBY DEF PAYMENT"
DRAWEE = {"_42A": "KNFCBDDHXXX"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"_41A": DEFERRED, "_42P": "90 DAYS AFTER DATE OF BILL OF LADING"},
            (AvailableBy.DEFERRED, 90, TenorFrom.SHIPMENT, 0),
        ),
        # Of a fixed day: as many days from the issue.
        ({"_41A": DEFERRED, "_42P": "ON 15 JULY 2026"}, (AvailableBy.DEFERRED, 132, TenorFrom.ISSUE, 0)),
        (
            {"_41A": DEFERRED, "_42P": "2 MONTHS AFTER ISSUANCE DATE OF THIS CREDIT"},
            (AvailableBy.DEFERRED, 61, TenorFrom.ISSUE, 0),
        ),
        (
            {"_41A": "KNFCBDDHXXX\nBY ACCEPTANCE", "_42C": "60 DAYS AFTER SIGHT FOR 100 PCT OF INVOICE VALUE"}
            | DRAWEE,
            (AvailableBy.ACCEPTANCE, 60, TenorFrom.SIGHT, 100),
        ),
        ({"_41A": "KNFCBDDHXXX\nBY NEGOTIATION"}, (AvailableBy.NEGOTIATION, 0, TenorFrom.SIGHT, 0)),
        (
            {"_41A": "KNFCBDDHXXX\nBY NEGOTIATION", "_42C": "30 DAYS AFTER INVOICE DATE"} | DRAWEE,
            (AvailableBy.NEGOTIATION, 30, TenorFrom.INVOICE, 0),
        ),
        (
            {"_41A": "KNFCBDDHXXX\nBY NEGOTIATION", "_42P": "45 DAYS AFTER PRESENTATION"},
            (AvailableBy.NEGOTIATION, 45, TenorFrom.PRESENTATION, 0),
        ),
        (
            {"_42C": "SIGHT FOR 80 PERCENT OF INVOICE VALUE"} | DRAWEE,
            (AvailableBy.PAYMENT, 0, TenorFrom.SIGHT, 80),
        ),
    ],
)
def test_availability__tenor_as_the_message_says(
    changes: dict[str, str], found: tuple[int, int, int, int]
) -> None:
    made = terms(**changes)
    assert (made.available_by, made.tenor_days, made.tenor_from, made.draft_percent) == found
    assert made.legs == ZERO_HASH


def test_negotiation__without_a_tenor__is_at_sight_and_said_so() -> None:
    notes = terms_of(message(_41A="KNFCBDDHXXX\nBY NEGOTIATION"), BOOK).notes
    assert any("at sight" in note for note in notes)


MIXED = {"_41A": "KNFCBDDHXXX\nBY MIXED PYMT", "_42M": "40 PERCENT AT SIGHT\n60 PERCENT AT 90 DAYS"}


def test_mixed__legs_are_the_callers__never_those_of_the_words() -> None:
    text = refusal(**MIXED)
    assert "field 42M" in text
    assert "--legs FILE" in text
    found = terms_of(message(**MIXED), BOOK, Choices(legs=b"\x07" * 32)).terms
    assert (found.available_by, found.legs, found.tenor_days) == (AvailableBy.MIXED, b"\x07" * 32, 0)
    assert "no legs" in refusal(Choices(legs=b"\x07" * 32))


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"_41A": DEFERRED, "_42P": "90 DAYS"}, ("field 42P", "90 DAYS", "TENOR")),
        ({"_41A": DEFERRED, "_42P": "3 MONTHS AFTER SIGHT"}, ("field 42P", "months", "in days", "TENOR")),
        ({"_41A": DEFERRED, "_42P": "ON 1 MARCH 2026"}, ("field 42P", "TENOR")),
        ({"_41A": DEFERRED, "_42P": "AT SIGHT"}, ("BY DEF PAYMENT at sight", "BY PAYMENT", "TENOR")),
        ({"_41A": DEFERRED}, ("field 41A", "without field 42P", "TENOR")),
        ({"_41A": "KNFCBDDHXXX\nBY ACCEPTANCE"}, ("field 41A", "without field 42C", "TENOR")),
        ({"_42C": "90 DAYS AFTER SIGHT"} | DRAWEE, ("field 42C", "BY PAYMENT", "BY ACCEPTANCE", "TENOR")),
        (
            {"_42C": "SIGHT", "_42D": "Noorderhaven Kleding BV\nRotterdam"},
            ("field 42D", "on the applicant", "U5"),
        ),
        ({"_42C": "SIGHT", "_42D": "THE APPLICANT"}, ("field 42D", "on the applicant", "U5")),
    ],
)
def test_availability__that_tells_no_day__one_line(changes: dict[str, str], parts: tuple[str, ...]) -> None:
    text = refusal(**changes)
    assert [part for part in parts if part not in text] == [], text


def test_reimbursing_bank__of_53a() -> None:
    assert terms(_53A="CNFMBDDHXXX").reimburser == "0x" + "55" * 20


def test_silence_that_accepts__in_47a__is_void_and_said_so() -> None:
    line = "+AMENDMENTS ARE DEEMED ACCEPTED UNLESS REJECTED WITHIN 5 DAYS"
    lines = modifications(message(_47A=line))
    assert [one.articles for one in lines] == [("UCP10f",)]
    found = terms_of(message(_47A=line), BOOK)
    assert found.terms.exclusions == 0
    assert any("void" in note for note in found.notes)


def test_other_message__is_refused() -> None:
    (found,) = read_text("{1:F01MKADNL2RAXXX0001000107}{2:I734KNFCBDDHXXXXN}{4:\n:20:A\n:21:B\n-}")
    with pytest.raises(TermsError, match="MT734 issues no credit"):
        terms_of(found, BOOK)


def test_first_part_alone__is_refused() -> None:
    assert "part 1/2 alone" in refusal(_27="1/2")


def test_roles__cover_every_address_of_the_terms() -> None:
    plain = {name for name, one in Credit.__dataclass_fields__.items() if one.default == ZERO_ADDRESS}
    assert plain - {"asset", "panel", "delivery_agent", "transferring_bank"} == set(ROLES)


# --- amendments ---


def test_change__increase_and_extension__signed_difference_and_days() -> None:
    text = (
        "{1:F01MKADNL2RAXXX0001000109}{2:I707KNFCBDDHXXXXN}{4:\n:27:1/1\n:20:MKB26LC0107\n:21:NONREF\n"
        ":23:MKB26LC0107\n:52A:MKADNL2RXXX\n:31C:260305\n:26E:002\n:30:260320\n:22A:ISSU\n:31D:260615DHAKA\n"
        ":33B:EUR4600,\n:44C:260420\n:46B:/ADD/+WEIGHT LIST\n-}"
    )
    (found,) = read_text(text)
    change = change_of(found)
    assert (change.number, change.values["amount"]) == (2, -460_000)
    assert change.values["expiry_day"] == day_of("2026-06-15")
    assert change.values["latest_shipment_day"] == day_of("2026-04-20")
    assert change.content_only == ("46B",)
    assert change.credit_salt == salt_of(ISSUER, "MKB26LC0107")
