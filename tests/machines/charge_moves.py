"""What a machine does with the register of charges: one function a kind of act, choices from a source."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from tests.machines.charge_house import DAY, ENTRY, HOUR, UCC1, House, fingerprint, flipped, house
from usance.charges.message import ChargeTerms
from usance.model.party import Signed, Status

PLAY = 400
FULL_CHECK = 50
# Few invoices, amounts and nonces, so that they meet.
WORDS = tuple(fingerprint(index) for index in range(9))
SELLERS = ("seller", "seller", "seller_branch", "second_seller", "wallet", "second_wallet")
CREDITORS = (*("factor", "second_factor", "bank") * 4, "buyer", "stranger")
# One address of each legal person that sells.
PERSONS = ("seller", "second_seller", "wallet", "second_wallet")
ANYBODY = (
    "seller",
    "factor",
    "bank",
    "verifier",
    "seller_examiner",
    "guardian",
    "claims",
    "stranger",
    "wallet",
)
WAITS = (0, 1, 60, HOUR, 5 * HOUR, DAY, 3 * DAY, 14 * DAY, 60 * DAY)
MOST = (1 << 112) - 1
T = TypeVar("T")


class Source(Protocol):
    """Where choices come from: a seed, or Hypothesis."""

    def below(self, n: int) -> int: ...


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, n: int) -> int:
        return int(self._random.random() * n)


def one(source: Source, items: Sequence[T]) -> T:
    return items[source.below(len(items))]


def rarely(source: Source) -> bool:
    return source.below(16) == 15


def whole_of(stage: House, word: bytes, seller: str, source: Source) -> int:
    """Mostly what stands, else one of a few."""
    known = stage.model.object_of(stage.model.key_of(word, stage[seller]))["amount"]
    if known and not rarely(source):
        return known
    return one(source, (100, 100, 100, 200, MOST)) if not rarely(source) else one(source, (0, MOST + 1))


def amount_of(stage: House, word: bytes, seller: str, whole: int, source: Source) -> int:
    """Around what is free."""
    seen = stage.model.object_of(stage.model.key_of(word, stage[seller]))
    free = seen["amount"] - seen["on_ledger"] - seen["charged"] or whole
    return max(0, one(source, (1, 10, free, free // 2, free // 3, free + 1, 0, 2 * free)))


def take(stage: House, source: Source) -> None:
    word, seller = one(source, WORDS), one(source, SELLERS)
    if rarely(source):
        word, seller = one(source, ((bytes(32), seller), (word, "stranger")))
    whole = whole_of(stage, word, seller, source)
    amount = amount_of(stage, word, seller, whole, source)
    sender = one(source, ANYBODY) if rarely(source) else "claims"
    stage.do("take", sender, word, stage[seller], whole, amount)


def live_one(stage: House, source: Source) -> tuple[bytes, str] | None:
    """The word and the seller of a live object, retired keys too; None when nothing lives."""
    live = [key for key, thing in stage.model.things.items() if thing.whole]
    if not live:
        return None
    wanted = one(source, live)
    for word in words_of(stage):
        for name in PERSONS:
            if stage.model.key_of(word, stage[name]) == wanted:
                return word, name
    raise AssertionError("a key of no word")


def words_of(stage: House) -> tuple[bytes, ...]:
    """Every fingerprint a play may have used."""
    return (*WORDS, *(fingerprint(f"epoch {index}") for index in range(len(stage.model.things))))


def give_back(stage: House, source: Source) -> None:
    word, seller = one(source, WORDS), one(source, SELLERS)
    if not rarely(source):
        word, seller = live_one(stage, source) or (word, seller)
    taken = stage.model.object_of(stage.model.key_of(word, stage[seller]))["on_ledger"]
    amount = one(source, (taken, taken, taken // 2, 1, taken + 1, 0))
    sender = one(source, ANYBODY) if rarely(source) else "claims"
    stage.do("give_back", sender, word, stage[seller], amount)


def terms_of(stage: House, source: Source) -> ChargeTerms:
    word, seller = one(source, WORDS), one(source, SELLERS)
    if rarely(source):
        word, seller = one(source, ((bytes(32), seller), (word, "stranger")))
    whole = whole_of(stage, word, seller, source)
    ahead = one(source, (HOUR, DAY, 30 * DAY, 90 * DAY, 180 * DAY))
    if rarely(source):
        ahead = one(source, (0, 180 * DAY + 1))
    return ChargeTerms(
        seller=stage[seller],
        creditor=stage[one(source, CREDITORS)],
        fingerprint=word,
        object_amount=whole,
        amount=amount_of(stage, word, seller, whole, source),
        until=stage.next_moment + ahead,
        filing=bytes(32) if rarely(source) else UCC1,
        reference=bytes(32) if rarely(source) else ENTRY,
    )


def signature_of(
    stage: House, terms: ChargeTerms, source: Source
) -> tuple[ChargeTerms, int, int, Signed | None, bytes]:
    """Mostly the seller's over these words; else late, another's, over other words, flipped, none."""
    nonce = source.below(64)
    deadline = stage.next_moment + one(source, (0, HOUR, DAY))
    trick = source.below(40)
    if trick == 0:
        deadline = stage.next_moment - 1
    by = "second_seller" if trick == 1 else ""
    if trick == 2:
        return terms, nonce, deadline, None, b""
    signed = terms if trick != 3 else replace(terms, amount=terms.amount + 1)
    domain = stage.domain if trick != 4 else replace(stage.domain, chain_id=5)
    _, _, _, fact, raw = stage.signed(signed, nonce, deadline, by, domain=domain)
    if trick == 5:
        return terms, nonce, deadline, replace(fact, canonical=False), flipped(raw)
    return terms, nonce, deadline, fact, raw


def charge(stage: House, source: Source) -> None:
    terms = terms_of(stage, source)
    sender = next(name for name, address in stage.seat.people.items() if address == terms.creditor)
    if rarely(source):
        sender = one(source, ("bank", "second_factor"))
    stage.do("charge", sender, *signature_of(stage, terms, source))


def release(stage: House, source: Source) -> None:
    live = sorted(stage.model.charges)
    if not live or rarely(source):
        known = [*sorted(stage.charges), b"none".ljust(32, b"\0")]
        stage.do("release_charge", one(source, ANYBODY), one(source, known))
        return
    identifier = one(source, live)
    creditor = stage.model.charges[identifier].creditor
    names = {address: name for name, address in stage.seat.people.items()}
    sender = names[creditor] if source.below(2) else one(source, ANYBODY)
    stage.do("release_charge", sender, identifier)


def rotate(stage: House, source: Source) -> None:
    old, new, seller = one(source, WORDS), one(source, WORDS), one(source, SELLERS)
    if source.below(3):
        old, seller = live_one(stage, source) or (old, seller)
    if source.below(2):
        # To a word that no epoch gave yet, so that chains grow.
        new = fingerprint(f"epoch {len(stage.model.things)}")
    if rarely(source):
        old, new, seller = one(source, ((bytes(32), new, seller), (old, new, "stranger")))
    sender = "verifier" if source.below(8) else one(source, ANYBODY)
    stage.do("rotate", sender, stage[seller], old, new)


def status(stage: House, source: Source) -> None:
    """Trouble comes and goes."""
    name = one(source, ("seller", "second_seller", "factor", "bank", "verifier"))
    stage.status(name, Status.HELD if source.below(5) == 0 else Status.ACTIVE)


def stop(stage: House, source: Source) -> None:
    sender = one(source, ("guardian", "guardian", "keeper", "stranger"))
    stage.do(one(source, ("pause", "unpause")), sender)


def cancel(stage: House, source: Source) -> None:
    stage.do("cancel_nonce", one(source, ("seller", "second_seller", "wallet")), source.below(64))


def wait(stage: House, source: Source) -> None:
    stage.driver.set_time(stage.next_moment + one(source, WAITS))


Move = Callable[[House, Source], None]
MOVES: dict[Move, int] = {
    take: 6,
    give_back: 4,
    charge: 8,
    release: 4,
    rotate: 4,
    status: 2,
    stop: 1,
    cancel: 1,
    wait: 2,
}
DEALT = [move for move, weight in MOVES.items() for _ in range(weight)]


def play(seed: int, steps: int) -> House:
    """One play of so many moves from the first day; a failure says how to see it again."""
    stage, source = house(), Seeded(seed)
    turn = 0
    try:
        for turn in range(steps):
            one(source, DEALT)(stage, source)
            if turn % FULL_CHECK == 0:
                stage.agree()
        stage.agree()
        ends(stage)
    except AssertionError as error:
        raise AssertionError(f"play({seed}, {steps}), move {turn}: {error}") from error
    return stage


def walk(steps: int, seed: int) -> Counter[tuple[str, str]]:
    """Plays until so many moves are done: what was done, and what came of it."""
    counts: Counter[tuple[str, str]] = Counter()
    for index, start in enumerate(range(0, steps, PLAY)):
        counts += play(seed + index, min(PLAY, steps - start)).counts
    return counts


def ends(stage: House) -> None:
    """Whatever was taken can end: claims give back, charges run out, and every object is free again."""
    mark = stage.driver.snapshot()
    try:
        for word in words_of(stage):
            for name in PERSONS:
                key = stage.see("key_of", word, stage[name])
                taken = stage.see("object_of", key)["on_ledger"]
                if taken:
                    stage.ok("claims", "give_back", word, stage[name], taken)
        last = max([stage.now, *(held.until for held in stage.model.charges.values())])
        stage.driver.set_time(last + 1)
        for identifier in sorted(stage.model.charges):
            stage.ok("stranger", "release_charge", identifier)
        for key in stage.keys:
            assert stage.see("object_of", key) == {"amount": 0, "on_ledger": 0, "charged": 0}
    finally:
        stage.driver.revert(mark)
