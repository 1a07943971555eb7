"""What a descent goes down, as a lesson names it: `loss: {data: seed, model: linear}`, or `f`.

`f` is an expression in the lesson's symbols, or the name of a classic function: `f: rosenbrock` is its expression,
whatever the lesson's symbols are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tutor.expression import parse
from tutor.lesson import yamlnodes as y
from tutor.lesson.faults import Fault
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    Expression,
    FirstOf,
    ListOf,
    OneOf,
    OwnKind,
    Point,
    Quantity,
    Struct,
    Text,
    close_to,
    setting,
)
from tutor.lesson.yamlnodes import YamlNode
from tutor.messages import N_, tr
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.descent.problems.classics import Classic

MOST_ROWS = 1_000  # of data that are written where they are used


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows X (m x n) and targets y (m), as floats; `columns` names X's columns, `bias`: the first is all ones.

    `problem`: the loss on these data where somebody has made it already, as of a table with a million rows; X and y
    are then a few of its rows, to be drawn.
    """

    name: str
    X: tuple[tuple[float, ...], ...]
    y: tuple[float, ...]
    columns: tuple[str, ...] = ()
    problem: Any = field(default=None, compare=False, repr=False)

    @property
    def bias(self) -> bool:
        return all(row[0] == 1 for row in self.X)


@dataclass(frozen=True, slots=True)
class Inline:
    """Data written where they are used."""

    X: tuple[tuple[float, ...], ...] = setting(
        ListOf(ListOf(Quantity(), most=100, or_one=True), most=MOST_ROWS), N_("the rows: [[1, 1], [1, 2]]")
    )
    y: tuple[float, ...] = setting(ListOf(Quantity(), most=MOST_ROWS), N_("the targets, one a row"))
    name: str = setting(Text(most=64), N_("what they are called"), "data")
    columns: tuple[str, ...] = setting(ListOf(Text(most=80), most=100), N_("the names of X's columns"), ())

    def checked(self, node: YamlNode, at: At) -> DataSet | Bad:
        width = len(self.X[0])
        uneven = [i for i, row in enumerate(self.X, 1) if len(row) != width]
        if uneven:
            return at.fault(
                node,
                tr(
                    "row {row} of X has not the {width} numbers that the first row has",
                    row=uneven[0],
                    width=width,
                ),
            )
        if len(self.y) != len(self.X):
            return at.fault(
                node,
                tr(
                    "y has {numbers} numbers for {rows} rows of X; each row needs one",
                    numbers=len(self.y),
                    rows=len(self.X),
                ),
            )
        return DataSet(self.name, self.X, self.y, self.columns)


_INLINE = Struct(Inline)


def _read_data(node: y.YamlNode, at: At) -> DataSet | Bad:
    if isinstance(node, y.Mapping):
        made: DataSet | Bad = _INLINE.read(node, at)
        return made
    name = Text(most=64).read(node, at)
    if isinstance(name, Bad):
        return name
    if name not in at.data:
        known = ", ".join(at.data) or tr("none is declared; write it under data: in the lesson's header")
        return at.fault(
            node,
            tr(
                "there is no data set '{name}'{meant}; known: {known}",
                name=name,
                meant=close_to(name, at.data),
                known=known,
            ),
        )
    found = at.data[name]
    return BAD if isinstance(found, Bad) else found


DATA = OwnKind(_read_data, {"anyOf": [{"type": "string"}, _INLINE.schema()]})
MODELS = ("linear", "logistic", "softmax")
MOST_CLASSES = 12
MODELS_DOC = N_(
    "linear: predictions X theta, judged by the mean of half their squares; logistic: the chance of a 1, judged by "
    "its cross-entropy; softmax: the chances of classes 0, 1, 2 ..., likewise"
)


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss of a model on data: 1/(2m) sum (X theta - y)^2 of a line, the mean cross-entropy of chances."""

    data: DataSet = setting(DATA, N_("the name of a data set of the header"))
    model: str = setting(OneOf(MODELS), MODELS_DOC, "linear")

    @property
    def classes(self) -> int:
        """How many, for softmax: the labels are 0, 1, ... classes - 1."""
        return int(max(self.data.y)) + 1

    @property
    def names(self) -> tuple[str, ...]:
        if self.data.problem is not None:
            return tuple(self.data.problem.names)
        features = range(len(self.data.X[0]))
        if self.model == "softmax":
            return tuple(f"theta[{feature},{label}]" for feature in features for label in range(self.classes))
        return tuple(f"theta{feature}" for feature in features)

    def checked(self, node: y.YamlNode, at: At) -> Loss | Bad:
        """Labels that are none are told here, where the lesson is read."""
        most = {"logistic": 2, "softmax": MOST_CLASSES}.get(self.model)
        if most is None or self.data.problem is not None:
            return self
        wrong = [row for row, label in enumerate(self.data.y) if label != int(label) or not 0 <= label < most]
        if wrong:
            wanted = tr("0 or 1") if self.model == "logistic" else tr("a whole number from 0 to {last}", last=most - 1)
            said = f"{self.data.y[wrong[0]]:g}"
            return at.inside("model").fault(
                node,
                tr(
                    "for model {model} each target is {wanted}; that of row {row} is {said}",
                    model=self.model,
                    wanted=wanted,
                    row=wrong[0] + 1,
                    said=said,
                ),
            )
        return self


POINT = Point(Quantity())
_CLASSIC = re.compile(r"[A-Za-z]{4,}(?:[- ][A-Za-z]+)?")


def classic_named(text: str) -> Classic | None:
    """The classic function of that name, in any case: `Rosenbrock`, `styblinski-tang`; None if there is none."""
    if not _CLASSIC.fullmatch(text.strip()):
        return None
    from tutor.descent.problems.classics import CLASSICS  # NumPy is loaded with it: only where a lesson wants one

    return CLASSICS.get(text.strip().lower().replace(" ", "-"))


def _read_f(node: y.YamlNode, at: At) -> Node | Bad:
    named = isinstance(node, y.Scalar) and node.text not in at.symbols
    classic = classic_named(node.text) if named and isinstance(node, y.Scalar) else None
    if classic is not None:
        return parse(classic.text, classic.symbols)
    trial = replace(at, faults=[])
    found = Expression().read(node, trial)
    if isinstance(found, Bad):
        at.faults.extend(_perhaps_meant(fault, node) for fault in trial.faults)
    return found


def _perhaps_meant(fault: Fault, node: y.YamlNode) -> Fault:
    """The fault, and the classic function whose name is close, where a word stands there."""
    if not (isinstance(node, y.Scalar) and _CLASSIC.fullmatch(node.text.strip())):
        return fault
    from tutor.descent.problems.classics import CLASSICS

    return fault._replace(what=fault.what + close_to(node.text.strip().lower(), CLASSICS))


F = OwnKind(_read_f, Expression().schema())
LOSS = FirstOf((Struct(Loss), F), N_("{data: ..., model: linear} or an expression"))


def target(loss: Loss | Node | None, f: Node | None, node: y.YamlNode, at: At) -> Loss | Node | Bad:
    """The one thing to go down, of the settings `loss` and `f`."""
    if (loss is None) == (f is None):
        return at.fault(node, tr("give what to go down once: loss: {data: ..., model: linear}, or f: an expression"))
    found = loss if loss is not None else f
    assert found is not None
    return found


def names_of(goal: Loss | Node, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """The parameters, in order: theta0, theta1 ... of a model, f's symbols in the order the lesson declares them."""
    if isinstance(goal, Loss):
        return goal.names
    found = goal.symbols()
    # those of a classic function that the lesson does not declare come last, by the alphabet
    return (*(name for name in symbols if name in found), *sorted(found - set(symbols)))
