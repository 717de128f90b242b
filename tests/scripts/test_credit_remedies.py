"""What follows a notice, by command: returns, notices off chain, awards, stops, records, money off chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.scripts import credit_stage
from tests.scripts.credit_stage import PARTIES, Stage

# Fixtures.
built, stage = credit_stage.built, credit_stage.stage
DEFECT = ("--discrepancy", "insurance_cover:insurance=Insured for 100 percent", "--disposal")


def refused_set(stage: Stage, credit: str, disposal: str = "HOLD", at: str = "2026-04-02") -> str:
    found = stage.presented(credit, f"{at}T10:00+02:00", "issuer", "insurance-short")
    stage.told("acknowledge", credit, by="issuing_bank")
    stage.told("refuse", credit, *DEFECT, disposal, by="issuing_bank")
    return found


def from_terms(stage: Stage, **changes: Any) -> str:
    """A credit with terms that no MT700 gives."""
    path = stage.folder / "mt700.fin"
    path.write_text(credit_stage.MESSAGE)
    args = ("issue", "--mt700", str(path), "--parties", PARTIES, "--asset", stage.token.address)
    told = stage.told(*args, "--dry-run", by="issuing_bank")
    terms = told["arguments"]["terms"] | changes
    file = stage.folder / "terms.json"
    file.write_text(json.dumps(terms))
    return str(stage.told("issue", "--terms", str(file), by="issuing_bank")["credit"])


# --- documents go back ---


def test_return__in_time__the_set_is_returned(stage: Stage) -> None:
    credit = stage.issued()
    refused_set(stage, credit, "RETURN")
    one = stage.last_set(credit)
    # Three banking days after Maundy Thursday, over Easter.
    assert (one["status"], one["return_by"], one["due"]) == ("REFUSED", "2026-04-09", "none")
    assert "documents go back by 2026-04-09" in stage.good("show", credit)
    assert stage.events("return", credit, by="issuing_bank") == ["DocumentsReturned"]
    assert stage.last_set(credit)["status"] == "RETURNED"


def test_return__other_documents__refused(stage: Stage) -> None:
    credit = stage.issued()
    refused_set(stage, credit, "RETURN")
    stage.refused(
        "return", credit, "--documents", "0x" + "11" * 32, by="issuing_bank", parts=("other documents", "U16")
    )


def test_demand_return__unheeded__precludes(stage: Stage) -> None:
    credit = stage.issued()
    refused_set(stage, credit)
    told = stage.told("demand-return", credit, by="beneficiary")
    assert told["events"][0]["last_day"] == 20_552
    stage.wait("2026-04-11T10:00+02:00")
    assert "Precluded" in stage.events("preclude", credit, by="stranger")
    assert stage.last_set(credit)["status"] == "PRECLUDED"


# --- notices ---


def test_record_notice__by_the_presenter__counts_from_its_day(stage: Stage) -> None:
    credit = stage.issued()
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.wait("2026-04-08T10:00+02:00")
    told = stage.told(
        "record-notice", credit, *DEFECT, "HOLD", "--given", "2026-04-07", "--reference", "fax of 7 April",
        by="beneficiary",
    )  # fmt: skip
    assert sorted(event["name"] for event in told["events"]) == ["NoticeRecorded", "Refused"]
    assert stage.last_set(credit)["status"] == "REFUSED"
    events = {event["event"]: event["detail"] for event in stage.show(credit)["events"]}
    assert events["NoticeRecorded"] == "given 2026-04-07 by teletransmission"


def test_strike_notice__new_defect_on_an_old_leaf__has_no_effect(stage: Stage) -> None:
    credit = from_terms(stage, exclusions=["LEAF_BAR"])
    first = refused_set(stage, credit)
    # The set again, one document cured, the others as they were.
    kept = next((stage.folder / "out").rglob("set-*.json"))
    body = json.loads(kept.read_text())
    cured = represented(stage, credit, body)
    stage.told("acknowledge", credit, "--set", cured, by="issuing_bank")
    stage.told(
        "refuse", credit, "--discrepancy", f"data_conflict:{leaf_of(body, 'INVOICE')}", "--disposal", "HOLD",
        by="issuing_bank",
    )  # fmt: skip
    stage.refused("strike-notice", credit, by="stranger", parts=("U14",))
    stage.wait("2026-04-25T10:00+02:00")
    told = stage.told("strike-notice", credit, "--earlier", first, by="stranger")
    assert [event["name"] for event in told["events"]] == ["NoticeStruck", "Precluded"]
    assert stage.last_set(credit)["status"] == "PRECLUDED"


def test_strike_notice__what_the_first_notice_named__stands(stage: Stage) -> None:
    credit = from_terms(stage, exclusions=["LEAF_BAR"])
    refused_set(stage, credit)
    body = json.loads(next((stage.folder / "out").rglob("set-*.json")).read_text())
    represented(stage, credit, body)
    stage.told("acknowledge", credit, by="issuing_bank")
    same = f"insurance_cover:{leaf_of(body, 'INSURANCE')}"
    stage.told("refuse", credit, "--discrepancy", same, "--disposal", "HOLD", by="issuing_bank")
    stage.wait("2026-04-25T10:00+02:00")
    stage.refused("strike-notice", credit, by="stranger", parts=("earlier notice named", "U16"))


def leaf_of(body: dict[str, Any], kind: str) -> str:
    return str(next(item["leaf"] for item in body["documents"] if item["type"] == kind))


def represented(stage: Stage, credit: str, body: dict[str, Any]) -> str:
    """The same papers with their salts, and another certificate of origin: sent past the command."""
    from usance.credits.terms_file import credit_of
    from usance.documents import Document, DocumentSet, DocumentType, set_from_json
    from usance.terms import Presentation, place_key

    stage.wait("2026-04-10T10:00+02:00")
    old = set_from_json(body).documents
    fresh = Document.of(DocumentType.CERTIFICATE_OF_ORIGIN, {"origin": "BD", "number": "2"})
    papers = DocumentSet((*(one for one in old if one.type is not DocumentType.CERTIFICATE_OF_ORIGIN), fresh))
    shown = stage.show(credit)
    terms, beneficiary = credit_of(shown["terms"]), stage.address("beneficiary")
    one = Presentation(
        beneficiary, 1, terms.issuer, place_key("NLRTM"), terms.amount, 20_534, beneficiary, papers.root
    )
    done = stage.driver.call(stage.suite.credit, "present", [terms, one], beneficiary).require()
    return "0x" + bytes(done.event("Presented")["presentation"]).hex()


# --- awards, stops ---


def test_award__by_the_panel_of_the_terms__binds_the_bank(stage: Stage) -> None:
    credit = from_terms(stage, panel=stage.address("panel"))
    refused_set(stage, credit)
    stage.refused("award", credit, "--reference", "award 7", by="stranger", parts=("AWARD",))
    assert stage.events("award", credit, "--reference", "award 7", by="panel") == ["Awarded"]
    one = stage.last_set(credit)
    assert (one["status"], one["outstanding"]) == ("COMPLYING", "EUR 184,600.00")


def test_stop__keeps_a_part__which_lapses_or_is_lifted(stage: Stage) -> None:
    credit = stage.issued()
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.told("accept", credit, by="issuing_bank")
    order = ("--law", "regulation 7", "--reference", "list of 2 April", "--until", "2026-04-20")
    told = stage.told("stop", credit, "100000.00", *order, by="issuing_bank")
    assert [event["name"] for event in told["events"]] == ["Stopped"]
    assert stage.last_set(credit)["stop"] == {
        "amount": "EUR 100,000.00", "until": "2026-04-20", "lapsed": False,
    }  # fmt: skip
    assert "legal stop: EUR 100,000.00 until 2026-04-20" in stage.good("show", credit)
    stage.told("honour", credit, by="issuing_bank")
    assert stage.last_set(credit)["outstanding"] == "EUR 100,000.00"
    stage.refused("honour", credit, by="issuing_bank", parts=("LEGAL_STOP",))
    assert stage.events("lift-stop", credit, by="issuing_bank") == ["StopLifted"]
    stage.told("honour", credit, by="issuing_bank")
    assert stage.last_set(credit)["status"] == "HONOURED"


def test_stop__by_a_court__the_bank_cannot_lift_it(stage: Stage) -> None:
    credit = stage.issued()
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.told("accept", credit, by="issuing_bank")
    order = ("--law", "order", "--reference", "7/26", "--until", "2026-04-20")
    stage.told("stop", credit, "all", *order, by="court")
    stage.refused("lift-stop", credit, by="issuing_bank", parts=("NOT_PARTY",))
    stage.told("lift-stop", credit, by="court")


# --- electronic records ---


def test_records__unreadable_and_sent_again__the_clock_goes_on(stage: Stage) -> None:
    credit = stage.issued((":40E:UCP LATEST VERSION", ":40E:EUCP LATEST VERSION"))
    stage.presented(credit, "2026-04-01T10:00+02:00")
    stage.told("notify-completeness", credit, "--proof", "mail of 1 April", by="beneficiary")
    stage.told("report-unreadable", credit, "--report", "file 3 is damaged", by="issuing_bank")
    one = stage.last_set(credit)
    assert (one["status"], one["suspension"]["resend_until"]) == ("SUSPENDED", "2026-05-01")
    assert one["suspension"]["banking_days_left"] == 5
    assert "records unreadable" in stage.good("show", credit)
    stage.refused("drop", credit, by="issuing_bank", parts=("EUCP-e12",))
    assert "RecordsResent" in stage.events("resend", credit, "--proof", "mail of today", by="beneficiary")
    assert stage.last_set(credit)["status"] == "PRESENTED"


def test_records__not_sent_again__are_dropped(stage: Stage) -> None:
    credit = stage.issued((":40E:UCP LATEST VERSION", ":40E:EUCP LATEST VERSION"))
    stage.presented(credit, "2026-04-01T10:00+02:00")
    stage.told("notify-completeness", credit, "--proof", "mail of 1 April", by="beneficiary")
    stage.told("report-unreadable", credit, "--report", "file 3 is damaged", by="issuing_bank")
    stage.wait("2026-05-03T10:00+02:00")
    assert stage.events("drop", credit, by="issuing_bank") == ["Dropped"]
    assert stage.last_set(credit)["status"] == "RETURNED"


# --- money off chain ---


def test_off_chain__asserted_contested_confirmed__discharged_by_the_payee_alone(stage: Stage) -> None:
    credit = stage.issued(options=("--off-chain",))
    body = stage.show(credit)
    assert (body["settlement"], body["cover_held"]) == ("off chain", "EUR 0.00")
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.told("accept", credit, by="issuing_bank")
    stage.refused("honour", credit, by="issuing_bank", parts=("OFF_CHAIN", "ape run credit assert-paid"))
    paid = ("--value-day", "2026-04-02", "--reference", "transfer 1")
    stage.told("assert-paid", credit, "all", *paid, by="issuing_bank")
    one = stage.last_set(credit)
    assert (one["assertion"]["amount"], one["outstanding"]) == ("EUR 184,600.00", "EUR 184,600.00")
    assert "says the bank: EUR 184,600.00" in stage.good("show", credit)
    stage.told("contest-paid", credit, by="beneficiary")
    assert stage.last_set(credit)["assertion"] == {}
    stage.told("assert-paid", credit, "184600.00", *paid, by="issuing_bank")
    stage.told("confirm-paid", credit, "100000.00", "--reference", "statement 1", by="beneficiary")
    assert stage.last_set(credit)["outstanding"] == "EUR 84,600.00"
    stage.told("confirm-paid", credit, "all", "--reference", "statement 2", by="beneficiary")
    assert stage.last_set(credit)["status"] == "HONOURED"
    words = [event["event"] for event in stage.show(credit)["events"]]
    assert words[-5:] == [
        "PaymentAsserted", "PaymentContested", "PaymentAsserted", "PaymentConfirmed", "PaymentConfirmed",
    ]  # fmt: skip


def test_assert_paid__of_a_credit_with_a_token__names_honour(stage: Stage) -> None:
    credit = stage.issued()
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.told("accept", credit, by="issuing_bank")
    paid = ("--value-day", "2026-04-02", "--reference", "transfer 1")
    stage.refused(
        "assert-paid", credit, "all", *paid, by="issuing_bank", parts=("OFF_CHAIN", "credit honour")
    )


def test_certificate__of_an_amended_credit__tells_the_amendments(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("amend", credit, "--amount", "+10000.00", by="issuing_bank")
    stage.told("accept-amendment", credit, by="beneficiary")
    folder = stage.folder / "page"
    stage.told("certificate", credit, "--out", str(folder), by="issuing_bank")
    page = Path(folder / "certificate.html").read_text()
    assert "<h3>Amendments</h3>" in page
    assert "amount + EUR 10,000.00 = EUR 194,600.00" in page
    whole = json.loads((folder / "certificate.json").read_text())["certificate"]
    assert whole["amendments"][0]["status"] == "ACCEPTED"
