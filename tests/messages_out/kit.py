"""The house of undertakings with a memory of its logs and the bank's own notes, to write messages of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pytest

from tests.unit.credit_undertakings.promising import Promising, promising
from usance.amendments import Change, applied
from usance.calendars import date_of
from usance.chain.driver import Deployed, Receipt
from usance.codes import AvailableBy, Confirmation
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.files import Folder
from usance.documents import Document, DocumentSet, DocumentType
from usance.messages import Message, compose, groups, read_text, write
from usance.messages.values import format_amount, format_date
from usance.messages_out import Exported, Wish, export
from usance.terms import ZERO_ADDRESS, Credit, Presentation

REFERENCE = "EB26LC0311"
BICS = {
    "issuing_bank": "ELBKDEHHXXX",
    "advising_bank": "DRAGCNSHXXX",
    "nominated_bank": "SILKCNSHXXX",
    "confirming_bank": "GULFAEADXXX",
    "collecting_bank": "RHINDEFFXXX",
}
BY = {
    AvailableBy.PAYMENT: "BY PAYMENT",
    AvailableBy.DEFERRED: "BY DEF PAYMENT",
    AvailableBy.ACCEPTANCE: "BY ACCEPTANCE",
    AvailableBy.NEGOTIATION: "BY NEGOTIATION",
}
GOODS = "+COTTON SHIRTS, 10000 PIECES\n+CIF HAMBURG INCOTERMS 2020"
BUYER = "ELBTEX GMBH\nSPEICHERSTADT 4\nHAMBURG"
SELLER = "NINGBO GARMENTS LTD\n88 HARBOUR ROAD\nNINGBO"
Log = tuple[int, str, Sequence[bytes], bytes]


@dataclass
class Telling(Promising):
    """Remembers what DocumentaryCredit told, as a node would; keeps notes in a folder."""

    memory: list[Log] = field(default_factory=list)
    root: Path = field(default_factory=Path)

    def act(self, sender: str, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        receipt = super().act(sender, function, *args, contract=contract)
        if receipt.ok:
            for log in self.driver._evm.result.logs:
                topics = [bytes.fromhex(topic[2:]) for topic in log.topics]
                data = log.data[1] if isinstance(log.data, tuple) else log.data
                if log.address == self.credit.address:
                    self.memory.append((receipt.timestamp, "0x", topics, bytes(data)))
        return receipt

    def logs(self, address: str) -> list[Log]:
        return list(self.memory)

    # --- notes ---

    @property
    def folder(self) -> Folder:
        return Folder(self.root)

    def bic(self, address: str) -> str:
        return next((bic for role, bic in BICS.items() if getattr(self, role) == address), "")

    def mt700(self, terms: Credit, **more: str) -> Message:
        """The message such a credit would be issued by."""
        items = {
            "27": "1/1",
            "40A": "IRREVOCABLE",
            "20": REFERENCE,
            "31C": format_date(date_of(terms.issue_day)),
            "40E": "UCPURR LATEST VERSION",
            "31D": format_date(date_of(terms.expiry_day)) + "HAMBURG",
            "50": BUYER,
            "59": SELLER,
            "32B": format_amount("EUR", terms.amount),
            "45A": GOODS,
            "46A": "+SIGNED COMMERCIAL INVOICE\n+FULL SET OF CLEAN ON BOARD BILLS OF LADING",
            "49": "CONFIRM" if terms.confirmation == Confirmation.CONFIRM else "WITHOUT",
        }
        by = BY[AvailableBy(terms.available_by)]
        items |= (
            {"41A": f"{self.bic(terms.nominated)}\n{by}"}
            if terms.nominated != ZERO_ADDRESS
            else {"41D": f"ANY BANK\n{by}"}
        )
        if terms.tenor_days:
            items["42P"] = f"{terms.tenor_days} DAYS AFTER SIGHT"
        for tag, address in (("53A", terms.reimburser), ("58A", terms.confirmer)):
            if address != ZERO_ADDRESS:
                items[tag] = self.bic(address)
        receiver = self.bic(terms.adviser) or BICS["advising_bank"]
        return compose("700", (items | more).items(), sender=BICS["issuing_bank"], receiver=receiver)

    def papered(self, terms: Credit, **more: str) -> Credit:
        """Issued by an MT700 that is kept; `content` is its hash."""
        message = self.mt700(terms, **more)
        terms = self.issued(terms.but(content=message.content_hash))
        self.folder.write_note(self.id(terms), {"reference": REFERENCE, "message": write(message)})
        return terms

    def documents(self, terms: Credit) -> DocumentSet:
        """A set whose leaves have names here."""
        kinds = (DocumentType.INVOICE, DocumentType.BILL_OF_LADING, DocumentType.INSURANCE)
        found = DocumentSet(tuple(Document.of(kind, {"n": int(kind)}, bytes([kind]) * 32) for kind in kinds))
        self.folder.write_set(self.id(terms), found)
        return found

    def kept(self, terms: Credit, change: Change, message: Message) -> None:
        self.folder.write_amendment(self.id(terms), change.number, {"message": write(message)})

    def after_birth(self, terms: Credit, change: Change) -> Credit:
        return applied(terms, change, self.amendment(terms, change))

    # --- messages ---

    def desk(self) -> CreditDesk:
        return CreditDesk(self.driver, self.suite, self, self.folder)

    def export(self, terms: Credit, mt: str, **wish: Any) -> Exported:
        desk = self.desk()
        return export(desk, desk.credit("0x" + self.id(terms).hex()), mt, Wish(**wish))

    def told(self, terms: Credit, mt: str, **wish: Any) -> Message:
        """Written, read back, without an error."""
        exported = self.export(terms, mt, **wish)
        (message,) = groups(read_text(exported.text))
        assert message == exported.message
        assert message.errors == ()
        return message

    def untold(self, terms: Credit, mt: str, *parts: str, **wish: Any) -> str:
        """The one line of a message that is not written."""
        with pytest.raises(CreditError) as error:
            self.export(terms, mt, **wish)
        text = str(error.value)
        assert "\n" not in text
        assert [part for part in parts if part not in text] == [], text
        return text

    def claim_set(self, terms: Credit, **changes: Any) -> Presentation:
        """Honoured by the nominated bank and claimed from the reimbursing bank."""
        statement = self.honoured(terms, **changes)
        self.ok(statement.bank, "claim_reimbursement", terms, statement)
        return statement


def ends(message: Message) -> tuple[str, str]:
    """Roles of sender and receiver by their BICs."""
    roles = {bic: role for role, bic in BICS.items()}
    return roles.get(message.sender, message.sender), roles.get(message.receiver, message.receiver)


@contextmanager
def telling(root: Path) -> Iterator[Telling]:
    with promising() as house:
        found = Telling(**{each.name: getattr(house, each.name) for each in fields(Promising)}, root=root)
        found.memory.clear()
        yield found


def note_text(path: Path, **changes: Any) -> None:
    """A note with some entries changed by hand."""
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
