"""`check:` by name: the invariants of usance/invariants.py, held after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from usance.chain.abi import Event
from usance.invariants import (
    BY_NAME,
    TRANSITIONS,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
)
from usance.scenario.document import Text
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.scenario.world import World
from usance.terms import Credit, Presentation

# A check looks at the world after a step and gives a sentence for each breach.
Check = Callable[["Watch"], list[str]]


class Watch:
    """Keeps what a picture needs: every credit, set and holder that an event has named."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._credits: dict[bytes, Credit] = {}
        self._sets: dict[bytes, dict[bytes, Presentation]] = {}
        self._holders: set[str] = set()
        self.before: Picture | None = None
        self.now: Picture | None = None

    def learn(self, events: Iterable[Event]) -> None:
        """Births and holders in an act's events."""
        for event in events:
            if event.name == "Issued":
                self._credits[event["credit"]] = Credit.from_mapping(event["terms"])
            elif event.name == "Presented":
                statement = Presentation.from_mapping(event["statement"])
                self._sets.setdefault(event["credit"], {})[event["presentation"]] = statement
            elif event.name == "Transfer":
                self._holders |= {event["sender"], event["receiver"]}

    def look(self) -> None:
        """Take the picture after a step."""
        self.before, self.now = self.now, self._picture()

    def _picture(self) -> Picture:
        world = self.world
        credit = world.names.contracts["credit"]
        tokens = [token for token in world.names.tokens.values() if token.deployed is not None]
        holders = {party.address for party in world.names.parties.values()} | self._holders
        holders |= {contract.address for contract in world.names.contracts.values()}
        view = world.view
        return Picture(
            now=world.stage.now(),
            credits=[self._credit(identity) for identity in self._credits],
            held={token.address: world.balance(token, credit.address) for token in tokens},
            owed={token.address: view("credit", "owed", [token.address]) for token in tokens},
            withdrawable={
                (holder, token.address): view("credit", "withdrawable", [holder, token.address])
                for token in tokens
                for holder in holders
            },
            supply={
                token.address: world.stage.view(token.deployed, "totalSupply")
                for token in tokens
                if token.deployed is not None
            },
            balances={
                (holder, token.address): world.balance(token, holder)
                for token in tokens
                for holder in holders
            },
        )

    def _credit(self, identity: bytes) -> CreditPicture:
        view = self.world.view
        return CreditPicture(
            identity,
            self._credits[identity],
            view("credit", "credit_state", [identity]),
            [
                SetPicture(presentation, statement, view("credit", "presentation_state", [presentation]))
                for presentation, statement in self._sets.get(identity, {}).items()
            ],
        )


def _invariant(name: str) -> Check:
    def check(watch: Watch) -> list[str]:
        return [] if watch.now is None else breaches(watch.now, [name])

    return check


def _transition(name: str) -> Check:
    line = next(line for line in TRANSITIONS if line.name == name)

    def check(watch: Watch) -> list[str]:
        if watch.now is None or watch.before is None:
            return []
        return [f"{line.letter} {name}: {breach}" for breach in line.check(watch.before, watch.now)]

    return check


CHECKS: dict[str, Check] = {
    **{name: _invariant(name) for name in BY_NAME},
    **{line.name: _transition(line.name) for line in TRANSITIONS},
}


def chosen_checks(words: Sequence[Text]) -> list[tuple[Text, Check]]:
    """The checks a story names; `all` is every one of them."""
    found: list[tuple[Text, Check]] = []
    for word in words:
        if word == "all":
            found += [(Text(name, word.line), check) for name, check in CHECKS.items()]
        elif word in CHECKS:
            found.append((word, CHECKS[word]))
        else:
            raise ScenarioError(f"no check {word}{did_you_mean(word, CHECKS)}", word.line)
    return found


def run_checks(watch: Watch, checks: Sequence[tuple[Text, Check]]) -> None:
    """Every named invariant, after a step."""
    if not checks:
        return
    watch.look()
    for word, check in checks:
        for breach in check(watch):
            raise Unmet(f"check {word}", "no breach", breach, word.line)
