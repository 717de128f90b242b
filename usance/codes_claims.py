"""The coded values of claims: trade words <-> the numbers of the ABI."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class ClaimKind(IntEnum):
    INVOICE = 1
    PAYABLE = 2
    ACCEPTANCE = 3
    DEFERRED_PAYMENT = 4
    UNPAID_CREDIT = 5
    RECOURSE = 6
    REIMBURSEMENT = 7
    MISDIRECTED = 8


class ClaimStatus(IntEnum):
    REGISTERED = 1
    ACCEPTED = 2
    DENIED = 3
    PAID = 4
    RESCINDED = 5
    PENDING = 6
    CANCELLED = 7
    DEFAULTED = 8


# The debtor owes and cannot deny any more.
BOUND = (ClaimStatus.ACCEPTED, ClaimStatus.DEFAULTED)
# Something may still be paid and changed.
LIVE = (ClaimStatus.REGISTERED, *BOUND)


class Assignable(IntEnum):
    YES = 1
    NO = 2
    BY_LAW = 3


class Waiver(IntFlag):
    """What the debtor's own acceptance gives up."""

    DEFENCES = 1
    SETOFF = 2


class AttestationKind(IntEnum):
    INVOICE_SEEN = 1
    FINGERPRINT_RECOMPUTED = 2
    DELIVERY_SEEN = 3
    DEBTOR_CONFIRMED = 4
    OTHER = 255


class RetireReason(IntEnum):
    GIVEN_UP = 1
    RECEIVED = 2
    RESCINDED = 3
    REFUSED = 4
    LAPSED = 5
    CANCELLED = 6
    REMITTED = 7
    DISCHARGED = 8


class DisputeStatus(IntEnum):
    NONE = 0
    OPEN = 1
    ADMITTED = 2
    REJECTED = 3


class DisputeReason(IntEnum):
    NOT_DELIVERED = 1
    DEFECTIVE = 2
    PRICE = 3
    NOT_ORDERED = 4
    SETOFF = 5
    PAID_BEFORE = 6
    OTHER = 255


class Bucket(IntEnum):
    """Days past due."""

    NOT_OVERDUE = 0
    TO_30 = 1
    TO_60 = 2
    TO_90 = 3
    OVER_90 = 4


class SubAccount(IntEnum):
    """Why units wait under an address that has no key."""

    PENDING = 1
    PLEDGED = 2
    PARKED = 3


class HoldingFlag(IntFlag):
    WRITTEN_OFF = 1


def bucket_of(days: int) -> Bucket:
    """The bucket of so many days past due."""
    if days <= 0:
        return Bucket.NOT_OVERDUE
    return Bucket(min(-(-days // 30), Bucket.OVER_90))
