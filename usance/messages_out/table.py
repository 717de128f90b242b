"""Which message is about what, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from usance.messages_out import amendments, credits, notices, paying, reimbursing, taking_up
from usance.messages_out.sheet import Sheet


class About(StrEnum):
    """What of a credit a message tells."""

    CREDIT = "credit"
    AMENDMENT = "amendment"
    SET = "set"


@dataclass(frozen=True)
class Writer:
    """`also`: what it may be about instead, when that is named."""

    about: About
    write: Callable[[Sheet], None]
    also: About | None = None


WRITERS: Mapping[str, Writer] = {
    "705": Writer(About.CREDIT, credits.pre_advice),
    "707": Writer(About.AMENDMENT, amendments.amendment),
    "710": Writer(About.CREDIT, credits.advice),
    "730": Writer(About.CREDIT, credits.acknowledgement, About.AMENDMENT),
    "732": Writer(About.SET, taking_up.discharge),
    "734": Writer(About.SET, notices.refusal),
    "740": Writer(About.CREDIT, reimbursing.authority),
    "742": Writer(About.SET, reimbursing.claim),
    "744": Writer(About.SET, reimbursing.nonconforming),
    "747": Writer(About.AMENDMENT, amendments.authority),
    "750": Writer(About.SET, notices.discrepancy),
    "752": Writer(About.SET, taking_up.authorisation),
    "754": Writer(About.SET, paying.performance),
    "756": Writer(About.SET, paying.settlement),
}
# Written with the message they continue.
CONTINUATIONS = {"708": "707", "711": "710"}
MTS = tuple(sorted((*WRITERS, *CONTINUATIONS)))
