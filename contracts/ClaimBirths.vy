# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How a claim comes into being and binds its debtor
@license MIT
@notice The second storey of ClaimToken (interfaces/IClaimBirths.vyi is the specification), called at
        ClaimToken's address and on its books; what is not here goes on to ClaimLife.
        Trust: a seller registers and binds nobody; a debtor is bound by its own act, its signature, its
        own earlier mandate, or an agent that it authorised itself. No minter exists.
@custom:kill `pause` stops register and issue_payable for at most 14 days, not again within 90. Claims that
        exist, and births that the law demands (`bear`), cannot be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimBirths
from interfaces import IClaimRules
from interfaces import IClaimToken
from interfaces import IPartyRegistry

implements: IClaimBirths

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_birth
from contracts.modules import claim_books as books
from contracts.modules import claim_entry as entry
from contracts.modules import claim_mandates as mandates
from contracts.modules import claim_mint as mint
from contracts.modules import claim_payables as payables
from contracts.modules import claim_units as units
from contracts.modules import errors
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import packing
from contracts.modules import signatures

# The same modules in the same order as in the other storeys: one storage layout.
initializes: books
initializes: ledger
initializes: guardian
initializes: signatures
initializes: units[books := books]
initializes: mint[books := books]
# These own no storage.
initializes: entry[books := books, guardian := guardian, units := units]
initializes: mandates[books := books, entry := entry, units := units]
initializes: payables[books := books, entry := entry, mint := mint, units := units]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# In the interface's order.
exports: (
    mandates.submit,
    mandates.deem,
    payables.issue_payable,
    payables.receive,
    payables.refuse,
    payables.lapse,
    payables.cancel,
    payables.limit_payables,
    payables.payables_of,
    mandates.submission_of,
)

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

ACCEPTANCE_TYPE: constant(bytes32) = keccak256(
    "Acceptance(bytes32[] claims,uint256 waivers,uint256 nonce,uint256 deadline)"
)
ALL_WAIVERS: constant(uint256) = 3
# A waiver's bit, moved so far, is its flag.
WAIVERS_TO_FLAGS: constant(uint256) = 1
KIND_AGENTS: constant(uint256) = 3
LAST_ATTESTATION: constant(uint256) = 4
OTHER_ATTESTATION: constant(uint256) = 255
HELD: constant(uint256) = 2

RESCINDED_UNITS: constant(uint256) = 3

# The words of claim_books, field by field.
LOW_AT: constant(uint256) = 0
AMOUNT_BITS: constant(uint256) = 112
RESERVED_AT: constant(uint256) = 112
AGENT_UNTIL_AT: constant(uint256) = 224
# [unix s] the year 2106: 32 bits.
MOST_UNTIL: constant(uint256) = 2**32 - 1
WORD_KIND_BITS: constant(uint256) = 16
WORD_UNTIL_AT: constant(uint256) = 16

# [bytes] An encoded list of 50 ids: place, length, ids.
LIST_BYTES: constant(uint256) = 64 + 50 * 32
# [bytes] the longest answer of an act of the next storey.
MOST_ANSWER: constant(uint256) = 2_048

# ---------------------------------------------------------------------------
#                                 IMMUTABLES
# ---------------------------------------------------------------------------

LIFE: public(immutable(address))

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address, rules: address, charges: address, life: address):
    LIFE = life
    units.__init__(registry)
    entry.__init__(calendar, rules, charges)
    signatures.__init__("Usance ClaimToken")

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
@reentrant
@raw_return
def __default__() -> Bytes[MOST_ANSWER]:
    """
    @notice Every act that is not of this storey goes to the next one. Not locked here: the act itself takes
            the one lock of all storeys.
    """
    entry._check_place()  # guard: STOREY-default
    # reviewed: the callee is fixed for ever and has this storage layout (a test compares them); a revert is
    # passed on as it is.
    return raw_call(LIFE, msg.data, max_outsize=MOST_ANSWER, is_delegate_call=True)

# --- invoices ---

@external
def register(claim: IClaimToken.Claim) -> bytes32:
    entry._begin(claim.creditor)
    id: bytes32 = books._claim_id()
    hold: IClaimRules.Hold = staticcall IClaimRules(entry.RULES).check_birth(claim, True)
    self._register(id, claim, hold, books.REGISTERED, 0)
    return id


@external
def register_batch(
    common: IClaimToken.Claim, rows: DynArray[IClaimBirths.Row, 50]
) -> DynArray[bytes32, 50]:
    return self._register_rows(common, rows, books.REGISTERED, 0)


@external
def register_accepted(
    common: IClaimToken.Claim,
    rows: DynArray[IClaimBirths.Row, 50],
    waivers: uint256,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
) -> DynArray[bytes32, 50]:
    flags: uint256 = self._flags(waivers)
    ids: DynArray[bytes32, 50] = self._register_rows(common, rows, books.ACCEPTED, flags)
    self._check_admitted(common.debtor, empty(IPartyRegistry.Role))  # guard: NOT_ADMITTED-register_accepted
    self._consume(common.debtor, ids, waivers, nonce, deadline, signature)
    for id: bytes32 in ids:
        log IClaimBirths.Accepted(claim=id, debtor=common.debtor, waivers=waivers)
    return ids


@external
def accept(claim: IClaimToken.Claim, waivers: uint256):
    self._check_debtor(claim.debtor)
    self._accept(books._claim_id(), claim.debtor, waivers)


@external
def accept_batch(
    common: IClaimToken.Claim, rows: DynArray[IClaimBirths.Row, 50], waivers: uint256
):
    self._check_debtor(common.debtor)
    units._check_something(len(rows))  # guard: NOTHING-accept_batch
    claim: IClaimToken.Claim = common
    for row: IClaimBirths.Row in rows:
        claim.face = row.face
        claim.object_amount = row.object_amount
        claim.issue_day = row.issue_day
        claim.due_day = row.due_day
        claim.fingerprint = row.fingerprint
        claim.content = row.content
        claim.salt = row.salt
        id: bytes32 = books._id_of(claim)
        self._accept(id, common.debtor, waivers)


@external
def accept_signed(
    claim: IClaimToken.Claim, waivers: uint256, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    id: bytes32 = books._claim_id()
    self._check_admitted(claim.debtor, empty(IPartyRegistry.Role))  # guard: NOT_ADMITTED-accept_signed
    self._consume(claim.debtor, [id], waivers, nonce, deadline, signature)
    self._accept(id, claim.debtor, waivers)


@external
def deny(claim: IClaimToken.Claim):
    units._check_sender(claim.debtor)  # guard: deny-debtor
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    assert not units._is_bound(book.status), errors.CLAIM_ACCEPTED  # guard: CLAIM_ACCEPTED
    units._check_state(book.status == books.REGISTERED)  # guard: deny-state
    book.status = books.DENIED
    books._store(id, book)
    log IClaimBirths.Denied(claim=id, debtor=msg.sender)


@external
def rescind(claim: IClaimToken.Claim):
    units._check_sender(claim.creditor)  # guard: rescind-creditor
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    fits: bool = book.status == books.REGISTERED or book.status == books.DENIED
    units._check_state(fits)  # guard: rescind-state
    units._check_state(book.paid == 0 and book.aside == 0)  # guard: rescind-paid
    # A seller that is held could else free the invoice for another address of its own.
    assert units._status_of(msg.sender) != HELD, errors.PARTY_HELD  # guard: rescind-held
    # All units go, so it holds them all.
    entry._end(id, claim, msg.sender, books.RESCINDED, RESCINDED_UNITS)
    log IClaimBirths.Rescinded(claim=id, creditor=msg.sender)


@external
def attest(claim: IClaimToken.Claim, kind: uint256, until: uint256, reference: bytes32):
    id: bytes32 = books._claim_id()
    book: books.Book = books._load(id)
    units._check_state(units._is_live(book.status))  # guard: attest-state
    self._check_admitted(msg.sender, IPartyRegistry.Role.VERIFIER)  # guard: attest-verifier
    named: bool = kind != 0 and (kind <= LAST_ATTESTATION or kind == OTHER_ATTESTATION)
    claim_birth._check_terms(named)  # guard: attest-kind
    claim_birth._check_terms(until >= block.timestamp and until < 2**64)  # guard: attest-until
    books._attestations[id][msg.sender] = kind | (until << WORD_UNTIL_AT)
    log IClaimBirths.Attested(
        claim=id, verifier=msg.sender, kind=kind, until=until, reference=reference
    )

# --- agents ---

@external
def authorise(agent: address, cap: uint256, until: uint256):
    entry._check_place()  # guard: STOREY-authorise
    self._check_agent(agent != empty(address) and agent != msg.sender)  # guard: AGENT-address
    self._check_agent(cap <= books.MASK_112 and until <= MOST_UNTIL)  # guard: AGENT-range
    authority: IClaimBirths.Authority = self._authority(msg.sender, agent)
    authority.cap = cap
    authority.until = until
    self._write_authority(msg.sender, agent, authority)
    log IClaimBirths.Authorised(debtor=msg.sender, agent=agent, cap=cap, until=until)


@external
def reserve(debtor: address, amount: uint256):
    authority: IClaimBirths.Authority = self._authority(debtor, msg.sender)
    authority = self._spend(authority, amount)
    authority.reserved += amount
    self._check_agent(authority.reserved <= books.MASK_112)  # guard: AGENT-reserved
    self._write_authority(debtor, msg.sender, authority)
    log IClaimBirths.Reserved(debtor=debtor, agent=msg.sender, amount=amount)


@external
def bear(claim: IClaimToken.Claim) -> bytes32:
    entry._check_kind(claim.kind >= KIND_AGENTS)  # guard: TERMS-kind-agent
    id: bytes32 = books._claim_id()
    authority: IClaimBirths.Authority = self._authority(claim.debtor, msg.sender)
    reserved: uint256 = min(claim.face, authority.reserved)
    authority.reserved -= reserved
    if claim.face != reserved:
        authority = self._spend(authority, claim.face - reserved)
    self._write_authority(claim.debtor, msg.sender, authority)
    hold: IClaimRules.Hold = staticcall IClaimRules(entry.RULES).check_birth(claim, False)
    book: books.Book = mint._mint(id, claim, hold, books.ACCEPTED, 0, claim.creditor)
    units._offer_hook(id, book, claim.creditor, claim.face)
    return id

# --- the guardian ---

@external
def pause():
    entry._check_place()  # guard: STOREY-pause
    guardian._stop(units.REGISTRY)


@external
def unpause():
    guardian._release(units.REGISTRY)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def authority_of(debtor: address, agent: address) -> IClaimBirths.Authority:
    return self._authority(debtor, agent)


@external
@view
def attestation_of(claim: bytes32, verifier: address) -> (uint256, uint256):
    word: uint256 = books._attestations[claim][verifier]
    return packing._get(word, LOW_AT, WORD_KIND_BITS), word >> WORD_UNTIL_AT


@external
@view
def acceptance_digest(
    claims: DynArray[bytes32, 50], waivers: uint256, nonce: uint256, deadline: uint256
) -> bytes32:
    return signatures._digest(self._acceptance(claims, waivers, nonce, deadline))

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

# --- reasons given in several places, once in the code ---

@internal
@view
def _check_admitted(party: address, role: IPartyRegistry.Role):
    admitted: bool = staticcall IPartyRegistry(units.REGISTRY).may(party, role)
    assert admitted, errors.CLAIM_NOT_ADMITTED  # guard: NOT_ADMITTED-claim


@internal
@pure
def _check_agent(fits: bool):
    assert fits, errors.CLAIM_AGENT  # guard: AGENT


@internal
@view
def _check_debtor(debtor: address):
    units._check_sender(debtor)  # guard: accept-debtor
    self._check_admitted(debtor, empty(IPartyRegistry.Role))  # guard: NOT_ADMITTED-accept

# --- births ---

@internal
def _register(
    id: bytes32, claim: IClaimToken.Claim, hold: IClaimRules.Hold, status: uint256, flags: uint256
):
    entry._take(claim)
    # The creditor is the sender: no hook to offer.
    book: books.Book = mint._mint(id, claim, hold, status, flags, claim.creditor)


@internal
def _register_rows(
    common: IClaimToken.Claim, rows: DynArray[IClaimBirths.Row, 50], status: uint256, flags: uint256
) -> DynArray[bytes32, 50]:
    """
    @notice All or none. What the rows share is checked once, with the last day of issue and the first day
            due: no row was issued after today and none is due before it, so the two stand in this
            order. And once with the last day due, up to which calendars must be loaded.
    """
    entry._begin(common.creditor)
    units._check_something(len(rows))  # guard: NOTHING-register_batch
    soonest: uint256 = rows[0].due_day
    latest: uint256 = rows[0].due_day
    newest: uint256 = rows[0].issue_day
    for row: IClaimBirths.Row in rows:
        soonest = min(soonest, row.due_day)
        latest = max(latest, row.due_day)
        newest = max(newest, row.issue_day)
    claim: IClaimToken.Claim = common
    claim.face = rows[0].face
    claim.object_amount = rows[0].object_amount
    claim.fingerprint = rows[0].fingerprint
    claim.content = rows[0].content
    claim.issue_day = newest
    claim.due_day = soonest
    hold: IClaimRules.Hold = staticcall IClaimRules(entry.RULES).check_birth(claim, True)
    if latest != soonest:
        claim.due_day = latest
        hold = staticcall IClaimRules(entry.RULES).check_birth(claim, True)
    ids: DynArray[bytes32, 50] = []
    for row: IClaimBirths.Row in rows:
        # A row's own words, written over those of the row before.
        claim.face = row.face
        claim.object_amount = row.object_amount
        claim.issue_day = row.issue_day
        claim.due_day = row.due_day
        claim.fingerprint = row.fingerprint
        claim.content = row.content
        claim.salt = row.salt
        if claim.record_days != 0:
            # A closed register has its own days for every due day.
            hold = staticcall IClaimRules(entry.RULES).check_birth(claim, True)
        else:
            claim_birth._check_row(claim)
        id: bytes32 = books._id_of(claim)
        self._register(id, claim, hold, status, flags)
        ids.append(id)
    return ids

# --- acceptance ---

@internal
@pure
def _flags(waivers: uint256) -> uint256:
    assert waivers <= ALL_WAIVERS, errors.CLAIM_WAIVERS  # guard: TERMS-waivers
    return waivers << WAIVERS_TO_FLAGS


@internal
def _accept(id: bytes32, debtor: address, waivers: uint256):
    book: books.Book = books._load(id)
    units._check_state(book.status == books.REGISTERED)  # guard: accept-state
    book.status = books.ACCEPTED
    book.flags |= self._flags(waivers)
    books._store(id, book)
    log IClaimBirths.Accepted(claim=id, debtor=debtor, waivers=waivers)


@internal
@pure
def _acceptance(
    ids: DynArray[bytes32, 50], waivers: uint256, nonce: uint256, deadline: uint256
) -> bytes32:
    """
    @notice The EIP-712 hash: a list is the hash of its members one after the other.
    """
    encoded: Bytes[LIST_BYTES] = abi_encode(ids)
    members: Bytes[LIST_BYTES] = slice(encoded, 64, len(ids) * 32)
    return keccak256(abi_encode(ACCEPTANCE_TYPE, keccak256(members), waivers, nonce, deadline))


@internal
def _consume(
    debtor: address,
    ids: DynArray[bytes32, 50],
    waivers: uint256,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    struct_hash: bytes32 = self._acceptance(ids, waivers, nonce, deadline)
    signatures._consume(debtor, struct_hash, nonce, deadline, signature)

# --- an agent's authority ---

@internal
@view
def _authority(debtor: address, agent: address) -> IClaimBirths.Authority:
    word: uint256 = books._authority[debtor][agent]
    return IClaimBirths.Authority(
        cap=packing._get(word, LOW_AT, AMOUNT_BITS),
        reserved=packing._get(word, RESERVED_AT, AMOUNT_BITS),
        until=word >> AGENT_UNTIL_AT,
    )


@internal
@view
def _spend(authority: IClaimBirths.Authority, amount: uint256) -> IClaimBirths.Authority:
    """
    @notice `amount` less of the cap, while it can still be used.
    """
    left: IClaimBirths.Authority = authority
    self._check_agent(left.until >= block.timestamp)  # guard: AGENT-until
    self._check_agent(left.cap >= amount)  # guard: AGENT-cap
    left.cap -= amount
    return left


@internal
def _write_authority(debtor: address, agent: address, authority: IClaimBirths.Authority):
    """
    @notice Every field is known to fit.
    """
    word: uint256 = authority.cap | (authority.reserved << RESERVED_AT)
    books._authority[debtor][agent] = word | (authority.until << AGENT_UNTIL_AT)
