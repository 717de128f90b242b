"""Who issued what to whom: invoice, draft, certificates; and the countries of addresses."""

from __future__ import annotations

from collections.abc import Iterator

from usance.codes import DiscrepancyCode, Form
from usance.examine.case import Case, check, finding
from usance.examine.facts import Document, Invoice, Party
from usance.examine.findings import Finding, Severity
from usance.examine.kinds import Kind
from usance.examine.parties import Same, country_of, same_name, same_party, shares_address
from usance.examine.text import alike, key, tokens

# Whose paper it is when the credit says nothing else.
BY_BENEFICIARY = frozenset({Kind.INVOICE, Kind.DRAFT, Kind.BENEFICIARY, Kind.DEMAND})


def identity(
    case: Case, one: Document, field: str, wanted: Party, seen: Party, rule: str, article: str, what: str
) -> Iterator[Finding]:
    """Another party is a discrepancy; a slip is none where the paper tells who is meant, else a question."""
    same = same_party(wanted, seen, case.parties())
    if same is Same.EQUAL:
        return
    words = f"{case.label(one)} {what} {seen}, CREDIT {wanted}"
    if same is Same.OTHER:
        yield finding(
            rule,
            article,
            one,
            field,
            seen,
            wanted,
            words,
            "another party could be meant",
            DiscrepancyCode.PARTY,
        )
    elif shares_address(wanted, seen) or belongs(case, one):
        yield finding(
            "U14",
            "14d",
            one,
            field,
            seen,
            wanted,
            words,
            "a typing slip: the paper plainly means the same party",
            DiscrepancyCode.PARTY,
            Severity.NOTE,
        )
    else:
        yield finding(
            rule,
            article,
            one,
            field,
            seen,
            wanted,
            words,
            "a typing slip, or another party: the paper does not tell",
            DiscrepancyCode.PARTY,
            Severity.QUESTION,
        )


def belongs(case: Case, one: Document) -> bool:
    """The document quotes the number of the credit, or that of an invoice of the set."""
    own = {key(invoice.number) for invoice in case.invoices if invoice is not one and invoice.number}
    return case.quotes_credit(one) or key(one.invoice) in own - {""}


@check("issued-by-beneficiary")
def issued_by_beneficiary(case: Case) -> Iterator[Finding]:
    """18a i for the invoice; drafts and the beneficiary's own certificates are its papers too."""
    wanted = case.credit.beneficiary
    for one in case.documents:
        seen = one.issuer or (one.seller if isinstance(one, Invoice) else None)
        if wanted is None or seen is None or one.kind not in BY_BENEFICIARY:
            continue
        # A transferable credit: the first beneficiary's invoice and draft stand for the second's (38g, h).
        if case.credit.form is Form.TRANSFERABLE and same_name(wanted.name, seen.name) is Same.OTHER:
            yield finding(
                "U17",
                "18a",
                one,
                "issuer",
                seen,
                wanted,
                f"{case.label(one)} ISSUED BY {seen}, CREDIT {wanted}",
                "a second beneficiary's paper? then its branch of the transfer decides (38)",
                DiscrepancyCode.PARTY,
                Severity.QUESTION,
            )
            continue
        rule, article = ("U17", "18a") if one.kind is Kind.INVOICE else ("U14", "14a")
        yield from identity(case, one, "issuer", wanted, seen, rule, article, "ISSUED BY PARTY")


@check("made-out-to-applicant")
def made_out_to_applicant(case: Case) -> Iterator[Finding]:
    """18a ii."""
    wanted = case.credit.applicant
    for one in case.invoices:
        if wanted is not None and one.buyer is not None:
            yield from identity(case, one, "buyer", wanted, one.buyer, "U17", "18a", "MADE OUT TO PARTY")
        elif wanted is not None:
            yield finding(
                "U17",
                "18a",
                one,
                "buyer",
                "not shown",
                wanted,
                f"{case.label(one)} NOT MADE OUT TO APPLICANT PARTY",
                "the invoice names no buyer",
                DiscrepancyCode.PARTY,
            )


@check("issued-by")
def issued_by(case: Case) -> Iterator[Finding]:
    """46A names the issuer of a certificate."""
    for wanted in case.credit.requirements:
        if not wanted.issued_by or wanted.kind in BY_BENEFICIARY:
            continue
        party = case.credit.applicant if wanted.issued_by == "APPLICANT" else Party(wanted.issued_by)
        if "AGENT" in wanted.issued_by or party is None:
            # Who is whose agent no paper shows on its face.
            continue
        for one in case.presented_for(wanted):
            if one.issuer is None:
                yield finding(
                    "U14",
                    "14a",
                    one,
                    "issuer",
                    "not shown",
                    party,
                    f"{case.label(one)} NOT ISSUED BY PARTY {party}",
                    "the credit names the issuer",
                    DiscrepancyCode.PARTY,
                )
            elif not _is_named(party, one.issuer):
                yield from identity(case, one, "issuer", party, one.issuer, "U14", "14a", "ISSUED BY PARTY")


def _is_named(wanted: Party, seen: Party) -> bool:
    """SGS is SGS BULGARIA LTD: a short name in the credit is in the long one of the paper."""
    have = tokens(seen.name)
    return all(any(alike(word, other) for other in have) for word in tokens(wanted.name))


@check("address-country")
def address_country(case: Case) -> Iterator[Finding]:
    """14j: addresses need not be the same, countries must."""
    for one in case.documents:
        for field, wanted in (
            ("issuer", case.credit.beneficiary),
            ("seller", case.credit.beneficiary),
            ("buyer", case.credit.applicant),
        ):
            seen: Party | None = getattr(one, field)
            if wanted is None or seen is None or same_name(wanted.name, seen.name) is Same.OTHER:
                continue
            mine, its = country_of(wanted), country_of(seen)
            if mine and its and mine != its:
                yield finding(
                    "U14",
                    "14j",
                    one,
                    field,
                    its,
                    mine,
                    f"{case.label(one)} ADDRESS OF PARTY {seen} IN {its}, CREDIT IN {mine}",
                    "the address is in another country than the credit's",
                    DiscrepancyCode.PARTY,
                )


@check("other-buyer")
def other_buyer(case: Case) -> Iterator[Finding]:
    """14d: a buyer or consignee elsewhere is the applicant, or whom the transport document names."""
    wanted = case.credit.applicant
    known = [party for one in case.transports for party in (*one.notify, one.consignee) if party is not None]
    for one in case.documents:
        if wanted is None or one.buyer is None or isinstance(one, Invoice) or one.is_transport:
            continue
        if any(same_name(party.name, one.buyer.name) is Same.EQUAL for party in known):
            continue
        yield from identity(case, one, "buyer", wanted, one.buyer, "U14", "14d", "NAMES PARTY")
