"""The same random acts on revm and on Ape's chain: equal status, reason, value, logs and views."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from usance.calendars import PlaceCalendar, day_of
from usance.chain.ape_driver import ApeDriver
from usance.chain.driver import Deployed, Driver, Receipt
from usance.chain.revm import RevmDriver
from usance.chain.suite import Suite, admit_party, deploy_suite, load_places
from usance.terms import Credit, Presentation, credit_id, place_key, presentation_id

ACTS = 500
SEED = 20_260_304
START = 1_772_442_000  # 2026-03-02T09:00Z
ISSUER, APPLICANT, BENEFICIARY, CONFIRMER, STRANGER = range(1, 6)
HAM, SIN = place_key("DEHAM"), place_key("SGSIN")


@dataclass
class Side:
    """One chain with the suite, a token and the same parties."""

    driver: Driver
    suite: Suite
    token: Deployed
    names: dict[str, str]
    credits: list[Credit] = field(default_factory=list)
    sets: list[tuple[int, Presentation]] = field(default_factory=list)

    def id(self, credit: int) -> bytes:
        return credit_id(self.credits[credit], self.driver.chain_id, self.suite.credit.address)


def side(driver: Driver) -> Side:
    accounts = driver.accounts(6)
    operator = accounts[0].address
    suite = deploy_suite(driver, operator)
    driver.set_time(START - 86_400)
    until = day_of("2027-12-31")
    closed = {day_of("2026-03-06"), day_of("2026-04-03"), day_of("2026-04-06")}
    places = [
        PlaceCalendar(code, closed=set(days), loaded_from=day_of("2026-01-01"), loaded_until=until)
        for code, days in (("DEHAM", closed), ("SGSIN", set()))
    ]
    load_places(driver, suite, places, operator)
    for index, role in ((ISSUER, 1), (APPLICANT, 2), (BENEFICIARY, 2), (CONFIRMER, 1)):
        admit_party(driver, suite, accounts[index], role, operator)
    token = driver.deploy("TestToken", ["Euro", "EUR", 6, 4], operator)
    for index in (ISSUER, CONFIRMER):
        driver.call(token, "mint", [accounts[index].address, 10**12], operator).require()
        driver.call(token, "approve", [suite.credit.address, 10**12], accounts[index].address).require()
    names = {account.address: f"account {index}" for index, account in enumerate(accounts)}
    names |= {contract.address: contract.name for contract in (*suite.contracts(), token)}
    return Side(driver, suite, token, names)


Act = Callable[[Side], tuple[Deployed, str, list[Any], int]]


class Acts:
    """Draws acts that make sense about half of the time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = START
        self.credits = 0
        self.sets = 0

    def draw(self) -> tuple[int, str, Act]:
        """(time, label, act): the same act for every side."""
        pick = self.random
        self.now += pick.choice([1, 60, 600, 3_600, 3_600, 10_800, 40_000, 86_400, 172_800])
        day = self.now // 86_400
        by = pick.choice([ISSUER] * 6 + [CONFIRMER] * 2 + [APPLICANT, BENEFICIARY, STRANGER])
        if self.credits == 0 or pick.random() < 0.04:
            return self.now, "issue", self._issue(day)
        credit = pick.randrange(max(0, self.credits - 4), self.credits)
        if self.sets == 0 or pick.random() < 0.12:
            return self.now, "present", self._present(credit, day)
        if pick.random() < 0.08:
            return self.now, "of a credit", self._of_credit(credit, by)
        if pick.random() < 0.05:
            return self.now, "block", self._block()
        return self.now, "of a set", self._of_set(by, day)

    def _issue(self, day: int) -> Act:
        self.credits += 1
        number, cover = self.credits, self.random.choice([0, 5_000, 10_000])
        confirmed = self.random.random() < 0.4
        late = self.random.choice([5, 40, 90])

        def act(on: Side) -> tuple[Deployed, str, list[Any], int]:
            at = [account.address for account in on.driver.accounts(6)]
            terms = Credit(
                issuer=at[ISSUER], issuer_place=HAM, applicant=at[APPLICANT], beneficiary=at[BENEFICIARY],
                currency=place_key("EUR"), asset=on.token.address, asset_scale=10_000, amount=1_000_00,
                issue_day=day, expiry_day=day + late, expiry_place=HAM, cover_bps=cover,
                salt=number.to_bytes(32, "big"),
            )  # fmt: skip
            if confirmed:
                terms = terms.but(confirmer=at[CONFIRMER], confirmer_place=SIN, confirmation=2)
            on.credits.append(terms)
            return on.suite.credit, "issue", [terms], ISSUER

        return act

    def _present(self, credit: int, day: int) -> Act:
        self.sets += 1
        number, amount = self.sets, self.random.choice([1, 400_00, 1_000_00, 1_500_00])
        shipped = day - self.random.choice([1, 20, 21, 22, 60])
        bank = self.random.choice([ISSUER, ISSUER, CONFIRMER])
        presenter = self.random.choice([BENEFICIARY, BENEFICIARY, BENEFICIARY, CONFIRMER])
        # Mostly the beneficiary names who collects for it; a bank that comes unasked is refused.
        by = self.random.choice([BENEFICIARY, BENEFICIARY, BENEFICIARY, presenter])

        def act(on: Side) -> tuple[Deployed, str, list[Any], int]:
            at = [account.address for account in on.driver.accounts(6)]
            statement = Presentation(
                presenter=at[presenter], capacity=1 if presenter == BENEFICIARY else 3, bank=at[bank],
                bank_place=HAM if bank == ISSUER else SIN, amount=amount, shipment_day=shipped,
                pay_to=at[BENEFICIARY], documents=number.to_bytes(32, "big"),
            )  # fmt: skip
            on.sets.append((credit, statement))
            return on.suite.credit, "present", [on.credits[credit], statement], by

        return act

    def _of_credit(self, credit: int, by: int) -> Act:
        name = self.random.choice(["confirm", "advise", "expire", "close"])
        willing = self.random.random() < 0.8

        def act(on: Side) -> tuple[Deployed, str, list[Any], int]:
            args: list[Any] = [on.credits[credit]]
            if name in {"confirm", "advise"}:
                args.append(willing)
            return on.suite.credit, name, args, CONFIRMER if name == "confirm" else by

        return act

    def _of_set(self, by: int, day: int) -> Act:
        index = self.random.randrange(max(0, self.sets - 8), self.sets)
        names = ["acknowledge"] * 3 + ["accept", "accept", "refuse", "preclude", "preclude", "honour"]
        name = self.random.choice([*names, "honour", "waive", "forward", "demand_return"])
        received = day - self.random.choice([0, 0, 0, 1])
        disposal = self.random.choice([0, 1, 2, 2, 3, 4])
        turn = self.random.random() < 0.5

        def act(on: Side) -> tuple[Deployed, str, list[Any], int]:
            credit, statement = on.sets[index]
            at = [account.address for account in on.driver.accounts(6)]
            # In most acts the bank presented to acts itself.
            sender = by
            if turn and name not in {"waive", "demand_return"}:
                sender = at.index(statement.bank)
            args: list[Any] = [on.credits[credit], statement]
            if name == "acknowledge":
                args.append(received)
            if name == "refuse":
                args += [[(2, bytes(32))], disposal, b"\1" * 32]
            return on.suite.credit, name, args, sender

        return act

    def _block(self) -> Act:
        name = self.random.choice(["block", "unblock"])

        def act(on: Side) -> tuple[Deployed, str, list[Any], int]:
            return on.token, name, [on.driver.accounts(6)[BENEFICIARY].address], STRANGER

        return act


def told(on: Side, receipt: Receipt) -> dict[str, Any]:
    """A receipt without what differs between chains: addresses by name, ids by their order."""
    ids = {on.id(index): f"credit {index}" for index in range(len(on.credits))}
    ids |= {presentation_id(on.id(credit), one): f"set {at}" for at, (credit, one) in enumerate(on.sets)}

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return on.names.get(value, value)
        if isinstance(value, bytes):
            return ids.get(value, value)
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return value

    return {
        "ok": receipt.ok,
        "reason": receipt.reason,
        "returned": plain(receipt.returned),
        "events": [(plain(event.address), event.name, plain(event.args)) for event in receipt.events],
        "timestamp": receipt.timestamp,
    }


def views(on: Side) -> list[Any]:
    """Everything the contracts show."""
    credit, view = on.suite.credit, on.driver.view
    found: list[Any] = [view(credit, "credit_state", [on.id(index)]) for index in range(len(on.credits))]
    for index, statement in on.sets:
        found.append(view(credit, "presentation_state", [presentation_id(on.id(index), statement)]))
    for account in on.driver.accounts(6):
        found.append(view(on.token, "balanceOf", [account.address]))
        found.append(view(credit, "withdrawable", [account.address, on.token.address]))
    found.append(view(on.token, "balanceOf", [credit.address]))
    return found


def test_500_random_acts__on_revm_and_ape__tell_the_same_story(kept: ApeDriver) -> None:
    acts = Acts(SEED)
    sides = [side(RevmDriver()), side(kept)]
    taken: dict[str, int] = {}
    refused = 0
    for number in range(ACTS):
        timestamp, label, act = acts.draw()
        stories = []
        for on in sides:
            contract, function, args, by = act(on)
            on.driver.set_time(timestamp)
            receipt = on.driver.call(contract, function, args, on.driver.accounts(6)[by].address)
            stories.append(told(on, receipt))
        assert stories[0] == stories[1], f"act {number} ({label})"
        if stories[0]["ok"]:
            taken[function] = taken.get(function, 0) + 1
        else:
            refused += 1
            assert stories[0]["reason"], f"act {number} ({label}): refused without a reason"
        if number % 50 == 49:
            assert views(sides[0]) == views(sides[1]), f"views after act {number}"
    # The walk went somewhere: every kind of act was taken at least once, and many were refused.
    assert {"issue", "present", "acknowledge", "accept", "refuse", "preclude", "honour"} <= set(taken), taken
    assert refused > ACTS // 5
