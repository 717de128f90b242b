"""The people behind a company's account, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pytest
from eth_account.messages import SignableMessage

from usance import signing
from usance.accounts import messages
from usance.accounts.words import (
    GOVERN,
    OPEN_CEILING,
    OTHER,
    SIGN,
    Call,
    Change,
    Measure,
    Rule,
    Signer,
    ladder,
    rights,
)
from usance.chain.driver import Account, Deployed, Receipt, Reverted
from usance.chain.revm import RevmDriver
from usance.signing import Domain

ZERO = "0x" + "0" * 40
HOUR = 3_600
DAY = 86_400
# How long signatures of these tests are good, unless a test says otherwise.
PATIENCE = 60 * DAY
# Noon, so that a test does not meet midnight by chance.
START = 1_772_452_800
ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
PLENTY = 10**40

PAY, CREDITS, CASH = 3, 4, 5
ALL = rights(GOVERN, OTHER, SIGN, PAY, CREDITS, CASH)
SMALL, MIDDLE = 1_000, 10_000
NAMES = (
    "deployer",
    "clerk",
    "treasurer",
    "director",
    "controller",
    "partner",
    "wallet_owner",
    "deputy",
    "newcomer",
    "guardian",
    "relayer",
    "supplier",
    "stranger",
)
# Who may consent to everything; the wallet is a signer too.
BOARD = ("treasurer", "director", "controller", "partner")


def flipped(signature: bytes) -> bytes:
    """The other signature of the same key over the same digest: s' = n - s."""
    s = ORDER_OF_SECP256K1 - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


@dataclass
class House:
    """An account with a clerk, a board of four and a wallet, rich in one token."""

    driver: RevmDriver
    account: Deployed
    people: dict[str, Account]
    wallet: Deployed
    euro: Deployed
    nonce: int = field(default=0)

    def __getattr__(self, name: str) -> str:
        people = self.__dict__.get("people", {})
        if name in people:
            return str(people[name].address)
        raise AttributeError(name)

    @property
    def now(self) -> int:
        return self.driver.now()

    @property
    def domain(self) -> Domain:
        return messages.domain_of(self.driver.chain_id, self.account.address)

    def key(self, name: str) -> bytes:
        key = self.people[name].key
        assert key is not None
        return key

    def address(self, name: str) -> str:
        """Of a person, or of the wallet, which signs with its owner's key."""
        return self.wallet.address if name == "wallet" else str(self.people[name].address)

    # --- acts and views ---

    def act(
        self, function: str, *args: Any, by: str = "relayer", contract: Deployed | None = None
    ) -> Receipt:
        return self.driver.call(contract or self.account, function, list(args), self.address(by))

    def ok(self, function: str, *args: Any, by: str = "relayer", contract: Deployed | None = None) -> Receipt:
        return self.act(function, *args, by=by, contract=contract).require()

    def fails(
        self, reason: str, function: str, *args: Any, by: str = "relayer", contract: Deployed | None = None
    ) -> None:
        """Refused with exactly this reason, or with this rule when only the rule is given."""
        receipt = self.act(function, *args, by=by, contract=contract)
        assert not receipt.ok, f"{function} was allowed, {reason} expected"
        met = receipt.reason == reason if ":" in reason else receipt.reason.endswith(f"({reason})")
        assert met, f"{reason} expected, got {receipt.reason!r}"

    def see(self, function: str, *args: Any, contract: Deployed | None = None) -> Any:
        return self.driver.view(contract or self.account, function, list(args))

    def held(self, address: str) -> int:
        return int(self.see("balanceOf", address, contract=self.euro))

    def wait(self, seconds: int) -> None:
        """The next act is exactly `seconds` after the last one."""
        self.driver.set_time(self.driver.now() + seconds)

    # --- signatures ---

    def next_nonce(self) -> int:
        self.nonce += 1
        return self.nonce

    def sign(self, name: str, message: SignableMessage) -> bytes:
        return signing.sign(self.key("wallet_owner" if name == "wallet" else name), message)

    def bundle(self, message: SignableMessage, proposer: str, consents: Sequence[str]) -> bytes:
        return messages.bundle(
            (self.address(proposer), self.sign(proposer, message)),
            [(self.address(name), self.sign(name, message)) for name in consents],
        )

    def order(
        self,
        calls: Sequence[Call],
        *consents: str,
        proposer: str = "clerk",
        deadline: int | None = None,
        nonce: int | None = None,
        domain: Domain | None = None,
    ) -> list[Any]:
        """The arguments of `execute`."""
        until = self.now + PATIENCE if deadline is None else deadline
        number = self.next_nonce() if nonce is None else nonce
        message = messages.order_message(domain or self.domain, calls, self.address(proposer), number, until)
        signed = self.bundle(message, proposer, consents)
        return [[call.as_tuple() for call in calls], self.address(proposer), number, until, signed]

    def consent(
        self, digest: bytes, *consents: str, proposer: str = "clerk", domain: Domain | None = None
    ) -> bytes:
        """An ERC-1271 signature of the account over another contract's digest."""
        message = messages.consent_message(domain or self.domain, self.address(proposer), digest)
        return self.bundle(message, proposer, consents)

    def governed(
        self, kind: str, subject: Any, *consents: str, proposer: str = "clerk", domain: Domain | None = None
    ) -> list[Any]:
        """The last arguments of `propose_change` (subject a mark) or `remove` (an address)."""
        number, until = self.next_nonce(), self.now + PATIENCE
        make = messages.change_message if kind == "change" else messages.removal_message
        message = make(domain or self.domain, subject, self.address(proposer), number, until)
        return [self.address(proposer), number, until, self.bundle(message, proposer, consents)]

    def change(self, change: Change, *consents: str, proposer: str = "clerk") -> list[Any]:
        return [change.as_tuple(), *self.governed("change", change.mark, *consents, proposer=proposer)]

    def removal(self, name: str, *consents: str, proposer: str = "clerk") -> list[Any]:
        key = self.address(name)
        return [key, *self.governed("removal", key, *consents, proposer=proposer)]

    def freeze(self, name: str) -> list[Any]:
        number, until = self.next_nonce(), self.now + PATIENCE
        message = messages.freeze_message(self.domain, self.address(name), number, until)
        return [self.address(name), number, until, self.sign(name, message)]

    def cancellation(self, mark: bytes, name: str, signed_by: str | None = None) -> list[Any]:
        number, until = self.next_nonce(), self.now + PATIENCE
        message = messages.cancellation_message(self.domain, mark, self.address(name), number, until)
        return [mark, self.address(name), number, until, self.sign(signed_by or name, message)]

    def delegation(
        self, principal: str, deputy: str, bits: int, until: int, signed_by: str | None = None
    ) -> list[Any]:
        number, deadline = self.next_nonce(), self.now + PATIENCE
        words = (self.address(principal), self.address(deputy), bits, until)
        message = messages.delegation_message(self.domain, *words, number, deadline)
        return [*words, number, deadline, self.sign(signed_by or principal, message)]

    # --- what tests do often ---

    def pay(self, amount: int, to: str = "supplier") -> Call:
        data = self.euro.abi.function("transfer", 2).encode([self.address(to), amount])
        return Call(self.euro.address, data)

    def changed(self, change: Change) -> None:
        """Announced, waited for, carried out."""
        self.ok("propose_change", *self.change(change, "treasurer", "director", "controller"))
        self.wait(48 * HOUR)
        self.ok("execute_change", change.as_tuple())

    def token_call(self, function: str, *args: Any) -> Call:
        return Call(self.euro.address, self.euro.abi.function(function, len(args)).encode(list(args)))

    def found(self, change: Change) -> Deployed:
        return self.driver.deploy("InstitutionAccount", [change.as_tuple()], self.deployer)


def rule(token: Deployed, function: str, capability: int, measure: int, word: int = 0) -> Rule:
    return Rule(token.address, token.abi.function(function).selector, capability, measure, word)


def beginning(house_people: dict[str, Account], wallet: Deployed, euro: Deployed) -> Change:
    """A clerk who proposes, a board of four and a wallet who may consent to everything."""
    signers = [Signer(house_people["clerk"].address, 0)]
    signers += [Signer(house_people[name].address, ALL) for name in BOARD]
    signers.append(Signer(wallet.address, ALL))
    return Change(
        signers=tuple(signers),
        ladders=(
            ladder(GOVERN, (OPEN_CEILING, 3)),
            ladder(SIGN, (OPEN_CEILING, 2)),
            ladder(PAY, (SMALL, 1), (MIDDLE, 2), (OPEN_CEILING, 3)),
            ladder(CREDITS, (OPEN_CEILING, 2)),
            ladder(CASH, (100, 1), (OPEN_CEILING, 2)),
        ),
        rules=(
            rule(euro, "transfer", PAY, Measure.WORD, 1),
            rule(euro, "approve", PAY, Measure.WHOLE),
            Rule(house_people["supplier"].address, bytes(4), CASH, Measure.VALUE),
        ),
        guardian=house_people["guardian"].address,
    )


@lru_cache(maxsize=1)
def built() -> House:
    driver = RevmDriver(START)
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    deployer = people["deployer"].address
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], deployer)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], deployer)
    account = driver.deploy("InstitutionAccount", [beginning(people, wallet, euro).as_tuple()], deployer)
    house = House(driver, account, people, wallet, euro)
    house.ok("mint", account.address, PLENTY, by="deployer", contract=euro)
    return house


@contextmanager
def opened() -> Iterator[House]:
    """The house as it was built; what the test does to it is undone."""
    house = built()
    mark = house.driver.snapshot()
    try:
        yield house
    finally:
        house.driver.revert(mark)
        house.nonce = 0


def refused(rule_id: str, make: Any) -> None:
    """A deployment or a view that is refused with this rule."""
    with pytest.raises(Reverted) as met:
        make()
    assert met.value.reason.endswith(f"({rule_id})"), met.value.reason
