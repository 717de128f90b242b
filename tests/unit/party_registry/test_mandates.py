"""Silence binds only a debtor that said so before, itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.party_registry.kit import DAY, ZERO, House
from usance import signing
from usance.signing import Mandate

NOTHING = {"limit": 0, "days": 0, "until": 0}


def usual(house: House, debtor: str | None = None) -> Mandate:
    return Mandate(debtor or house.applicant, house.beneficiary, 5_000_000, 5, house.now + 30 * DAY)


def given(mandate: Mandate) -> tuple[str, int, int, int]:
    return mandate.seller, mandate.limit, mandate.days, mandate.until


def test_set_mandate__by_the_debtor__stands(house: House) -> None:
    house.admit(house.applicant)
    mandate = usual(house)
    receipt = house.ok(house.applicant, "set_mandate", *given(mandate))
    assert receipt.event("MandateSet").args == {
        "debtor": house.applicant,
        "seller": house.beneficiary,
        "limit": 5_000_000,
        "days": 5,
        "until": mandate.until,
    }
    assert house.see("mandate", house.applicant, house.beneficiary) == {
        "limit": 5_000_000,
        "days": 5,
        "until": mandate.until,
    }
    assert house.see("mandate", house.beneficiary, house.applicant) == NOTHING


def test_set_mandate__again__replaces(house: House) -> None:
    house.admit(house.applicant)
    house.ok(house.applicant, "set_mandate", *given(usual(house)))
    house.ok(house.applicant, "set_mandate", *given(replace(usual(house), limit=1, days=366)))
    stands = house.see("mandate", house.applicant, house.beneficiary)
    assert (stands["limit"], stands["days"]) == (1, 366)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seller", ZERO),
        ("seller", "self"),
        ("limit", 0),
        ("limit", 1 << 112),
        ("days", 0),
        ("days", 367),
        ("until", 5),
        ("until", 1 << 64),
    ],
)
def test_set_mandate__field_out_of_bounds__refused(house: House, field: str, value: object) -> None:
    house.admit(house.applicant)
    mandate = replace(usual(house), **{field: house.applicant if value == "self" else value})
    house.fails("MANDATE", house.applicant, "set_mandate", *given(mandate))


def test_set_mandate__largest_fields__kept_exactly(house: House) -> None:
    house.admit(house.applicant)
    house.ok(house.applicant, "set_mandate", house.beneficiary, (1 << 112) - 1, 366, (1 << 64) - 1)
    assert house.see("mandate", house.applicant, house.beneficiary) == {
        "limit": (1 << 112) - 1,
        "days": 366,
        "until": (1 << 64) - 1,
    }


def test_set_mandate__debtor_not_admitted__refused(house: House) -> None:
    house.fails("ADMITTED", house.applicant, "set_mandate", *given(usual(house)))


def test_set_mandate_signed__by_the_debtor__stands(house: House) -> None:
    house.admit(house.applicant)
    house.ok(house.stranger, "set_mandate_signed", *house.sign_mandate("applicant", usual(house)))
    assert house.see("mandate", house.applicant, house.beneficiary)["days"] == 5


def test_set_mandate_signed__by_another__refused(house: House) -> None:
    house.admit(house.applicant)
    signed = house.sign_mandate("beneficiary", usual(house))
    house.fails("ACC1", house.stranger, "set_mandate_signed", *signed)


def test_set_mandate_signed__by_a_wallet__stands(house: House) -> None:
    admission = house.admission(house.wallet.address)
    house.ok(house.admitter, "admit", *house.sign_admission("wallet_owner", admission))
    signed = house.sign_mandate("wallet_owner", usual(house, house.wallet.address), nonce=2)
    house.ok(house.stranger, "set_mandate_signed", *signed)
    assert house.see("mandate", house.wallet.address, house.beneficiary)["days"] == 5


def test_revoke_mandate__by_the_debtor__gone_at_once(house: House) -> None:
    house.admit(house.applicant)
    house.fails("MANDATE", house.applicant, "revoke_mandate", house.beneficiary)
    house.ok(house.applicant, "set_mandate", *given(usual(house)))
    house.fails("MANDATE", house.beneficiary, "revoke_mandate", house.applicant)
    receipt = house.ok(house.applicant, "revoke_mandate", house.beneficiary)
    assert receipt.event("MandateRevoked").args == {
        "debtor": house.applicant,
        "seller": house.beneficiary,
    }
    assert house.see("mandate", house.applicant, house.beneficiary) == NOTHING


def test_digest__of_the_contract__is_the_python_one(house: House) -> None:
    mandate = usual(house)
    fields = (mandate.debtor, *given(mandate), 3, 99)
    message = signing.mandate_message(house.domain, mandate, 3, 99)
    assert house.see("mandate_digest", *fields) == signing.digest(message)
