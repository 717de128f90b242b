from __future__ import annotations

from tests.unit.claim_births.house import TODAY, House
from tests.unit.documentary_credit.house import DUBAI


def test_discounted__until_the_end_of_the_discount_day__then_none(house: House) -> None:
    terms = house.terms(discount_bps=250, discount_day=TODAY + 10)
    assert house.rule("discounted", terms) == 250
    house.at_second(house.midnight(TODAY + 11) - 1)
    assert house.rule("discounted", terms) == 250
    house.at_second(house.midnight(TODAY + 11))
    assert house.rule("discounted", terms) == 0


def test_discounted__without_one__is_none(house: House) -> None:
    assert house.rule("discounted", house.terms()) == 0


def test_discounted__day_ends_at_the_place_of_payment(house: House) -> None:
    terms = house.terms(discount_bps=250, discount_day=TODAY + 10, pay_place=DUBAI)
    house.at_second(house.midnight(TODAY + 11, DUBAI) - 1)
    assert house.rule("discounted", terms) == 250
    house.at_second(house.midnight(TODAY + 11, DUBAI))
    assert house.rule("discounted", terms) == 0
