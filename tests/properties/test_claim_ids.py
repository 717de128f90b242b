"""Python's structs of claims are those of the ABI, in its order; ids change with every word."""

from __future__ import annotations

import random
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.chain.abi import checksum
from usance.claim_terms import (
    KIND_CLAIM,
    Claim,
    Row,
    asset_change,
    claim_id,
    prolongation,
    rows_of,
    sub_account,
    unit_id,
)
from usance.codes_claims import SubAccount
from usance.terms import Struct

INTERFACES = Path(__file__).parents[2] / "interfaces"
CONTRACT, OWNER, OTHER = ("0x" + digit * 40 for digit in "123")


def interface_fields(file: str, struct: str) -> list[tuple[str, str]]:
    """(name, type) of the fields of a struct in an interface file."""
    text = (INTERFACES / file).read_text(encoding="ascii")
    found = re.search(rf"^struct {struct}:\n((?: .*\n)+)", text, re.MULTILINE)
    assert found is not None
    lines = [line.split("#")[0].split(":") for line in found[1].splitlines()]
    return [(line[0].strip(), line[1].strip()) for line in lines if len(line) == 2]


def filled(struct: type[Struct], source: random.Random, file: str, name: str) -> Any:
    """A struct with every field at random."""
    values: dict[str, Any] = {}
    for field, kind in interface_fields(file, name):
        raw = source.randbytes(32)
        values[field] = {
            "address": checksum(raw[:20]),
            "bytes32": raw,
            "uint256": int.from_bytes(raw, "big"),
        }[kind]
    return struct(**values)


@pytest.mark.parametrize(
    ("struct", "file", "name"),
    [(Claim, "IClaimToken.vyi", "Claim"), (Row, "IClaimBirths.vyi", "Row")],
)
def test_fields__dataclass__order_and_names_of_the_interface(
    struct: type[Struct], file: str, name: str
) -> None:
    expected = [field for field, _ in interface_fields(file, name)]
    assert [field.name for field in fields(struct)] == expected  # type: ignore[arg-type]


def test_claim_id__random_terms__hash_of_the_abi_encoding() -> None:
    source = random.Random("ids of claims")
    kinds = [kind for _, kind in interface_fields("IClaimToken.vyi", "Claim")]
    for _ in range(300):
        terms = filled(Claim, source, "IClaimToken.vyi", "Claim")
        head = encode(["bytes32", "uint256", "address"], [KIND_CLAIM, 1, CONTRACT])
        assert claim_id(terms, 1, CONTRACT) == keccak(head + encode(kinds, terms.as_tuple()))
        assert len(terms.words()) == 36 * 32


def test_claim_id__any_word_chain_or_contract_changed__another_id() -> None:
    source = random.Random("words of claims")
    terms = filled(Claim, source, "IClaimToken.vyi", "Claim")
    other = filled(Claim, source, "IClaimToken.vyi", "Claim")
    ids = {claim_id(terms, 1, CONTRACT), claim_id(terms, 5, CONTRACT), claim_id(terms, 1, OWNER)}
    for field in fields(Claim):
        ids.add(claim_id(terms.but(**{field.name: getattr(other, field.name)}), 1, CONTRACT))
    assert len(ids) == 3 + 36
    assert unit_id(claim_id(terms, 1, CONTRACT)) < 2**256


def test_rows__taken_off_and_put_back__the_same_claims() -> None:
    source = random.Random("rows")
    common = filled(Claim, source, "IClaimToken.vyi", "Claim")
    claims = [common.with_row(filled(Row, source, "IClaimBirths.vyi", "Row")) for _ in range(50)]
    assert [common.with_row(row) for row in rows_of(claims)] == claims


def test_sub_account__kind_and_both_parties__each_its_own() -> None:
    raw = keccak(encode(["uint256", "address", "address"], [2, OWNER, OTHER]))
    assert sub_account(SubAccount.PLEDGED, OWNER, OTHER) == checksum(raw[12:])
    accounts = {sub_account(kind, a, b) for kind in SubAccount for a, b in ((OWNER, OTHER), (OTHER, OWNER))}
    assert len(accounts) == 6


def test_proposals__no_two_alike() -> None:
    assert prolongation(7) == keccak(encode(["string", "uint256"], ["prolong", 7]))
    words = {prolongation(7), prolongation(8), asset_change(OWNER, 7), asset_change(OTHER, 7)}
    assert len(words) == 4
