"""The one error of this package."""

from __future__ import annotations


class FingerprintError(ValueError):
    """One line: what, where, why, the mend. Never holds a key."""
