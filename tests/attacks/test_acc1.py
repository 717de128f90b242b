"""ACC1: a signature is good once, here, in time, for these words only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyrevm
import pytest

from tests.unit.party_registry.kit import DAY, HOUR, RULEBOOK, House, identity, opened
from usance import signing
from usance.model.party import Role
from usance.signing import Domain, Mandate


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_admit__signed_for_another_chain__refused(house: House) -> None:
    domain = replace(house.domain, chain_id=5)
    signed = house.sign_admission("issuing_bank", house.admission(house.issuing_bank), domain=domain)
    house.fails("ACC1", house.admitter, "admit", *signed)


def test_admit__signed_for_another_contract__refused(house: House) -> None:
    grants = [{"account": house.admitter, "capability": capability} for capability in (1, 2)]
    twin = house.driver.deploy("PartyRegistry", [RULEBOOK, grants], house.deployer)
    signed = house.sign_admission("issuing_bank", house.admission(house.issuing_bank))
    house.fails("ACC1", house.admitter, "admit", *signed, contract=twin)
    house.ok(house.admitter, "admit", *signed)


def test_admit__signed_under_another_name__refused(house: House) -> None:
    domain = replace(house.domain, contract="DocumentaryCredit")
    signed = house.sign_admission("issuing_bank", house.admission(house.issuing_bank), domain=domain)
    house.fails("ACC1", house.admitter, "admit", *signed)


@pytest.mark.parametrize(
    "change",
    [
        {"roles": int(Role.BANK)},
        {"valid_until": 1_700_000_000},
        {"identity": identity("another")},
        {"courts": ()},
        {"courts": ("second", "first")},
    ],
)
def test_admit__other_words_than_signed__refused(house: House, change: dict[str, object]) -> None:
    admission = house.admission(house.issuing_bank, courts=[house.court, house.second_court])
    signed = house.sign_admission("issuing_bank", admission)
    if change.get("courts"):
        change = {"courts": (house.second_court, house.court)}
    house.fails("ACC1", house.admitter, "admit", replace(admission, **change), *signed[1:])
    house.ok(house.admitter, "admit", *signed)


def test_admit__signed_by_another__refused(house: House) -> None:
    signed = house.sign_admission("stranger", house.admission(house.issuing_bank))
    house.fails("ACC1", house.admitter, "admit", *signed)


def test_admit__other_nonce_or_deadline_than_signed__refused(house: House) -> None:
    admission, nonce, deadline, signature = house.sign_admission(
        "issuing_bank", house.admission(house.issuing_bank)
    )
    house.fails("ACC1", house.admitter, "admit", admission, nonce + 1, deadline, signature)
    house.fails("ACC1", house.admitter, "admit", admission, nonce, deadline + DAY, signature)


def test_admit__after_the_deadline__refused(house: House) -> None:
    signed = house.sign_admission("issuing_bank", house.admission(house.issuing_bank))
    house.driver.set_time(signed[2] + 1)
    house.fails("ACC1", house.admitter, "admit", *signed)


def test_admit__nonce_cancelled__refused(house: House) -> None:
    signed = house.sign_admission("issuing_bank", house.admission(house.issuing_bank), nonce=4)
    house.ok(house.issuing_bank, "cancel_nonce", 4)
    house.fails("ACC1", house.admitter, "admit", *signed)


def test_set_mandate_signed__replayed_after_revocation__refused(house: House) -> None:
    house.admit(house.applicant)
    signed = house.sign_mandate(
        "applicant", Mandate(house.applicant, house.beneficiary, 100, 5, house.now + DAY)
    )
    house.ok(house.stranger, "set_mandate_signed", *signed)
    house.ok(house.applicant, "revoke_mandate", house.beneficiary)
    house.fails("ACC1", house.stranger, "set_mandate_signed", *signed)


def test_set_mandate_signed__refused_act__spends_no_nonce(house: House) -> None:
    signed = house.sign_mandate(
        "applicant", Mandate(house.applicant, house.beneficiary, 100, 5, house.now + DAY)
    )
    house.fails("ADMITTED", house.stranger, "set_mandate_signed", *signed)
    assert not house.see("nonce_used", house.applicant, 1)
    house.admit(house.applicant)
    house.ok(house.stranger, "set_mandate_signed", *signed)


def test_set_mandate_signed__signature_of_an_admission__refused(house: House) -> None:
    house.admit(house.applicant)
    until = house.now + HOUR
    message = signing.admission_message(house.domain, RULEBOOK, house.admission(house.applicant), 2, until)
    signature = signing.sign(house.key("applicant"), message)
    house.fails(
        "ACC1",
        house.stranger,
        "set_mandate_signed",
        house.applicant,
        house.beneficiary,
        100,
        5,
        until,
        2,
        until,
        signature,
    )


def test_domain_separator__the_chain_forks__follows_the_chain_id(house: House) -> None:
    """The same code and state on a chain that took another id: old signatures are foreign there."""
    fork = pyrevm.EVM(env=pyrevm.Env(cfg=pyrevm.CfgEnv(chain_id=5)), spec_id="cancun", gas_limit=30_000_000)
    address = house.registry.address
    fork.insert_account_info(address, pyrevm.AccountInfo(code=house.driver.code(address)))
    data = house.registry.abi.function("domain_separator").encode([])
    seen = bytes(fork.message_call(house.stranger, address, calldata=data))
    domain = Domain(signing.PARTY_REGISTRY, 5, address)
    mandate = Mandate(house.applicant, house.beneficiary, 1, 1, 1)
    assert seen == signing.mandate_message(domain, mandate, 0, 0).header
    assert seen != house.see("domain_separator")
