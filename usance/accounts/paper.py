"""A paper: what several people are to sign, in one JSON file that goes from desk to desk.

The file says in words what it does, but nobody relies on that: whoever signs or sends computes the digest
and the words anew from what is signed. A file whose digest is not that of its contents is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from eth_account import Account
from eth_account.messages import SignableMessage
from eth_utils.address import is_checksum_address
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from usance import signing
from usance.accounts import messages
from usance.accounts.errors import AccountError
from usance.accounts.words import MAX_CALLS, MAX_DATA, Band, Call, Change, Ladder, Rule, Signer
from usance.model.account_facts import (
    Bundle,
    Words,
    cancellation_words,
    change_words,
    consent_words,
    delegation_words,
    freeze_words,
    order_words,
    removal_words,
    withdrawal_words,
)
from usance.model.party import Signed

Kind = Literal["order", "change", "removal", "consent", "freeze", "cancellation", "delegation", "withdrawal"]
# Signed by a proposer and others; the rest by one key alone.
SHARED = ("order", "change", "removal", "consent")
HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
HEX_WORD = r"^0x[0-9a-f]{64}$"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CallPart(Part):
    """A call, and what it says in words."""

    target: str
    value: int = Field(default=0, ge=0)
    data: str = Field(pattern=r"^0x([0-9a-f]{2})*$")
    says: str = ""


class SignaturePart(Part):
    key: str
    signature: str = Field(pattern=r"^0x([0-9a-f]{2})*$")


class ChangePart(Part):
    """A change, number by number."""

    removed: list[str] = []
    signers: list[tuple[str, int]] = []
    ladders: list[tuple[int, list[tuple[str, int]]]] = []
    rules: list[tuple[str, str, int, int, int]] = []
    guardian: str | None = None


class DelegationPart(Part):
    deputy: str
    rights: int = Field(ge=0)
    until: int = Field(ge=0)


class Paper(Part):
    """What is to be signed, and the signatures so far. `author` proposes, or signs alone."""

    version: Literal[1] = 1
    kind: Kind
    network: str
    chain_id: int
    account: str
    author: str
    nonce: int = Field(default=0, ge=0)
    deadline: int = Field(default=0, ge=0)
    calls: list[CallPart] = Field(default_factory=list, max_length=MAX_CALLS)
    change: ChangePart | None = None
    delegation: DelegationPart | None = None
    subject: str = ""
    says: list[str] = Field(default_factory=list)
    digest: str = Field(default="", pattern=r"^(0x[0-9a-f]{64})?$")
    signatures: list[SignaturePart] = Field(default_factory=list)

    # --- what is signed ---

    @property
    def domain(self) -> signing.Domain:
        return messages.domain_of(self.chain_id, self.account)

    @property
    def made_calls(self) -> list[Call]:
        return [Call(part.target, bytes.fromhex(part.data[2:]), part.value) for part in self.calls]

    @property
    def made_change(self) -> Change:
        part = self.change or ChangePart()
        return Change(
            tuple(part.removed),
            tuple(Signer(key, bits) for key, bits in part.signers),
            tuple(
                Ladder(capability, tuple(Band(int(ceiling), threshold) for ceiling, threshold in bands))
                for capability, bands in part.ladders
            ),
            tuple(Rule(to, bytes.fromhex(name[2:]), *numbers) for to, name, *numbers in part.rules),
            part.guardian,
        )

    @property
    def word(self) -> bytes:
        """The subject of a consent (a digest) or a cancellation (a change's mark)."""
        return bytes.fromhex(self.subject[2:])

    def model_words(self) -> Words:
        """What is signed, as the model says it."""
        tail = (self.author, self.nonce, self.deadline)
        if self.kind == "order":
            return order_words(self.made_calls, *tail)
        if self.kind == "change":
            return change_words(self.made_change.mark, *tail)
        if self.kind == "removal":
            return removal_words(self.subject, *tail)
        if self.kind == "consent":
            return consent_words(self.author, self.word)
        if self.kind == "cancellation":
            return cancellation_words(self.word, *tail)
        if self.kind == "freeze":
            return freeze_words(*tail)
        if self.kind == "withdrawal":
            return withdrawal_words(*tail)
        part = self.delegation or DelegationPart(deputy="", rights=0, until=0)
        return delegation_words(self.author, part.deputy, part.rights, part.until, self.nonce, self.deadline)

    def message(self) -> SignableMessage:
        """The EIP-712 message."""
        kind, *values = self.model_words()
        make: Any = {
            "Order": messages.order_message,
            "AccountChange": messages.change_message,
            "Removal": messages.removal_message,
            "Consent": messages.consent_message,
            "Cancellation": messages.cancellation_message,
            "Freeze": messages.freeze_message,
            "Withdrawal": messages.withdrawal_message,
            "Delegation": messages.delegation_message,
        }[str(kind)]
        message: SignableMessage = make(self.domain, *values)
        return message

    def sealed(self) -> Paper:
        """The paper with the digest of its contents."""
        return self.model_copy(update={"digest": "0x" + signing.digest(self.message()).hex()})

    # --- signatures ---

    def signed_by(self, key: str) -> bytes | None:
        for part in self.signatures:
            if part.key == key:
                return bytes.fromhex(part.signature[2:])
        return None

    def with_signature(self, key: str, signature: bytes) -> Paper:
        """The paper with one more signature."""
        if self.signed_by(key) is not None:
            raise AccountError(f"{key} has signed this paper already")
        part = SignaturePart(key=key, signature="0x" + signature.hex())
        return self.model_copy(update={"signatures": [*self.signatures, part]})

    def ordered(self) -> list[tuple[str, bytes]]:
        """Signatures as a bundle has them: the author's, then the others by ascending address."""
        pairs = [(part.key, bytes.fromhex(part.signature[2:])) for part in self.signatures]
        others = sorted((one for one in pairs if one[0] != self.author), key=lambda one: int(one[0], 16))
        return [one for one in pairs if one[0] == self.author] + others

    def bundle(self) -> bytes:
        """The signatures of a shared paper as the contract takes them."""
        first, *others = self._whole()
        try:
            return messages.bundle(first, others)
        except ValueError as error:
            raise AccountError(f"{error}; leave some out (ACC2)") from None

    def _whole(self) -> list[tuple[str, bytes]]:
        found = self.ordered()
        if not found or found[0][0] != self.author:
            raise AccountError(f"the author {self.author} has not signed; `account sign` it first (SIGNER)")
        return found

    def fact(self, key: str, signature: bytes, wallet_says_yes: bool | None = None) -> Signed | None:
        """A signature as the model takes it. `wallet_says_yes`: what a contract at the key answers."""
        own = Signed(key, self.model_words(), self.chain_id, self.account)
        if wallet_says_yes is not None:
            return own if wallet_says_yes else None
        if len(signature) != 65:
            return None
        try:
            signer = str(Account.recover_message(self.message(), signature=signature))
        except Exception:
            # Whatever the library says of bytes that are no signature, they are none.
            return None
        low = int.from_bytes(signature[32:64], "big") <= HALF_ORDER
        return Signed(signer, own.words, self.chain_id, self.account, canonical=low)

    def facts(self, answers: dict[str, bool]) -> Bundle:
        """The bundle for the model; `answers` are those of wallets, by key."""
        return Bundle(tuple((key, self.fact(key, raw, answers.get(key))) for key, raw in self.ordered()))


def change_part(change: Change) -> ChangePart:
    """A change as a file has it."""
    return ChangePart(
        removed=list(change.removed),
        signers=[(signer.key, signer.rights) for signer in change.signers],
        ladders=[
            (ladder.capability, [(str(band.ceiling), band.threshold) for band in ladder.bands])
            for ladder in change.ladders
        ],
        rules=[
            (rule.target, "0x" + rule.selector.hex(), rule.capability, int(rule.measure), rule.word)
            for rule in change.rules
        ],
        guardian=change.guardian,
    )


def call_parts(calls: Sequence[Call], says: Sequence[str]) -> list[CallPart]:
    """Calls as a file has them."""
    for index, call in enumerate(calls):
        if len(call.data) > MAX_DATA:
            raise AccountError(f"calls[{index}]: {len(call.data)} bytes of data; at most {MAX_DATA}")
    return [
        CallPart(target=call.target, value=call.value, data="0x" + call.data.hex(), says=text)
        for call, text in zip(calls, says, strict=True)
    ]


def read_paper(path: Path) -> Paper:
    """A paper from its file; refused when its digest is not that of its contents."""
    try:
        paper = Paper.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise AccountError(f"{path}: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AccountError(f"{path}: {place}: {first['msg']}; is it what `account propose` wrote?") from None
    except ValueError as error:
        raise AccountError(f"{path}: {str(error).splitlines()[0]}") from None
    _check(paper, path)
    return paper


def _check(paper: Paper, path: Path) -> None:
    addresses = [paper.account, paper.author, *(part.key for part in paper.signatures)]
    addresses += [part.target for part in paper.calls]
    if paper.kind == "removal":
        addresses.append(paper.subject)
    if paper.delegation is not None:
        addresses.append(paper.delegation.deputy)
    for address in addresses:
        if not is_checksum_address(address):
            raise AccountError(f"{path}: {address[:60]!r} is no checksummed address")
    if paper.kind in {"consent", "cancellation"} and len(paper.subject) != 66:
        raise AccountError(f"{path}: subject: 0x and 64 hex digits are wanted")
    try:
        digest = paper.sealed().digest
    except (ValueError, TypeError, KeyError) as error:
        raise AccountError(f"{path}: {str(error).splitlines()[0]}") from None
    if digest != paper.digest:
        raise AccountError(f"{path}: the contents were altered: their digest is {digest[:18]}…; propose anew")
    if len({part.key for part in paper.signatures}) < len(paper.signatures):
        raise AccountError(f"{path}: one key has signed twice (SELF_CHECK)")


def paper_bytes(paper: Paper) -> bytes:
    """The file's bytes."""
    return (json.dumps(paper.model_dump(exclude_none=True), indent=2) + "\n").encode()
