"""Rules of the credit machine: undertakings, negotiation, recourse, reimbursement, refunds, charges."""

from __future__ import annotations

from typing import Any

from tests.machines.credit_draws import KEYS, Same, acting, anybody, chance, pick
from tests.machines.credit_house import DAY, ORDER
from tests.machines.credit_moves_remedies import rather
from tests.machines.credit_table import Deal, Filed, Source, Table
from usance.claim_terms import Claim
from usance.codes import AvailableBy, ChargesFor, Disposal, SetStatus, Stage, TenorFrom
from usance.model.credit_books import OWING, SetBook
from usance.model.credit_reimbursement import CLAIMED, PAID, Charge
from usance.model.credit_tenor import FULL, Leg, is_usance
from usance.model.credit_undertakings import GONE
from usance.terms import ZERO_ADDRESS, ZERO_HASH

FAR = 2**20
BY_LATER = (AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE, AvailableBy.NEGOTIATION, AvailableBy.NEGOTIATION)
TENORS = (7, 1, 20, 3_660)
COUNTED = (TenorFrom.SIGHT, TenorFrom.SIGHT, *TenorFrom)


# --- terms ---


def draw_later(table: Table, source: Source) -> dict[str, Any]:
    """How a credit is honoured that is not simply paid: its tenor, its legs, who reimburses."""
    house = table.house
    words: dict[str, Any] = {
        "reimburser": pick(source, (ZERO_ADDRESS, house["third_bank"], house["third_bank"])),
        "charges_for": pick(source, (0, ChargesFor.APPLICANT, ChargesFor.BENEFICIARY)),
        "late_rate": pick(source, (0, 10**17)),
        "day_count": pick(source, (1, 1, 2, 3)),
    }
    how = source.below(8)
    if how < 4:
        return words
    if how == 7:
        return words | {"available_by": int(AvailableBy.MIXED), "legs": table.legs_of(draw_legs(source))}
    words |= {"available_by": int(pick(source, BY_LATER)), "tenor_days": pick(source, TENORS)}
    words["tenor_from"] = int(pick(source, COUNTED))
    if words["available_by"] == AvailableBy.NEGOTIATION and chance(source, 3):
        words["tenor_days"] = 0
    return words


def draw_legs(source: Source) -> list[Leg]:
    """Two to four legs; now and then shares that are not the whole, or codes that are none."""
    sights, tenors = (TenorFrom.SIGHT, TenorFrom.SHIPMENT, TenorFrom.DRAFT), (5, 9, 30)
    legs = []
    for _ in range(2 + source.below(3)):
        by = pick(source, (AvailableBy.PAYMENT, AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE))
        share = pick(source, (FULL // 4, FULL // 3, 0, 1))
        legs.append(Leg(share, int(by), pick(source, tenors), int(pick(source, sights))))
    if chance(source, 8):
        odd = (Leg(FULL + 1, 3, 5, 1), Leg(FULL // 2, 5, 5, 1), Leg(1, 3, FAR, 4))
        return [*legs[:3], pick(source, odd)]
    return [*legs[:-1], legs[-1]._replace(share=FULL - sum(leg.share for leg in legs[:-1]))]


def legs_for(table: Table, source: Source, deal: Deal) -> list[Leg]:
    legs = table.legs.get(deal.terms.legs, [])
    if chance(source, 12):
        return pick(source, (legs[:-1], [*legs[:3], Leg(FULL, 3, 5, 1)], [], legs[::-1]))
    return legs


# --- undertakings ---


def undertake(table: Table, source: Source) -> None:
    """By the bank itself; by anybody once its silence is over."""

    def promise(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        return is_usance(deal.terms) and entry.status in OWING and not entry.claim

    found = rather(table, source, promise)
    if found is None:
        return
    deal, filed, entry = found
    legs = legs_for(table, source, deal)
    sender = entry.bank(deal.terms)
    if entry.stage != Stage.NOMINATED and chance(source, 4):
        sender = anybody(table, source)
        after_day(table, source, entry.place(deal.terms), entry.due_day)
    else:
        sender = acting(table, source, sender)
    table.do("undertake", sender, deal, filed, legs)


def after_day(table: Table, source: Source, place: bytes, day: int) -> None:
    """The next act is around the end of that day, where it is near."""
    moment = table.place(place).midnight(day + 1) + pick(source, (0, 0, 3600, -1))
    if table.next_moment < moment < table.next_moment + 45 * DAY:
        table.driver.set_time(moment)


def settle(table: Table, source: Source) -> None:
    found = rather(table, source, lambda deal, filed, entry: bool(entry.legs))
    if found is None:
        return
    deal, filed, entry = found
    claim = a_claim(table, source, entry)
    if claim is None:
        return
    if chance(source, 2):
        after_day(table, source, claim.pay_place, claim.due_day - source.below(2))
    if chance(source, 20):
        claim = claim.but(salt=ORDER)
    table.do("settle", anybody(table, source), deal, filed, claim)


def a_claim(table: Table, source: Source, entry: SetBook) -> Claim | None:
    """A leg of this set; now and then one of another."""
    legs = [leg.claim for leg in entry.legs.values()]
    if not legs or chance(source, 16):
        others = [leg.claim for one in table.model.sets.values() for leg in one.legs.values()]
        return pick(source, others) if others else None
    return pick(source, legs)


def pay_claim(table: Table, source: Source) -> None:
    """A leg is paid where claims are kept, by its debtor, in part or whole."""
    found = rather(table, source, lambda deal, filed, entry: bool(entry.legs))
    if found is None or not found[2].legs:
        return
    claim = pick(source, [leg.claim for leg in found[2].legs.values()])
    table.pay_claim(claim.debtor, claim, pick(source, (claim.face, claim.face, claim.face // 2, 2**112 - 1)))


# --- negotiation ---


def negotiable(deal: Deal, filed: Filed, entry: SetBook) -> bool:
    here = deal.terms.available_by == AvailableBy.NEGOTIATION and entry.stage != Stage.ISSUER
    return here and entry.status in (SetStatus.PRESENTED, *OWING)


def offer_negotiation(table: Table, source: Source) -> None:
    found = rather(table, source, negotiable)
    if found is None:
        return
    deal, filed, _ = found
    amount = filed.statement.amount
    prices = (amount, amount - amount // 50, max(1, amount // 2), 1, 0, amount + 1)
    args = (pick(source, prices), not chance(source, 3))
    table.do("offer_negotiation", acting(table, source, filed.statement.pay_to), deal, filed, *args)


def negotiate(table: Table, source: Source) -> None:
    def found_complying(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        return negotiable(deal, filed, entry) and entry.status in OWING

    found = rather(table, source, found_complying)
    if found is None:
        return
    deal, filed, entry = found
    if chance(source, 2) and not isinstance(source, Same):
        payee, least = filed.statement.pay_to, max(1, filed.statement.amount // 2)
        table.do("offer_negotiation", payee, deal, filed, least, payee == deal.terms.beneficiary)
    offer = entry.offer
    most = entry.amount or min(filed.statement.amount, table.model.credits[deal.id].available)
    prices = (offer.least_price or most, most, most, most + 1, max(0, offer.least_price - 1))
    args = (pick(source, prices), offer.recourse if not chance(source, 5) else not offer.recourse)
    table.do("negotiate", acting(table, source, filed.statement.bank), deal, filed, *args)


def call_recourse(table: Table, source: Source) -> None:
    def sold(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        return entry.claim and entry.status in GONE and entry.negotiated

    found = rather(table, source, sold)
    if found is not None:
        deal, filed, _ = found
        table.do("call_recourse", acting(table, source, filed.statement.bank), deal, filed)


# --- reimbursement ---


def claim_reimbursement(table: Table, source: Source) -> None:
    def claimable(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        paid = entry.claim or (entry.stage != Stage.ISSUER and entry.status in PAID)
        return paid and deal.terms.reimburser != ZERO_ADDRESS and not entry.reimbursement.status

    found = rather(table, source, claimable)
    if found is not None:
        deal, filed, _ = found
        table.do("claim_reimbursement", acting(table, source, filed.statement.bank), deal, filed)


def reimburse(table: Table, source: Source) -> None:
    """By the reimbursing bank, by the issuing bank, or by its cover from the due day on."""
    found = rather(table, source, lambda deal, filed, entry: entry.reimbursement.status == CLAIMED)
    if found is None:
        return
    deal, filed, entry = found
    terms = deal.terms
    bank = filed.statement.bank
    sender = acting(table, source, pick(source, (terms.reimburser, terms.issuer, bank, bank)))
    if sender == bank and entry.reimbursement.due_day:
        place = terms.currency_place if any(terms.currency_place) else terms.issuer_place
        after_day(table, source, place, entry.reimbursement.due_day - 1)
    table.do("reimburse", sender, deal, filed)


def claim_refund(table: Table, source: Source) -> None:
    def given(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        return entry.claim and entry.status in GONE and entry.reimbursement.paid > 0

    found = rather(table, source, given)
    if found is not None:
        deal, filed, _ = found
        table.do("claim_refund", acting(table, source, deal.terms.issuer), deal, filed)


def turn_down(table: Table, source: Source) -> None:
    """The issuing bank gets, and refuses, what another bank paid and may not be able to claim."""

    def paid_elsewhere(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        settled = entry.negotiated or entry.reimbursement.status != 0
        return entry.stage != Stage.ISSUER and entry.status in PAID and settled

    found = rather(table, source, paid_elsewhere)
    if found is None:
        return
    deal, filed, entry = found
    issuer = deal.terms.issuer
    if not table.do("forward", filed.statement.bank, deal, filed).ok:
        return
    if not table.do("acknowledge", issuer, deal, filed, table.today(deal.terms.issuer_place)).ok:
        return
    if entry.reimbursement.status == CLAIMED and chance(source, 2):
        table.do("reimburse", pick(source, (deal.terms.reimburser, issuer)), deal, filed)
    findings = [(3, ORDER)]
    disposal = int(pick(source, (Disposal.HOLD, Disposal.RETURN)))
    if table.do("refuse", issuer, deal, filed, findings, disposal, ORDER).ok:
        filed.notice = findings


# --- charges ---


def with_charges(table: Table, source: Source) -> None:
    """Honour in money with lines of charges, the wrong ones included."""

    def in_money(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        return entry.status in OWING and (entry.claim or not is_usance(deal.terms))

    found = rather(table, source, in_money)
    if found is None:
        return
    deal, filed, entry = found
    bank = entry.bank(deal.terms)
    if entry.stage == Stage.CONFIRMER and chance(source, 4):
        bank = deal.terms.issuer
    owed = entry.amount or filed.statement.amount
    charges = [draw_charge(table, source, deal, bank, owed) for _ in range(source.below(4))]
    table.do("honour_with_charges", acting(table, source, bank), deal, filed, charges)


def draw_charge(table: Table, source: Source, deal: Deal, bank: str, owed: int) -> Charge:
    house = table.house
    account = deal.terms.charges_for or ChargesFor.APPLICANT
    if chance(source, 4):
        account = pick(source, (ChargesFor.APPLICANT, ChargesFor.BENEFICIARY, 0, 3))
    amount = pick(source, (max(1, owed // 100), max(1, owed // 100), 1, max(1, owed // 2), owed, owed + 1, 0))
    payee = pick(source, (bank, bank, house["third_bank"], house["nominated_bank"], house["stranger"]))
    if chance(source, 20):
        payee = pick(source, (ZERO_ADDRESS, table.address))
    return Charge(ZERO_HASH if chance(source, 20) else ORDER, payee, amount, int(account))


# --- stories ---


def next_promise(table: Table, source: Source, found: tuple[Deal, Filed, SetBook]) -> bool:
    """What the story does next with a set that is honoured later, or between banks; False: nothing."""
    deal, _, entry = found
    source = Same(source, found)
    fork = source.below(4)
    terms = deal.terms
    owing = entry.status in OWING and not entry.claim
    if owing and terms.available_by == AvailableBy.NEGOTIATION and entry.stage != Stage.ISSUER:
        (offer_negotiation, negotiate, negotiate, undertake)[fork](table, source)
    elif owing and is_usance(terms):
        undertake(table, source)
    elif entry.reimbursement.status == CLAIMED and fork < 2:
        reimburse(table, source)
    elif entry.claim and entry.status in GONE and (entry.negotiated or entry.reimbursement.paid):
        (call_recourse if entry.negotiated and fork % 2 else claim_refund)(table, source)
    elif entry.status == SetStatus.UNDERTAKEN and fork < 2:
        (settle, pay_claim)[fork](table, source)
    elif entry.status in PAID and terms.reimburser != ZERO_ADDRESS and fork == 3:
        claim_reimbursement(table, source)
    else:
        return False
    return True


def promises(table: Table) -> list[Deal]:
    """Three more live credits of the same amount: deferred, by negotiation with a reimbursing bank, mixed."""
    house = table.house
    later = {"tenor_days": 7, "tenor_from": int(TenorFrom.SIGHT)}
    legs = [Leg(FULL // 3, 1, 0, 1), Leg(FULL // 3, 2, 9, 1), Leg(FULL - 2 * (FULL // 3), 3, 30, 1)]
    deferred = house.terms(
        available_by=int(AvailableBy.DEFERRED), asset=house["blocklist"], salt=ORDER, **later
    )
    sold = house.nominated_terms(
        available_by=int(AvailableBy.NEGOTIATION),
        reimburser=house["third_bank"],
        cover_bps=5_000,
        currency_place=KEYS[1],
        late_rate=10**17,
        **later,
    )
    mixed = house.confirmed_terms(
        available_by=int(AvailableBy.MIXED),
        legs=table.legs_of(legs),
        cover_bps=3_333,
        expiry_day=house.day() + 9,
    )
    opened = []
    for terms, bank in ((deferred, "issuing_bank"), (sold, "nominated_bank"), (mixed, "confirming_bank")):
        deal = table.deal(terms)
        table.do("issue", terms.issuer, deal)
        if terms.confirmer != ZERO_ADDRESS:
            table.do("confirm", terms.confirmer, deal, None, True)
        amount = terms.amount // 2
        statement = house.statement(terms, bank, amount=amount, documents=table.tree([table.fresh_leaf()]))
        filed = table.filed(deal, statement)
        table.do("present", terms.beneficiary, deal, filed)
        deal.sets.append(filed)
        place = statement.bank_place
        table.do("acknowledge", statement.bank, deal, filed, table.today(place))
        table.do("accept", statement.bank, deal, filed)
        opened.append(deal)
    return opened
