"""`check:` by name: the invariants of credits and of claims, held after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from usance import invariants_claims as of_claims
from usance.amendments import Change
from usance.chain.abi import Event
from usance.invariants import (
    BY_NAME,
    TRANSITIONS,
    AmendmentPicture,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
)
from usance.invariants_acts import awarded, by_word
from usance.model.outcome import Fact
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
        self._changes: dict[bytes, dict[bytes, Change]] = {}
        self._terms_before: dict[bytes, list[Credit]] = {}
        self._holders: set[str] = set()
        # Events and senders since the last look, and those between the last two.
        self._facts: list[Fact] = []
        self._movers: set[str] = set()
        self.facts: list[Fact] = []
        self.movers: set[str] = set()
        self.claims = ClaimWatch(world)
        self.before: Picture | None = None
        self.now: Picture | None = None

    def learn(self, events: Iterable[Event], sender: str) -> None:
        """Births, changes and holders in an act's events."""
        events = list(events)
        self._movers.add(sender)
        self._facts += [Fact(event.name, dict(event.args)) for event in events]
        self.claims.learn(events)
        for event in events:
            if event.name == "Issued" and "cover" in event.args:
                self._credits[event["credit"]] = Credit.from_mapping(event["terms"])
            elif event.name in {"AmendmentAccepted", "ConfirmationAmended"}:
                self._amended(event)
            elif event.name == "AmendmentProposed":
                change = Change(**{**event["change"], "values": tuple(event["change"]["values"])})
                self._changes.setdefault(event["credit"], {})[event["amendment"]] = change
            elif event.name == "Presented":
                statement = Presentation.from_mapping(event["statement"])
                self._sets.setdefault(event["credit"], {})[event["presentation"]] = statement
            elif event.name == "Transfer":
                self._holders |= {event["sender"], event["receiver"]}

    def _amended(self, event: Event) -> None:
        """Terms in force, or those that the confirming bank alone is bound by, are terms that were."""
        identity, terms = event["credit"], Credit.from_mapping(event["terms"])
        if event.name == "AmendmentAccepted":
            terms, self._credits[identity] = self._credits[identity], terms
        self._terms_before.setdefault(identity, []).append(terms)

    def look(self) -> None:
        """Take the picture after a step."""
        self.before, self.now = self.now, self._picture()
        self.facts, self._facts = self._facts, []
        self.movers, self._movers = self._movers, set()
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
                SetPicture(
                    presentation,
                    statement,
                    view("credit", "presentation_state", [presentation]),
                    view("credit", "reimbursement_of", [presentation]),
                )
                for presentation, statement in self._sets.get(identity, {}).items()
            ],
            [
                AmendmentPicture(amendment, change, view("credit", "amendment_state", [amendment]))
                for amendment, change in self._changes.get(identity, {}).items()
            ],
            list(self._terms_before.get(identity, [])),
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


def _awarded(watch: Watch) -> list[str]:
    """Documents that went back are bound by an award alone."""
    if watch.now is None or watch.before is None:
        return []
    return [f"awarded: {breach}" for breach in awarded(watch.before, watch.now, watch.facts)]


def _by_word(watch: Watch) -> list[str]:
    """A change is in force by the beneficiary's word, or by that of its own set."""
    if watch.now is None or watch.before is None:
        return []
    breaches_ = by_word(watch.before, watch.now, sorted(watch.movers), watch.facts)
    return [f"by_word: {breach}" for breach in breaches_]


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
    "awarded": _awarded,
    "by_word": _by_word,
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
