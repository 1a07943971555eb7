"""The rules where a graph has corners or jumps: min, max, step and sign, with what goes wrong there."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import N_, tr
from tutor.rules.shape import LEFT, Mistake, Rule, depends, minus, slope, times
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Call, Neg, Node, Sym

FLAT = Rule(
    id="flat",
    name=N_("flat pieces rule"),
    formula="step′ = sign′ = 0",
    why=N_("Between its jumps the graph is level; at a jump there is no slope, and 0 is taken."),
    applies=lambda node, wrt: isinstance(node, Call) and node.name in ("step", "sign"),
    right=lambda node, wrt: ZERO,
    note=lambda node, wrt: tr("it is level on both sides of the jump, so it gives 0"),
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


def _swapped_winner(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Call)
    yield slope(Call("max" if node.name == "min" else "min", node.args), wrt)


def _of_the_slopes(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Call)
    yield Call(node.name, tuple(slope(arg, wrt) for arg in node.args))


def _one_argument(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Call)
    for arg in node.args:
        if depends(arg, wrt):
            yield slope(arg, wrt)


EXTREME_MISTAKES = (
    Mistake(
        "extreme-of-the-derivatives",
        N_("The slopes were compared; the heights decide which slope counts."),
        _of_the_slopes,
    ),
    Mistake("extreme-one-argument", N_("Only one argument was differentiated, as if it always won."), _one_argument),
    Mistake("extreme-sides-swapped", N_("Greatest and least were taken for each other."), _swapped_winner),
    LEFT,
)

EXTREME = Rule(
    id="extreme",
    name=N_("greatest or least rule"),
    formula=N_("max(f, g)′ = f′ where f > g, g′ where g > f"),
    why=N_("Near a point only the argument that wins there counts."),
    applies=lambda node, wrt: isinstance(node, Call) and node.name in ("min", "max"),
    right=_extreme,
    note=lambda node, wrt: tr("each argument's slope counts where that argument wins: step is 1 there and 0 elsewhere"),
    near=("sum", "chain", "constant"),
    mistakes=EXTREME_MISTAKES,
)
