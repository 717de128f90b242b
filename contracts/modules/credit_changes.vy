# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What an amendment is and what it makes of terms
@notice The id of a change, its word in the books, the order in which changes came into force, and the terms
        as they read with it. Whether a credit may read so CreditRules says.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import ICreditAmendments
from interfaces import IDocumentaryCredit

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import credit_acts as acts
from contracts.modules import credit_books as books
from contracts.modules import credit_codes as codes
from contracts.modules import errors

uses: books

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

KIND_AMENDMENT: constant(bytes32) = keccak256("usance.amendment.1")

PENDING: constant(uint256) = 1
ACCEPTED: constant(uint256) = 2
REJECTED: constant(uint256) = 3

# What a bank says of a change that it is bound by with others.
EXTENDS: constant(uint256) = 1
ADVISES_ONLY: constant(uint256) = 2

# Words of a Credit (tests try every field).
FIELDS: constant(uint256) = 54
EXCLUSIONS: constant(uint256) = 15
AMOUNT: constant(uint256) = 20
SALT: constant(uint256) = 53
# Bits of the fields that no change may set: version, issuer, issuer_place, applicant, beneficiary; currency,
# asset, asset_scale, currency_place, amount; issue_day; revolving, evergreen; day_count, cover_bps; rulebook,
# content; salt; and what is no field.
FIXED: constant(uint256) = (
    max_value(uint256) - (2**54 - 1)
    + (2**5 - 1) + (2**21 - 2**16) + 2**29 + 2**37 + 2**38 + 2**47 + 2**48 + 2**50 + 2**51 + 2**53
)
# confirmer, confirmer_place, confirmation: once a bank has confirmed.
CONFIRMING: constant(uint256) = 2**11 - 2**8
# adviser, nominated, confirmer, reimburser, transferring_bank, delivery_agent, panel: addresses.
ADDRESSES: constant(uint256) = 2**5 + 2**6 + 2**8 + 2**11 + 2**12 + 2**13 + 2**45
# They decide whether a received set counts as open: a set that came in by one reading could not go out by
# another.
COUNTED: constant(uint256) = codes.EXPIRY_KEPT | codes.ART16F_OFF

# amendment word: status 4 | confirmer 4 | silent 4 | applied 1 | (3 free) | proposed_at 40 | cover 112 |
#                 rank 32 | after 32
CONFIRMER_AT: constant(uint256) = 4
SILENT_AT: constant(uint256) = 8
APPLIED_BIT: constant(uint256) = 12
PROPOSED_AT: constant(uint256) = 16
COVER_AT: constant(uint256) = 56
RANK_AT: constant(uint256) = 168
AFTER_AT: constant(uint256) = 200

# order word of a credit: accepted 32 | extended 32 | applied 32
EXTENDED_AT: constant(uint256) = 32
ORDER_APPLIED_AT: constant(uint256) = 64

MASK_32: constant(uint256) = 2**32 - 1

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# ICreditAmendments.AmendmentState and the place in the order of acceptance: `rank` from 1, 0 when it was not
# accepted while the confirming bank was apart; `after`: the rank that the bank's own terms have when it is
# its turn.
struct Book:
    status: uint256
    confirmer: uint256
    silent: uint256
    applied: bool
    proposed_at: uint256
    cover: uint256
    rank: uint256
    after: uint256


# Of one credit whose confirming bank is or was apart: how many changes were accepted meanwhile, the rank of
# the last one that it extended to, and of the last one that its own terms have.
struct Order:
    accepted: uint256
    extended: uint256
    applied: uint256

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _id(credit: bytes32, change: ICreditAmendments.Change) -> bytes32:
    """
    @notice keccak256(abi_encode(KIND_AMENDMENT, credit id, change)).
    """
    return keccak256(abi_encode(KIND_AMENDMENT, credit, change))


@internal
@view
def _hash(kind: bytes32, terms: IDocumentaryCredit.Credit) -> bytes32:
    """
    @notice credit_acts._terms_hash of terms that are not those of the call.
    """
    return keccak256(abi_encode(kind, chain.id, self, terms))


@internal
@pure
def _check_change(sound: bool):
    assert sound, errors.CREDIT_CHANGE  # guard: U11-change


@internal
@pure
def _check_pending(pending: bool):
    assert pending, errors.CREDIT_NOT_PENDING  # guard: U11-pending


@internal
@view
def _apply(
    change: ICreditAmendments.Change, amendment: bytes32, confirmed: bool
) -> IDocumentaryCredit.Credit:
    """
    @notice The terms of this call as they read with the change; any values that the types allow.
    """
    self._check_change(change.number != 0)  # guard: U11-number
    changes: bool = change.mask != 0 or change.difference != 0
    self._check_change(changes != change.cancel)  # guard: U11-nothing
    fixed: uint256 = FIXED
    if confirmed:
        fixed += CONFIRMING
    self._check_change(change.mask & fixed == 0)  # guard: U11-fixed
    words: uint256[FIELDS] = abi_decode(slice(msg.data, 4, acts.TERMS_BYTES), uint256[FIELDS])
    exclusions: uint256 = words[EXCLUSIONS]
    next: uint256 = 0
    for i: uint256 in range(FIELDS):
        if (change.mask >> i) & 1 == 1:
            self._check_change(next < len(change.values))  # guard: U11-values-few
            word: uint256 = convert(change.values[next], uint256)
            if (ADDRESSES >> i) & 1 == 1:
                self._check_change(word >> 160 == 0)  # guard: U11-address
            words[i] = word
            next += 1
    self._check_change(next == len(change.values))  # guard: U11-values-many
    self._check_change((words[EXCLUSIONS] ^ exclusions) & COUNTED == 0)  # guard: U11-counted
    # The amount is of terms on record: far from the ends of an int256.
    amount: int256 = convert(words[AMOUNT], int256)
    least: bool = change.difference >= -amount
    most: bool = change.difference <= convert(codes.MOST_AMOUNT, int256)
    assert least and most, errors.CREDIT_TERMS  # guard: TERMS-difference
    words[AMOUNT] = convert(amount + change.difference, uint256)
    words[SALT] = convert(amendment, uint256)
    return abi_decode(abi_encode(words), IDocumentaryCredit.Credit)

# --- books ---

@internal
@view
def _read(amendment: bytes32) -> Book:
    word: uint256 = books._amendments[amendment]
    return Book(
        status=word & books.MASK_4,
        confirmer=(word >> CONFIRMER_AT) & books.MASK_4,
        silent=(word >> SILENT_AT) & books.MASK_4,
        applied=(word >> APPLIED_BIT) & 1 == 1,
        proposed_at=(word >> PROPOSED_AT) & books.MASK_40,
        cover=(word >> COVER_AT) & books.MASK_112,
        rank=(word >> RANK_AT) & MASK_32,
        after=word >> AFTER_AT,
    )


@internal
def _write(amendment: bytes32, book: Book):
    """
    @notice Codes are the suite's own, cover is part of a liability that fits 112 bits, and nobody lives to
            see four billion changes accepted.
    """
    word: uint256 = book.status | (book.confirmer << CONFIRMER_AT) | (book.silent << SILENT_AT)
    word |= convert(book.applied, uint256) << APPLIED_BIT
    word |= (book.proposed_at << PROPOSED_AT) | (book.cover << COVER_AT)
    word |= (book.rank << RANK_AT) | (book.after << AFTER_AT)
    books._amendments[amendment] = word


@internal
@view
def _read_order(credit: bytes32) -> Order:
    word: uint256 = books._orders[credit]
    return Order(
        accepted=word & MASK_32,
        extended=(word >> EXTENDED_AT) & MASK_32,
        applied=word >> ORDER_APPLIED_AT,
    )


@internal
def _write_order(credit: bytes32, order: Order):
    word: uint256 = order.accepted | (order.extended << EXTENDED_AT) | (order.applied << ORDER_APPLIED_AT)
    books._orders[credit] = word


@internal
@view
def _pending(amendment: bytes32) -> Book:
    book: Book = self._read(amendment)
    self._check_pending(book.status == PENDING)  # guard: U11-answer-pending
    return book


@internal
@view
def _in_force(id: bytes32, state: IDocumentaryCredit.CreditState) -> bytes32:
    if state.amended:
        return books._in_force[id]
    return id


@internal
def _record(id: bytes32, terms: IDocumentaryCredit.Credit) -> bytes32:
    """
    @notice Acts find the credit by these terms from now on. Terms under which a credit was issued are
            found as that credit's own: an issuing bank that did so (it knows what its change will make)
            would put its twin between this credit and its parties.
    """
    twin: bool = books._is_known(self._hash(acts.KIND_CREDIT, terms))
    assert not twin, errors.CREDIT_EXISTS  # guard: EXISTS-twin
    hash: bytes32 = self._hash(acts.KIND_AMENDED, terms)
    books._origin[hash] = id
    return hash
