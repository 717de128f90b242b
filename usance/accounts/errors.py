"""What goes wrong with an account's files and commands, as one line."""

from __future__ import annotations


class AccountError(ValueError):
    """One line for the user: what, where, why (rule), the mend."""
