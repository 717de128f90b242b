"""The timeline of one credit as an SVG picture: lanes of banks, their closed days, their clocks.

Texts never overlap: each label and marker is put on the first sub-row of its lane where it is free.
Drawn for a page column of 720 units; the page never shows it smaller than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from usance.calendars import PlaceCalendar, date_of, weekday_of
from usance.demo.records import Row, Story
from usance.report.timeline_table import place_name

WIDTH = 720
LEFT = 132
RIGHT = 14
TOP = 30
FONT = 12
CHAR = 6.9
STEP = 23
RADIUS = 10
GAP = 7
TICK_ROOM = 64
NAMES = {
    "HONOURED": "good",
    "COMPLYING": "good",
    "REFUSED": "bad",
    "PRECLUDED": "precluded",
}


@dataclass
class _Lane:
    """One actor's line. `taken` are the right edges of each sub-row."""

    name: str
    place: str
    taken: list[float] = field(default_factory=list)
    marks: list[tuple[Row, float, int]] = field(default_factory=list)
    labels: list[tuple[str, float, int, str]] = field(default_factory=list)
    bars: list[tuple[float, float, float, int, str]] = field(default_factory=list)
    y: float = 0.0

    @property
    def height(self) -> float:
        return max(len(self.taken), 1) * STEP + 2 * GAP


def _slot(lane: _Lane, left: float, right: float, first: int = 0) -> int:
    """The first free sub-row for a box; the box is booked there."""
    for index in range(first, len(lane.taken)):
        if lane.taken[index] + 3 <= left:
            lane.taken[index] = right
            return index
    while len(lane.taken) <= first - 1:
        lane.taken.append(0.0)
    lane.taken.append(right)
    return len(lane.taken) - 1


class _Scale:
    """Days to x."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.unit = (WIDTH - LEFT - RIGHT) / (last - first + 1)

    def left(self, day: int) -> float:
        return LEFT + (day - self.first) * self.unit

    def middle(self, day: int) -> float:
        return self.left(day) + self.unit / 2


def _lanes(story: Story) -> list[_Lane]:
    lanes: dict[str, _Lane] = {}
    for row in story.rows:
        lanes.setdefault(row.actor, _Lane(row.actor, row.place))
    order = ["beneficiary", "advising bank", "nominated bank", "confirming bank", "issuing bank"]
    return sorted(lanes.values(), key=lambda lane: order.index(lane.name) if lane.name in order else 9)


def draw(story: Story, calendars: Mapping[str, PlaceCalendar]) -> str:
    """The picture."""
    days = [row.day for row in story.rows] + [clock.last for clock in story.clocks]
    scale = _Scale(min(days) - 1, max(days) + 2)
    lanes = _lanes(story)
    for lane in lanes:
        for clock in story.clocks:
            if clock.bank == lane.name:
                text = f"clock to {date_of(clock.last).strftime('%a %d %b')}: {clock.outcome.lower()}"
                left = scale.left(clock.start + 1)
                width = max(scale.left(clock.last + 1) - left, 4)
                start = min(left, WIDTH - RIGHT - len(text) * CHAR)
                slot = _slot(lane, min(left, start), max(left + width, start + len(text) * CHAR))
                lane.bars.append((left, width, scale.left(clock.ended + 1) - left, slot, clock.outcome))
                lane.labels.append((text, start, slot, NAMES.get(clock.outcome, "plain")))
        base = len(lane.taken)
        for row in story.rows:
            if row.actor == lane.name:
                x = scale.middle(row.day)
                lane.marks.append((row, x, _slot(lane, x - RADIUS, x + RADIUS, base)))
    y = float(TOP)
    for lane in lanes:
        lane.y = y
        y += lane.height
    height = y + 8
    title = escape(f"Timeline of credit {story.reference}")
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{title}" '
        f'font-size="{FONT}" xmlns="http://www.w3.org/2000/svg">'
    ]
    for index, lane in enumerate(lanes):
        parts.extend(_lane_svg(lane, calendars.get(lane.place), scale, index))
    parts.extend(_axis(scale, height))
    for lane in lanes:
        parts.extend(_lane_marks(lane))
    parts.append("</svg>")
    return "\n".join(parts)


def _lane_svg(lane: _Lane, calendar: PlaceCalendar | None, scale: _Scale, index: int) -> list[str]:
    parts = [
        f'<rect x="0" y="{lane.y:.1f}" width="{WIDTH}" height="{lane.height:.1f}" class="lane{index % 2}"/>'
    ]
    bank = lane.name.endswith("bank")
    if calendar is not None and bank:
        for day in range(scale.first, scale.last + 1):
            if not calendar.is_banking_day(day):
                kind = "weekend" if weekday_of(day) in calendar.weekend_on(day) else "closed"
                named = calendar.names.get(day, "weekend")
                parts.append(
                    f'<rect x="{scale.left(day):.1f}" y="{lane.y:.1f}" width="{scale.unit:.2f}" '
                    f'height="{lane.height:.1f}" class="{kind}"><title>{date_of(day)} {escape(named)}</title>'
                    "</rect>"
                )
    middle = lane.y + lane.height / 2
    if bank and lane.height >= 2 * STEP:
        parts.append(f'<text x="8" y="{middle - 3:.1f}" class="name">{escape(lane.name)}</text>')
        parts.append(
            f'<text x="8" y="{middle + 13:.1f}" class="place">{escape(place_name(lane.place))}</text>'
        )
    else:
        parts.append(f'<text x="8" y="{middle + 4:.1f}" class="name">{escape(lane.name)}</text>')
    return parts


def _axis(scale: _Scale, height: float) -> list[str]:
    """Ticks on Mondays, as many as have room."""
    every = 7
    while every * scale.unit < TICK_ROOM:
        every += 7
    parts = []
    first = next(day for day in range(scale.first, scale.first + 7) if weekday_of(day) == 0)
    for day in range(first, scale.last + 1, every):
        x = scale.left(day)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{height - 8:.1f}" class="tick"/>')
        if x + 45 < WIDTH:
            parts.append(
                f'<text x="{x + 3:.1f}" y="{TOP - 11}" class="date">{date_of(day).strftime("%d %b")}</text>'
            )
    return parts


def _lane_marks(lane: _Lane) -> list[str]:
    parts = []
    for (left, width, used, slot, outcome), (text, start, _, kind) in zip(
        lane.bars, lane.labels, strict=True
    ):
        y = lane.y + GAP + slot * STEP
        style = NAMES.get(outcome, "plain")
        parts.append(
            f'<rect x="{left:.1f}" y="{y + 16:.1f}" width="{width:.1f}" height="5" rx="2" class="clock"/>'
        )
        parts.append(
            f'<rect x="{left:.1f}" y="{y + 16:.1f}" width="{min(used, width):.1f}" height="5" rx="2" '
            f'class="run {style}"/>'
        )
        parts.append(f'<text x="{start:.1f}" y="{y + 12:.1f}" class="label {kind}">{escape(text)}</text>')
    for row, x, slot in lane.marks:
        y = lane.y + GAP + slot * STEP + STEP / 2
        style = NAMES.get(row.state, "plain" if row.at else "quiet")
        tip = escape(f"{row.number}. {date_of(row.day)} {row.actor} {row.act}")
        parts.append(
            f'<g class="mark {style}"><title>{tip}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"/>'
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{row.number}</text></g>'
        )
    return parts
