"""One step of each method, each schedule and each order of batches, as lines of NumPy in the same arithmetic."""

from __future__ import annotations

from typing import Any

from tutor.descent.batches import BLOCK, Batches, Order
from tutor.descent.methods import Method
from tutor.descent.schedules import Cosine, Exponential, Halving, Inverse, Schedule, Warmup, Written
from tutor.expression import parse
from tutor.scenes._python import code, math_needs, number


def begin_lines(method: Method) -> list[str]:
    """What is remembered before the first step."""
    match method.name:
        case "momentum" | "nesterov":
            return ["velocity = np.zeros_like(theta)"]
        case "adagrad" | "rmsprop":
            return ["squares = np.zeros_like(theta)"]
        case "adam" | "adamw":
            return ["m, v, t = np.zeros_like(theta), np.zeros_like(theta), 0"]
    return []


def step_lines(method: Any, rate: str, rows: str) -> list[str]:
    """One update; `rate` is a product or a name, `rows` what follows theta in a call of the gradient."""
    here = f"gradient(theta{rows})"
    match method.name:
        case "gd":
            return [f"theta = theta - {rate}*{here}"]
        case "newton":
            return [f"theta = theta - {rate}*np.linalg.solve(curvature(theta), {here})"]
        case "momentum":
            return [f"velocity = {number(method.beta)}*velocity + {here}", f"theta = theta - {rate}*velocity"]
        case "nesterov":
            return [
                f"ahead = theta - {rate}*{number(method.beta)}*velocity",
                f"velocity = {number(method.beta)}*velocity + gradient(ahead{rows})",
                f"theta = theta - {rate}*velocity",
            ]
        case "adagrad":
            squares = "squares = squares + slope*slope"
        case "rmsprop":
            rho = number(method.rho)
            squares = f"squares = {rho}*squares + (1 - {rho})*slope*slope"
        case _:
            return _adam(method, rate, here)
    divided = f"theta = theta - {rate}*slope/(np.sqrt(squares) + {number(method.epsilon)})"
    return [f"slope = {here}", squares, divided]


def _adam(method: Any, rate: str, here: str) -> list[str]:
    first, second = number(method.beta1), number(method.beta2)
    direction = f"m_hat/(np.sqrt(v_hat) + {number(method.epsilon)})"
    decay = f" + {number(method.decay)}*theta" if method.name == "adamw" else ""
    return [
        f"slope, t = {here}, t + 1",
        f"m = {first}*m + (1 - {first})*slope",
        f"v = {second}*v + (1 - {second})*slope*slope",
        f"m_hat, v_hat = m/(1 - {first}**t), v/(1 - {second}**t)",
        f"theta = theta - {rate}*({direction}{decay})",
    ]


def schedule_lines(schedule: Schedule, name: str) -> tuple[list[str], list[str]]:
    """(the imports, the function `name(k)`): what the rate is multiplied by."""
    head = f"def {name}(k):"
    match schedule:
        case Inverse():
            return [], [head, f"    return 1/(1 + {number(schedule.decay)}*k)"]
        case Exponential():
            return [], [head, f"    return {number(schedule.base)}**k"]
        case Halving():
            return [], [head, f"    return {number(schedule.keep)}**(k // {schedule.every})"]
        case Warmup():
            return [], [head, f"    return min((k + 1)/{schedule.steps}, 1.0)"]
        case Cosine():
            return ["from math import cos, pi"], [head, *_cosine(schedule)]
        case Written():
            tree = parse(schedule.written, ("k",))
            needs = math_needs([tree])
            return needs, [
                head,
                "    k = float(k)",
                f"    factor = {code(tree, {'k': 'k'}, exact=True)}",
                "    return 0.0 if factor < 0 else factor",
            ]
    return [], [head, "    return 1.0"]


def _cosine(schedule: Cosine) -> list[str]:
    lines = []
    if schedule.warm_up:
        lines = [f"    if k < {schedule.warm_up}:", f"        return (k + 1)/{schedule.warm_up}"]
    since = f"(k - {schedule.warm_up})" if schedule.warm_up else "k"
    end = number(schedule.end)
    return [
        *lines,
        f"    gone = min({since}/{schedule.steps - schedule.warm_up}, 1.0)",
        f"    return {end} + (1 - {end})*(1 + cos(pi*gone))/2",
    ]


def batch_lines(batches: Batches, m: int, name: str) -> tuple[list[str], list[list[str]]]:
    """(the imports, the functions): `name(k)` gives the rows of the step from k."""
    size, steps, whole = batches.size, batches.steps_a_pass(m), batches.a_pass(m)
    head = [f"def {name}(k):", f"    first = k % {steps}*{size}"]
    last = f"min(first + {size}, {whole})"
    match batches.order:
        case Order.CYCLIC:
            return [], [[*head, f"    return slice(first, {last})"]]
        case Order.STRIDED:
            return [], [[*head, f"    return {batches.stride}*np.arange(first, {last}) % {m}"]]
        case Order.GIVEN:
            listed = f"{name}_order = np.array({list(batches.given)})"
            return [], [[listed], [*head, f"    return {name}_order[first:{last}]"]]
    passes = max(1, BLOCK // m)
    drawn = [
        "@lru_cache(1)",
        f"def {name}_orders(block):",
        f"    keys = np.random.RandomState([{batches.seed}, block]).random_sample(({passes}, {m}))",
        '    return keys.argsort(axis=1, kind="stable")  # each row is the order of a pass',
    ]
    place = f"    block, place = divmod(k // {steps}, {passes})"
    rows = f"    return {name}_orders(block)[place][first:{last}]"
    return ["from functools import lru_cache"], [drawn, [*head, place, rows]]
