"""Who has units of a thing: parties, and the accounts without a key where units wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from usance.scenario.cast import Party

if TYPE_CHECKING:
    from usance.scenario.world import World


class Holders:
    """Looks at the books of one story's world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def units(self, identity: bytes, address: str) -> int:
        """[units] of an account."""
        spec = self.world.adapter.holdings
        if spec is None:
            return 0
        number = int.from_bytes(identity, "big")
        return int(self.world.view(spec.instrument, spec.function, [address, number]))

    def sub_account(self, kind: int, owner: str, other: str) -> str:
        """Where units of `owner` wait for `other`."""
        spec = self.world.adapter.holdings
        assert spec is not None
        return str(self.world.view(spec.instrument, spec.sub_accounts, [kind, owner, other]))

    def parties(self, identity: bytes) -> list[Party]:
        """Every party with units."""
        return [p for p in self.world.names.parties.values() if self.units(identity, p.address)]

    def everybody(self, identity: bytes) -> list[str]:
        """Every account with units, sub-accounts included, addresses ascending."""
        found = {party.address for party in self.parties(identity)}
        found |= {address for _, _, _, address in self.waiting(identity)}
        return sorted(found, key=lambda address: int(address, 16))

    def waiting(self, identity: bytes) -> Iterator[tuple[str, Party, Party, str]]:
        """(kind, owner, other, address) of every sub-account with units."""
        spec = self.world.adapter.holdings
        if spec is None:
            return
        people = list(self.world.names.parties.values())
        for kind in self.world.adapter.enums()[spec.enumeration]:
            word = str(kind.name).lower()
            for owner in people:
                for other in [owner] if word == "parked" else people:
                    address = self.sub_account(int(kind.value), owner.address, other.address)
                    if self.units(identity, address):
                        yield word, owner, other, address

    def other_side(self, identity: bytes, side: str, party: Party) -> str | None:
        """The pledgor (or pledgee) of the only pledge in which the party is on the other side, if any."""
        pledges = [(o, t) for word, o, t, _ in self.waiting(identity) if word == "pledged"]
        index = 0 if side == "pledgor" else 1
        own = [pledge for pledge in pledges if pledge[1 - index].address == party.address] or pledges
        found = {pledge[index].address for pledge in own}
        return found.pop() if len(found) == 1 else None
