"""A credit, and the set or amendment a message is about, as the chain tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from usance.calendars import date_of
from usance.chain.abi import Event
from usance.codes import AmendmentStatus, CreditStatus, SetStatus, Stage
from usance.credits.book import (
    AmendmentRecord,
    CreditRecord,
    Seen,
    SetRecord,
    amendment_state,
    set_state,
    state_of,
)
from usance.credits.desk import CreditDesk
from usance.messages.values import format_amount, format_date
from usance.messages_out.wish import ExportError
from usance.terms import Credit, key_text


@dataclass(frozen=True)
class Facts:
    """What the chain says of a credit. `mt` is the message that is being written."""

    desk: CreditDesk
    record: CreditRecord
    mt: str

    @property
    def birth(self) -> Credit:
        return self.record.birth

    @property
    def terms(self) -> Credit:
        """In force."""
        return self.record.terms

    @property
    def state(self) -> dict[str, Any]:
        return state_of(self.desk.driver, self.desk.suite, self.record.id)

    @property
    def name(self) -> str:
        return f"MT{self.mt}: credit 0x{self.record.id.hex()[:12]}"

    def unfit(self, what: str, mend: str) -> ExportError:
        """The state is not one that this message tells."""
        return ExportError(f"{self.name}: {what}; {mend} (STATE)")

    def need_live(self) -> None:
        status = CreditStatus(int(self.state["status"]))
        if status is not CreditStatus.ISSUED:
            raise self.unfit(f"is {status.name}", "such a message is about a credit that is live")

    def day(self, place: bytes, at: int) -> date:
        """The local day of a moment [unix s]."""
        return date_of(int(self.desk.driver.view(self.desk.suite.calendar, "local_day", [place, at])))

    def money(self, minor: int) -> str:
        return format_amount(key_text(self.birth.currency), minor)

    def dated(self, day: date, minor: int) -> str:
        return format_date(day) + self.money(minor)

    def view(self, function: str, *args: Any) -> Any:
        return self.desk.driver.view(self.desk.suite.credit, function, list(args))

    def seen(self, name: str) -> Seen | None:
        """The last event of the credit by that name."""
        return last_of(self.record.events, name)

    def set(self, text: str | None) -> SetFacts:
        one = self.desk.one_set(self.record, text)
        state = set_state(self.desk.driver, self.desk.suite, one.id)
        return SetFacts(self.desk, self.record, self.mt, one, state)

    def amendment(self, text: str | None) -> AmendmentFacts:
        """By its number or the beginning of its id; without one the last proposed."""
        if not self.record.amendments:
            raise self.unfit("nobody proposed an amendment", "propose one with `credit amend`")
        one = self.record.amendments[-1]
        if text is not None:
            short = text.lower().removeprefix("0x")
            hits = [
                item
                for item in self.record.amendments
                if (short.isdigit() and item.change.number == int(short))
                or (len(short) >= 6 and item.id.hex().startswith(short))
            ]
            if len(hits) != 1:
                raise ExportError(
                    f"--amendment {text[:60]}: {len(hits)} of the credit; see `credit amendments`"
                )
            one = hits[0]
        state = amendment_state(self.desk.driver, self.desk.suite, one.id)
        return AmendmentFacts(self.desk, self.record, self.mt, one, state)


@dataclass(frozen=True)
class SetFacts(Facts):
    """A set under it."""

    one: SetRecord
    book: dict[str, Any]

    @property
    def name(self) -> str:
        return f"MT{self.mt}: set 0x{self.one.id.hex()[:12]}"

    @property
    def status(self) -> SetStatus:
        return SetStatus(int(self.book["status"]))

    @property
    def at_issuer(self) -> bool:
        """The issuing bank's turn."""
        return int(self.book["stage"]) == Stage.ISSUER

    @property
    def elsewhere(self) -> bool:
        """It was presented to another bank than the issuing bank."""
        return self.one.statement.bank != self.birth.issuer

    @property
    def bank(self) -> str:
        """Whose turn it is."""
        return self.birth.issuer if self.at_issuer else self.one.statement.bank

    @property
    def presenter(self) -> str:
        """Who presented to the bank whose turn it is."""
        at_first_bank = not self.at_issuer or not self.elsewhere
        return self.one.statement.presenter if at_first_bank else self.one.statement.bank

    @property
    def forwarded(self) -> Seen | None:
        return last_of(self.one.events, "Forwarded")

    def last(self, name: str) -> Seen | None:
        return last_of(self.one.events, name)

    def own(self) -> list[Seen]:
        """Events at the bank that the set was presented to, before it sent the set on; none at the issuer."""
        if not self.elsewhere:
            return []
        names = [seen.event.name for seen in self.one.events]
        return self.one.events[: names.index("Forwarded")] if "Forwarded" in names else list(self.one.events)

    def claim(self) -> dict[str, Any]:
        """The claim on the reimbursing bank."""
        return dict(self.view("reimbursement_of", self.one.id))


@dataclass(frozen=True)
class AmendmentFacts(Facts):
    """An amendment of it."""

    one: AmendmentRecord
    book: dict[str, Any]

    @property
    def name(self) -> str:
        return f"MT{self.mt}: amendment {self.one.change.number}"

    @property
    def status(self) -> AmendmentStatus:
        return AmendmentStatus(int(self.book["status"]))

    @property
    def proposed(self) -> date:
        """The day of the proposal at the issuing bank's place."""
        return self.day(self.birth.issuer_place, int(self.book["proposed_at"]))


def last_of(events: Sequence[Seen], name: str) -> Seen | None:
    hits = [seen for seen in events if seen.event.name == name]
    return hits[-1] if hits else None


def amount_of(event: Event) -> int:
    return int(event["amount"])
