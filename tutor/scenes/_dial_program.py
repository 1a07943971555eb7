"""A dial as a Python program: the gradient or the Hessian at the point, and the number in every direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.scenes._problem import OWN_NAMES, function_lines, point
from tutor.scenes._python import code, math_needs, number, program, python_names

if TYPE_CHECKING:
    from tutor.scenes._dial_state import DialScene

TAKEN = (*OWN_NAMES, "hessian", "H", "u", "direction", "degrees", "turn")


def dial_program(dial: DialScene) -> str:
    """Prints what the sentence says, and the dial all round."""
    made = dial.settings
    here = [f"theta = {point(made.at)}"]
    if dial.bends:
        own = python_names(made.names, TAKEN)
        first, second = own.values()
        a, b, c, d = (code(tree, own, exact=True) for tree in dial.trees)
        parts = [
            [*math_needs(dial.trees), "import numpy as np"],
            ["def hessian(theta):", f"    {first}, {second} = theta", f"    return np.array([[{a}, {b}], [{c}, {d}]])"],
        ]
        here += ["H = hessian(theta)"]
        name, read = "curvature", "np.dot(u, np.dot(H, u))"
    else:
        parts = function_lines(made.f, dial.trees, made.names)
        here += ['print("f =", f(theta))', "slopes = gradient(theta)"]
        name, read = "slope", "np.dot(slopes, u)"
    turn = [
        "def direction(degrees):",
        "    turn = np.radians(degrees)",
        "    return np.array([np.cos(turn), np.sin(turn)])",
    ]
    x, y = dial.way.u
    here += [f"u = np.array([{number(x)}, {number(y)}])", f'print("{name} along u:", round(float({read}), 4) + 0.0)']
    around = [
        f"for degrees in range(0, 360, {made.step_deg}):",
        "    u = direction(degrees)",
        f'    print(degrees, "degrees:", round(float({read}), 4) + 0.0)',
    ]
    return program(*parts, turn, [*here, *around, *_ends(dial)])


def _ends(dial: DialScene) -> list[str]:
    """Where the number is greatest, once the scene has shown it."""
    if not dial.shown or dial.extremes is None:
        return []
    if dial.bends:
        return ['print("eigenvalues:", np.linalg.eigvalsh(H))']
    return [
        "turn = np.degrees(np.arctan2(slopes[1], slopes[0])) % 360",
        'print("gradient: length", np.linalg.norm(slopes), "at", round(float(turn), 2), "degrees")',
    ]
