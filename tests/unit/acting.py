"""What the houses of the tests share: people by role, acts, refusals and views of one contract."""

from __future__ import annotations

from typing import Any

from usance.chain.driver import Account, Deployed, Receipt
from usance.chain.revm import RevmDriver


def same(wanted: str, met: str) -> bool:
    """Is the reason met the wanted one, or does it end with the wanted rule?"""
    return met == wanted if ":" in wanted else met.endswith(f"({wanted})")


class Acting:
    """A house on a chain. Acts and views go to `subject` unless another contract is named."""

    driver: RevmDriver
    people: dict[str, Account]

    def __getattr__(self, name: str) -> str:
        """The address of a person."""
        people = self.__dict__.get("people", {})
        if name in people:
            return str(people[name].address)
        raise AttributeError(name)

    @property
    def subject(self) -> Deployed:
        raise LookupError("a house says which contract its tests are about")

    def act(self, sender: str, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        return self.driver.call(contract or self.subject, function, list(args), sender)

    def ok(self, sender: str, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        return self.act(sender, function, *args, contract=contract).require()

    def fails(
        self, reason: str, sender: str, function: str, *args: Any, contract: Deployed | None = None
    ) -> None:
        """The act is refused with exactly this reason, or with this rule when only the rule is given."""
        receipt = self.act(sender, function, *args, contract=contract)
        assert not receipt.ok, f"{function} was allowed, {reason} expected"
        assert same(reason, receipt.reason), f"{reason} expected, got {receipt.reason!r}"

    def see(self, function: str, *args: Any, contract: Deployed | None = None, by: str = "") -> Any:
        return self.driver.view(contract or self.subject, function, list(args), by)
