"""The coded values of terms, sets and credits: trade words <-> the numbers of the ABI."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class Confirmation(IntEnum):
    WITHOUT = 1
    MAY_ADD = 2
    CONFIRM = 3


class Form(IntEnum):
    IRREVOCABLE = 1
    TRANSFERABLE = 2
    STANDBY = 3


class AvailableBy(IntEnum):
    PAYMENT = 1
    DEFERRED = 2
    ACCEPTANCE = 3
    NEGOTIATION = 4
    MIXED = 5


class Allowed(IntEnum):
    """Partial shipments and transhipment (43P, 43T)."""

    ALLOWED = 1
    NOT_ALLOWED = 2
    CONDITIONAL = 3


class TenorFrom(IntEnum):
    SIGHT = 1
    SHIPMENT = 2
    PRESENTATION = 3
    ISSUE = 4
    INVOICE = 5
    DRAFT = 6


class DayCount(IntEnum):
    ACT_360 = 1
    ACT_365F = 2
    E30_360 = 3


class ChargesFor(IntEnum):
    APPLICANT = 1
    BENEFICIARY = 2


class Rulebook(IntEnum):
    UCP600 = 1
    ISP98 = 2


class Exclusion(IntFlag):
    """What the credit switches off or alters in the rules (fields 40E and 47A)."""

    EUCP = 1
    EXPIRY_KEPT = 2
    ART14C_OFF = 4
    ART16F_OFF = 8
    ART29A_OFF = 16
    ART36_OFF = 32
    DOCUMENTS_ALTERED = 64
    LEAF_BAR = 128


class Capacity(IntEnum):
    BENEFICIARY = 1
    SECOND_BENEFICIARY = 2
    COLLECTING = 3
    NEGOTIATED = 4
    HONOURED = 5


class Disposal(IntEnum):
    """What a refusing bank does with the documents (article 16(c)(iii), field 77B)."""

    NONE = 0
    HOLD = 1
    NOTIFY = 2
    RETURN = 3
    PREVINST = 4


class CreditStatus(IntEnum):
    ISSUED = 1
    EXPIRED = 2
    CLOSED = 3
    CANCELLED = 4


class SetStatus(IntEnum):
    PRESENTED = 1
    COMPLYING = 2
    REFUSED = 3
    PRECLUDED = 4
    HONOURED = 5
    DEFAULTED = 6
    RETURNED = 7
    SUSPENDED = 8
    UNDERTAKEN = 9


class AmendmentStatus(IntEnum):
    PENDING = 1
    ACCEPTED = 2
    REJECTED = 3


class ConfirmerSays(IntEnum):
    """What the confirming bank said of an amendment (10b)."""

    NOTHING = 0
    EXTENDS = 1
    ADVISES_ONLY = 2


class NoticeMeans(IntEnum):
    """How a notice of refusal was given off chain (16d)."""

    TELETRANSMISSION = 1
    OTHER = 2


class Stage(IntEnum):
    """The bank whose turn it is."""

    ISSUER = 1
    CONFIRMER = 2
    NOMINATED = 3


class Mark(IntFlag):
    """What the first receipt finds about a set; only a bank may refuse it, an applicant may waive."""

    AFTER_EXPIRY = 1
    LATE_PRESENTATION = 2
    LATE_SHIPMENT = 4
    OVERDRAWN = 8


class Means(IntEnum):
    """How a bank's receipt came on record."""

    ACKNOWLEDGEMENT = 1
    DELIVERY = 2
    COMPLETENESS = 3


class DiscrepancyCode(IntEnum):
    """Discrepancies by kind, as a notice of refusal lists them (docs/rules.md)."""

    OTHER = 1
    LATE_SHIPMENT = 2
    LATE_PRESENTATION = 3
    CREDIT_EXPIRED = 4
    OVERDRAWN = 5
    DOCUMENT_MISSING = 6
    ORIGINALS_MISSING = 7
    DATA_CONFLICT = 8
    DESCRIPTION = 9
    NOT_CLEAN = 10
    NOT_ON_BOARD = 11
    PORT = 12
    INSURANCE_COVER = 13
    INSURANCE_DATE = 14
    SIGNATURE = 15
    ENDORSEMENT = 16
    AMOUNT = 17
    CURRENCY = 18
    DRAFT = 19
    PARTIAL_SHIPMENT = 20
    TRANSHIPMENT = 21
    QUANTITY = 22
    PARTY = 23


def marks_of(bits: int) -> list[str]:
    """The names of the marks in a word, in a fixed order, lower case as the kit writes them."""
    return [str(mark.name).lower() for mark in Mark if bits & mark]
