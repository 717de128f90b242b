"""The books of every claim of one contract, and what several acts on them share."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Protocol, cast

from usance.claim_terms import Claim, claim_id, sub_account, unit_id
from usance.codes_claims import ClaimKind, ClaimStatus, RetireReason
from usance.daycount import NANO
from usance.model import claim_rules as rules
from usance.model.claim_books import AuthorityBook, ClaimBook, HoldingBook, LimitBook
from usance.model.guard import Guard
from usance.model.money import HELD, Waiting
from usance.model.outcome import Fact, Outcome
from usance.model.party import Signed
from usance.model.world import World
from usance.signing import Mandate
from usance.terms import ZERO_ADDRESS, ZERO_HASH

INSOLVENT = 3
# A signature under an act: its words, or for short whether it is good, or the rules it breaks.
Signature = Signed | bool | frozenset[str] | None


class Mandates(Protocol):
    """What claims ask of the party registry beside who may act."""

    def mandate(self, debtor: str, seller: str) -> Mandate | None: ...


class Charges(Protocol):
    """The register of charges, as ChargeModel is. `take` and then `give_back` leave it as it was."""

    @property
    def things(self) -> dict[bytes, Any]: ...

    def key_of(self, fingerprint: bytes, seller: str) -> bytes: ...

    def take(
        self, sender: str, now: int, fingerprint: bytes, seller: str, object_amount: int, amount: int
    ) -> Outcome: ...

    def give_back(self, sender: str, now: int, fingerprint: bytes, seller: str, amount: int) -> Outcome: ...


def acceptance_words(
    claims: Collection[bytes], waivers: int, nonce: int, deadline: int
) -> tuple[object, ...]:
    """What a signature that accepts claims is about."""
    return "Acceptance", tuple(claims), int(waivers), nonce, deadline


class ClaimBase:
    """The books at `address`.

    `contracts` are the addresses that are contracts, `refusing` those of them whose ERC-1155 hook
    refuses or fails now.
    """

    def __init__(
        self,
        address: str,
        world: World,
        charges: Charges,
        *,
        contracts: Collection[str] = (),
        refusing: Collection[str] = (),
    ) -> None:
        self.address = address
        self.world = world
        self.charges = charges
        self.mandates = cast(Mandates, world.parties)
        self.contracts = set(contracts)
        self.refusing = set(refusing)
        self.guard = Guard(world.parties)
        self.waiting = Waiting(address, world.money, world.parties)
        self.claims: dict[bytes, ClaimBook] = {}
        self.approvals: set[tuple[str, str]] = set()
        self.authorities: dict[tuple[str, str], AuthorityBook] = {}
        self.limits: dict[tuple[str, bytes], LimitBook] = {}
        self.nonces: set[tuple[str, int]] = set()
        # Sub-accounts in use and who speaks for them: the pledgee, the owner of parked units.
        self.speakers: dict[str, str] = {}
        self._claim_id = lru_cache(maxsize=4096)(lambda terms: claim_id(terms, world.chain_id, address))

    # --- finding ---

    def claim_id(self, terms: Claim) -> bytes:
        return self._claim_id(terms)

    def _find(self, terms: Claim) -> ClaimBook | None:
        return self.claims.get(self.claim_id(terms))

    def _today(self, book: ClaimBook, now: int) -> int:
        return rules.today_of(self.world.days, book.terms, now)

    def _held_party(self, party: str) -> set[str]:
        """A HELD party gives nothing of its own away: what it has waits."""
        return {"HELD"} if self.world.parties.status_of(party) == HELD else set()

    # --- late interest ---

    def _running(self, book: ClaimBook, now: int) -> int:
        """Late interest since `since`, in 1e-9 of the face index; only bound claims bear any."""
        if not book.bound or book.rest == 0 or book.terms.late_rate == 0:
            return 0
        found, _ = rules.interest(self.world.days, book.terms, book.rest, book.since, book.prolonged_to, now)
        return found

    def _accrue(self, book: ClaimBook, now: int) -> None:
        """Before the rest changes: what accrued on it stays.

        While grace runs nothing accrues and nothing is lost: later it counts from the due day.
        """
        days, terms = self.world.days, book.terms
        book.accrued += self._running(book, now)
        if book.bound and terms.late_rate and rules.past_due(days, terms, book.prolonged_to, now)[0]:
            book.since = rules.today_of(days, terms, now)

    def _owed_now(self, book: ClaimBook, now: int) -> int:
        """[minor] of late interest owed as of today, rounded down."""
        accrued = book.accrued + self._running(book, now)
        return accrued * book.live_units // (NANO * book.face)

    @staticmethod
    def _finish(book: ClaimBook) -> None:
        """Nothing of the face, no units, and no interest left: the claim is paid."""
        if book.live and (book.rest == 0 or book.live_units == 0) and book.owed_interest == 0:
            book.status = ClaimStatus.PAID

    # --- overdue ---

    def _held(self, book: ClaimBook, now: int) -> bool:
        """Does an assertion of payment hold the overdue mark?"""
        if book.held_until == 0 or self._today(book, now) > book.held_until:
            return False
        return not book.assertions[book.held_by].contested

    def _aging(self, book: ClaimBook, now: int) -> tuple[int, int]:
        if not book.bound or book.outstanding == 0 or self._held(book, now):
            return 0, 0
        return rules.past_due(self.world.days, book.terms, book.prolonged_to, now)

    # --- units ---

    def _transfer_fact(self, book: ClaimBook, operator: str, sender: str, receiver: str, value: int) -> Fact:
        words = {
            "operator": operator,
            "sender": sender,
            "receiver": receiver,
            "id": unit_id(book.id),
            "value": value,
        }
        return Fact("TransferSingle", words)

    @staticmethod
    def _shift(book: ClaimBook, sender: str, receiver: str, units: int) -> None:
        """Units change hands; what was paid before stays with the sender."""
        giver = book.holding(sender)
        giver.touch(book.index)
        giver.units -= units
        taker = book.holding(receiver)
        taker.touch(book.index)
        taker.units += units

    def _move(self, book: ClaimBook, operator: str, sender: str, receiver: str, units: int) -> Fact:
        self._shift(book, sender, receiver, units)
        return self._transfer_fact(book, operator, sender, receiver, units)

    @staticmethod
    def _pass_entitlement(book: ClaimBook, sender: str, receiver: str, amount: int | None = None) -> None:
        """[minor / F] of what is due goes from one account to another, all of it by default."""
        giver = book.holding(sender)
        giver.touch(book.index)
        passed = giver.ent if amount is None else amount
        giver.ent -= passed
        book.holding(receiver).ent += passed

    def _retire_units(
        self, book: ClaimBook, operator: str, account: str, units: int, reason: RetireReason
    ) -> tuple[Fact, ...]:
        """Units are gone: what is owed falls by their share."""
        holding = book.holding(account)
        holding.touch(book.index)
        holding.units -= units
        book.retired += units
        burnt = self._transfer_fact(book, operator, account, ZERO_ADDRESS, units)
        words = {
            "claim": book.id,
            "account": account,
            "units": units,
            "reason": int(reason),
            "outstanding": book.outstanding,
        }
        return burnt, Fact("Retired", words)

    def _use_sub_account(self, kind: int, owner: str, other: str, speaker: str) -> str:
        account = sub_account(kind, owner, other)
        self.speakers[account] = speaker
        return account

    # --- births ---

    def _born(
        self, terms: Claim, status: ClaimStatus, operator: str, holder: str, now: int
    ) -> tuple[ClaimBook, tuple[Fact, ...]]:
        """A sound claim comes into being; its units are the holder's."""
        identity = self.claim_id(terms)
        hold = rules.hold_of(self.world.days, terms, 0, now)
        book = ClaimBook(identity, terms, status, hold, terms.asset, terms.asset_scale)
        book.holdings[holder] = HoldingBook(units=terms.face)
        if status == ClaimStatus.ACCEPTED:
            book.bound_day = self._today(book, now)
        self.claims[identity] = book
        words = {
            "claim": identity,
            "debtor": terms.debtor,
            "creditor": terms.creditor,
            "surety": terms.surety,
            "face": terms.face,
            "due_day": terms.due_day,
            "status": int(status),
            "terms": terms.as_dict(),
        }
        minted = self._transfer_fact(book, operator, ZERO_ADDRESS, holder, terms.face)
        return book, (minted, Fact("ClaimBorn", words))

    def _free_share(self, book: ClaimBook, now: int) -> tuple[Fact, ...]:
        """The claim's share of its object and of the anchor's limit is free again, once."""
        terms = book.terms
        book.settled = True
        if terms.kind == ClaimKind.PAYABLE:
            self._limit(terms.debtor, terms.currency).outstanding -= terms.face
        if terms.fingerprint == ZERO_HASH or terms.kind not in rules.FORWARD:
            return ()
        outcome = self.charges.give_back(self.address, now, terms.fingerprint, terms.creditor, terms.face)
        if outcome.broken:
            raise RuntimeError(f"the register of charges lost a share: {sorted(outcome.broken)} (INV10)")
        return outcome.events

    def _limit(self, anchor: str, currency: bytes) -> LimitBook:
        found = self.limits.get((anchor, currency))
        if found is None:
            found = self.limits[anchor, currency] = LimitBook()
        return found

    # --- signatures ---

    def signature_broken(
        self,
        signer: str,
        words: tuple[object, ...],
        nonce: int,
        deadline: int,
        signature: Signature,
        now: int,
    ) -> frozenset[str]:
        """Late, used, foreign (ACC1), malformed or refused by the wallet (ACC2)."""
        broken: frozenset[str] = frozenset()
        if now > deadline or (signer, nonce) in self.nonces:
            broken |= {"ACC1"}
        if isinstance(signature, frozenset):
            return broken | signature
        if signature is True and signer != ZERO_ADDRESS:
            return broken
        if isinstance(signature, bool) or signature is None or signer == ZERO_ADDRESS:
            return broken | {"ACC2"}
        own = (
            signature.signer == signer
            and signature.words == words
            and signature.chain_id == self.world.chain_id
            and signature.contract == self.address
        )
        # A wallet can only say no; why, it does not say.
        if signer in self.contracts and (not own or not signature.canonical or signature.revoked):
            return broken | {"ACC2"}
        if not own:
            broken |= {"ACC1"}
        if not signature.canonical:
            broken |= {"ACC2"}
        return broken
