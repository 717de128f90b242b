"""A large payment in small pieces needs what the whole needs: in one order, in many, over midnight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.institution_account.kit import DAY, HOUR, PAY, SMALL, House, opened, rule
from usance.accounts.words import Call, Change, Measure


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_execute__eight_pieces_in_one_order__weighed_together(house: House) -> None:
    pieces = [house.pay(SMALL // 8 + 1) for _ in range(8)]
    house.fails("QUORUM", "execute", *house.order(pieces, "treasurer"))
    assert house.held(house.supplier) == 0


def test_execute__pieces_by_different_pairs__weighed_together(house: House) -> None:
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer", proposer="clerk"))
    house.fails("QUORUM", "execute", *house.order([house.pay(SMALL)], "director", proposer="partner"))


def test_execute__pieces_to_different_payees__weighed_together(house: House) -> None:
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer"))
    house.fails("QUORUM", "execute", *house.order([house.pay(SMALL, to="stranger")], "treasurer"))


def test_execute__one_before_and_one_after_midnight__weighed_together(house: House) -> None:
    midnight = (house.now // DAY + 1) * DAY
    house.driver.set_time(midnight - 1)
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer"))
    house.driver.set_time(midnight)
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer"))


def test_execute__any_24_hours__never_more_than_a_ceiling_with_its_threshold(house: House) -> None:
    """Every hour one consent pays what it can: no 24 hours hold more than the ceiling."""
    paid: list[tuple[int, int]] = []
    until = house.now + 9 * DAY
    for hour in range(0, 24 * 8, 5):
        left = SMALL - house.see("moved", PAY)
        piece = max(1, min(left, 170))
        house.driver.set_time(max(house.now + 1, 1_772_452_800 + hour * HOUR))
        receipt = house.act("execute", *house.order([house.pay(piece)], "treasurer", deadline=until))
        if receipt.ok:
            paid.append((receipt.timestamp, piece))
    assert len(paid) > 10
    for start, _ in paid:
        assert sum(piece for moment, piece in paid if start <= moment <= start + DAY) <= SMALL


def test_execute__through_another_function_of_the_capability__weighed_together(house: House) -> None:
    house.changed(Change(rules=(rule(house.euro, "approve", PAY, Measure.WORD, 1),)))
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer"))
    approve = house.token_call("approve", house.stranger, 1)
    house.fails("QUORUM", "execute", *house.order([approve], "treasurer"))


def test_execute__trailing_bytes_or_a_second_amount__the_rules_word_counts(house: House) -> None:
    """Bytes behind the arguments neither hide nor change the amount."""
    call = house.pay(SMALL + 1)
    longer = Call(call.target, call.data + bytes(32))
    house.fails("QUORUM", "execute", *house.order([longer], "treasurer"))


def test_execute__sum_beyond_all_bounds__stands_still_and_never_wraps(house: House) -> None:
    pieces = [house.pay(2**256 - 1), house.pay(2)]
    house.fails("QUORUM", "execute", *house.order(pieces, "treasurer", "director"))
