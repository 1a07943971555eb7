"""The derivatives of the elementary functions, one row each: name, formula, why, the form, and its mistaken forms.

Names and formulas are what the learner reads; a form takes the argument u and gives the derivative by u. The
tests hold every right form against SymPy and central differences. At a corner, where there is no derivative, the one
machine learning uses stands: 0, for relu and for |u|. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.rules.shape import EVERYDAY, RARE, SEEN, minus, raised, whole_number
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node

TWO = whole_number(2)


def _squared(node: Node) -> Node:
    return raised(node, TWO)


def _root(node: Node) -> Node:
    return Call("sqrt", (node,))


def _one_minus_square(u: Node) -> Node:
    return minus(ONE, _squared(u))


def _one_plus_square(u: Node) -> Node:
    return Add((ONE, _squared(u)))


def _degrees(node: Node) -> Node:
    return Div(Mul((Const("pi"), node)), whole_number(180))


def _over(bottom: Node) -> Node:
    return Div(ONE, bottom)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistaken derivative of a function: `{f}` in `say` is the function's name."""

    name: str
    say: str
    form: Callable[[Node], Node]
    common: int = EVERYDAY
    family: str = "function"


@dataclass(frozen=True, slots=True)
class Elementary:
    name: str
    formula: str
    why: str
    right: Callable[[Node], Node]
    slips: tuple[Slip, ...]


def _sign(of: Callable[[Node], Node], say: str = "The sign of the derivative of {f} is the other one.") -> Slip:
    return Slip("derivative-sign", say, of, EVERYDAY, "sign")


def _partner(of: Callable[[Node], Node], name: str) -> Slip:
    return Slip("wrong-partner", f"{name} belongs to another function, not to {{f}}.", of)


def _call(name: str) -> Callable[[Node], Node]:
    return lambda u: Call(name, (u,))


ELEMENTARY: dict[str, Elementary] = {
    "log": Elementary(
        "log rule",
        "(ln x)′ = 1/x",
        "ln undoes eˣ: the higher it stands, the slower it climbs.",
        lambda u: Div(ONE, u),
        (
            Slip(
                "log-kept-under-the-bar",
                "The logarithm stands under the bar; only its argument does.",
                lambda u: _over(Call("log", (u,))),
            ),
            Slip("log-inverted", "The derivative of {f} is 1 over its argument, not the argument.", lambda u: u, SEEN),
            Slip(
                "log-differentiated-twice",
                "This goes one step too far: 1/u was differentiated again.",
                lambda u: Neg(_over(_squared(u))),
                RARE,
            ),
            Slip("log-as-exponential", "{f} was treated as an exponential.", _call("exp"), RARE),
            Slip(
                "log-times-reciprocal",
                "The logarithm itself was kept as a factor.",
                lambda u: Div(Call("log", (u,)), u),
                SEEN,
            ),
            Slip("log-sign", "A minus sign came from nowhere.", lambda u: Neg(_over(u)), SEEN, "sign"),
        ),
    ),
    "sqrt": Elementary(
        "square root rule",
        "(√x)′ = 1/(2√x)",
        "√x is x to the power 1/2.",
        lambda u: Div(ONE, Mul((TWO, _root(u)))),
        (
            Slip(
                "root-half-missing",
                "The factor 1/2 is missing: it is the exponent of a root, and comes down.",
                lambda u: _over(_root(u)),
                EVERYDAY,
                "power",
            ),
            Slip(
                "power-exponent-not-lowered",
                "The 1/2 came down, but the exponent was not lowered.",
                lambda u: Div(_root(u), TWO),
                EVERYDAY,
                "power",
            ),
            Slip(
                "root-upside-down",
                "The derivative of the root was turned over.",
                lambda u: Mul((TWO, _root(u))),
                SEEN,
                "power",
            ),
            Slip("root-lost", "The root got lost.", lambda u: _over(Mul((TWO, u))), SEEN, "power"),
            Slip(
                "derivative-sign",
                "A minus sign came from nowhere: the exponent 1/2 is positive.",
                lambda u: Neg(_over(Mul((TWO, _root(u))))),
                EVERYDAY,
                "sign",
            ),
            Slip(
                "power-exponent-raised",
                "The exponent went up by 1; from 1/2 it goes down to −1/2.",
                lambda u: Div(Mul((u, _root(u))), TWO),
                SEEN,
                "power",
            ),
            Slip(
                "integrated-in-part",
                "This root was integrated.",
                lambda u: Div(Mul((TWO, u, _root(u))), whole_number(3)),
                SEEN,
                "power",
            ),
            Slip(
                "root-of-a-reciprocal",
                "The 2 belongs outside the root.",
                lambda u: _over(_root(Mul((TWO, u)))),
                RARE,
                "power",
            ),
        ),
    ),
    "sin": Elementary(
        "sine rule",
        "(sin x)′ = cos x",
        "The sine is steepest at 0, where the cosine is 1.",
        lambda u: Call("cos", (u,)),
        (
            _sign(lambda u: Neg(Call("cos", (u,))), "The derivative of {f} has no minus sign; that of cos has."),
            _partner(lambda u: Neg(Call("sin", (u,))), "−sin"),
            _partner(_call("tan"), "tan"),
            Slip(
                "degrees",
                "π/180 belongs to degrees; here angles are in radians.",
                lambda u: _degrees(Call("cos", (u,))),
                RARE,
            ),
        ),
    ),
    "cos": Elementary(
        "cosine rule",
        "(cos x)′ = −sin x",
        "The cosine starts flat at its top and falls.",
        lambda u: Neg(Call("sin", (u,))),
        (
            _sign(_call("sin"), "The minus sign is missing: the derivative of {f} is minus a sine."),
            _partner(lambda u: Neg(Call("cos", (u,))), "−cos"),
            Slip(
                "degrees",
                "π/180 belongs to degrees; here angles are in radians.",
                lambda u: Neg(_degrees(Call("sin", (u,)))),
                RARE,
            ),
        ),
    ),
    "tan": Elementary(
        "tangent rule",
        "(tan x)′ = 1/cos² x",
        "tan is sin/cos, and the quotient rule leaves 1 on top.",
        lambda u: Div(ONE, _squared(Call("cos", (u,)))),
        (
            Slip(
                "square-dropped",
                "The square is missing: it is 1 over the cosine squared.",
                lambda u: _over(Call("cos", (u,))),
            ),
            _partner(lambda u: Mul((_over(Call("cos", (u,))), Call("tan", (u,)))), "sec tan"),
            _sign(lambda u: Neg(_over(_squared(Call("cos", (u,))))), "The derivative of {f} has no minus sign."),
            _partner(lambda u: _over(_squared(Call("sin", (u,)))), "1/sin²"),
            _partner(lambda u: Neg(_over(_squared(Call("sin", (u,))))), "−1/sin²"),
            _partner(lambda u: Neg(Div(Call("cos", (u,)), Call("sin", (u,)))), "−cos/sin"),
            _partner(lambda u: Div(Call("cos", (u,)), Call("sin", (u,))), "cos/sin"),
            Slip(
                "quotient-of-derivatives",
                "tan is sin/cos, but (f/g)′ is not f′/g′.",
                lambda u: Neg(_over(Call("tan", (u,)))),
                SEEN,
            ),
            Slip(
                "square-of-the-function",
                "Only tan² was kept; it is 1 + tan².",
                lambda u: _squared(Call("tan", (u,))),
                SEEN,
            ),
            Slip(
                "sign-inside",
                "The sign in the middle is wrong: it is 1 + tan².",
                lambda u: _one_minus_square(Call("tan", (u,))),
                SEEN,
                "sign",
            ),
            Slip(
                "degrees",
                "π/180 belongs to degrees; here angles are in radians.",
                lambda u: _degrees(_over(_squared(Call("cos", (u,))))),
                RARE,
            ),
        ),
    ),
    "asin": Elementary(
        "arcsine rule",
        "(asin x)′ = 1/√(1 − x²)",
        "It undoes the sine, so its slope is 1 over the cosine there.",
        lambda u: Div(ONE, _root(_one_minus_square(u))),
        (
            _sign(lambda u: Neg(_over(_root(_one_minus_square(u)))), "The minus sign belongs to acos, not to {f}."),
            Slip("root-dropped", "The root under the bar is missing.", lambda u: _over(_one_minus_square(u))),
            Slip(
                "sign-inside",
                "The sign under the root is wrong.",
                lambda u: _over(_root(_one_plus_square(u))),
                SEEN,
                "sign",
            ),
            Slip(
                "square-dropped", "The square under the root is missing.", lambda u: _over(_root(minus(ONE, u))), SEEN
            ),
            Slip("root-turned-over", "The root belongs under the bar.", lambda u: _root(_one_minus_square(u)), SEEN),
            Slip(
                "inverse-as-reciprocal",
                "{f} undoes the sine; it is not 1 over the sine.",
                lambda u: Neg(Div(Call("cos", (u,)), _squared(Call("sin", (u,))))),
                SEEN,
            ),
            Slip(
                "inverse-of-the-derivative",
                "{f} undoes the sine, but its derivative does not undo the cosine.",
                _call("acos"),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                "The slope of the undoing function is 1 over the cosine at asin u, not at u.",
                lambda u: _over(Call("cos", (u,))),
                SEEN,
            ),
            _partner(lambda u: _over(_one_plus_square(u)), "1/(1 + u²)"),
        ),
    ),
    "acos": Elementary(
        "arccosine rule",
        "(acos x)′ = −1/√(1 − x²)",
        "asin and acos add up to π/2, so their slopes cancel.",
        lambda u: Neg(Div(ONE, _root(_one_minus_square(u)))),
        (
            _sign(lambda u: _over(_root(_one_minus_square(u))), "The minus sign is missing: {f} falls."),
            Slip("root-dropped", "The root under the bar is missing.", lambda u: Neg(_over(_one_minus_square(u)))),
            Slip(
                "sign-inside",
                "The sign under the root is wrong.",
                lambda u: Neg(_over(_root(_one_plus_square(u)))),
                SEEN,
                "sign",
            ),
            Slip(
                "inverse-as-reciprocal",
                "{f} undoes the cosine; it is not 1 over the cosine.",
                lambda u: Div(Call("sin", (u,)), _squared(Call("cos", (u,)))),
                SEEN,
            ),
            Slip(
                "inverse-of-the-derivative",
                "{f} undoes the cosine, but its derivative does not undo the sine.",
                lambda u: Neg(Call("asin", (u,))),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                "The slope of the undoing function is taken at acos u, not at u.",
                lambda u: Neg(_over(Call("sin", (u,)))),
                SEEN,
            ),
            _partner(lambda u: Neg(_over(_one_plus_square(u))), "−1/(1 + u²)"),
        ),
    ),
    "atan": Elementary(
        "arctangent rule",
        "(atan x)′ = 1/(1 + x²)",
        "It undoes the tangent, so its slope is cos² there.",
        lambda u: Div(ONE, Add((ONE, _squared(u)))),
        (
            Slip(
                "sign-inside",
                "The sign under the bar is wrong: it is 1 + u².",
                lambda u: _over(_one_minus_square(u)),
                EVERYDAY,
                "sign",
            ),
            Slip("root-added", "There is no root here; that is asin.", lambda u: _over(_root(_one_plus_square(u)))),
            _partner(lambda u: _over(_root(_one_minus_square(u))), "1/√(1 − u²)"),
            _sign(lambda u: Neg(_over(_one_plus_square(u))), "The derivative of {f} has no minus sign: it rises."),
            Slip("square-dropped", "The square under the bar is missing.", lambda u: _over(Add((ONE, u))), SEEN),
            Slip(
                "inverse-as-reciprocal",
                "{f} undoes the tangent; it is not 1 over the tangent.",
                lambda u: Neg(_over(_squared(Call("sin", (u,))))),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                "The slope of the undoing function is taken at atan u, not at u.",
                lambda u: _squared(Call("cos", (u,))),
                SEEN,
            ),
            Slip(
                "inverse-forgotten",
                "This is the derivative of the tangent itself.",
                lambda u: _over(_squared(Call("cos", (u,)))),
                SEEN,
            ),
        ),
    ),
    "sinh": Elementary(
        "hyperbolic sine rule",
        "(sinh x)′ = cosh x",
        "sinh is (eˣ − e⁻ˣ)/2, and the minus turns to plus.",
        lambda u: Call("cosh", (u,)),
        (
            _sign(lambda u: Neg(Call("cosh", (u,))), "The derivative of {f} has no minus sign."),
            _partner(_call("cos"), "cos"),
            _partner(lambda u: Neg(Call("sinh", (u,))), "−sinh"),
        ),
    ),
    "cosh": Elementary(
        "hyperbolic cosine rule",
        "(cosh x)′ = sinh x",
        "cosh is (eˣ + e⁻ˣ)/2, and the plus turns to minus.",
        lambda u: Call("sinh", (u,)),
        (
            _sign(lambda u: Neg(Call("sinh", (u,))), "The derivative of {f} has no minus sign; that of cos has."),
            _partner(lambda u: Neg(Call("sin", (u,))), "−sin"),
            _partner(lambda u: Neg(Call("cosh", (u,))), "−cosh"),
        ),
    ),
    "tanh": Elementary(
        "hyperbolic tangent rule",
        "(tanh x)′ = 1 − tanh² x",
        "It is steepest at 0 and flat where it nears 1 or −1.",
        lambda u: _one_minus_square(Call("tanh", (u,))),
        (
            Slip(
                "sign-inside",
                "The sign in the middle is wrong: it is 1 − tanh².",
                lambda u: _one_plus_square(Call("tanh", (u,))),
                EVERYDAY,
                "sign",
            ),
            Slip("square-dropped", "The square is missing.", lambda u: minus(ONE, Call("tanh", (u,)))),
            Slip(
                "square-dropped",
                "The square is missing: it is 1 over cosh squared.",
                lambda u: _over(Call("cosh", (u,))),
            ),
            _sign(lambda u: Neg(_one_minus_square(Call("tanh", (u,)))), "The sign is wrong: {f} rises."),
            _partner(lambda u: _over(_squared(Call("cos", (u,)))), "1/cos²"),
            _partner(lambda u: Mul((Call("tanh", (u,)), minus(ONE, Call("tanh", (u,))))), "f (1 − f), the sigmoid's,"),
            Slip(
                "square-of-the-function",
                "Only the square was kept; it is 1 − tanh².",
                lambda u: _squared(Call("tanh", (u,))),
                SEEN,
            ),
            Slip(
                "argument-in-place-of-the-function",
                "The derivative holds the function's value, not its argument.",
                _one_minus_square,
                SEEN,
            ),
        ),
    ),
    "sigmoid": Elementary(
        "sigmoid rule",
        "σ′ = σ (1 − σ)",
        "It is steepest, 1/4, where it is 1/2, and flat near 0 and 1.",
        lambda u: Mul((Call("sigmoid", (u,)), minus(ONE, Call("sigmoid", (u,))))),
        (
            Slip("factor-dropped", "A factor is missing: both σ and 1 − σ belong there.", _call("sigmoid")),
            Slip(
                "factor-dropped",
                "A factor is missing: both σ and 1 − σ belong there.",
                lambda u: minus(ONE, Call("sigmoid", (u,))),
            ),
            Slip(
                "sign-inside",
                "The sign in the middle is wrong: it is 1 − σ.",
                lambda u: Mul((Call("sigmoid", (u,)), Add((ONE, Call("sigmoid", (u,)))))),
                EVERYDAY,
                "sign",
            ),
            _sign(
                lambda u: Neg(Mul((Call("sigmoid", (u,)), minus(ONE, Call("sigmoid", (u,)))))),
                "The sign is wrong: {f} rises.",
            ),
            Slip(
                "square-of-the-function",
                "Only the square of σ was kept.",
                lambda u: _squared(Call("sigmoid", (u,))),
                SEEN,
            ),
            _partner(lambda u: _one_minus_square(Call("sigmoid", (u,))), "1 − f², that of tanh,"),
            Slip(
                "argument-in-place-of-the-function",
                "The derivative holds the function's value, not its argument.",
                lambda u: Mul((u, minus(ONE, u))),
                SEEN,
            ),
        ),
    ),
    "relu": Elementary(
        "relu rule",
        "relu′ = step: 1 above 0, else 0",
        "Above 0 it is x itself, below 0 it is flat; at the corner 0 is taken.",
        lambda u: Call("step", (u,)),
        (
            Slip("one-everywhere", "That is right above 0 only; below 0 the graph is flat.", lambda u: ONE),
            Slip("argument-in-place-of-the-slope", "That is the height above 0, not the slope.", lambda u: u, SEEN),
            _partner(_call("sign"), "sign"),
            _partner(_call("sigmoid"), "The sigmoid"),
            Slip("zero-everywhere", "That is right below 0 only.", lambda u: ZERO, SEEN),
        ),
    ),
    "abs": Elementary(
        "absolute value rule",
        "|x|′ = sign(x)",
        "Right of 0 it rises with slope 1, left of 0 it falls with slope −1; at the corner 0 is taken.",
        lambda u: Call("sign", (u,)),
        (
            Slip("one-everywhere", "That is right above 0 only; below 0 the graph falls.", lambda u: ONE),
            _sign(lambda u: Neg(Call("sign", (u,))), "The sign is wrong: right of 0 the graph rises."),
            _partner(_call("step"), "step"),
            Slip("argument-in-place-of-the-slope", "That is the argument, not the slope.", lambda u: u, SEEN),
            Slip("zero-everywhere", "The graph is flat nowhere.", lambda u: ZERO, RARE),
        ),
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
