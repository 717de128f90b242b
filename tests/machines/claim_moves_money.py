"""Moves of units and money: transfers, splits, payments, withdrawals, pledges."""

from __future__ import annotations

from tests.machines.claim_draws import (
    acting,
    anybody,
    chance,
    holder_of,
    holders,
    living,
    not_above,
    pick,
    receiver,
    some,
    some_money,
    some_units,
)
from tests.machines.claim_house import MOST
from tests.machines.claim_table import Source, Table
from tests.machines.claim_words import Data, Deal
from tests.machines.credit_house import DAY
from usance.claim_terms import sub_account
from usance.codes_claims import SubAccount
from usance.model.party import Status
from usance.terms import ZERO_ADDRESS

TEN_DAYS = 10 * DAY


# --- units ---


def approve(table: Table, source: Source) -> None:
    owner = table.house[pick(source, ("seller", "supplier", "financier", "wallet"))]
    operator = table.house[pick(source, ("keeper", "stranger", "second_financier"))]
    table.do("setApprovalForAll", owner, operator, not chance(source, 3))


def _operator(table: Table, source: Source, owner: str) -> str:
    approved = sorted(operator for account, operator in table.model.approvals if account == owner)
    if approved and chance(source, 2):
        return pick(source, approved)
    return owner if not chance(source, 10) else anybody(table, source)


def transfer(table: Table, source: Source) -> None:
    deal = living(table, source) if not chance(source, 10) else some(table, source)
    if deal is None:
        return
    owner = holder_of(table, source, deal)
    to = owner if chance(source, 10) else receiver(table, source)
    book = table.book(deal)
    units = some_units(source, 0 if book is None else book.units_of(owner))
    if book is not None and book.terms.earmark != ZERO_ADDRESS and chance(source, 2):
        to = book.terms.earmark
    data = Data(b"" if chance(source, 2) else b"invoice 7")
    table.do("safeTransferFrom", _operator(table, source, owner), owner, to, deal.unit, units, data)


def transfer_pledged(table: Table, source: Source) -> None:
    """Units that are pledged, pending or parked have no key: nobody moves them."""
    deal = living(table, source)
    book = None if deal is None else table.book(deal)
    if deal is None or book is None:
        return
    hidden = [one for one, held in book.holdings.items() if held.units and one not in table.house.names]
    if hidden:
        owner = pick(source, hidden)
        to = table.house["financier"]
        sender = anybody(table, source)
        table.do("safeTransferFrom", sender, owner, to, deal.unit, book.units_of(owner), Data(b""))


def batch(table: Table, source: Source) -> None:
    first = living(table, source)
    if first is None:
        return
    owner = holder_of(table, source, first)
    mine = [deal for deal in table.deals[-24:] if owner in holders(table, deal)]
    chosen: list[Deal] = [first] if not mine else []
    for _ in range(source.below(3) + (0 if chance(source, 10) else 1)):
        if mine:
            chosen.append(pick(source, mine))
    units: list[int] = []
    for deal in chosen:
        book = table.book(deal)
        balance = 0 if book is None else book.units_of(owner)
        units.append(some_units(source, balance) if chance(source, 3) else max(1, balance // 2))
    if units and chance(source, 20):
        units.pop()
    to = owner if chance(source, 12) else receiver(table, source)
    numbers = [deal.unit for deal in chosen]
    sender = _operator(table, source, owner)
    table.do("safeBatchTransferFrom", sender, owner, to, numbers, units, Data(b""))


def split(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    owner = holder_of(table, source, deal)
    book = table.book(deal)
    balance = 0 if book is None else book.units_of(owner)
    parts = source.below(4) + (0 if chance(source, 16) else 1)
    receivers = [receiver(table, source) for _ in range(parts)]
    share = max(1, balance // max(1, parts))
    units = [share if not chance(source, 12) else some_units(source, balance) for _ in receivers]
    if units and chance(source, 4):
        units[-1] = max(1, balance - sum(units[:-1]))
    if units and chance(source, 24):
        units.pop()
    table.do("split", owner, deal.unit, receivers, units)


def retire(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    owner = holder_of(table, source, deal)
    book = table.book(deal)
    balance = 0 if book is None else book.units_of(owner)
    units = some_units(source, balance) if chance(source, 3) else max(1, balance // 4)
    table.do("retire", owner, deal.id, units)


def collect(table: Table, source: Source) -> None:
    """Units that a refusing hook left parked."""
    house = table.house
    found = [
        (deal, owner)
        for owner in (house["refusing"], house["burning"])
        for deal in table.deals[-24:]
        if table.model.claims[deal.id].units_of(sub_account(SubAccount.PARKED, owner, owner))
    ]
    if found and not chance(source, 8):
        deal, owner = pick(source, found)
        to = owner if chance(source, 2) else receiver(table, source)
        table.do("collect", owner, deal.id, to)
        return
    other = living(table, source)
    if other is not None:
        table.do("collect", anybody(table, source), other.id, receiver(table, source))


# --- money ---


def pay(table: Table, source: Source) -> None:
    deal = living(table, source) if not chance(source, 10) else some(table, source)
    if deal is None:
        return
    book = table.book(deal)
    most = 10 if book is None else book.outstanding
    payer = deal.terms.debtor if chance(source, 2) else pick(source, _payers(table))
    table.do("pay", payer, deal, some_money(source, most))


def _payers(table: Table) -> list[str]:
    names = ("debtor", "anchor", "bank", "stranger", "wallet", "seller", "financier", "agent")
    return [table.house[name] for name in names]


def _earners(table: Table, deal: Deal) -> list[str]:
    """Who could take something out now, people alone."""
    model = table.model
    book = model.claims[deal.id]
    found = [one for one in book.holdings if one in table.house.names and model.proceeds_of(deal.id, one)]
    found += [
        pledgee
        for pledgor, pledgee in book.pledges
        if model.proceeds_of(deal.id, sub_account(SubAccount.PLEDGED, pledgor, pledgee))
    ]
    return found


def withdraw(table: Table, source: Source) -> None:
    """Rather where there is something; to oneself, to another by one's own act, by anybody to the owner."""
    rich = [deal for deal in table.deals if table.model.claims[deal.id].pot]
    if not rich or chance(source, 10):
        deal = some(table, source)
        if deal is not None:
            account = anybody(table, source)
            table.do("withdraw", account, deal, account, account)
        return
    deal = pick(source, rich)
    earners = _earners(table, deal)
    account = pick(source, earners) if earners and not chance(source, 8) else holder_of(table, source, deal)
    to = account if not chance(source, 4) else receiver(table, source)
    sender = account if not chance(source, 4) else anybody(table, source)
    hidden = [one for one in table.model.claims[deal.id].holdings if one not in table.house.names]
    if hidden and chance(source, 8):
        # Anybody may have an account paid to itself, if it has a key.
        account = to = pick(source, hidden)
    table.do("withdraw", sender, deal, account, to)


def withdraw_held(table: Table, source: Source) -> None:
    waiting = sorted(table.model.waiting.balances)
    if waiting and not chance(source, 8):
        party, asset = pick(source, waiting)
    else:
        party, asset = anybody(table, source), table.house["plain"]
    to = party if not chance(source, 4) else receiver(table, source)
    sender = party if not chance(source, 4) else anybody(table, source)
    table.do("withdraw_held", sender, asset, party, to)


def order(table: Table, source: Source) -> None:
    """A court moves a held balance, seven days after its order was published."""
    house, registry = table.house, table.house.seat.suite.registry
    waiting = sorted(table.model.waiting.balances)
    held = [one for one in waiting if house.parties.status_of(one[0]) == Status.HELD]
    if not waiting:
        return
    party, asset = pick(source, held or waiting)
    if not held and house.parties.status_of(party) == Status.ACTIVE:
        table.set_status(party, Status.HELD)
    word = b"order %d" % (source.below(3) + 3 * (table.steps // 100))
    word, court = word.ljust(32, b"\0"), house["court"]
    if house.parties.order_day_of(party, word) == 0:
        broken = house.parties.publish_order(party, word, sender=court, now=table.next_moment)
        assert table.driver.call(registry, "publish_order", (party, word), court).ok == (not broken)
    published = house.parties.order_day_of(party, word)
    if published and not chance(source, 4):
        table.driver.set_time(max(table.next_moment, published + 7 * DAY - (1 if chance(source, 5) else 0)))
    balance = table.model.withdrawable(party, asset)
    to, sender = receiver(table, source), acting(table, source, court)
    table.do("redirect", sender, party, asset, not_above(source, balance), to, word)


# --- pledges ---


def pledge(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    owner = holder_of(table, source, deal)
    book = table.book(deal)
    balance = 0 if book is None else book.units_of(owner)
    to = table.house[pick(source, ("financier", "second_financier", "bank", "wallet", "refusing"))]
    if chance(source, 10):
        to = pick(source, (owner, receiver(table, source)))
    secured = pick(source, (balance or 1, 1, max(1, balance // 2), 3, min(MOST, 2 * balance + 1)))
    if chance(source, 16):
        secured = pick(source, (0, MOST + 1, MOST))
    table.do("pledge", owner, deal.id, to, some_units(source, balance), secured)


def _pledges(table: Table) -> list[tuple[Deal, str, str]]:
    return [
        (deal, pledgor, pledgee)
        for deal in table.deals
        for pledgor, pledgee in table.model.claims[deal.id].pledges
    ]


def _a_pledge(table: Table, source: Source) -> tuple[Deal, str, str] | None:
    found = _pledges(table)
    if found and not chance(source, 10):
        return pick(source, found)
    deal = living(table, source)
    return None if deal is None else (deal, anybody(table, source), anybody(table, source))


def release_pledge(table: Table, source: Source) -> None:
    found = _a_pledge(table, source)
    if found is not None:
        deal, pledgor, pledgee = found
        table.do("release_pledge", acting(table, source, pledgee), deal.id, pledgor)


def redeem_pledge(table: Table, source: Source) -> None:
    found = _a_pledge(table, source)
    if found is not None:
        deal, pledgor, pledgee = found
        table.do("redeem_pledge", acting(table, source, pledgor), deal, pledgee)


def call_pledge(table: Table, source: Source) -> None:
    found = _a_pledge(table, source)
    if found is not None:
        deal, pledgor, pledgee = found
        table.do("call_pledge", acting(table, source, pledgee), deal.id, pledgor)


def foreclose(table: Table, source: Source) -> None:
    called = [one for one in _pledges(table) if table.model.claims[one[0].id].pledges[one[1:]].called_at]
    found = pick(source, called) if called and not chance(source, 6) else _a_pledge(table, source)
    if found is None:
        return
    deal, pledgor, pledgee = found
    book = table.book(deal)
    known = None if book is None else book.pledges.get((pledgor, pledgee))
    if known is not None and known.called_at and not chance(source, 4):
        ready = known.called_at + TEN_DAYS - (1 if chance(source, 6) else 0)
        table.driver.set_time(max(table.next_moment, ready))
    table.do("foreclose", acting(table, source, pledgee), deal.id, pledgor)


def share_proceeds(table: Table, source: Source) -> None:
    rich = [
        one
        for one in _pledges(table)
        if table.model.proceeds_of(one[0].id, sub_account(SubAccount.PLEDGED, one[1], one[2]))
    ]
    found = pick(source, rich) if rich and not chance(source, 8) else _a_pledge(table, source)
    if found is not None:
        deal, pledgor, pledgee = found
        table.do("share_proceeds", anybody(table, source), deal.id, pledgor, pledgee)
