"""Python and the contracts speak of the same words.

Ids made in Python are the contract's for any terms and statement; the fields of the dataclasses are
those of the ABI, in its order; the constants that DocumentaryCredit slices calldata by are the sizes
of the structs; cover and liability are exact in fractions.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest

from tests.unit.documentary_credit.house import House, opened
from usance.chain.abi import Abi
from usance.chain.artifacts import ROOT, artifact
from usance.codes import Capacity
from usance.terms import (
    KIND_AMENDED,
    KIND_CREDIT,
    KIND_PRESENTATION,
    MAX_AMOUNT,
    Credit,
    Presentation,
    Struct,
)

ROUNDS = 1_000
SOURCE = "".join(
    (ROOT / path).read_text(encoding="ascii")
    for path in ("contracts/DocumentaryCredit.vy", "contracts/modules/credit_acts.vy")
)


def components(function: str, argument: str, contract: str = "DocumentaryCredit") -> list[dict[str, Any]]:
    """The fields of a struct argument in the ABI."""
    entry = next(item for item in artifact(contract).abi if item.get("name") == function)
    found = next(part for part in entry["inputs"] if part["name"] == argument)
    assert found["type"] == "tuple"
    return list(found["components"])


def constant(name: str) -> int:
    """The value of a constant of the contract's source."""
    found = re.search(rf"^{name}: constant\(\w+\) = (.+)$", SOURCE, re.MULTILINE)
    assert found is not None
    text = found.group(1)
    if "*" in text:
        left, right = text.split("*")
        return int(left) * int(right)
    return int(text, 0)


@pytest.mark.parametrize(
    ("struct", "function", "argument"),
    [(Credit, "issue", "terms"), (Credit, "accept", "credit"), (Presentation, "present", "presentation")],
)
def test_fields__dataclass__order_and_names_of_the_abi(
    struct: type[Struct], function: str, argument: str
) -> None:
    names = [part["name"] for part in components(function, argument)]
    assert [field.name for field in fields(struct)] == names  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "struct", "function", "argument"),
    [("TERMS_BYTES", Credit, "issue", "terms"), ("STATEMENT_BYTES", Presentation, "present", "presentation")],
)
def test_sizes__calldata_slices__size_of_the_struct(
    name: str, struct: type[Struct], function: str, argument: str
) -> None:
    words = [part["type"] for part in components(function, argument)]
    assert all(word in {"address", "uint256", "bytes32", "bool"} for word in words)
    assert constant(name) == 32 * len(words) == len(struct().words())


def test_receipt__selector_and_size__those_of_the_rules() -> None:
    function = Abi(artifact("CreditRules").abi).function("receipt")
    assert constant("RECEIPT").to_bytes(4, "big") == function.selector
    answer = function.outputs.components[0]["components"]
    assert f"max_outsize={32 * len(answer)}" in SOURCE


@pytest.mark.parametrize("name", ["accept", "acknowledge", "refuse", "preclude", "honour", "present"])
def test_acts__terms_and_statement__the_first_two_arguments(name: str) -> None:
    entry = next(item for item in artifact("DocumentaryCredit").abi if item.get("name") == name)
    assert [part["name"] for part in entry["inputs"]][:2] == ["credit", "presentation"]


def test_kinds__hash_of_the_names() -> None:
    kinds = dict(re.findall(r'^(KIND_\w+): constant\(bytes32\) = keccak256\("([^"]+)"\)$', SOURCE, re.M))
    from eth_utils.crypto import keccak

    assert keccak(text=kinds["KIND_CREDIT"]) == KIND_CREDIT
    assert keccak(text=kinds["KIND_AMENDED"]) == KIND_AMENDED
    assert keccak(text=kinds["KIND_PRESENTATION"]) == KIND_PRESENTATION


def random_terms(house: House, source: random.Random) -> Credit:
    """Terms that may be issued, every free field at random."""
    free = {name: source.randbytes(32) for name in ("currency", "expiry_place", "content", "ext", "salt")}
    addresses = {
        name: "0x" + source.randbytes(20).hex()
        for name in ("reimburser", "transferring_bank", "delivery_agent", "panel")
    }
    bounded = {
        name: source.randint(low, high)
        for name, low, high in (
            ("amount", 1, 10**12),
            ("tolerance_plus", 0, 10_000),
            ("tolerance_minus", 0, 10_000),
            ("additional_amount", 0, 10**12),
            ("exclusions", 0, 255),
            ("presentation_days", 1, 365),
            ("examination_days", 1, 30),
            ("return_days", 0, 30),
            ("honour_days", 0, 30),
            ("closing_days", 0, 365),
            ("partials", 0, 3),
            ("transhipment", 0, 3),
            ("tenor_from", 0, 6),
            ("day_count", 0, 3),
            ("charges_for", 0, 2),
            ("asset_scale", 1, 10**24),
            ("tenor_days", 0, 3_660),
            ("draft_percent", 0, 100),
            ("latest_shipment_day", 0, 2**23),
            ("insurance_bps", 0, 100_000),
            ("late_rate", 0, 10**18),
        )
    }
    return house.terms(cover_bps=0, **free, **addresses, **bounded)


def test_ids__random_terms_and_statements__those_of_the_contract() -> None:
    source = random.Random("ids of credits")
    with opened() as house:
        for _ in range(ROUNDS):
            terms = random_terms(house, source)
            issued = house.ok(house.issuing_bank, "issue", terms)
            assert issued.returned == house.id(terms)
            statement = Presentation(
                presenter=house.beneficiary,
                capacity=Capacity.BENEFICIARY,
                bank=terms.issuer,
                bank_place=terms.issuer_place,
                amount=source.randint(1, MAX_AMOUNT),
                shipment_day=source.choice((0, source.randint(1, 2**23))),
                pay_to="0x" + source.randbytes(20).hex(),
                documents=source.randbytes(32),
                schedule_29b=source.random() < 0.5,
                tenor_day=source.choice((0, source.randint(1, 2**23))),
            )
            presented = house.ok(house.beneficiary, "present", terms, statement)
            assert presented.returned == house.set_id(terms, statement)
            # The id of terms with any one word changed is another one.
            name = source.choice([field.name for field in fields(terms)])
            assert house.id(terms) != house.id(terms.but(**{name: other(getattr(terms, name))}))


def other(value: Any) -> Any:
    """A value of the same type that differs."""
    if isinstance(value, bytes):
        return bytes(31) + b"\x07" if value != bytes(31) + b"\x07" else bytes(32)
    if isinstance(value, str):
        return "0x" + "7" * 40
    return int(value) ^ 1


def test_amounts__random_terms__exact_in_fractions() -> None:
    source = random.Random("cover of credits")
    edges = (1, 2, 9_999, 10_000, 10_001, MAX_AMOUNT // 4)
    with opened() as house:
        for _ in range(ROUNDS):
            amount = source.choice((*edges, source.getrandbits(source.randint(1, 110)) or 1))
            plus = source.choice((0, 1, 500, 1_000, 9_999, 10_000, source.randint(0, 10_000)))
            additional = source.choice((0, 1, source.getrandbits(80)))
            bps = source.choice((0, 1, 3_333, 9_999, 10_000, source.randint(0, 10_000)))
            terms = house.terms(
                amount=amount, tolerance_plus=plus, additional_amount=additional, cover_bps=bps
            )
            most = math.floor(Fraction(amount) * (1 + Fraction(plus, 10_000))) + additional
            cover = math.ceil(Fraction(most) * Fraction(bps, 10_000))
            assert house.see("maximum_liability", terms, contract=house.rules) == most
            assert house.see("check_birth", terms, contract=house.rules) == cover
            assert terms.maximum_liability == most
