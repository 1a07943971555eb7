"""What a chart is asked to draw, as values: curves, points, marks, guides, and heights seen from above.

Only the standard library, so that a screen can describe a picture before NumPy or plotext are loaded. The
arrays inside are the caller's (any sequence of numbers): nothing here copies or compares them, which is why
two pictures are equal only when they are the same object. Values that are not finite are allowed everywhere;
they are left out of the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

Numbers = Sequence[float] | Any  # a sequence of numbers or a one-dimensional NumPy array
Run = tuple[str, str]  # some text and its role: component class names, the later over the earlier
Row = tuple[Run, ...]  # one line of a widget, left to right


class Role(StrEnum):
    """What a cell means; the value is the CSS component class that colours it."""

    PLAIN = ""
    AXIS = "chart--axis"
    GUIDE = "chart--guide"
    LINE = "chart--line"
    SECOND = "chart--line-2"
    THIRD = "chart--line-3"
    FOURTH = "chart--line-4"
    POINT = "chart--point"
    MARK = "chart--mark"
    PATH = "chart--path"
    CURSOR = "chart--cursor"
    CONTOUR = "chart--contour"


class Stroke(Enum):
    """How a series is drawn; told apart without colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    POINTS = "points"  # each point a mark of its own, not joined


class Marks(Enum):
    """The characters a drawing may use, with the dots a cell has across and down."""

    BRAILLE = (2, 4)
    BLOCK = (2, 2)
    ASCII = (1, 1)

    @property
    def ascii(self) -> bool:
        return self is Marks.ASCII


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve or cloud of points: `xs` and `ys` of equal length.

    `mark` is one character: what each point looks like (`Stroke.POINTS`), or the letter drawn at the last
    point of a line. Left out, lines get A, B, C ... when there are several, and none when there is one; a space
    is no letter either way.
    """

    name: str
    xs: Numbers
    ys: Numbers
    stroke: Stroke = Stroke.SOLID
    role: Role = Role.LINE
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at `x` (a new rate): an upright line, with a few words at its top. The words of the last
    one are always shown."""

    x: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A faint line at one `x` or one `y`, for the eye only."""

    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A chart: series over two axes.

    `x` and `y` are the limits to show, (low, high): at least these, and a little more where the ticks ask for it.
    None lets them follow the data. `log` draws log10 of y (what is not positive is left out) with powers of ten
    beside the axis. `x_name` stands at the right end below the axis. Title and legend are the pane's: `letters()`
    says which letter is which series.
    """

    series: tuple[Series, ...] = ()
    x: tuple[float, float] | None = None
    y: tuple[float, float] | None = None
    log: bool = False
    marks: tuple[Mark, ...] = ()
    guides: tuple[Guide, ...] = ()
    x_name: str = ""

    def letters(self) -> tuple[tuple[str, str], ...]:
        """(letter, name) of each series that is a line, "" where a single line needs no letter."""
        lines = [each for each in self.series if each.stroke is not Stroke.POINTS]
        several = len(lines) > 1
        given = (each.mark[:1] or (chr(ord("A") + i % 26) if several else "") for i, each in enumerate(lines))
        return tuple((letter.strip(), each.name) for letter, each in zip(given, lines, strict=True))


@dataclass(frozen=True, slots=True)
class Spot:
    """One place marked by one character (`ascii` where only ASCII may be used); `cross` gives it four short
    arms."""

    x: float
    y: float
    mark: str = "●"
    ascii: str = "@"
    role: Role = Role.CURSOR
    cross: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight arrow: the gradient, or one step of a descent."""

    start: tuple[float, float]
    end: tuple[float, float]
    role: Role = Role.CURSOR


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """Heights seen from above: `heights[i][j]` is the height at the j-th x from the left and the i-th y
    *from below*, both evenly spaced over `x` and `y` with the ends included; at least 2 by 2 for anything to
    be seen. Or it is a function that gives such heights for the limits (x, y) that the map shows, which are a little
    wider: so that ticks stand where they belong. `even` widens them so that x and y have the same scale where they
    can: what is square is square, and an arrow uphill crosses the contours squarely.

    `levels` are the heights, rising, where one shade ends and the next begins; left out, each shade covers
    an equal area, and contours come at equal steps of height where that shows the land. `shade` fills the shades,
    `contours` draws the lines between them and writes their heights where there is room; with
    neither the map is blank under its path.
    """

    heights: Any
    x: tuple[float, float]
    y: tuple[float, float]
    levels: tuple[float, ...] | None = None
    shade: bool = True
    contours: bool = False
    path: tuple[Numbers, Numbers] | None = None
    arrows: tuple[Arrow, ...] = ()
    spots: tuple[Spot, ...] = ()
    x_name: str = ""
    y_name: str = ""
    even: bool = False
