"""The stage of the demo: contracts, calendars, parties and a token for one message's currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from usance.calendar_sources import load_place
from usance.calendars import CalendarError, PlaceCalendar, date_of
from usance.chain.driver import Account, Deployed, Driver
from usance.chain.revm import throwaway
from usance.chain.suite import Suite, admit_party, deploy_suite, load_places
from usance.demo.records import Cast, DemoError
from usance.messages import Message
from usance.messages import values as v
from usance.messages.bank_places import place_of_bic
from usance.messages.message import bic11
from usance.messages.parties import Entry, PartyBook
from usance.messages.terms_of import Choices, Derived, terms_of

BANK, TRADER = 1, 2
TOKEN_DECIMALS = 6
LOADED_BEYOND = 90
# Index of the throw-away account that plays a role.
PLAYERS = {
    "operator": 0,
    "issuing bank": 1,
    "applicant": 2,
    "beneficiary": 3,
    "nominated bank": 4,
    "confirming bank": 5,
    "advising bank": 6,
    "reimbursing bank": 7,
    "courier": 8,
    "stranger": 9,
}
BANKS = ("issuing bank", "nominated bank", "confirming bank", "advising bank", "reimbursing bank")
# Seconds before the day of issue at which the chain begins.
SET_UP = 86_400

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """No progress."""


@dataclass(frozen=True)
class Script:
    """A message with its terms for this stage."""

    message: Message
    derived: Derived


@dataclass
class World:
    """Everything the story plays on."""

    driver: Driver
    suite: Suite
    token: Deployed
    accounts: Mapping[str, Account]
    cast: Cast
    calendars: dict[str, PlaceCalendar]
    scale: int
    currency: str

    def address(self, role: str) -> str:
        return self.accounts[role].address


def players(message: Message) -> dict[str, str]:
    """role -> BIC or name as the message has it; one bank in several roles is named once."""
    available = message.typed("41a")
    assert isinstance(available, v.Availability)
    found = {"issuing bank": message.sender}
    named = bic11(available.bic) if available.bic else ""
    if named and named != message.sender:
        found["nominated bank"] = named
    elif available.lines and not available.any_bank and not named:
        found["nominated bank"] = available.lines[0]
    else:
        found["advising bank"] = message.receiver
    if message.receiver not in (*found.values(), message.sender):
        found["advising bank"] = message.receiver
    confirmer = message.typed("58a")
    if isinstance(confirmer, v.Party):
        key = bic11(confirmer.bic) if confirmer.bic else confirmer.lines[0]
        if key not in found.values():
            found["confirming bank"] = key
    reimburser = message.typed("53a")
    if isinstance(reimburser, v.Party):
        key = bic11(reimburser.bic) if reimburser.bic else reimburser.lines[0]
        if key not in found.values():
            found["reimbursing bank"] = key
    for role, tag in (("applicant", "50"), ("beneficiary", "59")):
        text = message.typed(tag)
        if isinstance(text, v.NameAddress):
            found[role] = text.lines[0]
    return found


def cast_of(messages: Iterable[Message]) -> tuple[Cast, dict[str, Account]]:
    """Throw-away accounts for every role of the messages, and three without a name."""
    names: dict[str, str] = {}
    for message in messages:
        known = set(names.values())
        names.update({role: name for role, name in players(message).items() if name not in known})
    names |= {"operator": "keeps the register", "courier": "delivery agent", "stranger": "no party at all"}
    playing = {role: throwaway(index) for role, index in PLAYERS.items() if role in names}
    return Cast(names, {role: account.address for role, account in playing.items()}), playing


def book_of(cast: Cast) -> PartyBook:
    """The parties of the cast, by BIC or name."""
    entries = []
    for role, name in cast.names.items():
        if role in BANKS and len(name) == 11 and " " not in name:
            entries.append(Entry(address=cast.addresses[role], bic=name))
        else:
            entries.append(Entry(address=cast.addresses[role], name=name))
    return PartyBook(entries)


def calendars_for(scripts: Iterable[Script], bank_places: Iterable[str]) -> dict[str, PlaceCalendar]:
    """Every place the stories touch, loaded for the years they need."""
    scripts = list(scripts)
    first = min(date_of(script.derived.terms.issue_day).year for script in scripts)
    last_day = max(
        script.derived.terms.expiry_day + max(LOADED_BEYOND, script.derived.terms.closing_days)
        for script in scripts
    )
    years = list(range(first, date_of(last_day).year + 1))
    codes = [code for script in scripts for code in script.derived.calendars]
    try:
        return {code: load_place(code, years) for code in dict.fromkeys([*codes, *bank_places])}
    except CalendarError as error:
        raise DemoError(str(error)) from None


def read_scripts(messages: Iterable[Message], cast: Cast, choices: Iterable[Choices]) -> list[Script]:
    """The terms each message issues on this stage."""
    book = book_of(cast)
    return [
        Script(message, terms_of(message, book, choice))
        for message, choice in zip(messages, choices, strict=True)
    ]


def acting_place(message: Message, script: Script) -> str:
    """The place of a bank that no term places: the receiver's, where any bank may be presented to."""
    places = script.derived.places
    return places.get("nominated") or place_of_bic(message.receiver) or places["expiry"]


def build(
    driver: Driver,
    cast: Cast,
    accounts: Mapping[str, Account],
    calendars: dict[str, PlaceCalendar],
    currency: str,
    units: int,
    progress: Progress = silent,
) -> World:
    """Contracts, calendars, parties, and a token of the currency."""
    operator = accounts["operator"].address
    driver.accounts(len(PLAYERS))
    progress("deploying the contracts")
    suite = deploy_suite(driver, operator)
    progress(f"loading the banking days of {', '.join(calendars)}")
    load_places(driver, suite, calendars.values(), operator)
    progress(f"admitting {len(accounts) - 3} parties, each by its own signature")
    for role, account in accounts.items():
        if role in ("operator", "courier", "stranger"):
            continue
        admit_party(driver, suite, account, BANK if role in BANKS else TRADER, operator)
    progress(f"a token of {TOKEN_DECIMALS} decimals stands for {currency}")
    token = driver.deploy("TestToken", [f"Demo {currency}", currency, TOKEN_DECIMALS, 0], operator)
    scale = int(10 ** (TOKEN_DECIMALS - units))
    return World(driver, suite, token, accounts, cast, calendars, scale, currency)


def give_money(world: World, role: str, minor: int) -> None:
    """A balance to start from, and the bank's standing approval for what it will be bound to pay."""
    operator = world.address("operator")
    tokens = minor * world.scale
    world.driver.call(world.token, "mint", [world.address(role), tokens], operator).require()
    spender = world.suite.credit.address
    world.driver.call(world.token, "approve", [spender, tokens], world.address(role)).require()


def balance(world: World, address: str) -> int:
    """What an account holds [minor]."""
    return int(world.driver.view(world.token, "balanceOf", [address])) // world.scale
