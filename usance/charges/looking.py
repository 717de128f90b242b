"""What the register knows of one invoice, under the key of every epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usance.charges.errors import ChargeError
from usance.charges.papers import View
from usance.fingerprints import Fingerprint

ZERO_ADDRESS = "0x" + "0" * 40


@dataclass(frozen=True)
class Look:
    """One epoch's key. `present` is the key under which its object is used now. Amounts [minor]."""

    epoch: str
    fingerprint: bytes
    key: bytes
    present: bytes
    whole: int
    on_ledger: int
    charged: int

    @property
    def rotated(self) -> bool:
        return self.present != self.key

    @property
    def live(self) -> bool:
        return self.whole != 0

    @property
    def free(self) -> int:
        return self.whole - self.on_ledger - self.charged


@dataclass(frozen=True)
class Picture:
    """All epochs of one invoice, oldest first."""

    looks: tuple[Look, ...]

    @property
    def objects(self) -> tuple[Look, ...]:
        """The live objects, each once, at the key in use now where the ring has its epoch."""
        found: dict[bytes, Look] = {}
        for look in self.looks:
            if look.live and (look.present not in found or not look.rotated):
                found[look.present] = look
        return tuple(found.values())

    @property
    def doubled(self) -> bool:
        """Financed under two keys that do not know of each other."""
        return len(self.objects) > 1

    @property
    def place(self) -> Look:
        """Where more would be written: at the live object, else under the youngest key.

        Refused when that key is of an epoch the ring does not have, or when there are two objects.
        """
        if self.doubled:
            epochs = " and ".join(look.epoch for look in self.objects)
            raise ChargeError(f"the invoice is financed twice, under the keys of {epochs}: ask both (INV1)")
        place = self.objects[0] if self.objects else self.looks[-1]
        if place.rotated:
            raise ChargeError(
                "the invoice lies under a younger key than the key file has; ask for the new file (INV1)"
            )
        return place

    def free(self, whole: int) -> int:
        """[minor] that could still be taken of an invoice of `whole`; 0 when the amounts contradict."""
        if self.doubled:
            return 0
        if not self.objects:
            return 0 if self.looks[-1].rotated else whole
        found = self.objects[0]
        return found.free if found.whole == whole else 0


def picture_of(register: View, fingerprints: Sequence[Fingerprint]) -> Picture:
    """Every epoch's key as the register has it."""
    looks: list[Look] = []
    for one in fingerprints:
        seen = register("object_of", [one.charge_key])
        looks.append(
            Look(
                one.epoch,
                one.value,
                one.charge_key,
                bytes(register("present_key", [one.charge_key])),
                int(seen["amount"]),
                int(seen["on_ledger"]),
                int(seen["charged"]),
            )
        )
    return Picture(tuple(looks))
