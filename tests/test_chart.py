"""The drawing of charts: any numbers at any size, only changed cells repainted, nothing shared."""

from __future__ import annotations

import math
import random
import subprocess
import sys

import numpy as np
import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region

from tutor.drawing import land, raster, terrain
from tutor.drawing.canvas import Window, new_figure
from tutor.drawing.picture import Arrow, Guide, Mark, Marks, Picture, Role, Row, Series, Spot, Stroke, Terrain
from tutor.drawing.strokes import clip, decimate, finite_spans, to_strokes
from tutor.ui.chart import Chart, HeatMap, Lines, changed_spans
from tutor.ui.narrow import NarrowScreen
from tutor.ui.panes.borders import Box

FIGURE = new_figure()
anything = st.floats(width=64, allow_nan=True, allow_infinity=True)
tame = st.floats(-1e6, 1e6)
sizes = st.tuples(st.integers(1, 70), st.integers(1, 24))
limits = st.none() | st.tuples(anything, anything)
quick = settings(max_examples=25, deadline=None)


def text_of(rows: list[Row]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


@st.composite
def pictures(draw: st.DrawFn, numbers: st.SearchStrategy[float] = anything) -> Picture:
    series = []
    for _ in range(draw(st.integers(0, 3))):
        count = draw(st.integers(0, 12))
        xs, ys = (draw(st.lists(numbers, min_size=count, max_size=count)) for _ in "xy")
        series.append(Series("s", xs, ys, draw(st.sampled_from(Stroke)), mark=draw(st.sampled_from(["", "●", "q"]))))
    marks = tuple(Mark(x, "α 2") for x in draw(st.lists(numbers, max_size=2)))
    guides = (Guide(x=draw(numbers)), Guide(y=draw(numbers)))
    return Picture(tuple(series), draw(limits), draw(limits), draw(st.booleans()), marks, guides, "steps")


@st.composite
def terrains(draw: st.DrawFn) -> Terrain:
    shape = draw(st.tuples(st.integers(0, 4), st.integers(0, 4)))
    count = shape[0] * shape[1]
    heights = np.array(draw(st.lists(anything, min_size=count, max_size=count)), float).reshape(shape)
    point = st.tuples(anything, anything)
    path = draw(st.lists(point, max_size=5))
    return Terrain(
        heights,
        draw(point),
        draw(point),
        levels=draw(st.none() | st.lists(tame, max_size=4).map(lambda found: tuple(sorted(found)))),
        shade=draw(st.booleans()),
        contours=draw(st.booleans()),
        path=([x for x, _ in path], [y for _, y in path]),
        arrows=(Arrow(draw(point), draw(point)),),
        spots=(Spot(*draw(point), cross=True),),
        x_name="x",
        y_name="y",
    )


# --- whatever the numbers, whatever the size


@quick
@given(pictures(), sizes, st.sampled_from(Marks))
def test_a_picture_fills_its_cells_and_never_raises(picture: Picture, size: tuple[int, int], marks: Marks) -> None:
    lines = text_of(raster.draw(picture, *size, marks, FIGURE))
    assert [len(line) for line in lines] == [size[0]] * size[1]
    assert marks is not Marks.ASCII or all(line.isascii() for line in lines)


@quick
@given(terrains(), sizes, st.sampled_from(Marks))
def test_a_map_fills_its_cells_and_never_raises(land: Terrain, size: tuple[int, int], marks: Marks) -> None:
    lines = text_of(terrain.draw_map(land, *size, marks, FIGURE))
    assert [len(line) for line in lines] == [size[0]] * size[1]
    assert marks is not Marks.ASCII or all(line.isascii() for line in lines)


def test_series_of_unequal_length_say_so() -> None:
    with pytest.raises(ValueError, match="2 x and 1 y"):
        raster.draw(Picture((Series("loss", [1, 2], [1]),)), 40, 10, Marks.BRAILLE, FIGURE)


# --- what is drawn is there


@quick
@given(st.lists(st.tuples(st.floats(0, 10), st.floats(-5, 5)), min_size=1, max_size=60), st.sampled_from(Marks))
def test_every_point_of_a_solid_line_lights_its_cell(points: list[tuple[float, float]], marks: Marks) -> None:
    points.sort()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    picture = Picture((Series("s", xs, ys),), x=(0, 10), y=(-5, 5))
    lines = text_of(raster.draw(picture, 50, 12, marks, FIGURE))
    _, window, left = raster._framed(picture, [], 50, 12, marks)
    for x, y in points:
        cell = window.cell(x, y)
        assert cell is not None and lines[cell[1]][left + cell[0]] != " "


def test_what_is_not_finite_breaks_the_line() -> None:
    ys = [0.0, 0.0, math.nan, 0.0, 0.0]
    lines = text_of(raster.draw(Picture((Series("s", range(5), ys),), (0, 4), (-1, 1)), 45, 12, Marks.ASCII, FIGURE))
    drawn = next(line for line in lines if "*" in line)
    assert "**" in drawn and " " in drawn[drawn.index("*") : drawn.rindex("*")]


def test_on_a_log_axis_equal_ratios_are_equal_heights_and_labels_are_powers() -> None:
    xs = np.arange(5)
    picture = Picture((Series("loss", xs, 10.0**-xs, Stroke.POINTS, mark="#"),), x=(0, 4), y=(1e-4, 1), log=True)
    lines = text_of(raster.draw(picture, 60, 15, Marks.ASCII, FIGURE))
    heights = [row for row, line in enumerate(lines) if "#" in line]
    assert len(heights) == 5 and set(np.diff(heights)) == {3}
    assert any("1e-4+" in line for line in lines) and any("1e0+" in line for line in lines)


def test_each_of_several_lines_has_its_own_sign_and_letter_in_ascii() -> None:
    xs = np.linspace(0, 1, 50)
    series = tuple(Series(name, xs, xs * k, Stroke.SOLID) for name, k in (("slow", 0.2), ("fast", 0.9)))
    drawn = "\n".join(text_of(raster.draw(Picture(series, (0, 1), (0, 1)), 50, 12, Marks.ASCII, FIGURE)))
    quiet = Picture(tuple(Series(each.name, xs, xs, mark=" ") for each in series))
    assert [letter for letter, _ in quiet.letters()] == ["", ""]
    assert Picture(series).letters() == (("A", "slow"), ("B", "fast"))
    assert "A" in drawn and "B" in drawn and drawn.count("*") > 20 and drawn.count("o") > 20


def test_a_space_for_a_letter_takes_nothing_from_the_line() -> None:
    ends = [
        text_of(raster.draw(Picture((Series("s", [0, 1], [0, 1], mark=m),)), 40, 10, Marks.BRAILLE, FIGURE))
        for m in ("", " ")
    ]
    assert ends[0] == ends[1]


def test_a_mark_stands_at_its_x_with_its_words() -> None:
    picture = Picture((Series("s", [0, 10], [0, 1]),), x=(0, 10), y=(0, 1), marks=(Mark(5, "rate 0.2"),))
    lines = text_of(raster.draw(picture, 60, 15, Marks.ASCII, FIGURE))
    assert "!rate 0.2" in lines[0] and sum("!" in line for line in lines) >= 10


def test_higher_land_is_denser_and_north_is_up() -> None:
    def heights(x: tuple[float, float], y: tuple[float, float]) -> np.ndarray:
        return np.repeat(np.linspace(*y, 40)[:, None], 10, axis=1)

    lines = text_of(terrain.draw_map(Terrain(heights, (0, 9), (0, 9)), 40, 14, Marks.ASCII, FIGURE))
    column = [land.ASCII_SHADES.index(line[20]) for line in lines[:12]]
    assert column == sorted(column, reverse=True) and column[0] == 9 and column[-1] == 0


def test_an_arrow_has_its_head_at_its_end() -> None:
    land = Terrain(np.zeros((2, 2)), (0, 10), (0, 10), shade=False, arrows=(Arrow((2, 5), (8, 5)),))
    lines = text_of(terrain.draw_map(land, 60, 15, Marks.BRAILLE, FIGURE))
    assert sum("→" in line for line in lines) == 1


@quick
@given(st.integers(2, 6), st.integers(2, 6), st.lists(st.floats(-3, 3), min_size=1, max_size=9))
def test_resampling_a_plane_gives_the_plane_and_nothing_beside_it(rows: int, columns: int, ys: list[float]) -> None:
    x, y = (-1.0, 2.0), (-2.0, 2.5)
    plane = 3 * np.linspace(*y, rows)[:, None] - 2 * np.linspace(*x, columns)
    xs = np.linspace(-1.5, 2.5, 17)
    found = land.resample(plane, x, y, xs, np.array(ys))
    inside = ((xs >= -1) & (xs <= 2)) & ((np.array(ys) >= -2) & (np.array(ys) <= 2.5))[:, None]
    assert np.isfinite(found[inside]).all()
    np.testing.assert_allclose(found[inside], (3 * np.array(ys)[:, None] - 2 * xs)[inside], atol=1e-9)
    clear = ((xs < -1.1) | (xs > 2.1)) | ((np.array(ys) < -2.1) | (np.array(ys) > 2.6))[:, None]
    assert np.isnan(found[clear]).all()


# --- before plotext: decimated, clipped, broken


@quick
@given(st.lists(st.tuples(st.floats(-20, 60), tame), min_size=1, max_size=200))
def test_decimation_keeps_the_lowest_and_highest_of_every_column(points: list[tuple[float, float]]) -> None:
    points.sort(key=lambda point: point[0])
    xs, ys = np.array(points).T
    kept_x, kept_y = decimate(xs, ys, 39)
    assert (kept_x[0], kept_y[0]) == tuple(points[0]) and (kept_x[-1], kept_y[-1]) == tuple(points[-1])
    for column in range(40):
        before, after = ys[np.floor(xs + 0.5) == column], kept_y[np.floor(kept_x + 0.5) == column]
        if len(before):
            assert (after.min(), after.max()) == (before.min(), before.max())


def test_a_million_points_become_as_many_as_the_width_can_show() -> None:
    xs = np.linspace(-100, 300, 1_000_000)
    strokes = list(to_strokes(xs, 30 + 29 * np.sin(xs * 50), 119, 59))
    assert sum(len(stroke[0]) for stroke in strokes) <= 2 * 120 + 4


@quick
@given(st.lists(st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300)), min_size=1, max_size=20))
def test_nothing_outside_the_window_reaches_plotext(points: list[tuple[float, float]]) -> None:
    for xs, ys in to_strokes(*np.array(points).T, 39, 19):
        assert all(0 <= x <= 39 for x in xs) and all(0 <= y <= 19 for y in ys)


@quick
@given(st.lists(st.tuples(st.floats(-50, 90), st.floats(-50, 70)), min_size=2, max_size=2))
def test_clipping_keeps_what_is_inside(ends: list[tuple[float, float]]) -> None:
    (x0, y0), (x1, y1) = ends
    pieces = list(clip(*np.array(ends).T, 39, 19))
    for share in np.linspace(0, 1, 41):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        if 0 < x < 39 and 0 < y < 19:
            (xs, ys) = pieces[0]
            assert min(xs) - 1e-6 <= x <= max(xs) + 1e-6 and min(ys) - 1e-6 <= y <= max(ys) + 1e-6


def test_finite_spans_are_the_pieces_between_holes() -> None:
    ys = np.array([math.nan, 1, 2, math.inf, 3, math.nan])
    assert finite_spans(np.zeros(6), ys) == [(1, 3), (4, 5)]


# --- only what changed is painted


cells = st.lists(st.tuples(st.sampled_from(" ab⣿"), st.sampled_from(["", "chart--line"])), min_size=30, max_size=30)


@quick
@given(cells, cells)
def test_changed_spans_cover_exactly_the_changes(before: list, after: list) -> None:
    spans = changed_spans(tuple(before), tuple(after), 30)
    inside = {i for start, end in spans for i in range(start, end)}
    assert {i for i in range(30) if before[i] != after[i]} <= inside
    assert all(before[start] != after[start] and before[end - 1] != after[end - 1] for start, end in spans)


class Bench(App[None]):
    """Two charts and a map on a narrow screen; everything sent goes to a terminal emulator as well."""

    CSS = "Chart, HeatMap, Lines, Box { height: 10; } Chart, Box { border: round $foreground 30%; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.terminal = pyte.Screen(80, 50)
        self.stream = pyte.Stream(self.terminal)
        self.sent = 0

    def get_default_screen(self) -> NarrowScreen[None]:
        return NarrowScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield Chart(id="one")
        yield Chart(id="two", marks=Marks.ASCII)
        yield HeatMap(id="map")
        yield Lines(id="lines")
        with Box(id="box"):
            yield Lines(id="inside")

    def _display(self, screen, renderable) -> None:  # type: ignore[no-untyped-def]
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            text = renderable.render_segments(self.console)
            self.sent += len(text.encode())
            self.stream.feed(text)

    def shown(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


def curve(k: int) -> Picture:
    xs = np.arange(k + 1)
    return Picture((Series("loss", xs, 3 * np.exp(-xs / 20)),), x=(0, 100), y=(0, 4))


async def test_set_rows_refreshes_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        lines = app.query_one("#lines", Lines)
        lines.set_rows([(("alpha", ""),), (("beta", "chart--line"),), (("gamma", ""),)])
        await pilot.pause()
        asked: list[tuple[Region, ...]] = []
        monkeypatch.setattr(lines, "refresh", lambda *regions, **_: asked.append(regions))
        lines.set_rows([(("alpha", ""),), (("beta", "chart--line"),), (("gamma", ""),)])
        assert asked == []
        lines.set_rows([(("alpha", ""),), (("bexa", "chart--line"),), (("gamma", ""),)])
        assert asked == [(Region(2, 1, 1, 1),)]


async def test_the_terminal_shows_what_the_screen_holds_and_little_is_sent() -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        chart = app.query_one("#one", Chart)
        chart.show(curve(1))
        await pilot.pause()
        app.screen.refresh()
        await pilot.pause()
        app.sent = 0
        for k in range(2, 42):
            chart.show(curve(k))
            await pilot.pause()
        assert [line.rstrip() for line in app.terminal.display] == app.shown()
        assert app.sent / 40 < 250  # one whole chart is about 3,000 bytes


async def test_words_on_a_border_are_sent_with_their_line_alone() -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        box = app.query_one("#box", Box)
        app.query_one("#inside", Lines).set_rows([(("x" * 70, ""),)] * 8)
        box.tell(title="J", subtitle="k = 0")
        app.screen.refresh()
        await pilot.pause()
        app.sent = 0
        for k in range(1, 21):
            box.tell(title="J", subtitle=f"k = {k}")
            await pilot.pause()
            assert [line.rstrip() for line in app.terminal.display] == app.shown()
        assert f"k = {k}" in app.shown()[-1] and app.sent / 20 < 600  # the whole box is over 2,000 bytes
        app.sent = 0
        box.tell(title="J", subtitle=f"k = {k}")
        await pilot.pause()
        assert app.sent == 0


async def test_random_lines_arrive_whole() -> None:
    chance = random.Random(1)
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        lines = app.query_one("#lines", Lines)
        app.screen.refresh()
        await pilot.pause()
        for _ in range(30):
            rows = [
                tuple(("".join(chance.choices(" a⣿", k=9)), chance.choice(["", "chart--mark"])) for _ in range(7))
                for _ in range(chance.randrange(11))
            ]
            lines.set_rows(rows)
            await pilot.pause()
            assert [line.rstrip() for line in app.terminal.display] == app.shown()


async def test_charts_share_nothing() -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)):
        one, two = app.query_one("#one", Chart), app.query_one("#two", Chart)
        one.show(curve(30))
        alone = one.plain()
        two.show(Picture((Series("s", [0, 1], [5, -5]),), log=False))
        one.show(curve(31))
        one.show(curve(30))
        assert one.plain() == alone and two.plain().isascii()
        assert one._figure is not two._figure


async def test_an_app_of_ascii_gets_ascii() -> None:
    app = Bench()
    app.add_class("-ascii")
    async with app.run_test(size=(80, 50)):
        chart, land = app.query_one("#one", Chart), app.query_one("#map", HeatMap)
        chart.show(curve(40))
        land.show(Terrain(np.eye(3), (0, 1), (0, 1), arrows=(Arrow((0, 0), (1, 1)),), spots=(Spot(0.5, 0.5),)))
        assert chart.plain().isascii() and "*" in chart.plain() and land.plain().isascii()


async def test_a_storm_of_sizes_ends_in_the_picture_of_the_last() -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        chart, land = app.query_one("#one", Chart), app.query_one("#map", HeatMap)
        chart.show(curve(40))
        land.show(Terrain(np.arange(9.0).reshape(3, 3), (0, 1), (0, 1), path=([0, 1], [0, 1])))
        before = chart.plain()
        for size in ((1, 1), (200, 60), (21, 6), (5, 40), (80, 3), (80, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) == chart.size.width for line in chart.plain().split("\n") if line)
        assert chart.plain() == before


async def test_colours_follow_the_theme() -> None:
    app = Bench()
    async with app.run_test(size=(80, 50)) as pilot:
        chart = app.query_one("#one", Chart)
        chart.show(curve(40))
        await pilot.pause()
        dark = chart._style(Role.LINE)
        app.theme = "textual-light"
        await pilot.pause()
        assert chart._style(Role.LINE) != dark


def test_a_window_puts_its_limits_on_its_outermost_cells() -> None:
    window = Window((-3, 3), (0, 1), 20, 5, (2, 4))
    assert window.cell(-3, 1) == (0, 0) and window.cell(3, 0) == (19, 4) and window.cell(3.2, 0) is None


def test_importing_the_widgets_loads_neither_numpy_nor_plotext() -> None:
    code = "import sys, tutor.ui.chart; print(sorted({'numpy', 'plotext', 'sympy', 'yaml'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
