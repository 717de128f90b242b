"""One account on a connected chain: make papers, say what they need, check them, carry them out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from usance.accounts import reading
from usance.accounts.abis import AddressBook
from usance.accounts.errors import AccountError
from usance.accounts.paper import SHARED, DelegationPart, Kind, Paper, call_parts, change_part
from usance.accounts.plan import BUILT_IN
from usance.accounts.values import shown
from usance.accounts.words import GOVERN, SIGN, Call, Change, Standing
from usance.chain.artifacts import artifact
from usance.chain.driver import Deployed, Driver, Receipt, Reverted
from usance.credits.reasons import in_words
from usance.credits.trial import try_calls
from usance.model.account import AccountModel
from usance.model.outcome import Outcome, refusal

CONTRACT = "InstitutionAccount"
SPEAKING = (Standing.SIGNER, Standing.DEPUTY)
WALLET_YES = bytes.fromhex("1626ba7e")
DAY = 86_400
# What helps against each rule that a paper can break.
MENDS = {
    "ACC1": "it is late, used, or a signature is not over this paper; propose and sign anew",
    "ACC2": "a signature is malformed, or a wallet's answer is no; sign again with that key",
    "ACC5": "its 48 hours are not over",
    "ACC7": "too few signers would be left; exchange them by `propose --change` instead",
    "CALL": "a call is of the account itself, without code, too short, or sends coin without a rule",
    "CHANGE": "the change is out of bounds, of nothing, or asks for more than GOVERN's threshold",
    "DELEGATION": "the deputy is a signer, retired or another's, or the time is out of bounds",
    "PACKING": "rights are numbers 0 to 31",
    "PENDING": "that change does not wait; see `account show`",
    "QUORUM": "let more signers with the right sign",
    "SELF_CHECK": "proposer and signers are different people; a deputy is the person it stands for",
    "SIGNER": "the key is no signer or deputy of this account now; see `account show`",
}


class CodeDriver(Driver, Protocol):
    """A driver that reads code back."""

    def code(self, address: str) -> bytes: ...


@dataclass(frozen=True)
class Judged:
    """What a paper will do when it is sent: the call, the model's outcome, and who is needed."""

    function: str
    args: tuple[Any, ...]
    outcome: Outcome
    needs: Mapping[int, int] = field(default_factory=dict)
    missing: Mapping[int, int] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()


def found_account(driver: CodeDriver, first: Change, sender: str) -> Deployed:
    """Deploy an account; the code on chain is read back."""
    model = AccountModel(driver.chain_id, "0x" + "f" * 40)
    broken = model.found(first).broken
    if broken:
        raise AccountError(f"account create: breaks {_with_mends(broken)}")
    try:
        deployed = driver.deploy(CONTRACT, [first.as_tuple()], sender)
    except Reverted as error:
        raise AccountError(f"account create: {in_words(error.reason)}") from None
    if not driver.code(deployed.address).startswith(artifact(CONTRACT).runtime):
        raise AccountError(f"account create: the code at {deployed.address} is not that of the sources")
    return deployed


class AccountDesk:
    """An account, with the names its institution gives to capabilities."""

    def __init__(
        self,
        driver: CodeDriver,
        address: str,
        network: str,
        book: AddressBook | None = None,
        names: Mapping[str, int] | None = None,
    ) -> None:
        if not driver.code(address).startswith(artifact(CONTRACT).runtime):
            raise AccountError(f"account {address}: no InstitutionAccount of these sources there")
        self.driver = driver
        self.account = driver.at(CONTRACT, address)
        self.network = network
        self.book = book or AddressBook()
        self.names = dict(BUILT_IN) | dict(names or {})

    def view(self, function: str, args: Sequence[Any] = ()) -> Any:
        return self.driver.view(self.account, function, list(args))

    # --- making papers ---

    def _paper(self, kind: Kind, author: str, days: int, **parts: Any) -> Paper:
        nonce = 0 if kind == "consent" else secrets.randbits(48)
        deadline = 0 if kind == "consent" else self.driver.now() + days * DAY
        paper = Paper(
            kind=kind,
            network=self.network,
            chain_id=self.driver.chain_id,
            account=self.account.address,
            author=author,
            nonce=nonce,
            deadline=deadline,
            **parts,
        )
        return paper.model_copy(update={"says": self.says(paper)}).sealed()

    def order(self, calls: Sequence[Call], proposer: str, days: int = 7) -> Paper:
        """A paper for `execute`."""
        model = self.model(calls=calls, keys=[proposer])
        broken = model.call_rules(calls)
        if broken:
            raise AccountError(f"calls: {_with_mends(broken)}")
        texts = [reading.call_text(call, self.book) for call in calls]
        return self._paper("order", proposer, days, calls=call_parts(calls, texts))

    def change(self, change: Change, proposer: str, days: int = 7) -> Paper:
        """A paper for `propose_change`; refused when the account would not take the change today."""
        keys = [*change.removed, *(signer.key for signer in change.signers)]
        trial = self.model(keys=keys, change=change).found(change)
        if trial.broken or change == Change():
            raise AccountError(f"change: {_with_mends(trial.broken or frozenset({'CHANGE'}))}")
        return self._paper("change", proposer, days, change=change_part(change))

    def removal(self, key: str, proposer: str, days: int = 7) -> Paper:
        return self._paper("removal", proposer, days, subject=key)

    def consent(self, digest: bytes, proposer: str) -> Paper:
        """A paper for an ERC-1271 signature over another contract's digest."""
        return self._paper("consent", proposer, 0, subject="0x" + digest.hex())

    def freeze(self, key: str, days: int = 7) -> Paper:
        return self._paper("freeze", key, days)

    def cancellation(self, by: str, days: int = 7) -> Paper:
        mark = bytes(self.view("pending")["change"])
        if mark == bytes(32):
            raise AccountError("no change waits (PENDING)")
        return self._paper("cancellation", by, days, subject="0x" + mark.hex())

    def delegation(self, principal: str, deputy: str, rights: int, until: int, days: int = 7) -> Paper:
        part = DelegationPart(deputy=deputy, rights=rights, until=until)
        return self._paper("delegation", principal, days, delegation=part)

    def withdrawal(self, paper: Paper) -> Paper:
        """Takes back what a proposer proposed: the same nonce."""
        if paper.kind not in SHARED or paper.kind == "consent":
            raise AccountError(f"a {paper.kind} is not withdrawn; only a proposal that was not sent yet")
        fresh = self._paper("withdrawal", paper.author, 7)
        fresh = fresh.model_copy(update={"nonce": paper.nonce})
        return fresh.model_copy(update={"says": self.says(fresh)}).sealed()

    # --- words ---

    def says(self, paper: Paper) -> list[str]:
        """What the paper does, from what is signed and never from the file's own words."""
        return paper_says(paper, self.book, self.names)

    def standing(self, key: str) -> str:
        """What a key is to the account, in words."""
        seen = self.view("key_of", [key])
        standing = Standing(int(seen["standing"]))
        bits = ", ".join(reading.rights_names(int(seen["rights"]), self.names)) or "proposes only"
        if standing == Standing.SIGNER:
            return f"signer: {bits}"
        if standing == Standing.DEPUTY:
            return f"deputy of {seen['principal']} until {reading.time_text(int(seen['until']))}: {bits}"
        return standing.name.lower()

    def description(self, capabilities: Sequence[int] = ()) -> dict[str, Any]:
        """All that the account tells of itself, in words."""
        pending = self.view("pending")
        wanted = sorted({GOVERN, SIGN, *self.names.values(), *capabilities})
        return {
            "account": self.account.address,
            "signers": {str(key): self.standing(str(key)) for key in self.view("signers")},
            "guardian": str(self.view("guardian")),
            "ladders": {
                reading.capability_name(number, self.names): reading.band_text(
                    reading.read_ladder(self.view, number)
                )
                for number in wanted
            },
            "moved": {
                reading.capability_name(number, self.names): str(self.view("moved", [number]))
                for number in wanted
                if self.view("moved", [number])
            },
            "pending": {
                "change": "0x" + bytes(pending["change"]).hex(),
                "ready": reading.time_text(int(pending["ready"])),
                "lapses": reading.time_text(int(pending["lapses"])),
            }
            if pending["ready"]
            else None,
        }

    # --- judging and sending ---

    def model(
        self, calls: Sequence[Call] = (), keys: Sequence[str] = (), change: Change | None = None, **rest: Any
    ) -> AccountModel:
        """The model as far as these go, with code looked up on the chain."""
        model = reading.read_model(
            self.view, self.driver.chain_id, self.account.address, self.driver.now(), calls, keys,
            change=change, **rest,
        )  # fmt: skip
        return replace(model, has_code=lambda target: bool(self.driver.code(target)))

    def needs(self, paper: Paper) -> dict[int, int]:
        """Capability -> consents that the paper needs beside its proposer."""
        model = self.model(calls=paper.made_calls)
        if paper.kind == "order":
            return model.needs(paper.made_calls, self.driver.now() + 1)
        if paper.kind == "consent":
            return {SIGN: model.top(SIGN)}
        return {GOVERN: model.highest()} if paper.kind in SHARED else {}

    def wallet_answers(self, paper: Paper) -> dict[str, bool]:
        """What contracts among the signing keys say to their signatures (ERC-1271)."""
        found: dict[str, bool] = {}
        digest = bytes.fromhex(paper.digest[2:])
        for key, raw in paper.ordered():
            fact = paper.fact(key, raw)
            if (fact is not None and fact.signer == key) or not self.driver.code(key):
                continue
            wallet = self.driver.at(CONTRACT, key)
            try:
                found[key] = (
                    bytes(self.driver.view(wallet, "isValidSignature", [digest, raw])).hex() == "1626ba7e"
                )
            except (Reverted, ValueError, IndexError):
                found[key] = False
        return found

    def judge(self, paper: Paper, sender: str) -> Judged:
        """The call a paper becomes, and what the model says will come of it."""
        self.check_place(paper)
        now = self.driver.now() + 1
        answers = self.wallet_answers(paper)
        keys = [paper.author, *(part.key for part in paper.signatures)]
        if paper.kind == "removal":
            keys.append(paper.subject)
        if paper.delegation is not None:
            keys.append(paper.delegation.deputy)
        change = paper.made_change if paper.kind in {"change", "removal", "freeze"} else None
        nonces = [] if paper.kind == "consent" else [(paper.author, paper.nonce)]
        model = self.model(paper.made_calls, keys, change, nonces=nonces)
        model.wallets = frozenset(answers)
        needs = self.needs(paper)
        bundle = paper.facts(answers)
        missing = model.lacking(bundle, needs, now)
        strangers = tuple(
            key for key, _ in paper.ordered() if model.key_of(key, now).standing not in SPEAKING
        )
        rest = (paper.author, paper.nonce, paper.deadline)
        if paper.kind in SHARED:
            signed = paper.bundle() if paper.signatures else b""
            if paper.kind == "order":
                outcome = model.execute(paper.made_calls, *rest, bundle, sender=sender, now=now)
                calls = [call.as_tuple() for call in paper.made_calls]
                return Judged("execute", (calls, *rest, signed), outcome, needs, missing, strangers)
            if paper.kind == "change":
                outcome = model.propose_change(paper.made_change, *rest, bundle, sender=sender, now=now)
                args = (paper.made_change.as_tuple(), *rest, signed)
                return Judged("propose_change", args, outcome, needs, missing, strangers)
            if paper.kind == "removal":
                outcome = model.remove(paper.subject, *rest, bundle, sender=sender, now=now)
                return Judged("remove", (paper.subject, *rest, signed), outcome, needs, missing, strangers)
            broken = model.is_valid_signature(paper.word, bundle, now)
            outcome = refusal(broken) if broken else Outcome()
            return Judged("isValidSignature", (paper.word, signed), outcome, needs, missing, strangers)
        raw = paper.signed_by(paper.author) or b""
        fact = paper.fact(paper.author, raw, answers.get(paper.author))
        if paper.kind == "freeze":
            outcome = model.freeze_key(*rest, fact, sender=sender, now=now)
            return Judged("freeze_key", (*rest, raw), outcome)
        if paper.kind == "withdrawal":
            outcome = model.withdraw_order(*rest, fact, sender=sender, now=now)
            return Judged("withdraw_order", (*rest, raw), outcome)
        if paper.kind == "delegation" and paper.delegation is not None:
            part = paper.delegation
            words = (paper.author, part.deputy, part.rights, part.until, paper.nonce, paper.deadline)
            outcome = model.delegate(*words, fact, sender=sender, now=now)
            return Judged("delegate", (*words, raw), outcome)
        # Of a waiting change the chain keeps the mark alone; the chain's own answer decides.
        broken = model.signature_rules(paper.author, paper.model_words(), fact)
        outcome = refusal(broken) if broken else Outcome()
        return Judged("cancel_change", (paper.word, *rest, raw), outcome)

    def check_place(self, paper: Paper) -> None:
        """The paper is for this account on this chain."""
        if paper.account != self.account.address:
            raise AccountError(f"the paper is for {paper.account}, not for {self.account.address} (ACC1)")
        if paper.chain_id != self.driver.chain_id:
            raise AccountError(
                f"the paper is for chain {paper.chain_id}, this is chain {self.driver.chain_id} (ACC1)"
            )

    def ready_change(self, paper: Paper) -> bool:
        """The paper's change was announced and waits; whoever sends the paper again carries it out."""
        return paper.kind == "change" and paper.made_change.mark == bytes(self.view("pending")["change"])

    def preflight(self, paper: Paper, sender: str) -> Judged:
        """Refuses in one line what the model or the chain would refuse; nothing is sent."""
        if self.ready_change(paper):
            judged = Judged("execute_change", (paper.made_change.as_tuple(),), Outcome())
        else:
            judged = self.judge(paper, sender)
        if judged.outcome.broken:
            raise AccountError(f"account {paper.kind}: breaks {self._reasons(judged)}")
        if judged.function == "isValidSignature":
            return judged
        try:
            calls = [(self.account, judged.function, list(judged.args))]
            try_calls(self.driver, calls, sender, self.driver.now() + 1)
        except Reverted as error:
            raise AccountError(f"account {paper.kind}: {in_words(error.reason)}") from None
        return judged

    def send(self, paper: Paper, sender: str) -> Receipt:
        """Checked with the model, tried on the chain, then carried there; the sender counts for nothing."""
        judged = self.preflight(paper, sender)
        if judged.function == "isValidSignature":
            raise AccountError("a consent is not sent: hand its bundle to the contract that asks for it")
        receipt = self.driver.call(self.account, judged.function, list(judged.args), sender)
        if not receipt.ok:
            raise AccountError(f"account {paper.kind}: {in_words(receipt.reason)}")
        return receipt

    def _reasons(self, judged: Judged) -> str:
        broken = _with_mends(judged.outcome.broken)
        if judged.strangers:
            broken += f"; no signers: {', '.join(judged.strangers)}"
        if not judged.missing:
            return broken
        lacks = ", ".join(
            f"{count} of {reading.capability_name(kind, self.names)}"
            for kind, count in sorted(judged.missing.items())
        )
        return f"{broken}; missing consents: {lacks}"

    def told(self, judged: Judged) -> dict[str, Any]:
        """The decoded call and what comes of it."""
        names = self.account.abi.function(judged.function, len(judged.args)).parameters
        return {
            "act": judged.function,
            "contract": self.account.address,
            "arguments": {name: shown(arg) for name, arg in zip(names, judged.args, strict=True)},
            "value": 0,
            "outcome": [fact.name for fact in judged.outcome.events],
            "needs": {
                reading.capability_name(kind, self.names): count for kind, count in judged.needs.items()
            },
        }


def _with_mends(broken: frozenset[str]) -> str:
    # What is wrong with a signature comes before how many there are.
    first = min(broken - {"QUORUM"} or broken)
    return f"{', '.join(sorted(broken))}: {MENDS.get(first, 'see docs/errors.md')}"


def paper_says(paper: Paper, book: AddressBook, names: Mapping[str, int]) -> list[str]:
    """What a paper does, in words, from what is signed."""
    until = f"until {reading.time_text(paper.deadline)}" if paper.deadline else "without an end"
    head = f"{paper.kind} of account {paper.account} on chain {paper.chain_id}, good {until}"
    lines = [head]
    if paper.kind == "order":
        lines += [reading.call_text(call, book) for call in paper.made_calls]
    elif paper.kind == "change":
        lines += reading.change_text(paper.made_change, names)
    elif paper.kind == "removal":
        lines.append(f"the key {paper.subject} is dead at once")
    elif paper.kind == "consent":
        lines.append(f"the account signs digest {paper.subject} for another contract")
    elif paper.kind == "freeze":
        lines.append(f"the key {paper.author} is lost: dead at once")
    elif paper.kind == "cancellation":
        lines.append(f"the waiting change {paper.subject} is void")
    elif paper.kind == "withdrawal":
        lines.append(f"what {paper.author} proposed with nonce {paper.nonce} is void")
    elif paper.delegation is not None:
        part = paper.delegation
        bits = ", ".join(reading.rights_names(part.rights, names))
        end = f"stands in until {reading.time_text(part.until)} for {bits}" if bits else "stands in no more"
        lines.append(f"{part.deputy} {end} (of {paper.author})")
    role = "proposed" if paper.kind in SHARED else "signed"
    lines.append(f"{role} by {paper.author}" + (f", nonce {paper.nonce}" if paper.deadline else ""))
    return lines
