"""Amounts, currency and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from usance.codes import Allowed, DiscrepancyCode
from usance.examine.case import Case, check, finding
from usance.examine.facts import Document, Draft, Party
from usance.examine.findings import Finding, Severity, swift_amount
from usance.examine.parties import Same, is_code, only_code, same_name
from usance.examine.text import key
from usance.periods import Tenor


@check("overdrawn", isp="3.08")
def overdrawn(case: Case) -> Iterator[Finding]:
    """30a: ten percent with ABOUT; else the tolerance of 39A; else not a cent more."""
    if case.drawn is None or not case.credit.amount or case.drawn <= case.credit.upper:
        return
    seen, most = swift_amount(case.currency, case.drawn), swift_amount(case.currency, case.credit.upper)
    yield finding(
        "U18",
        "30a",
        None,
        "amount",
        seen,
        f"at most {most}",
        f"OVERDRAWN: {seen} CLAIMED, CREDIT ALLOWS {most}",
        "more is claimed than the credit with its tolerance allows",
        DiscrepancyCode.OVERDRAWN,
    )


@check("invoice-above-credit")
def invoice_above(case: Case) -> Iterator[Finding]:
    """18b: a bank may take an invoice above the credit if it does not pay the excess; else it refuses."""
    for one in case.invoices:
        if one.amount is None or one.currency != case.currency or not case.credit.amount:
            continue
        if one.amount <= case.credit.upper:
            continue
        inside = case.drawn is not None and case.drawn <= case.credit.upper
        seen, most = swift_amount(one.currency, one.amount), swift_amount(case.currency, case.credit.upper)
        yield finding(
            "U17",
            "18b",
            one,
            "amount",
            seen,
            f"at most {most}",
            f"{case.label(one)} AMOUNT {seen} EXCEEDS CREDIT {most}",
            "the claim keeps within the credit: a bank may accept the invoice (18b)"
            if inside
            else "the invoice is above what the credit permits",
            DiscrepancyCode.AMOUNT,
            Severity.QUESTION if inside else Severity.DISCREPANCY,
        )


@check("underdrawn")
def underdrawn(case: Case) -> Iterator[Finding]:
    """30c: five percent less where partials are not allowed, the goods whole and the price kept."""
    credit = case.credit
    if case.drawn is None or not credit.amount or credit.partials is not Allowed.NOT_ALLOWED:
        return
    if credit.amount_about:
        less, article, rule = 1000, "30a", "U18"
    elif credit.has_tolerance:
        less, article, rule = credit.tolerance_minus, "30c", "U20"
    else:
        less, article, rule = 500, "30c", "U20"
    # The lowest amount is rounded up: a cent below the percentage is below it.
    least = -(-credit.amount * (10_000 - less) // 10_000)
    if case.drawn >= least:
        return
    seen, wanted = swift_amount(case.currency, case.drawn), swift_amount(case.currency, least)
    yield finding(
        rule,
        article,
        None,
        "amount",
        seen,
        f"at least {wanted}",
        f"AMOUNT {seen} IS LESS THAN {wanted}, PARTIAL DRAWINGS NOT ALLOWED",
        "less is claimed than the credit allows without partial drawings",
        DiscrepancyCode.AMOUNT,
    )


@check("currency", isp="3.08")
def currency(case: Case) -> Iterator[Finding]:
    """18a iii for invoices; drafts and the claim are in the currency of the credit too."""
    if not case.currency:
        return
    papers: tuple[Document, ...] = (*case.invoices, *case.drafts)
    for one in papers:
        if one.currency and one.currency != case.currency:
            rule, article = ("U17", "18a") if not isinstance(one, Draft) else ("U14", "14a")
            yield finding(
                rule,
                article,
                one,
                "currency",
                one.currency,
                case.currency,
                f"{case.label(one)} IN CURRENCY {one.currency}, CREDIT IN {case.currency}",
                "not in the currency of the credit",
                DiscrepancyCode.CURRENCY,
            )
    if case.set.amount is not None and case.set.currency != case.currency:
        yield finding(
            "U14",
            "14a",
            None,
            "amount",
            case.set.currency,
            case.currency,
            f"CLAIM IN CURRENCY {case.set.currency}, CREDIT IN {case.currency}",
            "not claimed in the currency of the credit",
            DiscrepancyCode.CURRENCY,
        )


@check("claim-and-invoice")
def claim_and_invoice(case: Case) -> Iterator[Finding]:
    """What is claimed is not more than what is invoiced."""
    amounts = [one.amount for one in case.invoices]
    if case.drawn is None or not amounts or any(amount is None for amount in amounts):
        return
    invoiced = sum(amount for amount in amounts if amount is not None)
    if case.drawn > invoiced + case.credit.additional and all(
        one.currency == case.currency for one in case.invoices
    ):
        seen, most = swift_amount(case.currency, case.drawn), swift_amount(case.currency, invoiced)
        yield finding(
            "U14",
            "14d",
            None,
            "amount",
            seen,
            most,
            f"AMOUNT CLAIMED {seen} DIFFERS FROM INVOICE {most}",
            "more is claimed than is invoiced",
            DiscrepancyCode.AMOUNT,
        )


# --- drafts ---


def _is(bank: Party | None, seen: Party) -> bool:
    return bank is not None and (
        bool(bank.id and key(bank.id)[:8] in {key(seen.id)[:8], key(seen.name)[:8]})
        or same_name(bank.name, seen.name) is not Same.OTHER
    )


@check("draft-drawee")
def draft_drawee(case: Case) -> Iterator[Finding]:
    """6c: never on the applicant; else on the bank that 42a, 41a or the credit itself names."""
    banks = (
        (case.credit.drawee,)
        if case.credit.drawee
        else (case.credit.nominated_bank, case.credit.issuing_bank)
    )
    for one in case.drafts:
        if one.drawee is None:
            continue
        if _is(case.credit.applicant, one.drawee):
            yield finding(
                "U5",
                "6c",
                one,
                "drawee",
                one.drawee,
                "a bank",
                "DRAFT DRAWN ON APPLICANT",
                "a draft on the applicant is no draft under the credit",
                DiscrepancyCode.DRAFT,
            )
        elif any(banks) and not any(_is(bank, one.drawee) for bank in banks):
            wanted = " or ".join(str(bank) for bank in banks if bank)
            unknown = any(only_code(bank) for bank in banks) and not is_code(one.drawee.name)
            yield finding(
                "U14",
                "14a",
                one,
                "drawee",
                one.drawee,
                wanted,
                f"DRAFT DRAWN ON {one.drawee} INSTEAD OF {wanted}",
                "the credit gives the bank's code alone: is it this bank?"
                if unknown
                else "not drawn on the bank of the credit",
                DiscrepancyCode.DRAFT,
                Severity.QUESTION if unknown else Severity.DISCREPANCY,
            )


def _tenor(tenor: Tenor) -> tuple[object, ...]:
    return tenor.start, tenor.days, tenor.months, tenor.fixed


@check("draft-tenor")
def draft_tenor(case: Case) -> Iterator[Finding]:
    """42C: the tenor of the draft is the tenor of the credit."""
    wanted = case.credit.draft
    for one in case.drafts:
        if wanted is None or one.tenor is None or _tenor(one.tenor) == _tenor(wanted):
            continue
        yield finding(
            "U14",
            "14a",
            one,
            "tenor",
            one.tenor_words,
            wanted,
            f"DRAFT TENOR {one.tenor_words} NOT AS PER CREDIT",
            "drawn at another tenor than the credit asks for",
            DiscrepancyCode.DRAFT,
        )


@check("draft-amount")
def draft_amount(case: Case) -> Iterator[Finding]:
    """The draft is for what is claimed, or for its share of the invoice."""
    share = case.credit.draft.percent if case.credit.draft else 0
    invoiced = [one.amount for one in case.invoices if one.amount is not None]
    for one in case.drafts if len(case.drafts) == 1 else ():
        if one.amount is None:
            continue
        wanted = case.set.amount
        if wanted is None and invoiced:
            wanted = int(Decimal(sum(invoiced)) * (share or 100) / 100)
        if wanted is not None and one.amount != wanted and one.currency == case.currency:
            seen, right = swift_amount(one.currency, one.amount), swift_amount(case.currency, wanted)
            yield finding(
                "U14",
                "14d",
                one,
                "amount",
                seen,
                right,
                f"DRAFT AMOUNT {seen} DIFFERS FROM {right}",
                "the draft is not for what is invoiced and claimed",
                DiscrepancyCode.DRAFT,
            )
