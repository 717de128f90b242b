"""docs/states_account.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from tests.unit.institution_account.kit import ALL, DAY, HOUR, House, opened
from usance.accounts import messages
from usance.accounts.words import CAPABILITIES, Change, Signer
from usance.chain.driver import Reverted
from usance.model.outcome import rules_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "states_account.md"
ACTORS = ("clerk", "treasurer", "wallet", "partner", "deputy", "guardian", "stranger")
BOARD = ("treasurer", "director", "controller")
DIGEST = b"another contract's digest".ljust(32, b"\0")
EVERYTHING = (1 << CAPABILITIES) - 1


@dataclass(frozen=True)
class Cell:
    """One cell: what the act of this actor leads to in this state."""

    state: str
    act: str
    actor: str
    allowed: frozenset[str]


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.strip().strip("|").split("|")]


@lru_cache(maxsize=1)
def cells() -> tuple[Cell, ...]:
    """Every cell of the document."""
    found: list[Cell] = []
    state, actors = "", []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            state, actors = line[3:].strip(), []
        elif line.startswith("| act | ") and state:
            actors = words_of(line)[1:]
        elif line.startswith("| ") and actors:
            act, *row = words_of(line)
            for actor, cell in zip(actors, row, strict=True):
                found.append(Cell(state, act, actor, frozenset(cell.split())))
    return tuple(found)


# --- the states ---


def waiting(house: House, change: Change | None = None) -> Change:
    """Announced by the board."""
    words = change or Change(signers=(Signer(house.newcomer, ALL),))
    house.ok("propose_change", *house.change(words, *BOARD))
    return words


def deputised(house: House, until: int) -> Change:
    house.ok("delegate", *house.delegation("partner", "deputy", EVERYTHING, until))
    return Change()


def expired(house: House) -> Change:
    until = house.now + HOUR
    deputised(house, until)
    house.driver.set_time(until + 1)
    return Change()


def ready(house: House) -> Change:
    words = waiting(house)
    house.driver.set_time(house.see("pending")["ready"])
    return words


def lapsed(house: House) -> Change:
    words = waiting(house)
    house.driver.set_time(house.see("pending")["lapses"] + 1)
    return words


def partner_retired(house: House) -> Change:
    deputised(house, house.now + 30 * DAY)
    house.ok("freeze_key", *house.freeze("partner"))
    return Change()


def last_quorum(house: House) -> Change:
    for name in ("wallet", "partner"):
        house.ok("remove", *house.removal(name, *BOARD))
    return Change()


SCENES: dict[str, Callable[[House], Change]] = {
    "OPEN": lambda house: Change(),
    "DEPUTISED": lambda house: deputised(house, house.now + 30 * DAY),
    "DEPUTY_EXPIRED": expired,
    "CHANGE_WAITING": waiting,
    "CHANGE_READY": ready,
    "CHANGE_LAPSED": lapsed,
    "GUARDIAN_CHANGE_WAITING": lambda house: waiting(house, Change(guardian=house.stranger)),
    "PARTNER_RETIRED": partner_retired,
    "LAST_QUORUM": last_quorum,
}


# --- the acts ---


def governors(actor: str) -> tuple[str, tuple[str, ...]]:
    """Who proposes, and who consents beside the actor."""
    return ("treasurer" if actor == "clerk" else "clerk"), (actor, "director", "controller")


def attempt(house: House, act: str, actor: str, change: Change) -> str:
    """The reason the contract gives, "" when it allows the act."""
    if act == "sign":
        try:
            signed = house.consent(DIGEST, actor, "controller", proposer="director")
            house.see("isValidSignature", DIGEST, signed)
        except Reverted as refused:
            return refused.reason
        return ""
    args = {
        "pay": lambda: house.order([house.pay(1)], "controller", proposer=actor),
        "consent": lambda: house.order([house.pay(1)], actor, proposer="director"),
        "propose_change": lambda: house.change(
            Change(guardian=house.newcomer), *governors(actor)[1], proposer=governors(actor)[0]
        ),
        "remove": lambda: house.removal("director", *governors(actor)[1], proposer=governors(actor)[0]),
        "cancel_change": lambda: house.cancellation(change.mark, actor),
        "execute_change": lambda: [change.as_tuple()],
        "freeze_key": lambda: house.freeze(actor),
        "delegate": lambda: house.delegation(actor, "newcomer", ALL, house.now + 25 * DAY),
        "withdraw_order": lambda: withdrawal(house, actor),
    }[act]()
    function = "execute" if act in {"pay", "consent"} else act
    sender = actor if act == "execute_change" and actor != "wallet" else "relayer"
    return house.act(function, *args, by=sender).reason


def withdrawal(house: House, actor: str) -> list[object]:
    number, until = house.next_nonce(), house.now + 60 * DAY
    message = messages.withdrawal_message(house.domain, house.address(actor), number, until)
    return [house.address(actor), number, until, house.sign(actor, message)]


ACTS = (
    "pay",
    "consent",
    "propose_change",
    "remove",
    "cancel_change",
    "execute_change",
    "freeze_key",
    "delegate",
    "sign",
    "withdraw_order",
)


def test_document__its_states_and_cells__are_whole() -> None:
    assert list(dict.fromkeys(cell.state for cell in cells())) == list(SCENES)
    assert len(cells()) == len(SCENES) * len(ACTS) * len(ACTORS) >= 200
    for cell in cells():
        assert cell.act in ACTS
        assert cell.actor in ACTORS
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


@pytest.mark.parametrize("state", list(SCENES))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    with opened() as house:
        change = SCENES[state](house)
        wrong: list[str] = []
        for cell in cells():
            if cell.state != state:
                continue
            before = house.driver.snapshot()
            reason = attempt(house, cell.act, cell.actor, change)
            house.driver.revert(before)
            seen = set(rules_in(reason)) if reason else {"ok"}
            if not seen & cell.allowed:
                wrong.append(f"{cell.act} by {cell.actor}: {reason or 'ok'}, not {sorted(cell.allowed)}")
        assert not wrong, f"{state}\n" + "\n".join(wrong)
