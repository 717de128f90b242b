"""Three accounts of the same people on one chain, each with its model; hostile hands sign for them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_account.messages import SignableMessage

from tests.unit.institution_account.kit import PLENTY, House, beginning, flipped
from usance import signing
from usance.accounts import messages
from usance.accounts.words import Call, Change
from usance.chain.driver import Deployed, Receipt
from usance.model.account import AccountModel
from usance.model.account_facts import Bundle, Words
from usance.model.outcome import Outcome, rules_in
from usance.model.party import Signed
from usance.signing import Domain

FORK = 5
# Foreign chain, account and words; the other root; no signature; another's hand.
SPOILS = ("chain", "account", "words", "root", "none", "hand")
Made = tuple[str, list[Any], Outcome]


def message_of(domain: Domain, words: Words) -> SignableMessage:
    """The EIP-712 message of the model's words."""
    kind, *fields = words
    make: Any = {
        "Order": messages.order_message,
        "AccountChange": messages.change_message,
        "Removal": messages.removal_message,
        "Cancellation": messages.cancellation_message,
        "Freeze": messages.freeze_message,
        "Withdrawal": messages.withdrawal_message,
        "Delegation": messages.delegation_message,
        "Consent": messages.consent_message,
    }[str(kind)]
    message: SignableMessage = make(domain, *fields)
    return message


@dataclass
class Desk:
    """One account and its model."""

    account: Deployed
    model: AccountModel

    @property
    def domain(self) -> Domain:
        return messages.domain_of(self.model.chain_id, self.account.address)


class Disagreement(AssertionError):
    """Contract and model differ."""


class Bench:
    """The chain, the accounts, and a source of choices."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.rng = random.Random(seed)
        self.seen: Counter[str] = Counter()
        self.nonce = 0
        self.last_change: dict[str, Change] = {}
        people = house.people
        self.desks = [self._opened(beginning(people, house.wallet, house.euro)) for _ in range(3)]
        self.names = [name for name in people if name not in {"deployer", "wallet_owner"}] + ["wallet"]

    def _opened(self, first: Change) -> Desk:
        house = self.house
        account = house.found(first)
        house.ok("mint", account.address, PLENTY, by="deployer", contract=house.euro)
        house.driver._evm.set_balance(account.address, 10**30)
        model = AccountModel(
            house.driver.chain_id,
            account.address,
            frozenset({house.wallet.address}),
            has_code=lambda target: bool(house.driver.code(target)),
        )
        domain = messages.domain_of(model.chain_id, account.address)
        model.order_id = lambda words: signing.digest(message_of(domain, words))
        assert model.found(first).ok
        return Desk(account, model)

    # --- choices ---

    def rarely(self, chance: float = 0.06) -> bool:
        return self.rng.random() < chance

    def anyone(self) -> str:
        return self.rng.choice(self.names)

    def name_of(self, address: str) -> str:
        return next(name for name in self.names if self.house.address(name) == address)

    def fresh_nonce(self) -> int:
        """Mostly a new one, now and then one that may be used; far apart and not in order."""
        self.nonce += 1
        return self.rng.choice([1, 2, 300]) if self.rarely() else self.nonce * 7 + self.rng.randrange(7)

    def deadline(self, now: int) -> int:
        return now + self.rng.choice([-1, 0]) if self.rarely(0.1) else now + 3_600

    # --- signatures ---

    def sign(self, desk: Desk, name: str, words: Words) -> tuple[Signed | None, bytes]:
        """The person's signature as a fact and as bytes; now and then spoilt."""
        house = self.house
        address = house.address(name)
        fact = Signed(address, words, desk.model.chain_id, desk.account.address)
        spoil = (
            self.rng.choice(["chain", "account", "words", "root", "none", "hand"]) if self.rarely() else ""
        )
        signer = name
        if spoil == "none":
            return None, b"\1\2\3"
        if spoil == "chain":
            fact = replace(fact, chain_id=FORK)
        elif spoil == "account":
            other = self.rng.choice([one for one in self.desks if one is not desk])
            fact = replace(fact, contract=other.account.address)
        elif spoil == "words":
            fact = replace(fact, words=(words[0], *words[1:-1], _other(words[-1])))
        elif spoil == "hand":
            signer = "stranger"
            fact = replace(fact, signer=house.address(signer))
        domain = messages.domain_of(fact.chain_id, fact.contract)
        raw = house.sign(signer, message_of(domain, fact.words))
        if spoil == "root":
            return replace(fact, canonical=False), flipped(raw)
        return fact, raw

    def bundle(
        self, desk: Desk, words: Words, proposer: str, consents: Sequence[str]
    ) -> tuple[Bundle, bytes]:
        """A bundle as facts and as bytes; now and then unsorted, doubled or torn."""
        ordered = sorted(consents, key=lambda name: int(self.house.address(name), 16))
        if self.rarely() and len(ordered) > 1:
            ordered.reverse()
        if self.rarely() and ordered:
            ordered.append(ordered[-1])
        names = [proposer, *ordered]
        if self.rarely(0.03):
            names[0] = self.anyone()
        parts, raw = [], b""
        for name in names:
            fact, signature = self.sign(desk, name, words)
            address = self.house.address(name)
            parts.append((address, fact))
            raw += messages.part(address, signature)
        torn = self.rarely(0.02)
        if len(raw) > 1_000:
            raise ValueError("the bench made a bundle that no call takes")
        return Bundle(tuple(parts), rest=torn), raw + b"\1" * torn

    # --- the two answers ---

    def compare(self, desk: Desk, what: str, receipt: Receipt, outcome: Outcome) -> None:
        """Status, reason and events of the contract against the model's outcome."""
        if outcome.broken:
            if receipt.ok:
                raise Disagreement(f"{what}: allowed, the model says {sorted(outcome.broken)}")
            rules = rules_in(receipt.reason)
            if not rules & outcome.broken:
                raise Disagreement(f"{what}: {receipt.reason!r}, the model says {sorted(outcome.broken)}")
            self.seen.update(rules)
            return
        if not receipt.ok:
            raise Disagreement(f"{what}: {receipt.reason!r}, the model allows it")
        events = [event for event in receipt.events if event.address == desk.account.address]
        told = [(event.name, event.args) for event in events]
        wanted = [(fact.name, fact.args) for fact in outcome.events]
        if told != wanted:
            raise Disagreement(f"{what}: events {told}, the model says {wanted}")

    def agree(self, capabilities: Sequence[int], calls: Sequence[Call]) -> None:
        """Every view of every account."""
        house, now = self.house, self.house.now
        for desk in self.desks:
            account, model = desk.account, desk.model
            assert set(house.see("signers", contract=account)) == set(model.signers)
            assert house.see("guardian", contract=account) == model.guardian
            pending = house.see("pending", contract=account)
            wanted = model.pending
            assert pending["change"] == (wanted.change.mark if wanted else bytes(32))
            assert (pending["ready"], pending["lapses"]) == (
                (wanted.ready, wanted.lapses) if wanted else (0, 0)
            )
            for name in self.names:
                key = house.address(name)
                seen, known = house.see("key_of", key, contract=account), model.key_of(key, now)
                assert tuple(seen.values()) == (known.standing, known.rights, known.principal, known.until)
            for capability in capabilities:
                bands = [tuple(band.values()) for band in house.see("ladder", capability, contract=account)]
                assert bands == [band.as_tuple() for band in model.ladders.get(capability, ())]
                assert house.see("moved", capability, contract=account) == model.moved(capability, now)
            for call in calls:
                seen_rule = house.see("rule_of", call.target, call.selector, contract=account)
                rule = model.rules.get((call.target, call.selector))
                assert seen_rule["measure"] == (rule.measure if rule else 0)
                assert seen_rule["capability"] == (rule.capability if rule else 0)
            assert not model._quorum_rules(model.signers, model.ladders), "a ladder nobody can climb"


def _other(value: object) -> object:
    """Another value of the same type."""
    if isinstance(value, int):
        return value + 1
    return bytes(32) if isinstance(value, bytes) else value
