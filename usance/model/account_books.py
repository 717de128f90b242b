"""The account as it stands: its voices, its ladders, and what is wrong with calls and signatures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from usance.accounts.words import (
    GOVERN,
    MAX_AMOUNT,
    MAX_CONSENTS,
    OTHER,
    SIGN,
    Band,
    Call,
    Measure,
    Rule,
    Standing,
)
from usance.model.account_facts import (
    NONE,
    ZERO,
    Broken,
    Bundle,
    Deputy,
    KeyView,
    Pending,
    Words,
    consent_words,
)
from usance.model.party import Signed

DAY = 86_400


@dataclass
class AccountBooks:
    """The account at `address` on chain `chain_id`. `wallets` are the keys that are contracts."""

    chain_id: int
    address: str
    wallets: frozenset[str] = frozenset()
    has_code: Callable[[str], bool] = field(default=lambda target: True)
    order_id: Callable[[Words], bytes] = field(default=lambda words: bytes(32))
    signers: dict[str, int] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    terms: dict[str, int] = field(default_factory=dict)
    deputies: dict[str, Deputy] = field(default_factory=dict)
    ladders: dict[int, tuple[Band, ...]] = field(default_factory=dict)
    rules: dict[tuple[str, bytes], Rule] = field(default_factory=dict)
    payments: list[tuple[int, int, int]] = field(default_factory=list)
    nonces: set[tuple[str, int]] = field(default_factory=set)
    guardian: str = ZERO
    pending: Pending | None = None

    # --- views ---

    def key_of(self, key: str, now: int) -> KeyView:
        if key in self.signers:
            return KeyView(Standing.SIGNER, self.signers[key])
        if key in self.retired:
            return KeyView(Standing.RETIRED)
        deputy = self.deputies.get(key)
        if deputy is None or now > deputy.until or deputy.principal not in self.signers:
            return KeyView(Standing.NOBODY)
        if self.terms.get(deputy.principal, 0) != deputy.term:
            return KeyView(Standing.NOBODY)
        common = deputy.rights & self.signers[deputy.principal] & ~(1 << GOVERN)
        return KeyView(Standing.DEPUTY, common, deputy.principal, deputy.until)

    def highest(self) -> int:
        return self._last_threshold(GOVERN)

    def top(self, capability: int) -> int:
        """The threshold of the highest band."""
        return self._last_threshold(capability) or self.highest()

    def threshold(self, capability: int, amount: int) -> int:
        """How many must consent to an amount."""
        for band in self.ladders.get(capability, ()):
            if min(amount, MAX_AMOUNT) <= min(band.ceiling, MAX_AMOUNT):
                return band.threshold
        return self.highest()

    def moved(self, capability: int, now: int) -> int:
        """Moved on this UTC day and the day before."""
        today = now // DAY
        found = sum(
            amount
            for moment, kind, amount in self.payments
            if kind == capability and today - 1 <= moment // DAY <= today
        )
        return min(found, MAX_AMOUNT)

    def capability_of(self, call: Call) -> int:
        rule = self.rules.get((call.target, call.selector))
        return OTHER if rule is None else rule.capability

    def needs(self, calls: Sequence[Call], now: int) -> dict[int, int]:
        """Capability -> how many signers with the right for it must consent to these calls."""
        sums: dict[int, int] = {}
        whole: set[int] = set()
        for call in calls:
            rule = self.rules.get((call.target, call.selector))
            capability = self.capability_of(call)
            sums.setdefault(capability, 0)
            if rule is not None and rule.measure == Measure.WHOLE:
                whole.add(capability)
            sums[capability] += self._amount(call) or 0
        return {
            capability: self.top(capability)
            if capability in whole
            else self.threshold(capability, amount + self.moved(capability, now) if amount else 0)
            for capability, amount in sums.items()
        }

    def call_rules(self, calls: Sequence[Call]) -> Broken:
        """What the calls break, whoever consents."""
        if not calls:
            return frozenset({"CALL"})
        for call in calls:
            rule = self.rules.get((call.target, call.selector))
            measured = rule is not None and rule.measure == Measure.VALUE
            if (
                call.target in {self.address, ZERO}
                or (call.data and (len(call.data) < 4 or not self.has_code(call.target)))
                or (call.value and not measured)
                or self._amount(call) is None
            ):
                return frozenset({"CALL"})
        return NONE

    def consent_rules(self, bundle: Bundle, proposer: str, words: Words, now: int) -> Broken:
        """What is wrong with the voices and signatures after the proposer's own signature."""
        broken = NONE
        if bundle.rest or not bundle.parts or len(bundle.parts) > 1 + MAX_CONSENTS:
            broken |= {"ACC2"}
        if not bundle.parts or bundle.parts[0][0] != proposer:
            broken |= {"SIGNER"}
        voices: list[str | None] = []
        last = -1
        for index, (key, signature) in enumerate(bundle.parts):
            voice = self._voice(key, now)
            if voice is None:
                broken |= {"SIGNER"}
            elif voice in voices:
                broken |= {"SELF_CHECK"}
            voices.append(voice)
            if index:
                if int(key, 16) <= last:
                    broken |= {"SELF_CHECK"}
                last = int(key, 16)
                broken |= self.signature_rules(key, words, signature)
        return broken

    def lacking(self, bundle: Bundle, needs: Mapping[int, int], now: int) -> dict[int, int]:
        """Capability -> consents that are missing."""
        found: dict[int, int] = {}
        for capability, threshold in needs.items():
            holders = sum(1 for key, _ in bundle.parts[1:] if self.key_of(key, now).rights >> capability & 1)
            if holders < threshold:
                found[capability] = threshold - holders
        return found

    def is_valid_signature(self, digest: bytes, bundle: Bundle, now: int) -> Broken:
        """ERC-1271: empty when the answer is yes."""
        if not bundle.parts:
            return frozenset({"ACC2"})
        proposer, signature = bundle.parts[0]
        words = consent_words(proposer, digest)
        broken = self.signature_rules(proposer, words, signature)
        broken |= self.consent_rules(bundle, proposer, words, now)
        if self.lacking(bundle, {SIGN: self.top(SIGN)}, now):
            broken |= {"QUORUM"}
        return broken

    # --- rules ---

    def _last_threshold(self, capability: int) -> int:
        bands = self.ladders.get(capability, ())
        return bands[-1].threshold if bands else 0

    def _amount(self, call: Call) -> int | None:
        """What the call moves; None where its amount is not in its data."""
        rule = self.rules.get((call.target, call.selector))
        if rule is None or rule.measure in {Measure.NOTHING, Measure.WHOLE}:
            return 0
        if rule.measure == Measure.VALUE:
            return call.value
        start = 4 + 32 * rule.word
        word = call.data[start : start + 32]
        return int.from_bytes(word, "big") if len(word) == 32 else None

    def _voice(self, key: str, now: int) -> str | None:
        found = self.key_of(key, now)
        if found.standing == Standing.SIGNER:
            return key
        return found.principal if found.standing == Standing.DEPUTY else None

    def signature_rules(self, key: str, words: Words, signature: Signed | None) -> Broken:
        """What is wrong with one signature."""
        if key == ZERO or signature is None:
            return frozenset({"ACC2"})
        own = (
            signature.signer == key
            and signature.words == words
            and signature.chain_id == self.chain_id
            and signature.contract == self.address
        )
        # A wallet can only say no; why, it does not say.
        if key in self.wallets:
            good = own and signature.canonical and not signature.revoked
            return NONE if good else frozenset({"ACC2"})
        broken = NONE if own else frozenset({"ACC1"})
        return broken if signature.canonical else broken | {"ACC2"}

    def _spend_rules(
        self, key: str, words: Words, nonce: int, deadline: int, signature: Signed | None, now: int
    ) -> Broken:
        broken = self.signature_rules(key, words, signature)
        if now > deadline or (key, nonce) in self.nonces:
            broken |= {"ACC1"}
        return broken

    def _bundle_rules(
        self, bundle: Bundle, proposer: str, words: Words, nonce: int, deadline: int, now: int
    ) -> Broken:
        signature = bundle.parts[0][1] if bundle.parts else None
        broken = self._spend_rules(proposer, words, nonce, deadline, signature, now)
        return broken | self.consent_rules(bundle, proposer, words, now)

    def _governing(
        self, bundle: Bundle, proposer: str, words: Words, nonce: int, deadline: int, now: int
    ) -> Broken:
        broken = self._bundle_rules(bundle, proposer, words, nonce, deadline, now)
        if self.lacking(bundle, {GOVERN: self.highest()}, now):
            broken |= {"QUORUM"}
        return broken

    def _quorum_rules(self, signers: Mapping[str, int], ladders: Mapping[int, tuple[Band, ...]]) -> Broken:
        """Every ladder can be climbed, by a proposer and as many others as its highest band asks."""
        tops = {capability: bands[-1].threshold for capability, bands in ladders.items() if bands}
        highest = tops.get(GOVERN, 0)
        broken = NONE
        if highest == 0 or len(signers) <= highest:
            broken |= {"ACC7"}
        for capability, top in tops.items():
            if top > highest:
                broken |= {"CHANGE"}
            if sum(1 for rights in signers.values() if rights >> capability & 1) < top:
                broken |= {"ACC7"}
        return broken

    def _retirement_rules(self, key: str, now: int) -> Broken:
        if self._voice(key, now) is None:
            return frozenset({"SIGNER"})
        left = {other: rights for other, rights in self.signers.items() if other != key}
        return self._quorum_rules(left, self.ladders) if key in self.signers else NONE
