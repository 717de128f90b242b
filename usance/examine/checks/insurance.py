"""Insurance documents: article 28."""

from __future__ import annotations

from collections.abc import Iterator

from usance.codes import DiscrepancyCode
from usance.examine.case import Case, check, finding
from usance.examine.findings import Finding, swift_amount
from usance.examine.kinds import Kind
from usance.examine.parties import Same
from usance.examine.ports import same_place
from usance.examine.text import alike, tokens
from usance.examine.wanted import risks_in

AT_LEAST = 110


@check("insurance-amount")
def insurance_amount(case: Case) -> Iterator[Finding]:
    """28f ii: the credit's percentage, else 110, of the gross invoice or the claim, whichever is more."""
    asked = max((one.percent for one in case.wanted(Kind.INSURANCE)), default=0)
    percent_bps = max(asked * 100, case.credit.insurance_bps) or AT_LEAST * 100
    invoiced = [one.amount for one in case.invoices if one.currency == case.currency]
    base = max([sum(amount or 0 for amount in invoiced), case.drawn or 0])
    # Rounded up: a cent below the percentage is below it.
    least = -(-base * percent_bps // 10_000)
    covered = [one for one in case.insurances if one.amount is not None and one.currency == case.currency]
    total = sum(one.amount or 0 for one in covered)
    if not covered or len(covered) != len(case.insurances) or not base or total >= least:
        return
    seen, wanted = swift_amount(case.currency, total), swift_amount(case.currency, least)
    yield finding(
        "U17",
        "28f",
        covered[0],
        "amount",
        seen,
        f"at least {wanted}",
        f"INSURANCE COVERS {seen}, {percent_bps // 100} PERCENT IS {wanted}",
        "cover below the percentage asked for",
        DiscrepancyCode.INSURANCE_COVER,
    )


@check("insurance-currency")
def insurance_currency(case: Case) -> Iterator[Finding]:
    """28f i: in the currency of the credit."""
    for one in case.insurances:
        if one.currency and case.currency and one.currency != case.currency:
            yield finding(
                "U17",
                "28f",
                one,
                "currency",
                one.currency,
                case.currency,
                f"INSURANCE IN CURRENCY {one.currency}, CREDIT IN {case.currency}",
                "not in the credit's currency",
                DiscrepancyCode.INSURANCE_COVER,
            )


@check("insurance-form")
def insurance_form(case: Case) -> Iterator[Finding]:
    """28c: no cover note; 28d: a policy serves for a certificate, not the other way round."""
    policy = any(one.policy for one in case.wanted(Kind.INSURANCE))
    for one in case.insurances:
        note = "COVER NOTE" in one.form
        if not note and not (policy and "POLICY" not in one.form):
            continue
        yield finding(
            "U17",
            "28c" if note else "28d",
            one,
            "form",
            one.form,
            "policy" if policy else "policy or certificate",
            f"INSURANCE DOCUMENT IS {one.form}, {'POLICY' if policy else 'POLICY OR CERTIFICATE'} REQUIRED",
            "a cover note is never taken" if note else "a certificate does not serve for a policy",
            DiscrepancyCode.INSURANCE_COVER,
        )


@check("insurance-risks")
def insurance_risks(case: Case) -> Iterator[Finding]:
    """28g, h: the risks that the credit names; clauses A count as all risks, and all risks as B and C."""
    asked = {risk for wanted in case.wanted(Kind.INSURANCE) for risk in wanted.risks}
    for one in case.insurances:
        have = set(risks_in(" , ".join(one.risks)))
        if "ALL RISKS" in have:
            have |= {"ICC B", "ICC C", "THEFT"}
        if "ICC B" in have:
            have.add("ICC C")
        for risk in sorted(asked - have):
            yield finding(
                "U17",
                "28g",
                one,
                "risks",
                ", ".join(one.risks) or "none",
                risk,
                f"INSURANCE DOES NOT COVER {risk}",
                "a risk that the credit names is not covered",
                DiscrepancyCode.INSURANCE_COVER,
            )


@check("insurance-route")
def insurance_route(case: Case) -> Iterator[Finding]:
    """28f iii: at least from the place of loading or receipt to that of discharge or destination."""
    for one in case.insurances:
        for field, wanted in (
            ("loading", case.credit.receipt or case.credit.loading),
            ("discharge", case.credit.delivery or case.credit.discharge),
        ):
            seen = getattr(one, field)
            if not wanted or not seen or same_place(wanted, seen) is not Same.OTHER:
                continue
            yield finding(
                "U17",
                "28f",
                one,
                field,
                seen,
                wanted,
                f"INSURANCE COVERS {seen} INSTEAD OF {wanted}",
                "cover does not reach over the whole way",
                DiscrepancyCode.INSURANCE_COVER,
            )


@check("insurance-issuer")
def insurance_issuer(case: Case) -> Iterator[Finding]:
    """28a: signed, by an insurer, an underwriter or an agent; a broker signs for itself alone."""
    for one in case.insurances:
        broker = one.issuer is not None and any(
            alike(word, "BROKERS") or word == "BROKER" for word in tokens(one.issuer.name)
        )
        if one.signed is False or (broker and "COVER NOTE" not in one.form):
            seen = "no" if one.signed is False else str(one.issuer)
            yield finding(
                "U17",
                "28a",
                one,
                "signed",
                seen,
                "insurer, underwriter or agent",
                f"INSURANCE NOT ISSUED AND SIGNED BY INSURER, UNDERWRITER OR AGENT: {seen}",
                "not signed by whom article 28 names",
                DiscrepancyCode.INSURANCE_COVER,
            )


@check("insurance-originals")
def insurance_originals(case: Case) -> Iterator[Finding]:
    """28b: all originals that were issued."""
    for one in case.insurances:
        if one.originals_issued and one.true_originals < one.originals_issued:
            yield finding(
                "U17",
                "28b",
                one,
                "originals",
                one.true_originals,
                one.originals_issued,
                f"INSURANCE: {one.true_originals} OF {one.originals_issued} ORIGINALS PRESENTED",
                "not all originals",
                DiscrepancyCode.ORIGINALS_MISSING,
            )
