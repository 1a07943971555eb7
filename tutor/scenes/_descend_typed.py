"""What a learner types into the fields of a fork, read by the very readers that read a lesson."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tutor.descent.batches import Batches, Order, check_batches
from tutor.descent.methods import METHODS
from tutor.descent.player import Player
from tutor.descent.problem import Problem, Vector, starting_point
from tutor.descent.schedules import Schedule
from tutor.expression import Unreadable
from tutor.fields import Field, FieldFault
from tutor.lesson import yamlnodes as y
from tutor.lesson.faults import Fault
from tutor.lesson.kinds import At, Bad, Kind, ListOf, Quantity, Whole
from tutor.lesson.methods import METHOD, ORDER, SETTINGS, MethodNamed, method_named, schedule_written
from tutor.messages import N_, tr
from tutor.scenes._descend_tell import right_method
from tutor.scenes._numbers import shown

ORDERS = ("cyclic", "strided", "shuffled")
HERE = "here"
ALL = "all"
PLACE = y.Place(1, 1)
TUNING = N_("such as beta=0.9 for momentum, beta1=0.8 for adam; the usual if empty")
SUCH_AS = {
    "rate": N_(": type one such as 0.1"),
    "batch": N_(": type 1, 8 ..., or all"),
    "start": N_(": type here, or 2, 1"),
}
DEFAULT_STRIDES = (37, 7, 5, 3, 11, 13)


def fields_of(problem: Problem, player: Player) -> tuple[Field, ...]:
    """The settings of the step that it would take next, to be changed."""
    leg, named = player.leg, method_named(right_method(player.leg.method))
    found = [
        Field("rate", tr("rate"), shown(leg.rate, ascii=True, digits=12), about=tr("the learning rate from here on")),
        Field("method", tr("method"), named.name, tuple(METHODS), tr("how theta moves; left and right choose")),
        Field("tuning", tr("its settings"), _tuning(named), about=tr(TUNING)),
        Field("schedule", tr("schedule"), leg.schedule.text, about=tr("1/(1 + 0.01k): what the rate is multiplied by")),
        Field(
            "start",
            "theta",
            HERE,
            about=tr("here, or where it goes on ({names}): 2, 1", names=", ".join(problem.names[:4])),
        ),
    ]
    if hasattr(problem, "gradient_on"):
        batch, order = (ALL, "cyclic") if leg.batches is None else (str(leg.batches.size), leg.batches.order.value)
        orders = (*ORDERS, order) if order not in ORDERS else ORDERS
        found[3:3] = [
            Field("batch", tr("batch"), batch, about=tr("how many examples a step looks at: 1, 8 ..., or all")),
            Field("order", tr("order"), order, orders, tr("the order of the examples, from which batches are cut")),
        ]
    return tuple(found)


def changes_of(given: Mapping[str, str], problem: Problem, player: Player) -> dict[str, Any]:
    """The keywords of `Player.change`, for what is typed otherwise than it is. FieldFault where it cannot be, and
    where nothing is different."""
    before = {field.name: field.value for field in fields_of(problem, player)}
    typed = {name: given.get(name, value).strip() or value for name, value in before.items()}
    typed["tuning"] = given.get("tuning", before["tuning"]).strip()
    new = {name for name, text in typed.items() if text != before[name]}
    changes: dict[str, Any] = {}
    if "rate" in new:
        changes["rate"] = _read(Quantity(above=0), typed["rate"], "rate")
    if new & {"method", "tuning"}:
        changes["method"] = _method(typed, before["method"] == typed["method"] or "tuning" in new)
    if new & {"batch", "order"}:
        changes["batches"] = _batches(typed, new, problem, player.leg.batches)
    if "schedule" in new:
        changes["schedule"] = _schedule(typed["schedule"])
    if "start" in new and typed["start"].lower() != HERE:
        changes["theta"] = _theta(typed["start"], problem)
    if not changes:
        raise FieldFault("rate", tr("nothing is different yet: change the rate, the method or where it goes on."))
    return changes


def _read(kind: Kind, text: str, field: str) -> Any:
    return _node(kind, y.Scalar(text, PLACE), field)


def _node(kind: Kind, node: y.YamlNode, field: str) -> Any:
    """What a lesson's reader makes of it; its fault is the field's."""
    faults: list[Fault] = []
    found = kind.read(node, At(faults))
    if isinstance(found, Bad):
        said = re.sub(r"( is not a number): .*", r"\1", faults[0].what)  # why not is for formulas
        such_as = tr(SUCH_AS[field]) if field in SUCH_AS else ""
        raise FieldFault(field, f"{said.rstrip('.')}{such_as}.")
    return found


def _method(typed: Mapping[str, str], own: bool) -> Any:
    """The method; `own`: with the settings that are typed beside it, which may belong to another one."""
    name, known = typed["method"], SETTINGS.get(typed["method"], {})
    settings: dict[str, float] = {}
    for part in filter(None, (each.strip() for each in re.split(r"[,;]", typed["tuning"] if own else ""))):
        key, mark, text = part.partition("=")
        key = key.strip() if mark else next(iter(known), "")
        if key not in known:
            names = ", ".join(known) or tr("none")
            raise FieldFault(
                "tuning",
                tr("{method} has no setting '{typed}'; it has: {names}.", method=name, typed=key or part, names=names),
            )
        settings[key] = _read(known[key], (text if mark else part).strip(), "tuning")
    if name not in SETTINGS:
        _read(METHOD, name, "method")
    return MethodNamed(name, tuple(sorted(settings.items()))).make()


def _tuning(named: MethodNamed) -> str:
    return ", ".join(f"{name}={shown(value, ascii=True, digits=12)}" for name, value in named.settings)


def _batches(typed: Mapping[str, str], new: set[str], problem: Any, before: Batches | None) -> Batches | None:
    if typed["batch"].lower() == ALL:
        if "order" in new and "batch" not in new:
            raise FieldFault("batch", tr("an order is of batches: say how many examples a step looks at, as 1."))
        return None
    size = _read(Whole(1), typed["batch"], "batch")
    word, m = typed["order"], problem.m
    if "order" not in new and before is not None:
        batches = replace(before, size=size)
    elif word == "strided":
        batches = Batches(size, Order.STRIDED, stride=next((s for s in DEFAULT_STRIDES if m % s), 1))
    else:
        batches = replace(_read(ORDER, word, "order"), size=size)
    try:
        check_batches(problem, batches)
    except ValueError as fault:
        raise FieldFault("batch", str(fault)) from fault
    return batches


def _schedule(text: str) -> Schedule:
    try:
        return schedule_written(text)
    except Unreadable as fault:
        raise FieldFault("schedule", f"{fault.what}") from fault
    except ValueError as fault:
        raise FieldFault("schedule", str(fault)) from fault


def _theta(text: str, problem: Problem) -> Vector:
    parts = [y.Scalar(part.strip(), PLACE) for part in text.strip("()[] ").split(",")]
    values = _node(ListOf(Quantity(), most=1000), y.Sequence(tuple(parts), PLACE), "start")
    try:
        return starting_point(problem, values)
    except ValueError as fault:
        raise FieldFault("start", str(fault)) from fault
