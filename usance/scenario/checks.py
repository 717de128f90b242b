"""`check:` by name: the invariants of credits and of claims, held after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from usance import invariants_claims as of_claims
from usance.chain.abi import Event
from usance.invariants import (
    BY_NAME,
    TRANSITIONS,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
)
from usance.scenario.claim_watch import ClaimWatch
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
        self.claims = ClaimWatch(world)
        self.before: Picture | None = None
        self.now: Picture | None = None

    def learn(self, events: Iterable[Event]) -> None:
        """Births and holders in an act's events."""
        events = list(events)
        self.claims.learn(events)
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
        self.claims.look(self._everybody(), self.now)

    def _everybody(self) -> set[str]:
        names = self.world.names
        holders = {party.address for party in names.parties.values()} | self._holders
        return holders | {contract.address for contract in names.contracts.values()}

    def _picture(self) -> Picture:
        world = self.world
        credit = world.names.contracts["credit"]
        tokens = [token for token in world.names.tokens.values() if token.deployed is not None]
        holders = self._everybody()
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
    """A line of either catalogue, or of both: money is conserved in credits and in claims."""

    def check(watch: Watch) -> list[str]:
        found: list[str] = []
        if watch.now is not None and name in BY_NAME:
            found += breaches(watch.now, [name])
        if watch.claims.now is not None and name in of_claims.BY_NAME:
            found += of_claims.breaches(watch.claims.now, [name])
        return found

    return check


def _claim_transition(line: of_claims.ClaimTransition) -> Check:
    def check(watch: Watch) -> list[str]:
        claims = watch.claims
        if claims.now is None or claims.before is None:
            return []
        return [f"{line.letter} {line.name}: {breach}" for breach in line.check(claims.before, claims.now)]

    return check


def _own_share(watch: Watch) -> list[str]:
    """No account receives more than its share."""
    claims = watch.claims
    if claims.now is None or claims.before is None:
        return []
    return [
        f"W own_share: {breach}" for breach in of_claims.own_share(claims.before, claims.now, claims.facts)
    ]


def _transition(name: str) -> Check:
    line = next(line for line in TRANSITIONS if line.name == name)

    def check(watch: Watch) -> list[str]:
        if watch.now is None or watch.before is None:
            return []
        return [f"{line.letter} {name}: {breach}" for breach in line.check(watch.before, watch.now)]

    return check


CHECKS: dict[str, Check] = {
    **{name: _invariant(name) for name in (*BY_NAME, *of_claims.BY_NAME)},
    **{line.name: _transition(line.name) for line in TRANSITIONS},
    **{line.name: _claim_transition(line) for line in of_claims.TRANSITIONS},
    "own_share": _own_share,
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
