"""The second act: an invoice that a company's signed account accepts, a payable through three tiers.

The company is an account whose people sign: one proposes, another consents, and a stranger carries the
order to the chain. The money of every tier is followed to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from usance.accounts import messages as words_of
from usance.accounts.words import GOVERN, OPEN_CEILING, OTHER, SIGN, Call, Change, Signer, ladder, rights
from usance.calendars import date_of
from usance.chain.driver import Account, Deployed, Receipt
from usance.chain.revm import throwaway
from usance.chain.suite import admit_party
from usance.claim_terms import Claim, claim_id, unit_id
from usance.claims.lineage import Move, lineage
from usance.codes_claims import ClaimKind
from usance.demo.records import ClaimStory, Holding
from usance.demo.teller import MORNING, Teller, day_text
from usance.demo.world import World, balance
from usance.fingerprints import InvoiceFacts, fingerprint, kind_of, rehearsal_epoch
from usance.invoices import Invoice, claim_facts, read_bytes, standing
from usance.money import money_text
from usance.signing import PARTY_REGISTRY, Admission, Domain, admission_message, digest, sign
from usance.terms import key_text, place_key

TRADER = 2
INVOICE = "invoice.xml"
OTHER_SPELLING = "km 2026 / 815"
PAYABLE = 90_000_00
TERM_DAYS = 30
# Throw-away accounts of the act, beyond those of the first.
PEOPLE = {
    "seller": 10,
    "treasurer": 11,
    "director": 12,
    "clerk": 13,
    "first supplier": 14,
    "second supplier": 15,
    "third supplier": 16,
}
NAMES = {
    "buyer": "Aurland Verft AS, an account with three signers",
    "seller": "Kessel & Moor GmbH",
    "treasurer": "signs for the buyer",
    "director": "signs for the buyer",
    "clerk": "signs for the buyer",
    "first supplier": "supplies the buyer",
    "second supplier": "supplies the first",
    "third supplier": "supplies the second",
}
ALL = rights(GOVERN, OTHER, SIGN)
YEARS = 20


@dataclass
class Stage:
    """The world with the people of the act and the buyer's account."""

    world: World
    people: dict[str, Account]
    account: Deployed
    place: str
    orders: int = 0

    def address(self, who: str) -> str:
        if who == "buyer":
            return self.account.address
        return self.people[who].address if who in self.people else self.world.address(who)

    def name_of(self, address: str) -> str:
        for who in ("buyer", *self.people):
            if self.address(who) == address:
                return who
        return address[:10]


class ClaimTale(Teller):
    """One story of the act."""

    def __init__(self, stage: Stage, story: ClaimStory) -> None:
        super().__init__(stage.world, story)
        self.stage = stage

    @property
    def claim_contract(self) -> Deployed:
        return self.world.suite.claim

    def do(
        self,
        who: str,
        function: str,
        args: Sequence[Any],
        day: int,
        act: str,
        meaning: str,
        rule: str = "",
        money: str = "",
        state: str = "",
    ) -> Receipt:
        """An act of a person on ClaimToken."""
        return self.act(
            who, function, args, (self.stage.place, day, MORNING), act, meaning, rule, money, state,
            contract=self.claim_contract, sender=self.stage.address(who),
        )  # fmt: skip

    def order(
        self,
        target: Deployed,
        function: str,
        args: Sequence[Any],
        day: int,
        act: str,
        meaning: str,
        rule: str = "",
        money: str = "",
        state: str = "",
    ) -> Receipt:
        """An order of the buyer: the clerk proposes, the treasurer consents, a stranger carries it."""
        data = target.abi.function(function, len(args)).encode(list(args))
        calls = [Call(target.address, data)]
        stage, driver = self.stage, self.world.driver
        deadline = driver.now() + 90 * 86_400
        stage.orders += 1
        nonce = stage.orders
        proposer, second = stage.people["clerk"], stage.people["treasurer"]
        domain = words_of.domain_of(driver.chain_id, stage.account.address)
        message = words_of.order_message(domain, calls, proposer.address, nonce, deadline)
        bundle = words_of.bundle(
            (proposer.address, _sign(proposer, message)), [(second.address, _sign(second, message))]
        )
        words = [[call.as_tuple() for call in calls], proposer.address, nonce, deadline, bundle]
        return self.act(
            "stranger", "execute", words, (stage.place, day, MORNING), act, meaning, rule, money, state,
            label="buyer", contract=stage.account,
        )  # fmt: skip

    def refused(self, who: str, function: str, args: Sequence[Any], day: int, act: str, meaning: str) -> None:
        """An act that the contract refuses, shown with its reason."""
        self.world.driver.set_time(self.at(self.stage.place, day))
        receipt = self.world.driver.call(self.claim_contract, function, list(args), self.stage.address(who))
        if receipt.ok:
            raise AssertionError(f"{function} by {who} was to be refused")
        self.sent += 1
        rule = receipt.reason.rsplit("(", 1)[-1].rstrip(")")
        self.row(who, self.stage.place, day, receipt.timestamp, act, meaning, rule, "", "REFUSED")

    def cash(self, whom: Sequence[str]) -> dict[str, int]:
        """Money of these people, and what the claims hold for them [minor]."""
        found = {who: balance(self.world, self.stage.address(who)) for who in whom}
        found["held by the claims"] = balance(self.world, self.claim_contract.address)
        return found


def _sign(account: Account, message: Any) -> bytes:
    assert account.key is not None
    return sign(account.key, message)


def first_change(people: dict[str, Account]) -> Change:
    """Three signers; whatever the buyer does needs a proposer and one more."""
    signers = tuple(Signer(people[who].address, ALL) for who in ("treasurer", "director", "clerk"))
    ladders = tuple(ladder(capability, (OPEN_CEILING, 1)) for capability in (GOVERN, SIGN))
    return Change(signers=signers, ladders=ladders)


def set_up(world: World, place: str) -> Stage:
    """The buyer's account, admitted by its own people's signatures, and its suppliers."""
    driver, operator = world.driver, world.address("operator")
    driver.accounts(max(PEOPLE.values()) + 1)
    people = {who: throwaway(index) for who, index in PEOPLE.items()}
    account = driver.deploy("InstitutionAccount", [first_change(people).as_tuple()], operator)
    stage = Stage(world, people, account, place)
    for who in ("seller", "first supplier", "second supplier", "third supplier"):
        admit_party(driver, world.suite, people[who], TRADER, operator)
    until = driver.now() + YEARS * 366 * 86_400
    admission = Admission(account.address, TRADER, until, account.address.encode()[:32], ())
    domain = Domain(PARTY_REGISTRY, driver.chain_id, world.suite.registry.address)
    message = admission_message(domain, world.suite.rulebook, admission, 1, until)
    consent = words_of.consent_message(
        words_of.domain_of(driver.chain_id, account.address),
        people["clerk"].address,
        digest(message),
    )
    clerk, treasurer = people["clerk"], people["treasurer"]
    signature = words_of.bundle(
        (clerk.address, _sign(clerk, consent)), [(treasurer.address, _sign(treasurer, consent))]
    )
    words = [admission.as_tuple(), 1, until, signature]
    driver.call(world.suite.registry, "admit", words, operator).require()
    tokens = 10 * PAYABLE * world.scale
    driver.call(world.token, "mint", [account.address, tokens], operator).require()
    return stage


def invoice_of() -> Invoice:
    """The seller's own e-invoice (UBL 2.1), read and checked against EN 16931."""
    data = (resources.files("usance.demo") / "messages" / INVOICE).read_bytes()
    return read_bytes(data, INVOICE)


def identity_of(stage: Stage, who: str) -> bytes:
    party = stage.world.driver.view(stage.world.suite.registry, "party_of", [stage.address(who)])
    return bytes(party["identity"])


def invoice_terms(stage: Stage, invoice: Invoice, today: int, number: str = "") -> Claim:
    """The claim that the invoice is; `number` spells its number in another way."""
    facts = claim_facts(standing(invoice, date_of(today)))
    seller = identity_of(stage, "seller")
    known = InvoiceFacts.dated(kind_of(invoice.type), seller, number or facts.number, invoice.issue_day)
    return Claim(
        kind=ClaimKind.INVOICE,
        creditor=stage.address("seller"),
        debtor=stage.address("buyer"),
        currency=facts.currency.encode().ljust(32, b"\0"),
        asset=stage.world.token.address,
        asset_scale=stage.world.scale,
        face=facts.face,
        issue_day=facts.issue_day,
        due_day=facts.due_day,
        pay_place=place_key(stage.place),
        object_amount=facts.object_amount,
        fingerprint=fingerprint(known, rehearsal_epoch()),
        content=facts.content,
    )


def tell_invoice(stage: Stage, day: int) -> tuple[ClaimStory, int]:
    """The invoice: registered, accepted by signatures, refused a second time, paid on its due day."""
    invoice = invoice_of()
    terms = invoice_terms(stage, invoice, day)
    currency = key_text(terms.currency)
    story = ClaimStory(
        f"Invoice {invoice.number}: accepted by a company’s account",
        f"{money_text(currency, terms.face)}, due {day_text(terms.due_day)}. The buyer is an account: "
        "one of its people proposes, another consents, and anybody may carry what they signed.",
        terms,
        currency,
        invoice.number,
    )
    tale = ClaimTale(stage, story)
    before = tale.cash(("buyer", "seller"))
    amount = tale.money(terms.face)
    receipt = tale.do(
        "seller", "register", [terms], day, "registers its e-invoice",
        "Read from UBL, checked against EN 16931; nobody is bound yet.", "", f"{amount} face", "REGISTERED",
    )  # fmt: skip
    story.claim_id = bytes(receipt.returned)
    story.moves.append(_move(receipt))
    again = invoice_terms(stage, invoice, day, OTHER_SPELLING).but(salt=b"again".ljust(32, b"\0"))
    tale.refused(
        "seller", "register", [again], day, f"registers it again as “{OTHER_SPELLING}”",
        "One fingerprint for every spelling: an invoice is financed once.",
    )  # fmt: skip
    accepted = stage.world.calendars[stage.place].next_banking_day(day + 1)
    tale.order(
        tale.claim_contract, "accept", [terms, 0], accepted, "accepts the invoice",
        "Clerk and treasurer signed, a stranger sent it: the buyer is bound.", "", "", "ACCEPTED",
    )  # fmt: skip
    due = int(stage.world.driver.view(tale.claim_contract, "due_day_of", [terms]))
    _pay(tale, terms, terms.face, due, "pays the invoice", "PAID")
    tale.do(
        "seller", "withdraw", [terms, stage.address("seller"), stage.address("seller")], due,
        "withdraws its money", "What was paid is its own, to the cent.", "", f"{amount} withdrawn",
    )  # fmt: skip
    _finish(tale, before, ("buyer", "seller"), "PAID")
    return story, tale.sent


def tell_payable(stage: Stage, day: int) -> tuple[ClaimStory, int]:
    """A payable of the buyer goes down three tiers and is paid in two parts."""
    world, calendar = stage.world, stage.world.calendars[stage.place]
    suppliers = ("first supplier", "second supplier", "third supplier")
    terms = Claim(
        kind=ClaimKind.PAYABLE,
        creditor=stage.address("first supplier"),
        debtor=stage.address("buyer"),
        currency=world.currency.encode().ljust(32, b"\0"),
        asset=world.token.address,
        asset_scale=world.scale,
        face=PAYABLE,
        issue_day=day,
        due_day=day + TERM_DAYS,
        pay_place=place_key(stage.place),
        object_amount=PAYABLE,
        min_split=1_000_00,
        content=b"payable of the demo".ljust(32, b"\0"),
    )
    currency = key_text(terms.currency)
    identity = claim_id(terms, world.driver.chain_id, world.suite.claim.address)
    story = ClaimStory(
        "A payable through three tiers",
        f"{money_text(currency, terms.face)}, promised by the buyer to its first supplier, passed on in "
        "parts at no cost and no recourse, and paid in two instalments to whoever holds.",
        terms,
        currency,
        "payable",
        claim_id=identity,
    )
    tale = ClaimTale(stage, story)
    before = tale.cash(("buyer", *suppliers))
    receipt = tale.order(
        tale.claim_contract, "issue_payable", [terms], day, "promises to pay its first supplier",
        f"Due {day_text(terms.due_day)}; bound once the supplier receives it.", "",
        f"{tale.money(PAYABLE)} face", "PENDING",
    )  # fmt: skip
    story.moves.append(_move(receipt))
    first = calendar.next_banking_day(day + 1)
    receipt = tale.do(
        "first supplier", "receive", [terms], first, "receives the payable",
        "The promise is irrevocable from here.", "", "", "ACCEPTED",
    )  # fmt: skip
    story.moves.append(_move(receipt))
    for giver, taker, units in (
        ("first supplier", "second supplier", 50_000_00),
        ("second supplier", "third supplier", 20_000_00),
    ):
        receipt = tale.do(
            giver, "safeTransferFrom",
            [stage.address(giver), stage.address(taker), unit_id(identity), units, b""],
            first, f"passes a part to the {taker}", "The buyer owes it now; nobody in between does.",
            "", f"{tale.money(units)} passed",
        )  # fmt: skip
        story.moves.append(_move(receipt))
    middle = calendar.next_banking_day(day + TERM_DAYS // 2)
    _pay(tale, terms, PAYABLE // 2, middle, "pays one half early", "")
    last = stage.address("third supplier")
    tale.do(
        "third supplier", "withdraw", [terms, last, last], middle, "withdraws its share",
        "Half of what it holds.", "", f"{tale.money(10_000_00)} withdrawn",
    )  # fmt: skip
    due = int(world.driver.view(tale.claim_contract, "due_day_of", [terms]))
    _pay(tale, terms, PAYABLE, due, "pays the rest", "PAID")
    for who in suppliers:
        receipt = tale.do(
            who, "withdraw", [terms, stage.address(who), stage.address(who)], due,
            "withdraws its money", "", "", "",
        )  # fmt: skip
        story.rows[-1] = type(story.rows[-1])(
            **{**vars(story.rows[-1]), "money": f"{tale.money(int(receipt.returned))} withdrawn"}
        )
    _finish(tale, before, ("buyer", *suppliers), "PAID")
    return story, tale.sent


def _pay(tale: ClaimTale, terms: Claim, amount: int, day: int, act: str, state: str) -> None:
    """The buyer approves exactly what is owed and pays it, by one order each."""
    world, story = tale.world, tale.story
    assert isinstance(story, ClaimStory)
    owed = int(world.driver.view(tale.claim_contract, "outstanding", [story.claim_id]))
    exact = min(amount, owed)
    tale.order(
        world.token, "approve", [world.suite.claim.address, exact * world.scale], day,
        "approves exactly that amount", "The ledger can take no more than that.",
    )  # fmt: skip
    tale.order(
        tale.claim_contract, "pay", [terms, exact], day, act,
        "It belongs to whoever holds at this moment.", "", f"{tale.money(exact)} paid", state,
    )  # fmt: skip


def _move(receipt: Receipt) -> Move:
    """The move of units a receipt tells."""
    event = [one for one in receipt.events if one.name == "TransferSingle"][-1]
    return Move(event["sender"], event["receiver"], int(event["value"]), receipt.timestamp)


def _finish(tale: ClaimTale, before: dict[str, int], whom: Sequence[str], outcome: str) -> None:
    after = tale.cash(whom)
    story = tale.story
    assert isinstance(story, ClaimStory)
    story.holdings = [Holding(who, before[who], after[who]) for who in before]
    story.outcome = outcome
    stage = tale.stage
    pending = tale.world.driver.view(
        tale.claim_contract, "sub_account", [1, stage.address("buyer"), story.terms.creditor]
    )
    story.trees = lineage(story.moves)
    story.names = {stage.address(who): who for who in ("buyer", *stage.people)}
    story.names[pending] = "waiting for receipt"
