"""A party is in by its own word: signature or transaction, under the rulebook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.party_registry.kit import DAY, HOUR, RULEBOOK, YEAR, ZERO, House, identity
from usance import signing
from usance.model.party import Capability, Role, Status


def test_admit__signed_by_the_party__works_at_once(house: House) -> None:
    admission = house.admission(house.issuing_bank, Role.BANK | Role.FINANCIER, [house.court])
    receipt = house.ok(house.admitter, "admit", *house.sign_admission("issuing_bank", admission))
    admitted = receipt.event("PartyAdmitted")
    assert admitted.args == {
        "party": house.issuing_bank,
        "identity": admission.identity,
        "roles": int(Role.BANK | Role.FINANCIER),
        "valid_until": admission.valid_until,
        "rulebook": RULEBOOK,
    }
    assert receipt.event("CourtNamed").args == {"party": house.issuing_bank, "court": house.court}
    assert house.see("party_of", house.issuing_bank) == {
        "roles": int(Role.BANK | Role.FINANCIER),
        "status": int(Status.ACTIVE),
        "valid_until": admission.valid_until,
        "admitted_at": receipt.timestamp,
        "courts": 1,
        "identity": admission.identity,
    }
    assert house.see("may", house.issuing_bank, Role.BANK)
    assert house.see("may", house.issuing_bank, Role.BANK | Role.FINANCIER)
    assert not house.see("may", house.issuing_bank, Role.BANK | Role.TRADER)
    assert house.see("may", house.issuing_bank, 0)
    assert house.see("nonce_used", house.issuing_bank, 1)


def test_admit__not_by_an_admitter__refused(house: House) -> None:
    admission = house.admission(house.issuing_bank)
    house.fails("CAPABILITY", house.stranger, "admit", *house.sign_admission("issuing_bank", admission))


def test_admit__other_rulebook_signed__refused(house: House) -> None:
    signed = house.sign_admission(
        "issuing_bank", house.admission(house.issuing_bank), rulebook=identity("other words")
    )
    house.fails("ACC1", house.admitter, "admit", *signed)


@pytest.mark.parametrize("courts", [0, 1, 2, 4])
def test_admit__courts_signed__each_named(house: House, courts: int) -> None:
    named = [house.court, house.second_court, house.adviser, house.applicant][:courts]
    admission = house.admission(house.issuing_bank, Role.BANK, named)
    house.ok(house.admitter, "admit", *house.sign_admission("issuing_bank", admission))
    assert house.see("party_of", house.issuing_bank)["courts"] == courts


def test_admit__wallet_of_several_keys__long_signature_works(house: House) -> None:
    admission = house.admission(house.wallet.address)
    deadline = house.now + HOUR
    digest = house.see("admission_digest", admission, 5, deadline)
    house.ok(house.wallet_owner, "accept_signature", digest, b"\x07" * 195, contract=house.wallet)
    house.ok(house.admitter, "admit", admission, 5, deadline, b"\x07" * 195)
    assert house.see("status_of", house.wallet.address) == Status.ACTIVE


def test_admit__wallet_owner_signs__works(house: House) -> None:
    admission = house.admission(house.wallet.address)
    house.ok(house.admitter, "admit", *house.sign_admission("wallet_owner", admission))
    assert house.see("status_of", house.wallet.address) == Status.ACTIVE


def test_admit__twice__refused(house: House) -> None:
    admission = house.admit(house.issuing_bank)
    house.fails(
        "ADMITTED", house.admitter, "admit", *house.sign_admission("issuing_bank", admission, nonce=2)
    )
    house.fails("ADMITTED", house.admitter, "propose", admission)


def test_admit__removed_party__never_again(house: House) -> None:
    admission = house.admit(house.issuing_bank)
    house.ok(house.supervisor, "set_status", house.issuing_bank, Status.REMOVED)
    house.fails(
        "ADMITTED", house.admitter, "admit", *house.sign_admission("issuing_bank", admission, nonce=2)
    )


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("roles", 0, "ADMISSION"),
        ("identity", bytes(32), "ADMISSION"),
        ("valid_until", 1, "ADMISSION"),
        ("valid_until", 1 << 64, "ADMISSION"),
        ("courts", (ZERO,), "COURT"),
    ],
)
def test_admit__field_out_of_bounds__refused(house: House, field: str, value: object, rule: str) -> None:
    admission = replace(house.admission(house.issuing_bank), **{field: value})
    house.fails(rule, house.admitter, "admit", *house.sign_admission("issuing_bank", admission))


def test_admit__party_as_its_own_court__refused(house: House) -> None:
    admission = house.admission(house.issuing_bank, courts=[house.issuing_bank])
    house.fails("COURT", house.admitter, "admit", *house.sign_admission("issuing_bank", admission))


def test_admit__same_court_twice__refused(house: House) -> None:
    admission = house.admission(house.issuing_bank, courts=[house.court, house.court])
    house.fails("NO_CHANGE", house.admitter, "admit", *house.sign_admission("issuing_bank", admission))


def test_admit__valid_until_this_very_second__refused(house: House) -> None:
    admission = house.admission(house.issuing_bank, valid_until=house.now + 10)
    signed = house.sign_admission("issuing_bank", admission)
    house.wait(10)
    house.fails("ADMISSION", house.admitter, "admit", *signed)


def test_accept__words_as_proposed__works_at_once(house: House) -> None:
    admission = house.admission(house.applicant, courts=[house.court])
    receipt = house.ok(house.admitter, "propose", admission)
    assert receipt.event("PartyProposed").args == {
        "party": house.applicant,
        "identity": admission.identity,
        "admitter": house.admitter,
    }
    assert house.see("status_of", house.applicant) == 0
    receipt = house.ok(house.applicant, "accept", admission, RULEBOOK)
    assert receipt.event("PartyAdmitted")["party"] == house.applicant
    assert house.see("status_of", house.applicant) == Status.ACTIVE


def test_accept__by_a_wallet__works(house: House) -> None:
    admission = house.admission(house.wallet.address)
    house.ok(house.admitter, "propose", admission)
    house.execute(house.registry, "accept", admission, RULEBOOK).require()
    assert house.see("status_of", house.wallet.address) == Status.ACTIVE


def test_accept__other_words__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.fails("PROPOSAL", house.applicant, "accept", replace(admission, roles=int(Role.BANK)), RULEBOOK)


def test_accept__other_rulebook__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.fails("PROPOSAL", house.applicant, "accept", admission, identity("other words"))


def test_accept__for_another__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.fails("PROPOSAL", house.stranger, "accept", admission, RULEBOOK)


def test_accept__admitter_revoked_meanwhile__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.ok(house.administrator, "revoke_capability", house.admitter, Capability.ADMITTER)
    house.fails("PROPOSAL", house.applicant, "accept", admission, RULEBOOK)


def test_accept__second_time__refused(house: House) -> None:
    admission = house.admit(house.applicant)
    house.fails("PROPOSAL", house.applicant, "accept", admission, RULEBOOK)


def test_accept__admitted_by_signature_meanwhile__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.ok(house.admitter, "admit", *house.sign_admission("applicant", admission))
    house.fails("PROPOSAL", house.applicant, "accept", admission, RULEBOOK)


def test_propose__by_a_stranger__refused(house: House) -> None:
    house.fails("CAPABILITY", house.stranger, "propose", house.admission(house.applicant))


def test_withdraw_proposal__then_accept__refused(house: House) -> None:
    admission = house.admission(house.applicant)
    house.fails("PROPOSAL", house.admitter, "withdraw_proposal", house.applicant)
    house.ok(house.admitter, "propose", admission)
    house.fails("CAPABILITY", house.stranger, "withdraw_proposal", house.applicant)
    receipt = house.ok(house.admitter, "withdraw_proposal", house.applicant)
    assert receipt.event("ProposalWithdrawn")["party"] == house.applicant
    house.fails("PROPOSAL", house.applicant, "accept", admission, RULEBOOK)


def test_address_count__one_legal_person__several_addresses(house: House) -> None:
    lei = identity("5493001KJTIIGC8Y1R12")
    house.admit(house.applicant, identity=lei)
    house.admit(house.adviser, identity=lei)
    assert house.see("address_count", lei) == 2
    assert [house.see("address_at", lei, index) for index in range(3)] == [
        house.applicant,
        house.adviser,
        ZERO,
    ]


def test_renew__later_or_sooner__moves_the_last_second(house: House) -> None:
    admission = house.admit(house.applicant)
    until = house.now + DAY
    receipt = house.ok(house.admitter, "renew", house.applicant, until)
    assert receipt.event("PartyRenewed").args == {"party": house.applicant, "valid_until": until}
    house.wait(until - house.now)
    assert house.see("may", house.applicant, Role.TRADER)
    house.wait(until - house.now + 1)
    assert not house.see("may", house.applicant, Role.TRADER)
    assert house.see("status_of", house.applicant) == Status.ACTIVE
    house.ok(house.admitter, "renew", house.applicant, admission.valid_until + YEAR)
    assert house.see("may", house.applicant, Role.TRADER)


def test_renew__forbidden__refused(house: House) -> None:
    house.fails("ADMITTED", house.admitter, "renew", house.applicant, house.now + YEAR)
    admission = house.admit(house.applicant)
    house.fails("CAPABILITY", house.stranger, "renew", house.applicant, house.now + YEAR)
    house.fails("NO_CHANGE", house.admitter, "renew", house.applicant, admission.valid_until)
    house.fails("ADMISSION", house.admitter, "renew", house.applicant, house.now)
    house.fails("ADMISSION", house.admitter, "renew", house.applicant, 1 << 64)
    house.ok(house.supervisor, "set_status", house.applicant, Status.REMOVED)
    house.fails("REMOVED", house.admitter, "renew", house.applicant, house.now + YEAR)


def test_set_roles__others__replaced(house: House) -> None:
    house.admit(house.applicant)
    receipt = house.ok(house.admitter, "set_roles", house.applicant, Role.CARRIER)
    assert receipt.event("RolesSet").args == {
        "party": house.applicant,
        "before": int(Role.TRADER),
        "roles": int(Role.CARRIER),
    }
    assert house.see("may", house.applicant, Role.CARRIER)
    assert not house.see("may", house.applicant, Role.TRADER)


def test_set_roles__forbidden__refused(house: House) -> None:
    house.fails("ADMITTED", house.admitter, "set_roles", house.applicant, Role.BANK)
    house.admit(house.applicant)
    house.fails("CAPABILITY", house.stranger, "set_roles", house.applicant, Role.BANK)
    house.fails("NO_CHANGE", house.admitter, "set_roles", house.applicant, Role.TRADER)
    house.fails("ADMISSION", house.admitter, "set_roles", house.applicant, 0)
    house.ok(house.supervisor, "set_status", house.applicant, Status.REMOVED)
    house.fails("REMOVED", house.admitter, "set_roles", house.applicant, Role.BANK)


@pytest.mark.parametrize("status", [Status.HELD, Status.INSOLVENT, Status.REMOVED])
def test_set_status__not_active__ends_new_acts_only(house: House, status: Status) -> None:
    house.admit(house.applicant)
    receipt = house.ok(house.supervisor, "set_status", house.applicant, status)
    assert receipt.event("StatusSet").args == {
        "party": house.applicant,
        "supervisor": house.supervisor,
        "before": int(Status.ACTIVE),
        "status": int(status),
    }
    assert house.see("status_of", house.applicant) == status
    assert not house.see("may", house.applicant, Role.TRADER)
    assert not house.see("may", house.applicant, 0)


def test_set_status__back_to_active__may_again(house: House) -> None:
    house.admit(house.applicant)
    house.ok(house.supervisor, "set_status", house.applicant, Status.HELD)
    house.ok(house.supervisor, "set_status", house.applicant, Status.INSOLVENT)
    house.ok(house.supervisor, "set_status", house.applicant, Status.ACTIVE)
    assert house.see("may", house.applicant, Role.TRADER)


def test_set_status__forbidden__refused(house: House) -> None:
    house.fails("ADMITTED", house.supervisor, "set_status", house.applicant, Status.HELD)
    house.admit(house.applicant)
    house.fails("CAPABILITY", house.administrator, "set_status", house.applicant, Status.HELD)
    house.fails("NO_CHANGE", house.supervisor, "set_status", house.applicant, Status.ACTIVE)
    house.fails("STATUS", house.supervisor, "set_status", house.applicant, 0)
    house.fails("STATUS", house.supervisor, "set_status", house.applicant, 5)
    house.ok(house.supervisor, "set_status", house.applicant, Status.REMOVED)
    house.fails("REMOVED", house.supervisor, "set_status", house.applicant, Status.ACTIVE)


def test_may__never_admitted__false(house: House) -> None:
    assert not house.see("may", house.stranger, 0)
    assert house.see("party_of", house.stranger) == {
        "roles": 0,
        "status": 0,
        "valid_until": 0,
        "admitted_at": 0,
        "courts": 0,
        "identity": bytes(32),
    }


def test_digest__of_the_contract__is_the_python_one(house: House) -> None:
    admission = house.admission(house.applicant, courts=[house.court])
    message = signing.admission_message(house.domain, RULEBOOK, admission, 7, 99)
    assert house.see("admission_digest", admission, 7, 99) == signing.digest(message)
    assert house.see("rulebook") == RULEBOOK
