"""Both notices and the proofs that strike one: read from the chain and from the sets' files."""

from __future__ import annotations

from typing import Any

from usance.codes import Exclusion, SetStatus
from usance.credits.acts import on_set
from usance.credits.book import CreditRecord, SetRecord, set_state
from usance.credits.desk import Act, CreditDesk, CreditError
from usance.documents import DocumentError, merkle_proof

Finding = dict[str, Any]


def striking(desk: CreditDesk, record: CreditRecord, one: SetRecord, earlier: str | None, sender: str) -> Act:
    """`strike_notice`: every discrepancy of the set's notice, proven to lie in the earlier set."""
    if not record.terms.exclusions & Exclusion.LEAF_BAR:
        raise CreditError("strike-notice: the terms do not bar new discrepancies; they lack LEAF_BAR (U16)")
    before = _earlier(desk, record, one, earlier)
    notice, first = notice_of(one), notice_of(before)
    named = {(item["code"], bytes(item["leaf"])) for item in first}
    for item in notice:
        if (item["code"], bytes(item["leaf"])) in named:
            raise CreditError("strike-notice: the earlier notice named that discrepancy; it stands (U16)")
    proofs = [_proof(desk, record, before, bytes(item["leaf"])) for item in notice]
    return on_set(desk, "strike_notice", record, one, sender, before.statement, notice, first, proofs)


def notice_of(one: SetRecord) -> list[Finding]:
    """The discrepancies of a set's last notice."""
    for seen in reversed(one.events):
        if seen.event.name == "Refused":
            return [
                {"code": int(item["code"]), "leaf": bytes(item["leaf"])}
                for item in seen.event["discrepancies"]
            ]
    raise CreditError(f"set 0x{one.id.hex()[:12]}: no notice of refusal was given on it (U16)")


def _earlier(desk: CreditDesk, record: CreditRecord, one: SetRecord, text: str | None) -> SetRecord:
    if text is not None:
        found = desk.one_set(record, text, "--earlier")
        if found.id == one.id:
            raise CreditError("--earlier: is the set itself; name the one refused before (U16)")
        return found
    refused = (SetStatus.REFUSED, SetStatus.RETURNED)
    for other in reversed(record.sets[: record.sets.index(one)]):
        same = other.statement.bank == one.statement.bank
        if same and set_state(desk.driver, desk.suite, other.id)["status"] in refused:
            return other
    raise CreditError("strike-notice: no earlier set was refused at that bank; name it with --earlier (U16)")


def _proof(desk: CreditDesk, record: CreditRecord, before: SetRecord, leaf: bytes) -> list[bytes]:
    documents = desk.folder.read_set(record.id, before.statement.documents)
    if documents is None:
        raise CreditError(
            f"set 0x{before.id.hex()[:12]}: its documents are not in this folder; "
            "only who has them can prove what was shown"
        )
    try:
        return merkle_proof([document.leaf for document in documents.documents], leaf)
    except DocumentError:
        raise CreditError(
            f"strike-notice: leaf 0x{leaf.hex()[:12]} is not in the earlier set; the notice stands (U16)"
        ) from None
