"""What people write, and what an act is foretold to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from tests.unit.party_registry.kit import DAY, RULEBOOK, ZERO, House, identity
from tests.unit.party_registry.test_model import RULE, Walk
from usance import parties
from usance.chain.driver import Receipt
from usance.model.party import Broken, Capability, Role, Status
from usance.parties import Intent, PartyError

FORETOLD = {
    *("propose", "accept", "set_status", "grant_capability", "cancel_grant", "revoke_capability"),
    *("hand_over", "accept_administration", "renounce_capability"),
    *("name_court", "announce_court_removal", "remove_court", "publish_order"),
}


class LookingAhead(Walk):
    """The same walk; each act is foretold from the chain before it is sent."""

    foretold: Broken | None = None

    def __init__(self, house: House, seed: int) -> None:
        super().__init__(house, seed)
        self.hits: Counter[str] = Counter()

    def view(self, function: str, args: Sequence[Any]) -> Any:
        return self.house.see(function, *args)

    def before(self, name: str, sender: str, args: list[Any], now: int) -> None:
        self.foretold = None
        if name in FORETOLD:
            intent = Intent(name, tuple(args), sender)
            registry = self.house.registry.address
            self.foretold = parties.foretell(self.view, self.house.driver.chain_id, registry, now, intent)

    def after(self, name: str, receipt: Receipt) -> None:
        if self.foretold is None:
            return
        if receipt.ok:
            assert not self.foretold, f"{name} succeeded, foretold {sorted(self.foretold)}"
            self.hits[name] += 1
            return
        found = RULE.search(receipt.reason)
        assert found
        if name == "accept" and found.group(1) == "PROPOSAL":
            return  # the chain keeps only a hash of what was proposed
        assert found.group(1) in self.foretold, f"{name}: {receipt.reason}, foretold {self.foretold}"
        self.hits[f"{name} refused"] += 1


def test_foretell__random_acts__as_the_contract_answers(house: House) -> None:
    walk = LookingAhead(house, 77)
    for _ in range(900):
        walk.step()
    for name in FORETOLD - {"remove_court"}:
        assert walk.hits[name], f"{name} never succeeded"
    assert sum(count for name, count in walk.hits.items() if name.endswith("refused")) > 50


def test_foretell__unknown_act__one_line(house: House) -> None:
    with pytest.raises(PartyError, match="cannot foretell"):
        parties.foretell(
            lambda function, args: house.see(function, *args),
            1,
            house.registry.address,
            0,
            Intent("admit", (), house.admitter),
        )


def test_refusal__any_rule__names_act_rule_and_mend() -> None:
    line = parties.refusal(Intent("set_status", (ZERO, 2), ZERO), frozenset({"ADMITTED"}))
    assert line == f"party: set_status by {ZERO} breaks ADMITTED: check the address with `party show`"


def test_roles_of__several_texts__one_set() -> None:
    assert parties.roles_of(["bank,trader", "COURT"]) == Role.BANK | Role.TRADER | Role.COURT


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (lambda text: parties.roles_of([text]), "BANKER", "role 'BANKER': unknown; use one of BANK"),
        (parties.capability_of, "root", "capability 'root': unknown; use one of ADMINISTRATOR"),
        (parties.status_of, "unknown", "status 'unknown': unknown; use one of ACTIVE"),
        (lambda text: parties.last_second(text, "valid until"), "31.12.2030", "write it as 2030-12-31"),
        (parties.identity_of, "5493001KJTIIGC8Y1R13", "LEI '5493001KJTIIGC8Y1R13'"),
        (lambda text: parties.address_of(text, "court"), "0x12", "court '0x12': not an address"),
        (lambda text: parties.address_of(text, "court"), ZERO, "not an address"),
        (lambda text: parties.word_of(text, "order"), "", "order: empty"),
        (lambda text: parties.word_of(text, "order"), "0x" + "z" * 64, "not hexadecimal"),
    ],
)
def test_reading__wrong_text__one_line(read: Any, text: str, says: str) -> None:
    with pytest.raises(PartyError) as refused:
        read(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_reading__right_text__as_the_contract_wants_it() -> None:
    assert parties.capability_of("guardian") is Capability.GUARDIAN
    assert parties.status_of("held") is Status.HELD
    assert parties.last_second("2030-12-31", "valid until") == 1_924_991_999
    assert parties.identity_of("5493001KJTIIGC8Y1R12") == parties.identity_of(" 5493001kjtiigc8y1r12")
    assert parties.word_of("0x" + "ab" * 32, "order") == b"\xab" * 32
    assert len(parties.word_of("order 7 O 12/26", "order")) == 32


def test_description__party_with_capability__in_words(house: House) -> None:
    house.admit(house.applicant, Role.TRADER | Role.BANK, [house.court], identity=identity("lei"))
    house.ok(house.administrator, "grant_capability", house.applicant, Capability.KEEPER)

    def view(function: str, args: Sequence[Any]) -> Any:
        return house.see(function, *args)

    told = parties.description(view, house.applicant, house.now)
    assert told["status"] == "ACTIVE"
    assert told["roles"] == ["BANK", "TRADER"]
    assert told["courts"] == 1
    assert told["may_act"] is True
    assert told["capabilities"]["KEEPER"].startswith("from 2020-01-03T")
    assert told["identity"] == "0x" + identity("lei").hex()
    house.wait(3 * DAY)
    assert parties.description(view, house.applicant, house.now + 3 * DAY)["capabilities"] == {
        "KEEPER": "works"
    }
    nobody = parties.description(view, house.stranger, house.now)
    assert (nobody["status"], nobody["valid_until"], nobody["may_act"]) == ("UNKNOWN", None, False)
    assert parties.time_text((1 << 64) - 1) == "never"
    assert house.see("rulebook") == RULEBOOK
