"""The numbers of a lesson, each worked out again in another way than the one that put it there. For `check`.

Derivatives come from the rules there and from central differences at 384 bits here; a descent from the player, with
gradients by the rules, and here from the readable loop, with gradients by SymPy; eigenvalues from NumPy, and here their
sum and product from the matrix; what the words say from floats, and here from 192 bits. Importing this imports SymPy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from tutor import precise
from tutor.descent.run import descend
from tutor.grading.step import problem
from tutor.lesson.amounts import LARGEST, USUAL, Amount, Digits
from tutor.lesson.model import FileFault, Lesson
from tutor.lesson.numbers import Formula, Numbers, Over, Recipe, Said
from tutor.lesson.questions import Matrix, Number, Vector
from tutor.lesson.reckoning import Value
from tutor.lesson.running import Run
from tutor.messages import N_, tr
from tutor.symbolic import CannotDo
from tutor.tree import Node

H = Fraction(1, 2**40)  # of a central difference
BITS = 384
Way = Mapping[str, Fraction]  # a direction
NEAR = 1e-7  # relative: how well the two ways agree
CLOSE_RUN = 1e-6
_SHOWN = re.compile(
    r"(?P<sign>-?)(?:\\frac\{(?P<top>\d+)\}\{(?P<bottom>\d+)\}|(?P<over>\d+)/(?P<under>\d+)|10\^\{(?P<bare>-?\d+)\}"
    r"|(?P<digits>\d+(?:\.\d+)?)(?:e(?P<power>-?\d+)| \\times 10\^\{(?P<ten>-?\d+)\})?)"
)


def unproved(lesson: Lesson) -> Iterator[FileFault]:
    """A finding for every number of the lesson that does not come out again."""
    numbers: Numbers | None = lesson.numbers
    if numbers is None:
        return
    seen = set()
    for recipe in numbers.ledger.recipes:
        for what in _recipe(recipe):
            yield FileFault(lesson.header.file, recipe.place, f"numbers.{recipe.name}", what)
    for said in numbers.ledger.said:
        if (said.place, said.source, said.shown) in seen:
            continue
        seen.add((said.place, said.source, said.shown))
        for what in _said(said):
            yield FileFault(lesson.header.file, said.place, said.path, what)


# what the words say


def _said(said: Said) -> Iterator[str]:
    found = said.numbers.understood(said.source, said.over.letter if said.over else "")
    if isinstance(found, Formula):
        try:
            truth = [float(_precisely(found, said.over))]
        except precise.NoValue:
            return  # too large a difference within: floats are all there is
        if said.shown is None and not math.isclose(float(said.value.value), truth[0], rel_tol=NEAR):
            yield tr("{source} loses its digits: it is {truth:.10g}", source=said.source, truth=truth[0])
    else:
        truth = [float(each.value) for each in _leaves(said.value)]
    if said.shown is None:
        return
    shown = list(_SHOWN.finditer(said.shown))
    if len(shown) != len(truth):
        yield tr("{shown} is not how {source} is written", shown=said.shown, source=said.source)
    for found, each in zip(shown, truth, strict=False):
        if abs(_read_back(found) - each) > _unit(each, said.digits) * 0.5000001:
            what = N_("{shown} stands for {source}, which is {truth:.10g}")
            yield tr(what, shown=said.shown, source=said.source, truth=each)


def _precisely(formula: Formula, over: Over | None) -> precise.Real:
    point = {name: each.value for name, each in formula.amounts.items()}
    if over is None:
        return precise.value(formula.tree, point)
    return sum(precise.value(formula.tree, {**point, over.letter: Fraction(k)}) for k in over.places)


def _leaves(value: Value) -> Iterator[Amount]:
    if isinstance(value, Amount):
        yield value
    else:
        for each in value:
            yield from _leaves(each)


def _read_back(found: re.Match[str]) -> float:
    """The number that a text shows."""
    if found["bare"]:
        size = float(f"1e{found['bare']}")
    elif found["digits"]:
        power = int(found["power"] or found["ten"] or 0)
        size = float(f"{found['digits']}e{power}")
    else:
        size = int(found["top"] or found["over"]) / int(found["bottom"] or found["under"])
    return -size if found["sign"] else size


def _unit(true: float, digits: Digits | None) -> float:
    """One in the last digit that is shown."""
    if digits is not None and digits.decimals is not None and abs(true) < LARGEST:
        return 10.0**-digits.decimals + 1e-12 * abs(true)
    if not true:
        return 1e-300
    if digits is not None and digits.fraction:
        return 1e-11 * max(abs(true), 1e-6)
    count = (digits.significant if digits is not None else None) or USUAL
    return 10.0 ** (math.floor(math.log10(abs(true))) - count + 1) + 1e-12 * abs(true)


# named numbers


def _recipe(recipe: Recipe) -> Iterator[str]:
    made, value = recipe.made_of, recipe.value
    try:
        match made:
            case Number() | Vector() | Matrix():
                yield from _derivatives(made, value)
            case Run():
                yield from _run(made)
            case ("eigenvalues_of", rows):
                yield from _eigenvalues(rows, value)
    except (CannotDo, ValueError) as problem:
        yield tr("it cannot be worked out a second time: {problem}", problem=problem)


def _derivatives(about: Number | Vector | Matrix, value: Value) -> Iterator[str]:
    """Central differences beside the derivatives by the rules."""
    at = {name: _number(node) for name, node in zip(about.names, about.at or (), strict=True)}
    for amount, (f, turns) in zip(_leaves(value), _asked(about), strict=False):
        try:
            again = float(_difference(f, turns, at))
        except precise.NoValue:
            continue  # at the edge of where f is defined, or at a kink: no difference can be had
        if not _agree(float(amount.value), again, NEAR):
            yield tr(
                "by the rules it is {one:.10g}, by central differences {other:.10g}",
                one=float(amount.value),
                other=again,
            )


def _asked(about: Number | Vector | Matrix) -> Iterator[tuple[Node, tuple[Way, ...]]]:
    """The functions that are differentiated, each with the ways to go in turn, in the order of the value's numbers."""
    axes: list[Way] = [{name: Fraction(1)} for name in about.names]
    match about:
        case Number() if about.function is not None and about.along is not None:
            sides = [_number(each) for each in about.along]
            length = Fraction(math.hypot(*map(float, sides)))
            yield about.function, ({name: side / length for name, side in zip(about.names, sides, strict=True)},)
        case Number() if about.function is not None:
            yield about.function, (axes[about.names.index(about.wrt) if about.wrt else 0],) * about.order
        case Vector() if about.function is not None:
            yield from ((about.function, (axis,)) for axis in axes)
        case Matrix() if about.hessian_of is not None:
            yield from ((about.hessian_of, (one, other)) for one in axes for other in axes)
        case Matrix() if about.jacobian_of is not None:
            yield from ((f, (axis,)) for f in about.jacobian_of for axis in axes)


def _number(node: Node) -> Fraction:
    return Fraction(str(precise.value(node, {}, BITS)))


def _difference(f: Node, turns: tuple[Way, ...], at: Mapping[str, Fraction]) -> precise.Real:
    if not turns:
        return precise.value(f, at, BITS)
    way, *rest = turns
    ahead, behind = ({name: each + step * way.get(name, 0) for name, each in at.items()} for step in (H, -H))
    return (_difference(f, tuple(rest), ahead) - _difference(f, tuple(rest), behind)) / (2 * float(H))


def _eigenvalues(rows: Value, value: Value) -> Iterator[str]:
    matrix = [[each.value for each in row] for row in rows]
    found = [float(each.value) for each in value]
    trace = float(sum(matrix[i][i] for i in range(len(matrix))))
    size = max(map(abs, found))
    off = abs(math.prod(found) - float(_determinant(matrix)))
    if abs(math.fsum(found) - trace) > NEAR * size or off > NEAR * size ** len(found):
        yield tr("the sum and the product of these eigenvalues are not the trace and the determinant of the matrix")


def _determinant(rows: list[list[Fraction]]) -> Fraction:
    """Exactly, by elimination."""
    rows, product = [list(row) for row in rows], Fraction(1)
    for i in range(len(rows)):
        pivot = next((k for k in range(i, len(rows)) if rows[k][i]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != i:
            rows[i], rows[pivot], product = rows[pivot], rows[i], -product
        product *= rows[i][i]
        for row in rows[i + 1 :]:
            share = row[i] / rows[i][i]
            row[i:] = [a - share * b for a, b in zip(row[i:], rows[i][i:], strict=True)]
    return product


def _run(run: Run) -> Iterator[str]:
    """Every stand that was looked at, beside the readable loop."""
    about, looked_at = run.about, run.course.stands()
    last = max(looked_at, default=0)
    method, schedule, batches = about.method.make(), about.schedule, about.batches
    loop = descend(problem(about), about.start, about.rate, last, method=method, schedule=schedule, batches=batches)
    for step in loop:
        stand = looked_at.get(step.k)
        if stand is None:
            continue
        pairs = zip((*stand.theta, stand.loss), (*step.theta.tolist(), step.loss), strict=True)
        if not all(_agree(float(one.value), other, CLOSE_RUN) for one, other in pairs):
            yield tr(
                "after step {step} the loop is elsewhere: {theta}; its digits hang on how numbers are rounded",
                step=step.k,
                theta=", ".join(f"{each:.8g}" for each in step.theta),
            )
            return


def _agree(one: float, other: float, near: float) -> bool:
    return abs(one - other) <= near * max(abs(one), abs(other), 1e-9)
