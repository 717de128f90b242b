"""The registry does what the model says, act by act, allowed and forbidden alike.

For a forbidden act the model gives all rules it breaks: the contract's reason must be one of them
and nothing may have changed; where the model finds none the contract must accept.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.party_registry.kit import DAY, HOUR, RULEBOOK, ZERO, House, flipped, identity
from usance import signing
from usance.chain.driver import Receipt
from usance.model.party import (
    Broken,
    Capability,
    PartyModel,
    Role,
    Signed,
    admission_words,
    mandate_words,
)
from usance.signing import Admission, Mandate

ACTS = 4_000
RULE = re.compile(r"\(([A-Z0-9_]+)\)$")
RULES = {
    *("CAPABILITY", "ONE_CAPABILITY", "NO_OFFER", "NO_CHANGE", "ADMITTED", "ADMISSION", "PROPOSAL"),
    *("REMOVED", "STATUS", "COURT", "NOTICE", "ORDER", "MANDATE", "ACC1", "ACC2", "ACC5", "ACC7"),
}
WAITS = (0, 0, 0, 1, 60, HOUR, 20 * HOUR, 47 * HOUR, 48 * HOUR, 3 * DAY, 7 * DAY)


class Walk:
    """A seeded random walk over all acts of the registry, model beside contract."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.rng = random.Random(seed)
        self.people = [house.people[name].address for name in sorted(house.people)]
        self.keys = {person.address: person.key for person in house.people.values()}
        self.wallet = house.wallet.address
        self.parties = [*self.people, self.wallet]
        self.identities = [identity(f"person {index}") for index in range(4)]
        self.order_book = [identity(f"order {index}") for index in range(3)]
        self.seen: Counter[str] = Counter()
        founders = {
            house.administrator: Capability.ADMINISTRATOR,
            house.admitter: Capability.ADMITTER,
            house.supervisor: Capability.SUPERVISOR,
            house.guardian: Capability.GUARDIAN,
            house.keeper: Capability.KEEPER,
        }
        since = house.see("capability_since", house.administrator, Capability.ADMINISTRATOR)
        self.model = PartyModel.founded(
            RULEBOOK,
            [(account, int(capability)) for account, capability in founders.items()],
            now=since,
            chain_id=house.driver.chain_id,
            address=house.registry.address,
            wallets=frozenset({self.wallet}),
        )

    # --- values, mostly good and sometimes bad ---

    def rarely(self) -> bool:
        return self.rng.random() < 0.06

    def anyone(self) -> str:
        return ZERO if self.rng.random() < 0.01 else self.rng.choice(self.parties)

    def holder(self, capability: int) -> str:
        """Mostly an account that has the capability."""
        holders = [account for account, kind in self.model.since if kind == capability]
        if self.rarely() or not holders:
            return self.rng.choice(self.people)
        return self.rng.choice(holders)

    def member(self) -> str:
        known = list(self.model.parties)
        return self.anyone() if self.rarely() or not known else self.rng.choice(known)

    def moment(self, now: int) -> int:
        if self.rarely():
            return self.rng.choice([0, now, now + 1, 1 << 64, (1 << 64) - 1])
        return now + self.rng.randrange(1, 400 * DAY)

    def capability(self) -> int:
        if self.rarely():
            return self.rng.choice([0, 3, 31])
        return int(self.rng.choice(list(Capability)))

    def admission(self, now: int) -> Admission:
        pool = [*self.people[:6], self.house.court, self.house.second_court]
        courts = tuple(self.rng.choice(pool) for _ in range(self.rng.choice([0, 0, 1, 2])))
        if self.rng.random() < 0.02:
            courts = (ZERO,)
        return Admission(
            self.anyone(),
            0 if self.rarely() else self.rng.choice([1, 2, 64, 64, 66, 255]),
            self.moment(now),
            bytes(32) if self.rarely() else self.rng.choice(self.identities),
            courts,
        )

    def signature(self, signer: str, words: tuple[object, ...], message: Any) -> tuple[Signed | None, bytes]:
        """A signature as the model sees it and as the contract gets it."""
        by = self.rng.choice(self.people) if self.rarely() else signer
        key = self.keys.get(self.house.wallet_owner if by == self.wallet else by)
        if key is None or self.rng.random() < 0.03:
            return None, b""
        if signer == self.wallet and by == self.house.wallet_owner:
            by = signer  # the owner's key speaks for its wallet
        good = Signed(by, words, self.house.driver.chain_id, self.house.registry.address)
        raw = signing.sign(key, message)
        if self.rng.random() < 0.05:
            return replace(good, canonical=False), flipped(raw)
        return good, raw

    # --- one act: sender, contract arguments, what the model says ---

    def pick(self, now: int) -> tuple[str, str, list[Any], Broken]:
        name = self.rng.choice(
            [
                *["admit"] * 3,
                *["propose", "accept", "name_court", "publish_order"] * 3,
                *["set_status", "grant_capability", "announce_court_removal", "remove_court"] * 2,
                *["accept_administration", "set_mandate", "set_mandate_signed", "renew"] * 2,
                *["withdraw_proposal", "set_roles", "hand_over", "cancel_grant"],
                *["revoke_capability", "renounce_capability", "revoke_mandate", "cancel_nonce"],
            ]
        )
        sender, args, broken = getattr(self, "do_" + name)(now)
        return name, sender, args, broken

    def do_admit(self, now: int) -> tuple[str, list[Any], Broken]:
        admission, nonce = self.admission(now), self.rng.randrange(6)
        deadline = now - 1 if self.rarely() else now + HOUR
        message = signing.admission_message(self.house.domain, RULEBOOK, admission, nonce, deadline)
        words = admission_words(RULEBOOK, admission, nonce, deadline)
        fact, raw = self.signature(admission.party, words, message)
        if self.rarely():
            admission = replace(admission, roles=admission.roles ^ 16)
        sender = self.holder(Capability.ADMITTER)
        broken = self.model.admit(admission, nonce, deadline, fact, sender=sender, now=now)
        return sender, [admission, nonce, deadline, raw], broken

    def do_propose(self, now: int) -> tuple[str, list[Any], Broken]:
        admission, sender = self.admission(now), self.holder(Capability.ADMITTER)
        return sender, [admission], self.model.propose(admission, sender=sender, now=now)

    def do_withdraw_proposal(self, now: int) -> tuple[str, list[Any], Broken]:
        party = self.rng.choice([*self.model.proposals, self.anyone()])
        sender = self.holder(Capability.ADMITTER)
        return sender, [party], self.model.withdraw_proposal(party, sender=sender, now=now)

    def do_accept(self, now: int) -> tuple[str, list[Any], Broken]:
        waiting = [party for party in self.model.proposals if party != ZERO]
        sender = self.anyone() if self.rarely() or not waiting else self.rng.choice(waiting)
        known = self.model.proposals.get(sender)
        admission = self.admission(now) if known is None or self.rarely() else known[0]
        rulebook = identity("other") if self.rarely() else RULEBOOK
        broken = self.model.accept(admission, rulebook, sender=sender, now=now)
        return sender, [admission, rulebook], broken

    def do_renew(self, now: int) -> tuple[str, list[Any], Broken]:
        party, until, sender = self.member(), self.moment(now), self.holder(Capability.ADMITTER)
        return sender, [party, until], self.model.renew(party, until, sender=sender, now=now)

    def do_set_roles(self, now: int) -> tuple[str, list[Any], Broken]:
        party, sender = self.member(), self.holder(Capability.ADMITTER)
        roles = self.rng.choice([0, 1, int(Role.COURT), 66, 255])
        return sender, [party, roles], self.model.set_roles(party, roles, sender=sender, now=now)

    def do_set_status(self, now: int) -> tuple[str, list[Any], Broken]:
        party, sender = self.member(), self.holder(Capability.SUPERVISOR)
        status = self.rng.choice([0, 5, 4, 1, 1, 1, 1, 2, 2, 2, 3, 3])
        return sender, [party, status], self.model.set_status(party, status, sender=sender, now=now)

    def do_grant_capability(self, now: int) -> tuple[str, list[Any], Broken]:
        account, kind = self.anyone(), self.capability()
        sender = self.holder(Capability.ADMINISTRATOR)
        broken = self.model.grant_capability(account, kind, sender=sender, now=now)
        return sender, [account, kind], broken

    def do_hand_over(self, now: int) -> tuple[str, list[Any], Broken]:
        account, sender = self.anyone(), self.holder(Capability.ADMINISTRATOR)
        return sender, [account], self.model.hand_over(account, sender=sender, now=now)

    def do_accept_administration(self, now: int) -> tuple[str, list[Any], Broken]:
        offered = list(self.model.offers)
        sender = self.anyone() if self.rarely() or not offered else self.rng.choice(offered)
        return sender, [], self.model.accept_administration(sender=sender, now=now)

    def do_cancel_grant(self, now: int) -> tuple[str, list[Any], Broken]:
        pending = [entry for entry, since in self.model.since.items() if since > now]
        pending += [(account, int(Capability.ADMINISTRATOR)) for account in self.model.offers]
        account, kind = self.rng.choice([*pending, (self.anyone(), self.capability())])
        sender = self.rng.choice([account, self.holder(Capability.GUARDIAN), self.anyone()])
        return sender, [account, kind], self.model.cancel_grant(account, kind, sender=sender, now=now)

    def do_revoke_capability(self, now: int) -> tuple[str, list[Any], Broken]:
        account, kind = self.rng.choice([*self.model.since, (self.anyone(), self.capability())])
        sender = self.holder(Capability.ADMINISTRATOR)
        broken = self.model.revoke_capability(account, kind, sender=sender, now=now)
        return sender, [account, kind], broken

    def do_renounce_capability(self, now: int) -> tuple[str, list[Any], Broken]:
        sender, kind = self.rng.choice([*self.model.since, (self.anyone(), self.capability())])
        return sender, [kind], self.model.renounce_capability(kind, sender=sender, now=now)

    def do_name_court(self, now: int) -> tuple[str, list[Any], Broken]:
        court, sender = self.anyone(), self.member()
        return sender, [court], self.model.name_court(court, sender=sender, now=now)

    def named(self) -> tuple[str, str]:
        pairs = list(self.model.courts)
        return self.rng.choice(pairs) if pairs and not self.rarely() else (self.anyone(), self.anyone())

    def do_announce_court_removal(self, now: int) -> tuple[str, list[Any], Broken]:
        sender, court = self.named()
        return sender, [court], self.model.announce_court_removal(court, sender=sender, now=now)

    def do_remove_court(self, now: int) -> tuple[str, list[Any], Broken]:
        announced = [
            pair
            for pair, since in self.model.courts.items()
            if since is not None and (now - since >= 7 * DAY or self.rng.random() < 0.2)
        ]
        sender, court = self.rng.choice(announced) if announced and not self.rarely() else self.named()
        return sender, [court], self.model.remove_court(court, sender=sender, now=now)

    def do_publish_order(self, now: int) -> tuple[str, list[Any], Broken]:
        party, sender = self.named()
        order = bytes(32) if self.rarely() else self.rng.choice(self.order_book)
        return sender, [party, order], self.model.publish_order(party, order, sender=sender, now=now)

    def mandate(self, debtor: str, now: int) -> Mandate:
        limit = self.rng.choice([0, 1 << 112]) if self.rarely() else self.rng.randrange(1, 1 << 112)
        days = self.rng.choice([0, 367]) if self.rarely() else self.rng.randrange(1, 367)
        return Mandate(debtor, self.anyone(), limit, days, self.moment(now))

    def do_set_mandate(self, now: int) -> tuple[str, list[Any], Broken]:
        sender = self.member()
        mandate = self.mandate(sender, now)
        args = [mandate.seller, mandate.limit, mandate.days, mandate.until]
        return sender, args, self.model.set_mandate(*args, sender=sender, now=now)

    def do_set_mandate_signed(self, now: int) -> tuple[str, list[Any], Broken]:
        mandate, nonce = self.mandate(self.member(), now), self.rng.randrange(6, 16)
        deadline = now - 1 if self.rarely() else now + HOUR
        message = signing.mandate_message(self.house.domain, mandate, nonce, deadline)
        fact, raw = self.signature(mandate.debtor, mandate_words(mandate, nonce, deadline), message)
        sender = self.anyone()
        broken = self.model.set_mandate_signed(mandate, nonce, deadline, fact, sender=sender, now=now)
        fields = [mandate.debtor, mandate.seller, mandate.limit, mandate.days, mandate.until]
        return sender, [*fields, nonce, deadline, raw], broken

    def do_revoke_mandate(self, now: int) -> tuple[str, list[Any], Broken]:
        sender, seller = self.rng.choice([*self.model.mandates, (self.anyone(), self.anyone())])
        return sender, [seller], self.model.revoke_mandate(seller, sender=sender, now=now)

    def do_cancel_nonce(self, now: int) -> tuple[str, list[Any], Broken]:
        sender, nonce = self.anyone(), self.rng.randrange(16)
        return sender, [nonce], self.model.cancel_nonce(nonce, sender=sender, now=now)

    # --- the walk ---

    def send(self, sender: str, name: str, args: list[Any]) -> Receipt:
        """The wallet acts through its owner."""
        if sender == self.wallet:
            return self.house.execute(self.house.registry, name, *args)
        return self.house.act(sender, name, *args)

    def before(self, name: str, sender: str, args: list[Any], now: int) -> None:
        """For walks that look ahead."""

    def after(self, name: str, receipt: Receipt) -> None:
        """For walks that look back."""

    def step(self) -> None:
        now = self.house.now + 1 + self.rng.choice(WAITS)
        name, sender, args, broken = self.pick(now)
        self.house.driver.set_time(now)
        self.before(name, sender, args, now)
        receipt = self.send(sender, name, args)
        self.after(name, receipt)
        what = f"{name} by {sender} with {args} at {now}"
        if broken:
            assert not receipt.ok, f"{what}: allowed, the model says {sorted(broken)}"
            found = RULE.search(receipt.reason)
            assert found, f"{what}: no rule in {receipt.reason!r}, the model says {sorted(broken)}"
            assert found.group(1) in broken, f"{what}: {receipt.reason}, the model says {sorted(broken)}"
            self.seen[found.group(1)] += 1
        else:
            assert receipt.ok, f"{what}: {receipt.reason!r}, the model allows it"
            self.seen[name] += 1

    def agree(self) -> None:
        """Every view, for every account, pair and word the walk knows."""
        house, model, now = self.house, self.model, self.house.now
        assert house.see("administrators") == model.administrators() >= 1
        for account in [*self.parties, ZERO]:
            known, seen = model.parties.get(account), house.see("party_of", account)
            assert seen["status"] == house.see("status_of", account) == model.status_of(account)
            assert seen["courts"] == model.court_count(account)
            if known:
                assert (seen["roles"], seen["valid_until"]) == (known.roles, known.valid_until)
                assert (seen["admitted_at"], seen["identity"]) == (known.admitted_at, known.identity)
            for role in (0, 1, 2, 64, 66):
                assert house.see("may", account, role) == model.may(account, role, now)
            for kind in Capability:
                assert house.see("has_capability", account, kind) == model.has_capability(account, kind, now)
                since = model.capability_since(account, kind, now)
                assert house.see("capability_since", account, kind) == since
            for order in self.order_book:
                assert house.see("order_day_of", account, order) == model.order_day_of(account, order)
                assert house.see("order_court_of", account, order) == model.order_court_of(account, order)
            for nonce in range(16):
                assert house.see("nonce_used", account, nonce) == ((account, nonce) in model.nonces)
            offer, offered = model.offers.get(account), house.see("offer_of", account)
            assert offered["since"] == (offer.since if offer else 0)
            for other in self.parties:
                named, standing = (account, other) in model.courts, model.courts.get((account, other))
                assert house.see("court_standing", account, other) == ((standing or 1) if named else 0)
                assert house.see("names_court", account, other) == model.names_court(account, other, now)
                mandate = model.mandate(account, other)
                fields = (mandate.limit, mandate.days, mandate.until) if mandate else (0, 0, 0)
                assert tuple(house.see("mandate", account, other).values()) == fields
        for person in self.identities:
            addresses = model.identities.get(person, [])
            assert house.see("address_count", person) == len(addresses)
            for index, address in enumerate(addresses):
                assert house.see("address_at", person, index) == address


def test_walk__all_acts_at_random__contract_equals_model(house: House) -> None:
    seen: Counter[str] = Counter()
    for seed in range(4):
        mark = house.driver.snapshot()
        walk = Walk(house, seed)
        for index in range(ACTS // 4):
            walk.step()
            if index % 100 == 0:
                walk.agree()
        walk.agree()
        seen += walk.seen
        house.driver.revert(mark)
    assert sum(seen.values()) == ACTS
    acts = {name[3:] for name in dir(Walk) if name.startswith("do_")}
    assert not acts - set(seen), "acts that never succeeded in the walk"
    assert not RULES - set(seen), "rules that were never the reason in the walk"


def test_founded__without_an_administrator__refused() -> None:
    with pytest.raises(ValueError, match="ACC7"):
        PartyModel.founded(RULEBOOK, [], now=0, chain_id=1, address=ZERO)
