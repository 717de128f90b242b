"""Lineage of a claim's units as a tree picture: lines of text, or an SVG drawing in the report's style.

Hands from left to right; a line is as wide as the units that went along it. Texts never overlap: every
lot has a row of its own, and what would not be readable is gathered into one lot with its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from usance.claims.lineage import Lot

# So many parts of one lot are shown one by one.
MOST_PARTS = 24
BOX = 192
STEP = 236
ROW = 72
HIGH = 60
TOP = 14
LEFT = 10
CHAR = 7.7
WIDEST = 12.0
GATHERED = "gathered"

Name = Callable[[str], str]
Amount = Callable[[int], str]


def gathered(lot: Lot, most: int = MOST_PARTS) -> Lot:
    """The tree with the smallest parts of crowded lots put together; sums stay what they are."""
    parts = list(lot.parts)
    if len(parts) > most:
        kept = sorted(parts, key=lambda part: -part.units)[: most - 1]
        chosen = {id(part) for part in kept}
        rest = [part for part in parts if id(part) not in chosen]
        parts = [part for part in parts if id(part) in chosen]
        held = sum(one.held for part in rest for one in part.walk())
        parts.append(
            Lot(GATHERED, sum(part.units for part in rest), rest[0].at, "", f"{len(rest)} more", held)
        )
    return Lot(
        lot.account, lot.units, lot.at, lot.tx, lot.why, lot.held, [gathered(part, most) for part in parts]
    )


def label(lot: Lot, name: Name) -> str:
    """Who holds the lot, or why nobody does."""
    if lot.account == GATHERED:
        return lot.why
    return (lot.why or "given up") if lot.retired else name(lot.account)


def tree_lines(trees: Sequence[Lot], name: Name, amount: Amount) -> Iterator[str]:
    """The trees with lines of a terminal."""
    for tree in trees:
        yield from _lines(gathered(tree), "", "", name, amount)


def _lines(lot: Lot, head: str, below: str, name: Name, amount: Amount) -> Iterator[str]:
    held = "" if lot.retired or lot.held == 0 else f", holds {amount(lot.held)}"
    if lot.held == lot.units:
        held = ", holds all"
    yield f"{head}{label(lot, name)}: {amount(lot.units)}{_day(lot, ' on ')}{held}"
    for index, part in enumerate(lot.parts):
        last = index == len(lot.parts) - 1
        yield from _lines(
            part, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "), name, amount
        )


def _day(lot: Lot, before: str) -> str:
    return before + datetime.fromtimestamp(lot.at, UTC).date().isoformat() if lot.at else ""


@dataclass(frozen=True)
class _Node:
    """A lot in its place."""

    lot: Lot
    column: int
    y: float
    parent: _Node | None


def _placed(lot: Lot, column: int, parent: _Node | None, top: float) -> tuple[list[_Node], float]:
    """The lot and its parts, from `top` down; and where the next one begins."""
    node = _Node(lot, column, top, parent)
    found = [node]
    at = top
    for part in lot.parts:
        more, at = _placed(part, column + 1, node, at)
        found += more
    return found, max(at, top + ROW)


def draw(trees: Sequence[Lot], name: Name, amount: Amount) -> str:
    """The picture; scrolls sideways where the chain of hands is long."""
    nodes: list[_Node] = []
    at = float(TOP)
    for tree in trees:
        more, at = _placed(gathered(tree), 0, None, at)
        nodes += more
    columns = 1 + max((node.column for node in nodes), default=0)
    width = max(LEFT * 2 + (columns - 1) * STEP + BOX, 720)
    height = at + 4
    most = max((node.lot.units for node in nodes), default=1)
    parts = [
        f'<svg class="lineage" viewBox="0 0 {width:.0f} {height:.0f}" style="min-width:{width:.0f}px" '
        f'role="img" aria-label="Lineage of the units" font-size="12" xmlns="http://www.w3.org/2000/svg">'
    ]
    parts += [_edge(node, most) for node in nodes if node.parent is not None]
    parts += [_box(node, name, amount) for node in nodes]
    parts.append("</svg>")
    return "\n".join(parts)


def _edge(node: _Node, most: int) -> str:
    parent = node.parent
    assert parent is not None
    x1, y1 = LEFT + parent.column * STEP + BOX, parent.y + HIGH / 2
    x2, y2 = LEFT + node.column * STEP, node.y + HIGH / 2
    middle = (x1 + x2) / 2
    wide = max(1.2, WIDEST * node.lot.units / most)
    kind = "gone" if node.lot.retired else "moved"
    return (
        f'<path d="M{x1:.1f} {y1:.1f} C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}" '
        f'class="{kind}" stroke-width="{wide:.1f}"/>'
    )


def _box(node: _Node, name: Name, amount: Amount) -> str:
    lot = node.lot
    x, y = LEFT + node.column * STEP, node.y
    words = label(lot, name)
    tip = f"{words}: received {amount(lot.units)}{_day(lot, ' on ')}, holds {amount(lot.held)}"
    share = 0.0 if lot.units == 0 else lot.held / lot.units
    kind = "gone" if lot.retired else "held" if lot.held else "passed"
    return (
        f'<g class="lot {kind}"><title>{escape(tip)}</title>'
        f'<rect x="{x}" y="{y:.1f}" width="{BOX}" height="{HIGH}" rx="6" class="box"/>'
        f'<rect x="{x}" y="{y + HIGH - 5:.1f}" width="{BOX * share:.1f}" height="5" class="share"/>'
        f'<text x="{x + 9}" y="{y + 17:.1f}" class="name">{escape(_cut(words))}</text>'
        f'<text x="{x + 9}" y="{y + 33:.1f}" class="amount">{escape(amount(lot.units))}</text>'
        f'<text x="{x + 9}" y="{y + 49:.1f}" class="date">{_day(lot, "")}</text></g>'
    )


def _cut(text: str) -> str:
    """As much as fits the box."""
    room = int((BOX - 18) / CHAR)
    return text if len(text) <= room else text[: room - 1] + "…"
