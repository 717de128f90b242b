"""An MT707, or options, on the way to a proposal: is it about this credit, and what would the terms be?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from usance.amendments import Change, applied
from usance.credits.book import CreditRecord
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.legs import legs_from
from usance.credits.terms_file import plain_change
from usance.messages import write
from usance.messages.change_of import PaperChange, change_of, one_amendment
from usance.messages.choices import choices_of
from usance.messages.parties import PartyBook, read_book
from usance.messages.terms_of import ROLES, TermsError
from usance.model.credit_tenor import legs_hash
from usance.terms import Credit

# Options that say what changes: beside a message they would say it twice.
DOUBLE = (
    "amount",
    "expiry",
    "expiry_place",
    "latest_shipment",
    "presentation_days",
    "tolerance",
    "additional",
    "partials",
    "transhipment",
    "confirmation",
    "settings",
    "cancel",
    "content",
)


@dataclass(frozen=True)
class Paper:
    """An MT707 as it was read, and its text."""

    change: PaperChange
    message: str

    def check_reference(self, desk: CreditDesk, record: CreditRecord) -> None:
        """Field 23 names the credit; a message about another one is refused."""
        known = desk.folder.reference(record.id)
        said = self.change.reference
        if (known and said not in (known, "NONREF")) or (not known and not self._same(record)):
            raise CreditError(
                f"--mt707: field 23 names {said}, the credit is {known or '0x' + record.id.hex()[:12]} (U11)"
            )

    def _same(self, record: CreditRecord) -> bool:
        """Without the file of its issue only the salt tells: of sender and field 20, unless chosen."""
        return self.change.reference == "NONREF" or record.birth.salt == self.change.credit_salt


def paper_from(path: str, roles: Mapping[str, str], options: Mapping[str, Any]) -> Paper:
    """The MT707 of `credit amend`."""
    twice = [name for name in DOUBLE if options[name]]
    if twice:
        raise CreditError(
            f"--mt707, --{twice[0].replace('_', '-')}: the message says what changes; leave the option out"
        )
    for role in roles:
        if role not in ROLES:
            raise TermsError(f"--party {role[:40]}: no such role; use one of {', '.join(ROLES)}")
    try:
        book = read_book(Path(options["book_file"])) if options["book_file"] else PartyBook()
    except ValueError as error:
        raise CreditError(f"--parties: {error}") from None
    message = one_amendment(Path(path))
    choices = choices_of(options["places"], options["exclusions"], options["waved"])
    if options["legs"]:
        choices = replace(choices, legs=legs_hash(legs_from(options["legs"])))
    return Paper(change_of(message, book.but(dict(roles)), choices), write(message))


def changed_terms(record: CreditRecord, change: Change, identity: bytes) -> Credit:
    """The terms in force as the change would make them; the contract then says whether they may be."""
    try:
        return applied(record.terms, change, identity)
    except ValueError as error:
        raise CreditError(f"amend: {error} (U11)") from None


def note_of(change: Change, message: str) -> dict[str, Any]:
    """What is written down beside the credit."""
    return {"change": plain_change(change), "message": message}
