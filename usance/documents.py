"""Documents as they are committed: one salted leaf each, one Merkle root a presentation.

A document is JSON; its hash is SHA-256 over its canonical form (RFC 8785), as platforms for electronic bills
of lading hash theirs. The leaf hides it behind a salt, so one document can be shown to an examiner
without the others. Trees have the layout of OpenZeppelin's StandardMerkleTree: leaves are hashed twice,
pairs are sorted, the leaves stand at the end of the array.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import rfc8785
from eth_abi.abi import encode
from eth_utils.crypto import keccak

LEAF_TYPES = ("uint16", "bytes32", "bytes32")


class DocumentError(ValueError):
    """One line: which document, what is wrong, the mend."""


class DocumentType(IntEnum):
    """What a document is, as the leaf says it."""

    OTHER = 1
    INVOICE = 2
    BILL_OF_LADING = 3
    PACKING_LIST = 4
    INSURANCE = 5
    CERTIFICATE_OF_ORIGIN = 6
    INSPECTION = 7
    DRAFT = 8
    AIR_WAYBILL = 9
    ROAD_WAYBILL = 10
    RAIL_WAYBILL = 11
    WEIGHT_LIST = 12
    BENEFICIARY_STATEMENT = 13

    @property
    def label(self) -> str:
        return self.name.lower().replace("_", " ")


# --- trees ---


def leaf_hash(types: Sequence[str], values: Sequence[Any]) -> bytes:
    """keccak(keccak(abi.encode(values))): hashed twice, so that no inner node passes as a leaf."""
    return keccak(keccak(encode(list(types), list(values))))


def _pair(left: bytes, right: bytes) -> bytes:
    return keccak(min(left, right) + max(left, right))


def merkle_tree(leaves: Sequence[bytes]) -> list[bytes]:
    """The tree over leaf hashes: index 0 is the root, the leaves stand at the end, sorted."""
    if not leaves:
        raise DocumentError("a set needs at least one document")
    ordered = sorted(leaves)
    tree = [b""] * (2 * len(ordered) - 1)
    for index, leaf in enumerate(ordered):
        tree[len(tree) - 1 - index] = leaf
    for index in range(len(tree) - 1 - len(ordered), -1, -1):
        tree[index] = _pair(tree[2 * index + 1], tree[2 * index + 2])
    return tree


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in whatever order they are given."""
    return merkle_tree(leaves)[0]


def merkle_proof(leaves: Sequence[bytes], leaf: bytes) -> list[bytes]:
    """The siblings from a leaf to the root."""
    tree = merkle_tree(leaves)
    try:
        index = tree.index(leaf, len(tree) - len(leaves))
    except ValueError:
        raise DocumentError("the document is not in the set") from None
    proof: list[bytes] = []
    while index:
        proof.append(tree[index + 1 if index % 2 else index - 1])
        index = (index - 1) // 2
    return proof


def verify(root: bytes, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof lead from the leaf to the root?"""
    node = leaf
    for sibling in proof:
        node = _pair(node, sibling)
    return node == root


# --- documents ---


def document_hash(body: Any) -> bytes:
    """SHA-256 over the canonical JSON of a document (amounts are strings there, never numbers)."""
    try:
        return hashlib.sha256(rfc8785.dumps(body)).digest()
    except rfc8785.CanonicalizationError as error:
        raise DocumentError(f"document: has no canonical JSON ({error}); write amounts as strings") from None


@dataclass(frozen=True)
class Document:
    """One document of a set. `salt` is a secret until the document is shown."""

    type: DocumentType
    hash: bytes
    salt: bytes
    name: str = ""

    @classmethod
    def of(cls, kind: DocumentType, body: Any, salt: bytes | None = None, name: str = "") -> Document:
        """A document from its JSON body, with a fresh salt unless one is given."""
        return cls(kind, document_hash(body), salt or secrets.token_bytes(32), name or kind.label)

    @classmethod
    def of_bytes(cls, kind: DocumentType, data: bytes, salt: bytes | None = None, name: str = "") -> Document:
        """A document that is no JSON (a PDF): SHA-256 over its bytes."""
        digest = hashlib.sha256(data).digest()
        return cls(kind, digest, salt or secrets.token_bytes(32), name or kind.label)

    @cached_property
    def leaf(self) -> bytes:
        return leaf_hash(LEAF_TYPES, (int(self.type), self.hash, self.salt))

    def to_json(self) -> dict[str, str]:
        return {
            "type": self.type.name,
            "name": self.name,
            "sha256": "0x" + self.hash.hex(),
            "salt": "0x" + self.salt.hex(),
            "leaf": "0x" + self.leaf.hex(),
        }


@dataclass(frozen=True)
class DocumentSet:
    """The documents of one presentation."""

    documents: tuple[Document, ...]

    @cached_property
    def leaves(self) -> list[bytes]:
        return [document.leaf for document in self.documents]

    @cached_property
    def root(self) -> bytes:
        """What the presenter's statement commits."""
        return merkle_root(self.leaves)

    def proof(self, document: Document) -> list[bytes]:
        """The proof that shows one document without the others."""
        return merkle_proof(self.leaves, document.leaf)

    def named(self, name: str) -> Document:
        """The one document of that name or type."""
        found = [d for d in self.documents if name.lower() in (d.name.lower(), d.type.name.lower())]
        if len(found) != 1:
            known = ", ".join(document.name for document in self.documents)
            raise DocumentError(f"document {name}: {len(found)} in the set; it has {known}")
        return found[0]

    def to_json(self) -> dict[str, Any]:
        return {"root": "0x" + self.root.hex(), "documents": [d.to_json() for d in self.documents]}


def set_from_json(data: Mapping[str, Any]) -> DocumentSet:
    """A set from what `to_json` wrote; the root is computed anew and must agree."""
    try:
        documents = tuple(
            Document(
                DocumentType[item["type"]],
                bytes.fromhex(item["sha256"][2:]),
                bytes.fromhex(item["salt"][2:]),
                str(item["name"]),
            )
            for item in data["documents"]
        )
        stated = bytes.fromhex(data["root"][2:])
    except (KeyError, TypeError, ValueError):
        raise DocumentError("set: is not a file that `credit present` wrote") from None
    found = DocumentSet(documents)
    if found.root != stated:
        raise DocumentError("set: its root is not that of its documents; the file was changed")
    return found


def type_of_name(name: str) -> DocumentType:
    """The type a file name tells ("bill-of-lading.json"), OTHER when it tells none."""
    flat = name.upper().replace("-", "_").replace(" ", "_")
    hits = [kind for kind in DocumentType if kind is not DocumentType.OTHER and kind.name in flat]
    return hits[0] if hits else DocumentType.OTHER


def read_document(path: Path, kind: DocumentType | None = None) -> Document:
    """A document from a file: JSON by its canonical form, anything else by its bytes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "no such file"
        raise DocumentError(f"{path}: cannot be read: {reason}; check the path") from None
    kind = kind or type_of_name(path.stem)
    if path.suffix.lower() != ".json":
        return Document.of_bytes(kind, data, name=path.stem)
    try:
        body = json.loads(data, parse_float=_no_float)
    except (ValueError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: is not JSON that can be committed ({error})") from None
    return Document.of(kind, body, name=path.stem)


def _no_float(text: str) -> Any:
    raise ValueError(f"the number {text} has decimals; write it as a string")
