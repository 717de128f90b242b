"""Honour later, by command: undertakings to maturity, negotiation with recourse, reimbursement, charges."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scripts import credit_stage
from tests.scripts.credit_stage import SCALE, Stage
from usance.chain.suite import authorise_suite

# Fixtures.
built, stage = credit_stage.built, credit_stage.stage

AT_BANK = "KNFCBDDHXXX\nBY "
DEFERRED = (AT_BANK + "PAYMENT", AT_BANK + "DEF PAYMENT\n:42P:90 DAYS AFTER DATE OF BILL OF LADING")
NEGOTIATION = (AT_BANK + "PAYMENT", AT_BANK + "NEGOTIATION")
MIXED = (AT_BANK + "PAYMENT", AT_BANK + "MIXED PYMT\n:42M:40 PERCENT AT SIGHT, BALANCE LATER")
REIMBURSING = (":78:", ":53A:CNFMBDDHXXX\n:78:")
FULL = 18_460_000


def complying(stage: Stage, credit: str, bank: str) -> None:
    """A set found complying by its bank, on 2 April."""
    stage.received(
        credit, "2026-04-02T10:00+06:00" if bank != "issuer" else "2026-04-02T10:00+02:00", bank=bank
    )
    stage.told("accept", credit, by="issuing_bank" if bank == "issuer" else "nominated_bank")


def balance(stage: Stage, who: str) -> int:
    """[minor] of the token."""
    return int(stage.driver.view(stage.token, "balanceOf", [stage.address(who)])) // SCALE


def later(stage: Stage, credit: str) -> Any:
    return stage.last_set(credit)["later"]


# --- undertakings ---


def test_honour__deferred_at_the_confirming_bank__undertakes_and_is_settled_at_maturity(stage: Stage) -> None:
    credit = stage.confirmed(DEFERRED)
    complying(stage, credit, "confirmer")
    told = stage.told("honour", credit, "--dry-run", by="nominated_bank")
    assert (told["act"], told["outcome"][-1], told["sent"]) == ("undertake", "Undertaken", False)
    assert "Undertaken" in stage.events("honour", credit, by="nominated_bank")
    found = later(stage, credit)
    # 90 days after 22 March is a Saturday; money moves on Monday.
    assert (found["maturity"], found["unpaid_legs"]) == ("2026-06-22", 1)
    (claim,) = found["claims"]
    assert (claim["kind"], claim["outstanding"]) == ("DEFERRED_PAYMENT", "EUR 184,600.00")
    assert claim["holders"] == {stage.address("beneficiary"): "EUR 184,600.00"}
    assert "due at maturity 2026-06-22" in stage.good("show", credit)
    # The surety's cover waits until the day has ended at the confirming bank.
    stage.refused("settle", credit, by="stranger", parts=("NOT_DUE",))
    stage.wait("2026-06-23T10:00+06:00")
    assert "Settled" in stage.events("settle", credit, by="stranger")
    assert later(stage, credit)["claims"][0]["outstanding"] != "EUR 184,600.00"
    assert stage.last_set(credit)["status"] == "UNDERTAKEN"


def test_settle__cover_for_all__ends_the_undertaking(stage: Stage) -> None:
    credit = stage.issued(DEFERRED, options=("--cover", "100"))
    complying(stage, credit, "issuer")
    stage.told("honour", credit, by="issuing_bank")
    stage.wait("2026-06-22T10:00+02:00")
    told = stage.told("settle", credit, by="stranger")
    (event,) = [event for event in told["events"] if event["name"] == "Settled"]
    assert (event["from_cover"], event["outstanding"], event["done"]) == (FULL, 0, True)
    assert stage.last_set(credit)["status"] == "HONOURED"
    assert later(stage, credit)["claims"][0]["status"] == "PAID"
    stage.refused("settle", credit, by="stranger", parts=("no claim of an undertaking", "STATE"))


def test_honour__mixed__takes_the_legs_of_its_issue(stage: Stage) -> None:
    file = stage.folder / "legs.json"
    legs = [
        {"share": 40, "available_by": "PAYMENT"},
        {"share": "60", "available_by": "DEFERRED", "tenor_days": 30, "tenor_from": "SIGHT"},
    ]
    file.write_text(json.dumps(legs))
    credit = stage.issued(MIXED, options=("--legs", str(file)))
    complying(stage, credit, "issuer")
    other = stage.folder / "other.json"
    other.write_text(json.dumps([legs[0] | {"share": 60}, legs[1] | {"share": 40}]))
    stage.refused(
        "honour", credit, "--legs", str(other), by="issuing_bank", parts=("--legs", "not those", "TERMS")
    )
    stage.told("honour", credit, by="issuing_bank")
    kinds = [(one["kind"], one["face"]) for one in later(stage, credit)["claims"]]
    assert kinds == [("UNPAID_CREDIT", "EUR 73,840.00"), ("DEFERRED_PAYMENT", "EUR 110,760.00")]


def test_honour__tenor_from_an_invoice__needs_its_day(stage: Stage) -> None:
    credit = stage.issued((AT_BANK + "PAYMENT", AT_BANK + "DEF PAYMENT\n:42P:30 DAYS AFTER INVOICE DATE"))
    with pytest.raises(AssertionError, match="STATEMENT"):
        stage.presented(credit, "2026-04-02T10:00+02:00")
    stage.received(credit, "2026-04-02T10:05+02:00", "--tenor-day", "2026-03-20")
    stage.told("accept", credit, by="issuing_bank")
    stage.told("honour", credit, by="issuing_bank")
    assert later(stage, credit)["maturity"] == "2026-04-20"


# --- negotiation ---


def negotiated(stage: Stage) -> str:
    """Bought with recourse for less than what is drawn, sent on and refused by the issuing bank."""
    credit = stage.issued(NEGOTIATION)
    complying(stage, credit, "nominated")
    authorise_suite(stage.driver, stage.suite, stage.address("beneficiary"))
    stage.told("offer-negotiation", credit, "180000.00", "--recourse", by="beneficiary")
    return credit


def test_negotiate__with_recourse__called_when_the_issuing_bank_refuses(stage: Stage) -> None:
    credit = negotiated(stage)
    assert later(stage, credit)["offer"] == {"least_price": "EUR 180,000.00", "recourse": True}
    before = balance(stage, "beneficiary")
    told = stage.told("negotiate", credit, "--recourse", by="nominated_bank")
    assert told["approval"] == str(18_000_000 * SCALE)
    assert balance(stage, "beneficiary") - before == 18_000_000
    shown = later(stage, credit)["negotiated"]
    assert (shown["price"], shown["of"], shown["recourse"]) == ("EUR 180,000.00", "EUR 184,600.00", True)
    stage.refused("call-recourse", credit, by="nominated_bank", parts=("STATE",))
    stage.told("forward", credit, by="nominated_bank")
    stage.told("acknowledge", credit, by="issuing_bank")
    stage.told("refuse", credit, "--discrepancy", "insurance_cover", "--disposal", "HOLD", by="issuing_bank")
    assert "RecourseCalled" in stage.events("call-recourse", credit, by="nominated_bank")
    assert stage.last_set(credit)["status"] == "RETURNED"
    (claim,) = later(stage, credit)["claims"]
    assert (claim["kind"], claim["debtor"]) == ("RECOURSE", stage.address("beneficiary"))
    assert claim["face"] == "EUR 180,000.00"


def test_negotiate__below_the_offer_or_unasked_recourse__one_line(stage: Stage) -> None:
    credit = stage.issued(NEGOTIATION)
    complying(stage, credit, "nominated")
    stage.told("offer-negotiation", credit, "180000.00", by="beneficiary")
    low = ("negotiate", credit, "--price", "179999.99")
    stage.refused(*low, by="nominated_bank", parts=("PRICE", "offer-negotiation"))
    stage.refused("negotiate", credit, "--recourse", by="nominated_bank", parts=("RECOURSE",))
    stage.told("offer-negotiation", credit, "none", by="beneficiary")
    stage.refused("negotiate", credit, "--price", "180000.00", by="nominated_bank", parts=("PRICE",))
    assert "Negotiated" in stage.events("negotiate", credit, by="nominated_bank")


def test_negotiate__recourse_without_the_beneficiarys_word__names_who_gives_it(stage: Stage) -> None:
    credit = stage.issued(NEGOTIATION)
    complying(stage, credit, "nominated")
    stage.told("offer-negotiation", credit, "180000.00", "--recourse", by="beneficiary")
    stage.refused(
        "negotiate", credit, "--recourse", by="nominated_bank",
        parts=("AGENT", "claim authorise", "as the beneficiary"),
    )  # fmt: skip


# --- reimbursement ---


def reimbursable(stage: Stage) -> str:
    party = f"reimburser={stage.address('second_bank')}"
    credit = stage.issued(REIMBURSING, options=("--party", party))
    complying(stage, credit, "nominated")
    stage.told("honour", credit, by="nominated_bank")
    return credit


def test_reimburse__by_the_reimbursing_bank__pays_the_claim(stage: Stage) -> None:
    credit = reimbursable(stage)
    stage.refused("reimburse", credit, by="second_bank", parts=("STATE",))
    told = stage.told("claim-reimbursement", credit, by="nominated_bank")
    assert told["events"][-1]["amount"] == FULL
    found = later(stage, credit)["reimbursement"]
    assert (found["status"], found["amount"]) == ("CLAIMED", "EUR 184,600.00")
    stage.driver.call(
        stage.token, "mint", [stage.address("second_bank"), FULL * SCALE], stage.address("operator")
    ).require()
    before = balance(stage, "nominated_bank")
    stage.told("reimburse", credit, by="second_bank")
    assert balance(stage, "nominated_bank") - before == FULL
    assert later(stage, credit)["reimbursement"]["status"] == "REIMBURSED"
    stage.refused("claim-reimbursement", credit, by="nominated_bank", parts=("STATE",))


def test_claim_refund__after_a_refusal__is_a_claim_on_the_bank(stage: Stage) -> None:
    credit = reimbursable(stage)
    stage.told("claim-reimbursement", credit, by="nominated_bank")
    # From the due day the claiming bank draws on the cover: a fifth of what may be drawn.
    stage.refused("reimburse", credit, by="nominated_bank", parts=("NOT_DUE",))
    stage.wait("2026-04-13T10:00+02:00")
    told = stage.told("reimburse", credit, by="nominated_bank")
    (event,) = [event for event in told["events"] if event["name"] == "Reimbursed"]
    assert (event["amount"], event["outstanding"]) == (3_876_600, FULL - 3_876_600)
    stage.told("forward", credit, by="nominated_bank")
    stage.told("acknowledge", credit, by="issuing_bank")
    stage.told("refuse", credit, "--discrepancy", "insurance_cover", "--disposal", "HOLD", by="issuing_bank")
    assert "RefundClaimed" in stage.events("claim-refund", credit, by="issuing_bank")
    (claim,) = later(stage, credit)["claims"]
    assert (claim["kind"], claim["face"], claim["debtor"]) == (
        "RECOURSE", "EUR 38,766.00", stage.address("nominated_bank"),
    )  # fmt: skip


def test_claim_reimbursement__no_such_bank__one_line(stage: Stage) -> None:
    credit = stage.issued()
    complying(stage, credit, "nominated")
    stage.told("honour", credit, by="nominated_bank")
    stage.refused("claim-reimbursement", credit, by="nominated_bank", parts=("U13",))


# --- charges ---


def test_honour__with_charges__deducts_what_the_beneficiary_bears(stage: Stage) -> None:
    credit = stage.issued()
    complying(stage, credit, "issuer")
    file = stage.folder / "charges.csv"
    file.write_text(f"code,payee,amount,account\nCABLE,{stage.address('nominated_bank')},40.00,applicant\n")
    before = {who: balance(stage, who) for who in ("beneficiary", "nominated_bank")}
    told = stage.told(
        "honour",
        credit,
        "--charge",
        "COMM:TEST::4:150.50:beneficiary",
        "--charges",
        str(file),
        by="issuing_bank",
    )
    assert told["act"] == "honour_with_charges"
    assert [event["amount"] for event in told["events"] if event["name"] == "Charged"] == [15_050, 4_000]
    assert balance(stage, "beneficiary") - before["beneficiary"] == FULL - 15_050
    assert balance(stage, "nominated_bank") - before["nominated_bank"] == 19_050


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("COMM:TEST::4:150.50", ("--charge", "account 150.50", "LC11")),
        ("COMM:1.00", ("--charge", "CODE, PAYEE, AMOUNT and ACCOUNT", "LC11")),
        ("COMM:TEST::4:150.50:seller", ("account SELLER", "APPLICANT, BENEFICIARY", "LC11")),
        ("COMM:TEST::4:0.00:applicant", ("the amount is nothing", "LC11")),
        ("COMM:TEST::4:1.005:applicant", ("3 decimals", "C03")),
        ("COMM:nobody:1.00:applicant", ("nobody", "no such account")),
        ("COMM:TEST::4:184600.01:beneficiary", ("LC11",)),
    ],
)
def test_honour__bad_charge__one_line(stage: Stage, line: str, parts: tuple[str, ...]) -> None:
    credit = stage.issued()
    complying(stage, credit, "issuer")
    stage.refused("honour", credit, "--charge", line, by="issuing_bank", parts=("credit honour: ", *parts))


# --- clumsy hands ---


@pytest.mark.parametrize(
    ("legs", "parts"),
    [
        ("no json", ("is not JSON",)),
        ("[]", ("one to 4 legs", "TERMS")),
        ('[{"share": 40, "available_by": "PAYMENT"}]', ("40 percent in sum", "TERMS")),
        ('[{"share": 100, "available_by": "NEGOTIATION"}]', ("leg 1", "available_by NEGOTIATION")),
        ('[{"share": 100, "available_by": "DEFERRED"}]', ("leg 1", "tenor_days above 0", "TENOR")),
        ('[{"share": 100, "by": "DEFERRED"}]', ("leg 1", "share, available_by")),
    ],
)
def test_issue__bad_legs__one_line(stage: Stage, legs: str, parts: tuple[str, ...]) -> None:
    file, message = stage.folder / "legs.json", stage.folder / "mt700.fin"
    file.write_text(legs)
    message.write_text(credit_stage.MESSAGE.replace(*MIXED))
    stage.refused(
        "issue", "--mt700", str(message), "--parties", credit_stage.PARTIES, "--asset", stage.token.address,
        "--legs", str(file), by="issuing_bank", parts=parts,
    )  # fmt: skip


def test_acts_of_a_later_day__on_a_sight_credit__one_line(stage: Stage) -> None:
    credit = stage.issued()
    stage.refused("settle", credit, by="stranger", parts=("nothing is presented",))
    complying(stage, credit, "nominated")
    stage.refused("settle", credit, by="stranger", parts=("no claim of an undertaking", "STATE"))
    stage.refused("offer-negotiation", credit, "100.00", by="beneficiary", parts=("U1",))
    stage.refused("offer-negotiation", credit, "none", "--recourse", by="beneficiary", parts=("--recourse",))
    stage.refused("negotiate", credit, by="nominated_bank", parts=("U1",))
    stage.refused("honour", credit, "--legs", "x.json", by="nominated_bank", parts=("--legs", "mixed"))


def test_honour__usance_with_charges__says_when(stage: Stage) -> None:
    credit = stage.issued(DEFERRED)
    complying(stage, credit, "issuer")
    line = ("--charge", "COMM:TEST::4:1.00:applicant")
    stage.refused("honour", credit, *line, by="issuing_bank", parts=("--charge", "maturity", "U1"))
