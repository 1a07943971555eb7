"""A map as a Python program: its value and its Jacobian at the point, and for a plane the areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.scenes._numbers import as_float
from tutor.scenes._problem import point
from tutor.scenes._python import code, math_needs, number, program, python_names

if TYPE_CHECKING:
    from tutor.scenes._map_state import MapScene

TAKEN = ("np", "f", "jacobian", "area", "place", "side", "corners", "start", "end", "share", "edge", "outline", "J")


def map_program(made: MapScene) -> str:
    """Prints the Jacobian, and of a plane its determinant and how many times larger the square becomes."""
    own = python_names(made.settings.names, TAKEN)
    outputs = made.settings.outputs
    entries = [tree for row in made.trees for tree in row]
    unpack = f"    {', '.join(own.values())}{',' if len(own) == 1 else ''} = place"
    rows = ", ".join(f"[{', '.join(code(tree, own, exact=True) for tree in row)}]" for row in made.trees)
    parts = [
        [*math_needs([*outputs, *entries]), "import numpy as np"],
        ["def f(place):", unpack, f"    return np.array([{', '.join(code(each, own) for each in outputs)}])"],
        ["def jacobian(place):", unpack, f"    return np.array([{rows}])"],
    ]
    here = [f"place = {point(made.place)}"]
    if not made.stands:
        return program(*parts, here)
    here += ['print("f =", f(place))', "J = jacobian(place)", 'print("J =", J.tolist())']
    if made.plane:
        here.append('print("det J =", np.linalg.det(J))')
        if _is_whole(made):
            parts.append(_AREA)
            here += [
                f"side = {number(as_float(made.side))}",
                'print("area times:", round(float(abs(area(side))/side**2), 6))',
            ]
    return program(*parts, here)


def _is_whole(made: MapScene) -> bool:
    return made.area == made.area


_AREA = [
    "def area(side):",
    "    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])*side/2",
    "    outline = np.array([",
    "        f(place + start + share*(end - start)) - f(place)",
    "        for start, end in zip(corners[:-1], corners[1:])",
    "        for share in np.arange(1000)/1000",
    "    ])",
    "    x, y = outline.T",
    "    return np.dot(x, np.roll(y, -1) - np.roll(y, 1))/2",
]
