"""The debtor's signature under claims, and the file that carries it to whoever sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.messages import SignableMessage
from eth_utils.address import is_address, to_checksum_address

from usance.claims.errors import ClaimError
from usance.claims.files import read_json
from usance.codes_claims import Waiver
from usance.report.write import write_whole
from usance.signing import Domain, Fields, typed_message

CLAIM_TOKEN = "ClaimToken"
ACCEPTANCE_FIELDS: Fields = (
    ("claims", "bytes32[]"),
    ("waivers", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
MOST_SIGNATURE = 1024


def acceptance_message(
    domain: Domain, claims: Sequence[bytes], waivers: int, nonce: int, deadline: int
) -> SignableMessage:
    """What a debtor signs to be bound by these claims."""
    return typed_message(
        domain,
        "Acceptance",
        ACCEPTANCE_FIELDS,
        {"claims": list(claims), "waivers": waivers, "nonce": nonce, "deadline": deadline},
    )


@dataclass(frozen=True)
class SignedAcceptance:
    """A signature with everything it is about. `deadline` [unix s]."""

    chain_id: int
    contract: str
    debtor: str
    claims: tuple[bytes, ...]
    waivers: int
    nonce: int
    deadline: int
    signature: bytes

    def message(self) -> SignableMessage:
        domain = Domain(CLAIM_TOKEN, self.chain_id, self.contract)
        return acceptance_message(domain, self.claims, self.waivers, self.nonce, self.deadline)

    def by_key(self) -> bool:
        """Did the debtor's own key sign? A wallet's answer only the chain can tell."""
        if len(self.signature) != 65:
            return False
        try:
            return bool(Account.recover_message(self.message(), signature=self.signature) == self.debtor)
        except ValueError:
            return False

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": "usance acceptance",
            "chain_id": self.chain_id,
            "contract": self.contract,
            "debtor": self.debtor,
            "claims": ["0x" + one.hex() for one in self.claims],
            "waivers": [str(bit.name) for bit in Waiver if self.waivers & bit],
            "nonce": self.nonce,
            "deadline": self.deadline,
            "signature": "0x" + self.signature.hex(),
        }

    def write(self, path: Path) -> None:
        write_whole(path, (json.dumps(self.to_json(), indent=2) + "\n").encode())


def read_acceptance(path: Path) -> SignedAcceptance:
    """A signature file, every field checked; one line when something is wrong with it."""
    data = read_json(path)
    if not isinstance(data, Mapping) or data.get("kind") != "usance acceptance":
        raise ClaimError(f"--signature {path}: is no file of `claim accept --sign`")
    try:
        waivers = 0
        for word in data["waivers"]:
            waivers |= Waiver[word]
        signature = bytes.fromhex(data["signature"].removeprefix("0x"))
        claims = tuple(bytes.fromhex(one.removeprefix("0x")) for one in data["claims"])
        if not is_address(data["debtor"]) or not is_address(data["contract"]):
            raise ValueError("address")
        if not claims or any(len(one) != 32 for one in claims) or not 0 < len(signature) <= MOST_SIGNATURE:
            raise ValueError("length")
        numbers = [data[name] for name in ("chain_id", "nonce", "deadline")]
        if any(not isinstance(number, int) or isinstance(number, bool) or number < 0 for number in numbers):
            raise ValueError("number")
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ClaimError(f"--signature {path}: a field is missing or cut off; sign again (ACC1)") from None
    return SignedAcceptance(
        chain_id=numbers[0],
        contract=to_checksum_address(data["contract"]),
        debtor=to_checksum_address(data["debtor"]),
        claims=claims,
        waivers=waivers,
        nonce=numbers[1],
        deadline=numbers[2],
        signature=signature,
    )
