"""Transport documents: articles 19 to 27 and 31."""

from __future__ import annotations

import re
from collections.abc import Iterator

from usance.codes import Allowed, DiscrepancyCode
from usance.examine.case import Case, check, finding
from usance.examine.checks.parties import identity
from usance.examine.facts import Party, Transport
from usance.examine.findings import Finding, Severity
from usance.examine.kinds import ARTICLE, SEA, Kind
from usance.examine.parties import Same, is_code, only_code, same_address, same_name
from usance.examine.ports import same_place
from usance.examine.text import plain
from usance.examine.wanted import Requirement

# A clause that says the goods or their packaging are defective (27); what may be defective is no defect.
DEFECT = re.compile(
    r"\b(?:TORN|DAMAGED?|RUST(?:ED|Y)?|WET|STAINED|LEAK(?:ING|ED|Y)?|BROKEN|CRUSHED|DENTED|MOULDY|MOLDY|BENT"
    r"|INSUFFICIENT(?:LY)? PACK\w+|PACKAGING (?:IS )?(?:NOT SUFFICIENT|INSUFFICIENT)|CONTAMINATED"
    r"|SHORT(?:AGE|LANDED)"
    r"|REPAIRED|LOOSE (?:STRAPS|BANDS)|POOR CONDITION)\b"
)
# Who signs a transport document; a charter party bill also its owner or charterer.
CAPACITY = re.compile(r"\b(?:CARRIER|MASTER|CAPTAIN|AGENTS?|OWNER|CHARTERER|COURIER)\b")
MAY_BE = re.compile(r"\bMAY (?:NOT )?BE\b|\bNOT RESPONSIBLE\b|\bWITHOUT LIABILITY\b")


def _article(one: Transport) -> str:
    return f"{ARTICLE[one.kind]}a"


@check("on-board")
def on_board(case: Case) -> Iterator[Finding]:
    """20a ii, 21a ii, 22a ii: shipped on board, with its day."""
    for one in case.transports:
        if one.kind in SEA and one.on_board is None:
            yield finding(
                "U17",
                _article(one),
                one,
                "on_board",
                "not shown",
                "shipped on board with its date",
                f"{case.label(one)} DOES NOT SHOW GOODS SHIPPED ON BOARD AT A DATE",
                "received for shipment is not on board",
                DiscrepancyCode.NOT_ON_BOARD,
            )


@check("carrier")
def carrier(case: Case) -> Iterator[Finding]:
    """The carrier's name (not on a charter party bill) and a signature; anyone may issue it (14l)."""
    for one in case.transports:
        if one.kind not in (Kind.CHARTER_PARTY, Kind.COURIER) and not one.carrier:
            yield finding(
                "U17",
                _article(one),
                one,
                "carrier",
                "not shown",
                "the carrier's name",
                f"{case.label(one)} DOES NOT SHOW NAME OF CARRIER, SIGNATURE NOT AS PER UCP",
                "the carrier is not named",
                DiscrepancyCode.SIGNATURE,
            )
        capacity = plain(one.signed_as)
        if one.signed is False or (capacity and not CAPACITY.search(capacity)):
            yield finding(
                "U17",
                _article(one),
                one,
                "signed",
                "no" if one.signed is False else capacity,
                "carrier, master or agent",
                f"{case.label(one)} NOT SIGNED BY CARRIER, MASTER OR AGENT",
                "not signed, or not in a capacity that the article names",
                DiscrepancyCode.SIGNATURE,
            )


@check("places")
def places(case: Case) -> Iterator[Finding]:
    """44A, 44E, 44F, 44B."""
    credit = case.credit
    for field, wanted, name in (
        ("receipt", credit.receipt, "PLACE OF RECEIPT"),
        ("loading", credit.loading, "PORT OF LOADING"),
        ("discharge", credit.discharge, "PORT OF DISCHARGE"),
        ("delivery", credit.delivery, "PLACE OF DELIVERY"),
    ):
        for one in case.transports if wanted else ():
            if one.kind is Kind.COURIER:
                continue
            seen = getattr(one, field)
            same = same_place(wanted, seen) if seen else Same.OTHER
            if same in (Same.EQUAL, Same.SLIP):
                continue
            yield finding(
                "U17",
                _article(one),
                one,
                field,
                seen or "not shown",
                wanted,
                f"{case.label(one)} {name} {seen or 'NOT SHOWN'}, CREDIT {wanted}: WRONG PORT",
                "another place than the credit's"
                if same
                else "nobody knows whether the place is in the range",
                DiscrepancyCode.PORT,
                Severity.DISCREPANCY if same else Severity.QUESTION,
            )


@check("transhipment")
def transhipment(case: Case) -> Iterator[Finding]:
    """43T; containers may be transhipped all the same (20c, 21c), other modes always (19c, 23c, 24e)."""
    if case.credit.transhipment is not Allowed.NOT_ALLOWED:
        return
    for one in case.transports:
        strict = case.credit.no_transhipment_at_all
        if not one.transhipment or (one.kind not in SEA and not strict) or (one.containerised and not strict):
            continue
        yield finding(
            "U17",
            f"{ARTICLE[one.kind]}c",
            one,
            "transhipment",
            "transhipped",
            "not allowed",
            f"{case.label(one)} SHOWS TRANSHIPMENT, NOT ALLOWED BY CREDIT",
            "transhipped outside a container",
            DiscrepancyCode.TRANSHIPMENT,
        )


@check("clean")
def clean(case: Case) -> Iterator[Finding]:
    """27: no clause declares the goods or their packaging defective. The word clean is not needed."""
    for one in case.transports:
        for clause in one.clauses:
            if DEFECT.search(plain(clause)) and not MAY_BE.search(plain(clause)):
                yield finding(
                    "U17",
                    "27",
                    one,
                    "clauses",
                    clause,
                    "a clean document",
                    f"{case.label(one)} NOT CLEAN: {clause}",
                    "a clause declares a defect",
                    DiscrepancyCode.NOT_CLEAN,
                )


@check("on-deck")
def on_deck(case: Case) -> Iterator[Finding]:
    """26a: not loaded on deck; that goods may be carried there is no harm."""
    for one in case.transports:
        if one.on_deck:
            yield finding(
                "U17",
                "26a",
                one,
                "on_deck",
                "loaded on deck",
                "not on deck",
                f"{case.label(one)} SHOWS GOODS LOADED ON DECK, NOT CLEAN UNDER ARTICLE 26",
                "loaded on deck",
            )


@check("charter-party")
def charter_party(case: Case) -> Iterator[Finding]:
    """20a vi, 21a vi: not subject to a charter party unless the credit takes one."""
    for one in case.transports:
        if one.charter_party and not case.wanted(Kind.CHARTER_PARTY) and not case.credit.charter_party_ok:
            yield finding(
                "U17",
                "20a",
                one,
                "charter_party",
                "subject to a charter party",
                "no charter party",
                f"{case.label(one)} IS SUBJECT TO A CHARTER PARTY",
                "a charter party bill was not asked for",
            )


@check("full-set")
def full_set(case: Case) -> Iterator[Finding]:
    """20a iv, 19a iv, 21a iv, 22a iv: the only original, or all that were issued."""
    for one in case.transports:
        asked = _wanted(case, one)
        issued = (asked.part_set if asked else 0) or one.originals_issued
        if one.kind in (*SEA, Kind.MULTIMODAL) and issued and one.true_originals < issued:
            yield finding(
                "U17",
                _article(one),
                one,
                "originals",
                one.true_originals,
                issued,
                f"{case.label(one)}: ORIGINALS PRESENTED {one.true_originals}, ISSUED {issued}",
                "not the full set",
                DiscrepancyCode.ORIGINALS_MISSING,
            )


# --- who is named ---


def _wanted(case: Case, one: Transport) -> Requirement | None:
    return next((wanted for wanted in case.credit.requirements if case.meets(one, wanted)), None)


def _person(case: Case, text: str) -> Party:
    """The party that the words of 46A mean: APPLICANT, ISSUING BANK, or a name."""
    credit, flat = case.credit, plain(text)
    if re.search(r"\bAPPLICANT\b", flat) and credit.applicant:
        return credit.applicant
    if re.search(r"\bBENEFICIARY\b", flat) and credit.beneficiary:
        return credit.beneficiary
    if re.search(r"\bISSUING BANK\b|\bOPENING BANK\b|\bOURSELVES\b|^US$", flat) and credit.issuing_bank:
        return credit.issuing_bank
    return Party(text)


def _names(wanted: Party, seen: Party) -> bool:
    """A bank may stand by its BIC of 8 or 11."""
    if wanted.id and seen.name[:8].upper() == wanted.id[:8].upper():
        return True
    if len(wanted.name) in (8, 11) and wanted.name[:8] == plain(seen.name)[:8]:
        return True
    return same_name(wanted.name, seen.name) is not Same.OTHER


@check("consignee")
def consignee(case: Case) -> Iterator[Finding]:
    """The consignee as the credit says: to order, to the order of somebody, or somebody by name."""
    for one in case.transports:
        asked = _wanted(case, one)
        if asked is None or asked.consignee is None:
            continue
        words, seen, unknown = asked.consignee, one.consignee, False
        if words.startswith("="):
            wanted = _person(case, words[1:])
            right = seen is not None and _names(wanted, seen)
            required = f"consigned to {wanted}"
            if right and seen is not None and not wanted.id:
                yield from identity(case, one, "consignee", wanted, seen, "U14", "14a", "CONSIGNEE PARTY")
        elif words in ("", "SHIPPER"):
            right, required = one.to_order_of in ("", "SHIPPER"), "to order"
        else:
            wanted = _person(case, words)
            order = one.to_order_of
            right = bool(order) and (
                _names(wanted, Party(order or ""))
                or plain(order or "") == plain(words)
                or _bank_of(case, words, order)
            )
            required = f"to order of {wanted}"
            unknown = bool(order) and only_code(wanted) and not is_code(order or "")
        if not right:
            shown = f"to order of {one.to_order_of}" if one.to_order_of else str(seen or "to order")
            if one.to_order_of is None and seen is None:
                shown = "not shown"
            yield finding(
                "U14",
                "14a",
                one,
                "consignee",
                shown,
                required,
                f"{case.label(one)} CONSIGNEE {shown}, CREDIT {required}",
                "the credit gives the bank's code alone: is it this bank?"
                if unknown
                else "not consigned as the credit says",
                DiscrepancyCode.PARTY,
                Severity.QUESTION if unknown else Severity.DISCREPANCY,
            )


def _bank_of(case: Case, words: str, order: str | None) -> bool:
    """`NORDDEHH` in 46A is the issuing bank whose BIC it begins."""
    bank = case.credit.issuing_bank
    return bool(
        bank
        and order
        and bank.id[:8] == plain(words)[:8]
        and (plain(order)[:8] == bank.id[:8] or "ISSUING BANK" in plain(order))
    )


@check("endorsement")
def endorsement(case: Case) -> Iterator[Finding]:
    """A bill to order (of the shipper) passes by the shipper's endorsement."""
    for one in case.transports:
        asked = _wanted(case, one)
        needs = one.kind is Kind.BILL_OF_LADING and one.to_order_of in ("", "SHIPPER")
        if asked is None or not (needs or asked.blank_endorsed) or one.endorsed is None:
            continue
        if plain(one.endorsed) in ("NO", "NONE", ""):
            yield finding(
                "U14",
                "14a",
                one,
                "endorsed",
                "no",
                "endorsed",
                f"{case.label(one)} NOT ENDORSED BY SHIPPER",
                "a bill to order without endorsement",
                DiscrepancyCode.ENDORSEMENT,
            )


@check("notify")
def notify(case: Case) -> Iterator[Finding]:
    """The notify party as the credit says; the applicant's address there is that of the credit (14j)."""
    for one in case.transports:
        asked = _wanted(case, one)
        if asked is None or not asked.notify:
            continue
        wanted = _person(case, asked.notify)
        found = [party for party in one.notify if _names(wanted, party)]
        if not found:
            seen = ", ".join(str(party) for party in one.notify) or "not shown"
            yield finding(
                "U14",
                "14a",
                one,
                "notify",
                seen,
                wanted,
                f"{case.label(one)} NOTIFY PARTY {seen}, CREDIT {wanted}",
                "another notify party",
                DiscrepancyCode.PARTY,
            )
            continue
        if not wanted.id:
            yield from identity(case, one, "notify", wanted, found[0], "U14", "14a", "NOTIFY PARTY")
        if wanted is case.credit.applicant and found[0].address and not same_address(wanted, found[0]):
            yield _address(case, one, "notify", found[0], wanted)


@check("consignee-address")
def consignee_address(case: Case) -> Iterator[Finding]:
    """14j: the applicant as consignee stands with the address of the credit."""
    applicant = case.credit.applicant
    for one in case.transports:
        seen = one.consignee
        if applicant is None or seen is None or not _names(applicant, seen) or not seen.address:
            continue
        if not same_address(applicant, seen):
            yield _address(case, one, "consignee", seen, applicant)


def _address(case: Case, one: Transport, field: str, seen: Party, wanted: Party) -> Finding:
    return finding(
        "U14",
        "14j",
        one,
        field,
        " / ".join(seen.address),
        " / ".join(wanted.address),
        f"{case.label(one)} ADDRESS OF APPLICANT AS {field} NOT AS PER CREDIT",
        "as consignee or notify party the applicant's address must be that of the credit",
        DiscrepancyCode.PARTY,
    )


@check("freight")
def freight(case: Case) -> Iterator[Finding]:
    """Marked freight prepaid or collect, as the credit asks."""
    for one in case.transports:
        asked = _wanted(case, one)
        if asked is None or not asked.freight:
            continue
        seen = "PREPAID" if one.freight in ("PREPAID", "PAID") else one.freight
        if seen != asked.freight:
            yield finding(
                "U14",
                "14a",
                one,
                "freight",
                one.freight or "not shown",
                asked.freight,
                f"{case.label(one)} NOT MARKED FREIGHT {asked.freight}",
                "freight is not marked as asked",
            )


# --- partial shipments ---


@check("partial-shipment")
def partial_shipment(case: Case) -> Iterator[Finding]:
    """31b: several conveyances of one mode are partial, even on one day; of several modes a person judges.

    31c: courier sets of one courier, place, day and destination are one shipment.
    """
    if case.credit.partials is not Allowed.NOT_ALLOWED or case.one_journey:
        return
    journeys = sorted({(one.mode, *one.journey) for one in case.transports})
    modes = [mode for mode, *_ in journeys]
    sure = len(set(modes)) < len(modes)
    yield finding(
        "U21",
        "31b",
        case.transports[0],
        "vessel",
        ", ".join(" ".join(part for part in journey if part) for journey in journeys),
        "one shipment",
        f"PARTIAL SHIPMENT NOT ALLOWED: {len(journeys)} CONVEYANCES",
        "several conveyances are a partial shipment" if sure else "shipped by several modes of transport",
        DiscrepancyCode.PARTIAL_SHIPMENT,
        Severity.DISCREPANCY if sure else Severity.QUESTION,
    )
