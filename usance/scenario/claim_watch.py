"""The picture of a story's claims after a step: what the invariants of claims look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from usance.chain.abi import Event
from usance.claim_terms import Claim
from usance.codes_claims import ClaimKind
from usance.invariants import Picture
from usance.invariants_claims import ClaimPicture, ClaimsPicture
from usance.model.outcome import Fact
from usance.terms import ZERO_ADDRESS, ZERO_HASH

if TYPE_CHECKING:
    from usance.scenario.world import World

# Kinds that take their share of an object in the register of charges.
OF_AN_OBJECT = (ClaimKind.INVOICE, ClaimKind.PAYABLE)


class ClaimWatch:
    """Keeps every claim, account and pledge that an event has named, and the events since the last look."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._claims: dict[bytes, Claim] = {}
        self._accounts: dict[bytes, set[str]] = {}
        self._pledges: dict[bytes, set[tuple[str, str]]] = {}
        self._events: list[Fact] = []
        self.before: ClaimsPicture | None = None
        self.now: ClaimsPicture | None = None
        self.facts: tuple[Fact, ...] = ()

    def learn(self, events: Iterable[Event]) -> None:
        """Births, hands and pledges in an act's events."""
        for event in events:
            self._events.append(Fact(event.name, dict(event.args)))
            if event.name == "ClaimBorn":
                self._claims[event["claim"]] = Claim.from_mapping(event["terms"])
            elif event.name == "TransferSingle":
                self._hands(event["id"], event)
            elif event.name == "TransferBatch":
                for number in event["ids"]:
                    self._hands(number, event)
            elif event.name == "Pledged":
                pair = (event["pledgor"], event["pledgee"])
                self._pledges.setdefault(event["claim"], set()).add(pair)
                self._accounts.setdefault(event["claim"], set()).update(pair)

    def _hands(self, number: int, event: Event) -> None:
        found = self._accounts.setdefault(number.to_bytes(32, "big"), set())
        found |= {event["sender"], event["receiver"]} - {ZERO_ADDRESS}

    def look(self, holders: set[str], money: Picture) -> None:
        """Take the picture after a step; a story without claims has none. `money` was looked at already."""
        self.facts, self._events = tuple(self._events), []
        self.before, self.now = self.now, self._picture(holders, money) if self._claims else None

    def _picture(self, holders: set[str], money: Picture) -> ClaimsPicture:
        world = self.world
        view = world.view
        address = world.names.contracts["claim"].address
        tokens = [token for token in world.names.tokens.values() if token.deployed is not None]
        claims = [self._claim(identity, terms) for identity, terms in self._claims.items()]
        keys = {claim.key for claim in claims if claim.key is not None}
        anchors = {
            (claim.terms.debtor, claim.terms.currency)
            for claim in claims
            if claim.terms.kind == ClaimKind.PAYABLE
        }
        return ClaimsPicture(
            now=money.now,
            credits=[],
            held={token.address: money.balances[address, token.address] for token in tokens},
            owed={token.address: view("claim", "owed", [token.address]) for token in tokens},
            withdrawable={
                (holder, token.address): view("claim", "withdrawable", [holder, token.address])
                for token in tokens
                for holder in holders
            },
            supply=money.supply,
            balances=money.balances,
            claims=claims,
            objects={key: view("charge", "object_of", [key]) for key in keys},
            limits={anchor: view("claim", "payables_of", list(anchor)) for anchor in anchors},
        )

    def _claim(self, identity: bytes, terms: Claim) -> ClaimPicture:
        view = self.world.view
        asset, scale = view("claim", "asset_in_force", [terms.as_dict()])
        return ClaimPicture(
            id=identity,
            terms=terms,
            state=view("claim", "claim_state", [identity]),
            outstanding=view("claim", "outstanding", [identity]),
            asset=asset,
            asset_scale=scale,
            holdings={
                account: view("claim", "holding_of", [identity, account])
                for account in sorted(self._accounts.get(identity, ()))
            },
            pledges={
                pair: view("claim", "pledge_of", [identity, *pair])
                for pair in sorted(self._pledges.get(identity, ()))
            },
            key=self._key(terms),
        )

    def _key(self, terms: Claim) -> Any:
        if terms.fingerprint == ZERO_HASH or terms.kind not in OF_AN_OBJECT:
            return None
        key = self.world.view("charge", "key_of", [terms.fingerprint, terms.creditor])
        return self.world.view("charge", "present_key", [key])
