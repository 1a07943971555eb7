"""A network in characters: drawn as brackets that gather what a unit takes in, or as a line for each unit.

x₀ 0 × 0.500 ┐
x₁ 1 ×−0.400 ┼ h₀ −0.380 × 0.200 ┐
b      0.000 ┘                   │
x₀ 0 ×−0.300 ┐                   ├ p 0.411
x₁ 1 × 0.600 ┼ h₁  0.537 ×−0.500 ┤
b      0.000 ┘                   │
b                          0.000 ┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from tutor.ascii import plain
from tutor.descent.problem import Vector
from tutor.descent.problems.network import Layer, Network, Pass
from tutor.descent.words import number
from tutor.letters import visible
from tutor.messages import tr
from tutor.scenes._numbers import shown
from tutor.typeset import symbol

if TYPE_CHECKING:
    from tutor.scenes.net import Settings

BRIEF = 1  # two decimals, and one digit of what is smaller
DIGITS = (3, 2, BRIEF)  # of the numbers, before another form is taken
HIDDEN = "hgqruvw"  # letters of the hidden layers
MOST_ROWS = 200  # of the table of outputs
MOST_COLUMNS = 4  # inputs shown in it
BRACKETS = str.maketrans("│┐┘┤├┬┴┼×∂←", "|+++++++*d<")


@dataclass(frozen=True, slots=True, eq=False)
class Wiring:
    """A net and what one row of inputs becomes in it; `layers` hold weights, or their gradients where `slopes`."""

    layers: list[Layer]
    passes: list[Pass]
    settings: Settings
    slopes: bool

    def names(self, layer: int) -> list[str]:
        """Of the inputs (0), the hidden units (1 ...), the outputs."""
        if layer == 0:
            return [_name(each) for each in self.settings.columns]
        count = self.settings.layers[layer]
        if layer < len(self.settings.layers) - 1:
            return [symbol(f"{HIDDEN[layer - 1]}{unit}") for unit in range(count)]
        letter = "ŷ" if self.settings.loss == "squared" else "p"
        return [letter] if count == 1 else [symbol(f"{letter}{unit}") for unit in range(count)]

    def values(self, layer: int) -> Vector:
        """What the units of a layer give out; of layer 0 the inputs."""
        given: Vector = self.passes[0].inputs[0] if layer == 0 else self.passes[layer - 1].outputs[0]
        return given


def _name(column: str) -> str:
    return symbol(visible(column)[:10].strip() or "x")


def diagram(wiring: Wiring, width: int, height: int, ascii: bool) -> list[str]:
    """The net in at most so many columns and rows: the most telling form that has room."""
    forms = [
        *(_brackets(wiring, digits, height) for digits in DIGITS),
        *(_lines(wiring, each, width) for each in DIGITS),
    ]
    fitting = (each for each in forms if each and len(each) <= height and max(map(len, each)) <= width)
    lines = next(fitting, None) or _values(wiring, width)
    if len(lines) > height > 0:
        lines = [*lines[: height - 1], tr("... {count} lines more", count=len(lines) - height + 1)]
    return [plain(line.translate(BRACKETS)) for line in lines] if ascii else lines


def _number(value: float, digits: int) -> str:
    text = number(float(value), digits) if digits > BRIEF or not np.isfinite(value) else _brief(float(value))
    return text.replace("-", "−")


def _brief(value: float) -> str:
    """At most six characters up to 1e9, so that a drawing keeps its place while it changes; only 0 is shown as 0."""
    if value == 0 or 0.005 <= abs(value) < 99.995:
        return f"{value:.2f}" if value else "0"
    mantissa, mark, power = f"{value:.0e}".partition("e")
    return mantissa + mark + (str(int(power)) if power else "")


# drawn


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of equal length; at `exit` one leaves them to the right."""

    lines: tuple[str, ...]
    exit: int


def _brackets(wiring: Wiring, digits: int, height: int) -> list[str]:
    """Each output with all that leads to it; nothing where that has more lines than `height`."""
    rows = 1
    for inputs in wiring.settings.layers[:-1]:
        rows = inputs * rows + 1
    if rows * wiring.settings.layers[-1] > height:
        return []
    blocks = [_Block((f"{name} {shown(value, digits=4)}",), 0) for name, value in _units(wiring, 0)]
    for place, layer in enumerate(wiring.layers, 1):
        blocks = [
            _gathered(blocks, layer, unit, f"{name} {_number(value, digits)}", wiring.slopes, digits)
            for unit, (name, value) in enumerate(_units(wiring, place))
        ]
    return [line.rstrip() for block in blocks for line in block.lines]


def _units(wiring: Wiring, layer: int) -> list[tuple[str, float]]:
    return list(zip(wiring.names(layer), wiring.values(layer).tolist(), strict=True))


def _gathered(below: Sequence[_Block], layer: Layer, unit: int, label: str, slopes: bool, digits: int) -> _Block:
    """All that a unit takes in, each times its weight, in one bracket that leads to the unit."""
    entries = [*below, _Block(("b",), 0)]
    weights = [_number(weight, digits) for weight in [*layer.W[unit], layer.b[unit]]]
    widest = max(len(line) for entry in entries for line in entry.lines)
    room = max(map(len, weights))
    lines: list[str] = []
    exits: list[int] = []
    for entry, weight in zip(entries, weights, strict=True):
        exits.append(len(lines) + entry.exit)
        sign = "∂" if slopes else ("×" if entry is not entries[-1] else " ")
        for i, line in enumerate(entry.lines):
            lines.append(f"{line:<{widest}} " + (f"{sign}{weight:>{room}} " if i == entry.exit else " " * (room + 2)))
    middle = (exits[0] + exits[-1]) // 2
    joined = tuple(
        line + _corner(i, exits, middle) + (f" {label}" if i == middle else " " * (len(label) + 1))
        for i, line in enumerate(lines)
    )
    return _Block(joined, middle)


def _corner(row: int, exits: list[int], middle: int) -> str:
    """The character of a bracket that gathers the rows `exits` and leaves at `middle`."""
    first, last = exits[0], exits[-1]
    if not first <= row <= last:
        return " "
    if row == middle:
        return {(True, False): "┬", (False, True): "┴"}.get((row == first, row == last), "┼" if row in exits else "├")
    return "┐" if row == first else "┘" if row == last else "┤" if row in exits else "│"


# in lines


def _lines(wiring: Wiring, digits: int, width: int) -> list[str]:
    """`h₀ 0.38 ← 0.50x₀ −0.40x₁ +0.10`, a line for each unit, or a few."""
    lines = ["  ".join(f"{name} {shown(value, digits=4)}" for name, value in _units(wiring, 0))]
    for place, layer in enumerate(wiring.layers, 1):
        sources = wiring.names(place - 1)
        for unit, (name, value) in enumerate(_units(wiring, place)):
            weights = [*layer.W[unit], layer.b[unit]]
            told = _slopes(weights, sources, digits) if wiring.slopes else _sum(weights, sources, digits)
            lines += wrap(f"{name} {_number(value, digits)} {told}", max(width, 20), subsequent_indent="   ")
    return lines


def _sum(weights: Sequence[float], sources: Sequence[str], digits: int) -> str:
    """`← 0.50x₀ −0.40x₁ +0.10`."""
    terms = zip(weights, [*sources, ""], strict=True)
    told = " ".join(f"{'−' if each < 0 else '+'}{_number(abs(each), digits)}{of}" for each, of in terms)
    return f"← {told.removeprefix('+')}"


def _slopes(weights: Sequence[float], sources: Sequence[str], digits: int) -> str:
    """`∂ x₀ −0.33, x₁ 0.65, b −0.33`."""
    return "∂ " + ", ".join(f"{of} {_number(each, digits)}" for each, of in zip(weights, [*sources, "b"], strict=True))


def _values(wiring: Wiring, width: int) -> list[str]:
    """What each unit gives out, several on a line: for nets whose weights have no room."""
    lines: list[str] = []
    for layer in range(len(wiring.settings.layers)):
        line = ""
        for name, value in _units(wiring, layer):
            told = f"{name} {_number(value, 2)}"
            if line and len(line) + len(told) + 2 > width:
                lines.append(line)
                line = ""
            line = f"{line}  {told}" if line else told
        lines.append(line)
    return lines


# what the net says


def outputs_table(settings: Settings, network: Network, theta: Vector, ascii: bool) -> list[list[str]]:
    """Row, inputs (a few), target, what the net says, and whether that is right; headings first; 200 rows at most."""
    with np.errstate(all="ignore"):
        said = network.predictions(theta, network.X[:MOST_ROWS])
    columns = [_name(each) for each in settings.columns] if settings.layers[0] <= MOST_COLUMNS else []
    judged = settings.loss == "cross-entropy"
    table = [[tr("row"), *columns, tr("target"), "p" if judged else "ŷ", *([""] if judged else [])]]
    for i, says in enumerate(said):
        target = settings.data.y[i]
        inputs = [shown(value, digits=4) for value in network.X[i][: len(columns)]]
        table.append([str(i + 1), *inputs, shown(target, digits=4), *_verdict(says, target, judged)])
    return [[plain(cell) for cell in row] for row in table] if ascii else table


def _verdict(says: Vector, target: float, judged: bool) -> list[str]:
    """`0.81`, `right`; with several classes the likeliest and its chance."""
    if not judged:
        return [_number(says[0], 4)]
    if len(says) == 1:
        chance = float(says[0])
        return [_number(chance, 4), _judged((chance > 0.5) == (target == 1) and chance != 0.5)]
    likeliest = int(says.argmax())
    alone = int((says == says[likeliest]).sum()) == 1
    return [f"{likeliest}: {_number(says[likeliest], 3)}", _judged(alone and likeliest == target)]


def _judged(right: bool) -> str:
    return tr("right") if right else tr("wrong")
