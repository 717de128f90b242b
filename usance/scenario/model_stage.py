"""The reference model as a stage: the same functions by the same names, no chain below.

It understands the functions of the suite's contracts and of the kit's own tokens and wallets, so the
same set-up and the same steps run on it, alone or beside a chain.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eth_keys.datatypes import Signature
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from usance.amendments import Change
from usance.calendars import CalendarError
from usance.chain.abi import Event
from usance.chain.driver import Account, Deployed, Reverted
from usance.chain.revm import CHAIN_ID, GENESIS, abi_of, throwaway
from usance.chain.suite import SUITE
from usance.claim_terms import Claim
from usance.model.calendar import CalendarModel
from usance.model.credit import DocumentaryCreditModel
from usance.model.credit_reimbursement import Charge
from usance.model.credit_tenor import Leg
from usance.model.money import Token
from usance.model.outcome import TOKEN, Outcome, rules_in
from usance.model.party import PartyModel, Signed, admission_words, mandate_words
from usance.model.world import World
from usance.scenario.cast import Party
from usance.scenario.defaults import zero_of
from usance.scenario.errors import ScenarioError
from usance.scenario.model_claims import ClaimsOnModel
from usance.scenario.stage import MODEL, Sent
from usance.signing import (
    PARTY_REGISTRY,
    Admission,
    Domain,
    Mandate,
    admission_message,
    digest,
    mandate_message,
)
from usance.terms import Credit, Presentation

HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
TEMPERS = ("plain", "no_return", "false_return", "fee", "blocklist", "pause", "callback", "upgrade")
DEFAULT_FEE = 100
SENDER_LAST = {"PartyRegistry", "BankingCalendar"}
CLAIMS = {"ClaimToken", "ChargeRegistry"}


@dataclass
class Wallet:
    """A party that is a contract: its owner, and signatures it took back."""

    owner: str
    revoked: set[bytes]


class ModelStage:
    """One world of the model."""

    name = "model"

    def __init__(self, chain_id: int = CHAIN_ID, start: int = GENESIS) -> None:
        self._chain_id = chain_id
        self._now = start
        self._next: int | None = None
        self._block = False
        self._count = 0
        self.registry: PartyModel | None = None
        self.calendar: CalendarModel | None = None
        self.world: World | None = None
        self.credit: DocumentaryCreditModel | None = None
        self.claims: ClaimsOnModel | None = None
        self.wallets: dict[str, Wallet] = {}

    # --- the stage ---

    @property
    def chain_id(self) -> int:
        return self._chain_id

    def set_chain_id(self, number: int, line: int | None = None) -> None:
        self._chain_id = number
        if self.registry is not None and self.world is not None and self.credit is not None:
            self.registry.chain_id = self.world.chain_id = number
            self.credit._credit_id.cache_clear()
        if self.claims is not None:
            self.claims.forget_ids()

    def accounts(self, count: int) -> Sequence[Account]:
        return [throwaway(index) for index in range(count)]

    def now(self) -> int:
        return self._now

    def pending_time(self) -> int:
        return self._now + 1 if self._next is None else self._next

    def set_time(self, timestamp: int) -> None:
        if timestamp < self._now:
            raise ValueError(f"time never goes back: {timestamp} is before {self._now}")
        self._next = timestamp

    @contextmanager
    def together(self) -> Iterator[None]:
        self._tick()
        self._block = True
        try:
            yield
        finally:
            self._block = False

    def _tick(self) -> None:
        if not self._block:
            self._now, self._next = self.pending_time(), None

    def foresee(self, names: Sequence[str], sender: Account) -> dict[str, str]:
        return {name: _address(name, self._count + 1 + index) for index, name in enumerate(names)}

    def deploy(self, name: str, args: Sequence[Any], sender: Account) -> Deployed:
        self._tick()
        self._count += 1
        address = _address(name, self._count)
        contract = Deployed(name, address, abi_of(name))
        self.adopt(contract, args)
        return contract

    def adopt(self, contract: Deployed, args: Sequence[Any]) -> None:
        """The model of a contract that stands at an address."""
        name, address = contract.name, contract.address
        if name == "PartyRegistry":
            rulebook, grants = args
            self.registry = PartyModel.founded(
                rulebook, grants, now=self._now, chain_id=self._chain_id, address=address
            )
        elif name == "BankingCalendar":
            assert self.registry is not None
            self.calendar = CalendarModel(self.registry)
            self.world = World(self._chain_id, self.registry, self.calendar)
            self.claims = ClaimsOnModel(self.world)
        elif name == "DocumentaryCredit":
            assert self.world is not None
            self.credit = DocumentaryCreditModel(address, self.world)
        elif name in {"TestToken", "TestTokenNoReturn"}:
            assert self.world is not None
            temper = args[3] if len(args) > 3 else 1
            fee = DEFAULT_FEE if TEMPERS[temper] == "fee" else 0
            self.world.money.add(Token(address, args[2], TEMPERS[temper], fee))
        elif name in CLAIMS:
            assert self.claims is not None
            self.claims.adopt(contract, args)
        elif name not in SUITE:
            assert self.registry is not None
            assert self.claims is not None
            self.wallets[address] = Wallet(args[0], set())
            self.registry.wallets = self.registry.wallets | {address}
            self.claims.enter(contract, args)

    def send(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party, gas: int | None = None
    ) -> Sent:
        self._tick()
        try:
            outcome, told = self._act(contract, function, args, party)
        except CalendarError as error:
            outcome, told = Outcome(broken=rules_in(str(error))), True
        return self._sent(contract, outcome, told)

    def send_batch(self, acts: Sequence[tuple[Deployed, str, Sequence[Any]]], party: Party) -> Sent:
        """Several acts in one transaction: all or none."""
        self._tick()
        kept = copy.deepcopy(self._everything())
        events: tuple[Event, ...] = ()
        answers: list[Any] = []
        for contract, function, args in acts:
            outcome, told = self._act(contract, function, args, party)
            sent = self._sent(contract, outcome, told)
            if not sent.ok:
                self._bring(kept)
                return sent
            events += sent.events
            answers.append(sent.returned)
        return Sent(True, "", frozenset(), answers, events, self._now, None, False)

    def would(self, contract: Deployed, function: str, args: Sequence[Any], party: Party) -> bool:
        """Would this act succeed as the next one? It is tried on a copy."""
        kept, clock = self._everything(), (self._now, self._next)
        self._bring(copy.deepcopy(kept))
        try:
            return self.send(contract, function, args, party).ok
        finally:
            self._bring(kept)
            self._now, self._next = clock

    def _bring(self, everything: tuple[Any, ...]) -> None:
        self.registry, self.calendar, self.world, self.credit, self.wallets, self.claims = everything

    def _everything(self) -> tuple[Any, ...]:
        return self.registry, self.calendar, self.world, self.credit, self.wallets, self.claims

    def _sent(self, contract: Deployed, outcome: Outcome, told: bool) -> Sent:
        events = tuple(Event(contract.address, fact.name, fact.args) for fact in outcome.events)
        reason = "" if outcome.ok else f"{MODEL} ({', '.join(sorted(outcome.broken))})"
        return Sent(outcome.ok, reason, outcome.broken, outcome.returned, events, self._now, None, told)

    # --- acts ---

    def _act(
        self, contract: Deployed, function: str, args: Sequence[Any], party: Party
    ) -> tuple[Outcome, bool]:
        """(outcome, whether the model tells all events of this act)."""
        sender = party.account.address if contract.address in self.wallets else party.address
        if self.claims is not None:
            self.claims.prepare(function)
        if contract.name == "DocumentaryCredit":
            assert self.credit is not None
            if function == "deliver":
                # No account is the contract itself.
                return Outcome(broken=frozenset({"ONLY_SELF"})), True
            act: Callable[..., Outcome] = _method(self.credit, function)
            return act(sender, self._now, *[_typed(arg) for arg in args]), True
        if contract.name in CLAIMS:
            assert self.claims is not None
            return self.claims.act(contract.name, function, args, sender, self._now, self._signed), True
        if contract.name == "BankingCalendar":
            plain = [_typed(arg) if isinstance(arg, list) else arg for arg in args]
            broken = _method(self.calendar, function)(*plain, sender=sender, now=self._now)
            return Outcome(broken=broken), False
        if contract.name == "PartyRegistry":
            return Outcome(broken=self._registry_act(function, list(args), sender)), False
        if contract.address in self.wallets:
            return self._wallet_act(contract.address, function, args, sender), False
        return self._token_act(contract.address, function, args, sender), False

    def _registry_act(self, function: str, args: list[Any], sender: str) -> frozenset[str]:
        assert self.registry is not None
        registry = self.registry
        if function in {"admit", "propose", "accept"}:
            party, roles, valid_until, identity, courts = _values(args[0])
            args[0] = Admission(party, roles, valid_until, identity, tuple(courts))
        if function == "admit":
            admission, nonce, deadline, signature = args
            message = admission_message(self._domain(), registry.rulebook, admission, nonce, deadline)
            words = admission_words(registry.rulebook, admission, nonce, deadline)
            args[3] = self._signed(admission.party, digest(message), words, signature)
        elif function == "set_mandate_signed":
            debtor, seller, limit, days, until, nonce, deadline, signature = args
            mandate = Mandate(debtor, seller, limit, days, until)
            message = mandate_message(self._domain(), mandate, nonce, deadline)
            words = mandate_words(mandate, nonce, deadline)
            args = [mandate, nonce, deadline, self._signed(debtor, digest(message), words, signature)]
        broken: frozenset[str] = _method(registry, function)(*args, sender=sender, now=self._now)
        return broken

    def _domain(self) -> Domain:
        assert self.registry is not None
        return Domain(PARTY_REGISTRY, self._chain_id, self.registry.address)

    def _signed(
        self,
        signer: str,
        hashed: bytes,
        words: tuple[object, ...],
        signature: bytes,
        contract: str = "",
    ) -> Signed | None:
        """The signature as a fact: it is the signer's when its key, or its wallet's owner, made it."""
        if len(signature) != 65:
            return None
        s = int.from_bytes(signature[32:64], "big")
        parts = (signature[64] - 27, int.from_bytes(signature[:32], "big"), s)
        recovered = Signature(vrs=parts).recover_public_key_from_msg_hash(hashed).to_checksum_address()
        wallet = self.wallets.get(signer)
        own = wallet.owner if wallet is not None else signer
        by = signer if recovered == own else recovered
        revoked = wallet is not None and signature in wallet.revoked
        assert self.registry is not None
        where = contract or self.registry.address
        return Signed(by, words, self._chain_id, where, s <= HALF_ORDER, revoked)

    def _wallet_act(self, address: str, function: str, args: Sequence[Any], sender: str) -> Outcome:
        wallet = self.wallets[address]
        if sender != wallet.owner:
            return Outcome(broken=frozenset({TOKEN}))
        if function == "revoke":
            wallet.revoked.add(args[0])
        elif function != "arm":
            raise ScenarioError(f"the model's wallet has no act {function}")
        return Outcome()

    def _token_act(self, address: str, function: str, args: Sequence[Any], sender: str) -> Outcome:
        assert self.world is not None
        token = self.world.money.tokens[address]
        if function == "transfer":
            to, amount = args
            stopped = token.paused or token.refusing or {sender, to} & token.blocked
            if stopped or token.balances[sender] < amount + _on_top(token, amount):
                return Outcome(broken=frozenset({TOKEN}))
            if token.kind != "false_return":
                token.move(sender, to, amount)
            return Outcome(returned=token.kind != "false_return")
        wanted = {
            "block": "blocklist",
            "pause": "pause",
            "upgrade": "upgrade",
            "charge": "fee",
            "arm": "callback",
        }
        if function in wanted and token.kind != wanted[function]:
            return Outcome(broken=frozenset({TOKEN}))
        if function == "approve":
            token.allowances[sender, args[0]] = args[1]
        elif function == "mint":
            token.mint(*args)
        elif function == "block":
            token.blocked.add(args[0])
        elif function == "unblock":
            token.blocked.discard(args[0])
        elif function in {"pause", "unpause"}:
            token.paused = function == "pause"
        elif function == "upgrade":
            token.fee_bps = args[0]
        elif function == "charge":
            token.fee_bps, token.fee_on_top = args
        elif function == "arm":
            # The suite's lock refuses every call-back; a strict token then refuses the whole move.
            token.refusing = bool(args[2])
        else:
            raise ScenarioError(f"the model's token has no act {function}")
        return Outcome(returned=True)

    # --- views ---

    def view(self, contract: Deployed, function: str, args: Sequence[Any] = (), sender: str = "") -> Any:
        try:
            return self._view(contract, function, args)
        except CalendarError as error:
            raise Reverted(str(error)) from None

    def _view(self, contract: Deployed, function: str, args: Sequence[Any]) -> Any:
        now = self._now if self._next is None else self._next
        if contract.name == "DocumentaryCredit":
            return self._credit_view(contract, function, args, now)
        if contract.name == "CreditRules":
            return self._rules_view(function, args, now)
        if contract.name in {*CLAIMS, "ClaimRules"}:
            assert self.claims is not None
            return self.claims.view(contract, function, args, now)
        if contract.name == "BankingCalendar":
            assert self.calendar is not None
            if function == "version":
                return self.calendar.version(*args)
            return _method(self.calendar, function)(*args, now)
        if contract.name == "PartyRegistry":
            if function == "party_of":
                return self._party_of(contract, args[0])
            found = _method(self.registry, function)
            timed = {"may", "has_capability", "capability_since", "names_court"}
            return found(*args, now) if function in timed else found(*args)
        assert self.world is not None
        token = self.world.money.tokens[contract.address]
        if function == "balanceOf":
            return token.balances[args[0]]
        if function == "allowance":
            return token.allowances[args[0], args[1]]
        if function == "totalSupply":
            return self.world.money.total(contract.address)
        if not hasattr(token, function):
            raise ScenarioError(f"the model's token has no view {function}")
        return getattr(token, function)

    def _party_of(self, contract: Deployed, party: str) -> Any:
        assert self.registry is not None
        known = self.registry.parties.get(party)
        component = contract.abi.function("party_of").outputs.components[0]
        return zero_of(component) if known is None else dict(vars(known))

    def _credit_view(self, contract: Deployed, function: str, args: Sequence[Any], now: int) -> Any:
        assert self.credit is not None
        typed = [_typed(arg) for arg in args]
        if function == "owed":
            return self.credit.waiting.owed(*args)
        if function == "stopped_until":
            return self.credit.guard.stopped_until
        found = _method(self.credit, function)(*typed)
        return zero_of(contract.abi.function(function).outputs.components[0]) if found is None else found

    def _rules_view(self, function: str, args: Sequence[Any], now: int) -> Any:
        assert self.credit is not None
        terms = _typed(args[0])
        if function == "maximum_liability":
            return terms.maximum_liability
        return self.credit.last_examination_day(terms, _typed(args[1]), now)


def _method(model: Any, name: str) -> Callable[..., Any]:
    """A method of a model; what it does not have cannot be played on it."""
    found = None if name.startswith("_") else getattr(model, name, None)
    if not callable(found):
        raise ScenarioError(f"the model has no {name}")
    return found  # type: ignore[no-any-return]


def _address(name: str, count: int) -> str:
    """Where the model puts a contract."""
    return str(to_checksum_address(keccak(text=f"model {name} {count}")[12:]))


def _on_top(token: Token, amount: int) -> int:
    return amount * token.fee_bps // 10_000 if token.fee_on_top else 0


def _values(struct: Any) -> list[Any]:
    return list(struct.values()) if isinstance(struct, Mapping) else list(struct)


def _typed(arg: Any) -> Any:
    """The model takes terms, statements and changes as dataclasses, rows of an act as tuples."""
    if isinstance(arg, Mapping) and "mask" in arg:
        return Change(**{**arg, "values": tuple(arg["values"])})
    if isinstance(arg, Mapping):
        if "debtor" in arg:
            return Claim.from_mapping(arg)
        return Credit.from_mapping(arg) if "issuer" in arg else Presentation.from_mapping(arg)
    if isinstance(arg, list):
        return [_item(item) if isinstance(item, Mapping) else item for item in arg]
    return arg


def _item(item: Mapping[str, Any]) -> tuple[Any, ...]:
    if "share" in item:
        return Leg(**item)
    return Charge(**item) if "payee" in item else tuple(item.values())
