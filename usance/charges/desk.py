"""ChargeRegistry on one chain, for verifier and financier: check, order, charge, release, rotate.

Every act is tried on the chain as it stands before it is sent, and nothing is sent that would be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from usance.chain.driver import Deployed, Driver, Receipt, Reverted
from usance.charges.errors import ChargeError
from usance.charges.looking import ZERO_ADDRESS, Look, Picture, picture_of
from usance.charges.message import CHARGE_REGISTRY, LONGEST, ChargeTerms, charge_message
from usance.charges.order import Order
from usance.charges.papers import (
    Paper,
    fingerprints_under,
    paper_of,
    require_claim,
    standing_of,
)
from usance.credits.book import LogSource
from usance.credits.reasons import in_words
from usance.credits.trial import try_calls
from usance.fingerprints import InvoiceFacts, KeyRing, under
from usance.invoices import Standing
from usance.signing import Domain

ALONE = "this register speaks for itself alone: it does not see what is financed elsewhere"
# [s] How long the seller's signature is good for, when nobody says otherwise.
ORDER_SECONDS = 7 * 86_400


@dataclass(frozen=True)
class Charge:
    """A charge that counts. [minor], [unix s]."""

    id: bytes
    key: bytes
    creditor: str
    seller: str
    amount: int
    until: int


@dataclass(frozen=True)
class Checked:
    """What is known of an invoice here and now. `free` [minor]; 0 too when it may not be financed."""

    paper: Paper
    picture: Picture
    standing: Standing
    free: int
    charges: tuple[Charge, ...]
    day: date

    @property
    def contradicts(self) -> bool:
        """The register has another amount of the whole than the file."""
        found = self.picture.objects
        return any(look.whole != self.paper.object_amount for look in found)


@dataclass(frozen=True)
class Rotation:
    """One invoice of a list: moved, moved already, nothing there, or why not."""

    paper: Paper
    old: Look
    new: Look
    verdict: str  # MOVE, DONE, NOTHING, DOUBLED, ELSEWHERE


class ChargeDesk:
    """The register, the registry it asks, and the members' keys."""

    def __init__(
        self, driver: Driver, register: Deployed, ring: KeyRing | None, source: LogSource | None = None
    ) -> None:
        self.driver = driver
        self.register = register
        self.registry = driver.at("PartyRegistry", str(driver.view(register, "REGISTRY")))
        self._ring = ring
        self._source = source

    # --- looking ---

    @property
    def ring(self) -> KeyRing:
        if self._ring is None:
            raise ChargeError("--keys: missing; name the members' key file")
        return self._ring

    @property
    def domain(self) -> Domain:
        return Domain(CHARGE_REGISTRY, self.driver.chain_id, self.register.address)

    @property
    def today(self) -> date:
        """The day of the chain's time, in UTC."""
        return datetime.fromtimestamp(self.driver.now(), UTC).date()

    def asks(self, function: str, args: Sequence[Any] = ()) -> Any:
        """A view of the register."""
        return self.driver.view(self.register, function, list(args))

    def asks_registry(self, function: str, args: Sequence[Any] = ()) -> Any:
        return self.driver.view(self.registry, function, list(args))

    def paper(self, path: Path | str, seller: str | None = None) -> Paper:
        return paper_of(self.asks_registry, path, seller)

    def picture(self, facts: InvoiceFacts) -> Picture:
        """The register under the key of every epoch that has begun."""
        return picture_of(self.asks, fingerprints_under(facts, self.ring, self.today))

    def check(self, path: Path | str, seller: str | None = None) -> Checked:
        """What the file is, what the register has of it, and how much of it is free."""
        paper = self.paper(path, seller)
        picture = self.picture(paper.facts)
        found = standing_of(paper, self.today, lambda facts: bool(self.picture(facts).objects))
        free = 0 if found.refusal else picture.free(paper.object_amount)
        return Checked(paper, picture, found, free, self.charges_on(picture), self.today)

    def charge_of(self, identifier: bytes) -> Charge | None:
        """The charge, None when there is none or it has ended."""
        seen = self.asks("charge_of", [identifier])
        if seen["creditor"] == ZERO_ADDRESS:
            return None
        return Charge(
            identifier,
            bytes(seen["key"]),
            str(seen["creditor"]),
            str(seen["seller"]),
            int(seen["amount"]),
            int(seen["until"]),
        )

    def charges_on(self, picture: Picture) -> tuple[Charge, ...]:
        """The charges that count on an invoice, as the events name them; none without a source of logs."""
        if self._source is None or not picture.objects:
            return ()
        keys = {look.key for look in picture.looks} | {look.present for look in picture.looks}
        kinds = self.register.abi.events
        found: dict[bytes, Charge] = {}
        for _, _, topics, data in self._source.logs(self.register.address):
            kind = kinds.get(topics[0]) if topics else None
            if kind is None or kind.name != "Charged":
                continue
            event = kind.decode(self.register.address, topics, data)
            if bytes(event.args["key"]) in keys:
                charge = self.charge_of(bytes(event.args["charge"]))
                found |= {charge.id: charge} if charge else {}
        return tuple(found.values())

    # --- a charge: prepared, signed, written ---

    def order(
        self,
        path: Path | str,
        seller: str | None,
        creditor: str,
        amount: int | None,
        until: int,
        filing: bytes,
        reference: bytes,
        seconds: int = ORDER_SECONDS,
    ) -> Order:
        """What the seller is asked to sign; without `amount` all that is free."""
        checked = self.check(path, seller)
        self.require_free(checked, amount)
        paper, now = checked.paper, self.driver.now()
        if not now < until <= now + LONGEST:
            raise ChargeError(f"--until: a charge ends after now and within {LONGEST // 86_400} days (TERM)")
        place = checked.picture.place
        return Order(
            chain_id=self.driver.chain_id,
            register_address=self.register.address,
            seller=paper.seller.address,
            creditor=creditor,
            currency=paper.invoice.currency,
            invoice=paper.invoice.number,
            epoch=place.epoch,
            fingerprint="0x" + place.fingerprint.hex(),
            object_amount=paper.object_amount,
            amount=checked.free if amount is None else amount,
            until=until,
            filing="0x" + filing.hex(),
            reference="0x" + reference.hex(),
            nonce=self.first_nonce(paper.seller.address),
            deadline=now + seconds,
        )

    def require_free(self, checked: Checked, amount: int | None) -> None:
        """One line unless the invoice can be financed with this amount."""
        source = checked.paper.invoice.source
        require_claim(checked.standing)
        place = checked.picture.place
        if checked.contradicts:
            raise ChargeError(
                f"{source}: {checked.paper.object_amount} minor units are due on it, the register has "
                f"{place.whole} of the same invoice: one of the two papers is not the invoice (INV1)"
            )
        if checked.free == 0 or (amount is not None and not 0 < amount <= checked.free):
            raise ChargeError(
                f"{source}: {checked.free} of {checked.paper.object_amount} minor units are free; "
                "the rest is financed (INV1)"
            )

    def first_nonce(self, signer: str) -> int:
        """The smallest nonce the signer has not used."""
        number = 0
        while self.asks("nonce_used", [signer, number]):
            number += 1
        return number

    def message(self, order: Order) -> Any:
        """The EIP-712 message of an order, refused when it is for another chain or register."""
        here = (self.driver.chain_id, self.register.address)
        if (order.chain_id, order.register_address) != here:
            raise ChargeError(
                f"order: for chain {order.chain_id} and register {order.register_address}, this is chain "
                f"{here[0]} and {here[1]}; make it anew here (ACC1)"
            )
        return charge_message(self.domain, order.terms(), order.nonce, order.deadline)

    def verify(self, order: Order, path: Path | str) -> Checked:
        """Hold an order against the invoice in the file: the financier's own fingerprint, and no other."""
        self.message(order)
        checked = self.check(path, order.seller)
        place, source = checked.picture.place, checked.paper.invoice.source
        stated = bytes.fromhex(order.fingerprint[2:])
        if stated != place.fingerprint:
            older = any(look.fingerprint == stated for look in checked.picture.looks)
            why = "is of another epoch than the key in use" if older else "is not the one made from the file"
            raise ChargeError(
                f"order: its fingerprint {why} ({source}); make the order anew from the invoice (INV1)"
            )
        if order.object_amount != checked.paper.object_amount:
            raise ChargeError(
                f"order: says {order.object_amount} minor units for the whole, {source} says "
                f"{checked.paper.object_amount}; make the order anew (INV1)"
            )
        self.require_free(checked, order.amount)
        return checked

    def compare(self, path: Path | str, seller: str | None, stated: bytes) -> Checked:
        """`check` with a fingerprint that somebody states: refused unless the file gives the same."""
        checked = self.check(path, seller)
        if all(look.fingerprint != stated for look in checked.picture.looks):
            raise ChargeError(
                f"{checked.paper.invoice.source}: the file does not give the fingerprint "
                f"0x{stated.hex()[:16]}... under any key of the ring: do not rely on it (INV1)"
            )
        return checked

    # --- acts ---

    def attempt(self, function: str, args: Sequence[Any], sender: str) -> None:
        """One line when the chain would refuse the act now; nothing is sent."""
        try:
            try_calls(self.driver, [(self.register, function, list(args))], sender, self.driver.now() + 1)
        except Reverted as error:
            raise ChargeError(in_words(error.reason)) from None

    def send(self, function: str, args: Sequence[Any], sender: str) -> Receipt:
        """Try the act, then send it."""
        self.attempt(function, args, sender)
        receipt = self.driver.call(self.register, function, list(args), sender)
        if not receipt.ok:
            raise ChargeError(in_words(receipt.reason))
        return receipt

    def charge_args(self, order: Order) -> tuple[Any, ...]:
        """The arguments of `charge`."""
        if order.signature == "0x":
            raise ChargeError("order: not signed; have the seller sign it with `charge sign` (ACC2)")
        terms: ChargeTerms = order.terms()
        return terms.args(order.nonce, order.deadline, order.signature_bytes)

    def charge(self, order: Order, path: Path | str, sender: str) -> Receipt:
        """Write the charge, after the order was held against the invoice."""
        self.verify(order, path)
        return self.send("charge", self.charge_args(order), sender)

    def release(self, identifier: bytes, sender: str) -> Receipt:
        """End a charge: its creditor at any time, anybody when it is over."""
        return self.send("release_charge", [identifier], sender)

    # --- new epochs ---

    def rotations(
        self, papers: Iterable[Paper], old: str | None = None, new: str | None = None
    ) -> list[Rotation]:
        """What a new epoch means for each invoice, from the older to the younger key in force or as named."""
        live = self.ring.live(self.today)
        if old is None and new is None and len(live) != 2:
            raise ChargeError(
                f"rotate: one key alone is in force on {self.today}; rotate while two overlap, "
                "or name --from and --to"
            )
        first = self.ring.named(old) if old else live[0]
        second = self.ring.named(new) if new else live[-1]
        if first.start >= second.start:
            raise ChargeError(f"rotate: {second.id} does not follow {first.id}; name the younger with --to")
        found: list[Rotation] = []
        seen: dict[bytes, bool] = {}
        for paper in papers:
            pair = (under(paper.facts, first), under(paper.facts, second))
            if pair[0].charge_key in seen:
                continue
            seen[pair[0].charge_key] = True
            before, after = picture_of(self.asks, pair).looks
            found.append(Rotation(paper, before, after, verdict_of(before, after)))
        return found

    def rotate(self, rotation: Rotation, sender: str) -> Receipt:
        """Move one live object to the key of the new epoch."""
        return self.send("rotate", self.rotate_args(rotation), sender)

    def rotate_args(self, rotation: Rotation) -> list[Any]:
        seller = rotation.paper.seller.address
        return [seller, rotation.old.fingerprint, rotation.new.fingerprint]


def verdict_of(old: Look, new: Look) -> str:
    """MOVE, or why there is nothing to move."""
    if old.rotated:
        return "DONE" if new.present == old.present else "ELSEWHERE"
    if not old.live:
        return "NOTHING"
    # A live object at the new key that is not this one: the invoice was financed again meanwhile.
    return "DOUBLED" if new.live else "MOVE"
