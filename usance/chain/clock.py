"""The clock of Ape's built-in chain: it begins in the past and never asks the host.

By itself that chain starts at the host's time and cannot go back, and each block is stamped with the
host's time when that is later. Call `start_in_the_past` before the first connection; then every block
is one second after its parent unless a driver sets its time.
"""

from __future__ import annotations

from typing import Any

from usance.chain.revm import GENESIS

_patched: dict[str, int] = {}


def start_in_the_past(genesis: int = GENESIS) -> None:
    """From now on a built-in chain of this process begins at `genesis` [unix s]."""
    import eth_tester.backends.pyevm.main as backend
    from eth._utils import headers

    _patched["genesis"] = genesis
    if getattr(backend.get_default_genesis_params, "_usance", False):
        return
    original = backend.get_default_genesis_params

    def genesis_params(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
        given = dict(overrides or {})
        given.setdefault("timestamp", _patched["genesis"])
        return dict(original(overrides=given))

    genesis_params._usance = True  # type: ignore[attr-defined]
    backend.get_default_genesis_params = genesis_params
    headers.eth_now = lambda: 0
