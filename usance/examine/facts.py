"""What the documents of a set say, each document a frozen record of its face; nothing here judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from usance.examine.kinds import SEA, TRANSPORT, Kind
from usance.examine.values import Price, Quantity
from usance.periods import Tenor


class Medium(StrEnum):
    """How the sheet itself was made (article 17b, c)."""

    PRINT = "print"
    ELECTRONIC = "electronic"
    PHOTOCOPY = "photocopy"
    FAX = "fax"


SHIP_PREFIXES = frozenset({"MV", "M", "V", "MS", "SS", "VESSEL"})


@dataclass(frozen=True)
class Party:
    """A name with its address as written; `country` is ISO 3166-1, "" when the face does not tell."""

    name: str
    address: tuple[str, ...] = ()
    country: str = ""
    id: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Line:
    """A line of an invoice."""

    goods: str
    quantity: Quantity | None = None
    price: Price | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """What every kind may carry. Amounts are [minor] of `currency`; None and "" mean: not on the face."""

    name: str
    kind: Kind
    title: str = ""
    number: str = ""
    date: date | None = None
    originals: int = 1
    copies: int = 0
    medium: Medium = Medium.PRINT
    marked: str = ""
    by_hand: bool = False
    signed: bool | None = None
    issuer: Party | None = None
    seller: Party | None = None
    buyer: Party | None = None
    credit: str = ""
    invoice: str = ""
    goods: str = ""
    currency: str = ""
    amount: int | None = None
    quantity: Quantity | None = None
    packages: Quantity | None = None
    gross_weight: Quantity | None = None
    net_weight: Quantity | None = None
    marks: str = ""
    vessel: str = ""
    voyage: str = ""
    receipt: str = ""
    loading: str = ""
    discharge: str = ""
    delivery: str = ""
    containers: frozenset[str] = frozenset()
    origin: str = ""
    trade_term: str = ""
    text: str = ""
    originals_issued: int = 0

    @property
    def is_original(self) -> bool:
        """17b, c: not what says it is a copy; a photocopy or fax only when signed or marked by hand."""
        if self.marked == "copy":
            return False
        if self.medium in (Medium.PHOTOCOPY, Medium.FAX):
            return self.by_hand or self.marked == "original"
        return True

    @property
    def true_originals(self) -> int:
        return self.originals if self.is_original else 0

    @property
    def all_copies(self) -> int:
        """Sheets that serve as copies: an original always does (17d)."""
        return self.originals + self.copies

    @property
    def is_transport(self) -> bool:
        return self.kind in TRANSPORT


@dataclass(frozen=True, kw_only=True)
class Invoice(Document):
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Transport(Document):
    """`on_board`: date of the notation. `received`: taken in charge, or received for shipment."""

    carrier: str = ""
    signed_as: str = ""
    on_board: date | None = None
    received: date | None = None
    consignee: Party | None = None
    to_order_of: str | None = None
    """None: consigned to somebody by name; "": to order; else the party whose order it is."""
    endorsed: str | None = None
    notify: tuple[Party, ...] = ()
    freight: str = ""
    clauses: tuple[str, ...] = ()
    transhipment: bool | None = None
    containerised: bool = False
    on_deck: bool = False
    charter_party: bool = False

    @property
    def shipped(self) -> date | None:
        """The date of shipment that the document shows (19a ii to 25)."""
        if self.kind in (Kind.BILL_OF_LADING, Kind.SEA_WAYBILL, Kind.CHARTER_PARTY):
            return self.on_board
        if self.kind is Kind.AIR_WAYBILL:
            return self.on_board or self.date
        return self.on_board or self.received or self.date

    @property
    def mode(self) -> str:
        """Sea, or the kind of document: 31b speaks of conveyances within one mode."""
        return "sea" if self.kind in SEA else str(self.kind)

    @property
    def journey(self) -> tuple[str, ...]:
        """Means of conveyance, voyage and destination: equal ones are one shipment (31b, c)."""
        from usance.examine.ports import town
        from usance.examine.text import key, tokens

        if self.kind is Kind.COURIER:
            # 31c: one courier, one place and day of receipt, one destination.
            receipt = f"{town(self.receipt or self.loading)} {self.received or self.date}"
            return key(self.carrier), receipt, "".join(town(self.delivery or self.discharge))
        vessel = "".join(word for word in tokens(self.vessel.replace("/", "")) if word not in SHIP_PREFIXES)
        return vessel, key(self.voyage), "".join(town(self.discharge or self.delivery))


@dataclass(frozen=True, kw_only=True)
class Insurance(Document):
    """`amount` is the sum insured; `effective` a day before its date from which cover runs."""

    form: str = ""
    risks: tuple[str, ...] = ()
    effective: date | None = None


@dataclass(frozen=True, kw_only=True)
class Draft(Document):
    """`issuer` is the drawer."""

    drawee: Party | None = None
    tenor: Tenor | None = None
    tenor_words: str = ""


@dataclass(frozen=True)
class SetFacts:
    """One presentation. `amount` [minor] of `currency` is what is claimed; documents are in order of name."""

    presented: date
    documents: tuple[Document, ...]
    currency: str = ""
    amount: int | None = None
    schedule_29b: bool = False
    not_read: tuple[tuple[str, str], ...] = field(default=())
    """Names of documents whose type nobody knows, with what they call themselves."""
