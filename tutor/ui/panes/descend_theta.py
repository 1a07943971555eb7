"""The pane of theta: where each run of a race stands, the last steps, and the next one in numbers."""

from __future__ import annotations

from typing import Any

from tutor.drawing.picture import Role, Row
from tutor.messages import plural, tr
from tutor.typeset import symbol
from tutor.ui.chart import Lines
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits

DIGITS = (4, 3, 2)  # of the numbers: fewer, before a column is left out
COMPACT = ((4, 4), (4, 3), (3, 3), (3, 2), (2, 2))  # digits of a theta, and of its slope, on one narrow line
ONE_LINE = 39  # columns in which the update of a theta is one line, whatever the numbers
LONGEST_NAME = 14  # characters of a run's name, before it is cut
MOVING_STEPS = 5  # rows of steps while it plays: they run too fast to be read, and each is sent ten times a second
STEPS = 2  # rows of steps, at least, beside the next step in numbers


class StepRows(Lines):
    """The rows of theta: as many as there is height for, so they are made anew where that changes."""

    def refit(self) -> None:
        pane = next((each for each in self.ancestors if isinstance(each, ScenePane)), None)
        if pane is not None and pane.scene is not None:
            pane.repaint()


def number(value: float, ascii: bool, digits: int = 4) -> str:
    """`−0.02547`, with zeros at the end, so that columns stand still."""
    from tutor.descent.words import number

    return number(value, digits) if ascii else number(value, digits).replace("-", "−")


def brief(value: float, ascii: bool, digits: int = 4) -> str:
    """The same without zeros at the end: `0.1`."""
    mantissa, mark, power = number(value, ascii, digits).partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + mark + power


def rate_mark(rate: float, ascii: bool) -> str:
    """What stands where the rate was changed: `α=0.3`."""
    return tr("rate {rate}", rate=brief(rate, True)) if ascii else f"α={brief(rate, False)}"


def draw_theta(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    """Of one run its last steps and the next; of a race where each run stands, then the steps of the one in focus."""
    width, height = drawing.size
    rate = number(scene.player.rate, ascii)
    title = tr("rate {rate}", rate=rate) if ascii else f"α = {rate}"
    minus = "-" if ascii else "−"
    standings = _standings(scene, width, ascii) if scene.race else []
    seen, hidden = runs_that_fit(standings, height, scene.focus)
    runs = plural(len(scene.players), "{count} run", "{count} runs")
    told: tuple[str, ...] = (tr("{runs} (n: the next)", runs=runs), runs)
    if hidden:
        told = (
            tr("{runs}, {hidden} not shown (z: large)", runs=runs, hidden=hidden),
            tr("{runs}, {hidden} hidden (z)", runs=runs, hidden=hidden),
            tr("{hidden} hidden: z", hidden=hidden),
        )
    box.tell(
        title=that_fits(
            box, *(told if scene.race else (tr("{rate} (+ {minus} change it)", rate=title, minus=minus), title))
        )
    )
    if height < 1:
        return
    standings = [*seen, *([()] if seen else [])]
    drawing.set_rows([*standings, *_steps(scene, width, height - len(standings), ascii, locked)])


def _standings(scene: Any, width: int, ascii: bool) -> list[Row]:
    """One row a run: its letter, its name, its theta and its loss; a mark stands before the run in focus."""
    names = [symbol(name, ascii=ascii) for name in scene.settings.names]
    rows: list[list[str]] = []
    columns: list[int] = []
    for digits in DIGITS:  # fewer only where a column more fits so
        fewer = _standing_rows(scene, names, digits, ascii)
        found = _standing_columns(fewer, width)
        if len(found) > len(columns):
            rows, columns = fewer, found
    widths = _widths(rows, columns)
    table = [
        _row([row[c] for c in columns], widths, " ", heading=i == 0, last=i - 1 == scene.focus)
        for i, row in enumerate(rows)
    ]
    return table


def runs_that_fit(table: list[Row], height: int, focus: int) -> tuple[list[Row], int]:
    """The heading and as many runs as there are rows for, that in focus among them; how many are hidden."""
    room = height - 1
    hidden = max(0, len(table) - 1 - max(1, room))
    if not hidden or height < 1:
        return table, 0
    first = max(0, min(focus, len(table) - 1 - room))
    return [table[0], *table[1 + first :][: max(1, room)]], hidden


def _standing_rows(scene: Any, names: list[str], digits: int, ascii: bool) -> list[list[str]]:
    rows = [["", tr("run"), *names, scene.letter]]
    for place, player in enumerate(scene.players):
        numbers = [number(value, ascii, digits) for value in [*player.theta.tolist(), player.loss]]
        mark = (">" if ascii else "▸") if place == scene.focus else " "
        rows.append([mark + scene.letters[place], _short(scene.label(place, ascii), ascii), *numbers])
    return rows


def _short(label: str, ascii: bool) -> str:
    mark = "..." if ascii else "…"
    return label if len(label) <= LONGEST_NAME else label[: LONGEST_NAME - len(mark)].rstrip() + mark


def _standing_columns(rows: list[list[str]], width: int) -> list[int]:
    """All that fit: the letter, the name and the loss before the thetas."""
    columns = list(range(len(rows[0])))
    while len(columns) > 3 and sum(_widths(rows, columns)) + len(columns) > width + 1:
        columns.pop(-2)
    return columns


def _widths(rows: list[list[str]], columns: list[int]) -> list[int]:
    return [max(_least(1) if c > 1 else 1, *(len(row[c]) for row in rows)) for c in columns]


def _steps(scene: Any, width: int, height: int, ascii: bool, locked: bool) -> list[Row]:
    """The last steps of the run in focus, in so many rows, the newest last; under them the next in numbers."""
    if height < 2:
        return []
    headings = scene.headings(ascii)
    following = [] if locked else _next_step(scene, width, height - 1 - STEPS, ascii)
    rows, columns, below = _set_out(scene, headings, width, height, ascii)
    if following:  # it has the slopes in it
        below = [*below[:-1], *following]
    below = below[: height - 2]  # a row of numbers comes before what is said of it
    room = height - 1 - len(below)
    many = min(room, MOVING_STEPS) if scene.playing else room
    table = [[each[c] for c in columns] for each in [headings, *rows[-many:]]]
    widths = [max(_least(place), *(len(row[i]) for row in table)) for i, place in enumerate(columns)]
    newest = 0 if scene.playing else len(table) - 1  # of rows that run a bold one would be sent twice a frame
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= width else " "
    return [
        *(_row(row, widths, gap, heading=i == 0, last=i == newest) for i, row in enumerate(table)),
        *([()] * (room + 1 - len(table))),
        *(((text, (Role.PLAIN if following else Role.AXIS).value),) for text in below),
    ]


def _set_out(
    scene: Any, headings: list[str], width: int, height: int, ascii: bool
) -> tuple[list[list[str]], list[int], list[str]]:
    """The rows, which of their columns fit, and what stands below: fewer digits only where a column more fits so."""
    most: tuple[list[list[str]], list[int], list[str]] = [], [], []
    for digits in DIGITS:
        rows = scene.rows(height - 1, ascii, digits=digits)
        columns, below = _that_fit(headings, rows, width, ascii)
        if len(columns) > len(most[1]):
            most = rows, columns, below
        if len(columns) > (len(headings) - 2) // 2 + 1:
            break
    return most


def _next_step(scene: Any, width: int, height: int, ascii: bool) -> list[str]:
    """The update of each theta in numbers, `θ₀ ← 0.1 − 0.1·(−2.367) = 0.3367`, where there is room for all of them;
    of other methods how far it goes: `θ₀ ← 0.1 + 0.2367 = 0.3367`.

    One line each where it is wide; else two lines each where it is high; else one line without spaces.
    """
    step = None if scene.player.state.final else scene.next_step()
    if step is None:
        return []
    names = [symbol(name, ascii=ascii) for name in scene.settings.names]
    numbers = list(zip(step[0].tolist(), scene.player.gradient.tolist(), step[1].tolist(), strict=True))
    rate, plain = scene.player.rate, scene.plain_step
    for spaced, digits in [*((True, (each, each)) for each in DIGITS), *((False, each) for each in COMPACT)]:
        lines = []
        for name, (theta, slope, new) in zip(names, numbers, strict=True):
            gets, minus, plus = ("<-", "-", "+") if ascii else ("←", "−", "+")
            change = _product(rate, slope, ascii, digits[1]) if plain else brief(abs(new - theta), ascii, digits[1])
            sign = minus if plain or new < theta else plus
            begin = f"{name} {gets} {brief(theta, ascii, digits[0])}"
            rest = f"{sign} {change} = {brief(new, ascii, digits[0])}"
            if not spaced:
                lines.append(f"{begin}{rest}".replace(" ", ""))
            else:
                lines += [f"{begin} {rest}"] if width >= ONE_LINE else [begin, f"  {rest}"]
        if len(lines) <= height and all(len(line) <= width for line in lines):
            return ["", *lines] if len(lines) < height - 1 else lines
    return []


def _product(rate: float, slope: float, ascii: bool, digits: int) -> str:
    """`0.1·(−2.367)`, the slope in so many digits."""
    size = brief(slope, ascii, digits)
    return f"{brief(rate, ascii)}{'*' if ascii else '·'}{f'({size})' if slope < 0 else size}"


def _least(place: int) -> int:
    """Columns keep their width while numbers change, so that rows stand still."""
    return 4 if place == 0 else 6


def _that_fit(headings: list[str], rows: list[list[str]], width: int, ascii: bool) -> tuple[list[int], list[str]]:
    """Which columns fit: all; else without the slopes, which then stand below; else the first thetas and the loss."""
    needs = [max(_least(i), *(len(row[i]) for row in [headings, *rows])) + 1 for i in range(len(headings))]
    count, loss = (len(headings) - 2) // 2, len(headings) - 1
    if sum(needs) <= width + 1:
        return list(range(len(headings))), []
    thetas = list(range(1, count + 1))
    while len(thetas) > 1 and needs[0] + needs[loss] + sum(needs[i] for i in thetas) > width + 1:
        thetas.pop()
    slopes = ", ".join(rows[-1][i] for i in range(count + 1, 2 * count + 1))
    lead = f"{headings[2]} = {slopes}" if count == 1 else f"{'grad' if ascii else '∇'}{headings[loss]} ({slopes})"
    below = [lead[: max(1, width)]]
    return [0, *thetas, loss], below if len(thetas) == count else [
        tr("{count} more theta", count=count - len(thetas)),
        *below,
    ]


def _row(cells: list[str], widths: list[int], gap: str, *, heading: bool, last: bool) -> Row:
    text = gap.join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    role = Role.AXIS if heading else Role.PATH if last else Role.PLAIN
    return ((text, role.value),)
