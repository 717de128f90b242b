"""The model's world as the chain stands: days, parties and money are asked of the contracts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from usance.calendars import CalendarError
from usance.chain.driver import Deployed, Driver, Reverted
from usance.chain.suite import Suite
from usance.model.credit import DocumentaryCreditModel
from usance.model.credit_books import CreditBook, SetBook
from usance.model.money import Token
from usance.model.world import Undertakings, World
from usance.terms import ZERO_ADDRESS, Credit, Presentation, credit_id, presentation_id


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
    driver: Driver, suite: Suite, terms: Credit, sets: list[Presentation], accounts: list[str]
) -> DocumentaryCreditModel:
    """The model of one credit with its sets, as the chain has them; balances of `accounts` are read.

    Approvals are taken as given: the commands approve exactly what an act needs.
    """
    days = ChainDays(driver, suite.calendar)
    parties = ChainParties(driver, suite.registry)
    world = World(driver.chain_id, parties, days, claims=_undertakings(driver, suite, terms))
    model = DocumentaryCreditModel(suite.credit.address, world)
    model.guard.stopped_until = int(driver.view(suite.credit, "stopped_until"))
    _read_money(driver, suite, terms, model, accounts)
    identity = credit_id(terms, driver.chain_id, suite.credit.address)
    state = driver.view(suite.credit, "credit_state", [identity])
    if not state["status"]:
        return model
    book = CreditBook(identity, terms, int(state["cover"]), terms.maximum_liability)
    book.status = int(state["status"])
    book.advised, book.confirmed = bool(state["advised"]), bool(state["confirmed"])
    book.open_sets, book.drawn = int(state["open_sets"]), int(state["drawn"])
    book.claims = int(state["claims"])
    model.credits[identity] = book
    for statement in sets:
        key = presentation_id(identity, statement)
        seen = driver.view(suite.credit, "presentation_state", [key])
        if not seen["status"]:
            continue
        named = {field.name for field in fields(SetBook)}
        entry = SetBook(
            id=key,
            statement=statement,
            **{name: value for name, value in seen.items() if name in named},
        )
        model.sets[key] = entry
        book.sets.append(entry)
    return model


def _undertakings(driver: Driver, suite: Suite, terms: Credit) -> Undertakings:
    """The ledger of claims, with what the credit's banks let DocumentaryCredit bind them for."""
    from usance.claims.chain_world import ClaimReader

    reader = ClaimReader(driver, suite)
    for bank in dict.fromkeys((terms.issuer, terms.confirmer)):
        if bank != ZERO_ADDRESS:
            reader.load_authority(bank, suite.credit.address)
    return reader.model


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
            for account in dict.fromkeys([*accounts, suite.credit.address])
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
