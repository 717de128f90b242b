"""A fresh anvil on a free port, with Ape connected to it, for as long as a block of code runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from usance.chain.revm import GENESIS, MNEMONIC

ACCOUNTS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 15) -> None:
    """Until the node listens; RuntimeError when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"anvil ended at once with code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"anvil does not listen after {seconds:.0f} s")


@contextmanager
def running_node() -> Iterator[tuple[Any, int]]:
    """Ape's provider, connected, and the node's port; the clock begins in the past, so that stories may."""
    if shutil.which("anvil") is None:
        raise RuntimeError("no anvil on PATH; run it through make, which installs it")
    port = free_port()
    process = subprocess.Popen(
        [
            "anvil", "--quiet", "--host", "127.0.0.1", "--port", str(port), "--chain-id", "31337",
            "--hardfork", "prague", "--mnemonic", MNEMONIC, "--accounts", str(ACCOUNTS),
            "--block-base-fee-per-gas", "0", "--gas-price", "0", "--timestamp", str(GENESIS),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port, process)
        os.environ["APE_FOUNDRY_HOST"] = f"http://127.0.0.1:{port}"
        import ape

        with ape.networks.parse_network_choice("ethereum:local:foundry") as provider:
            yield provider, port
    finally:
        process.terminate()
        process.wait()
