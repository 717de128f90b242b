"""Finding: where any bank may be chosen, the credit was closed while a set in time was at its bank.

`expire` and `close` ask the places named in the terms; the place of a freely chosen bank is in the
statement alone. With no closing days a set presented in time further west is closed away (U6).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import EXPIRY_MONDAY, HAMBURG, SHANGHAI, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


@pytest.mark.xfail(strict=True, reason="the chosen bank's place is not asked")
def test_close__set_in_time_at_a_bank_further_west__not_closed_away(house: House) -> None:
    terms = house.issued(closing_days=0, issuer_place=SHANGHAI, expiry_day=EXPIRY_MONDAY)
    house.at_first_second_after(EXPIRY_MONDAY, SHANGHAI)
    assert house.today(HAMBURG) == EXPIRY_MONDAY
    statement = house.statement(terms, "nominated_bank", bank_place=HAMBURG)
    house.ok(house.beneficiary, "present", terms, statement)
    house.acknowledge(terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    assert not house.act(house.stranger, "close", terms).ok
