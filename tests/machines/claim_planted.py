"""Claims with a mistake put in on purpose: the machine has to find it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.machines.claim_house import House, seat_on
from tests.machines.credit_house import START, TimedDriver
from usance.chain.artifacts import ROOT, artifact, compile_source, deployables
from usance.chain.driver import Deployed

BOOKS = "contracts/modules/claim_books.vy"
UNITS = "contracts/modules/claim_units.vy"
TOKEN = "contracts/ClaimToken.vy"
BIRTHS = "contracts/ClaimBirths.vy"


@dataclass(frozen=True)
class Mistake:
    """`right` in the source at `path` becomes `wrong`; `contract` is deployed with it."""

    name: str
    contract: str
    path: str
    right: str
    wrong: str

    def overrides(self) -> dict[str, str]:
        text = (ROOT / self.path).read_text(encoding="ascii")
        if text.count(self.right) != 1:
            raise LookupError(f"{self.name}: the line to break is not in {self.path} once")
        return {self.path: text.replace(self.right, self.wrong)}


MISTAKES = (
    Mistake(
        "self_transfer_reads_the_receiver_first",
        "ClaimToken",
        UNITS,
        """    left: uint256 = books._change(id, cash, sender, 0, units)
    assert units >= least or left == 0, errors.CLAIM_MIN_SPLIT  # guard: MIN_SPLIT
    now_held: uint256 = books._change(id, cash, receiver, units, 0)
""",
        """    had: uint256 = books._units(id, receiver)
    left: uint256 = books._change(id, cash, sender, 0, units)
    assert units >= least or left == 0, errors.CLAIM_MIN_SPLIT
    now_held: uint256 = books._change(id, cash, receiver, 0, 0)
    books._holdings[id][receiver] += had + units - now_held
""",
    ),
    Mistake(
        "payment_is_rounded_down",
        "ClaimToken",
        BOOKS,
        "    return (index * (book.face - book.retired) + book.face - 1) // book.face  # up\n",
        "    return index * (book.face - book.retired) // book.face\n",
    ),
    Mistake(
        "units_leave_without_touch",
        "ClaimToken",
        BOOKS,
        "    if units != 0 and cash != seen:\n",
        "    if units != less and cash != seen:\n",
    ),
    Mistake(
        "sub_account_is_paid_out",
        "ClaimToken",
        TOKEN,
        """        assert books._speaker[account] == empty(address), errors.PAYEE  # guard: PAYEE-sub-account
""",
        "",
    ),
    Mistake(
        "anybody_accepts_for_the_debtor",
        "ClaimBirths",
        BIRTHS,
        "    units._check_sender(debtor)  # guard: accept-debtor\n",
        "",
    ),
    Mistake(
        "agent_brings_more_than_its_cap",
        "ClaimBirths",
        BIRTHS,
        "    left.cap -= amount\n",
        "    left.cap -= amount // 2\n",
    ),
)


class PlantedDriver(TimedDriver):
    """Deploys one contract with its mistake."""

    def __init__(self, start: int, mistake: Mistake) -> None:
        super().__init__(start)
        self._mistake = mistake

    def deploy(self, name: str, args: Sequence[Any], sender: str) -> Deployed:
        if name != self._mistake.contract:
            return super().deploy(name, args, sender)
        broken = compile_source(deployables()[name], overrides=self._mistake.overrides())
        return self.deploy_artifact(replace(artifact(name), initcode=broken.initcode), args, sender)


def planted(mistake: Mistake) -> House:
    """A house whose claims have this mistake."""
    stage = House(seat_on(PlantedDriver(START - 1, mistake)))
    stage.reset()
    return stage
