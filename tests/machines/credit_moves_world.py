"""Rules of the credit machine: what happens around credits. Stops, statuses, tokens, closures."""

from __future__ import annotations

from tests.machines.credit_draws import acting, chance, pick
from tests.machines.credit_house import BANKS, PLACES, SELLERS, TRADERS
from tests.machines.credit_table import Source, Table
from usance.chain.suite import LARGEST_CAP, VALID_UNTIL
from usance.model.party import Status
from usance.terms import place_key


def stop(table: Table, source: Source) -> None:
    name = pick(source, ("pause", "unpause", "unpause"))
    table.do_plain(name, acting(table, source, table.house["guardian"]))


def set_status(table: Table, party: str, wanted: int) -> None:
    """The supervisor's act, on both sides."""
    house, now = table.house, table.next_moment
    broken = house.parties.set_status(party, wanted, sender=house["supervisor"], now=now)
    receipt = table.driver.call(house.seat.registry, "set_status", (party, int(wanted)), house["supervisor"])
    assert receipt.ok == (not broken), receipt.reason


def status(table: Table, source: Source) -> None:
    """The supervisor holds a party; mostly it sets one free, so that plays go on."""
    house = table.house
    names = (*BANKS, *TRADERS, "wallet")
    bound = [house[name] for name in names if house.parties.status_of(house[name]) != Status.ACTIVE]
    if bound and not chance(source, 3):
        set_status(table, pick(source, bound), Status.ACTIVE)
    else:
        set_status(table, house[pick(source, names)], pick(source, (Status.HELD, Status.INSOLVENT)))


def temper(table: Table, source: Source) -> None:
    """A token turns: blocks somebody, stops, takes a fee, calls back into the contract."""
    house, driver = table.house, table.driver
    name = pick(source, ("blocklist", "blocklist", "pause", "upgrade", "callback"))
    deployed, token = house.seat.tokens[name], house.money.tokens[house[name]]
    sender = house["stranger"]
    if name == "blocklist":
        payees = [house[one] for one in (*TRADERS, "wallet")]
        party = pick(source, payees if chance(source, 2) else (*table.people(), table.address))
        if token.blocked and chance(source, 2):
            party = pick(source, sorted(token.blocked))
            driver.call(deployed, "unblock", (party,), sender).require()
            token.blocked.discard(party)
        elif len(token.blocked) < 3:
            driver.call(deployed, "block", (party,), sender).require()
            token.blocked.add(party)
    elif name == "pause":
        token.paused = not token.paused
        driver.call(deployed, "pause" if token.paused else "unpause", (), sender).require()
    elif name == "upgrade":
        token.fee_bps = pick(source, (0, 100))
        driver.call(deployed, "upgrade", (token.fee_bps,), sender).require()
    else:
        token.refusing = chance(source, 2)
        # The call-back tries to withdraw for the beneficiary in the middle of a payment: always locked.
        data = table.contract.abi.function("withdraw").encode(
            (token.address, house["beneficiary"], house["beneficiary"])
        )
        driver.call(deployed, "arm", (table.address, data, token.refusing), sender).require()


def poor(table: Table, source: Source) -> None:
    """A bank runs out of money, or is given some."""
    house = table.house
    name = pick(source, ("plain", "no_return"))
    deployed, token = house.seat.tokens[name], house.money.tokens[house[name]]
    bank, vault = house[pick(source, BANKS)], house["keeper"]
    rich = token.balances[bank] > 0
    sender, receiver = (bank, vault) if rich and chance(source, 2) else (vault, bank)
    amount = token.balances[sender]
    table.driver.call(deployed, "transfer", (receiver, amount), sender).require()
    token.move(sender, receiver, amount)


def closure(table: Table, source: Source) -> None:
    """Two keepers record an unplanned closure, ordinary or by force majeure."""
    code = pick(source, tuple(PLACES))
    place = table.place(place_key(code))
    day = place.local_day(table.next_moment) + pick(source, (0, 1, -1, 3))
    if day in place.unplanned or len(place.unplanned) > 12:
        return
    table.house.close_unplanned(code, day, pick(source, (1, 2)))


def mandate(table: Table, source: Source) -> None:
    """Somebody gives the credits less authority to bind it, or, rather, all of it again."""
    house, ledger = table.house, table.house.seat.claim
    parties = [house[name] for name in (*SELLERS, *BANKS)]
    short = [one for one in parties if authority(table, one) < LARGEST_CAP // 2]
    party, cap = pick(source, parties), pick(source, (0, 1, 50_000_00))
    if short and not chance(source, 3):
        party, cap = pick(source, short), LARGEST_CAP
    table.driver.call(ledger, "authorise", (table.address, cap, VALID_UNTIL), party).require()
    assert house.claims.authorise(party, table.next_moment, table.address, cap, VALID_UNTIL).ok


def authority(table: Table, party: str) -> int:
    """[minor] How much more the credits may bind this party for."""
    return table.house.claims.authority_of(party, table.address)["cap"]
