"""What follows a refusal in the reference model: returns, notices off chain, notices without effect."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.credit_kit import (
    AGENT,
    ANYONE,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    HOME,
    ISSUER,
    NOMINATED,
    NOTICE,
    OTHER,
    TEXT,
    Play,
    confirmed,
    fact,
    facts_of,
    started,
)
from usance.calendars import day_of
from usance.codes import Disposal, Exclusion, Mark, NoticeMeans, SetStatus
from usance.documents import merkle_proof, merkle_root
from usance.terms import ZERO_HASH

# Monday.
MONDAY = "2026-03-02"
LEAVES = [bytes([number]) * 32 for number in range(1, 6)]


# --- the clock of the return (16c iii c, 16e) ---


@pytest.mark.parametrize(("given", "last"), [(MONDAY, "2026-03-05"), ("2026-03-05", "2026-03-10")])
def test_refuse__return__three_banking_days_from_the_notice(given: str, last: str) -> None:
    play = started()
    play.refused(given, Disposal.RETURN)
    assert play.entry.due_day == day_of(last)
    assert play.book["open_sets"] == 1
    play.at(last, 23)
    assert play.set("preclude", ANYONE).broken == {"U14"}
    play.at(last)
    assert play.set("return_documents", ISSUER, TEXT).ok
    assert (play.entry.status, play.book["open_sets"]) == (SetStatus.RETURNED, 0)


def test_preclude__documents_kept__bound_as_of_the_last_day_of_the_return() -> None:
    play = started()
    play.refused(MONDAY, Disposal.RETURN)
    play.at("2026-03-06")
    assert play.set("return_documents", ISSUER, TEXT).broken == {"U16"}
    outcome = play.ok("preclude", ANYONE, play.statement)
    assert fact(outcome, "Precluded")["due_day"] == day_of("2026-03-06")
    assert play.entry.amount == 1_000
    assert play.set("honour", ISSUER).ok


def test_demand_return__under_hold__starts_the_clock_and_ends_waivers() -> None:
    play = started()
    play.refused(MONDAY)
    assert (play.entry.due_day, play.book["open_sets"]) == (0, 0)
    assert play.set("waive", APPLICANT).ok
    play.at("2026-03-03")
    assert play.set("demand_return", ISSUER).broken == {"NOT_PARTY"}
    outcome = play.ok("demand_return", BENEFICIARY, play.statement)
    assert fact(outcome, "ReturnDemanded")["last_day"] == day_of("2026-03-06")
    assert play.book["open_sets"] == 1
    assert play.set("demand_return", BENEFICIARY).broken == {"STATE"}
    assert play.set("waive", ISSUER).broken == {"U16"}


def test_demand_return__the_bank_said_return_already__its_day_stays() -> None:
    play = started()
    play.refused(MONDAY, Disposal.RETURN)
    play.at("2026-03-04")
    assert fact(play.ok("demand_return", BENEFICIARY, play.statement), "ReturnDemanded") == {
        "credit": play.id,
        "presentation": play.set_id,
        "last_day": day_of("2026-03-05"),
    }


def test_preclude__a_waiver_was_half_given_and_the_documents_kept__cover_does_not_wait() -> None:
    """Bound by its own fault, not by a waiver: such a set stands behind nobody."""
    play = started()
    play.refused(MONDAY)
    for party in (APPLICANT, ISSUER):
        assert play.set("waive", party).ok
    play.ok("demand_return", BENEFICIARY, play.statement)
    kept = play.statement
    play.received("2026-03-05", documents=OTHER, amount=1)
    play.at("2026-03-06")
    play.ok("preclude", ANYONE, kept)
    play.at("2026-03-09")
    assert fact(play.ok("honour", ANYONE, kept), "Honoured")["from_cover"] == 1_000


def test_return__of_the_banks_own_choice__at_any_time_while_nobody_asked() -> None:
    play = started()
    play.refused(MONDAY)
    play.at("2026-06-20")
    assert play.set("return_documents", BENEFICIARY, TEXT).broken == {"NOT_PARTY"}
    assert play.set("return_documents", ISSUER, OTHER).broken == {"U16"}
    assert facts_of(play.ok("return_documents", ISSUER, play.statement, TEXT)) == ["DocumentsReturned"]
    assert play.set("waive", APPLICANT).broken == {"U16"}
    assert play.set("demand_return", BENEFICIARY).broken == {"STATE"}
    assert play.set("return_documents", ISSUER, TEXT).broken == {"STATE"}


def test_return__once_a_waiver_completed__too_late() -> None:
    play = started()
    play.refused(MONDAY, Disposal.NOTIFY)
    for party in (APPLICANT, ISSUER):
        assert play.set("waive", party).ok
    assert play.entry.last_day == day_of(MONDAY)
    assert play.set("return_documents", ISSUER, TEXT).broken == {"STATE"}


@pytest.mark.parametrize("exclusions", [Exclusion.ART16F_OFF, Exclusion.EXPIRY_KEPT])
def test_preclude__documents_kept_where_silence_is_free__binds_nobody(exclusions: Exclusion) -> None:
    play = started(exclusions=int(exclusions))
    play.refused("2026-06-02", Disposal.RETURN)
    assert play.book["open_sets"] == 0
    play.at("2026-06-20")
    assert play.set("preclude", ANYONE).broken == {"U16"}


def test_preclude__a_nominated_bank_kept_them__is_bound_by_nothing() -> None:
    play = started(nominated=NOMINATED, nominated_place=HOME)
    play.refused(MONDAY, Disposal.RETURN, bank=NOMINATED)
    play.at("2026-03-20")
    assert play.set("preclude", ANYONE).broken == {"U12"}
    # Bound by nothing, it may be late.
    assert play.set("return_documents", NOMINATED, TEXT).ok


# --- notices given off chain ---


def record(play: Play, sender: str, given: str, **words: Any) -> frozenset[str]:
    base: dict[str, Any] = {"disposal": Disposal.HOLD, "means": NoticeMeans.OTHER, "reference": OTHER}
    told = base | words
    found = told.get("discrepancies", [(1, ZERO_HASH)])
    args = (found, told["disposal"], TEXT, day_of(given), told["means"], told["reference"])
    return play.set("record_notice", sender, *args).broken


def test_record__given_on_the_last_day__stands_though_it_comes_on_record_later() -> None:
    play = started()
    play.received(MONDAY)
    play.at("2026-03-20")
    assert record(play, BENEFICIARY, "2026-03-10") == {"U16"}
    outcome = play.do(
        "record_notice", BENEFICIARY, play.statement, [(1, TEXT)], Disposal.RETURN, TEXT,
        day_of("2026-03-09"), NoticeMeans.TELETRANSMISSION, OTHER,
    )  # fmt: skip
    assert facts_of(outcome) == ["Refused", "NoticeRecorded"]
    assert fact(outcome, "Refused")["bank"] == ISSUER
    assert fact(outcome, "NoticeRecorded")["given_day"] == day_of("2026-03-09")
    # Three banking days from the day on which it was given; they are over.
    assert play.entry.due_day == day_of("2026-03-12")
    assert play.set("preclude", ANYONE).ok


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2026-03-01", {}),
        ("2026-03-05", {}),
        (MONDAY, {"disposal": Disposal.NONE}),
        (MONDAY, {"discrepancies": []}),
        (MONDAY, {"discrepancies": [(0, TEXT)]}),
    ],
)
def test_record__outside_its_days_or_no_notice__refused(given: str, words: dict[str, Any]) -> None:
    play = started()
    play.received(MONDAY)
    play.at("2026-03-04")
    assert record(play, BENEFICIARY, given, **words) == {"U16"}


@pytest.mark.parametrize("words", [{"means": 0}, {"means": 3}, {"reference": ZERO_HASH}])
def test_record__no_means_or_reference__refused(words: dict[str, Any]) -> None:
    play = started()
    play.received(MONDAY)
    assert record(play, BENEFICIARY, MONDAY, **words) == {"STATEMENT"}


def test_record__by_whom__presenter_or_delivery_agent_never_the_bank() -> None:
    play = started()
    play.received(MONDAY)
    for party in (ISSUER, APPLICANT, ANYONE):
        assert record(play, party, MONDAY) == {"NOT_PARTY"}
    assert record(play, AGENT, MONDAY) == frozenset()


def test_record__after_a_preclusion__never_undoes_it() -> None:
    play = started()
    play.received(MONDAY)
    play.at("2026-03-10")
    play.ok("preclude", ANYONE, play.statement)
    assert record(play, BENEFICIARY, "2026-03-03") == {"U16"}


def test_record__of_a_claim__by_the_bank_that_paid() -> None:
    play = confirmed()
    play.received(MONDAY, bank=CONFIRMER)
    for act in ("accept", "honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert record(play, BENEFICIARY, MONDAY) == {"NOT_PARTY"}
    assert record(play, CONFIRMER, MONDAY) == frozenset()


# --- notices without effect (LEAF_BAR) ---


def re_presented(play: Play) -> tuple[Any, list[tuple[int, bytes]], list[tuple[int, bytes]]]:
    """A set refused for its second leaf, then presented again with that leaf replaced and refused anew."""
    first = [(8, LEAVES[1])]
    again = [(8, LEAVES[0]), (9, LEAVES[2])]
    play.received(MONDAY, documents=merkle_root(LEAVES[:4]))
    assert play.set("refuse", ISSUER, first, Disposal.HOLD, TEXT).ok
    earlier = play.statement
    cured = [LEAVES[0], LEAVES[4], *LEAVES[2:4]]
    play.received("2026-03-10", documents=merkle_root(cured))
    assert play.set("refuse", ISSUER, again, Disposal.HOLD, TEXT).ok
    return earlier, again, first


def proofs_of(notice: list[tuple[int, bytes]]) -> list[list[bytes]]:
    return [merkle_proof(LEAVES[:4], leaf) if leaf in LEAVES[:4] else [] for _, leaf in notice]


BARRED = {"exclusions": int(Exclusion.LEAF_BAR)}


def test_strike__new_discrepancies_on_old_leaves__no_effect_and_precluded() -> None:
    play = started(**BARRED)
    earlier, notice, first = re_presented(play)
    args = (play.statement, earlier, notice, first, proofs_of(notice))
    play.at("2026-03-17", 23)
    assert play.do("strike_notice", ANYONE, *args).broken == {"U14"}
    play.at("2026-03-18")
    outcome = play.ok("strike_notice", ANYONE, *args)
    assert facts_of(outcome) == ["NoticeStruck", "Precluded"]
    assert fact(outcome, "Precluded")["due_day"] == day_of("2026-03-18")
    assert play.entry.status == SetStatus.PRECLUDED
    assert play.do("strike_notice", ANYONE, *args).broken >= {"STATE"}


@pytest.mark.parametrize(
    ("first", "notice"),
    [
        # On the leaf that is new, and on one that the earlier notice named with the same fault.
        ([(8, LEAVES[1])], [(8, LEAVES[4])]),
        ([(8, LEAVES[1]), (9, LEAVES[2])], [(9, LEAVES[2])]),
        # About no document of the set.
        ([(8, LEAVES[1])], [(5, ZERO_HASH)]),
    ],
)
def test_strike__a_notice_with_an_effect__stands(
    first: list[tuple[int, bytes]], notice: list[tuple[int, bytes]]
) -> None:
    play = started(**BARRED)
    play.received(MONDAY, documents=merkle_root(LEAVES[:4]))
    assert play.set("refuse", ISSUER, first, Disposal.HOLD, TEXT).ok
    earlier = play.statement
    play.received("2026-03-10", documents=merkle_root([LEAVES[0], LEAVES[4], *LEAVES[2:4]]))
    assert play.set("refuse", ISSUER, notice, Disposal.HOLD, TEXT).ok
    play.at("2026-03-20")
    args = (play.statement, earlier, notice, first, proofs_of(notice))
    assert play.do("strike_notice", ANYONE, *args).broken == {"U16"}


def test_strike__the_same_leaf_with_another_fault__has_no_effect() -> None:
    play = started(**BARRED)
    play.received(MONDAY, documents=merkle_root(LEAVES[:4]))
    assert play.set("refuse", ISSUER, [(8, LEAVES[1])], Disposal.HOLD, TEXT).ok
    earlier = play.statement
    play.received("2026-03-10", documents=merkle_root([*LEAVES[1:4], LEAVES[4]]))
    notice = [(9, LEAVES[1])]
    assert play.set("refuse", ISSUER, notice, Disposal.HOLD, TEXT).ok
    play.at("2026-03-20")
    args = (play.statement, earlier, notice, [(8, LEAVES[1])], proofs_of(notice))
    assert play.do("strike_notice", ANYONE, *args).ok


def test_strike__other_words_than_the_notices__stands() -> None:
    play = started(**BARRED)
    earlier, notice, first = re_presented(play)
    play.at("2026-03-20")
    for said, before in (([notice[0]], first), (notice, [(8, LEAVES[3])]), (notice, [])):
        args = (play.statement, earlier, said, before, proofs_of(said))
        assert play.do("strike_notice", ANYONE, *args).broken == {"U16"}
    args = (play.statement, earlier, notice, first, proofs_of(notice)[:1])
    assert play.do("strike_notice", ANYONE, *args).broken == {"U16"}


def test_strike__the_earlier_set_struck_by_the_later_one__never() -> None:
    play = started(**BARRED)
    earlier, notice, first = re_presented(play)
    play.at("2026-03-20")
    args = (earlier, play.statement, first, notice, proofs_of(first))
    assert "STATE" in play.do("strike_notice", ANYONE, *args).broken


@pytest.mark.parametrize("exclusions", [0, int(Exclusion.LEAF_BAR | Exclusion.ART16F_OFF)])
def test_strike__no_such_term_or_silence_is_free__refused(exclusions: int) -> None:
    play = started(exclusions=exclusions)
    earlier, notice, first = re_presented(play)
    play.at("2026-03-20")
    args = (play.statement, earlier, notice, first, proofs_of(notice))
    assert "U16" in play.do("strike_notice", ANYONE, *args).broken


def test_strike__the_earlier_documents_went_back__it_was_refused_all_the_same() -> None:
    play = started(**BARRED)
    earlier, notice, first = re_presented(play)
    play.ok("return_documents", ISSUER, earlier, earlier.documents)
    play.at("2026-03-20")
    assert play.do("strike_notice", ANYONE, play.statement, earlier, notice, first, proofs_of(notice)).ok


def test_strike__overdrawn_set__bound_for_what_is_available() -> None:
    play = started(**BARRED)
    play.statement = play.statement.but(amount=1_500)
    earlier, notice, first = re_presented(play)
    play.at("2026-03-20")
    args = (play.statement, earlier, notice, first, proofs_of(notice))
    told = fact(play.ok("strike_notice", ANYONE, *args), "Precluded")
    assert (told["amount"], told["marks"]) == (1_000, Mark.OVERDRAWN)


def test_waive__of_a_set_under_notice__unknown_set_is_unknown() -> None:
    play = started()
    assert play.set("return_documents", ISSUER, TEXT).broken == {"UNKNOWN"}
    assert play.do("record_notice", BENEFICIARY, play.statement, *NOTICE, 0, 1, TEXT).broken == {"UNKNOWN"}
