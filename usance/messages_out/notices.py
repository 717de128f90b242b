"""Documents that do not comply: refusal (734), advice of discrepancy (750)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eth_utils.crypto import keccak

from usance.calendars import date_of
from usance.chain.abi import Event
from usance.codes import DiscrepancyCode, Disposal, SetStatus
from usance.examine.findings import lines_of, swift, too_long
from usance.messages.message import Message
from usance.messages.notices import Finding
from usance.messages_out.facts import SetFacts
from usance.messages_out.sheet import Sheet
from usance.messages_out.wish import ExportError

# What a code says in field 77J; each reads back as the code.
WORDS: Mapping[int, str] = {
    DiscrepancyCode.OTHER: "NOT AS THE CREDIT REQUIRES",
    DiscrepancyCode.LATE_SHIPMENT: "LATE SHIPMENT",
    DiscrepancyCode.LATE_PRESENTATION: "LATE PRESENTATION",
    DiscrepancyCode.CREDIT_EXPIRED: "CREDIT EXPIRED",
    DiscrepancyCode.OVERDRAWN: "CREDIT OVERDRAWN",
    DiscrepancyCode.DOCUMENT_MISSING: "DOCUMENT NOT PRESENTED",
    DiscrepancyCode.ORIGINALS_MISSING: "FEWER ORIGINALS THAN REQUIRED",
    DiscrepancyCode.DATA_CONFLICT: "DATA CONFLICT WITH ANOTHER DOCUMENT OR THE CREDIT",
    DiscrepancyCode.DESCRIPTION: "DESCRIPTION DOES NOT CORRESPOND WITH THE CREDIT",
    DiscrepancyCode.NOT_CLEAN: "TRANSPORT DOCUMENT NOT CLEAN",
    DiscrepancyCode.NOT_ON_BOARD: "NO ON BOARD NOTATION",
    DiscrepancyCode.PORT: "PORT OTHER THAN IN THE CREDIT",
    DiscrepancyCode.INSURANCE_COVER: "INSURANCE COVER INSUFFICIENT",
    DiscrepancyCode.INSURANCE_DATE: "INSURANCE LATER THAN SHIPMENT BY ITS DATE",
    DiscrepancyCode.SIGNATURE: "NOT SIGNED AS REQUIRED",
    DiscrepancyCode.ENDORSEMENT: "NOT ENDORSED AS REQUIRED",
    DiscrepancyCode.AMOUNT: "AMOUNT NOT AS THE CREDIT REQUIRES",
    DiscrepancyCode.CURRENCY: "CURRENCY OTHER THAN IN THE CREDIT",
    DiscrepancyCode.DRAFT: "DRAFT NOT AS THE CREDIT REQUIRES",
    DiscrepancyCode.PARTIAL_SHIPMENT: "PARTIAL SHIPMENT NOT ALLOWED",
    DiscrepancyCode.TRANSHIPMENT: "TRANSHIPMENT NOT ALLOWED",
    DiscrepancyCode.QUANTITY: "QUANTITY NOT AS THE CREDIT REQUIRES",
    DiscrepancyCode.PARTY: "PARTY OTHER THAN IN THE CREDIT",
}


def _facts(sheet: Sheet) -> SetFacts:
    assert isinstance(sheet.facts, SetFacts)
    return sheet.facts


def _refusal_of(facts: SetFacts) -> Event:
    """The notice that stands: the last one, by the bank whose turn it is."""
    seen = facts.last("Refused")
    refused = facts.status in (SetStatus.REFUSED, SetStatus.RETURNED)
    if not refused or seen is None or str(seen.event["bank"]) != facts.bank:
        raise facts.unfit(f"is {facts.status.name}", "such a message tells a set that was refused")
    return seen.event


def refusal(sheet: Sheet) -> None:
    """MT734, by the bank that refused to who presented to it: the one notice of article 16(c)."""
    facts = _facts(sheet)
    event = _refusal_of(facts)
    sheet.head(facts.bank, "bank that refused", facts.presenter, "presenter")
    sheet.reference("20")
    received = date_of(int(facts.book["received_day"]))
    sheet.chain("32A", facts.dated(received, facts.one.statement.amount))
    lines, texts = _listed(sheet, event)
    sheet.chain("77J", lines)
    sheet.chain("77B", f"/{Disposal(int(event['disposal'])).name}/")
    if sheet.wish.words and keccak(text="\n".join(texts)) == bytes(event["text"]):
        sheet.notes.append("the words are those whose hash stands on the chain")


def told(message: Message, event: Event) -> str:
    """How the message stands to the hash of the notice's text on the chain."""
    if message.content_hash == bytes(event["text"]):
        return "this is the notice whose hash stands on the chain"
    return "written from the codes and the disposal on the chain; the hash of its text there is another one's"


def discrepancy(sheet: Sheet) -> None:
    """MT750, by the nominated or confirming bank to the issuing bank: what it found in the documents."""
    facts = _facts(sheet)
    event = _refusal_of(facts)
    if facts.at_issuer:
        raise facts.unfit("the issuing bank refused it", "its notice is an MT734")
    sheet.head(facts.bank, "bank presented to", facts.birth.issuer, "issuing bank")
    sheet.reference("21")
    sheet.chain("32B", facts.money(facts.one.statement.amount))
    sheet.chain("77J", _listed(sheet, event)[0])


def _listed(sheet: Sheet, event: Event) -> tuple[str, Sequence[str]]:
    """Field 77J, and the words one by one: given ones that are those of the codes, else the table's."""
    facts = _facts(sheet)
    found = [(int(item["code"]), bytes(item["leaf"])) for item in event["discrepancies"]]
    texts: Sequence[str] = sheet.wish.words or [_words(sheet, code, leaf) for code, leaf in found]
    if sheet.wish.words:
        _check_words(facts, texts, [code for code, _ in found])
    lines: list[str] = []
    for number, text in enumerate(texts, start=1):
        lines += lines_of(f"{number}. {swift(text)}")
    if too_long(lines):
        raise ExportError(f"{facts.name}: field 77J has {len(lines)} lines, not 70; shorten --discrepancy")
    return "\n".join(lines), texts


def _words(sheet: Sheet, code: int, leaf: bytes) -> str:
    """The words of a code; the document they lie in where the set's file tells it."""
    facts = _facts(sheet)
    # The contract takes any number as a code.
    words = WORDS.get(code, WORDS[DiscrepancyCode.OTHER])
    documents = sheet.records.documents(facts.one.statement.documents)
    named = [one.name for one in documents.documents if one.leaf == leaf] if documents is not None else []
    return f"{words}: {named[0]}" if named else words


def _check_words(facts: SetFacts, texts: Sequence[str], codes: Sequence[int]) -> None:
    if len(texts) != len(codes):
        raise ExportError(
            f"--discrepancy: {len(texts)} given, the notice on the chain has {len(codes)}; give each (U16)"
        )
    for number, (text, code) in enumerate(zip(texts, codes, strict=True), start=1):
        read = Finding.of(swift(text)).code
        # OTHER on the chain takes any words: nobody found a code for them.
        if code not in (DiscrepancyCode.OTHER, read):
            raise ExportError(
                f"--discrepancy {number}: {text[:50]!r} reads as {read.name}, the chain has "
                f"{_name(code)}; give the notice's own words (U16)"
            )


def _name(code: int) -> str:
    try:
        return DiscrepancyCode(code).name
    except ValueError:
        return f"code {code}"
