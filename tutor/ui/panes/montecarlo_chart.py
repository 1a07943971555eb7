"""An estimate against n, as pictures: the running mean within its band, and the size of its error on a log axis."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tutor.drawing.picture import Guide, Picture, Role, Series, Stroke

BEFORE = 5  # rolls before the last that are drawn too
WIDE = 1.6  # standard errors to each side that are always seen
ALONG = 60  # points of the band
FLOOR = 0.02  # of the least predicted error: smaller errors are drawn there


def estimates(scene: Any, ascii: bool, locked: bool) -> Picture:
    """The running mean of each roll over log10 n, the truth, and one standard error to each side of it."""
    xs, edge = _band(scene)
    low, high = scene.truth - WIDE * edge[0], scene.truth + WIDE * edge[0]
    both = [
        Series(name, xs, [scene.truth + sign * each for each in edge], Stroke.DASHED, Role.SECOND, " ")
        for name, sign in (("above", 1), ("below", -1))
    ]
    if locked:
        return Picture(x=(xs[0], xs[-1]), y=(0.0, 1.0), x_name=_name(ascii))
    before, last = _rolls(scene, ascii, lambda mean: mean)
    seen = [y for each in (*before, *last) for y in each.ys if math.isfinite(y)]
    return Picture(
        (*before, *both, *last),
        x=(xs[0], xs[-1]),
        y=(min(low, *seen, low), max(high, *seen, high)),
        guides=(Guide(y=scene.truth),),
        x_name=_name(ascii),
    )


def errors(scene: Any, ascii: bool) -> Picture:
    """|mean - truth| of each roll, and the predicted error: on log axes a straight line that falls by a half."""
    xs, edge = _band(scene)
    least = edge[-1] * FLOOR
    predicted = Series("predicted", xs, edge, Stroke.DASHED, Role.SECOND, " ")
    before, last = _rolls(scene, ascii, lambda mean: max(abs(mean - scene.truth), least))
    return Picture((*before, predicted, *last), x=(xs[0], xs[-1]), log=True, x_name=_name(ascii))


def _name(ascii: bool) -> str:
    return "log10 n" if ascii else "log₁₀ n"


def _first(scene: Any) -> int:
    """The n on the left: the first stop, or 1 as long as fewer are drawn, or where there is one stop only."""
    stops = scene.settings.n
    return 1 if 0 < scene.n < stops[0] or len(stops) == 1 else int(stops[0])


def _band(scene: Any) -> tuple[list[float], list[float]]:
    """log10 n from left to right, and the predicted error there."""
    left = math.log10(_first(scene))
    right = max(left + 1, math.log10(max(scene.settings.n[-1], scene.n, 1)))
    xs = [left + (right - left) * i / ALONG for i in range(ALONG + 1)]
    return xs, [scene.spread.sd / 10 ** (x / 2) for x in xs]


def _rolls(scene: Any, ascii: bool, seen: Callable[[float], float]) -> tuple[list[Series], list[Series]]:
    """The rolls before the last, dotted; and the last one, with a mark where it stands."""
    since = _first(scene)

    def drawn(roll: Any, stroke: Stroke, role: Role) -> list[Series]:
        xs, means = roll.curve(since)
        made = Series(f"seed {roll.seed}", xs, [seen(mean) for mean in means], stroke, role, " ")
        return [made] if len(xs) > 1 else []

    before = [each for roll in scene.rolls[-BEFORE - 1 : -1] for each in drawn(roll, Stroke.DOTTED, Role.GUIDE)]
    last = drawn(scene.roll, Stroke.SOLID, Role.LINE)
    if scene.n >= since:
        mark = "@" if ascii else "●"
        last.append(Series("now", [math.log10(scene.n)], [seen(scene.roll.mean)], Stroke.POINTS, Role.POINT, mark))
    return before, last
