# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Notice of assignment and misdirected money
@notice Before notice a debtor that is not bound may pay the seller and be free; after it, or once it is
        bound, it pays the holders. What the seller received all the same it owes to the holder.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IBankingCalendar
from interfaces import IClaimRights
from interfaces import IClaimRules
from interfaces import IClaimToken

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_life as life
from contracts.modules import claim_mint as mint
from contracts.modules import claim_units as units
from contracts.modules import errors

uses: books
uses: life
uses: mint
uses: units

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

DISCHARGED: constant(uint256) = 8
ASSIGNABLE_NO: constant(uint256) = 2

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def notify(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    speaks: bool = msg.sender == claim.creditor
    if not speaks:
        speaks = life._speaks(id, msg.sender)
    life._check_party(speaks)  # guard: notify-holder
    units._check_state(book.flags & books.NOTIFIED == 0)  # guard: notify-once
    self._note(id, book, claim, books.NOTIFIED)
    log IClaimRights.Notified(claim=id, debtor=claim.debtor, holder=msg.sender)


@external
def acknowledge_notice(claim: IClaimToken.Claim):
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    units._check_sender(claim.debtor)  # guard: acknowledge-debtor
    units._check_state(book.flags & books.ACKNOWLEDGED == 0)  # guard: acknowledge-once
    # It may know of an assignment that nobody gave notice of.
    self._note(id, book, claim, books.NOTIFIED | books.ACKNOWLEDGED)
    log IClaimRights.NoticeAcknowledged(claim=id, debtor=msg.sender)


@external
def report_misdirected(
    claim: IClaimToken.Claim, holder: address, amount: uint256, value_day: uint256, reference: bytes32
) -> bytes32:
    id: bytes32 = books._claim_id()
    book: books.Book = life._live(id)
    units._check_sender(claim.creditor)  # guard: report-seller
    today: uint256 = life._today(claim.pay_place)
    known: bool = value_day >= claim.issue_day and value_day <= today
    assert known, errors.CLAIM_DAYS  # guard: misdirected-day

    assert holder != msg.sender, errors.CLAIM_TERMS  # guard: misdirected-seller
    held: uint256 = books._units(id, holder)
    # A sub-account has no key that could take what the seller remits.
    life._check_holder(held != 0 and books._speaker[holder] == empty(address))  # guard: INV6-misdirected
    units._check_something(amount)  # guard: misdirected-nothing
    rest: uint256 = books._rest(book)
    share: uint256 = held * rest // book.face  # down, for the seller
    life._check_above(amount, share)  # guard: ABOVE_OUTSTANDING-misdirected

    salt: bytes32 = keccak256(abi_encode(id, holder, reference))
    assert not books._reported[salt], errors.CLAIM_EXISTS  # guard: EXISTS-misdirected
    books._reported[salt] = True

    # Once bound, a debtor has promised to pay whoever holds.
    discharged: bool = book.status == books.REGISTERED
    if book.flags & books.NOTIFIED != 0:
        discharged = discharged and value_day < books._notice[id]
    if discharged:
        # Units of that amount and not all of them: a fraction that nobody owes for stays the holder's.
        held = amount * book.face // rest  # down, for the holder
        book = units._retire(id, book, holder, held, DISCHARGED)
        book = units._finish(id, book)

    due: uint256 = staticcall IBankingCalendar(life.CALENDAR).add_banking_days_both(
        claim.pay_place, claim.currency_place, today, claim.remit_days
    )
    owed: IClaimToken.Claim = empty(IClaimToken.Claim)
    owed.version = claim.version
    owed.kind = books.KIND_MISDIRECTED
    owed.origin = id
    owed.creditor = holder
    owed.debtor = msg.sender
    owed.currency = claim.currency
    owed.asset = claim.asset
    owed.asset_scale = claim.asset_scale
    if book.flags & books.ASSET_CHANGED != 0:
        word: uint256 = books._asset[id]
        owed.asset = convert(word & books.MASK_160, address)
        owed.asset_scale = word >> books.SCALE_AT
    owed.face = amount
    owed.issue_day = today
    owed.due_day = due
    owed.pay_place = claim.pay_place
    owed.currency_place = claim.currency_place
    owed.late_rate = claim.late_rate
    owed.day_count = claim.day_count
    owed.part = 1
    owed.parts = 1
    owed.object_amount = amount
    owed.assignable = ASSIGNABLE_NO
    owed.rulebook = claim.rulebook
    owed.content = reference
    owed.salt = salt
    remittance: bytes32 = books._id_of(owed)
    flags: uint256 = 0
    if not discharged:
        # What the seller remits is taken off the holder's units then.
        flags = books.MIRROR
        books._origin[remittance] = id
    born: books.Book = mint._mint(
        remittance, owed, empty(IClaimRules.Hold), books.ACCEPTED, flags, holder
    )
    log IClaimRights.MisdirectedReported(
        claim=id,
        seller=msg.sender,
        holder=holder,
        amount=amount,
        value_day=value_day,
        reference=reference,
        discharged=discharged,
        remittance=remittance,
    )
    units._offer_hook(remittance, born, holder, amount)
    return remittance

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _note(id: bytes32, book: books.Book, claim: IClaimToken.Claim, flags: uint256):
    """
    @notice Set the flags; the first of them fixes the day from which paying the seller discharges nobody.
    """
    changed: books.Book = book
    if book.flags & books.NOTIFIED == 0:
        books._notice[id] = life._today(claim.pay_place)
    changed.flags |= flags
    books._store(id, changed)
