"""How a descent goes, as a lesson writes it: `method`, `schedule`, `batch` and `order`.

    method: adam                 method: {adam: {beta1: 0.8}}        method: {momentum: 0.5}       method: sgd
    schedule: {inverse: 0.01}    schedule: {halve: 1000}             schedule: "1/(1 + 0.01k)"
    batch: 10                    order: shuffled                     order: {stride: 37}           order: [3, 1, 2]

Beside each reader stands what writes a value back as the YAML it is read from. Nothing here loads NumPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from tutor.descent.batches import Batches, Order
from tutor.descent.schedules import CONSTANT, Cosine, Exponential, Halving, Inverse, Schedule, Warmup, Written
from tutor.expression import parse
from tutor.lesson import yamlnodes as y
from tutor.lesson.at import At, Bad, Kind, OwnKind
from tutor.lesson.batching import BATCH, BATCH_DOC, ORDER, ORDER_DOC, order_yaml
from tutor.lesson.named import Named
from tutor.lesson.values import Quantity, Truth, Whole, read_expression
from tutor.messages import N_, tr
from tutor.numeric import scalar
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.descent.methods.base import Method

__all__ = [
    "BATCH", "BATCH_DOC", "CONSTANT", "GD", "METHOD", "METHOD_DOC", "ORDER", "ORDER_DOC", "SCHEDULE", "SCHEDULE_DOC",
    "Batches", "MethodNamed", "Schedule", "method_named", "method_yaml", "order_yaml", "schedule_written",
    "schedule_yaml", "settled", "written",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MethodNamed:
    """A method by its name, and those of its settings that are not the usual ones."""

    name: str = "gd"
    settings: tuple[tuple[str, float], ...] = ()

    def make(self) -> Method:
        """The method itself."""
        from tutor.descent.methods import METHODS

        return METHODS[self.name](**dict(self.settings))


GD = MethodNamed()


@dataclass(frozen=True, slots=True)
class _Share:
    """A number from 0 to below 1."""

    def read(self, node: y.YamlNode, at: At) -> float | Bad:
        found = Quantity(least=0).read(node, at)
        if not isinstance(found, Bad) and found >= 1:
            return at.fault(node, tr("{written} must be below 1", written=y.describe(node)))
        return found

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "number", "minimum": 0, "exclusiveMaximum": 1}, {"type": "string"}]}


SHARE, ABOVE, LEAST = _Share(), Quantity(above=0), Quantity(least=0)
SETTINGS: dict[str, dict[str, Kind]] = {
    "gd": {},
    "sgd": {},  # gd, one example at a time unless a batch says otherwise
    "newton": {},
    "momentum": {"beta": SHARE},
    "nesterov": {"beta": SHARE},
    "adagrad": {"epsilon": ABOVE, "inside": Truth()},
    "rmsprop": {"rho": SHARE, "epsilon": ABOVE, "inside": Truth()},
    "adam": {"beta1": SHARE, "beta2": SHARE, "epsilon": ABOVE},
    "adamw": {"beta1": SHARE, "beta2": SHARE, "epsilon": ABOVE, "decay": LEAST},
}
METHOD_DOC = f"how theta moves: {', '.join(SETTINGS)}; with settings: {{momentum: 0.5}}, {{adam: {{beta1: 0.8}}}}"


# method

_METHOD = Named(SETTINGS, N_("a method"))


def _read_method(node: y.YamlNode, at: At) -> MethodNamed | Bad:
    found = _METHOD.read(node, at)
    return found if isinstance(found, Bad) else MethodNamed(found[0], tuple(sorted(found[1].items())))


METHOD = OwnKind(_read_method, _METHOD.schema())


def method_named(method: Method) -> MethodNamed:
    """The name and the unusual settings of a method."""
    changed = {each.name: getattr(method, each.name) for each in fields(method)}
    usual = type(method)()
    return MethodNamed(method.name, tuple(sorted((n, v) for n, v in changed.items() if v != getattr(usual, n))))


def method_yaml(method: MethodNamed) -> str | dict[str, dict[str, float]]:
    """What METHOD reads as this one."""
    return {method.name: dict(method.settings)} if method.settings else method.name


# schedule

STEPS = Whole(1)
_SCHEDULES: dict[str, tuple[type[Schedule], dict[str, Kind]]] = {
    "constant": (Schedule, {}),
    "inverse": (Inverse, {"decay": LEAST}),
    "exponential": (Exponential, {"base": ABOVE}),
    "halve": (Halving, {"every": STEPS, "keep": ABOVE}),
    "cosine": (Cosine, {"steps": STEPS, "warm_up": Whole(0), "end": LEAST}),
    "warm_up": (Warmup, {"steps": STEPS}),
}
_SCHEDULE = Named({name: settings for name, (_, settings) in _SCHEDULES.items()}, N_("a schedule"))
SCHEDULE_DOC = N_(
    "what the rate is multiplied by at step k: {inverse: 0.01}, {exponential: 0.999}, {halve: 1000}, "
    "{cosine: {steps: 6000, warm_up: 100}}, {warm_up: 100}, or an expression in k"
)


def _read_schedule(node: y.YamlNode, at: At) -> Schedule | Bad:
    if isinstance(node, y.Scalar) and not node.missing and node.text not in _SCHEDULES:
        tree = read_expression(node, at, ("k",), N_("an expression in k"))
        return tree if isinstance(tree, Bad) else _checked(written(tree, node.text), node, at)
    found = _SCHEDULE.read(node, at)
    if isinstance(found, Bad):
        return found
    name, settings = found
    made, known = _SCHEDULES[name]
    if known and not settings:
        return at.fault(
            node, tr("{name} needs its setting: {{{name}: ...}}, its {setting}", name=name, setting=next(iter(known)))
        )
    try:
        return made(**settings)
    except ValueError as fault:
        return at.fault(node, str(fault).rstrip("."))


def _checked(schedule: Written, node: y.YamlNode, at: At) -> Schedule | Bad:
    if not math.isfinite(schedule.factor(0)):
        return at.fault(
            node, tr("{written} has no finite value at k = 0, where the steps begin", written=y.describe(node))
        )
    return schedule


def written(tree: Node, text: str) -> Written:
    """The schedule of an expression in k."""
    value = scalar(tree, ("k",))
    return Written(lambda k: value((float(k),)), text.strip())


def schedule_written(text: str) -> Schedule:
    """The schedule of a typed expression in k; `1` or nothing is the constant one. tutor.expression.Unreadable, or a
    ValueError with a sentence, where it is none.
    """
    if text.strip() in ("", "1", "constant"):
        return CONSTANT
    found = written(parse(text, ("k",)), text)
    if not math.isfinite(found.factor(0)):
        raise ValueError(tr("It has no finite value at k = 0, where the steps begin."))
    return found


_WRITTEN_SCHEMA = {"type": ["string", "number"], "maxLength": 1000}
SCHEDULE = OwnKind(_read_schedule, {"anyOf": [_SCHEDULE.schema(), _WRITTEN_SCHEMA]})


def schedule_yaml(schedule: Schedule) -> str | dict[str, Any]:
    """What SCHEDULE reads as this one."""
    if isinstance(schedule, Written):
        return schedule.written
    settings = {each.name: getattr(schedule, each.name) for each in fields(schedule)}
    return {schedule.name: settings} if settings else schedule.name


# all of it together


def settled(
    method: MethodNamed, batch: int | None, order: Batches | None, m: int | None, node: y.YamlNode, at: At
) -> tuple[MethodNamed, Batches | None] | Bad:
    """The method and the batches that these settings mean together, on m examples; m is None where there are none.

    `sgd` is gd on one example at a time where no batch is said. Faults are told at the setting of `node` at fault.
    """
    if method.name == "sgd":
        method, batch = GD, 1 if batch is None else batch
    if batch is None:
        if order is None:
            return method, None
        return _fault(
            node, at, ("order",), tr("an order is of batches: say beside it how many examples a step looks at")
        )
    if m is None:
        what = tr("a batch is of examples: it needs loss: {data: ...}, and f has no data")
        return _fault(node, at, ("batch", "method"), what)
    batches = replace(order or Batches(1), size=batch)
    beyond = [each + 1 for each in batches.given if each >= m]
    if beyond:
        return _fault(
            node,
            at,
            ("order",),
            tr("the order lists example {example}, and there are {m}; the first is 1", example=beyond[0], m=m),
        )
    try:
        batches.check(m)
    except ValueError as fault:
        strided = batches.order is Order.STRIDED and batch <= m
        return _fault(node, at, ("order",) if strided else ("batch",), str(fault).rstrip("."))
    return method, batches


def _fault(node: y.YamlNode, at: At, names: tuple[str, ...], what: str) -> Bad:
    """The fault at the first of these settings that is written, or at all of them."""
    for name in names:
        written_there = node.get(name) if isinstance(node, y.Mapping) else None
        if written_there is not None:
            return at.inside(name).fault(written_there, what)
    return at.fault(node, what)
