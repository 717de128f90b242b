"""Notes on claims at this desk: terms by id, what invoice they came from, marks of invoices seen.

Every act can do without them: terms are read from the chain. Marks (docs/fingerprints.md) stay here and
never go on chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from usance.claim_terms import Claim, claim_id
from usance.claims.errors import ClaimError
from usance.claims.terms_file import claim_of, plain
from usance.fingerprints import FingerprintError, Marks, marks_from_json
from usance.report.write import write_whole


class Folder:
    """out/claims."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def of(self, claim: bytes) -> Path:
        return self.root / f"0x{claim.hex()}.json"

    def write(
        self, claim: bytes, terms: Claim, chain_id: int, contract: str, note: Mapping[str, Any]
    ) -> Path:
        """The terms, under their id. `note` is what only this desk knows, such as the invoice's number."""
        body = {
            "claim": "0x" + claim.hex(),
            "chain_id": chain_id,
            "contract": contract,
            "terms": plain(terms),
            **note,
        }
        path = self.of(claim)
        write_whole(path, (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode())
        return path

    def note(self, claim: bytes) -> dict[str, Any]:
        """What was written down here, {} if nothing was."""
        try:
            found = json.loads(self.of(claim).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def reference(self, claim: bytes) -> str:
        """The number of the invoice, "" if it is not known here."""
        return str(self.note(claim).get("invoice", ""))


def claim_in_file(path: Path, chain_id: int, contract: str) -> bytes:
    """The id of the claim whose terms the file holds, on this chain; one line if it is of another."""
    data = read_json(path)
    if not isinstance(data, Mapping):
        raise ClaimError(f"{path}: holds no JSON object; give a file that `claim register` wrote")
    for name, here in (("chain_id", chain_id), ("contract", contract)):
        told = data.get(name, here)
        if told != here:
            raise ClaimError(
                f"{path}: is of {name} {str(told)[:60]}, this is {here}; use the right --network"
            )
    identity = claim_id(claim_of(data, str(path)), chain_id, contract)
    if data.get("claim", "0x" + identity.hex()) != "0x" + identity.hex():
        raise ClaimError(
            f"{path}: its terms are not those of {str(data['claim'])[:20]}: it was changed (TERMS)"
        )
    return identity


def read_json(path: Path) -> Any:
    """A JSON file, or one line."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ClaimError(
            f"{path}: cannot be read: {error.strerror or 'no such file'}; check the path"
        ) from None
    except ValueError:
        raise ClaimError(
            f"{path}: is not JSON; give a file that `claim register` or `payable` wrote"
        ) from None


def read_marks(path: Path) -> list[Marks]:
    """The soft fingerprints of invoices this desk has seen; none if there is no file yet."""
    if not path.exists():
        return []
    data = read_json(path)
    try:
        return [marks_from_json(item) for item in data]
    except (FingerprintError, TypeError) as error:
        raise ClaimError(f"--marks {path}: {error}") from None


def write_marks(path: Path, marks: Iterable[Marks]) -> None:
    body = [item.to_json() for item in marks]
    write_whole(path, (json.dumps(body, indent=1) + "\n").encode())
    path.chmod(0o600)
