"""What the tests of undertakings add to the house of the credit: usance terms, legs, and their claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.unit.credit_amendments.changing import Changing, amending
from tests.unit.documentary_credit.house import BANKS, ENOUGH, HAMBURG
from usance.calendars import day_of
from usance.chain.driver import Deployed, Receipt
from usance.claim_terms import Claim, claim_id, unit_id
from usance.codes import AvailableBy, TenorFrom
from usance.codes_claims import ClaimKind
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

NOT_PARTY = "credit: not your act (NOT_PARTY)"
NOT_DUE = "credit: not due (NOT_DUE)"
STATE = "credit: state (STATE)"
TERMS = "credit: bad terms (TERMS)"
STATEMENT = "credit: bad statement (STATEMENT)"
UNKNOWN = "credit: unknown (UNKNOWN)"
NO_COVER = "credit: no cover (COVER)"
DRAWN = "credit: nothing available (LC10)"
LEGAL_STOP = "credit: legal stop (LEGAL_STOP)"
OFF_CHAIN = "credit: off chain (OFF_CHAIN)"
USANCE = "credit: undertake instead (U1)"
SIGHT = "credit: honour instead (U1)"
NEGOTIATION = "credit: negotiation (U1)"
PRICE = "credit: below the offer (PRICE)"
RECOURSE = "credit: no recourse (RECOURSE)"
REIMBURSER = "credit: no reimbursing bank (U13)"
CHARGES = "credit: charges (LC11)"
AGENT = "claim: agent's authority (AGENT)"

AMOUNT = 54_150_00
SCALE = 10_000
TENOR = 60
# 60 days after 2026-03-02 is Labour Day, a Friday.
MATURITY = day_of("2026-05-04")
LAW = b"an order of the court".ljust(32, b"\0")
PERCENT = 10**16

Leg = tuple[int, int, int, int]


def legs_hash(legs: Sequence[Leg]) -> bytes:
    """What the terms of a MIXED credit commit to."""
    return keccak(encode(["(uint256,uint256,uint256,uint256)[]"], [list(legs)]))


@dataclass
class Promising(Changing):
    """The house with usance credits; banks and the applicant may pay claims."""

    # --- terms ---

    def usance(self, **changes: Any) -> dict[str, Any]:
        """Deferred payment 60 days after receipt, unless told otherwise."""
        words: dict[str, Any] = {
            "available_by": AvailableBy.DEFERRED,
            "tenor_days": TENOR,
            "tenor_from": TenorFrom.SIGHT,
        }
        return words | changes

    def mixed(self, legs: Sequence[Leg], **changes: Any) -> dict[str, Any]:
        words = {"available_by": AvailableBy.MIXED, "legs": legs_hash(legs)}
        return words | changes

    def negotiable(self, **changes: Any) -> dict[str, Any]:
        """Negotiation of drafts 60 days after sight with a bank in Shanghai."""
        return self.usance(available_by=AvailableBy.NEGOTIATION, **changes)

    # --- undertakings ---

    def undertake(
        self, terms: Credit, statement: Presentation, legs: Sequence[Leg] = (), by: str = ""
    ) -> Receipt:
        sender = getattr(self, by) if by else statement.bank
        return self.ok(sender, "undertake", terms, statement, list(legs))

    def undertaken(
        self, terms: Credit, bank: str = "issuing_bank", legs: Sequence[Leg] = (), **changes: Any
    ) -> tuple[Presentation, Claim]:
        """A set found complying whose bank undertook, and the claim of its first leg."""
        statement = self.accepted(terms, bank, **changes)
        receipt = self.undertake(terms, statement, legs)
        return statement, self.claims_of(receipt)[0]

    def claims_of(self, receipt: Receipt) -> list[Claim]:
        """The terms of the claims that an act brought into being, as it logged them."""
        born = [event for event in receipt.events if event.name == "ClaimBorn"]
        claims = [Claim(**event["terms"]) for event in born]
        assert [self.claim_id(claim) for claim in claims] == [event["claim"] for event in born]
        return claims

    def claim_by_hand(self, terms: Credit, statement: Presentation, **changes: Any) -> Claim:
        """The claim of an undertaking of the issuing bank of today, its terms written down."""
        base = Claim(
            kind=ClaimKind.DEFERRED_PAYMENT,
            origin=self.set_id(terms, statement),
            creditor=statement.pay_to,
            debtor=terms.issuer,
            surety=ZERO_ADDRESS,
            currency=terms.currency,
            asset=terms.asset,
            asset_scale=terms.asset_scale,
            face=statement.amount,
            issue_day=self.today(HAMBURG),
            due_day=MATURITY,
            pay_place=HAMBURG,
            currency_place=terms.currency_place,
            late_rate=terms.late_rate,
            day_count=terms.day_count,
            part=1,
            parts=1,
            object_amount=statement.amount,
            receipt_days=0,
            assertion_days=0,
            remit_days=0,
            content=terms.content,
            salt=(1).to_bytes(32, "big"),
        )
        return base.but(**changes)

    def settle(self, terms: Credit, statement: Presentation, claim: Claim) -> Receipt:
        return self.ok(self.stranger, "settle", terms, statement, claim)

    def undertaking(self, terms: Credit, statement: Presentation) -> tuple[int, int]:
        """Maturity, and how many legs are not paid."""
        day, legs = self.see("undertaking_of", self.set_id(terms, statement))
        return int(day), int(legs)

    def stop(self, terms: Credit, statement: Presentation, amount: int, by: str) -> None:
        until = self.today() + 10
        self.ok(getattr(self, by), "stop", terms, statement, amount, LAW, LAW, until)

    # --- claims ---

    @property
    def ledger(self) -> Deployed:
        return self.suite.claim

    def claim_id(self, claim: Claim) -> bytes:
        return claim_id(claim, self.driver.chain_id, self.ledger.address)

    def claim_state(self, claim: Claim) -> dict[str, Any]:
        found: dict[str, Any] = self.see("claim_state", self.claim_id(claim), contract=self.ledger)
        return found

    def outstanding(self, claim: Claim) -> int:
        return int(self.see("outstanding", self.claim_id(claim), contract=self.ledger))

    def units(self, account: str, claim: Claim) -> int:
        return int(self.see("balanceOf", account, unit_id(self.claim_id(claim)), contract=self.ledger))

    def pay(self, claim: Claim, amount: int = 0, by: str = "issuing_bank") -> Receipt:
        return self.ok(getattr(self, by), "pay", claim, amount or claim.face, contract=self.ledger)

    def assign(self, claim: Claim, receiver: str, amount: int = 0, by: str = "beneficiary") -> None:
        sender = getattr(self, by)
        act = (sender, receiver, unit_id(self.claim_id(claim)), amount or claim.face, b"")
        self.ok(sender, "safeTransferFrom", *act, contract=self.ledger)

    def withdraw(self, claim: Claim, account: str) -> None:
        self.ok(account, "withdraw", claim, account, account, contract=self.ledger)

    # --- other banks ---

    def honoured(self, terms: Credit, bank: str = "nominated_bank", **changes: Any) -> Presentation:
        """Found complying and paid by a bank that may claim."""
        statement = self.accepted(terms, bank, **changes)
        self.ok(statement.bank, "honour", terms, statement)
        return statement

    def offered(
        self, terms: Credit, statement: Presentation, price: int = AMOUNT, recourse: bool = False
    ) -> Receipt:
        return self.ok(statement.pay_to, "offer_negotiation", terms, statement, price, recourse)

    def negotiated(
        self,
        terms: Credit,
        price: int = AMOUNT,
        recourse: bool = False,
        bank: str = "nominated_bank",
        **changes: Any,
    ) -> Presentation:
        statement = self.accepted(terms, bank, **changes)
        self.offered(terms, statement, price, recourse)
        self.ok(statement.bank, "negotiate", terms, statement, price, recourse)
        return statement

    def forwarded(self, terms: Credit, statement: Presentation) -> None:
        """Sent to the issuing bank, which has it today."""
        self.ok(statement.bank, "forward", terms, statement)
        self.acknowledge(terms, statement, "issuing_bank")

    def refuse_claim(self, terms: Credit, statement: Presentation, disposal: int = 1) -> None:
        notice = [{"code": 2, "leaf": ZERO_HASH}]
        self.ok(self.issuing_bank, "refuse", terms, statement, notice, disposal, LAW)

    def reimbursement(self, terms: Credit, statement: Presentation) -> tuple[int, int, int]:
        found = self.see("reimbursement_of", self.set_id(terms, statement))
        return int(found["status"]), int(found["due_day"]), int(found["amount"])

    def offer(self, terms: Credit, statement: Presentation) -> tuple[int, bool]:
        found = self.see("offer_of", self.set_id(terms, statement))
        return int(found["least_price"]), bool(found["recourse"])


@contextmanager
def promising() -> Iterator[Promising]:
    """The house of the credit as it was built; whoever has money may pay claims with it too."""
    with amending() as house:
        opened = Promising(**{each.name: getattr(house, each.name) for each in fields(Changing)})
        for name in (*BANKS, "applicant"):
            payer = getattr(opened, name)
            opened.ok(payer, "approve", opened.ledger.address, ENOUGH, contract=opened.euro)
        until = opened.driver.now() + 10**8
        act = (opened.beneficiary, "authorise", opened.credit.address, 2**100, until)
        opened.ok(*act, contract=opened.ledger)
        yield opened
