"""A company's account on an in-process chain, and papers signed by its people."""

from __future__ import annotations

from tests.unit.institution_account.kit import CASH, CREDITS, PAY, House
from usance import signing
from usance.accounts.abis import AddressBook
from usance.accounts.desk import AccountDesk
from usance.accounts.paper import Paper

NAMES = {"PAY_EUR": PAY, "CREDITS": CREDITS, "CASH": CASH}
NETWORK = "test"


def desk_of(house: House) -> AccountDesk:
    return AccountDesk(house.driver, house.account.address, NETWORK, AddressBook(), NAMES)


def signed(house: House, paper: Paper, *names: str) -> Paper:
    """The paper with the signatures of these people."""
    for name in names:
        paper = paper.with_signature(house.address(name), house.sign(name, paper.message()))
    return paper


def raw_signature(house: House, name: str, paper: Paper) -> bytes:
    return signing.sign(house.key(name), paper.message())
