"""One credit at a time on a connected chain: find it, foretell an act, send it.

Every act goes the same way: the model says what will come of it, the chain is asked whether it would take
approval and act, and only then anything is signed. Errors are one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from usance.amendments import Change
from usance.calendars import CalendarError, date_of
from usance.chain.driver import Deployed, Driver, Receipt, Reverted
from usance.chain.suite import Suite
from usance.claim_terms import Claim
from usance.claims.book import ClaimRecord
from usance.claims.terms_file import plain as plain_claim
from usance.codes import Stage
from usance.credits.book import CreditRecord, LogSource, SetRecord, read_credits, set_state
from usance.credits.chain_later import Claims, claims_told, legs_of
from usance.credits.chain_world import model_of, token_at
from usance.credits.files import Folder
from usance.credits.reasons import in_words, meanings
from usance.credits.terms_file import plain, plain_change
from usance.credits.trial import try_calls
from usance.model.credit_reimbursement import Charge
from usance.model.credit_tenor import Leg
from usance.model.outcome import Outcome
from usance.money import money_text
from usance.terms import ZERO_ADDRESS, Credit, Presentation, credit_id, key_text, place_key

BANK = 1
# Acts that move a token now, beside `honour`.
OTHER_MONEY = ("honour_with_charges", "negotiate", "reimburse")
# What to do instead, by act and rule.
MENDS = {
    "undertake": {
        "U1": "a credit by negotiation is bought: use `ape run credit negotiate`",
        "TERMS": "a mixed credit takes its own legs: give them with --legs FILE, others take none",
    },
    "negotiate": {"PRICE": "the payee says less first, by `ape run credit offer-negotiation`"},
}


class CreditError(ValueError):
    """One line: which field or argument, what is wrong, the rule, the mend."""


class RefusedAct(CreditError):
    """What the model or the chain would refuse. `bare` leaves out the act: a command says its own name."""

    def __init__(self, function: str, bare: str) -> None:
        super().__init__(f"credit {function.rstrip('_')}: {bare}")
        self.bare = bare


@dataclass(frozen=True)
class Act:
    """An act of DocumentaryCredit that somebody means to send. `terms` are those it carries; `record` the
    credit as the chain tells it, where it was issued before; `others` whom it pays beside its parties."""

    function: str
    args: tuple[Any, ...]
    sender: str
    terms: Credit
    sets: tuple[Presentation, ...] = ()
    record: CreditRecord | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Foretold:
    """What an act will do: the model's outcome, and the approval it needs in token units."""

    outcome: Outcome
    approval: int


class CreditDesk:
    """The suite on one chain, with the bank's own folder of files."""

    def __init__(self, driver: Driver, suite: Suite, source: LogSource, folder: Folder) -> None:
        self.driver = driver
        self.suite = suite
        self.folder = folder
        self._source = source
        self._credits: dict[bytes, CreditRecord] | None = None

    # --- finding ---

    @property
    def credits(self) -> dict[bytes, CreditRecord]:
        """Every credit, as the events tell it."""
        if self._credits is None:
            self._credits = read_credits(self.suite, self._source)
        return self._credits

    def credit(self, text: str) -> CreditRecord:
        """A credit by id, by the beginning of its id, or by the reference its file remembers."""
        plain_text = text.lower().removeprefix("0x")
        hits = [
            record
            for record in self.credits.values()
            if record.id.hex().startswith(plain_text) or self.folder.reference(record.id) == text
        ]
        if len(hits) == 1:
            return hits[0]
        if not hits:
            raise CreditError(
                f"credit {text[:70]}: none here with that id or reference; see `credit list` (UNKNOWN)"
            )
        raise CreditError(f"credit {text}: {len(hits)} begin so; write more of the id")

    def one_set(self, record: CreditRecord, text: str | None, option: str = "--set") -> SetRecord:
        """A set by the beginning of its id; without one the last that is presented."""
        if not record.sets:
            raise CreditError(f"credit 0x{record.id.hex()[:12]}: nothing is presented under it yet (STATE)")
        if text is None:
            return record.sets[-1]
        hits = [one for one in record.sets if one.id.hex().startswith(text.lower().removeprefix("0x"))]
        if len(hits) != 1:
            raise CreditError(f"{option} {text[:70]}: {len(hits)} sets of this credit begin so (UNKNOWN)")
        return hits[0]

    # --- looking ahead ---

    def foretell(self, act: Act, now: int) -> Foretold:
        """The model's answer to the act on the chain as it stands."""
        accounts = [act.sender]
        for statement in act.sets:
            accounts += [statement.pay_to, statement.bank]
        accounts += [act.terms.issuer, act.terms.beneficiary, *act.others]
        claims = claims_told(self.suite, self._source, act.record)
        model = model_of(self.driver, self.suite, act.terms, list(act.sets), accounts, act.record, claims)
        args = [_for_model(arg) for arg in act.args]
        try:
            outcome: Outcome = getattr(model, act.function)(act.sender, now, *args)
        except CalendarError as error:
            raise CreditError(f"calendar: {in_words(str(error))}") from None
        own = sum(move.amount for move in outcome.moves if move.sender == act.sender)
        return Foretold(outcome, own)

    def calls_of(self, act: Act, foretold: Foretold) -> list[tuple[Deployed, str, Sequence[Any]]]:
        """The approval, where money is pulled, and the act."""
        calls: list[tuple[Deployed, str, Sequence[Any]]] = []
        if foretold.approval:
            token = token_at(self.driver, act.terms.asset)
            approved = int(self.driver.view(token, "allowance", [act.sender, self.suite.credit.address]))
            if approved < foretold.approval:
                calls.append((token, "approve", [self.suite.credit.address, foretold.approval]))
        calls.append((self.suite.credit, act.function, act.args))
        return calls

    def preflight(self, act: Act, now: int) -> Foretold:
        """Refuses, in one line, what the model or the chain would refuse; nothing is sent."""
        foretold = self.foretell(act, now)
        if foretold.outcome.broken:
            reason = self._reason(act, foretold, now)
            raise RefusedAct(act.function, f"{reason}{self._mend(act, reason)}")
        try:
            try_calls(self.driver, self.calls_of(act, foretold), act.sender, now)
        except Reverted as error:
            reason = in_words(error.reason)
            raise RefusedAct(act.function, f"{reason}{self._mend(act, reason)}") from None
        return foretold

    def claims_of(self, record: CreditRecord) -> Claims:
        """What sets of this credit have promised, as ClaimToken has it."""
        return claims_told(self.suite, self._source, record)

    def legs(self, record: CreditRecord, one: SetRecord) -> list[ClaimRecord]:
        """The claims of a set's undertaking that are not paid yet."""
        terms = record.terms_at(int(set_state(self.driver, self.suite, one.id)["stage"]))
        return legs_of(self.driver, self.suite, one, self.claims_of(record), terms)

    def _mend(self, act: Act, reason: str) -> str:
        """What to do instead, where a command does it."""
        if "OFF_CHAIN" in reason:
            paid = act.function == "honour"
            other = "credit assert-paid" if paid or act.function in OTHER_MONEY else "credit honour"
            return f"; use `ape run {other}`" + (" once the money was sent" if "assert" in other else "")
        if act.function in MENDS:
            for rule, mend in MENDS[act.function].items():
                if f"({rule})" in reason:
                    return f"; {mend}"
        # A bank lets DocumentaryCredit bind it before it takes anything on.
        if "AGENT" not in reason:
            return ""
        most = money_text(key_text(act.terms.currency), act.terms.maximum_liability).replace(",", "")
        who = "beneficiary" if act.function == "negotiate" else "bank"
        return (
            f"; run `ape run claim authorise --agent credit --cap '{most}' --until DATE` as the {who} first"
        )

    def _reason(self, act: Act, foretold: Foretold, now: int) -> str:
        """The contract's own reason where it gives one, else the catalogue's words for the rule."""
        try:
            try_calls(self.driver, [(self.suite.credit, act.function, act.args)], act.sender, now)
        except Reverted as error:
            if error.reason in meanings():
                return in_words(error.reason)
        rules = ", ".join(sorted(foretold.outcome.broken))
        if foretold.outcome.broken == {"TOKEN"}:
            return "the token would refuse the move: check the sender's balance (TOKEN)"
        return f"breaks {rules}; see docs/rules.md"

    # --- sending ---

    def send(self, act: Act, foretold: Foretold, at: int | None = None) -> Receipt:
        """Approve exactly what is pulled, then act; the act's own receipt."""
        calls = self.calls_of(act, foretold)
        for index, (contract, function, args) in enumerate(calls):
            if at is not None:
                self.driver.set_time(at - (len(calls) - 1 - index))
            receipt = self.driver.call(contract, function, list(args), act.sender)
            if not receipt.ok:
                raise CreditError(f"{function}: {in_words(receipt.reason)}")
        self._credits = None
        return receipt

    # --- what issuing asks beside the model ---

    def check_parties(self, terms: Credit, fields: dict[str, str]) -> None:
        """Each party of the terms admitted and active in its role, named by the field it comes from."""
        roles = [("issuer", BANK), ("adviser", BANK), ("nominated", BANK), ("confirmer", BANK)]
        roles += [("applicant", 0), ("beneficiary", 0)]
        for role, bit in roles:
            address = getattr(terms, role)
            if address == ZERO_ADDRESS:
                continue
            if not self.driver.view(self.suite.registry, "may", [address, bit]):
                where = fields.get(role, role)
                wanted = "an active BANK" if bit else "an admitted, active party"
                raise CreditError(
                    f"{where}: {role} {address} is not {wanted}; admit it with `party admit` (NOT_ADMITTED)"
                )

    def check_places(self, terms: Credit, places: dict[str, str]) -> None:
        """Each place loaded until 90 days after expiry."""
        wanted = terms.expiry_day + 90
        for role, code in places.items():
            if role == "expiry":
                continue
            loaded = int(self.driver.view(self.suite.calendar, "loaded_until", [place_key(code)]))
            if loaded < wanted:
                until = f"loaded to {date_of(loaded)}" if loaded else "not loaded"
                raise CreditError(
                    f"--place {role}={code}: its calendar is {until}, {date_of(wanted)} is needed; "
                    f"run `calendar load {code} --years ...` (CALENDAR_NOT_LOADED)"
                )

    def check_time(self, terms: Credit, now: int, where: str) -> None:
        """31D against the chain's clock."""
        today = int(self.driver.view(self.suite.calendar, "local_day", [terms.issuer_place, now]))
        if terms.expiry_day < today:
            raise CreditError(
                f"{where}: expiry {date_of(terms.expiry_day)} is before today on the chain, "
                f"{date_of(today)} at {key_text(terms.issuer_place)} (U6)"
            )

    def identity(self, terms: Credit) -> bytes:
        return credit_id(terms, self.driver.chain_id, self.suite.credit.address)

    # --- words ---

    def told(self, act: Act, foretold: Foretold) -> dict[str, Any]:
        """The decoded call, the money it moves and what comes of it."""
        names = self.suite.credit.abi.function(act.function, len(act.args)).parameters
        return {
            "act": act.function.rstrip("_"),
            "sender": act.sender,
            "contract": self.suite.credit.address,
            "arguments": {name: shown(arg) for name, arg in zip(names, act.args, strict=True)},
            "value": 0,
            "approval": str(foretold.approval),
            "moves": [
                {
                    "from": move.sender,
                    "to": move.receiver,
                    "amount": self.money(act.terms, move.amount),
                }
                for move in foretold.outcome.moves
            ],
            "outcome": [fact.name for fact in foretold.outcome.events],
        }

    def money(self, terms: Credit, tokens: int) -> str:
        return money_text(key_text(terms.currency), tokens // (terms.asset_scale or 1))

    def turn(self, record: CreditRecord, one: SetRecord) -> str:
        """The bank whose turn it is with a set."""
        stage = set_state(self.driver, self.suite, one.id)["stage"]
        return record.terms.issuer if stage == Stage.ISSUER else one.statement.bank

    def place(self, record: CreditRecord, one: SetRecord) -> bytes:
        """Its place."""
        stage = set_state(self.driver, self.suite, one.id)["stage"]
        return record.terms.issuer_place if stage == Stage.ISSUER else one.statement.bank_place


def _for_model(arg: Any) -> Any:
    """Discrepancies as the model takes them: pairs."""
    if isinstance(arg, list) and all(isinstance(item, dict) for item in arg):
        return [(item["code"], item["leaf"]) for item in arg]
    return arg


def shown(value: Any) -> Any:
    """An argument for people and for JSON."""
    if isinstance(value, Change):
        return plain_change(value)
    if isinstance(value, Credit | Presentation):
        return plain(value)
    if isinstance(value, Claim):
        return plain_claim(value)
    if isinstance(value, Leg | Charge):
        return {name: shown(item) for name, item in value._asdict().items()}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value


def read_json(path: Path) -> Any:
    """A JSON file, or one line."""
    import json

    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "no such file"
        raise CreditError(f"{path}: cannot be read: {reason}; check the path") from None
    except (ValueError, UnicodeDecodeError):
        raise CreditError(f"{path}: is not JSON; correct the file") from None
