"""What a descent has done, in one line that is true: for the line under a chart, and for a screen reader.

A sentence has at most 160 columns in runs of up to 100,000 steps, two lines of a screen. It says what was measured, and
why where that is certain (tutor.descent.diagnosis): nothing is claimed that was not looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from tutor.descent.curvature import Curvature
from tutor.descent.diagnosis.diagnose import explained
from tutor.descent.diagnosis.endless import guessing
from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import number as number
from tutor.descent.diagnosis.figures import short, spelt, steps
from tutor.descent.diagnosis.named import named
from tutor.descent.diagnosis.noise import on_average
from tutor.descent.diagnosis.rates import above_at_start
from tutor.descent.diagnosis.stalls import level
from tutor.descent.diagnosis.trends import Trend as Trend
from tutor.descent.diagnosis.trends import trend as trend
from tutor.descent.diagnosis.trends import trend_words as trend_words
from tutor.descent.methods import Newton
from tutor.descent.player import Player, State
from tutor.messages import tr

LONGEST = 160
NOTHING = 1e-290  # a slope beyond what a run can tell from none
SHORTER = (
    (re.compile(r", whatever the example$"), ""),
    (re.compile(r"2\(1 \+ β\)/((λmax|f″)|\(\(1 \+ 2β\)(λmax|f″)\)) ="), "its limit"),
    (re.compile(r"in the long run"), "at last"),
    (re.compile(r"along \([^)]*\)"), "along one direction"),
    (re.compile(r"; Newton's method [^:]*"), ""),
    (re.compile(r", and a step moves \S+ by [^;]*"), ""),
    (re.compile(r"the rates of the (\d+ steps?) left add up to [^:]*: theta"), r"in the \1 left theta"),
    (re.compile(r" only, though the slope is [^;]*"), ""),
    (re.compile(r", since .*"), ""),
    (re.compile(r", (an error there|the distance from it) .*"), ""),
    (re.compile(r", \S+ from the best theta"), ""),
    (re.compile(r"(hovers .*) for \d+ steps"), r"\1"),
    (re.compile(r"the rates of the last (\d+) steps add up"), r"the last \1 rates add up"),
    (re.compile(r", (with (about )?\S+ of loss to go|and f is .* above it)"), ""),
    (re.compile(r", and the slope (that way )?grew .*"), ""),
)


def sentence(player: Player, ascii: bool = False, most: int = LONGEST) -> str:
    """Where the run stands and how it came to that. `ascii`: no characters beyond ASCII; `most` columns, if need be
    without a reason, never less than where it stands."""
    with np.errstate(all="ignore"):
        text = _SENTENCES[player.state](player)
    shown = spelt if ascii else str
    return shown(_fitting(text, shown, most))


def _fitting(text: str, shown: Callable[[str], str], most: int) -> str:
    """In so many columns, if need be without a formula, the components of a direction, or an aside; at last without
    what comes after a semicolon, the end first."""
    for what, instead in SHORTER:
        if len(shown(text)) <= most:
            break
        text = what.sub(instead, text)
    while len(shown(text)) > most and "; " in text:
        text = text.rpartition("; ")[0]
    return text


def _so_far(player: Player) -> str:
    many = steps(player.k)
    if player.state is State.FINISHED:
        many = tr("the one step") if player.k == 1 else tr("all {k} steps", k=player.k)
    return tr(
        "{loss} {short} → {short2} in {many}",
        loss=named(player.problem).loss,
        short=short(player.first_loss),
        short2=short(player.loss),
        many=many,
    )


def _ready(player: Player) -> str:
    name = named(player.problem).loss
    return tr("{loss} {short} at the start; no step taken yet", loss=name, short=short(player.loss))


def _running(player: Player) -> str:
    leg = player.leg
    if leg.k == player.k and leg.theta is not None:
        theta = named(player.problem).theta
        return tr("{so_far}; {theta} was put here by hand", so_far=_so_far(player), theta=theta)
    if leg.k == player.k and player.state is State.RUNNING:  # a change, and no step with it yet
        return f"{_so_far(player)}; {trend_words(player, trend(player))}"
    seen = Evidence(player)
    found = explained(seen)
    if found is not None:
        return f"{_so_far(player)}; {found.text}"
    if seen.full_batch and seen.trend is Trend.FALLING and level(seen):
        return tr("{so_far}; the slope is 0 here, to within rounding", so_far=_so_far(player))
    return f"{_so_far(player)}; {trend_words(player, seen.trend) if seen.full_batch else on_average(seen)}"


def _converged(player: Player) -> str:
    seen = Evidence(player)
    name, theta = seen.named.loss, seen.named.theta
    stood = tr("{loss} {short}; converged at step {k}: ", loss=name, short=short(player.loss), k=player.k)
    place = explained(seen)
    if place is not None:
        return stood + place.text
    if not player.gradient.any():
        if seen.named.alone:
            return tr("{stood}the slope is zero, so no step moves {theta}", stood=stood, theta=theta)
        blind = guessing(seen)
        return tr("{stood}the gradient is zero, so no step moves theta", stood=stood) + (
            f"; {blind.text}" if blind else ""
        )
    if np.abs(player.gradient).max() > max(1e-6 * np.abs(player.theta).max(), NOTHING):
        why = tr("a step at α = {short} is too small to change {theta}", short=short(player.rate), theta=theta)
        return tr(
            "stopped at step {k}: {why}, though the slope is {short}", k=player.k, why=why, short=short(seen.slope, 3)
        )
    digits = math.floor(-math.log10(player.tolerance)) if player.tolerance else 16
    return tr("{stood}{theta} no longer changes (to {digits} digits)", stood=stood, theta=theta, digits=digits)


def _diverged(player: Player) -> str:
    words = named(player.problem)
    at = tr("diverged at step {step}: ", step=player.k + 1)
    if not math.isfinite(player.rate):
        return tr(
            "stopped before step {step}: the schedule gives α no finite value at k = {k}",
            step=player.k + 1,
            k=player.k,
        )
    if type(player.leg.method) is Newton and _cannot_be_inverted(player):
        why = (
            tr("f does not bend here, and Newton's step divides by how it does")
            if words.alone
            else tr("in some direction the loss does not bend, and Newton's step divides by how it does")
        )
        return tr("stopped before step {step}: {why}", step=player.k + 1, why=why)
    if player.no_number:
        return tr(
            "stopped before step {step}: f or its slope gives no number at the next {theta}",
            step=player.k + 1,
            theta=words.theta,
        )
    if player.loss < -1e6 * (1 + abs(player.first_loss)):
        return at + tr("{the_loss} falls without end in this direction", the_loss=words.the_loss)
    seen = Evidence(player)
    cause = explained(seen)
    if cause is not None:
        return tr("{at}it grew out of range; {text}", at=at, text=cause.text)
    if player.loss > player.first_loss:
        return at + tr("it grew out of range; ") + (above_at_start(seen) or tr("try a smaller rate"))
    above = above_at_start(seen)
    return at + tr("the next step leaves the range of numbers") + (f"; {above}" if above else "")


def _cannot_be_inverted(player: Player) -> bool:
    try:
        bends = Curvature.of(player.problem, player.theta)
    except (ValueError, np.linalg.LinAlgError):
        return False
    return bool(np.abs(bends.eigenvalues).min() <= bends.zero)


_SENTENCES = {
    State.READY: _ready,
    State.RUNNING: _running,
    State.CONVERGED: _converged,
    State.DIVERGED: _diverged,
    State.FINISHED: _running,
}
