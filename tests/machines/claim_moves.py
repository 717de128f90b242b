"""The list of moves of the machine of claims: what anybody might do next, the forbidden included.

Each move takes the table and a source of choices. Both searchers, Hypothesis and the seeded walker, play
this one list.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.machines import claim_moves_births as births
from tests.machines import claim_moves_life as life
from tests.machines import claim_moves_money as money
from tests.machines.claim_draws import FACES, acting, anybody, chance, fresh, pick
from tests.machines.claim_house import HOME, MOST
from tests.machines.claim_table import Source, Table
from tests.machines.claim_words import Given
from tests.machines.credit_house import DAY
from usance import signing
from usance.charges.message import CHARGE_REGISTRY, ChargeTerms, charge_message, filing_of
from usance.codes_claims import ClaimKind
from usance.model.charge import charge_words
from usance.model.party import Signed, Status
from usance.signing import Domain

Move = Callable[[Table, Source], None]
# Claims of one face that are always alive.
EQUAL = 3
UCC1 = filing_of("UCC1")


# --- charges outside the ledger ---


def charge(table: Table, source: Source) -> None:
    """A financier takes what is free of an invoice, with the seller's signature."""
    house = table.house
    seller = house[pick(source, ("seller", "second_seller"))]
    word = b"shared %d" % source.below(4)
    word = word.ljust(32, b"\0")
    if chance(source, 3) and table.deals:
        terms = pick(source, table.deals[-24:]).terms
        if any(terms.fingerprint) and terms.creditor in (house["seller"], house["second_seller"]):
            seller, word = terms.creditor, terms.fingerprint
    seen = house.charges.object_of(house.charges.key_of(word, seller))
    free = seen["amount"] - seen["on_ledger"] - seen["charged"] or table.face
    charged = ChargeTerms(
        seller=seller,
        creditor=house[pick(source, ("financier", "second_financier", "bank"))],
        fingerprint=word,
        object_amount=seen["amount"] or 2 * table.face,
        amount=pick(source, (1, max(1, free // 2), free, free + 1)),
        until=table.next_moment + pick(source, (DAY, 30 * DAY, 180 * DAY)),
        filing=UCC1,
        reference=b"entry".ljust(32, b"\3"),
    )
    table.nonce += 1
    nonce, deadline = table.nonce, table.next_moment + 3_600
    domain = Domain(CHARGE_REGISTRY, table.driver.chain_id, table.charge.address)
    signer = house.name_of(seller) if not chance(source, 12) else "stranger"
    raw = signing.sign(house.seat.keys[signer], charge_message(domain, charged, nonce, deadline))
    fact = Signed(house[signer], charge_words(charged, nonce, deadline), domain.chain_id, domain.address)
    table.do("charge", charged.creditor, charged, nonce, deadline, Given(raw, fact))


def release(table: Table, source: Source) -> None:
    live = sorted(table.house.charges.charges)
    if live:
        identifier = pick(source, live)
        creditor = table.house.charges.charges[identifier].creditor
        sender = creditor if source.below(2) else anybody(table, source)
        table.do("release_charge", sender, identifier)


def rotate(table: Table, source: Source) -> None:
    """A verifier moves an invoice to the key of a new epoch; its claims go on."""
    known = [deal.terms for deal in table.deals[-24:] if any(deal.terms.fingerprint)]
    if known:
        terms = pick(source, known)
        new = b"epoch".ljust(24, b"\0") + fresh(table)[-8:]
        sender = acting(table, source, table.house["verifier"])
        table.do("rotate", sender, terms.creditor, terms.fingerprint, new)


# --- trouble ---


def status(table: Table, source: Source) -> None:
    """A supervisor holds, frees, or finds a party insolvent."""
    house = table.house
    names = ("seller", "debtor", "anchor", "supplier", "financier", "second_financier", "bank", "wallet")
    troubled = [name for name in names if house.parties.status_of(house[name]) != Status.ACTIVE]
    if troubled and not chance(source, 4):
        name, wanted = pick(source, troubled), Status.ACTIVE
    else:
        name, wanted = pick(source, names), pick(source, (Status.HELD, Status.HELD, Status.INSOLVENT))
    table.set_status(house[name], wanted)


def token(table: Table, source: Source) -> None:
    """A token turns: blocks somebody, stops."""
    house, driver, by = table.house, table.driver, table.house["stranger"]
    name = pick(source, ("blocklist", "pause"))
    deployed, model = house.seat.tokens[name], house.money.tokens[house[name]]
    if name == "pause":
        model.paused = not model.paused
        driver.call(deployed, "pause" if model.paused else "unpause", (), by).require()
        return
    if model.blocked and not chance(source, 3):
        party = pick(source, sorted(model.blocked))
        driver.call(deployed, "unblock", (party,), by).require()
        model.blocked.discard(party)
        return
    party = pick(source, [house[one] for one in ("supplier", "financier", "seller", "debtor")])
    driver.call(deployed, "block", (party,), by).require()
    model.blocked.add(party)


# Each move with how often it comes.
MOVES: dict[Move, int] = {
    births.register: 5,
    births.register_batch: 2,
    births.register_accepted: 1,
    births.accept: 4,
    births.accept_batch: 2,
    births.accept_signed: 1,
    births.cancel_nonce: 1,
    births.deny: 1,
    births.mandate: 3,
    births.submit: 3,
    births.deem: 2,
    births.rescind: 1,
    births.attest: 1,
    births.issue_payable: 4,
    births.receive: 2,
    births.refuse: 1,
    births.lapse: 1,
    births.cancel: 1,
    births.limit_payables: 1,
    births.authorise: 1,
    births.reserve: 2,
    births.bear: 4,
    births.stop: 2,
    money.approve: 1,
    money.transfer: 12,
    money.transfer_pledged: 1,
    money.batch: 3,
    money.split: 4,
    money.retire: 2,
    money.collect: 2,
    money.pay: 14,
    money.withdraw: 10,
    money.withdraw_held: 2,
    money.order: 2,
    money.pledge: 5,
    money.release_pledge: 1,
    money.redeem_pledge: 2,
    money.call_pledge: 2,
    money.foreclose: 2,
    money.share_proceeds: 2,
    life.notify: 1,
    life.acknowledge: 1,
    life.misdirected: 3,
    life.assert_payment: 2,
    life.confirm_payment: 3,
    life.confirm_for_all: 2,
    life.contest_payment: 1,
    life.dispute: 2,
    life.answer_dispute: 1,
    life.drop_dispute: 1,
    life.credit_note: 3,
    life.agree: 1,
    life.prolong: 2,
    life.change_asset: 2,
    life.age: 2,
    life.default_: 2,
    life.write_off: 1,
    life.settle: 2,
    life.interest_cut: 2,
    life.go_on: 5,
    charge: 1,
    release: 1,
    rotate: 1,
    status: 1,
    token: 2,
}
DEALT: list[Move] = [move for move, weight in MOVES.items() for _ in range(weight)]


# --- the beginning, and what is always there ---


def opening(table: Table, source: Source) -> None:
    """The face of this play, and three live claims of it: two invoices accepted, a payable received."""
    table.face = pick(source, (*FACES, MOST, 2**111 + 12_345))
    house = table.house
    terms = house.terms(face=table.face, salt=fresh(table), fingerprint=fresh(table))
    for seller in ("seller", "second_seller"):
        deal = table.deal(terms.but(creditor=house[seller]))
        table.do("register", house[seller], deal)
        table.do("accept", house["debtor"], deal, source.below(4))
    promised = house.terms(
        kind=ClaimKind.PAYABLE,
        debtor=house["anchor"],
        creditor=house["supplier"],
        face=table.face,
        fingerprint=bytes(32),
        object_amount=0,
        salt=fresh(table),
    )
    deal = table.deal(promised)
    table.do("issue_payable", house["anchor"], deal)
    table.do("receive", house["supplier"], deal)


def top_up(table: Table) -> None:
    """Another claim of the play's face, by the birth that nothing stops."""
    house = table.house
    for _ in range(EQUAL):
        if table.equal() >= EQUAL:
            return
        agent = house["agent"]
        room = table.model.authority_of(house["bank"], agent)
        if room["until"] < table.next_moment or room["cap"] < table.face:
            table.do("authorise", house["bank"], agent, MOST, table.next_moment + 60 * DAY)
        borne = house.terms(
            kind=ClaimKind.ACCEPTANCE,
            debtor=house["bank"],
            creditor=house["supplier"],
            face=table.face,
            due_day=table.today(HOME) + 21,
            fingerprint=bytes(32),
            content=bytes(32),
            object_amount=0,
            salt=fresh(table),
        )
        table.do("bear", agent, table.deal(borne))
    if table.equal() < EQUAL:
        raise AssertionError("nothing brings another claim of the same face into being")
