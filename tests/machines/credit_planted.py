"""Credits with a mistake put in on purpose: the machine has to find it."""

from __future__ import annotations

from tests.machines.claim_planted import Mistake, PlantedDriver
from tests.machines.credit_house import START, House, seat_on

AMENDMENTS = "contracts/CreditAmendments.vy"
REMEDIES = "contracts/CreditRemedies.vy"
NOTICES = "contracts/modules/credit_notices.vy"
RECORDS = "contracts/modules/credit_records.vy"
PAYMENTS = "contracts/modules/credit_payments.vy"

MISTAKES = (
    Mistake(
        "a_set_that_fits_both_takes_the_change",
        "CreditAmendments",
        AMENDMENTS,
        "    self._check_says(self._marks(credit, presentation, set, state.drawn) != 0)"
        "  # guard: U11-fits-old\n",
        "",
    ),
    Mistake(
        "cover_of_a_rejected_change_stays",
        "CreditAmendments",
        AMENDMENTS,
        "    freed: uint256 = book.cover\n    book.status = changes.REJECTED\n",
        "    freed: uint256 = 0\n    book.status = changes.REJECTED\n",
    ),
    Mistake(
        "a_bank_that_did_not_extend_is_bound_all_the_same",
        "CreditAmendments",
        AMENDMENTS,
        "            state.apart = True\n",
        "            state.apart = extended\n",
    ),
    Mistake(
        "documents_kept_may_go_back_late",
        "CreditRemedies",
        REMEDIES,
        "        assert not late, errors.CREDIT_RETURN_LATE  # guard: U16-return-late\n",
        "",
    ),
    Mistake(
        "a_day_too_many_is_left_of_the_clock",
        "CreditRemedies",
        RECORDS,
        "        if next > last:\n",
        "        if next > last + 1:\n",
    ),
    Mistake(
        "anybody_says_that_the_payee_was_paid",
        "CreditSettlement",
        PAYMENTS,
        "    acts._check_sender(presentation.bank if act.set.claim else presentation.pay_to)"
        "  # guard: confirm-payee\n",
        "",
    ),
)


def planted(mistake: Mistake) -> House:
    """A house whose credits have this mistake."""
    stage = House(seat_on(PlantedDriver(START - 1, mistake)))
    stage.reset()
    return stage
