"""The paths of the runs over the loss, seen from above; for one parameter, the loss as a curve.

Bounded, however long the runs; everything in it is finite, but heights and curves, which hold nan for 'nothing here'.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from tutor.scenes._descend_planes import EIGEN, Pair, Plane, choices, eigen_plane, pair_plane
from tutor.scenes._descend_race import Race
from tutor.scenes._descend_traces import Traces
from tutor.scenes._descend_window import Interval, around, holds, lost_in
from tutor.scenes._heights import heights_over
from tutor.scenes._plot_state import Curve
from tutor.scenes._problem import Array, classic_of
from tutor.scenes._sampling import sample
from tutor.tree import Node

MOST_POINTS = 400  # of a path
LOOK_AHEAD = 12  # steps that the first window already has room for
HELD = 0.02  # of the window: how far the run in focus moves before a cut is taken anew while it plays


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where a run went: thetas (p, n), the last one where it stands now; `points` (p, 2): over the surface."""

    label: str
    focused: bool
    thetas: Array
    points: Array
    mark: str = "A"
    style: int = 0


class Map(Traces, Race):
    """The part of a DescendScene that is seen from above."""

    def _map_begin(self) -> None:
        self._window: tuple[Interval, ...] | None = None
        self._heights: dict[object, Array] = {}
        self._choice = 0  # of the planes
        self._cut: Plane | None = None

    # surface and curve

    @property
    def plane(self) -> str:
        """Over which two directions the surface is drawn: `theta0, theta1`, or `steepest, flattest`."""
        return self._plane().title

    @property
    def plane_axes(self) -> tuple[str, str]:
        """What stands at its axes: `θ₀` and `θ₁`, or `steepest (λ = 5.55)` and `flattest (λ = 0.12)`."""
        return self._plane().axes

    def next_plane(self) -> str:
        """Draws the surface over the next two directions; says which."""
        self._choice = (self._choice + 1) % max(1, len(choices(self.problem)))
        self._cut, self._window = None, None
        try:
            return self.plane
        except ValueError:  # the curvature has no value here, and the extreme directions are the last choice
            self._choice = 0
            return self.plane

    def _plane(self) -> Plane:
        """The cut that is drawn. Where other parameters are held, it goes through the run in focus."""
        theta = self.player.theta
        if len(theta) == 1:
            return Plane("line", self.settings.names[0], (self.settings.names[0], ""), np.zeros(1), np.ones((1, 1)))
        choice: Pair | str = choices(self.problem)[self._choice]
        if isinstance(choice, str):
            bottom = self._bottom() if self._cut is None else None
            self._cut = self._cut or eigen_plane(self.problem, theta if bottom is None else bottom)
        elif self._cut is None or (len(theta) > 2 and self._has_left(self._cut, choice)):
            self._cut = pair_plane(self.settings.names, choice, theta)
        return self._cut

    def _has_left(self, cut: Plane, pair: Pair) -> bool:
        """Has the run in focus moved away from the cut? While it plays, a little of that is let pass."""
        off = np.abs(np.delete(self.player.theta - cut.centre, list(pair)))
        span = 0.0
        if self.playing and self._window is not None:
            span = HELD * max(high - low for low, high in self._window)
        return bool((off > span).any())

    def window(self) -> tuple[Interval, ...]:
        """From where to where each direction of the plane (or the one parameter) is shown. It holds every path and
        changes seldom."""
        plane = self._plane()
        points = np.concatenate([path.points for path in self.paths()])
        if self._window is None:
            known = self._of_classic()
            ahead = plane.points(self._ahead()) if known is None else known
            self._window = around(np.concatenate([points, ahead]), room=0.25 if known is None else 0.0)
        elif not holds(self._window, points) or lost_in(self._window, points):
            self._window = around(points, room=0.5)
        return self._window

    def paths(self) -> list[Path]:
        """Where each run went, not more than about 400 points each."""
        plane, found = self._plane(), []
        for place, (live, player) in enumerate(zip(self._live, self.players, strict=True)):
            _, thetas, _ = self._trace(place)
            some = thetas[:: -(-len(thetas) // MOST_POINTS)]
            whole = np.concatenate([some, player.theta[np.newaxis]])
            style = self.styles[place]
            found.append(Path(self.label(place), place == self.focus, whole, plane.points(whole), live.letter, style))
        return found

    def heights(self, columns: int, rows: int, over: tuple[Interval, ...] | None = None) -> Array:
        """The loss over the window, or over the limits of both directions that a map shows: (rows, columns), from the
        low end of the second; nan: none."""
        window, plane = over or self.window(), self._plane()
        key = (window, columns, rows, plane.key)
        if key not in self._heights:
            axes = (np.linspace(*ends, count) for ends, count in zip(window, (columns, rows), strict=True))
            self._heights = {key: heights_over(self.settings.goal, self.problem, plane.centre, plane.basis, *axes)}
        return self._heights[key]

    def curve(self, columns: int = 80) -> Curve | None:
        """For one parameter, the loss over the window; None otherwise."""
        if len(self.settings.names) != 1:
            return None
        goal, (low, high) = self.settings.goal, self.window()[0]
        if isinstance(goal, Node):
            return Curve("f", "curve", *sample(goal, self.settings.names[0], low, high, columns))
        xs = np.linspace(low, high, 2 * max(2, columns) + 1)
        with np.errstate(all="ignore"):
            ys = np.array([self.problem.loss(np.array([x])) for x in xs])
        return Curve("J", "curve", xs, np.where(np.isfinite(ys), ys, np.nan))

    def steps_on_curve(self) -> tuple[Array, Array]:
        """For one variable: the places of the run in focus and the losses there, (p,) each."""
        _, thetas, losses = self._trace(self.focus)
        some = slice(None, None, -(-len(thetas) // MOST_POINTS))
        return np.append(thetas[some, 0], self.player.theta[0]), np.append(losses[some], self.player.loss)

    def next_step(self) -> tuple[Array, Array] | None:
        """Where the run in focus stands, and where its next step leads; None where that is out of range."""
        following = self.player.next_theta()
        return None if following is None else (self.player.theta, following)

    @property
    def plain_step(self) -> bool:
        """Is the next step of the run in focus theta - rate * gradient, over all examples? Only then may it be shown
        so."""
        return self.player.leg.plain

    def next_points(self) -> tuple[Array, Array] | None:
        """The same over the surface: from where to where its arrow goes, (2,) each."""
        step = self.next_step()
        if step is None:
            return None
        here, there = self._plane().points(np.array(step))
        return (here, there) if np.isfinite(there).all() else None

    def downhill(self) -> tuple[Array, Array] | None:
        """Over the surface: the place of the run in focus and the direction against its gradient, one long; None
        where there is none."""
        plane = self._plane()
        with np.errstate(all="ignore"):
            way = -self.player.gradient @ plane.basis
            size = float(np.linalg.norm(way))
        if not (np.isfinite(size) and size > 0):
            return None
        return plane.points(self.player.theta[np.newaxis])[0], way / size

    def _bottom(self) -> Array | None:
        """The known minimum that is nearest to the run in focus."""
        best = self.best()
        return best.nearest(self.player.theta) if best.known else None

    def _of_classic(self) -> Array | None:
        """The corners of what is worth seeing of a classic function, over its own two symbols."""
        classic = classic_of(self.settings.goal)
        if classic is None or choices(self.problem)[self._choice] == EIGEN:
            return None
        return np.array(list(product(*classic.window)))

    def _ahead(self) -> Array:
        """Where the runs are about to go, and the best theta where it is known: what a first window should hold."""
        points = []
        for player in self.players:
            scout = player.fork()
            scout.step(LOOK_AHEAD)
            points += [step.theta for step in scout.recent(min(LOOK_AHEAD, scout.k - player.k))]
        bottom = self._bottom()
        points += [] if bottom is None else [bottom]
        near = 6 * (1 + max(float(np.abs(player.theta).max()) for player in self.players))
        kept = [point for point in points if bool((np.abs(point) <= near).all())]
        return np.array(kept).reshape(len(kept), len(self.settings.names))
