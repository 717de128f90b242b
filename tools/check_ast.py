"""Lint on the compiler's own annotated tree: shapes that known compiler faults make dangerous.

Every rule names the advisory or the house rule it follows; docs/decisions and CONTRIBUTING.md say
why. Each rule has planted-bad sources in tests/gates/test_check_ast.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from vyper.ast import nodes as vy
from vyper.semantics.types.function import ContractFunctionT, MemberFunctionT, StateMutability
from vyper.semantics.types.module import ModuleT
from vyper.semantics.types.subscriptable import DArrayT, SArrayT, TupleT
from vyper.semantics.types.user import StructT

from tools.findings import ROOT, Finding, vyper_sources
from tools.vyper_source import Source, called_name, calls_in, load, own_expressions, statements, type_of

Rule = Callable[[Source], Iterator[Finding]]

PRAGMA = "# pragma version 0.4.3"
NONREENTRANT = "# pragma nonreentrancy on"
# Tokens and hostile parties of the tests re-enter on purpose.
REENTRANT = "# pragma nonreentrancy off"
TESTING = "contracts/testing/"
RAW = {"raw_call", "raw_log", "raw_revert", "send", "selfdestruct", "raw_create"}
CREATE = {"create_minimal_proxy_to", "create_copy_of", "create_from_blueprint", "raw_create"}
# Builtins without effects whose value depends on their arguments alone.
PLAIN = {
    "abi_decode", "abi_encode", "abs", "concat", "convert", "empty", "epsilon", "isqrt", "keccak256", "len",
    "max", "max_value", "method_id", "min", "min_value", "range", "sha256", "slice", "uint2str",
    "uint256_addmod", "uint256_mulmod", "unsafe_add", "unsafe_div", "unsafe_mul", "unsafe_sub", "ecrecover",
    "as_wei_value",
}  # fmt: skip
DIRECTION = re.compile(r"\b(up|down|floor|floors|ceil|ceiling|exact|exactly)\b", re.IGNORECASE)
GUARD = re.compile(r"^guard: (\S+)$")


def is_plain(call: vy.Call) -> bool:
    """A builtin, a struct, an event or an interface at an address: no code of ours or others runs."""
    kind = type_of(call.func)
    if isinstance(kind, (ContractFunctionT, MemberFunctionT)):
        return False
    return not isinstance(call.func, vy.Name) or called_name(call) not in RAW | CREATE


def has_effect(call: vy.Call) -> bool:
    """The call may change state: ours, another contract's, or an array's length."""
    kind = type_of(call.func)
    if isinstance(kind, ContractFunctionT):
        return kind.mutability in (StateMutability.NONPAYABLE, StateMutability.PAYABLE)
    if isinstance(kind, MemberFunctionT):
        return called_name(call) in {"append", "pop"}
    return not is_plain(call)


def holds_array(kind: Any) -> bool:
    """The type is or contains an array, whose layout depends on its bound."""
    if isinstance(kind, (DArrayT, SArrayT)):
        return True
    if isinstance(kind, StructT):
        return any(holds_array(member) for member in kind.member_types.values())
    return isinstance(kind, TupleT) and any(holds_array(member) for member in kind.member_types)


def pragmas(source: Source) -> Iterator[Finding]:
    """Exactly the pinned compiler, the lock on in every file, and no other pragma."""
    rule = "pragma"
    locks = {NONREENTRANT, REENTRANT} if source.path.startswith(TESTING) else {NONREENTRANT}
    if source.lines[0] != PRAGMA:
        yield Finding(source.path, 1, 1, rule, f"the first line must be '{PRAGMA}'")
    if not source.is_interface and source.lines[1] not in locks:
        yield Finding(source.path, 2, 1, rule, f"the second line must be '{NONREENTRANT}'")
    for number, comment in source.comments.items():
        line = f"# {comment}"
        if (comment.startswith(("pragma", "@version")) and line != PRAGMA) and (
            source.is_interface or line not in locks
        ):
            yield Finding(source.path, number, 1, rule, f"'{line}' is not allowed; one compiler, one setting")


def bit_or(source: Source) -> Iterator[Finding]:
    """CVE-2026-114117: OR in a ternary branch, or with msg.value, may compile to a constant."""
    for ternary in source.tree.get_descendants(vy.IfExp):
        for branch in (ternary.body, ternary.orelse):
            if _ors(branch):
                yield source.finding(ternary, "bit-or-ternary", "bit-or in a ternary branch; write if/else")
                break
    for node in source.tree.get_descendants((vy.BinOp, vy.AugAssign)):
        if isinstance(node.op, vy.BitOr) and any(_reads_call_size(part) for part in _operands(node)):
            yield source.finding(
                node, "bit-or-value", "bit-or on msg.value or len(msg.data); compare instead"
            )


def _ors(node: Any) -> bool:
    return any(isinstance(inner.op, vy.BitOr) for inner in node.get_descendants(vy.BinOp, include_self=True))


def _operands(node: Any) -> list[Any]:
    return [node.left, node.right] if isinstance(node, vy.BinOp) else [node.target, node.value]


def _reads_call_size(node: Any) -> bool:
    for read in node.get_descendants(vy.Attribute, include_self=True):
        if isinstance(read.value, vy.Name) and read.value.id == "msg" and read.attr in {"value", "data"}:
            return True
    return False


def ternaries(source: Source) -> Iterator[Finding]:
    """CVE-2026-114115 (arrays of different bounds) and the house rule: no call inside a ternary."""
    for ternary in source.tree.get_descendants(vy.IfExp):
        if any(holds_array(type_of(part)) for part in (ternary, ternary.body, ternary.orelse)):
            yield source.finding(ternary, "ternary-array", "a ternary over arrays; if/else into one variable")
        if any(
            not is_plain(call) or called_name(call) not in PLAIN
            for call in calls_in([ternary.test, ternary.body, ternary.orelse])
        ):
            yield source.finding(ternary, "ternary-call", "a call inside a ternary; write if/else")


def raw_calls(source: Source) -> Iterator[Finding]:
    """raw_*, send, selfdestruct and create_* only with a '# reviewed:' comment; literal code_offset."""
    for statement in statements(source.tree):
        reviewed = "reviewed:" in source.notes(statement)
        for call in calls_in(own_expressions(statement)):
            if not isinstance(call.func, vy.Name):
                continue
            name = called_name(call)
            if name in RAW | CREATE and not reviewed:
                yield source.finding(
                    call, "raw", f"{name} without a '# reviewed:' comment that says why it is safe"
                )
            for keyword in call.keywords:
                if keyword.arg == "code_offset" and not isinstance(keyword.value, vy.Int):
                    yield source.finding(
                        call, "code-offset", "code_offset must be a literal (CVE-2026-114118)"
                    )


def origin(source: Source) -> Iterator[Finding]:
    """No tx.origin: whoever signs a transaction is not who acts."""
    for node in source.tree.get_descendants(vy.Attribute):
        if isinstance(node.value, vy.Name) and node.value.id == "tx" and node.attr == "origin":
            yield source.finding(node, "origin", "tx.origin; ask msg.sender")


def decimals(source: Source) -> Iterator[Finding]:
    """No decimals (CVE-2025-26622); money is exact integers."""
    for node in source.tree.get_descendants((vy.Decimal, vy.Name)):
        if isinstance(node, vy.Decimal) or node.id in {"decimal", "sqrt"}:
            yield source.finding(node, "decimal", "decimals; use exact integers with their unit")


def builtin_arguments(source: Source) -> Iterator[Finding]:
    """CVE-2025-47774, CVE-2025-47285: slice and concat may skip the effects of their arguments."""
    for call in source.tree.get_descendants(vy.Call):
        if not isinstance(call.func, vy.Name) or called_name(call) not in {"slice", "concat"}:
            continue
        for inner in calls_in(list(call.args) + [keyword.value for keyword in call.keywords]):
            if not is_plain(inner) or (isinstance(inner.func, vy.Name) and called_name(inner) not in PLAIN):
                yield source.finding(
                    inner, "slice-concat", f"a call inside {called_name(call)}; take it to a variable first"
                )


def augmented(source: Source) -> Iterator[Finding]:
    """CVE-2025-27105: `x[i] += f()` keeps the address of x[i] over f, which may shrink x."""
    for node in source.tree.get_descendants(vy.AugAssign):
        if node.target.get_descendants(vy.Subscript, include_self=True) and any(
            has_effect(call) for call in calls_in([node.target, node.value])
        ):
            yield source.finding(
                node, "augmented", "an effect on the right of x[i] op= …; take it to a variable first"
            )


def loops(source: Source) -> Iterator[Finding]:
    """CVE-2025-27104: what a loop runs over is evaluated once only if it is a plain local or a range."""
    for loop in source.tree.get_descendants(vy.For):
        head = loop.iter
        if isinstance(head, vy.Call) and isinstance(head.func, vy.Name) and head.func.id == "range":
            inner = calls_in([*head.args, *(keyword.value for keyword in head.keywords)])
            if any(not is_plain(call) or called_name(call) not in PLAIN for call in inner):
                yield source.finding(
                    loop, "loop", "a call in the bounds of range; take it to a variable first"
                )
        elif not _plain_list(head):
            yield source.finding(loop, "loop", "loop over a plain local or an argument, or over range(…)")


def _plain_list(node: Any) -> bool:
    """A local, an argument or a constant; or a field of an argument in calldata or of a local struct."""
    while isinstance(node, vy.Attribute):
        node = node.value
    return isinstance(node, vy.Name) and node.id != "self" and not isinstance(type_of(node), ModuleT)


def one_effect(source: Source) -> Iterator[Finding]:
    """Arguments are evaluated in no promised order: one call with effects in a statement."""
    for statement in statements(source.tree):
        effects = [call for call in calls_in(own_expressions(statement)) if has_effect(call)]
        if len(effects) > 1:
            names = ", ".join(called_name(call) for call in effects)
            yield source.finding(
                statement, "one-effect", f"several calls with effects ({names}); one each line"
            )


def directions(source: Source) -> Iterator[Finding]:
    """Every division says which way it rounds."""
    for node in source.tree.get_descendants((vy.BinOp, vy.AugAssign)):
        if not isinstance(node.op, vy.FloorDiv):
            continue
        statement = node
        while not isinstance(statement, (vy.Stmt, vy.AugAssign, vy.VariableDecl, vy.If, vy.For)):
            parent = statement.get_ancestor()
            if parent is None or isinstance(parent, (vy.FunctionDef, vy.Module)):
                break
            statement = parent
        if isinstance(statement, (vy.If, vy.For)):
            statement = node
        if not DIRECTION.search(source.notes(statement) + "\n" + source.notes(node)):
            yield source.finding(
                node, "direction", "// without its direction; say up, down, floor, ceil or exact beside it"
            )


def guards(source: Source) -> Iterator[Finding]:
    """Every refusal carries '# guard: TAG', unique in its file, so that `make guards` can take it away."""
    seen: dict[str, int] = {}
    lines: set[int] = set()
    for statement in statements(source.tree):
        comment = source.comments.get(statement.lineno, "")
        found = GUARD.match(comment)
        if comment.startswith("guard") and not found:
            yield source.finding(
                statement, "guard", f"'# {comment}' is not '# guard: TAG' with a tag of one word"
            )
        if isinstance(statement, (vy.Assert, vy.Raise)) and not comment.startswith("guard"):
            yield source.finding(statement, "guard", "a refusal without '# guard: TAG' on its first line")
        if found and statement.lineno not in lines:
            lines.add(statement.lineno)
            tag = found.group(1)
            if tag in seen:
                yield source.finding(statement, "guard", f"tag {tag} stands on line {seen[tag]} already")
            seen[tag] = statement.lineno
    for number, comment in source.comments.items():
        if comment.startswith("guard:") and number not in lines:
            yield Finding(
                source.path, number, 1, "guard", "a guard comment that is on no statement's first line"
            )


RULES: tuple[Rule, ...] = (
    bit_or, ternaries, raw_calls, origin, decimals, builtin_arguments, augmented, loops, one_effect,
    directions,
)  # fmt: skip


def check_source(source: Source) -> list[Finding]:
    """Findings of one .vy source."""
    found = list(pragmas(source))
    if source.is_interface:
        return sorted(found)
    broken = source.broken()
    if broken:
        return found + broken
    for rule in RULES:
        found += rule(source)
    if not source.path.startswith(TESTING):
        found += guards(source)
    return sorted(set(found))


def check(root: Path = ROOT) -> list[Finding]:
    """Findings over every Vyper source of the project."""
    found: list[Finding] = []
    for path in vyper_sources(root):
        found += check_source(load(path, root))
    return found
