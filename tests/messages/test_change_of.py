"""An MT707 as the change it makes: differences, days, kinds that are refused, lines that must be judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from usance.amendments import FIELDS, amendment_id, applied
from usance.calendars import day_of
from usance.codes import Allowed, AvailableBy, ChargesFor, Confirmation, Exclusion, TenorFrom
from usance.messages import Message, read_text
from usance.messages.change_of import PaperChange, change_of, one_amendment
from usance.messages.modifications_mapped import silent_acceptances
from usance.messages.parties import Entry, PartyBook
from usance.messages.terms_of import Choices, NotBuiltYet, TermsError, salt_of
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, key_text, place_key

ISSUER = "MKADNL2RXXX"
HEAD = "{1:F01MKADNL2RAXXX0001000109}{2:I707KNFCBDDHXXXXN}{4:\n"
FIRST = ":27:1/1\n:20:MKB26LC0107\n:21:NONREF\n:23:MKB26LC0107\n:52A:MKADNL2RXXX\n:31C:260305\n"
FIRST += ":26E:002\n:30:260320\n:22A:ISSU\n"
TERMS = Credit(
    issuer="0x" + "11" * 20,
    currency=place_key("EUR"),
    amount=18_460_000,
    expiry_day=day_of("2026-05-15"),
    expiry_place=place_key("BDDAC"),
    latest_shipment_day=day_of("2026-03-31"),
)
BOOK = PartyBook([Entry(address="0x" + "55" * 20, bic="CNFMBDDHXXX")])


def amendment(fields: str, first: str = FIRST) -> Message:
    (found,) = read_text(f"{HEAD}{first}{fields}\n-}}")
    return found


def change(fields: str, choices: Choices | None = None, book: PartyBook = BOOK) -> PaperChange:
    return change_of(amendment(fields), book, choices)


def refusal(fields: str, choices: Choices | None = None, kind: type[TermsError] = TermsError) -> str:
    with pytest.raises(kind) as caught:
        change(fields, choices).bound(TERMS)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- values ---


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (":32B:EUR10000,", {"amount": 1_000_000}),
        (":33B:EUR4600,50", {"amount": -460_050}),
        (
            ":31D:260630DHAKA",
            {"expiry_day": day_of("2026-06-30"), "expiry_place": place_key("BDDAC")},
        ),
        (":39A:10/5", {"tolerance_plus": 1_000, "tolerance_minus": 500}),
        (":39C:INSURANCE UP TO EUR 1500,00", {"additional_amount": 150_000}),
        (":44C:260420", {"latest_shipment_day": day_of("2026-04-20")}),
        (":48:14", {"presentation_days": 14}),
        (
            ":43P:NOT ALLOWED\n:43T:ALLOWED",
            {"partials": Allowed.NOT_ALLOWED, "transhipment": Allowed.ALLOWED},
        ),
        (":43T:CONDITIONAL", {"transhipment": Allowed.CONDITIONAL}),
        (":71D:ALL CHARGES FOR APPLICANT", {"charges_for": ChargesFor.APPLICANT}),
        (
            ":49:WITHOUT",
            {
                "confirmation": Confirmation.WITHOUT,
                "confirmer": ZERO_ADDRESS,
                "confirmer_place": ZERO_HASH,
            },
        ),
        (
            ":49:CONFIRM\n:58A:CNFMBDDHXXX",
            {
                "confirmation": Confirmation.CONFIRM,
                "confirmer": "0x" + "55" * 20,
                "confirmer_place": place_key("BDDAC"),
            },
        ),
        (
            ":41A:CNFMBDDHXXX\nBY PAYMENT",
            {"nominated": "0x" + "55" * 20, "nominated_place": place_key("BDDAC")},
        ),
        (":41D:ANY BANK\nBY PAYMENT", {"nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH}),
    ],
)  # fmt: skip
def test_change__field__sets_its_terms(fields: str, values: dict[str, object]) -> None:
    found = change(fields, Choices(places={"confirmer": "BDDAC", "nominated": "BDDAC"}))
    assert dict(found.values) == values
    assert found.content_only == ()
    bound = found.bound(TERMS)
    assert dict(bound.new_values()) == {name: value for name, value in values.items() if name != "amount"}
    assert bound.difference == values.get("amount", 0)


def test_change__head__says_which_amendment_of_which_credit() -> None:
    found = change(":32B:EUR10000,")
    assert (found.reference, found.number, str(found.day)) == ("MKB26LC0107", 2, "2026-03-20")
    assert found.credit_salt == salt_of(ISSUER, "MKB26LC0107")
    assert found.bound(TERMS).number == 2
    assert found.bound(TERMS, 7).number == 7
    assert found.bound(TERMS).content == amendment(":32B:EUR10000,").content_hash


def test_change__of_an_earlier_release__the_day_of_31e() -> None:
    found = change(":31E:260630\n:34B:EUR200000,")
    assert dict(found.values) == {"expiry_day": day_of("2026-06-30")}
    assert found.content_only == ()


def test_change__applied__reads_as_the_message_says() -> None:
    bound = change(":31D:260630DHAKA\n:32B:EUR10000,").bound(TERMS)
    after = applied(TERMS, bound, amendment_id(b"\x01" * 32, bound))
    assert (after.amount, after.expiry_day) == (19_460_000, day_of("2026-06-30"))
    assert after.salt == amendment_id(b"\x01" * 32, bound)
    assert TERMS.but(amount=after.amount, expiry_day=after.expiry_day, salt=after.salt) == after


def test_change__documents_alone__the_message_is_the_root_of_further_terms() -> None:
    found = change(":46B:/ADD/+WEIGHT LIST")
    assert found.content_only == ("46B",)
    bound = found.bound(TERMS)
    assert bound.names == ("ext",)
    assert bound.values == (found.content,)


def test_change__place_that_nobody_knows__stays_and_is_said() -> None:
    found = change(":31D:260630AT OUR COUNTERS")
    assert dict(found.values) == {"expiry_day": day_of("2026-06-30")}
    assert any("31D" in note for note in found.notes)
    chosen = change(":31D:260630AT OUR COUNTERS", Choices(places={"expiry": "NLRTM"}))
    assert key_text(chosen.values["expiry_place"]) == "NLRTM"


def test_change__several_amounts_in_39c__stay_and_are_said() -> None:
    found = change(":39C:EUR 100, OR EUR 200,")
    assert "additional_amount" not in found.values
    assert any("39C" in note for note in found.notes)


def test_change__cancel__nothing_else() -> None:
    found = change(":23S:CANCEL")
    bound = found.bound(TERMS)
    assert (bound.cancel, bound.mask, bound.difference, bound.values) == (True, 0, 0, ())


# --- lines that alter UCP ---

STALE = ":47B:/ADD/+STALE DOCUMENTS ACCEPTABLE"


def test_change__line_that_alters_ucp__must_be_judged() -> None:
    line = refusal(STALE)
    assert "--exclusion 1=ART14C_OFF" in line
    assert "--not-a-modification 1" in line
    mapped = change(STALE, Choices(exclusions={1: Exclusion.ART14C_OFF})).bound(TERMS)
    assert dict(mapped.new_values())["exclusions"] == Exclusion.ART14C_OFF
    waved = change(STALE, Choices(waved=frozenset({1}))).bound(TERMS)
    assert waved.names == ("ext",)


@pytest.mark.parametrize(
    "choices", [Choices(waved=frozenset({7})), Choices(exclusions={1: Exclusion.EUCP}, waved=frozenset({1}))]
)
def test_change__judgement_of_no_line_or_twice__refused(choices: Choices) -> None:
    assert "--exclusion, --not-a-modification" in refusal(STALE, choices)


def test_change__exclusions__join_those_in_force() -> None:
    found = change(STALE, Choices(exclusions={1: Exclusion.ART14C_OFF}))
    before = TERMS.but(exclusions=Exclusion.EUCP)
    assert dict(found.bound(before).new_values())["exclusions"] == Exclusion.EUCP | Exclusion.ART14C_OFF


def test_change__rules_in_40e__electronic_or_not() -> None:
    paper = change(":40E:UCP LATEST VERSION\n:32B:EUR1,")
    electronic = TERMS.but(exclusions=Exclusion.EUCP | Exclusion.LEAF_BAR)
    assert dict(paper.bound(electronic).new_values()) == {"exclusions": Exclusion.LEAF_BAR}
    assert paper.bound(TERMS).names == ()
    records = change(":40E:EUCP LATEST VERSION").bound(TERMS)
    assert dict(records.new_values()) == {"exclusions": Exclusion.EUCP}


SILENT = "UNLESS THE BENEFICIARY REJECTS\nTHIS AMENDMENT WITHIN 10 DAYS\nIT IS DEEMED ACCEPTED"


@pytest.mark.parametrize(
    "fields",
    [
        f":47B:/ADD/+{SILENT}",
        f":72Z:{SILENT}",
    ],
)
def test_change__silence_that_accepts__is_void_and_said_so(fields: str) -> None:
    found = change(f":32B:EUR10000,\n{fields}")
    (note,) = [text for text in found.notes if "void" in text]
    assert "10f" in note
    # Nothing of the change says so: no field, no exclusion.
    assert found.exclusions == Exclusion(0)
    assert set(found.bound(TERMS).names) <= {"ext"}
    assert len(silent_acceptances(amendment(fields))) == 1


# --- refused ---


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        (":50:SOMEBODY ELSE BV\nROTTERDAM", ("field 50", "applicant", "U11")),
        (":59:SOMEBODY ELSE LTD\nDHAKA", ("field 59", "beneficiary", "U11")),
        (":32B:USD10000,", ("USD", "EUR", "C02")),
        (":32B:EUR100,\n:33B:EUR50,", ("33B", "C12")),
        (":33B:EUR184600,", ("33B", "23S")),
        (":23S:CANCEL\n:32B:EUR100,", ("23S", "CANCEL", "amount")),
        (":48:0", ("field 48", "1 to 365")),
        (":49:CONFIRM\n:58A:AAAABDDHXXX", ("58A", "--party confirmer=ADDRESS")),
        (":53A:AAAABDDHXXX", ("53A", "--party reimburser=ADDRESS")),
        ("", ("changes nothing", "U11")),
    ],
)
def test_change__that_no_amendment_makes__one_line(fields: str, parts: tuple[str, ...]) -> None:
    line = refusal(fields)
    assert [part for part in parts if part not in line] == [], line


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        (":40A:IRREVOCABLE TRANSFERABLE", "TRANSFERABLE"),
        (":40E:OTHR/ISP98", "OTHR"),
    ],
)
def test_change__kind_of_a_later_storey__said(fields: str, part: str) -> None:
    line = refusal(fields, kind=NotBuiltYet)
    assert part in line
    assert "not built yet" in line


DEFERRED = TERMS.but(
    available_by=int(AvailableBy.DEFERRED), tenor_days=90, tenor_from=int(TenorFrom.SHIPMENT),
    issue_day=day_of("2026-03-05"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "fields", "changed"),
    [
        (DEFERRED, ":42P:60 DAYS AFTER SHIPMENT", {"tenor_days": 60}),
        (DEFERRED, ":42P:90 DAYS AFTER INVOICE DATE", {"tenor_from": TenorFrom.INVOICE}),
        (DEFERRED, ":42P:ON 15 JULY 2026", {"tenor_days": 132, "tenor_from": TenorFrom.ISSUE}),
        (
            DEFERRED,
            ":41D:ANY BANK\nBY PAYMENT",
            {
                "available_by": AvailableBy.PAYMENT, "tenor_days": 0, "tenor_from": TenorFrom.SIGHT,
                "nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH,
            },
        ),
        (
            TERMS,
            ":41D:ANY BANK\nBY ACCEPTANCE\n:42C:60 DAYS AFTER SIGHT\n:42A:CNFMBDDHXXX",
            {
                "available_by": AvailableBy.ACCEPTANCE, "tenor_days": 60, "tenor_from": TenorFrom.SIGHT,
                "nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH,
            },
        ),
    ],
)  # fmt: skip
def test_change__of_the_tenor__is_what_the_terms_do_not_say_yet(
    terms: Credit, fields: str, changed: dict[str, object]
) -> None:
    bound = change(fields).bound(terms)
    told = dict(bound.new_values())
    told.pop("ext", None)
    assert told == changed


def test_change__to_mixed__takes_legs_beside_the_message() -> None:
    fields = ":41D:ANY BANK\nBY MIXED PYMT\n:42M:40 PERCENT AT SIGHT"
    assert "--legs FILE" in refusal(fields)
    bound = change(fields, Choices(legs=b"\x07" * 32)).bound(DEFERRED)
    told = dict(bound.new_values())
    assert (told["available_by"], told["legs"], told["tenor_days"]) == (AvailableBy.MIXED, b"\x07" * 32, 0)


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        (":42P:60 DAYS AFTER SHIPMENT", ("BY PAYMENT", "60 days", "41a", "TENOR")),
        (":42P:60 DAYS", ("field 42P", "TENOR")),
        (":41A:CNFMBDDHXXX\nBY ACCEPTANCE", ("BY ACCEPTANCE", "42C", "TENOR")),
        (":41D:ANY BANK\nBY MIXED PYMT", ("--legs FILE",)),
        (":42C:SIGHT\n:42D:APPLICANT", ("field 42D", "U5")),
    ],
)
def test_change__of_the_tenor_that_tells_no_day__one_line(fields: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(TermsError) as caught:
        change(fields, Choices(places={"nominated": "BDDAC"})).bound(TERMS)
    assert [part for part in parts if part not in str(caught.value)] == [], str(caught.value)


def test_change__of_a_fixed_day__needs_the_credits_own_day_of_issue() -> None:
    with pytest.raises(TermsError, match="31C"):
        change(":42P:ON 15 JULY 2026").bound(DEFERRED.but(issue_day=day_of("2026-03-06")))


def test_change__without_a_number__asks_for_it() -> None:
    found = change_of(amendment(":32B:EUR1,", FIRST.replace(":26E:002", ":26E:000")))
    with pytest.raises(TermsError) as caught:
        found.bound(TERMS)
    assert "--number" in str(caught.value)
    assert found.bound(TERMS, 3).number == 3


def test_change__another_message__one_line(tmp_path: Path) -> None:
    (notice,) = read_text(":20:A\n:21:B\n:32A:260320EUR1,\n:77J:X\n:77B:/HOLD/", mt="734")
    with pytest.raises(TermsError) as caught:
        change_of(notice)
    assert "MT734 amends no credit" in str(caught.value)
    path = tmp_path / "two.fin"
    text = f"{HEAD}{FIRST}:32B:EUR1,\n-}}"
    path.write_text(text + "\n" + text.replace("0001000109", "0001000110"))
    with pytest.raises(TermsError) as caught:
        one_amendment(path)
    assert "2 messages" in str(caught.value)


def test_values__every_name__is_a_term() -> None:
    found = change(":31D:260630DHAKA\n:32B:EUR1,\n:39A:1/1\n:44C:260420\n:48:21")
    assert set(found.values) <= set(FIELDS)
