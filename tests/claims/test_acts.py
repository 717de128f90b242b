"""Acts as the commands send them: foretold by the model, tried, sent, and rebuilt from the events.

`Office.do` compares what the model foretold with what the contract told, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.kit import BUYER, DAY, NOW, SCALE, Draft, Office, office
from usance.calendars import day_of
from usance.claim_terms import Claim, asset_change, prolongation, sub_account
from usance.claims import acts
from usance.claims.errors import ClaimError
from usance.claims.lineage import holders, lineage
from usance.claims.signing import SignedAcceptance, acceptance_message, read_acceptance
from usance.claims.splitting import Part
from usance.codes_claims import ClaimStatus, SubAccount
from usance.signing import Domain, digest, sign
from usance.terms import ZERO_ADDRESS

EUR = 100  # [minor]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as found:
        yield found


def status(at: Office, record: acts.ClaimRecord) -> ClaimStatus:
    return ClaimStatus(int(at.desk.view("claim_state", record.id)["status"]))


def balance(at: Office, account: str) -> int:
    return int(at.driver.view(at.token, "balanceOf", [account])) // SCALE


def one_line(error: pytest.ExceptionInfo[ClaimError], *parts: str) -> None:
    text = str(error.value)
    assert "\n" not in text
    assert [part for part in parts if part not in text] == [], text


# --- finding ---


def test_claim__named_by_id_prefix_file_or_number(at: Office) -> None:
    record = at.registered()
    path = at.desk.folder.write(
        record.id, record.terms, at.driver.chain_id, at.desk.suite.claim.address, {"invoice": "RL-2026-0042"}
    )
    for text in (record.hex, record.hex[2:10].upper(), str(path), "RL-2026-0042"):
        assert at.desk.claim(text).id == record.id


@pytest.mark.parametrize(
    ("text", "part"),
    [("0x12345", "6 hex digits"), ("ffffffff", "none here"), ("nope", "no id"), ("", "no id")],
)
def test_claim__wrong_name__one_line(at: Office, text: str, part: str) -> None:
    at.registered()
    with pytest.raises(ClaimError) as error:
        at.desk.claim(text)
    one_line(error, part, "UNKNOWN")


def test_claim__two_begin_so__asks_for_more(at: Office) -> None:
    record = at.registered()
    other = acts.ClaimRecord(record.id[:6] + bytes(26), record.terms)
    at.desk.claims[other.id] = other
    with pytest.raises(ClaimError) as error:
        at.desk.claim(record.hex[:14])
    one_line(error, "2 begin so", "write more")


# --- binding ---


def test_accept__by_another_account__one_line_and_nothing_sent(at: Office) -> None:
    record = at.registered()
    with pytest.raises(ClaimError) as error:
        at.on("accept", record, "stranger", 0)
    one_line(error, "NOT_PARTY", "send from the account of that party")
    assert status(at, record) is ClaimStatus.REGISTERED


def test_accept__many_of_common_terms__one_batch(at: Office) -> None:
    records = [at.registered(Draft(number=f"B-{index}", buyer=BUYER)) for index in range(3)]
    (act,) = acts.accept(records, at.debtor, 1)
    assert act.function == "accept_batch"
    at.do(act)
    for record in records:
        assert at.desk.view("claim_state", record.id)["defences_waived"]


def test_accept_signed__anyone_sends__bound_and_not_twice(at: Office, tmp_path: Path) -> None:
    record = at.registered()
    draft = SignedAcceptance(
        at.driver.chain_id, at.desk.suite.claim.address, at.debtor, (record.id,), 3, 0, NOW + DAY, b""
    )
    assert digest(draft.message()) == at.desk.view("acceptance_digest", [record.id], 3, 0, NOW + DAY)
    signature = sign(at.accounts["debtor"].key or b"", draft.message())
    SignedAcceptance(**(vars(draft) | {"signature": signature})).write(tmp_path / "s.json")
    proof = read_acceptance(tmp_path / "s.json")
    acts.check_proof(at.desk, record, proof)
    at.do(acts.accept_signed(record, at.stranger, proof, wallet=False))
    state = at.desk.view("claim_state", record.id)
    assert state["setoff_waived"]
    with pytest.raises(ClaimError) as error:
        at.do(acts.accept_signed(at.fresh(record), at.stranger, proof, wallet=False))
    one_line(error, "ACC1")


def test_accept_signed__signature_of_another__refused_before_it_is_sent(at: Office, tmp_path: Path) -> None:
    record, other = at.registered(), at.registered(Draft(number="C-1", buyer=BUYER))
    domain = Domain("ClaimToken", at.driver.chain_id, at.desk.suite.claim.address)
    message = acceptance_message(domain, [record.id], 0, 0, NOW + DAY)
    signature = sign(at.accounts["stranger"].key or b"", message)
    proof = SignedAcceptance(
        at.driver.chain_id, domain.address, at.debtor, (record.id,), 0, 0, NOW + DAY, signature
    )
    with pytest.raises(ClaimError) as error:
        at.do(acts.accept_signed(record, at.stranger, proof, wallet=False))
    one_line(error, "ACC1")
    with pytest.raises(ClaimError) as error:
        acts.check_proof(at.desk, other, proof)
    one_line(error, "not about claim", "ACC1")


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "no", '{"kind": "usance acceptance"}', '{"kind": "usance acceptance", "waivers": ["X"]}'],
)
def test_signature_file__wrong__one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text)
    with pytest.raises(ClaimError) as error:
        read_acceptance(path)
    one_line(error, "s.json")


def test_deny__then_pay__nobody_pays_on_it(at: Office) -> None:
    record = at.registered()
    at.on("deny", record, "debtor")
    with pytest.raises(ClaimError) as error:
        acts.check_owed(at.desk, record)
    one_line(error, "DENIED", "STATE")


def test_deny__after_acceptance__one_line(at: Office) -> None:
    with pytest.raises(ClaimError) as error:
        at.on("deny", at.accepted(), "debtor")
    one_line(error, "CLAIM_ACCEPTED")


def test_rescind__gives_the_share_back__and_the_invoice_may_come_again(at: Office) -> None:
    record = at.registered()
    at.on("rescind", record, "seller")
    again = at.registered()
    assert again.id != record.id
    assert again.terms.fingerprint == record.terms.fingerprint


def test_submit_and_deem__silence_under_a_mandate(at: Office) -> None:
    record = at.registered()
    with pytest.raises(ClaimError) as error:
        at.on("submit", record, "seller")
    one_line(error, "MANDATE")
    at.driver.call(
        at.desk.suite.registry, "set_mandate", [at.seller, 10**9, 5, NOW + 90 * DAY], at.debtor
    ).require()
    at.on("submit", record, "seller")
    with pytest.raises(ClaimError) as error:
        at.on("deem", at.fresh(record), "stranger")
    one_line(error, "MANDATE")
    at.wait(NOW + 9 * DAY)
    at.on("deem", at.fresh(record), "stranger")
    assert at.desk.view("claim_state", record.id)["deemed"]


def test_attest__by_a_verifier__stands_until_its_day(at: Office) -> None:
    record = at.registered()
    at.on("attest", record, "verifier", 3, NOW + 9 * DAY, b"\x01" * 32)
    with pytest.raises(ClaimError) as error:
        at.on("attest", record, "tier1", 3, NOW + 9 * DAY, b"\x01" * 32)
    one_line(error, "NOT_ADMITTED")


# --- payables ---


def test_payable__pending_then_received__whole_face_to_the_supplier(at: Office) -> None:
    record = at.payable()
    pending = sub_account(SubAccount.PENDING, at.anchor, at.tier1)
    assert holders(lineage(record.moves)) == {at.tier1: record.terms.face}
    assert record.moves[0].receiver == pending


def test_payable__above_the_own_limit__one_line(at: Office) -> None:
    currency = at.payable().terms.currency
    at.do(acts.Act("limit_payables", (currency, 15_000_000, 0), at.anchor))
    with pytest.raises(ClaimError) as error:
        at.payable()
    one_line(error, "LIMIT")


def test_authorise__agent_of_credits__cap_and_end(at: Office) -> None:
    agent = at.desk.suite.credit.address
    at.do(acts.Act("authorise", (agent, 10**9, NOW + 30 * DAY), at.anchor))
    assert int(at.desk.view("authority_of", at.anchor, agent)["cap"]) == 10**9


# --- units ---


def test_split__three_tiers__balances_and_lineage_agree(at: Office) -> None:
    record = at.payable()
    at.do(acts.split(record, at.tier1, [Part(1, at.tier2, 6_000_000), Part(2, at.tier3, 1_000_000)]))
    at.do(acts.transfer(at.fresh(record), at.tier2, at.tier3, 2_500_000))
    found = holders(lineage(at.fresh(record).moves))
    assert found == {at.tier1: 3_000_000, at.tier2: 3_500_000, at.tier3: 3_500_000}
    for account, units in found.items():
        assert acts.units_held(at.desk, record, account) == units


def test_transfer__to_a_stranger__the_registry_says_why(at: Office) -> None:
    record = at.payable()
    assert "INV12" in (acts.receiver_obstacle(at.desk, record, at.tier1, at.stranger) or "")
    assert acts.receiver_obstacle(at.desk, record, at.tier1, at.tier2) is None
    with pytest.raises(ClaimError) as error:
        at.do(acts.transfer(record, at.tier1, at.stranger, 1))
    one_line(error, "INV12")


def test_transfer__pledged_units__are_not_there(at: Office) -> None:
    record = at.payable()
    at.on_id("pledge", record, "tier1", at.financier, 9_000_000, 5_000_000, others=[at.financier])
    with pytest.raises(ClaimError) as error:
        at.do(acts.transfer(at.fresh(record), at.tier1, at.tier2, 1_000_001))
    one_line(error, "INSUFFICIENT_UNITS")


# --- money ---


def test_pay__part_and_all__exact_approval_and_no_excess(at: Office) -> None:
    record = at.accepted()
    before = balance(at, at.debtor)
    at.do(acts.pay(record, at.debtor, 100 * EUR))
    act = acts.pay_all(at.desk, at.fresh(record), at.debtor, at.now())
    assert act.args[1] == record.terms.face - 100 * EUR
    at.do(act)
    assert status(at, record) is ClaimStatus.PAID
    assert before - balance(at, at.debtor) == record.terms.face
    spender = at.desk.suite.claim.address
    assert int(at.driver.view(at.token, "allowance", [at.debtor, spender])) == 0
    with pytest.raises(ClaimError) as error:
        acts.check_owed(at.desk, record)
    one_line(error, "PAID", "STATE")


def test_pay__more_than_owed__takes_what_is_owed(at: Office) -> None:
    record = at.accepted()
    foretold = at.desk.foretell(acts.pay(record, at.debtor, record.terms.face + 7_777), at.now())
    assert foretold.approval == record.terms.face * SCALE
    at.do(acts.pay(record, at.debtor, record.terms.face + 7_777))
    assert int(at.desk.view("outstanding", record.id)) == 0


def test_pay__without_the_money__one_line_and_no_approval_left(at: Office) -> None:
    record = at.accepted()
    with pytest.raises(ClaimError) as error:
        at.do(acts.pay(record, at.tier2, 100 * EUR))
    one_line(error, "balance", "TOKEN")
    with pytest.raises(ClaimError) as error:
        acts.pay_all(at.desk, record, at.tier2, at.now())
    one_line(error, "EUR 1,488.10", "TOKEN")


def test_pay__with_discount__less_money_all_of_the_face(at: Office) -> None:
    terms = Claim(discount_bps=200, discount_day=day_of("2026-03-20"))
    record = at.accepted(wish=at.wish(common=terms))
    act = acts.pay_all(at.desk, record, at.debtor, at.now())
    assert act.args[1] == -(-record.terms.face * 98 // 100)
    at.do(act)
    assert status(at, record) is ClaimStatus.PAID


def test_pay__late__interest_first_and_foretold_to_the_cent(at: Office) -> None:
    record = at.accepted(wish=at.wish(common=Claim(late_rate=9 * 10**16)))
    at.wait(NOW + 100 * DAY)
    at.do(acts.pay(record, at.debtor, 500 * EUR))
    at.wait(NOW + 131 * DAY)
    act = acts.pay_all(at.desk, at.fresh(record), at.debtor, at.now())
    owed = int(at.desk.view("outstanding", record.id)) + int(at.desk.view("late_interest", record.terms))
    assert act.args[1] == owed
    at.do(act)
    assert status(at, record) is ClaimStatus.PAID


def test_pay__late_with_units_given_up__still_goes_through(at: Office) -> None:
    record = at.accepted(wish=at.wish(common=Claim(late_rate=9 * 10**16)))
    at.on_id("retire", record, "seller", 333_33)
    at.wait(NOW + 100 * DAY)
    at.send(acts.pay(at.fresh(record), at.debtor, 321 * EUR))
    at.wait(NOW + 140 * DAY)
    at.send(acts.pay_all(at.desk, at.fresh(record), at.debtor, at.now()))
    assert int(at.desk.view("outstanding", record.id)) == 0


def test_withdraw__by_anybody__to_the_holder_alone(at: Office) -> None:
    record = at.accepted()
    at.do(acts.pay(record, at.debtor, 100 * EUR))
    with pytest.raises(ClaimError) as error:
        at.do(acts.withdraw(at.fresh(record), at.stranger, at.seller, at.stranger))
    one_line(error, "LC12")
    before = balance(at, at.seller)
    at.do(acts.withdraw(at.fresh(record), at.stranger, at.seller, at.seller))
    assert balance(at, at.seller) - before == 100 * EUR


def test_withdraw__held_party__kept_and_paid_later(at: Office) -> None:
    record = at.accepted()
    at.do(acts.pay(record, at.debtor, 100 * EUR))
    operator = at.accounts["operator"].address
    at.driver.call(at.desk.suite.registry, "set_status", [at.seller, 2], operator).require()
    at.send(acts.withdraw(at.fresh(record), at.seller, at.seller, at.seller))
    at.driver.call(at.desk.suite.registry, "set_status", [at.seller, 1], operator).require()
    before = balance(at, at.seller)
    at.do(acts.withdraw_held(at.desk, at.fresh(record), at.seller, at.seller, at.seller))
    assert balance(at, at.seller) - before == 100 * EUR


def test_off_chain__asserted_confirmed_by_one_holder__the_others_stay(at: Office) -> None:
    record = at.payable(asset=ZERO_ADDRESS, asset_scale=1)
    at.do(acts.transfer(record, at.tier1, at.tier2, 4_000_000))
    with pytest.raises(ClaimError) as error:
        at.do(acts.pay(at.fresh(record), at.anchor, 100))
    one_line(error, "OFF_CHAIN", "claim assert-paid")
    at.on("assert_payment", at.fresh(record), "anchor", 4_000_000, day_of("2026-03-04"), b"\x05" * 32)
    at.on_id("contest_payment", at.fresh(record), "tier1", b"\x05" * 32)
    at.on_id("confirm_payment", at.fresh(record), "tier2", 4_000_000, b"\x05" * 32)
    assert acts.units_held(at.desk, record, at.tier2) == 0
    assert int(at.desk.view("outstanding", record.id)) == 6_000_000


def test_off_chain__payment_agent__confirms_for_all(at: Office) -> None:
    record = at.payable(payment_agent=at.financier)
    at.on("assert_payment", record, "anchor", 1_000_000, day_of("2026-03-04"), b"\x06" * 32)
    at.on("confirm_for_all", at.fresh(record), "financier", 1_000_000, b"\x06" * 32)
    assert int(at.desk.view("outstanding", record.id)) == 9_000_000


def test_misdirected__claim_on_the_seller__what_it_remits_lowers_the_holders_units(at: Office) -> None:
    record = at.accepted()
    at.do(acts.transfer(record, at.seller, at.tier1, record.terms.face))
    args = (at.tier1, 50_000, day_of("2026-03-05"), b"\x08" * 32)
    receipt = at.on("report_misdirected", at.fresh(record), "seller", *args, others=[at.tier1])
    owed = at.record(bytes(receipt.returned))
    assert owed.terms.debtor == at.seller
    at.do(acts.pay(owed, at.seller, 50_000))
    assert int(at.desk.view("outstanding", record.id)) == record.terms.face - 50_000


# --- dispute, pledge, agreed changes, the end ---


def test_dispute__answer_and_drop(at: Office) -> None:
    record = at.accepted()
    at.on("dispute", record, "debtor", 30_000, 2, day_of("2026-03-20"))
    at.on("answer_dispute", at.fresh(record), "seller", False, b"\x01" * 32)
    with pytest.raises(ClaimError) as error:
        at.on("dispute", at.accepted(Draft(number="W-1", buyer=BUYER), waivers=1), "debtor", 1, 2, 20_540)
    one_line(error, "DEFENCES_WAIVED")


def test_pledge__paid_called_foreclosed__surplus_back(at: Office) -> None:
    record = at.payable()
    at.on_id("pledge", record, "tier1", at.financier, 6_000_000, 4_000_000, others=[at.financier])
    record = at.fresh(record)
    assert acts.the_pledgor(at.desk, record, at.financier) == at.tier1
    assert acts.the_pledgee(at.desk, record, at.tier1) == at.financier
    at.do(acts.pay(record, at.anchor, 2_000_000))
    at.on_id("share_proceeds", at.fresh(record), "stranger", at.tier1, at.financier,
             others=[at.tier1, at.financier])  # fmt: skip
    at.on_id("call_pledge", at.fresh(record), "financier", at.tier1, others=[at.tier1])
    with pytest.raises(ClaimError) as error:
        at.on_id("foreclose", at.fresh(record), "financier", at.tier1, others=[at.tier1])
    one_line(error, "PLEDGE")
    at.wait(NOW + 11 * DAY)
    at.on_id("foreclose", at.fresh(record), "financier", at.tier1, others=[at.tier1])
    found = holders(lineage(at.fresh(record).moves))
    assert found[at.financier] == 3_500_000
    with pytest.raises(ClaimError) as error:
        acts.the_pledgor(at.desk, at.fresh(record), at.financier)
    one_line(error, "PLEDGE")


def test_pledge__redeemed__money_to_the_pledgee_units_back(at: Office) -> None:
    record = at.payable()
    at.on_id("pledge", record, "tier1", at.financier, 6_000_000, 4_000_000, others=[at.financier])
    at.on("redeem_pledge", at.fresh(record), "tier1", at.financier, others=[at.financier])
    # The pledgee may be one that no token reaches: its money waits for it.
    kept = int(at.desk.view("withdrawable", at.financier, at.token.address)) // SCALE
    assert balance(at, at.financier) + kept == 4_000_000
    assert acts.units_held(at.desk, record, at.tier1) == 10_000_000


def test_prolong__names_who_has_not_agreed__then_moves_the_day(at: Office) -> None:
    record = at.payable()
    at.on_id("pledge", record, "tier1", at.financier, 6_000_000, 4_000_000, others=[at.financier])
    later = day_of("2026-08-03")
    for who in ("anchor", "tier1"):
        at.on_id("agree", at.fresh(record), who, prolongation(later))
    with pytest.raises(ClaimError) as error:
        acts.prolong(at.desk, at.fresh(record), at.stranger, later)
    one_line(error, at.financier, "claim agree", "NOT_AGREED")
    at.on_id("agree", at.fresh(record), "financier", prolongation(later))
    at.do(acts.prolong(at.desk, at.fresh(record), at.stranger, later))
    assert int(at.desk.view("due_day_of", record.terms)) == later


def test_change_asset__all_agreed__off_chain_from_here(at: Office) -> None:
    record = at.payable()
    for who in ("anchor", "tier1"):
        at.on_id("agree", at.fresh(record), who, asset_change(ZERO_ADDRESS, 1))
    at.do(acts.change_asset(at.desk, at.fresh(record), at.stranger, ZERO_ADDRESS, 1))
    with pytest.raises(ClaimError) as error:
        at.do(acts.pay(at.fresh(record), at.anchor, 100))
    one_line(error, "OFF_CHAIN")


def test_default__too_early_then_written_off_recovered_settled(at: Office) -> None:
    record = at.accepted()
    with pytest.raises(ClaimError) as error:
        at.on("default_", record, "stranger")
    one_line(error, "NOT_OVERDUE")
    at.wait(NOW + 100 * DAY)
    at.on("age", record, "stranger")
    at.on("default_", at.fresh(record), "stranger")
    at.on_id("write_off", at.fresh(record), "seller")
    at.do(acts.pay_all(at.desk, at.fresh(record), at.debtor, at.now()))
    at.do(acts.withdraw(at.fresh(record), at.seller, at.seller, at.seller))
    at.on("settle", at.fresh(record), "stranger")
    assert at.desk.view("claim_state", record.id)["settled"]
    assert len(at.fresh(record).named("Recovered")) == 1


def test_notice__given_and_acknowledged(at: Office) -> None:
    record = at.accepted()
    at.on("notify", record, "seller")
    at.on("acknowledge_notice", at.fresh(record), "debtor")
    state = at.desk.view("claim_state", record.id)
    assert state["notified"]
    assert state["acknowledged"]
