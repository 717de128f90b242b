"""Keys: lost ones are dead at once, deputies stand in for a time, nobody is two people."""

from __future__ import annotations

import pytest

from tests.unit.institution_account.kit import ALL, CREDITS, DAY, HOUR, PAY, ZERO, House
from usance.accounts.words import GOVERN, OPEN_CEILING, Change, Signer, Standing, ladder, rights

BOARD = ("treasurer", "director", "controller")


# --- removal ---


def test_remove__highest_threshold__dead_at_once(house: House) -> None:
    signed_before = house.order([house.pay(1)], "partner")
    receipt = house.ok("remove", *house.removal("partner", *BOARD))
    assert receipt.event("KeyRetired").args == {"key": house.partner, "by": house.clerk}
    house.fails("SIGNER", "execute", *signed_before)
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "treasurer", proposer="partner"))
    assert house.partner not in house.see("signers")
    assert len(house.see("signers")) == 5


def test_remove__each_place_in_the_list__only_that_one_goes(house: House) -> None:
    for name in ("clerk", "director", "wallet"):
        mark = house.driver.snapshot()
        before = set(house.see("signers"))
        others = [other for other in (*BOARD, "partner") if other != name][:3]
        proposer = "clerk" if name != "clerk" else "wallet"
        house.ok("remove", *house.removal(name, *others, proposer=proposer))
        assert set(house.see("signers")) == before - {house.address(name)}
        house.driver.revert(mark)


def test_remove__one_signer_alone__cannot_take_over(house: House) -> None:
    house.fails("QUORUM", "remove", *house.removal("partner", proposer="treasurer"))
    house.fails("QUORUM", "remove", *house.removal("partner", "director", "clerk", proposer="treasurer"))
    house.fails("SELF_CHECK", "remove", *house.removal("partner", "treasurer", proposer="treasurer"))


def test_remove__the_last_quorum__refused(house: House) -> None:
    """Threshold three needs three holders and one more signer: the fourth from below stays."""
    house.ok("remove", *house.removal("wallet", *BOARD))
    house.ok("remove", *house.removal("partner", *BOARD))
    house.fails("ACC7", "remove", *house.removal("controller", *BOARD))
    house.fails("ACC7", "remove", *house.removal("clerk", *BOARD))
    house.fails("ACC7", "freeze_key", *house.freeze("controller"))
    assert len(house.see("signers")) == 4


def test_remove__last_holders_of_a_capability__refused(house: House) -> None:
    few = tuple(Signer(house.address(name), ALL & ~rights(CREDITS)) for name in ("controller", "partner"))
    house.changed(Change(signers=few))
    house.ok("remove", *house.removal("wallet", *BOARD))
    house.fails("ACC7", "remove", *house.removal("treasurer", *BOARD))
    house.ok("remove", *house.removal("partner", *BOARD))


def test_remove__stranger_or_twice__refused(house: House) -> None:
    house.fails("SIGNER", "remove", *house.removal("stranger", *BOARD))
    house.ok("remove", *house.removal("partner", *BOARD))
    house.fails("SIGNER", "remove", *house.removal("partner", *BOARD))


# --- a key reported lost ---


@pytest.mark.parametrize("name", ["partner", "wallet"])
def test_freeze_key__by_itself__dead_at_once(house: House, name: str) -> None:
    receipt = house.ok("freeze_key", *house.freeze(name))
    key = house.address(name)
    assert receipt.event("KeyRetired").args == {"key": key, "by": key}
    assert house.see("key_of", key)["standing"] == Standing.RETIRED
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], name))


def test_freeze_key__own_transaction__needs_no_signature(house: House) -> None:
    house.ok("freeze_key", house.partner, 0, 0, b"", by="partner")
    house.fails("SIGNER", "freeze_key", house.partner, 0, 0, b"", by="partner")


def test_freeze_key__of_another__refused(house: House) -> None:
    key, number, until, _ = house.freeze("partner")
    _, _, _, own = house.freeze("treasurer")
    house.fails("ACC1", "freeze_key", key, number, until, own)
    house.fails("ACC2", "freeze_key", key, number, until, b"", by="treasurer")
    house.fails("SIGNER", "freeze_key", *house.freeze("stranger"))


def test_freeze_key__brought_back_by_a_change__a_new_term(house: House) -> None:
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + 30 * DAY))
    house.ok("freeze_key", *house.freeze("partner"))
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "deputy"))
    house.changed(Change(signers=(Signer(house.partner, ALL),)))
    house.ok("execute", *house.order([house.pay(1)], "partner"))
    # Its deputy of the earlier term stays dead until it is named anew.
    assert house.see("key_of", house.deputy)["standing"] == Standing.NOBODY
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "deputy"))
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + DAY))
    house.ok("execute", *house.order([house.pay(1)], "deputy"))


# --- deputies ---


def test_delegate__until_its_last_second__consents_and_proposes(house: House) -> None:
    until = house.now + 5 * DAY
    receipt = house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, until))
    assert receipt.event("DeputySet").args == {
        "principal": house.treasurer,
        "deputy": house.deputy,
        "rights": ALL,
        "until": until,
    }
    assert house.see("key_of", house.deputy) == {
        "standing": Standing.DEPUTY,
        "rights": ALL & ~rights(GOVERN),
        "principal": house.treasurer,
        "until": until,
    }
    house.ok("execute", *house.order([house.pay(1)], "deputy"))
    house.ok("execute", *house.order([house.pay(1)], "director", proposer="deputy"))
    args = house.order([house.pay(1)], "deputy", deadline=until + DAY)
    house.driver.set_time(until)
    house.ok("execute", *args)
    args = house.order([house.pay(1)], "deputy", deadline=until + DAY)
    house.driver.set_time(until + 1)
    house.fails("SIGNER", "execute", *args)


def test_delegate__own_transaction__needs_no_signature(house: House) -> None:
    house.ok("delegate", house.treasurer, house.deputy, ALL, house.now + DAY, 0, 0, b"", by="treasurer")
    house.ok("execute", *house.order([house.pay(1)], "deputy"))


def test_delegate__ended_by_its_principal__dead_at_once(house: House) -> None:
    house.fails("DELEGATION", "delegate", *house.delegation("treasurer", "deputy", 0, 0))
    house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, house.now + DAY))
    receipt = house.ok("delegate", *house.delegation("treasurer", "deputy", 0, 0))
    assert receipt.event("DeputySet")["rights"] == 0
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "deputy"))


def test_delegate__fewer_rights__only_those(house: House) -> None:
    house.ok("delegate", *house.delegation("treasurer", "deputy", rights(CREDITS), house.now + DAY))
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "deputy"))


def test_delegate__more_rights_than_its_principal__only_common_ones(house: House) -> None:
    house.changed(Change(signers=(Signer(house.clerk, rights(CREDITS)),)))
    house.ok("delegate", *house.delegation("clerk", "deputy", ALL, house.now + DAY))
    assert house.see("key_of", house.deputy)["rights"] == rights(CREDITS)
    house.fails("QUORUM", "execute", *house.order([house.pay(1)], "deputy", proposer="treasurer"))


def test_delegate__deputies_never_govern(house: House) -> None:
    house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, house.now + DAY))
    house.fails("QUORUM", "remove", *house.removal("partner", "deputy", "director", "controller"))


def test_delegate__principal_and_deputy__one_voice(house: House) -> None:
    house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, house.now + DAY))
    twice = "account: twice (SELF_CHECK)"
    calls = [house.pay(5_000)]
    house.fails(twice, "execute", *house.order(calls, "treasurer", "deputy"))
    house.fails(twice, "execute", *house.order(calls, "deputy", "director", proposer="treasurer"))
    house.fails(twice, "execute", *house.order(calls, "treasurer", "director", proposer="deputy"))
    house.ok("execute", *house.order(calls, "director", "deputy"))


def test_delegate__principal_retired__deputy_dead(house: House) -> None:
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + DAY))
    house.ok("remove", *house.removal("partner", *BOARD))
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "deputy"))


def test_delegate__deputy_removed_by_the_board__retired_for_good(house: House) -> None:
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + DAY))
    house.ok("remove", *house.removal("deputy", *BOARD))
    assert house.see("key_of", house.deputy)["standing"] == Standing.RETIRED
    house.fails("DELEGATION", "delegate", *house.delegation("partner", "deputy", ALL, house.now + DAY))


def test_delegate__deputy_made_a_signer_and_removed__stays_dead(house: House) -> None:
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + 60 * DAY))
    house.changed(Change(signers=(Signer(house.deputy, ALL),)))
    house.ok("execute", *house.order([house.pay(5_000)], "partner", "deputy"))
    house.ok("remove", *house.removal("deputy", *BOARD))
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "deputy"))


def test_delegate__until_out_of_bounds__refused(house: House) -> None:
    """The next act is one second from now."""
    past = house.delegation("partner", "deputy", ALL, house.now)
    present = house.delegation("partner", "deputy", ALL, house.now + 1)
    longest = house.delegation("partner", "deputy", ALL, house.now + 1 + 92 * DAY)
    longer = house.delegation("partner", "deputy", ALL, house.now + 2 + 92 * DAY)
    for args, good in ((past, False), (longer, False), (present, True), (longest, True)):
        mark = house.driver.snapshot()
        if good:
            house.ok("delegate", *args)
        else:
            house.fails("DELEGATION", "delegate", *args)
        house.driver.revert(mark)


def test_delegate__to_whom_it_cannot__refused(house: House) -> None:
    until = house.now + DAY
    house.fails("DELEGATION", "delegate", *house.delegation("partner", "director", ALL, until))
    house.fails("DELEGATION", "delegate", *house.delegation("partner", "partner", ALL, until))
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, until))
    house.fails("DELEGATION", "delegate", *house.delegation("director", "deputy", ALL, until))
    for address in (ZERO, house.account.address):
        house.fails("DELEGATION", "delegate", house.partner, address, ALL, until, 0, 0, b"", by="partner")


def test_delegate__foreign_deputy_whose_time_is_over__free(house: House) -> None:
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, house.now + HOUR))
    house.wait(2 * HOUR)
    house.ok("delegate", *house.delegation("director", "deputy", ALL, house.now + 3 * HOUR))
    assert house.see("key_of", house.deputy)["principal"] == house.director


def test_delegate__by_no_signer_or_not_signed__refused(house: House) -> None:
    until = house.now + DAY
    house.fails("SIGNER", "delegate", *house.delegation("stranger", "deputy", ALL, until))
    house.ok("delegate", *house.delegation("partner", "deputy", ALL, until))
    house.fails("SIGNER", "delegate", *house.delegation("deputy", "stranger", ALL, until))
    house.fails(
        "ACC1", "delegate", *house.delegation("treasurer", "newcomer", ALL, until, signed_by="partner")
    )


def test_delegate__rights_beyond_the_capabilities__refused(house: House) -> None:
    args = house.delegation("partner", "deputy", 1 << 32, house.now + DAY)
    house.fails("PACKING", "delegate", *args)


def test_threshold_lowered_by_a_removal__never(house: House) -> None:
    before = [house.see("ladder", capability) for capability in (GOVERN, PAY, CREDITS)]
    house.ok("remove", *house.removal("partner", *BOARD))
    house.ok("freeze_key", *house.freeze("wallet"))
    assert [house.see("ladder", capability) for capability in (GOVERN, PAY, CREDITS)] == before
    assert ladder(GOVERN, (OPEN_CEILING, 3)).bands[0].threshold == before[0][0]["threshold"]
