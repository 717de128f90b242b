"""Moves that bring claims into being and bind their debtors."""

from __future__ import annotations

from dataclasses import replace

from tests.machines.charge_house import flipped
from tests.machines.claim_draws import (
    EURO,
    acting,
    anybody,
    chance,
    draw_borne,
    draw_invoice,
    draw_payable,
    fresh,
    living,
    odd,
    pick,
    some,
)
from tests.machines.claim_house import HOSTILE, MOST
from tests.machines.claim_table import Source, Table
from tests.machines.claim_words import Deal, Given
from tests.machines.credit_house import DAY
from usance.claim_terms import Claim, Row
from usance.codes_claims import ClaimStatus

REGISTERED, ACCEPTED = ClaimStatus.REGISTERED, ClaimStatus.ACCEPTED
PENDING, DENIED = ClaimStatus.PENDING, ClaimStatus.DENIED
CURRENCIES = (EURO, EURO, b"USD".ljust(32, b"\0"))


# --- invoices ---


def register(table: Table, source: Source) -> None:
    terms = draw_invoice(table, source)
    if chance(source, 6):
        terms = odd(table, source, terms)
    elif table.deals and chance(source, 16):
        terms = pick(source, table.deals[-24:]).terms
    deal = table.deal(terms)
    if table.do("register", acting(table, source, terms.creditor), deal).ok and not chance(source, 3):
        table.do("accept", terms.debtor, deal, pick(source, (0, 0, 1, 2, 3)))


def _batch(table: Table, source: Source) -> tuple[Claim, list[Row]]:
    """Common terms and up to four rows that differ in all that a row may."""
    common = draw_invoice(table, source)
    rows: list[Row] = []
    for index in range(source.below(4) + (0 if chance(source, 10) else 1)):
        face = pick(source, (common.face, common.face, 5, 1))
        due = common.due_day + pick(source, (0, 0, 7, -2))
        row = Row(
            face=face,
            object_amount=max(face, pick(source, (face, 2 * face if face < MOST // 2 else face))),
            issue_day=min(common.issue_day, due),
            due_day=due,
            fingerprint=b"row".ljust(24, b"\0") + (table.salt * 8 + index).to_bytes(8, "big"),
            content=common.content,
            salt=fresh(table),
        )
        if chance(source, 24):
            odds: tuple[Row, ...] = (
                replace(row, face=0),
                replace(row, object_amount=row.face - 1),
                replace(row, due_day=2**22),
                replace(row, issue_day=due + 1),
                replace(row, fingerprint=bytes(32)),
                replace(row, content=bytes(32)),
            )
            row = pick(source, odds)
        rows.append(row)
    if common.discount_day:
        common = common.but(discount_day=min([common.discount_day, *(row.due_day for row in rows)]))
    if len(rows) > 1 and chance(source, 12):
        rows[-1] = rows[0]
    return common.but(min_split=0 if common.min_split > 1 else common.min_split), rows


def register_batch(table: Table, source: Source) -> None:
    common, rows = _batch(table, source)
    table.do("register_batch", acting(table, source, common.creditor), table.deal(common), rows)


def register_accepted(table: Table, source: Source) -> None:
    common, rows = _batch(table, source)
    claims = [table.deal(common.with_row(row)).id for row in rows]
    name = table.house.name_of(common.debtor)
    waivers = pick(source, (0, 1, 3, 2)) if not chance(source, 24) else 4
    nonce, deadline, given = _signature(table, source, name, claims, waivers)
    sender = acting(table, source, common.creditor)
    table.do("register_accepted", sender, table.deal(common), rows, waivers, nonce, deadline, given)


# --- acceptance ---


def accept(table: Table, source: Source) -> None:
    deal = some(table, source, REGISTERED)
    if deal is not None:
        waivers = pick(source, (0, 0, 1, 2, 3)) if not chance(source, 24) else pick(source, (4, 2**255))
        table.do("accept", acting(table, source, deal.terms.debtor), deal, waivers)


def accept_batch(table: Table, source: Source) -> None:
    """Claims that differ only by what a row carries, else all or none fails."""
    registered = [deal for deal in table.deals[-24:] if table.status(deal) == REGISTERED]
    if not registered:
        return
    first = pick(source, registered)
    fits = [deal for deal in registered if first.terms.with_row(deal.terms.row()) == deal.terms]
    rows = [deal.terms.row() for deal in fits[:3]]
    if chance(source, 8):
        rows.append(pick(source, table.deals[-24:]).terms.row())
    if chance(source, 16):
        rows = rows[:0]
    table.do(
        "accept_batch",
        acting(table, source, first.terms.debtor),
        first,
        rows,
        source.below(4),
    )


def _signature(
    table: Table, source: Source, by: str, claims: list[bytes], waivers: int
) -> tuple[int, int, Given]:
    """Mostly good; else late, used, another's, over other words, of another chain, flipped, none."""
    house = table.house
    table.nonce += 1
    nonce = table.nonce if not chance(source, 10) else source.below(table.nonce + 1)
    deadline = table.next_moment + pick(source, (0, 3_600, DAY))
    trick = source.below(36)
    if trick == 1:
        deadline = table.next_moment - 1
    # A hostile party answers no question about signatures.
    if trick == 2 or by in HOSTILE or by not in (*house.seat.keys, "wallet"):
        return nonce, deadline, Given(b"", None)
    signer = pick(source, ("seller", "stranger")) if trick == 3 else by
    words = list(reversed(claims)) if trick == 4 and len(claims) > 1 else claims
    waived = waivers ^ 1 if trick == 5 else waivers
    domain = house.domain
    if trick == 6:
        domain = replace(domain, chain_id=5)
    elif trick == 7:
        domain = replace(domain, address=house["keeper"])
    raw, fact = house.acceptance(signer, words, waived, nonce, deadline, domain)
    if trick == 8:
        return nonce, deadline, Given(flipped(raw), replace(fact, canonical=False))
    return nonce, deadline, Given(raw, fact)


def accept_signed(table: Table, source: Source) -> None:
    deal = some(table, source, REGISTERED)
    if deal is None:
        return
    name = table.house.name_of(deal.terms.debtor)
    waivers = pick(source, (0, 1, 3, 2)) if not chance(source, 24) else 4
    nonce, deadline, given = _signature(table, source, name, [deal.id], waivers)
    table.do("accept_signed", anybody(table, source), deal, waivers, nonce, deadline, given)


def cancel_nonce(table: Table, source: Source) -> None:
    sender = table.house[pick(source, ("debtor", "anchor", "wallet"))]
    table.do("cancel_nonce", sender, source.below(table.nonce + 8))


def deny(table: Table, source: Source) -> None:
    deal = some(table, source, *((REGISTERED,) if not chance(source, 5) else (ACCEPTED, DENIED)))
    if deal is not None:
        table.do("deny", acting(table, source, deal.terms.debtor), deal)


def _set_mandate(
    table: Table, debtor: str, seller: str, limit: int, days: int, until: int, revoke: bool = False
) -> None:
    """The debtor's own act at the registry, on both sides."""
    house, now = table.house, table.next_moment
    registry = house.seat.suite.registry
    if revoke:
        broken = house.parties.revoke_mandate(seller, sender=debtor, now=now)
        data = registry.abi.function("revoke_mandate").encode((seller,))
    else:
        broken = house.parties.set_mandate(seller, limit, days, until, sender=debtor, now=now)
        data = registry.abi.function("set_mandate").encode((seller, limit, days, until))
    done = house.sent(debtor, registry.address, data)
    assert done.ok == (not broken), done.reason
    if done.ok:
        known = house.parties.mandates.get((debtor, seller))
        table.watch.mandates[debtor, seller] = 0 if known is None else known.limit


def mandate(table: Table, source: Source) -> None:
    """A debtor lets silence bind it towards a seller, or takes that back."""
    house = table.house
    debtor = house[pick(source, ("debtor", "debtor", "anchor", "bank"))]
    seller = house[pick(source, ("seller", "seller", "second_seller", "wallet"))]
    limit, days = pick(source, (MOST, 10, 100)), pick(source, (1, 3, 2))
    until = table.next_moment + pick(source, (30 * DAY, 90 * DAY, 2 * DAY))
    _set_mandate(table, debtor, seller, limit, days, until, chance(source, 6))


def submit(table: Table, source: Source) -> None:
    deal = some(table, source, REGISTERED)
    if deal is None:
        return
    mandates = table.house.parties.mandates
    ready = [
        one
        for one in table.deals[-24:]
        if table.status(one) == REGISTERED and (one.terms.debtor, one.terms.creditor) in mandates
    ]
    if ready and not chance(source, 5):
        deal = pick(source, ready)
    elif deal.terms.debtor in table.house.names and chance(source, 2):
        until = table.next_moment + 30 * DAY
        _set_mandate(table, deal.terms.debtor, deal.terms.creditor, MOST, 1 + source.below(3), until)
    if table.do("submit", acting(table, source, deal.terms.creditor), deal).ok and chance(source, 2):
        _after_silence(table, source, deal)
        table.do("deem", anybody(table, source), deal)


def _after_silence(table: Table, source: Source, deal: Deal) -> None:
    """Time goes on to the end of the last day; a second too early now and then."""
    last = table.model.submission_of(deal.id)
    after = table.house.places[deal.terms.pay_place].midnight(last + 1) if last else 0
    if after > table.next_moment:
        table.driver.set_time(after - (1 if chance(source, 6) else 0))


def deem(table: Table, source: Source) -> None:
    shown = [one for one in table.deals[-24:] if table.model.submission_of(one.id)]
    deal = pick(source, shown) if shown and not chance(source, 6) else some(table, source, REGISTERED)
    if deal is None:
        return
    if not chance(source, 3):
        _after_silence(table, source, deal)
    table.do("deem", anybody(table, source), deal)


def rescind(table: Table, source: Source) -> None:
    deal = some(table, source, REGISTERED, *((DENIED,) if chance(source, 2) else ()))
    if deal is not None:
        table.do("rescind", acting(table, source, deal.terms.creditor), deal)


def attest(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is not None:
        kind = pick(source, (1, 2, 3, 4, 255)) if not chance(source, 12) else pick(source, (0, 5, 2**255))
        until = table.next_moment + pick(source, (DAY, 0, 30 * DAY, -1 if chance(source, 3) else DAY))
        reference = b"seen".ljust(32, b"\1")
        table.do("attest", acting(table, source, table.house["verifier"]), deal, kind, until, reference)


# --- payables ---


def issue_payable(table: Table, source: Source) -> None:
    terms = draw_payable(table, source)
    if chance(source, 6):
        terms = odd(table, source, terms)
    elif table.deals and chance(source, 16):
        terms = pick(source, table.deals[-24:]).terms
    deal = table.deal(terms)
    done = table.do("issue_payable", acting(table, source, terms.debtor), deal)
    if done.ok and chance(source, 2):
        table.do("receive", terms.creditor, deal)


def _pending(table: Table, source: Source) -> Deal | None:
    return some(table, source, PENDING)


def receive(table: Table, source: Source) -> None:
    deal = _pending(table, source)
    if deal is not None:
        table.do("receive", acting(table, source, deal.terms.creditor), deal)


def refuse(table: Table, source: Source) -> None:
    deal = _pending(table, source)
    if deal is not None:
        table.do("refuse", acting(table, source, deal.terms.creditor), deal)


def lapse(table: Table, source: Source) -> None:
    deal = _pending(table, source)
    if deal is None:
        return
    terms = deal.terms
    if table.status(deal) == PENDING and not chance(source, 3):
        days = table.house.days
        last = days.add_banking_days(terms.pay_place, terms.issue_day, terms.receipt_days, table.next_moment)
        after = table.house.places[terms.pay_place].midnight(last + 1)
        if after > table.next_moment:
            table.driver.set_time(after - (1 if chance(source, 6) else 0))
    table.do("lapse", anybody(table, source), deal)


def cancel(table: Table, source: Source) -> None:
    deal = _pending(table, source)
    if deal is not None:
        table.do("cancel", acting(table, source, deal.terms.debtor), deal, b"fraud".ljust(32, b"\2"))


def limit_payables(table: Table, source: Source) -> None:
    limit = (
        pick(source, (0, 40, 200, MOST, 1)) if not chance(source, 12) else pick(source, (MOST + 1, 2**255))
    )
    term = pick(source, (0, 30, 366, 90)) if not chance(source, 12) else 367
    currency = pick(source, CURRENCIES) if not chance(source, 24) else bytes(32)
    table.do("limit_payables", table.house["anchor"], currency, limit, term)


# --- agents ---


def authorise(table: Table, source: Source) -> None:
    house = table.house
    debtor = house[pick(source, ("bank", "bank", "anchor"))]
    agent = house[pick(source, ("agent", "branch", "branch"))]
    cap = pick(source, (MOST, 100, 10_000_000_000, 0)) if not chance(source, 12) else MOST + 1
    until = table.next_moment + pick(source, (60 * DAY, 365 * DAY, 0, 3 * DAY))
    if chance(source, 20):
        agent, until = pick(source, ((debtor, until), (agent, 2**32), (agent, 2**64)))
    table.do("authorise", debtor, agent, cap, until)


def reserve(table: Table, source: Source) -> None:
    house = table.house
    debtor = house[pick(source, ("bank", "bank", "anchor"))]
    agent = house[pick(source, ("agent", "branch"))]
    room = table.model.authority_of(debtor, agent)["cap"]
    amount = pick(source, (10, 1, room, room // 2, 10, 100, 0)) if not chance(source, 10) else room + 1
    sender = agent if not chance(source, 10) else house["stranger"]
    table.do("reserve", sender, debtor, amount)


def bear(table: Table, source: Source) -> None:
    house = table.house
    terms = draw_borne(table, source)
    if chance(source, 6):
        terms = odd(table, source, terms)
    elif table.deals and chance(source, 16):
        terms = pick(source, table.deals[-24:]).terms
    agent = house[pick(source, ("agent", "branch"))]
    if not table.model.authority_of(terms.debtor, agent)["cap"] and not chance(source, 3):
        table.do("authorise", terms.debtor, agent, MOST, table.next_moment + 60 * DAY)
    sender = agent if not chance(source, 10) else house["stranger"]
    table.do("bear", sender, table.deal(terms))


# --- the stop ---


def stop(table: Table, source: Source) -> None:
    sender = table.house[pick(source, ("guardian", "guardian", "keeper", "stranger"))]
    stopped = table.model.guard.stopped(table.next_moment)
    table.do("unpause" if stopped and not chance(source, 4) else pick(source, ("pause", "unpause")), sender)
