"""An estimate by drawing as a Python program: the same draws, and the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.scenes._montecarlo_law import METHODS
from tutor.scenes._python import code, math_needs, number, program, python_names

if TYPE_CHECKING:
    from tutor.scenes._montecarlo_state import MonteCarloScene

TAKEN = ("np", "stream", "truth", "sd", "total", "n", "stop", "mean", "error", "predicted", "averaged")


def montecarlo_program(scene: MonteCarloScene) -> str:
    """Prints n, the estimate, its error and the predicted one, at each n that the scene shows; before the first draw,
    at the first of them."""
    made, stops = scene.settings, [n for n, _ in scene.rows()] or [scene.settings.n[0]]
    own = python_names([made.name], TAKEN)
    name = own[made.name]
    exact = made.truth is not None
    truth = code(made.truth, {}) if made.truth is not None else number(scene.truth)
    return program(
        [*math_needs([made.estimate, *([made.truth] if made.truth is not None else [])]), "import numpy as np"],
        [f"def averaged({name}):", f"    return {code(made.estimate, own, exact=True)}"],
        [
            f"stream = np.random.RandomState({scene.roll.seed})",
            f"truth = {truth}" + ("" if exact else "  # an integral"),
            f"sd = {number(scene.spread.sd)}  # of one draw",
            "total, n = 0.0, 0",
            f"for stop in [{', '.join(map(str, stops))}]:",
            f"    for {name} in stream.{METHODS[made.law]}(stop - n):",
            f"        total += averaged({name})",
            "    n = stop",
            "    error, predicted = total/n - truth, sd/np.sqrt(n)",
            '    print(n, f"{total/n:.6f}  error {error:.3g}  predicted {predicted:.3g}")',
        ],
    )
