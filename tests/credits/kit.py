"""A desk on the in-process chain, with the demo's first credit ready to be issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from usance.chain.driver import Deployed, Receipt
from usance.chain.revm import RevmDriver, abi_of
from usance.credits.desk import Act, CreditDesk
from usance.credits.files import Folder
from usance.demo.run import begin_of, own_messages
from usance.demo.world import World, build, calendars_for, cast_of, give_money, read_scripts
from usance.messages.terms_of import Choices
from usance.terms import Credit, Presentation, credit_id

COVER = 2_000


class Receipts(RevmDriver):
    """The driver, and the log source a node would be: it remembers what DocumentaryCredit told."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.told: list[tuple[int, str, Sequence[bytes], bytes]] = []

    def call(
        self, contract: Deployed, function: str, args: Sequence[object], sender: str, value: int = 0
    ) -> Receipt:
        receipt = super().call(contract, function, args, sender, value)
        if receipt.ok and contract.name == "DocumentaryCredit":
            for log in self._evm.result.logs:  # type: ignore[union-attr]
                topics = [bytes.fromhex(topic[2:]) for topic in log.topics]
                data = log.data[1] if isinstance(log.data, tuple) else log.data
                if log.address == contract.address:
                    self.told.append((receipt.timestamp, "0x", topics, bytes(data)))
        return receipt

    def snapshot(self) -> object:
        return super().snapshot(), len(self.told)

    def revert(self, snapshot: object) -> None:
        inner, count = snapshot  # type: ignore[misc]
        super().revert(inner)
        del self.told[count:]

    def logs(self, address: str) -> list[tuple[int, str, Sequence[bytes], bytes]]:
        return list(self.told)


@dataclass
class Office:
    """The desk, the stage it stands on, and the terms of the credit."""

    desk: CreditDesk
    world: World
    terms: Credit

    def send(self, role: str, function: str, *args: object, sets: tuple[Presentation, ...] = ()) -> Receipt:
        act = Act(function, args, self.world.address(role), self.terms, sets)
        now = self.desk.driver.now() + 1
        return self.desk.send(act, self.desk.preflight(act, now))

    @property
    def identity(self) -> bytes:
        return credit_id(self.terms, self.desk.driver.chain_id, self.desk.suite.credit.address)


def office(folder: Path, temper: int = 0) -> Office:
    """Everything admitted, loaded and funded; `temper` is the token's (3 takes a fee)."""
    messages = own_messages()[:1]
    cast, accounts = cast_of(messages)
    scripts = read_scripts(messages, cast, [Choices(cover_bps=COVER)])
    calendars = calendars_for(scripts, [])
    driver = Receipts(begin_of(messages))
    world = build(driver, cast, accounts, calendars, "EUR", 2)
    operator = world.address("operator")
    if temper:
        world.token = driver.deploy("TestToken", ["Odd", "EUR", 6, temper], operator)
    give_money(world, "issuing bank", 50_000_000)
    # The desk approves what it needs by itself.
    spender = world.suite.credit.address
    driver.call(world.token, "approve", [spender, 0], world.address("issuing bank")).require()
    terms = scripts[0].derived.terms.but(asset=world.token.address, asset_scale=world.scale)
    driver.set_time(driver.now() + 2 * 86_400)
    driver.call(world.token, "mint", [operator, 1], operator).require()
    assert abi_of("DocumentaryCredit")
    return Office(CreditDesk(driver, world.suite, driver, Folder(folder)), world, terms)
