"""The tutor's colours on a terminal that has sixteen, or none.

Sixteen colours are the learner's own palette: what a colour means is told in it (`red` for a mistake, whatever red the
terminal shows), and the ground is left as it is. Rounding each shade to the nearest of sixteen, as is usual, would turn
quiet greys into glaring or invisible ones. Where there is no colour at all, what is lit is reversed, what is
quiet dim, and the accent bold. It is done on the way to the screen, so no stylesheet has to know of it.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

Shade = tuple[float, float, float]  # red, green, blue, 0 to 255
RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN = range(1, 7)
ON_DARK = {
    "accent": YELLOW,
    "primary": CYAN,
    "secondary": MAGENTA,
    "success": GREEN,
    "warning": YELLOW,
    "error": RED,
}  # blue is hard to read there, and on a light ground yellow is
ON_LIGHT = {
    "accent": MAGENTA,
    "primary": BLUE,
    "secondary": CYAN,
    "success": GREEN,
    "warning": RED,
    "error": RED,
}
GREY = 25  # the difference between the largest and the least of red, green and blue below which there is no hue
QUIET = 0.42  # of the way from the ground to the ink of plain words: what is nearer the ground is dim
STRONG = 100  # a ground so far from the screen's is lit in any hue


class FewColours(LineFilter):
    """Turns the colours of `theme` into those of the terminal's palette, or (`palette` False) into none."""

    def __init__(self, theme: Theme, *, palette: bool) -> None:
        super().__init__()
        self._ground, self._ink = (_shade(each or "") for each in (theme.background, theme.foreground))
        self._hues = {name: _hue(_shade(getattr(theme, name))) for name in ON_DARK}
        self._codes = (ON_DARK if theme.dark else ON_LIGHT) if palette else {}
        self._told = lru_cache(maxsize=2048)(self.told)

    def apply(self, segments: Sequence[Segment], background: Color) -> list[Segment]:
        """As Textual asks: the same text in other styles."""
        return [
            Segment(text, None if style is None else self._told(style), control) for text, style, control in segments
        ]

    def told(self, style: Style) -> Style:
        """The style as the terminal is told of it: with no colour but one of its palette, on its own ground."""
        ground = self._ground if style.bgcolor is None else _rgb(style.bgcolor, self._ground)
        if self._is_lit(ground):
            return style.without_color + Style(reverse=True)
        if style.color is None:
            return style.without_color
        ink = _rgb(style.color, self._ink)
        name = self._name(ink)
        if name is None:
            return style.without_color + Style(dim=self._is_quiet(ink))
        if name in self._codes:
            return style.without_color + Style(color=RichColor.from_ansi(self._codes[name]))
        return style.without_color + Style(bold=True if name == "accent" else style.bold)

    def _is_lit(self, ground: Shade) -> bool:
        """Something stands on this ground that must be seen at once: the lit line, a cursor, a selection. The shades
        of a map, whose lines tell the same, and the quiet greys of panels are none of it."""
        away = max(abs(a - b) for a, b in zip(ground, self._ground, strict=True))
        name = self._name(ground)
        return away > STRONG or (name not in (None, "primary") and away > GREY)

    def _name(self, shade: Shade) -> str | None:
        """What a shade means: the colour of the theme that is nearest in hue; None for a grey."""
        if max(shade) - min(shade) < GREY:
            return None
        hue = _hue(shade)
        return min(self._hues, key=lambda name: abs((self._hues[name] - hue + 0.5) % 1 - 0.5))

    def _is_quiet(self, ink: Shade) -> bool | None:
        whole = _light(self._ink) - _light(self._ground)
        return True if (_light(ink) - _light(self._ground)) / whole < QUIET else None


def _shade(text: str) -> Shade:
    red, green, blue = Color.parse(text).rgb
    return float(red), float(green), float(blue)


def _rgb(colour: RichColor, otherwise: Shade) -> Shade:
    """A colour's shade; `otherwise` where it is the terminal's own."""
    return otherwise if colour.is_default else tuple(map(float, colour.get_truecolor()))  # type: ignore[return-value]


def _hue(shade: Shade) -> float:
    return colorsys.rgb_to_hsv(*(each / 255 for each in shade))[0]


def _light(shade: Shade) -> float:
    return 0.3 * shade[0] + 0.59 * shade[1] + 0.11 * shade[2]
