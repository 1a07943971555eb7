"""A dial's bars: a line for each direction with its angle, its number and a bar from 0, leftwards below 0."""

from __future__ import annotations

from typing import Any

from tutor.drawing.picture import Role, Row

SHORTEST = 5  # cells of the bars; where fewer are left the numbers go
NO_NUMBER = 4


def dial_rows(scene: Any, width: int, height: int, ascii: bool) -> list[Row]:
    """At most `height` lines of `width` cells, the one where u points among them and marked."""
    from tutor.scenes._dial_words import angle, reading

    readings = scene.readings()
    if height < 1 or width < 1:
        return []
    here = next(place for place, each in enumerate(readings) if each.here)
    first = max(0, min(here - height // 2, len(readings) - height))
    angles = [angle(each.way.degrees, ascii).removesuffix(" deg") for each in readings]
    numbers = [reading(each.value, ascii) if each.value is not None else "" for each in readings]
    wide = max(map(len, angles))
    column = max(map(len, map(lambda each: reading(scene.at(each.way), ascii), readings)))
    room = width - 3 - wide - 1 - column - 1
    if room < SHORTEST:
        column, room = 0, width - 3 - wide - 1
    zero, length = _zero(scene, room)
    rows: list[Row] = []
    for place in range(first, min(len(readings), first + height)):
        each = readings[place]
        sign = (">" if ascii else "▸") if each.here else " "
        letters = ("m" if each.marked else " ") + ("g" if each.top else " ")
        number = f" {numbers[place].rjust(column)}" if column else ""
        head = f"{sign}{letters}{angles[place].rjust(wide)}{number} "
        bar = _bar(each.value, scene.most, zero, length, room, ascii)
        rows.append(((head, (Role.POINT if each.here else Role.PLAIN).value), (bar, _role(each).value)))
    return rows


def _role(each: Any) -> Role:
    return Role.CURSOR if each.here else Role.SECOND


def _zero(scene: Any, room: int) -> tuple[int, int]:
    """In which of `room` cells the line of 0 stands, and how many cells the longest bar has."""
    end = scene.extremes
    low, high = (end.least, end.greatest) if end is not None else (min(0.0, scene.value), max(0.0, scene.value))
    if low >= 0:
        return 0, max(1, room - 1)
    if high <= 0:
        return room - 1, max(1, room - 1)
    longest = max(-low, high)
    left = round((room - 1) * min(-low / longest, 1.0) / (min(-low, longest) / longest + min(high, longest) / longest))
    return left, max(1, min(left, room - 1 - left) if -low == high else max(left, room - 1 - left))


def _bar(value: float | None, most: float, zero: int, length: int, room: int, ascii: bool) -> str:
    """The line of 0, and from it the bar, to half a cell; where nothing is known yet the line of 0 alone."""
    full, axis, halves = ("=", "|", "--") if ascii else ("█", "│", "▌▐")
    cells = [" "] * room
    if 0 <= zero < room:
        cells[zero] = axis
    if value is None or most == 0:
        return "".join(cells)
    count = min(2 * length, round(2 * abs(value) / most * length))
    for away in range(1, (count + 1) // 2 + 1):
        place = zero + (away if value > 0 else -away)
        if 0 <= place < room:
            cells[place] = halves[value < 0] if 2 * away > count else full
    return "".join(cells)
