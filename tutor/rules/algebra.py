"""The rules of arithmetic: constants, sums, multiples, products, quotients and powers, in their right forms."""

from __future__ import annotations

from tutor.rules.shape import Rule, depends, minus, over, raised, shifted, slope, times, whole_number
from tutor.tidy import ONE, ZERO, tidy
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Pow, Sym
from tutor.typeset import line, symbol


def split_constant(node: Node, wrt: str) -> tuple[Node, Node] | None:
    """(c, u) when the node is plainly c u with c free of the variable and u not; else None. -u is (-1) u."""
    match node:
        case Neg(arg):
            factor, rest = split_constant(arg, wrt) or (ONE, arg)
            return Neg(factor), rest
        case Mul(factors):
            fixed = [factor for factor in factors if not depends(factor, wrt)]
            if not fixed or len(fixed) == len(factors):
                return None
            return times(*fixed), times(*(factor for factor in factors if depends(factor, wrt)))
        case Div(top, bottom) if depends(top, wrt) and not depends(bottom, wrt):
            factor, rest = split_constant(top, wrt) or (ONE, top)
            return over(factor, bottom), rest
    return None


def _names(node: Node) -> str:
    names = [symbol(name) for name in sorted(node.symbols())]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _constant_note(node: Node, wrt: str) -> str:
    if not node.symbols():
        return f"{line(node)} is a number and never changes, so its derivative is 0"
    verb = "is a constant" if len(node.symbols()) == 1 else "are constants"
    gives = "it" if isinstance(node, Sym) else line(node)
    return f"{_names(node)} {verb} here: only {symbol(wrt)} changes, so {gives} gives 0"


CONSTANT = Rule(
    id="constant",
    name="constant rule",
    formula="c′ = 0",
    why="What does not change has no slope.",
    applies=lambda node, wrt: not depends(node, wrt),
    right=lambda node, wrt: ZERO,
    note=_constant_note,
    near=("identity", "constant-multiple", "power"),
)

IDENTITY = Rule(
    id="identity",
    name="identity rule",
    formula="dx/dx = 1",
    why="x changes exactly as fast as x.",
    applies=lambda node, wrt: node == Sym(wrt),
    right=lambda node, wrt: ONE,
    note=lambda node, wrt: f"{symbol(wrt)} changes exactly as fast as {symbol(wrt)}, so it gives 1",
    near=("constant", "constant-multiple", "exponential"),
)


def _sum(node: Node, wrt: str) -> Node:
    assert isinstance(node, Add)
    return Add(tuple(Neg(slope(term.arg, wrt)) if isinstance(term, Neg) else slope(term, wrt) for term in node.terms))


SUM = Rule(
    id="sum",
    name="sum rule",
    formula="(f + g)′ = f′ + g′",
    why="Slopes add up as heights do.",
    applies=lambda node, wrt: isinstance(node, Add),
    right=_sum,
    note=lambda node, wrt: "differentiate term by term and keep the signs",
    near=("product", "power", "chain"),
)


def _constant_multiple(node: Node, wrt: str) -> Node:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    if rest == Sym(wrt):
        return tidy(factor)
    match factor:
        case Div(top, bottom) if top == ONE:
            return over(slope(rest, wrt), bottom)
        case Neg(Div(top, bottom)) if top == ONE:
            return Neg(over(slope(rest, wrt), bottom))
    return times(factor, slope(rest, wrt))


def _multiple_note(node: Node, wrt: str) -> str:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    constant = f" ({_names(factor)} is a constant here)" if len(factor.symbols()) == 1 else ""
    if factor == Neg(ONE):
        return f"the minus sign stays, and {line(rest)} is differentiated"
    return f"the factor {line(tidy(factor))} stays{constant}, and {line(rest)} is differentiated"


CONSTANT_MULTIPLE = Rule(
    id="constant-multiple",
    name="constant multiple rule",
    formula="(c f)′ = c f′",
    why="Stretching a graph stretches its slope by as much.",
    applies=lambda node, wrt: split_constant(node, wrt) is not None,
    right=_constant_multiple,
    note=_multiple_note,
    near=("constant", "sum", "chain"),
)


def _product(node: Node, wrt: str) -> Node:
    assert isinstance(node, Mul)
    factors = node.factors
    return Add(
        tuple(
            times(*factors[:place], slope(factor, wrt), *factors[place + 1 :]) for place, factor in enumerate(factors)
        )
    )


PRODUCT = Rule(
    id="product",
    name="product rule",
    formula="(f g)′ = f′ g + f g′",
    why="Each factor changes in turn while the others stand still.",
    applies=lambda node, wrt: isinstance(node, Mul) and all(depends(f, wrt) for f in node.factors),
    right=_product,
    note=lambda node, wrt: "one factor is differentiated at a time, the others stay, and the results add up",
    near=("sum", "constant-multiple", "chain"),
)


def _reciprocal(node: Node, wrt: str) -> Node:
    assert isinstance(node, Div)
    changing = ONE if node.bottom == Sym(wrt) else slope(node.bottom, wrt)
    return Neg(over(times(node.top, changing), Pow(node.bottom, whole_number(2))))


RECIPROCAL = Rule(
    id="reciprocal",
    name="reciprocal rule",
    formula="(c/g)′ = −c g′/g²",
    why="As the bottom grows the quotient falls, and the more slowly the larger the bottom.",
    applies=lambda node, wrt: isinstance(node, Div) and not depends(node.top, wrt),
    right=_reciprocal,
    note=lambda node, wrt: "minus the bottom's derivative, over the bottom squared; the top stays",
    near=("log", "product", "sum"),
)


def _quotient(node: Node, wrt: str) -> Node:
    assert isinstance(node, Div)
    top, bottom = node.top, node.bottom
    rise = minus(times(slope(top, wrt), bottom), times(top, slope(bottom, wrt)))
    return Div(rise, raised(bottom, whole_number(2)))


QUOTIENT = Rule(
    id="quotient",
    name="quotient rule",
    formula="(f/g)′ = (f′ g − f g′)/g²",
    why="The top's change lifts the quotient, the bottom's pulls it down.",
    applies=lambda node, wrt: isinstance(node, Div),
    right=_quotient,
    note=lambda node, wrt: (
        "top differentiated times bottom, minus top times bottom differentiated, over the bottom squared"
    ),
    near=("product", "reciprocal", "constant-multiple"),
)


def power_inside(node: Node, wrt: str) -> Node | None:
    """u when the node is u^n, or c/u^n, with n and c free of the variable and u not; else None."""
    match node:
        case Pow(base, exponent) if depends(base, wrt) and not depends(exponent, wrt):
            return base
        case Div(top, Pow() as bottom) if not depends(top, wrt):
            return power_inside(bottom, wrt)
    return None


def power_outer(node: Node) -> Node:
    """d/du of u^n, or of c/u^n, with n free of u."""
    if isinstance(node, Div):
        assert isinstance(node.bottom, Pow)
        base, exponent = node.bottom.base, node.bottom.exponent
        return Neg(over(tidy(times(node.top, exponent)), raised(base, shifted(exponent, +1))))
    assert isinstance(node, Pow)
    return times(node.exponent, raised(node.base, shifted(node.exponent, -1)))


def _power_note(node: Node, wrt: str) -> str:
    if isinstance(node, Div):
        assert isinstance(node.bottom, Pow)
        down: Node = Neg(node.bottom.exponent)
        told = f"{line(Div(ONE, node.bottom))} is {symbol(wrt)} to the power {line(down)}: "
    else:
        assert isinstance(node, Pow)
        down, told = node.exponent, ""
    return f"{told}bring the {line(down)} down, lower the exponent by 1 to {line(shifted(down, -1))}"


POWER = Rule(
    id="power",
    name="power rule",
    formula="(xⁿ)′ = n xⁿ⁻¹",
    why="Of the n factors x each changes once while n − 1 stand still.",
    applies=lambda node, wrt: power_inside(node, wrt) == Sym(wrt),
    right=lambda node, wrt: power_outer(node),
    note=_power_note,
    near=("exponential", "log", "constant-multiple"),
)


def _both(node: Node, wrt: str) -> Node:
    assert isinstance(node, Pow)
    return times(node, slope(times(node.exponent, Call("log", (node.base,))), wrt))


LOGARITHMIC = Rule(
    id="logarithmic",
    name="logarithmic differentiation",
    formula="(uᵛ)′ = uᵛ (v ln u)′",
    why="uᵛ is e to the power v ln u, and that power changes both ways.",
    applies=lambda node, wrt: isinstance(node, Pow) and depends(node.base, wrt) and depends(node.exponent, wrt),
    right=_both,
    note=lambda node, wrt: (
        f"{symbol(wrt)} stands in the base and in the exponent: keep the power, "
        "and multiply by the derivative of exponent times ln of the base"
    ),
    near=("power", "exponential", "product"),
)
