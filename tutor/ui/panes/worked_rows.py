"""A worked example as rows: its lines with their reasons at the right, and under them the menu of what is left out.

Where there is no room for all of it the problem stays on top, the last lines stay, and the menu is packed.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from tutor.drawing.picture import Role, Row
from tutor.messages import tr
from tutor.scenes._worked_words import question

LEAD = 4  # columns before a line: its number
BLANK = 12  # columns of a line that is left out
APART = 3  # between a line and its reason, and between two entries of a packed menu


def worked_rows(scene: Any, width: int, height: int, ascii: bool) -> list[Row]:
    """At most `height` rows of at most `width` columns."""
    lines = [_line_rows(each, width, ascii) for each in scene.rows(ascii)]
    menu = _menu_rows(scene, width, height, ascii)
    above = [row for each in lines for row in each]
    if menu and not menu[0] and len(above) + len(menu) > height:
        menu = menu[1:]
    room = height - len(menu)
    if len(above) > room:
        problem = lines[0] if len(lines[0]) + 1 < room else []
        cut: list[Row] = [(("  ..." if ascii else "  ⋮", Role.AXIS.value),)] if room > len(problem) + 1 else []
        kept = max(0, room - len(problem) - len(cut))
        above = [*problem, *cut, *(above[-kept:] if kept else [])]
    return [*above, *menu][: max(0, height)]


def _line_rows(each: Any, width: int, ascii: bool) -> list[Row]:
    """`2  f'(x) = 2x        the power rule`; long ones take several rows, the reason under the line."""
    lead, room = f"{each.number:>2}  ", max(8, width - LEAD)
    if each.blank:
        return [((lead + ("_" if ascii else "▁") * min(BLANK, room) + " ?", Role.POINT.value),)]
    role = (Role.POINT if each.named else Role.PLAIN).value
    if each.why and len(each.text) + APART + len(each.why) <= room:
        pad = room - len(each.text) - len(each.why)
        return [((lead + each.text, role), (" " * pad + each.why, Role.AXIS.value))]
    found: list[Row] = []
    for i, part in enumerate(_wrapped(each.text, room)):
        found.append((((lead if i == 0 else " " * LEAD) + part, role),))
    for part in _wrapped(each.why, room - 2) if each.why else []:
        found.append(((" " * (LEAD + 2) + part, Role.AXIS.value),))
    return found


def _wrapped(text: str, width: int) -> list[str]:
    """Broken at blanks; the blanks that a line of code begins with stay."""
    return wrap(text, max(4, width), subsequent_indent="  ", drop_whitespace=True) if len(text) > width else [text][:1]


def _menu_rows(scene: Any, width: int, height: int, ascii: bool) -> list[Row]:
    """What is asked and what can be picked, an entry a row; packed where that takes more than half of the room."""
    if not scene.menu:
        return []
    entries = []
    for i, entry in enumerate(scene.menu):
        mark = "x" if i in scene.tried else " "
        entries.append((f"{i + 1} {mark} " if scene.tried else f"{i + 1} ", entry.shown(ascii), i in scene.tried))
    asked: list[Row] = [((part, Role.POINT.value),) for part in wrap(question(scene, ascii), max(4, width))]
    single: list[Row] = []
    for number, text, tried in entries:
        role = (Role.AXIS if tried else Role.PLAIN).value
        for i, part in enumerate(_wrapped(text, width - len(number) - 2)):
            single.append((("  " + (number if i == 0 else " " * len(number)) + part, role),))
    whole: list[Row] = [(), *asked, *single]
    if len(whole) <= max(7, height * 2 // 3) and len(whole) < height:
        return whole
    packed = _packed([number + text for number, text, _ in entries], width)
    return [*asked, *packed] if len(asked) + len(packed) < height - 1 else packed


def _packed(entries: list[str], width: int) -> list[Row]:
    """As many entries in a row as have room."""
    rows: list[str] = []
    for each in entries:
        if rows and len(rows[-1]) + APART + len(each) <= width:
            rows[-1] += " " * APART + each
        else:
            rows += _wrapped(each, width)
    return [((row, Role.PLAIN.value),) for row in rows]


def hint(scene: Any) -> str:
    """What can be done now, for the border."""
    if scene.whole:
        return tr("home: with lines left out") if len(scene.settings.passes) > 1 else ""
    if scene.waiting:
        return tr("press its number; s: show it")
    if scene.complete:
        return tr("home: from the beginning") if len(scene.settings.passes) > 1 else ""
    return tr("space: the next example") if scene.done else tr("space: the next line")
