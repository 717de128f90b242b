"""Finding: the issuing bank's clock began before the set had been sent to it.

`forward` kept the day of the first commitment. A delivery attested for the nominated bank and mined after
its `forward` starts the issuing bank's clock weeks back: precluded and paid out in the same minute. The
issuing bank's five days run from its own receipt, which is not before the set was sent on (2.11, U14).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import TODAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_attest_delivery__before_the_set_was_forwarded__counts_from_the_forwarding(house: House) -> None:
    terms = house.issued(house.nominating(delivery_agent=house.delivery_agent))
    statement = house.presented(terms, "nominated_bank")
    delivered = house.driver.now()
    house.at(TODAY + 21)
    house.acknowledge(terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, delivered)
    house.fails("credit: clock still runs (U14)", house.stranger, "preclude", terms, statement)
