"""A claim on a chain, and the moment at which the acts of docs/states_claims.md are tried on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.machines.claim_house import HOME, House
from tests.machines.credit_house import FIRST
from usance.chain.driver import Receipt
from usance.claim_terms import Claim, asset_change, claim_id, prolongation, sub_account, unit_id
from usance.codes_claims import SubAccount
from usance.model.party import Status

FACE = 100_000_00
HALF = FACE // 2
SOME = 10_000_00  # a payment, a contested part
FEW = 1_000_00  # units of a transfer
SECURED = 5_000_00
SCALE = 10_000
DUE = FIRST + 60  # a Friday that is open
GRACE = 2  # banking days: the Monday and the Tuesday after it
LAST_GRACE = FIRST + 64
WINDOW = 3  # banking days of the debtor's silence and of a payable's receipt
LAST_SILENT = FIRST + 4  # three of them after the second day
LIMIT = FACE + HALF
TEN_PERCENT = 10**17
NONE, DEFENCES, SETOFF = 0, 1, 2
NONCE = 7  # of the debtor's signature
EUR = b"EUR".ljust(32, b"\0")
REFERENCE = b"reference".ljust(32, b"\0")
ANOTHER = b"another".ljust(32, b"\0")
# The actors of the tables whose word is not the name of the seat.
SEATS = {"pledgee": "second_financier", "payment_agent": "bank"}


@dataclass
class Scene:
    """A claim, and the moment at which the acts of the table are tried."""

    house: House
    terms: Claim
    cast: dict[str, str] = field(default_factory=dict)
    moment: int = 0
    holders: tuple[str, ...] = ("seller",)

    # --- who and what ---

    def seat(self, actor: str) -> str:
        """The name of the seat of an actor."""
        return self.cast.get(actor) or SEATS.get(actor, actor)

    def address(self, actor: str) -> str:
        return self.house[self.seat(actor)]

    @property
    def id(self) -> bytes:
        return claim_id(self.terms, self.house.driver.chain_id, self.house.claims.address)

    @property
    def unit(self) -> int:
        return unit_id(self.id)

    @property
    def named(self) -> list[str]:
        """The accounts that hold units, addresses ascending."""
        return sorted(map(self.account, self.holders), key=lambda account: int(account, 16))

    def account(self, holder: str) -> str:
        """The account of a holder; of `pledge`, where the seller's pledged units are."""
        if holder == "pledge":
            return sub_account(SubAccount.PLEDGED, self.address("seller"), self.address("pledgee"))
        return self.address(holder)

    # --- acts ---

    def act(self, actor: str, name: str, *args: Any) -> Receipt:
        """An act of an actor; a contract acts through its owner."""
        seat, claims = self.house.seat, self.house.claims
        target, own, words, sender = claims, name, list(args), self.address(actor)
        wallet = seat.wallets.get(self.seat(actor))
        if wallet is not None:
            data = claims.abi.function(name, len(args)).encode(words)
            target, own, words = wallet, "execute", [claims.address, data]
            sender = seat.people["wallet_owner"]
        elif actor == "agent" and name in ("bear", "reserve"):
            target, own = seat.agent, {"bear": "bring"}.get(name, name)
        receipt: Receipt = self.house.driver.call(target, own, words, sender)
        return receipt

    def ok(self, actor: str, name: str, *args: Any) -> Scene:
        self.act(actor, name, *args).require()
        return self

    def done(self, actor: str, name: str, *args: Any) -> Scene:
        """An act about the claim's terms."""
        return self.ok(actor, name, self.terms, *args)

    def send(self, sender: str, receiver: str, units: int) -> Scene:
        words = (self.address(sender), self.address(receiver), self.unit, units, b"")
        self.holders = (*self.holders, receiver)
        return self.ok(sender, "safeTransferFrom", *words)

    def of_registry(self, actor: str, name: str, *args: Any) -> Scene:
        seat = self.house.seat
        self.house.driver.call(seat.suite.registry, name, list(args), self.address(actor)).require()
        return self

    def status(self, actor: str, status: Status) -> Scene:
        return self.of_registry("supervisor", "set_status", self.address(actor), int(status))

    def stopped(self) -> Scene:
        return self.ok("guardian", "pause")

    def agree(self, *actors: str) -> Scene:
        """To another due day and to another asset."""
        for actor in actors:
            self.ok(actor, "agree", self.id, prolongation(self.later))
            self.ok(actor, "agree", self.id, asset_change(self.house["pause"], SCALE))
        return self

    @property
    def later(self) -> int:
        return DUE + 33

    # --- time ---

    def to(self, day: int, second: int = 36_000) -> Scene:
        """The next act is so many seconds after the day's local midnight."""
        self.moment = self.house.places[HOME].midnight(day) + second
        self.house.driver.set_time(self.moment)
        return self

    def last_second(self, day: int) -> Scene:
        return self.to(day + 1, -1)

    def after(self, day: int) -> Scene:
        """The first second after the day."""
        return self.to(day + 1, 0)
