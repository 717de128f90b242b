"""`ape run account` through click's runner, on Ape's built-in chain kept alive by the test."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

ape = pytest.importorskip("ape")

from usance.chain import deployments  # noqa: E402
from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.chain.driver import Deployed  # noqa: E402

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "account.py"
NETWORK = "ethereum:local:test"
DAY = 86_400
Run = Callable[..., Result]


def person(index: int) -> str:
    return str(ape.accounts.test_accounts[index].address)


class Stage:
    """The command on a chain that this process keeps, and its folder."""

    def __init__(self, module: Any, driver: ApeDriver, folder: Path) -> None:
        self.module, self.driver, self.folder = module, driver, folder
        self.euro: Deployed = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], person(0))

    def run(self, *args: str, network: bool = True) -> Result:
        words = [*args, *(["--network", NETWORK] if network else [])]
        return CliRunner().invoke(self.module.cli, words)

    def ok(self, *args: str, network: bool = True) -> dict[str, Any]:
        result = self.run(*args, "--json", network=network)
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.output)
        return answer

    def refused(self, part: str, *args: str, network: bool = True) -> None:
        result = self.run(*args, network=network)
        assert result.exit_code == 1, result.output
        lines = [line for line in result.output.splitlines() if line.startswith("account ")]
        assert len(lines) == 1, result.output
        assert part in lines[0]
        assert "Traceback" not in result.output

    def file(self, name: str, data: Any) -> str:
        path = self.folder / name
        path.write_text(json.dumps(data))
        return str(path)

    def plan(self, name: str = "Seller") -> str:
        """Four people: TEST::1 proposes, 2 to 4 may consent to all."""
        signers = [{"key": person(1), "rights": []}]
        signers += [{"key": person(index), "rights": "all"} for index in (2, 3, 4)]
        token = {"contract": self.euro.address, "abi": "ERC20", "capability": "PAY_EUR"}
        return self.file(
            "plan.json",
            {
                "name": name,
                "capabilities": {"PAY_EUR": 3},
                "signers": signers,
                "ladders": {
                    "GOVERN": 2,
                    "SIGN": 1,
                    "PAY_EUR": [{"up_to": 1000, "threshold": 1}, {"threshold": 2}],
                },
                "rules": [token | {"function": "transfer", "amount": "amount"}],
            },
        )

    def founded(self) -> str:
        address = str(self.ok("create", self.plan(), "--account", "TEST::0")["account"])
        self.driver.call(self.euro, "mint", [address, 10**9], person(0)).require()
        return address

    def payment(self, amount: int) -> str:
        call = {
            "contract": self.euro.address, "abi": "ERC20", "function": "transfer",
            "arguments": {"to": person(8), "amount": amount},
        }  # fmt: skip
        return self.file(f"pay-{amount}.json", {"calls": [call]})

    def held(self, who: str) -> int:
        return int(self.driver.view(self.euro, "balanceOf", [who]))


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    spec = importlib.util.spec_from_file_location("usance_script_account", SCRIPT)
    assert spec
    assert spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "OUT", tmp_path / "out")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    with ape.networks.parse_network_choice(NETWORK) as provider:
        driver = ApeDriver(provider)
        mark = driver.snapshot()
        driver.accounts(10)
        monkeypatch.setattr(deployments, "is_built_in", lambda provider: False)
        yield Stage(module, driver, tmp_path)
        driver.revert(mark)


def test_create_propose_sign_send__a_payment__arrives(stage: Stage) -> None:
    account = stage.founded()
    paper = str(stage.folder / "paper.json")
    told = stage.ok("propose", "Seller", "--calls", stage.payment(1_001), "--account", "TEST::1",
                    "--out", paper)  # fmt: skip
    assert told["needs"] == "consents beside the proposer: 2 of PAY_EUR"
    assert told["says"][1].startswith("ERC20.transfer(")
    stage.refused("missing consents: 2 of PAY_EUR", "send", paper, "--account", "TEST::9")
    signed = stage.run("sign", paper, "--account", "TEST::2", network=False)
    assert signed.exit_code == 0, signed.output
    assert "ERC20.transfer" in signed.output
    assert told["digest"] in signed.output
    stage.refused("missing consents: 1 of PAY_EUR", "send", paper, "--account", "TEST::9")
    assert stage.ok("sign", paper, "--account", "TEST::3", network=False)["signatures"] == 3
    dry = stage.ok("send", paper, "--account", "TEST::9", "--dry-run")
    assert (dry["act"], dry["outcome"], dry["sent"]) == ("execute", ["OrderExecuted"], False)
    assert stage.held(person(8)) == 0
    sent = stage.ok("send", paper, "--account", "TEST::9")
    assert sent["sent"] is True
    assert "OrderExecuted" in sent["events"]
    assert stage.held(person(8)) == 1_001
    stage.refused("ACC1", "send", paper, "--account", "TEST::9")
    assert stage.ok("show", account)["moved"] == {"PAY_EUR": "1001"}


def test_change__two_sends__48_hours_apart(stage: Stage) -> None:
    stage.founded()
    change = stage.file("change.json", {"ladders": {"PAY_EUR": 1}})
    paper = str(stage.folder / "change-paper.json")
    stage.ok("propose", "Seller", "--change", change, "--account", "TEST::1", "--out", paper)
    for index in (2, 3):
        stage.ok("sign", paper, "--account", f"TEST::{index}", network=False)
    assert stage.ok("send", paper, "--account", "TEST::9")["act"] == "propose_change"
    assert stage.ok("show", "Seller", "--paper", paper)["pending"]["change"].startswith("0x")
    stage.refused("ACC5", "send", paper, "--account", "TEST::9")
    stage.driver.set_time(stage.driver.now() + 2 * DAY)
    # A block of that time, for the command connects anew.
    stage.driver.call(stage.euro, "mint", [person(8), 1], person(0)).require()
    assert stage.ok("send", paper, "--account", "TEST::9")["act"] == "execute_change"
    assert stage.ok("show", "Seller")["ladders"]["PAY_EUR"] == "1 for every amount"


def test_single_papers__deputy_freeze_withdraw_consent(stage: Stage) -> None:
    stage.founded()
    paper = str(stage.folder / "{}.json")
    until = ("--rights", "PAY_EUR", "--until", "2099-12-31")
    refused = ("propose", "Seller", "--deputy", person(5), *until, "--account", "TEST::2")
    stage.ok(*refused, "--out", paper.format("far"))
    stage.refused("DELEGATION", "send", paper.format("far"), "--account", "TEST::9")
    stage.ok("propose", "Seller", "--calls", stage.payment(5), "--account", "TEST::1",
             "--out", paper.format("order"))  # fmt: skip
    stage.ok("propose", "Seller", "--withdraw", paper.format("order"), "--account", "TEST::1",
             "--out", paper.format("void"))  # fmt: skip
    assert stage.ok("send", paper.format("void"), "--account", "TEST::9")["act"] == "withdraw_order"
    stage.ok("sign", paper.format("order"), "--account", "TEST::2", network=False)
    stage.refused("ACC1", "send", paper.format("order"), "--account", "TEST::9")
    stage.ok("propose", "Seller", "--consent", "0x" + "ab" * 32, "--account", "TEST::1",
             "--out", paper.format("consent"))  # fmt: skip
    stage.ok("sign", paper.format("consent"), "--account", "TEST::2", network=False)
    told = stage.ok("send", paper.format("consent"), "--account", "TEST::9")
    assert told["bundle"].startswith("0x")
    assert told["sent"] is False
    stage.ok("propose", "Seller", "--freeze", "--account", "TEST::2", "--out", paper.format("freeze"))
    assert stage.ok("send", paper.format("freeze"), "--account", "TEST::9")["act"] == "freeze_key"
    assert person(2) not in stage.ok("show", "Seller")["signers"]


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("propose", "Buyer", "--calls", "x"), "none was created here"),
        (("propose", "Seller", "--account", "TEST::1"), "name one of --calls"),
        (("propose", "Seller", "--calls", "a", "--freeze", "--account", "TEST::1"), "name one of --calls"),
        (("propose", "Seller", "--calls", "none.json", "--account", "TEST::1"), "No such file"),
        (("propose", "Seller", "--calls", "PAY", "--account", "TEST::99999"), "no such account"),
        (("propose", "Seller", "--calls", "PAY"), "--account: missing"),
        (("propose", "Seller", "--freeze", "--rights", "all", "--account", "TEST::1"), "belong to --deputy"),
        (("propose", "Seller", "--consent", "0x12", "--account", "TEST::1"), "64 hex digits"),
        (("propose", "Seller", "--cancel", "--account", "TEST::1"), "no change waits"),
        (("propose", "Seller", "--deputy", "0x" + "5" * 40, "--account", "TEST::1"), "--rights: missing"),
        (
            ("propose", "Seller", "--deputy", "0x" + "5" * 40, "--rights", "GOLD", "--account", "TEST::1"),
            "no such capability",
        ),
        (
            ("propose", "Seller", "--deputy", "0x" + "5" * 40, "--rights", "all", "--until", "soon",
             "--account", "TEST::1"),
            "write 2026-12-31",
        ),
        (("create", "PLAN", "--account", "TEST::0"), "taken"),
        (("create", "none.yaml", "--account", "TEST::0"), "No such file"),
        (("show", "0x" + "5" * 40), "no InstitutionAccount"),
        (("send", "none.json", "--account", "TEST::0"), "No such file"),
    ],
)  # fmt: skip
def test_account__wrong_input__one_line(stage: Stage, args: tuple[str, ...], part: str) -> None:
    stage.founded()
    words = {"PAY": stage.payment(1), "PLAN": stage.plan()}
    stage.refused(part, *(words.get(word, word) for word in args))


def test_sign__wrong_hands__one_line(stage: Stage) -> None:
    stage.founded()
    paper = str(stage.folder / "paper.json")
    stage.ok("propose", "Seller", "--calls", stage.payment(5), "--account", "TEST::1", "--out", paper)
    stage.refused("SELF_CHECK", "sign", paper, "--account", "TEST::1", network=False)
    stage.ok("sign", paper, "--account", "TEST::2", network=False)
    stage.refused("already", "sign", paper, "--account", "TEST::2", network=False)
    data = json.loads(Path(paper).read_text())
    data["nonce"] += 1
    Path(paper).write_text(json.dumps(data))
    stage.refused("altered", "sign", paper, "--account", "TEST::3", network=False)


def test_dry_runs__write_and_sign_nothing(stage: Stage) -> None:
    told = stage.ok("create", stage.plan(), "--account", "TEST::0", "--dry-run")
    assert told["sent"] is False
    assert not (stage.folder / "out").exists()
    stage.founded()
    files = sorted(path for path in stage.folder.rglob("*") if path.is_file())
    pay = stage.payment(1)
    stage.ok("propose", "Seller", "--calls", pay, "--account", "TEST::1", "--dry-run")
    assert sorted(path for path in stage.folder.rglob("*") if path.is_file()) == sorted([*files, Path(pay)])


def test_built_in_chain__would_lose_the_work__said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployments, "is_built_in", lambda provider: True)
    stage.refused("make chain", "create", stage.plan(), "--account", "TEST::0")
