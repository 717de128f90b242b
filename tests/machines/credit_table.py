"""The table a machine plays at: live credits, and every act done on chain and in the model at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import process_time
from typing import Any, Protocol

from tests.machines.credit_house import DAY, House
from usance.calendars import PlaceCalendar
from usance.chain.driver import Deployed, Receipt
from usance.codes import CreditStatus, SetStatus, Stage
from usance.invariants import CreditPicture, Picture, SetPicture, breaches, own_money, step_breaches
from usance.model.credit import DocumentaryCreditModel
from usance.model.outcome import Outcome, rules_in
from usance.terms import Credit, Presentation, word_of


class Source(Protocol):
    """Where a machine's choices come from: a seed, or Hypothesis."""

    def below(self, n: int) -> int: ...


class Disagreement(AssertionError):
    """Model and contract say different things of one act."""


@dataclass(eq=False, slots=True)
class Deal:
    """A live credit and its sets, with their calldata words."""

    terms: Credit
    words: bytes
    id: bytes
    sets: list[Filed] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Filed:
    """A set under a deal."""

    statement: Presentation
    words: bytes
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
OF_CLAIMS = frozenset({"Reserved", "ClaimBorn", "TransferSingle", "Parked"})


def ordered(events: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The credit's events as they came, those of ClaimToken behind them by name."""
    found = list(events)
    others = [event for event in found if event[0] in OF_CLAIMS]
    return [event for event in found if event[0] not in OF_CLAIMS] + sorted(others, key=lambda one: one[0])


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
        self._functions = self.contract.abi.functions
        self._tokens = {token.address: token for token in house.seat.tokens.values()}
        self._before: Picture | None = None
        self._movers: list[str] = []

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
        return Filed(statement, statement.words(), self.model.presentation_id(deal.id, statement))

    def do(self, name: str, sender: str, deal: Deal, filed: Filed | None = None, *args: Any) -> Outcome:
        """One act of the credit contract on both sides; a Disagreement when they differ."""
        start = process_time()
        by_id = name == "demand_return"
        static: list[Any] = [deal.id if by_id else deal.terms]
        if filed is not None:
            static.append(filed.statement)
        moment = self.next_moment
        outcome: Outcome = getattr(self.model, name)(sender, moment, *static, *args)
        modelled = process_time()
        data = self._functions[name].selector + (deal.id if by_id else deal.words)
        if filed is not None:
            data += filed.words
        data += refusal_words(*args) if name == "refuse" else b"".join([word_of(arg) for arg in args])
        return self._compare(name, sender, data, outcome, (start, modelled), deal, filed)

    def do_plain(self, name: str, sender: str, *args: Any) -> Outcome:
        """An act that speaks of no credit: pause, withdraw, redirect."""
        start = process_time()
        outcome: Outcome = getattr(self.model, name)(sender, self.next_moment, *args)
        if outcome.ok and name in ("withdraw", "redirect"):
            self._movers.append(args[1] if name == "withdraw" else args[0])
        modelled = process_time()
        data = self._functions[name].selector + b"".join([word_of(arg) for arg in args])
        return self._compare(name, sender, data, outcome, (start, modelled), None, None)

    def _send(self, sender: str, data: bytes) -> Receipt:
        seat = self.house.seat
        if sender != seat.wallet.address:
            return self.driver.send_raw(self.address, data, sender)
        wrapped = seat.wallet.abi.function("execute").encode((self.address, data))
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
        if ordered(seen) != ordered(outcome.events):
            raise Disagreement(f"{name}: events {seen}\n  the model {list(outcome.events)}")
        if deal is not None:
            self._same_state(name, deal, filed)
        if name == "default_" and any(outcome.returned):
            self._same_claim(outcome.returned)
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
                    SetPicture(filed.id, filed.statement, view("presentation_state", filed.id))
                    for filed in deal.sets
                ],
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
        if found:
            raise AssertionError("; ".join(found))
        self._before = picture
        self._movers.clear()

    def check_liveness(self) -> None:
        """Whoever is owed can be paid, and every cover finds its way out: tried, then undone."""
        snapshot = self.driver.snapshot()
        try:
            self._pay_everybody()
        finally:
            self.driver.revert(snapshot)

    def _pay_everybody(self) -> None:
        driver, house = self.driver, self.house
        stranger = house["stranger"]
        for token in house.seat.tokens.values():
            if "unpause" in token.abi.functions:
                driver.call(token, "unpause", (), stranger).require()
        self._pay_back_claims()
        ends = [deal.terms.expiry_day + deal.terms.closing_days + 100 for deal in self.deals]
        driver.set_time(max([driver.now() + 1, *(day * DAY for day in ends)]))
        stuck: Counter[str] = Counter()
        for deal in self.deals:
            if house.view("credit_state", deal.id)["status"] == CreditStatus.CLOSED:
                continue
            settled = [self._settle(deal, filed) for filed in deal.sets]
            if all(settled):
                house.act("close", stranger, deal.terms).require()
            else:
                cover = house.view("credit_state", deal.id)["cover"]
                stuck[deal.terms.asset] += cover * deal.terms.asset_scale
        for token in house.seat.tokens.values():
            held = driver.view(token, "balanceOf", (self.address,))
            owed = house.view("owed", token.address)
            if held != owed + stuck[token.address]:
                raise AssertionError(f"after all is paid {held} of {token.name} are held for {owed} owed")

    def _pay_back_claims(self) -> None:
        """A bank that paid can claim at once, and an issuing bank that finds it complying can pay (U8)."""
        house, by_asset = self.house, {one.address: kind for kind, one in self.house.seat.tokens.items()}
        for deal in self.deals:
            terms = deal.terms
            sound = by_asset.get(terms.asset) in ("plain", "no_return", "pause")
            if not sound or house.view("credit_state", deal.id)["status"] == CreditStatus.CLOSED:
                continue
            for filed in deal.sets:
                state = house.view("presentation_state", filed.id)
                if state["stage"] == Stage.ISSUER or state["status"] != SetStatus.HONOURED:
                    continue
                self._fund(self._tokens[terms.asset], terms.issuer)
                bank, args = filed.statement.bank, (terms, filed.statement)
                house.act("forward", bank, *args).require()
                today = self.place(terms.issuer_place).local_day(self.next_moment)
                house.act("acknowledge", terms.issuer, *args, today).require()
                house.act("accept", terms.issuer, *args).require()
                paid = house.act("honour", terms.issuer, *args).require().event("Honoured")
                given = paid["from_cover"] + paid["from_bank"]
                if (paid["payee"], given, paid["outstanding"]) != (bank, state["amount"], 0):
                    raise AssertionError(f"a bank that paid {state['amount']} was paid back {paid.args}")

    def _fund(self, token: Deployed, bank: str) -> None:
        self.driver.call(token, "mint", (bank, 2**200), bank).require()
        self.driver.call(token, "approve", (self.address, 2**250), bank).require()

    def _settle(self, deal: Deal, filed: Filed) -> bool:
        """Silence is turned into a debt, the debt is paid. False: the token's owner lets no bank pay."""
        house, terms, statement = self.house, deal.terms, filed.statement
        state = house.view("presentation_state", filed.id)
        bank = terms.issuer if state["stage"] == Stage.ISSUER else statement.bank
        bound = state["stage"] != Stage.NOMINATED
        if state["status"] == SetStatus.PRESENTED and state["received"] and bound:
            done = house.act("preclude", "stranger", terms, statement)
            if not done.ok and "U16" not in rules_in(done.reason):
                raise AssertionError(f"a silent bank cannot be precluded: {done.reason}")
            state = house.view("presentation_state", filed.id)
        if state["status"] not in (SetStatus.COMPLYING, SetStatus.PRECLUDED) or not bound:
            return True
        if state["amount"] == 0:
            return True
        by_address = {one.address: (kind, one) for kind, one in house.seat.tokens.items()}
        if terms.asset not in by_address:
            return False
        kind, token = by_address[terms.asset]
        self._fund(token, bank)
        if "unblock" in token.abi.functions:
            self.driver.call(token, "unblock", (bank,), bank).require()
            self.driver.call(token, "unblock", (self.address,), bank).require()
        paid = house.act("honour", bank, terms, statement)
        if paid.ok:
            return True
        # A token that refuses every exact move stops the bank's part; cover is booked for the payee.
        if kind in ("plain", "no_return", "blocklist", "pause"):
            raise AssertionError(f"{state['amount']} owed cannot be paid: {paid.reason}")
        if house.view("credit_state", deal.id)["cover"] and state["stage"] == Stage.ISSUER:
            house.act("honour", "stranger", terms, statement).require()
        return False


def refusal_words(findings: list[tuple[int, bytes]], disposal: int, text: bytes) -> bytes:
    """The dynamic tail of `refuse`: terms and statement stand before it (54 and 9 words)."""
    offset = 32 * (len(Credit.__dataclass_fields__) + len(Presentation.__dataclass_fields__) + 3)
    parts = [word_of(offset), word_of(int(disposal)), word_of(text), word_of(len(findings))]
    parts += [word_of(int(code)) + leaf for code, leaf in findings]
    return b"".join(parts)
