"""Clumsy hands on claims: wrong id, account, amount, file, chain: one line, exit 1, nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.invoices.kit import FACTOR
from tests.scripts import claim_stage
from tests.scripts.claim_stage import DAY, DRAFT, NOW, Stage
from tests.scripts.kit import ape_run, refused, run

# Fixtures.
built, stage = claim_stage.built, claim_stage.stage

TEST_SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<x>&b;&b;&b;&b;</x>"
)


# --- without a chain ---


@pytest.mark.parametrize(
    "args",
    [
        ("accept", "0x123456", "--account", "TEST::1"),
        ("pay", "0x123456", "all", "--account", "TEST::1"),
        ("show", "0x123456"),
        ("list",),
        (
            "authorise",
            "--agent",
            "credit",
            "--cap",
            "EUR 1.00",
            "--until",
            "2030-01-01",
            "--account",
            "TEST::1",
        ),
    ],
)
def test_command__on_the_chain_that_ends_with_it__names_make_chain(args: tuple[str, ...]) -> None:
    refused(run("claim", *args), 1, "make chain")


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("register", "--account", "TEST::1"), ("--invoice, --batch",)),
        (("register", "--invoice", "a.xml", "--batch", "b", "--account", "TEST::1"), ("give one",)),
        (
            ("register", "--invoice", "nowhere.xml", "--account", "TEST::1"),
            ("nowhere.xml", "cannot be opened"),
        ),
        (("register", "--batch", "nowhere", "--account", "TEST::1"), ("nowhere", "no folder")),
        (("accept", "0x123456"), ("--account", "missing")),
        (("accept", "0x123456", "--account", "TEST::999"), ("TEST::999", "no such account")),
        (("accept", "0x123456", "--sign", "--signature", "x", "--account", "TEST::1"), ("give one of them",)),
        (("accept", "0x123456", "--signature", "nowhere.json", "--account", "TEST::1"), ("nowhere.json",)),
        (("accept", "0x123456", "--waive", "everything", "--account", "TEST::1"), ("defences or setoff",)),
        (("attest", "0x123456", "--until", "2030-01-01", "--account", "TEST::1"), ("--reference", "missing")),
        (("attest", "0x123456", "--until", "soon", "--reference", "x", "--account", "TEST::1"), ("--until",)),
        (("authorise", "--agent", "credit", "--account", "TEST::1"), ("--cap, --until",)),
        (
            (
                "authorise",
                "--agent",
                "credit",
                "--cap",
                "1.00",
                "--until",
                "2030-01-01",
                "--account",
                "TEST::1",
            ),
            ("--cap 1.00", "EUR 1000.00"),
        ),
        (("agree", "0x123456", "--account", "TEST::1"), ("--due, --asset",)),
        (("cancel", "0x123456", "--reference", "0x" + "0" * 64, "--account", "TEST::1"), ("zero hash",)),
        (("credit-note", "--invoice", "nowhere.xml", "--account", "TEST::1"), ("nowhere.xml",)),
        (("dispute", "0x123456", "1.00", "--reason", "dear", "--reply-by", "2026-01-01"), ("price",)),
        (("list", "--state", "lost"), ("--state lost", "registered")),
        (("payable", "nowhere.json", "--account", "TEST::1"), ("nowhere.json",)),
    ],
)
def test_option__wrong__one_line_before_any_chain(args: tuple[str, ...], parts: tuple[str, ...]) -> None:
    refused(run("claim", *args), 1, *parts)


@pytest.mark.parametrize(
    ("name", "data", "parts"),
    [
        ("bomb.xml", BOMB, ("DOCTYPE",)),
        ("big.xml", b"<a>" + b"x" * 3_000_000 + b"</a>", ("bytes",)),
        ("none.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", ("none.pdf",)),
        ("virus.xml", b"<a>" + TEST_SIGNATURE.replace(b"&", b"&amp;") + b"</a>", ("signature",)),
        ("letter.xml", b"dear sirs", ("letter.xml",)),
    ],
)
def test_register__bad_file__one_line(tmp_path: Path, name: str, data: bytes, parts: tuple[str, ...]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    args = ("register", "--invoice", str(path), "--keys", "rehearsal", "--account", "TEST::1")
    refused(run("claim", *args), 1, name, *parts)


# --- on a chain ---


def test_register__second_time_factor_or_credit_note__one_line(stage: Stage) -> None:
    claim = stage.register()
    args = ("--keys", "rehearsal", *stage.terms())
    for draft, credit, by, parts in (
        (DRAFT.but(number="rl.2026.42"), False, "seller", ("duplicate of", claim[:14])),
        (DRAFT.but(number="F", payee=FACTOR), False, "seller", ("factor",)),
        (DRAFT.but(number="G", type="381", due=""), True, "seller", ("credit-note",)),
        (DRAFT.but(number="H"), False, "tier1", ("BG-4", "NOT_PARTY")),
    ):
        stage.refused("register", "--invoice", stage.paper(draft, credit=credit), *args, by=by, parts=parts)


def test_register__options_that_are_missing__one_line_each(stage: Stage) -> None:
    paper = stage.paper()
    for args, parts in (
        (("--keys", "rehearsal", "--asset", stage.token.address), ("--place", "missing")),
        (("--place", "NLRTM", "--asset", stage.token.address), ("--keys", "missing")),
        (("--keys", "rehearsal", "--place", "NLRTM"), ("--asset", "--off-chain")),
        (("--keys", "rehearsal", *stage.terms(), "--off-chain"), ("--asset, --off-chain",)),
        (("--keys", "rehearsal", "--place", "NLRTM", "--asset", "EUR"), ("--asset EUR", "no address")),
        (("--keys", "rehearsal", "--place", "HAMBURG", "--off-chain"), ("--place HAMBURG", "UN/LOCODE")),
        (("--keys", "rehearsal", "--place", "DEHAM", "--off-chain"), ("calendar load DEHAM",)),
        (("--keys", "nowhere", *stage.terms()), ("keys nowhere",)),
        (("--keys", "rehearsal", *stage.terms(), "--late-rate", "lots"), ("--late-rate", "8 %")),
        (("--keys", "rehearsal", *stage.terms(), "--discount", "2"), ("--discount, --discount-day",)),
        (("--keys", "rehearsal", *stage.terms(), "--part", "3/2", "--face", "1.00"), ("--part", "2/3")),
        (("--keys", "rehearsal", *stage.terms(), "--face", "9999.00"), ("--face", "EUR 1,488.10")),
        (
            ("--keys", "rehearsal", *stage.terms(), "--debtor", stage.address("stranger"), "--at", "noon"),
            ("--at",),
        ),
    ):
        stage.refused("register", "--invoice", paper, *args, by="seller", parts=parts)


def test_claim__wrong_id_or_file__one_line(stage: Stage) -> None:
    claim = stage.register()
    stage.refused("accept", "0xffffffff", by="debtor", parts=("none here", "claim list", "UNKNOWN"))
    stage.refused("accept", claim[:6], by="debtor", parts=("6 hex digits",))
    stage.refused("accept", stage.paper(), by="debtor", parts=("is not JSON",))
    path = stage.folder / "out" / f"{claim}.json"
    body = json.loads(path.read_text())
    for name, change, part in (
        ("other.json", {"chain_id": 5}, "is of chain_id 5"),
        ("changed.json", {"terms": body["terms"] | {"face": 1}}, "it was changed"),
        ("empty.json", {"terms": {"colour": 1}}, "no such term"),
    ):
        wrong = stage.folder / name
        wrong.write_text(json.dumps(body | change))
        stage.refused("accept", str(wrong), by="debtor", parts=(name, part))
    binary = stage.folder / "x.json"
    binary.write_bytes(b"\xff\xfe")
    stage.refused("accept", str(binary), by="debtor", parts=("is not JSON",))


def test_act__wrong_account__one_line(stage: Stage) -> None:
    claim = stage.register()
    for args, by in (
        (("accept", claim), "seller"),
        (("deny", claim), "anchor"),
        (("rescind", claim), "debtor"),
        (("accept", claim, "--sign"), "seller"),
        (("answer", claim, "--admit", "--reference", "x"), "debtor"),
    ):
        stage.refused(*args, by=by, parts=("NOT_PARTY",))
    stage.refused("attest", claim, "--until", "2026-12-31", "--reference", "x", by="tier1",
                  parts=("NOT_ADMITTED",))  # fmt: skip
    stage.refused("transfer", claim, stage.address("tier1"), "all", by="tier2", parts=("holds no units",))


def test_pay__too_much_wrong_currency_no_money_twice__told(stage: Stage) -> None:
    claim = stage.accepted()
    stage.refused("pay", claim, "USD 1.00", by="debtor", parts=("EUR",))
    stage.refused("pay", claim, "0.00", by="debtor", parts=("NOTHING",))
    stage.refused("pay", claim, "1.005", by="debtor", parts=("decimals",))
    stage.refused("pay", claim, "1,5", by="debtor", parts=("no amount",))
    stage.refused("pay", claim, "all", by="tier2", parts=("EUR 1,488.10", "TOKEN"))
    dry = stage.good("pay", claim, "EUR 5000.00", "--dry-run", by="debtor")
    assert "EUR 1,488.10 of EUR 5,000.00" in dry
    told = stage.told("pay", claim, "EUR 5000.00", by="debtor")
    assert told["taken"].startswith("EUR 1,488.10 of EUR 5,000.00")
    stage.refused("pay", claim, "all", by="debtor", parts=("PAID", "STATE"))
    stage.refused("dispute", claim, "1.00", "--reason", "price", "--reply-by", "2026-04-01", by="debtor",
                  parts=("STATE",))  # fmt: skip


def test_split__bad_rows__one_line_each_with_its_number(stage: Stage) -> None:
    claim = stage.payable()
    path = stage.folder / "rows.csv"
    path.write_text(f"receiver,amount\n{stage.address('tier2')},ten\n{stage.address('stranger')},10.00\n")
    before = stage.driver.provider.web3.eth.block_number
    result = stage.claim("split", claim, str(path), by="tier1")
    assert result.exit_code == 1
    lines = result.stderr.strip().splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["rows.csv, line 2", "rows.csv, line 3"]
    assert "INV12" in lines[1]
    assert stage.driver.provider.web3.eth.block_number == before


def test_split__more_than_fifty_rows__announced_and_all_sent(stage: Stage) -> None:
    claim = stage.payable()
    path = stage.folder / "rows.csv"
    path.write_text("".join(f"{stage.address('tier2')},1.00\n" for _ in range(52)))
    result = stage.claim("split", claim, str(path), "--json", by="tier1")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines()[0] == "52 rows: 2 transactions of up to 50"
    assert [one["sent"] for one in json.loads(result.stdout)] == [True, True]
    assert stage.show(claim)["holders"][1]["units"] == "EUR 52.00"


def test_time__is_over__one_line(stage: Stage) -> None:
    claim = stage.payable()
    stage.refused("lapse", claim, by="stranger", parts=("STATE",))
    stage.refused("default", claim, by="stranger", parts=("NOT_OVERDUE",))
    stage.refused("settle", claim, by="stranger", parts=("STATE",))
    stage.wait(NOW + 91 * DAY)
    args = ("payable", "--to", stage.address("tier1"), "--amount", "EUR 1.00", *stage.terms())
    stage.refused(*args, "--due", "2026-06-03", by="anchor", parts=("TERMS",))
    stage.refused(*args, "--due", "2028-06-03", by="anchor", parts=("claim payable",))


def test_json__of_a_refusal__leaves_standard_output_empty(stage: Stage) -> None:
    result = stage.claim("show", "0xffffffff", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""


def test_secrets__keys_and_their_file__are_never_told(stage: Stage) -> None:
    path = stage.folder / "keys.json"
    key = "5f" * 16 + "0123456789abcdef" * 2
    path.write_text(json.dumps({"version": 1, "epochs": [
        {"id": "2026", "key": key, "from": "2026-01-01", "until": "2027-01-31"}]}))  # fmt: skip
    path.chmod(0o600)
    args = ("register", "--invoice", stage.paper(), "--keys", str(path), *stage.terms())
    text = stage.good(*args, "--dry-run", by="seller") + stage.good(*args, "--json", by="seller")
    text += "".join(file.read_text() for file in (stage.folder / "out").iterdir())
    assert key not in text
    path.write_text(path.read_text().replace('"2026"', f'"{key.upper()}"'))
    line = stage.refused(*args, by="seller", parts=("keys",))
    assert key.upper() not in line


# --- as a user starts it ---


def test_ape_run__no_node_there__one_line(tmp_path: Path) -> None:
    done = ape_run("claim", "list", "--network", "ethereum:local:foundry", folder=tmp_path)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr


def test_ape_run__help_and_built_in_chain(tmp_path: Path) -> None:
    done = ape_run("claim", "pay", "0x123456", "all", "--account", "TEST::1", folder=tmp_path)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("claim pay")]
    assert "make chain" in line
