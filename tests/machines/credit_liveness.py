"""Liveness of the credit machine: whoever is owed can be paid, and every cover finds its way out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.machines.credit_house import DAY
from usance.chain.driver import Deployed
from usance.claim_terms import Claim
from usance.codes import AmendmentStatus, AvailableBy, CreditStatus, SetStatus, Stage
from usance.model.credit_reimbursement import PAID
from usance.model.credit_tenor import is_usance
from usance.model.credit_terms import MAX_TENOR
from usance.model.outcome import rules_in
from usance.terms import ZERO_ADDRESS, Credit

if TYPE_CHECKING:
    from tests.machines.credit_table import Deal, Filed, Table

OWING = (SetStatus.COMPLYING, SetStatus.PRECLUDED)
SOUND = ("plain", "no_return", "pause")
# [day] Longer than a legal stop, time to send records again, thirty banking days of examination or return.
LONGEST_CLOCK = 120


def pay_everybody(table: Table) -> None:
    """Everything that is owed is paid and every credit closed, as far as the tokens' owners let it."""
    driver, house = table.driver, table.house
    stranger = house["stranger"]
    for token in house.seat.tokens.values():
        if "unpause" in token.abi.functions:
            driver.call(token, "unpause", (), stranger).require()
    _pay_back_claims(table)
    ends = [deal.terms.expiry_day + deal.terms.closing_days + 100 for deal in table.deals]
    driver.set_time(max([driver.now() + LONGEST_CLOCK * DAY, *(day * DAY for day in ends)]))
    settled: dict[bytes, bool] = {}
    for deal in table.deals:
        if not _ended(table, deal):
            done = [_settle(table, deal, filed) for filed in deal.sets]
            settled[deal.id] = all(done)
    waiting = [deal for deal in table.deals if not _ended(table, deal)]
    if waiting:
        # Refused claims of usance credits keep them open until their tenor is over.
        driver.set_time(max(driver.now(), *(_last_close(deal) * DAY for deal in waiting)))
    stuck: Counter[str] = Counter()
    for deal in table.deals:
        if not _ended(table, deal):
            if settled[deal.id]:
                house.act("close", stranger, deal.terms).require()
            else:
                cover = house.view("credit_state", deal.id)["cover"]
                stuck[deal.terms.asset] += cover * deal.terms.asset_scale
        stuck[deal.terms.asset] += _let_changes_go(table, deal) * deal.terms.asset_scale
    for token in house.seat.tokens.values():
        held = driver.view(token, "balanceOf", (table.address,))
        owed = house.view("owed", token.address)
        if held != owed + stuck[token.address]:
            raise AssertionError(f"after all is paid {held} of {token.name} are held for {owed} owed")


def _last_close(deal: Deal) -> int:
    tenor = MAX_TENOR if deal.terms.available_by == AvailableBy.MIXED else deal.terms.tenor_days
    return deal.terms.expiry_day + deal.terms.closing_days + 100 + tenor


def _ended(table: Table, deal: Deal) -> bool:
    return bool(table.house.view("credit_state", deal.id)["status"] >= CreditStatus.CLOSED)


def _let_changes_go(table: Table, deal: Deal) -> int:
    """Once a credit has ended anybody returns what its pending changes hold; before, that is held [minor]."""
    held = 0
    for one in deal.changes:
        state = table.house.view("amendment_state", one.id)
        if state["status"] != AmendmentStatus.PENDING:
            continue
        if _ended(table, deal):
            table.house.act("reject_amendment", "stranger", deal.terms, one.id).require()
        else:
            held += state["cover"]
    return held


def _terms(table: Table, deal: Deal, state: dict[str, Any]) -> Any:
    """What an act on a set carries, by what the chain shows of it."""
    at_confirmer = deal.own is not None and state["stage"] == Stage.CONFIRMER
    return deal.own if at_confirmer else deal.terms


def _pay_back_claims(table: Table) -> None:
    """A bank that paid can claim at once, and an issuing bank that finds it complying can pay (U8)."""
    house = table.house
    by_asset = {one.address: kind for kind, one in house.seat.tokens.items()}
    for deal in table.deals:
        if by_asset.get(deal.terms.asset) not in SOUND or _ended(table, deal):
            continue
        for filed in deal.sets:
            state = house.view("presentation_state", filed.id)
            paid = state["stage"] != Stage.ISSUER and state["status"] in PAID and state["amount"]
            if not paid or state["stopped"]:
                continue
            _fund(table, table._tokens[deal.terms.asset], deal.terms.issuer)
            bank = filed.statement.bank
            house.act("forward", bank, _terms(table, deal, state), filed.statement).require()
            args = (deal.terms, filed.statement)
            today = table.place(deal.terms.issuer_place).local_day(table.next_moment)
            house.act("acknowledge", deal.terms.issuer, *args, today).require()
            house.act("accept", deal.terms.issuer, *args).require()
            paid = house.act("honour", deal.terms.issuer, *args).require().event("Honoured")
            given = paid["from_cover"] + paid["from_bank"]
            if (paid["payee"], given, paid["outstanding"]) != (bank, state["amount"], 0):
                raise AssertionError(f"a bank that paid {state['amount']} was paid back {paid.args}")


def _fund(table: Table, token: Deployed, bank: str, spender: str = "") -> None:
    table.driver.call(token, "mint", (bank, 2**200), bank).require()
    table.driver.call(token, "approve", (spender or table.address, 2**250), bank).require()


def _settle(table: Table, deal: Deal, filed: Filed) -> bool:
    """Silence is turned into a debt, the debt is paid. False: the token's owner lets no bank pay."""
    house, statement = table.house, filed.statement
    state = house.view("presentation_state", filed.id)
    terms = _terms(table, deal, state)
    bank = terms.issuer if state["stage"] == Stage.ISSUER else statement.bank
    bound = state["stage"] != Stage.NOMINATED
    if state["status"] == SetStatus.SUSPENDED:
        # Nobody sent the records again: they count as not presented.
        house.act("drop", bank, terms, statement).require()
        return True
    silent = state["status"] == SetStatus.PRESENTED and state["received"]
    kept = state["status"] == SetStatus.REFUSED and state["due_day"] != 0
    if bound and (silent or kept):
        done = house.act("preclude", "stranger", terms, statement)
        if not done.ok and "U14" in rules_in(done.reason):
            # Its clock is longer than the wait so far: it ends all the same.
            table.driver.set_time(table.driver.now() + 4 * LONGEST_CLOCK * DAY)
            done = house.act("preclude", "stranger", terms, statement)
        if not done.ok and "U16" not in rules_in(done.reason):
            raise AssertionError(f"a silent bank cannot be precluded: {done.reason}")
        state = house.view("presentation_state", filed.id)
    if state["status"] in OWING and bound and state["amount"] and is_usance(terms) and not state["claim"]:
        if terms.available_by == AvailableBy.MIXED and terms.legs not in table.legs:
            # Terms that commit to legs nobody knows bind their bank to nothing that can be carried out.
            return False
        # Silence does not put off an undertaking.
        _to_due_day(table, state["due_day"])
        legs = table.legs.get(terms.legs, [])
        receipt = house.act("undertake", "stranger", terms, statement, legs).require()
        claims = [Claim(**event["terms"]) for event in receipt.events if event.name == "ClaimBorn"]
        return _keep_promise(table, terms, filed, claims)
    if state["status"] == SetStatus.UNDERTAKEN:
        known = [leg.claim for leg in table.model.sets[filed.id].legs.values()]
        return _keep_promise(table, terms, filed, known)
    if state["status"] not in OWING or not bound or state["amount"] == 0:
        return True
    if terms.asset == ZERO_ADDRESS:
        # Nothing can be paid here: what is due becomes a claim of its payee.
        _to_due_day(table, state["due_day"])
        house.act("default_", "stranger", terms, statement).require()
        return True
    by_address = {one.address: (kind, one) for kind, one in house.seat.tokens.items()}
    if terms.asset not in by_address:
        return False
    kind, token = by_address[terms.asset]
    _fund(table, token, bank)
    if "unblock" in token.abi.functions:
        table.driver.call(token, "unblock", (bank,), bank).require()
        table.driver.call(token, "unblock", (table.address,), bank).require()
    paid = house.act("honour", bank, terms, statement)
    if paid.ok:
        return True
    # A token that refuses every exact move stops the bank's part; cover is booked for the payee.
    if kind in ("plain", "no_return", "blocklist", "pause"):
        raise AssertionError(f"{state['amount']} owed cannot be paid: {paid.reason}")
    if house.view("credit_state", deal.id)["cover"] and state["stage"] == Stage.ISSUER:
        _to_due_day(table, state["due_day"])
        house.act("honour", "stranger", terms, statement).require()
    return False


def _keep_promise(table: Table, terms: Credit, filed: Filed, claims: list[Claim]) -> bool:
    """Each leg is paid where claims are kept, and the set is done. False: no bank can pay in this token."""
    house, ledger = table.house, table.house.seat.claim
    token = table._tokens.get(terms.asset)
    kind = {one.address: name for name, one in house.seat.tokens.items()}.get(terms.asset)
    if token is None or kind not in SOUND:
        return False
    for claim in claims:
        identity = house.claims.claim_id(claim)
        owed = table.driver.view(ledger, "outstanding", (identity,))
        if owed:
            _fund(table, token, claim.debtor, ledger.address)
            table.driver.call(ledger, "pay", (claim, 2**112 - 1), claim.debtor).require()
            if table.driver.view(ledger, "outstanding", (identity,)):
                raise AssertionError(f"a leg of {owed} was not paid off")
        house.act("settle", "stranger", terms, filed.statement, claim).require()
    after = house.view("presentation_state", filed.id)["status"]
    if after != SetStatus.HONOURED:
        raise AssertionError(f"every leg is paid, and the set is {after}")
    return True


def _to_due_day(table: Table, due_day: int) -> None:
    """The next act is two days after a due day, at any place."""
    if table.driver.now() < (due_day + 2) * DAY:
        table.driver.set_time((due_day + 2) * DAY)
