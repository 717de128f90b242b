"""Deploying the suite so that it can be found and checked again: plan, send, record, verify.

The record `deployments/<network>.json` is what other commands read; nothing is written before the code
on chain was read back and found to be the compiled one.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from eth_utils.crypto import keccak
from pydantic import BaseModel, ConfigDict, ValidationError

from usance.chain.abi import Abi
from usance.chain.artifacts import ROOT, Artifact, artifact
from usance.chain.driver import Deployed, Driver
from usance.chain.suite import SUITE, WIRING, Grant, Suite, predicted

FOLDER = ROOT / "deployments"
TESTING = "contracts/testing/"


class DeploymentError(Exception):
    """A plan, record or chain that does not fit; one line."""


class CodeDriver(Driver, Protocol):
    """A driver that reads code back."""

    def code(self, address: str) -> bytes: ...


@dataclass(frozen=True)
class Planned:
    """One contract to deploy: own arguments first, then the contracts it is wired to."""

    artifact: Artifact
    arguments: tuple[Any, ...]
    wired: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.artifact.name


@dataclass(frozen=True)
class Plan:
    """What will be sent, in order."""

    network: str
    chain_id: int
    deployer: str
    rulebook: bytes
    contracts: tuple[Planned, ...]


class ContractRecord(BaseModel):
    """A deployed contract as the file has it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    address: str
    arguments: list[Any]
    initcode_hash: str
    runtime_hash: str
    code_hash: str
    code_size: int


class Record(BaseModel):
    """deployments/<network>.json."""

    model_config = ConfigDict(extra="forbid")

    network: str
    chain_id: int
    deployer: str
    dry_run: bool
    block_time: int
    rulebook: str
    contracts: list[ContractRecord]

    def address(self, name: str) -> str:
        """Where a contract is."""
        for contract in self.contracts:
            if contract.name == name:
                return contract.address
        raise DeploymentError(f"deployments/{self.network}.json: no {name}; deploy again with --again")

    def suite(self, driver: Driver) -> Suite:
        """The suite of this record, ready to be called."""
        placed = {name: driver.at(name, self.address(name)) for name in SUITE}
        return Suite(placed, bytes.fromhex(self.rulebook[2:]))


def path_of(network: str) -> Path:
    """The file of a network."""
    return FOLDER / f"{network}.json"


def plan(
    network: str,
    chain_id: int,
    deployer: str,
    rulebook: bytes,
    grants: Sequence[Grant],
    names: Sequence[str] = SUITE,
) -> Plan:
    """The deployment of the suite; refuses what is made for tests."""
    contracts: list[Planned] = []
    for name in names:
        compiled = artifact(name)
        if compiled.path.startswith(TESTING):
            raise DeploymentError(f"{name} is made for tests ({compiled.path}); it is never deployed")
        own: tuple[Any, ...] = ()
        if name == "PartyRegistry":
            own = (rulebook, [grant.as_tuple() for grant in grants])
        contracts.append(Planned(compiled, own, WIRING.get(name, ())))
    return Plan(network, chain_id, deployer, rulebook, tuple(contracts))


def hashes(compiled: Artifact) -> tuple[str, str]:
    """(initcode hash, runtime hash) of a compiled contract."""
    return "0x" + keccak(compiled.initcode).hex(), "0x" + keccak(compiled.runtime).hex()


def as_dict(intended: Plan, dry_run: bool) -> dict[str, Any]:
    """A plan for people and for --json."""
    return {
        "network": intended.network,
        "chain_id": intended.chain_id,
        "deployer": intended.deployer,
        "dry_run": dry_run,
        "contracts": [
            {
                "name": one.name,
                "arguments": [*_plain(one.arguments), *(f"<{name}>" for name in one.wired)],
                "initcode_hash": hashes(one.artifact)[0],
                "runtime_bytes": one.artifact.runtime_size,
            }
            for one in intended.contracts
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def send(intended: Plan, driver: CodeDriver) -> Record:
    """Deploy everything in order, read every code back; the record is not written here."""
    if driver.chain_id != intended.chain_id:
        raise DeploymentError(f"the plan is for chain {intended.chain_id}, this is chain {driver.chain_id}")
    placed: dict[str, Deployed] = {}
    records: list[ContractRecord] = []
    foreseen = predicted(driver.nonce(intended.deployer), intended.deployer)
    for one in intended.contracts:
        args = [*one.arguments, *(foreseen[name] for name in one.wired)]
        placed[one.name] = driver.deploy(one.name, args, intended.deployer)
        if placed[one.name].address != foreseen[one.name]:
            raise DeploymentError(
                f"{one.name} came to {placed[one.name].address}, not to {foreseen[one.name]} as foreseen: "
                f"{intended.deployer} sent something else meanwhile; deploy again with --again"
            )
        initcode_hash, runtime_hash = hashes(one.artifact)
        code = driver.code(placed[one.name].address)
        records.append(
            ContractRecord(
                name=one.name,
                address=placed[one.name].address,
                arguments=_plain(args),
                initcode_hash=initcode_hash,
                runtime_hash=runtime_hash,
                code_hash="0x" + keccak(code).hex(),
                code_size=len(code),
            )
        )
    record = Record(
        network=intended.network,
        chain_id=intended.chain_id,
        deployer=intended.deployer,
        dry_run=False,
        block_time=driver.now(),
        rulebook="0x" + intended.rulebook.hex(),
        contracts=records,
    )
    problems = verify(record, driver)
    if problems:
        raise DeploymentError("; ".join(problems))
    return record


def verify(record: Record, driver: CodeDriver) -> list[str]:
    """Every way in which the chain is not what the record and the sources say."""
    problems: list[str] = []
    if driver.chain_id != record.chain_id:
        return [f"the record is for chain {record.chain_id}, this is chain {driver.chain_id}"]
    for contract in record.contracts:
        code = driver.code(contract.address)
        if not code:
            problems.append(f"{contract.name}: no code at {contract.address}")
        elif "0x" + keccak(code).hex() != contract.code_hash:
            problems.append(f"{contract.name}: other code at {contract.address} than recorded")
        elif not code.startswith(artifact(contract.name).runtime):
            problems.append(f"{contract.name}: the code at {contract.address} is not that of the sources")
        else:
            problems += _wiring_problems(record, contract, driver)
    return problems


def _wiring_problems(record: Record, contract: ContractRecord, driver: Driver) -> list[str]:
    """What a contract says of the contracts it is wired to."""
    problems: list[str] = []
    deployed = Deployed(contract.name, contract.address, Abi(artifact(contract.name).abi))
    for getter, name in (("REGISTRY", "PartyRegistry"), ("PARTY_REGISTRY", "PartyRegistry"),
                         ("CALENDAR", "BankingCalendar"), ("RULES", _rules_of(contract.name)),
                         ("CHARGES", "ChargeRegistry"), ("CLAIMS", "ClaimToken"),
                         ("LIFE", "ClaimLife"), ("RIGHTS", "ClaimRights"),
                         ("BIRTHS", "ClaimBirths"), ("SETTLEMENT", "CreditSettlement")):  # fmt: skip
        if getter in deployed.abi.functions and driver.view(deployed, getter) != record.address(name):
            problems.append(f"{contract.name}: {getter} is not the {name} of this record")
    return problems


def _rules_of(name: str) -> str:
    return "ClaimRules" if name.startswith("Claim") else "CreditRules"


def unchanged(record: Record) -> bool:
    """Would the sources of today deploy the same code?"""
    return {one.name: one.initcode_hash for one in record.contracts} == {
        name: hashes(artifact(name))[0] for name in SUITE
    }


def store(record: Record) -> Path:
    """Write the record whole or not at all."""
    target = path_of(record.network)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(record.model_dump(), indent=2) + "\n")
    os.replace(temporary, target)
    return target


def find(network: str) -> Record | None:
    """The record of a network, None when nothing was deployed there."""
    path = path_of(network)
    if not path.exists():
        return None
    try:
        return Record.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the file"
        raise DeploymentError(f"deployments/{path.name}: {where}: {error.errors()[0]['msg']}") from None


def load(network: str) -> Record:
    """The record of a network; one line when there is none."""
    record = find(network)
    if record is None:
        raise DeploymentError(
            f"nothing is deployed on {network}: run `ape run deploy --network …` first "
            "(`make chain` starts a local chain that keeps its state)"
        )
    return record


def network_key(provider: Any) -> str:
    """The name of a connected network as a file name: ethereum-sepolia, ethereum-local-foundry."""
    network = provider.network
    parts = [network.ecosystem.name, network.name]
    if network.name == "local" or network.name.endswith("-fork"):
        parts.append(provider.name)
    return "-".join(parts)


def is_built_in(provider: Any) -> bool:
    """Is this the chain that dies with the process?"""
    return hasattr(provider, "evm_backend")
