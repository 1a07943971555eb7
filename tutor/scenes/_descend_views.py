"""What the panes draw of a descent: rows of numbers, loss curves, the fit, the path over the surface.

All of it is bounded, however long the runs and however large the data, and everything in it is finite (heights and
curves may hold nan for 'nothing here').
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.methods import gradient_descent
from tutor.descent.player import Player
from tutor.descent.problem import LeastSquares, Problem
from tutor.descent.words import number
from tutor.lesson.losses import Loss
from tutor.scenes._plot_state import Curve
from tutor.scenes._problem import Array, heights, shown_names
from tutor.scenes._sampling import sample
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

MOST_POINTS = 400  # of data or of a path
LOOK_AHEAD = 12  # steps that the first window already has room for
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """The losses of a run: ks and losses, both (p,)."""

    label: str
    focused: bool
    ks: Array
    losses: Array


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Data and model. One feature: points (x, y) and the line; several: (target, prediction) and the diagonal."""

    x_name: str
    y_name: str
    xs: Array
    ys: Array
    line_xs: Array
    line_ys: Array


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where a run went: thetas (p, n), the last one where it stands now."""

    label: str
    focused: bool
    thetas: Array


class Views:
    """The part of a DescendScene that is looked at."""

    settings: Settings
    problem: Problem
    players: tuple[Player, ...]
    focus: int
    log: bool

    def _views_begin(self) -> None:
        self._window: tuple[Interval, ...] | None = None
        self._heights: dict[object, Array] = {}
        self._points: dict[int, tuple[object, tuple[Array, Array, Array]]] = {}

    def _trace(self, place: int) -> tuple[Array, Array, Array]:
        """ks, thetas and losses of a run, made once for every place where it stands: a frame asks several times."""
        player = self.players[place]
        stands = (player.k, tuple(player.rate_changes))
        if place not in self._points or self._points[place][0] != stands:
            ks, thetas, losses = player.trace.points()
            self._points[place] = (stands, (ks.astype(float), thetas, losses))
        return self._points[place][1]

    def label(self, place: int, ascii: bool = False) -> str:
        raise NotImplementedError

    # theta

    def headings(self, ascii: bool = False) -> list[str]:
        """`k`, each theta, each slope, the loss."""
        names = shown_names(self.settings.names, ascii)
        letter, curl = self.letter, "d" if ascii else "∂"
        return ["k", *names, *(f"{curl}{letter}/{curl}{name}" for name in names), letter]

    @property
    def letter(self) -> str:
        """J for a loss on data, f for a function."""
        return "J" if isinstance(self.settings.goal, Loss) else "f"

    def rows(self, n: int = 12, ascii: bool = False, digits: int = 5) -> list[list[str]]:
        """The last n steps of the run in focus, the newest last; cells as in `headings`."""
        rows = []
        for step in self.players[self.focus].recent(max(1, n)):
            values = [*step.theta.tolist(), *step.gradient.tolist(), step.loss]
            cells = [number(value, digits) for value in values]
            rows.append([str(step.k), *(cells if ascii else (cell.replace("-", "−") for cell in cells))])
        return rows

    def table(self, ascii: bool = False) -> list[list[str]]:
        return [self.headings(ascii), *self.rows(ascii=ascii)]

    # loss

    def losses(self, ascii: bool = False) -> list[LossCurve]:
        """One curve a run, in their order, not more than about 2,000 points each."""
        curves = []
        for place in range(len(self.players)):
            ks, _, losses = self._trace(place)
            curves.append(LossCurve(self.label(place, ascii), place == self.focus, ks, losses))
        return curves

    @property
    def uses_log(self) -> bool:
        """Is the loss drawn on a logarithmic scale? Only where it is wished and every loss is above 0."""
        return self.log and all(bool((self._trace(place)[2] > 0).all()) for place in range(len(self.players)))

    def rate_marks(self) -> list[tuple[int, float]]:
        """(k, new rate) where the rate of the run in focus was changed, as far as it has come."""
        player = self.players[self.focus]
        return [(k, rate) for k, rate in player.rate_changes if k <= player.k]

    # fit

    def fit(self) -> Fit | None:
        """Data and model of the run in focus, at most 400 points; None without data."""
        problem, theta = self.problem, self.players[self.focus].theta
        if not isinstance(problem, LeastSquares) or not isinstance(self.settings.goal, Loss):
            return None
        some = slice(None, None, -(-problem.m // MOST_POINTS))
        X, y = problem.X[some], problem.y[some]
        count = X.shape[1]
        feature = {1: 0, 2: 1 if self.settings.goal.data.bias else None}.get(count)
        if feature is None:
            predictions = X.dot(theta)
            ends = np.array([min(y.min(), predictions.min()), max(y.max(), predictions.max())])
            return Fit("target", "prediction", y, predictions, ends, ends)
        xs = X[:, feature]
        columns = self.settings.goal.data.columns
        name = columns[feature] if len(columns) == count else "x"
        ends = np.array([problem.X[:, feature].min(), problem.X[:, feature].max()])
        ends += np.array([-0.05, 0.05]) * max(float(ends[1] - ends[0]), 1e-9)
        return Fit(name, "y", xs, y, ends, theta[feature] * ends + (theta[0] if feature else 0.0))

    # surface and curve

    def window(self) -> tuple[Interval, ...]:
        """For one or two parameters: from where to where each is shown. It holds every path and changes seldom."""
        points = np.concatenate([path.thetas for path in self.paths()])
        if self._window is None:
            points = np.concatenate([points, self._ahead()])
            self._window = _around(points, room=0.25)
        elif not _holds(self._window, points) or _lost_in(self._window, points):
            self._window = _around(points, room=0.5)
        return self._window

    def paths(self) -> list[Path]:
        """Where each run went, not more than about 400 points each."""
        found = []
        for place, player in enumerate(self.players):
            _, thetas, _ = self._trace(place)
            some = thetas[:: -(-len(thetas) // MOST_POINTS)]
            whole = np.concatenate([some, player.theta[np.newaxis]])
            found.append(Path(self.label(place), place == self.focus, whole))
        return found

    def heights(self, columns: int, rows: int, over: tuple[Interval, ...] | None = None) -> Array:
        """The loss over the window, or over the limits of both parameters that a map shows: (rows, columns), from the
        low end of the second; nan: none."""
        window = over or self.window()
        key = (window, columns, rows)
        if key not in self._heights:
            axes = (np.linspace(*ends, count) for ends, count in zip(window, (columns, rows), strict=True))
            self._heights = {key: heights(self.settings.goal, self.problem, *axes)}
        return self._heights[key]

    def curve(self, columns: int = 80) -> Curve | None:
        """For f of one variable, f over the window; None otherwise."""
        goal = self.settings.goal
        if not isinstance(goal, Node) or len(self.settings.names) != 1:
            return None
        (low, high), name = self.window()[0], self.settings.names[0]
        return Curve("f", "curve", *sample(goal, name, low, high, columns))

    def steps_on_curve(self) -> tuple[Array, Array]:
        """For one variable: the places of the run in focus and the losses there, (p,) each."""
        _, thetas, losses = self._trace(self.focus)
        some = slice(None, None, -(-len(thetas) // MOST_POINTS))
        player = self.players[self.focus]
        return np.append(thetas[some, 0], player.theta[0]), np.append(losses[some], player.loss)

    def next_step(self) -> tuple[Array, Array] | None:
        """Where the run in focus stands, and where its next step leads; None where that is out of range."""
        player = self.players[self.focus]
        with np.errstate(all="ignore"):
            following = gradient_descent(player.theta, player.gradient, player.rate)
        return (player.theta, following) if np.isfinite(following).all() else None

    def _ahead(self) -> Array:
        """Where the runs are about to go, and the best theta of data: what a first window should hold."""
        points = []
        with np.errstate(all="ignore"):
            for player in self.players:
                theta = player.theta
                for _ in range(LOOK_AHEAD):
                    theta = gradient_descent(theta, self.problem.gradient(theta), player.rate)
                    points.append(theta)
        if isinstance(self.problem, LeastSquares):
            points.append(self.problem.best_theta)
        near = 6 * (1 + max(float(np.abs(player.theta).max()) for player in self.players))
        kept = [point for point in points if bool((np.abs(point) <= near).all())]
        return np.array(kept).reshape(len(kept), len(self.settings.names))


def _around(points: Array, room: float) -> tuple[Interval, ...]:
    """An interval a column that holds the points, with so much room on either side, and never empty."""
    low, high = points.min(axis=0), points.max(axis=0)
    spans = high - low
    least = max(float(spans.max()) / 4, 1e-3 * float(np.abs(points).max()), 1e-6)
    spans = np.maximum(spans, least)
    middle = low / 2 + high / 2
    reach = spans * (0.5 + room)
    return tuple((float(m - r), float(m + r)) for m, r in zip(middle, reach, strict=True))


def _holds(window: tuple[Interval, ...], points: Array) -> bool:
    low, high = np.array(window).T
    return bool((points >= low).all() and (points <= high).all())


def _lost_in(window: tuple[Interval, ...], points: Array) -> bool:
    """Is what there is to see a speck in the window, as after going far back?"""
    low, high = np.array(window).T
    return len(points) > 20 and bool(((points.max(axis=0) - points.min(axis=0)) < (high - low) / 40).all())
