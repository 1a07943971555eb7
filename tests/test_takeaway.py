"""What is taken home: a file comes whole or not at all, never over another unasked; a drawing is a true SVG."""

from __future__ import annotations

import errno
import math
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.drawing.level_lines import level_lines
from tutor.drawing.picture import Arrow, Guide, Mark, Picture, Role, Series, Spot, Stroke, Terrain
from tutor.drawing.svg import picture_svg
from tutor.drawing.svg_map import terrain_svg
from tutor.drawing.svg_sheet import dash
from tutor.takeaway import CannotWrite, destination, free_name, safe_name, write

SVG = "{http://www.w3.org/2000/svg}"


def leftovers(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.endswith(".part")]


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    there = tmp_path / "descent.py"
    assert list(write(there, ["θ = 1\n", "é" * 600_000]))[-1] == 600_006
    assert there.read_bytes().decode() == "θ = 1\n" + "é" * 600_000

    def breaks() -> Iterator[str]:
        yield "x" * 300_000
        raise OSError(errno.ENOSPC, "No space left on device")

    for replace in (False, True):
        with pytest.raises(CannotWrite, match="no space left on that disk"):
            list(write(there if replace else tmp_path / "other.py", breaks(), replace=replace))
    stopped = write(there, ["y" * 300_000, "z"], replace=True)
    assert next(stopped) == 300_000
    stopped.close()  # type: ignore[attr-defined]
    with pytest.raises(CannotWrite, match="already there"):
        list(write(there, ["new"]))
    with pytest.raises(CannotWrite, match="text cannot be put"):
        list(write(tmp_path / "odd.txt", ["\ud800"]))
    assert there.read_text(encoding="utf-8").startswith("θ = 1\n")
    assert [each.name for each in tmp_path.iterdir()] == ["descent.py"]
    there.chmod(0o640)
    link = tmp_path / "link.py"
    link.symlink_to(there)
    assert list(write(link, ["new"], replace=True)) == [3]
    assert link.is_symlink() and there.read_text() == "new" and there.stat().st_mode & 0o777 == 0o640


def test_a_file_system_without_links_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    file = tmp_path / "run.csv"
    assert list(write(file, ["k\n"])) == [2]
    with pytest.raises(CannotWrite, match="already there"):
        list(write(file, ["other"]))
    assert file.read_text() == "k\n" and not leftovers(tmp_path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (" \x1b\n", "Name the file first"),
        (".", "is a folder; name a file inside"),
        ("inside/", "is a folder; name a file inside"),
        ("nowhere/a.py", "There is no folder"),
        ("a.py/b.py", "There is no folder|part of that place is a file"),
        ("é" * 200 + ".py", "The name has 403 bytes"),
        ("~nobody-of-that-name/a.py", "There is no folder|home folder"),
        (os.devnull, "is a device or a pipe"),
        ("loop", "already there"),
    ],
)
def test_a_place_that_cannot_be_is_told_in_a_sentence(tmp_path: Path, typed: str, said: str) -> None:
    (tmp_path / "a.py").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CannotWrite, match=said):
        list(write(destination(tmp_path, typed), ["x"]))
    assert not leftovers(tmp_path)


@settings(max_examples=25)
@given(st.text(max_size=90))
def test_any_text_makes_a_name_that_any_system_takes(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name) and safe_name(name) == name
    assert name not in ("con", "nul", "com1")


def test_a_free_name_is_the_next_number(tmp_path: Path) -> None:
    wanted = tmp_path / "run.py"
    for number in ("", "-2", "-3"):
        assert free_name(wanted).name == f"run{number}.py"
        free_name(wanted).write_text("")


# --- drawings -------------------------------------------------------------------------------------------------------

words = st.text(max_size=12)
odd = st.floats(width=64) | st.sampled_from([0.0, 1e308, -1e308, 5e-324])


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    series = []
    for _ in range(draw(st.integers(0, 3))):
        ys = draw(st.lists(odd, max_size=6))
        stroke, role = draw(st.sampled_from(Stroke)), draw(st.sampled_from(Role))
        series.append(Series(draw(words), draw(st.permutations(range(len(ys)))), ys, stroke, role, draw(words)[:1]))
    limits = st.none() | st.tuples(odd, odd)
    marks = (Mark(draw(odd), draw(words)),)
    guides = (Guide(x=draw(odd)), Guide(y=draw(odd)))
    return Picture(tuple(series), draw(limits), draw(limits), draw(st.booleans()), marks, guides, draw(words))


def sound(text: str) -> ElementTree.Element:
    """A well-formed drawing in which every number is one, and nothing is fetched or run."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == f"{SVG}svg" and not re.search(r"\b(nan|inf)\b", re.sub(r">[^<]*<", "><", text))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg",
        "title",
        "g",
        "rect",
        "path",
        "circle",
        "text",
    }
    for each in root.iter():
        assert not [key for key in each.attrib if key.startswith("on") or "href" in key or key == "style"]
    return root


@settings(max_examples=25)
@given(pictures(), words)
def test_any_picture_is_a_sound_drawing(picture: Picture, title: str) -> None:
    root = sound(picture_svg(picture, title))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for each in root.iter(f"{SVG}path"):
        for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", each.attrib["d"]):
            assert -1 <= float(x) <= width + 1 and -1 <= float(y) <= height + 1


def test_lines_points_and_ticks_agree_and_each_line_is_told_apart() -> None:
    xs = np.linspace(0, 10, 50_000)
    lines = [Series(f"run <{i}>", xs, (i + 1) * xs, stroke, Role.LINE) for i, stroke in enumerate(list(Stroke)[:3])]
    dots = Series("at", [0.0, 10.0], [0.0, 10.0], Stroke.POINTS, Role.POINT)
    text = picture_svg(Picture((*lines, dots), (0, 10), (0, 30)), "J & k")
    root = sound(text)
    assert len(text) < 100_000
    said = [each.text for each in root.iter(f"{SVG}text")]
    assert [letter for letter in said if letter in ("A", "B", "C")] == ["A", "B", "C"] and "A run <0>" in said
    ticks = {each.text: (float(each.attrib["x"]), float(each.attrib["y"])) for each in root.iter(f"{SVG}text")}
    circles = sorted((float(c.attrib["cx"]), float(c.attrib["cy"])) for c in root.iter(f"{SVG}circle"))
    assert abs(circles[1][0] - ticks["10"][0]) < 1 or abs(circles[1][1] - (ticks["10"][1] - 4)) < 1
    first = next(each for each in root.iter(f"{SVG}path") if each.attrib.get("stroke-linecap"))
    x, y = map(float, re.findall(r"L([-\d.]+) ([-\d.]+)", first.attrib["d"])[-1])
    assert math.hypot(x - circles[1][0], y - circles[1][1]) < 1.5  # the first line ends where the last point lies
    styles = [dash(stroke) for stroke in Stroke if stroke is not Stroke.POINTS]
    assert len(set(styles)) == len(styles)  # also for the strokes that come later


@settings(max_examples=25)
@given(st.lists(odd, min_size=12, max_size=12), st.tuples(odd, odd), st.tuples(odd, odd), st.tuples(odd, odd), words)
def test_any_terrain_is_a_sound_drawing(
    heights: list[float], x: tuple[float, float], y: tuple[float, float], end: tuple[float, float], name: str
) -> None:
    grid = np.array(heights).reshape(3, 4)
    path = ([0.0, *x], [0.0, *y])
    arrows, spots = (Arrow((0.0, 0.0), end),), (Spot(*end, name[:1] or "A"),)
    sound(terrain_svg(Terrain(grid, x, y, contours=True, path=path, arrows=arrows, spots=spots, x_name=name), name))


def test_contours_lie_where_the_height_is_the_level() -> None:
    xs, ys = np.linspace(-2, 2, 41), np.linspace(-2, 2, 61)
    across, up = np.meshgrid(xs, ys)
    (circle,) = level_lines(across**2 + up**2, xs, ys, 1.5)
    assert np.allclose(np.hypot(*circle), math.sqrt(1.5), atol=2e-3)
    assert (circle[0][0], circle[1][0]) == (circle[0][-1], circle[1][-1])  # closed
    ((x, y),) = level_lines(across, xs, ys, 0.03)
    assert np.allclose(x, 0.03) and (y.min(), y.max()) == (-2, 2) and len(x) == 61
    saddle = level_lines(across * up, xs, ys, 0.5)
    assert len(saddle) == 2 and all(np.allclose(x * y, 0.5, atol=0.01) for x, y in saddle)
    holed = np.where(across > 0, np.nan, across**2 + up**2)
    assert all((x <= 0).all() for x, _ in level_lines(holed, xs, ys, 1.5))
