"""A bank whose account several people move issues, honours and is paid like any bank."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import House as Trade
from tests.unit.documentary_credit.house import opened
from usance import signing
from usance.accounts import messages
from usance.accounts.words import (
    GOVERN,
    OPEN_CEILING,
    OTHER,
    SIGN,
    Call,
    Change,
    Measure,
    Rule,
    Signer,
    ladder,
    rights,
)
from usance.chain.driver import Deployed, Receipt
from usance.chain.suite import LARGEST_CAP
from usance.model.party import Role
from usance.signing import Admission
from usance.terms import Credit

CREDITS = 3
PLENTY = 10**40
STAFF = ("issuing_bank", "advising_bank", "nominated_bank", "confirming_bank")
AMOUNT_WORD = list(Credit.__dataclass_fields__).index("amount")


class Bank:
    """The account of a bank: keys of four people, credits up to 10,000.00 with one consent."""

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.nonce = 0
        keys = [trade.people[name].address for name in STAFF]
        all_rights = rights(GOVERN, OTHER, SIGN, CREDITS)
        credit = trade.credit.abi
        first = Change(
            signers=tuple(Signer(key, all_rights) for key in keys),
            ladders=(
                ladder(GOVERN, (OPEN_CEILING, 3)),
                ladder(SIGN, (OPEN_CEILING, 2)),
                ladder(CREDITS, (10_000_00, 1), (100_000_00, 2), (OPEN_CEILING, 3)),
            ),
            rules=(
                Rule(
                    trade.credit.address, credit.function("issue").selector, CREDITS, Measure.WORD,
                    AMOUNT_WORD,
                ),
                Rule(trade.credit.address, credit.function("acknowledge").selector, CREDITS, Measure.NOTHING),
                Rule(trade.credit.address, credit.function("accept").selector, CREDITS, Measure.NOTHING),
                Rule(trade.credit.address, credit.function("honour").selector, CREDITS, Measure.NOTHING),
            ),
        )  # fmt: skip
        self.account = trade.driver.deploy("InstitutionAccount", [first.as_tuple()], trade.keeper)
        self.domain = messages.domain_of(trade.driver.chain_id, self.account.address)

    def signed(self, message: object, consents: int) -> bytes:
        parts = [
            (person.address, signing.sign(person.key or b"", message))  # type: ignore[arg-type]
            for person in (self.trade.people[name] for name in STAFF[: consents + 1])
        ]
        return messages.bundle(parts[0], parts[1:])

    def admit(self) -> None:
        trade = self.trade
        until = trade.driver.now() + 10**8
        admission = Admission(self.account.address, int(Role.BANK), until, b"\7" * 32)
        digest = trade.see("admission_digest", admission, 0, until, contract=trade.suite.registry)
        message = messages.consent_message(self.domain, trade.people[STAFF[0]].address, digest)
        args = [admission, 0, until, self.signed(message, 2)]
        trade.ok(trade.keeper, "admit", *args, contract=trade.suite.registry)

    def authorise(self) -> None:
        """The bank lets the suite's credits bind it, by an order of the highest threshold."""
        suite = self.trade.suite
        args: list[object] = [suite.credit.address, LARGEST_CAP, self.trade.driver.now() + 10**8]
        self.send(3, (suite.claim, "authorise", args)).require()

    def send(self, consents: int, *calls: tuple[Deployed, str, list[object]]) -> Receipt:
        """By a stranger who has no part in it."""
        self.nonce += 1
        made = [
            Call(contract.address, contract.abi.function(name, len(args)).encode(args))
            for contract, name, args in calls
        ]
        proposer, until = self.trade.people[STAFF[0]].address, self.trade.driver.now() + 10**6
        message = messages.order_message(self.domain, made, proposer, self.nonce, until)
        words = [call.as_tuple() for call in made]
        return self.trade.act(
            self.trade.stranger, "execute", words, proposer, self.nonce, until,
            self.signed(message, consents), contract=self.account,
        )  # fmt: skip


@pytest.fixture
def bank() -> Iterator[Bank]:
    with opened() as trade:
        found = Bank(trade)
        found.admit()
        found.authorise()
        trade.ok(trade.keeper, "mint", found.account.address, PLENTY, contract=trade.euro)
        yield found


def test_issue__by_an_order_relayed_by_a_stranger__bound_and_covered(bank: Bank) -> None:
    trade = bank.trade
    terms = trade.terms(issuer=bank.account.address)
    cover = terms.maximum_liability * terms.asset_scale
    approve = (trade.euro, "approve", [trade.credit.address, cover])
    issue = (trade.credit, "issue", [terms])
    assert bank.send(2, approve, issue).reason == "account: consents (QUORUM)"
    before = trade.held(bank.account.address)
    bank.send(3, approve, issue).require()
    assert trade.state(terms)["status"] == 1
    assert trade.held(bank.account.address) == before - cover
    # Presented, found good and honoured by later orders of the same bank.
    statement = trade.presented(terms, bank.account.address)
    bank.send(2, (trade.credit, "acknowledge", [terms, statement, trade.today()])).require()
    bank.send(2, (trade.credit, "accept", [terms, statement])).require()
    paid = trade.held(terms.beneficiary)
    bank.send(2, (trade.credit, "honour", [terms, statement])).require()
    assert trade.held(terms.beneficiary) == paid + statement.amount * terms.asset_scale


def test_issue__bands_of_the_amount__read_from_the_terms(bank: Bank) -> None:
    trade = bank.trade
    big = trade.terms(issuer=bank.account.address, amount=100_000_01)
    # Approved once by the highest threshold; issuing is then weighed by its own amount.
    bank.send(3, (trade.euro, "approve", [trade.credit.address, PLENTY])).require()
    assert bank.send(2, (trade.credit, "issue", [big])).reason == "account: consents (QUORUM)"
    small = trade.terms(issuer=bank.account.address, amount=10_000_00)
    bank.send(1, (trade.credit, "issue", [small])).require()
    another = trade.terms(issuer=bank.account.address, amount=1)
    assert bank.send(1, (trade.credit, "issue", [another])).reason == "account: consents (QUORUM)"
    bank.send(2, (trade.credit, "issue", [another])).require()


def test_issue__by_a_signer_for_itself__is_not_the_bank(bank: Bank) -> None:
    trade = bank.trade
    terms = trade.terms(issuer=bank.account.address)
    trade.fails("NOT_PARTY", trade.issuing_bank, "issue", terms)
