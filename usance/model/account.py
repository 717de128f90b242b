"""The account of a bank or company, from the rules: voices, ladders, orders, changes.

Every act returns what comes of it: all rules it breaks, or its events. Times are [unix s]. A
signature is a fact (who signed which words for which contract), never bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from usance.accounts.words import (
    CAPABILITIES,
    MAX_SIGNERS,
    MAX_WORD,
    Call,
    Change,
    Measure,
    Standing,
)
from usance.model.account_books import AccountBooks
from usance.model.account_facts import (
    NONE,
    ZERO,
    Broken,
    Bundle,
    Deputy,
    Pending,
    bands_fields,
    cancellation_words,
    change_fields,
    change_words,
    delegation_words,
    freeze_words,
    ladder_rules,
    order_words,
    removal_words,
    rule_fields,
    withdrawal_words,
)
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.party import Signed

DAY = 86_400
DELAY = 48 * 3_600
OPEN_DAYS = 14 * DAY
LONGEST_DELEGATION = 92 * DAY
RIGHTS_LIMIT = 1 << 32


class AccountModel(AccountBooks):
    """Every act, with its outcome."""

    def found(self, first: Change) -> Outcome:
        """The constructor."""
        return self._try(first)

    # --- acts ---

    def execute(
        self,
        calls: Sequence[Call],
        proposer: str,
        nonce: int,
        deadline: int,
        bundle: Bundle,
        *,
        sender: str,
        now: int,
        callee: Broken = NONE,
    ) -> Outcome:
        """`callee` are the rules a called contract would name, were it asked."""
        words = order_words(calls, proposer, nonce, deadline)
        broken = self._bundle_rules(bundle, proposer, words, nonce, deadline, now)
        broken |= self.call_rules(calls)
        if self.lacking(bundle, self.needs(calls, now), now):
            broken |= {"QUORUM"}
        broken = broken or callee
        if broken:
            return refusal(broken)
        self.nonces.add((proposer, nonce))
        for call in calls:
            amount = self._amount(call)
            if amount:
                self.payments.append((now, self.capability_of(call), amount))
        return Outcome(
            events=(
                Fact(
                    "OrderExecuted",
                    {
                        "order": self.order_id(words),
                        "proposer": proposer,
                        "relayer": sender,
                        "nonce": nonce,
                        "calls": len(calls),
                        "consents": len(bundle.parts) - 1,
                    },
                ),
            )
        )

    def withdraw_order(
        self, proposer: str, nonce: int, deadline: int, signature: Signed | None, *, sender: str, now: int
    ) -> Outcome:
        words = withdrawal_words(proposer, nonce, deadline)
        broken = self._spend_rules(proposer, words, nonce, deadline, signature, now)
        if broken:
            return refusal(broken)
        self.nonces.add((proposer, nonce))
        return Outcome(events=(Fact("OrderWithdrawn", {"proposer": proposer, "nonce": nonce}),))

    def cancel_nonce(self, nonce: int, *, sender: str, now: int) -> Outcome:
        if (sender, nonce) in self.nonces:
            return refusal({"ACC1"})
        self.nonces.add((sender, nonce))
        return Outcome(events=(Fact("NonceCancelled", {"signer": sender, "nonce": nonce}),))

    def propose_change(
        self,
        change: Change,
        proposer: str,
        nonce: int,
        deadline: int,
        bundle: Bundle,
        *,
        sender: str,
        now: int,
    ) -> Outcome:
        words = change_words(change.mark, proposer, nonce, deadline)
        broken = self._governing(bundle, proposer, words, nonce, deadline, now)
        if change == Change():
            broken |= {"CHANGE"}
        if broken:
            return refusal(broken)
        self.nonces.add((proposer, nonce))
        events = self._drop_pending()
        self.pending = Pending(change, now + DELAY, now + DELAY + OPEN_DAYS)
        announced = {
            "change": change.mark,
            "proposer": proposer,
            "ready": now + DELAY,
            "words": change_fields(change),
        }
        return Outcome(events=(*events, Fact("ChangeProposed", announced)))

    def cancel_change(
        self,
        mark: bytes,
        by: str,
        nonce: int,
        deadline: int,
        signature: Signed | None,
        *,
        sender: str,
        now: int,
    ) -> Outcome:
        words = cancellation_words(mark, by, nonce, deadline)
        broken = NONE if sender == by else self._spend_rules(by, words, nonce, deadline, signature, now)
        pending = self.pending
        if pending is None or pending.change.mark != mark:
            broken |= {"PENDING"}
        guards = by == self.guardian and not (pending is not None and pending.guardian_only)
        if by not in self.signers and not guards:
            broken |= {"SIGNER"}
        if broken:
            return refusal(broken)
        if sender != by:
            self.nonces.add((by, nonce))
        self.pending = None
        return Outcome(events=(Fact("ChangeCancelled", {"change": mark, "by": by}),))

    def execute_change(self, change: Change, *, sender: str, now: int) -> Outcome:
        pending = self.pending
        if pending is None or pending.change != change or now > pending.lapses:
            broken = frozenset({"PENDING"})
            return refusal(broken | ({"ACC5"} if pending and now < pending.ready else NONE))
        broken = frozenset({"ACC5"}) if now < pending.ready else NONE
        trial = self._try(change, keep=not broken, now=now)
        if broken or trial.broken:
            return refusal(broken | trial.broken)
        self.pending = None
        return Outcome(events=(*trial.events, Fact("ChangeExecuted", {"change": change.mark})))

    def remove(
        self, key: str, proposer: str, nonce: int, deadline: int, bundle: Bundle, *, sender: str, now: int
    ) -> Outcome:
        words = removal_words(key, proposer, nonce, deadline)
        broken = self._governing(bundle, proposer, words, nonce, deadline, now)
        broken |= self._retirement_rules(key, now)
        if broken:
            return refusal(broken)
        self.nonces.add((proposer, nonce))
        return Outcome(events=self._retire_one(key, proposer))

    def freeze_key(
        self, key: str, nonce: int, deadline: int, signature: Signed | None, *, sender: str, now: int
    ) -> Outcome:
        words = freeze_words(key, nonce, deadline)
        broken = NONE if sender == key else self._spend_rules(key, words, nonce, deadline, signature, now)
        broken |= self._retirement_rules(key, now)
        if broken:
            return refusal(broken)
        if sender != key:
            self.nonces.add((key, nonce))
        return Outcome(events=self._retire_one(key, key))

    def delegate(
        self,
        principal: str,
        deputy: str,
        rights: int,
        until: int,
        nonce: int,
        deadline: int,
        signature: Signed | None,
        *,
        sender: str,
        now: int,
    ) -> Outcome:
        broken = NONE
        if sender != principal:
            words = delegation_words(principal, deputy, rights, until, nonce, deadline)
            broken |= self._spend_rules(principal, words, nonce, deadline, signature, now)
        if principal not in self.signers:
            broken |= {"SIGNER"}
        known = self.key_of(deputy, now)
        if deputy in {ZERO, self.address} or known.standing in {Standing.SIGNER, Standing.RETIRED}:
            broken |= {"DELEGATION"}
        if known.standing == Standing.DEPUTY and known.principal != principal:
            broken |= {"DELEGATION"}
        if rights == 0:
            if known.standing != Standing.DEPUTY:
                broken |= {"DELEGATION"}
        else:
            if not now <= until <= now + LONGEST_DELEGATION:
                broken |= {"DELEGATION"}
            if rights >= RIGHTS_LIMIT:
                broken |= {"PACKING"}
        if broken:
            return refusal(broken)
        if sender != principal:
            self.nonces.add((principal, nonce))
        told = {"principal": principal, "deputy": deputy, "rights": rights, "until": until if rights else 0}
        if rights:
            self.deputies[deputy] = Deputy(principal, self.terms.get(principal, 0), rights, until)
        else:
            del self.deputies[deputy]
        return Outcome(events=(Fact("DeputySet", told),))

    # --- shared by several acts ---

    def _retire(self, key: str) -> None:
        self.signers.pop(key, None)
        self.deputies.pop(key, None)
        self.retired.add(key)
        self.terms[key] = self.terms.get(key, 0) + 1

    def _retire_one(self, key: str, by: str) -> tuple[Fact, ...]:
        was_signer = key in self.signers
        self._retire(key)
        fact = Fact("KeyRetired", {"key": key, "by": by})
        return (fact, *(self._drop_pending() if was_signer else ()))

    def _drop_pending(self) -> tuple[Fact, ...]:
        if self.pending is None:
            return ()
        mark, self.pending = self.pending.change.mark, None
        return (Fact("ChangeCancelled", {"change": mark, "by": self.address}),)

    def _try(self, change: Change, keep: bool = True, now: int = 0) -> Outcome:
        """Apply a change whole, or say what it breaks."""
        before = (dict(self.signers), set(self.retired), dict(self.terms), dict(self.deputies))
        laws = (dict(self.ladders), dict(self.rules), self.guardian)
        broken, events = self._apply(change, now)
        broken |= self._quorum_rules(self.signers, self.ladders)
        if broken or not keep:
            self.signers, self.retired, self.terms, self.deputies = before
            self.ladders, self.rules, self.guardian = laws
            return refusal(broken)
        return Outcome(events=tuple(events))

    def _apply(self, change: Change, now: int) -> tuple[Broken, list[Fact]]:
        broken, events = NONE, []
        for key in change.removed:
            if self._voice(key, now) is None:
                broken |= {"SIGNER"}
            self._retire(key)
            events.append(Fact("KeyRetired", {"key": key, "by": ZERO}))
        for signer in change.signers:
            if signer.key in {ZERO, self.address} or signer.rights >= RIGHTS_LIMIT:
                broken |= {"CHANGE"}
            self.retired.discard(signer.key)
            if signer.key not in self.signers:
                self.deputies.pop(signer.key, None)
            self.signers[signer.key] = signer.rights
            if len(self.signers) > MAX_SIGNERS:
                broken |= {"CHANGE"}
            events.append(Fact("SignerSet", {"key": signer.key, "rights": signer.rights}))
        for ladder in change.ladders:
            broken |= ladder_rules(ladder)
            self.ladders[ladder.capability] = ladder.bands
            events.append(Fact("LadderSet", {"capability": ladder.capability, "bands": bands_fields(ladder)}))
        for rule in change.rules:
            if rule.capability >= CAPABILITIES or rule.measure > Measure.VALUE or rule.word >= MAX_WORD:
                broken |= {"CHANGE"}
            self.rules.pop((rule.target, rule.selector), None)
            if rule.measure:
                self.rules[rule.target, rule.selector] = rule
            events.append(Fact("RuleSet", rule_fields(rule)))
        if change.guardian is not None:
            self.guardian = change.guardian
            events.append(Fact("GuardianSet", {"guardian": change.guardian}))
        return broken, events
