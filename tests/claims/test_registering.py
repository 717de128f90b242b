"""From files to claims: what stands in the way is one line, one invoice is one claim under any spelling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.claims.kit import BUYER, RING, Draft, Office, Person, office
from tests.invoices.kit import FACTOR, ubl
from usance.calendars import day_of
from usance.claims import acts
from usance.claims.credit_notes import note_on, read_note
from usance.claims.errors import ClaimError
from usance.claims.files import read_marks, write_marks
from usance.claims.paper import (
    check_content,
    check_fingerprint,
    forms_of,
    keys_from,
    read_paper,
)
from usance.claims.registering import act_of, act_of_batch, add_marks, batches_of, papers_in
from usance.fingerprints import KeyRing, fresh_epoch, write_ring
from usance.invoices import InvoiceError
from usance.invoices.model import Identifier, Party

TODAY = date(2026, 3, 5)
DRAFT = Draft(buyer=BUYER)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as found:
        yield found


def one_line(error: pytest.ExceptionInfo[Exception], *parts: str) -> None:
    text = str(error.value)
    assert "\n" not in text
    assert [part for part in parts if part not in text] == [], text


# --- one invoice ---


def test_register__terms_as_the_invoice_says(at: Office) -> None:
    ready = at.ready(DRAFT)
    terms = ready.terms
    assert (terms.creditor, terms.debtor) == (at.seller, at.debtor)
    assert (terms.face, terms.object_amount) == (148_810, 148_810)
    assert (terms.issue_day, terms.due_day) == (day_of("2026-03-02"), day_of("2026-05-01"))
    assert (terms.part, terms.parts) == (1, 1)
    assert terms.content == ready.invoice.content
    assert any(at.debtor in note for note in ready.notes)


@pytest.mark.parametrize("number", ["RL-2026-0042", "rl 2026-42", "ＲＬ－２０２６－００４２", "RL2026/042"])
def test_register__a_second_time_under_another_spelling__names_the_claim(at: Office, number: str) -> None:
    record = at.registered(DRAFT)
    with pytest.raises(InvoiceError) as error:
        at.ready(DRAFT.but(number=number, notes=("another copy",)))
    one_line(error, "duplicate of", record.short, "financed once")


def test_register__a_part_then_the_rest__never_more_than_all(at: Office) -> None:
    half = at.wish(face="1000.00")
    at.registered(DRAFT, half)
    with pytest.raises(InvoiceError) as error:
        at.ready(DRAFT, half)
    one_line(error, "duplicate of")
    rest = at.registered(DRAFT, at.wish(face="488.10"))
    assert rest.terms.face == 48_810
    with pytest.raises(ClaimError) as error:
        at.ready(Draft(number="N-2", buyer=BUYER), at.wish(face="5000.00"))
    one_line(error, "--face", "EUR 1,488.10")


def test_register__written_under_the_last_epochs_key__found_all_the_same(at: Office) -> None:
    old = fresh_epoch("2025", date(2025, 1, 1), date(2026, 4, 30))
    new = fresh_epoch("2026", date(2026, 3, 1), date(2027, 3, 31))
    first = at.clerk(ring=KeyRing((old,))).ready(read_paper(at.paper(DRAFT)), [])
    at.do(act_of(first))
    both = at.clerk(ring=KeyRing((old, new)))
    with pytest.raises(InvoiceError) as error:
        both.ready(read_paper(at.paper(DRAFT)), [])
    one_line(error, "duplicate of")
    other = both.ready(read_paper(at.paper(Draft(number="N-9", buyer=BUYER))), [])
    assert other.epoch == "2026"


@pytest.mark.parametrize(
    ("draft", "parts"),
    [
        (DRAFT.but(payee=FACTOR), ("BG-10", "factor")),
        (DRAFT.but(prepaid="1488.10"), ("BT-115", "nothing is due")),
        (DRAFT.but(due=""), ("BT-9", "no due date")),
        (DRAFT.but(type="381", due=""), ("BT-3", "claim credit-note")),
        (DRAFT.but(wrong={"BT-112": "1.00"}), ("BR-CO-15",)),
        (DRAFT.but(currency="EUX"), ("EUX",)),
    ],
)
def test_register__bad_paper__one_line_before_any_chain(
    tmp_path: Path, draft: Draft, parts: tuple[str, ...]
) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(ubl(draft, credit=draft.type == "381"))
    with pytest.raises(InvoiceError) as error:
        read_paper(path)
    one_line(error, "bad.xml", *parts)


def test_register__overdue__told_with_the_chains_today(at: Office) -> None:
    with pytest.raises(InvoiceError) as error:
        at.ready(DRAFT.but(due="2026-03-04"))
    one_line(error, "BT-9", "2026-03-05")
    # Due today is good.
    assert at.ready(DRAFT.but(due="2026-03-05")).terms.due_day == day_of("2026-03-05")


def test_register__not_the_seller__names_the_account_that_is(at: Office) -> None:
    with pytest.raises(ClaimError) as error:
        at.ready(DRAFT, seller="tier1")
    one_line(error, "BG-4", at.seller, "NOT_PARTY")
    with pytest.raises(ClaimError) as error:
        at.ready(DRAFT, seller="stranger")
    one_line(error, "--account", "NOT_ADMITTED")


def test_register__seller_that_the_paper_cannot_tell__is_a_warning(at: Office) -> None:
    ready = at.ready(DRAFT.but(seller=Person("Somebody GmbH", "HRB 1", "DE999999999")), seller="tier1")
    assert any("does not show the identity" in note for note in ready.notes)


def test_register__buyer_unknown__asks_for_the_debtor(at: Office) -> None:
    unknown = DRAFT.but(buyer=Person("Neu AG", "HRB 9", "DE111111125"))
    with pytest.raises(ClaimError) as error:
        at.ready(unknown)
    one_line(error, "BG-7", "VAT:DE111111125", "--debtor")
    assert at.ready(unknown, at.wish(debtor=at.anchor)).terms.debtor == at.anchor


def test_register__other_debtor_than_the_registry_knows__warns(at: Office) -> None:
    ready = at.ready(DRAFT, at.wish(debtor=at.anchor))
    assert any(at.debtor in note and "not as the debtor named" in note for note in ready.notes)
    with pytest.raises(ClaimError) as error:
        at.ready(DRAFT, at.wish(debtor=at.seller))
    one_line(error, "--debtor", "TERMS")


def test_register__no_token_and_not_off_chain__one_line(at: Office) -> None:
    with pytest.raises(ClaimError) as error:
        at.ready(DRAFT, at.wish(asset=""))
    one_line(error, "--asset", "--off-chain")
    assert int(at.ready(DRAFT, at.wish(asset="", off_chain=True)).terms.asset, 16) == 0


def test_register__place_or_centre_not_loaded__says_what_to_load(at: Office) -> None:
    with pytest.raises(ClaimError) as error:
        at.clerk(at.wish(place="DEHAM"))
    one_line(error, "--place DEHAM", "calendar load DEHAM")
    dollars = DRAFT.but(currency="USD")
    with pytest.raises(ClaimError) as error:
        at.ready(dollars)
    one_line(error, "--currency-place", "calendar load")
    assert at.ready(dollars, at.wish(currency_place="none")).terms.currency_place == bytes(32)


# --- soft marks ---


def test_register__same_deal_under_another_number__warns(at: Office, tmp_path: Path) -> None:
    first = at.ready(DRAFT)
    path = tmp_path / "marks.json"
    write_marks(path, add_marks([], [first]))
    assert path.stat().st_mode & 0o077 == 0
    known = read_marks(path)
    again = at.clerk().ready(read_paper(at.paper(DRAFT.but(number="ZZ-1"))), known)
    assert any(note.startswith("warning") and "another number" in note for note in again.notes)
    assert len(add_marks(known, [first, again])) == 2


def test_keys__missing_public_or_open__one_line(tmp_path: Path) -> None:
    with pytest.raises(ClaimError) as error:
        keys_from(None, local=True)
    one_line(error, "--keys", "rehearsal")
    with pytest.raises(ClaimError) as error:
        keys_from("rehearsal", local=False)
    one_line(error, "--keys rehearsal")
    path = tmp_path / "keys.json"
    write_ring(KeyRing((fresh_epoch("2026", date(2026, 1, 1), date(2027, 1, 31)),)), path)
    assert keys_from(str(path), local=False)[1] == []
    path.chmod(0o644)
    (warning,) = keys_from(str(path), local=False)[1]
    assert "chmod 600" in warning


def test_forms__lei_before_vat_before_registers() -> None:
    party = Party(
        "X",
        legal_id=Identifier("529900T8BM49AURSDO55", "0199"),
        vat_id="DE123456788",
        ids=(Identifier("4711", "0007"), Identifier("77")),
        country="DE",
    )
    assert forms_of(party) == ("LEI:529900T8BM49AURSDO55", "VAT:DE123456788", "ICD:0007:4711")
    assert forms_of(Party("X")) == ()


# --- a folder ---


def folder_of(at: Office, *drafts: tuple[str, Draft]) -> Path:
    folder = at.folder / "in"
    folder.mkdir()
    for name, draft in drafts:
        (folder / name).write_bytes(ubl(draft))
    return folder


def test_batch__fifty_a_transaction__registered_in_one_act(at: Office) -> None:
    rows = [(f"{index:02}.xml", DRAFT.but(number=f"F-{index}")) for index in range(4)]
    papers, refused = papers_in(folder_of(at, *rows))
    claims, wrong = at.clerk().ready_all(papers, [])
    assert refused + wrong == []
    (batch,) = batches_of(claims)
    at.do(act_of_batch(batch))
    assert {record.terms for record in at.desk.claims.values()} == {one.terms for one in claims}


def test_batch__bad_double_and_taken_ones__one_line_each(at: Office) -> None:
    taken = at.registered(DRAFT.but(number="T-1"))
    folder = folder_of(
        at,
        ("a.xml", DRAFT.but(number="A-1")),
        ("b.xml", DRAFT.but(number="a 01")),
        ("c.xml", DRAFT.but(due="")),
        ("d.xml", DRAFT.but(number="T-1")),
        ("e.xml", DRAFT.but(number="E-1", buyer=Person("Neu AG", "HRB 9", "DE111111125"))),
    )
    (folder / "f.xml").write_text("no xml")
    (folder / "notes.txt").write_text("left alone")
    papers, refused = papers_in(folder)
    claims, wrong = at.clerk().ready_all(papers, [])
    assert [one.invoice.number for one in claims] == ["A-1"]
    assert {line.split(":")[0] for line in refused + wrong} == {"b.xml", "c.xml", "d.xml", "e.xml", "f.xml"}
    assert any(taken.short in line for line in wrong)
    assert all("\n" not in line for line in refused + wrong)


def test_batch__many__split_into_fifties(at: Office) -> None:
    one = at.ready(DRAFT)
    assert [len(batch) for batch in batches_of([one] * 120)] == [50, 50, 20]


def test_batch__no_folder_or_empty__one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(ClaimError) as error:
            papers_in(path)
        one_line(error, "--batch")


# --- credit notes ---


def note_file(at: Office, *preceding: tuple[str, str], number: str = "G-1", net: str = "100.00") -> Path:
    draft = DRAFT.but(
        number=number, type="381", due="", preceding=preceding,
        lines=(type(DRAFT.lines[0])(net),),
    )  # fmt: skip
    path = at.folder / f"{number}.xml"
    path.write_bytes(ubl(draft, credit=True))
    return path


def noted(at: Office, path: Path, of: str = "", claim: str | None = None) -> acts.ClaimRecord:
    note = note_on(at.desk, read_note(path, of), at.seller, RING, TODAY, of, claim)
    at.on("credit_note", note.record, "seller", note.amount, note.reference)
    return at.fresh(note.record)


def test_credit_note__of_the_invoice_it_names__lowers_its_claim_once(at: Office) -> None:
    record = at.accepted(DRAFT)
    path = note_file(at, ("rl 2026 0042", "2026-03-02"))
    assert noted(at, path).id == record.id
    assert int(at.desk.view("outstanding", record.id)) == 148_810 - 11_900
    with pytest.raises(ClaimError) as error:
        noted(at, path)
    one_line(error, "already", "EXISTS")


def test_credit_note__without_a_date__found_in_its_year(at: Office) -> None:
    record = at.accepted(DRAFT)
    assert noted(at, note_file(at, ("RL-2026-0042", ""))).id == record.id


def test_credit_note__several_or_none_named__asks(at: Office) -> None:
    at.accepted(DRAFT)
    several = note_file(at, ("RL-2026-0042", ""), ("RL-2026-0043", ""))
    with pytest.raises(InvoiceError) as error:
        read_note(several, "")
    one_line(error, "BT-25", "RL-2026-0042", "RL-2026-0043")
    assert noted(at, several, of="RL-2026-0042")
    with pytest.raises(InvoiceError) as error:
        read_note(note_file(at, number="G-2"), "")
    one_line(error, "BT-25", "say which invoice")


def test_credit_note__no_claim_here_or_several_parts__asks(at: Office) -> None:
    with pytest.raises(ClaimError) as error:
        noted(at, note_file(at, ("UNKNOWN-1", "2026-03-02")))
    one_line(error, "UNKNOWN-1", "--claim")
    first = at.registered(DRAFT, at.wish(face="1000.00"))
    second = at.registered(DRAFT, at.wish(face="488.10"))
    path = note_file(at, ("RL-2026-0042", "2026-03-02"))
    with pytest.raises(ClaimError) as error:
        noted(at, path)
    one_line(error, first.short, second.short, "--claim")
    assert noted(at, path, claim=second.hex).id == second.id


def test_credit_note__more_than_is_owed__one_line(at: Office) -> None:
    at.accepted(DRAFT)
    with pytest.raises(ClaimError) as error:
        noted(at, note_file(at, ("RL-2026-0042", "2026-03-02"), net="2000.00"))
    one_line(error, "ABOVE_OUTSTANDING")


def test_credit_note__an_invoice__says_what_it_is(at: Office) -> None:
    with pytest.raises(InvoiceError) as error:
        read_note(at.paper(DRAFT), "")
    one_line(error, "BT-3", "claim register")


# --- the verifier's and the debtor's own look ---


def test_check__the_document_itself__or_one_line(at: Office) -> None:
    record = at.registered(DRAFT)
    own = read_paper(at.paper(DRAFT))
    check_content(record, own)
    assert check_fingerprint(at.desk, record, own, RING, TODAY) == "rehearsal"
    other = read_paper(at.paper(DRAFT.but(notes=("changed",)), "other.xml"))
    with pytest.raises(ClaimError) as error:
        check_content(record, other)
    one_line(error, "other.xml", record.short)
    wrong = KeyRing((fresh_epoch("2026", date(2026, 1, 1), date(2027, 1, 31)),))
    with pytest.raises(ClaimError) as error:
        check_fingerprint(at.desk, record, own, wrong, TODAY)
    one_line(error, "INV1")
