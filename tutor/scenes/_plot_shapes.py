"""The shape of a curve in words: how high and low it comes, where it turns, where it breaks.

A top or a bottom is looked for between the points that are drawn, along the slope where that is known: what is said of
it is the same however wide the picture is, to as many digits as are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np

from tutor.messages import tr
from tutor.numeric import scalar
from tutor.scenes._numbers import shown
from tutor.scenes._plot_state import PANEL_NAMES, Curve, PlotScene
from tutor.typeset import symbol

DIGITS, BRIEF = 4, 3  # of what is found, and of what is read off the picture
MOST_BREAKS = MOST_TURNS = 4
HALVINGS = 60  # of the gap in which a turn is looked for
PRECISE, HEIGHT = 4, 10  # digits of a turn: beside the gap in which it is looked for, and the height of the picture
POLE = 10  # heights of the picture that a curve rises between two points of it: there it does not turn

Function = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Turn:
    """A top or a bottom; `place` is the point drawn beside it."""

    place: int
    top: bool
    x: float
    y: float


def shapes(scene: PlotScene, ascii: bool) -> list[str]:
    """Of each panel's own curve how high and low it comes in the picture, where it turns and where it breaks."""
    return [each for panel in scene.panels for each in _shape(scene, panel, ascii)]


def _shape(scene: PlotScene, panel: int, ascii: bool) -> list[str]:
    title, curve, window = PANEL_NAMES[panel], scene.curves(panel)[0], scene.window(panel)
    name, there = symbol(scene.settings.variable, ascii=ascii), np.flatnonzero(np.isfinite(curve.ys))
    if not there.size:
        return [tr("{curve} has no value anywhere here.", curve=title)]
    top, bottom = int(there[np.argmax(curve.ys[there])]), int(there[np.argmin(curve.ys[there])])
    if curve.ys[top] == curve.ys[bottom]:
        return [tr("{curve} is {height} everywhere.", curve=title, height=shown(float(curve.ys[top]), ascii, DIGITS))]
    found = turns(scene, panel)
    (x, y), (u, v) = (_extreme(curve, place, found, ascii) for place in (top, bottom))
    high, low = (
        tr("is highest, {height}, at {place}", height=y, place=f"{name} = {x}"),
        tr("lowest, {height}, at {place}", height=v, place=f"{name} = {u}"),
    )
    near = [f"{name} = {shown(float(curve.xs[i]), ascii, BRIEF)}" for i in (top, bottom)]
    if curve.ys[top] > window[3]:  # there is no highest place: it leaves the picture
        high = tr("rises above {height} near {place}", height=shown(window[3], ascii, BRIEF), place=near[0])
    if curve.ys[bottom] < window[2]:
        low = tr("falls below {height} near {place}", height=shown(window[2], ascii, BRIEF), place=near[1])
    told_turns, breaks = _turns(title, found, name, ascii), _breaks(title, curve, there, name, ascii)
    return [tr("{curve} {high}, and {low}.", curve=title, high=high, low=low), *told_turns, *breaks]


def _extreme(curve: Curve, place: int, found: list[Turn], ascii: bool) -> tuple[str, str]:
    """x and height of the highest or lowest point that is drawn; of the turn beside it, where there is one."""
    turn = next((each for each in found if abs(each.place - place) <= 1), None)
    x, y = (turn.x, turn.y) if turn is not None else (float(curve.xs[place]), float(curve.ys[place]))
    return shown(x, ascii, DIGITS), shown(y, ascii, DIGITS)


# --- turns ------------------------------------------------------------------------------------------------------------


def turns(scene: PlotScene, panel: int) -> list[Turn]:
    """The tops and bottoms of a panel's own curve within the picture, from the left."""
    curve, name, (_, _, low, high) = scene.curves(panel)[0], scene.settings.variable, scene.window(panel)
    height = scalar(scene.orders[panel], (name,))
    slope = scalar(scene.orders[panel + 1], (name,)) if panel + 1 < len(scene.orders) else None
    found = []
    for left, right, top in _around_turns(curve):
        a, b = float(curve.xs[left]), float(curve.xs[right])
        x = _zero(lambda x: slope((x,)), a, b) if slope is not None else None
        x = _peak(lambda x: height((x,)), a, b, 1 if top else -1) if x is None else x
        y, drawn = height((x,)), float(curve.ys[left + 1])
        if isfinite(y) and abs(y - drawn) <= POLE * (high - low):
            found.append(Turn(left + 1, top, _rounded(x, b - a, PRECISE), _rounded(y, high - low, HEIGHT)))
    return found


def _around_turns(curve: Curve) -> list[tuple[int, int, bool]]:
    """The points before and behind each turn, and whether it is a top. Where two points beside each other are as high
    the turn is between them; a longer level piece is none."""
    with np.errstate(invalid="ignore"):
        ways = np.sign(np.diff(curve.ys))  # nan where it breaks: no turn there
    found = []
    for i in range(len(ways) - 1):
        over = 2 if ways[i + 1] == 0 and i + 2 < len(ways) else 1
        if ways[i] * ways[i + over] < 0:
            found.append((i, i + over + 1, bool(ways[i] > 0)))
    return found


def _zero(slope: Function, left: float, right: float) -> float | None:
    """Where the slope changes its sign; None where it does not, or has no value on the way."""
    first, last = slope(left), slope(right)
    if not first * last < 0:
        return None
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        now = slope(middle)
        if not isfinite(now):
            return None
        if now == 0:
            return middle
        left, right = (middle, right) if now * first > 0 else (left, middle)
    return (left + right) / 2


def _peak(height: Function, left: float, right: float, sign: int) -> float:
    """Where the height is greatest (`sign` 1) or least (-1), by thirds."""
    for _ in range(HALVINGS):
        third = (right - left) / 3
        if sign * height(left + third) < sign * height(right - third):
            left += third
        else:
            right -= third
    return (left + right) / 2


def _rounded(number: float, span: float, digits: int) -> float:
    """Without digits that are noise beside the span: 1e-17 is 0."""
    return round(number, digits - floor(log10(span))) if span > 0 and isfinite(span) else number


def _turns(title: str, found: list[Turn], name: str, ascii: bool) -> list[str]:
    places = [
        tr("a top at {name} = {x}, {height} high", name=name, x=x, height=height)
        if turn.top
        else tr("a bottom at {name} = {x}, {height} high", name=name, x=x, height=height)
        for turn in found[:MOST_TURNS]
        for x, height in [(shown(turn.x, ascii, DIGITS), shown(turn.y, ascii, DIGITS))]
    ]
    more = " ..." if len(found) > MOST_TURNS else ""
    return [tr("{curve} turns: {places}.", curve=title, places="; ".join(places) + more)] if places else []


def _breaks(title: str, curve: Curve, there: np.ndarray, name: str, ascii: bool) -> list[str]:
    """Where there is a gap between two of its parts: one place for each gap."""
    gaps = [int(i) for i in range(there[0], there[-1]) if not np.isfinite(curve.ys[i]) and np.isfinite(curve.ys[i - 1])]
    if not gaps:
        return []
    places = [shown(float(curve.xs[i]), ascii, BRIEF) for i in gaps[:MOST_BREAKS]]
    more = " ..." if len(gaps) > MOST_BREAKS else ""
    return [tr("{curve} breaks near {name} = {places}.", curve=title, name=name, places=", ".join(places) + more)]
