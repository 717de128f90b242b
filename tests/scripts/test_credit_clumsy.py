"""Clumsy hands on the newer credit commands: one line, nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts import credit_stage
from tests.scripts.credit_stage import DOCUMENTS, Stage
from tests.scripts.kit import DEMO, refused, run

# Fixtures.
built, stage = credit_stage.built, credit_stage.stage


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        ((), ("nothing is changed", "--mt707", "--cancel")),
        (("--amount", "10000.00"), ("--amount", "its sign")),
        (("--amount", "+10000.005"), ("--amount", "decimals", "C03")),
        (("--amount", "+USD 5"), ("--amount",)),
        (("--amount", "-184600.00"), ("--amount", "--cancel")),
        (("--expiry", "15.06.2026"), ("--expiry", "2026-03-22")),
        (("--latest-shipment", "soon"), ("--latest-shipment", "is no date")),
        (("--tolerance", "many"), ("--tolerance", "percentage")),
        (("--set", "closing_days"), ("--set closing_days", "FIELD=VALUE")),
        (("--set", "colour=red"), ("--set colour=red", "field of the terms")),
        (("--set", "closing_days=soon"), ("--set closing_days=soon", "whole number")),
        (("--set", "amount=1"), ("--amount +1000.00",)),
        (("--set", "beneficiary=" + "0x" + "11" * 20), ("beneficiary", "no amendment may change it", "U11")),
        (("--set", "cover_bps=0"), ("cover_bps", "no amendment may change it")),
        (("--cancel", "--amount", "+1.00"), ("--cancel", "beside a change")),
    ],
)
def test_amend__that_is_no_change__one_line(
    stage: Stage, args: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    stage.refused("amend", stage.issued(), *args, by="issuing_bank", parts=("credit amend: ", *parts))


def test_amend__message_of_another_credit_or_kind__one_line(stage: Stage) -> None:
    credit = stage.issued()
    other = stage.paper(":32B:EUR1,", reference="MKB26LC0999")
    stage.refused(
        "amend", credit, "--mt707", other, by="issuing_bank", parts=("field 23", "MKB26LC0999", "MKB26LC0107")
    )
    wrong = str(DEMO / "messages" / "credit.fin")
    stage.refused("amend", credit, "--mt707", wrong, by="issuing_bank", parts=("MT700 amends no credit",))
    good = stage.paper(":32B:EUR1,")
    stage.refused(
        "amend", credit, "--mt707", good, "--amount", "+1.00", by="issuing_bank", parts=("--mt707, --amount",)
    )
    stage.refused("amend", credit, "--mt707", "nowhere.fin", by="issuing_bank", parts=("nowhere.fin",))
    stale = stage.paper(":47B:/ADD/+STALE DOCUMENTS ACCEPTABLE")
    stage.refused("amend", credit, "--mt707", stale, by="issuing_bank", parts=("--not-a-modification 1",))
    usance = stage.paper(":42P:60 DAYS AFTER SHIPMENT")
    stage.refused(
        "amend", credit, "--mt707", usance, by="issuing_bank", parts=("BY PAYMENT", "60 days", "41a")
    )


def test_amend__who_confirms__stands_fast(stage: Stage) -> None:
    credit = stage.confirmed()
    stage.refused("amend", credit, "--confirmation", "without", by="issuing_bank", parts=("U9", "U11"))


def test_amend__by_another_party__one_line(stage: Stage) -> None:
    credit = stage.issued()
    stage.refused("amend", credit, "--amount", "+1.00", by="applicant", parts=("NOT_PARTY",))


def test_answers__without_an_amendment__one_line(stage: Stage) -> None:
    credit = stage.issued()
    for name, by in (
        ("accept-amendment", "beneficiary"),
        ("reject-amendment", "beneficiary"),
        ("extend-confirmation", "nominated_bank"),
    ):
        stage.refused(name, credit, by=by, parts=(f"credit {name}: ", "no amendment is", "U11"))
    stage.told("amend", credit, "--amount", "+1.00", by="issuing_bank")
    stage.refused("accept-amendment", credit, "--amendment", "7", by="beneficiary", parts=("UNKNOWN",))
    stage.refused(
        "accept-amendment", credit, "--only", "expiry", by="beneficiary", parts=("--only expiry", "amount")
    )
    stage.refused(
        "accept-amendment",
        credit,
        "--only",
        "colour",
        by="beneficiary",
        parts=("--only colour", "no such term"),
    )
    stage.told("accept-amendment", credit, by="beneficiary")
    stage.refused("apply-extension", credit, by="stranger", parts=("no amendment is", "extended", "U11"))
    stage.refused("apply-extension", credit, "--amendment", "1", by="stranger", parts=("nothing to apply",))
    stage.refused("accept-amendment", credit, "--amendment", "1", by="beneficiary", parts=("not pending",))


def test_off_chain__options_that_do_not_fit__one_line(stage: Stage) -> None:
    args = ("issue", "--mt700", str(DEMO / "messages" / "credit.fin"), "--parties", credit_stage.PARTIES)
    stage.refused(*args, by="issuing_bank", parts=("--asset: missing", "--off-chain"))
    stage.refused(
        *args, "--off-chain", "--cover", "20", by="issuing_bank", parts=("--cover", "off chain", "TERMS")
    )
    stage.refused(
        *args, "--off-chain", "--asset", stage.token.address, by="issuing_bank", parts=("OFF_CHAIN",)
    )


def test_sets__that_cannot_be_returned_struck_or_awarded__one_line(stage: Stage) -> None:
    credit = stage.issued()
    stage.refused("return", credit, by="issuing_bank", parts=("nothing is presented", "STATE"))
    stage.received(credit, "2026-04-02T10:00+02:00")
    stage.refused("return", credit, by="issuing_bank", parts=("STATE",))
    stage.refused("return", credit, "--documents", "nowhere.json", by="issuing_bank", parts=("nowhere.json",))
    stage.refused("strike-notice", credit, by="stranger", parts=("LEAF_BAR", "U16"))
    stage.refused("award", credit, "--reference", "award 7", by="stranger", parts=("credit award: ",))
    stage.refused("drop", credit, by="issuing_bank", parts=("STATE",))
    stage.refused("confirm-paid", credit, "all", "--reference", "x", by="beneficiary", parts=("INV6",))
    stage.refused(
        "stop", credit, "1.00", "--law", "x", "--reference", "y", "--until", "tomorrow", by="issuing_bank",
        parts=("--until", "is no date"),
    )  # fmt: skip
    stage.refused(
        "record-notice", credit, "--given", "2026-04-02", "--reference", "fax", by="beneficiary",
        parts=("--discrepancy", "U16"),
    )  # fmt: skip


def test_ask_silent_confirmation__nobody_or_both__one_line() -> None:
    refused(run("credit", "ask-silent-confirmation", "X", "--account", "TEST::3"), 1, "BANK, --take-back")


@pytest.mark.parametrize(
    "args",
    [
        ("amend", "X", "--amount", "+1.00"),
        ("accept-amendment", "X"),
        ("apply-extension", "X"),
        ("return", "X"),
        ("award", "X", "--reference", "r"),
        ("assert-paid", "X", "all", "--value-day", "2026-03-22", "--reference", "r"),
        ("strike-notice", "X"),
    ],
)
def test_commands__on_the_chain_that_ends_with_the_command__name_make_chain(args: tuple[str, ...]) -> None:
    refused(run("credit", *args, "--account", "TEST::1"), 1, "make chain")


def test_return__file_that_is_no_set__one_line(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text((DOCUMENTS / "invoice.json").read_text())
    refused(
        run("credit", "return", "X", "--documents", str(path), "--account", "TEST::1"), 1, "credit return"
    )
