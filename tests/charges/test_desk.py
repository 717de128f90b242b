"""The charge desk: what it finds in a file and on the chain, and what it refuses to send."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.charges.kit import BOTH, NEW, OLD, Office, office
from tests.invoices.kit import BUYER, FACTOR, SELLER, Draft, Person, ubl
from usance import signing
from usance.charges.desk import Checked
from usance.charges.errors import ChargeError
from usance.charges.message import filing_of, reference_of
from usance.charges.order import Order, read_order, write_order
from usance.charges.showing import check_json, check_lines
from usance.fingerprints import KeyRing, under
from usance.invoices import InvoiceError

WHOLE = 1_488_10
DAY = 86_400
SPELLINGS = ("RL-2026-0042", "rl 2026 42", "RL.2026-00042", "ＲＬ－２０２６－００４２", "Rl/2026/42")


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    return office(tmp_path)


def ordered(office: Office, path: Path, amount: int | None = None, **changes: Any) -> Order:
    """An order for the factor, 90 days long, unsigned."""
    values: dict[str, Any] = {
        "seller": None,
        "creditor": office["factor"],
        "amount": amount,
        "until": office.house.now + 90 * DAY,
        "filing": filing_of("ucc1"),
        "reference": reference_of("2026-04711"),
    }
    return office.desk().order(path, **(values | changes))


def signed(office: Office, order: Order, by: str = "trader") -> Order:
    message = office.desk().message(order)
    return order.signed(signing.sign(office.house.key(by), message))


def charged(office: Office, path: Path, amount: int | None = None) -> bytes:
    order = signed(office, ordered(office, path, amount))
    receipt = office.desk().charge(order, path, office["factor"])
    identifier: bytes = receipt.event("Charged")["charge"]
    return identifier


def test_check__never_financed__all_free_and_speaks_for_itself_alone(desk: Office) -> None:
    checked = desk.desk().check(desk.file())
    assert (checked.free, checked.paper.object_amount) == (WHOLE, WHOLE)
    assert checked.paper.seller.address == desk["trader"]
    assert checked.paper.seller.named == "VAT:DE123456788"
    assert [look.epoch for look in checked.picture.looks] == ["2025", "2026"]
    text = "\n".join(check_lines(checked))
    assert "this register speaks for itself alone" in text
    assert "free      EUR 1,488.10" in text
    assert check_json(checked)["note"].startswith("this register speaks for itself alone")


def test_charge__whole_way__written_under_the_youngest_key_and_found_again(desk: Office) -> None:
    path = desk.file()
    identifier = charged(desk, path, 500_00)
    checked = desk.desk().check(path)
    assert checked.free == WHOLE - 500_00
    assert [(one.id, one.creditor, one.amount) for one in checked.charges] == [
        (identifier, desk["factor"], 500_00)
    ]
    assert checked.picture.place.epoch == "2026"
    text = "\n".join(check_lines(checked))
    assert "500.00 charged" in text
    assert desk["factor"] in text


@pytest.mark.parametrize("number", SPELLINGS)
def test_order__second_financing_under_any_spelling__refused(desk: Office, number: str) -> None:
    charged(desk, desk.file())
    other = desk.file(Draft(number=number), "other.xml")
    with pytest.raises(ChargeError, match=r"0 of 148810 minor units are free.*INV1"):
        ordered(desk, other)


def test_order__more_than_is_free__refused(desk: Office) -> None:
    path = desk.file()
    charged(desk, path, 500_00)
    with pytest.raises(ChargeError, match=r"98810 of 148810 minor units are free"):
        ordered(desk, path, WHOLE - 500_00 + 1)
    assert ordered(desk, path).amount == WHOLE - 500_00


def test_order__same_number_with_another_amount__refused(desk: Office) -> None:
    charged(desk, desk.file(), 1)
    larger = desk.file(Draft(lines=Draft().lines * 2), "larger.xml")
    checked = desk.desk().check(larger)
    assert (checked.free, checked.contradicts) == (0, True)
    assert "it is not the paper that was financed" in "\n".join(check_lines(checked))
    with pytest.raises(ChargeError, match="one of the two papers is not the invoice"):
        ordered(desk, larger)


def test_charge__seller_states_a_fingerprint_of_its_own__refused(desk: Office) -> None:
    """The order carries whatever the seller put there; the financier's own value decides."""
    path = desk.file()
    charged(desk, path)
    false = ordered(desk, desk.file(Draft(number="RL-2026-0043"), "other.xml"))
    with pytest.raises(ChargeError, match=r"fingerprint is not the one made from the file.*INV1"):
        desk.desk().charge(signed(desk, false), path, desk["factor"])


def test_compare__stated_fingerprint__taken_only_if_the_file_gives_it(desk: Office) -> None:
    path = desk.file()
    true = desk.desk().check(path).picture.looks[0].fingerprint
    assert desk.desk().compare(path, None, true).free == WHOLE
    with pytest.raises(ChargeError, match="does not give the fingerprint"):
        desk.desk().compare(path, None, b"\1" * 32)


def test_charge__order_for_another_chain_or_whole__refused(desk: Office) -> None:
    path = desk.file()
    order = signed(desk, ordered(desk, path))
    for change in ({"chain_id": 5}, {"register_address": desk["factor"]}):
        with pytest.raises(ChargeError, match="make it anew here"):
            desk.desk().charge(order.model_copy(update=change), path, desk["factor"])
    with pytest.raises(ChargeError, match="for the whole"):
        desk.desk().charge(order.model_copy(update={"object_amount": WHOLE + 1}), path, desk["factor"])


def test_charge__unsigned_or_signed_by_another__refused_before_sending(desk: Office) -> None:
    path = desk.file()
    order = ordered(desk, path)
    with pytest.raises(ChargeError, match=r"not signed.*ACC2"):
        desk.desk().charge(order, path, desk["factor"])
    with pytest.raises(ChargeError, match="ACC1"):
        desk.desk().charge(signed(desk, order, "seller"), path, desk["factor"])
    with pytest.raises(ChargeError, match="ACC1"):
        desk.desk().charge(signed(desk, order), path, desk["bank"])
    assert desk.desk().check(path).free == WHOLE


def test_order__end_out_of_bounds__refused(desk: Office) -> None:
    for until in (desk.house.now, desk.house.now + 181 * DAY):
        with pytest.raises(ChargeError, match="TERM"):
            ordered(desk, desk.file(), until=until)


def test_check__seller_not_named_by_the_invoice__said_so(desk: Office) -> None:
    stranger = desk.file(Draft(seller=Person("Nobody KG", "HRB 1", "DE999999999")), "stranger.xml")
    with pytest.raises(ChargeError, match=r"nobody the registry knows.*--seller"):
        desk.desk().check(stranger)
    checked = desk.desk().check(stranger, desk["seller"])
    assert checked.paper.seller.named == ""
    assert "make sure it is its seller" in "\n".join(check_lines(checked))
    with pytest.raises(ChargeError, match="NOT_ADMITTED"):
        desk.desk().check(stranger, desk["stranger"])


def test_check__invoice_names_another_legal_person__refused(desk: Office) -> None:
    text = ubl(Draft()).decode()
    lei = '<cbc:CompanyID schemeID="0199">5493001KJTIIGC8Y1R12</cbc:CompanyID>'
    assert "<cbc:CompanyID>HRB 4711</cbc:CompanyID>" in text
    path = desk.folder / "lei.xml"
    path.write_text(text.replace("<cbc:CompanyID>HRB 4711</cbc:CompanyID>", lei), encoding="utf-8")
    with pytest.raises(ChargeError, match=r"another legal person.*NOT_PARTY"):
        desk.desk().check(path, desk["seller"])


@pytest.mark.parametrize(
    ("draft", "word"),
    [
        (Draft(payee=FACTOR), "the payee is a factor"),
        (Draft(prepaid="1488.10"), "nothing is due"),
        (Draft(due="2026-03-09"), "overdue"),
        (Draft(due=""), "no due date"),
    ],
)
def test_check__not_to_be_financed__nothing_free_and_no_order(desk: Office, draft: Draft, word: str) -> None:
    path = desk.file(draft)
    checked = desk.desk().check(path)
    assert checked.free == 0
    assert word in checked.standing.text
    with pytest.raises(InvoiceError, match=word):
        ordered(desk, path)


def test_check__corrected_invoice_of_a_financed_one__not_free(desk: Office) -> None:
    charged(desk, desk.file(), 1)
    corrected = Draft(number="RL-2026-0050", type="384", preceding=(("RL-2026-0042", "2026-03-02"),))
    path = desk.file(corrected, "corrected.xml")
    checked = desk.desk().check(path)
    assert (checked.free, "which is taken" in checked.standing.text) == (0, True)


def test_check__corrected_invoice_of_a_free_one__free(desk: Office) -> None:
    corrected = Draft(number="RL-2026-0050", type="384", preceding=(("RL-2026-0042", "2026-03-02"),))
    assert desk.desk().check(desk.file(corrected)).free == WHOLE


def test_release__by_the_creditor_at_once_by_others_when_over(desk: Office) -> None:
    path = desk.file()
    identifier = charged(desk, path)
    with pytest.raises(ChargeError, match="NOT_PARTY"):
        desk.desk().release(identifier, desk["seller"])
    desk.desk().release(identifier, desk["factor"])
    assert desk.desk().charge_of(identifier) is None
    assert desk.desk().check(path).free == WHOLE
    assert desk.desk().check(path).charges == ()


# --- epochs ---


def before_the_overlap(office: Office) -> KeyRing:
    """The ring as it was when the old key stood alone."""
    return KeyRing((replace(OLD, until=date(2027, 1, 1)),))


def old_charge(office: Office, path: Path) -> None:
    """A charge that lies under the old key."""
    desk = office.desk(before_the_overlap(office))
    order = desk.order(
        path,
        None,
        office["factor"],
        500_00,
        office.house.now + 90 * DAY,
        filing_of("UCC1"),
        reference_of("1"),
    )
    assert order.epoch == "2025"
    desk.charge(signed(office, order), path, office["factor"])


def test_check__charge_under_the_old_key__found_and_more_is_written_there(desk: Office) -> None:
    path = desk.file()
    old_charge(desk, path)
    checked = desk.desk().check(path)
    assert (checked.free, checked.picture.place.epoch) == (WHOLE - 500_00, "2025")
    charged(desk, path, 100_00)
    assert desk.desk().check(path).free == WHOLE - 600_00


def test_rotate__live_charges_of_a_list__re_keyed_once(desk: Office) -> None:
    live, free = desk.file(), desk.file(Draft(number="RL-2026-0099"), "free.xml")
    old_charge(desk, live)
    office_desk = desk.desk()
    papers = [office_desk.paper(path) for path in (live, free, live)]
    found = office_desk.rotations(papers)
    assert [one.verdict for one in found] == ["MOVE", "NOTHING"]
    office_desk.rotate(found[0], desk["verifier"])
    assert [one.verdict for one in office_desk.rotations(papers)] == ["DONE", "NOTHING"]
    checked = office_desk.check(live)
    assert (checked.free, checked.picture.place.epoch) == (WHOLE - 500_00, "2026")
    assert "rotated to" in "\n".join(check_lines(checked))
    assert len(checked.charges) == 1
    charged(desk, live, 100_00)
    assert office_desk.check(live).free == WHOLE - 600_00


def test_rotate__by_others_than_a_verifier__refused_before_sending(desk: Office) -> None:
    path = desk.file()
    old_charge(desk, path)
    office_desk = desk.desk()
    (rotation,) = office_desk.rotations([office_desk.paper(path)])
    with pytest.raises(ChargeError, match="NOT_ADMITTED"):
        office_desk.rotate(rotation, desk["factor"])


def test_rotate__without_an_overlap_or_backwards__refused(desk: Office) -> None:
    office_desk = desk.desk(before_the_overlap(desk))
    with pytest.raises(ChargeError, match="rotate while two overlap"):
        office_desk.rotations([])
    with pytest.raises(ChargeError, match="does not follow"):
        desk.desk().rotations([], "2026", "2025")


def test_check__member_without_the_new_key__told_to_get_it(desk: Office) -> None:
    path = desk.file()
    old_charge(desk, path)
    office_desk = desk.desk()
    (rotation,) = office_desk.rotations([office_desk.paper(path)])
    office_desk.rotate(rotation, desk["verifier"])
    behind = desk.desk(before_the_overlap(desk))
    assert behind.check(path).free == WHOLE - 500_00
    with pytest.raises(ChargeError, match="ask for the new file"):
        behind.order(
            path, None, desk["factor"], 1, desk.house.now + DAY, filing_of("UCC1"), reference_of("1")
        )


def test_check__financed_under_both_keys__said_plainly(desk: Office) -> None:
    """A member that looked under one key alone charged it again: the desk shows it, and moves nothing."""
    path = desk.file()
    old_charge(desk, path)
    paper = desk.desk().paper(path)
    fingerprint = under(paper.facts, NEW).value
    desk.house.ok("claims", "take", fingerprint, desk["trader"], WHOLE, WHOLE)
    checked = desk.desk().check(path)
    assert (checked.free, checked.picture.doubled) == (0, True)
    assert "FINANCED TWICE" in "\n".join(check_lines(checked))
    (rotation,) = desk.desk().rotations([paper])
    assert rotation.verdict == "DOUBLED"
    with pytest.raises(ChargeError, match="financed twice"):
        ordered(desk, path)


# --- the order's file ---


def test_order_file__written_and_read__the_same(desk: Office) -> None:
    order = ordered(desk, desk.file())
    path = desk.folder / "order.json"
    write_order(order, path)
    assert read_order(path) == order
    write_order(signed(desk, order), path)
    with pytest.raises(ChargeError, match="another order is there"):
        write_order(ordered(desk, desk.file(), 1), path)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ('"amount": 0', "amount"),
        ('"amount": "1"', "amount"),
        ('"amount": 1.5', "amount"),
        ('"seller": "0x12"', "seller"),
        ('"signature": "0xzz"', "signature"),
        ('"colour": 1', "colour"),
    ],
)
def test_order_file__wrong_field__one_line(desk: Office, change: str, where: str) -> None:
    order = ordered(desk, desk.file())
    path = desk.folder / "order.json"
    write_order(order, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip().removesuffix("}") + f", {change}}}", encoding="utf-8")
    with pytest.raises(ChargeError, match=rf"order .*: {where}: ") as error:
        read_order(path)
    assert "\n" not in str(error.value)


def test_order_file__none_or_too_long__one_line(desk: Office) -> None:
    with pytest.raises(ChargeError, match="cannot be read"):
        read_order(desk.folder / "none.json")
    path = desk.folder / "long.json"
    path.write_bytes(b" " * 70_000)
    with pytest.raises(ChargeError, match="70000 bytes"):
        read_order(path)


def test_check__without_a_source_of_logs__free_all_the_same(desk: Office) -> None:
    path = desk.file()
    charged(desk, path, 500_00)
    silent = type(desk.desk())(desk.house.driver, desk.house.seat.charges, BOTH)
    checked: Checked = silent.check(path)
    assert (checked.free, checked.charges) == (WHOLE - 500_00, ())


def test_buyer_on_the_invoice__does_not_change_the_key(desk: Office) -> None:
    first = desk.desk().check(desk.file())
    other = desk.desk().check(desk.file(Draft(buyer=replace(BUYER, name="Another"), seller=SELLER), "o.xml"))
    assert [look.key for look in first.picture.looks] == [look.key for look in other.picture.looks]
