"""A descent in Python: the seed's loop for data, the same loop around f and its gradient otherwise, any method.

The program takes the same steps in the same arithmetic, so it prints the theta that stands on the screen, digit
by digit. Plain descent with a rate that changes is the lesson's own loop, called for each rate; every other run is
written out leg by leg, as it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tutor.descent.batches import Batches
from tutor.descent.legs import Leg
from tutor.descent.methods import Method
from tutor.descent.past import LOOPED
from tutor.descent.player import Player
from tutor.descent.problem import LeastSquares, Vector
from tutor.descent.schedules import Schedule
from tutor.lesson.losses import Loss
from tutor.scenes._descend_sources import LEAP, NUMPY, Needs, Parts, sources, too_large
from tutor.scenes._descend_tell import method_words, right_method
from tutor.scenes._descend_updates import batch_lines, begin_lines, schedule_lines, step_lines
from tutor.scenes._problem import data_lines, function_lines, point
from tutor.scenes._python import number, program
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

LOOP = [
    "def gradient_descent(X, y, theta, learning_rate, iterations):",
    "    m = len(y)",
    "    for _ in range(iterations):",
    "        predictions = np.dot(X, theta)",
    "        errors = predictions - y",
    "        gradients = (1/m)*np.dot(X.T, errors)",
    "        theta = theta - learning_rate*gradients  # a new array: the caller keeps its own",
    "    return theta",
]
LOOP_ON_F = [
    "def gradient_descent(theta, rate, steps):",
    "    for _ in range(steps):",
    "        theta = theta - rate*gradient(theta)",
    "    return theta",
]
Stretch = tuple[Leg, int]  # a leg, and the step at which it ends or the run stands


def descend_program(settings: Settings, player: Player, gradient: Sequence[Node] | None, mistake: str | None) -> str:
    """Prints theta after exactly the steps that `player` has taken, rounded as NumPy does and in full."""
    legs = stretches(player)
    goal, begin = settings.goal, _start(player)
    tell = ['print("Optimized Parameters: ", theta)', 'print("in full:", theta.tolist())']
    if isinstance(goal, Node):
        tell = ['print("theta:", theta.tolist())', 'print("f:", f(theta))']
    if mistake is not None:
        note = f"# The right update. The run on the screen makes a mistake: {mistake}."
        return f"{note}\n" + _leg_by_leg(settings, player, gradient, legs, begin, tell)
    if not all(_plain(leg, end, player) for leg, end in legs):
        return _leg_by_leg(settings, player, gradient, legs, begin, tell)
    start = [f"theta = {point(begin.tolist())}"]
    calls = [(number(leg.rate), end - leg.k) for leg, end in legs]
    if isinstance(goal, Loss):
        lines = [f"theta = gradient_descent(X, y, theta, {rate}, {steps})" for rate, steps in calls]
        return program(NUMPY, LOOP, [*data_lines(goal), *start], lines, tell)
    lines = [f"theta = gradient_descent(theta, {rate}, {steps})" for rate, steps in calls]
    return program(*function_lines(goal, gradient or (), settings.names), LOOP_ON_F, start, lines, tell)


def stretches(player: Player) -> list[Stretch]:
    """The legs that have been walked, each with where it ended; the first one alone where none has."""
    ends = [*(leg.k for leg in player.legs[1:]), player.k]
    walked = [(leg, min(end, player.k)) for leg, end in zip(player.legs, ends, strict=True)]
    taken = [(leg, end) for leg, end in walked if end > leg.k or (leg.theta is not None and leg.k <= player.k)]
    return taken or [(player.legs[0], 0)]


def _start(player: Player) -> Vector:
    start: Vector = player.trace.points()[1][0]
    return start


def _plain(leg: Leg, end: int, player: Player) -> bool:
    """Is it the lesson's own loop?"""
    model = not hasattr(player.problem, "m") or isinstance(player.problem, LeastSquares)
    return model and leg.plain and leg.steady and leg.theta is None and end <= _looped_to(leg, player, end)


def _looped_to(leg: Leg, player: Player, end: int) -> int:
    """Up to which step the player walks in a loop; from there it leaps."""
    problem = player.problem
    if not (leg.plain and leg.steady and isinstance(problem, LeastSquares)):
        return end
    return min(end, leg.k + (0 if problem.through_moments else LOOPED))


def _leg_by_leg(
    settings: Settings,
    player: Player,
    gradient: Sequence[Node] | None,
    legs: list[Stretch],
    begin: Vector,
    tell: list[str],
) -> str:
    methods = [right_method(leg.method) for leg, _ in legs]
    needs = Needs(
        batches=any(leg.batches is not None for leg, _ in legs),
        curvature=any(method.name == "newton" for method in methods),
        leaps=any(_looped_to(leg, player, end) < end for leg, end in legs),
        loops=any(_looped_to(leg, player, end) > leg.k for leg, end in legs),
    )
    refused = too_large(player.problem, needs)
    if refused is not None:
        return program([f"# {refused}", f"raise SystemExit({refused!r})"])
    above, *parts = sources(settings.goal, player.problem, gradient or (), settings.names, needs)
    written = _Written(player, [LEAP] if needs.leaps else [])
    for (leg, end), method in zip(legs, methods, strict=True):
        written.walk(leg, end, method)
    begun = [f"theta = {point(begin.tolist())}"]
    return program(*_heads([*above, *written.above]), *parts, *written.functions, [*begun, *written.lines], tell)


class _Written:
    """The legs of a run as far as they are written: what stands above, the functions, and the lines themselves."""

    def __init__(self, player: Player, functions: Parts) -> None:
        self.functions = functions
        self.above: list[str] = []
        self.lines: list[str] = []
        self._player = player
        self._before: Method | None = None
        self._names: dict[object, str] = {}

    def walk(self, leg: Leg, end: int, method: Method) -> None:
        """One leg, up to `end`."""
        rate, rows = number(leg.rate), ""
        if not leg.steady:
            rate = f"({rate}*{self._schedule(leg.schedule)}(k))"
        if leg.batches is not None:
            rows = f", {self._batch(leg.batches)}(k)"
        self.lines += ["", f"# {method_words(method)}"]
        if leg.theta is not None and leg.k > 0:
            self.lines.append(f"theta = {point(leg.theta.tolist())}")
        if self._before != method or leg.theta is not None:
            self.lines += begin_lines(method)
        looped = _looped_to(leg, self._player, end)
        if looped > leg.k:
            self.lines.append(f"for k in range({leg.k}, {looped}):")
            self.lines += [f"    {line}" for line in step_lines(method, rate, rows)]
        if end > looped:
            self.lines.append(f"theta = many_steps(theta, {rate}, {end - looped})")
        self._before = method

    def _schedule(self, schedule: Schedule) -> str:
        if schedule not in self._names:
            above, function = schedule_lines(schedule, self._name("schedule", schedule))
            self.above += above
            self.functions.append(function)
        return self._names[schedule]

    def _batch(self, batches: Batches) -> str:
        if batches not in self._names:
            problem: Any = self._player.problem
            above, functions = batch_lines(batches, problem.m, self._name("batch", batches))
            self.above += above
            self.functions += functions
        return self._names[batches]

    def _name(self, word: str, what: object) -> str:
        """`batch`, then `batch_2` ..."""
        count = sum(name.startswith(word) for name in self._names.values())
        self._names[what] = name = f"{word}_{count + 1}" if count else word
        return name


def _heads(lines: list[str]) -> Parts:
    """The imports, each once, and what stands below them, each definition once."""
    imports = sorted({line for line in lines if line.startswith(("from ", "import "))}, key=_import_order)
    rest = "\n".join(line for line in lines if line not in imports)
    definitions = dict.fromkeys(part.strip("\n") for part in rest.split("\n\n\n"))
    return [imports, *(part.split("\n") for part in definitions if part)]


def _import_order(line: str) -> tuple[bool, str]:
    """The standard library before NumPy."""
    return "numpy" in line, line
