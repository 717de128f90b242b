"""One act at a time on claims of a connected chain: find the claim, foretell, try, send.

Every act goes the same way: the model says what will come of it, the chain is asked whether it would take
approval and act, and only then anything is signed. Errors are one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from usance.calendars import CalendarError
from usance.chain.driver import Deployed, Driver, Receipt, Reverted
from usance.chain.suite import Suite
from usance.claim_terms import Claim, Row, claim_id
from usance.claims.book import ClaimRecord, read_claims
from usance.claims.chain_world import ClaimReader
from usance.claims.errors import ClaimError
from usance.claims.files import Folder, claim_in_file
from usance.claims.terms_file import plain
from usance.codes_claims import ClaimKind
from usance.credits.book import LogSource
from usance.credits.chain_world import token_at
from usance.credits.reasons import in_words, meanings
from usance.credits.trial import try_calls
from usance.model.outcome import Outcome
from usance.money import money_text
from usance.terms import ZERO_ADDRESS, key_text

LEAST_PREFIX = 6
# What to do about a rule; the catalogue of errors says what it means.
MENDS: Mapping[str, str] = {
    "AGENT": "let the contract bind you first: `claim authorise --agent ... --cap ... --until ...`",
    "NOT_ADMITTED": "admit the party with `party admit`, or see `party show`",
    "CALENDAR_NOT_LOADED": "load the place's days with `calendar load`",
    "EXISTS": "it is there already: see `claim list`",
    "INV1": "somebody has taken it: see `charge check`",
    "INV12": "see the receiver with `party show`",
    "NOT_PARTY": "send from the account of that party",
    "OFF_CHAIN": "assert the payment: `claim assert-paid`",
    "PAID": "nothing is owed any more",
}


@dataclass(frozen=True)
class Act:
    """An act of ClaimToken that somebody means to send.

    records: the claims it is on. births: terms it brings into being. others: accounts whose books matter
    beside the sender's. model: name and arguments in the model where they are not the contract's.
    """

    function: str
    args: tuple[Any, ...]
    sender: str
    records: tuple[ClaimRecord, ...] = ()
    births: tuple[Claim, ...] = ()
    others: tuple[str, ...] = ()
    model: tuple[str, tuple[Any, ...]] | None = None
    signer: tuple[str, int] | None = None

    @property
    def name(self) -> str:
        """The act in words."""
        return ACT_NAMES.get(self.function, self.function.rstrip("_").replace("_", " "))

    @property
    def terms(self) -> Claim | None:
        """The terms that amounts are shown in."""
        if self.records:
            return self.records[0].terms
        return self.births[0] if self.births else None


ACT_NAMES = {"safeTransferFrom": "transfer", "accept_signed": "accept", "issue_payable": "payable"}


@dataclass(frozen=True)
class Foretold:
    """What an act will do: the model's outcome, and the approval of a token it needs [token]."""

    outcome: Outcome
    approval: int = 0
    asset: str = ZERO_ADDRESS
    scales: Mapping[str, int] = field(default_factory=dict)


class ClaimDesk:
    """ClaimToken on one chain, with the desk's own folder of notes."""

    def __init__(self, driver: Driver, suite: Suite, source: LogSource, folder: Folder) -> None:
        self.driver = driver
        self.suite = suite
        self.folder = folder
        self._source = source
        self._claims: dict[bytes, ClaimRecord] | None = None

    # --- finding ---

    @property
    def claims(self) -> dict[bytes, ClaimRecord]:
        """Every claim, as the events tell it."""
        if self._claims is None:
            self._claims = read_claims(self.suite, self._source)
        return self._claims

    def forget(self) -> None:
        """Something was sent: read the events again."""
        self._claims = None

    def claim(self, text: str) -> ClaimRecord:
        """A claim by its id, the beginning of one, or the file that `register` or `payable` wrote."""
        if "/" in text or text.endswith(".json"):
            path = Path(text)
            identity = claim_in_file(path, self.driver.chain_id, self.suite.claim.address)
            if identity not in self.claims:
                raise ClaimError(f"{path}: 0x{identity.hex()[:12]} is not born on this chain (UNKNOWN)")
            return self.claims[identity]
        digits = text.lower().removeprefix("0x")
        if len(digits) < LEAST_PREFIX or not all(digit in "0123456789abcdef" for digit in digits):
            hits = [one for one in self.claims.values() if text and self.folder.reference(one.id) == text]
            if len(hits) == 1:
                return hits[0]
            raise ClaimError(
                f"claim {text[:70]}: is no id; give at least {LEAST_PREFIX} hex digits of it, or its file "
                "(UNKNOWN)"
            )
        hits = [one for one in self.claims.values() if one.id.hex().startswith(digits)]
        if len(hits) == 1:
            return hits[0]
        if not hits:
            raise ClaimError(f"claim {text[:70]}: none here with that id; see `claim list` (UNKNOWN)")
        raise ClaimError(f"claim {text}: {len(hits)} begin so; write more of the id (UNKNOWN)")

    def view(self, function: str, *args: Any) -> Any:
        return self.driver.view(self.suite.claim, function, list(args))

    def identity(self, terms: Claim) -> bytes:
        return claim_id(terms, self.driver.chain_id, self.suite.claim.address)

    # --- looking ahead ---

    def foretell(self, act: Act, now: int) -> Foretold:
        """The model's answer to the act on the chain as it stands."""
        reader = self._read(act)
        name, args = act.model or (act.function, act.args)
        try:
            outcome: Outcome = getattr(reader.model, name)(act.sender, now, *args)
        except CalendarError as error:
            raise ClaimError(f"calendar: {in_words(str(error))}") from None
        own = [move for move in outcome.moves if move.sender == act.sender]
        approval = sum(move.amount for move in own)
        books = reader.model.claims
        scales = {book.asset: book.asset_scale for book in books.values()}
        asset = own[0].asset if own else ZERO_ADDRESS
        if act.function == "pay" and own and books[act.records[0].id].retired:
            # Late interest is known to the minor unit only once units are retired.
            approval = min(approval + scales[asset], int(act.args[1]) * scales[asset])
        return Foretold(outcome, approval, asset, scales)

    def _read(self, act: Act) -> ClaimReader:
        reader = ClaimReader(self.driver, self.suite)
        accounts = [act.sender, *act.others]
        for record in act.records:
            reader.load(record, accounts)
            origin = self.claims.get(record.terms.origin)
            if record.terms.kind == ClaimKind.MISDIRECTED and origin is not None:
                reader.load(origin, [*accounts, record.terms.creditor])
                reader.remits(record, origin)
        for terms in act.births:
            reader.load_birth(terms)
            identity = self.identity(terms)
            if identity in self.claims and identity not in reader.model.claims:
                reader.load(self.claims[identity], accounts)
            reader.load_money(terms.asset, accounts)
        for book in list(reader.model.claims.values()):
            pledged = [account for pair in book.pledges for account in pair]
            reader.load_money(book.asset, [*accounts, *pledged])
        if act.function == "authorise":
            reader.load_authority(act.sender, str(act.args[0]))
        if act.function == "limit_payables":
            reader.load_limit(act.sender, bytes(act.args[0]))
        if act.signer is not None:
            reader.load_nonce(*act.signer)
        return reader

    def calls_of(self, act: Act, foretold: Foretold) -> list[tuple[Deployed, str, Sequence[Any]]]:
        """The approval, where money is pulled, and the act."""
        calls: list[tuple[Deployed, str, Sequence[Any]]] = []
        if foretold.approval:
            token = token_at(self.driver, foretold.asset)
            spender = self.suite.claim.address
            if int(self.driver.view(token, "allowance", [act.sender, spender])) < foretold.approval:
                calls.append((token, "approve", [spender, foretold.approval]))
        calls.append((self.suite.claim, act.function, act.args))
        return calls

    def preflight(self, act: Act, now: int, timed: bool = False) -> Foretold:
        """Refuses, in one line, what the model or the chain would refuse; nothing is sent.

        timed: the clock of a local chain is set to `now` for the trial.
        """
        foretold = self.foretell(act, now)
        if timed:
            self.driver.set_time(now)
        if foretold.outcome.broken:
            raise ClaimError(f"claim {act.name}: {self._reason(act, foretold, now)}")
        try:
            try_calls(self.driver, self.calls_of(act, foretold), act.sender, now)
        except Reverted as error:
            raise ClaimError(f"claim {act.name}: {with_mend(in_words(error.reason))}") from None
        return foretold

    def _reason(self, act: Act, foretold: Foretold, now: int) -> str:
        """The contract's own reason where it gives one, else the model's rules."""
        try:
            try_calls(self.driver, [(self.suite.claim, act.function, act.args)], act.sender, now)
        except Reverted as error:
            if error.reason in meanings():
                return with_mend(in_words(error.reason))
        if foretold.outcome.broken == {"TOKEN"}:
            return "the token would refuse the move: check the sender's balance (TOKEN)"
        rules = ", ".join(sorted(foretold.outcome.broken))
        return with_mend(f"breaks ({rules}); see docs/rules.md")

    # --- sending ---

    def send(self, act: Act, foretold: Foretold, at: int | None = None) -> Receipt:
        """Approve exactly what is pulled, then act; the act's own receipt."""
        calls = self.calls_of(act, foretold)
        for index, (contract, function, args) in enumerate(calls):
            if at is not None:
                self.driver.set_time(at - (len(calls) - 1 - index))
            receipt = self.driver.call(contract, function, list(args), act.sender)
            if not receipt.ok:
                raise ClaimError(f"{function}: {with_mend(in_words(receipt.reason))}")
        self.forget()
        return receipt

    # --- words ---

    def told(self, act: Act, foretold: Foretold) -> dict[str, Any]:
        """The decoded call, the money it moves and what comes of it."""
        names = self.suite.claim.abi.function(act.function, len(act.args)).parameters
        terms = act.terms
        currency = key_text(terms.currency) if terms is not None else ""
        return {
            "act": act.name,
            "function": act.function,
            "sender": act.sender,
            "contract": self.suite.claim.address,
            "arguments": {name: shown(arg) for name, arg in zip(names, act.args, strict=True)},
            "on": [record.hex for record in act.records],
            "value": 0,
            "approval": str(foretold.approval),
            "moves": [
                {
                    "from": move.sender,
                    "to": move.receiver,
                    "amount": money_text(currency, move.amount // foretold.scales.get(move.asset, 1)),
                }
                for move in foretold.outcome.moves
            ],
            "outcome": [fact.name for fact in foretold.outcome.events],
        }


def with_mend(words: str) -> str:
    """The line with what to do about its rule, where that is not said yet."""
    for rule, mend in MENDS.items():
        if f"({rule})" in words:
            return f"{words}; {mend}"
    return words


def shown(value: Any) -> Any:
    """An argument for people and for JSON."""
    if isinstance(value, Claim):
        return plain(value)
    if isinstance(value, Row):
        return {name: shown(item) for name, item in value.as_dict().items()}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Mapping):
        return {str(key): shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value
