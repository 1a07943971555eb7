"""What a network says of every input, where that can be drawn: a curve over one, a map over two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.player import Player
from tutor.descent.problems.network import Network
from tutor.scenes._problem import Array
from tutor.scenes._sampling import finite

if TYPE_CHECKING:
    from tutor.scenes.net import Settings

MOST_POINTS = 400  # rows drawn


class Picture:
    """The part of a NetScene that is drawn over its inputs."""

    settings: Settings
    network: Network
    player: Player

    def heights(self, columns: int, rows: int, over: tuple[tuple[float, float], tuple[float, float]]) -> Array:
        """For two inputs: what the net says over a grid, (rows, columns), from the low end of the second input. With
        several outputs it is the number of the likeliest."""
        xs, ys = (np.linspace(*ends, count) for ends, count in zip(over, (columns, rows), strict=True))
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        with np.errstate(all="ignore"):
            said = self.network.predictions(self.player.theta, grid)
        return finite((said[:, 0] if said.shape[1] == 1 else said.argmax(axis=1) * 1.0).reshape(rows, columns))

    def curve(self, columns: int = 80) -> tuple[Array, Array]:
        """For one input: places and what the net says there, (n,) each."""
        xs = np.linspace(*self.window()[0], 2 * columns + 1)
        with np.errstate(all="ignore"):
            return xs, finite(self.network.predictions(self.player.theta, xs[:, np.newaxis])[:, 0])

    def window(self) -> tuple[tuple[float, float], ...]:
        """From where to where each input is shown: all rows, with room around them."""
        low, high = self.network.X.min(axis=0), self.network.X.max(axis=0)
        room = np.where(high > low, 0.15 * (high - low), 1.0)
        return tuple((float(a), float(b)) for a, b in zip(low - room, high + room, strict=True))

    def points(self) -> tuple[Array, Array]:
        """Some rows: inputs (p, n) and targets (p,)."""
        some = slice(None, None, -(-self.network.m // MOST_POINTS))
        return self.network.X[some], np.asarray(self.settings.data.y, dtype=np.float64)[some]
