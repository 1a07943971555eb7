"""The numbers that a lesson names in its header or in a step, so that its words can say them and never go stale.

    numbers:
      best: "sqrt(5/3)"                                                         {= best : 4}
      slope: {number: {derivative_of: "x^3 - 5x + 7", at: 2}}                   {= slope}
      downhill: {vector: {gradient_of: "x^2 + 3y^2 - 4x*y", at: [1, 2]}}        {= downhill[0]}
      H: {matrix: {hessian_of: "x^2 + 3y^2 - 4x*y", at: [0, 0]}}                {= H[0][1]}
      lam: {eigenvalues_of: H}                                                  {= 2/lam[0] : 4}
      first: {next: {loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}}         {= first[0] : 6}
      run: {descend: {loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}}        {= run[10].loss : 6}
      area: {sum_of: "(i/10)^2/10", over: {i: "1..10"}}                         {= area : 4}

What stands under `number`, `vector`, `matrix` and `next` is what stands under the question of that name. Each may use
those above it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.lesson import reckoning
from tutor.lesson import yamlnodes as y
from tutor.lesson.amounts import NoNumber
from tutor.lesson.computed import worked_out
from tutor.lesson.descents import DESCENT, MOST_STEPS, UNTIL
from tutor.lesson.kinds import BAD, At, Bad, Text, Whole
from tutor.lesson.numbers import Numbers, Over, Recipe, Said, evaluated, is_taken
from tutor.lesson.questions import KINDS
from tutor.lesson.reckoning import Value
from tutor.lesson.running import run_of
from tutor.lesson.vary import whole_numbers
from tutor.messages import N_, tr

MOST = 60  # numbers of a header, and of a step
MOST_SIDES = 8  # of a list that is written out
NAME = Text(
    most=40,
    pattern=r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*",
    like=N_("the name of a number is a letter or a short word, such as best or theta1"),
)


ASKED = ("number", "vector", "matrix", "next")
BESIDE = {"descend": ("step", "until"), "sum_of": ("over",)}  # what may stand beside each way
WAYS = (*ASKED, "descend", "eigenvalues_of", "sum_of")
MOST_TERMS = 10_000
EXPRESSION: dict[str, Any] = {"type": ["number", "string"]}
STEP = Whole(0, MOST_STEPS)


def schema() -> dict[str, Any]:
    rows: dict[str, Any] = {"type": "array", "items": {"anyOf": [EXPRESSION, {"type": "array"}]}}
    written = {"anyOf": [EXPRESSION, rows]}

    def named(name: str, inside: dict[str, Any], **beside: dict[str, Any]) -> dict[str, Any]:
        properties = {name: inside, **beside}
        return {"type": "object", "properties": properties, "required": [name], "additionalProperties": False}

    ways = [
        *(named(name, KINDS[name].schema()) for name in ASKED),
        named("descend", DESCENT.schema(), step=STEP.schema(), until=UNTIL.schema()),
        named("eigenvalues_of", written),
        named("sum_of", EXPRESSION, over={"type": "object", "minProperties": 1, "maxProperties": 1}),
    ]
    return {
        "type": "object",
        "maxProperties": MOST,
        "propertyNames": {"pattern": NAME.schema()["pattern"]},
        "additionalProperties": {"anyOf": [*written["anyOf"], *ways]},
    }


def read_numbers(node: y.YamlNode | None, at: At) -> Numbers:
    """The named numbers at `node`, beside those that `at` knows already; each may use those above it."""
    outer: Numbers = at.numbers
    if node is None:
        return outer
    if not isinstance(node, y.Mapping):
        at.fault(node, tr("{written} stands where numbers are needed: {{best: 'sqrt(5/3)'}}", written=y.describe(node)))
        return outer
    if len(node.pairs) > MOST:
        at.fault(node, tr("there are {count} numbers; {most} at most fit here", count=len(node.pairs), most=MOST))
        return outer
    for key, value in node.pairs:
        inner = at.inside(key.text[:40])
        if isinstance(NAME.read(key, inner), Bad):
            continue
        if is_taken(key.text):
            inner.fault(key, tr("'{name}' is a function or a constant; choose another name", name=key.text))
            continue
        read = _read_one(key, value, replace(inner, numbers=outer))
        outer = replace(outer, values={**outer.values, key.text: read})
    return outer


def _read_one(key: y.Scalar, node: y.YamlNode, at: At) -> Value | Bad:
    try:
        made, value = _made(node, at)
    except NoNumber as fault:
        return at.fault(node, str(fault))
    if not isinstance(value, Bad):
        at.numbers.ledger.recipes.append(Recipe(key.text, made, value, node.place))
    return value


def _made(node: y.YamlNode, at: At) -> tuple[Any, Value | Bad]:
    """What was read at the node, and its value; BAD twice where a fault was told."""
    if not isinstance(node, y.Mapping):
        value = _listed(node, at)
        return (BAD, BAD) if isinstance(value, Bad) else (node, value)
    way = next((key for key, _ in node.pairs if key.text in WAYS), None)
    beside = () if way is None else BESIDE.get(way.text, ())
    for key, _ in node.pairs:
        if way is None or (key is not way and key.text not in beside):
            known = ", ".join(WAYS if way is None else (way.text, *beside))
            what = tr("{written} makes no number; known: {known}", written=y.describe(key), known=known)
            at.inside(key.text[:40]).fault(key, what)
            return BAD, BAD
    if way is None:
        at.fault(node, tr("nothing stands here; write an expression, or one of: {known}", known=", ".join(WAYS)))
        return BAD, BAD
    whole = worked_out(node, at)
    assert isinstance(whole, y.Mapping)
    below = whole.get(way.text)
    return (BAD, BAD) if below is None else _by_way(way.text, below, whole, at)


def _by_way(way: str, node: y.YamlNode, whole: y.Mapping, at: At) -> tuple[Any, Value | Bad]:
    inner = at.inside(way)
    if way == "eigenvalues_of":
        rows = _listed(node, inner)
        return (BAD, BAD) if isinstance(rows, Bad) else ((way, rows), reckoning.eigenvalues(rows))
    if way == "sum_of":
        total = _sum(node, whole, at)
        return total, total
    about: Any = DESCENT.read(node, inner) if way == "descend" else KINDS[way].read(node, inner)
    if isinstance(about, Bad):
        return BAD, BAD
    ledger = at.numbers.ledger
    if way == "next":
        run = run_of(about, None, None, ledger)
        return run, run.stand(run.step, ledger).theta
    if way != "descend":
        ledger.spend(reckoning.work_of(about))
        return about, reckoning.asked(about)
    step, until = whole.get("step"), whole.get("until")
    read_step = None if step is None else STEP.read(step, at.inside("step"))
    read_until = None if until is None else UNTIL.read(until, at.inside("until"))
    if isinstance(read_step, Bad) or isinstance(read_until, Bad):
        return BAD, BAD
    if step is not None and until is not None:
        return BAD, at.inside("until").fault(until, tr("`step` and `until` stand together; keep one"))
    run = run_of(about, read_step, None if read_until is None else read_until.what, ledger)
    run.stand(run.step, ledger)
    return run, run


def _sum(node: y.YamlNode, whole: y.Mapping, at: At) -> Value | Bad:
    """`{sum_of: "1/i^2", over: {i: "1..100"}}`"""
    over = whole.get("over")
    inner = at.inside("over")
    if not isinstance(over, y.Mapping) or len(over.pairs) != 1 or not isinstance(node, y.Scalar):
        return inner.fault(over or node, tr('a sum says what it goes over: {sum_of: "1/i^2", over: {i: "1..100"}}'))
    (key, ends), *_ = over.pairs
    if isinstance(NAME.read(key, inner), Bad):
        return BAD
    if is_taken(key.text) or key.text in at.numbers.values:
        return inner.fault(key, tr("'{name}' is taken; choose another name", name=key.text))
    places = whole_numbers(ends, inner.inside(key.text), MOST_TERMS)
    if places is None:
        return inner.inside(key.text).fault(ends, tr("a sum goes over whole numbers, first..last, such as 1..100"))
    if isinstance(places, Bad):
        return BAD
    return _noted(node, at.inside("sum_of"), Over(key.text, places))


def _noted(node: y.Scalar, at: At, over: Over | None = None) -> Value | Bad:
    """The value of the expression at the node, written into the ledger."""
    value = evaluated(node, node.text, 0, at, over)
    if not isinstance(value, Bad):
        said = Said(node.text.strip(), value, at.numbers, node.place, at.path, over=over)
        at.numbers.ledger.said.append(said)
    return value


def _listed(node: y.YamlNode, at: At, depth: int = 0) -> Value | Bad:
    """An expression, a list of them, or rows."""
    if isinstance(node, y.Sequence):
        if not 1 <= len(node.items) <= MOST_SIDES or depth == 2:
            return at.fault(node, tr("a list has 1 to {most} numbers here, or as many rows of them", most=MOST_SIDES))
        values = tuple(_listed(item, at.inside(i), depth + 1) for i, item in enumerate(node.items))
        if any(isinstance(each, Bad) for each in values):
            return BAD
        if len({len(each) if isinstance(each, tuple) else -1 for each in values}) > 1:
            return at.fault(node, tr("the rows have different lengths"))
        return values
    if not isinstance(node, y.Scalar) or node.missing:
        return at.fault(node, tr("{written} stands where a number is needed", written=y.describe(node)))
    return _noted(node, at)
