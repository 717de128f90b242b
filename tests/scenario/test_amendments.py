"""Terms that change while a story is played: words of changes, terms an act carries, sets that take one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.conftest import HEAD, Play
from usance.amendments import FIELDS, Change
from usance.documents import merkle_root, verify
from usance.scenario.adapter import load_adapter
from usance.scenario.changes import ChangeReader
from usance.scenario.document import Series, Table, Text
from usance.scenario.errors import ScenarioError
from usance.scenario.runner import PASSED, UNMET, WRONG, Theatre, run_file, theatre
from usance.scenario.world import World
from usance.terms import ZERO_HASH, Credit, word_of

OFFER = """  - at: 2026-03-03T10:00 DEHAM
    by: issuing_bank
    call: credit.propose_amendment
    args: {credit: $credit, change: CHANGE}
    as: {amendment: return}
"""
LATE = OFFER.replace("CHANGE", "{latest_shipment_day: 2026-04-24, amount: +EUR 20.00}")
SHIPPED = """  - at: 2026-04-27T10:00 DEHAM
    by: beneficiary
    call: credit.present
    args: {credit: $credit, amount: EUR 110.00, shipment_day: 2026-04-20, documents: set1}
    as: {set1: return}
"""
RECEIVED = "  - {by: issuing_bank, call: credit.acknowledge, args: {credit: $credit, presentation: $set1}"
LATEST = HEAD.replace("cover: 50 %", "cover: 50 %, latest_shipment_day: 2026-04-10")
CONFIRMED = HEAD.replace(
    "  applicant:", "  confirming_bank: {roles: [BANK], place: DEHAM}\n  applicant:"
).replace("cover: 50 %", "confirmer: confirming_bank")
CONFIRM = "  - {by: confirming_bank, call: credit.confirm, args: {credit: $credit}}\n"


# --- the words of a change ---


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> ChangeReader:
    """A reader of changes in the world of the head, with a bank at a place of its own."""
    from usance.chain.revm import abi_of
    from usance.scenario.story import read_story

    path = tmp_path_factory.mktemp("changes") / "head.yaml"
    path.write_text(CONFIRMED, encoding="utf-8")
    world: World = theatre("model").play(read_story(path, load_adapter())).world
    parts = abi_of("DocumentaryCredit").function("propose_amendment").inputs.components[0]["components"]
    struct = load_adapter().structs["Credit"]
    return ChangeReader(world.reader, "Credit", struct, parts, world.names.party_at)


def table(words: dict[str, object]) -> Table:
    made = Table(7)
    for key, value in words.items():
        made.put(key, Text(value, 7) if isinstance(value, str) else value, 7)
    return made


def read(changes: ChangeReader, words: dict[str, object], terms: Credit | None = None) -> Change:
    made = changes.read(table(words), (terms or Credit()).as_dict(), 3, ZERO_HASH)
    return Change(**{**made, "values": tuple(made["values"])})


def test_change__fields_and_a_signed_amount__are_mask_values_and_difference(changes: ChangeReader) -> None:
    change = read(changes, {"amount": "-EUR 10.00", "expiry_day": "2026-06-30", "partials": "not_allowed"})
    assert change == Change.of({"expiry_day": 20634, "partials": 2}, number=3, difference=-1000)


@pytest.mark.parametrize(
    ("words", "minor"), [("+EUR 10.00", 1000), ("EUR 10.00", 1000), ("EUR -10.00", -1000), ("units 7", 7)]
)
def test_change__amount__is_a_difference_however_signed(
    changes: ChangeReader, words: str, minor: int
) -> None:
    assert read(changes, {"amount": words}).difference == minor


def test_change__word_for_two_fields__sets_both(changes: ChangeReader) -> None:
    assert read(changes, {"tolerance": "10 %"}).names == ("tolerance_plus", "tolerance_minus")


def test_change__signed_additional_amount__counts_from_the_terms(changes: ChangeReader) -> None:
    change = read(changes, {"additional_amount": "+EUR 1.00"}, Credit(additional_amount=500))
    assert dict(change.new_values()) == {"additional_amount": 600}
    assert dict(read(changes, {"additional_amount": "EUR 1.00"}).new_values()) == {"additional_amount": 100}


def test_change__new_bank__brings_its_place_and_the_request(changes: ChangeReader) -> None:
    found = dict(read(changes, {"confirmer": "confirming_bank"}).new_values())
    assert found["confirmer_place"][:5] == b"DEHAM"
    assert found["confirmation"] == 3
    found = dict(read(changes, {"confirmer": "none"}).new_values())
    assert found["confirmer_place"] == ZERO_HASH
    assert found["confirmation"] == 1


def test_change__raw_words__are_taken_as_they_are(changes: ChangeReader) -> None:
    words: dict[str, object] = {"mask": Series([Text("adviser")]), "values": Series([Text("0x" + "ff" * 32)])}
    change = read(changes, words)
    assert (change.mask, change.values) == (1 << FIELDS.index("adviser"), (b"\xff" * 32,))


def test_change__number_cancel_and_content__stand_inside_or_beside(changes: ChangeReader) -> None:
    change = read(changes, {"number": "9", "cancel": "yes", "content": "0x" + "11" * 32})
    assert (change.number, change.cancel, change.content) == (9, True, b"\x11" * 32)


def test_change__unknown_word__is_told_with_what_was_meant(changes: ChangeReader) -> None:
    with pytest.raises(ScenarioError, match="a change has no expiry_date; did you mean expiry_day"):
        read(changes, {"expiry_date": "2026-06-30"})


def test_change__two_signs__are_an_error(changes: ChangeReader) -> None:
    with pytest.raises(ScenarioError, match="two signs"):
        read(changes, {"amount": "+EUR -1.00"})


def test_part_of_a_change_with_an_amount__is_no_whole_without_it(play: Play) -> None:
    """`only: [expiry_day]` of a change that moves the amount too rejects it, though its mask is the same."""
    offer = OFFER.replace("CHANGE", "{expiry_day: 2026-06-30, amount: +EUR 1.00}")
    answer = "  - by: beneficiary\n    call: credit.accept_amendment\n"
    answer += "    args: {credit: $credit, amendment: $amendment, only: [expiry_day]}\n"
    result = play(offer + answer + "    state: {$amendment: REJECTED}\n")
    assert result.status == PASSED, result.message
    whole = answer.replace("[expiry_day]", "[expiry_day, amount]")
    result = play(offer + whole + "    state: {$amendment: ACCEPTED}\n")
    assert result.status == PASSED, result.message


# --- whose terms an act carries ---


def test_alias__after_an_amendment__carries_the_terms_in_force(play: Play) -> None:
    steps = OFFER.replace("CHANGE", "{amount: +EUR 50.00}")
    steps += "  - {by: beneficiary, call: credit.accept_amendment, args: {credit: $credit}}\n"
    steps += "  - {view: credit.maximum_liability, args: {credit: $credit}, equals: EUR 150.00}\n"
    steps += "  - {view: credit.maximum_liability, args: {credit: $credit.birth}, equals: EUR 100.00}\n"
    steps += "  - {view: credit.maximum_liability, equals: EUR 150.00}\n"
    steps += "  - {by: beneficiary, call: credit.present, args: {documents: a}, as: one}\n"
    steps += "  - {by: issuing_bank, call: credit.acknowledge, args: {credit: $credit.before, "
    steps += "presentation: $one}, reverts: U11}\n"
    steps += "  - {by: issuing_bank, call: credit.acknowledge, args: {credit: $credit, presentation: $one}, "
    steps += "emits: {Acknowledged: {marks: []}}}\n"
    result = play(steps)
    assert result.status == PASSED, result.message


def test_confirming_bank_apart__its_sets_carry_its_own_terms(play: Play) -> None:
    steps = CONFIRM + OFFER.replace("CHANGE", "{amount: +EUR 50.00}")
    steps += "  - {by: beneficiary, call: credit.accept_amendment, args: {credit: $credit}}\n"
    steps += "  - {by: beneficiary, call: credit.present, args: {credit: $credit, bank: confirming_bank, "
    steps += "documents: a}, as: one}\n"
    steps += (
        "  - {by: confirming_bank, call: credit.acknowledge, args: {credit: $credit, presentation: $one}}\n"
    )
    steps += "  - {by: confirming_bank, call: credit.accept, args: {credit: $credit, presentation: $one}, "
    steps += "emits: {Accepted: {amount: EUR 100.00}}}\n"
    steps += "  - {by: beneficiary, call: credit.present, args: {credit: $credit, documents: b}, as: two}\n"
    steps += "  - {by: issuing_bank, call: credit.acknowledge, args: {credit: $credit, presentation: $two}}\n"
    steps += "  - {view: credit.maximum_liability, args: {credit: $credit.confirmed}, equals: EUR 100.00}\n"
    result = play(steps, CONFIRMED)
    assert result.status == PASSED, result.message


def test_alias_without_a_change__has_no_other_versions(play: Play) -> None:
    result = play("  - {view: credit.maximum_liability, args: {credit: $credit.birth}, equals: EUR 100.00}\n")
    assert result.status == WRONG
    assert "there is no birth" in result.message


# --- sets that take a change ---


def test_receipt__of_a_set_that_takes_a_change__shows_both_acts(play: Play) -> None:
    steps = LATE + SHIPPED + RECEIVED + ", moves: none, state: {$amendment: ACCEPTED, $set1: PRESENTED}, "
    steps += "emits: [{Acknowledged: {marks: [late_shipment, overdrawn]}}, "
    steps += "{AmendmentAccepted: {presentation: $set1}}]}\n"
    result = play(steps, LATEST)
    assert result.status == PASSED, result.message
    taken = result.log[-1]
    assert (taken.act, taken.party) == ("credit.accept_by_presentation", "anyone")
    assert result.log[-2].act == "credit.acknowledge"
    assert taken.sent.timestamp == result.log[-2].sent.timestamp + 1


def test_receipt__that_takes_nothing__sends_nothing_more(play: Play) -> None:
    steps = (
        LATE + SHIPPED.replace("2026-04-20", "2026-04-28") + RECEIVED + ", state: {$amendment: PENDING}}\n"
    )
    result = play(steps, LATEST)
    assert result.status == PASSED, result.message
    assert "credit.accept_by_presentation" not in [entry.act for entry in result.log]


def test_unexpected_acceptance__is_an_unmet_expectation(play: Play) -> None:
    result = play(LATE + SHIPPED + RECEIVED + ", state: {$amendment: PENDING}}\n", LATEST)
    assert result.status == UNMET
    assert "ACCEPTED" in result.message


def test_receipt_in_a_block__takes_the_change_after_the_block(play: Play) -> None:
    block = "  - at: 2026-04-27T11:00 DEHAM\n    block:\n  " + RECEIVED.replace("\n", "\n  ") + "}\n"
    block += "    state: {$amendment: ACCEPTED}\n"
    result = play(LATE + SHIPPED + block, LATEST)
    assert result.status == PASSED, result.message


def test_changes_in_their_order__the_first_that_fits_is_taken(play: Play) -> None:
    second = LATE.replace("as: {amendment: return}", "as: {second: return}").replace(
        "2026-04-24", "2026-04-30"
    )
    second = second.replace("  - at: 2026-03-03T10:00 DEHAM\n    by", "  - by")
    steps = LATE + second + SHIPPED + RECEIVED + ", state: {$amendment: ACCEPTED, $second: PENDING}}\n"
    result = play(steps, LATEST)
    assert result.status == PASSED, result.message


# --- what a presenter rejects ---


def test_rejects__goes_before_the_presentation(play: Play) -> None:
    step = SHIPPED.replace("documents: set1", "documents: set1, rejects: [$amendment]")
    step += "    emits: [{AmendmentRejected: {amendment: $amendment, party: beneficiary}}, Presented]\n"
    step += "    moves: {EUR: {issuing_bank: +10.00}}\n    state: {$amendment: REJECTED}\n"
    result = play(
        LATE + step + RECEIVED + ", emits: {Acknowledged: {marks: [late_shipment, overdrawn]}}}\n", LATEST
    )
    assert result.status == PASSED, result.message


def test_rejects__of_a_change_that_is_answered__presents_nothing(play: Play) -> None:
    answer = "  - {by: beneficiary, call: credit.reject_amendment, args: {amendment: $amendment}}\n"
    step = SHIPPED.replace("documents: set1", "documents: set1, rejects: $amendment").replace(
        "    as: {set1: return}\n", "    reverts: U11\n"
    )
    result = play(LATE + answer + step, LATEST)
    assert result.status == PASSED, result.message
    assert "Presented" not in [event.name for entry in result.log for event in entry.sent.events]


# --- documents by their leaves ---


def test_leaves__make_the_root_of_a_standard_tree(changes: ChangeReader) -> None:
    reader = changes.reader
    leaves = [reader.hash(Text(name)) for name in ("invoice", "bill-of-lading", "packing-list")]
    told = table({"leaves": Series([Text(name) for name in ("invoice", "bill-of-lading", "packing-list")])})
    assert reader.documents(told) == merkle_root(leaves)
    assert reader.documents(Text("invoice")) == leaves[0]
    assert verify(leaves[0], leaves[0], [])


def test_stop__its_day_is_a_day_and_a_guardians_stop_has_a_time(play: Play) -> None:
    steps = "  - {at: 2026-03-03T10:00 DEHAM, by: beneficiary, call: credit.present, args: {documents: a}, "
    steps += "as: one}\n"
    steps += "  - {by: issuing_bank, call: credit.acknowledge, args: {presentation: $one}}\n"
    steps += "  - {by: issuing_bank, call: credit.stop, args: {presentation: $one, amount: EUR 5.00, "
    steps += "until: 2026-03-20}, emits: {Stopped: {amount: EUR 5.00, until: 2026-03-20}}}\n"
    steps += "  - {by: guardian, call: credit.pause, emits: {Stopped: {guardian: guardian, "
    steps += "until: 2026-03-17T10:00:03 DEHAM}}}\n"
    result = play(steps)
    assert result.status == PASSED, result.message


def test_view__one_word__speaks_of_the_first_field(play: Play) -> None:
    view = "  - {view: credit.amendment_state, args: {amendment: $amendment}, equals: WORD}\n"
    assert play(LATE + view.replace("WORD", "PENDING"), LATEST).status == PASSED
    assert play(LATE + view.replace("WORD", "REJECTED"), LATEST).status == UNMET


def test_checks__see_an_amended_credit_by_its_terms_in_force(tmp_path: Path, revm_house: Theatre) -> None:
    steps = LATE + "  - {by: beneficiary, call: credit.accept_amendment, args: {credit: $credit}}\n"
    path = tmp_path / "checked.yaml"
    path.write_text(LATEST + steps + "check: [all]\n", encoding="utf-8")
    result = run_file(path, revm_house)
    assert result.status == PASSED, result.message


def test_words_of_a_struct__have_the_bits_of_the_abi() -> None:
    words = load_adapter().field_words()["Credit"]
    assert [words[name] for name in FIELDS] == [1 << index for index in range(len(FIELDS))]
    assert words["tolerance"] == words["tolerance_plus"] | words["tolerance_minus"]
    assert word_of(words["advising_bank"]) == word_of(1 << FIELDS.index("adviser"))
