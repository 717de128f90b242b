"""The guardian's stop of new risk: 14 days, not again within 90 (ACC8)."""

from __future__ import annotations

from typing import Protocol

from usance.model.outcome import Fact, Outcome, refusal

STOP_SECONDS = 14 * 86_400
AGAIN_SECONDS = 90 * 86_400


class Capabilities(Protocol):
    """What the stop asks of the party registry."""

    def has_capability(self, account: str, capability: int, now: int) -> bool: ...

    def capability_since(self, account: str, capability: int, now: int) -> int: ...


# Bits of the flag Capability of the party registry.
ADMINISTRATOR = 1
GUARDIAN = 8


class Guard:
    """The stop of one contract."""

    def __init__(self, parties: Capabilities) -> None:
        self._parties = parties
        self.stopped_until = 0
        self._last_stop: int | None = None

    def stopped(self, now: int) -> bool:
        return now < self.stopped_until

    def _missing(self, sender: str, capability: int, now: int) -> set[str]:
        """Never given, or given and not yet working (ACC5)."""
        if self._parties.has_capability(sender, capability, now):
            return set()
        return {"ACC5"} if self._parties.capability_since(sender, capability, now) else {"CAPABILITY"}

    def pause(self, sender: str, now: int) -> Outcome:
        broken = self._missing(sender, GUARDIAN, now)
        if self._last_stop is not None and now < self._last_stop + AGAIN_SECONDS:
            broken.add("ACC8")
        if broken:
            return refusal(broken)
        self._last_stop = now
        self.stopped_until = now + STOP_SECONDS
        return Outcome(events=(Fact("Stopped", {"guardian": sender, "until": self.stopped_until}),))

    def unpause(self, sender: str, now: int) -> Outcome:
        broken = self._missing(sender, GUARDIAN, now)
        if broken:
            broken = self._missing(sender, ADMINISTRATOR, now)
        if not self.stopped(now):
            broken.add("NOT_STOPPED")
        if broken:
            return refusal(broken)
        # The beginning stays: an early release does not open the door to a second stop.
        self.stopped_until = now
        return Outcome(events=(Fact("Released", {"account": sender}),))
