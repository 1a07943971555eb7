"""What is true of a descent on the screen: the runs, their pace, the one in focus, and what the keys do to them.

There is no clock here: the screen calls `tick` as often as it likes, and each call takes a bounded number of steps.
A step at which the lesson wants to pause is never passed over while the descent plays. The rooms beside this one:

    _descend_runs      the runs themselves: forks, drops, mistakes        _descend_race      who leads, and by how much
    _descend_views     rows, curves and paths for the panes               _descend_fit       the data and the model
    _descend_pace      taking steps, together                             _descend_align     what a step costs
    _descend_time      where to go, as it is typed                        _descend_map       paths over the loss
    _descend_planes    over which two directions the loss is drawn        _descend_words     the sentence
    _descend_program   the run as NumPy                                   _descend_home      trace and lesson step
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.curvature import readout
from tutor.descent.player import State
from tutor.descent.problem import Problem
from tutor.lesson.losses import Loss
from tutor.messages import tr
from tutor.scenes._descend_align import EVALUATIONS
from tutor.scenes._descend_fit import Fit, fit_of
from tutor.scenes._descend_home import lesson_step, trace_csv
from tutor.scenes._descend_map import Map
from tutor.scenes._descend_pace import GEARS as GEARS
from tutor.scenes._descend_pace import Pace
from tutor.scenes._descend_program import descend_program
from tutor.scenes._descend_views import Views
from tutor.scenes._descend_words import Words
from tutor.scenes._descend_yaml import data_csv, rows_to_write
from tutor.scenes._problem import gradient_request, problem_of
from tutor.scenes._scene import CannotShow, Request
from tutor.tree import Node
from tutor.typeset import symbol

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

THETA = re.compile(r"theta\d+")


def request(settings: Settings) -> Request | None:
    """The gradient of f; none for data."""
    return gradient_request(settings.goal, settings.names)


def scene(settings: Settings, found: tuple[Node, ...] | None) -> DescendScene:
    return DescendScene(settings, found)


class DescendScene(Pace, Map, Views, Words):
    """A descent, or several side by side that take their steps together."""

    def __init__(self, settings: Settings, found: tuple[Node, ...] | None) -> None:
        self.settings = settings
        self.gradient_trees = found
        self.gear = 0
        self.playing = False
        try:
            self.problem: Problem = problem_of(settings.goal, settings.names, found)
            self._begin()
        except ValueError as fault:
            raise CannotShow(str(fault)) from fault
        self._curvature: tuple[object, list[tuple[str, str]]] | None = None  # (of where, its rows)
        self.log = self.race  # wished for; `uses_log` says whether it can be
        self.asked_log = False  # by the learner

    def _begin(self) -> None:
        self.align = self.settings.align
        self._runs_begin()
        if self.align == EVALUATIONS:
            self._even_budgets()
        self._race_begin()
        self._traces_begin()
        self._map_begin()

    # where it stands

    @property
    def panels(self) -> tuple[str, ...]:
        """The panes: theta, loss, and fit or surface where there is one; `curve` for one parameter."""
        data, count = self._on_data, len(self.settings.names)
        wished = self.settings.panels or ("theta", "loss", "fit" if data else "surface")
        surface = "curve" if count == 1 else "surface"
        real = {each: each for each in wished} | {"fit": "fit" if data else surface, "surface": surface}
        return tuple(dict.fromkeys(real[each] for each in wished))

    @property
    def _on_data(self) -> bool:
        return isinstance(self.settings.goal, Loss)

    def fit(self) -> Fit | None:
        """Data and model of the run in focus, at most 400 points; None without data."""
        goal = self.settings.goal
        return fit_of(goal, self.problem, self.player.theta) if isinstance(goal, Loss) else None

    def curvature_rows(self, ascii: bool = False) -> list[tuple[str, str]]:
        """What the curvature says where the run in focus stands: name and value."""
        player = self.player
        here = (self.letters[self.focus], player.k, player.rate, player.leg, player.theta.tobytes(), ascii)
        if self._curvature is None or self._curvature[0] != here:  # of a large network it takes half a second
            with np.errstate(all="ignore"):
                rows = readout(player, ascii)
            shown = [(name, THETA.sub(lambda found: symbol(found[0], ascii=ascii), said)) for name, said in rows]
            self._curvature = here, shown
        return self._curvature[1]

    def reset(self) -> None:
        """All as it was at first: the lesson's runs at their starts, everything since forgotten."""
        self.playing = False
        self._begin()

    def toggle_log(self) -> bool:
        """The loss on a logarithmic scale or not; says whether it is drawn so now. Where it cannot be, the sentence
        says why, until this is called again."""
        self.asked_log = self.log = not (self.uses_log or self.asked_log)
        return self.uses_log

    # to take home

    def program(self) -> str:
        """NumPy: the run in focus, to the step where it stands, all its legs."""
        live = self._live[self.focus]
        return descend_program(self.settings, live.player, self.gradient_trees, live.mistake)

    def trace_csv(self) -> Iterator[str]:
        """The trace of the run in focus as CSV, line by line: k, each theta, the loss, every digit."""
        return trace_csv(self.player, self.settings.names)

    def lesson_data(self) -> Iterator[str] | None:
        """The data that this step needs beside it, as CSV; None where it holds them itself or nobody can."""
        data = self.settings.goal.data if isinstance(self.settings.goal, Loss) else None
        return None if data is None or rows_to_write(data) is None else data_csv(data)

    def lesson_step(self) -> str:
        """The set-up as a step of a lesson, in YAML: every run with its changes on the way."""
        return lesson_step(self.settings, self._live)


def prove(settings: Settings, found: tuple[Node, ...] | None) -> tuple[str, ...]:
    """A sentence for what cannot run: a start without a loss, a pane that cannot be. To diverge is no fault."""
    try:
        descent = DescendScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    faults = []
    if "fit" in settings.panels and not isinstance(settings.goal, Loss):
        faults.append(tr("panels names fit, and without data there is nothing to fit; leave it out"))
    if "race" in settings.panels and len(settings.runs) < 2:
        faults.append(tr("panels names race, and there is one run; give runs: [...], or leave it out"))
    late = [k for k in settings.pause_at if k > settings.steps]
    faults += [tr("pause_at names step {k}, and the last step is {steps}", k=k, steps=settings.steps) for k in late]
    late = [k for k in settings.report.at if k > settings.steps]
    faults += [tr("report names step {k}, and the last step is {steps}", k=k, steps=settings.steps) for k in late]
    descent.step(min(settings.steps, 50))
    if descent.k == 0 and not any(player.state is State.CONVERGED for player in descent.players):
        faults.append(
            tr("no run can take its first step: f or its slope has no value there, or the rate is far too large")
        )
    return tuple(faults)
