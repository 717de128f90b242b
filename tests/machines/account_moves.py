"""The acts of the account machine: each draws its arguments from the model, mostly right, often nearly."""

from __future__ import annotations

from typing import Any

from tests.machines.account_bench import Bench, Desk, Made
from tests.unit.institution_account.kit import (
    ALL,
    BOARD,
    CASH,
    CREDITS,
    DAY,
    MIDDLE,
    PAY,
    PLENTY,
    SMALL,
    ZERO,
    rule,
)
from usance.accounts.words import (
    GOVERN,
    OPEN_CEILING,
    OTHER,
    SIGN,
    Call,
    Change,
    Ladder,
    Measure,
    Signer,
    Standing,
    ladder,
    rights,
)
from usance.model.account_facts import (
    cancellation_words,
    change_words,
    consent_words,
    delegation_words,
    freeze_words,
    order_words,
    removal_words,
    withdrawal_words,
)
from usance.model.outcome import Outcome, refusal

LADDERS: dict[int, tuple[Ladder, ...]] = {
    GOVERN: (ladder(GOVERN, (OPEN_CEILING, 3)), ladder(GOVERN, (OPEN_CEILING, 2)), ladder(GOVERN)),
    SIGN: (ladder(SIGN, (OPEN_CEILING, 2)), ladder(SIGN), ladder(SIGN, (7, 1), (OPEN_CEILING, 3))),
    PAY: (
        ladder(PAY, (SMALL, 1), (MIDDLE, 2), (OPEN_CEILING, 3)),
        ladder(PAY, (SMALL, 1), (OPEN_CEILING, 2)),
        ladder(PAY, (MIDDLE, 2), (SMALL, 1), (OPEN_CEILING, 3)),
        ladder(PAY, (SMALL, 2), (OPEN_CEILING, 1)),
        ladder(PAY, (SMALL, 1)),
    ),
    CREDITS: (ladder(CREDITS), ladder(CREDITS, (OPEN_CEILING, 4))),
    OTHER: (ladder(OTHER, (OPEN_CEILING, 1)),),
}
WAITS = (1, 1, 1, 1, 60, 3_600, 20_000, DAY)


def signers_of(bench: Bench, desk: Desk) -> list[str]:
    """Names of those whose voice counts now, deputies too."""
    now = bench.house.now
    return [
        name
        for name in bench.names
        if desk.model.key_of(bench.house.address(name), now).standing in {Standing.SIGNER, Standing.DEPUTY}
    ]


def panel(bench: Bench, desk: Desk, count: int) -> tuple[str, list[str]]:
    """A proposer, and about `count` others: mostly distinct voices, those with more rights first."""
    house, rng, now = bench.house, bench.rng, bench.house.now
    names = signers_of(bench, desk) or list(BOARD)
    rng.shuffle(names)
    careful, voices, chosen = not bench.rarely(), set(), []
    for name in names:
        key = desk.model.key_of(house.address(name), now)
        voice = key.principal if key.standing == Standing.DEPUTY else house.address(name)
        if not careful or voice not in voices:
            voices.add(voice)
            chosen.append((name, key.rights.bit_count()))
    # The one with the least rights proposes.
    chosen.sort(key=lambda item: item[1])
    proposer = bench.anyone() if bench.rarely() else chosen[0][0]
    others = [name for name, _ in reversed(chosen[1:])]
    if bench.rarely():
        others.insert(0, bench.anyone())
    count += rng.choice([-1, 0, 0, 0, 0, 0, 0, 1])
    return proposer, others[: max(0, min(count, 7))]


def amount(bench: Bench, desk: Desk, now: int) -> int:
    """On or about a ceiling, counting what was moved."""
    if bench.rarely(0.02):
        return PLENTY * 10
    moved = desk.model.moved(PAY, now)
    ceiling = bench.rng.choice([SMALL, MIDDLE, MIDDLE * 10, 2**112 - 1])
    return (
        max(0, ceiling - moved + bench.rng.choice([-1, 0, 0, 1]))
        if moved < ceiling
        else bench.rng.choice([0, 1])
    )


def calls(bench: Bench, desk: Desk, now: int) -> list[Call]:
    house, rng = bench.house, bench.rng
    found: list[Call] = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        kind = rng.choice(["pay", "pay", "pay", "pay", "approve", "view", "coin", "bad"])
        if kind == "pay":
            share = amount(bench, desk, now)
            found.append(house.pay(share))
        elif kind == "approve":
            found.append(house.token_call("approve", house.supplier, rng.choice([0, 1, 2**256 - 1])))
        elif kind == "view":
            found.append(house.token_call("balanceOf", house.supplier))
        elif kind == "coin":
            found.append(Call(house.supplier, b"", rng.choice([0, 1, 99, 100, 101])))
        elif bench.rarely(0.3):
            found.append(rng.choice([
                Call(desk.account.address, b"\1\2\3\4"), Call(ZERO), Call(house.stranger, b"\1\2\3\4"),
                Call(house.euro.address, b"\1\2"), Call(house.euro.address, house.pay(1).data[:-1]),
                Call(house.euro.address, house.pay(1).data, 1),
            ]))  # fmt: skip
    return found


def unpaid(bench: Bench, made: list[Call]) -> frozenset[str]:
    """What the token itself would refuse."""
    total, refused = 0, False
    for call in made:
        if call.target == bench.house.euro.address:
            refused |= call.value > 0 or len(call.data) < 36
            if call.selector == bench.house.pay(0).selector:
                refused |= len(call.data) < 68
                total += int.from_bytes(call.data[36:68], "big")
    return frozenset({"TOKEN"}) if refused or total > PLENTY // 10 else frozenset()


def execute(bench: Bench, desk: Desk, now: int) -> Made:
    made = calls(bench, desk, now)
    need = max(desk.model.needs(made, now).values(), default=1)
    proposer, others = panel(bench, desk, need)
    address = bench.house.address(proposer)
    nonce, deadline = bench.fresh_nonce(), bench.deadline(now)
    bundle, raw = bench.bundle(desk, order_words(made, address, nonce, deadline), proposer, others)
    outcome = desk.model.execute(
        made,
        address,
        nonce,
        deadline,
        bundle,
        sender=bench.house.relayer,
        now=now,
        callee=unpaid(bench, made),
    )
    return "execute", [[call.as_tuple() for call in made], address, nonce, deadline, raw], outcome


def withdraw_order(bench: Bench, desk: Desk, now: int) -> Made:
    name, nonce, deadline = bench.anyone(), bench.fresh_nonce(), bench.deadline(now)
    address = bench.house.address(name)
    fact, raw = bench.sign(desk, name, withdrawal_words(address, nonce, deadline))
    outcome = desk.model.withdraw_order(address, nonce, deadline, fact, sender="", now=now)
    return "withdraw_order", [address, nonce, deadline, raw], outcome


def change(bench: Bench, desk: Desk) -> Change:
    """Something that could be changed, not always well."""
    house, rng, model = bench.house, bench.rng, desk.model
    kind = rng.choice(
        ["signer", "signer", "signer", "restore", "remove", "ladder", "rule", "guardian", "empty"]
    )
    if kind == "signer":
        name = rng.choice(["newcomer", "clerk", *BOARD, "wallet", "deputy"])
        bits = rng.choice([ALL, ALL, ALL, 0, rights(PAY), rights(GOVERN, SIGN), ALL << 30])
        return Change(signers=(Signer(house.address(name), bits),))
    if kind == "restore":
        missing = [
            house.address(name) for name in (*BOARD, "wallet") if house.address(name) not in model.signers
        ]
        return Change(
            signers=tuple(Signer(key, ALL) for key in missing[:3]),
            ladders=(LADDERS[GOVERN][0], LADDERS[PAY][0], LADDERS[SIGN][0]),
            rules=(rule(house.euro, "transfer", PAY, Measure.WORD, 1),),
        )
    if kind == "remove":
        return Change(removed=(house.address(bench.anyone()),), signers=(Signer(house.newcomer, ALL),))
    if kind == "ladder":
        return Change(ladders=(rng.choice(rng.choice(list(LADDERS.values()))),))
    if kind == "rule":
        measure = rng.choice([0, 1, 2, 3, 4, 5])
        function = rng.choice(["transfer", "approve", "balanceOf"])
        capability = rng.choice([PAY, CREDITS, CASH, OTHER, 32])
        return Change(rules=(rule(house.euro, function, capability, measure, rng.choice([0, 1, 512])),))
    if kind == "guardian":
        return Change(guardian=rng.choice([house.guardian, house.stranger, ZERO]))
    return Change()


def propose_change(bench: Bench, desk: Desk, now: int) -> Made:
    words = change(bench, desk)
    proposer, others = panel(bench, desk, desk.model.highest())
    address = bench.house.address(proposer)
    nonce, deadline = bench.fresh_nonce(), bench.deadline(now)
    bundle, raw = bench.bundle(desk, change_words(words.mark, address, nonce, deadline), proposer, others)
    outcome = desk.model.propose_change(words, address, nonce, deadline, bundle, sender="", now=now)
    bench.last_change[desk.account.address] = words
    return "propose_change", [words.as_tuple(), address, nonce, deadline, raw], outcome


def execute_change(bench: Bench, desk: Desk, now: int) -> Made:
    pending = desk.model.pending
    words = pending.change if pending else bench.last_change.get(desk.account.address, Change())
    if bench.rarely():
        words = change(bench, desk)
    return "execute_change", [words.as_tuple()], desk.model.execute_change(words, sender="", now=now)


def cancel_change(bench: Bench, desk: Desk, now: int) -> Made:
    pending = desk.model.pending
    mark = pending.change.mark if pending else bytes(32)
    name = bench.rng.choice([bench.anyone(), "guardian", *signers_of(bench, desk)])
    address, nonce, deadline = bench.house.address(name), bench.fresh_nonce(), bench.deadline(now)
    fact, raw = bench.sign(desk, name, cancellation_words(mark, address, nonce, deadline))
    outcome = desk.model.cancel_change(mark, address, nonce, deadline, fact, sender="", now=now)
    return "cancel_change", [mark, address, nonce, deadline, raw], outcome


def remove(bench: Bench, desk: Desk, now: int) -> Made:
    key = bench.house.address(bench.anyone())
    proposer, others = panel(bench, desk, desk.model.highest())
    address = bench.house.address(proposer)
    nonce, deadline = bench.fresh_nonce(), bench.deadline(now)
    bundle, raw = bench.bundle(desk, removal_words(key, address, nonce, deadline), proposer, others)
    outcome = desk.model.remove(key, address, nonce, deadline, bundle, sender="", now=now)
    return "remove", [key, address, nonce, deadline, raw], outcome


def freeze_key(bench: Bench, desk: Desk, now: int) -> Made:
    name, nonce, deadline = bench.anyone(), bench.fresh_nonce(), bench.deadline(now)
    address = bench.house.address(name)
    fact, raw = bench.sign(desk, name, freeze_words(address, nonce, deadline))
    outcome = desk.model.freeze_key(address, nonce, deadline, fact, sender="", now=now)
    return "freeze_key", [address, nonce, deadline, raw], outcome


def delegate(bench: Bench, desk: Desk, now: int) -> Made:
    rng = bench.rng
    principal = bench.anyone() if bench.rarely() else rng.choice([*desk_signers(bench, desk), "treasurer"])
    deputy = rng.choice(["deputy", "deputy", "deputy", "supplier", "newcomer", bench.anyone()])
    bits = rng.choice([ALL, ALL, ALL, rights(PAY), 0, 1 << 32])
    until = now + rng.choice([0, 60, DAY, DAY, 30 * DAY, 92 * DAY, 92 * DAY + 1, -1])
    nonce, deadline = bench.fresh_nonce(), bench.deadline(now)
    words = (bench.house.address(principal), bench.house.address(deputy), bits, until)
    fact, raw = bench.sign(desk, principal, delegation_words(*words, nonce, deadline))
    outcome = desk.model.delegate(*words, nonce, deadline, fact, sender="", now=now)
    return "delegate", [*words, nonce, deadline, raw], outcome


def desk_signers(bench: Bench, desk: Desk) -> list[str]:
    return [name for name in bench.names if bench.house.address(name) in desk.model.signers]


def ask(bench: Bench, desk: Desk, now: int) -> Made:
    """ERC-1271: a view that is asked like an act."""
    digest = bench.rng.randbytes(32)
    proposer, others = panel(bench, desk, desk.model.top(SIGN))
    bundle, raw = bench.bundle(desk, consent_words(bench.house.address(proposer), digest), proposer, others)
    # The proposer of a consent is whoever stands first.
    first = bundle.parts[0][0]
    if first != bench.house.address(proposer):
        return "isValidSignature", [digest, raw], refusal({"ACC1", "ACC2", "SIGNER", "SELF_CHECK"})
    broken = desk.model.is_valid_signature(digest, bundle, now)
    return "isValidSignature", [digest, raw], refusal(broken) if broken else Outcome()


def instants(desk: Desk, now: int) -> list[int]:
    """Seconds at which something begins or ends."""
    model = desk.model
    found: list[int] = []
    if model.pending:
        found += [
            model.pending.ready - 1,
            model.pending.ready,
            model.pending.lapses,
            model.pending.lapses + 1,
        ]
    for deputy in model.deputies.values():
        found += [deputy.until, deputy.until + 1]
    midnight = (now // DAY + 1) * DAY
    return [moment for moment in [*found, midnight - 1, midnight] if now < moment < now + 20 * DAY]


MOVES: tuple[tuple[Any, int], ...] = (
    (execute, 8),
    (ask, 3),
    (propose_change, 3),
    (execute_change, 3),
    (cancel_change, 1),
    (remove, 1),
    (freeze_key, 1),
    (delegate, 3),
    (withdraw_order, 1),
)
