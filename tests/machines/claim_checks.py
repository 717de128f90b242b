"""What is checked between the acts: the books in whole, the dear views, and that everybody can be paid."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.machines.claim_house import CONTRACTS, ROLES
from tests.machines.claim_table import Disagreement, Table
from tests.machines.claim_watch import Breach
from tests.machines.credit_house import DAY
from usance.chain.driver import Deployed
from usance.claim_terms import sub_account
from usance.codes_claims import SubAccount
from usance.model.claim_books import ClaimBook
from usance.model.party import Status
from usance.terms import ZERO_ADDRESS, ZERO_HASH

# What paying one account out may cost, whatever a token's owner or a receiver did [gas].
WITHDRAWAL_GAS = 400_000


def _differs(what: str, shown: Any, known: Any) -> None:
    if shown != known:
        raise Disagreement(f"{what}: {shown}\n  the model {known}")


def check(table: Table) -> None:
    """Every claim's books, and what the contract holds of each token."""
    house, model, view = table.house, table.model, table.house.view
    pots: Counter[str] = Counter()
    for deal in table.deals:
        book = model.claims[deal.id]
        state = view("claim_state", deal.id)
        _differs("claim", state, book.view())
        holdings = {account: view("holding_of", deal.id, account) for account in book.holdings}
        for account, held in holdings.items():
            _differs(f"{house.name_of(account)} holds", held, book.holdings[account].view())
        table.watch.hold(deal.id, state, holdings)
        if book.asset != ZERO_ADDRESS:
            pots[book.asset] += state["pot"] * book.asset_scale
        elif state["pot"]:
            raise Breach(f"{state['pot']} in the pot of a claim that is off chain")
    for token in house.seat.tokens.values():
        held = table.driver.view(token, "balanceOf", (table.address,))
        owed = view("owed", token.address)
        _differs(f"{token.name} held", held, house.money.tokens[token.address].balances[table.address])
        if held != pots[token.address] + owed:
            raise Breach(f"{held} of {token.name} held for pots of {pots[token.address]} and {owed} owed")


def check_views(table: Table) -> None:
    """Everything else that the contracts show, and that no key is free early."""
    house, model, view = table.house, table.model, table.house.view
    # Views are read at the time of the last act, or at the next one's when that is fixed.
    now = table.driver.now() if table.driver._next is None else table.driver._next
    for deal in table.deals:
        book, claim = model.claims[deal.id], deal.id
        _differs("outstanding", view("outstanding", claim), book.outstanding)
        for account in book.holdings:
            _differs("proceeds", view("proceeds_of", claim, account), model.proceeds_of(claim, account))
        _differs("due day", view("due_day_of", deal.terms), model.due_day_of(deal.terms, now))
        _differs("aging", view("aging", deal.terms), model.aging(deal.terms, now))
        _differs("late interest", view("late_interest", deal.terms), model.late_interest(deal.terms, now))
        _differs("asset in force", view("asset_in_force", deal.terms), model.asset_in_force(deal.terms))
        _differs("dispute", view("dispute_of", claim), model.dispute_of(claim))
        _differs("submission", view("submission_of", claim), model.submission_of(claim))
        for reference in table.references.get(claim, ()):
            known = model.assertion_of(claim, reference)
            _differs("assertion", view("assertion_of", claim, reference), known)
        for pledgor, pledgee in _pledges(table, claim):
            shown = view("pledge_of", claim, pledgor, pledgee)
            _differs("pledge", shown, model.pledge_of(claim, pledgor, pledgee))
        for verifier in book.words:
            _differs(
                "attestation", view("attestation_of", claim, verifier), model.attestation_of(claim, verifier)
            )
    for debtor, agent in model.authorities:
        shown = view("authority_of", debtor, agent)
        _differs("authority", shown, model.authority_of(debtor, agent))
    for anchor, currency in model.limits:
        shown = view("payables_of", anchor, currency)
        _differs("limit", shown, model.payables_of(anchor, currency, now))
    _money(table)
    _keys(table)
    if view("isApprovedForAll", house["reentering"], house["stranger"]):
        raise Breach("a hook changed something while the act around it held the lock")


def _pledges(table: Table, claim: bytes) -> list[tuple[str, str]]:
    """Who pledged to whom, whatever became of it."""
    found = {
        (args[1], sender) if name != "pledge" else (sender, args[1])
        for name, sender, args, receipt in table.story
        if receipt.ok and name in ("pledge", "call_pledge", "foreclose") and args[0] == claim
    }
    return sorted(found)


def _money(table: Table) -> None:
    house, view = table.house, table.house.view
    for token in house.seat.tokens.values():
        known = house.money.tokens[token.address]
        for name in (*ROLES, "stranger"):
            shown = table.driver.view(token, "balanceOf", (house[name],))
            _differs(f"{name} has of {token.name}", shown, known.balances[house[name]])
            waiting = view("withdrawable", house[name], token.address)
            _differs(f"held for {name}", waiting, table.model.withdrawable(house[name], token.address))


def _keys(table: Table) -> None:
    """What is taken of an object is the faces of all its claims that are not settled, and the charges."""
    view, charges = table.driver.view, table.charge
    faces: Counter[bytes] = Counter()
    for deal in table.deals:
        terms = deal.terms
        book = table.model.claims[deal.id]
        if terms.fingerprint != ZERO_HASH and not table.house.view("claim_state", deal.id)["settled"]:
            key = view(charges, "key_of", (terms.fingerprint, terms.creditor))
            faces[view(charges, "present_key", (key,))] += book.face
    for key in table.house.charges.things:
        shown = view(charges, "object_of", (key,))
        _differs("object", shown, table.house.charges.object_of(key))
        if shown["on_ledger"] + shown["charged"] > shown["amount"]:
            raise Breach(f"an object of {shown['amount']} is taken {shown['on_ledger']} + {shown['charged']}")
        if view(charges, "present_key", (key,)) == key and shown["on_ledger"] != faces[key]:
            raise Breach(f"{faces[key]} of unsettled faces, {shown['on_ledger']} taken")
    for charge in table.charges:
        shown = view(charges, "charge_of", (charge,))
        _differs("charge", shown, table.house.charges.charge_of(charge))


# --- liveness: tried, then undone ---


def check_liveness(table: Table) -> None:
    """Whoever has proceeds gets them, in bounded gas, whatever tokens, hooks and registers do."""
    mark = table.driver.snapshot()
    try:
        _free_tokens(table)
        for deal in table.deals:
            book = table.model.claims[deal.id]
            if table.house.view("claim_state", deal.id)["pot"]:
                _pay_out(table, deal.terms, book)
        _pay_held(table)
    finally:
        table.driver.revert(mark)


def _free_tokens(table: Table) -> None:
    """Stops of a token's owner end; whom it blocks may name another address."""
    stranger = table.house["stranger"]
    for token in table.house.seat.tokens.values():
        table.driver.call(token, "unpause", (), stranger).require()
        table.driver.call(token, "unblock", (table.address,), stranger).require()
        if token.address == table.house["fee"]:
            table.driver.call(token, "charge", (0, False), stranger).require()


def _outlet(table: Table, account: str, token: Deployed | None) -> str:
    """An address that the account may name and the token does not block."""
    blocked = table.house.money.tokens[token.address].blocked if token is not None else set()
    return account if account not in blocked else table.house["keeper"]


def _pay_out(table: Table, terms: Any, book: ClaimBook) -> None:
    house, claim = table.house, book.id
    stranger = house["stranger"]
    tokens = {token.address: token for token in house.seat.tokens.values()}
    for pledgor, pledgee in _pledges(table, claim):
        account = sub_account(SubAccount.PLEDGED, pledgor, pledgee)
        if house.view("proceeds_of", claim, account):
            house.act(stranger, "share_proceeds", claim, pledgor, pledgee).require()
    for name in CONTRACTS:
        owner = house[name]
        if house.view(
            "balanceOf", sub_account(SubAccount.PARKED, owner, owner), int.from_bytes(claim, "big")
        ):
            _unhold(table, owner)
            house.act(owner, "collect", claim, owner).require()
    for account in list(book.holdings):
        share = house.view("proceeds_of", claim, account)
        if share == 0 or account not in house.names:
            if share:
                raise Breach(f"{share} wait in {account}, which has no key")
            continue
        to = _outlet(table, account, tokens.get(book.asset))
        data = table.contract.abi.function("withdraw").encode((terms, account, to))
        receipt = house.sent(account, table.address, data, gas=WITHDRAWAL_GAS)
        if not receipt.ok:
            raise Breach(f"{house.name_of(account)} cannot withdraw {share}: {receipt.reason!r}")
        if house.view("proceeds_of", claim, account):
            raise Breach(f"{house.name_of(account)} withdrew and still has proceeds")


def _unhold(table: Table, party: str) -> None:
    """The supervisor lets a party go; a removed one stays removed."""
    registry = table.house.seat.suite.registry
    if table.driver.view(registry, "status_of", (party,)) == Status.HELD:
        supervisor = table.house["supervisor"]
        table.driver.call(registry, "set_status", (party, int(Status.ACTIVE)), supervisor).require()


def _pay_held(table: Table) -> None:
    """What was held comes free with the party."""
    house = table.house
    table.driver.set_time(table.driver.now() + DAY)
    for token in house.seat.tokens.values():
        for name in ROLES:
            party = house[name]
            if not house.view("withdrawable", party, token.address):
                continue
            _unhold(table, party)
            to = _outlet(table, party, token)
            house.act(party, "withdraw_held", token.address, party, to).require()
        if house.view("owed", token.address):
            raise Breach(f"{token.name} is owed to nobody")
