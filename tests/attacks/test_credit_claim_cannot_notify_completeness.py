"""Finding: under eUCP the bank that honoured could not start the issuing bank's clock.

It is the presenter to the issuing bank of what it claims, but the notice of completeness was asked from the
beneficiary, which has its money; the issuing bank need only wait for the closing day (U8, EUCP-e6).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import PROOF, House, opened
from usance.codes import Exclusion


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_notify_completeness__of_a_claim__by_the_bank_that_honoured(house: House) -> None:
    terms = house.confirmed(exclusions=int(Exclusion.EUCP))
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.ok(house.confirming_bank, "notify_completeness", terms, statement, PROOF)
