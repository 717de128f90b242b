"""The bench's driver: Ape's, with a token like most in place of the tests' plain token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from usance.chain.ape_driver import ApeDriver
from usance.chain.artifacts import Artifact, compile_source
from usance.chain.driver import Deployed

PLAIN_TOKEN = "benchmarks/gas/PlainToken.vy"
PLAIN = 0
# [s] between two questions for a receipt.
POLL = 0.005


@lru_cache(maxsize=1)
def plain_token() -> Artifact:
    return replace(compile_source(PLAIN_TOKEN), name="TestToken")


class BenchDriver(ApeDriver):
    """Where a story or a house deploys the tests' token without a temper, it gets PlainToken.

    Left alone, web3 asks for a receipt ten times a second: waiting would be most of an act, and batches
    would look better than they are.
    """

    def __init__(self, provider: Any) -> None:
        super().__init__(provider)
        eth = provider.web3.eth
        eth.wait_for_transaction_receipt = partial(
            type(eth).wait_for_transaction_receipt, eth, poll_latency=POLL
        )

    def deploy(self, name: str, args: Sequence[Any], sender: str) -> Deployed:
        if name == "TestToken" and args[-1] == PLAIN:
            return self.deploy_artifact(plain_token(), args, sender)
        return super().deploy(name, args, sender)
