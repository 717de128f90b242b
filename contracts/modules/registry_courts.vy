# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Courts and their orders
@notice Owns which courts a party named itself and which orders they published against it. How
        many it names stands in the party's own word.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IPartyRegistry

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import packing
from contracts.modules import registry_parties as parties

uses: parties

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

NOTICE: constant(uint256) = 7 * 86_400
NOTICE_END: constant(uint256) = 14 * 86_400

MAX_COURTS: constant(uint256) = 4
COURT_STANDS: constant(uint256) = 1

# An order's word: court | published [unix s].
COURT_AT: constant(uint256) = 0
COURT_BITS: constant(uint256) = 160
PUBLISHED_AT: constant(uint256) = 160
PUBLISHED_BITS: constant(uint256) = 64

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

# party -> court -> 0 not named, 1 named, else when its removal was announced [unix s]
_court: HashMap[address, HashMap[address, uint256]]
_order: HashMap[address, HashMap[bytes32, uint256]]

# ---------------------------------------------------------------------------
#                                  EXTERNAL
# ---------------------------------------------------------------------------

@external
def name_court(court: address):
    parties._admitted(msg.sender)
    if self._court[msg.sender][court] > COURT_STANDS:
        self._court[msg.sender][court] = COURT_STANDS
        log IPartyRegistry.CourtNamed(party=msg.sender, court=court)
    else:
        self._name_court(msg.sender, court)


@external
def announce_court_removal(court: address):
    assert self._court[msg.sender][court] != 0, errors.COURTS  # guard: COURT-announce
    self._court[msg.sender][court] = block.timestamp
    log IPartyRegistry.CourtRemovalAnnounced(party=msg.sender, court=court)


@external
def remove_court(court: address):
    word: uint256 = parties._party[msg.sender]
    announced: uint256 = self._court[msg.sender][court]
    # Not named (0) and not announced (1) are announcements of 1970: the window is long closed.
    assert block.timestamp >= announced + NOTICE, errors.COURT_NOTICE  # guard: NOTICE-early
    assert block.timestamp <= announced + NOTICE_END, errors.COURT_NOTICE  # guard: NOTICE-late
    assert packing._get(word, parties.STATUS_AT, parties.STATUS_BITS) != parties.HELD, errors.COURT_STAYS_HELD  # guard: HELD-court
    count: uint256 = packing._get(word, parties.COURTS_AT, parties.COURTS_BITS)
    parties._put_courts(msg.sender, word, count - 1)
    self._court[msg.sender][court] = 0
    log IPartyRegistry.CourtRemoved(party=msg.sender, court=court)


@external
def publish_order(party: address, order: bytes32):
    assert self._names_court(party, msg.sender), errors.NOT_NAMED  # guard: COURT-publish
    assert order != empty(bytes32), errors.ORDER  # guard: ORDER-zero
    assert self._order[party][order] == 0, errors.ORDER  # guard: ORDER-twice
    word: uint256 = packing._put(0, COURT_AT, COURT_BITS, convert(msg.sender, uint256))
    self._order[party][order] = packing._put(word, PUBLISHED_AT, PUBLISHED_BITS, block.timestamp)
    self._court[party][msg.sender] = COURT_STANDS
    log IPartyRegistry.OrderPublished(party=party, court=msg.sender, order=order)

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def names_court(party: address, court: address) -> bool:
    return self._names_court(party, court)


@external
@view
def court_standing(party: address, court: address) -> uint256:
    return self._court[party][court]


@external
@view
def order_day_of(party: address, order: bytes32) -> uint256:
    return packing._get(self._order[party][order], PUBLISHED_AT, PUBLISHED_BITS)


@external
@view
def order_court_of(party: address, order: bytes32) -> address:
    court: uint256 = packing._get(self._order[party][order], COURT_AT, COURT_BITS)
    return convert(court, address)


@external
@view
def check_redirection(party: address, court: address, order: bytes32) -> uint256:
    assert self._names_court(party, court), errors.NOT_THE_COURT  # guard: COURT-named
    word: uint256 = self._order[party][order]
    # The order's own court carries it out; a second court the party named publishes its own.
    author: address = convert(packing._get(word, COURT_AT, COURT_BITS), address)
    assert author == empty(address) or author == court, errors.NOT_THE_COURT  # guard: COURT-author
    published: uint256 = packing._get(word, PUBLISHED_AT, PUBLISHED_BITS)
    old: bool = published != 0 and block.timestamp >= published + NOTICE
    assert old, errors.ORDER_EARLY  # guard: ACC12
    status: uint256 = packing._get(parties._party[party], parties.STATUS_AT, parties.STATUS_BITS)
    assert status == parties.HELD, errors.PARTY_NOT_HELD  # guard: NOT_HELD
    return published

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
def _name_court(party: address, court: address):
    assert court != empty(address) and court != party, errors.COURTS  # guard: COURT-self
    assert self._court[party][court] == 0, errors.NO_CHANGE  # guard: NO_CHANGE-court
    word: uint256 = parties._party[party]
    count: uint256 = packing._get(word, parties.COURTS_AT, parties.COURTS_BITS)
    assert count < MAX_COURTS, errors.COURTS  # guard: COURT-count
    parties._put_courts(party, word, count + 1)
    self._court[party][court] = COURT_STANDS
    log IPartyRegistry.CourtNamed(party=party, court=court)


@internal
@view
def _names_court(party: address, court: address) -> bool:
    if self._court[party][court] == 0:
        return False
    return parties._may(court, convert(IPartyRegistry.Role.COURT, uint256))
