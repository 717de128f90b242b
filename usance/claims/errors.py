"""The one error of this package: a line that says what, where, why (the rule), and the mend."""

from __future__ import annotations


class ClaimError(ValueError):
    """Something about a claim that cannot be done as asked."""
