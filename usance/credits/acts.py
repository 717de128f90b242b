"""Acts on credits as they are sent: each with the terms that it has to carry (U11)."""

from __future__ import annotations

from typing import Any

from usance.codes import Stage
from usance.credits.book import CreditRecord, SetRecord, set_state
from usance.credits.desk import Act, CreditDesk, CreditError
from usance.terms import Credit, Presentation


def on_credit(
    function: str, record: CreditRecord, sender: str, *args: Any, terms: Credit | None = None
) -> Act:
    """An act that takes the terms in force (or `terms`), and `args`."""
    carried = terms or record.terms
    return Act(function, (carried, *args), sender, carried, _statements(record), record)


def on_set(
    desk: CreditDesk, function: str, record: CreditRecord, one: SetRecord, sender: str, *args: Any
) -> Act:
    """An act that takes the terms of the bank whose turn it is, the statement, and `args`."""
    carried = terms_for(desk, record, one)
    return Act(function, (carried, one.statement, *args), sender, carried, _statements(record), record)


def presenting(desk: CreditDesk, record: CreditRecord, statement: Presentation, sender: str) -> Act:
    """A new set; at a confirming bank with terms of its own it is presented on those."""
    state = desk.driver.view(desk.suite.credit, "credit_state", [record.id])
    confirming = bool(state["confirmed"]) and statement.bank == record.terms.confirmer
    carried = record.terms_at(Stage.CONFIRMER if confirming else Stage.ISSUER)
    sets = (*_statements(record), statement)
    return Act("present", (carried, statement), sender, carried, sets, record)


def terms_for(desk: CreditDesk, record: CreditRecord, one: SetRecord) -> Credit:
    """Terms in force; at the confirming bank those it is bound by."""
    return record.terms_at(int(set_state(desk.driver, desk.suite, one.id)["stage"]))


def own_terms(record: CreditRecord) -> Credit:
    """The confirming bank's own terms; one line where it has none."""
    if record.own is None:
        raise CreditError(
            f"credit 0x{record.id.hex()[:12]}: the confirming bank is bound by the terms in force; "
            "there is nothing to apply (U11)"
        )
    return record.own


def _statements(record: CreditRecord) -> tuple[Presentation, ...]:
    return tuple(item.statement for item in record.sets)
