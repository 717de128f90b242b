"""The demo's stories on the in-process chain: days that fit, money that adds up."""

from __future__ import annotations

from functools import lru_cache

import pytest

from usance.calendars import day_of
from usance.chain.revm import RevmDriver
from usance.demo.plan import last_day
from usance.demo.records import DemoError, Story, Told
from usance.demo.run import begin_of, own_messages, play
from usance.messages import Message, read_text, write
from usance.messages.notices import read_refusal
from usance.report.page import page


@lru_cache(maxsize=1)
def own() -> Told:
    messages = own_messages()
    return play(lambda: RevmDriver(begin_of(messages)), messages)


def changed(**parts: str) -> Told:
    """The first message with some texts of it replaced."""
    text = write(own_messages()[0])
    for old, new in parts.values():  # type: ignore[misc]
        assert old in text
        text = text.replace(old, new)
    messages: list[Message] = read_text(text)
    return play(lambda: RevmDriver(begin_of(messages)), messages)


def states(story: Story) -> list[str]:
    return [row.state for row in story.rows if row.state]


def test_own_messages__have_no_error_and_are_canonical() -> None:
    for message in own_messages():
        assert message.findings == ()


def test_first_story__refused_cured_honoured() -> None:
    story = own().stories[0]
    assert story.outcome == "HONOURED"
    assert states(story) == ["ISSUED", "PRESENTED", "REFUSED", "PRESENTED", "COMPLYING", "HONOURED"]


def test_second_story__silence_precludes_and_cover_pays() -> None:
    story = own().stories[1]
    assert story.outcome == "PRECLUDED"
    assert states(story) == ["ISSUED", "PRESENTED", "PRECLUDED", "HONOURED"]
    assert [row.actor for row in story.rows[-2:]] == ["stranger", "stranger"]
    assert story.terms.cover_bps == 10_000


def test_stories__begin_at_ten_on_the_day_of_issue() -> None:
    for story in own().stories:
        first = story.rows[0]
        assert (first.day, first.clock, first.place) == (story.terms.issue_day, "10:00", "NLRTM")


def test_stories__money__is_conserved_and_is_what_was_claimed() -> None:
    for story in own().stories:
        assert sum(held.after - held.before for held in story.holdings) == 0
        paid = next(held.after - held.before for held in story.holdings if held.who == "beneficiary")
        assert paid == story.terms.amount


def test_clock__counts_banking_days_across_easter() -> None:
    refused, complying = own().stories[0].clocks
    assert (refused.start, refused.last) == (day_of("2026-04-02"), day_of("2026-04-13"))
    assert (complying.start, complying.last) == (day_of("2026-04-16"), day_of("2026-04-23"))
    acknowledged = next(row for row in own().stories[0].rows if row.left == 5)
    assert acknowledged.actor == "issuing bank"


def test_sets__reach_the_bank_in_time() -> None:
    story = own().stories[0]
    shipped = next(row.day for row in story.rows if "ships" in row.act)
    limit = last_day(story.terms, shipped)
    assert all(row.day <= limit for row in story.rows if row.state == "PRESENTED")


def test_notice__written_out__is_the_one_on_chain() -> None:
    story = own().stories[0]
    letter = next(letter for letter in story.letters if letter.message.mt == "734")
    (again,) = read_text(write(letter.message))
    notice = read_refusal(again)
    assert notice.text == letter.message.content_hash
    assert (notice.credit, notice.minor) == ("MKB26LC0107", story.terms.amount)
    assert letter.message.findings == ()


def test_page__whole_and_without_a_request() -> None:
    text = page(own())
    assert "HONOURED" in text
    assert "PRECLUDED" in text
    for word in ("<script", 'http-equiv="refresh', "src=", "@import", "url("):
        assert word not in text
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("change", "role"),
    [
        ((":49:WITHOUT", ":49:CONFIRM"), "nominated bank"),
        ((":41A:KNFCBDDHXXX", ":41D:ANY BANK IN BANGLADESH"), "advising bank"),
        ((":41A:KNFCBDDHXXX", ":41A:MKADNL2RXXX"), "issuing bank"),
        (("EUR184600,", "JPY9000000,"), "nominated bank"),
        (("EUR184600,", "BHD7000,125"), "nominated bank"),
    ],
)
def test_other_sight_credits__end_honoured(change: tuple[str, str], role: str) -> None:
    (story,) = changed(one=change).stories  # type: ignore[arg-type]
    assert story.outcome == "HONOURED"
    assert any(row.actor == role and row.act.startswith("acknowledges") for row in story.rows)


def test_confirmed_credit__the_confirmer_is_repaid() -> None:
    (story,) = changed(one=(":49:WITHOUT", ":49:CONFIRM")).stories  # type: ignore[arg-type]
    change = {held.who: held.after - held.before for held in story.holdings}
    assert change["nominated bank"] == 0
    assert change["issuing bank"] == -story.terms.amount


def test_short_credit__goes_without_the_refusal() -> None:
    (story,) = changed(  # type: ignore[arg-type]
        expiry=("31D:260515", "31D:260310"), shipment=("44C:260331", "44C:260306")
    ).stories
    assert states(story)[-1] == "HONOURED"


def test_no_day_to_present__one_line() -> None:
    # Issued on a Thursday, expired on the Friday and Saturday that Dhaka rests.
    with pytest.raises(DemoError, match="no banking day to present"):
        changed(  # type: ignore[arg-type]
            issue=("31C:260305", "31C:260306"),
            expiry=("31D:260515", "31D:260307"),
            shipment=("44C:260331", "44C:260306"),
        )


# --- the second act ---


def test_invoice__accepted_by_an_account__financed_once_and_paid() -> None:
    claim = own().claims[0]
    assert [row.state for row in claim.rows if row.state] == ["REGISTERED", "REFUSED", "ACCEPTED", "PAID"]
    refused = next(row for row in claim.rows if row.state == "REFUSED")
    assert refused.rule == "INV1"
    change = {holding.who: holding.after - holding.before for holding in claim.holdings}
    assert change == {"buyer": -4_998_000, "seller": 4_998_000, "held by the claims": 0}


def test_payable__three_tiers_two_parts__to_the_cent() -> None:
    claim = own().claims[1]
    assert [row.state for row in claim.rows if row.state] == ["PENDING", "ACCEPTED", "PAID"]
    change = {holding.who: holding.after - holding.before for holding in claim.holdings}
    assert change == {
        "buyer": -9_000_000,
        "first supplier": 4_000_000,
        "second supplier": 3_000_000,
        "third supplier": 2_000_000,
        "held by the claims": 0,
    }


def test_payable__lineage__each_tier_out_of_the_one_before() -> None:
    claim = own().claims[1]
    (root,) = claim.trees
    chain = [(claim.name_of(lot.account), lot.units, lot.held) for lot in root.walk()]
    assert chain == [
        ("waiting for receipt", 9_000_000, 0),
        ("first supplier", 9_000_000, 4_000_000),
        ("second supplier", 5_000_000, 3_000_000),
        ("third supplier", 2_000_000, 2_000_000),
    ]


def test_page__second_act__sections_and_pictures() -> None:
    text = page(own())
    for claim in own().claims:
        assert f'id="{claim.reference}"' in text
        assert claim.claim_id.hex() in text
    assert text.count('class="lineage"') == 2


def test_own_invoice__is_clean_and_read_from_the_package() -> None:
    from usance.demo.claims import invoice_of

    invoice = invoice_of()
    assert (invoice.number, invoice.currency, invoice.amounts.due) == ("KM-2026-0815", "EUR", 4_998_000)
    assert not invoice.warnings
