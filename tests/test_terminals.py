"""Every kind of terminal: what it is taken for, which colours and characters it is sent, and that a storm of sizes and
a thousand pasted lines leave no trace."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tests.test_terminal import ATTRIBUTES, CTRL_P, CTRL_U, ESCAPES, left_sane, looks, only_ascii, sitting
from tutor.drawing.canvas import new_figure
from tutor.drawing.picture import Marks, Picture, Role, Series, Stroke
from tutor.drawing.raster import draw
from tutor.look import Look
from tutor.terminal import Colours, Switches, Terminal
from tutor.ui.only_ascii import OnlyAscii
from tutor.ui.palette import FewColours
from tutor.ui.themes import DARK, LIGHT

UTF8 = {"LANG": "de_DE.UTF-8"}
FIGURE = new_figure()

# --- what a terminal is taken for


@pytest.mark.parametrize(
    ("environment", "ascii", "colours", "old"),
    [
        ({**UTF8, "TERM": "xterm-256color", "COLORTERM": "truecolor"}, False, Colours.TRUE, False),
        ({**UTF8, "TERM": "xterm-256color"}, False, Colours.EIGHT_BIT, False),
        ({**UTF8, "TERM": "xterm"}, False, Colours.SIXTEEN, False),
        ({**UTF8, "TERM": "tmux-256color", "COLORTERM": "truecolor"}, False, Colours.TRUE, False),
        ({**UTF8, "TERM": "screen", "COLORTERM": "truecolor"}, False, Colours.SIXTEEN, False),
        ({**UTF8, "TERM": "screen", "COLORTERM": "truecolor", "TMUX": "/tmp/s,1,0"}, False, Colours.TRUE, False),
        ({**UTF8, "TERM": "screen-256color"}, False, Colours.EIGHT_BIT, False),
        ({**UTF8, "TERM": "linux", "COLORTERM": "truecolor"}, True, Colours.SIXTEEN, True),
        ({**UTF8, "TERM": "vt100"}, False, Colours.NONE, True),
        ({**UTF8, "TERM": "vt220"}, False, Colours.NONE, True),
        ({**UTF8, "TERM": "xterm-kitty"}, False, Colours.EIGHT_BIT, False),
        ({**UTF8, "TERM": "something-new"}, False, Colours.SIXTEEN, False),
        ({**UTF8}, False, Colours.SIXTEEN, True),
        ({**UTF8, "TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, False, Colours.NONE, False),
        ({**UTF8, "TERM": "xterm-256color", "NO_COLOR": ""}, False, Colours.EIGHT_BIT, False),
    ],
)
def test_colours_and_manners_by_name(environment: dict[str, str], ascii: bool, colours: Colours, old: bool) -> None:
    found = Terminal.of(environment)
    assert (found.ascii, found.colours, found.old) == (ascii, colours, old)


@pytest.mark.parametrize(
    ("locale", "ascii"),
    [
        ({}, True),
        ({"LC_CTYPE": "C.UTF-8"}, True),  # Python sets that itself where nothing is set
        ({"LC_CTYPE": "UTF-8"}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, True),
        ({"LANG": "ca_ES.utf8@valencia"}, False),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "C", "LC_ALL": "en_US.utf8"}, False),
    ],
)
def test_only_a_locale_of_utf_8_is_sent_more_than_ascii(locale: dict[str, str], ascii: bool) -> None:
    assert Terminal.of({"TERM": "xterm", **locale}).ascii is ascii
    assert Terminal.of({"TERM": "xterm", **locale}, Switches(ascii=True)).ascii


def test_light_or_dark_as_asked_as_kept_as_the_terminal_says(tmp_path: Path) -> None:
    said = {"COLORFGBG": "0;15"}
    assert Terminal.of(said).light and not Terminal.of({"COLORFGBG": "15;default;0"}).light
    assert Terminal.of({"COLORFGBG": "15;default"}).light is None is Terminal.of({}).light
    assert Terminal.of(said, Switches(light=False)).light is False
    look = Look(tmp_path / "made" / "later")
    assert look.kept() is None and look.keep(True) is None and look.kept() is True
    assert look.keep(False) is None and Look(tmp_path / "made" / "later").kept() is False
    for damage in (b"", b"\xff\xfe", b"light" * 1000):
        (tmp_path / "made" / "later" / "colours").write_bytes(damage)
        assert look.kept() is None
    (tmp_path / "file").touch()
    assert "cannot be kept" in str(Look(tmp_path / "file").keep(True))


# --- the last gates: characters and colours


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_what_passes_the_gate_is_ascii_in_as_many_cells(text: str) -> None:
    (made,) = OnlyAscii().apply([Segment(text)], Color(0, 0, 0))
    assert made.text.isascii() and cell_len(made.text) == cell_len(text)


@pytest.mark.parametrize(("theme", "palette"), [*product((DARK, LIGHT), (True, False))])
def test_few_colours_keep_what_a_shade_means(theme: object, palette: bool) -> None:
    few = FewColours(theme, palette=palette)  # type: ignore[arg-type]
    ground, ink, accent, error = (
        Color.parse(getattr(theme, name)) for name in ("background", "foreground", "accent", "error")
    )

    def told(over: Color, under: Color = ground, **more: bool) -> Style:
        return few.told(Style(color=(under + over).rich_color, bgcolor=under.rich_color, **more))

    plain, quiet, lit = told(ink), told(ink.with_alpha(0.3)), told(ink, ground + accent.with_alpha(0.25))
    assert (plain.color, plain.bgcolor, plain.dim, plain.reverse) == (None, None, None, None)
    assert quiet.dim and quiet.color is None and lit.reverse and lit.bgcolor is None
    assert told(ground, ink).reverse, "a cursor"
    assert not told(ink, Color.parse(theme.surface)).reverse, "where one types"  # type: ignore[attr-defined]
    assert told(ink, bold=True).bold and told(accent, italic=True).italic
    if palette:
        assert told(accent).color != told(error).color and told(error).color is not None
        assert told(error).color == told(error.with_alpha(0.6)).color
    for each in (plain, quiet, lit, told(accent), told(error), told(Color.parse(theme.primary))):  # type: ignore[attr-defined]
        assert each.bgcolor is None
        assert each.color is None or (palette and each.color.number is not None and each.color.number < 16)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=2, max_size=8), st.integers(30, 70))
def test_braille_blocks_and_ascii_tell_the_same(points: list[tuple[float, float]], width: int) -> None:
    """The same labels at the same places, and a line through the same cells or their neighbours."""
    xs, ys = zip(*sorted(points), strict=True)
    picture = Picture((Series("f", xs, ys, Stroke.SOLID, Role.LINE, mark=" "),), x_name="x")
    labels, lit = [], []
    for marks in Marks:
        cells = [
            (x, y, mark, role)
            for y, row in enumerate(draw(picture, width, 14, marks, FIGURE))
            for x, (mark, role) in enumerate((mark, role) for text, role in row for mark in text)
        ]
        told = [cell for cell in cells if cell[3] == Role.AXIS and (cell[2].isalnum() or cell[2] == ".")]
        labels.append(told)
        lit.append({(x, y) for x, y, mark, role in cells if role == Role.LINE and mark != " "})
    assert labels[0] == labels[1] == labels[2]
    for one, other in product(lit, lit):
        near = {(x + a, y + b) for x, y in other for a in (-1, 0, 1) for b in (-1, 0, 1)}
        assert one <= near


# --- all of it at once


def test_a_vt100_without_colour_unicode_home_or_room() -> None:
    """The least there is, and a thousand lines pasted there: nothing but plain characters, attributes and moves."""
    least = {"TERM": "vt100", "COLORTERM": "", "LANG": "C", "NO_COLOR": "1", "HOME": "/dev/null", "CALC_TUTOR_HOME": ""}
    with sitting(size=(60, 18), **least) as me:
        me.until("What you do now is not kept")
        me.press("?")
        me.until("esc closes")
        me.press("\x1b")
        me.until("2 Slope at a point")
        me.press(CTRL_P)
        me.until("Search")
        me.press("\x1b")
        me.until("enter open")
        me.press("l")
        me.until("Type a function")
        me.press("\x1b[200~", "\r".join(f"x^2 - {i}\u00e9" for i in range(1000)), "\x1b[201~")
        me.until("more than 400 parts")
        me.press(CTRL_U, "x^2\u00e9")
        me.until("x^2e")
        me.press("\x7f", "\r", "\r")
        me.until("paused")
        before = me.still()
        for size in ((1, 1), (110, 40), (59, 18), (60, 18)):
            me.resize(*size)
        me.until(lambda text: text == before)
        assert me.quit() == 0
        seen = me.terminal.seen
    left_sane(seen)
    only_ascii(seen)
    assert looks(seen) <= ATTRIBUTES
    strange = [each for each in ESCAPES.findall(seen) if not re.fullmatch(rb"\x1b\[\??[0-9;]*[A-Za-z]", each)]
    assert not strange, strange
