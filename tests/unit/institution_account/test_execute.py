"""Orders: who must consent to what, whoever carries it to the chain."""

from __future__ import annotations

import pytest

from tests.unit.institution_account.kit import CREDITS, DAY, MIDDLE, PAY, SMALL, House, rule
from usance import signing
from usance.accounts import messages
from usance.accounts.words import OPEN_CEILING, Call, Change, Measure, Rule, Signer, ladder, rights


def test_execute__small_amount__proposer_and_one_consent(house: House) -> None:
    args = house.order([house.pay(SMALL)], "treasurer")
    order = house.see("order_digest", *args[:4])
    receipt = house.ok("execute", *args)
    assert receipt.event("OrderExecuted").args == {
        "order": order,
        "proposer": house.clerk,
        "relayer": house.relayer,
        "nonce": 1,
        "calls": 1,
        "consents": 1,
    }
    assert house.held(house.supplier) == SMALL
    assert house.see("moved", PAY) == SMALL


@pytest.mark.parametrize(
    ("amount", "consents"),
    [(SMALL, 1), (SMALL + 1, 2), (MIDDLE, 2), (MIDDLE + 1, 3), (10**30, 3)],
)
def test_execute__each_band__exactly_its_threshold(house: House, amount: int, consents: int) -> None:
    board = ("treasurer", "director", "controller")
    house.fails("QUORUM", "execute", *house.order([house.pay(amount)], *board[: consents - 1]))
    house.ok("execute", *house.order([house.pay(amount)], *board[:consents]))
    assert house.held(house.supplier) == amount


def test_execute__more_consents_than_needed__taken(house: House) -> None:
    names = ("treasurer", "director", "controller", "partner", "wallet")
    assert house.ok("execute", *house.order([house.pay(1)], *names)).event("OrderExecuted")["consents"] == 5


def test_execute__wallet_consents__counts_as_a_signer(house: House) -> None:
    house.ok("execute", *house.order([house.pay(SMALL)], "wallet"))
    house.ok("execute", *house.order([house.pay(1)], "treasurer", "director", proposer="wallet"))


def test_execute__clerk_without_rights_consents__does_not_count(house: House) -> None:
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "clerk", proposer="treasurer"))


def test_execute__batch__amounts_add_up(house: House) -> None:
    halves = [house.pay(SMALL // 2), house.pay(SMALL // 2 + 1)]
    house.fails("QUORUM", "execute", *house.order(halves, "treasurer"))
    house.ok("execute", *house.order(halves, "treasurer", "director"))
    assert house.held(house.supplier) == SMALL + 1


def test_execute__several_transactions__amounts_of_two_days_add_up(house: House) -> None:
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer"))
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer"))
    house.ok("execute", *house.order([house.pay(1)], "treasurer", "director"))
    # The next day (UTC) still counts this one; the day after does not.
    first_day = house.now // DAY
    house.driver.set_time((first_day + 1) * DAY)
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer"))
    house.driver.set_time((first_day + 2) * DAY - 2)
    assert house.see("moved", PAY) == SMALL + 1
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer"))
    house.driver.set_time((first_day + 2) * DAY)
    assert house.see("moved", PAY) == 0
    house.ok("execute", *house.order([house.pay(SMALL)], "treasurer"))
    # And what is moved today is the day before of tomorrow.
    house.driver.set_time((first_day + 3) * DAY)
    assert house.see("moved", PAY) == SMALL
    house.ok("execute", *house.order([house.pay(1)], "treasurer", "director"))
    assert house.see("moved", PAY) == SMALL + 1


def test_execute__refused_order__books_nothing(house: House) -> None:
    call = house.token_call("transfer", house.supplier, 10**41)
    args = house.order([call], "treasurer", "director", "controller")
    receipt = house.act("execute", *args)
    assert not receipt.ok
    assert receipt.reason == house.act("transfer", house.supplier, 10**41, contract=house.euro).reason
    assert house.see("moved", PAY) == 0
    assert not house.see("nonce_used", house.clerk, 1)


def test_execute__enormous_amounts__stand_still_at_the_top(house: House) -> None:
    approve = house.token_call("approve", house.supplier, 2**256 - 1)
    house.changed(Change(rules=(rule(house.euro, "approve", PAY, Measure.WORD, 1),)))
    house.fails("QUORUM", "execute", *house.order([approve, approve], "treasurer", "director"))
    house.ok("execute", *house.order([approve, approve], "treasurer", "director", "controller"))
    assert house.see("moved", PAY) == 2**112 - 1
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer", "director"))
    house.ok("execute", *house.order([house.pay(1)], "treasurer", "director", "controller"))


def test_execute__measure_whole__highest_band_and_nothing_booked(house: House) -> None:
    approve = house.token_call("approve", house.supplier, 1)
    house.fails("QUORUM", "execute", *house.order([approve], "treasurer", "director"))
    house.ok("execute", *house.order([approve], "treasurer", "director", "controller"))
    assert house.see("moved", PAY) == 0


def test_execute__measure_nothing__lowest_band_even_on_a_busy_day(house: House) -> None:
    house.changed(Change(rules=(rule(house.euro, "approve", PAY, Measure.NOTHING),)))
    house.ok("execute", *house.order([house.pay(10**20)], "treasurer", "director", "controller"))
    house.ok("execute", *house.order([house.token_call("approve", house.supplier, 1)], "treasurer"))


def test_execute__no_rule__highest_threshold(house: House) -> None:
    call = house.token_call("balanceOf", house.supplier)
    house.fails("QUORUM", "execute", *house.order([call], "treasurer", "director"))
    house.ok("execute", *house.order([call], "treasurer", "director", "controller"))


def test_execute__rule_ended__highest_threshold_again(house: House) -> None:
    house.changed(Change(rules=(rule(house.euro, "transfer", 0, Measure.NONE),)))
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer", "director"))
    house.ok("execute", *house.order([house.pay(1)], "treasurer", "director", "controller"))


def test_execute__two_capabilities__each_needs_its_own_signers(house: House) -> None:
    house.changed(Change(rules=(rule(house.euro, "approve", CREDITS, Measure.NOTHING),)))
    both = [house.pay(1), house.token_call("approve", house.supplier, 1)]
    house.fails("QUORUM", "execute", *house.order(both, "treasurer"))
    house.ok("execute", *house.order(both, "treasurer", "director"))


def test_execute__native_coin__only_where_a_rule_measures_it(house: House) -> None:
    house.driver._evm.set_balance(house.account.address, 1_000)
    send = Call(house.supplier, b"", 100)
    house.ok("execute", *house.order([send], "treasurer"))
    house.fails("QUORUM", "execute", *house.order([send], "treasurer"))
    house.ok("execute", *house.order([send], "treasurer", "director"))
    for call in (Call(house.stranger, b"", 1), Call(house.euro.address, house.pay(1).data, 1)):
        house.fails("CALL", "execute", *house.order([call], "treasurer", "director", "controller"))


@pytest.mark.parametrize("kind", ["none", "self", "zero", "no_code", "short"])
def test_execute__bad_call__refused(house: House, kind: str) -> None:
    calls = {
        "none": [],
        "self": [Call(house.account.address, house.account.abi.function("signers").encode([]))],
        "zero": [Call("0x" + "0" * 40, b"")],
        "no_code": [Call(house.stranger, b"\x01\x02\x03\x04")],
        "short": [Call(house.euro.address, b"\x01\x02\x03")],
    }[kind]
    house.fails("CALL", "execute", *house.order(calls, "treasurer", "director", "controller"))


def test_execute__amount_beyond_the_calldata__refused(house: House) -> None:
    whole = house.pay(1)
    cut = Call(whole.target, whole.data[:-1])
    house.fails("CALL", "execute", *house.order([cut], "treasurer", "director", "controller"))


def test_execute__calls_in_order__all_or_none(house: House) -> None:
    calls = [house.pay(5), house.token_call("transfer", house.supplier, 10**41)]
    assert not house.act("execute", *house.order(calls, "treasurer", "director", "controller")).ok
    assert house.held(house.supplier) == 0


def test_execute__nonces_out_of_order__each_once(house: House) -> None:
    late = house.order([house.pay(1)], "treasurer", nonce=900)
    early = house.order([house.pay(2)], "treasurer", nonce=3)
    house.ok("execute", *late)
    house.ok("execute", *early)
    house.fails("ACC1", "execute", *late)
    assert house.held(house.supplier) == 3


def test_execute__same_nonce_of_two_proposers__two_orders(house: House) -> None:
    house.ok("execute", *house.order([house.pay(1)], "treasurer", nonce=1))
    house.ok("execute", *house.order([house.pay(1)], "treasurer", nonce=1, proposer="director"))


def test_execute__last_second__in_time_then_late(house: House) -> None:
    args = house.order([house.pay(1)], "treasurer", deadline=house.now + 10)
    house.driver.set_time(args[3] + 1)
    house.fails("ACC1", "execute", *args)
    args = house.order([house.pay(1)], "treasurer", deadline=house.now + 10)
    house.driver.set_time(args[3])
    house.ok("execute", *args)


def test_withdraw_order__by_its_proposer__void(house: House) -> None:
    args = house.order([house.pay(1)], "treasurer")
    message = messages.withdrawal_message(house.domain, house.clerk, args[2], args[3])
    stranger = signing.sign(house.key("stranger"), message)
    house.fails("ACC1", "withdraw_order", house.clerk, args[2], args[3], stranger)
    receipt = house.ok("withdraw_order", house.clerk, args[2], args[3], house.sign("clerk", message))
    assert receipt.event("OrderWithdrawn").args == {"proposer": house.clerk, "nonce": args[2]}
    house.fails("ACC1", "execute", *args)


def test_cancel_nonce__by_its_proposer__void(house: House) -> None:
    args = house.order([house.pay(1)], "treasurer")
    house.ok("cancel_nonce", args[2], by="stranger")
    house.ok("cancel_nonce", args[2], by="clerk")
    house.fails("ACC1", "execute", *args)


def test_rule__more_words_than_any_calldata__refused(house: House) -> None:
    for bad in (
        Rule(house.euro.address, b"\1\2\3\4", 32, Measure.WORD),
        Rule(house.euro.address, b"\1\2\3\4", PAY, 5),
        Rule(house.euro.address, b"\1\2\3\4", PAY, Measure.WORD, 512),
    ):
        change = Change(rules=(bad,))
        house.ok("propose_change", *house.change(change, "treasurer", "director", "controller"))
        house.wait(2 * DAY)
        house.fails("CHANGE", "execute_change", change.as_tuple())


def test_rule_of__what_was_set__read_back(house: House) -> None:
    wanted = Rule(house.euro.address, b"\1\2\3\4", 31, Measure.WORD, 511)
    house.changed(Change(rules=(wanted,)))
    assert tuple(house.see("rule_of", wanted.target, wanted.selector).values()) == wanted.as_tuple()
    assert house.see("rule_of", wanted.target, b"\4\3\2\1")["measure"] == 0


def test_ladder__what_was_set__read_back(house: House) -> None:
    wanted = ladder(31, (1, 1), (2, 1), (2**112 - 2, 2), (OPEN_CEILING, 3))
    house.changed(Change(ladders=(ladder(PAY), ladder(CREDITS, (OPEN_CEILING, 1)))))
    assert house.see("ladder", PAY) == []
    assert house.see("ladder", CREDITS) == [{"ceiling": OPEN_CEILING, "threshold": 1}]
    # Without bands the capability needs the highest threshold.
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "treasurer", "director"))
    everyone = tuple(
        Signer(house.address(name), rights(0, 1, 2, 3, 31))
        for name in ("treasurer", "director", "controller")
    )
    house.changed(Change(signers=everyone, ladders=(ladder(CREDITS), wanted)))
    assert [tuple(band.values()) for band in house.see("ladder", 31)] == [
        band.as_tuple() for band in wanted.bands
    ]
