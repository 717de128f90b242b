"""The table a machine plays at: live claims, and every act done on chain and in the model at once."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from time import process_time
from typing import Any, Protocol

from tests.machines.claim_house import House
from tests.machines.claim_watch import Watch
from tests.machines.claim_words import Data, Deal, Given, answer_of, encoded, modelled
from usance.chain.abi import address_word
from usance.chain.driver import Receipt
from usance.charges.message import ChargeTerms
from usance.claim_terms import Claim, claim_id
from usance.codes_claims import LIVE
from usance.model.claim_books import ClaimBook
from usance.model.outcome import Outcome, rules_in
from usance.terms import word_of

# Names of ERC-1155 in the model.
IN_MODEL = {
    "setApprovalForAll": "set_approval_for_all",
    "safeTransferFrom": "safe_transfer_from",
    "safeBatchTransferFrom": "safe_batch_transfer_from",
}
OF_CHARGES = ("charge", "release_charge", "rotate")
# Enough for any act whose receiver burns all gas that it is given; the refusal keeps a 64th.
GAS_WITH_BURNING = 4_000_000


class Source(Protocol):
    """Where a machine's choices come from: a seed, or Hypothesis."""

    def below(self, n: int) -> int: ...


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, n: int) -> int:
        return int(self._random.random() * n)


class Disagreement(AssertionError):
    """Model and contract say different things of one act."""


@dataclass
class Split:
    """Seconds spent by part of a step."""

    model: float = 0.0
    encode: float = 0.0
    evm: float = 0.0
    decode: float = 0.0
    compare: float = 0.0


@dataclass
class Table:
    """One play. `do` carries out an act and holds the contract to the model."""

    house: House
    split: Split = field(default_factory=Split)
    face: int = 10
    deals: list[Deal] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    story: list[tuple[str, str, tuple[Any, ...], Receipt]] = field(default_factory=list)
    references: dict[bytes, list[bytes]] = field(default_factory=dict)
    charges: set[bytes] = field(default_factory=set)
    steps: int = 0
    salt: int = 0
    nonce: int = 0

    def __post_init__(self) -> None:
        self.model = self.house.model
        self.driver = self.house.driver
        self.contract = self.house.claims
        self.address = self.contract.address
        self.charge = self.house.seat.suite.charge
        self.watch = Watch()
        self._functions = self.contract.abi.functions
        self._of_charges = self.charge.abi.functions
        self._known: dict[bytes, Deal] = {}
        self._evm = self.driver._evm
        self._state = self._functions["claim_state"].selector
        self._holding = self._functions["holding_of"].selector
        self._burning = self.house["burning"]
        self._caller = self.house["stranger"]
        self._agent = self.house.seat.agent.address

    # --- looking ---

    @property
    def next_moment(self) -> int:
        return self.house.next_moment

    def today(self, place: bytes) -> int:
        return self.house.places[place].local_day(self.next_moment)

    def person(self, name: str) -> str:
        return self.house.seat.people[name]

    def book(self, deal: Deal) -> ClaimBook | None:
        return self.model.claims.get(deal.id)

    def status(self, deal: Deal) -> int:
        book = self.book(deal)
        return 0 if book is None else int(book.status)

    def deal(self, terms: Claim) -> Deal:
        """The terms with their words, at the table or not."""
        identity = claim_id(terms, self.driver.chain_id, self.address)
        return self._known.get(identity) or Deal(terms, terms.words(), identity)

    def equal(self) -> int:
        """How many live claims have the face that this play keeps three of."""
        books = [self.model.claims[deal.id] for deal in self.deals[-40:]]
        return sum(book.status in LIVE and book.face == self.face for book in books)

    # --- acting ---

    def do(self, name: str, sender: str, *arguments: Any) -> Outcome:
        """One act on both sides; a Disagreement when they differ."""
        start = process_time()
        moment = self.next_moment
        if name == "charge":
            return self._charge(start, moment, sender, *arguments)
        side: Any = self.house.charges if name in OF_CHARGES else self.model
        act = getattr(side, IN_MODEL.get(name, name))
        outcome: Outcome = act(sender, moment, *[modelled(one) for one in arguments])
        done = process_time()
        functions = self._of_charges if name in OF_CHARGES else self._functions
        data = functions[name].selector + encoded(arguments)
        to = self.charge.address if name in OF_CHARGES else self.address
        return self._compare(name, sender, to, data, arguments, outcome, (start, done))

    def _charge(
        self,
        start: float,
        moment: int,
        sender: str,
        terms: ChargeTerms,
        nonce: int,
        deadline: int,
        given: Given,
    ) -> Outcome:
        outcome = self.house.charges.charge(sender, moment, terms, nonce, deadline, given.fact)
        done = process_time()
        words = terms.args(nonce, deadline, given.raw)[:-1]
        data = self._of_charges["charge"].selector + encoded([*words, Data(given.raw)])
        arguments = (terms, nonce, deadline, given)
        return self._compare("charge", sender, self.charge.address, data, arguments, outcome, (start, done))

    def _compare(
        self,
        name: str,
        sender: str,
        to: str,
        data: bytes,
        arguments: tuple[Any, ...],
        outcome: Outcome,
        clock: tuple[float, float],
    ) -> Outcome:
        encoded_at, decoding = process_time(), self.driver.decoding
        burning = sender != self._burning and any(
            one == self._burning or (isinstance(one, list) and self._burning in one) for one in arguments
        )
        receipt = self.house.sent(sender, to, data, GAS_WITH_BURNING if burning else None)
        sent, decoding = process_time(), self.driver.decoding - decoding
        split = self.split
        split.model += clock[1] - clock[0]
        split.encode += encoded_at - clock[1]
        split.evm += sent - encoded_at - decoding
        split.decode += decoding
        self.steps += 1
        self.story.append((name, sender, arguments, receipt))
        self._agree(name, sender, receipt, outcome)
        events = [event for event in receipt.events if event.address in (self.address, self.charge.address)]
        if receipt.ok:
            self.watch.saw(name, sender, arguments, events)
        for event in events:
            if event.name == "ClaimBorn":
                self._seat(Claim(**event["terms"]))
            elif event.name == "Charged":
                self.charges.add(event["charge"])
        self._same(name, sender, arguments, [identity for event in events for identity in _ids(event.args)])
        split.compare += process_time() - sent
        return outcome

    def _agree(self, name: str, sender: str, receipt: Receipt, outcome: Outcome) -> None:
        """Same answer, same reason, same return, same events."""
        who = f"{name} by {self.house.name_of(sender)}"
        if not receipt.ok:
            named = rules_in(receipt.reason)
            self.counts[name, next(iter(named), "")] += 1
            if not named & outcome.broken:
                raise Disagreement(
                    f"{who}: the contract says {receipt.reason!r}, the model {sorted(outcome.broken) or 'ok'}"
                )
            return
        self.counts[name, "ok"] += 1
        if not outcome.ok:
            raise Disagreement(f"{who} went through, the model says {sorted(outcome.broken)}")
        events = [
            (event.name, event.args)
            for event in receipt.events
            if event.address in (self.address, self.charge.address)
        ]
        if events != list(outcome.events):
            raise Disagreement(f"{who}: events {events}\n  the model {list(outcome.events)}")
        direct = sender not in self.house.names or self.house.names[sender] not in self.house.seat.wallets
        if direct and sender != self._agent and receipt.returned != answer_of(outcome.returned):
            raise Disagreement(f"{who} returned {receipt.returned.hex()}, the model {outcome.returned}")

    def set_status(self, party: str, status: int) -> None:
        """A supervisor's act, on both sides."""
        house, by = self.house, self.house["supervisor"]
        broken = house.parties.set_status(party, int(status), sender=by, now=self.next_moment)
        done = self.driver.call(house.seat.suite.registry, "set_status", (party, int(status)), by)
        assert done.ok == (not broken), done.reason

    def _seat(self, terms: Claim) -> None:
        deal = self.deal(terms)
        self.deals.append(deal)
        self._known[deal.id] = deal

    def told(self, last: int = 30) -> list[str]:
        """The last acts, a line each."""
        lines: list[str] = []
        for name, sender, arguments, receipt in self.story[-last:]:
            words = ", ".join(self._word(one) for one in arguments)
            came = "ok" if receipt.ok else receipt.reason
            lines.append(f"{receipt.timestamp} {self.house.name_of(sender)}: {name}({words})  # {came}")
        return lines

    def _word(self, argument: Any) -> str:
        if isinstance(argument, Deal):
            return f"<{argument.id[:4].hex()}>"
        if isinstance(argument, Data):
            return argument.raw.hex() or "b''"
        if isinstance(argument, str):
            return self.house.name_of(argument)
        if isinstance(argument, bytes):
            return f"<{argument[:4].hex()}>" if argument in self._known else argument.hex()
        if isinstance(argument, list):
            return "[" + ", ".join(self._word(one) for one in argument) + "]"
        if isinstance(argument, int) and argument > 2**200:
            return f"<{argument.to_bytes(32, 'big')[:4].hex()}>"
        return str(argument)

    # --- comparing ---

    def _raw(self, data: bytes) -> bytes:
        return bytes(
            self._evm.message_call(self._caller, self.address, calldata=data, gas=10_000_000, is_static=True)
        )

    def _same(self, name: str, sender: str, arguments: tuple[Any, ...], logged: list[bytes]) -> None:
        """The claims of an act stand as the model has them, with every holding."""
        touched = dict.fromkeys(logged)
        touched.update((one.id, None) for one in arguments if isinstance(one, Deal) and one.id in self._known)
        self._evm.reset_transient_storage()
        for claim in touched:
            if claim in self._known:
                self._same_claim(claim, name)
                book = self.model.claims[claim]
                self.watch.became(claim, int(book.status), name, sender, arguments)

    def _same_claim(self, claim: bytes, name: str) -> None:
        book = self.model.claims[claim]
        shown = self._raw(self._state + claim)
        if shown != b"".join([word_of(int(one)) for one in book.view().values()]):
            told = self._functions["claim_state"].decode(shown)
            wrong = {key: (told[key], value) for key, value in book.view().items() if told[key] != value}
            raise Disagreement(f"{name}: claim {claim[:4].hex()} (contract, model) {wrong}")
        for account, held in book.holdings.items():
            shown = self._raw(self._holding + claim + address_word(account))
            words = (held.units, held.seen, held.flags, held.ent)
            if shown != b"".join([one.to_bytes(32, "big") for one in words]):
                told = self._functions["holding_of"].decode(shown)
                raise Disagreement(
                    f"{name}: {self.house.name_of(account)} in {claim[:4].hex()} holds {told}\n"
                    f"  the model {held.view()}"
                )


def _ids(args: dict[str, Any]) -> list[bytes]:
    """The claims an event speaks of."""
    if "claim" in args:
        return [args["claim"]]
    if "id" in args:
        return [args["id"].to_bytes(32, "big")]
    return [one.to_bytes(32, "big") for one in args.get("ids", ())]
