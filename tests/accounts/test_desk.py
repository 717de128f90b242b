"""The desk foretells what the chain does, says who is missing, and carries papers there."""

from __future__ import annotations

import pytest

from tests.accounts.kit import NAMES, desk_of, raw_signature, signed
from tests.unit.institution_account.kit import ALL, DAY, HOUR, PAY, SMALL, House, beginning
from usance.accounts.abis import AddressBook
from usance.accounts.desk import AccountDesk, found_account
from usance.accounts.errors import AccountError
from usance.accounts.words import OPEN_CEILING, Call, Change, Signer, Standing, ladder, rights

BOARD = ("treasurer", "director", "controller")
DIGEST = b"another contract's digest".ljust(32, b"\0")


def test_order__says_what_it_does_and_needs(house: House) -> None:
    desk = desk_of(house)
    paper = desk.order([house.pay(SMALL + 1)], house.clerk)
    assert paper.says[1] == f"ERC20.transfer(to={house.supplier}, amount=1001) at {house.euro.address}"
    assert desk.needs(paper) == {PAY: 2}
    assert (
        paper.digest
        == "0x"
        + house.see(
            "order_digest",
            [call.as_tuple() for call in paper.made_calls],
            house.clerk,
            paper.nonce,
            paper.deadline,
        ).hex()
    )


def test_send__enough_consents__on_chain(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.order([house.pay(SMALL)], house.clerk), "clerk", "treasurer")
    judged = desk.preflight(paper, house.stranger)
    assert [fact.name for fact in judged.outcome.events] == ["OrderExecuted"]
    assert not house.see("nonce_used", house.clerk, paper.nonce), "a preflight sends nothing"
    receipt = desk.send(paper, house.stranger)
    assert receipt.event("OrderExecuted")["relayer"] == house.stranger
    assert house.held(house.supplier) == SMALL
    with pytest.raises(AccountError, match="breaks ACC1"):
        desk.send(paper, house.stranger)


def test_send__too_few__says_whose_kind_is_missing(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.order([house.pay(SMALL + 1)], house.clerk), "clerk", "treasurer")
    with pytest.raises(AccountError, match=r"breaks QUORUM: .*missing consents: 1 of PAY_EUR$"):
        desk.send(paper, house.stranger)
    with pytest.raises(AccountError, match="has not signed"):
        desk.send(signed(house, desk.order([house.pay(1)], house.clerk), "treasurer"), house.stranger)


def test_send__wallet_among_the_signers__its_own_answer(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.order([house.pay(1)], house.clerk), "clerk")
    yes = paper.with_signature(house.wallet.address, house.sign("wallet", paper.message()))
    no = paper.with_signature(house.wallet.address, raw_signature(house, "stranger", paper))
    with pytest.raises(AccountError, match="breaks ACC2"):
        desk.send(no, house.stranger)
    desk.send(yes, house.stranger)


def test_send__foreign_signature__one_line(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.order([house.pay(1)], house.clerk), "clerk")
    forged = paper.with_signature(house.treasurer, raw_signature(house, "stranger", paper))
    with pytest.raises(AccountError, match="breaks ACC1"):
        desk.send(forged, house.stranger)
    with pytest.raises(AccountError, match=f"SIGNER: .*no signers: {house.stranger}; missing"):
        desk.send(signed(house, paper, "stranger"), house.stranger)


def test_send__callee_refuses__its_words(house: House) -> None:
    desk = desk_of(house)
    paper = desk.order([house.token_call("transfer", house.supplier, 10**41)], house.clerk)
    with pytest.raises(AccountError, match="account order: "):
        desk.send(signed(house, paper, "clerk", *BOARD), house.stranger)


def test_change__announced_then_carried_out__by_two_sends(house: House) -> None:
    desk = desk_of(house)
    change = Change(signers=(Signer(house.newcomer, rights(PAY)),), ladders=(ladder(PAY, (OPEN_CEILING, 1)),))
    paper = signed(house, desk.change(change, house.clerk), "clerk", *BOARD)
    assert f"{house.newcomer} may consent to PAY_EUR" in paper.says
    assert "PAY_EUR needs 1 for every amount" in paper.says
    assert [event.name for event in desk.send(paper, house.stranger).events] == ["ChangeProposed"]
    with pytest.raises(AccountError, match="ACC5"):
        desk.send(paper, house.stranger)
    house.wait(48 * HOUR)
    receipt = desk.send(paper, house.stranger)
    assert receipt.events[-1].name == "ChangeExecuted"
    assert house.see("key_of", house.newcomer)["rights"] == rights(PAY)


def test_change__that_the_account_would_not_take__refused_before_anybody_signs(house: House) -> None:
    desk = desk_of(house)
    for change in (Change(), Change(removed=(house.stranger,)), Change(removed=(house.treasurer,) * 2)):
        with pytest.raises(AccountError, match=r"^change: "):
            desk.change(change, house.clerk)
    few = Change(removed=tuple(house.address(name) for name in (*BOARD, "partner")))
    with pytest.raises(AccountError, match="ACC7"):
        desk.change(few, house.clerk)


def test_removal_and_single_papers__each_carried_out(house: House) -> None:
    desk = desk_of(house)
    until = house.now + 30 * DAY
    delegation = desk.delegation(house.treasurer, house.deputy, rights(PAY), until)
    assert "stands in until" in delegation.says[1]
    desk.send(signed(house, delegation, "treasurer"), house.stranger)
    assert house.see("key_of", house.deputy)["standing"] == Standing.DEPUTY
    desk.send(signed(house, desk.order([house.pay(1)], house.clerk), "clerk", "deputy"), house.stranger)
    ended = desk.delegation(house.treasurer, house.deputy, 0, 0)
    desk.send(signed(house, ended, "treasurer"), house.stranger)
    assert house.see("key_of", house.deputy)["standing"] == Standing.NOBODY
    change = signed(house, desk.change(Change(guardian=house.stranger), house.clerk), "clerk", *BOARD)
    desk.send(change, house.stranger)
    desk.send(signed(house, desk.cancellation(house.partner), "partner"), house.stranger)
    with pytest.raises(AccountError, match="PENDING"):
        desk.cancellation(house.partner)
    desk.send(signed(house, desk.removal(house.partner, house.clerk), "clerk", *BOARD), house.stranger)
    desk.send(signed(house, desk.freeze(house.wallet.address), "wallet"), house.stranger)
    assert house.see("key_of", house.wallet.address)["standing"] == Standing.RETIRED
    with pytest.raises(AccountError, match="ACC7"):
        desk.send(signed(house, desk.freeze(house.clerk), "clerk"), house.stranger)


def test_withdrawal__of_a_paper__it_is_void(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.order([house.pay(1)], house.clerk), "clerk", "treasurer")
    desk.send(signed(house, desk.withdrawal(paper), "clerk"), house.stranger)
    with pytest.raises(AccountError, match="ACC1"):
        desk.send(paper, house.stranger)


def test_consent__bundle__the_account_answers_yes(house: House) -> None:
    desk = desk_of(house)
    paper = signed(house, desk.consent(DIGEST, house.clerk), "clerk", "treasurer")
    with pytest.raises(AccountError, match=r"QUORUM.*1 of SIGN"):
        desk.preflight(paper, house.stranger)
    judged = desk.preflight(signed(house, paper, "director"), house.stranger)
    assert house.see("isValidSignature", DIGEST, judged.args[1]).hex() == "1626ba7e"
    with pytest.raises(AccountError, match="not sent"):
        desk.send(signed(house, paper, "director"), house.stranger)


def test_papers__another_account_or_chain__refused(house: House) -> None:
    desk = desk_of(house)
    other = house.found(beginning(house.people, house.wallet, house.euro))
    there = AccountDesk(house.driver, other.address, "test", AddressBook(), NAMES)
    paper = signed(house, desk.order([house.pay(1)], house.clerk), "clerk", "treasurer")
    with pytest.raises(AccountError, match="ACC1"):
        there.send(paper, house.stranger)
    fork = paper.model_copy(update={"chain_id": 5}).sealed()
    with pytest.raises(AccountError, match="for chain 5"):
        desk.send(fork, house.stranger)


def test_order__bad_calls__refused_before_anybody_signs(house: House) -> None:
    desk = desk_of(house)
    for call in (Call(house.account.address, b"\1\2\3\4"), Call(house.stranger, b"\1\2\3\4")):
        with pytest.raises(AccountError, match=r"^calls: CALL"):
            desk.order([call], house.clerk)


def test_desk__no_account_there__one_line(house: House) -> None:
    with pytest.raises(AccountError, match="no InstitutionAccount"):
        AccountDesk(house.driver, house.euro.address, "test")


def test_found_account__as_planned__and_refused_when_nobody_could_govern(house: House) -> None:
    first = beginning(house.people, house.wallet, house.euro)
    deployed = found_account(house.driver, first, house.deployer)
    assert house.see("guardian", contract=deployed) == house.guardian
    with pytest.raises(AccountError, match="ACC7"):
        found_account(house.driver, Change(signers=(Signer(house.clerk, ALL),)), house.deployer)


def test_description__in_words(house: House) -> None:
    desk = desk_of(house)
    house.ok("execute", *house.order([house.pay(5)], "treasurer"))
    told = desk.description()
    assert told["signers"][house.clerk] == "signer: proposes only"
    assert told["ladders"]["PAY_EUR"] == "1 up to 1000, 2 up to 10000, 3 above"
    assert told["moved"] == {"PAY_EUR": "5"}
    assert told["pending"] is None
    house.ok("propose_change", *house.change(Change(guardian=house.stranger), *BOARD))
    assert desk.description()["pending"]["change"].startswith("0x")
