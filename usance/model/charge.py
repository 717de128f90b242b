"""The register of what is financed, from the rules: one object, one amount, never more than all of it.

Acts take (sender, now, ...), give an Outcome, and change nothing when a rule is broken. Amounts in
[minor], times in [unix s].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from usance.charges.message import LONGEST, ChargeTerms, charge_id
from usance.fingerprints import charge_key
from usance.model.guard import Guard
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.party import ZERO, PartyModel, Role, Signed

ZERO_HASH = bytes(32)
MOST = 1 << 112


def charge_words(terms: ChargeTerms, nonce: int, deadline: int) -> tuple[object, ...]:
    """What the seller's signature is about."""
    return "Charge", terms, nonce, deadline


@dataclass
class Thing:
    """An object: how much it is, who took what. Nothing taken: its amount is open again."""

    whole: int = 0
    on_ledger: int = 0
    charged: int = 0

    @property
    def free(self) -> int:
        return self.whole - self.on_ledger - self.charged

    def settle(self) -> None:
        if self.on_ledger == self.charged == 0:
            self.whole = 0


@dataclass(frozen=True)
class Held:
    """A charge that counts."""

    key: bytes
    creditor: str
    seller: str
    amount: int
    until: int
    thing: Thing = field(compare=False, repr=False)


class ChargeModel:
    """The register at `address`; `claims` is the account that takes and gives back."""

    def __init__(self, address: str, parties: PartyModel, claims: str) -> None:
        self.address = address
        self.parties = parties
        self.claims = claims
        self.guard = Guard(parties)
        self.things: dict[bytes, Thing] = {}
        self.successor: dict[bytes, bytes] = {}
        self.charges: dict[bytes, Held] = {}
        self.nonces: set[tuple[str, int]] = set()

    # --- views ---

    def identity_of(self, party: str) -> bytes:
        known = self.parties.parties.get(party)
        return known.identity if known else ZERO_HASH

    def key_of(self, fingerprint: bytes, seller: str) -> bytes:
        return charge_key(fingerprint, self.identity_of(seller))

    def present_key(self, key: bytes) -> bytes:
        while key in self.successor:
            key = self.successor[key]
        return key

    def object_of(self, key: bytes) -> dict[str, int]:
        thing = self.things.get(key, Thing())
        return {"amount": thing.whole, "on_ledger": thing.on_ledger, "charged": thing.charged}

    def is_free(self, fingerprint: bytes, seller: str, amount: int) -> bool:
        if self._unkeyed(fingerprint, seller) or not 0 < amount < MOST:
            return False
        key = self.key_of(fingerprint, seller)
        if key in self.successor:
            return False
        thing = self.things.get(key, Thing())
        return thing.whole == 0 or amount <= thing.free

    def charge_of(self, charge: bytes) -> dict[str, object]:
        held = self.charges.get(charge, Held(ZERO_HASH, ZERO, ZERO, 0, 0, Thing()))
        return {name: getattr(held, name) for name in ("key", "creditor", "seller", "amount", "until")}

    def nonce_used(self, signer: str, nonce: int) -> bool:
        return (signer, nonce) in self.nonces

    # --- acts of the ledger ---

    def take(
        self, sender: str, now: int, fingerprint: bytes, seller: str, object_amount: int, amount: int
    ) -> Outcome:
        broken = self._claims(sender) | self._unkeyed(fingerprint, seller)
        broken |= self._used(fingerprint, seller, object_amount, amount)
        if broken:
            return refusal(broken)
        key = self.key_of(fingerprint, seller)
        self._enter(key, object_amount).on_ledger += amount
        taken = {"key": key, "seller": seller, "amount": amount, "object_amount": object_amount}
        return Outcome(returned=key, events=(Fact("Taken", taken),))

    def give_back(self, sender: str, now: int, fingerprint: bytes, seller: str, amount: int) -> Outcome:
        broken = self._claims(sender) | self._unkeyed(fingerprint, seller)
        key = self.key_of(fingerprint, seller)
        thing = self.things.get(key, Thing())
        if not 0 < amount <= thing.on_ledger:
            broken |= {"INV10"}
        if broken:
            return refusal(broken)
        thing.on_ledger -= amount
        thing.settle()
        return Outcome(events=(Fact("GivenBack", {"key": key, "amount": amount}),))

    # --- charges outside the ledger ---

    def charge(
        self, sender: str, now: int, terms: ChargeTerms, nonce: int, deadline: int, signature: Signed | None
    ) -> Outcome:
        """`terms.creditor` is who the seller named; whoever else sends it brings other words."""
        broken = {"ACC8"} if self.guard.stopped(now) else set()
        if not any(self.parties.may(sender, role, now) for role in (Role.BANK, Role.FINANCIER)):
            broken |= {"NOT_ADMITTED"}
        if not self.parties.may(terms.seller, 0, now):
            broken |= {"NOT_ADMITTED"}
        if not now < terms.until <= now + LONGEST:
            broken |= {"TERM"}
        if ZERO_HASH in (terms.filing, terms.reference):
            broken |= {"TERMS"}
        broken |= self._unkeyed(terms.fingerprint, terms.seller)
        broken |= self._used(terms.fingerprint, terms.seller, terms.object_amount, terms.amount)
        broken |= self._signed(sender, terms, nonce, deadline, signature, now)
        if broken:
            return refusal(broken)
        self.nonces.add((terms.seller, nonce))
        key = self.key_of(terms.fingerprint, terms.seller)
        thing = self._enter(key, terms.object_amount)
        thing.charged += terms.amount
        identifier = charge_id(key, sender, terms.seller, nonce)
        self.charges[identifier] = Held(key, sender, terms.seller, terms.amount, terms.until, thing)
        written = {
            "charge": identifier,
            "key": key,
            "creditor": sender,
            "seller": terms.seller,
            "amount": terms.amount,
            "until": terms.until,
            "filing": terms.filing,
            "reference": terms.reference,
        }
        return Outcome(returned=identifier, events=(Fact("Charged", written),))

    def release_charge(self, sender: str, now: int, charge: bytes) -> Outcome:
        held = self.charges.get(charge)
        if held is None:
            return refusal({"UNKNOWN"})
        if sender != held.creditor and now <= held.until:
            return refusal({"NOT_PARTY"})
        del self.charges[charge]
        held.thing.charged -= held.amount
        held.thing.settle()
        return Outcome(events=(Fact("ChargeReleased", {"charge": charge, "key": held.key, "by": sender}),))

    # --- new epochs ---

    def rotate(
        self, sender: str, now: int, seller: str, old_fingerprint: bytes, new_fingerprint: bytes
    ) -> Outcome:
        broken = set() if self.parties.may(sender, Role.VERIFIER, now) else {"NOT_ADMITTED"}
        if self.identity_of(sender) == self.identity_of(seller):
            broken |= {"NOT_PARTY"}
        for fingerprint in (old_fingerprint, new_fingerprint):
            broken |= self._unkeyed(fingerprint, seller)
        old, new = self.key_of(old_fingerprint, seller), self.key_of(new_fingerprint, seller)
        thing = self.things.get(old, Thing())
        if thing.whole == 0:
            broken |= {"UNKNOWN"}
        if old in self.successor or new in self.things:
            broken |= {"INV1"}
        if broken:
            return refusal(broken)
        self.things[new] = thing
        self.successor[old] = new
        return Outcome(events=(Fact("Rotated", {"old_key": old, "new_key": new, "by": sender}),))

    # --- the stop, the nonces ---

    def pause(self, sender: str, now: int) -> Outcome:
        return self.guard.pause(sender, now)

    def unpause(self, sender: str, now: int) -> Outcome:
        return self.guard.unpause(sender, now)

    def cancel_nonce(self, sender: str, now: int, nonce: int) -> Outcome:
        if (sender, nonce) in self.nonces:
            return refusal({"ACC1"})
        self.nonces.add((sender, nonce))
        return Outcome(events=(Fact("NonceCancelled", {"signer": sender, "nonce": nonce}),))

    # --- rules shared by several acts ---

    def _claims(self, sender: str) -> set[str]:
        return set() if sender == self.claims else {"NOT_PARTY"}

    def _unkeyed(self, fingerprint: bytes, seller: str) -> set[str]:
        """Why the object has no key."""
        broken = {"TERMS"} if fingerprint == ZERO_HASH else set()
        return broken | (set() if any(self.identity_of(seller)) else {"NOT_ADMITTED"})

    def _used(self, fingerprint: bytes, seller: str, object_amount: int, amount: int) -> set[str]:
        """What taking `amount` would break (INV1, TERMS)."""
        broken: set[str] = set()
        if not 0 < object_amount < MOST or amount == 0:
            broken |= {"TERMS"}
        key = self.key_of(fingerprint, seller)
        thing = self.things.get(key, Thing())
        if key in self.successor or thing.whole not in (0, object_amount):
            broken |= {"INV1"}
        if amount > (thing.free if thing.whole else object_amount):
            broken |= {"INV1"}
        return broken

    def _enter(self, key: bytes, object_amount: int) -> Thing:
        thing = self.things.setdefault(key, Thing())
        thing.whole = object_amount
        return thing

    def _signed(
        self,
        sender: str,
        terms: ChargeTerms,
        nonce: int,
        deadline: int,
        signature: Signed | None,
        now: int,
    ) -> set[str]:
        """What is wrong with the seller's signature (ACC1, ACC2)."""
        seller = terms.seller
        broken = {"ACC1"} if now > deadline or self.nonce_used(seller, nonce) else set()
        if seller == ZERO or signature is None:
            return broken | {"ACC2"}
        own = (
            signature.signer == seller
            and signature.words == charge_words(terms, nonce, deadline)
            and sender == terms.creditor
            and signature.chain_id == self.parties.chain_id
            and signature.contract == self.address
        )
        # A wallet can only say no; why, it does not say.
        if seller in self.parties.wallets and (not own or not signature.canonical or signature.revoked):
            return broken | {"ACC2"}
        if not own:
            broken |= {"ACC1"}
        if not signature.canonical:
            broken |= {"ACC2"}
        return broken

    # --- what must always hold ---

    def breaches(self) -> Iterator[str]:
        """INV1 on the model's own books."""
        for key, thing in self.things.items():
            if thing.free < 0 or (thing.whole == 0) != (thing.on_ledger == thing.charged == 0):
                yield f"{key.hex()}: {thing}"
            counted = sum(held.amount for held in self.charges.values() if held.thing is thing)
            if counted != thing.charged:
                yield f"{key.hex()}: charges of {counted}, {thing.charged} booked"
