"""The elementary functions' derivatives, and the chain rule that puts them to use.

`outer(node)` is the derivative of a function by its own argument; with x itself inside that is the whole
answer, with anything else inside the chain rule multiplies by the inside's derivative.
"""

from __future__ import annotations

from tutor.rules.algebra import power_inside, power_outer
from tutor.rules.elementary import ELEMENTARY, NEAR
from tutor.rules.shape import Rule, depends, minus, slope, times
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Call, Const, Neg, Node, Pow, Sym
from tutor.typeset import line

LONG = 24  # characters: a longer inside is not repeated in a sentence


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
            return ELEMENTARY[name][3](arg)
        case Pow(base, exponent) if depends(exponent, wrt):
            return node if base == Const("e") else times(node, Call("log", (base,)))
    return power_outer(node)


def _exponential(node: Node) -> bool:
    return (isinstance(node, Call) and node.name == "exp") or isinstance(node, Pow)


def _exponential_note(node: Node, wrt: str) -> str:
    if isinstance(node, Pow) and node.base != Const("e"):
        return f"it stays as it is, times ln of its base, {line(node.base)}"
    return f"{line(node)} is its own derivative"


EXPONENTIAL = Rule(
    id="exponential",
    name="exponential rule",
    formula="(eˣ)′ = eˣ, (aˣ)′ = aˣ ln a",
    why="An exponential grows in proportion to itself.",
    applies=lambda node, wrt: _exponential(node) and inside(node, wrt) == Sym(wrt),
    right=outer,
    note=_exponential_note,
    near=("power", "log", "constant"),
)


def _elementary(function: str) -> Rule:
    name, formula, why, _ = ELEMENTARY[function]
    return Rule(
        id=function,
        name=name,
        formula=formula,
        why=why,
        applies=lambda node, wrt: node == Call(function, (Sym(wrt),)),
        right=outer,
        note=lambda node, wrt: f"it becomes {line(outer(node, wrt))}",
        near=NEAR.get(function, ("power", "exponential", "reciprocal")),
    )


FLAT = Rule(
    id="flat",
    name="flat pieces rule",
    formula="step′ = sign′ = 0",
    why="Between its jumps the graph is level; at a jump there is no slope, and 0 is taken.",
    applies=lambda node, wrt: isinstance(node, Call) and node.name in ("step", "sign"),
    right=lambda node, wrt: ZERO,
    note=lambda node, wrt: "it is level on both sides of the jump, so it gives 0",
    near=("identity", "chain", "abs"),
)


def _extreme(node: Node, wrt: str) -> Node:
    """step(u - rest) u' + (1 - step(u - rest)) rest', for max(u, rest); min has rest - u.

    Written so, and not with two strict steps, it also holds where u and the rest are equal on a whole stretch, as
    in max(x, |x|). Constant arguments come last, so that max(0, x) is just step(x).
    """
    assert isinstance(node, Call)
    moving = [arg for arg in node.args if depends(arg, wrt)]
    first, *others = moving + [arg for arg in node.args if not depends(arg, wrt)]
    rest = others[0] if len(others) == 1 else Call(node.name, tuple(others))
    lead = Call("step", (_difference(first, rest) if node.name == "max" else _difference(rest, first),))
    won = times(lead, ONE if first == Sym(wrt) else slope(first, wrt))
    if len(moving) == 1:
        return won
    return Add((won, times(minus(ONE, lead), slope(rest, wrt))))


def _difference(left: Node, right: Node) -> Node:
    if right == ZERO:
        return left
    return Neg(right) if left == ZERO else minus(left, right)


EXTREME = Rule(
    id="extreme",
    name="greatest or least rule",
    formula="max(f, g)′ = f′ where f > g, g′ where g > f",
    why="Near a point only the argument that wins there counts.",
    applies=lambda node, wrt: isinstance(node, Call) and node.name in ("min", "max"),
    right=_extreme,
    note=lambda node, wrt: "each argument's slope counts where that argument wins: step is 1 there and 0 elsewhere",
    near=("sum", "chain", "constant"),
)


def _chain(node: Node, wrt: str) -> Node:
    inner = inside(node, wrt)
    assert inner is not None
    return times(outer(node, wrt), slope(inner, wrt))


def _chain_note(node: Node, wrt: str) -> str:
    inner = inside(node, wrt)
    assert inner is not None
    shown = line(inner)
    named = shown if len(shown) <= LONG else "the inside"
    return f"differentiate the outside and keep {named} in it, then multiply by the derivative of {named}"


CHAIN = Rule(
    id="chain",
    name="chain rule",
    formula="(f(u))′ = f′(u) u′",
    why="The inside's speed is passed on, multiplied by the outside's slope.",
    applies=lambda node, wrt: inside(node, wrt) not in (None, Sym(wrt)),
    right=_chain,
    note=_chain_note,
    near=("product", "sum", "constant-multiple"),
)

FUNCTIONS: tuple[Rule, ...] = (
    EXPONENTIAL,
    *(_elementary(function) for function in ELEMENTARY),
    FLAT,
    EXTREME,
)
