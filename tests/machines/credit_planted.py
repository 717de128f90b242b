"""Credits with a mistake put in on purpose: the machine has to find it."""

from __future__ import annotations

from tests.machines.claim_planted import Mistake, PlantedDriver
from tests.machines.credit_house import START, House, seat_on

AMENDMENTS = "contracts/CreditAmendments.vy"
REMEDIES = "contracts/CreditRemedies.vy"
NOTICES = "contracts/modules/credit_notices.vy"
RECORDS = "contracts/modules/credit_records.vy"
UNDERTAKINGS = "contracts/CreditUndertakings.vy"
PAYMENTS = "contracts/modules/credit_payments.vy"
REIMBURSEMENT = "contracts/modules/credit_reimbursement.vy"

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
    Mistake(
        "what_cover_paid_the_bank_claims_all_the_same",
        "CreditUndertakings",
        UNDERTAKINGS,
        "        act = drawings._take_off(act, min(before - outstanding, act.set.amount))\n",
        "        act = drawings._take_off(act, 0)\n",
    ),
    Mistake(
        "a_refund_is_claimed_twice",
        "CreditUndertakings",
        REIMBURSEMENT,
        "(paid != 0 and word & books.MASK_4 != acts.REFUND_CLAIMED)  # guard: refund-paid\n",
        "(paid != 0)  # guard: refund-paid\n",
    ),
    Mistake(
        "the_last_leg_takes_its_share_alone",
        "CreditUndertakings",
        UNDERTAKINGS,
        "        if claim.part != claim.parts:\n",
        "        if claim.parts != 1:\n",
    ),
)


def planted(mistake: Mistake) -> House:
    """A house whose credits have this mistake."""
    stage = House(seat_on(PlantedDriver(START - 1, mistake)))
    stage.reset()
    return stage
