"""Finding: cover that secured a confirming bank's claim was paid out under a waiver above the credit.

The confirming bank has paid all that is available and claims it. The issuing bank refuses a second set
of the same amount, waives it with the applicant, and pays it from the cover at once: the claim finds
none. What is waived above the maximum liability is the issuing bank's own money (U8, cover's base).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import House, opened
from usance.codes import Disposal


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_honour__waived_above_the_credit__cover_waits_for_the_claim(house: House) -> None:
    terms = house.confirmed()
    claimed = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, claimed)
    house.ok(house.confirming_bank, "forward", terms, claimed)
    waived = house.refused(
        terms, Disposal.NOTIFY, documents=b"second".ljust(32, b"\0"), pay_to=house.assignee
    )
    house.ok(house.applicant, "waive", terms, waived)
    house.ok(house.issuing_bank, "waive", terms, waived)
    assert house.ok(house.issuing_bank, "honour", terms, waived).event("Honoured")["from_cover"] == 0
    assert house.state(terms)["cover"] == terms.amount
