"""A deployment is planned, sent, read back and recorded; nothing made for tests is ever in a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from usance.chain import deployments
from usance.chain.artifacts import deployables
from usance.chain.deployments import DeploymentError, find, load, plan, send, store, unchanged, verify
from usance.chain.revm import RevmDriver
from usance.chain.suite import SUITE, TEST_RULEBOOK, all_capabilities, deploy_suite


@pytest.fixture
def driver() -> RevmDriver:
    return RevmDriver()


@pytest.fixture
def record(driver: RevmDriver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> deployments.Record:
    monkeypatch.setattr(deployments, "FOLDER", tmp_path / "deployments")
    deployer = driver.accounts(1)[0].address
    intended = plan("test-net", driver.chain_id, deployer, TEST_RULEBOOK, all_capabilities(deployer))
    return send(intended, driver)


def test_send__plan__leaves_a_verified_record(record: deployments.Record, driver: RevmDriver) -> None:
    assert [one.name for one in record.contracts] == list(SUITE)
    assert record.chain_id == driver.chain_id
    assert record.block_time == driver.now()
    assert not record.dry_run
    assert verify(record, driver) == []
    assert record.contracts[1].arguments == [record.address("PartyRegistry")]
    suite = record.suite(driver)
    assert driver.view(suite.registry, "rulebook") == TEST_RULEBOOK


def test_store__and_load__give_the_same_record(record: deployments.Record) -> None:
    assert find("test-net") is None
    path = store(record)
    assert load("test-net") == record
    assert unchanged(record)
    assert [one.name for one in path.parent.iterdir()] == ["test-net.json"]


def test_load__nothing_deployed__names_the_mend(record: deployments.Record) -> None:
    with pytest.raises(DeploymentError, match="ape run deploy"):
        load("test-net")


def test_find__broken_file__is_one_line(record: deployments.Record) -> None:
    store(record).write_text('{"network": "test-net"}')
    with pytest.raises(DeploymentError, match=r"test-net\.json: chain_id") as caught:
        find("test-net")
    assert "\n" not in str(caught.value)


def test_verify__other_code_or_chain__is_told(record: deployments.Record, driver: RevmDriver) -> None:
    other = RevmDriver()
    assert "no code at" in verify(record, other)[0]
    moved = record.model_copy(deep=True)
    moved.contracts[0].address = record.contracts[1].address
    problems = verify(moved, driver)
    assert any("PartyRegistry: other code" in problem for problem in problems)
    assert any("is not the PartyRegistry" in problem for problem in problems)
    assert verify(record.model_copy(update={"chain_id": 5}), driver)[0].startswith(
        "the record is for chain 5"
    )


def test_unchanged__another_source__is_seen(record: deployments.Record) -> None:
    changed = record.model_copy(deep=True)
    changed.contracts[2].initcode_hash = "0x00"
    assert not unchanged(changed)


def test_plan__wrong_chain__sends_nothing(driver: RevmDriver) -> None:
    deployer = driver.accounts(1)[0].address
    intended = plan("test-net", 1, deployer, TEST_RULEBOOK, all_capabilities(deployer))
    before = driver.now()
    with pytest.raises(DeploymentError, match="chain 1"):
        send(intended, driver)
    assert driver.now() == before


@pytest.mark.parametrize(
    "name", [name for name, path in deployables().items() if path.startswith("contracts/testing/")]
)
def test_plan__contract_made_for_tests__is_refused(name: str) -> None:
    with pytest.raises(DeploymentError, match="made for tests"):
        plan("test-net", 1, "0x" + "1" * 40, TEST_RULEBOOK, [], [*SUITE, name])


def test_suite__every_deployable_of_the_suite__is_in_the_plan() -> None:
    own = {name for name, path in deployables().items() if not path.startswith("contracts/testing/")}
    # A company deploys its own account; there is no one of the suite.
    assert own - {"InstitutionAccount"} == set(SUITE)
    assert set(deployments.WIRING) == set(SUITE)


def test_deploy_suite__the_deployer_has_only_what_is_granted(driver: RevmDriver) -> None:
    deployer, officer = (account.address for account in driver.accounts(2))
    suite = deploy_suite(driver, deployer, all_capabilities(officer))
    for bit in (1, 2, 4, 8, 16):
        assert driver.view(suite.registry, "has_capability", [officer, bit])
        assert not driver.view(suite.registry, "has_capability", [deployer, bit])
    assert replace(suite, rulebook=b"") != suite
