"""Plays one act after the other at its local time, and writes down what it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usance.calendars import PlaceCalendar, date_of
from usance.chain.driver import Deployed, Receipt
from usance.demo.records import ClaimStory, Clock, DemoError, Letter, Row, Story
from usance.demo.world import World, balance
from usance.messages import Message
from usance.model.outcome import rules_in
from usance.money import number_text

HONOURED = "HONOURED"
PRECLUDED = "PRECLUDED"
# A banking day's hour when nothing else is said; acts of one day follow each other by minutes.
MORNING = 10 * 60


def day_text(day: int) -> str:
    """`Mon 13 Apr`."""
    return date_of(day).strftime("%a %d %b")


class Teller:
    """One story on one stage."""

    def __init__(self, world: World, story: Story | ClaimStory) -> None:
        self.world = world
        self.story = story
        self.running: Clock | None = None
        self.sent = 0

    def calendar(self, place: str) -> PlaceCalendar:
        return self.world.calendars[place]

    def money(self, minor: int) -> str:
        """An amount as the table shows it."""
        return number_text(self.story.currency, minor)

    # --- time ---

    def at(self, place: str, day: int, minute: int = MORNING) -> int:
        """The instant, or the first one after what has happened already on that local day."""
        calendar = self.calendar(place)
        wanted = calendar.midnight(day) + 60 * minute
        moment = max(wanted, self.world.driver.now() + 60)
        if calendar.local_day(moment) != day:
            seen = date_of(calendar.local_day(moment))
            raise DemoError(f"the story cannot go back to {date_of(day)} at {place}: it is {seen} there")
        return moment

    def left_on(self, place: str, day: int) -> int | None:
        """Banking days the running clock has after `day`."""
        clock = self.running
        if clock is None or clock.place != place or day > clock.last:
            return None
        return sum(self.calendar(place).is_banking_day(d) for d in range(day + 1, clock.last + 1))

    # --- acts ---

    def act(
        self,
        role: str,
        function: str,
        args: Sequence[Any],
        moment: tuple[str, int, int],
        act: str,
        meaning: str,
        rule: str = "",
        money: str = "",
        state: str = "",
        label: str = "",
        contract: Deployed | None = None,
        sender: str = "",
    ) -> Receipt:
        """Send one act, of DocumentaryCredit unless another contract is named, and write its row.

        `label` names the actor otherwise, `sender` is an address that no role of the cast has.
        """
        place, day, minute = moment
        when = self.at(place, day, minute)
        self.world.driver.set_time(when)
        receipt = self.world.driver.call(
            contract or self.world.suite.credit, function, list(args), sender or self.world.address(role)
        )
        if not receipt.ok:
            broken = ", ".join(sorted(rules_in(receipt.reason)))
            raise DemoError(f"{role}: {function} on {date_of(day)} was refused: {receipt.reason} [{broken}]")
        self.sent += 1
        self.row(label or role, place, day, receipt.timestamp, act, meaning, rule, money, state)
        return receipt

    def row(
        self,
        actor: str,
        place: str,
        day: int,
        when: int,
        act: str,
        meaning: str,
        rule: str = "",
        money: str = "",
        state: str = "",
    ) -> None:
        """A row of the timeline; with `when` 0 one that no transaction made."""
        second = self.calendar(place).second_of_day(when) if when else 0
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}" if when else ""
        left = self.left_on(place, day)
        number = len(self.story.rows) + 1
        self.story.rows.append(
            Row(number, when, place, day, clock, left, actor, act, meaning, rule, money, state)
        )

    # --- clocks ---

    def start_clock(self, bank: str, place: str, receipt: Receipt) -> None:
        told = receipt.event("Acknowledged")
        self.running = Clock(place, bank, told["received_day"], told["last_day"], told["last_day"], "")
        self.story.rows[-1] = self._relabelled()

    def _relabelled(self) -> Row:
        """The row that started the clock shows its days."""
        row = self.story.rows[-1]
        return Row(**{**vars(row), "left": self.left_on(row.place, row.day)})

    def end_clock(self, day: int, outcome: str) -> None:
        clock = self.running
        if clock is not None:
            self.story.clocks.append(Clock(clock.place, clock.bank, clock.start, clock.last, day, outcome))
        self.running = None

    # --- what goes with it ---

    def letter(self, direction: str, title: str, message: Message) -> None:
        self.story.letters.append(Letter(direction, title, message))

    def holdings(self) -> dict[str, int]:
        """What everybody has now [minor]: parties, and the cover the contract holds."""
        cast = self.world.cast
        found = {
            role: balance(self.world, address)
            for role, address in cast.addresses.items()
            if role not in ("operator", "courier", "stranger")
        }
        found["cover held"] = balance(self.world, self.world.suite.credit.address)
        return found
