"""The model's claims as the chain stands: books, parties, days, charges and money asked of the contracts.

Approvals of the token are taken as given (the commands approve exactly what an act needs), and every
receiver's hook as willing: the trial on the chain tells otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from usance.chain.driver import Driver, Reverted
from usance.chain.suite import Suite
from usance.claim_terms import Claim, sub_account
from usance.claims.book import ClaimRecord
from usance.codes_claims import ClaimKind, SubAccount
from usance.credits.chain_world import ChainDays, ChainParties, token_at
from usance.daycount import NANO
from usance.model import claim_rules as rules
from usance.model.charge import ChargeModel, Thing
from usance.model.claim import ClaimTokenModel
from usance.model.claim_books import (
    AssertionBook,
    AuthorityBook,
    ClaimBook,
    DisputeBook,
    HoldingBook,
    LimitBook,
    PledgeBook,
)
from usance.model.money import Token
from usance.model.world import World
from usance.signing import Mandate
from usance.terms import ZERO_ADDRESS, ZERO_HASH

# Events after which late interest no longer follows from the terms alone.
CHANGES_REST = ("Paid", "CreditNoted", "Prolonged", "PaymentConfirmed")

# The longest mandate there can be [banking days].
MOST_DAYS = 366


class ClaimParties(ChainParties):
    """Parties with their mandates and identities."""

    def mandate(self, debtor: str, seller: str) -> Mandate | None:
        found = self._ask("mandate", debtor, seller)
        if int(found["until"]) == 0:
            return None
        return Mandate(debtor, seller, int(found["limit"]), int(found["days"]), int(found["until"]))

    def identity_of(self, party: str) -> bytes:
        return bytes(self._ask("party_of", party)["identity"])


class ChainCharges(ChargeModel):
    """The register of charges, as far as some fingerprints go."""

    def __init__(self, driver: Driver, suite: Suite, parties: ClaimParties) -> None:
        # Only `identity_of` and `may` of the parties are asked here.
        super().__init__(suite.charge.address, parties, suite.claim.address)  # type: ignore[arg-type]
        self._driver, self._charge, self._chain_parties = driver, suite.charge, parties

    def identity_of(self, party: str) -> bytes:
        return self._chain_parties.identity_of(party)

    def load(self, fingerprint: bytes, seller: str) -> None:
        """What the register knows of this object."""
        if fingerprint == ZERO_HASH or not any(self.identity_of(seller)):
            return
        key = self.key_of(fingerprint, seller)
        present = bytes(self._driver.view(self._charge, "present_key", [key]))
        if present != key:
            self.successor[key] = present
        seen = self._driver.view(self._charge, "object_of", [key])
        if int(seen["amount"]) or present != key:
            thing = Thing(int(seen["amount"]), int(seen["on_ledger"]), int(seen["charged"]))
            self.things[key] = self.things[present] = thing


class ClaimReader:
    """Builds the model of some claims."""

    def __init__(self, driver: Driver, suite: Suite) -> None:
        self.driver, self.suite = driver, suite
        self.parties = ClaimParties(driver, suite.registry)
        self.days = ChainDays(driver, suite.calendar)
        world = World(driver.chain_id, self.parties, self.days)
        self.charges = ChainCharges(driver, suite, self.parties)
        self.model = ClaimTokenModel(suite.claim.address, world, self.charges)
        self.model.guard.stopped_until = int(driver.view(suite.claim, "stopped_until"))
        self.at = driver.now()

    def _view(self, function: str, *args: Any) -> Any:
        return self.driver.view(self.suite.claim, function, list(args))

    # --- a claim ---

    def load(self, record: ClaimRecord, accounts: Iterable[str]) -> ClaimBook:
        """The books of a claim; holdings of these accounts and of the sub-accounts between them."""
        terms, identity = record.terms, record.id
        state = self._view("claim_state", identity)
        asset, scale = self._view("asset_in_force", terms)
        prolonged = [int(seen.event["due_day"]) for seen in record.named("Prolonged")]
        prolonged_to = prolonged[-1] if prolonged else 0
        hold = rules.hold_of(self.days, terms, prolonged_to, self.at)
        book = ClaimBook(identity, terms, int(state["status"]), hold, str(asset), int(scale))
        for name in ("paid", "credited", "aside", "interest_paid", "retired", "pot"):
            setattr(book, name, int(state[name]))
        for name in ("deemed", "defences_waived", "setoff_waived", "notified", "acknowledged", "settled"):
            setattr(book, name, bool(state[name]))
        book.prolonged_to = prolonged_to
        self._load_course(record, book)
        self._load_course_of_acts(record, book)
        dispute = self._view("dispute_of", identity)
        book.dispute = DisputeBook(
            *(int(dispute[name]) for name in ("status", "reason", "amount", "reply_day"))
        )
        self._load_holdings(record, book, accounts)
        self.model.claims[identity] = book
        self.charges.load(terms.fingerprint, terms.creditor)
        return book

    def _load_course(self, record: ClaimRecord, book: ClaimBook) -> None:
        """Late interest up to the last block; from there on the model counts itself."""
        changed = any(
            name != "PaymentConfirmed" or seen.event["account"] == ZERO_ADDRESS
            for name in CHANGES_REST
            for seen in record.named(name)
        )
        if not changed or not book.terms.late_rate or not book.live_units:
            return
        owed = int(self._view("late_interest", book.terms))
        # Exact while no unit was retired; else up by less than one minor unit.
        book.accrued = -(-owed * book.face // book.live_units) * NANO
        if book.bound and rules.past_due(self.days, book.terms, book.prolonged_to, self.at)[0]:
            book.since = rules.today_of(self.days, book.terms, self.at)

    def _load_course_of_acts(self, record: ClaimRecord, book: ClaimBook) -> None:
        """What the events tell and no view does."""

        def day(name: str) -> int:
            found = record.named(name)
            place = record.terms.pay_place
            return self.days.local_day(place, found[-1].at, self.at) if found else 0

        book.bound_day = max(day(name) for name in ("Accepted", "Deemed", "Received"))
        if book.bound and not book.bound_day:
            book.bound_day = day("ClaimBorn")
        # Who acknowledges an assignment without notice knows of it from then on.
        book.notice_day = day("Notified") or day("NoticeAcknowledged")
        if record.terms.kind == ClaimKind.PAYABLE:
            place, days = record.terms.pay_place, record.terms.receipt_days
            book.receipt_until = self.days.add_banking_days(place, day("ClaimBorn"), days, self.at)
        else:
            book.submission = int(self._view("submission_of", record.id))
        if book.submission:
            book.submission_days = self._banking_days(
                record.terms.pay_place, day("Submitted"), book.submission
            )
            # The chain does not show by how many days the clock was set: it is taken to be the mandate's.
            book.submission_days = MOST_DAYS
        for seen in record.events:
            if seen.event.name in ("Aged", "Prolonged"):
                # With a new due day the buckets begin anew.
                book.aged = int(seen.event.args.get("bucket", 0))
        for seen in record.named("PaymentAsserted"):
            reference = bytes(seen.event["reference"])
            told = self._view("assertion_of", record.id, reference)
            book.assertions[reference] = AssertionBook(
                int(told["amount"]), int(told["value_day"]), int(told["confirmed"]), bool(told["contested"])
            )
            if int(seen.event["held_until"]) and not book.held_until:
                book.held_until, book.held_by = int(seen.event["held_until"]), reference
        for seen in record.named("Pledged"):
            pledgor, pledgee = str(seen.event["pledgor"]), str(seen.event["pledgee"])
            book.last_pledgor[pledgee] = pledgor
            told = self._view("pledge_of", record.id, pledgor, pledgee)
            if int(told["units"]) or int(told["secured"]):
                book.pledges[pledgor, pledgee] = PledgeBook(
                    int(told["units"]), int(told["secured"]), int(told["called_at"])
                )
                self.model.speakers[sub_account(SubAccount.PLEDGED, pledgor, pledgee)] = pledgee
        for seen in record.named("Parked"):
            owner = str(seen.event["owner"])
            self.model.speakers[sub_account(SubAccount.PARKED, owner, owner)] = owner
        for seen in record.named("Agreed"):
            account, proposal = str(seen.event["account"]), bytes(seen.event["proposal"])
            if self._view("agreed", record.id, account, proposal):
                book.agreed.add((account, proposal))
        if record.terms.kind == ClaimKind.PAYABLE:
            pending = sub_account(SubAccount.PENDING, record.terms.debtor, record.terms.creditor)
            self.model.speakers[pending] = record.terms.debtor
            self.load_limit(record.terms.debtor, record.terms.currency)

    def _banking_days(self, place: bytes, first: int, last: int) -> int:
        """How many banking days after `first` the day `last` is."""
        low, high = 0, last - first
        while low < high:
            middle = (low + high) // 2
            if self.days.add_banking_days(place, first, middle, self.at) >= last:
                high = middle
            else:
                low = middle + 1
        return low

    def _load_holdings(self, record: ClaimRecord, book: ClaimBook, accounts: Iterable[str]) -> None:
        terms = record.terms
        wanted = dict.fromkeys([*accounts, terms.creditor])
        for account in list(wanted):
            wanted[sub_account(SubAccount.PARKED, account, account)] = None
        for pledgor, pledgee in book.pledges:
            wanted[sub_account(SubAccount.PLEDGED, pledgor, pledgee)] = None
            wanted[pledgor] = wanted[pledgee] = None
        if terms.kind == ClaimKind.PAYABLE:
            wanted[sub_account(SubAccount.PENDING, terms.debtor, terms.creditor)] = None
        for account in wanted:
            seen = self._view("holding_of", record.id, account)
            if any(int(seen[name]) for name in ("units", "seen", "flags", "ent")):
                book.holdings[account] = HoldingBook(
                    int(seen["units"]), int(seen["seen"]), int(seen["flags"]), int(seen["ent"])
                )

    def remits(self, claim: ClaimRecord, origin: ClaimRecord) -> None:
        """A claim on a seller lowers the holder's units of its origin, unless the debtor is discharged."""
        for seen in origin.named("MisdirectedReported"):
            if bytes(seen.event["remittance"]) == claim.id and not seen.event["discharged"]:
                self.model.claims[claim.id].remits = (origin.id, str(seen.event["holder"]))

    # --- the rest ---

    def load_birth(self, terms: Claim) -> None:
        """What a birth asks beside parties and days."""
        self.charges.load(terms.fingerprint, terms.creditor)
        if terms.kind == ClaimKind.PAYABLE:
            self.load_limit(terms.debtor, terms.currency)

    def load_limit(self, anchor: str, currency: bytes) -> None:
        seen = self._view("payables_of", anchor, currency)
        names = ("outstanding", "limit", "term_days", "pending_limit", "raised_at")
        self.model.limits[anchor, currency] = LimitBook(*(int(seen[name]) for name in names))

    def load_authority(self, debtor: str, agent: str) -> None:
        seen = self._view("authority_of", debtor, agent)
        if any(int(seen[name]) for name in ("cap", "reserved", "until")):
            names = ("cap", "reserved", "until")
            self.model.authorities[debtor, agent] = AuthorityBook(*(int(seen[name]) for name in names))

    def load_nonce(self, signer: str, nonce: int) -> None:
        if self._view("nonce_used", signer, nonce):
            self.model.nonces.add((signer, nonce))

    def load_money(self, asset: str, accounts: Sequence[str]) -> None:
        """Balances of a token as a plain one tells them, and what waits for its owners."""
        if asset == ZERO_ADDRESS or asset in self.model.world.money.tokens:
            return
        token = token_at(self.driver, asset)
        contract = self.suite.claim.address
        try:
            decimals = int(self.driver.view(token, "decimals"))
            held = {
                account: int(self.driver.view(token, "balanceOf", [account]))
                for account in dict.fromkeys([*accounts, contract])
            }
        except (Reverted, ValueError, IndexError):
            return
        plain = Token(asset, decimals)
        for account, balance in held.items():
            plain.balances[account] = balance
            plain.allowances[account, contract] = 2**255
        self.model.world.money.add(plain)
        for account in held:
            waiting = int(self._view("withdrawable", account, asset))
            if waiting:
                self.model.waiting.balances[account, asset] = waiting
