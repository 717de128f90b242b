"""The reference model of claims: what is owed, by whom, to whom, when, in plain Python.

Each act is `model.<act>(sender, now, ...)` and returns an Outcome. It changes something only when it
breaks no rule. Amounts are [minor] units of the currency, days are local days since 1970-01-01 at the
place of payment, `now` is [unix s]. Written from the rules and the interfaces (IClaimToken,
IClaimBirths, IClaimLife, IClaimRules).
"""

from __future__ import annotations

from typing import Any

from usance.claim_terms import Claim, sub_account
from usance.model.claim_books import HoldingBook
from usance.model.claim_changes import ClaimChanges
from usance.model.claim_notices import ClaimNotices
from usance.model.claim_payables import ClaimPayables
from usance.model.claim_pledges import ClaimPledges
from usance.model.outcome import Fact, Outcome, refusal


class ClaimTokenModel(ClaimPayables, ClaimPledges, ClaimNotices, ClaimChanges):
    """Every claim of one contract at `address`."""

    # --- the stop, the nonces ---

    def pause(self, sender: str, now: int) -> Outcome:
        return self.guard.pause(sender, now)

    def unpause(self, sender: str, now: int) -> Outcome:
        return self.guard.unpause(sender, now)

    def cancel_nonce(self, sender: str, now: int, nonce: int) -> Outcome:
        if (sender, nonce) in self.nonces:
            return refusal({"ACC1"})
        self.nonces.add((sender, nonce))
        return Outcome(events=(Fact("NonceCancelled", {"signer": sender, "nonce": nonce}),))

    # --- views ---

    def claim_state(self, claim: bytes) -> dict[str, Any] | None:
        book = self.claims.get(claim)
        return None if book is None else book.view()

    def holding_of(self, claim: bytes, account: str) -> dict[str, int]:
        book = self.claims.get(claim)
        found = None if book is None else book.holdings.get(account)
        return (found or HoldingBook()).view()

    def outstanding(self, claim: bytes) -> int:
        book = self.claims.get(claim)
        return 0 if book is None else book.outstanding

    def asset_in_force(self, terms: Claim) -> tuple[str, int]:
        book = self._find(terms)
        return (terms.asset, terms.asset_scale) if book is None else (book.asset, book.asset_scale)

    @staticmethod
    def sub_account(kind: int, owner: str, other: str) -> str:
        return sub_account(kind, owner, other)

    def withdrawable(self, party: str, asset: str) -> int:
        return self.waiting.withdrawable(party, asset)

    def nonce_used(self, signer: str, nonce: int) -> bool:
        return (signer, nonce) in self.nonces
