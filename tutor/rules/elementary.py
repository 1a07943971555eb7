"""The derivatives of the elementary functions, one row each: name, formula, why, and the form.

Names and formulas are what the learner reads; the form takes the argument u and gives the derivative by u. The
tests hold every row against SymPy and central differences. At a corner, where there is no derivative, the one
machine learning uses stands: 0, for relu and for |u|. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable

from tutor.rules.shape import minus, raised, whole_number
from tutor.tidy import ONE
from tutor.tree import Add, Call, Div, Mul, Neg, Node

TWO = whole_number(2)


def _squared(node: Node) -> Node:
    return raised(node, TWO)


def _root(node: Node) -> Node:
    return Call("sqrt", (node,))


def _one_minus_square(u: Node) -> Node:
    return minus(ONE, _squared(u))


# function: (rule's name, formula, why, derivative by its argument)
ELEMENTARY: dict[str, tuple[str, str, str, Callable[[Node], Node]]] = {
    "log": (
        "log rule",
        "(ln x)′ = 1/x",
        "ln undoes eˣ: the higher it stands, the slower it climbs.",
        lambda u: Div(ONE, u),
    ),
    "sqrt": (
        "square root rule",
        "(√x)′ = 1/(2√x)",
        "√x is x to the power 1/2.",
        lambda u: Div(ONE, Mul((TWO, _root(u)))),
    ),
    "sin": (
        "sine rule",
        "(sin x)′ = cos x",
        "The sine is steepest at 0, where the cosine is 1.",
        lambda u: Call("cos", (u,)),
    ),
    "cos": (
        "cosine rule",
        "(cos x)′ = −sin x",
        "The cosine starts flat at its top and falls.",
        lambda u: Neg(Call("sin", (u,))),
    ),
    "tan": (
        "tangent rule",
        "(tan x)′ = 1/cos² x",
        "tan is sin/cos, and the quotient rule leaves 1 on top.",
        lambda u: Div(ONE, _squared(Call("cos", (u,)))),
    ),
    "asin": (
        "arcsine rule",
        "(asin x)′ = 1/√(1 − x²)",
        "It undoes the sine, so its slope is 1 over the cosine there.",
        lambda u: Div(ONE, _root(_one_minus_square(u))),
    ),
    "acos": (
        "arccosine rule",
        "(acos x)′ = −1/√(1 − x²)",
        "asin and acos add up to π/2, so their slopes cancel.",
        lambda u: Neg(Div(ONE, _root(_one_minus_square(u)))),
    ),
    "atan": (
        "arctangent rule",
        "(atan x)′ = 1/(1 + x²)",
        "It undoes the tangent, so its slope is cos² there.",
        lambda u: Div(ONE, Add((ONE, _squared(u)))),
    ),
    "sinh": (
        "hyperbolic sine rule",
        "(sinh x)′ = cosh x",
        "sinh is (eˣ − e⁻ˣ)/2, and the minus turns to plus.",
        lambda u: Call("cosh", (u,)),
    ),
    "cosh": (
        "hyperbolic cosine rule",
        "(cosh x)′ = sinh x",
        "cosh is (eˣ + e⁻ˣ)/2, and the plus turns to minus.",
        lambda u: Call("sinh", (u,)),
    ),
    "tanh": (
        "hyperbolic tangent rule",
        "(tanh x)′ = 1 − tanh² x",
        "It is steepest at 0 and flat where it nears 1 or −1.",
        lambda u: _one_minus_square(Call("tanh", (u,))),
    ),
    "sigmoid": (
        "sigmoid rule",
        "σ′ = σ (1 − σ)",
        "It is steepest, 1/4, where it is 1/2, and flat near 0 and 1.",
        lambda u: Mul((Call("sigmoid", (u,)), minus(ONE, Call("sigmoid", (u,))))),
    ),
    "relu": (
        "relu rule",
        "relu′ = step: 1 above 0, else 0",
        "Above 0 it is x itself, below 0 it is flat; at the corner 0 is taken.",
        lambda u: Call("step", (u,)),
    ),
    "abs": (
        "absolute value rule",
        "|x|′ = sign(x)",
        "Right of 0 it rises with slope 1, left of 0 it falls with slope −1; at the corner 0 is taken.",
        lambda u: Call("sign", (u,)),
    ),
}
NEAR = {
    "log": ("reciprocal", "exponential", "power"),
    "sqrt": ("reciprocal", "constant-multiple", "log"),
    "sin": ("cos", "tan", "power"),
    "cos": ("sin", "tan", "power"),
    "sigmoid": ("exponential", "reciprocal", "tanh"),
    "tanh": ("tan", "sigmoid", "sinh"),
    "abs": ("relu", "constant", "identity"),
    "relu": ("abs", "constant", "identity"),
}
