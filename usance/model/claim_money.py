"""Money of claims: pay, withdraw, share what a pledge secures, settle.

Excess is never taken. A payment belongs to whoever holds at that moment.
"""

from __future__ import annotations

from usance.claim_terms import Claim, sub_account
from usance.codes_claims import ClaimStatus, HoldingFlag, RetireReason, SubAccount
from usance.daycount import NANO
from usance.model import claim_rules as rules
from usance.model.claim_books import ClaimBook, PledgeBook
from usance.model.claim_units import ClaimUnits
from usance.model.credit_terms import MAX_BPS
from usance.model.money import HELD
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_ADDRESS

PAYABLE_STATES = (ClaimStatus.REGISTERED, ClaimStatus.ACCEPTED, ClaimStatus.DEFAULTED)
ENDED = (ClaimStatus.DENIED, ClaimStatus.RESCINDED, ClaimStatus.CANCELLED)


class ClaimMoney(ClaimUnits):
    """Acts that move money."""

    # --- paying ---

    def _steps(self, book: ClaimBook, amount: int, now: int) -> tuple[int, int, int, int]:
        """What a payment of at most `amount` does: (j of interest, p of the face, a of discount, money)."""
        face, live = book.face, book.live_units
        interest = min(amount, self._owed_now(book, now))
        j = interest * face // live
        taken_interest = -(-j * live // face)
        money = amount - taken_interest
        bps = rules.discounted(self.world.days, book.terms, now)
        step, aside = min(money * face // live, book.rest), 0
        if bps:
            full = -(-book.rest * (MAX_BPS - bps) // MAX_BPS)
            step = min(money * face // live, full)
            # Rounded down in favour of the holders, but the last step clears everything.
            aside = book.rest - step if step == full else step * bps // (MAX_BPS - bps)
        return j, step, aside, taken_interest

    def pay(self, sender: str, now: int, terms: Claim, amount: int) -> Outcome:
        book = self._find(terms)
        broken = {"NOTHING"} if amount == 0 else set()
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.status not in PAYABLE_STATES:
            broken.add("STATE")
        if book.asset == ZERO_ADDRESS:
            broken.add("OFF_CHAIN")
        if broken:
            return refusal(broken)
        j, step, aside, taken_interest = self._steps(book, amount, now)
        taken = taken_interest - (-step * book.live_units // book.face)
        if taken == 0:
            return refusal({"NOTHING"})
        tokens = taken * book.asset_scale
        obstacle = self.world.money.pull_obstacle(book.asset, sender, self.address, tokens, self.address)
        if obstacle:
            return refusal(obstacle)
        self._accrue(book, now)
        book.interest_paid += j
        book.accrued -= j * NANO
        book.paid += step
        book.aside += aside
        book.pot += taken
        self._finish(book)
        words = {
            "claim": book.id,
            "payer": sender,
            "amount": taken,
            "interest": taken_interest,
            # In money, rounded up as what was taken.
            "discount": -(-aside * book.live_units // book.face),
            "outstanding": book.outstanding,
        }
        remitted = self._remitted(book, sender, taken - taken_interest)
        moves = self.world.money.pull(book.asset, sender, self.address, tokens, self.address)
        return Outcome(returned=taken, events=(Fact("Paid", words), *remitted), moves=moves)

    def _remitted(self, book: ClaimBook, operator: str, amount: int) -> tuple[Fact, ...]:
        """A seller passed on misdirected money: the holder's units fall by as much, so nobody pays twice."""
        if book.remits is None or amount == 0:
            return ()
        origin, holder = self.claims[book.remits[0]], book.remits[1]
        units = origin.units_of(holder)
        # Where nothing of the face is owed any more, nothing is left to take off.
        if not origin.live or origin.rest == 0 or units == 0:
            return ()
        gone = origin.units_for(amount, units)
        if gone == 0:
            return ()
        facts = self._retire_units(origin, operator, holder, gone, RetireReason.REMITTED)
        self._finish(origin)
        return facts

    # --- taking out ---

    def withdraw(self, sender: str, now: int, terms: Claim, account: str, to: str) -> Outcome:
        """The account names any receiver; anybody else only the account (LC12)."""
        book = self._find(terms)
        broken = self.waiting.payee_broken(to)
        if account not in (sender, to):
            broken.add("LC12")
        if account in self.speakers:
            # Nobody has the key of a sub-account: money sent there would be lost.
            broken.add("PAYEE")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        pledgor = book.last_pledgor.get(account, ZERO_ADDRESS)
        shared, _ = self._shares_of(book, pledgor, account)
        entitled = book.entitlement(account) + shared * book.face
        out = entitled // book.face
        if out == 0:
            broken.add("NOTHING")
        held = self.world.parties.status_of(account) == HELD
        tokens = out * book.asset_scale
        if not held and not broken:
            broken |= self.world.money.send_obstacle(book.asset, self.address, to, tokens)
        if broken:
            return refusal(broken)
        facts = self._share(book, pledgor, account)
        holding = book.holding(account)
        holding.touch(book.index)
        holding.ent -= out * book.face
        book.pot -= out
        receiver = self.address if held else to
        words = {"claim": book.id, "account": account, "to": receiver, "amount": out}
        if holding.written_off:
            facts += (Fact("Recovered", {"claim": book.id, "account": account, "amount": out}),)
        facts += (Fact("ProceedsWithdrawn", words),)
        if held:
            credited = self.waiting.credit(account, book.asset, tokens)
            return Outcome(returned=out, events=(*facts, credited))
        moves = self.world.money.send(book.asset, self.address, to, tokens)
        return Outcome(returned=out, events=facts, moves=moves)

    def withdraw_held(self, sender: str, now: int, asset: str, party: str, to: str) -> Outcome:
        return self.waiting.withdraw(sender, now, asset, party, to)

    def redirect(
        self, sender: str, now: int, party: str, asset: str, amount: int, to: str, order: bytes
    ) -> Outcome:
        return self.waiting.redirect(sender, now, party, asset, amount, to, order)

    # --- proceeds of pledged units ---

    @staticmethod
    def _pledge(book: ClaimBook, pledgor: str, pledgee: str) -> PledgeBook | None:
        return book.pledges.get((pledgor, pledgee))

    def _shares_of(self, book: ClaimBook, pledgor: str, pledgee: str) -> tuple[int, int]:
        """[minor] of a pledge's proceeds (for the pledgee up to what is secured, for the pledgor)."""
        pledge = self._pledge(book, pledgor, pledgee)
        if pledge is None:
            return 0, 0
        out = book.entitlement(sub_account(SubAccount.PLEDGED, pledgor, pledgee)) // book.face
        first = min(out, pledge.secured)
        return first, out - first

    def _share(self, book: ClaimBook, pledgor: str, pledgee: str) -> tuple[Fact, ...]:
        """Whole minor units leave the sub-account; the fraction waits there."""
        first, second = self._shares_of(book, pledgor, pledgee)
        account = sub_account(SubAccount.PLEDGED, pledgor, pledgee)
        if account in book.holdings:
            book.holdings[account].touch(book.index)
        if first + second == 0:
            return ()
        book.pledges[pledgor, pledgee].secured -= first
        self._pass_entitlement(book, account, pledgee, first * book.face)
        self._pass_entitlement(book, account, pledgor, second * book.face)
        words = {
            "claim": book.id,
            "pledgor": pledgor,
            "pledgee": pledgee,
            "to_pledgee": first,
            "to_pledgor": second,
        }
        return (Fact("ProceedsShared", words),)

    # --- the end ---

    def settle(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        over = book.status == ClaimStatus.PAID or (book.status in ENDED and book.live_units == 0)
        if not over or book.settled:
            return refusal({"STATE"})
        freed = self._free_share(book, now)
        return Outcome(events=(Fact("Settled", {"claim": book.id}), *freed))

    def write_off(self, sender: str, now: int, claim: bytes) -> Outcome:
        """The holder's own units; the debt stays, and what still comes is recovered."""
        book = self.claims.get(claim)
        if book is None:
            return refusal({"UNKNOWN"})
        broken: set[str] = set()
        units = book.units_of(sender)
        if units == 0:
            broken.add("INSUFFICIENT_UNITS")
        holding = book.holdings.get(sender)
        if book.status != ClaimStatus.DEFAULTED or (holding is not None and holding.written_off):
            broken.add("STATE")
        if broken or holding is None:
            return refusal(broken)
        holding.flags |= HoldingFlag.WRITTEN_OFF
        amount = units * book.rest // book.face
        words = {"claim": book.id, "account": sender, "units": units, "amount": amount}
        return Outcome(events=(Fact("WrittenOff", words),))

    # --- views ---

    def proceeds_of(self, claim: bytes, account: str) -> int:
        book = self.claims.get(claim)
        return 0 if book is None else book.entitlement(account) // book.face
