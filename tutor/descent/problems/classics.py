"""The functions that methods of descent are tried on, by name: their text, where they are least, where to begin.

Each is written in the tutor's own small language, in x and y. The minima are those of the literature; the tests prove
each by SymPy: gradient 0, Hessian positive definite, this value.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.messages import N_

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Classic:
    """A function of x and y, with its known minima (none where it falls without end)."""

    name: str
    text: str
    about: str  # one line: what it is good for
    minima: tuple[Place, ...]  # every place where it is least
    least: float | None  # its value there
    window: tuple[Place, Place]  # the x and the y worth drawing
    start: Place
    rate: float  # with which plain gradient descent gets somewhere from there
    symbols: tuple[str, ...] = ("x", "y")


_BEST = -2.903534027771177  # the lowest root of 4t^3 - 32t + 5

CLASSICS: dict[str, Classic] = {
    each.name: each
    for each in (
        Classic(
            "bowl",
            "(x^2 + y^2)/2",
            N_("round: every step points straight at the minimum"),
            ((0.0, 0.0),),
            0.0,
            ((-4.0, 4.0), (-4.0, 4.0)),
            (3.0, 2.0),
            0.1,
        ),
        Classic(
            "ravine",
            "0.1x^2 + 2y^2",
            N_("twenty times as steep one way as the other: plain descent zigzags across and creeps along"),
            ((0.0, 0.0),),
            0.0,
            ((-6.0, 4.0), (-3.0, 3.0)),
            (-5.0, -2.0),
            0.4,
        ),
        Classic(
            "saddle",
            "x^2 - y^2",
            N_("down along x, then up, and down without end along y: slow where it is flat"),
            (),
            None,
            ((-2.0, 2.0), (-2.0, 2.0)),
            (1.5, 0.001),
            0.1,
        ),
        Classic(  # Rosenbrock 1960
            "rosenbrock",
            "(1 - x)^2 + 100(y - x^2)^2",
            N_("a bent valley: easily found, hardly followed"),
            ((1.0, 1.0),),
            0.0,
            ((-2.0, 2.0), (-1.0, 3.0)),
            (-1.2, 1.0),
            0.001,
        ),
        Classic(  # Beale 1958
            "beale",
            "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
            N_("flat in the middle, cliffs at the corners"),
            ((3.0, 0.5),),
            0.0,
            ((-4.5, 4.5), (-4.5, 4.5)),
            (1.0, 1.5),
            0.005,
        ),
        Classic(  # Himmelblau 1972
            "himmelblau",
            "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
            N_("four minima of the same depth: the start decides"),
            (
                (3.0, 2.0),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404),
            ),
            0.0,
            ((-5.0, 5.0), (-5.0, 5.0)),
            (0.0, 0.0),
            0.01,
        ),
        Classic(  # Rastrigin 1974
            "rastrigin",
            "20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)",
            N_("a pit at almost every pair of whole numbers: plain descent ends in the nearest"),
            ((0.0, 0.0),),
            0.0,
            ((-5.12, 5.12), (-5.12, 5.12)),
            (2.3, -1.6),
            0.002,
        ),
        Classic(  # Styblinski and Tang 1990
            "styblinski-tang",
            "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
            N_("four pits of unequal depth"),
            ((_BEST, _BEST),),
            -78.33233140754282,
            ((-5.0, 5.0), (-5.0, 5.0)),
            (0.5, -0.5),
            0.01,
        ),
    )
}
