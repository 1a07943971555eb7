"""The rules of the elementary functions and of exponentials, with the known ways to get them wrong.

`outer(node)` is the derivative of a function by its own argument; with x itself inside that is the whole
answer, with anything else inside the chain rule (`tutor.rules.chain`) multiplies by the inside's derivative. The
mistakes are written for any inside: the chain rule makes the same ones, and passes them on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.messages import N_, tr
from tutor.rules.corners import EXTREME, FLAT
from tutor.rules.elementary import ELEMENTARY, NEAR
from tutor.rules.powers import power_inside, power_outer
from tutor.rules.rows import Slip
from tutor.rules.shape import EVERYDAY, LEFT, RARE, Forms, Mistake, Rule, depends, minus, over, times
from tutor.tidy import ONE
from tutor.tree import Call, Const, Node, Pow, Sym
from tutor.typeset import line


def inside(node: Node, wrt: str) -> Node | None:
    """The u of a node that is f(u) with a known f, or u^n, c/u^n, a^u; None for anything else."""
    match node:
        case Call("sign" | "step"):
            return None
        case Call(_, (arg,)) if depends(arg, wrt):
            return arg
        case Pow(base, exponent) if depends(exponent, wrt) and not depends(base, wrt):
            return exponent
    return power_inside(node, wrt)


def outer(node: Node, wrt: str) -> Node:
    """The derivative of f(u) by u, for a node that `inside` knows."""
    match node:
        case Call("exp"):
            return node
        case Call(name, (arg,)):
            return ELEMENTARY[name].right(arg)
        case Pow(base, exponent) if depends(exponent, wrt):
            return node if base == Const("e") else times(node, Call("log", (base,)))
    return power_outer(node)


def is_exponential(node: Node, wrt: str) -> bool:
    """Is it exp(u), or a^u with a free of the variable?"""
    return (isinstance(node, Call) and node.name == "exp") or (isinstance(node, Pow) and depends(node.exponent, wrt))


def _exponential_note(node: Node, wrt: str) -> str:
    if isinstance(node, Pow) and node.base != Const("e"):
        return tr("it stays as it is, times ln of its base, {base}", base=line(node.base))
    return tr("{node} is its own derivative", node=line(node))


def _parts(node: Node) -> tuple[Node, Node]:
    """(base, exponent) of an exponential."""
    if isinstance(node, Call):
        return Const("e"), node.args[0]
    assert isinstance(node, Pow)
    return node.base, node.exponent


def _power_rule(node: Node, wrt: str) -> Iterator[Node]:
    base, exponent = _parts(node)
    yield times(exponent, Pow(base, minus(exponent, ONE)))


def _not_for_e(form: Callable[[Node, Node, Node], Node]) -> Forms:
    """A form from node, base and exponent, for any base but e, which has no ln to lose."""

    def forms(node: Node, wrt: str) -> Iterator[Node]:
        base, exponent = _parts(node)
        if base != Const("e"):
            yield form(node, base, exponent)

    return forms


def _times_exponent(node: Node, wrt: str) -> Iterator[Node]:
    yield times(_parts(node)[1], node)


def _times_log_of_exponent(node: Node, wrt: str) -> Iterator[Node]:
    yield times(node, Call("log", (_parts(node)[1],)))


def _lowered(node: Node, wrt: str) -> Iterator[Node]:
    base, exponent = _parts(node)
    yield Pow(base, minus(exponent, ONE))


EXPONENTIAL_MISTAKES = (
    Mistake(
        "power-rule-on-an-exponential",
        N_("The power rule was used, but {x} stands in the exponent, not in the base."),
        _power_rule,
        EVERYDAY,
        "exponential",
    ),
    Mistake(
        "exponential-log-dropped",
        N_("ln of the base is missing; only with the base e is it 1."),
        _not_for_e(lambda node, base, exponent: node),
        EVERYDAY,
        "exponential",
    ),
    Mistake(
        "exponential-log-divided",
        N_("ln of the base divides here, as when integrating; it is multiplied in."),
        _not_for_e(lambda node, base, exponent: over(node, Call("log", (base,)))),
        EVERYDAY,
        "exponential",
    ),
    Mistake(
        "exponential-exponent-dropped",
        N_("The exponent was lost: the power stays as it is."),
        _not_for_e(lambda node, base, exponent: times(base, Call("log", (base,)))),
        family="exponential",
    ),
    Mistake(
        "exponential-power-dropped",
        N_("Only ln of the base is left: the power stays as a factor."),
        _not_for_e(lambda node, base, exponent: Call("log", (base,))),
        family="exponential",
    ),
    Mistake(
        "exponential-times-exponent",
        N_("The exponent was brought down; an exponential keeps it where it is."),
        _times_exponent,
        family="exponential",
    ),
    Mistake(
        "exponential-exponent-lowered",
        N_("The exponent was lowered; in an exponential it stays as it is."),
        _lowered,
        family="exponential",
    ),
    Mistake(
        "exponential-log-of-the-exponent",
        N_("The ln is taken of the base, not of the exponent."),
        _times_log_of_exponent,
        RARE,
        "exponential",
    ),
)

EXPONENTIAL = Rule(
    id="exponential",
    name=N_("exponential rule"),
    formula="(eˣ)′ = eˣ, (aˣ)′ = aˣ ln a",
    why=N_("An exponential grows in proportion to itself."),
    applies=lambda node, wrt: is_exponential(node, wrt) and inside(node, wrt) == Sym(wrt),
    right=outer,
    note=_exponential_note,
    near=("power", "log", "constant"),
    mistakes=(*EXPONENTIAL_MISTAKES, LEFT),
    letters=lambda node, wrt: {} if _parts(node)[0] == Const("e") else {"a": _parts(node)[0]},
)


# What goes wrong with a root as with any power, and with tan as with any quotient, has one name.
SHARED = {
    "power-exponent-not-lowered",
    "power-exponent-raised",
    "integrated-in-part",
    "quotient-of-derivatives",
    "reciprocal-of-the-derivative",
    "degrees",
}


def _slipped(function: str, slip: Slip) -> Mistake:
    """A slip of one function as a mistake, which is made at that function alone."""

    def forms(node: Node, wrt: str) -> Iterator[Node]:
        if isinstance(node, Call) and node.name == function:
            yield slip.form(node.args[0])

    shown = {"log": "ln", "sqrt": N_("the root"), "abs": "|u|"}.get(function, function)
    name = slip.name if slip.name in SHARED else f"{function}-{slip.name}"
    return Mistake(name, slip.say, forms, slip.common, slip.family, shown, slip.other)


SLIPS: dict[str, tuple[Mistake, ...]] = {
    function: tuple(_slipped(function, slip) for slip in row.slips) for function, row in ELEMENTARY.items()
}


def _elementary(function: str) -> Rule:
    row = ELEMENTARY[function]
    return Rule(
        id=function,
        name=row.name,
        formula=row.formula,
        why=row.why,
        applies=lambda node, wrt: node == Call(function, (Sym(wrt),)),
        right=outer,
        note=lambda node, wrt: tr("it becomes {line}", line=line(outer(node, wrt))),
        near=NEAR.get(function, ("power", "exponential", "reciprocal")),
        mistakes=(*SLIPS[function], LEFT),
    )


FUNCTIONS: tuple[Rule, ...] = (
    EXPONENTIAL,
    *(_elementary(function) for function in ELEMENTARY),
    FLAT,
    EXTREME,
)
