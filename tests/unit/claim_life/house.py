"""Claims in the states in which something happens to them, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from tests.unit.claim_token.house import (
    DUBAI,
    DUE,
    FACE,
    HAMBURG,
    SCALE,
    TARGET,
    TODAY,
    ClaimHouse,
)
from tests.unit.claim_token.house import built as built_before
from usance.calendars import day_of
from usance.chain.driver import Receipt
from usance.claim_terms import Claim, asset_change, prolongation
from usance.codes_claims import ClaimStatus, SubAccount
from usance.model.party import Role

# The due day is Labour Day, a Friday: payment is due on the Monday after it.
DUE_MONDAY = day_of("2026-05-04")
# Two banking days of grace after it.
LAST_GRACE = day_of("2026-05-06")
HELD, INSOLVENT = 2, 3
DEFENCES, SETOFF = 1, 2
TEN_DAYS = 10 * 86_400
# Ten per cent a year.
TEN_PERCENT = 10**17
REFERENCE = b"payment of the debtor".ljust(32, b"\0")
OTHER_REFERENCE = b"another payment".ljust(32, b"\0")
UNKNOWN = "claim: unknown (UNKNOWN)"
STATE = "claim: state (STATE)"
NOT_PARTY = "claim: not your act (NOT_PARTY)"
NO_HOLDER = "claim: no holder (INV6)"
NOTHING = "claim: nothing (NOTHING)"
ABOVE = "claim: (ABOVE_OUTSTANDING)"
PARTY_HELD = "ledger: party is held (HELD)"
# Three equal claims and one other live side by side, so that one's books never stand in for another's.
NEIGHBOURS = 3


class LifeHouse(ClaimHouse):
    """The same house, with words for what comes after a birth."""

    neighbours: tuple[Claim, ...] = ()

    # --- terms and claims in a state ---

    def graced(self, **changes: Any) -> Claim:
        """An accepted claim with two banking days of grace and late interest of ten per cent."""
        words: dict[str, Any] = {"grace_days": 2, "late_rate": TEN_PERCENT, "day_count": 1}
        return self.accepted(**(words | changes))

    def shared(self, terms: Claim | None = None, **changes: Any) -> Claim:
        """An accepted claim of which seller, financier and supplier hold a half, a third, the rest."""
        terms = terms or self.graced(**changes)
        self.sent(terms, self.seller, self.financier, terms.face // 3)
        self.sent(terms, self.seller, self.supplier, terms.face - terms.face // 2 - terms.face // 3)
        return terms

    def overdue(self, terms: Claim | None = None, **changes: Any) -> Claim:
        """A claim on the first day after its grace."""
        terms = terms or self.graced(**changes)
        self.at_first_second_after(LAST_GRACE)
        return terms

    def defaulted(self, terms: Claim | None = None, **changes: Any) -> Claim:
        terms = self.overdue(terms, **changes)
        self.ok(self.stranger, "default_", terms)
        return terms

    def paid(self, **changes: Any) -> Claim:
        terms = self.accepted(**changes)
        self.ok(terms.debtor, "pay", terms, terms.face)
        return terms

    def pledged(self, units: int, secured: int, terms: Claim | None = None, **changes: Any) -> Claim:
        """The seller's units pledged to the financier."""
        terms = terms or self.graced(**changes)
        self.ok(self.seller, "pledge", self.id(terms), self.financier, units, secured)
        return terms

    @property
    def pledge_account(self) -> str:
        return self.sub(SubAccount.PLEDGED, self.seller, self.financier)

    # --- looking ---

    def status(self, terms: Claim) -> ClaimStatus:
        return ClaimStatus(self.state(terms)["status"])

    def pledge_of(self, terms: Claim, pledgor: str = "", pledgee: str = "") -> dict[str, int]:
        found: dict[str, int] = self.see(
            "pledge_of", self.id(terms), pledgor or self.seller, pledgee or self.financier
        )
        return found

    def assertion(self, terms: Claim, reference: bytes = REFERENCE) -> dict[str, Any]:
        found: dict[str, Any] = self.see("assertion_of", self.id(terms), reference)
        return found

    def dispute(self, terms: Claim) -> dict[str, int]:
        found: dict[str, int] = self.see("dispute_of", self.id(terms))
        return found

    def aging(self, terms: Claim) -> tuple[int, int]:
        bucket, days = self.see("aging", terms)
        return int(bucket), int(days)

    def interest(self, terms: Claim) -> int:
        return int(self.see("late_interest", terms))

    def flags(self, terms: Claim, account: str) -> int:
        return int(self.see("holding_of", self.id(terms), account)["flags"])

    def waiting(self, party: str) -> int:
        """[token] that the ledger keeps for a party."""
        return int(self.see("withdrawable", party, self.euro.address))

    # --- agreed changes ---

    def agree(self, terms: Claim, proposal: bytes, voices: Sequence[str]) -> None:
        for voice in voices:
            self.ok(voice, "agree", self.id(terms), proposal)

    def prolong(
        self, terms: Claim, due_day: int, holders: Sequence[str] = (), voices: Sequence[str] = ()
    ) -> Receipt:
        """Everybody agrees, the holders or `voices` for them, and a stranger carries it out."""
        holders = holders or [self.seller]
        self.agree(terms, prolongation(due_day), [terms.debtor, *(voices or holders)])
        return self.act(self.stranger, "prolong", terms, due_day, rising(holders))

    def change_asset(self, terms: Claim, asset: str, scale: int, holders: Sequence[str] = ()) -> Receipt:
        holders = holders or [self.seller]
        self.agree(terms, asset_change(asset, scale), [terms.debtor, *holders])
        return self.act(self.stranger, "change_asset", terms, asset, scale, rising(holders))


def rising(accounts: Sequence[str]) -> list[str]:
    """Addresses as the contract wants them listed."""
    return sorted(accounts, key=lambda account: int(account, 16))


@lru_cache(maxsize=1)
def built() -> LifeHouse:
    before = built_before()
    return LifeHouse(
        before.driver, before.suite, before.people, before.euro, before.wallet, before.calendars, 1_000
    )


@contextmanager
def opened() -> Iterator[LifeHouse]:
    """The house as it was built, with three claims of equal face beside the one a test is about."""
    house = built()
    mark = house.driver.snapshot()
    salt = house.salt
    try:
        house.neighbours = tuple(house.accepted() for _ in range(NEIGHBOURS))
        yield house
        for terms in house.neighbours:
            untouched = house.state(terms)
            assert (untouched["status"], untouched["paid"], untouched["retired"]) == (2, 0, 0)
            assert house.units(terms, house.seller) == FACE
    finally:
        house.driver.revert(mark)
        house.salt = salt


__all__ = [
    "DUBAI",
    "DUE",
    "FACE",
    "HAMBURG",
    "SCALE",
    "TARGET",
    "TODAY",
    "LifeHouse",
    "Role",
    "opened",
    "rising",
]
