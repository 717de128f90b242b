"""The whole demo: read, plan, play, and hand over what was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib import resources

from usance.calendars import CalendarError
from usance.chain.driver import Driver
from usance.demo.claims import NAMES, set_up, tell_invoice, tell_payable
from usance.demo.records import ClaimStory, DemoError, Story, Told
from usance.demo.story import tell_honoured, tell_silence
from usance.demo.world import (
    Progress,
    Script,
    World,
    acting_place,
    build,
    calendars_for,
    cast_of,
    give_money,
    read_scripts,
    silent,
)
from usance.messages import Message, groups, read_text
from usance.messages.parties import NamesOnly
from usance.messages.terms_of import Choices, terms_of, with_head
from usance.messages.values import minor_units
from usance.model.credit_tenor import is_usance
from usance.terms import Credit, key_text

OWN = ("credit.fin", "silence.fin")
# Share of the maximum liability that the first credit covers, and the second one.
SOME_COVER, FULL_COVER = 2_000, 10_000
SET_UP_DAYS = 1


def own_messages() -> list[Message]:
    """The two MT700 the project wrote itself."""
    folder = resources.files("usance.demo") / "messages"
    found = []
    for name in OWN:
        text = (folder / name).read_bytes().decode("ascii")
        found.extend(groups(read_text(text, name)))
    return found


def begin_of(messages: Sequence[Message]) -> int:
    """When the chain must begin [unix s]: two days before the first issue."""
    days = [message.typed("31C") for message in messages]
    ordinals = [day.toordinal() for day in days if isinstance(day, date)]
    if not ordinals:
        raise DemoError("field 31C: no date of issue to begin with")
    return (min(ordinals) - 719_163 - 2) * 86_400


def play(
    connect: Callable[[], Driver],
    messages: Sequence[Message],
    choices: Sequence[Choices] | None = None,
    progress: Progress = silent,
) -> Told:
    """Play one message, or the project's own two. `connect` is called once all is known to fit."""
    given = list(choices or [Choices() for _ in messages])
    given[0] = replace(given[0], cover_bps=given[0].cover_bps or SOME_COVER)
    if len(messages) > 1:
        given[1] = replace(given[1], cover_bps=FULL_COVER)
    progress("reading the message" if len(messages) == 1 else "reading two messages")
    messages = [
        with_head(message, choice.sender, choice.receiver)
        for message, choice in zip(messages, given, strict=True)
    ]
    for message, choice in zip(messages, given, strict=True):
        # What the message alone gets wrong is said before anything is built.
        derived = terms_of(message, NamesOnly(), choice)
        if is_usance(derived.terms):
            raise DemoError("the demo plays credits at sight; play this one with ape run credit")
    cast, accounts = cast_of(messages)
    if len(messages) > 1:
        given[1] = replace(given[1], delivery_agent=accounts["courier"].address)
    scripts = read_scripts(messages, cast, given)
    calendars = calendars_for(scripts, [acting_place(s.message, s) for s in scripts])
    currency = key_text(scripts[0].derived.terms.currency)
    units = minor_units(currency) or 0
    driver = connect()
    world = build(driver, cast, accounts, calendars, currency, units, progress)
    terms = [_with_asset(script, world.token.address, world.scale) for script in scripts]
    worth = sum(one.maximum_liability for one in terms)
    give_money(world, "issuing bank", 2 * worth)
    paying = cast.role_of(terms[0].confirmer)
    if paying in accounts and paying != "issuing bank":
        give_money(world, paying, worth)
    stories: list[Story] = []
    claims: list[ClaimStory] = []
    try:
        progress("playing the first credit")
        story, sent = tell_honoured(world, scripts[0], terms[0], terms[0].amount)
        stories.append(story)
        if len(scripts) > 1:
            progress("playing the second credit")
            story, more = tell_silence(world, scripts[1], terms[1])
            stories.append(story)
            sent += more
            told, more = second_act(world, key_text(terms[0].issuer_place), progress)
            claims += told
            sent += more
    except CalendarError as error:
        raise DemoError(str(error)) from None
    return Told(
        cast,
        world.calendars,
        stories,
        claims,
        driver.chain_id,
        {contract.name: contract.address for contract in world.suite.contracts()},
        world.token.address,
        messages[0].source or "the project's own messages",
        sent,
        NAMES if claims else {},
    )


def second_act(world: World, place: str, progress: Progress) -> tuple[list[ClaimStory], int]:
    """The invoice and the payable, on the first banking days after the credits."""
    progress("the second act: a company’s account, its suppliers, an e-invoice")
    stage = set_up(world, place)
    calendar = world.calendars[place]
    begin = calendar.next_banking_day(calendar.local_day(world.driver.now()) + 1)
    invoice, sent = tell_invoice(stage, begin)
    progress("playing the payable through three tiers")
    begin = calendar.next_banking_day(calendar.local_day(world.driver.now()) + 1)
    payable, more = tell_payable(stage, begin)
    return [invoice, payable], sent + more


def _with_asset(script: Script, asset: str, scale: int) -> Credit:
    """The terms once the token is known."""
    return script.derived.terms.but(asset=asset, asset_scale=scale)
