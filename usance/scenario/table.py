"""The summary of a run as text."""

from __future__ import annotations

from collections.abc import Sequence

from usance.scenario.runner import PASSED, UNMET, Result

WORDS = {PASSED: "passed", UNMET: "UNMET"}
TITLE = 68


def line_of_result(result: Result) -> str:
    """One line of progress."""
    word = WORDS.get(result.status, "WRONG")
    title = result.title or result.path
    return f"{word:<7} {result.steps:>4} steps {result.seconds:>7.2f} s  {title}"


def summary(results: Sequence[Result], backend: str) -> str:
    """One table of all files, what was not met below it."""
    lines = [f"{'outcome':<8} {'steps':>5} {'seconds':>8}  {'rules':<18} scenario"]
    for result in results:
        title = (result.title or result.path)[:TITLE]
        word = WORDS.get(result.status, "WRONG")
        rules = " ".join(result.rules)
        lines.append(f"{word:<8} {result.steps:>5} {result.seconds:>8.2f}  {rules[:18]:<18} {title}")
    passed = sum(result.status == PASSED for result in results)
    seconds = sum(result.seconds for result in results)
    steps = sum(result.steps for result in results)
    lines.append(f"{passed} of {len(results)} passed on {backend}: {steps} steps in {seconds:.1f} s")
    return "\n".join(lines)
