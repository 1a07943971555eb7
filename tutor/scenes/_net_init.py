"""The first weights of a network: written out by the lesson, or drawn from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tutor.messages import tr


def literal(given: Mapping[str, Any], layers: Sequence[int]) -> tuple[float, ...]:
    """`{W1: ..., b1: ..., W2: ...}` as one list, layer by layer, row by row; a missing bias is 0.

    `{all: w}` gives every weight that value. A matrix of one row, or of one column, may be written as a plain list.
    ValueError, with a sentence, for what is missing, unknown or of another shape.
    """
    known = [name for layer in range(1, len(layers)) for name in (f"W{layer}", f"b{layer}")]
    unknown = [name for name in given if name not in known and name != "all"]
    if unknown:
        raise ValueError(
            tr(
                "init has no '{name}' in a network of {count} layers; it has {names}.",
                name=unknown[0][:20],
                count=len(layers),
                names=_listed(known),
            )
        )
    start: list[float] = []
    for layer, (inputs, units) in enumerate(pairwise(layers), 1):
        weights = given.get(f"W{layer}", given.get("all"))
        if weights is None:
            raise ValueError(
                tr(
                    "init names no W{layer}: {units} rows of {inputs}, a row for each unit.",
                    layer=layer,
                    units=units,
                    inputs=inputs,
                )
            )
        start += _shaped(f"W{layer}", weights, units, inputs, spread="all" in given and f"W{layer}" not in given)
        start += _shaped(f"b{layer}", given.get(f"b{layer}", 0.0), units, 1, spread=f"b{layer}" not in given)
    return tuple(start)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names)}, all"


def _shaped(name: str, given: Any, rows: int, columns: int, *, spread: bool) -> list[float]:
    """The numbers of a matrix, row by row; one number stands for all of them where it is `spread`."""
    if not isinstance(given, tuple):
        if spread or rows * columns == 1:
            return [given] * (rows * columns)
        raise ValueError(
            tr(
                "{name} must be {size}, and it is the one number {given:g}.",
                name=name,
                size=_size(rows, columns),
                given=given,
            )
        )
    if all(isinstance(each, float) for each in given):
        if len(given) == rows * columns and 1 in (rows, columns):
            return list(given)
        raise ValueError(
            tr(
                "{name} must be {size}, and it is a list of {count}.",
                name=name,
                size=_size(rows, columns),
                count=len(given),
            )
        )
    nested = [each if isinstance(each, tuple) else (each,) for each in given]
    if len(nested) != rows or any(len(each) != columns for each in nested):
        sizes = ", ".join(str(len(each)) for each in nested[:6])
        raise ValueError(
            tr("{name} must be {size}, and its rows have {sizes}.", name=name, size=_size(rows, columns), sizes=sizes)
        )
    return [number for each in nested for number in each]


def _size(rows: int, columns: int) -> str:
    """`2 rows of 3, a row for each unit`; a matrix of one row or of one column in other words."""
    if rows == columns == 1:
        return tr("one number")
    if rows == 1:
        return tr("one row of {columns}, a number for each input", columns=columns)
    return (
        tr("a list of {rows}, a number for each unit", rows=rows)
        if columns == 1
        else tr("{rows} rows of {columns}, a row for each unit", rows=rows, columns=columns)
    )


def drawn(seed: int, layers: Sequence[int], activation: str) -> tuple[float, ...]:
    """Weights from even distributions as wide as keeps the signal's size from layer to layer; biases 0.

    +-sqrt(6/(inputs + units)) for tanh and sigmoid (Glorot and Bengio 2010), +-sqrt(6/inputs) for relu (He and others
    2015). The same seed gives the same weights with every Python.
    """
    dice = random.Random(seed)
    start: list[float] = []
    for inputs, units in pairwise(layers):
        reach = math.sqrt(6 / (inputs if activation == "relu" else inputs + units))
        # a few digits, so that a lesson can write them out
        start += [round(reach * (2 * dice.random() - 1), 4) for _ in range(inputs * units)] + [0.0] * units
    return tuple(start)
