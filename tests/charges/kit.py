"""A charge desk on the in-process chain: the charge house, a seller that its invoices name, two keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.invoices.kit import SELLER as INVOICE_SELLER
from tests.invoices.kit import Draft, ubl
from tests.machines.charge_house import START, House, Seat, seat_on
from usance.chain.driver import Deployed, Receipt
from usance.chain.revm import RevmDriver
from usance.charges.desk import ChargeDesk
from usance.fingerprints import Epoch, KeyRing, identity_hash, vat_form
from usance.model.party import Role
from usance.signing import Admission

MARCH = int(datetime(2026, 3, 10, 9, tzinfo=UTC).timestamp())
OLD = Epoch("2025", bytes(range(1, 33)), date(2025, 1, 1), date(2026, 3, 31))
NEW = Epoch("2026", bytes(range(33, 65)), date(2026, 3, 1), date(2027, 1, 31))
BOTH = KeyRing((OLD, NEW))
RULEBOOK = b"rulebook".ljust(32, b"\0")


class Telling(RevmDriver):
    """The driver, and the log source a node would be."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.told: list[tuple[int, str, Sequence[bytes], bytes]] = []

    def call(
        self,
        contract: Deployed,
        function: str,
        args: Sequence[Any],
        sender: str,
        value: int = 0,
        gas: int | None = None,
    ) -> Receipt:
        receipt = super().call(contract, function, args, sender, value, gas)
        if receipt.ok and contract.name == "ChargeRegistry":
            for log in self._evm.result.logs:  # type: ignore[union-attr]
                topics = [bytes.fromhex(topic[2:]) for topic in log.topics]
                data = log.data[1] if isinstance(log.data, tuple) else log.data
                self.told.append((receipt.timestamp, "0x", topics, bytes(data)))
        return receipt

    def snapshot(self) -> Any:
        return super().snapshot(), len(self.told)

    def revert(self, snapshot: Any) -> None:
        inner, count = snapshot
        super().revert(inner)
        del self.told[count:]

    def logs(self, address: str) -> Sequence[tuple[int, str, Sequence[bytes], bytes]]:
        return tuple(self.told)


@lru_cache(maxsize=1)
def seat() -> Seat:
    """One deployment for a whole run; the trader of the invoices is admitted under its VAT id."""
    made = seat_on(Telling(START - 1))
    driver, keeper = made.driver, made.people["keeper"]
    trader = driver.accounts(40)[39]
    made.people["trader"], made.keys["trader"] = trader.address, trader.key
    identity = identity_hash(vat_form(INVOICE_SELLER.vat))
    admission = Admission(trader.address, int(Role.TRADER), START + 10**8, identity)
    driver.call(made.registry, "propose", [admission], keeper).require()
    driver.call(made.registry, "accept", [admission, RULEBOOK], trader.address).require()
    driver.set_time(MARCH)
    driver.call(made.charges, "cancel_nonce", [10**6], keeper).require()
    made.snapshot = driver.snapshot()
    return made


@dataclass
class Office:
    """The desk and a folder for files."""

    house: House
    folder: Path

    def desk(self, ring: KeyRing = BOTH) -> ChargeDesk:
        driver = self.house.driver
        return ChargeDesk(driver, self.house.seat.charges, ring, driver)

    def file(self, draft: Draft | None = None, name: str = "invoice.xml") -> Path:
        """An invoice of the trader, in a file."""
        path = self.folder / name
        path.write_bytes(ubl(draft or Draft()))
        return path

    def __getitem__(self, name: str) -> str:
        return self.house[name]


def office(folder: Path) -> Office:
    house = House(seat())
    return Office(house, folder)
