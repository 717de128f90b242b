"""`ape run charge` through click's runner, on Ape's built-in chain."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

ape = pytest.importorskip("ape")

from tests.invoices.kit import SELLER, Draft, ubl  # noqa: E402
from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.chain.suite import TEST_RULEBOOK, all_capabilities  # noqa: E402
from usance.fingerprints import Epoch, KeyRing, identity_hash, vat_form, write_ring  # noqa: E402
from usance.model.party import Role  # noqa: E402
from usance.signing import Admission  # noqa: E402

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "charge.py"
NETWORK = "ethereum:local:test"
DAY = 86_400
Run = Callable[..., Result]
# Who sits where among Ape's test accounts.
KEEPER, TRADER, FACTOR, VERIFIER, CLAIMS = range(5)
FILED = ("--filing", "UCC1", "--reference", "2026-04711")


def seat(index: int) -> str:
    return str(ape.accounts.test_accounts[index].address)


@pytest.fixture(scope="module")
def register() -> Iterator[str]:
    with ape.networks.parse_network_choice(NETWORK) as provider:
        driver = ApeDriver(provider)
        for index in range(5):
            driver.use(ape.accounts.test_accounts[index])
        keeper = seat(KEEPER)
        grants = [grant.as_tuple() for grant in all_capabilities(keeper)]
        registry = driver.deploy("PartyRegistry", [TEST_RULEBOOK, grants], keeper)
        parties = {
            TRADER: (Role.TRADER, identity_hash(vat_form(SELLER.vat))),
            FACTOR: (Role.FINANCIER, b"factor".ljust(32, b"\0")),
            VERIFIER: (Role.VERIFIER, b"verifier".ljust(32, b"\0")),
        }
        for index, (role, identity) in parties.items():
            admission = Admission(seat(index), int(role), driver.now() + 3000 * DAY, identity)
            driver.call(registry, "propose", [admission], keeper).require()
            driver.call(registry, "accept", [admission, TEST_RULEBOOK], seat(index)).require()
        yield driver.deploy("ChargeRegistry", [registry.address, seat(CLAIMS)], keeper).address


@pytest.fixture
def run(register: str) -> Iterator[Run]:
    spec = importlib.util.spec_from_file_location("usance_script_charge", SCRIPT)
    assert spec
    assert spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def command(*args: str, charges: str = register) -> Result:
        return CliRunner().invoke(module.cli, [*args, "--charges", charges, "--network", NETWORK])

    driver = ApeDriver()
    mark = driver.snapshot()
    yield command
    driver.revert(mark)


def today() -> date:
    return datetime.fromtimestamp(ApeDriver().now(), UTC).date()


def later(days: int) -> str:
    return date.fromordinal(today().toordinal() + days).isoformat()


@pytest.fixture
def files(tmp_path: Path, register: str) -> dict[str, str]:
    """An invoice of today and two key files: the old key alone, and both."""
    invoice = tmp_path / "invoice.xml"
    invoice.write_bytes(ubl(Draft(day=later(0), due=later(60))))
    now = today().toordinal()
    one = bytes(range(1, 33)), date.fromordinal(now - 300)
    old = Epoch("old", *one, date.fromordinal(now + 20))
    new = Epoch("new", bytes(range(33, 65)), date.fromordinal(now - 20), date.fromordinal(now + 300))
    write_ring(KeyRing((Epoch("old", *one, date.fromordinal(now + 300)),)), tmp_path / "alone.json")
    write_ring(KeyRing((old, new)), tmp_path / "both.json")
    return {name: str(tmp_path / name) for name in ("invoice.xml", "alone.json", "both.json", "order.json")}


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def refused(result: Result, *parts: str) -> None:
    assert result.exit_code == 1
    assert result.output.startswith("charge ")
    assert result.output.count("\n") == 1
    for part in parts:
        assert part in result.output


def looked(run: Run, files: dict[str, str], keys: str = "alone.json", *more: str) -> Result:
    return run("check", "--invoice", files["invoice.xml"], "--keys", files[keys], *more)


def write(run: Run, files: dict[str, str], amount: str, *more: str, keys: str = "alone.json") -> Result:
    return run(
        *("charge", "--invoice", files["invoice.xml"], "--keys", files[keys], "--amount", amount),
        *("--until", later(90), *FILED, "--seller-account", f"TEST::{TRADER}"),
        *("--account", f"TEST::{FACTOR}", *more),
    )


def test_order_sign_charge_check_release__in_turn__as_told(run: Run, files: dict[str, str]) -> None:
    result = looked(run, files)
    assert result.exit_code == 0, result.output
    assert "free      EUR 1,488.10" in result.output
    assert "this register speaks for itself alone" in result.output
    order = told(
        run(
            *("order", "--invoice", files["invoice.xml"], "--keys", files["alone.json"]),
            *("--creditor", seat(FACTOR), "--amount", "500.00", "--until", later(90), *FILED),
            *("--out", files["order.json"], "--json"),
        )
    )
    assert (order["amount"], order["object_amount"], order["signature"]) == (500_00, 1_488_10, "0x")
    send = (
        *("charge", "--invoice", files["invoice.xml"], "--keys", files["alone.json"]),
        *("--order", files["order.json"], "--account", f"TEST::{FACTOR}"),
    )
    refused(run(*send), "not signed")
    refused(run("sign", files["order.json"], "--account", "TEST::0"), "not the seller")
    shown = run("sign", files["order.json"], "--dry-run")
    assert "signed    no" in shown.output
    assert (
        told(run("sign", files["order.json"], "--account", f"TEST::{TRADER}", "--json"))["signature"] != "0x"
    )
    dry = told(run(*send, "--dry-run", "--json"))
    assert dry["sent"] is False
    done = told(run(*send, "--json"))
    assert (done["sent"], done["event"], done["amount"]) == (True, "Charged", 500_00)
    refused(run(*send), "ACC1")
    seen = told(looked(run, files, "alone.json", "--json"))
    assert (seen["free"], seen["charges"][0]["creditor"]) == (988_10, seat(FACTOR))
    assert looked(run, files, "alone.json", "--amount", "988.11").exit_code == 1
    refused(run("release", done["charge"], "--account", f"TEST::{TRADER}"), "NOT_PARTY")
    told(run("release", done["charge"], "--account", f"TEST::{FACTOR}", "--json"))
    refused(run("release", done["charge"], "--account", f"TEST::{FACTOR}"), "UNKNOWN")
    assert told(looked(run, files, "alone.json", "--json"))["free"] == 1_488_10


def test_charge__seller_signs_here__written_once(run: Run, files: dict[str, str]) -> None:
    assert told(write(run, files, "1488.10", "--json"))["sent"] is True
    refused(write(run, files, "0.01"), "INV1", "0 of 148810")
    result = looked(run, files)
    assert result.exit_code == 1
    assert "free      EUR 0.00" in result.output


def test_charge__dry_run__nothing_sent(run: Run, files: dict[str, str]) -> None:
    result = write(run, files, "10.00", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "nothing was sent" in result.output
    assert told(looked(run, files, "alone.json", "--json"))["free"] == 1_488_10


def test_rotate__a_list_of_invoices__live_ones_re_keyed(run: Run, files: dict[str, str]) -> None:
    told(write(run, files, "500.00", "--json"))
    folder = Path(files["invoice.xml"]).parent
    (folder / "free.xml").write_bytes(ubl(Draft(number="RL-7", day=later(0), due=later(60))))
    (folder / "list.csv").write_text(
        f"invoice,seller\ninvoice.xml,{seat(TRADER)}\nfree.xml,\nnone.xml\n", encoding="utf-8"
    )
    words = ("rotate", "--list", str(folder / "list.csv"), "--keys", files["both.json"])
    dry = run(*words, "--account", f"TEST::{VERIFIER}", "--dry-run", "--json")
    assert [one["verdict"] for one in json.loads(dry.output)["invoices"]] == ["UNREADABLE", "MOVE", "NOTHING"]
    by_factor = run(*words, "--account", f"TEST::{FACTOR}", "--json")
    assert by_factor.exit_code == 1
    assert json.loads(by_factor.output)["invoices"][1]["verdict"] == "REFUSED"
    done = run(*words, "--account", f"TEST::{VERIFIER}")
    assert done.exit_code == 1, "one file of the list cannot be read"
    assert "none.xml" in done.output
    assert "re-keyed (old to new)" in done.output
    again = run("rotate", "--invoice", files["invoice.xml"], *words[3:], "--account", f"TEST::{VERIFIER}")
    assert again.exit_code == 0, again.output
    assert "re-keyed already" in again.output
    seen = told(looked(run, files, "both.json", "--json"))
    assert (seen["free"], len(seen["charges"])) == (988_10, 1)
    assert seen["epochs"][0]["rotated_to"] == seen["epochs"][1]["key"]


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("check", "--invoice", "none.xml", "--keys", "KEYS"), ("none.xml", "cannot be opened")),
        (("check", "--invoice", "FILE"), ("--keys: missing",)),
        (("check", "--invoice", "FILE", "--keys", "none.json"), ("none.json", "cannot be read")),
        (("check", "--invoice", "FILE", "--keys", "KEYS", "--seller", "0x12"), ("--seller",)),
        (("check", "--invoice", "FILE", "--keys", "KEYS", "--fingerprint", "0x12"), ("32 bytes",)),
        (
            ("check", "--invoice", "FILE", "--keys", "KEYS", "--fingerprint", "0x" + "11" * 32),
            ("does not give the fingerprint",),
        ),
        (("check", "--invoice", "FILE", "--keys", "KEYS", "--amount", "1.234"), ("decimals",)),
        (("charge", "--invoice", "FILE", "--keys", "KEYS", "--account", "TEST::2"), ("name one of them",)),
        (("charge", "--invoice", "FILE", "--keys", "KEYS"), ("--account: missing",)),
        (
            (
                *("charge", "--invoice", "FILE", "--keys", "KEYS", "--account", "TEST::2"),
                "--order",
                "no.json",
            ),
            ("cannot be read",),
        ),
        (
            (
                *("charge", "--invoice", "FILE", "--keys", "KEYS", "--account", "TEST::2"),
                *("--seller-account", "TEST::1"),
            ),
            ("--until, --filing, --reference: missing",),
        ),
        (("release", "0x12", "--account", "TEST::2"), ("CHARGE", "32 bytes")),
        (("release", "0x" + "11" * 32, "--account", "TEST::2"), ("UNKNOWN",)),
        (("rotate", "--keys", "KEYS", "--account", "TEST::3"), ("name the invoices",)),
        (("rotate", "--invoice", "FILE", "--keys", "KEYS", "--account", "TEST::3"), ("two overlap",)),
        (("rotate", "--list", "none.csv", "--keys", "KEYS", "--account", "TEST::3"), ("none.csv",)),
        (("sign", "none.json", "--account", "TEST::1"), ("cannot be read",)),
    ],
)
def test_charge__wrong_input__one_line(
    run: Run, files: dict[str, str], args: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    words = {"FILE": files["invoice.xml"], "KEYS": files["alone.json"]}
    refused(run(*(words.get(word, word) for word in args)), *parts)


def test_check__rehearsal_key_on_a_local_chain__works(run: Run, files: dict[str, str]) -> None:
    result = run("check", "--invoice", files["invoice.xml"], "--keys", "rehearsal")
    assert result.exit_code == 0, result.output
    assert "(rehearsal)" in result.output


def test_check__no_contract_there__one_line(run: Run, files: dict[str, str]) -> None:
    words = ("check", "--invoice", files["invoice.xml"], "--keys", files["alone.json"])
    refused(run(*words, charges=seat(TRADER)), "no contract there")


def test_order__file_of_another_order__kept(run: Run, files: dict[str, str]) -> None:
    words = (
        *("order", "--invoice", files["invoice.xml"], "--keys", files["alone.json"], *FILED),
        *("--creditor", seat(FACTOR), "--until", later(90), "--out", files["order.json"]),
    )
    assert run(*words, "--amount", "500.00").exit_code == 0
    refused(run(*words, "--amount", "400.00"), "another order is there")
