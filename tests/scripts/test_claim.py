"""The main claim commands on Ape's chain: what they send, what they write, what they show."""

from __future__ import annotations

import json
from pathlib import Path

from tests.scripts import claim_stage
from tests.scripts.claim_stage import DAY, DRAFT, NOW, Stage
from tests.scripts.kit import run

# Fixtures.
built, stage = claim_stage.built, claim_stage.stage


def test_register__writes_terms_and_marks__and_names_the_debtor(stage: Stage) -> None:
    told = stage.told(
        "register", "--invoice", stage.paper(), "--keys", "rehearsal", *stage.terms(), by="seller"
    )
    assert told["sent"] is True
    assert told["debtor"] == stage.address("debtor")
    path = stage.folder / "out" / f"{told['claim']}.json"
    body = json.loads(path.read_text())
    assert body["terms"]["face"] == 148_810
    assert body["invoice"] == "RL-2026-0042"
    assert len(json.loads((stage.folder / "out" / "marks.json").read_text())) == 1
    # The file names the claim, and so does the number that only this desk knows.
    for name in (str(path), "RL-2026-0042", told["claim"][2:10]):
        assert stage.show(name)["claim"] == told["claim"]


def test_register__dry_run__shows_the_terms_and_sends_nothing(stage: Stage) -> None:
    before = stage.driver.provider.web3.eth.block_number
    args = ("register", "--invoice", stage.paper(), "--keys", "rehearsal", *stage.terms(), "--dry-run")
    text = stage.good(*args, by="seller")
    assert "terms" not in text.splitlines()[0]
    for part in (
        "claim.face: EUR 1,488.10",
        "due_day: 2026-05-01",
        "would be",
        "ClaimBorn",
        "nothing was sent",
    ):
        assert part in text, text
    assert stage.driver.provider.web3.eth.block_number == before
    assert not (stage.folder / "out").exists()


def test_batch__a_folder_in_one_transaction__accepted_in_one_more(stage: Stage) -> None:
    folder = stage.folder / "in"
    folder.mkdir()
    for index in range(3):
        stage.paper(DRAFT.but(number=f"F-{index}"), f"in/{index}.xml")
    told = stage.told("register", "--batch", str(folder), "--keys", "rehearsal", *stage.terms(), by="seller")
    assert len(told["claims"]) == len(told["files"]) == 3
    accepted = stage.told("accept", *told["claims"], "--waive", "defences", by="debtor")
    assert [event["name"] for event in accepted["events"]] == ["Accepted"] * 3
    rows = stage.told("list", "--state", "accepted", "--party", stage.address("debtor"))
    assert len(rows) == 3
    assert stage.told("list", "--state", "paid") == []


def test_batch__bad_ones__told_and_nothing_sent_unless_skipped(stage: Stage) -> None:
    folder = stage.folder / "in"
    folder.mkdir()
    stage.paper(DRAFT.but(number="F-1"), "in/a.xml")
    stage.paper(DRAFT.but(number="F-2", due=""), "in/b.xml")
    args = ("register", "--batch", str(folder), "--keys", "rehearsal", *stage.terms())
    result = stage.claim(*args, by="seller")
    assert result.exit_code == 1
    first, last = result.stderr.strip().splitlines()
    assert first.startswith("refused: b.xml")
    assert "nothing was sent" in last
    assert stage.told("list") == []
    done = stage.claim(*args, "--skip-refused", "--json", by="seller")
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["claims"]) == 1


def test_accept__by_signature__a_stranger_sends_the_file(stage: Stage) -> None:
    claim = stage.register()
    signed = stage.told("accept", claim, "--sign", "--waive", "setoff", by="debtor")
    assert signed["sent"] is False
    stage.told("accept", claim, "--signature", signed["file"], by="stranger")
    assert stage.show(claim)["marks"] == ["set-off waived"]
    stage.refused("accept", claim, "--signature", signed["file"], by="stranger", parts=("ACC1",))


def test_payable__through_three_tiers__paid_in_two_parts(stage: Stage) -> None:
    claim = stage.payable()
    rows = f"receiver,amount\n{stage.address('tier2')},60000.00\n{stage.address('seller')},5000.00\n"
    (stage.folder / "split.csv").write_text(rows)
    stage.told("split", claim, str(stage.folder / "split.csv"), by="tier1")
    stage.told("transfer", claim, stage.alias("financier"), "EUR 20000.00", by="tier2")
    paid = stage.told("pay", claim, "EUR 30000.00", by="anchor")
    assert paid["moves"][0]["amount"] == "EUR 30,000.00"
    rest = stage.told("pay", claim, "all", by="anchor")
    assert rest["events"][-1]["name"] in ("Paid", "Transfer")
    body = stage.show(claim)
    assert body["status"] == "PAID"
    assert {one["units"] for one in body["holders"]} == {
        "EUR 35,000.00", "EUR 40,000.00", "EUR 5,000.00", "EUR 20,000.00",
    }  # fmt: skip
    stage.told("withdraw", claim, "--for", stage.address("financier"), by="stranger")
    kept = stage.driver.view(stage.token, "balanceOf", [stage.address("financier")])
    assert kept == 20_000 * 10**6


def test_show__text_and_page__lineage_says_its_convention(stage: Stage) -> None:
    claim = stage.payable()
    stage.told("transfer", claim, stage.address("tier2"), "EUR 25000.00", by="tier1")
    page = stage.folder / "claim.html"
    text = stage.good("show", claim, "--html", str(page))
    assert "first in, first out over the events" in text
    assert "└─ " in text
    html = page.read_text(encoding="utf-8")
    assert "<svg" in html
    assert "first in, first out over the events" in html
    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_dispute_and_credit_note__the_claim_falls(stage: Stage) -> None:
    claim = stage.accepted()
    stage.told("dispute", claim, "EUR 119.00", "--reason", "price", "--reply-by", "2026-03-20", by="debtor")
    assert stage.show(claim)["dispute"]["status"] == "OPEN"
    stage.told("answer", claim, "--admit", "--reference", "we agree", by="seller")
    note = DRAFT.but(
        number="G-1", type="381", due="", preceding=(("rl-2026-42", "2026-03-02"),),
        lines=(type(DRAFT.lines[0])("100.00"),),
    )  # fmt: skip
    path = stage.paper(note, "note.xml", credit=True)
    stage.told("credit-note", "--invoice", path, "--keys", "rehearsal", by="seller")
    assert stage.show(claim)["outstanding"] == "EUR 1,369.10"
    stage.refused("credit-note", "--invoice", path, "--keys", "rehearsal", by="seller", parts=("already",))


def test_pledge__called_and_foreclosed(stage: Stage) -> None:
    claim = stage.payable()
    financier = stage.address("financier")
    stage.told("pledge", claim, financier, "EUR 60000.00", "--secured", "EUR 40000.00", by="tier1")
    stage.refused("transfer", claim, stage.address("tier2"), "EUR 40000.01", by="tier1",
                  parts=("INSUFFICIENT_UNITS",))  # fmt: skip
    stage.told("call-pledge", claim, by="financier")
    stage.refused("foreclose", claim, by="financier", parts=("PLEDGE",))
    stage.wait(NOW + 11 * DAY)
    told = stage.told("foreclose", claim, by="financier")
    assert any(event["name"] == "Foreclosed" for event in told["events"])


def test_off_chain__asserted_and_confirmed(stage: Stage) -> None:
    claim = stage.accepted()
    stage.told("assert-paid", claim, "EUR 1000.00", "--value-day", "2026-03-04", "--reference", "T1",
               by="debtor")  # fmt: skip
    assert stage.show(claim)["outstanding"] == "EUR 1,488.10"
    stage.told("confirm-paid", claim, "EUR 1000.00", "--reference", "T1", by="seller")
    assert stage.show(claim)["outstanding"] == "EUR 488.10"


def test_overdue__aged_defaulted_written_off__listed(stage: Stage) -> None:
    claim = stage.accepted()
    assert stage.told("list", "--overdue") == []
    stage.wait(NOW + 100 * DAY)
    (row,) = stage.told("list", "--overdue")
    assert row["past due"] == "40 days"
    stage.told("age", claim, by="stranger")
    stage.told("default", claim, by="stranger")
    stage.told("write-off", claim, by="seller")
    assert stage.show(claim)["holders"][0]["written_off"] is True
    assert "DEFAULTED" in stage.good("list")


def test_prolong__all_agree__the_day_moves(stage: Stage) -> None:
    claim = stage.payable()
    stage.refused("prolong", claim, "--due", "2026-08-03", by="stranger", parts=("NOT_AGREED", "claim agree"))
    for who in ("anchor", "tier1"):
        stage.told("agree", claim, "--due", "2026-08-03", by=who)
    stage.told("prolong", claim, "--due", "2026-08-03", by="stranger")
    assert stage.show(claim)["due"] == "2026-08-03"


def test_attest__recomputes_the_fingerprint(stage: Stage) -> None:
    claim = stage.register()
    args = (
        "attest",
        claim,
        "--kind",
        "fingerprint-recomputed",
        "--until",
        "2026-12-31",
        "--keys",
        "rehearsal",
    )
    stage.told(*args, "--invoice", stage.paper(), by="verifier")
    assert stage.show(claim)["attestations"][0]["kind"] == "FINGERPRINT_RECOMPUTED"
    other = stage.paper(DRAFT.but(notes=("changed",)), "other.xml")
    stage.refused(*args, "--invoice", other, by="verifier", parts=("other.xml", "not the document"))


def test_authorise__for_credit__shown_by_the_chain(stage: Stage) -> None:
    stage.told(
        "authorise", "--agent", "credit", "--cap", "EUR 1000000.00", "--until", "2027-01-31", by="anchor"
    )
    seen = stage.driver.view(
        stage.suite.claim, "authority_of", [stage.address("anchor"), stage.suite.credit.address]
    )
    assert seen["cap"] == 100_000_000
    stage.told("authorise", "--agent", "credit", "--revoke", by="anchor")


def test_limit_and_cancel__the_anchors_own_bounds(stage: Stage) -> None:
    stage.told("limit", "EUR 150000.00", "--term-days", "120", by="anchor")
    stage.payable()
    args = ("payable", "--to", stage.address("tier1"), "--due", "2026-06-03", *stage.terms())
    stage.refused(*args, "--amount", "EUR 60000.00", by="anchor", parts=("LIMIT",))
    told = stage.told(*args, "--amount", "EUR 50000.00", by="anchor")
    stage.told("cancel", told["claim"], "--reference", "fraud found", by="anchor")
    assert stage.show(told["claim"])["status"] == "CANCELLED"


def test_payable__from_a_file__and_refused_lapsed(stage: Stage, tmp_path: Path) -> None:
    args = ("payable", "--to", stage.address("tier1"), "--due", "2026-06-03", "--amount", "EUR 10.00")
    draft = stage.told(*args, *stage.terms(), "--dry-run", by="anchor")
    path = tmp_path / "terms.json"
    path.write_text(json.dumps(draft["arguments"]["claim"]))
    told = stage.told("payable", str(path), by="anchor")
    assert told["claim"] == draft["claim"]
    stage.told("refuse", told["file"], by="tier1")
    assert stage.show(told["claim"])["status"] == "CANCELLED"


def test_help__every_command_has_a_line() -> None:
    text = run("claim", "--help").output
    wanted = (
        "register", "accept", "deny", "rescind", "attest", "submit", "deem", "authorise", "payable",
        "receive", "refuse", "lapse", "cancel", "limit", "transfer", "split", "pay", "assert-paid",
        "confirm-paid", "contest", "dispute", "answer", "drop", "credit-note", "pledge", "release",
        "redeem", "foreclose", "notify", "acknowledge", "withdraw", "collect", "age", "default",
        "write-off", "settle", "prolong", "agree", "show", "list",
    )  # fmt: skip
    lines = {line.split()[0]: line for line in text.splitlines() if line.startswith("  ") and line.split()}
    assert [name for name in wanted if len(lines.get(name, "").split()) < 3] == []
