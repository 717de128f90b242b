"""The suite on Ape's own chain, as if it stayed: the claim commands run on it through click.

The built-in chain ends with the process, so the commands refuse it; here the process stays, and only that
refusal and the folders of records and notes are replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from usance.chain.clock import start_in_the_past

# Before the first connection, which `ape test` makes after collecting.
start_in_the_past()

from tests.invoices.kit import SELLER, Draft, Person, ubl  # noqa: E402
from tests.scripts.kit import command as script  # noqa: E402
from usance.calendar_sources import load_place  # noqa: E402
from usance.chain import deployments  # noqa: E402
from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.chain.driver import Deployed  # noqa: E402
from usance.chain.suite import TEST_RULEBOOK, Suite, admit_party, all_capabilities, load_places  # noqa: E402
from usance.claims import command  # noqa: E402
from usance.fingerprints import identity_hash, vat_form  # noqa: E402
from usance.model.party import Role  # noqa: E402

NOW = 1_772_700_000  # 2026-03-05 08:40 UTC
DAY = 86_400
ROLES = ("operator", "seller", "debtor", "anchor", "tier1", "tier2", "financier", "verifier", "stranger")
BUYER = Person("Ostfjord Maskin AS", "987654325", "NO987654325", "Ostfjord", "4000001987658", "NO")
DRAFT = Draft(buyer=BUYER)
SCALE = 10_000
FUNDS = 100_000_000  # [minor]


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

    def claim(self, *args: str, by: str | None = None) -> Result:
        """`ape run claim ...`, by the account of a role."""
        more = ("--account", self.alias(by)) if by is not None else ()
        # Answers and refusals apart, as a shell has them.
        return CliRunner(mix_stderr=False).invoke(script("claim"), [*args, *more])

    def told(self, *args: str, by: str | None = None) -> Any:
        """The JSON of a command that went well."""
        result = self.claim(*args, "--json", by=by)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def good(self, *args: str, by: str | None = None) -> str:
        result = self.claim(*args, by=by)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *args: str, by: str | None = None, parts: tuple[str, ...] = ()) -> str:
        """The one line of a refused command, which changed nothing."""
        before = self.driver.provider.web3.eth.block_number
        result = self.claim(*args, by=by)
        assert result.exit_code == 1, result.output
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        assert len(lines) == 1, result.output
        assert "Traceback" not in result.output
        assert [part for part in parts if part not in lines[0]] == [], lines[0]
        assert self.driver.provider.web3.eth.block_number == before
        return lines[0]

    def paper(self, draft: Draft = DRAFT, name: str = "invoice.xml", credit: bool = False) -> str:
        path = self.folder / name
        path.write_bytes(ubl(draft, credit))
        return str(path)

    def terms(self) -> tuple[str, ...]:
        return "--place", "NLRTM", "--asset", self.token.address

    def register(self, draft: Draft = DRAFT, *options: str) -> str:
        """A registered claim's id."""
        told = self.told(
            "register", "--invoice", self.paper(draft), "--keys", "rehearsal", *self.terms(), *options,
            by="seller",
        )  # fmt: skip
        return str(told["claim"])

    def accepted(self, draft: Draft = DRAFT, *options: str) -> str:
        claim = self.register(draft, *options)
        self.told("accept", claim, by="debtor")
        return claim

    def payable(self, amount: str = "EUR 100000.00", *options: str) -> str:
        """A payable that tier1 received."""
        told = self.told(
            "payable", "--to", self.address("tier1"), "--amount", amount, "--due", "2026-06-03",
            *self.terms(), *options, by="anchor",
        )  # fmt: skip
        self.told("receive", told["claim"], by="tier1")
        return str(told["claim"])

    def show(self, claim: str) -> Any:
        return self.told("show", claim)

    def wait(self, moment: int) -> None:
        self.driver.set_time(moment)
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
        load_places(driver, suite, [load_place(code, [2026, 2027]) for code in ("NLRTM", "TARGET")], operator)
        identities = {
            "seller": identity_hash(vat_form(SELLER.vat, SELLER.country)),
            "debtor": identity_hash(vat_form(BUYER.vat, BUYER.country)),
        }
        roles = {"financier": Role.FINANCIER, "verifier": Role.VERIFIER}
        for name, account in zip(ROLES, accounts, strict=True):
            if name not in ("operator", "stranger"):
                role = int(roles.get(name, Role.TRADER))
                admit_party(driver, suite, account, role, operator, identities.get(name))
        token = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], operator)
        for name in ("debtor", "anchor", "tier1"):
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
