"""The one error of this package: a line that says what, where, why, and the mend."""

from __future__ import annotations


class ChargeError(ValueError):
    """Something about a charge that cannot be done as asked."""
