"""An approval and an act tried together, nothing sent: the contract's own answer before anybody signs.

A node takes the sender's address with a few bytes of code for the length of one call; that code makes the
calls one after the other, as the sender. On the built-in chain a snapshot does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usance.chain.abi import revert_reason
from usance.chain.driver import Deployed, Driver, Reverted

Call = tuple[Deployed, str, Sequence[Any]]


def program(calls: Sequence[tuple[str, bytes]]) -> bytes:
    """EVM code that makes these calls in order and gives back the first refusal."""
    parts: list[bytes] = []
    # Each part is of fixed length, so the place of every blob is known.
    length = 92 * len(calls) + 1
    at = length
    for index, (to, data) in enumerate(calls):
        size, where = len(data).to_bytes(4, "big"), at.to_bytes(4, "big")
        end = (92 * (index + 1) - 12).to_bytes(4, "big")
        code = (
            b"\x63" + size + b"\x63" + where + b"\x5f\x39"  # codecopy(0, where, size)
            + b"\x5f\x5f\x63" + size + b"\x5f\x5f"  # ret size, ret at, in size, in at, value
            + b"\x73" + bytes.fromhex(to[2:]) + b"\x5a\xf1"  # to, gas, call
            + b"\x63" + end + b"\x57"  # jump over the refusal when it went well
            + b"\x3d\x5f\x5f\x3e\x3d\x5f\xfd"  # returndatacopy, revert
        )  # fmt: skip
        parts.append(code.ljust(80, b"\x00") + b"\x5b" + b"\x5b" * 11)
        at += len(data)
    return b"".join(parts) + b"\x00" + b"".join(data for _, data in calls)


def try_calls(driver: Driver, calls: Sequence[Call], sender: str, timestamp: int) -> None:
    """Raises Reverted with the contract's reason when the last of these calls would be refused."""
    encoded = [
        (contract.address, contract.abi.function(function, len(args)).encode(list(args)))
        for contract, function, args in calls
    ]
    web3 = getattr(getattr(driver, "provider", None), "web3", None)
    if web3 is None or hasattr(getattr(driver, "provider", None), "evm_backend"):
        _try_by_snapshot(driver, calls, sender)
        return
    request = {"from": sender, "to": sender, "gas": hex(29_000_000)}
    code = "0x" + program(encoded).hex()
    params = [request, "latest", {sender: {"code": code}}, {"time": hex(timestamp)}]
    try:
        answer = web3.provider.make_request("eth_call", params)
    except Exception as error:
        answer = {"error": {"data": getattr(error, "data", None), "message": str(error)}}
    problem = answer.get("error")
    if problem:
        data = problem.get("data")
        data = data.get("data") if isinstance(data, dict) else data
        if data is None and "revert" not in str(problem.get("message", "")).lower():
            # This node does not lend code to an address: sending will tell.
            return
        payload = bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else b""
        raise Reverted(revert_reason(payload))


def _try_by_snapshot(driver: Driver, calls: Sequence[Call], sender: str) -> None:
    before = driver.snapshot()
    try:
        for contract, function, args in calls:
            driver.call(contract, function, args, sender).require()
    finally:
        driver.revert(before)
