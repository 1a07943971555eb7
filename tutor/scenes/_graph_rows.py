"""How the numbers, formulas and paths of a computation graph are written, and its nodes as a small table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.scenes._graph_rules import Number, total
from tutor.scenes._numbers import as_float, fraction, shown
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow, Sym
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes._graph_state import GraphScene

LONGEST = 9  # characters of an exact decimal, before it is rounded to seven digits


def said(number: Number, ascii: bool = False, digits: int | None = None) -> str:
    """A number for people: `-12`, `0.003`, `15.09027`; seven digits where none are asked for."""
    text = shown(number, ascii, digits or 7)
    return (
        text
        if len(text) <= (LONGEST if digits is None else digits + 2)
        else shown(as_float(number), ascii, digits or 7)
    )


def name_of(scene: GraphScene, place: int, ascii: bool = False) -> str:
    """A node's name as it is shown: `w₀`."""
    return symbol(scene.graph.vertices[place].name, ascii=ascii)


def label(scene: GraphScene, place: int, ascii: bool = False) -> str:
    """`q = x + y`; of an input its name."""
    formula = scene.graph.vertices[place].formula
    name = name_of(scene, place, ascii)
    return name if formula is None else f"{name} = {written(formula, ascii)}"


def written(formula: Node, ascii: bool = False) -> str:
    """A formula on one line; a product of names with its signs, as nodes have names of several letters: `q·z`."""
    if isinstance(formula, Mul) and all(isinstance(each, Sym) for each in formula.factors):
        return ("*" if ascii else "·").join(line(each, ascii=ascii) for each in formula.factors)
    return line(formula, ascii=ascii)


def dual(value: Number, part: Number, ascii: bool = False, digits: int | None = None) -> str:
    """`5 + 7ε`."""
    minus = "-" if ascii else "−"
    sign, size = ("+", part) if as_float(part) >= 0 else (minus, -part)
    return f"{said(value, ascii, digits)} {sign} {said(size, ascii, digits)}{' eps' if ascii else 'ε'}"


def bracketed(number: Number, ascii: bool) -> str:
    """A number as it stands behind a sign: one below 0 in brackets."""
    text = said(number, ascii)
    return f"({text})" if text[:1] in "-−" else text


def product_text(factors: Sequence[Number], ascii: bool) -> str:
    """`2·(−6)`."""
    first, *rest = factors or (Fraction(1),)
    return ("*" if ascii else "·").join([said(first, ascii), *(bracketed(each, ascii) for each in rest)])


def sum_text(terms: Iterable[Number], ascii: bool) -> str:
    """`−12 − 8`."""
    minus = "-" if ascii else "−"
    text = ""
    for each in terms:
        written = said(each, ascii)
        if not text:
            text = written
        elif written.startswith(minus):
            text += f" {minus} {written[1:]}"
        else:
            text += f" + {written}"
    return text


def in_numbers(scene: GraphScene, formula: Node, ascii: bool) -> str:
    """The formula with the values in place of the names: `−2 + 5`, `3·(−4)`."""
    if isinstance(formula, Mul) and all(isinstance(each, Sym | Num) for each in formula.factors):
        return product_text([_number(each, scene.values) for each in formula.factors], ascii)
    return line(_filled(formula, scene.values), ascii=ascii)


def _number(node: Node, values: Mapping[str, Number]) -> Number:
    return values[node.name] if isinstance(node, Sym) else node.value if isinstance(node, Num) else Fraction(0)


def _filled(node: Node, values: Mapping[str, Number]) -> Node:
    """The tree with numbers for its names, as many digits as are shown of them."""
    match node:
        case Sym(name):
            number = values[name]
            made = number if len(said(number)) <= LONGEST and isinstance(number, Fraction) else _rounded(number)
            return Num(made) if made >= 0 else Neg(Num(-made))
        case Neg(arg):
            return Neg(_filled(arg, values))
        case Add(terms):
            return Add(tuple(_filled(each, values) for each in terms))
        case Mul(factors):
            return Mul(tuple(_filled(each, values) for each in factors))
        case Div(top, bottom):
            return Div(_filled(top, values), _filled(bottom, values))
        case Pow(base, exponent):
            return Pow(_filled(base, values), _filled(exponent, values))
        case Call(name, args):
            return Call(name, tuple(_filled(each, values) for each in args))
    return node


def _rounded(number: Number) -> Fraction:
    return fraction(float(f"{as_float(number):.7g}"))


def path_text(scene: GraphScene, way: Sequence[int], ascii: bool) -> str:
    """`t → x → f`."""
    edges = [scene.graph.edges[i] for i in way]
    names = [symbol(scene.wrt, ascii=ascii), *(name_of(scene, edge.target, ascii) for edge in edges)]
    return (" -> " if ascii else " → ").join(names)


def graph_table(scene: GraphScene, ascii: bool) -> list[list[str]]:
    """The headings, and a row a node, or a path; what has not been worked out yet is left empty."""
    if scene.mode == "paths":
        return path_table(scene, ascii)
    names = [label(scene, i, ascii) for i in range(len(scene.graph.vertices))]
    values = [said(scene.values[vertex.name], ascii) for vertex in scene.graph.vertices]
    inner = scene.graph.inner
    shown_ = {*scene.graph.inputs, *inner[: scene.known]}
    columns = [names, [text if i in shown_ else "" for i, text in enumerate(values)]]
    heads = [tr("node"), tr("value")]
    came = {*scene.graph.inputs, *inner[: scene.reached]}
    match scene.mode:
        case "backward":
            gradients = scene.gradients()
            heads.append(tr("gradient"))
            columns.append([said(gradients[i], ascii) if i in gradients else "" for i in range(len(names))])
        case "nudge":
            moved = scene.moved()
            heads += [tr("moves by"), tr("times d{name}", name=symbol(scene.wrt, ascii=ascii))]
            columns.append([said(each, ascii) if i in came else "" for i, each in enumerate(moved)])
            ratios = [as_float(each) / as_float(scene.nudge) for each in moved]
            columns.append([said(each, ascii) if i in came else "" for i, each in enumerate(ratios)])
        case "dual":
            heads[1] = tr("value + derivative")
            parts = zip(scene.graph.vertices, scene.duals(), strict=True)
            written = [dual(scene.values[vertex.name], part, ascii) for vertex, part in parts]
            columns[1] = [text if i in came else "" for i, text in enumerate(written)]
    return [heads, *map(list, zip(*columns, strict=True))]


def path_table(scene: GraphScene, ascii: bool) -> list[list[str]]:
    """A row a path: the slopes along it, and their product; last their sum."""
    rows = [[tr("path"), tr("slopes"), tr("product")]]
    ways = scene.ways()
    for way in ways[: scene.place]:
        slopes = product_text([scene.slopes[edge] for edge in way], ascii)
        rows.append([path_text(scene, way, ascii), slopes, said(scene.along(way), ascii)])
    if scene.complete and len(ways) > 1:
        rows.append([tr("sum"), "", said(total(scene.along(way) for way in ways), ascii)])
    return rows
