"""What the credit machine draws: terms, statements, parties, the wrong and the huge included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from tests.machines.credit_house import ORDER, PLACES
from tests.machines.credit_table import Deal, Filed, Source, Table
from usance.codes import Capacity, Confirmation, CreditStatus, Exclusion
from usance.model.credit_books import SetBook
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation, place_key

T = TypeVar("T")
AMOUNT = 100_000_00
HUGE = 2**112 - 1
KEYS = [place_key(code) for code in PLACES]
EXCLUSIONS = (
    0,
    0,
    0,
    0,
    0,
    Exclusion.EUCP,
    Exclusion.EXPIRY_KEPT,
    Exclusion.ART14C_OFF,
    Exclusion.ART16F_OFF,
    Exclusion.ART29A_OFF,
    Exclusion.ART36_OFF,
    Exclusion.EUCP | Exclusion.EXPIRY_KEPT,
    Exclusion.LEAF_BAR,
    Exclusion.LEAF_BAR,
    Exclusion.LEAF_BAR | Exclusion.EUCP,
)
TOKENS = ("plain", "plain", "blocklist", "no_return", "blocklist", "pause", "upgrade", "callback")
WRONG: tuple[tuple[str, Any], ...] = (
    ("version", 2),
    ("issuer", "stranger"),
    ("issuer_place", place_key("NOWHERE")),
    ("issuer_place", ZERO_HASH),
    ("applicant", "stranger"),
    ("beneficiary", "stranger"),
    ("adviser", "stranger"),
    ("nominated", "third_bank"),
    ("nominated_place", place_key("EAST")),
    ("confirmer", "third_bank"),
    ("confirmation", 0),
    ("confirmation", 3),
    ("form", 2),
    ("exclusions", 256),
    ("currency", ZERO_HASH),
    ("currency_place", place_key("NOWHERE")),
    ("asset", ZERO_ADDRESS),
    ("asset", "stranger"),
    ("asset", "applicant"),
    ("asset", "fee"),
    ("asset", "false_return"),
    ("asset_scale", 0),
    ("asset_scale", 10**24 + 1),
    ("amount", 0),
    ("amount", 2**112),
    ("amount", 2**255),
    ("tolerance_plus", 10_001),
    ("tolerance_minus", 10_001),
    ("additional_amount", HUGE),
    ("available_by", 0),
    ("available_by", 2),
    ("available_by", 6),
    ("issue_day", 2**20),
    ("expiry_day", 1),
    ("expiry_day", 2**30),
    ("expiry_place", ZERO_HASH),
    ("presentation_days", 0),
    ("presentation_days", 366),
    ("partials", 4),
    ("transhipment", 4),
    ("tenor_from", 7),
    ("legs", ORDER),
    ("instalments", ORDER),
    ("revolving", ORDER),
    ("evergreen", ORDER),
    ("advance_cap", 1),
    ("examination_days", 0),
    ("examination_days", 31),
    ("return_days", 31),
    ("honour_days", 31),
    ("closing_days", 366),
    ("day_count", 4),
    ("cover_bps", 10_001),
    ("charges_for", 3),
    ("rulebook", 2),
    ("tolerance_plus", 2**255),
    ("additional_amount", 2**256 - 1),
    ("expiry_day", 2**256 - 1),
    ("additional_amount", 2**255),
    ("tenor_days", 2**255),
    ("draft_percent", 2**255),
    ("latest_shipment_day", 2**255),
    ("insurance_bps", 2**255),
    ("late_rate", 2**255),
    ("exclusions", 255),
    ("confirmation", 4),
    ("form", 0),
    ("rulebook", 0),
    ("confirmer_place", place_key("EAST")),
    ("honour_days", 30),
    ("closing_days", 365),
    ("examination_days", 30),
    ("expiry_day", 2**23),
    ("issue_day", 0),
)


class Same:
    """A source that leads `some_set` to one set again, then goes on with the choices of another."""

    def __init__(self, source: Source, found: tuple[Deal, Filed, SetBook]) -> None:
        self._source, self.found = source, found

    def below(self, n: int) -> int:
        return self._source.below(n)


def pick(source: Source, items: Sequence[T]) -> T:
    return items[source.below(len(items))]


def chance(source: Source, one_in: int) -> bool:
    return source.below(one_in) == one_in - 1


def anybody(table: Table, source: Source) -> str:
    return pick(source, table.people())


def some_set(table: Table, source: Source) -> tuple[Deal, Filed, SetBook] | None:
    """A set of a live deal, rather the latest."""
    if isinstance(source, Same):
        return source.found
    ended = chance(source, 6)
    deals = [
        deal
        for deal in table.deals
        if deal.sets and (ended or table.model.credits[deal.id].status < CreditStatus.CLOSED)
    ]
    if not deals:
        return None
    deal = pick(source, deals)
    late = min(source.below(3), len(deal.sets) - 1)
    filed = deal.sets[-1 - late]
    return deal, filed, table.model.sets[filed.id]


def acting(table: Table, source: Source, right: str) -> str:
    """The right party, or one time in eight anybody."""
    return anybody(table, source) if right == ZERO_ADDRESS or chance(source, 8) else right


def draw_terms(table: Table, source: Source) -> Credit:
    house = table.house
    table.salt += 1
    words: dict[str, Any] = {
        "issuer": house[pick(source, ("issuing_bank", "issuing_bank", "second_issuer"))],
        "asset": house[pick(source, TOKENS)],
        "beneficiary": house[pick(source, ("beneficiary", "second_beneficiary", "wallet"))],
        "adviser": pick(source, (ZERO_ADDRESS, house["third_bank"])),
        "panel": pick(source, (ZERO_ADDRESS, house["panel"])),
        "cover_bps": pick(source, (0, 5_000, 10_000, 3_333)),
        "amount": pick(source, (AMOUNT, AMOUNT, AMOUNT, 1, HUGE // 2**24)),
        "tolerance_plus": pick(source, (0, 0, 1_000, 333)),
        "additional_amount": pick(source, (0, 0, 777)),
        "asset_scale": pick(source, (1, 10_000)),
        "exclusions": int(pick(source, EXCLUSIONS)),
        "issue_day": table.today(KEYS[0]),
        "expiry_day": table.today(KEYS[0]) + pick(source, (20, 5, 6, 13, 40)),
        "closing_days": pick(source, (10, 0, 21)),
        "honour_days": pick(source, (1, 0, 3)),
        "currency_place": pick(source, (ZERO_HASH, KEYS[1])),
        "latest_shipment_day": pick(source, (0, table.today(KEYS[0]) + 3)),
        "salt": table.salt.to_bytes(32, "big"),
    }
    if words["amount"] > AMOUNT:
        words["asset_scale"] = 1
        words["cover_bps"] = 0
    if chance(source, 5):
        words |= {"asset": ZERO_ADDRESS, "asset_scale": 1, "cover_bps": 0}
    if chance(source, 2):
        words |= {"confirmer": house["confirming_bank"], "confirmer_place": KEYS[1]}
        words["confirmation"] = pick(source, (Confirmation.CONFIRM, Confirmation.MAY_ADD))
    if chance(source, 2):
        bank = pick(source, ("nominated_bank", "nominated_bank", "confirming_bank"))
        words |= {"nominated": house[bank], "nominated_place": KEYS[2 if bank == "nominated_bank" else 1]}
    return house.terms(**words)


def draw_leaves(table: Table, source: Source, deal: Deal) -> list[bytes]:
    """One to four documents; now and then some of an earlier set come again."""
    fresh = [table.fresh_leaf() for _ in range(1 + source.below(3))]
    earlier = deal.sets[-1].leaves if deal.sets else []
    if not earlier or chance(source, 2):
        return fresh
    return [*earlier[: 1 + source.below(len(earlier))], *fresh[: source.below(2)]]


def draw_findings(source: Source, filed: Filed) -> list[tuple[int, bytes]]:
    """A notice's discrepancies, on documents of the set; now and then none, or one without a code."""
    codes: tuple[int, ...] = pick(source, ((3,), (3,), (1, 2, 5), tuple(range(1, 17)), (), (2, 0)))
    leaves = (*filed.leaves, *filed.leaves, ORDER) if filed.leaves else (ORDER,)
    return [(code, pick(source, leaves)) for code in codes]


def draw_statement(table: Table, source: Source, deal: Deal) -> Presentation:
    house, terms = table.house, deal.terms
    left = table.model.credits[deal.id].available
    today = table.today(terms.issuer_place)
    table.salt += 1
    banks = [terms.issuer, terms.issuer, terms.confirmer, terms.nominated, house["third_bank"]]
    bank = pick(source, [one for one in banks if one != ZERO_ADDRESS])
    place = {
        terms.issuer: terms.issuer_place,
        terms.confirmer: terms.confirmer_place,
        terms.nominated: terms.nominated_place,
    }.get(bank, KEYS[2])
    collecting = chance(source, 6)
    collectors = [one for one in (terms.adviser, terms.nominated) if one != ZERO_ADDRESS]
    statement = Presentation(
        presenter=pick(source, (house["third_bank"], *collectors)) if collecting else terms.beneficiary,
        capacity=Capacity.COLLECTING if collecting else Capacity.BENEFICIARY,
        bank=bank,
        bank_place=place,
        amount=pick(source, (terms.amount, max(1, left), max(1, terms.amount // 3), left + 1, 1, AMOUNT)),
        shipment_day=pick(source, (0, today - 1, today - 20, today - 21, today - 22, today + 4)),
        # A bank that pays itself moves nothing exactly: its money waits, in whatever token.
        pay_to=terms.beneficiary
        if collecting or not chance(source, 4)
        else pick(source, (house["applicant"], terms.issuer, terms.issuer)),
        documents=table.tree(draw_leaves(table, source, deal)),
        schedule_29b=chance(source, 2),
        tenor_day=pick(source, (0, 0, today)),
    )
    if not chance(source, 8):
        return statement
    return statement.but(
        **pick(
            source,
            (
                {"amount": 0},
                {"amount": HUGE + 1},
                {"documents": ZERO_HASH},
                {"pay_to": ZERO_ADDRESS},
                {"pay_to": table.address},
                {"pay_to": terms.issuer},
                {"pay_to": house["stranger"]},
                {"capacity": Capacity.HONOURED},
                {"capacity": 0},
                {"presenter": house["stranger"], "capacity": Capacity.COLLECTING},
                {"bank": house["stranger"]},
                {"bank": ZERO_ADDRESS},
                {"bank_place": place_key("NOWHERE")},
                {"bank_place": KEYS[1]},
                {"shipment_day": 2**24},
                {"tenor_day": 2**24},
                {"instalment": 1},
                {"shipment_day": 2**200},
            ),
        )
    )
