"""The model's world as the chain stands: days, parties and money are asked of the contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from usance.calendars import CalendarError
from usance.chain.abi import Event
from usance.chain.driver import Deployed, Driver, Reverted
from usance.chain.suite import Suite
from usance.codes import Exclusion
from usance.credits.book import CreditRecord, SetRecord, amendment_state, set_state
from usance.model.credit import DocumentaryCreditModel
from usance.model.credit_books import AmendmentBook, CreditBook, SetBook
from usance.model.money import Token
from usance.model.world import World
from usance.terms import ZERO_ADDRESS, Credit, Presentation, credit_id, presentation_id

if TYPE_CHECKING:
    from usance.claims.book import ClaimRecord
    from usance.claims.chain_world import ClaimReader


class ChainDays:
    """`usance.model.world.Days` by the deployed calendar."""

    def __init__(self, driver: Driver, calendar: Deployed) -> None:
        self._driver, self._calendar = driver, calendar
        self._known: dict[tuple[Any, ...], int] = {}

    def _ask(self, function: str, *args: Any) -> int:
        key = (function, *args)
        if key not in self._known:
            try:
                self._known[key] = int(self._driver.view(self._calendar, function, list(args)))
            except Reverted as error:
                raise CalendarError(error.reason) from None
        return self._known[key]

    def local_day(self, place: bytes, instant: int, now: int) -> int:
        return self._ask("local_day", place, instant)

    def receipt_day(self, place: bytes, instant: int, now: int) -> int:
        return self._ask("receipt_day", place, instant)

    def next_banking_day(self, place: bytes, day: int, now: int) -> int:
        return self._ask("next_banking_day", place, day)

    def next_banking_day_both(self, place: bytes, other: bytes, day: int, now: int) -> int:
        return self._ask("next_banking_day_both", place, other, day)

    def add_banking_days(self, place: bytes, day: int, n: int, now: int) -> int:
        return self._ask("add_banking_days", place, day, n)

    def add_banking_days_both(self, place: bytes, other: bytes, day: int, n: int, now: int) -> int:
        return self._ask("add_banking_days_both", place, other, day, n)

    def presentation_limit(self, place: bytes, day: int, now: int) -> int:
        return self._ask("presentation_limit", place, day)

    def extended(self, place: bytes, start: int, last: int, now: int) -> int:
        return self._ask("extended", place, start, last)

    def loaded_until(self, place: bytes, now: int) -> int:
        return self._ask("loaded_until", place)


class ChainParties:
    """`usance.model.world.Parties` by the deployed registry."""

    def __init__(self, driver: Driver, registry: Deployed) -> None:
        self._driver, self._registry = driver, registry

    def _ask(self, function: str, *args: Any) -> Any:
        return self._driver.view(self._registry, function, list(args))

    def may(self, party: str, role: int, now: int) -> bool:
        return bool(self._ask("may", party, role))

    def status_of(self, party: str) -> int:
        return int(self._ask("status_of", party))

    def has_capability(self, account: str, capability: int, now: int) -> bool:
        return bool(self._ask("has_capability", account, capability))

    def capability_since(self, account: str, capability: int, now: int) -> int:
        return int(self._ask("capability_since", account, capability))

    def names_court(self, party: str, court: str, now: int) -> bool:
        return bool(self._ask("names_court", party, court))

    def order_day_of(self, party: str, order: bytes) -> int:
        return int(self._ask("order_day_of", party, order))

    def order_court_of(self, party: str, order: bytes) -> str:
        return str(self._ask("order_court_of", party, order))


def token_at(driver: Driver, address: str) -> Deployed:
    """Any ERC-20, by the ABI of the plain one."""
    return driver.at("TestToken", address)


def model_of(
    driver: Driver,
    suite: Suite,
    terms: Credit,
    sets: list[Presentation],
    accounts: list[str],
    record: CreditRecord | None = None,
    claims: Mapping[bytes, ClaimRecord] | None = None,
) -> DocumentaryCreditModel:
    """The model of one credit with its sets, as the chain has them; balances of `accounts` are read.

    `terms` are those that the act carries. Without a `record` nothing was ever amended. Approvals are
    taken as given: the commands approve exactly what an act needs. `claims` are those of ClaimToken, as far
    as sets have promised any.
    """
    from usance.credits.chain_later import read_later

    days = ChainDays(driver, suite.calendar)
    parties = ChainParties(driver, suite.registry)
    reader = _undertakings(driver, suite, terms, accounts)
    # One purse for both: what a credit pays on a claim the ledger of claims takes.
    money = reader.model.world.money
    world = World(driver.chain_id, parties, days, money, claims=reader.model)
    model = DocumentaryCreditModel(suite.credit.address, world)
    model.guard.stopped_until = int(driver.view(suite.credit, "stopped_until"))
    _read_money(driver, suite, terms, model, accounts)
    birth = record.birth if record is not None else terms
    identity = credit_id(birth, driver.chain_id, suite.credit.address)
    state = driver.view(suite.credit, "credit_state", [identity])
    if not state["status"]:
        return model
    book = CreditBook(identity, record.terms if record is not None else terms, int(state["cover"]))
    book.status = int(state["status"])
    book.advised, book.confirmed = bool(state["advised"]), bool(state["confirmed"])
    book.open_sets, book.drawn = int(state["open_sets"]), int(state["drawn"])
    book.claims = int(state["claims"])
    book.silent = bool(state["silent"])
    book.silent_bank = str(driver.view(suite.credit, "silent_confirmer_of", [identity]))
    model.credits[identity] = book
    if record is not None:
        _read_changes(driver, suite, model, book, record)
    told = {item.id: item for item in record.sets} if record is not None else {}
    for statement in sets:
        key = presentation_id(identity, statement)
        entry = _read_set(driver, suite, book, key, statement, told.get(key))
        if entry is not None:
            if key in told:
                carried = book.terms_at(entry.stage)
                read_later(driver, suite, entry, told[key], carried, claims or {}, reader, accounts)
            entry.counted = entry.is_open(book.terms_at(entry.stage))
            model.sets[key] = entry
            book.sets.append(entry)
    return model


def _read_changes(
    driver: Driver, suite: Suite, model: DocumentaryCreditModel, book: CreditBook, record: CreditRecord
) -> None:
    """Amendments, and the terms that they made."""
    for made in record.made:
        model.origins[model.amended_hash(made)] = book.id
    book.hash = book.id if record.terms == record.birth else model.amended_hash(record.terms)
    book.accepted, book.own_read = len(record.accepted), record.own_read
    if record.own is not None:
        book.own_terms = record.own
        book.own_hash = book.id if record.own == record.birth else model.amended_hash(record.own)
    for one in record.amendments:
        state = amendment_state(driver, suite, one.id)
        found = AmendmentBook(
            one.id,
            one.change,
            int(state["proposed_at"]),
            int(state["cover"]),
            int(state["status"]),
            int(state["confirmer"]),
            bool(state["applied"]),
            int(state["silent"]),
            record.accepted.index(one.id) + 1 if one.id in record.accepted else 0,
        )
        book.amendments[one.id] = model.amendments[one.id] = found


def _read_set(
    driver: Driver,
    suite: Suite,
    book: CreditBook,
    key: bytes,
    statement: Presentation,
    told: SetRecord | None,
) -> SetBook | None:
    """A set as the views and its events tell it."""
    seen = set_state(driver, suite, key)
    if not seen["status"]:
        return None
    named = {field.name for field in fields(SetBook)}
    plain = {name: value for name, value in seen.items() if name in named}
    entry = SetBook(id=key, statement=statement, **plain)
    stop = driver.view(suite.credit, "stop_of", [key])
    entry.stop.amount, entry.stop.until = int(stop["amount"]), int(stop["until"])
    said = driver.view(suite.credit, "payment_assertion_of", [key])
    entry.assertion.amount, entry.assertion.held_until = int(said["amount"]), int(said["held_until"])
    entry.resend_until, entry.days_left = map(int, driver.view(suite.credit, "suspension_of", [key]))
    for item in told.events if told is not None else ():
        _take_event(entry, book.terms, item.event)
    if not entry.stop.amount:
        entry.stop.end()
    return entry


def _take_event(entry: SetBook, terms: Credit, event: Event) -> None:
    """What no view tells."""
    if event.name == "Stopped":
        entry.stop.references.add(bytes(event["reference"]))
        entry.stop.party = str(event["party"])
        entry.stop.by_court = entry.stop.party not in (terms.issuer, entry.statement.bank)
    elif event.name == "PaymentConfirmed" and not event["outstanding"]:
        # What the next bank says of its own debt is its first word again.
        entry.assertion.said = False
    elif event.name == "PaymentAsserted":
        entry.assertion.said, entry.assertion.bank = True, str(event["bank"])
    elif event.name == "UnreadableReported":
        entry.reported = True
    elif event.name == "Forwarded":
        # The next bank's word, and its records, are its own.
        entry.assertion.said, entry.reported = False, False
    elif event.name == "Refused" and terms.exclusions & Exclusion.LEAF_BAR:
        entry.notice = tuple((int(item["code"]), bytes(item["leaf"])) for item in event["discrepancies"])


def _undertakings(driver: Driver, suite: Suite, terms: Credit, accounts: list[str]) -> ClaimReader:
    """The ledger of claims, with what the credit's banks let DocumentaryCredit bind them for."""
    from usance.claims.chain_world import ClaimReader

    reader = ClaimReader(driver, suite)
    for bank in dict.fromkeys((terms.issuer, terms.confirmer, *accounts)):
        if bank != ZERO_ADDRESS:
            reader.load_authority(bank, suite.credit.address)
    return reader


def _read_money(
    driver: Driver, suite: Suite, terms: Credit, model: DocumentaryCreditModel, accounts: list[str]
) -> None:
    """Balances of the token as a plain one tells them."""
    if terms.asset == ZERO_ADDRESS:
        return
    token = token_at(driver, terms.asset)
    try:
        decimals = int(driver.view(token, "decimals"))
        held = {
            account: int(driver.view(token, "balanceOf", [account]))
            for account in dict.fromkeys([*accounts, suite.credit.address, suite.claim.address])
        }
    except (Reverted, ValueError, IndexError):
        return
    plain = Token(terms.asset, decimals)
    for account, balance in held.items():
        plain.balances[account] = balance
        plain.allowances[account, suite.credit.address] = 2**255
    model.world.money.add(plain)
    for account in held:
        waiting = int(driver.view(suite.credit, "withdrawable", [account, terms.asset]))
        if waiting:
            model.waiting.balances[account, terms.asset] = waiting
