"""Finding: a confirming bank that is bound and gone locks the issuing bank's cover for ever.

Only it could pay the set, the set is open for good, and neither the issuing bank (7a, surety of the one
drawing) nor anybody else could settle it. One cent is enough (U7, LC2).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import EXPIRY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_honour__confirming_bank_is_gone__issuing_bank_may_pay_in_its_place(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank", amount=1)
    house.set_status(house.confirming_bank, 4)
    house.at(EXPIRY + 300)
    house.fails("credit: open set (OPEN_SET)", house.issuing_bank, "close", terms)
    assert house.ok(house.issuing_bank, "honour", terms, statement).event("Honoured")["from_cover"] == 1
    assert not house.act(house.confirming_bank, "forward", terms, statement).ok
    house.ok(house.stranger, "close", terms)
