"""Units pledged for a debt: proceeds to the pledgee first, foreclosure up to what is secured."""

from __future__ import annotations

from usance.claim_terms import Claim, sub_account
from usance.codes_claims import SubAccount
from usance.model.claim_books import ClaimBook, PledgeBook
from usance.model.claim_money import ClaimMoney
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS

# [seconds] a pledgor has to redeem after the call.
REDEEM_SECONDS = 10 * 86_400


class ClaimPledges(ClaimMoney):
    """Acts on pledged units. The sub-account of a pledge is (pledgor, pledgee)."""

    def pledge(self, sender: str, now: int, claim: bytes, to: str, units: int, secured: int) -> Outcome:
        """By the rules of a transfer to the pledgee; the units move to a sub-account."""
        book = self.claims.get(claim)
        broken = self._receiver_broken(to)
        if to == sender or not 1 <= secured <= MAX_AMOUNT:
            broken.add("PLEDGE")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        moving = self._assignment_broken(book, sender, to, now)
        broken |= moving - {"INV12"} if "HOOK" in broken else moving
        if not 1 <= units <= book.units_of(sender):
            broken.add("INSUFFICIENT_UNITS")
        known = self._pledge(book, sender, to) or PledgeBook()
        if known.secured + secured > MAX_AMOUNT:
            broken.add("PLEDGE")
        if broken:
            return refusal(broken)
        account = self._use_sub_account(SubAccount.PLEDGED, sender, to, to)
        moved = self._move(book, sender, sender, account, units)
        known.units += units
        known.secured += secured
        book.pledges[sender, to] = known
        book.last_pledgor[to] = sender
        words = {"claim": book.id, "pledgor": sender, "pledgee": to, "units": units, "secured": secured}
        return Outcome(events=(moved, Fact("Pledged", words)))

    def release_pledge(self, sender: str, now: int, claim: bytes, pledgor: str) -> Outcome:
        """All units, and proceeds not yet shared, go back."""
        book, broken = self._pledged(claim, pledgor, sender)
        if book is None or broken:
            return refusal(broken)
        return Outcome(events=self._given_back(book, sender, pledgor, sender))

    def redeem_pledge(self, sender: str, now: int, terms: Claim, pledgee: str) -> Outcome:
        """Proceeds first, then the pledgor pays what is still secured; it waits for the pledgee."""
        book, broken = self._pledged(self.claim_id(terms), sender, pledgee)
        if book is None or broken:
            return refusal(broken)
        first, _ = self._shares_of(book, sender, pledgee)
        owed = book.pledges[sender, pledgee].secured - first
        if owed and book.asset == ZERO_ADDRESS:
            return refusal({"OFF_CHAIN"})
        tokens = owed * book.asset_scale
        money = self.world.money
        obstacle = money.pull_obstacle(book.asset, sender, self.address, tokens, self.address)
        if obstacle:
            return refusal(obstacle)
        events = self._share(book, sender, pledgee) + self._given_back(book, sender, sender, pledgee)
        moves = money.pull(book.asset, sender, self.address, tokens, self.address)
        if tokens:
            # Booked, so that no pledgee that cannot receive keeps the units.
            events += (self.waiting.credit(pledgee, book.asset, tokens),)
        return Outcome(events=events, moves=moves)

    def call_pledge(self, sender: str, now: int, claim: bytes, pledgor: str) -> Outcome:
        book, broken = self._pledged(claim, pledgor, sender)
        if book is None or broken:
            return refusal(broken)
        pledge = book.pledges[pledgor, sender]
        if pledge.called_at:
            return refusal({"PLEDGE"})
        pledge.called_at = now
        words = {"claim": book.id, "pledgor": pledgor, "pledgee": sender, "secured": pledge.secured}
        return Outcome(events=(Fact("PledgeCalled", words),))

    def foreclose(self, sender: str, now: int, claim: bytes, pledgor: str) -> Outcome:
        book, broken = self._pledged(claim, pledgor, sender)
        if book is None or broken:
            return refusal(broken)
        pledge = book.pledges[pledgor, sender]
        if pledge.called_at == 0 or now < pledge.called_at + REDEEM_SECONDS:
            broken.add("PLEDGE")
        # It was eligible when it took the pledge; what became of it since takes no right away.
        broken |= self._held_party(sender)
        if broken:
            return refusal(broken)
        facts = self._share(book, pledgor, sender)
        account = sub_account(SubAccount.PLEDGED, pledgor, sender)
        taken = pledge.units if pledge.secured else 0
        if book.rest:
            # Rounded up, for the pledgee by less than one unit.
            taken = min(pledge.units, -(-pledge.secured * book.face // book.rest))
        surplus = pledge.units - taken
        worth = taken * book.rest // book.face
        if taken:
            facts += (self._move(book, sender, account, sender, taken),)
        if surplus:
            facts += (self._move(book, sender, account, pledgor, surplus),)
        self._pass_entitlement(book, account, pledgor)
        del book.pledges[pledgor, sender]
        words = {
            "claim": book.id,
            "pledgor": pledgor,
            "pledgee": sender,
            "units": taken,
            "amount": worth,
            "surplus": surplus,
        }
        return Outcome(events=(*facts, Fact("Foreclosed", words)))

    def share_proceeds(self, sender: str, now: int, claim: bytes, pledgor: str, pledgee: str) -> Outcome:
        book, broken = self._pledged(claim, pledgor, pledgee)
        if book is None or broken:
            return refusal(broken)
        if sum(self._shares_of(book, pledgor, pledgee)) == 0:
            return refusal({"NOTHING"})
        return Outcome(events=self._share(book, pledgor, pledgee))

    # --- shared ---

    def _pledged(self, claim: bytes, pledgor: str, pledgee: str) -> tuple[ClaimBook | None, set[str]]:
        book = self.claims.get(claim)
        if book is None:
            return None, {"UNKNOWN", "PLEDGE"}
        return book, set() if self._pledge(book, pledgor, pledgee) else {"PLEDGE"}

    def _given_back(self, book: ClaimBook, operator: str, pledgor: str, pledgee: str) -> tuple[Fact, ...]:
        """The pledge is over: its units and everything due on them are the pledgor's."""
        account = sub_account(SubAccount.PLEDGED, pledgor, pledgee)
        units = book.pledges.pop((pledgor, pledgee)).units
        moved = self._move(book, operator, account, pledgor, units)
        self._pass_entitlement(book, account, pledgor)
        words = {"claim": book.id, "pledgor": pledgor, "pledgee": pledgee, "units": units}
        return moved, Fact("PledgeReleased", words)

    # --- views ---

    def pledge_of(self, claim: bytes, pledgor: str, pledgee: str) -> dict[str, int]:
        book = self.claims.get(claim)
        found = None if book is None else self._pledge(book, pledgor, pledgee)
        return (found or PledgeBook()).view()
