# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Several small numbers in one word
@notice Storage is not packed by the compiler. A field is named by its place `at` and its width
        `bits`; the owner of a word names both as constants beside the storage variable.
        Domain: bits in 1..255, at + bits <= 256.
"""

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import errors

# ---------------------------------------------------------------------------
#                                  INTERNAL
# ---------------------------------------------------------------------------

@internal
@pure
def _get(word: uint256, at: uint256, bits: uint256) -> uint256:
    """
    @notice The field of `bits` bits that begins at bit `at`.
    """
    return (word >> at) & ((1 << bits) - 1)


@internal
@pure
def _put(word: uint256, at: uint256, bits: uint256, number: uint256) -> uint256:
    """
    @notice The word with the field replaced. A number that does not fit is refused, never cut.
    """
    mask: uint256 = (1 << bits) - 1
    assert number <= mask, errors.PACKING  # guard: PACKING
    cleared: uint256 = word & ~(mask << at)
    return cleared | (number << at)
