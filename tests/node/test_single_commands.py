"""README's second page, command by command on a node that stays: what it shows is what happens."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from usance.messages import read_file
from usance.messages.notices import read_refusal
from usance.report.certificate import hash_of

pytestmark = pytest.mark.node
ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- run: (?:single|claim)-commands -->\s*```sh\n(.*?)```", re.DOTALL)
COPIED = ("usance", "scripts", "contracts", "interfaces", "docs", "ape-config.yaml", "pyproject.toml")
BANK = "TEST::1"
KEY = "ethereum-local-foundry"


def anvil() -> str:
    found = shutil.which("anvil") or str(ROOT / ".cache" / "node" / "bin" / "anvil")
    assert Path(found).exists(), "no anvil: run `make test-node`, which installs it"
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Page:
    """A copy of the project beside a running node."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.env = dict(
            os.environ,
            APE_DATA_FOLDER=str(folder / "ape"),
            VVM_BINARY_PATH=str(folder / "vvm"),
            APE_FOUNDRY_HOST=f"http://127.0.0.1:{port}",
            PATH=f"{ROOT / '.venv' / 'bin'}:{os.environ.get('PATH', '')}",
        )

    def sh(self, script: str, timeout: int = 1800) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def credit(self, *args: str) -> subprocess.CompletedProcess[str]:
        return self.run("credit", *args)

    def claim(self, *args: str) -> subprocess.CompletedProcess[str]:
        return self.run("claim", *args)

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        words = " ".join(f"'{arg}'" for arg in args)
        return self.sh(f"ape run {words} --network ethereum:local:foundry", 120)

    def block(self) -> int:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []})
        done = self.sh(
            f"curl -s -H 'Content-Type: application/json' -d '{body}' http://127.0.0.1:{self.port}", 20
        )
        return int(json.loads(done.stdout)["result"], 16)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page has been run once, from the first command to the last."""
    text = README.read_text(encoding="utf-8")
    hits, start = BLOCK.findall(text), re.search(r"make chain START=(\S+)", text)
    assert len(hits) == 2, (
        "README.md has no blocks <!-- run: single-commands --> and <!-- run: claim-commands -->"
    )
    assert start, "README.md does not start the chain at a time"
    folder = tmp_path_factory.mktemp("page")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    artifacts = ROOT / "out" / "artifacts"
    if artifacts.exists():
        shutil.copytree(artifacts, folder / "out" / "artifacts")
    port = free_port()
    began = int(datetime.fromisoformat(start.group(1)).timestamp())
    node = subprocess.Popen(
        [
            anvil(), "--quiet", "--host", "127.0.0.1", "--port", str(port), "--chain-id", "31337",
            "--hardfork", "prague", "--timestamp", str(began), "--accounts", "60",
            "--mnemonic", "test test test test test test test test test test test junk",
            "--block-base-fee-per-gas", "0", "--gas-price", "0",
        ]
    )  # fmt: skip
    try:
        wait_for(port)
        found = Page(folder, port)
        # One shell, as one reads it: the second block goes on where the first ends.
        done = found.sh("\n".join(hits).replace("127.0.0.1:8545", f"127.0.0.1:{port}"))
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        found.output = done.stdout  # type: ignore[attr-defined]
        yield found
    finally:
        node.terminate()
        node.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"anvil did not listen on {port}")


def test_page__ends_honoured__after_one_refusal(page: Page) -> None:
    body = json.loads(page.credit("show", "MKB26LC0107", "--json").stdout)
    assert [one["status"] for one in body["sets"]] == ["REFUSED", "HONOURED"]
    assert body["drawn"] == body["amount"] == "EUR 184,600.00"
    assert body["cover_held"] == "EUR 0.00"
    assert [one["last_day"] for one in body["sets"]] == ["2026-04-13", "2026-04-23"]
    # Amended, and the same credit.
    assert body["changed"] == {"expiry_day": {"from": "2026-05-15", "to": "2026-05-22"}}
    assert [event["event"] for event in body["events"]] == [
        "Issued", "Advised", "AmendmentProposed", "AmendmentAccepted",
        "Presented", "Acknowledged", "Forwarded", "Acknowledged", "Refused",
        "Presented", "Acknowledged", "Forwarded", "Acknowledged", "Accepted", "Honoured",
    ]  # fmt: skip


def test_page__notice__is_an_mt734_whose_hash_is_on_chain(page: Page) -> None:
    (message,) = read_file(page.folder / "out" / "MT734.fin")
    notice = read_refusal(message)
    assert (notice.credit, notice.minor) == ("MKB26LC0107", 18_460_000)
    assert message.findings == ()


def test_page__certificate__signed_over_its_facts(page: Page) -> None:
    (path,) = (page.folder / "out" / "credits" / KEY).glob("*/certificate.json")
    whole = json.loads(path.read_text())
    digest = hash_of(whole["certificate"])
    assert whole["hash"] == "0x" + digest.hex()
    signer = Account.recover_message(encode_defunct(digest), signature=whole["signature"])
    assert signer == whole["signer"] == whole["certificate"]["terms"]["issuer"]
    text = path.with_suffix(".html").read_text()
    assert "<script" not in text
    assert whole["signature"][2:] in text
    assert set(whole["certificate"]["calendars"]) == {"NLRTM", "BDDAC", "TARGET"}


def test_list__another_machine__rebuilds_everything_from_events(page: Page) -> None:
    notes = page.folder / "out" / "credits"
    kept = page.folder / "kept"
    notes.rename(kept)
    try:
        (row,) = json.loads(page.credit("list", "--json").stdout)
        assert row["sets"] == "REFUSED, HONOURED"
        body = json.loads(page.credit("show", row["credit"][:12], "--json").stdout)
        assert body["terms"]["amount"] == 18_460_000
    finally:
        kept.rename(notes)


def test_dry_run__signs_and_sends_nothing(page: Page) -> None:
    before = page.block()
    args = (
        "issue", "--mt700", "usance/demo/messages/credit.fin", "--parties", "usance/demo/parties.yaml",
        "--asset", json.loads(page.credit("show", "MKB26LC0107", "--json").stdout)["terms"]["asset"],
        "--account", BANK, "--cover", "10", "--salt", "another", "--dry-run", "--json",
    )  # fmt: skip
    told = json.loads(page.credit(*args).stdout)
    assert told["sent"] is False
    # What the bank may come to owe is reserved under its word to the ledger of claims.
    assert told["outcome"] == ["Issued", "Reserved"]
    assert told["moves"][0]["amount"] == "EUR 19,383.00"
    assert page.block() == before


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("accept", "MKB26LC0107", "--account", BANK), ("STATE",)),
        (("close", "MKB26LC0107", "--account", "TEST::9"), ("U6",)),
        (("honour", "NOPE", "--account", BANK), ("NOPE", "UNKNOWN")),
        (
            ("refuse", "MKB26LC0107", "--account", BANK, "--discrepancy", "amount", "--disposal", "HOLD"),
            ("U16",),
        ),
    ],
)
def test_refused_act__one_line_in_trade_words_and_nothing_sent(
    page: Page, args: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    before = page.block()
    done = page.credit(*args)
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert [part for part in parts if part not in lines[0]] == []
    assert page.block() == before


# ---- claims ----


def claims(page: Page) -> dict[str, dict[str, str]]:
    """Rows of `claim list` by kind."""
    return {row["kind"]: row for row in json.loads(page.claim("list", "--json").stdout)}


def test_page__invoice__accepted_by_signature_sold_and_paid(page: Page) -> None:
    body = json.loads(page.claim("show", "SK-2026-118", "--json").stdout)
    assert body["status"] == "PAID"
    assert body["paid"] == body["face"] == "EUR 48,600.00"
    assert [event["event"] for event in body["events"]] == [
        "ClaimBorn", "Accepted", "Paid", "Transfer", "Paid", "ProceedsWithdrawn",
    ]  # fmt: skip
    # EUR 8,600.00 came before the sale: the seller's alone.
    assert body["holders"][0]["to_withdraw"] == "EUR 32,139.09"


def test_page__payable__split_down_the_chain_with_its_picture(page: Page) -> None:
    row = claims(page)["PAYABLE"]
    assert row["outstanding"] == "EUR 60,000.00"
    body = json.loads(page.claim("show", row["claim"][:12], "--json").stdout)
    assert {one["units"] for one in body["holders"]} == {"EUR 42,499.50", "EUR 30,000.00", "EUR 17,500.50"}
    assert body["dispute"]["status"] == "OPEN"
    (root,) = body["lineage"]["trees"]
    assert root["parts"][0]["parts"][0]["parts"][0]["received"] == "EUR 5,000.00"
    html = (page.folder / "out" / "claim.html").read_text()
    assert "<svg" in html
    assert "<script" not in html


def test_claim__dry_run_on_a_node__foretells_and_sends_nothing(page: Page) -> None:
    claim = claims(page)["PAYABLE"]["claim"]
    before = page.block()
    told = json.loads(page.claim("pay", claim, "all", "--account", "TEST::2", "--dry-run", "--json").stdout)
    assert told["sent"] is False
    assert told["outcome"] == ["Paid"]
    assert told["moves"][0]["amount"] == "EUR 60,000.00"
    assert page.block() == before


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("pay", "SK-2026-118", "all", "--account", "TEST::2"), ("PAID",)),
        (("deny", "SK-2026-118", "--account", "TEST::2"), ("STATE",)),
        (("show", "0xffffffff"), ("UNKNOWN",)),
        (
            ("register", "--invoice", "usance/demo/invoices/SK-2026-118.xml", "--keys", "rehearsal",
             "--place", "NLRTM", "--off-chain", "--account", "TEST::3"),
            ("duplicate of",),
        ),
    ],
)  # fmt: skip
def test_refused_claim_act__one_line_and_nothing_sent(
    page: Page, args: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    before = page.block()
    done = page.claim(*args)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert [part for part in parts if part not in line] == []
    assert page.block() == before
