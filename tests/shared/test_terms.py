"""The sample credits as terms: every tag has its place, a printed copy issues the same credit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usance.calendars import day_of
from usance.codes import DiscrepancyCode, Disposal
from usance.messages import read_file, read_text, render_printed
from usance.messages.change_of import change_of
from usance.messages.notices import read_refusal
from usance.messages.parties import PartyBook
from usance.messages.terms_data import terms_of_tag
from usance.messages.terms_of import ROLES, NotBuiltYet, salt_of, terms_of
from usance.terms import credit_id, key_text

pytestmark = pytest.mark.shared
FOLDER = (
    Path(os.environ.get("USANCE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "samples" / "mt7"
)
BOOK = PartyBook(roles={role: f"0x{number:040x}" for number, role in enumerate(ROLES, start=1)})
CONTRACT = "0x" + "ab" * 20


def test_every_tag_of_both_credits__named_term_or_content_hash() -> None:
    files = sorted(FOLDER.glob("MT700*.fin"))
    assert len(files) == 2
    for path in files:
        (message,) = read_file(path)
        lost = [item.tag for item in message if item.tag != "27" and not terms_of_tag(item.tag)]
        assert lost == [], path.name


def test_sight_credit__its_own_amounts_and_days() -> None:
    (message,) = read_file(FOLDER / "MT700-sight.fin")
    terms = terms_of(message, BOOK).terms
    assert (terms.amount, terms.maximum_liability, key_text(terms.currency)) == (
        24_850_000,
        26_092_500,
        "EUR",
    )
    assert (terms.issue_day, terms.expiry_day) == (day_of("2026-03-02"), day_of("2026-05-31"))
    assert [key_text(p) for p in (terms.issuer_place, terms.nominated_place, terms.expiry_place)] == [
        "DEHAM", "CNHIN", "CNHIN",
    ]  # fmt: skip


def test_sight_credit__printed_with_sender_and_receiver__equal_terms_and_same_id(tmp_path: Path) -> None:
    (message,) = read_file(FOLDER / "MT700-sight.fin")
    copy = tmp_path / "print.txt"
    copy.write_text(render_printed(message))
    (printed,) = read_file(copy)
    assert printed.layout == "printed"
    first, second = terms_of(message, BOOK).terms, terms_of(printed, BOOK).terms
    assert first == second
    assert credit_id(first, 1337, CONTRACT) == credit_id(second, 1337, CONTRACT)
    # A copy of another message is another credit.
    (other,) = read_text(render_printed(message).replace("248.500,00", "248.500,01"))
    assert credit_id(terms_of(other, BOOK).terms, 1337, CONTRACT) != credit_id(first, 1337, CONTRACT)


def test_transferable_credit__one_line_exit_two() -> None:
    (message,) = read_file(FOLDER / "MT700-deferred-transferable.fin")
    with pytest.raises(NotBuiltYet) as caught:
        terms_of(message, BOOK)
    assert str(caught.value) == "form IRREVOCABLE TRANSFERABLE: not built yet"
    assert caught.value.exit_code == 2


def test_amendment__signed_difference_and_new_days() -> None:
    (message,) = read_file(FOLDER / "MT707-increase-and-extend.fin")
    change = change_of(message)
    assert change.values["amount"] == 3_500_000
    assert change.values["expiry_day"] == day_of("2026-06-30")
    assert change.values["latest_shipment_day"] == day_of("2026-05-20")
    assert change.credit_salt == salt_of("NORDDEHHXXX", "LC2600042")


def test_refusal__codes_documents_and_disposal() -> None:
    (message,) = read_file(FOLDER / "MT734-refusal.fin")
    notice = read_refusal(message)
    assert notice.disposal is Disposal.NOTIFY
    assert [finding.code for finding in notice.findings] == [
        DiscrepancyCode.LATE_SHIPMENT, DiscrepancyCode.INSURANCE_COVER,
    ]  # fmt: skip
    assert notice.text == message.content_hash
