# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title How many must consent
@notice Owns an institution's ladders (capability, band -> threshold), the rules that say which
        calls are of which capability and where their amount stands, and what was moved lately.
        Capabilities are bits of a signer's rights, so that the highest threshold of each fits one
        word. GOVERN's threshold is the highest of the account; whatever has no ladder needs it.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IInstitutionAccount

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors
from contracts.modules import packing

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

GOVERN: constant(uint256) = 0
OTHER: constant(uint256) = 1
SIGN: constant(uint256) = 2
CAPABILITIES: constant(uint256) = 32
MAX_CONSENTS: constant(uint256) = 8

NOTHING: constant(uint256) = 1
WORD: constant(uint256) = 2
WHOLE: constant(uint256) = 3
VALUE: constant(uint256) = 4
# Larger than any place in the longest calldata that an order takes.
MAX_WORD: constant(uint256) = 512

# Amounts stand still here; the last band has no ceiling, so it always holds them.
MAX_AMOUNT: constant(uint256) = 2**112 - 1
AMOUNT_BITS: constant(uint256) = 112
DAY: constant(uint256) = 86_400

# A band's word: threshold | ceiling.
THRESHOLD_BITS: constant(uint256) = 8
# A rule's word: measure | capability | place of the amount.
CAPABILITY_AT: constant(uint256) = 8
WORD_AT: constant(uint256) = 16
BYTE: constant(uint256) = 255
# A window's word: today | the day before | number of the day (UTC).
BEFORE_AT: constant(uint256) = 112
DAY_AT: constant(uint256) = 224

# ---------------------------------------------------------------------------
#                                  STORAGE
# ---------------------------------------------------------------------------

_ladder: HashMap[uint256, DynArray[uint256, 4]]
# byte i: the highest threshold of capability i, 0 = it has no ladder
_tops: uint256
# target -> selector -> word, 0 = no rule
_rule: HashMap[address, HashMap[bytes4, uint256]]
_window: HashMap[uint256, uint256]

# ---------------------------------------------------------------------------
#                                   VIEWS
# ---------------------------------------------------------------------------

@external
@view
def ladder(capability: uint256) -> DynArray[IInstitutionAccount.Band, 4]:
    found: DynArray[IInstitutionAccount.Band, 4] = []
    bands: DynArray[uint256, 4] = self._ladder[capability]
    for band: uint256 in bands:
        ceiling: uint256 = band >> THRESHOLD_BITS
        if ceiling == MAX_AMOUNT:
            ceiling = max_value(uint256)
        found.append(IInstitutionAccount.Band(ceiling=ceiling, threshold=band & BYTE))
    return found


@external
@view
def rule_of(target: address, selector: bytes4) -> IInstitutionAccount.Rule:
    word: uint256 = self._rule[target][selector]
    return IInstitutionAccount.Rule(
        target=target,
        selector=selector,
        capability=(word >> CAPABILITY_AT) & BYTE,
        measure=word & BYTE,
        word=word >> WORD_AT,
    )


@external
@view
def moved(capability: uint256) -> uint256:
    today: uint256 = 0
    before: uint256 = 0
    today, before = self._moved(capability)
    return self._sum(today, before)

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _sum(one: uint256, other: uint256) -> uint256:
    """
    @notice The sum, or the largest amount. Both numbers are taken as the largest amount at most.
    """
    return min(min(one, MAX_AMOUNT) + min(other, MAX_AMOUNT), MAX_AMOUNT)


@internal
@view
def _moved(capability: uint256) -> (uint256, uint256):
    """
    @notice What was moved today, and on the day before (UTC). Two days together hold every span
            of 24 hours, so nothing is gained by waiting for midnight.
    """
    word: uint256 = self._window[capability]
    day: uint256 = word >> DAY_AT
    # The number of the day, rounded down.
    today: uint256 = block.timestamp // DAY
    if day == today:
        return packing._get(word, 0, AMOUNT_BITS), packing._get(word, BEFORE_AT, AMOUNT_BITS)
    if day + 1 == today:
        return 0, packing._get(word, 0, AMOUNT_BITS)
    return 0, 0


@internal
@view
def _highest() -> uint256:
    return self._tops & BYTE


@internal
@view
def _top(capability: uint256) -> uint256:
    """
    @notice The threshold of the capability's highest band.
    """
    own: uint256 = (self._tops >> (THRESHOLD_BITS * capability)) & BYTE
    if own == 0:
        return self._highest()
    return own


@internal
@view
def _threshold(capability: uint256, amount: uint256) -> uint256:
    """
    @notice The threshold of the first band whose ceiling is not below the amount.
    """
    bands: DynArray[uint256, 4] = self._ladder[capability]
    for band: uint256 in bands:
        if amount <= band >> THRESHOLD_BITS:
            return band & BYTE
    return self._highest()


@internal
def _book(capability: uint256, amount: uint256) -> uint256:
    """
    @notice Count what is about to be moved.
    @return The threshold it needs, with all that was moved on two days.
    """
    if amount == 0:
        return self._threshold(capability, 0)
    today: uint256 = 0
    before: uint256 = 0
    today, before = self._moved(capability)
    today = self._sum(today, amount)
    word: uint256 = packing._put(0, 0, AMOUNT_BITS, today)
    word = packing._put(word, BEFORE_AT, AMOUNT_BITS, before)
    # The day's number, rounded down, fits the 32 bits above.
    self._window[capability] = word | ((block.timestamp // DAY) << DAY_AT)
    total: uint256 = self._sum(today, before)
    return self._threshold(capability, total)


@internal
@pure
def _check_change(sound: bool):
    assert sound, errors.ACCOUNT_CHANGE  # guard: CHANGE


@internal
def _set_ladder(ladder: IInstitutionAccount.Ladder):
    capability: uint256 = ladder.capability
    # OTHER is what nobody thought of: it has no ladder of its own.
    self._check_change(capability < CAPABILITIES and capability != OTHER)  # guard: CHANGE-ladder
    words: DynArray[uint256, 4] = []
    ceiling: uint256 = 0
    threshold: uint256 = 0
    open: bool = True
    for band: IInstitutionAccount.Band in ladder.bands:
        # A higher amount never needs fewer people, and a ceiling of zero is a band for nothing.
        above: bool = min(band.ceiling, MAX_AMOUNT) > ceiling
        self._check_change(above and band.threshold >= threshold)  # guard: CHANGE-ascending
        self._check_change(band.threshold != 0 and band.threshold <= MAX_CONSENTS)  # guard: CHANGE-threshold
        ceiling = min(band.ceiling, MAX_AMOUNT)
        threshold = band.threshold
        open = band.ceiling == max_value(uint256)
        words.append((ceiling << THRESHOLD_BITS) | threshold)
    # No band at all is right for every capability but GOVERN, which the quorum says.
    self._check_change(open)  # guard: CHANGE-open
    self._ladder[capability] = words
    self._tops = packing._put(
        self._tops, THRESHOLD_BITS * capability, THRESHOLD_BITS, threshold
    )
    log IInstitutionAccount.LadderSet(capability=capability, bands=ladder.bands)


@internal
def _set_rule(rule: IInstitutionAccount.Rule):
    self._check_change(rule.capability < CAPABILITIES)  # guard: CHANGE-capability
    self._check_change(rule.measure <= VALUE and rule.word < MAX_WORD)  # guard: CHANGE-measure
    word: uint256 = rule.measure
    if rule.measure != 0:
        word = word | (rule.capability << CAPABILITY_AT) | (rule.word << WORD_AT)
    self._rule[rule.target][rule.selector] = word
    log IInstitutionAccount.RuleSet(
        target=rule.target,
        selector=rule.selector,
        capability=rule.capability,
        measure=rule.measure,
        word=rule.word,
    )
