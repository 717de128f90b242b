"""What printers add to a message: line numbers, page breaks. Taken away before anything is read.

Lines go blank and are never removed, so that a finding still names the line of the file.
"""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"\s*(\d{1,5})[:.|)]?(?=\s|$)")
_PAGE = re.compile(
    r"\s*[-–—]*\s*(?:page|seite|p\.)\s*:?\s*(\d{1,4})(?:\s*(?:of|von|/)\s*\d{1,4})?\s*[-–—]*\s*",
    re.IGNORECASE,
)


def unnumbered(lines: list[str]) -> list[str]:
    """Without line numbers, where every line that says something carries one and they rise by one."""
    filled = [(at, line) for at, line in enumerate(lines) if line.strip()]
    found = [(at, _NUMBERED.match(line)) for at, line in filled]
    if len(found) < 5:
        return lines
    numbers: list[tuple[int, int, int]] = []
    for at, match in found:
        if match is None:
            return lines
        numbers.append((at, int(match.group(1)), match.end()))
    first_at, first, _ = numbers[0]
    by_line = all(number - first == at - first_at for at, number, _ in numbers)
    by_count = all(number - first == nth for nth, (_, number, _) in enumerate(numbers))
    if not by_line and not by_count:
        return lines
    width = max(end for *_, end in numbers)
    return [line[width:] if line.strip() else line for line in lines]


def unpaged(lines: list[str]) -> list[str]:
    """Without page heads: `Page 2 of 3` beside a blank line or a form feed, counted from 1.

    A message cannot say that within a value: its values have no blank lines.
    """
    out = [line.replace("\f", "") for line in lines]
    page = 1
    for at, line in enumerate(out):
        match = _PAGE.fullmatch(line)
        if match is None or int(match.group(1)) not in (page, page + 1):
            continue
        before = at == 0 or not out[at - 1].strip() or "\f" in lines[at] or "\f" in lines[at - 1]
        after = at + 1 == len(out) or not out[at + 1].strip() or "\f" in lines[at + 1]
        if before or after:
            page = int(match.group(1))
            out[at] = ""
    return out
