"""The same random acts on claims, on revm and on Ape's chain: equal status, reason, value, logs and views."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from usance.calendars import PlaceCalendar, day_of
from usance.chain.ape_driver import ApeDriver
from usance.chain.driver import Deployed, Driver, Receipt
from usance.chain.revm import RevmDriver
from usance.chain.suite import Suite, admit_party, deploy_suite, load_places
from usance.claim_terms import Claim, claim_id, sub_account, unit_id
from usance.terms import ZERO_HASH, place_key

ACTS = 500
SEED = 1
START = 1_772_442_000  # 2026-03-02T09:00Z
SELLER, DEBTOR, ANCHOR, SUPPLIER, FINANCIER, BANK, STRANGER = range(1, 8)
ROLES = {SELLER: 2, DEBTOR: 2, ANCHOR: 2, SUPPLIER: 2, FINANCIER: 4, BANK: 1}
PEOPLE = (*ROLES, STRANGER)
HOLDERS = (SELLER, SUPPLIER, FINANCIER, BANK)
HAM, SIN = place_key("DEHAM"), place_key("SGSIN")
WORDS = tuple(b"payment %d" % index + bytes(23) for index in range(3))


@dataclass
class Side:
    """One chain with the suite, a token, the same parties, and the claims born so far."""

    driver: Driver
    suite: Suite
    token: Deployed
    at: list[str]
    names: dict[str, str]
    claims: list[Claim] = field(default_factory=list)

    def id(self, claim: int) -> bytes:
        return claim_id(self.claims[claim], self.driver.chain_id, self.suite.claim.address)


def side(driver: Driver) -> Side:
    accounts = driver.accounts(8)
    operator = accounts[0].address
    suite = deploy_suite(driver, operator)
    driver.set_time(START - 86_400)
    until = day_of("2027-12-31")
    closed = {day_of("2026-03-06"), day_of("2026-04-03"), day_of("2026-04-06")}
    places = [
        PlaceCalendar(code, closed=set(days), loaded_from=day_of("2026-01-01"), loaded_until=until)
        for code, days in (("DEHAM", closed), ("SGSIN", set()))
    ]
    load_places(driver, suite, places, operator)
    for index, role in ROLES.items():
        admit_party(driver, suite, accounts[index], role, operator)
    token = driver.deploy("TestToken", ["Euro", "EUR", 6, 4], operator)
    at = [account.address for account in accounts]
    for index in PEOPLE:
        driver.call(token, "mint", [at[index], 10**30], operator).require()
        driver.call(token, "approve", [suite.claim.address, 10**30], at[index]).require()
    driver.call(suite.claim, "authorise", [at[STRANGER], 10**20, 4_000_000_000], at[BANK]).require()
    names = {address: f"account {index}" for index, address in enumerate(at)}
    names |= {contract.address: contract.name for contract in (*suite.contracts(), token)}
    for kind, (one, other) in ((kind, pair) for kind in (1, 2) for pair in permutations(at, 2)):
        names[sub_account(kind, one, other)] = f"{kind}: {names[one]}, {names[other]}"
    return Side(driver, suite, token, at, names)


# Function, arguments with `Side` in hand, sender.
Act = Callable[[Side], tuple[str, list[Any], int]]


class Acts:
    """Draws acts that make sense about half of the time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = START
        self.claims = 0
        self.born = 0
        self.pledges: list[tuple[int, int, int]] = []
        self.look: Side | None = None

    def draw(self) -> tuple[int, Act]:
        """(time, act): the same act for every side."""
        pick = self.random
        self.now += pick.choice([1, 1, 60, 600, 3_600, 10_800, 40_000])
        if self.claims < 3 or pick.random() < 0.1:
            return self.now, self._birth(self.now // 86_400)
        claim = self._living()
        return self.now, pick.choice(
            [self._binding, self._units, self._money, self._pledge, self._life, self._life]
        )(claim)

    def _birth(self, day: int) -> Act:
        pick, self.born = self.random, self.born + 1
        number, name = self.born, pick.choice(["register", "register", "issue_payable", "bear"])
        face = pick.choice([100, 77, 1_000_00, 2**112 - 1])
        words: dict[str, Any] = {
            "due_day": day + pick.choice([2, 5, 10]),
            "grace_days": pick.choice([0, 2]),
            "late_rate": 0 if face > 10**9 else pick.choice([0, 8 * 10**16]),
            "min_split": pick.choice([0, 2]),
            "record_days": pick.choice([0, 0, 1]),
            "assertion_days": pick.choice([0, 2]),
        }
        if pick.random() < 0.3:
            words |= {"discount_bps": 333, "discount_day": day + 1}
        shared = pick.random() < 0.2

        def act(on: Side) -> tuple[str, list[Any], int]:
            by, creditor, debtor, kind = {
                "register": (SELLER, SELLER, DEBTOR, 1),
                "issue_payable": (ANCHOR, SUPPLIER, ANCHOR, 2),
                "bear": (STRANGER, FINANCIER, BANK, 3),
            }[name]
            invoice = b"shared" if shared else b"invoice %d" % number
            terms = Claim(
                kind=kind, creditor=on.at[creditor], debtor=on.at[debtor], currency=place_key("EUR"),
                asset=on.token.address, face=face, issue_day=day, pay_place=HAM, currency_place=SIN,
                object_amount=face if kind == 1 else 0, content=b"UBL".ljust(32, b"\0"),
                fingerprint=invoice.ljust(32, b"\0") if kind == 1 else ZERO_HASH,
                salt=number.to_bytes(32, "big"), payment_agent=on.at[FINANCIER], **words,
            )  # fmt: skip
            return name, [terms], by

        return act

    def _living(self) -> int:
        """Mostly a claim to which something can still happen."""
        on = self.look
        assert on is not None
        late = range(max(0, self.claims - 12), self.claims)
        state = {one: on.driver.view(on.suite.claim, "claim_state", [on.id(one)])["status"] for one in late}
        live = [one for one in late if state[one] in (1, 2, 6, 8)]
        return self.random.choice(live if live and self.random.random() < 0.9 else late)

    # --- what makes sense, by what one side shows; the act itself is the same for all ---

    def _role(self, claim: int, role: str) -> int:
        """Mostly the party of the terms, else anybody."""
        assert self.look is not None
        party = getattr(self.look.claims[claim], role)
        known = party in self.look.at and self.random.random() < 0.85
        return self.look.at.index(party) if known else self.random.choice(PEOPLE)

    def _holder(self, claim: int) -> int:
        """Mostly somebody with units, else any that may hold."""
        on = self.look
        assert on is not None
        number = unit_id(on.id(claim))
        held = [one for one in HOLDERS if on.driver.view(on.suite.claim, "balanceOf", [on.at[one], number])]
        return (
            self.random.choice(held) if held and self.random.random() < 0.9 else self.random.choice(HOLDERS)
        )

    def _binding(self, claim: int) -> Act:
        name, role = self.random.choice(
            [
                ("accept", "debtor"),
                ("accept", "debtor"),
                ("accept", "debtor"),
                ("receive", "creditor"),
                ("receive", "creditor"),
                ("receive", "creditor"),
                ("deny", "debtor"),
                ("rescind", "creditor"),
                ("refuse", "creditor"),
                ("lapse", "debtor"),
                ("notify", "creditor"),
                ("acknowledge_notice", "debtor"),
            ]
        )
        by, waivers = self._role(claim, role), self.random.choice([0, 0, 0, 1, 2])
        return lambda on: (name, [on.claims[claim], *([waivers] if name == "accept" else [])], by)

    def _units(self, claim: int) -> Act:
        pick = self.random
        owner, to, units = (
            pick.choice(HOLDERS),
            pick.choice((*HOLDERS, STRANGER)),
            pick.choice([1, 2, 3, 5, 10]),
        )
        name = pick.choice(
            ["safeTransferFrom", "safeTransferFrom", "split", "safeBatchTransferFrom", "retire"]
        )

        def act(on: Side) -> tuple[str, list[Any], int]:
            number, pair = unit_id(on.id(claim)), [on.at[owner], on.at[to]]
            words: dict[str, list[Any]] = {
                "safeTransferFrom": [*pair, number, units, b"note"],
                "safeBatchTransferFrom": [*pair, [number, number], [units, 1], b""],
                "split": [number, [on.at[to], on.at[FINANCIER]], [units, 1]],
                "retire": [on.id(claim), units],
            }
            return name, words[name], owner

        return act

    def _money(self, claim: int) -> Act:
        pick = self.random
        amount, payer = pick.choice([1, 2, 3, 3, 500]), pick.choice([DEBTOR, ANCHOR, BANK, STRANGER])
        account, by = self._holder(claim), pick.choice(PEOPLE)
        if pick.random() < 0.55:
            return lambda on: ("pay", [on.claims[claim], amount], payer)
        return lambda on: ("withdraw", [on.claims[claim], on.at[account], on.at[account]], by)

    def _pledge(self, claim: int) -> Act:
        pick = self.random
        owner, to, units = self._holder(claim), pick.choice([FINANCIER, BANK]), pick.choice([1, 2, 5])
        later = ["release_pledge", "redeem_pledge", "call_pledge", "foreclose", "share_proceeds"]
        name = "pledge" if not self.pledges or pick.random() < 0.4 else pick.choice(later)
        if name == "pledge":
            self.pledges.append((claim, owner, to))
        else:
            claim, owner, to = pick.choice(self.pledges[-6:])
        if name == "foreclose" and pick.random() < 0.6:
            self.now += 10 * 86_400

        def act(on: Side) -> tuple[str, list[Any], int]:
            identity = on.id(claim)
            if name == "pledge":
                return name, [identity, on.at[to], units, 2 * units], owner
            if name == "redeem_pledge":
                return name, [on.claims[claim], on.at[to]], owner
            if name == "share_proceeds":
                return name, [identity, on.at[owner], on.at[to]], STRANGER
            return name, [identity, on.at[owner]], to

        return act

    def _life(self, claim: int) -> Act:
        pick, day = self.random, self.now // 86_400
        amount, word = pick.choice([1, 2, 5, 400]), pick.choice(WORDS)
        holder = self._holder(claim)
        debtor, seller = self._role(claim, "debtor"), self._role(claim, "creditor")
        cases: list[tuple[str, Callable[[Side], list[Any]], int]] = [
            ("assert_payment", lambda on: [on.claims[claim], amount, day, word], debtor),
            ("confirm_payment", lambda on: [on.id(claim), amount, word], holder),
            ("confirm_for_all", lambda on: [on.claims[claim], amount, word], FINANCIER),
            ("contest_payment", lambda on: [on.id(claim), word], holder),
            ("dispute", lambda on: [on.claims[claim], amount, 1, day + 3], debtor),
            ("answer_dispute", lambda on: [on.claims[claim], True, word], seller),
            ("drop_dispute", lambda on: [on.claims[claim]], debtor),
            ("credit_note", lambda on: [on.claims[claim], amount, word], seller),
            ("report_misdirected", lambda on: [on.claims[claim], on.at[holder], amount, day, word], seller),
            ("age", lambda on: [on.claims[claim]], STRANGER),
            ("default_", lambda on: [on.claims[claim]], STRANGER),
            ("write_off", lambda on: [on.id(claim)], holder),
            ("settle", lambda on: [on.claims[claim]], STRANGER),
        ]
        name, words, by = pick.choice(cases)
        return lambda on: (name, words(on), by)


def told(on: Side, receipt: Receipt) -> dict[str, Any]:
    """A receipt without what differs between chains: addresses by name, ids by their order."""
    ids: dict[Any, str] = {on.id(index): f"claim {index}" for index in range(len(on.claims))}
    ids |= {unit_id(identity): name for identity, name in list(ids.items())}

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return on.names.get(value, value)
        if isinstance(value, bytes | int):
            return ids.get(value, value)
        if isinstance(value, dict):
            # The salt of a claim on a seller is made of an id.
            return {key: plain(item) for key, item in value.items() if key != "salt"}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return value

    return {
        "ok": receipt.ok,
        "reason": receipt.reason,
        "returned": plain(receipt.returned),
        "events": [(plain(event.address), event.name, plain(event.args)) for event in receipt.events],
        "timestamp": receipt.timestamp,
    }


def views(on: Side) -> list[Any]:
    """What the contract shows of every claim, and who has what."""
    claim, view = on.suite.claim, on.driver.view
    found: list[Any] = []
    for index, terms in enumerate(on.claims):
        identity = on.id(index)
        found += [view(claim, "claim_state", [identity]), view(claim, "outstanding", [identity])]
        found += [view(claim, "aging", [terms]), view(claim, "late_interest", [terms])]
        found += [view(claim, "dispute_of", [identity])]
        found += [view(claim, "holding_of", [identity, on.at[one]]) for one in PEOPLE]
    for one in PEOPLE:
        found.append(view(on.token, "balanceOf", [on.at[one]]))
        found.append(view(claim, "withdrawable", [on.at[one], on.token.address]))
    found.append(view(on.token, "balanceOf", [claim.address]))
    return found


def test_500_random_acts_on_claims__on_revm_and_ape__tell_the_same_story(kept: ApeDriver) -> None:
    acts = Acts(SEED)
    sides = [side(RevmDriver()), side(kept)]
    acts.look = sides[0]
    taken: Counter[str] = Counter()
    refused = 0
    for number in range(ACTS):
        timestamp, act = acts.draw()
        stories = []
        for on in sides:
            function, args, by = act(on)
            on.driver.set_time(timestamp)
            receipt = on.driver.call(on.suite.claim, function, args, on.at[by])
            on.claims += [Claim(**event["terms"]) for event in receipt.events if event.name == "ClaimBorn"]
            stories.append(told(on, receipt))
        acts.claims = len(sides[0].claims)
        assert stories[0] == stories[1], f"act {number} ({function})"
        if stories[0]["ok"]:
            taken[function] += 1
        else:
            refused += 1
            assert stories[0]["reason"], f"act {number} ({function}): refused without a reason"
        if number % 50 == 49:
            assert views(sides[0]) == views(sides[1]), f"views after act {number}"
    # The walk went somewhere: most kinds of act were taken at least once, and many were refused.
    wanted = {"register", "issue_payable", "bear", "accept", "receive", "safeTransferFrom", "split", "pay"}
    wanted |= {"withdraw", "pledge", "call_pledge", "redeem_pledge", "credit_note", "confirm_payment"}
    wanted |= {"dispute", "age", "default_", "deny", "rescind"}
    assert wanted <= set(taken), sorted(wanted - set(taken))
    assert refused > ACTS // 5
