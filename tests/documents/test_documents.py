"""Commitments: the published tree, salted leaves, proofs of one document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usance.documents import (
    Document,
    DocumentError,
    DocumentSet,
    DocumentType,
    document_hash,
    leaf_hash,
    merkle_proof,
    merkle_root,
    merkle_tree,
    read_document,
    set_from_json,
    type_of_name,
    verify,
)

# The example of OpenZeppelin's StandardMerkleTree: types address and uint256.
VECTOR = [("0x" + "11" * 20, 5 * 10**18), ("0x" + "22" * 20, 25 * 10**17)]
ROOT = "d4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77"


def test_tree__published_vector__same_root() -> None:
    leaves = [leaf_hash(("address", "uint256"), values) for values in VECTOR]
    assert merkle_root(leaves).hex() == ROOT
    assert merkle_root(leaves[::-1]).hex() == ROOT


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20, unique=True))
def test_tree__every_leaf_proves_itself__and_no_other(leaves: list[bytes]) -> None:
    root = merkle_root(leaves)
    assert len(merkle_tree(leaves)) == 2 * len(leaves) - 1
    for leaf in leaves:
        proof = merkle_proof(leaves, leaf)
        assert verify(root, leaf, proof)
        assert not verify(root, bytes(31) + b"\x01", proof) or leaf == bytes(31) + b"\x01"


def sample() -> DocumentSet:
    return DocumentSet(
        (
            Document.of(DocumentType.INVOICE, {"amount": "100.00"}, b"\x01" * 32),
            Document.of(DocumentType.INSURANCE, {"cover": "110.00"}, b"\x02" * 32),
            Document.of(DocumentType.PACKING_LIST, {"cartons": 3}, b"\x03" * 32),
        )
    )


def test_set__one_document_shown__without_the_others() -> None:
    found = sample()
    shown = found.named("insurance")
    assert verify(found.root, shown.leaf, found.proof(shown))


def test_leaf__salt_type_or_text_changed__another_leaf() -> None:
    base = Document.of(DocumentType.INVOICE, {"amount": "100.00"}, b"\x01" * 32)
    others = [
        Document.of(DocumentType.INVOICE, {"amount": "100.00"}, b"\x02" * 32),
        Document.of(DocumentType.DRAFT, {"amount": "100.00"}, b"\x01" * 32),
        Document.of(DocumentType.INVOICE, {"amount": "100.01"}, b"\x01" * 32),
    ]
    assert base.leaf not in [other.leaf for other in others]
    assert len({other.leaf for other in others}) == 3


def test_hash__order_of_keys__does_not_matter() -> None:
    assert document_hash({"a": "1", "b": "2"}) == document_hash({"b": "2", "a": "1"})


def test_set__file_round_trip__and_a_changed_file_is_refused() -> None:
    found = sample()
    data = json.loads(json.dumps(found.to_json()))
    assert set_from_json(data).root == found.root
    data["documents"][0]["salt"] = "0x" + "09" * 32
    with pytest.raises(DocumentError, match="its root is not"):
        set_from_json(data)


def test_file__json_by_its_canonical_form__others_by_bytes(tmp_path: Path) -> None:
    (tmp_path / "invoice.json").write_text('{"b": "2",\n "a": "1"}')
    (tmp_path / "bill-of-lading.pdf").write_bytes(b"%PDF")
    invoice = read_document(tmp_path / "invoice.json")
    assert (invoice.type, invoice.hash) == (DocumentType.INVOICE, document_hash({"a": "1", "b": "2"}))
    assert read_document(tmp_path / "bill-of-lading.pdf").type is DocumentType.BILL_OF_LADING
    assert type_of_name("letter") is DocumentType.OTHER


@pytest.mark.parametrize("text", ["{", '{"amount": 1.5}', '{"amount": 99999999999999999999}'])
def test_file__that_cannot_be_committed__one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "invoice.json"
    path.write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert "\n" not in str(caught.value)
