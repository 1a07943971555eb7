"""What every SVG of ours is made of: the sheet with its axes, lines, words, and the document around them.

Places are in pixels from the upper left; a `Window` of cells lies under them, so that the ticks of `axes` stand where
they do on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tutor.drawing import axes
from tutor.drawing.canvas import Window
from tutor.drawing.picture import Role, Series, Stroke
from tutor.drawing.strokes import Floats, clip, decimate, finite_spans
from tutor.messages import tr

COLUMNS, ROWS, CELL = 66, 22, (10, 18)  # the window, in cells of so many pixels
LEFT, TOP, RIGHT, BELOW, LINE = 84, 44, 24, 48, 20
INK, QUIET = "#22272b", "#6b7177"
COLOURS = {
    Role.LINE: "#9a4b00",
    Role.SECOND: "#1f5f9e",
    Role.THIRD: "#1d7434",
    Role.FOURTH: "#7a4a86",
    Role.CURSOR: "#9a4b00",
    Role.AXIS: QUIET,
    Role.GUIDE: "#c9ccd0",
    Role.MARK: QUIET,
    Role.CONTOUR: QUIET,
}
DASHES = {"solid": "", "dashed": "9 5", "dotted": "2 5", "points": ""}
MORE_DASHES = ("14 4 2 4", "5 3", "12 3 2 3 2 3", "1 3")  # of strokes that came later


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things stand, in pixels from the upper left."""

    window: Window

    @property
    def right(self) -> int:
        return LEFT + self.window.width

    @property
    def bottom(self) -> int:
        return TOP + self.window.height

    def at(self, xs: Any, ys: Any) -> tuple[Floats, Floats]:
        across, up = self.window.to_dots(xs, ys)
        return across + LEFT + 0.5, self.bottom - 0.5 - up

    def one(self, x: float, y: float) -> tuple[float, float] | None:
        """A place in the window, or None."""
        (across,), (down,) = (each.tolist() for each in self.at([x], [y]))
        inside = math.isfinite(across + down) and LEFT <= across <= self.right and TOP <= down <= self.bottom
        return (across, down) if inside else None


def frame(sheet: Sheet, level: axes.Axis, upright: axes.Axis, x_name: str, y_name: str) -> Iterator[str]:
    yield f'<path d="M{LEFT} {TOP}V{sheet.bottom}H{sheet.right}" fill="none" stroke="{QUIET}"/>'
    for at, label in upright.ticks:
        place = sheet.one(sheet.window.x[0], at)
        if place is not None:
            yield f'<path d="M{LEFT - 5} {place[1]:.2f}H{LEFT}" stroke="{QUIET}"/>'
            yield text(LEFT - 9, place[1] + 4, label, anchor="end")
    for at, label in level.ticks:
        place = sheet.one(at, sheet.window.y[0])
        if place is not None:
            yield f'<path d="M{place[0]:.2f} {sheet.bottom}V{sheet.bottom + 5}" stroke="{QUIET}"/>'
            yield text(place[0], sheet.bottom + 20, label, anchor="middle")
    if x_name:
        yield text(sheet.right, sheet.bottom + 38, x_name, anchor="end")
    if y_name:
        yield text(LEFT - 9, TOP - 6, y_name, anchor="end")


def path(xs: Floats, ys: Floats) -> str:
    """The points, in pixels, as what a `path` is drawn by."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in zip(xs.tolist(), ys.tolist(), strict=True))


def line(sheet: Sheet, series: Series, xs: Floats, ys: Floats) -> Iterator[str]:
    across, up = sheet.window.to_dots(xs, ys)
    right, upper = sheet.window.width - 1, sheet.window.height - 1
    pieces: list[str] = []
    for start, end in finite_spans(across, up):
        for x, y in clip(*decimate(across[start:end], up[start:end], right), right, upper):
            pieces.append(path(x + LEFT + 0.5, sheet.bottom - 0.5 - y))
    if pieces:
        look = f'stroke="{colour_of(series.role)}" stroke-width="2"{dash(series.stroke)}'
        yield f'<path d="{"".join(pieces)}" fill="none" {look} stroke-linejoin="round" stroke-linecap="round"/>'


def document(sheet: Sheet, parts: Iterable[str], title: str, legend: list[tuple[str, Series]]) -> str:
    width, height = sheet.right + RIGHT, sheet.bottom + BELOW + LINE * len(legend)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(_clean(title or tr("chart")))} '
        'font-family="sans-serif" font-size="13">',
        f"<title>{escape(_clean(title or tr('chart')))}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    if title:
        head.append(text(LEFT, 24, title, bold=True))
    for i, (letter, series) in enumerate(legend):
        y = sheet.bottom + BELOW + LINE * i
        look = f'stroke="{colour_of(series.role)}" stroke-width="2"{dash(series.stroke)}'
        head.append(f'<path d="M{LEFT} {y}h40" fill="none" {look}/>')
        head.append(text(LEFT + 50, y + 4, f"{letter} {series.name}".strip()))
    return "\n".join([*head, *(part for part in parts if part), "</svg>", ""])


def colour_of(role: str) -> str:
    return COLOURS.get(Role(role) if role in set(Role) else Role.PLAIN, INK)


def dash(stroke: Stroke) -> str:
    later = [each.value for each in Stroke if each.value not in DASHES]
    dashes = DASHES.get(stroke.value)
    if dashes is None:
        dashes = MORE_DASHES[later.index(stroke.value) % len(MORE_DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def circle(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{colour}"/>'


def text(
    x: float, y: float, words: str, *, anchor: str = "", colour: str = INK, bold: bool = False, halo: bool = False
) -> str:
    look = f' text-anchor="{anchor}"' if anchor else ""
    look += ' font-weight="bold"' if bold else ""
    look += ' font-size="11" stroke="#ffffff" stroke-width="3" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.2f}" y="{y:.2f}" fill="{colour}"{look}>{escape(_clean(words))}</text>'


def _clean(words: str) -> str:
    """Without the characters that no XML document may hold."""
    return "".join(c for c in words if c.isprintable())
