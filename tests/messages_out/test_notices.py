"""MT734 and MT750 from refused sets: what is read back is what the chain holds."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from tests.messages_out.kit import BICS, Telling, ends
from tests.unit.documentary_credit.house import TEXT, discrepancies
from usance.calendars import date_of
from usance.codes import DiscrepancyCode, Disposal
from usance.messages import values as v
from usance.messages.notices import Finding, read_refusal
from usance.messages_out.notices import WORDS
from usance.terms import Credit, Presentation

THEIRS = {"21": "NB-77"}


def refused(house: Telling, *codes: int, disposal: int = Disposal.HOLD) -> tuple[Credit, Presentation]:
    """Sent on by the nominated bank, refused by the issuing bank."""
    terms = house.papered(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "refuse", terms, statement, discrepancies(*codes), int(disposal), TEXT)
    return terms, statement


@pytest.mark.parametrize("disposal", [d for d in Disposal if d])
def test_mt734__refused_by_the_issuing_bank__is_the_notice_on_the_chain(
    house: Telling, disposal: Disposal
) -> None:
    codes = (DiscrepancyCode.LATE_SHIPMENT, DiscrepancyCode.INSURANCE_COVER, DiscrepancyCode.PORT)
    terms, statement = refused(house, *codes, disposal=disposal)
    message = house.told(terms, "734", fields=THEIRS)
    notice = read_refusal(message)
    state = house.set_state(terms, statement)
    assert ends(message) == ("issuing_bank", "nominated_bank")
    assert (notice.credit, notice.reference) == ("EB26LC0311", "NB-77")
    assert (notice.currency, notice.minor) == ("EUR", statement.amount)
    assert notice.day == date_of(state["received_day"])
    assert [one.code for one in notice.findings] == list(codes)
    assert notice.disposal == disposal == state["disposal"]


def test_mt734__every_code__its_words_read_back_as_the_code() -> None:
    assert set(WORDS) == set(DiscrepancyCode)
    unread = {code for code, words in WORDS.items() if Finding.of(words).code != code}
    # No words are known by which a reader tells a wrong party from the rest.
    assert unread == {DiscrepancyCode.PARTY}


def test_mt734__sixteen_discrepancies__all_listed(house: Telling) -> None:
    codes = [int(code) for code in DiscrepancyCode][:16]
    terms, _ = refused(house, *codes)
    notice = read_refusal(house.told(terms, "734", fields=THEIRS))
    assert [int(one.code) for one in notice.findings] == codes


def test_mt734__leaf_of_a_known_document__names_it(house: Telling) -> None:
    terms = house.papered(house.nominating())
    documents = house.documents(terms)
    statement = house.received(terms, documents=documents.root)
    leaf = documents.documents[1].leaf
    found = discrepancies(DiscrepancyCode.NOT_CLEAN, leaf=leaf) + discrepancies(
        DiscrepancyCode.OVERDRAWN, leaf=documents.root
    )
    house.ok(house.issuing_bank, "refuse", terms, statement, found, 1, TEXT)
    message = house.told(terms, "734", fields=THEIRS, receiver=BICS["nominated_bank"])
    listed = message.typed("77J")
    assert isinstance(listed, tuple)
    assert [one.text for one in listed if isinstance(one, v.Discrepancy)] == [
        "TRANSPORT DOCUMENT NOT CLEAN: BILL OF LADING",
        "CREDIT OVERDRAWN",
    ]


def test_mt734__own_words__only_those_of_the_codes(house: Telling) -> None:
    words = ("Late shipment: B/L dated 2 May 2026", "Insurance covers EUR 180000 only")
    terms = house.papered(house.nominating())
    statement = house.received(terms)
    codes = discrepancies(DiscrepancyCode.LATE_SHIPMENT, DiscrepancyCode.INSURANCE_COVER)
    house.ok(house.issuing_bank, "refuse", terms, statement, codes, 1, keccak(text="\n".join(words)))
    wish = {"fields": THEIRS, "receiver": BICS["nominated_bank"]}
    exported = house.export(terms, "734", words=words, **wish)
    assert "1. LATE SHIPMENT: B/L DATED 2 MAY 2026" in exported.message.text("77J").split("\n")
    assert any("the words are those whose hash stands on the chain" in note for note in exported.notes)
    house.untold(terms, "734", "1 given", "has 2", "U16", words=words[:1], **wish)
    other = ("Late shipment", "Invoice amount differs")
    house.untold(terms, "734", "--discrepancy 2", "AMOUNT", "INSURANCE_COVER", "U16", words=other, **wish)


def test_mt734__the_very_message__its_hash_is_the_one_on_the_chain(house: Telling) -> None:
    """A bank that writes the MT734 first and refuses with its hash exports the same message again."""
    terms, _ = refused(house, DiscrepancyCode.PORT)
    first = house.export(terms, "734", fields=THEIRS)
    assert any("the hash of its text there is another one's" in note for note in first.notes)
    again = house.presented(terms, documents=b"again".ljust(32, b"\0"))
    house.acknowledge(terms, again)
    content = first.message.content_hash
    house.ok(house.issuing_bank, "refuse", terms, again, discrepancies(12), 1, content)
    second = house.export(terms, "734", fields=THEIRS, receiver=BICS["nominated_bank"])
    assert second.message.content_hash == content
    assert any("this is the notice whose hash" in note for note in second.notes)


def test_mt734__not_refused__one_line(house: Telling) -> None:
    terms = house.papered(house.nominating())
    house.untold(terms, "734", "nothing is presented", fields=THEIRS)
    statement = house.presented(terms)
    house.untold(terms, "734", "is PRESENTED", "refused", "STATE", fields=THEIRS)
    house.acknowledge(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.untold(terms, "734", "is COMPLYING", fields=THEIRS)


def test_mt734__waived__told_no_more(house: Telling) -> None:
    terms, statement = refused(house, 2, disposal=Disposal.NOTIFY)
    assert house.told(terms, "734", fields=THEIRS)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    house.untold(terms, "734", "is COMPLYING", fields=THEIRS)


def test_mt734__returned__the_notice_that_was_given(house: Telling) -> None:
    terms, statement = refused(house, 2, disposal=Disposal.RETURN)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    assert read_refusal(house.told(terms, "734", fields=THEIRS)).disposal is Disposal.RETURN


def test_mt734__named_set__that_one(house: Telling) -> None:
    terms, statement = refused(house, 2)
    house.presented(terms, documents=b"later".ljust(32, b"\0"), amount=1_00)
    house.untold(terms, "734", "is PRESENTED", fields=THEIRS)
    identity = "0x" + house.set_id(terms, statement).hex()[:12]
    money = house.told(terms, "734", fields=THEIRS, set_id=identity).typed("32A")
    assert isinstance(money, v.DatedAmount)
    assert money.minor == statement.amount
    house.untold(terms, "734", "--set 0xff", "UNKNOWN", fields=THEIRS, set_id="0xff")


def test_mt750__refused_by_the_nominated_bank__tells_the_issuing_bank(house: Telling) -> None:
    terms = house.papered(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.ok(house.nominated_bank, "refuse", terms, statement, discrepancies(2, 16), 1, TEXT)
    message = house.told(terms, "750", fields={"20": "NB-77"})
    assert ends(message) == ("nominated_bank", "issuing_bank")
    assert (message.text("20"), message.text("21")) == ("NB-77", "EB26LC0311")
    assert message.typed("32B") == v.Amount("EUR", statement.amount)
    listed = message.typed("77J")
    assert isinstance(listed, tuple)
    assert [int(Finding.of(one.text).code) for one in listed if isinstance(one, v.Discrepancy)] == [2, 16]
    # What it says to the beneficiary is an MT734.
    notice = house.told(terms, "734", fields=THEIRS, receiver=BICS["collecting_bank"])
    assert ends(notice) == ("nominated_bank", "collecting_bank")
    assert notice.typed("32A") == v.DatedAmount(
        date_of(house.set_state(terms, statement)["received_day"]), "EUR", statement.amount
    )


def test_mt750__other_states__one_line(house: Telling) -> None:
    terms, _ = refused(house, 2)
    house.untold(terms, "750", "the issuing bank refused it", "MT734", fields={"20": "NB-77"})
    again = house.received(terms, "nominated_bank", documents=b"again".ljust(32, b"\0"))
    house.untold(terms, "750", "is PRESENTED", "STATE", fields={"20": "NB-77"})
    house.ok(again.bank, "accept", terms, again)
    house.untold(terms, "750", "is COMPLYING", fields={"20": "NB-77"})


@pytest.mark.parametrize(
    ("mt", "fields", "code"),
    [
        ("734", {"73A": "/COMM/EUR50,"}, "C17"),
        ("734", {"73A": "/COMM/EUR50,", "33B": "USD54200,"}, "C02"),
        ("734", {"21": "NB//77"}, "T26"),
        ("734", {"57A": "NOBIC"}, "57A"),
        ("734", {"72Z": "A" * 400}, "LINES"),
    ],
)
def test_mt734__network_rule_broken__refused_with_its_code(
    house: Telling, mt: str, fields: dict[str, str], code: str
) -> None:
    terms, _ = refused(house, 2)
    house.untold(terms, mt, f"MT{mt}", code, fields=THEIRS | fields)


def test_mt750__charges_without_a_total__refused_with_c13(house: Telling) -> None:
    """A rule that no bank has confirmed yet is kept in what is written."""
    terms = house.papered(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.ok(house.nominated_bank, "refuse", terms, statement, discrepancies(2), 1, TEXT)
    fields = {"20": "NB-77", "73A": "/COMM/EUR50,"}
    house.untold(terms, "750", "34B", "C13", fields=fields)
    message = house.told(terms, "750", fields=fields | {"34B": "EUR54200,"})
    assert message.typed("34B") == v.Amount("EUR", 54_200_00)
