"""The derivatives of the elementary functions, one row each: name, formula, why, the form, and its mistaken forms.

Names and formulas are what the learner reads; a form takes the argument u and gives the derivative by u. The
tests hold every right form against SymPy and central differences. At a corner, where there is no derivative, the one
machine learning uses stands: 0, for relu and for |u|. Standard library only.
"""

from __future__ import annotations

from tutor.messages import N_
from tutor.rules.circular import CIRCULAR
from tutor.rules.rows import (
    TWO,
    Elementary,
    Slip,
    call,
    one_minus_square,
    one_over,
    one_plus_square,
    partner,
    root,
    squared,
    wrong_sign,
)
from tutor.rules.shape import EVERYDAY, RARE, SEEN, minus, whole_number
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Call, Div, Mul, Neg

ELEMENTARY: dict[str, Elementary] = {
    "log": Elementary(
        N_("log rule"),
        "(ln x)′ = 1/x",
        N_("ln undoes eˣ: the higher it stands, the slower it climbs."),
        lambda u: Div(ONE, u),
        (
            Slip(
                "log-kept-under-the-bar",
                N_("The logarithm stands under the bar; only its argument does."),
                lambda u: one_over(Call("log", (u,))),
            ),
            Slip(
                "log-inverted", N_("The derivative of {f} is 1 over its argument, not the argument."), lambda u: u, SEEN
            ),
            Slip(
                "log-differentiated-twice",
                N_("This goes one step too far: 1/u was differentiated again."),
                lambda u: Neg(one_over(squared(u))),
                RARE,
            ),
            Slip("log-as-exponential", N_("{f} was treated as an exponential."), call("exp"), RARE),
            Slip(
                "log-times-reciprocal",
                N_("The logarithm itself was kept as a factor."),
                lambda u: Div(Call("log", (u,)), u),
                SEEN,
            ),
            Slip("log-sign", N_("A minus sign came from nowhere."), lambda u: Neg(one_over(u)), SEEN, "sign"),
        ),
    ),
    "sqrt": Elementary(
        N_("square root rule"),
        "(√x)′ = 1/(2√x)",
        N_("√x is x to the power 1/2."),
        lambda u: Div(ONE, Mul((TWO, root(u)))),
        (
            Slip(
                "root-half-missing",
                N_("The factor 1/2 is missing: it is the exponent of a root, and comes down."),
                lambda u: one_over(root(u)),
                EVERYDAY,
                "power",
            ),
            Slip(
                "power-exponent-not-lowered",
                N_("The 1/2 came down, but the exponent was not lowered."),
                lambda u: Div(root(u), TWO),
                EVERYDAY,
                "power",
            ),
            Slip(
                "root-upside-down",
                N_("The derivative of the root was turned over."),
                lambda u: Mul((TWO, root(u))),
                SEEN,
                "power",
            ),
            Slip("root-lost", N_("The root got lost."), lambda u: one_over(Mul((TWO, u))), SEEN, "power"),
            Slip(
                "derivative-sign",
                N_("A minus sign came from nowhere: the exponent 1/2 is positive."),
                lambda u: Neg(one_over(Mul((TWO, root(u))))),
                EVERYDAY,
                "sign",
            ),
            Slip(
                "power-exponent-raised",
                N_("The exponent went up by 1; from 1/2 it goes down to −1/2."),
                lambda u: Div(Mul((u, root(u))), TWO),
                SEEN,
                "power",
            ),
            Slip(
                "integrated-in-part",
                N_("This root was integrated."),
                lambda u: Div(Mul((TWO, u, root(u))), whole_number(3)),
                SEEN,
                "power",
            ),
            Slip(
                "root-of-a-reciprocal",
                N_("The 2 belongs outside the root."),
                lambda u: one_over(root(Mul((TWO, u)))),
                RARE,
                "power",
            ),
        ),
    ),
    **CIRCULAR,
    "sinh": Elementary(
        N_("hyperbolic sine rule"),
        "(sinh x)′ = cosh x",
        N_("sinh is (eˣ − e⁻ˣ)/2, and the minus turns to plus."),
        lambda u: Call("cosh", (u,)),
        (
            wrong_sign(lambda u: Neg(Call("cosh", (u,))), N_("The derivative of {f} has no minus sign.")),
            partner(call("cos"), "cos"),
            partner(lambda u: Neg(Call("sinh", (u,))), "−sinh"),
        ),
    ),
    "cosh": Elementary(
        N_("hyperbolic cosine rule"),
        "(cosh x)′ = sinh x",
        N_("cosh is (eˣ + e⁻ˣ)/2, and the plus turns to minus."),
        lambda u: Call("sinh", (u,)),
        (
            wrong_sign(
                lambda u: Neg(Call("sinh", (u,))), N_("The derivative of {f} has no minus sign; that of cos has.")
            ),
            partner(lambda u: Neg(Call("sin", (u,))), "−sin"),
            partner(lambda u: Neg(Call("cosh", (u,))), "−cosh"),
        ),
    ),
    "tanh": Elementary(
        N_("hyperbolic tangent rule"),
        "(tanh x)′ = 1 − tanh² x",
        N_("It is steepest at 0 and flat where it nears 1 or −1."),
        lambda u: one_minus_square(Call("tanh", (u,))),
        (
            Slip(
                "sign-inside",
                N_("The sign in the middle is wrong."),
                lambda u: one_plus_square(Call("tanh", (u,))),
                EVERYDAY,
                "sign",
            ),
            Slip("square-dropped", N_("The square is missing."), lambda u: minus(ONE, Call("tanh", (u,)))),
            Slip(
                "square-dropped",
                N_("The square is missing."),
                lambda u: one_over(Call("cosh", (u,))),
            ),
            wrong_sign(lambda u: Neg(one_minus_square(Call("tanh", (u,)))), N_("The sign is wrong: {f} rises.")),
            partner(lambda u: one_over(squared(Call("cos", (u,)))), "1/cos²"),
            partner(
                lambda u: Mul((Call("tanh", (u,)), minus(ONE, Call("tanh", (u,))))), N_("f (1 − f), the sigmoid's,")
            ),
            Slip(
                "square-of-the-function",
                N_("Only the square was kept; something stands beside it."),
                lambda u: squared(Call("tanh", (u,))),
                SEEN,
            ),
            Slip(
                "argument-in-place-of-the-function",
                N_("The derivative holds the function's value, not its argument."),
                one_minus_square,
                SEEN,
            ),
        ),
    ),
    "sigmoid": Elementary(
        N_("sigmoid rule"),
        "σ′ = σ (1 − σ)",
        N_("It is steepest, 1/4, where it is 1/2, and flat near 0 and 1."),
        lambda u: Mul((Call("sigmoid", (u,)), minus(ONE, Call("sigmoid", (u,))))),
        (
            Slip("factor-dropped", N_("A factor is missing: this derivative is a product of two."), call("sigmoid")),
            Slip(
                "factor-dropped",
                N_("A factor is missing: this derivative is a product of two."),
                lambda u: minus(ONE, Call("sigmoid", (u,))),
            ),
            Slip(
                "sign-inside",
                N_("The sign in the middle is wrong."),
                lambda u: Mul((Call("sigmoid", (u,)), Add((ONE, Call("sigmoid", (u,)))))),
                EVERYDAY,
                "sign",
            ),
            wrong_sign(
                lambda u: Neg(Mul((Call("sigmoid", (u,)), minus(ONE, Call("sigmoid", (u,)))))),
                N_("The sign is wrong: {f} rises."),
            ),
            Slip(
                "square-of-the-function",
                N_("Only the square of σ was kept."),
                lambda u: squared(Call("sigmoid", (u,))),
                SEEN,
            ),
            partner(lambda u: one_minus_square(Call("sigmoid", (u,))), N_("1 − f², that of tanh,")),
            Slip(
                "argument-in-place-of-the-function",
                N_("The derivative holds the function's value, not its argument."),
                lambda u: Mul((u, minus(ONE, u))),
                SEEN,
            ),
        ),
    ),
    "relu": Elementary(
        N_("relu rule"),
        "relu′ = step: 1 above 0, else 0",
        N_("Above 0 it is x itself, below 0 it is flat; at the corner 0 is taken."),
        lambda u: Call("step", (u,)),
        (
            Slip("one-everywhere", N_("That is right above 0 only; below 0 the graph is flat."), lambda u: ONE),
            Slip("argument-in-place-of-the-slope", N_("That is the height above 0, not the slope."), lambda u: u, SEEN),
            partner(call("sign"), "sign"),
            partner(call("sigmoid"), N_("The sigmoid")),
            Slip("zero-everywhere", N_("That is right below 0 only."), lambda u: ZERO, SEEN),
        ),
    ),
    "abs": Elementary(
        N_("absolute value rule"),
        "|x|′ = sign(x)",
        N_("Right of 0 it rises with slope 1, left of 0 it falls with slope −1; at the corner 0 is taken."),
        lambda u: Call("sign", (u,)),
        (
            Slip("one-everywhere", N_("That is right above 0 only; below 0 the graph falls."), lambda u: ONE),
            wrong_sign(lambda u: Neg(Call("sign", (u,))), N_("The sign is wrong: right of 0 the graph rises.")),
            partner(call("step"), "step"),
            Slip("argument-in-place-of-the-slope", N_("That is the argument, not the slope."), lambda u: u, SEEN),
            Slip("zero-everywhere", N_("The graph is flat nowhere."), lambda u: ZERO, RARE),
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
