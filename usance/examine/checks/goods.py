"""Goods: description, quantity, price, trade term."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from usance.codes import Allowed, DiscrepancyCode
from usance.examine import describing
from usance.examine.case import Case, check, finding
from usance.examine.facts import Invoice, Line
from usance.examine.findings import Finding, Severity
from usance.examine.kinds import Kind
from usance.examine.text import alike, plain, tokens
from usance.examine.values import Price, Quantity, digits
from usance.examine.wanted import Goods, more_or_less_of, trade_term_of


@check("description")
def description(case: Case) -> Iterator[Finding]:
    """18c: the description in the invoice corresponds with that of the credit."""
    wanted = " ".join(goods.words for goods in case.credit.goods)
    for one in case.invoices:
        if not wanted:
            continue
        gap = describing.compare(wanted, one.goods)
        if not gap:
            continue
        sure = bool(gap.missing or gap.other)
        what = (
            f"DOES NOT SHOW {' '.join(gap.missing)}"
            if gap.missing
            else f"ADDS {' '.join(gap.other or gap.added)}"
        )
        yield finding(
            "U17",
            "18c",
            one,
            "goods",
            one.goods or "nothing",
            wanted,
            f"{case.label(one)} DESCRIPTION OF GOODS NOT AS PER CREDIT: {what}",
            "the description does not correspond" if sure else "words are added to the wording of the credit",
            DiscrepancyCode.DESCRIPTION,
            Severity.DISCREPANCY if sure else Severity.QUESTION,
        )


@check("description-elsewhere")
def description_elsewhere(case: Case) -> Iterator[Finding]:
    """14e: elsewhere the goods may be described in general terms that do not conflict; or not at all."""
    wanted = [goods.words for goods in case.credit.goods]
    for one in case.documents:
        if isinstance(one, Invoice) or one.kind is Kind.DRAFT or not one.goods or not wanted:
            continue
        gap = describing.conflicts(wanted, one.goods)
        if gap:
            sure = bool(gap.other)
            yield finding(
                "U14",
                "14e",
                one,
                "goods",
                one.goods,
                " ".join(wanted),
                f"{case.label(one)} DESCRIPTION OF GOODS CONFLICTS: {' '.join(gap.other or gap.added)}",
                "a general description may not conflict"
                if sure
                else "no word in common with the credit: read it",
                DiscrepancyCode.DESCRIPTION,
                Severity.DISCREPANCY if sure else Severity.QUESTION,
            )


# --- quantity ---


def _lines_for(goods: Goods, invoice: Invoice, alone: bool) -> list[Line]:
    """The lines of an invoice that a line of the credit is about: all of them when it is the only one."""
    if alone:
        return list(invoice.lines)
    need = describing.content(goods.words)
    return [
        line
        for line in invoice.lines
        if need
        and 2 * sum(any(alike(word, other) for other in tokens(line.goods)) for word in need) >= len(need)
    ]


def _total(lines: list[Line], like: Quantity) -> Quantity | None:
    known = [line.quantity for line in lines if line.quantity is not None]
    same = [one.base() for one in known if one.base().unit == like.base().unit]
    if not same or len(same) != len(known):
        return None
    return Quantity(sum((one.value for one in same), Decimal(0)), same[0].unit)


def _span(case: Case, goods: Goods) -> tuple[Decimal, str, str, str]:
    """(percent either way, rule, article, why) on the quantity of a line."""
    stated = next((t[0] for one in case.credit.conditions if (t := more_or_less_of(one.text)) and t[2]), None)
    if goods.quantity_about:
        return Decimal(10), "U18", "30a", "about allows ten percent"
    if goods.more_or_less is not None or stated is not None:
        percent = Decimal(goods.more_or_less) if goods.more_or_less is not None else stated
        assert percent is not None
        return percent, "U14", "14a", "the credit states its own tolerance"
    assert goods.quantity is not None
    if not goods.quantity.measured:
        return Decimal(0), "U19", "30b", "packing units and items have no tolerance"
    if case.drawn is None or case.drawn > case.credit.amount:
        return Decimal(0), "U19", "30b", "no tolerance when more than the amount is drawn"
    return Decimal(5), "U19", "30b", "five percent on what is measured"


@check("quantity")
def quantity(case: Case) -> Iterator[Finding]:
    """30a and 30b on the quantity of each line, held against each invoice; no sums over several invoices."""
    counted = [goods for goods in case.credit.goods if goods.quantity is not None]
    for one in case.invoices if len(case.invoices) == 1 else ():
        for goods in counted:
            assert goods.quantity is not None
            seen = _total(_lines_for(goods, one, len(case.credit.goods) == 1), goods.quantity)
            if seen is None:
                continue
            percent, rule, article, why = _span(case, goods)
            wanted = goods.quantity.base().value
            above = seen.value > wanted * (100 + percent) / 100
            below = (
                seen.value < wanted * (100 - percent) / 100 and case.credit.partials is Allowed.NOT_ALLOWED
            )
            if above or below:
                yield finding(
                    rule,
                    article,
                    one,
                    "quantity",
                    seen,
                    f"{goods.quantity}, {digits(percent)} PERCENT",
                    f"{case.label(one)} QUANTITY {seen} {'ABOVE' if above else 'BELOW'} {goods.quantity}",
                    why,
                    DiscrepancyCode.QUANTITY,
                )


@check("unit-price")
def unit_price(case: Case) -> Iterator[Finding]:
    """The price of the credit is part of its description; ABOUT allows ten percent of it (30a)."""
    priced = [goods for goods in case.credit.goods if goods.price is not None]
    for one in case.invoices:
        for goods in priced:
            assert goods.price is not None
            for line in _lines_for(goods, one, len(case.credit.goods) == 1):
                price = line.price
                if price is None or not _off(price, goods.price, goods.price_about):
                    continue
                rule, article = ("U18", "30a") if goods.price_about else ("U17", "18c")
                yield finding(
                    rule,
                    article,
                    one,
                    "unit_price",
                    price,
                    goods.price,
                    f"{case.label(one)} DESCRIPTION: UNIT PRICE {price}, CREDIT {goods.price}",
                    "another unit price than the credit's",
                    DiscrepancyCode.DESCRIPTION,
                )


def _off(seen: Price, wanted: Price, about: bool) -> bool:
    if seen.currency != wanted.currency:
        # The check of currencies says so, once.
        return False
    if seen.unit and wanted.unit and seen.unit != wanted.unit:
        return False
    margin = wanted.value / 10 if about else Decimal(0)
    return abs(seen.value - wanted.value) > margin


@check("trade-term")
def trade_term(case: Case) -> Iterator[Finding]:
    """A trade term in the goods of the credit stands in the invoice."""
    wanted = case.credit.trade_term
    for one in case.invoices:
        seen = trade_term_of((one.trade_term,)) or trade_term_of((one.goods,)) or trade_term_of((one.text,))
        if not wanted or plain(seen) == plain(wanted):
            continue
        need, have = tokens(wanted), tokens(seen)
        if have[:1] == need[:1] and all(any(alike(w, o) for o in have) for w in need):
            continue
        yield finding(
            "U17",
            "18c",
            one,
            "trade_term",
            seen or "nothing",
            wanted,
            f"{case.label(one)} DESCRIPTION: TRADE TERM {seen or 'NOT SHOWN'}, CREDIT {wanted}",
            "the trade term is part of the goods of the credit",
            DiscrepancyCode.DESCRIPTION,
        )
