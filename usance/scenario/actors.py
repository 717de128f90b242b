"""Who can act in every story without being declared: the suite's own officers, and `anyone`."""

from __future__ import annotations

from dataclasses import dataclass

from usance.chain.suite import CAPABILITIES, Grant

# Account 0 sets the stage: it admits parties, sets their status, loads places.
OPERATOR = 0


@dataclass(frozen=True)
class Actor:
    """An officer or bystander: its names, its account, what it may do to the suite."""

    names: tuple[str, ...]
    index: int
    capability: str = ""
    # What the kit lets it do besides, so that a story need not tell the suite's officers apart.
    besides: tuple[str, ...] = ()

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Everything it may do."""
        return ((self.capability,) if self.capability else ()) + self.besides


ACTORS = (
    Actor(("operator", "registrar"), OPERATOR),
    Actor(("administrator", "admin"), 1, "ADMINISTRATOR", ("ADMITTER", "SUPERVISOR")),
    Actor(("supervisor",), 2, "SUPERVISOR"),
    Actor(("guardian",), 3, "GUARDIAN"),
    Actor(("keeper", "first_keeper", "keeper1", "keeper_1", "keeper_one", "keeper_a"), 4, "KEEPER"),
    Actor(("second_keeper", "other_keeper", "keeper2", "keeper_2", "keeper_two", "keeper_b"), 5, "KEEPER"),
    Actor(("admitter",), 6, "ADMITTER"),
    Actor(("anyone", "anybody"), 7),
    Actor(("stranger",), 8),
)
FIRST_PARTY = 9


def actor_named(name: str) -> Actor | None:
    """The actor of that name."""
    for actor in ACTORS:
        if name in actor.names:
            return actor
    return None


def actors_with(capability: str) -> list[Actor]:
    """Every actor with that capability."""
    return [actor for actor in ACTORS if actor.capability == capability]


def grants(address_of: dict[int, str]) -> list[Grant]:
    """What the registry's constructor gives to whom, the same in every story."""
    given = [Grant(address_of[OPERATOR], CAPABILITIES[word]) for word in ("ADMITTER", "SUPERVISOR", "KEEPER")]
    for actor in ACTORS:
        for word in actor.capabilities:
            given.append(Grant(address_of[actor.index], CAPABILITIES[word]))
    return given
