"""Questions for the tests of grading: made from `data/answers.yaml` and `data/bank.yaml`, or by hand in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tutor.expression import parse, parse_number, parse_vector
from tutor.expression.matrix import read_matrix
from tutor.lesson.losses import DataSet, Loss
from tutor.lesson.ordering import Distractor, as_shown
from tutor.lesson.questions import (
    About,
    Choice,
    Formula,
    Matrix,
    Next,
    Number,
    Option,
    Order,
    Question,
    Vector,
    Wrong,
)
from tutor.lesson.through import Through
from tutor.tree import Node

FOLDER = Path(__file__).parent / "data"
FILES = ("answers.yaml", "bank.yaml")


@dataclass(frozen=True)
class Bank:
    """One exercise: its question with the author's entries and without, its answer, what names its mistakes."""

    question: Question
    bare: Question
    answer: str
    named: dict[str, str]

    def __str__(self) -> str:
        return self.question.id


def ask(about: About, symbols: str = "x", wrong: tuple[Wrong, ...] = ()) -> Question:
    return Question("q", "?", about, tuple(symbols.split()), wrong=wrong)


def number(answer: str, tol: float | None = None, **wrong: str) -> Question:
    return ask(Number(parse_number(answer), tol), "")


def expression(answer: str, symbols: str = "x") -> Question:
    return ask(Formula(answer=parse(answer, symbols.split())), symbols)


def derivative(f: str, wrt: str = "x", order: int = 1, symbols: str = "x y") -> Question:
    return ask(Formula(derivative_of=parse(f, symbols.split()), wrt=wrt, order=order), symbols)


def gradient(f: str, *at: str, symbols: str = "x y") -> Question:
    names = tuple(symbols.split())
    point = tuple(map(parse_number, at)) or None
    return ask(Vector(gradient_of=parse(f, names), at=point, names=names), symbols)


def step(f: str, start: tuple[float, ...], rate: float, steps: int = 1, symbols: str = "x y") -> Question:
    names = tuple(symbols.split())
    return ask(Next(f=parse(f, names), start=start, rate=rate, steps=steps, names=names), symbols)


def written(file: Path) -> Any:
    """A YAML file that is known to be good, by the reader in C where there is one: ten times as fast."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def banks() -> Iterator[Bank]:
    for name in FILES:
        whole = written(FOLDER / name)
        data = {name: _data(name, rows) for name, rows in whole["data"].items()}
        for item in whole["questions"]:
            yield _bank(item, _about(item, data))


def _bank(item: dict[str, Any], about: About) -> Bank:
    def typed(text: str) -> str:
        return as_shown(about, item["id"], text) if isinstance(about, Order) else text

    wrong = tuple(Wrong(typed(entry["value"]), entry["say"]) for entry in item["wrong"])
    full = Question(item["id"], "?", about, tuple(item["symbols"]), wrong=wrong)
    bare = Question(item["id"], "?", about, tuple(item["symbols"]))
    named = {typed(entry["value"]): entry["mistake"] for entry in item["wrong"] if "mistake" in entry}
    return Bank(full, bare, typed(item["answer"]), named)


def _numbers(values: list[Any]) -> tuple[Node, ...]:
    return tuple(parse_number(str(each)) for each in values)


def _through(of: dict[str, Any], symbols: list[str]) -> Through | None:
    inner = of.get("through")
    return tuple((name, parse(text, symbols)) for name, text in inner.items()) if inner else None


def _data(name: str, rows: dict[str, Any]) -> DataSet:
    return DataSet(name, tuple(tuple(map(float, row)) for row in rows["X"]), tuple(map(float, rows["y"])))


def _about(item: dict[str, Any], data: dict[str, DataSet]) -> About:
    symbols, of, tol = item["symbols"], item.get("of", {}), item.get("tol")
    names = tuple(symbols)
    match item["kind"]:
        case "choice":
            says = {entry["value"]: entry["say"] for entry in item["wrong"]}
            return Choice(tuple(Option(t, t == item["answer"], says.get(t)) for t in item["choices"]))
        case "number" if of:
            f, at, through = parse(of["derivative_of"], symbols), _numbers(of["at"]), _through(of, symbols)
            names = (of["wrt"],) if through else names[: len(at)]
            way = _numbers(of["along"]) if "along" in of else None
            wrt = None if way else names[0]
            return Number(derivative_of=f, wrt=wrt, at=at, along=way, tol=tol, through=through, names=names)
        case "number":
            return Number(parse_number(item["answer"]), tol)
        case "expression" if of:
            return Formula(derivative_of=parse(of["derivative_of"], symbols), wrt=of.get("wrt", "x"))
        case "expression":
            return Formula(answer=parse(item["answer"], symbols))
        case "vector" if of:
            at = _numbers(of["at"]) if "at" in of else None
            f, through = parse(of["gradient_of"], symbols), _through(of, symbols)
            return Vector(gradient_of=f, at=at, tol=tol, through=through, names=tuple(of.get("wrt", names)))
        case "vector":
            return Vector(answer=parse_vector(item["answer"], symbols), tol=tol)
        case "matrix" if "jacobian_of" in of:
            fs = tuple(parse(each, symbols) for each in of["jacobian_of"])
            return Matrix(jacobian_of=fs, at=_numbers(of["at"]), names=names)
        case "matrix" if of:
            return Matrix(hessian_of=parse(of["hessian_of"], symbols), names=names)
        case "matrix":
            return Matrix(answer=read_matrix(item["answer"], symbols).rows, tol=tol)
        case "order":
            return Order(tuple(item["lines"]), tuple(map(Distractor, item.get("distractors", ()))))
    goal = Loss(data[of["loss"]]) if "loss" in of else None
    f = parse(of["f"], symbols) if "f" in of else None
    names = goal.names if goal else names
    return Next(
        loss=goal,
        f=f,
        start=tuple(of["start"]),
        rate=of["rate"],
        steps=of.get("steps", 1),
        tol=tol or 1e-4,
        names=names,
    )
