"""Formulas within a lesson's words: `$...$` and `$$...$$` -> terminal mathematics in Markdown.

Teachers mix plain notation (`x^2`, `theta_0`, `<-`) and LaTeX (`\\frac{1}{2m}`, `\\nabla J(\\theta)`). Both are shown
as a terminal can show them; raw LaTeX never is. No text makes these functions raise; what they return is
bounded by what they are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.mathtext.latex import read

FORMULA = "text formula"  # the info of a block that `render_words` makes; a teacher's own says `text`, or what it is
MAX_FORMULA = 2_000  # characters; what lies behind is cut off

_CODE = re.compile(r"(?P<ticks>`+)(?!`)")
_INLINE = re.compile(r"\$(?!\s)((?:\\.|[^\\$`\n]|\n(?!\s*\n))*?)(?<!\s)\$(?!\d)")
_FENCE = re.compile(r"(?:[ >]*)(```+|~~~+)")
_DISPLAY = re.compile(r"(?P<before>[ >]*)\$\$(?P<rest>.*)")
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def math_line(source: str, ascii: bool = False) -> str:
    """The inside of `$...$` on one line: `\\frac{1}{2m}` -> `1/(2m)`. Pure ASCII when `ascii`."""
    return read(_bounded(source), ascii, stack=False).text.strip()


def math_block(source: str, ascii: bool = False, width: int | None = None) -> list[str]:
    """The inside of `$$...$$` stacked: rows of equal display width; the one line when `width` is too small."""
    box = read(_bounded(source), ascii, stack=True)
    if not box.tall or (width is not None and box.width > width):
        return [math_line(source, ascii)]
    return list(box.rows)


def _bounded(source: str) -> str:
    return _UNSAFE.sub(" ", source[:MAX_FORMULA])


def render_words(markdown: str, ascii: bool = False, width: int | None = None) -> str:
    """Markdown with its formulas as code spans and blocks. Code, `\\$` and the `$` of a price stay as they are."""
    text = _UNSAFE.sub(" ", markdown.replace("\r\n", "\n").replace("\t", "    "))
    found: list[str] = []
    prose: list[str] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        block = fenced(lines, index) or displayed(lines, index, ascii, width)
        if block:
            found += [_prose(prose, ascii)] if prose else []
            prose = []
            found += block[0]
            index = block[1]
        else:
            prose.append(lines[index])
            index += 1
    return "\n".join(found + ([_prose(prose, ascii)] if prose else []))


def fenced(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """The fenced code block that begins at a line, as it is, and the line where the text goes on."""
    opened = _FENCE.match(lines[index])
    if not opened:
        return None
    for end in range(index + 1, len(lines)):
        closed = _FENCE.match(lines[end])
        if closed and closed[1].startswith(opened[1]) and not lines[end][closed.end() :].strip("`~ "):
            return list(lines[index : end + 1]), end + 1
    return list(lines[index:]), len(lines)


def displayed(
    lines: Sequence[str], index: int, ascii: bool = False, width: int | None = None
) -> tuple[list[str], int] | None:
    """A `$$...$$` that stands alone at a line -> a fenced block with the stacked form, indented as it was, between two
    empty lines; and the line where the text goes on. None where there is none."""
    opened = _DISPLAY.fullmatch(lines[index])
    if not opened:
        return None
    before, inside = opened["before"], [opened["rest"]]
    end = index
    while "$$" not in inside[-1]:
        end += 1
        if end == len(lines) or not lines[end].strip(" >"):
            return None  # never closed in this paragraph
        inside.append(lines[end].lstrip(" >"))
    last, _, after = inside[-1].partition("$$")
    if after.strip(" .,;:"):
        return None  # words follow: it is no display
    rows = math_block("\n".join([*inside[:-1], last]) + after.strip(" ;:"), ascii, width)
    return [before + each.rstrip() for each in ("", f"```{FORMULA}", *rows, "```", "")], end + 1


def _prose(lines: list[str], ascii: bool) -> str:
    """Inline formulas of some lines of prose; code spans are left alone."""
    text = "\n".join(lines)
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text):
            found.append("$" if text[at + 1] == "$" else text[at : at + 2])
            at += 2
        elif char == "`":
            at, span = _code_span(text, at)
            found.append(span)
        elif char == "$":
            at, span = _formula(text, at, ascii)
            found.append(span)
        else:
            found.append(char)
            at += 1
    return "".join(found)


def _code_span(text: str, at: int) -> tuple[int, str]:
    ticks = _CODE.match(text, at)
    assert ticks is not None  # the caller saw one
    close = re.compile(rf"(?<!`){ticks['ticks']}(?!`)").search(text, ticks.end())
    blank = text.find("\n\n", at)
    end = close.end() if close and not 0 <= blank < close.start() else ticks.end()
    return end, text[at:end]


def _formula(text: str, at: int, ascii: bool) -> tuple[int, str]:
    """The formula that starts at `at` as a code span, or the dollar alone."""
    double = text.startswith("$$", at)
    close = text.find("$$", at + 2) if double else -1
    if double and close > at + 2 and "\n\n" not in text[at:close]:
        inside, end = text[at + 2 : close], close + 2
    else:
        found = None if double else _INLINE.match(text, at, at + MAX_FORMULA)
        if not found:
            return at + 1 + double, text[at : at + 1 + double]
        inside, end = found[1], found.end()
    shown = math_line(inside, ascii).replace("`", "'")
    line = text[text.rfind("\n", 0, at) + 1 : at].lstrip()
    if line.startswith("|"):
        shown = shown.replace("|", "\\|")  # a cell of a table
    return end, f"`{shown}`" if shown else ""
