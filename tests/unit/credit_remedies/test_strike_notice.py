"""strike_notice: under LEAF_BAR a notice on what the earlier set held already has no effect (U16)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.unit.credit_remedies.house import EARLY, NOMINATED_ONLY, SILENCE, STATE, claimed
from tests.unit.documentary_credit.house import DUBAI, EXPIRY_MONDAY, TEXT, TODAY, House, codes_of
from usance.codes import Disposal, Exclusion, SetStatus
from usance.documents import Document, DocumentSet, DocumentType
from usance.terms import Credit, Presentation

STANDS = "credit: notice stands (U16)"
BAD = "credit: not a notice (U16)"
BAR = int(Exclusion.LEAF_BAR)
AMOUNT = 54_150_00


def document(kind: DocumentType, number: str) -> Document:
    return Document.of(kind, {"number": number}, salt=number.encode().ljust(32, b"\0"))


INVOICE = document(DocumentType.INVOICE, "4711")
MENDED = document(DocumentType.INVOICE, "4711-1")
LADING = document(DocumentType.BILL_OF_LADING, "MAEU-1")
LIST = document(DocumentType.PACKING_LIST, "P-1")
POLICY = document(DocumentType.INSURANCE, "Z-9")
OLD = DocumentSet((INVOICE, LADING, LIST, POLICY))
NEW = DocumentSet((MENDED, LADING, LIST, POLICY))


def named(*found: tuple[int, Document]) -> list[dict[str, Any]]:
    return [{"code": code, "leaf": one.leaf} for code, one in found]


@dataclass
class Case:
    """A set refused, presented again with one document mended, and refused again."""

    terms: Credit
    first: Presentation
    second: Presentation
    notice: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    proofs: list[list[bytes]] = field(default_factory=list)

    def arguments(self) -> list[Any]:
        return [self.terms, self.second, self.first, self.notice, self.earlier, self.proofs]


def refuse(
    house: House,
    terms: Credit,
    statement: Presentation,
    notice: list[dict[str, Any]],
    disposal: Disposal = Disposal.HOLD,
) -> None:
    bank = terms.issuer if house.set_state(terms, statement)["stage"] == 1 else statement.bank
    house.ok(bank, "refuse", terms, statement, notice, int(disposal), TEXT)


def case_of(
    house: House,
    terms: Credit,
    earlier: list[dict[str, Any]],
    notice: list[dict[str, Any]],
    bank: str = "issuing_bank",
    disposal: Disposal = Disposal.HOLD,
    proved: tuple[Document, ...] = (),
) -> Case:
    """Refused on Monday, mended and refused again on Tuesday."""
    first = house.received(terms, bank, documents=OLD.root)
    refuse(house, terms, first, earlier)
    house.at(house.today() + 1)
    second = house.received(terms, bank, documents=NEW.root)
    refuse(house, terms, second, notice, disposal)
    proofs = [OLD.proof(one) for one in proved]
    return Case(terms, first, second, notice, earlier, proofs)


def barred(house: House, disposal: Disposal = Disposal.HOLD, **changes: Any) -> Case:
    """The second notice names the bill of lading for the first time."""
    terms = house.issued(**({"exclusions": BAR} | changes))
    earlier, notice = named((9, INVOICE)), named((10, LADING))
    return case_of(house, terms, earlier, notice, disposal=disposal, proved=(LADING,))


def strike(house: House, case: Case) -> Any:
    return house.ok(house.stranger, "strike_notice", *case.arguments())


def stands(house: House, reason: str, case: Case) -> None:
    house.fails(reason, house.stranger, "strike_notice", *case.arguments())


@pytest.mark.parametrize("disposal", [Disposal.HOLD, Disposal.RETURN])
def test_strike__new_on_an_unchanged_leaf__precluded_as_after_silence(
    house: House, disposal: Disposal
) -> None:
    case = barred(house, disposal)
    # Five banking days from Tuesday.
    last = TODAY + 8
    house.at_last_second(last)
    stands(house, EARLY, case)
    house.at_first_second_after(last)
    receipt = strike(house, case)
    assert codes_of(receipt) == ["NoticeStruck", "Precluded"]
    ids = {"credit": house.id(case.terms), "presentation": house.set_id(case.terms, case.second)}
    assert receipt.event("NoticeStruck").args == ids | {"earlier": house.set_id(case.terms, case.first)}
    # The centre of the currency is closed on Wednesday the 11th.
    assert receipt.event("Precluded").args == ids | {
        "bank": house.issuing_bank,
        "amount": AMOUNT,
        "due_day": TODAY + 10,
        "marks": 0,
    }
    state = house.set_state(case.terms, case.second)
    assert (state["status"], state["amount"], state["due_day"]) == (SetStatus.PRECLUDED, AMOUNT, TODAY + 10)
    credit = house.state(case.terms)
    assert (credit["open_sets"], credit["drawn"]) == (1, AMOUNT)
    assert house.set_state(case.terms, case.first)["status"] == SetStatus.REFUSED
    house.ok(house.issuing_bank, "honour", case.terms, case.second)


def test_strike__several_discrepancies_all_barred__each_with_its_proof(house: House) -> None:
    terms = house.issued(exclusions=BAR)
    notice = named((10, LADING), (8, LIST), (13, POLICY))
    case = case_of(house, terms, named((9, INVOICE)), notice, proved=(LADING, LIST, POLICY))
    house.at(TODAY + 9)
    strike(house, case)


def test_strike__one_of_several_on_a_new_leaf__notice_stands(house: House) -> None:
    """The mended invoice was not in the earlier set; whatever is proven for it."""
    terms = house.issued(exclusions=BAR)
    notice = named((10, LADING), (9, MENDED))
    case = case_of(house, terms, named((9, INVOICE)), notice, proved=(LADING,))
    house.at(TODAY + 9)
    for proof in (OLD.proof(INVOICE), NEW.proof(MENDED), []):
        stands(house, STANDS, replace(case, proofs=[*case.proofs, proof]))


def test_strike__named_in_the_earlier_notice__notice_stands(house: House) -> None:
    """The same code on the same leaf: the defect was not cured, and was not new."""
    terms = house.issued(exclusions=BAR)
    earlier = named((9, INVOICE), (10, LADING))
    case = case_of(house, terms, earlier, named((10, LADING)), proved=(LADING,))
    house.at(TODAY + 9)
    stands(house, STANDS, case)


def test_strike__another_code_on_a_leaf_named_before__struck(house: House) -> None:
    """A bank examines a document once: what it did not find on it then, it does not find now."""
    terms = house.issued(exclusions=BAR)
    earlier = named((8, LADING), (10, LIST))
    case = case_of(house, terms, earlier, named((10, LADING)), proved=(LADING,))
    house.at(TODAY + 9)
    strike(house, case)


@pytest.mark.parametrize("what", ["notice", "earlier"])
@pytest.mark.parametrize("tampering", ["code", "leaf", "less", "more"])
def test_strike__a_notice_that_was_not_given__not_that_notice(
    house: House, what: str, tampering: str
) -> None:
    terms = house.issued(exclusions=BAR)
    earlier, notice = named((9, INVOICE), (8, LIST)), named((10, LADING), (13, POLICY))
    case = case_of(house, terms, earlier, notice, proved=(LADING, POLICY))
    house.at(TODAY + 9)
    given = [dict(one) for one in getattr(case, what)]
    if tampering == "code":
        given[0]["code"] = 11
    elif tampering == "leaf":
        given[0]["leaf"] = LIST.leaf
    elif tampering == "less":
        given.pop()
    else:
        given.append(given[0])
    forged = replace(case, notice=given) if what == "notice" else replace(case, earlier=given)
    forged.proofs = [OLD.proof(LADING)] * len(forged.notice)
    stands(house, BAD, forged)
    strike(house, case)


def test_strike__proofs_that_do_not_lead_to_the_root__notice_stands(house: House) -> None:
    case = barred(house)
    house.at(TODAY + 9)
    good = case.proofs[0]
    for proofs in (
        [],
        [good, good],
        [good[:-1]],
        [[*good, good[0]]],
        [list(reversed(good))],
        [OLD.proof(LIST)],
    ):
        stands(house, STANDS, replace(case, proofs=proofs))
    strike(house, case)


def test_strike__discrepancy_without_a_document__notice_stands(house: House) -> None:
    """A late presentation is found in no document."""
    terms = house.issued(exclusions=BAR)
    notice = [{"code": 3, "leaf": bytes(32)}]
    case = case_of(house, terms, named((9, INVOICE)), notice)
    house.at(TODAY + 9)
    for proof in ([], OLD.proof(INVOICE)):
        stands(house, STANDS, replace(case, proofs=[proof]))


def test_strike__set_of_one_document__its_leaf_is_the_root(house: House) -> None:
    terms = house.issued(exclusions=BAR)
    alone = DocumentSet((INVOICE,))
    first = house.received(terms, documents=alone.root)
    refuse(house, terms, first, named((9, INVOICE)))
    house.at(TODAY + 1)
    second = house.received(terms, documents=DocumentSet((INVOICE, LIST)).root)
    notice = named((8, INVOICE))
    refuse(house, terms, second, notice)
    house.at(TODAY + 9)
    strike(house, Case(terms, first, second, notice, named((9, INVOICE)), [[]]))


def test_strike__terms_without_the_bar__notice_stands(house: House) -> None:
    case = barred(house, exclusions=0)
    house.at(TODAY + 9)
    stands(house, STANDS, case)


def test_strike__silence_binds_nobody__nor_does_a_notice_without_effect(house: House) -> None:
    case = barred(house, exclusions=BAR | Exclusion.ART16F_OFF)
    house.at(TODAY + 9)
    stands(house, SILENCE, case)


@pytest.mark.parametrize("late", [False, True])
def test_strike__defence_of_expiry_kept__for_a_set_after_it_alone(house: House, late: bool) -> None:
    terms = house.issued(exclusions=BAR | Exclusion.EXPIRY_KEPT)
    house.at(EXPIRY_MONDAY - 1 + late)
    case = case_of(house, terms, named((9, INVOICE)), named((10, LADING)), proved=(LADING,))
    house.at(EXPIRY_MONDAY + 20)
    if late:
        stands(house, SILENCE, case)
    else:
        strike(house, case)


def test_strike__documents_went_back__too_late(house: House) -> None:
    case = barred(house)
    house.ok(house.issuing_bank, "return_documents", case.terms, case.second, case.second.documents)
    house.at(TODAY + 9)
    stands(house, STATE, case)


def test_strike__documents_of_the_earlier_set_went_back__struck_all_the_same(house: House) -> None:
    case = barred(house)
    house.ok(house.issuing_bank, "return_documents", case.terms, case.first, case.first.documents)
    house.at(TODAY + 9)
    strike(house, case)


def test_strike__waiver_complete__nothing_to_strike(house: House) -> None:
    case = barred(house, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", case.terms, case.second)
    house.ok(house.issuing_bank, "waive", case.terms, case.second)
    house.at(TODAY + 9)
    stands(house, STATE, case)


def test_strike__after_an_unfinished_waiver__cover_does_not_wait(house: House) -> None:
    case = barred(house, cover_bps=5_000)
    for party in (house.applicant, house.issuing_bank):
        house.ok(party, "waive", case.terms, case.second)
    other = house.received(case.terms, documents=b"another".ljust(32, b"\0"), amount=1)
    house.at(TODAY + 9)
    strike(house, case)
    receipt = house.ok(house.issuing_bank, "honour", case.terms, case.second)
    assert receipt.event("Honoured")["from_cover"] == AMOUNT // 2
    assert house.set_state(case.terms, other)["status"] == SetStatus.PRESENTED


def test_strike__earlier_set_was_presented_later__no_representation(house: House) -> None:
    """Both notices name the bill of lading, with other codes: only the order of the sets decides."""
    terms = house.issued(exclusions=BAR)
    case = case_of(house, terms, named((10, LADING)), named((8, LADING)), proved=(LADING,))
    house.at(TODAY + 9)
    turned = Case(terms, case.second, case.first, case.earlier, case.notice, [NEW.proof(LADING)])
    stands(house, STATE, turned)
    itself = Case(terms, case.first, case.first, case.earlier, case.earlier, [OLD.proof(LADING)])
    stands(house, STATE, itself)
    strike(house, case)


def test_strike__earlier_notice_was_struck_itself__measures_nothing(house: House) -> None:
    terms = house.issued(exclusions=BAR, amount=3 * AMOUNT)
    case = case_of(house, terms, named((9, INVOICE)), named((10, LADING)), proved=(LADING,))
    third = house.received(terms, documents=DocumentSet((LADING, LIST)).root)
    refuse(house, terms, third, named((8, LIST)))
    house.at(TODAY + 9)
    strike(house, case)
    again = Case(terms, case.second, third, named((8, LIST)), case.notice, [NEW.proof(LIST)])
    stands(house, STATE, again)


def test_strike__earlier_set_of_another_credit__unknown_here(house: House) -> None:
    case = barred(house)
    other = barred(house, content=b"another".ljust(32, b"\0"))
    house.at(TODAY + 20)
    foreign = replace(case, first=other.first.but(amount=1))
    stands(house, STATE, foreign)


def test_strike__earlier_set_at_another_bank__each_bank_finds_for_itself(house: House) -> None:
    terms = house.confirmed(exclusions=BAR)
    first = house.received(terms, "confirming_bank", documents=OLD.root)
    refuse(house, terms, first, named((9, INVOICE)))
    house.at(TODAY + 1)
    second = house.received(terms, documents=NEW.root)
    refuse(house, terms, second, named((10, LADING)))
    house.at(TODAY + 9)
    proofs = [OLD.proof(LADING)]
    stands(house, STATE, Case(terms, first, second, named((10, LADING)), named((9, INVOICE)), proofs))


def test_strike__confirming_bank__bound_at_its_own_place(house: House) -> None:
    terms = house.confirmed(exclusions=BAR)
    case = case_of(
        house, terms, named((9, INVOICE)), named((10, LADING)), "confirming_bank", proved=(LADING,)
    )
    last = TODAY + 8
    house.at_last_second(last, DUBAI)
    stands(house, EARLY, case)
    house.at_first_second_after(last, DUBAI)
    receipt = strike(house, case)
    assert receipt.event("Precluded")["bank"] == house.confirming_bank
    house.ok(house.confirming_bank, "honour", terms, case.second)


def test_strike__nominated_bank__never_bound(house: House) -> None:
    terms = house.issued(house.nominating(exclusions=BAR))
    case = case_of(house, terms, named((9, INVOICE)), named((10, LADING)), "nominated_bank", proved=(LADING,))
    house.at(TODAY + 20)
    stands(house, NOMINATED_ONLY, case)


def test_strike__closure_since_the_receipt__the_clock_is_longer(house: House) -> None:
    case = barred(house)
    house.at(TODAY + 8)
    house.close_unplanned(TODAY + 8, 1)
    house.at_last_second(TODAY + 9)
    stands(house, EARLY, case)
    house.at_first_second_after(TODAY + 9)
    strike(house, case)


def test_strike__less_available_by_now__bound_for_that(house: House) -> None:
    case = barred(house)
    house.accepted(case.terms, amount=AMOUNT - 1, documents=b"another".ljust(32, b"\0"))
    house.at(TODAY + 9)
    assert strike(house, case).event("Precluded")["amount"] == 1
    assert house.state(case.terms)["drawn"] == AMOUNT


def test_strike__of_a_claim__bound_for_what_the_bank_paid(house: House) -> None:
    """The beneficiary tried the issuing bank first, then the confirming bank paid."""
    terms = house.confirmed(exclusions=BAR)
    first = house.received(terms, documents=OLD.root)
    refuse(house, terms, first, named((9, INVOICE)))
    second = house.accepted(terms, "confirming_bank", documents=NEW.root)
    house.ok(house.confirming_bank, "honour", terms, second)
    house.ok(house.confirming_bank, "forward", terms, second)
    house.acknowledge(terms, second, "issuing_bank")
    refuse(house, terms, second, named((10, LADING)))
    house.at(TODAY + 8)
    case = Case(terms, first, second, named((10, LADING)), named((9, INVOICE)), [OLD.proof(LADING)])
    strike(house, case)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 1)


def test_strike__earlier_set_was_dropped__it_had_no_notice(house: House) -> None:
    terms = house.issued(exclusions=BAR | Exclusion.EUCP)
    first = house.received(terms, documents=OLD.root)
    house.ok(house.issuing_bank, "report_unreadable", terms, first, TEXT)
    house.at(TODAY + 31)
    house.ok(house.issuing_bank, "drop", terms, first)
    second = house.received(terms, documents=NEW.root)
    refuse(house, terms, second, named((10, LADING)))
    house.at(TODAY + 50)
    stands(house, BAD, Case(terms, first, second, named((10, LADING)), [], [OLD.proof(LADING)]))


def test_strike__claim_of_a_bank_without_an_earlier_set__unknown(house: House) -> None:
    terms, statement = claimed(house, exclusions=BAR)
    refuse(house, terms, statement, named((10, LADING)))
    house.at(TODAY + 20)
    unknown = statement.but(documents=OLD.root)
    stands(house, STATE, Case(terms, unknown, statement, named((10, LADING)), [], [OLD.proof(LADING)]))
