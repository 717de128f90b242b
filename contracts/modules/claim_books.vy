# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title The books of claims
@notice All storage of ClaimToken's three storeys stands here and nowhere else, so that each of them has
        the same layout (with the modules ledger, guardian and signatures, initialized after it). Vyper
        does not pack storage; the words are laid out below.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

KIND_CLAIM: constant(bytes32) = keccak256("usance.claim.1")
# Terms are the first 36 words of the data of a call that takes them first.
TERMS_BYTES: constant(uint256) = 36 * 32

REGISTERED: constant(uint256) = 1
ACCEPTED: constant(uint256) = 2
DENIED: constant(uint256) = 3
PAID: constant(uint256) = 4
RESCINDED: constant(uint256) = 5
PENDING: constant(uint256) = 6
CANCELLED: constant(uint256) = 7
DEFAULTED: constant(uint256) = 8

KIND_INVOICE: constant(uint256) = 1
KIND_PAYABLE: constant(uint256) = 2
KIND_MISDIRECTED: constant(uint256) = 8

# Kinds of sub-accounts.
SUB_PENDING: constant(uint256) = 1
SUB_PLEDGED: constant(uint256) = 2
SUB_PARKED: constant(uint256) = 3

# Flags of a claim.
DEEMED: constant(uint256) = 1
DEFENCES_WAIVED: constant(uint256) = 2
SETOFF_WAIVED: constant(uint256) = 4
NOTIFIED: constant(uint256) = 8
ACKNOWLEDGED: constant(uint256) = 16
PROLONGED: constant(uint256) = 32
SETTLED: constant(uint256) = 64
HAS_ADJUST: constant(uint256) = 128      # C or R is not zero
HAS_ASIDE: constant(uint256) = 256       # J or A is not zero
HAS_HOLD: constant(uint256) = 512        # a split, an eligibility or a closed register
STAYS: constant(uint256) = 1024          # not assignable
EARMARKED: constant(uint256) = 2048
ASSET_CHANGED: constant(uint256) = 4096
MIRROR: constant(uint256) = 8192         # what is paid on it is taken off the holder's units of its origin

# Flags of a holding.
WRITTEN_OFF: constant(uint256) = 1
PLEDGEE: constant(uint256) = 2           # units are pledged to this account

# claim word: status 8 | flags 24 | face 112 | paid 112
FLAGS_AT: constant(uint256) = 8
FACE_AT: constant(uint256) = 32
PAID_AT: constant(uint256) = 144
# adjust word: credited 112 | retired 112;  aside word: interest paid 112 | aside 112
HIGH_AT: constant(uint256) = 112
# holding word: units 112 | seen 112 | flags 32
SEEN_AT: constant(uint256) = 112
HOLDING_FLAGS_AT: constant(uint256) = 224
# course word: accrued 160 [1e-9 minor of the index] | since 24 [day] | due 24 [day, prolonged] |
#              held_until 24 [day, of an assertion] | asserted 8 (1: an assertion held once) | bucket 8
SINCE_AT: constant(uint256) = 160
DUE_AT: constant(uint256) = 184
HELD_AT: constant(uint256) = 208
ASSERTED_AT: constant(uint256) = 232
BUCKET_AT: constant(uint256) = 240
# hold word: min_split 112 | eligibility 16 | closed_from 40 | closed_until 40
ELIGIBILITY_AT: constant(uint256) = 112
CLOSED_FROM_AT: constant(uint256) = 128
CLOSED_UNTIL_AT: constant(uint256) = 168
# asset word: asset 160 | scale 96
SCALE_AT: constant(uint256) = 160

MASK_8: constant(uint256) = 2**8 - 1
MASK_16: constant(uint256) = 2**16 - 1
MASK_24: constant(uint256) = 2**24 - 1
MASK_40: constant(uint256) = 2**40 - 1
MASK_112: constant(uint256) = 2**112 - 1
MASK_160: constant(uint256) = 2**160 - 1

# ---------------------------------------------------------------------------
#                               FLAGS/STRUCTS
# ---------------------------------------------------------------------------

# A claim in memory. Index numbers [minor] count for the whole face.
struct Book:
    status: uint256
    flags: uint256
    face: uint256
    paid: uint256
    credited: uint256
    retired: uint256
    interest_paid: uint256
    aside: uint256


struct Course:
    accrued: uint256      # [1e-9 minor] of the index
    since: uint256        # [day] up to which `accrued` counts, 0 = nothing accrued yet
    due: uint256          # [day] prolonged due day, 0 = that of the terms
    held_until: uint256   # [day] last day on which an assertion holds the overdue mark
    asserted: uint256
    bucket: uint256

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_claims: HashMap[bytes32, uint256]
_adjust: HashMap[bytes32, uint256]
_aside: HashMap[bytes32, uint256]
# [minor] paid in and not yet withdrawn
_pot: HashMap[bytes32, uint256]
_course: HashMap[bytes32, uint256]
_hold: HashMap[bytes32, uint256]
# claim -> creditor -> the only party its units may go to
_earmark: HashMap[bytes32, HashMap[address, address]]
_asset: HashMap[bytes32, uint256]
# claim -> account -> word
_holdings: HashMap[bytes32, HashMap[address, uint256]]
# claim -> account -> [minor / F]
_ent: HashMap[bytes32, HashMap[address, uint256]]
_approved: HashMap[address, HashMap[address, bool]]

# Births. debtor -> agent -> cap 112 | reserved 112 | until 32 [unix s]
_authority: HashMap[address, HashMap[address, uint256]]
# anchor -> currency -> outstanding 112 | limit 112 | term_days 16
_payables: HashMap[address, HashMap[bytes32, uint256]]
# anchor -> currency -> pending limit 112 | pending term_days 16 | raised_at 64 [unix s]
_raise: HashMap[address, HashMap[bytes32, uint256]]
# claim -> verifier -> kind 16 | until 64
_attestations: HashMap[bytes32, HashMap[address, uint256]]
# claim -> last day of the mandate's clock; of a pending payable the last day to receive it
_clock: HashMap[bytes32, uint256]

# Life. claim -> sub-account -> secured 112 | called_at 64
_pledges: HashMap[bytes32, HashMap[address, uint256]]
# claim -> pledgee -> the pledgor whose pledge to it came last
_pledgor: HashMap[bytes32, HashMap[address, address]]
# claim -> reference -> amount 112 | confirmed 112 | value_day 24 | contested 1
_assertions: HashMap[bytes32, HashMap[bytes32, uint256]]
# claim -> status 8 | reason 8 | reply_day 24 | amount 112
_disputes: HashMap[bytes32, uint256]
# claim -> account -> proposal -> agreed
_agreed: HashMap[bytes32, HashMap[address, HashMap[bytes32, bool]]]
# claim -> [day] on which notice was given
_notice: HashMap[bytes32, uint256]
# sub-account -> who speaks for its units: the pledgee, the one they wait for
_speaker: HashMap[address, address]
# keccak256(abi_encode(claim, holder, reference)) -> reported as misdirected
_reported: HashMap[bytes32, bool]
# claim on a seller -> the claim whose money was misdirected
_origin: HashMap[bytes32, bytes32]

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- ids ---

@internal
@view
def _claim_id() -> bytes32:
    """
    @notice keccak256(abi_encode(KIND_CLAIM, chain.id, self, terms)), the terms read as they came: they are
            the first argument of the act. A word that is no clean value of its type gives an id that was
            never born.
    """
    return keccak256(
        concat(
            KIND_CLAIM,
            convert(chain.id, bytes32),
            convert(self, bytes32),
            slice(msg.data, 4, TERMS_BYTES),
        )
    )


@internal
@view
def _id_of(claim: IClaimToken.Claim) -> bytes32:
    """
    @notice The same of terms in memory.
    """
    return keccak256(abi_encode(KIND_CLAIM, chain.id, self, claim))


@internal
@pure
def _sub_account(kind: uint256, owner: address, other: address) -> address:
    """
    @notice The last 20 bytes of keccak256(abi_encode(kind, owner, other)): no key is known for it.
    """
    word: bytes32 = keccak256(abi_encode(kind, owner, other))
    return convert(convert(word, uint256) & MASK_160, address)

# --- a claim ---

@internal
@view
def _load(id: bytes32) -> Book:
    """
    @notice The claim; reverts when there is none.
    """
    word: uint256 = self._claims[id]
    assert word != 0, errors.CLAIM_UNKNOWN  # guard: UNKNOWN-claim
    book: Book = empty(Book)
    book.status = word & MASK_8
    book.flags = (word >> FLAGS_AT) & MASK_24
    book.face = (word >> FACE_AT) & MASK_112
    book.paid = word >> PAID_AT
    if book.flags & HAS_ADJUST != 0:
        adjust: uint256 = self._adjust[id]
        book.credited = adjust & MASK_112
        book.retired = adjust >> HIGH_AT
    if book.flags & HAS_ASIDE != 0:
        aside: uint256 = self._aside[id]
        book.interest_paid = aside & MASK_112
        book.aside = aside >> HIGH_AT
    return book


@internal
def _store(id: bytes32, book: Book):
    """
    @notice Write the claim's own word. P never passes F; F is below 2^112 at birth.
    """
    self._claims[id] = (
        book.status | (book.flags << FLAGS_AT) | (book.face << FACE_AT) | (book.paid << PAID_AT)
    )


@internal
def _store_adjust(id: bytes32, book: Book) -> Book:
    """
    @notice Write C and R, neither above F, and the claim's word with them.
    """
    changed: Book = book
    changed.flags |= HAS_ADJUST
    self._adjust[id] = changed.credited | (changed.retired << HIGH_AT)
    self._store(id, changed)
    return changed


@internal
def _store_aside(id: bytes32, book: Book) -> Book:
    """
    @notice Write J and A and the claim's word. P + J has to fit where holdings remember it.
    """
    changed: Book = book
    changed.flags |= HAS_ASIDE
    index: uint112 = convert(changed.paid + changed.interest_paid, uint112)
    self._aside[id] = changed.interest_paid | (changed.aside << HIGH_AT)
    self._store(id, changed)
    return changed


@internal
@pure
def _rest(book: Book) -> uint256:
    """
    @notice [minor] of the index that is still owed.
    """
    return book.face - book.credited - book.aside - book.paid


@internal
@pure
def _money(book: Book, index: uint256) -> uint256:
    """
    @notice [minor] that `index` is for all live units; up, for the holders.
    """
    return (index * (book.face - book.retired) + book.face - 1) // book.face  # up


@internal
@pure
def _index(book: Book, amount: uint256) -> uint256:
    """
    @notice The index step that `amount` [minor] pays for; down, for the holders.
    """
    return amount * book.face // (book.face - book.retired)  # down

# --- its course ---

@internal
@view
def _read_course(id: bytes32) -> Course:
    word: uint256 = self._course[id]
    return Course(
        accrued=word & MASK_160,
        since=(word >> SINCE_AT) & MASK_24,
        due=(word >> DUE_AT) & MASK_24,
        held_until=(word >> HELD_AT) & MASK_24,
        asserted=(word >> ASSERTED_AT) & MASK_8,
        bucket=(word >> BUCKET_AT) & MASK_8,
    )


@internal
def _write_course(id: bytes32, course: Course):
    accrued: uint160 = convert(course.accrued, uint160)
    days: uint24 = convert(course.since | course.due | course.held_until, uint24)
    word: uint256 = course.accrued | (course.since << SINCE_AT) | (course.due << DUE_AT)
    word |= (course.held_until << HELD_AT) | (course.asserted << ASSERTED_AT)
    self._course[id] = word | (course.bucket << BUCKET_AT)

# --- holdings ---

@internal
@pure
def _cash(book: Book) -> uint256:
    """
    @notice The index of all money that came into the pot: face and interest.
    """
    return book.paid + book.interest_paid


@internal
@view
def _units(id: bytes32, account: address) -> uint256:
    return self._holdings[id][account] & MASK_112


@internal
def _change(id: bytes32, cash: uint256, account: address, more: uint256, less: uint256) -> uint256:
    """
    @notice Touch the account, then change its units: what was paid so far is booked for whoever
            held, exactly. Written at once, so that a transfer to oneself reads what it wrote.
    @return The units after it.
    """
    word: uint256 = self._holdings[id][account]
    units: uint256 = word & MASK_112
    seen: uint256 = (word >> SEEN_AT) & MASK_112
    if units != 0 and cash != seen:
        self._ent[id][account] += units * (cash - seen)
    assert less <= units, errors.CLAIM_UNITS  # guard: INSUFFICIENT_UNITS
    units = units + more - less
    flags: uint256 = word >> HOLDING_FLAGS_AT
    self._holdings[id][account] = units | (cash << SEEN_AT) | (flags << HOLDING_FLAGS_AT)
    return units


@internal
def _pay_out(id: bytes32, book: Book, account: address) -> uint256:
    """
    @notice Touch the account and take the whole minor units of its entitlement out, in one write.
    @return [minor], rounded down: the fraction stays the account's.
    """
    word: uint256 = self._holdings[id][account]
    cash: uint256 = self._cash(book)
    units: uint256 = word & MASK_112
    before: uint256 = self._ent[id][account]
    ent: uint256 = before + units * (cash - ((word >> SEEN_AT) & MASK_112))
    amount: uint256 = ent // book.face  # down: the fraction stays the account's
    left: uint256 = ent - amount * book.face
    if left != before:
        self._ent[id][account] = left
    flags: uint256 = word >> HOLDING_FLAGS_AT
    self._holdings[id][account] = units | (cash << SEEN_AT) | (flags << HOLDING_FLAGS_AT)
    return amount


@internal
@view
def _holding_flags(id: bytes32, account: address) -> uint256:
    return self._holdings[id][account] >> HOLDING_FLAGS_AT


@internal
def _set_holding_flag(id: bytes32, account: address, flag: uint256):
    self._holdings[id][account] |= flag << HOLDING_FLAGS_AT
