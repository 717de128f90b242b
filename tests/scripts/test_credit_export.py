"""ape run credit export: messages about a credit on the chain, by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts import credit_stage
from tests.scripts.credit_stage import REFERENCE, Stage
from usance.messages import groups, read_file, read_text
from usance.messages import values as v
from usance.messages.notices import read_refusal

# Fixtures.
built, stage = credit_stage.built, credit_stage.stage
ISSUER, NOMINATED = "MKADNL2RXXX", "KNFCBDDHXXX"
WORDS = "Insured for 100 percent"
DEFECT = ("--discrepancy", f"insurance_cover:insurance={WORDS}", "--disposal", "HOLD")
TO_PRESENTER = ("--receiver", NOMINATED, "--field", "21=KNF-9")


def refused_set(stage: Stage, *more: str) -> str:
    credit = stage.issued()
    stage.presented(credit, "2026-04-02T10:00+02:00", "issuer", "insurance-short")
    stage.told("acknowledge", credit, by="issuing_bank")
    stage.told("refuse", credit, *DEFECT, *more, by="issuing_bank")
    return credit


def test_export__mt734_of_a_refused_set__on_the_screen_and_in_a_file(stage: Stage) -> None:
    credit = refused_set(stage)
    shown = stage.good("export", credit, "--mt", "734", *TO_PRESENTER)
    (message,) = groups(read_text(shown))
    notice = read_refusal(message)
    assert (message.sender, message.receiver) == (ISSUER, NOMINATED)
    assert (notice.credit, notice.reference, notice.minor) == (REFERENCE, "KNF-9", 184_600_00)
    assert notice.day.isoformat() == stage.last_set(credit)["received"] == "2026-04-02"
    assert [one.code.name for one in notice.findings] == ["INSURANCE_COVER"]
    assert "INSURANCE COVER INSUFFICIENT: INSURANCE" in shown
    target = stage.folder / "notices" / "mt734.fin"
    told = stage.good("export", REFERENCE, "--mt", "MT734", *TO_PRESENTER, "--out", str(target))
    assert "from the chain: 32A, 77J, 77B" in told
    assert read_file(target) == [message]


def test_export__json__where_each_field_came_from(stage: Stage) -> None:
    credit = refused_set(stage)
    told = stage.told("export", credit, "--mt", "734", *TO_PRESENTER)
    found = {item["tag"]: item["from"] for item in told["fields"]}
    assert found == {"20": "record", "21": "option", "32A": "chain", "77J": "chain", "77B": "chain"}
    assert (told["mt"], told["parts"], told["findings"]) == ("734", 1, [])
    assert read_text(told["text"])[0].content_hash.hex() == told["content_hash"][2:]


def test_export__notice_that_was_written_before__is_the_same_message(stage: Stage) -> None:
    """The notice's own words make the message whose hash the bank put on the chain."""
    target = stage.folder / "sent.fin"
    credit = refused_set(stage, "--write-mt734", str(target))
    told = stage.told(
        "export", credit, "--mt", "734",
        "--receiver", NOMINATED, "--field", "21=NONREF", "--discrepancy", WORDS,
    )  # fmt: skip
    assert groups(read_text(told["text"])) == read_file(target)
    assert any("whose hash stands on the chain" in note for note in told["notes"])


def test_export__pre_advice_and_amendment__from_the_mt700_and_the_chain(stage: Stage) -> None:
    credit = stage.issued()
    early = read_text(stage.told("export", credit, "--mt", "705")["text"])[0]
    assert early.typed("32B") == v.Amount("EUR", 184_600_00)
    assert (early.text("44E"), early.text("59")) == (
        "CHATTOGRAM", "SHITALAKSHYA KNITWEAR LTD\nPLOT 44 RIVERSIDE ROAD\nNARAYANGANJ 1400\nBANGLADESH",
    )  # fmt: skip
    stage.told("amend", credit, "--amount", "+5000.00", "--expiry", "2026-06-01", by="issuing_bank")
    told = stage.told("export", credit, "--mt", "707", "--field", "21=NONREF")
    message = read_text(told["text"])[0]
    assert message.typed("32B") == v.Amount("EUR", 5_000_00)
    expiry = message.typed("31D")
    assert isinstance(expiry, v.DatePlace)
    assert (expiry.day.isoformat(), expiry.place) == ("2026-06-01", "DHAKA")


def test_export__parties_file__names_a_bank_the_mt700_does_not(stage: Stage) -> None:
    credit = stage.issued()
    stage.refused("export", credit, "--mt", "740", parts=("names no reimbursing bank", "STATE"))
    stage.told("amend", credit, "--set", f"reimburser={stage.address('second_bank')}", by="issuing_bank")
    fields = ("--field", "21=NONREF")
    stage.refused("export", credit, "--mt", "707", *fields, parts=("changes reimburser", "--field 53A="))
    book = stage.folder / "book.yaml"
    book.write_text(f'parties:\n  - {{bic: RHINDEFFXXX, address: "{stage.address("second_bank")}"}}\n')
    told = stage.told("export", credit, "--mt", "707", *fields, "--parties", str(book))
    assert read_text(told["text"])[0].text("53A") == "RHINDEFFXXX"
    stage.refused(
        "export", credit, "--mt", "707", "--parties", str(stage.folder / "gone.yaml"), parts=("--parties",)
    )


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("--mt", "720"), ("--mt 720", "use one of")),
        (("--mt", "734"), ("no BIC is known for the presenter", "--receiver BIC")),
        (
            ("--mt", "734", "--receiver", NOMINATED),
            ("field 21", "Presenting Bank's Reference", "--field 21="),
        ),
        (("--mt", "734", *TO_PRESENTER, "--field", "32A=260402EUR1,"), ("--field 32A", "the chain says")),
        (("--mt", "734", *TO_PRESENTER, "--field", "nonsense"), ("--field nonsense", "TAG=TEXT")),
        (("--mt", "734", *TO_PRESENTER, "--field", "73A=/COMM/EUR50,"), ("33a", "C17")),
        (("--mt", "734", "--receiver", "NOBIC", "--field", "21=A"), ("receiver NOBIC",)),
        (("--mt", "752", "--field", "21=A"), ("is REFUSED", "STATE")),
        (("--mt", "754", "--field", "20=A"), ("is REFUSED", "STATE")),
        (("--mt", "742", "--field", "20=A"), ("nobody claimed", "STATE")),
        (("--mt", "707"), ("nobody proposed", "STATE")),
        (("--mt", "734", "--amendment", "1"), ("--amendment", "about a set")),
    ],
)
def test_export__wrong_state_or_missing_field__one_line(
    stage: Stage, args: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    credit = refused_set(stage)
    stage.refused("export", credit, *args, parts=parts)


def test_export__unwritable_file__one_line(stage: Stage, tmp_path: Path) -> None:
    credit = refused_set(stage)
    blocker = tmp_path / "file"
    blocker.write_text("")
    target = str(blocker / "mt734.fin")
    stage.refused("export", credit, "--mt", "734", *TO_PRESENTER, "--out", target, parts=("--out",))
