"""Statements, receipts and notices of single commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils.address import is_address, to_checksum_address
from eth_utils.crypto import keccak

from usance.calendars import date_of
from usance.codes import Capacity, Stage
from usance.credits.book import CreditRecord, SetRecord, set_state, state_of
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.inputs import Refusal, day_from, findings_with_leaves, minor_of, owed_of
from usance.messages import Message, read_text, write
from usance.messages.notices import refusal as compose_refusal
from usance.report.write import write_whole
from usance.terms import ZERO_ADDRESS, Presentation, key_text, place_key


def statement_of(
    desk: CreditDesk,
    record: CreditRecord,
    sender: str,
    root: bytes,
    payee: str | None,
    options: Mapping[str, Any],
) -> Presentation:
    """What the presenter states."""
    terms = record.terms
    bank, place = _bank(desk, record, options["bank"], options["bank_place"])
    shipped, tenor = options["shipped"], options["tenor_day"]
    return Presentation(
        presenter=sender,
        capacity=Capacity[options["capacity"].upper()],
        bank=bank,
        bank_place=place,
        amount=minor_of(options["amount"], key_text(terms.currency), "--amount"),
        shipment_day=day_from(shipped, "--shipped") if shipped else 0,
        pay_to=payee or terms.beneficiary,
        documents=root,
        schedule_29b=bool(options["schedule_29b"]),
        tenor_day=day_from(tenor, "--tenor-day") if tenor else 0,
    )


def _bank(desk: CreditDesk, record: CreditRecord, named: str | None, place: str | None) -> tuple[str, bytes]:
    """The bank presented to: as named, else the confirming, the nominated, the issuing bank."""
    terms = record.terms
    known = {
        "issuer": (terms.issuer, terms.issuer_place),
        "nominated": (terms.nominated, terms.nominated_place),
        "confirmer": (terms.confirmer, terms.confirmer_place),
    }
    if named is None:
        named = "issuer"
        if terms.nominated != ZERO_ADDRESS:
            named = "nominated"
        if state_of(desk.driver, desk.suite, record.id)["confirmed"]:
            named = "confirmer"
    if named in known:
        address, key = known[named]
        if address == ZERO_ADDRESS:
            raise CreditError(f"--bank {named}: the credit names none (U6)")
        return address, key
    if not is_address(named):
        raise CreditError(f"--bank {named[:50]}: write issuer, nominated, confirmer, or an address")
    address = to_checksum_address(named)
    for bank, key in known.values():
        if bank == address:
            return bank, key
    if place is None:
        raise CreditError(f"--bank-place: missing; the place where {address} is presented to (U6)")
    return address, place_key(place.upper())


def today_at_turn(desk: CreditDesk, record: CreditRecord, one: SetRecord, moment: int) -> int:
    """Today at the place of the bank whose turn it is."""
    state = set_state(desk.driver, desk.suite, one.id)
    place = record.terms.issuer_place if state["stage"] == Stage.ISSUER else one.statement.bank_place
    return int(desk.driver.view(desk.suite.calendar, "local_day", [place, moment]))


def owed_amount(desk: CreditDesk, record: CreditRecord, one: SetRecord, text: str) -> int:
    """AMOUNT of a set; `all` is what is bound, before a finding of a nominated bank what is claimed."""
    bound = int(set_state(desk.driver, desk.suite, one.id)["amount"])
    return owed_of(text, key_text(record.terms.currency), "AMOUNT", bound or one.statement.amount)


def asserted_amount(desk: CreditDesk, record: CreditRecord, one: SetRecord, text: str) -> int:
    """AMOUNT of a set; `all` is what its bank asserts."""
    said = int(desk.driver.view(desk.suite.credit, "payment_assertion_of", [one.id])["amount"])
    if not said:
        raise CreditError(f"set 0x{one.id.hex()[:12]}: no bank asserts a payment of it (INV6)")
    return owed_of(text, key_text(record.terms.currency), "AMOUNT", said)


@dataclass(frozen=True)
class Notice:
    """A refusal as it goes on chain; `message` is the MT734 whose hash `text` is, if there is one."""

    discrepancies: list[dict[str, object]]
    text: bytes
    message: Message | None


def notice_for(
    desk: CreditDesk,
    record: CreditRecord,
    one: SetRecord,
    refusal: Refusal,
    options: Mapping[str, Any],
) -> Notice:
    """Leaves from the set's own file, the text's hash from the MT734 or the words."""
    documents = desk.folder.read_set(record.id, one.statement.documents)
    found = findings_with_leaves(refusal, documents, one.statement.documents)
    if refusal.notice is not None:
        if refusal.notice.currency != key_text(record.terms.currency):
            raise CreditError(
                f"--mt734: field 32A is in {refusal.notice.currency}, the credit in "
                f"{key_text(record.terms.currency)} (C02)"
            )
        reference = desk.folder.reference(record.id)
        if reference and refusal.notice.credit not in (reference, ""):
            raise CreditError(f"--mt734: field 20 names {refusal.notice.credit}, the credit is {reference}")
        return Notice(found, refusal.notice.text, None)
    if options["write_mt734"]:
        message = _message(desk, record, one, refusal, options)
        return Notice(found, message.content_hash, message)
    return Notice(found, keccak(text="\n".join(refusal.texts)), None)


def _message(
    desk: CreditDesk,
    record: CreditRecord,
    one: SetRecord,
    refusal: Refusal,
    options: Mapping[str, Any],
) -> Message:
    note = desk.folder.note(record.id)
    sender, receiver = options["sender"].upper(), options["receiver"].upper()
    if note.get("message"):
        (issued,) = read_text(str(note["message"]))
        sender, receiver = sender or issued.sender, receiver or issued.receiver
    if not sender or not receiver:
        raise CreditError("--write-mt734: no MT700 of this credit is here; add --sender and --receiver BIC")
    state = set_state(desk.driver, desk.suite, one.id)
    day = int(state["received_day"]) or today_at_turn(desk, record, one, desk.driver.now())
    return compose_refusal(
        sender=sender,
        receiver=receiver,
        credit=desk.folder.reference(record.id) or "NONREF",
        reference=options["reference"] or "NONREF",
        day=date_of(day),
        currency=key_text(record.terms.currency),
        minor=one.statement.amount,
        discrepancies=list(refusal.texts),
        disposal=refusal.disposal,
    )


def write_notice(notice: Notice, path: Path) -> str:
    """The MT734, whole."""
    if notice.message is None:
        raise CreditError("--write-mt734: with --mt734 the message exists already; leave it out")
    write_whole(path, write(notice.message).encode("ascii"))
    return str(path)
