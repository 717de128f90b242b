"""Rules of the credit machine: returns, notices, strikes, awards, stops, records, payments off chain."""

from __future__ import annotations

from collections.abc import Callable

from tests.machines.credit_draws import Same, acting, anybody, chance, draw_findings, pick, some_set
from tests.machines.credit_house import DAY, ORDER
from tests.machines.credit_table import Deal, Filed, Source, Table
from usance.codes import CreditStatus, Disposal, Exclusion, SetStatus, Stage
from usance.documents import merkle_proof
from usance.model.credit_books import OWING, SetBook
from usance.model.credit_tenor import is_usance
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit

MOST = 2**112 - 1


def rather(
    table: Table, source: Source, fits: Callable[[Deal, Filed, SetBook], bool]
) -> tuple[Deal, Filed, SetBook] | None:
    """A set of a live deal that fits, three times in four; else any."""
    if isinstance(source, Same) or chance(source, 4):
        return some_set(table, source)
    found = [
        (deal, filed, table.model.sets[filed.id])
        for deal in table.deals
        if table.model.credits[deal.id].status < CreditStatus.CLOSED
        for filed in deal.sets
    ]
    fitting = [one for one in found if fits(*one)]
    return pick(source, fitting) if fitting else some_set(table, source)


def return_documents(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    documents = ORDER if chance(source, 6) else filed.statement.documents
    table.do("return_documents", acting(table, source, entry.bank(deal.terms)), deal, filed, documents)


def record_notice(table: Table, source: Source) -> None:
    """A notice given off chain: today, earlier, too early, in the future."""
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    today = table.place(entry.place(deal.terms)).local_day(table.next_moment)
    given = pick(source, (today, today, entry.received_day, entry.last_day, today - 1, today + 1, 0))
    sender = acting(table, source, pick(source, (entry.giver(), entry.giver(), deal.terms.delivery_agent)))
    findings = draw_findings(source, filed)
    means = pick(source, (1, 2, 1, 2, 0, 3))
    text, reference = (ZERO_HASH if chance(source, 10) else ORDER for _ in range(2))
    args = (findings, int(pick(source, (*Disposal, 5))), text, given, means, reference)
    if table.do("record_notice", sender, deal, filed, *args).ok:
        filed.notice = findings


def present_again(table: Table, source: Source) -> None:
    """After a refusal the beneficiary cures one document; the bank finds fault with one it had before."""
    found = rather(table, source, lambda deal, filed, entry: bool(filed.notice and entry.received))
    if found is None:
        return
    deal, filed, _entry = found
    if not filed.leaves:
        return
    statement = filed.statement.but(documents=table.tree([*filed.leaves, table.fresh_leaf()]))
    again = table.filed(deal, statement)
    terms = deal.terms
    if not table.do("present", terms.beneficiary, deal, again).ok:
        return
    deal.sets.append(again)
    later = table.model.sets[again.id]
    bank, place = later.bank(terms), later.place(terms)
    if not table.do("acknowledge", bank, deal, again, table.today(place)).ok:
        return
    findings = [(20, pick(source, again.leaves)), (21, pick(source, filed.leaves))]
    disposal = int(Disposal.HOLD)
    if table.do("refuse", bank, deal, again, findings, disposal, ORDER).ok:
        again.notice = findings


def strike(table: Table, source: Source) -> None:
    """A second notice measured against an earlier one; now and then with a wrong proof or another notice."""

    def second(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        bar = deal.terms.exclusions & Exclusion.LEAF_BAR
        return bool(bar and filed.notice and entry.status == SetStatus.REFUSED and filed is not deal.sets[0])

    found = rather(table, source, second)
    if found is None:
        return
    deal, filed, entry = found
    before = deal.sets[: deal.sets.index(filed)]
    shared = [one for one in before if one.notice and set(one.leaves) & set(filed.leaves)]
    earlier = pick(source, shared if shared and not chance(source, 6) else deal.sets)
    notice, earlier_notice = list(filed.notice), list(earlier.notice)
    if chance(source, 10):
        notice = [*notice[:15], (1, ORDER)]
    if chance(source, 2):
        # The last day of the examination has to be over.
        over = table.place(entry.place(deal.terms)).midnight(entry.last_day + 1)
        table.driver.set_time(max(table.next_moment, min(over, table.next_moment + 20 * DAY)))
    proofs = [_proof(source, earlier, leaf) for _, leaf in notice]
    args = (earlier.statement, notice, earlier_notice, proofs)
    table.do("strike_notice", anybody(table, source), deal, filed, *args)


def _proof(source: Source, filed: Filed, leaf: bytes) -> list[bytes]:
    if leaf in filed.leaves and not chance(source, 12):
        return merkle_proof(filed.leaves, leaf)
    return [ORDER] if chance(source, 2) else []


def award(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, _ = found
    judge = pick(source, (deal.terms.panel, table.house["court"]))
    reference = ZERO_HASH if chance(source, 10) else ORDER
    table.do("award", acting(table, source, judge), deal, filed, reference)


def legal_stop(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    today = table.place(entry.place(deal.terms)).local_day(table.next_moment)
    amounts = (max(1, entry.amount // 3), max(1, entry.amount), entry.amount + 1, 0, MOST, MOST + 1)
    amount = pick(source, amounts)
    table.salt += 1
    fresh = b"order".ljust(24, b"\0") + table.salt.to_bytes(8, "big")
    reference = pick(source, (fresh, fresh, fresh, ORDER, ZERO_HASH))
    law = ZERO_HASH if chance(source, 10) else ORDER
    until = today + pick(source, (0, 2, 10, 30, 31, -1))
    sender = acting(table, source, pick(source, (entry.bank(deal.terms), table.house["court"])))
    table.do("stop", sender, deal, filed, amount, law, reference, until)


def lift(table: Table, source: Source) -> None:
    found = rather(table, source, lambda deal, filed, entry: entry.stop.amount != 0)
    if found is None:
        return
    deal, filed, entry = found
    sender = pick(source, (entry.bank(deal.terms), table.house["court"]))
    table.do("lift_stop", acting(table, source, sender), deal, filed)


def unreadable(table: Table, source: Source) -> None:
    """Records that the bank cannot read; that came again; that did not."""

    def electronic(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        clock = entry.status == SetStatus.PRESENTED and entry.received
        return bool(deal.terms.exclusions & Exclusion.EUCP and (clock or entry.status == SetStatus.SUSPENDED))

    found = rather(table, source, electronic)
    if found is None:
        return
    deal, filed, entry = found
    bank, giver = entry.bank(deal.terms), entry.giver()
    report = ZERO_HASH if chance(source, 10) else ORDER
    if entry.status != SetStatus.SUSPENDED and not chance(source, 6):
        table.do("report_unreadable", acting(table, source, bank), deal, filed, report)
    elif chance(source, 3):
        until, _ = table.model.suspension_of(entry.id)
        if until and chance(source, 2):
            # Around the end of the thirty days.
            over = table.place(entry.place(deal.terms)).midnight(until + 1) - source.below(2)
            table.driver.set_time(max(table.next_moment, over))
        table.do("drop", acting(table, source, bank), deal, filed)
    else:
        table.do("resend_records", acting(table, source, giver), deal, filed, report)


def pay_off_chain(table: Table, source: Source) -> None:
    """A bank says that it paid, the payee that it was, or was not."""

    def owed_off_chain(deal: Deal, filed: Filed, entry: SetBook) -> bool:
        in_money = entry.claim or not is_usance(deal.terms)
        return deal.terms.asset == ZERO_ADDRESS and entry.status in OWING and in_money

    found = rather(table, source, owed_off_chain)
    if found is None:
        return
    deal, filed, entry = found
    terms: Credit = deal.terms
    said = table.model.payment_assertion_of(filed.id)["amount"]
    payee = entry.payee()
    fork = source.below(4)
    if not said or fork == 0:
        owed = entry.amount or min(filed.statement.amount, table.model.credits[deal.id].available)
        amount = pick(source, (owed, owed, owed, owed // 2, owed + 1, 0))
        today = table.place(entry.place(terms)).local_day(table.next_moment)
        value = pick(source, (today, today, today - 1, today + 1, 0))
        bank = terms.issuer if entry.stage == Stage.CONFIRMER and chance(source, 3) else entry.bank(terms)
        reference = ZERO_HASH if chance(source, 10) else ORDER
        sender = acting(table, source, bank)
        table.do("assert_payment", sender, deal, filed, amount, value, reference)
    elif fork == 1:
        table.do("contest_payment", acting(table, source, payee), deal, filed)
    else:
        amount = pick(source, (said, said, said, max(1, said // 2), said + 1, 0))
        reference = ZERO_HASH if chance(source, 10) else ORDER
        table.do("confirm_payment", acting(table, source, payee), deal, filed, amount, reference)


def next_remedy(table: Table, source: Source, entry: SetBook, asset: str) -> bool:
    """What the story does next with a set in one of these states; False: nothing of this page."""
    if entry.status == SetStatus.SUSPENDED:
        unreadable(table, source)
    elif entry.status == SetStatus.RETURNED:
        award(table, source)
    elif entry.status in OWING and asset == ZERO_ADDRESS:
        pay_off_chain(table, source)
    else:
        return False
    return True
