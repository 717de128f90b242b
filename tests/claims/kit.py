"""A claims desk on the chain in this process: a seller, its debtor, an anchor, suppliers, a financier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.invoices.kit import SELLER, Draft, Person, ubl
from usance.calendar_sources import load_place
from usance.chain.driver import Account, Deployed, Receipt
from usance.chain.revm import RevmDriver
from usance.chain.suite import Suite, admit_party, deploy_suite, load_places
from usance.claim_terms import Claim
from usance.claims import acts
from usance.claims.book import ClaimRecord
from usance.claims.choices import act_of_payable
from usance.claims.desk import Act, ClaimDesk
from usance.claims.files import Folder
from usance.claims.paper import read_paper
from usance.claims.registering import Clerk, Ready, Wish, act_of
from usance.claims.words import Names, event_lines
from usance.codes_claims import ClaimKind
from usance.fingerprints import KeyRing, identity_hash, rehearsal_epoch, vat_form
from usance.model.party import Role
from usance.terms import ZERO_ADDRESS, place_key

NOW = 1_772_700_000  # 2026-03-05 08:40 UTC
DAY = 86_400
ROLES = {
    "operator": 0,
    "seller": Role.TRADER,
    "debtor": Role.TRADER,
    "anchor": Role.TRADER,
    "tier1": Role.TRADER,
    "tier2": Role.TRADER,
    "tier3": Role.TRADER,
    "financier": Role.FINANCIER,
    "verifier": Role.VERIFIER,
    "stranger": 0,
}
BUYER = Person("Ostfjord Maskin AS", "987654325", "NO987654325", "Ostfjord", "4000001987658", "NO")
RING = KeyRing((rehearsal_epoch(),))
FUNDS = 100_000_000  # [minor]
SCALE = 10_000


class Receipts(RevmDriver):
    """The driver, and the log source a node would be: it remembers what every contract told."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.told: list[tuple[str, int, list[bytes], bytes]] = []

    def send_raw(self, *args: Any, **options: Any) -> Receipt:
        receipt = super().send_raw(*args, **options)
        if receipt.ok:
            result = self._evm.result
            for log in result.logs if result is not None else []:
                topics = [bytes.fromhex(topic[2:]) for topic in log.topics]
                data = log.data[1] if isinstance(log.data, tuple) else log.data
                self.told.append((log.address, receipt.timestamp, topics, bytes(data)))
        return receipt

    def snapshot(self) -> object:
        return super().snapshot(), len(self.told)

    def revert(self, snapshot: object) -> None:
        inner, count = snapshot  # type: ignore[misc]
        super().revert(inner)
        del self.told[count:]

    def logs(self, address: str) -> Sequence[tuple[int, str, Sequence[bytes], bytes]]:
        return [(at, f"0x{index:064x}", topics, data) for index, (one, at, topics, data) in
                enumerate(self.told) if one == address]  # fmt: skip


@dataclass
class Office:
    """The desk, everybody's address, and the token."""

    desk: ClaimDesk
    driver: Receipts
    accounts: dict[str, Account]
    token: Deployed
    folder: Path

    def __getattr__(self, name: str) -> str:
        if name in ROLES:
            return self.accounts[name].address
        raise AttributeError(name)

    def now(self) -> int:
        return self.driver.now() + 1

    def do(self, act: Act) -> Receipt:
        """As a command does it: the model first, then a trial, then the act; the model was right."""
        now = self.now()
        foretold = self.desk.preflight(act, now)
        receipt = self.desk.send(act, foretold, now if foretold.approval == 0 else None)
        compare(act, foretold.outcome.events, receipt)
        return receipt

    def send(self, act: Act) -> Receipt:
        """As `do`, where the model need not be right to the cent."""
        return self.desk.send(act, self.desk.preflight(act, self.now()))

    def on(
        self, function: str, record: ClaimRecord, who: str, *args: Any, others: Sequence[str] = ()
    ) -> Receipt:
        return self.do(acts.on_terms(function, record, self.accounts[who].address, *args, others=others))

    def on_id(
        self, function: str, record: ClaimRecord, who: str, *args: Any, others: Sequence[str] = ()
    ) -> Receipt:
        return self.do(acts.on_id(function, record, self.accounts[who].address, *args, others=others))

    def record(self, identity: bytes) -> ClaimRecord:
        return self.desk.claims[identity]

    def fresh(self, record: ClaimRecord) -> ClaimRecord:
        return self.record(record.id)

    def wait(self, moment: int) -> None:
        """Nothing happens until then."""
        self.driver.set_time(moment)
        operator = self.accounts["operator"].address
        self.driver.call(self.token, "mint", [operator, 1], operator).require()

    # --- making claims ---

    def wish(self, **changes: Any) -> Wish:
        base = Wish(Claim(), "NLRTM", None, self.token.address, False)
        return Wish(**(vars(base) | changes))

    def clerk(self, wish: Wish | None = None, seller: str = "seller", ring: KeyRing = RING) -> Clerk:
        return Clerk(self.desk, self.accounts[seller].address, ring, wish or self.wish(), self.now())

    def paper(self, draft: Draft | None = None, name: str = "invoice.xml", credit: bool = False) -> Path:
        path = self.folder / name
        path.write_bytes(ubl(draft or Draft(buyer=BUYER), credit))
        return path

    def ready(self, draft: Draft | None = None, wish: Wish | None = None, seller: str = "seller") -> Ready:
        return self.clerk(wish, seller).ready(read_paper(self.paper(draft)), [])

    def registered(self, draft: Draft | None = None, wish: Wish | None = None) -> ClaimRecord:
        ready = self.ready(draft, wish)
        receipt = self.do(act_of(ready))
        return self.record(bytes(receipt.returned))

    def accepted(self, draft: Draft | None = None, wish: Wish | None = None, waivers: int = 0) -> ClaimRecord:
        record = self.registered(draft, wish)
        self.on("accept", record, "debtor", waivers)
        return self.fresh(record)

    def payable(self, face: int = 10_000_000, due: int = 20_607, **changes: Any) -> ClaimRecord:
        """An anchor's promise to tier1 that it received; due 2026-06-03 by default."""
        terms = Claim(
            kind=ClaimKind.PAYABLE, creditor=self.tier1, debtor=self.anchor, currency=place_key("EUR"),
            asset=self.token.address, asset_scale=SCALE, face=face, issue_day=20_517, due_day=due,
            pay_place=place_key("NLRTM"), object_amount=face, salt=len(self.desk.claims).to_bytes(32, "big"),
        ).but(**changes)  # fmt: skip
        receipt = self.do(act_of_payable(terms))
        record = self.record(bytes(receipt.returned))
        self.on("receive", record, "tier1")
        return self.fresh(record)


def compare(act: Act, foretold: Sequence[Any], receipt: Receipt) -> None:
    """What the model foretold of ClaimToken is what the contract told, as people read it."""
    terms = act.terms
    if terms is None:
        return
    names = Names(act.records[0]) if act.records else None
    told = [event for event in receipt.events if event.name not in ("Transfer", "Approval")]
    assert sorted(event_lines(foretold, terms, names)) == sorted(event_lines(told, terms, names))


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """The stage as it was built; what a test does to it is undone."""
    driver, suite, accounts, token = built()
    mark = driver.snapshot()
    desk = ClaimDesk(driver, suite, driver, Folder(folder / "out"))
    try:
        yield Office(desk, driver, accounts, token, folder)
    finally:
        driver.revert(mark)


@lru_cache(maxsize=1)
def built() -> tuple[Receipts, Suite, dict[str, Account], Deployed]:
    """Everything deployed, admitted, loaded and funded, once a run."""
    driver = Receipts(NOW - 100)
    accounts = dict(zip(ROLES, driver.accounts(len(ROLES)), strict=True))
    operator = accounts["operator"].address
    suite = deploy_suite(driver, operator)
    load_places(
        driver, suite, [load_place("NLRTM", [2026, 2027]), load_place("TARGET", [2026, 2027])], operator
    )
    identities = {
        "seller": identity_hash(vat_form(SELLER.vat, SELLER.country)),
        "debtor": identity_hash(vat_form(BUYER.vat, BUYER.country)),
    }
    for name, role in ROLES.items():
        if role:
            admit_party(driver, suite, accounts[name], int(role), operator, identities.get(name))
    token = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], operator)
    for name in ("debtor", "anchor", "tier1", "seller"):
        driver.call(token, "mint", [accounts[name].address, FUNDS * SCALE], operator).require()
    driver.set_time(NOW)
    driver.call(token, "mint", [operator, 1], operator).require()
    return driver, suite, accounts, token


__all__ = ["BUYER", "DAY", "FUNDS", "NOW", "RING", "ZERO_ADDRESS", "Draft", "Office", "Person", "office"]
