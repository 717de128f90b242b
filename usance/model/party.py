"""The register of parties, from the rules: who may act, capabilities, courts, mandates.

Every act returns the set of all rules it would break; only when the set is empty has it changed
anything. Times are [unix s]. Addresses compare as they are given; use one spelling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, IntFlag

from usance.signing import Admission, Mandate

ZERO = "0x0000000000000000000000000000000000000000"
HOUR = 3_600
DAY = 24 * HOUR
DELAY = 48 * HOUR
ORDER_WAIT = 7 * DAY
NOTICE = 7 * DAY
NOTICE_END = 14 * DAY
MAX_COURTS = 4
MAX_MANDATE_DAYS = 366
TIME_LIMIT = 1 << 64
LIMIT_LIMIT = 1 << 112

Broken = frozenset[str]
NONE: Broken = frozenset()


class Role(IntFlag):
    """What a party is in the trade."""

    BANK = 1
    TRADER = 2
    FINANCIER = 4
    VERIFIER = 8
    CARRIER = 16
    SUPERVISOR = 32
    COURT = 64
    AGENT = 128


class Capability(IntFlag):
    """What an account may do to the suite itself."""

    ADMINISTRATOR = 1
    ADMITTER = 2
    SUPERVISOR = 4
    GUARDIAN = 8
    KEEPER = 16


class Status(IntEnum):
    """Where a party stands. 0 is an address that was never admitted."""

    UNKNOWN = 0
    ACTIVE = 1
    HELD = 2
    INSOLVENT = 3
    REMOVED = 4


@dataclass(frozen=True)
class Party:
    roles: int
    status: int
    valid_until: int
    admitted_at: int
    identity: bytes


@dataclass(frozen=True)
class Offer:
    giver: str
    hand_over: bool
    since: int


@dataclass(frozen=True)
class Signed:
    """A signature as a fact: who signed which words, for which chain and contract.

    `words` is the message with its nonce and deadline. `canonical` is False for the signature
    with the other s. `revoked` says that the signing wallet took its answer back.
    """

    signer: str
    words: tuple[object, ...]
    chain_id: int
    contract: str
    canonical: bool = True
    revoked: bool = False


def admission_words(rulebook: bytes, admission: Admission, nonce: int, deadline: int) -> tuple[object, ...]:
    """What a signature under an admission is about."""
    return "Admission", rulebook, admission, nonce, deadline


def mandate_words(mandate: Mandate, nonce: int, deadline: int) -> tuple[object, ...]:
    """What a signature under a mandate is about."""
    return "Mandate", mandate, nonce, deadline


@dataclass
class PartyModel:
    """The registry at `address` on chain `chain_id`. `wallets` are the addresses that are contracts."""

    rulebook: bytes
    chain_id: int
    address: str
    wallets: frozenset[str] = frozenset()
    parties: dict[str, Party] = field(default_factory=dict)
    identities: dict[bytes, list[str]] = field(default_factory=dict)
    proposals: dict[str, tuple[Admission, str]] = field(default_factory=dict)
    since: dict[tuple[str, int], int] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    courts: dict[tuple[str, str], int | None] = field(default_factory=dict)
    orders: dict[tuple[str, bytes], tuple[str, int]] = field(default_factory=dict)
    mandates: dict[tuple[str, str], Mandate] = field(default_factory=dict)
    nonces: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def founded(
        cls,
        rulebook: bytes,
        grants: Iterable[tuple[str, int]],
        *,
        now: int,
        chain_id: int,
        address: str,
        wallets: frozenset[str] = frozenset(),
    ) -> PartyModel:
        """A registry as its constructor leaves it: the listed capabilities work at once."""
        model = cls(rulebook, chain_id, address, wallets)
        for account, capability in grants:
            model.since[account, int(capability)] = now
        if model.administrators() == 0:
            raise ValueError("a registry is founded with at least one administrator (ACC7)")
        return model

    # --- views ---

    def status_of(self, party: str) -> int:
        known = self.parties.get(party)
        return int(known.status) if known else int(Status.UNKNOWN)

    def may(self, party: str, role: int, now: int) -> bool:
        known = self.parties.get(party)
        if known is None or known.status != Status.ACTIVE or now > known.valid_until:
            return False
        return known.roles & role == role

    def has_capability(self, account: str, capability: int, now: int) -> bool:
        since = self.since.get((account, int(capability)), 0)
        return since != 0 and now >= since

    def capability_since(self, account: str, capability: int, now: int) -> int:
        since = self.since.get((account, int(capability)), 0)
        offer = self.offers.get(account)
        if since == 0 and capability == Capability.ADMINISTRATOR and offer and offer.since > now:
            return offer.since
        return since

    def names_court(self, party: str, court: str, now: int) -> bool:
        return (party, court) in self.courts and self.may(court, Role.COURT, now)

    def order_day_of(self, party: str, order: bytes) -> int:
        return self.orders.get((party, order), (ZERO, 0))[1]

    def order_court_of(self, party: str, order: bytes) -> str:
        return self.orders.get((party, order), (ZERO, 0))[0]

    def court_count(self, party: str) -> int:
        return sum(1 for owner, _ in self.courts if owner == party)

    def administrators(self) -> int:
        return sum(1 for _, capability in self.since if capability == Capability.ADMINISTRATOR)

    def mandate(self, debtor: str, seller: str) -> Mandate | None:
        return self.mandates.get((debtor, seller))

    # --- acts of admitters and parties ---

    def admit(
        self,
        admission: Admission,
        nonce: int,
        deadline: int,
        signature: Signed | None,
        *,
        sender: str,
        now: int,
    ) -> Broken:
        words = admission_words(self.rulebook, admission, nonce, deadline)
        broken = (
            self._capability(sender, Capability.ADMITTER, now)
            | self._signature(admission.party, words, nonce, deadline, signature, now)
            | self.admission_rules(admission, now)
        )
        if not broken:
            self.nonces.add((admission.party, nonce))
            self._admit(admission, now)
        return broken

    def propose(self, admission: Admission, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMITTER, now)
        if admission.party in self.parties:
            broken |= {"ADMITTED"}
        if not broken:
            self.proposals[admission.party] = (admission, sender)
        return broken

    def withdraw_proposal(self, party: str, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMITTER, now)
        if party not in self.proposals:
            broken |= {"PROPOSAL"}
        if not broken:
            del self.proposals[party]
        return broken

    def accept(self, admission: Admission, rulebook: bytes, *, sender: str, now: int) -> Broken:
        proposed, admitter = self.proposals.get(sender, (None, ZERO))
        broken = self.admission_rules(admission, now)
        if proposed != admission or rulebook != self.rulebook:
            broken |= {"PROPOSAL"}
        if not self.has_capability(admitter, Capability.ADMITTER, now):
            broken |= {"PROPOSAL"}
        if not broken:
            self._admit(admission, now)
        return broken

    def renew(self, party: str, valid_until: int, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMITTER, now) | self._lasting(party)
        if not now < valid_until < TIME_LIMIT:
            broken |= {"ADMISSION"}
        known = self.parties.get(party)
        if known and known.valid_until == valid_until:
            broken |= {"NO_CHANGE"}
        if known and not broken:
            self.parties[party] = replace(known, valid_until=valid_until)
        return broken

    def set_roles(self, party: str, roles: int, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMITTER, now) | self._lasting(party)
        if roles == 0:
            broken |= {"ADMISSION"}
        known = self.parties.get(party)
        if known and known.roles == roles:
            broken |= {"NO_CHANGE"}
        if known and not broken:
            self.parties[party] = replace(known, roles=int(roles))
        return broken

    def set_status(self, party: str, status: int, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.SUPERVISOR, now) | self._lasting(party)
        if not Status.ACTIVE <= status <= Status.REMOVED:
            broken |= {"STATUS"}
        known = self.parties.get(party)
        if known and known.status == status:
            broken |= {"NO_CHANGE"}
        if known and not broken:
            self.parties[party] = replace(known, status=int(status))
        return broken

    # --- capabilities ---

    def grant_capability(self, account: str, capability: int, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMINISTRATOR, now)
        if int(capability).bit_count() != 1:
            broken |= {"ONE_CAPABILITY"}
        if account == ZERO:
            broken |= {"ADMISSION"}
        if capability == Capability.ADMINISTRATOR:
            return broken | self._offer(account, False, sender, now, broken)
        if (account, int(capability)) in self.since:
            broken |= {"NO_CHANGE"}
        if not broken:
            self.since[account, int(capability)] = now + DELAY
        return broken

    def hand_over(self, account: str, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMINISTRATOR, now)
        if account == ZERO:
            broken |= {"ADMISSION"}
        return broken | self._offer(account, True, sender, now, broken)

    def accept_administration(self, *, sender: str, now: int) -> Broken:
        offer = self.offers.get(sender)
        if offer is None:
            return frozenset({"NO_OFFER"})
        broken = NONE
        if now < offer.since:
            broken |= {"ACC5"}
        if (offer.giver, int(Capability.ADMINISTRATOR)) not in self.since:
            broken |= {"NO_OFFER"}
        if not broken:
            del self.offers[sender]
            self.since[sender, int(Capability.ADMINISTRATOR)] = now
            if offer.hand_over:
                del self.since[offer.giver, int(Capability.ADMINISTRATOR)]
        return broken

    def cancel_grant(self, account: str, capability: int, *, sender: str, now: int) -> Broken:
        broken = NONE
        powers = (Capability.ADMINISTRATOR, Capability.GUARDIAN)
        if sender != account and not any(self.has_capability(sender, power, now) for power in powers):
            broken |= {"CAPABILITY"}
        if capability == Capability.ADMINISTRATOR:
            if account not in self.offers:
                broken |= {"NO_CHANGE"}
            if not broken:
                del self.offers[account]
            return broken
        if self.since.get((account, int(capability)), 0) <= now:
            broken |= {"NO_CHANGE"}
        if not broken:
            del self.since[account, int(capability)]
        return broken

    def revoke_capability(self, account: str, capability: int, *, sender: str, now: int) -> Broken:
        broken = self._capability(sender, Capability.ADMINISTRATOR, now)
        return broken | self._revoke(account, capability, broken)

    def renounce_capability(self, capability: int, *, sender: str, now: int) -> Broken:
        return self._revoke(sender, capability, NONE)

    # --- courts and orders ---

    def name_court(self, court: str, *, sender: str, now: int) -> Broken:
        broken = NONE if sender in self.parties else frozenset({"ADMITTED"})
        named = (sender, court) in self.courts
        if named and self.courts[sender, court] is None:
            broken |= {"NO_CHANGE"}
        if not named and (court in {ZERO, sender} or self.court_count(sender) >= MAX_COURTS):
            broken |= {"COURT"}
        if not broken:
            self.courts[sender, court] = None
        return broken

    def announce_court_removal(self, court: str, *, sender: str, now: int) -> Broken:
        if (sender, court) not in self.courts:
            return frozenset({"COURT"})
        self.courts[sender, court] = now
        return NONE

    def remove_court(self, court: str, *, sender: str, now: int) -> Broken:
        announced = self.courts.get((sender, court))
        broken = NONE
        if announced is None or not announced + NOTICE <= now <= announced + NOTICE_END:
            broken |= {"NOTICE"}
        if self.status_of(sender) == Status.HELD:
            broken |= {"HELD"}
        if not broken:
            del self.courts[sender, court]
        return broken

    def publish_order(self, party: str, order: bytes, *, sender: str, now: int) -> Broken:
        broken = NONE
        if not self.names_court(party, sender, now):
            broken |= {"COURT"}
        if order == bytes(32) or (party, order) in self.orders:
            broken |= {"ORDER"}
        if not broken:
            self.orders[party, order] = (sender, now)
            self.courts[party, sender] = None
        return broken

    # --- mandates ---

    def set_mandate(self, seller: str, limit: int, days: int, until: int, *, sender: str, now: int) -> Broken:
        return self._mandate(Mandate(sender, seller, limit, days, until), now, NONE)

    def set_mandate_signed(
        self,
        mandate: Mandate,
        nonce: int,
        deadline: int,
        signature: Signed | None,
        *,
        sender: str,
        now: int,
    ) -> Broken:
        words = mandate_words(mandate, nonce, deadline)
        broken = self._signature(mandate.debtor, words, nonce, deadline, signature, now)
        broken = self._mandate(mandate, now, broken)
        if not broken:
            self.nonces.add((mandate.debtor, nonce))
        return broken

    def revoke_mandate(self, seller: str, *, sender: str, now: int) -> Broken:
        if (sender, seller) not in self.mandates:
            return frozenset({"MANDATE"})
        del self.mandates[sender, seller]
        return NONE

    def cancel_nonce(self, nonce: int, *, sender: str, now: int) -> Broken:
        if (sender, nonce) in self.nonces:
            return frozenset({"ACC1"})
        self.nonces.add((sender, nonce))
        return NONE

    # --- rules shared by several acts ---

    def _capability(self, account: str, capability: int, now: int) -> Broken:
        since = self.capability_since(account, capability, now)
        if since == 0:
            return frozenset({"CAPABILITY"})
        return frozenset({"ACC5"}) if now < since else NONE

    def _lasting(self, party: str) -> Broken:
        known = self.parties.get(party)
        if known is None:
            return frozenset({"ADMITTED"})
        return frozenset({"REMOVED"}) if known.status == Status.REMOVED else NONE

    def admission_rules(self, admission: Admission, now: int) -> Broken:
        """What the words of an admission break, whoever brings them."""
        broken = frozenset({"ADMITTED"}) if admission.party in self.parties else NONE
        if not admission.roles or admission.identity == bytes(32):
            broken |= {"ADMISSION"}
        if not now < admission.valid_until < TIME_LIMIT:
            broken |= {"ADMISSION"}
        if {ZERO, admission.party} & set(admission.courts) or len(admission.courts) > MAX_COURTS:
            broken |= {"COURT"}
        if len(set(admission.courts)) != len(admission.courts):
            broken |= {"NO_CHANGE"}
        return broken

    def _admit(self, admission: Admission, now: int) -> None:
        self.parties[admission.party] = Party(
            int(admission.roles), int(Status.ACTIVE), admission.valid_until, now, admission.identity
        )
        self.identities.setdefault(admission.identity, []).append(admission.party)
        self.proposals.pop(admission.party, None)
        for court in admission.courts:
            self.courts[admission.party, court] = None

    def _signature(
        self,
        signer: str,
        words: tuple[object, ...],
        nonce: int,
        deadline: int,
        signature: Signed | None,
        now: int,
    ) -> Broken:
        broken = NONE
        if now > deadline or (signer, nonce) in self.nonces:
            broken |= {"ACC1"}
        if signer == ZERO or signature is None:
            return broken | {"ACC2"}
        own = (
            signature.signer == signer
            and signature.words == words
            and signature.chain_id == self.chain_id
            and signature.contract == self.address
        )
        # A wallet can only say no; why, it does not say.
        if signer in self.wallets and (not own or not signature.canonical or signature.revoked):
            return broken | {"ACC2"}
        if not own:
            broken |= {"ACC1"}
        if not signature.canonical:
            broken |= {"ACC2"}
        return broken

    def _offer(self, account: str, hand_over: bool, giver: str, now: int, broken: Broken) -> Broken:
        if (account, int(Capability.ADMINISTRATOR)) in self.since or account in self.offers:
            broken |= {"NO_CHANGE"}
        if not broken:
            self.offers[account] = Offer(giver, hand_over, now + DELAY)
        return broken

    def _revoke(self, account: str, capability: int, broken: Broken) -> Broken:
        if (account, int(capability)) not in self.since:
            broken |= {"CAPABILITY"}
        elif capability == Capability.ADMINISTRATOR and self.administrators() <= 1:
            broken |= {"ACC7"}
        if not broken:
            del self.since[account, int(capability)]
        return broken

    def _mandate(self, mandate: Mandate, now: int, broken: Broken) -> Broken:
        if mandate.debtor not in self.parties:
            broken |= {"ADMITTED"}
        if mandate.seller in {ZERO, mandate.debtor}:
            broken |= {"MANDATE"}
        if not 0 < mandate.limit < LIMIT_LIMIT or not 0 < mandate.days <= MAX_MANDATE_DAYS:
            broken |= {"MANDATE"}
        if not now < mandate.until < TIME_LIMIT:
            broken |= {"MANDATE"}
        if not broken:
            self.mandates[mandate.debtor, mandate.seller] = mandate
        return broken
