"""The next step of a descent in words: what each theta is going to be, and why, in numbers."""

from __future__ import annotations

from tutor.descent.diagnosis.named import named
from tutor.messages import tr
from tutor.scenes._acts import Page, columns
from tutor.scenes._descend_state import DescendScene
from tutor.scenes._descend_told_views import cell
from tutor.scenes._numbers import shown
from tutor.scenes._problem import shown_names

DIGITS = 4


def next_lines(scene: DescendScene, page: Page) -> list[str]:
    """The next step of each theta in numbers, `θ₀ ← 0.1 − 0.1·(−2.367) = 0.3367`, as its pane has it."""
    step = None if scene.player.state.final else scene.next_step()
    if step is None:
        return [tr("There is no next step: the run is at its end.")]
    rate, plain = scene.player.rate, scene.plain_step
    names = shown_names(scene.settings.names, page.ascii)
    lines = []
    for name, theta, slope, new in zip(names, step[0], scene.player.gradient, step[1], strict=False):
        sign = "−" if plain or new < theta else "+"
        size = f"({_brief(slope, page)})" if slope < 0 else _brief(slope, page)
        change = f"{_brief(rate, page)}·{size}" if plain else _brief(abs(new - theta), page)
        lines.append(
            tr(
                "next: {name} ← {now} {sign} {change} = {then}",
                name=name,
                now=_brief(theta, page),
                sign=sign,
                change=change,
                then=_brief(new, page),
            )
        )
    return lines


def theta_lines(scene: DescendScene, page: Page, most: int) -> list[str]:
    """Every theta of the run in focus where it stands, a row each, its slope and where it goes next."""
    step = None if scene.player.state.final else scene.next_step()
    names, player = shown_names(scene.settings.names, page.ascii), scene.player
    rows = [
        [name, *(cell(float(each[i]), page) for each in (player.theta, player.gradient, *(step or ())[1:]))]
        for i, name in enumerate(names[:most])
    ]
    more = [tr("... {count} more", count=len(names) - most)] if len(names) > most else []
    head = tr("variable") if named(scene.problem).alone else "theta"
    return [*columns([head, tr("now"), tr("slope"), tr("next")][: 3 + bool(step)], rows, page), *more]


def _brief(value: float, page: Page) -> str:
    return shown(float(value), page.ascii, DIGITS)
