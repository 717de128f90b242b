"""LC11: a fee taken from the wrong side, or fee and net that do not add up.

Without lines of charges what the payee gets is what leaves the bank and the cover, to the unit. With lines
gross = net + deductions, deductions only where the terms say so, and what the applicant bears comes on top.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.machines.credit_house import House, house
from tests.states.credit_scenes import Scene, issued
from usance.codes import ChargesFor
from usance.model.outcome import rules_in
from usance.terms import ZERO_ADDRESS, ZERO_HASH

CODE = b"COMM".ljust(32, b"\0")
PAYEES = ("issuing_bank", "third_bank", "nominated_bank", "stranger", "beneficiary")


@pytest.fixture
def stage() -> House:
    return house()


def balances(stage: House) -> dict[str, int]:
    """[token] What everybody holds, the contract included."""
    parties = [stage.credit.address, *stage.seat.people.values()]
    token = stage.seat.tokens["plain"]
    return {who: int(stage.driver.view(token, "balanceOf", (who,))) for who in parties}


def moved(stage: House, before: dict[str, int]) -> dict[str, int]:
    return {who: held - before[who] for who, held in balances(stage).items() if held != before[who]}


def found(stage: House, choose: random.Random, bank: str = "issuing_bank", **changes: Any) -> Scene:
    """A set of a random credit, found complying by a bank."""
    words: dict[str, Any] = {
        "amount": choose.randrange(1, 10**9),
        "cover_bps": choose.choice((0, 1, 3_333, 9_999, 10_000)),
        "asset_scale": choose.choice((1, 7, 10_000)),
        "charges_for": choose.choice((0, 1, 2)),
    }
    scene = issued(stage, **(words | changes))
    if bank == "confirming_bank":
        scene.credit_act("confirm", bank, True)
    claimed = choose.randrange(1, scene.terms.amount + 1)
    scene.present(bank, amount=claimed).receive().set_act("accept", bank)
    return scene


def line(stage: House, payee: str, amount: int, account: int) -> dict[str, Any]:
    return {"code": CODE, "payee": stage[payee], "amount": amount, "account": int(account)}


def added(flows: list[tuple[str, int]]) -> dict[str, int]:
    """What everybody should have gained or lost, those that come out even left out."""
    total: dict[str, int] = {}
    for who, amount in flows:
        total[who] = total.get(who, 0) + amount
    return {who: amount for who, amount in total.items() if amount}


@pytest.mark.parametrize("seed", range(8))
def test_honour__any_amount_and_cover__net_and_gross_are_one(stage: House, seed: int) -> None:
    scene = found(stage, random.Random(seed))
    before, scale = balances(stage), scene.terms.asset_scale
    paid = stage.act("honour", "issuing_bank", scene.terms, scene.statement).require().event("Honoured")
    gross = scene.statement.amount
    assert paid["from_cover"] + paid["from_bank"] == gross
    flows = [
        (stage["beneficiary"], gross * scale),
        (stage.credit.address, -paid["from_cover"] * scale),
        (stage["issuing_bank"], -paid["from_bank"] * scale),
    ]
    assert moved(stage, before) == added(flows)


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank"])
@pytest.mark.parametrize("seed", range(12))
def test_honour_with_charges__any_lines__gross_is_net_and_deductions(
    stage: House, seed: int, bank: str
) -> None:
    choose = random.Random(100 + seed)
    scene = found(stage, choose, bank, charges_for=int(ChargesFor.BENEFICIARY))
    terms, gross = scene.terms, scene.statement.amount
    scale, left = terms.asset_scale, scene.statement.amount
    lines, flows = [], []
    for _ in range(choose.randrange(9)):
        payee = choose.choice(PAYEES)
        on_top = bank == "issuing_bank" and choose.random() < 0.4
        most = gross if on_top else left
        if most == 0:
            break
        amount = choose.choice((1, most, choose.randrange(1, most + 1)))
        left -= 0 if on_top else amount
        account = ChargesFor.APPLICANT if on_top else ChargesFor.BENEFICIARY
        lines.append(line(stage, payee, amount, account))
        flows += [(stage[payee], amount * scale)]
        flows += [(stage[bank], -amount * scale)] if on_top else []
    before = balances(stage)
    done = stage.act("honour_with_charges", bank, terms, scene.statement, lines).require()
    paid = done.event("Honoured")
    assert paid["from_cover"] + paid["from_bank"] == gross
    deducted = sum(one["amount"] for one in lines if one["account"] == ChargesFor.BENEFICIARY)
    assert left == gross - deducted
    # Net and deductions leave the cover and the bank, what is on top the bank alone.
    flows += [
        (stage["beneficiary"], left * scale),
        (stage.credit.address, -paid["from_cover"] * scale),
        (stage[bank], -paid["from_bank"] * scale),
    ]
    assert moved(stage, before) == added(flows)
    charged = [event.args for event in done.events if event.name == "Charged"]
    told = [(one["code"], one["payee"], one["amount"], one["account"]) for one in charged]
    assert told == [(one["code"], one["payee"], one["amount"], one["account"]) for one in lines]


@pytest.mark.parametrize("charges_for", [0, int(ChargesFor.APPLICANT)])
@pytest.mark.parametrize("amount", [1, 50])
def test_honour_with_charges__terms_do_not_say_so__nothing_is_deducted(
    stage: House, charges_for: int, amount: int
) -> None:
    scene = found(stage, random.Random(1), charges_for=charges_for, amount=10**6)
    lines = [line(stage, "third_bank", amount, ChargesFor.BENEFICIARY)]
    before = balances(stage)
    refused = stage.act("honour_with_charges", "issuing_bank", scene.terms, scene.statement, lines)
    assert rules_in(refused.reason) == {"LC11"}
    assert moved(stage, before) == {}


def test_honour_with_charges__more_than_the_gross_in_all__is_refused(stage: House) -> None:
    scene = found(stage, random.Random(2), charges_for=int(ChargesFor.BENEFICIARY), amount=10**6)
    gross = scene.statement.amount
    whole = line(stage, "third_bank", gross, ChargesFor.BENEFICIARY)
    one_more = line(stage, "third_bank", 1, ChargesFor.BENEFICIARY)
    args = (scene.terms, scene.statement)
    refused = stage.act("honour_with_charges", "issuing_bank", *args, [whole, one_more])
    assert rules_in(refused.reason) == {"LC11"}
    stage.act("honour_with_charges", "issuing_bank", *args, [whole]).require()


@pytest.mark.parametrize("bank", ["confirming_bank"])
def test_honour_with_charges__another_bank_charges_the_applicant__is_refused(stage: House, bank: str) -> None:
    """It has no account with it: it claims what it paid, not what it would like on top (37c)."""
    scene = found(stage, random.Random(3), bank, charges_for=int(ChargesFor.APPLICANT))
    lines = [line(stage, bank, 1, ChargesFor.APPLICANT)]
    refused = stage.act("honour_with_charges", bank, scene.terms, scene.statement, lines)
    assert rules_in(refused.reason) == {"LC11"}


@pytest.mark.parametrize(
    "wrong",
    [{"code": ZERO_HASH}, {"payee": ZERO_ADDRESS}, {"amount": 0}, {"amount": 2**255}, {"account": 3}],
    ids=["code", "payee", "nothing", "huge", "account"],
)
def test_honour_with_charges__a_line_that_is_none__is_refused(stage: House, wrong: dict[str, Any]) -> None:
    scene = found(stage, random.Random(4), charges_for=int(ChargesFor.BENEFICIARY))
    lines = [line(stage, "third_bank", 1, ChargesFor.APPLICANT) | wrong]
    refused = stage.act("honour_with_charges", "issuing_bank", scene.terms, scene.statement, lines)
    assert rules_in(refused.reason) == {"LC11"}


@pytest.mark.parametrize("actor", ["applicant", "beneficiary", "third_bank", "stranger"])
def test_honour_with_charges__anybody_else__makes_no_cover_pay_a_fee(stage: House, actor: str) -> None:
    scene = found(stage, random.Random(5), charges_for=int(ChargesFor.BENEFICIARY), cover_bps=10_000)
    scene.past_due_day()
    lines = [line(stage, actor, 1, ChargesFor.BENEFICIARY)]
    refused = stage.act("honour_with_charges", actor, scene.terms, scene.statement, lines)
    assert rules_in(refused.reason) == {"NOT_PARTY"}
