"""A descent in words: what goes down and how, what it has done, the losses on the way, where every run stands.

What can be typed is in `_descend_acts`, the fit and the map in words in `_descend_told_views`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tutor.descent.player import Player, State
from tutor.descent.words import Trend, trend, trend_words
from tutor.messages import tr
from tutor.scenes._acts import Page, columns, some, written
from tutor.scenes._descend_align import EVALUATIONS
from tutor.scenes._descend_state import DescendScene
from tutor.scenes._descend_tell import batch_words, method_words, mistake_in, right_method, schedule_words
from tutor.scenes._descend_told_views import cell, fit_lines
from tutor.scenes._numbers import shown
from tutor.scenes._problem import shown_names

STEPS = 6  # at which losses are told
ROWS = 5  # of steps that are told in words; more are a table
MOST_THETAS = 6  # columns of a table that `told` gives
DIGITS = 4
FIGURE = re.compile(r"[-−+]?\d[\d.]*(?:e[-−+]?\d+)?")


def told(scene: DescendScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What goes down and how, the sentence, the numbers on the way or where the runs stand, the fit in short."""
    page = Page(ascii, width)
    names = some(shown_names(scene.settings.names, ascii), 5)
    if scene.race:
        lead = [
            tr(
                "{count} descents of {letter} over {names}. {focus}",
                count=len(scene.players),
                letter=scene.letter,
                names=names,
                focus=focus_words(scene, ascii),
            )
        ]
        body = race_lines(scene, page)
    else:
        lead = [
            tr(
                "A descent of {letter} over {names}: {how}. {step}",
                letter=scene.letter,
                names=names,
                how=_how(scene.player, ascii),
                step=_step(scene),
            )
        ]
        body = way_lines(scene, page)
    fit = fit_lines(scene, page, rows=0) if "fit" in scene.panels else []
    return written([*lead, f"{scene.sentence(ascii)}.", *body, *fit, *_pauses(scene)], page)


def _how(player: Player, ascii: bool) -> str:
    """`gradient descent, rate 0.1`, and the batch, the schedule and the mistake where there are any."""
    leg = player.leg
    wrong = mistake_in(leg.method)
    parts = [method_words(right_method(leg.method)), tr("rate {rate}", rate=shown(leg.rate, ascii, DIGITS))]
    parts += [words for words in (batch_words(leg.batches), schedule_words(leg.schedule)) if words]
    return ", ".join([*parts, *([tr('with the mistake "{mistake}"', mistake=wrong)] if wrong else [])])


def _step(scene: DescendScene) -> str:
    return tr("Step {k} of at most {steps}.", k=scene.k, steps=scene.settings.steps)


def _pauses(scene: DescendScene) -> list[str]:
    ahead = [k for k in sorted(set(scene.settings.pause_at)) if k > scene.k]
    return [tr("The lesson wants a look at step {steps}.", steps=some([str(k) for k in ahead], 5))] if ahead else []


def focus_words(scene: DescendScene, ascii: bool) -> str:
    """`A, momentum, has the focus: commands are for it.`"""
    letter, name = scene.letters[scene.focus], scene.label(scene.focus, ascii)
    return tr("Run {letter}, {name}, has the focus: what is typed is for it.", letter=letter, name=name)


# --- the way so far ---------------------------------------------------------------------------------------------------


def way_lines(scene: DescendScene, page: Page, since: int = 0) -> list[str]:
    """k, theta and the loss of the run in focus at a few steps of its way, from `since` on; none before a step."""
    ks, thetas, losses = scene.player.trace.points()
    kept = np.flatnonzero(ks >= min(since, scene.player.k))
    places = even(ks[kept], ROWS) if len(kept) else []
    if len(places) < 2 and since:
        return []
    rows = [
        [str(int(ks[i])), *(cell(each, page) for each in [*thetas[i][:MOST_THETAS].tolist(), float(losses[i])])]
        for i in kept[places]
    ]
    names = shown_names(scene.settings.names, page.ascii)
    heads = ["k", *names[:MOST_THETAS], scene.letter]
    more = len(names) - MOST_THETAS
    return [*told_rows(heads, rows), *([tr("{count} more of theta: type theta.", count=more)] if more > 0 else [])]


def told_rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """`step 3: theta0 0.499, theta1 0.945, J 0.0582`: every row by itself, for those who hear it."""
    return [
        tr("step {k}: {values}.", k=row[0], values=", ".join(map(" ".join, zip(heads[1:], row[1:], strict=True))))
        for row in rows
    ]


def last_lines(scene: DescendScene, page: Page, count: int) -> list[str]:
    """The last steps of the run in focus, in words."""
    names = shown_names(scene.settings.names, page.ascii)[:MOST_THETAS]
    rows = [
        [str(step.k), *(cell(each, page) for each in [*step.theta[:MOST_THETAS].tolist(), step.loss])]
        for step in scene.player.recent(count)
    ]
    return told_rows(["k", *names, scene.letter], rows)


def even(ks: np.ndarray, most: int) -> list[int]:
    """Places in ks, which grow: the first, the last, and those nearest to even steps between them."""
    wished = np.linspace(float(ks[0]), float(ks[-1]), most)
    return sorted({int(np.abs(ks - each).argmin()) for each in wished})


def loss_lines(scene: DescendScene, page: Page) -> list[str]:
    """Of each run its losses at a few steps in one line, and what the loss does."""
    lines = []
    for place, curve in enumerate(scene.losses(page.ascii)):
        places = even(curve.ks, STEPS)
        losses = some([cell(float(curve.losses[i]), page) for i in places])
        ks = some([str(int(curve.ks[i])) for i in places])
        if len(places) < 2:
            where = tr("the start, no step taken yet")
        elif scene.align == EVALUATIONS:
            where = tr("gradients worked out {ks}", ks=ks)
        else:
            where = tr("steps {ks}", ks=ks)
        lead = tr("Run {letter}, {name}: ", letter=curve.mark, name=curve.label) if scene.race else ""
        told = tr("{letter} {losses} at {where}", letter=scene.letter, losses=losses, where=where)
        lines.append(f"{lead}{told}{doing(scene.players[place])}.")
    letter = scene.letters[scene.focus]
    for k, rate in scene.rate_marks():
        where = tr("gradient {k}", k=k) if scene.align == EVALUATIONS else f"k = {k}"
        had = shown(rate, page.ascii, DIGITS)
        lines.append(
            tr("From {where} on run {letter} had the rate {rate}.", where=where, letter=letter, rate=had)
            if scene.race
            else tr("From {where} on the run had the rate {rate}.", where=where, rate=had)
        )
    return lines


def doing(player: Player) -> str:
    """`; still falling`: of batches the last steps say little."""
    if player.state is State.DIVERGED:
        return f"; {tr('diverged')}"
    if player.k == 0 or player.leg.batches is not None:
        return ""
    return f"; {tr('converged') if player.state is State.CONVERGED else _last_steps(player)}"


def _last_steps(player: Player) -> str:
    """What the loss does at the last step, which may be otherwise than what it did on the whole way."""
    found, lower = trend(player), player.loss < player.first_loss
    if found is Trend.RISING and lower:
        return tr("rising at the last step, lower than at the start")
    if found is Trend.FALLING and not lower:
        return tr("falling at the last step, higher than at the start")
    return trend_words(player, found)


# --- where the runs stand ---------------------------------------------------------------------------------------------


def race_lines(scene: DescendScene, page: Page) -> list[str]:
    """The table of the race, a row a run, and who leads."""
    heads, *rows = scene.race_table(page.ascii)
    lines = columns(heads, rows, page, spare=tuple(range(len(heads) - 1, 3, -1)))
    leader = scene.leader(page.ascii)
    if scene.align == EVALUATIONS:
        return [*lines, tr("Compared by gradients worked out; {leader}.", leader=leader)]
    return [*lines, tr("Compared by steps; {leader}.", leader=leader)]


def standing_lines(scene: DescendScene, page: Page) -> list[str]:
    """Where each run stands: its letter, its name, its step, its theta and its loss; of many runs a table."""
    rows = [
        [
            scene.letters[place],
            scene.label(place, page.ascii),
            str(player.k),
            *(cell(each, page) for each in [*player.theta[:MOST_THETAS].tolist(), player.loss]),
        ]
        for place, player in enumerate(scene.players)
    ]
    heads = ["", tr("run"), "k", *shown_names(scene.settings.names, page.ascii)[:MOST_THETAS], scene.letter]
    if len(rows) <= ROWS:
        return [
            tr(
                "run {letter}, {name}, step {k}: {values}.",
                letter=letter,
                name=name,
                k=k,
                values=", ".join(map(" ".join, zip(heads[3:], values, strict=True))),
            )
            for letter, name, k, *values in rows
        ]
    return columns(heads, rows, page, spare=(*range(len(heads) - 2, 2, -1), 1))


def step_lines(scene: DescendScene, page: Page, count: int) -> list[str]:
    """The last steps of the run in focus with their slopes; of many a table, slopes where there is room for them."""
    heads, n = scene.headings(page.ascii), len(scene.settings.names)
    if count <= ROWS:
        return told_rows(heads, scene.rows(count, page.ascii, DIGITS))
    slopes, thetas = range(2 * n, n, -1), range(n, 1, -1)
    return columns(heads, scene.rows(count, page.ascii, DIGITS), page, spare=(*slopes, *thetas))


def stands(scene: DescendScene, page: Page, before: str = "") -> list[str]:
    """Where the runs stand, and the sentence; without its reason where the sentence `before` gave the same."""
    said = scene.sentence(page.ascii)
    so_far, _, reason = said.partition("; ")
    known = FIGURE.sub("", reason) == FIGURE.sub("", before.partition("; ")[2])
    return [*(standing_lines(scene, page) if scene.race else []), f"{so_far if known else said}."]


def as_sentence(fault: Exception) -> str:
    """What a fault says, from its first letter to its stop."""
    text = str(fault)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
