"""A network in NumPy, forward and backward, written out for the very net that is on the screen.

The arithmetic is that of `tutor.descent.problems.network`, so the program prints the same digits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.descent.player import Player
from tutor.lesson.losses import DataSet, Loss
from tutor.scenes._descend_updates import begin_lines, step_lines
from tutor.scenes._problem import ROW_WIDTH, data_lines
from tutor.scenes._python import number, program

if TYPE_CHECKING:
    from tutor.scenes.net import Settings

SIGMOID = [
    "def sigmoid(z):",
    "    small = np.exp(-np.abs(z))  # never overflows",
    "    return np.where(z >= 0, 1.0, small)/(1.0 + small)",
]
BENDS = {"tanh": "np.tanh({z})", "relu": "np.maximum({z}, 0.0)", "sigmoid": "sigmoid({z})"}
SLOPES = {"tanh": "(1.0 - {h}*{h})", "relu": "(({z} > 0)*1.0)", "sigmoid": "({h}*(1.0 - {h}))"}
# J and its slope by the last z
JUDGED = {
    "squared": [
        "errors = {z} - y[:, np.newaxis]",
        "J = float((errors*errors).sum())/(2*m)",
        "d{z} = errors/m",
    ],
    "sigmoid": [
        "away = (1.0 - 2.0*y)[:, np.newaxis]  # -1 for a 1, +1 for a 0: the loss is log(1 + exp(away*z))",
        "J = float(np.logaddexp(0.0, away*{z}).sum())/m",
        "d{z} = away*sigmoid(away*{z})/m  # sigmoid(z) - y, to the last digit",
    ],
    "softmax": [
        "every, own = np.arange(m), y.astype(int)",
        "ahead = {z} - {z}[every, own][:, np.newaxis]  # of the own class",
        "top = ahead.max(axis=1)",
        "shares = np.exp(ahead - top[:, np.newaxis])",
        "of_own = shares[every, own]",
        "shares[every, own] = 0.0",
        "others = shares.sum(axis=1)",
        "J = float(np.where(top > 0, top + np.log(of_own + others), np.log1p(others)).sum())/m",
        "d{z} = shares/(of_own + others)[:, np.newaxis]",
        "d{z}[every, own] = -others/(of_own + others)",
        "d{z} = d{z}/m",
    ],
}


def net_program(settings: Settings, player: Player) -> str:
    """Prints J and all weights after exactly the steps that `player` has taken."""
    data = DataSet(settings.data.name, settings.inputs, settings.data.y)
    last = len(settings.layers) - 1
    names = [f"{kind}{layer}" for layer in range(1, last + 1) for kind in "Wb"]
    listed = ", ".join(names)
    judged = "squared" if settings.loss == "squared" else "sigmoid" if settings.layers[-1] == 1 else "softmax"
    needs_sigmoid = judged == "sigmoid" or (settings.activation == "sigmoid" and last > 1)
    told = [f'print("J:", look({listed})[0])', *(f'print("{name}:", {name}.tolist())' for name in names)]
    return program(
        ["import numpy as np"],
        data_lines(Loss(data)),
        SIGMOID if needs_sigmoid else [],
        _look(settings, judged, names),
        *(_each_weight(player, names) if player.leg.plain else _as_theta(settings, player, names)),
        told,
    )


def _each_weight(player: Player, names: list[str]) -> list[list[str]]:
    """Gradient descent, a line for each matrix: the parts below the function."""
    loops, listed = [], ", ".join(names)
    for rate, steps in _segments(player):
        loops += [
            f"for _ in range({steps}):",
            f"    J, {', '.join(f'd{name}' for name in names)} = look({listed})",
            *(f"    {name} = {name} - {number(rate)}*d{name}" for name in names),
        ]
    return [_start(player), loops]


def _as_theta(settings: Settings, player: Player, names: list[str]) -> list[list[str]]:
    """Any other method, on all weights as one theta."""
    unpacked, begun = [], 0
    for inputs, units in pairwise(settings.layers):
        after = begun + units * inputs
        unpacked += [f"theta[{begun}:{after}].reshape({units}, {inputs})", f"theta[{after}:{after + units}]"]
        begun = after + units
    listed = ", ".join(names)
    loops = [f"theta = np.concatenate([{', '.join(f'{name}.ravel()' for name in names)}])"]
    loops += begin_lines(player.leg.method)
    for rate, steps in _segments(player):
        loops += [
            f"for _ in range({steps}):",
            *(f"    {line}" for line in step_lines(player.leg.method, number(rate), "")),
        ]
    return [
        ["def unpack(theta):", "    return (", *(f"        {each}," for each in unpacked), "    )"],
        [
            "def gradient(theta):",
            "    _, *slopes = look(*unpack(theta))",
            "    return np.concatenate([slope.ravel() for slope in slopes])",
        ],
        _start(player),
        [*loops, f"{listed} = unpack(theta)"],
    ]


def _look(settings: Settings, judged: str, names: list[str]) -> list[str]:
    """The function that gives J and its slope by each weight: forward, then backward."""
    last = len(settings.layers) - 1
    lines, h = ["m = len(X)"], "X"
    for layer in range(1, last + 1):
        lines.append(f"z{layer} = {h}.dot(W{layer}.T) + b{layer}")
        if layer < last:
            lines.append(f"h{layer} = {BENDS[settings.activation].format(z=f'z{layer}')}")
            h = f"h{layer}"
    lines += [line.format(z=f"z{last}") for line in JUDGED[judged]]
    for layer in range(last, 0, -1):
        below = f"h{layer - 1}" if layer > 1 else "X"
        lines += [f"dW{layer} = dz{layer}.T.dot({below})", f"db{layer} = dz{layer}.sum(axis=0)"]
        if layer > 1:
            slope = SLOPES[settings.activation].format(z=f"z{layer - 1}", h=f"h{layer - 1}")
            lines.append(f"dz{layer - 1} = dz{layer}.dot(W{layer})*{slope}")
    lines.append(f"return J, {', '.join(f'd{name}' for name in names)}")
    return [f"def look({', '.join(names)}):", *(f"    {line}" for line in lines)]


def _start(player: Player) -> list[str]:
    """The first weights, a row for each unit."""
    network: Any = player.problem
    lines = []
    for layer, (W, b) in enumerate(network.unpack(player.trace.points()[1][0]), 1):
        texts = [f"[{', '.join(map(number, row))}]" for row in W]
        one = f"W{layer} = np.array([{', '.join(texts)}])"
        wide = [f"W{layer} = np.array([", *(f"    {each}," for each in texts), "])"]
        lines += [one] if len(one) <= ROW_WIDTH else wide
        lines.append(f"b{layer} = np.array([{', '.join(map(number, b))}])")
    return lines


def _segments(player: Player) -> list[tuple[float, int]]:
    """(rate, how many steps with it), in order, those that were taken."""
    legs = [leg for leg in player.legs if leg.k < player.k]
    ends = [*(leg.k for leg in legs[1:]), player.k][: len(legs)]
    return [(leg.rate, end - leg.k) for leg, end in zip(legs, ends, strict=True)]
