"""Each rule of the Vyper lint against a source planted to break it, and against its mend."""

from __future__ import annotations

import pytest

from tools import check_ast
from tools.vyper_source import Source

HEAD = "# pragma version 0.4.3\n# pragma nonreentrancy on\n"
WORLD = """
interface IOther:
    def push(x: uint256) -> uint256: nonpayable
    def look() -> uint256: view

event Seen:
    x: uint256

struct Pair:
    a: DynArray[uint256, 3]
    b: uint256

struct Flat:
    a: uint256
    b: uint256

total: uint256
numbers: DynArray[uint256, 8]
book: HashMap[uint256, uint256]
grid: DynArray[DynArray[uint256, 3], 3]

@internal
def _bump() -> uint256:
    self.total += 1
    return self.total

@internal
@view
def _read() -> uint256:
    return self.total
"""


def findings(body: str, head: str = HEAD, path: str = "contracts/Planted.vy") -> list[str]:
    """Rules that the lint finds broken in WORLD and the body of one function."""
    lines = "".join(f"    {line}\n" for line in body.strip().split("\n"))
    text = f"{head}{WORLD}\n@external\n@payable\ndef act(other: address, n: uint256):\n{lines}"
    return [finding.rule for finding in check_ast.check_source(Source(path, text))]


GOOD = """
x: uint256 = self._bump()
self.total = x // 3  # floor: favours the payer
"""


def test_lint__clean_source__nothing_found() -> None:
    assert findings(GOOD) == []


BAD = {
    "bit-or-ternary": "self.total = (n | 16) if n > 1 else 8",
    "bit-or-value": "self.total = msg.value | 3",
    "bit-or-value-augmented": "x: uint256 = n\nx |= msg.value\nself.total = x",
    "bit-or-value-length": "self.total = len(msg.data) | 3",
    "ternary-array": "a: DynArray[uint256, 3] = [1]\nb: DynArray[uint256, 3] = [2]\n"
    "c: DynArray[uint256, 3] = a if n > 1 else b\nself.total = c[0]",
    "ternary-array-in-struct": "a: Pair = Pair(a=[1], b=2)\n"
    "c: Pair = a if n > 1 else empty(Pair)\nself.total = c.b",
    "ternary-call": "self.total = self._read() if n > 1 else 8",
    "ternary-call-in-test": "self.total = 1 if self._bump() > 1 else 8",
    "ternary-call-outside": "self.total = staticcall IOther(other).look() if n > 1 else 8",
    "raw": "raw_call(other, b'')",
    "raw-send": "send(other, n)",
    "raw-create": "self.total = convert(create_copy_of(other), uint256)",
    "raw-proxy": "self.total = convert(create_minimal_proxy_to(other), uint256)",
    "raw-revert": "raw_revert(b'')",
    "raw-log": "raw_log([], b'')",
    "code-offset": "# reviewed: planted\nx: address = create_from_blueprint(other, code_offset=n)",
    "origin": "self.total = convert(tx.origin, uint256)",
    "slice-concat": "x: Bytes[2] = slice(convert(self._bump(), bytes32), 0, 2)",
    "slice-concat-start": "x: Bytes[2] = slice(msg.data, self._bump(), 2)",
    "slice-concat-outside": "x: Bytes[64] = concat(convert(staticcall IOther(other).look(), bytes32), b'')",
    "augmented": "self.numbers[0] += self._bump()",
    "augmented-pop": "self.numbers[0] += self.numbers.pop()",
    "augmented-outside": "self.book[n] += extcall IOther(other).push(n)",
    "loop": "for x: uint256 in self.numbers:\n    self.total = x",
    "loop-bound": "for x: uint256 in range(self._read(), bound=9):\n    self.total = x",
    "one-effect": "self.total = self._bump() + self._bump()",
    "one-effect-outside": "self.total = extcall IOther(other).push(self._bump())",
    "one-effect-in-head": "if self._bump() > self._bump():\n    self.total = 1",
    "one-effect-in-log": "log Seen(x=self._bump() + self.numbers.pop())",
    "direction": "self.total = n // 3",
    "direction-augmented": "self.total //= 3",
    "direction-in-head": "if n // 3 > 1:\n    self.total = 1  # floor",
    "guard": "assert n > 1, 'planted: no (X)'",
    "guard-raise": "if n > 1:\n    raise 'planted: no (X)'",
    "guard-twice": "assert n > 1, 'a'  # guard: X\nassert n > 2, 'b'  # guard: X",
    "guard-shape": "assert n > 1, 'a'  # guard X",
    "guard-nowhere": "# guard: X\nself.total = 1",
}
MENDS = {
    "bit-or-ternary": "x: uint256 = 8\nif n > 1:\n    x = n | 16\nself.total = x",
    "ternary-call": "x: uint256 = self._read()\nself.total = x if n > 1 else max(n, 8)",
    "raw": "# reviewed: the answer is not read\nraw_call(other, b'')",
    "raw-same-line": "raw_call(other, b'')  # reviewed: the answer is not read",
    "raw-several-lines": "# reviewed: not read\n# at all\n"
    "ok: bool = raw_call(\n    other, b'', revert_on_failure=False\n)",
    "code-offset": "# reviewed: planted\nx: address = create_from_blueprint(other, code_offset=3)",
    "slice-concat": "x: Bytes[64] = concat(convert(n, bytes32), keccak256(b'x'))",
    "augmented": "x: uint256 = self._bump()\nself.numbers[0] += x",
    "augmented-view": "self.numbers[0] += self._read()",
    "loop": "some: DynArray[uint256, 8] = self.numbers\nfor x: uint256 in some:\n    self.total = x",
    "loop-range": "for x: uint256 in range(min(n, 9), bound=9):\n    self.total = x",
    "one-effect": "x: uint256 = self._bump()\nself.total = x + self._read()",
    "direction-above": "# rounded down, in favour of the payer\nself.total = n // 3",
    "direction-exact": "self.total = 6 // n  # exact",
    "ternary-struct": "a: Flat = Flat(a=1, b=2)\nc: Flat = a if n > 1 else empty(Flat)\nself.total = c.b",
    "guard": "assert n > 1, 'planted: no (X)'  # guard: X-one\n"
    "assert n > 2, 'planted: no (X)'  # guard: X-two",
    "guard-several-lines": "assert (  # guard: X\n    n > 1\n), 'planted: no (X)'",
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_lint__planted_source__its_rule_alone_is_found(case: str) -> None:
    rule = max((rule for rule in RULES if case.startswith(rule)), key=len)
    assert set(findings(BAD[case])) == {rule}


RULES = {
    "bit-or-ternary", "bit-or-value", "ternary-array", "ternary-call", "raw", "code-offset", "origin",
    "slice-concat", "augmented", "loop", "one-effect", "direction", "guard",
}  # fmt: skip


def test_lint__every_rule__has_a_planted_source() -> None:
    assert {rule for rule in RULES if not any(case.startswith(rule) for case in BAD)} == set()


@pytest.mark.parametrize("case", sorted(MENDS))
def test_lint__mended_source__nothing_found(case: str) -> None:
    assert findings(MENDS[case]) == []


@pytest.mark.parametrize(
    "head",
    [
        "# pragma version ^0.4.3\n# pragma nonreentrancy on\n",
        "# pragma version ~=0.4.3\n# pragma nonreentrancy on\n",
        "# pragma version 0.4.3\n# pragma nonreentrancy off\n",
        "# pragma version 0.4.3\n",
        "# pragma nonreentrancy on\n",
        HEAD + "# pragma optimize none\n",
        HEAD + "# pragma evm-version cancun\n",
    ],
)
def test_lint__other_pragmas__found(head: str) -> None:
    found = set(findings(GOOD, head))
    assert found
    assert found <= {"pragma", "compile"}


def test_lint__decimals__found() -> None:
    text = HEAD + "# pragma enable-decimals\n@external\ndef act():\n    x: decimal = 1.5\n"
    found = [finding.rule for finding in check_ast.check_source(Source("contracts/Planted.vy", text))]
    assert "decimal" in found
    assert "pragma" in found


def test_lint__source_that_does_not_compile__one_finding() -> None:
    text = HEAD + "@external\ndef act():\n    self.nothing = 1\n"
    (found,) = check_ast.check_source(Source("contracts/Planted.vy", text))
    assert found.rule == "compile"
    assert "\n" not in found.text


def test_lint__testing_contract__may_be_reentrant_and_has_no_guards() -> None:
    head = HEAD.replace("nonreentrancy on", "nonreentrancy off")
    assert findings("assert n > 1, 'no'", head, "contracts/testing/Planted.vy") == []
