"""What is true of a descent on the screen: the runs, their pace, the one in focus, and what the keys do to them.

There is no clock here: the screen calls `tick` as often as it likes, and each call takes a bounded number of steps.
A step at which the lesson wants to pause is never passed over while the descent plays. What the panes draw of it
stands in `tutor.scenes._descend_views`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tutor.ascii import plain
from tutor.descent.player import Player, State
from tutor.descent.problem import LeastSquares, Problem
from tutor.descent.words import number, sentence
from tutor.lesson.losses import Loss
from tutor.scenes._descend_program import descend_program
from tutor.scenes._descend_views import Views
from tutor.scenes._numbers import nice_rates, shown
from tutor.scenes._problem import gradient_request, problem_of
from tutor.scenes._scene import CannotShow, Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

GEARS = (1, 2, 5, 10, 50, 200, 1000, None)  # steps a tick; None: as many as the screen can take
FULL_SPEED = 4000  # steps a tick, where the screen does not say
RATES = (1e-12, 1e12)


def request(settings: Settings) -> Request | None:
    """The gradient of f; none for data."""
    return gradient_request(settings.goal, settings.names)


def scene(settings: Settings, found: tuple[Node, ...] | None) -> DescendScene:
    return DescendScene(settings, found)


class DescendScene(Views):
    """A descent, or several side by side that take their steps together."""

    def __init__(self, settings: Settings, found: tuple[Node, ...] | None) -> None:
        self.settings = settings
        self.gradient_trees = found
        try:
            self.problem: Problem = problem_of(settings.goal, settings.names, found)
            self.players = tuple(
                Player(self.problem, run.start or (), run.rate or settings.rate, settings.steps)
                for run in settings.runs
            )
        except ValueError as fault:
            raise CannotShow(str(fault)) from fault
        self.focus = 0
        self.gear = 0
        self.playing = False
        self.log = self.race  # wished for; `uses_log` says whether it can be
        self._views_begin()

    # where it stands

    @property
    def player(self) -> Player:
        """The run in focus."""
        return self.players[self.focus]

    @property
    def race(self) -> bool:
        return len(self.players) > 1

    @property
    def k(self) -> int:
        """How many steps have been taken, by the run that took most."""
        return max(player.k for player in self.players)

    @property
    def finished(self) -> bool:
        """No run can go on."""
        return all(player.state.final for player in self.players)

    @property
    def progress(self) -> float:
        """The part of the steps that is taken, 0 to 1, by the run that is furthest behind."""
        return min(player.progress for player in self.players)

    @property
    def panels(self) -> tuple[str, ...]:
        """The panes: theta, loss, and fit or surface where there is one; `curve` for f of one variable."""
        on_data = isinstance(self.settings.goal, Loss)
        wished = self.settings.panels or ("theta", "loss", "fit" if on_data else "surface")
        surface = {1: None if on_data else "curve", 2: "surface"}.get(len(self.settings.names))
        real = {"theta": "theta", "loss": "loss", "fit": "fit" if on_data else surface, "surface": surface}
        return tuple(dict.fromkeys(panel for each in wished if (panel := real[each])))

    def label(self, place: int, ascii: bool = False) -> str:
        """What a run is called: the teacher's name, else what tells it from the others."""
        run, player = self.settings.runs[place], self.players[place]
        if run.label:
            return plain(run.label) if ascii else run.label
        rate = f"{'rate' if ascii else 'α'} = {shown(player.rate, ascii, 4)}"
        start = f"from ({', '.join(shown(each, ascii, 4) for each in run.start or ())})"
        rates = {each.rate for each in self.settings.runs}
        names = [rate] * (len(rates) > 1 or not self.race)
        enough = len(rates) == len(self.settings.runs) or (names and run.start == self.settings.start)
        names += [start] * (not enough and len({each.start for each in self.settings.runs}) > 1)
        return " ".join(names) or f"run {place + 1}"

    # taking steps

    def advance(self, n: int) -> bool:
        """Every run takes at most n steps, none past the next pause; False where none could move."""
        k = self.k
        until = min([k + n, *(pause for pause in self.settings.pause_at if pause > k)])
        return self._advance(until, n)

    def _advance(self, until: int, n: int) -> bool:
        moved = False
        for player in self.players:
            before = player.k
            # a run whose end was undone by a new rate is behind the others: it comes up at twice their pace
            player.step(max(0, min(until - before, 2 * n)))
            moved |= player.k != before
        return moved

    def tick(self, most: int = FULL_SPEED) -> bool:
        """What one tick of the screen's timer does while it plays: a gear's worth of steps, `most` at full speed.

        Stops playing at a pause and at the end. False where nothing moved.
        """
        if not self.playing:
            return False
        moved = self.advance(GEARS[self.gear] or most)
        if self.finished or not moved or self.k in self.settings.pause_at:
            self.playing = False
        return moved

    def toggle_play(self) -> bool:
        """Play or pause; says whether it plays now. At the end there is nothing to play."""
        self.playing = not self.playing and not self.finished
        return self.playing

    def step(self, n: int = 1) -> bool:
        """Pauses, and takes n steps; pauses of the lesson do not hold a key."""
        self.playing = False
        return self._advance(self.k + n, n)

    def back(self, n: int = 1) -> bool:
        """Pauses, and goes n steps back, exactly; False at the start."""
        self.playing = False
        target = max(0, self.k - n)
        moved = False
        for player in self.players:
            if player.k > target:
                player.back(player.k - target)
                moved = True
        return moved

    def to_start(self) -> bool:
        """Back to k = 0; False where it stands there."""
        return self.back(self.k)

    def to_end(self, batch: int = FULL_SPEED) -> Iterator[float]:
        """Runs to the end, `batch` steps at a time; yields the progress after each, so that keys are answered."""
        self.playing = False
        while not self.finished and self._advance(self.k + batch, batch):
            yield self.progress

    def reset(self) -> None:
        """All as it was at first: start, rates, everything since forgotten."""
        self.playing = False
        for player in self.players:
            player.reset()
        self._views_begin()

    # how fast, how far, which

    @property
    def gear_name(self) -> str:
        """`x10`, `full speed`."""
        steps = GEARS[self.gear]
        return "full speed" if steps is None else f"x{steps}"

    def faster(self) -> bool:
        return self._shift(1)

    def slower(self) -> bool:
        return self._shift(-1)

    def _shift(self, by: int) -> bool:
        before, self.gear = self.gear, max(0, min(len(GEARS) - 1, self.gear + by))
        return self.gear != before

    def rate_up(self) -> float:
        """The next nice rate above, for the run in focus, from where it stands."""
        above = [rate for rate in nice_rates(self.player.rate) if rate > self.player.rate * 1.0001]
        return self.set_rate(min([RATES[1], *above]))

    def rate_down(self) -> float:
        """The next nice rate below."""
        below = [rate for rate in nice_rates(self.player.rate) if rate < self.player.rate * 0.9999]
        return self.set_rate(max([RATES[0], *below]))

    def set_rate(self, rate: float) -> float:
        """A rate for the run in focus from here on. ValueError, with a sentence, unless it is finite and above 0."""
        self.player.set_rate(rate)
        return self.player.rate

    def focus_next(self, by: int = 1) -> int:
        """The next run in focus; says which."""
        self.focus = (self.focus + by) % len(self.players)
        return self.focus

    def toggle_log(self) -> bool:
        """The loss on a logarithmic scale or not; says whether it is drawn so now."""
        self.log = not self.log
        return self.uses_log

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """What the run in focus has done; in a race also which run stands lowest, and why a log scale is refused."""
        with np.errstate(all="ignore"):  # a warning would be printed across the screen
            words = sentence(self.player, ascii=ascii)
        if self.race:
            words = f"{self.label(self.focus, ascii)}: {words}; {self._lowest_words(ascii)}"
        if self.log and not self.uses_log:
            words += "; a loss of 0 or less has no logarithm, so the scale is linear"
        return words if ascii else re.sub(r"-(?=\d)", "−", words)

    def _lowest_words(self, ascii: bool) -> str:
        standing = [i for i, player in enumerate(self.players) if player.state is not State.DIVERGED]
        if not standing:
            return "all runs diverged"
        lowest = min(standing, key=lambda i: self.players[i].loss)
        if sum(self.players[i].loss == self.players[lowest].loss for i in standing) == len(self.players):
            return "all runs are level"
        return f"lowest: {self.label(lowest, ascii)} with {number(self.players[lowest].loss)}"

    def program(self) -> str:
        """NumPy: the run in focus, to the step where it stands, each rate for its steps."""
        return descend_program(self.settings, self.settings.runs[self.focus], self.player, self.gradient_trees)


def prove(settings: Settings, found: tuple[Node, ...] | None) -> tuple[str, ...]:
    """A sentence for what cannot run: a start without a loss, a pane that cannot be. To diverge is no fault."""
    try:
        descent = DescendScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    faults = []
    if "fit" in settings.panels and not isinstance(descent.problem, LeastSquares):
        faults.append("panels names fit, and without data there is nothing to fit; leave it out")
    if "surface" in settings.panels and not {"surface", "curve"} & set(descent.panels):
        faults.append(f"panels names surface, and {len(settings.names)} parameters have none; leave it out")
    late = [k for k in settings.pause_at if k > settings.steps]
    faults += [f"pause_at names step {k}, and the last step is {settings.steps}" for k in late]
    descent.step(min(settings.steps, 50))
    if descent.k == 0 and not any(player.state is State.CONVERGED for player in descent.players):
        faults.append("no run can take its first step: f or its slope has no value there, or the rate is far too large")
    return tuple(faults)
