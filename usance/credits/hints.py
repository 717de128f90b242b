"""What somebody could do now and may not have seen: a set that takes a pending amendment."""

from __future__ import annotations

from usance.codes import AmendmentStatus, SetStatus
from usance.credits.acts import on_credit
from usance.credits.book import CreditRecord, set_state
from usance.credits.changes import status_of
from usance.credits.desk import CreditDesk, CreditError


def hints_of(desk: CreditDesk, record: CreditRecord) -> list[str]:
    """One line a hint, with its command."""
    now = desk.driver.now() + 1
    pending = [one for one in record.amendments if status_of(desk, one) is AmendmentStatus.PENDING]
    name = desk.folder.reference(record.id) or "0x" + record.id.hex()[:12]
    found = []
    for index, item in enumerate(record.sets, start=1):
        state = set_state(desk.driver, desk.suite, item.id)
        if not state["own"] or int(state["status"]) not in (SetStatus.PRESENTED, SetStatus.REFUSED):
            continue
        for one in pending:
            act = on_credit(
                "accept_by_presentation", record, record.terms.beneficiary, item.statement, one.change
            )
            try:
                takes = desk.foretell(act, now).outcome.ok
            except CreditError:
                continue
            if takes:
                found.append(
                    f"set {index} fits amendment {one.change.number} and not the terms in force: it accepts "
                    f"(10c); run `ape run credit accept-by-presentation {name} --set 0x{item.id.hex()[:8]} "
                    f"--amendment {one.change.number}`"
                )
    return found
