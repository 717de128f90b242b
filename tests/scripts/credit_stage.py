"""The suite on Ape's own chain, as if it stayed: the credit commands run on it through click.

The built-in chain ends with the process, so the commands refuse it; here the process stays, and only that
refusal and the folders of records and notes are replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from usance.chain.clock import start_in_the_past

# Before the first connection, which `ape test` makes after collecting.
start_in_the_past()

from tests.scripts.kit import DEMO  # noqa: E402
from tests.scripts.kit import command as script  # noqa: E402
from usance.calendar_sources import load_place  # noqa: E402
from usance.chain import deployments  # noqa: E402
from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.chain.driver import Deployed  # noqa: E402
from usance.chain.suite import TEST_RULEBOOK, Suite, admit_party, all_capabilities, load_places  # noqa: E402
from usance.credits import command  # noqa: E402
from usance.model.party import Role  # noqa: E402

NOW = 1_772_700_000  # 2026-03-05 08:40 UTC
ROLES = (
    "operator", "issuing_bank", "applicant", "beneficiary", "nominated_bank", "panel", "second_bank", "court",
    "stranger",
)  # fmt: skip
PLACES = ("NLRTM", "BDDAC", "TARGET")
SCALE = 10_000
FUNDS = 100_000_000  # [minor]
MESSAGE = (DEMO / "messages" / "credit.fin").read_bytes().decode().replace("\r\n", "\n")
PARTIES = str(DEMO / "parties.yaml")
DOCUMENTS = DEMO / "documents"
REFERENCE = "MKB26LC0107"


@dataclass
class Stage:
    """Who is who, and the folder of the test."""

    driver: ApeDriver
    suite: Suite
    token: Deployed
    folder: Path

    def alias(self, who: str) -> str:
        return f"TEST::{ROLES.index(who)}"

    def address(self, who: str) -> str:
        return str(self.driver.accounts(len(ROLES))[ROLES.index(who)].address)

    def credit(self, *args: str, by: str | None = None) -> Result:
        """`ape run credit ...`, by the account of a role."""
        more = ("--account", self.alias(by)) if by is not None else ()
        # Answers and refusals apart, as a shell has them.
        return CliRunner(mix_stderr=False).invoke(script("credit"), [*args, *more])

    def told(self, *args: str, by: str | None = None) -> Any:
        """The JSON of a command that went well."""
        result = self.credit(*args, "--json", by=by)
        assert result.exit_code == 0, result.output + result.stderr
        told = json.loads(result.stdout)
        if isinstance(told, dict) and told.get("sent"):
            # What was foretold of this contract is what came.
            own = {event.name for event in self.suite.credit.abi.events.values()}
            foretold = [name for name in told["outcome"] if name in own]
            assert foretold == [event["name"] for event in told["events"] if event["name"] in own]
        return told

    def good(self, *args: str, by: str | None = None) -> str:
        result = self.credit(*args, by=by)
        assert result.exit_code == 0, result.output + result.stderr
        return result.output

    def refused(self, *args: str, by: str | None = None, parts: tuple[str, ...] = (), code: int = 1) -> str:
        """The one line of a refused command, which changed nothing."""
        before = self.driver.provider.web3.eth.block_number
        result = self.credit(*args, by=by)
        assert result.exit_code == code, result.output
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        assert len(lines) == 1, result.output
        assert "Traceback" not in result.output
        assert [part for part in parts if part not in lines[0]] == [], lines[0]
        assert self.driver.provider.web3.eth.block_number == before
        return lines[0]

    def events(self, *args: str, by: str) -> list[str]:
        """The names of the events of an act that was sent."""
        return [event["name"] for event in self.told(*args, by=by)["events"]]

    # --- scenes ---

    def issued(self, *changes: tuple[str, str], options: tuple[str, ...] = ()) -> str:
        """A credit from the demo's MT700, with some of its lines changed; what names it."""
        text = MESSAGE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = self.folder / "mt700.fin"
        path.write_text(text)
        money = () if "--off-chain" in options else ("--asset", self.token.address, "--cover", "20")
        told = self.told(
            "issue", "--mt700", str(path), "--parties", PARTIES, *money, *options, by="issuing_bank"
        )
        return str(told["credit"])

    def confirmed(self, *changes: tuple[str, str]) -> str:
        credit = self.issued((":49:WITHOUT", ":49:CONFIRM\n:58A:KNFCBDDHXXX"), *changes)
        self.told("confirm", credit, by="nominated_bank")
        return credit

    def paper(self, fields: str, number: int = 1, reference: str = REFERENCE) -> str:
        """An MT707 of the issuing bank."""
        path = self.folder / f"mt707-{number}.fin"
        path.write_text(
            "{1:F01MKADNL2RAXXX0001000109}{2:I707KNFCBDDHXXXXN}{4:\n"
            f":27:1/1\n:20:{reference}\n:21:NONREF\n:23:{reference}\n:52A:MKADNL2RXXX\n:31C:260305\n"
            f":26E:{number:03}\n:30:260306\n:22A:ISSU\n{fields}\n-}}"
        )
        return str(path)

    def presented(
        self, credit: str, at: str, bank: str = "issuer", insurance: str = "insurance", *options: str
    ) -> str:
        """A set of the beneficiary's own; its id."""
        names = ("invoice", "bill-of-lading", "packing-list", "certificate-of-origin")
        files = [word for name in names for word in ("--document", str(DOCUMENTS / f"{name}.json"))]
        told = self.told(
            "present", credit, *files, "--document", f"insurance={DOCUMENTS / insurance}.json",
            "--bank", bank,
            *(() if "--amount" in options else ("--amount", "184600.00")),
            *(() if "--shipped" in options else ("--shipped", "2026-03-22")),
            "--at", at, *options, by="beneficiary",
        )  # fmt: skip
        return str(next(event for event in told["events"] if event["name"] == "Presented")["presentation"])

    def received(self, credit: str, at: str, *options: str, bank: str = "issuer") -> str:
        """A set that its bank has received the same day."""
        found = self.presented(credit, at, bank, "insurance", *options)
        by = "issuing_bank" if bank == "issuer" else "nominated_bank"
        self.told("acknowledge", credit, "--set", found, by=by)
        return found

    def show(self, credit: str) -> Any:
        return self.told("show", credit)

    def last_set(self, credit: str) -> Any:
        return self.show(credit)["sets"][-1]

    def wait(self, text: str) -> None:
        self.driver.set_time(int(datetime.fromisoformat(text).timestamp()))
        operator = self.address("operator")
        self.driver.call(self.token, "mint", [operator, 1], operator).require()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ApeDriver, Suite, Deployed, Path]]:
    """Deployed and recorded as `ape run deploy` does it; undone when the tests of the file are over."""
    import ape

    connected = ape.networks.active_provider
    with (
        nullcontext(connected)
        if connected
        else ape.networks.parse_network_choice("ethereum:local:test") as provider
    ):
        driver = ApeDriver(provider)
        accounts = driver.accounts(len(ROLES))
        mark = driver.snapshot()
        operator = accounts[0].address
        folder = tmp_path_factory.mktemp("deployments")
        key = deployments.network_key(provider)
        plan = deployments.plan(key, driver.chain_id, operator, TEST_RULEBOOK, all_capabilities(operator))
        record = deployments.send(plan, driver)
        (folder / f"{key}.json").write_text(json.dumps(record.model_dump()))
        suite = record.suite(driver)
        load_places(driver, suite, [load_place(code, [2026]) for code in PLACES], operator)
        roles = {"issuing_bank": Role.BANK, "nominated_bank": Role.BANK, "second_bank": Role.BANK}
        roles["court"] = Role.COURT
        courts = (accounts[ROLES.index("court")].address,)
        for name in ("court", "issuing_bank", "applicant", "beneficiary", "nominated_bank", "second_bank"):
            account = accounts[ROLES.index(name)]
            named = courts if name == "issuing_bank" else ()
            admit_party(driver, suite, account, int(roles.get(name, Role.TRADER)), operator, None, named)
        token = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], operator)
        for name in ("issuing_bank", "nominated_bank"):
            holder = accounts[ROLES.index(name)].address
            driver.call(token, "mint", [holder, FUNDS * SCALE], operator).require()
        driver.set_time(NOW)
        driver.call(token, "mint", [operator, 1], operator).require()
        yield driver, suite, token, folder
        driver.revert(mark)


@pytest.fixture
def stage(
    built: tuple[ApeDriver, Suite, Deployed, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    driver, suite, token, folder = built
    monkeypatch.setattr(deployments, "is_built_in", lambda provider: False)
    monkeypatch.setattr(deployments, "FOLDER", folder)
    monkeypatch.setattr(command, "OUT", tmp_path / "out")
    mark = driver.snapshot()
    yield Stage(driver, suite, token, tmp_path)
    driver.revert(mark)
