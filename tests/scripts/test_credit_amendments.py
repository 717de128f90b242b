"""The commands of amendments on Ape's chain: proposed, answered, shown, by message and by options."""

from __future__ import annotations

import json

import pytest

from tests.scripts import credit_stage
from tests.scripts.credit_stage import REFERENCE, Stage

# Fixtures.
built, stage = credit_stage.built, credit_stage.stage
EXTEND = ("--amount", "+10000.00", "--expiry", "2026-06-15", "--latest-shipment", "2026-04-30")


def terms(stage: Stage, credit: str) -> dict[str, object]:
    return dict(stage.show(credit)["terms"])


# --- proposed ---


def test_amend__by_mt707__the_beneficiary_takes_it_and_the_terms_change(stage: Stage) -> None:
    credit = stage.issued()
    path = stage.paper(":31D:260615DHAKA\n:32B:EUR10000,\n:44C:260430")
    told = stage.told("amend", REFERENCE, "--mt707", path, by="issuing_bank")
    # A fifth of the rise, with its tolerance.
    assert [move["amount"] for move in told["moves"]] == ["EUR 2,100.00"]
    assert told["changes"] == [
        "amount + EUR 10,000.00 = EUR 194,600.00",
        "expiry_day 2026-05-15 -> 2026-06-15",
        "expiry_place BDDAC -> BDDAC",
        "latest_shipment_day 2026-03-31 -> 2026-04-30",
    ]
    note = json.loads((stage.folder / "out").rglob("amendment-1.json").__next__().read_text())
    assert note["change"]["number"] == 1
    assert ":32B:EUR10000," in note["message"]
    body = stage.show(credit)
    assert (body["amount"], body["changed"]) == ("EUR 184,600.00", {})
    (one,) = stage.told("amendments", credit)
    assert (one["number"], one["status"], one["cover"]) == (1, "PENDING", "EUR 2,100.00")
    assert one["amendment"] == told["amendment"]
    accepted = stage.told("accept-amendment", credit, by="beneficiary")
    assert [event["name"] for event in accepted["events"]] == ["AmendmentAccepted"]
    body = stage.show(credit)
    # The same credit, other terms; what they were stands beside them.
    assert body["credit"] == credit
    assert body["amount"] == "EUR 194,600.00"
    assert body["changed"]["expiry_day"] == {"from": "2026-05-15", "to": "2026-06-15"}
    assert body["changed"]["amount"] == {"from": 18_460_000, "to": 19_460_000}
    assert body["cover_held"] == "EUR 40,866.00"
    text = stage.good("show", credit)
    assert "expiry_day           2026-06-15  (was 2026-05-15)" in text
    assert "amount               EUR 194,600.00  (was EUR 184,600.00)" in text
    assert "amendment 1  ACCEPTED" in text
    (row,) = stage.told("list")
    assert (row["status"], row["amount"]) == ("ISSUED, amended", "EUR 194,600.00")


def test_amend__by_options__several_pending__each_answered_by_its_number(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    stage.told("amend", credit, "--partials", "allowed", "--set", "closing_days=45", by="issuing_bank")
    assert [one["number"] for one in stage.told("amendments", credit)] == [1, 2]
    stage.refused(
        "accept-amendment", credit, by="beneficiary", parts=("--amendment", "2 are pending", "1, 2")
    )
    assert stage.events("accept-amendment", credit, "--amendment", "2", by="beneficiary") == [
        "AmendmentAccepted"
    ]
    assert stage.events("reject-amendment", credit, by="beneficiary")[0] == "AmendmentRejected"
    body = stage.show(credit)
    assert (body["terms"]["partials"], body["terms"]["closing_days"]) == ("ALLOWED", 45)
    assert body["terms"]["amount"] == 18_460_000
    assert [one["status"] for one in body["amendments"]] == ["REJECTED", "ACCEPTED"]
    assert body["cover_held"] == "EUR 38,766.00"


def test_amend__dry_run__the_decoded_change_the_money_and_nothing_sent(stage: Stage) -> None:
    credit = stage.issued()
    before = stage.driver.provider.web3.eth.block_number
    text = stage.good("amend", credit, *EXTEND, "--dry-run", by="issuing_bank")
    for part in (
        "propose amendment by",
        "change      amount + EUR 10,000.00 = EUR 194,600.00",
        "change      expiry_day 2026-05-15 -> 2026-06-15",
        "money       EUR 2,100.00 from",
        "AmendmentProposed",
        "nothing was sent",
    ):
        assert part in text, text
    assert stage.driver.provider.web3.eth.block_number == before
    told = stage.told("amend", credit, *EXTEND, "--dry-run", by="issuing_bank")
    assert told["arguments"]["change"]["difference"] == 1_000_000
    assert told["arguments"]["change"]["terms"]["expiry_day"] == "2026-06-15"
    assert told["sent"] is False
    assert list((stage.folder / "out").rglob("amendment-*.json")) == []


def test_amend__text_by_which_silence_accepts__is_void_and_said(stage: Stage) -> None:
    credit = stage.issued()
    text = "UNLESS THE BENEFICIARY REJECTS\nTHIS AMENDMENT WITHIN 10 DAYS\nIT IS DEEMED ACCEPTED"
    path = stage.paper(f":44C:260430\n:72Z:{text}")
    told = stage.told("amend", credit, "--mt707", path, by="issuing_bank")
    assert any("void" in note and "10f" in note for note in told["notes"])
    assert stage.told("amendments", credit)[0]["status"] == "PENDING"


# --- answered ---


@pytest.mark.parametrize("only", [("expiry",), ("amount",), ("latest-shipment", "expiry_day")])
def test_accept_amendment__in_part__is_a_rejection(stage: Stage, only: tuple[str, ...]) -> None:
    credit = stage.issued()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    words = [word for name in only for word in ("--only", name)]
    told = stage.told("accept-amendment", credit, *words, by="beneficiary")
    assert any("rejection" in note for note in told["notes"])
    body = stage.show(credit)
    assert body["amendments"][0]["status"] == "REJECTED"
    assert (body["changed"], body["cover_held"]) == ({}, "EUR 38,766.00")


def test_accept_amendment__every_field_named__is_the_whole(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    words = ("--only", "amount", "--only", "expiry", "--only", "latest-shipment")
    told = stage.told("accept-amendment", credit, *words, by="beneficiary")
    assert told["arguments"]["only"] == 0
    assert stage.show(credit)["amendments"][0]["status"] == "ACCEPTED"


def test_amend__cancel__all_agree_and_the_credit_ends(stage: Stage) -> None:
    credit = stage.issued()
    told = stage.told("amend", credit, "--cancel", by="issuing_bank")
    assert told["changes"] == ["the credit is to end"]
    assert "Cancelled" in stage.events("accept-amendment", credit, by="beneficiary")
    body = stage.show(credit)
    assert (body["status"], body["cover_held"]) == ("CANCELLED", "EUR 0.00")
    stage.refused("amend", credit, "--amount", "+1.00", by="issuing_bank", parts=("CLOSED",))


def test_acts_after_an_amendment__carry_the_terms_in_force(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    stage.told("accept-amendment", credit, by="beneficiary")
    more = ("--amount", "194600.00")
    stage.received(credit, "2026-05-18T10:00+02:00", *more, "--shipped", "2026-04-28")
    assert stage.last_set(credit)["marks"] == []
    stage.told("accept", credit, by="issuing_bank")
    stage.told("honour", credit, by="issuing_bank")
    assert stage.last_set(credit)["status"] == "HONOURED"
    held = stage.driver.view(stage.token, "balanceOf", [stage.address("beneficiary")])
    assert held == 19_460_000 * credit_stage.SCALE


# --- by presentation ---


def test_accept_by_presentation__a_set_that_fits_only_the_change__is_hinted_and_accepts(
    stage: Stage,
) -> None:
    credit = stage.issued()
    stage.told("amend", credit, "--latest-shipment", "2026-04-30", by="issuing_bank")
    found = stage.received(credit, "2026-05-04T10:00+02:00", "--shipped", "2026-04-20")
    body = stage.show(credit)
    assert body["sets"][0]["marks"] == ["late_shipment"]
    (hint,) = body["hints"]
    assert f"credit accept-by-presentation {REFERENCE} --set {found[:10]} --amendment 1" in hint
    assert "hint        set 1 fits amendment 1" in stage.good("show", credit)
    told = stage.told("accept-by-presentation", credit, "--set", found[:10], by="stranger")
    assert [event["name"] for event in told["events"]] == ["AmendmentAccepted"]
    body = stage.show(credit)
    assert (body["sets"][0]["marks"], body["hints"]) == ([], [])
    assert "said by set" in body["events"][-1]["detail"]


def test_accept_by_presentation__a_set_that_fits_both__leaves_it_pending(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("amend", credit, "--latest-shipment", "2026-04-30", by="issuing_bank")
    stage.received(credit, "2026-04-02T10:00+02:00")
    assert stage.show(credit)["hints"] == []
    stage.refused("accept-by-presentation", credit, by="stranger", parts=("accepts nothing", "U11"))
    assert stage.told("amendments", credit)[0]["status"] == "PENDING"


# --- the confirming bank ---


def test_extend_confirmation__yes__the_terms_stay_one(stage: Stage) -> None:
    credit = stage.confirmed()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    stage.told("extend-confirmation", credit, by="nominated_bank")
    assert stage.told("amendments", credit)[0]["confirming_bank"] == "extends"
    stage.told("accept-amendment", credit, by="beneficiary")
    found = stage.show(credit)["confirming_bank"]
    assert (found["bank"], found["apart"]) == (stage.address("nominated_bank"), False)


def test_extend_confirmation__no__the_bank_has_terms_of_its_own__until_it_extends(stage: Stage) -> None:
    credit = stage.confirmed()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    stage.told("accept-amendment", credit, by="beneficiary")
    found = stage.show(credit)["confirming_bank"]
    assert found["apart"] is True
    assert found["own_terms"]["expiry_day"] == {"from": "2026-06-15", "to": "2026-05-15"}
    text = stage.good("show", credit)
    assert "is bound by terms of its own" in text
    assert "expiry_day           2026-05-15  (in force: 2026-06-15)" in text
    folder = stage.folder / "page"
    stage.told("certificate", credit, "--out", str(folder), by="nominated_bank")
    page = (folder / "certificate.html").read_text()
    assert "The confirming bank is bound by terms of its own: amount EUR 184,600.00" in page
    # At its counter the set is measured by what it confirmed.
    late = ("--shipped", "2026-04-20")
    stage.received(credit, "2026-05-04T10:00+06:00", *late, bank="confirmer")
    assert stage.last_set(credit)["marks"] == ["late_shipment"]
    stage.told("extend-confirmation", credit, by="nominated_bank")
    assert stage.show(credit)["confirming_bank"]["apart"] is True
    told = stage.told("apply-extension", credit, by="stranger")
    assert [event["name"] for event in told["events"]] == ["ConfirmationAmended"]
    assert stage.show(credit)["confirming_bank"]["apart"] is False


def test_extend_confirmation__advises_only__is_final(stage: Stage) -> None:
    credit = stage.confirmed()
    stage.told("amend", credit, *EXTEND, by="issuing_bank")
    stage.told("extend-confirmation", credit, "--no-extend", by="nominated_bank")
    assert stage.told("amendments", credit)[0]["confirming_bank"] == "advises only"
    stage.refused(
        "extend-confirmation", credit, by="nominated_bank", parts=("the confirming bank's word", "U11")
    )
    one = ("--amendment", "1")
    stage.refused("extend-confirmation", credit, *one, by="nominated_bank", parts=("STATE",))


def test_silent_confirmation__asked_and_given(stage: Stage) -> None:
    credit = stage.issued()
    stage.refused("confirm-silently", credit, by="second_bank", parts=("credit confirm-silently",))
    stage.told("ask-silent-confirmation", credit, stage.address("second_bank"), by="beneficiary")
    assert stage.show(credit)["confirming_bank"]["asked_silently"] == stage.address("second_bank")
    assert "ConfirmedSilently" in stage.events("confirm-silently", credit, by="second_bank")
    assert stage.show(credit)["confirming_bank"]["silent"] == stage.address("second_bank")
    assert "confirmed silently" in stage.good("show", credit)


def test_silent_confirmation__the_surety_goes_along__or_is_free(stage: Stage) -> None:
    credit = stage.issued()
    stage.told("ask-silent-confirmation", credit, stage.address("second_bank"), by="beneficiary")
    stage.told("confirm-silently", credit, by="second_bank")
    stage.told("amend", credit, "--expiry", "2026-06-15", by="issuing_bank")
    stage.told("extend-confirmation", credit, by="second_bank")
    assert stage.told("amendments", credit)[0]["surety"] == "extends"
    stage.told("accept-amendment", credit, by="beneficiary")
    assert stage.show(credit)["confirming_bank"]["silent"] == stage.address("second_bank")
    stage.told("amend", credit, "--expiry", "2026-06-22", by="issuing_bank")
    told = stage.events("accept-amendment", credit, by="beneficiary")
    assert sorted(told) == ["AmendmentAccepted", "SilentConfirmationEnded"]
    assert stage.show(credit)["confirming_bank"]["silent"] == ""


def test_apply_extension__several__in_the_order_of_acceptance(stage: Stage) -> None:
    credit = stage.confirmed()
    for day in ("2026-06-15", "2026-06-22"):
        stage.told("amend", credit, "--expiry", day, by="issuing_bank")
        stage.told("accept-amendment", credit, by="beneficiary")
    stage.refused("extend-confirmation", credit, by="nominated_bank", parts=("--amendment", "1, 2"))
    for number in ("1", "2"):
        stage.told("extend-confirmation", credit, "--amendment", number, by="nominated_bank")
    stage.refused("apply-extension", credit, "--amendment", "2", by="stranger", parts=("STATE",))
    stage.told("apply-extension", credit, "--amendment", "1", by="stranger")
    own = stage.show(credit)["confirming_bank"]["own_terms"]
    assert own["expiry_day"] == {"from": "2026-06-22", "to": "2026-06-15"}
    stage.told("apply-extension", credit, by="stranger")
    assert stage.show(credit)["confirming_bank"]["apart"] is False
