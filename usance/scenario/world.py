"""The world of one story: contracts, places, parties and tokens as they stand before step 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eth_utils.crypto import keccak

from usance.calendar_calls import loading_all
from usance.calendars import PlaceCalendar
from usance.chain.driver import Account, Deployed
from usance.chain.suite import CAPABILITIES, LARGEST_CAP, SUITE, TEST_RULEBOOK, VALID_UNTIL, WIRING
from usance.scenario.actors import ACTORS, FIRST_PARTY, OPERATOR, actor_named, actors_with, grants
from usance.scenario.adapter import Adapter
from usance.scenario.cast import Bound, Names, Party, Token
from usance.scenario.document import Table, Text, walk
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.holders import Holders
from usance.scenario.spans import single, spread
from usance.scenario.stage import Sent, Stage, StoryStage
from usance.scenario.story import PartySpec, Story, cast_of
from usance.scenario.values import Reader
from usance.signing import PARTY_REGISTRY, Admission, Domain, admission_message, sign

DAY = 86_400
# The stage is set this long before the first step, so that new capabilities work by then.
SETUP_LEAD = 7 * DAY
CAPABILITY_DELAY = 2 * DAY
# 2026-01-05T09:00Z, a Monday: where a story begins that gives no time.
DEFAULT_START = 1_767_603_600
OFFICER = "administrator"


@dataclass(frozen=True)
class Base:
    """The suite deployed, without places, parties or tokens: one deployment serves many stories."""

    contracts: Mapping[str, Deployed]
    operator: Party
    deployments: tuple[tuple[Deployed, list[Any]], ...]


@dataclass(frozen=True)
class Entry:
    """One act of the story as it went: for tables, tests and reports."""

    step: int
    line: int
    act: str
    party: str
    sent: Sent


@dataclass
class World:
    """Everything a step may need."""

    story: Story
    adapter: Adapter
    stage: StoryStage
    names: Names
    reader: Reader
    operator: Party
    step: int = 0
    log: list[Entry] = field(default_factory=list)
    unarmed: list[tuple[Party, Deployed, Table]] = field(default_factory=list)

    def party(self, name: str, line: int | None = None) -> Party:
        """The party of that name; `anyone` and the suite's officers need no declaration."""
        known = self.names.parties
        name = name if name in known else single(name)
        if name not in known:
            actor = actor_named(name)
            if actor is None:
                listed = [*known, *(actor.names[0] for actor in ACTORS)]
                raise ScenarioError(f"no party {name}{did_you_mean(name, listed)}", line)
            account = self.stage.accounts(actor.index + 1)[actor.index]
            known[name] = Party(name, account, account.address)
        return known[name]

    def record(self, step: Table, act: str, sent: Sent, by: str = "") -> None:
        """Keep how an act went."""
        self.log.append(Entry(self.step, step.line, act, by or str(step.get("by", "anyone")), sent))

    def declared(self) -> list[Party]:
        """The parties of the file, in its order."""
        return [self.names.parties[name] for name in self.story.parties]

    def view(self, instrument: str, function: str, args: list[Any]) -> Any:
        """A view of a contract of the suite."""
        return self.stage.view(self.names.contracts[instrument], function, args)

    def identity_of(self, address: str) -> bytes:
        """The legal person behind an address, as the register of parties knows it."""
        return bytes(self.view("party", "party_of", [address])["identity"])

    def balance(self, token: Token, address: str) -> int:
        """[token] what an account holds."""
        assert token.deployed is not None
        return int(self.stage.view(token.deployed, "balanceOf", [address]))

    def bind(self, name: str, bound: Bound) -> None:
        """Keep a result under a name."""
        self.names.aliases[name] = bound
        if isinstance(bound.value, bytes) and bound.struct is not None:
            self.names.known[bound.value] = bound


def deploy_base(stage: Stage, adapter: Adapter) -> Base:
    """Deploy the suite with the officers' capabilities."""
    accounts = stage.accounts(FIRST_PARTY)
    operator = Party("operator", accounts[OPERATOR], accounts[OPERATOR].address)
    addresses = {index: account.address for index, account in enumerate(accounts)}
    given = [grant.as_tuple() for grant in grants(addresses)]
    deployed: dict[str, Deployed] = {}
    deployments: list[tuple[Deployed, list[Any]]] = []

    own: dict[str, list[Any]] = {"PartyRegistry": [TEST_RULEBOOK, given]}
    foreseen = stage.foresee(SUITE, operator.account)
    for name in SUITE:
        args = [*own.get(name, []), *(foreseen[other] for other in WIRING[name])]
        deployed[name] = stage.deploy(name, args, operator.account)
        if deployed[name].address != foreseen[name]:
            raise ScenarioError(f"{name} stands at {deployed[name].address}, not at {foreseen[name]}")
        deployments.append((deployed[name], args))
    contracts: dict[str, Deployed] = {}
    for instrument, name in adapter.contracts.items():
        if name not in deployed:
            raise ScenarioError(f"the adapter names a contract {name} that is not deployed")
        contracts[instrument] = deployed[name]
    return Base(contracts, operator, tuple(deployments))


def set_stage(story: Story, adapter: Adapter, stage: StoryStage, base: Base) -> World:
    """Places, parties, tokens and balances of a story."""
    names = Names(places=story.places, contracts=dict(base.contracts))
    reader = Reader(names, adapter.enums(), adapter.kind_of, story.path.parent)
    world = World(story, adapter, stage, names, reader, base.operator)
    reader.fields = adapter.field_words()
    reader.identity_of = world.identity_of
    reader.sub_account = Holders(world).sub_account
    start = _first_time(story, reader)
    begin = start - SETUP_LEAD
    if begin <= stage.now():
        raise ScenarioError(
            f"the story begins before the chain does ({stage.now()} in unix seconds, plus a week)", story.line
        )
    stage.set_time(begin)
    _places(world)
    _parties(world)
    _tokens(world)
    return world


def _first_time(story: Story, reader: Reader) -> int:
    if story.start is not None:
        return int(reader.scalar(story.start, "time", story.start.line))
    for step in story.steps:
        if "at" in step and "${" not in str(step["at"]):
            return int(reader.scalar(step["at"], "time", step.line_of("at")))
        for inner in ("block", "steps"):
            for part in step.get(inner) or []:
                if isinstance(part, Table) and "at" in part and "${" not in str(part["at"]):
                    return int(reader.scalar(part["at"], "time", part.line_of("at")))
    return DEFAULT_START


def _must(sent: Sent, what: str, line: int | None) -> Sent:
    """Setting the stage must succeed; what the contract says is the reason."""
    if not sent.ok:
        raise ScenarioError(f"{what}: {sent.reason or 'refused without a reason'}", line)
    return sent


def _places(world: World) -> None:
    calendars: dict[str, PlaceCalendar] = {}
    ordered = sorted(world.story.places.values(), key=lambda place: bool(place.parent))
    calendar = world.names.contracts["calendar"]
    for place in ordered:
        own = place.calendar(calendars.get(place.parent))
        calendars[place.name] = own
        for call in loading_all(own):
            sent = world.stage.send(calendar, call.function, call.args, world.operator)
            _must(sent, f"place {place.name}", place.line)


def _parties(world: World) -> None:
    taken: set[int] = set()
    free = FIRST_PARTY
    late: list[tuple[Party, str]] = []
    texts = {str(text) for text in walk_all(world.story)}
    for actor in ACTORS:
        for name in actor.names:
            if name in texts and name not in world.story.parties:
                world.party(name)
                taken.add(actor.index)
    for name, spec in world.story.parties.items():
        index = _officer_account(name, spec, taken)
        if index is None:
            index, free = free, free + 1
        taken.add(index)
        account = world.stage.accounts(index + 1)[index]
        party = _enter(world, name, spec, account)
        late += [(party, word) for word in spec.capabilities if not _holds(index, word)]
    # Courts are parties: everybody is in the names before anybody is admitted.
    for name, spec in world.story.parties.items():
        if spec.admitted and spec.roles:
            _admit(world, world.names.parties[name], spec)
    for party, word in late:
        _grant(world, party, word)


def walk_all(story: Story) -> list[Text]:
    """Every scalar of the steps."""
    return [text for step in story.steps for text in walk(step)]


def _officer_account(name: str, spec: PartySpec, taken: set[int]) -> int | None:
    """A declared officer takes the account that has its capability from the beginning."""
    actor = actor_named(name)
    if actor is not None and actor.index not in taken and not spec.roles and not spec.capabilities:
        return actor.index
    for word in spec.capabilities:
        for candidate in actors_with(word):
            if candidate.index not in taken:
                return candidate.index
    return None


def _holds(index: int, word: str) -> bool:
    return any(actor.index == index and word in actor.capabilities for actor in ACTORS)


def _enter(world: World, name: str, spec: PartySpec, account: Account) -> Party:
    """The party with its address; a wallet is deployed for one that is a contract."""
    wallet: Deployed | None = None
    if spec.kind != "eoa":
        helper = world.adapter.wallets[spec.kind]
        args = [_wallet_argument(word, account) for word in helper.arguments]
        wallet = world.stage.deploy(helper.contract, args, account)
    party = Party(
        name, account, account.address if wallet is None else wallet.address, spec.kind, spec.place,
        spec.roles, spec.capabilities, spec.status, spec.courts, wallet, spec.admitted, spec.line,
    )  # fmt: skip
    world.names.parties[name] = party
    if spec.arm is not None:
        if wallet is None:
            raise ScenarioError(f"{name} is no contract, it cannot be armed", spec.line)
        world.unarmed.append((party, wallet, spec.arm))
    return party


def _wallet_argument(word: Any, account: Account) -> Any:
    return account.address if word == "OWNER" else word


def _admit(world: World, party: Party, spec: PartySpec) -> None:
    registry = world.names.contracts["party"]
    roles = int(world.reader.scalar(Text(",".join(spec.roles)), "flags Role"))
    courts = tuple(world.names.parties[court].address for court in spec.courts)
    admission = Admission(party.address, roles, VALID_UNTIL, keccak(text=party.name), courts)
    what = f"party {party.name}"
    if party.wallet is None:
        assert party.account.key is not None
        deadline = world.stage.pending_time() + DAY
        domain = Domain(PARTY_REGISTRY, world.stage.chain_id, registry.address)
        message = admission_message(domain, TEST_RULEBOOK, admission, 0, deadline)
        args = [admission.as_tuple(), 0, deadline, sign(party.account.key, message)]
        _must(world.stage.send(registry, "admit", args, world.operator), what, spec.line)
    else:
        _must(world.stage.send(registry, "propose", [admission.as_tuple()], world.operator), what, spec.line)
        accepted = world.stage.send(registry, "accept", [admission.as_tuple(), TEST_RULEBOOK], party)
        _must(accepted, what, spec.line)
    if "BANK" in spec.roles and spec.authorise and world.story.authorise:
        _authorise(world, party)
    if spec.status != "ACTIVE":
        status = int(world.reader.scalar(Text(spec.status), "enum PartyStatus"))
        sent = world.stage.send(registry, "set_status", [party.address, status], world.operator)
        _must(sent, what, spec.line)


def _authorise(world: World, party: Party) -> None:
    """A bank lets the suite's contracts bind it for what it does not pay, as long as its calendar reaches."""
    place = world.names.places.get(party.place)
    until = (
        VALID_UNTIL
        if place is None
        else (place.loaded_until + 1) * DAY - place.minutes_on(place.loaded_until) * 60
    )
    for instrument in world.adapter.agents:
        args = [world.names.contracts[instrument].address, LARGEST_CAP, until - 1]
        sent = world.stage.send(world.names.contracts["claim"], "authorise", args, party)
        _must(sent, f"party {party.name}", party.line)


def _grant(world: World, party: Party, word: str) -> None:
    """A capability nobody had yet: granted by the administrator, at work when the story begins."""
    registry = world.names.contracts["party"]
    administrators = [one for one in world.names.parties.values() if "ADMINISTRATOR" in one.capabilities]
    officer = next(iter(administrators), None) or world.party(OFFICER)
    args = [party.address, CAPABILITIES[word]]
    _must(world.stage.send(registry, "grant_capability", args, officer), f"party {party.name}", party.line)
    if word == "ADMINISTRATOR":
        world.stage.set_time(world.stage.now() + CAPABILITY_DELAY)
        sent = world.stage.send(registry, "accept_administration", [], party)
        _must(sent, f"party {party.name}", party.line)


def _tokens(world: World) -> None:
    for symbol, spec in world.story.tokens.items():
        token = cast_of(spec)
        helper = world.adapter.tokens[spec.kind]
        words = {"NAME": f"{symbol} token", "SYMBOL": symbol[:16], "DECIMALS": spec.decimals}
        args = [words.get(word, word) if isinstance(word, str) else word for word in helper.arguments]
        token.deployed = world.stage.deploy(helper.contract, args, world.operator.account)
        token.address = token.deployed.address
        world.names.tokens[symbol] = token
        for name, amount in (spec.balances or {}).items():
            line = spec.balances.line_of(name) if spec.balances is not None else spec.line
            units = token_units(world.reader, token, amount, line)
            for one in spread(name, line):
                holder = world.party(one, line).address
                sent = world.stage.send(token.deployed, "mint", [holder, units], world.operator)
                _must(sent, f"token {symbol}", line)
                token.balances[one] = units
        if spec.arm is not None:
            itself = Party(symbol, world.operator.account, token.address)
            world.unarmed.append((itself, token.deployed, spec.arm))


def token_units(reader: Reader, token: Token, text: Any, line: int | None) -> int:
    """An amount of one token, written with or without its symbol."""
    words = str(text).strip()
    if words.lower() in {"none", "nothing"}:
        return 0
    sign_, bare = (-1, words[1:].strip()) if words[:1] == "-" else (1, words.lstrip("+").strip())
    if bare.startswith("units "):
        return sign_ * reader.number(bare[6:], line)
    if words.startswith("units "):
        return reader.number(words[6:], line)
    if bare.startswith("$"):
        raise ScenarioError(f"{text!r}: write an amount of {token.symbol}", line)
    if bare[:1].isdigit():
        bare = f"{token.symbol} {bare}"
    return sign_ * reader.token(bare, line)
