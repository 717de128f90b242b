"""One message being written: each field from the chain, from a record, or asked by option; then checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from usance.messages import Message, MessageError, compose, groups, read_text, split, write_all
from usance.messages.rules import broken
from usance.messages.table import Layout, Row, layouts
from usance.messages_out.facts import Facts
from usance.messages_out.records import Records
from usance.messages_out.wish import ExportError, Wish
from usance.terms import ZERO_ADDRESS


class Source(StrEnum):
    """Where a field's value came from. FORM: the message's own shape, such as 27."""

    CHAIN = "chain"
    RECORD = "record"
    OPTION = "option"
    FORM = "form"


@dataclass
class Sheet:
    """Fields by their row in the layout: options of one row (41A, 41D) exclude each other."""

    facts: Facts
    records: Records
    wish: Wish
    sender: str = ""
    receiver: str = ""
    notes: list[str] = field(default_factory=list)
    _items: dict[str, tuple[str, str, Source]] = field(default_factory=dict)

    @property
    def mt(self) -> str:
        return self.facts.mt

    @property
    def layout(self) -> Layout:
        return layouts()[self.mt]

    def row(self, tag: str) -> Row | None:
        """The row of a tag, or of a whole row's name (41a)."""
        hits = (row for row in self.layout.rows if tag == row.tag or tag in row.options)
        return next(hits, None)

    def _put(self, tag: str, value: str, source: Source) -> None:
        row = self.row(tag)
        if row is None:
            raise KeyError(f"MT{self.mt} has no field {tag}")
        self._items[row.tag] = (tag, value, source)

    # --- sources ---

    def chain(self, tag: str, value: str | None) -> None:
        """What the chain says; nothing where it says nothing."""
        if value is not None:
            self._put(tag, value, Source.CHAIN)

    def form(self, tag: str, value: str) -> None:
        self._put(tag, value, Source.FORM)

    def recorded(self, tag: str, value: str | None) -> None:
        """What a record says, unless the chain said it."""
        row = self.row(tag)
        if value and row is not None and row.tag not in self._items:
            self._put(tag, value, Source.RECORD)

    def computed(self, tag: str, value: str | None) -> None:
        """What the chain says where no record has its words."""
        row = self.row(tag)
        if value is not None and row is not None and row.tag not in self._items:
            self._put(tag, value, Source.CHAIN)

    def copied(self, message: Message | None, *tags: str) -> None:
        """Fields as another message has them."""
        for tag in tags:
            item = message.first(tag) if message is not None else None
            if item is not None:
                self.recorded(item.tag, item.value)

    def reference(self, tag: str) -> None:
        """The number of the credit."""
        self.recorded(tag, self.records.reference)

    def party(self, number: str, address: str) -> None:
        """A bank by its BIC, where one is known."""
        bic = self.records.bic(address) if address != ZERO_ADDRESS else ""
        self.recorded(f"{number}A", bic)

    def head(self, sender: str, sender_words: str, receiver: str, receiver_words: str) -> None:
        """Who writes to whom."""
        self.sender = self._end("sender", self.wish.sender, sender, sender_words)
        self.receiver = self._end("receiver", self.wish.receiver, receiver, receiver_words)

    def _end(self, side: str, given: str, address: str, words: str) -> str:
        found = given.upper() or (self.records.bic(address) if address != ZERO_ADDRESS else "")
        if not found:
            who = f"the {words} " + (address if address != ZERO_ADDRESS else "that the terms do not name")
            raise ExportError(
                f"MT{self.mt}: no BIC is known for {who}; add --{side} BIC, or --parties FILE with it"
            )
        return found

    def has(self, row: str) -> bool:
        """Told, recorded, or given by option."""
        found = self.row(row)
        given = set(self.wish.fields)
        return found is not None and (found.tag in self._items or bool(given & set(found.options)))

    # --- writing ---

    def _asked(self) -> None:
        for tag, value in self.wish.fields.items():
            row = self.row(tag)
            if row is None or tag not in row.options:
                known = ", ".join(sorted(self.layout.tags))
                raise ExportError(f"--field {tag}: MT{self.mt} has no such field; it has {known}")
            told = self._items.get(row.tag)
            if told is not None and told[2] in (Source.CHAIN, Source.FORM):
                said = " ".join(told[1].split())
                raise ExportError(f"--field {tag}: the chain says {told[0]} {said} already; leave it out")
            self._put(tag, value, Source.OPTION)

    def _missing(self) -> Iterator[Row]:
        return (row for row in self.layout.rows if row.mandatory and row.tag not in self._items)

    def message(self) -> Message:
        """The message, written, checked by the network's rules and read back."""
        self._asked()
        for row in self._missing():
            tag = next(iter(row.options))
            none = " (NONREF where there is none)" if tag == "21" else ""
            raise ExportError(
                f"MT{self.mt}: field {row.tag} ({row.name}) is not on the chain and no record here has it; "
                f"add --field {tag}=TEXT{none}"
            )
        items = [(tag, value) for tag, value, _ in self._items.values()]
        try:
            message = compose(self.mt, items, sender=self.sender, receiver=self.receiver)
        except MessageError as error:
            raise ExportError(f"{error.what.replace(' cannot be written', '')}; {error.mend}") from None
        self._check(message)
        return message

    def _check(self, message: Message) -> None:
        """Rules that no bank has confirmed yet are kept in what is written; usage is a note."""
        for rule, text in broken(message):
            if rule.code == "USAGE":
                self.notes.append(f"{rule.tag}: {text}")
            elif rule.severity != "error":
                raise ExportError(f"MT{self.mt}: {rule.tag}: {text}; rule {rule.code}")
        back = groups(read_text(write_all(split(message))))
        if back != [message]:
            raise ExportError(f"MT{self.mt}: reads back as something else; report the fields as a fault")

    @property
    def sources(self) -> Mapping[str, str]:
        """Where each field came from, by tag."""
        return {tag: str(source) for tag, _, source in self._items.values()}
