"""`ape run party` through click's runner, on Ape's built-in chain."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

ape = pytest.importorskip("ape")

from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.chain.suite import TEST_RULEBOOK, all_capabilities  # noqa: E402

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "party.py"
NETWORK = "ethereum:local:test"
LEI = "5493001KJTIIGC8Y1R12"
WORDS = ("--role", "BANK,TRADER", "--lei", LEI, "--valid-until", "2090-12-31")
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    with ape.networks.parse_network_choice(NETWORK) as provider:
        driver = ApeDriver(provider)
        founder = driver.use(ape.accounts.test_accounts[0])
        grants = [grant.as_tuple() for grant in all_capabilities(founder)]
        yield driver.deploy("PartyRegistry", [TEST_RULEBOOK, grants], founder).address


@pytest.fixture
def run(registry: str) -> Iterator[Run]:
    spec = importlib.util.spec_from_file_location("usance_script_party", SCRIPT)
    assert spec
    assert spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def command(*args: str, registry: str = registry) -> Result:
        return CliRunner().invoke(module.cli, [*args, "--registry", registry, "--network", NETWORK])

    driver = ApeDriver()
    mark = driver.snapshot()
    yield command
    driver.revert(mark)


def party(index: int) -> str:
    return str(ape.accounts.test_accounts[index].address)


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def refused(result: Result, *parts: str) -> None:
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    for part in parts:
        assert part in result.output


def test_admit__party_signs_here__admitted(run: Run) -> None:
    answer = told(
        run("admit", party(1), *WORDS, "--account", "TEST::0", "--party-account", "TEST::1", "--json")
    )
    assert answer["act"] == "admit"
    assert answer["events"][0]["name"] == "PartyAdmitted"
    seen = told(run("show", party(1), "--json"))
    assert (seen["status"], seen["roles"], seen["may_act"]) == ("ACTIVE", ["BANK", "TRADER"], True)
    again = run("admit", party(1), *WORDS, "--account", "TEST::0", "--party-account", "TEST::1")
    refused(again, "ADMITTED")


def test_admit__two_steps__admitted_by_the_party(run: Run) -> None:
    told(run("admit", party(1), *WORDS, "--account", "TEST::0", "--json"))
    assert told(run("show", party(1), "--json"))["status"] == "UNKNOWN"
    told(run("admit", party(1), *WORDS, "--account", "TEST::1", "--accept", "--json"))
    assert told(run("show", party(1), "--json"))["status"] == "ACTIVE"


def test_admit__dry_run__nothing_sent(run: Run) -> None:
    answer = told(run("admit", party(1), *WORDS, "--account", "TEST::0", "--dry-run", "--json"))
    assert (answer["act"], answer["outcome"], answer["sent"]) == ("propose", "would succeed", False)
    signed = told(
        run(
            *("admit", party(1), *WORDS, "--account", "TEST::0"),
            *("--party-account", "TEST::1", "--dry-run", "--json"),
        )
    )
    assert signed["arguments"]["signature"] == "0x", "a dry run signs nothing"
    assert told(run("show", party(1), "--json"))["status"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("status", "ONE", "HELDX", "--account", "TEST::0"), ("status 'HELDX'", "STATUS")),
        (("status", "ONE", "HELD", "--account", "TEST::0"), ("breaks ADMITTED",)),
        (("status", "0x12", "HELD", "--account", "TEST::0"), ("party '0x12': not an address",)),
        (("status", "ONE", "HELD"), ("--account: missing",)),
        (("status", "ONE", "HELD", "--account", "TEST::9999"), ("no such account",)),
        (("renounce", "administrator", "--account", "TEST::0"), ("breaks ACC7",)),
        (("renounce", "root", "--account", "TEST::0"), ("capability 'root'",)),
        (("grant", "ONE", "KEEPER", "--account", "TEST::1"), ("breaks CAPABILITY",)),
        (("grant", "ONE", "KEEPER", "--hand-over", "--account", "TEST::0"), ("only the capability",)),
        (("court", "name", "ONE", "--account", "TEST::2"), ("breaks ADMITTED",)),
        (("court", "order", "ONE", "--account", "TEST::2"), ("--order: belongs to",)),
        (("court", "order", "ONE", "--order", "x", "--account", "TEST::2"), ("breaks COURT",)),
        (("accept-administration", "--account", "TEST::2"), ("breaks NO_OFFER",)),
        (("admit", "ONE", *WORDS[:4], "--valid-until", "31.12.2090"), ("--valid-until",)),
        (("admit", "ONE", *WORDS[:3], "X", *WORDS[4:]), ("LEI 'X'",)),
        (("admit", "ONE", *WORDS[:4], "--valid-until", "2001-01-01", "--account", "TEST::0"), ("ADMISSION",)),
        (("admit", "ONE", *WORDS, "--account", "TEST::0", "--party-account", "TEST::2"), ("not the party",)),
        (("admit", "ONE", *WORDS, "--account", "TEST::1", "--party-account", "TEST::1"), ("CAPABILITY",)),
    ],
)
def test_party__wrong_input__one_line(run: Run, args: tuple[str, ...], parts: tuple[str, ...]) -> None:
    refused(run(*(party(1) if word == "ONE" else word for word in args)), *parts)


def test_status_grant_renounce_court__in_turn__as_told(run: Run) -> None:
    told(run("admit", party(1), *WORDS, "--account", "TEST::0", "--party-account", "TEST::1", "--json"))
    court = ("--role", "COURT", *WORDS[2:])
    told(run("admit", party(2), *court, "--account", "TEST::0", "--party-account", "TEST::2", "--json"))
    told(run("court", "name", party(2), "--account", "TEST::1", "--json"))
    told(run("court", "order", party(1), "--order", "order 7", "--account", "TEST::2", "--json"))
    told(run("court", "announce", party(2), "--account", "TEST::1", "--json"))
    refused(run("court", "remove", party(2), "--account", "TEST::1"), "breaks NOTICE")
    told(run("status", party(1), "held", "--account", "TEST::0", "--json"))
    told(run("grant", party(1), "keeper", "--account", "TEST::0", "--json"))
    seen = told(run("show", party(1), "--json"))
    assert (seen["status"], seen["courts"], list(seen["capabilities"])) == ("HELD", 1, ["KEEPER"])
    told(run("grant", party(1), "keeper", "--cancel", "--account", "TEST::1", "--json"))
    told(run("renounce", "keeper", "--account", "TEST::0", "--json"))
    told(run("grant", party(2), "administrator", "--hand-over", "--account", "TEST::0", "--json"))
    refused(run("accept-administration", "--account", "TEST::2"), "breaks ACC5")
    assert "status         HELD" in run("show", party(1)).output


def test_show__no_contract_at_the_address__one_line(run: Run) -> None:
    result = run("show", party(1), registry=party(3))
    refused(result, "no contract there")
