"""The derivatives of sine, cosine, tangent and of what undoes them, with their known mistaken forms."""

from __future__ import annotations

from tutor.messages import N_
from tutor.rules.rows import (
    Elementary,
    Slip,
    call,
    degrees,
    one_minus_square,
    one_over,
    one_plus_square,
    partner,
    root,
    squared,
    wrong_sign,
)
from tutor.rules.shape import EVERYDAY, RARE, SEEN, minus
from tutor.tidy import ONE
from tutor.tree import Add, Call, Div, Mul, Neg

CIRCULAR: dict[str, Elementary] = {
    "sin": Elementary(
        N_("sine rule"),
        "(sin x)′ = cos x",
        N_("The sine is steepest at 0, where the cosine is 1."),
        lambda u: Call("cos", (u,)),
        (
            wrong_sign(
                lambda u: Neg(Call("cos", (u,))), N_("The derivative of {f} has no minus sign; that of cos has.")
            ),
            partner(lambda u: Neg(Call("sin", (u,))), "−sin"),
            partner(call("tan"), "tan"),
            Slip(
                "degrees",
                N_("π/180 belongs to degrees; here angles are in radians."),
                lambda u: degrees(Call("cos", (u,))),
                RARE,
            ),
        ),
    ),
    "cos": Elementary(
        N_("cosine rule"),
        "(cos x)′ = −sin x",
        N_("The cosine starts flat at its top and falls."),
        lambda u: Neg(Call("sin", (u,))),
        (
            wrong_sign(call("sin"), N_("The minus sign is missing: the derivative of {f} is minus a sine.")),
            partner(lambda u: Neg(Call("cos", (u,))), "−cos"),
            Slip(
                "degrees",
                N_("π/180 belongs to degrees; here angles are in radians."),
                lambda u: Neg(degrees(Call("sin", (u,)))),
                RARE,
            ),
        ),
    ),
    "tan": Elementary(
        N_("tangent rule"),
        "(tan x)′ = 1/cos² x",
        N_("tan is sin/cos, and the quotient rule leaves 1 on top."),
        lambda u: Div(ONE, squared(Call("cos", (u,)))),
        (
            Slip(
                "square-dropped",
                N_("The square is missing."),
                lambda u: one_over(Call("cos", (u,))),
            ),
            partner(lambda u: Mul((one_over(Call("cos", (u,))), Call("tan", (u,)))), "sec tan"),
            wrong_sign(
                lambda u: Neg(one_over(squared(Call("cos", (u,))))), N_("The derivative of {f} has no minus sign.")
            ),
            partner(lambda u: one_over(squared(Call("sin", (u,)))), "1/sin²"),
            partner(lambda u: Neg(one_over(squared(Call("sin", (u,))))), "−1/sin²"),
            partner(lambda u: Neg(Div(Call("cos", (u,)), Call("sin", (u,)))), "−cos/sin"),
            partner(lambda u: Div(Call("cos", (u,)), Call("sin", (u,))), "cos/sin"),
            Slip(
                "quotient-of-derivatives",
                N_("tan is sin/cos, but (f/g)′ is not f′/g′."),
                lambda u: Neg(one_over(Call("tan", (u,)))),
                SEEN,
            ),
            Slip(
                "square-of-the-function",
                N_("Only tan² was kept; something stands beside it."),
                lambda u: squared(Call("tan", (u,))),
                SEEN,
            ),
            Slip(
                "sign-inside",
                N_("The sign in the middle is wrong."),
                lambda u: one_minus_square(Call("tan", (u,))),
                SEEN,
                "sign",
            ),
            Slip(
                "degrees",
                N_("π/180 belongs to degrees; here angles are in radians."),
                lambda u: degrees(one_over(squared(Call("cos", (u,))))),
                RARE,
            ),
        ),
    ),
    "asin": Elementary(
        N_("arcsine rule"),
        "(asin x)′ = 1/√(1 − x²)",
        N_("It undoes the sine, so its slope is 1 over the cosine there."),
        lambda u: Div(ONE, root(one_minus_square(u))),
        (
            wrong_sign(lambda u: Neg(one_over(root(one_minus_square(u)))), N_("The minus sign belongs to acos.")),
            Slip("root-dropped", N_("The root under the bar is missing."), lambda u: one_over(one_minus_square(u))),
            Slip(
                "sign-inside",
                N_("The sign under the root is wrong."),
                lambda u: one_over(root(one_plus_square(u))),
                SEEN,
                "sign",
            ),
            Slip(
                "square-dropped",
                N_("The square under the root is missing."),
                lambda u: one_over(root(minus(ONE, u))),
                SEEN,
            ),
            Slip("root-turned-over", N_("The root belongs under the bar."), lambda u: root(one_minus_square(u)), SEEN),
            Slip(
                "inverse-as-reciprocal",
                N_("{f} undoes the sine; it is not 1 over the sine."),
                lambda u: Neg(Div(Call("cos", (u,)), squared(Call("sin", (u,))))),
                SEEN,
            ),
            Slip(
                "inverse-of-the-derivative",
                N_("{f} undoes the sine, but its derivative does not undo the cosine."),
                call("acos"),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                N_("The slope of the undoing function is 1 over the cosine at asin u, not at u."),
                lambda u: one_over(Call("cos", (u,))),
                SEEN,
            ),
            partner(lambda u: one_over(one_plus_square(u)), "1/(1 + u²)"),
        ),
    ),
    "acos": Elementary(
        N_("arccosine rule"),
        "(acos x)′ = −1/√(1 − x²)",
        N_("asin and acos add up to π/2, so their slopes cancel."),
        lambda u: Neg(Div(ONE, root(one_minus_square(u)))),
        (
            wrong_sign(lambda u: one_over(root(one_minus_square(u))), N_("The minus sign is missing: {f} falls.")),
            Slip(
                "root-dropped", N_("The root under the bar is missing."), lambda u: Neg(one_over(one_minus_square(u)))
            ),
            Slip(
                "sign-inside",
                N_("The sign under the root is wrong."),
                lambda u: Neg(one_over(root(one_plus_square(u)))),
                SEEN,
                "sign",
            ),
            Slip(
                "inverse-as-reciprocal",
                N_("{f} undoes the cosine; it is not 1 over the cosine."),
                lambda u: Div(Call("sin", (u,)), squared(Call("cos", (u,)))),
                SEEN,
            ),
            Slip(
                "inverse-of-the-derivative",
                N_("{f} undoes the cosine, but its derivative does not undo the sine."),
                lambda u: Neg(Call("asin", (u,))),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                N_("The slope of the undoing function is taken at acos u, not at u."),
                lambda u: Neg(one_over(Call("sin", (u,)))),
                SEEN,
            ),
            partner(lambda u: Neg(one_over(one_plus_square(u))), "−1/(1 + u²)"),
        ),
    ),
    "atan": Elementary(
        N_("arctangent rule"),
        "(atan x)′ = 1/(1 + x²)",
        N_("It undoes the tangent, so its slope is cos² there."),
        lambda u: Div(ONE, Add((ONE, squared(u)))),
        (
            Slip(
                "sign-inside",
                N_("The sign under the bar is wrong."),
                lambda u: one_over(one_minus_square(u)),
                EVERYDAY,
                "sign",
            ),
            Slip(
                "root-added", N_("There is no root here; that is asin."), lambda u: one_over(root(one_plus_square(u)))
            ),
            partner(lambda u: one_over(root(one_minus_square(u))), "1/√(1 − u²)"),
            wrong_sign(lambda u: Neg(one_over(one_plus_square(u))), N_("There is no minus sign: it rises.")),
            Slip("square-dropped", N_("The square under the bar is missing."), lambda u: one_over(Add((ONE, u))), SEEN),
            Slip(
                "inverse-as-reciprocal",
                N_("{f} undoes the tangent; it is not 1 over the tangent."),
                lambda u: Neg(one_over(squared(Call("sin", (u,))))),
                SEEN,
            ),
            Slip(
                "reciprocal-of-the-derivative",
                N_("The slope of the undoing function is taken at atan u, not at u."),
                lambda u: squared(Call("cos", (u,))),
                SEEN,
            ),
            Slip(
                "inverse-forgotten",
                N_("This is the derivative of the tangent itself."),
                lambda u: one_over(squared(Call("cos", (u,)))),
                SEEN,
            ),
        ),
    ),
}
