"""Units of claims as ERC-1155 knows them: approvals, transfers, splits, giving up, collecting.

A transfer is assignment with immediate effect; what was paid before stays with who held then.
"""

from __future__ import annotations

from collections.abc import Sequence

from usance.claim_terms import sub_account, unit_id
from usance.codes_claims import Assignable, RetireReason, SubAccount
from usance.model.claim_base import ClaimBase
from usance.model.claim_books import ClaimBook
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_ADDRESS


class ClaimUnits(ClaimBase):
    """Acts on units."""

    # --- rules of a transfer ---

    def eligible(self, account: str, eligibility: int, now: int) -> bool:
        """An ACTIVE party with at least one of these roles; 0 = any."""
        parties = self.world.parties
        if eligibility == 0:
            return parties.may(account, 0, now)
        return any(parties.may(account, 1 << bit, now) for bit in range(8) if eligibility >> bit & 1)

    def _receiver_broken(self, receiver: str) -> set[str]:
        return {"HOOK"} if receiver in (ZERO_ADDRESS, self.address) else set()

    def _assignment_broken(self, book: ClaimBook, giver: str, taker: str, now: int) -> set[str]:
        """May the claim pass from one party to another now, whatever the number of units?"""
        terms = book.terms
        broken = self._held_party(giver)
        if not self.eligible(taker, terms.eligibility, now):
            broken.add("INV12")
        if terms.assignable == Assignable.NO:
            broken.add("NOT_ASSIGNABLE")
        if terms.earmark != ZERO_ADDRESS and giver == terms.creditor and taker != terms.earmark:
            broken.add("EARMARK")
        if book.hold.closed(now):
            broken.add("RECORD_DAY")
        return broken

    @staticmethod
    def _units_broken(book: ClaimBook, balance: int, units: int) -> set[str]:
        if not 1 <= units <= balance:
            return {"INSUFFICIENT_UNITS"}
        return {"MIN_SPLIT"} if units < book.terms.min_split and units != balance else set()

    def _transfers_broken(self, sender: str, transfers: Sequence[tuple[str, int, int]], now: int) -> set[str]:
        """Rules that a sequence of (receiver, id, value) out of one account breaks, one after the other."""
        broken: set[str] = set()
        balances: dict[tuple[int, str], int] = {}
        for receiver, number, value in transfers:
            nowhere = self._receiver_broken(receiver)
            broken |= nowhere
            book = self.claims.get(number.to_bytes(32, "big"))
            if book is None:
                broken |= {"UNKNOWN", "INSUFFICIENT_UNITS"}
                continue
            moving = self._assignment_broken(book, sender, receiver, now)
            # Nobody, or the contract itself, is no party that could be eligible.
            broken |= moving - {"INV12"} if nowhere else moving
            balance = balances.get((number, sender), book.units_of(sender))
            wrong = self._units_broken(book, balance, value)
            broken |= wrong
            if "INSUFFICIENT_UNITS" not in wrong:
                balances[number, sender] = balance - value
                held = balances.get((number, receiver), book.units_of(receiver))
                balances[number, receiver] = held + value
        return broken

    def _sender_broken(self, operator: str, sender: str) -> set[str]:
        return set() if operator == sender or (sender, operator) in self.approvals else {"APPROVAL"}

    def _hook_broken(self, receivers: Sequence[str]) -> set[str]:
        return {"HOOK"} if any(receiver in self.refusing for receiver in receivers) else set()

    # --- ERC-1155 ---

    def set_approval_for_all(self, sender: str, now: int, operator: str, approved: bool) -> Outcome:
        if approved:
            self.approvals.add((sender, operator))
        else:
            self.approvals.discard((sender, operator))
        words = {"owner": sender, "operator": operator, "approved": approved}
        return Outcome(events=(Fact("ApprovalForAll", words),))

    def safe_transfer_from(
        self, operator: str, now: int, sender: str, receiver: str, number: int, value: int, data: bytes = b""
    ) -> Outcome:
        broken = self._sender_broken(operator, sender) | self._hook_broken([receiver])
        broken |= self._transfers_broken(sender, [(receiver, number, value)], now)
        if broken:
            return refusal(broken)
        book = self.claims[number.to_bytes(32, "big")]
        return Outcome(events=(self._move(book, operator, sender, receiver, value),))

    def transfer(self, sender: str, now: int, claim: bytes, receiver: str, units: int) -> Outcome:
        """The holder's own transfer, by the claim's id."""
        return self.safe_transfer_from(sender, now, sender, receiver, unit_id(claim), units)

    def safe_batch_transfer_from(
        self,
        operator: str,
        now: int,
        sender: str,
        receiver: str,
        numbers: Sequence[int],
        values: Sequence[int],
        data: bytes = b"",
    ) -> Outcome:
        broken = self._sender_broken(operator, sender) | self._hook_broken([receiver])
        if len(numbers) != len(values):
            return refusal(broken | {"HOOK"})
        broken |= self._receiver_broken(receiver)
        pairs = list(zip(numbers, values, strict=True))
        broken |= self._transfers_broken(sender, [(receiver, number, value) for number, value in pairs], now)
        if broken:
            return refusal(broken)
        # One fact for each of the claims.
        return Outcome(
            events=tuple(
                self._move(self.claims[number.to_bytes(32, "big")], operator, sender, receiver, value)
                for number, value in pairs
            )
        )

    def split(
        self, sender: str, now: int, number: int, receivers: Sequence[str], values: Sequence[int]
    ) -> Outcome:
        broken = self._hook_broken(receivers)
        if len(receivers) != len(values):
            return refusal(broken | {"HOOK"})
        pairs = list(zip(receivers, values, strict=True))
        broken |= self._transfers_broken(
            sender, [(receiver, number, value) for receiver, value in pairs], now
        )
        if broken:
            return refusal(broken)
        if not pairs:
            return Outcome()
        book = self.claims[number.to_bytes(32, "big")]
        return Outcome(
            events=tuple(self._move(book, sender, sender, receiver, value) for receiver, value in pairs)
        )

    # --- giving up, collecting ---

    def retire(self, sender: str, now: int, claim: bytes, units: int) -> Outcome:
        book = self.claims.get(claim)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._held_party(sender) | ({"NOTHING"} if units == 0 else set())
        if not book.stands:
            broken.add("STATE")
        if units > book.units_of(sender):
            broken.add("INSUFFICIENT_UNITS")
        if broken:
            return refusal(broken)
        facts = self._retire_units(book, sender, sender, units, RetireReason.GIVEN_UP)
        self._finish(book)
        return Outcome(events=facts)

    def collect(self, sender: str, now: int, claim: bytes, to: str) -> Outcome:
        """Parked units leave by the rules of a transfer out of their owner's hand.

        The owner itself may always take them: that assigns nothing.
        """
        book = self.claims.get(claim)
        broken = self._receiver_broken(to)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        parked = sub_account(SubAccount.PARKED, sender, sender)
        units = book.units_of(parked)
        if units == 0:
            broken.add("INSUFFICIENT_UNITS")
        if to != sender:
            moving = self._assignment_broken(book, sender, to, now)
            broken |= moving - {"INV12"} if "HOOK" in broken else moving
            broken |= self._hook_broken([to])
        if broken:
            return refusal(broken)
        moved = [self._move(book, sender, parked, sender, units)]
        # What was paid while the units were parked is the owner's.
        self._pass_entitlement(book, parked, sender)
        if to != sender:
            moved.append(self._move(book, sender, sender, to, units))
        words = {"claim": book.id, "owner": sender, "to": to, "units": units}
        return Outcome(returned=units, events=(*moved, Fact("Collected", words)))

    # --- views ---

    def balance_of(self, owner: str, number: int) -> int:
        book = self.claims.get(number.to_bytes(32, "big"))
        return 0 if book is None else book.units_of(owner)

    def is_approved_for_all(self, owner: str, operator: str) -> bool:
        return (owner, operator) in self.approvals
