"""The table a machine plays at: live credits, and every act done on chain and in the model at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import process_time
from typing import Any, Protocol

from tests.machines.credit_house import House
from tests.machines.credit_liveness import pay_everybody
from tests.machines.credit_words import tail_words
from usance.amendments import Change
from usance.calendars import PlaceCalendar
from usance.chain.driver import Receipt
from usance.claim_terms import Claim
from usance.codes import Stage
from usance.documents import merkle_root
from usance.invariants import (
    AmendmentPicture,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
    step_breaches,
)
from usance.invariants_acts import awarded, by_word, own_money, promised
from usance.model.credit import DocumentaryCreditModel
from usance.model.credit_tenor import Leg, legs_hash
from usance.model.outcome import Fact, Outcome, rules_in
from usance.terms import Credit, Presentation, word_of


class Source(Protocol):
    """Where a machine's choices come from: a seed, or Hypothesis."""

    def below(self, n: int) -> int: ...


class Disagreement(AssertionError):
    """Model and contract say different things of one act."""


@dataclass(eq=False, slots=True)
class Deal:
    """A live credit, its sets and changes, with the calldata words of its terms in force.

    `own`: the terms that its confirming bank is bound by where they are others; `before`: all that were.
    """

    terms: Credit
    words: bytes
    id: bytes
    sets: list[Filed] = field(default_factory=list)
    changes: list[Offered] = field(default_factory=list)
    own: Credit | None = None
    before: list[Credit] = field(default_factory=list)

    def read(self, terms: Credit) -> None:
        """Acts carry these terms from now on."""
        self.terms, self.words = terms, terms.words()


@dataclass(eq=False, slots=True)
class Filed:
    """A set under a deal, its leaves, and what its notice found."""

    statement: Presentation
    words: bytes
    id: bytes
    leaves: list[bytes] = field(default_factory=list)
    notice: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Offered:
    """A change under a deal."""

    change: Change
    id: bytes


@dataclass
class Split:
    """Seconds spent by part of a step."""

    model: float = 0.0
    encode: float = 0.0
    evm: float = 0.0
    decode: float = 0.0
    compare: float = 0.0


# What ClaimToken says when a credit reserves or becomes a claim; its own machine holds it to an order.
OF_CLAIMS = frozenset({"Reserved", "ClaimBorn", "TransferSingle", "Parked", "Paid"})
# What an act may change of a set beside its state, view by view.
OF_SETS = ("undertaking_of", "offer_of", "reimbursement_of")


def ordered(events: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The credit's events as they came, those of ClaimToken behind them by name."""
    found = list(events)
    others = [event for event in found if event[0] in OF_CLAIMS]
    return [event for event in found if event[0] not in OF_CLAIMS] + sorted(others, key=lambda one: one[0])


def different(seen: list[tuple[str, Any]], known: list[tuple[str, Any]]) -> str:
    """The first of these events that are not the same, and where; nothing if all are."""
    for at, ((name, args), (other, words)) in enumerate(zip(seen, known, strict=False)):
        if (name, args) != (other, words):
            wrong = {key: (args.get(key), words.get(key)) for key in (*args, *words)}
            apart = {key: pair for key, pair in wrong.items() if pair[0] != pair[1]}
            return f"event {at} is {name}, the model's {other}: {apart}"
    if len(seen) != len(known):
        return f"events {[name for name, _ in seen]}, the model {[name for name, _ in known]}"
    return ""


class Table:
    """One play. `do` carries out an act and holds the contract to the model."""

    def __init__(self, house: House, split: Split | None = None) -> None:
        self.house = house
        self.model: DocumentaryCreditModel = house.model
        self.driver = house.driver
        self.contract = house.credit
        self.address = self.contract.address
        self.deals: list[Deal] = []
        self.split = split if split is not None else Split()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.steps = 0
        self.salt = 0
        self.facts: list[Fact] = []
        self.trees: dict[bytes, list[bytes]] = {}
        self.legs: dict[bytes, list[Leg]] = {}
        self._functions = self.contract.abi.functions
        self._tokens = {token.address: token for token in house.seat.tokens.values()}
        self._before: Picture | None = None
        self._movers: list[str] = []
        self._speakers: list[str] = []

    # --- looking ---

    @property
    def next_moment(self) -> int:
        """The time of the next act."""
        pending = self.driver._next
        return self.driver.now() + 1 if pending is None else pending

    def place(self, key: bytes) -> PlaceCalendar:
        return self.house.places[key]

    def today(self, key: bytes) -> int:
        return self.place(key).local_day(self.next_moment)

    # --- acting ---

    def deal(self, terms: Credit) -> Deal:
        return Deal(terms, terms.words(), self.model.credit_id(terms))

    def filed(self, deal: Deal, statement: Presentation) -> Filed:
        identity = self.model.presentation_id(deal.id, statement)
        return Filed(statement, statement.words(), identity, self.trees.get(statement.documents, []))

    def fresh_leaf(self) -> bytes:
        """A document that no set had before."""
        self.salt += 1
        return b"leaf".ljust(24, b"\0") + self.salt.to_bytes(8, "big")

    def tree(self, leaves: list[bytes]) -> bytes:
        """The root of a set of documents, which the table remembers by it."""
        root = merkle_root(leaves)
        self.trees[root] = leaves
        return root

    def legs_of(self, legs: list[Leg]) -> bytes:
        """What the terms of a mixed credit commit to, which the table remembers by it."""
        root = legs_hash(legs)
        self.legs[root] = legs
        return root

    def carried(self, name: str, deal: Deal, filed: Filed | None) -> tuple[Credit, bytes]:
        """The terms that an act carries: those in force, or a confirming bank's own."""
        own = deal.own
        if own is None:
            return deal.terms, deal.words
        mine = name in ("extend_confirmation", "apply_extension")
        if filed is not None and name != "accept_by_presentation":
            entry = self.model.sets.get(filed.id)
            at_confirmer = filed.statement.bank == own.confirmer
            mine = at_confirmer if entry is None else entry.stage == Stage.CONFIRMER
        return (own, own.words()) if mine else (deal.terms, deal.words)

    def do(self, name: str, sender: str, deal: Deal, filed: Filed | None = None, *args: Any) -> Outcome:
        """One act of the credit contract on both sides; a Disagreement when they differ."""
        start = process_time()
        terms, words = self.carried(name, deal, filed)
        static: list[Any] = [terms]
        if filed is not None:
            static.append(filed.statement)
        moment = self.next_moment
        outcome: Outcome = getattr(self.model, name)(sender, moment, *static, *args)
        modelled = process_time()
        data = self._functions[name].selector + words
        if filed is not None:
            data += filed.words
        data += tail_words(args, len(data) // 32)
        if outcome.ok and name in ("accept_amendment", "reject_amendment"):
            self._speakers.append(sender)
        done = self._compare(name, sender, data, outcome, (start, modelled), deal, filed)
        if done.ok:
            self.facts += done.events
            self._follow(deal, done)
        return done

    def _follow(self, deal: Deal, outcome: Outcome) -> None:
        """A change came into force, or the confirming bank's own terms followed."""
        for fact in outcome.events:
            if fact.name == "AmendmentAccepted":
                if fact.args["apart"] and deal.own is None:
                    deal.own = deal.terms
                deal.before.append(deal.terms)
                deal.read(Credit.from_mapping(fact.args["terms"]))
            elif fact.name == "ConfirmationAmended":
                assert deal.own is not None
                deal.before.insert(-1, deal.own)
                deal.own = Credit.from_mapping(fact.args["terms"]) if fact.args["apart"] else None

    def do_plain(self, name: str, sender: str, *args: Any) -> Outcome:
        """An act that speaks of no credit: pause, withdraw, redirect."""
        start = process_time()
        outcome: Outcome = getattr(self.model, name)(sender, self.next_moment, *args)
        if outcome.ok and name in ("withdraw", "redirect"):
            self._movers.append(args[1] if name == "withdraw" else args[0])
        modelled = process_time()
        data = self._functions[name].selector + b"".join([word_of(arg) for arg in args])
        return self._compare(name, sender, data, outcome, (start, modelled), None, None)

    def pay_claim(self, sender: str, claim: Claim, amount: int) -> None:
        """A payment of an undertaking in the ledger of claims itself, on both sides."""
        ledger = self.house.seat.claim
        outcome = self.house.claims.pay(sender, self.next_moment, claim, amount)
        data = ledger.abi.functions["pay"].selector + claim.words() + word_of(amount)
        receipt = self._send(sender, data, ledger.address)
        self.steps += 1
        said = next(iter(rules_in(receipt.reason)), "ok") if not receipt.ok else "ok"
        self.counts["pay", said] += 1
        if receipt.ok != outcome.ok or (not receipt.ok and said not in outcome.broken):
            raise Disagreement(
                f"pay by {self.name_of(sender)}: {receipt.reason or 'ok'}, the model {sorted(outcome.broken)}"
            )
        if receipt.ok:
            self._same_claim(self.house.claims.claim_id(claim))

    def _send(self, sender: str, data: bytes, to: str = "") -> Receipt:
        seat = self.house.seat
        to = to or self.address
        if sender != seat.wallet.address:
            return self.driver.send_raw(to, data, sender)
        wrapped = seat.wallet.abi.function("execute").encode((to, data))
        return self.driver.send_raw(seat.wallet.address, wrapped, seat.people["wallet_owner"])

    def _compare(
        self,
        name: str,
        sender: str,
        data: bytes,
        outcome: Outcome,
        clock: tuple[float, float],
        deal: Deal | None,
        filed: Filed | None,
    ) -> Outcome:
        encoded, decoding = process_time(), self.driver.decoding
        receipt = self._send(sender, data)
        sent, decoding = process_time(), self.driver.decoding - decoding
        split = self.split
        split.model += clock[1] - clock[0]
        split.encode += encoded - clock[1]
        split.evm += sent - encoded - decoding
        split.decode += decoding
        self.steps += 1
        if not receipt.ok:
            self.counts[name, rule := next(iter(rules_in(receipt.reason)), "")] += 1
            if outcome.ok or not rules_in(receipt.reason) & outcome.broken:
                raise Disagreement(
                    f"{name} by {self.name_of(sender)}: the contract says {receipt.reason!r} ({rule}), "
                    f"the model {sorted(outcome.broken) or 'ok'}"
                )
            return outcome
        self.counts[name, "ok"] += 1
        if not outcome.ok:
            raise Disagreement(
                f"{name} by {self.name_of(sender)} went through, the model says {sorted(outcome.broken)}"
            )
        ours = (self.address, self.house.seat.claim.address)
        seen = [(event.name, event.args) for event in receipt.events if event.address in ours]
        told = different(ordered(seen), ordered(outcome.events))
        if told:
            raise Disagreement(f"{name}: {told}")
        if deal is not None:
            self._same_state(name, deal, filed)
            if outcome.events and "amendment" in outcome.events[0].args:
                self._same("amendment_state", outcome.events[0].args["amendment"])
        for fact in outcome.events:
            if fact.name in ("ClaimBorn", "Paid"):
                self._same_claim(fact.args["claim"])
        split.compare += process_time() - sent
        return outcome

    def _same_state(self, name: str, deal: Deal, filed: Filed | None) -> None:
        state = self.driver.view(self.contract, "credit_state", (deal.id,))
        if state != self.model.credit_state(deal.id):
            raise Disagreement(f"{name}: credit {state}\n  the model {self.model.credit_state(deal.id)}")
        held = self.held(deal.terms.asset)
        tokens = self.house.money.tokens
        booked = None if held is None else tokens[deal.terms.asset].balances[self.address]
        if held != booked:
            raise Disagreement(f"{name}: {held} held of {deal.terms.asset}, the model says {booked}")
        if filed is not None:
            entry = self.driver.view(self.contract, "presentation_state", (filed.id,))
            if entry != self.model.presentation_state(filed.id):
                raise Disagreement(
                    f"{name}: set {entry}\n  the model {self.model.presentation_state(filed.id)}"
                )
            for view in OF_SETS:
                self._same(view, filed.id)

    def _same(self, view: str, identity: bytes) -> None:
        """A view by id: contract and model show the same."""
        seen, known = self.driver.view(self.contract, view, (identity,)), getattr(self.model, view)(identity)
        if seen != known:
            raise Disagreement(f"{view}: {seen}\n  the model {known}")

    def _same_claim(self, claim: bytes) -> None:
        """What was not paid is owed in the ledger of claims, to the unit."""
        state = self.driver.view(self.house.seat.claim, "claim_state", (claim,))
        if state != self.house.claims.claim_state(claim):
            raise Disagreement(f"claim {state}\n  the model {self.house.claims.claim_state(claim)}")

    def held(self, asset: str) -> int | None:
        """What the contract holds of a token, None for an address that is none."""
        token = self._tokens.get(asset)
        return None if token is None else int(self.driver.view(token, "balanceOf", (self.address,)))

    def name_of(self, address: str) -> str:
        for name, known in self.house.seat.people.items():
            if known == address:
                return name
        return address

    def forget(self) -> None:
        """A deal left the table: the next picture is not compared with the last one."""
        self._before = None

    # --- checking everything ---

    def people(self) -> list[str]:
        return list(self.house.seat.people.values())

    def picture(self) -> Picture:
        """All that the chain shows, read view by view."""
        view, house = self.house.view, self.house
        credits = [
            CreditPicture(
                deal.id,
                deal.terms,
                view("credit_state", deal.id),
                [
                    SetPicture(
                        filed.id,
                        filed.statement,
                        view("presentation_state", filed.id),
                        view("reimbursement_of", filed.id),
                    )
                    for filed in deal.sets
                ],
                [
                    AmendmentPicture(one.id, one.change, view("amendment_state", one.id))
                    for one in deal.changes
                ],
                [*deal.before, *([deal.own] if deal.own is not None else [])],
            )
            for deal in self.deals
        ]
        held, owed, supply = {}, {}, {}
        withdrawable, balances = {}, {}
        for token in house.seat.tokens.values():
            asset = token.address
            read = self.driver.view
            held[asset] = read(token, "balanceOf", (self.address,))
            owed[asset] = view("owed", asset)
            supply[asset] = read(token, "totalSupply")
            balances[self.address, asset] = held[asset]
            ledger = self.house.seat.claim.address
            balances[ledger, asset] = read(token, "balanceOf", (ledger,))
            for party in self.people():
                balances[party, asset] = read(token, "balanceOf", (party,))
                amount = view("withdrawable", party, asset)
                if amount:
                    withdrawable[party, asset] = amount
        return Picture(self.driver.now(), credits, held, owed, withdrawable, supply, balances)

    def check(self) -> None:
        """Everything the chain shows is what the model says, and breaks no invariant."""
        picture = self.picture()
        model = self.model
        for credit in picture.credits:
            if credit.state != model.credit_state(credit.id):
                raise Disagreement(f"credit {credit.state}\n  the model {model.credit_state(credit.id)}")
            for entry in credit.sets:
                if entry.state != model.presentation_state(entry.id):
                    raise Disagreement(f"set {entry.state}\n  the model {model.presentation_state(entry.id)}")
                for name in ("stop_of", "suspension_of", "payment_assertion_of", *OF_SETS):
                    self._same(name, entry.id)
            for one in credit.amendments:
                self._same("amendment_state", one.id)
            self._same("terms_of", credit.id)
            self._same("silent_confirmer_of", credit.id)
        if dict(picture.withdrawable) != model.waiting.balances:
            raise Disagreement(f"withdrawable {picture.withdrawable}\n  the model {model.waiting.balances}")
        for (party, asset), amount in picture.balances.items():
            known = self.house.money.tokens[asset].balances[party]
            if amount != known:
                raise Disagreement(f"{self.name_of(party)} holds {amount} of {asset}, the model says {known}")
        found = breaches(picture)
        if self._before is not None:
            found += step_breaches(self._before, picture)
            found += own_money(self._before, picture, self._movers)
            found += by_word(self._before, picture, self._speakers, self.facts)
            found += awarded(self._before, picture, self.facts)
        found += promised(self.facts)
        if found:
            raise AssertionError("; ".join(found))
        self._before = picture
        for seen in (self._movers, self._speakers, self.facts):
            seen.clear()

    def check_liveness(self) -> None:
        """Whoever is owed can be paid, and every cover finds its way out: tried, then undone."""
        snapshot = self.driver.snapshot()
        try:
            pay_everybody(self)
        finally:
            self.driver.revert(snapshot)
