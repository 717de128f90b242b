"""The demo on the sample credit: it ends HONOURED with that message's amounts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usance.chain.revm import RevmDriver
from usance.demo.run import begin_of, play
from usance.messages import read_file

pytestmark = pytest.mark.shared
SAMPLE = (
    Path(os.environ.get("USANCE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
    / "samples" / "mt7" / "MT700-sight.fin"
)  # fmt: skip


def test_demo__sample_credit__honoured_with_its_amounts() -> None:
    messages = read_file(SAMPLE)
    told = play(lambda: RevmDriver(begin_of(messages)), messages)
    (story,) = told.stories
    assert story.outcome == "HONOURED"
    assert story.terms.amount == 24_850_000
    paid = {held.who: held.after - held.before for held in story.holdings}
    assert paid == {"issuing bank": -24_850_000, "beneficiary": 24_850_000}
    assert [row.state for row in story.rows if row.state] == [
        "ISSUED", "PRESENTED", "REFUSED", "PRESENTED", "COMPLYING", "HONOURED",
    ]  # fmt: skip
    assert {"DEHAM", "CNHIN", "TARGET"} <= set(told.calendars)
