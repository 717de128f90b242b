"""The machine of the credit on Ape's built-in chain: the same plays as on revm, far fewer steps.

A process of its own (`python -m tools.bench_ape`), because that chain begins with the first connection.
"""

from __future__ import annotations

import subprocess
import sys
from time import process_time

from tools.findings import ROOT
from usance.chain.clock import start_in_the_past

STEPS = 120
SEED = 1


def measured() -> float:
    """Steps a second of one core, on Ape's built-in chain; in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_ape"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(f"the machine on Ape's chain: {lines[-1]}")
    return float(done.stdout.split()[-1])


def steps_a_second() -> float:
    start_in_the_past()
    import ape

    from tests.machines.credit_house import House, seat_on
    from tests.machines.credit_walk import play
    from usance.chain.abi import revert_reason
    from usance.chain.ape_driver import ApeDriver
    from usance.chain.driver import Receipt

    class Machine(ApeDriver):
        """What the machine's table asks of its driver beyond the protocol."""

        decoding = 0.0

        @property
        def _next(self) -> int | None:
            found: int | None = self._port._next  # type: ignore[attr-defined]
            return found

        def send_raw(self, to: str, data: bytes, sender: str) -> Receipt:
            answer = self._port.send(sender, to, data, 0, None)
            if not answer.ok:
                return Receipt(False, revert_reason(answer.output), None, (), answer.timestamp)
            began = process_time()
            events = self._events(answer)
            self.decoding += process_time() - began
            return Receipt(True, "", answer.output, events, answer.timestamp)

    with ape.networks.parse_network_choice("ethereum:local:test") as provider:
        house = House(seat_on(Machine(provider)))
        began = process_time()
        table = play(house, SEED, STEPS)
        return table.steps / (process_time() - began)


if __name__ == "__main__":
    print(f"{steps_a_second():.3f}")
