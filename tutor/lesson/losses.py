"""What a descent goes down, as a lesson names it: `loss: {data: seed, model: linear}`, or `f`, an expression."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    Expression,
    FirstOf,
    OneOf,
    OwnKind,
    Point,
    Quantity,
    Struct,
    Text,
    close_to,
    setting,
)
from tutor.tree import Node


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows X (m x n) and targets y (m), as floats; `columns` names X's columns, `bias`: the first is all ones."""

    name: str
    X: tuple[tuple[float, ...], ...]
    y: tuple[float, ...]
    columns: tuple[str, ...] = ()

    @property
    def bias(self) -> bool:
        return all(row[0] == 1 for row in self.X)


def _read_data(node: y.YamlNode, at: At) -> DataSet | Bad:
    name = Text(most=64).read(node, at)
    if isinstance(name, Bad):
        return name
    if name not in at.data:
        known = ", ".join(at.data) or "none is declared; write it under data: in the lesson's header"
        return at.fault(node, f"there is no data set '{name}'{close_to(name, at.data)}; known: {known}")
    found = at.data[name]
    return BAD if isinstance(found, Bad) else found


DATA = OwnKind(_read_data, {"type": "string"})


@dataclass(frozen=True, slots=True)
class Loss:
    """The mean of half squares J = 1/(2m) sum (X theta - y)^2 of a model on data."""

    data: DataSet = setting(DATA, "the name of a data set of the header")
    model: str = setting(
        OneOf(("linear",)), "linear: predictions X theta, judged by the mean of half their squares", "linear"
    )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"theta{i}" for i in range(len(self.data.X[0])))


METHOD = OneOf(("gd",), later=("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "newton"))
LOSS = FirstOf((Struct(Loss), Expression()), "{data: ..., model: linear} or an expression")
POINT = Point(Quantity())


def target(loss: Loss | Node | None, f: Node | None, node: y.YamlNode, at: At) -> Loss | Node | Bad:
    """The one thing to go down, of the settings `loss` and `f`."""
    if (loss is None) == (f is None):
        return at.fault(node, "give what to go down once: loss: {data: ..., model: linear}, or f: an expression")
    found = loss if loss is not None else f
    assert found is not None
    return found


def names_of(goal: Loss | Node, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """The parameters, in order: theta0, theta1 ... of a model, f's symbols in the order the lesson declares them."""
    if isinstance(goal, Loss):
        return goal.names
    return tuple(name for name in symbols if name in goal.symbols())
