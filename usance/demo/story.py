"""The two stories: a credit refused, cured and honoured; a bank that stays silent and is precluded."""

from __future__ import annotations

from dataclasses import dataclass

from usance.calendars import date_of
from usance.codes import Capacity, Confirmation, Disposal
from usance.demo import papers
from usance.demo.plan import Plan, Round, Route, make_plan, route_of
from usance.demo.records import DemoError, Holding, Story
from usance.demo.teller import HONOURED, MORNING, PRECLUDED, Teller, day_text
from usance.demo.world import Script, World, acting_place
from usance.documents import DocumentSet
from usance.messages import Message
from usance.messages.bank_places import place_of_bic
from usance.messages.notices import Finding, discharge, refusal
from usance.money import money_text
from usance.terms import ZERO_ADDRESS, Credit, Presentation, key_text, place_key

AFTER_MIDNIGHT = 5


@dataclass(frozen=True)
class Desk:
    """The bank documents are presented to."""

    role: str
    address: str
    place: str
    stage: str


def desk_of(world: World, script: Script) -> Desk:
    """Confirming bank, else nominated bank, else (any bank) the advising one, else the issuing bank."""
    terms = script.derived.terms
    role_of = world.cast.role_of
    if terms.confirmation != Confirmation.WITHOUT:
        return Desk(role_of(terms.confirmer), terms.confirmer, key_text(terms.confirmer_place), "confirmer")
    if terms.nominated != ZERO_ADDRESS:
        return Desk(role_of(terms.nominated), terms.nominated, key_text(terms.nominated_place), "nominated")
    if any_bank(script.message) and terms.adviser != terms.issuer:
        place = acting_place(script.message, script)
        return Desk(role_of(terms.adviser), terms.adviser, place, "nominated")
    return Desk("issuing bank", terms.issuer, key_text(terms.issuer_place), "issuer")


def any_bank(message: Message) -> bool:
    """41D ANY BANK."""
    return bool(getattr(message.typed("41a"), "any_bank", False))


def route_for(world: World, desk: Desk, terms: Credit) -> Route:
    """The way to the bank whose finding binds first: a confirming bank's own counter, or the issuer's."""
    place = place_key(desk.place)
    if desk.stage == "confirmer":
        calendar = world.calendars[desk.place]
        return Route(calendar, calendar)
    return route_of(terms, world.calendars, place, desk.address)


class CreditStory(Teller):
    """One credit."""

    def __init__(self, world: World, script: Script, terms: Credit, title: str, lead: str) -> None:
        derived = script.derived
        story = Story(title, lead, terms, key_text(terms.currency), derived.reference)
        story.notes = list(derived.notes)
        story.places = dict(derived.places)
        super().__init__(world, story)
        self.terms = terms
        self.credit_story = story
        self.message = script.message
        self.desk = desk_of(world, script)
        self.home = key_text(terms.issuer_place)
        self.route = route_for(world, self.desk, terms)

        self.adviser_place = place_of_bic(self.message.receiver) or self.desk.place
        if self.adviser_place not in world.calendars:
            self.adviser_place = self.desk.place

    # --- the beginning ---

    def next_day(self, place: str, after: int = 0) -> int:
        """The first banking day at a place that is not over an hour from now, or after an instant."""
        calendar = self.calendar(place)
        moment = max(self.world.driver.now(), after) + 3600
        return calendar.next_banking_day(calendar.local_day(moment))

    def plan(self, refuse: bool) -> Plan:
        """The days of this credit, from its issue on."""
        issued = self.calendar(self.home).midnight(self.terms.issue_day) + 60 * MORNING
        return make_plan(self.terms, self.route, refuse, self.next_day(self.adviser_place, issued))

    def open(self, plan: Plan) -> None:
        """Issue, advise, confirm, ship."""
        terms, world = self.terms, self.world
        self.letter("in", "MT 700: the instruction to issue", self.message)
        cover = -(-terms.maximum_liability * terms.cover_bps // 10_000)
        receipt = self.act(
            "issuing bank", "issue", [terms], (self.home, plan.issued, MORNING),
            f"issues credit {self.story.reference}",
            "From here the bank is bound: only documents decide.",
            "U7", f"{self.money(cover)} cover" if cover else "", "ISSUED",
        )  # fmt: skip
        self.credit_story.credit_id = bytes(receipt.event("Issued")["credit"])
        if terms.adviser not in (ZERO_ADDRESS, terms.issuer):
            role = world.cast.role_of(terms.adviser)
            self.act(
                role,
                "advise",
                [terms, True],
                (self.adviser_place, plan.advised, MORNING),
                "advises it as authentic",
                "Passes the credit on, promises nothing itself.",
                "U10",
                label=role if role == self.desk.role else "advising bank",
            )
        if terms.confirmation != Confirmation.WITHOUT:
            place = self.desk.place
            self.act(
                self.desk.role,
                "confirm",
                [terms, True],
                (place, self.next_day(place), MORNING),
                "adds its confirmation",
                "A second bank is now bound beside the first.",
                "U9",
                state="CONFIRMED",
            )
        port = self.message.text("44E") or self.message.text("44A")
        self.row(
            "beneficiary", self.desk.place, plan.shipped, 0,
            f"ships the goods{f' from {port.title()}' if port else ''}",
            "Nothing on chain: no contract looks at goods.", "U3",
        )  # fmt: skip

    # --- a set on its way ---

    def present(
        self, amount: int, documents: DocumentSet, shipped: int, day: int, label: str
    ) -> Presentation:
        """The beneficiary commits a set."""
        beneficiary = self.world.address("beneficiary")
        statement = Presentation(
            presenter=beneficiary,
            capacity=Capacity.BENEFICIARY,
            bank=self.desk.address,
            bank_place=place_key(self.desk.place),
            amount=amount,
            shipment_day=shipped,
            pay_to=beneficiary,
            documents=documents.root,
        )
        last = min(self.terms.expiry_day, shipped + self.terms.presentation_days)
        receipt = self.act(
            "beneficiary", "present", [self.terms, statement], (self.desk.place, day, MORNING),
            f"presents {label}: {len(documents.documents)} documents",
            f"Commits their root, not their text; last day {day_text(last)}.",
            "U6", f"{self.money(amount)} claimed", "PRESENTED",
        )  # fmt: skip
        self.credit_story.sets[label] = bytes(receipt.event("Presented")["presentation"])
        return statement

    def acknowledge(self, bank: str, place: str, statement: Presentation, day: int, binds: bool) -> None:
        """A bank records its receipt; at a bank that silence binds, its clock is shown."""
        terms = self.terms
        act = (bank, "acknowledge", [terms, statement, day], (place, day, MORNING + 60))
        if not binds:
            self.act(*act, "acknowledges receipt", "This day decides if the set is in time.", "U6")
            return
        last = self.calendar(place).add_banking_days(day, terms.examination_days)
        receipt = self.act(
            *act, "acknowledges receipt",
            f"{terms.examination_days} banking days to examine: until {day_text(last)}.", "U14",
        )  # fmt: skip
        self.start_clock(bank, place, receipt)

    def travel(self, statement: Presentation, way: Round) -> None:
        """From the bank presented to, to the bank whose finding binds it."""
        if self.desk.stage == "nominated":
            self.acknowledge(self.desk.role, self.desk.place, statement, way.presented, False)
            self.act(
                self.desk.role, "forward", [self.terms, statement],
                (self.desk.place, way.forwarded, MORNING + 120),
                "sends it on to the issuing bank", "In time here is in time there.", "U6",
            )  # fmt: skip
            self.acknowledge("issuing bank", self.home, statement, way.received, True)
        else:
            place = self.desk.place
            self.acknowledge(self.desk.role, place, statement, way.presented, True)

    @property
    def examiner(self) -> tuple[str, str]:
        """Role and place of the bank whose finding binds it first."""
        return (self.desk.role, self.desk.place) if self.desk.stage == "confirmer" else (
            "issuing bank", self.home,
        )  # fmt: skip

    # --- findings ---

    def refuse(self, statement: Presentation, documents: DocumentSet, day: int, presented: int) -> None:
        """The one notice, written as an MT734 whose hash goes on chain."""
        bank, place = self.examiner
        text = papers.flaw_text(self.message)
        disposal = Disposal.NOTIFY if bank == "issuing bank" else Disposal.HOLD
        sender, receiver = self.message.sender, self.message.receiver
        if bank != "issuing bank" or sender == receiver:
            sender, receiver = receiver, sender
        notice = refusal(
            sender=sender,
            receiver=receiver,
            credit=self.story.reference,
            reference=f"SET1-{self.story.reference}"[:16],
            day=date_of(presented),
            currency=self.story.currency,
            minor=statement.amount,
            discrepancies=[text],
            disposal=disposal,
            disposal_text="DOCUMENTS HELD UNTIL WAIVER OR INSTRUCTIONS"
            if disposal is Disposal.NOTIFY
            else "DOCUMENTS HELD FOR YOUR INSTRUCTIONS",
        )
        finding = Finding.of(text)
        leaf = next(d.leaf for d in documents.documents if d.type == papers.flaw_of(self.message))
        discrepancies = [{"code": int(finding.code), "leaf": leaf}]
        self.act(
            bank, "refuse",
            [self.terms, statement, discrepancies, int(disposal), notice.content_hash],
            (place, day, MORNING + 240),
            "refuses the set: MT 734",
            f"One notice with every defect: {papers.flaw_words(self.message)}.", "U16", "", "REFUSED",
        )  # fmt: skip
        self.end_clock(day, "REFUSED")
        self.letter("out", "MT 734: the one notice of refusal", notice)

    def accept(self, statement: Presentation, day: int) -> int:
        """The bank finds the set complying; the day it must pay by."""
        bank, place = self.examiner
        receipt = self.act(
            bank, "accept", [self.terms, statement], (place, day, MORNING + 60),
            "finds the set complying", "It must pay, whatever the buyer says of the goods.",
            "U15", f"{self.money(statement.amount)} bound", "COMPLYING",
        )  # fmt: skip
        self.end_clock(day, "COMPLYING")
        return int(receipt.event("Accepted")["due_day"])

    # --- money ---

    def honour(self, role: str, statement: Presentation, day: int, minute: int, meaning: str) -> None:
        """Whoever sends it: the bank pays, or cover does."""
        place = self.home if role != self.desk.role else self.desk.place
        receipt = self.act(
            role, "honour", [self.terms, statement], (place, day, minute),
            "", "", "U7", "", HONOURED,
        )  # fmt: skip
        paid = receipt.event("Honoured")
        cover, bank = int(paid["from_cover"]), int(paid["from_bank"])
        total = cover + bank
        parts = " and ".join(
            text for text, part in ((f"{self.money(cover)} of cover", cover),
                                    (f"{self.money(bank)} of the bank", bank)) if part
        )  # fmt: skip
        payee = self.world.cast.role_of(str(paid["payee"]))
        act = "pays" if role in (self.desk.role, "issuing bank") else "makes the cover pay"
        row = self.story.rows[-1]
        self.story.rows[-1] = type(row)(
            **{**vars(row), "act": act, "money": f"{self.money(total)} paid",
               "meaning": f"{meaning} {payee.capitalize()} gets {parts}."}
        )  # fmt: skip

    def discharged(self, statement: Presentation, day: int) -> None:
        """The documents are taken up: MT732."""
        sender, receiver = self.message.sender, self.message.receiver
        self.letter(
            "out",
            "MT 732: the documents are taken up",
            discharge(
                sender=sender,
                receiver=receiver,
                credit=self.story.reference,
                reference=f"SET2-{self.story.reference}"[:16],
                day=date_of(day),
                currency=self.story.currency,
                minor=statement.amount,
            ),
        )

    def finish(self, before: dict[str, int], outcome: str) -> Story:
        after = self.holdings()
        self.story.holdings = [
            Holding(who, before[who], after[who]) for who in before if before[who] or after[who]
        ]
        self.story.outcome = outcome
        return self.credit_story


def tell_honoured(world: World, script: Script, terms: Credit, amount: int) -> tuple[Story, int]:
    """Issue, present, refuse, cure, honour."""
    tale = CreditStory(
        world, script, terms, f"Credit {script.derived.reference}: refused once, cured, honoured", ""
    )
    plan = tale.plan(refuse=True)
    before = tale.holdings()
    tale.open(plan)
    message = script.message
    refused = plan.refused
    if refused is None:
        tale.story.notes.append("no day is left for a refusal and a cure: the first set complies")
    else:
        first = papers.make_set(message, terms, amount, plan.shipped, refused.presented, True, "set 1")
        statement = tale.present(amount, first, plan.shipped, refused.presented, "set 1")
        tale.travel(statement, refused)
        tale.refuse(statement, first, refused.decided, refused.presented)
    label = "set 1" if refused is None else "set 2, cured"
    way = plan.cured
    documents = papers.make_set(message, terms, amount, plan.shipped, way.presented, False, label)
    statement = tale.present(amount, documents, plan.shipped, way.presented, label)
    tale.travel(statement, way)
    decided = way.decided
    due = tale.accept(statement, decided)
    bank, _ = tale.examiner
    tale.honour(bank, statement, due, MORNING, f"Due {day_text(due)}.")
    if tale.desk.stage == "confirmer":
        _reimburse(tale, statement, due)
    tale.discharged(statement, due)
    tale.story.lead = (
        f"{money_text(tale.story.currency, terms.amount)} under UCP 600, payable at sight. The first set has "
        "a defect, the bank refuses it with one notice in time, the cured set is paid."
        if refused is not None
        else f"{money_text(tale.story.currency, terms.amount)} under UCP 600, payable at sight."
    )
    return tale.finish(before, HONOURED), tale.sent


def _reimburse(tale: CreditStory, statement: Presentation, paid: int) -> None:
    """A confirming bank that paid sends the set on and is repaid."""
    home = tale.calendar(tale.home)
    tale.act(
        tale.desk.role, "forward", [tale.terms, statement], (tale.desk.place, paid, MORNING + 120),
        "sends the set on, claims what it paid", "The issuing bank owes the bank that paid.", "U8",
    )  # fmt: skip
    received = home.next_banking_day(paid + 3)
    tale.acknowledge("issuing bank", tale.home, statement, received, True)
    decided = home.add_banking_days(received, 1)
    receipt = tale.act(
        "issuing bank", "accept", [tale.terms, statement], (tale.home, decided, MORNING + 60),
        "finds the set complying", "It must reimburse the confirming bank.", "U8",
        f"{tale.money(statement.amount)} bound", "COMPLYING",
    )  # fmt: skip
    tale.end_clock(decided, "COMPLYING")
    due = int(receipt.event("Accepted")["due_day"])
    tale.honour("issuing bank", statement, due, MORNING, f"Due {day_text(due)}.")


def tell_silence(world: World, script: Script, terms: Credit) -> tuple[Story, int]:
    """The issuing bank receives a set and says nothing."""
    tale = CreditStory(world, script, terms, f"Credit {script.derived.reference}: the bank stays silent", "")
    if tale.desk.stage != "issuer":
        raise DemoError("the story of silence needs a credit available with the issuing bank")
    plan = tale.plan(refuse=False)
    before = tale.holdings()
    tale.open(plan)
    way = plan.cured
    documents = papers.make_set(
        script.message, terms, terms.amount, plan.shipped, way.presented, False, "set 1"
    )
    statement = tale.present(terms.amount, documents, plan.shipped, way.presented, "set 1")
    delivered = tale.at(tale.home, way.presented, MORNING + 180)
    last = tale.calendar(tale.home).add_banking_days(way.presented, terms.examination_days)
    receipt = tale.act(
        "courier", "attest_delivery", [terms, statement, delivered - 60],
        (tale.home, way.presented, MORNING + 181),
        "attests the delivery at the bank",
        f"Starts the clock without the bank: until {day_text(last)}.", "U14",
    )  # fmt: skip
    tale.start_clock("issuing bank", tale.home, receipt)
    last = int(receipt.event("Acknowledged")["last_day"])
    tale.row(
        "issuing bank", tale.home, last, 0, "has said nothing by midnight",
        "No finding, no notice; its last day ends.", "U14",
    )  # fmt: skip
    tale.end_clock(last, PRECLUDED)
    bound = tale.act(
        "stranger", "preclude", [terms, statement], (tale.home, last + 1, AFTER_MIDNIGHT),
        "says that the last day is over",
        "", "U16", f"{tale.money(terms.amount)} bound", PRECLUDED,
    )  # fmt: skip
    due = int(bound.event("Precluded")["due_day"])
    row = tale.story.rows[-1]
    tale.story.rows[-1] = type(row)(
        **{**vars(row), "meaning": "The bank may no longer refuse and must pay; "
           f"due {day_text(due)}."}
    )  # fmt: skip
    tale.honour("stranger", statement, due, MORNING, "Anybody may, on the due day.")
    tale.story.lead = (
        f"{money_text(tale.story.currency, terms.amount)}, fully covered. The bank receives the documents "
        "and lets five banking days pass; a stranger may say so, and the cover pays."
    )
    return tale.finish(before, PRECLUDED), tale.sent
