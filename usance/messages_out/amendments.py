"""Changes: the amendment on offer (707, continued by 708), the amended authority to reimburse (747)."""

from __future__ import annotations

from collections.abc import Callable

from usance.amendments import Change
from usance.calendars import date_of
from usance.codes import AmendmentStatus, Exclusion
from usance.messages.message import Message
from usance.messages.values import format_date
from usance.messages_out import term_fields as terms_of
from usance.messages_out.facts import AmendmentFacts
from usance.messages_out.sheet import Sheet
from usance.messages_out.wish import ExportError
from usance.terms import ZERO_ADDRESS, Credit

# Terms whose change a field of an MT707 tells, by that field.
FIELDS = {
    "expiry_day": "31D",
    "expiry_place": "31D",
    "tolerance_plus": "39A",
    "tolerance_minus": "39A",
    "additional_amount": "39C",
    "available_by": "41a",
    "nominated": "41a",
    "nominated_place": "41a",
    "tenor_days": "42P",
    "tenor_from": "42P",
    "draft_percent": "42C",
    "legs": "42M",
    "partials": "43P",
    "transhipment": "43T",
    "latest_shipment_day": "44C",
    "presentation_days": "48",
    "confirmation": "49",
    "confirmer": "58a",
    "confirmer_place": "58a",
    "reimburser": "53a",
    "charges_for": "71D",
    "exclusions": "40E",
    "form": "40A",
}
# Where words say what no other field does.
IN_WORDS = ("45B", "46B", "47B", "49M", "49N")


def _facts(sheet: Sheet) -> AmendmentFacts:
    assert isinstance(sheet.facts, AmendmentFacts)
    return sheet.facts


def amendment(sheet: Sheet) -> None:
    """MT707, issuing to advising bank: a change that waits for the beneficiary's answer."""
    facts, birth = _facts(sheet), sheet.facts.birth
    if facts.status is not AmendmentStatus.PENDING:
        raise facts.unfit(f"is {facts.status.name}", "an MT707 offers one that is pending")
    change, paper = facts.one.change, sheet.records.amending(facts.one.change)
    after = facts.terms.but(**dict(change.new_values()))
    sheet.head(birth.issuer, "issuing bank", facts.terms.adviser, "advising bank")
    sheet.form("27", "1/1")
    sheet.copied(paper, "20", "21", "23")
    sheet.reference("20")
    sheet.reference("23")
    sheet.chain("31C", format_date(date_of(birth.issue_day)))
    sheet.chain("26E", f"{change.number:03}")
    sheet.chain("30", format_date(facts.proposed))
    sheet.form("22A", "ISSU")
    if change.cancel:
        sheet.chain("23S", "CANCEL")
    _put_amount(sheet, change.difference)
    for name in change.names:
        put = PUTS.get(FIELDS.get(name, ""))
        if put is not None:
            put(sheet, after)
    if paper is not None:
        sheet.copied(paper, *(item.tag for item in paper.fields))
    _check_told(sheet, change, paper)


def _put_amount(sheet: Sheet, difference: int) -> None:
    if difference:
        sheet.chain("32B" if difference > 0 else "33B", sheet.facts.money(abs(difference)))


def _expiry(sheet: Sheet, after: Credit) -> None:
    sheet.chain("31D", terms_of.expiry(after, sheet.records))


def _tolerance(sheet: Sheet, after: Credit) -> None:
    sheet.chain("39A", terms_of.tolerance(after, always=True))


def _available(sheet: Sheet, after: Credit) -> None:
    terms_of.put_available_with(sheet, after)


def _shipment(sheet: Sheet, after: Credit) -> None:
    if after.latest_shipment_day:
        sheet.chain("44C", format_date(date_of(after.latest_shipment_day)))


def _confirmation(sheet: Sheet, after: Credit) -> None:
    sheet.chain("49", terms_of.confirmation(after))
    sheet.party("58", after.confirmer)


def _rules(sheet: Sheet, after: Credit) -> None:
    """Only whether records may be electronic is a matter of 40E."""
    if (after.exclusions ^ sheet.facts.terms.exclusions) == Exclusion.EUCP:
        sheet.chain("40E", terms_of.rules(after))


PUTS: dict[str, Callable[[Sheet, Credit], None]] = {
    "31D": _expiry,
    "39A": _tolerance,
    "39C": lambda sheet, after: sheet.chain("39C", terms_of.additional(after)),
    "41a": _available,
    "42P": lambda sheet, after: sheet.chain("42P", terms_of.tenor(after)),
    "43P": lambda sheet, after: sheet.chain("43P", terms_of.allowed(after.partials)),
    "43T": lambda sheet, after: sheet.chain("43T", terms_of.allowed(after.transhipment)),
    "44C": _shipment,
    "48": lambda sheet, after: sheet.chain("48", str(after.presentation_days)),
    "49": _confirmation,
    "58a": _confirmation,
    "53a": lambda sheet, after: sheet.party("53", after.reimburser),
    "71D": lambda sheet, after: sheet.chain("71D", terms_of.charges(after)),
    "40E": _rules,
    "40A": lambda sheet, after: sheet.chain("40A", terms_of.form(after, sheet.mt)),
}


def _check_told(sheet: Sheet, change: Change, paper: Message | None) -> None:
    """Every term that changes is told by its field, or by words somebody gives."""
    told = set(sheet.sources) | set(sheet.wish.fields)
    rows = {row.tag for tag in told if (row := sheet.row(tag)) is not None}
    if paper is not None or rows & set(IN_WORDS):
        return
    for name in change.names:
        wanted = FIELDS.get(name)
        if wanted in rows:
            continue
        how = wanted.replace("a", "A") if wanted is not None else "47B"
        value = "TEXT" if wanted is not None else "/ADD/TEXT"
        raise ExportError(
            f"{sheet.facts.name}: changes {name}, which the chain gives no words for; "
            f"add --field {how}={value}{'' if wanted is None else ', or --field 47B=/ADD/TEXT'}"
        )


def authority(sheet: Sheet) -> None:
    """MT747, issuing to reimbursing bank: what an accepted amendment makes of its authority."""
    facts = _facts(sheet)
    before, after = facts.one.before, facts.one.after
    if facts.status is not AmendmentStatus.ACCEPTED or before is None or after is None:
        raise facts.unfit(f"is {facts.status.name}", "an authority changes with an amendment in force")
    if after.reimburser == ZERO_ADDRESS:
        raise facts.unfit("the credit has no reimbursing bank", "nobody holds an authority to amend")
    if before.reimburser != after.reimburser:
        raise facts.unfit("it names the reimbursing bank", "write its first authority, an MT740")
    sheet.head(before.issuer, "issuing bank", after.reimburser, "reimbursing bank")
    sheet.reference("20")
    if after.expiry_day != before.expiry_day:
        sheet.chain("31E", format_date(date_of(after.expiry_day)))
    if facts.one.change.difference:
        _put_amount(sheet, facts.one.change.difference)
        sheet.chain("34B", facts.money(after.amount))
    if (after.tolerance_plus, after.tolerance_minus) != (before.tolerance_plus, before.tolerance_minus):
        sheet.chain("39A", terms_of.tolerance(after, always=True))
    if after.additional_amount != before.additional_amount:
        sheet.chain("39C", terms_of.additional(after) or "NO ADDITIONAL AMOUNT")
