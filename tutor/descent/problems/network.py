"""A small dense network and its gradient by backpropagation, written as the lesson writes it.

Forward, each layer keeps what it took in and what it gave out; backward, the slope of the loss comes in from above, is
multiplied by the slope of the layer's own activation, and leaves the gradients of the weights on its way down
(Rumelhart, Hinton and Williams 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Rows
from tutor.descent.problem import Vector, differenced, kept, numbers
from tutor.descent.problems._labelled import labels, sigmoid, table
from tutor.descent.problems.softmax import cross_entropy
from tutor.messages import tr

MOST_PARAMETERS = 500
MOST_LAYERS = 8
LOSSES = ("squared", "cross-entropy")

Activation = tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]  # h of z, and its slope from z and h

# The slope of relu at 0 is taken to be 0.
ACTIVATIONS: dict[str, Activation] = {
    "tanh": (np.tanh, lambda z, h: 1.0 - h * h),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z, h: (z > 0) * 1.0),
    "sigmoid": (sigmoid, lambda z, h: h * (1.0 - h)),
}


class Layer(NamedTuple):
    """Weights (units, inputs), a row for each unit, and a bias for each unit."""

    W: Vector
    b: Vector


class Pass(NamedTuple):
    """What a layer computes, a row for each example: inputs from below, z = inputs W^T + b, and the outputs."""

    inputs: Vector
    z: Vector
    outputs: Vector


class Network:
    """J(theta): the mean loss, over m examples, of a network with the units `layers` = [inputs, hidden ..., outputs].

    `loss` is "squared", half the squared error of linear outputs, or "cross-entropy", of labels 0 ... K - 1: one
    output gives the chance of a 1 by the sigmoid, K outputs give the chances of K classes by the softmax. Hidden units
    have the `activation`. Theta is flat: w1 row by row, b1, w2 ...; `w1[0,1]` is what unit 0 of the first layer makes
    of input 1. X (m, inputs), y (m,) or (m, outputs) are copied. ValueError, with a sentence, for what does not fit.
    """

    def __init__(
        self, X: ArrayLike, y: ArrayLike, layers: Sequence[int], activation: str = "tanh", loss: str = "squared"
    ) -> None:
        self.layers = checked_layers(layers)
        if activation not in ACTIVATIONS:
            raise ValueError(
                tr(
                    "the activation must be one of {activations}, and '{activation}' is not.",
                    activations=", ".join(ACTIVATIONS),
                    activation=activation,
                )
            )
        if loss not in LOSSES:
            raise ValueError(
                tr("the loss must be one of {losses}, and '{loss}' is not.", losses=", ".join(LOSSES), loss=loss)
            )
        self.activation, self.judged_by = activation, loss
        self.X = kept(table(X))
        if self.X.shape[1] != self.layers[0]:
            raise ValueError(
                tr(
                    "the first layer has {layers} units for the {shape} columns of X; it takes one each.",
                    layers=self.layers[0],
                    shape=self.X.shape[1],
                )
            )
        self.y = self._targets(y)
        self.y.setflags(write=False)

    def _targets(self, y: ArrayLike) -> Any:
        outputs = self.layers[-1]
        if self.judged_by == "cross-entropy":
            return labels(y, self.m, max(2, outputs))
        targets = numbers(y, "y")
        if targets.shape == (self.m,) and outputs == 1:
            return targets[:, np.newaxis]
        if targets.shape != (self.m, outputs):
            raise ValueError(
                tr(
                    "y must have {outputs} for each of the {m} rows of X, as the last layer has; its shape is {shape}.",
                    outputs=outputs,
                    m=self.m,
                    shape=targets.shape,
                )
            )
        return targets

    @property
    def m(self) -> int:
        """How many examples."""
        return int(self.X.shape[0])

    @property
    def names(self) -> tuple[str, ...]:
        found: list[str] = []
        for layer, (inputs, units) in enumerate(pairwise(self.layers), 1):
            found += [f"w{layer}[{unit},{place}]" for unit in range(units) for place in range(inputs)]
            found += [f"b{layer}[{unit}]" for unit in range(units)]
        return tuple(found)

    def unpack(self, theta: Vector) -> list[Layer]:
        """The layers that theta holds, the first hidden one first, as views."""
        found, begun = [], 0
        for inputs, units in pairwise(self.layers):
            weights, begun = begun, begun + units * inputs
            found.append(Layer(theta[weights:begun].reshape(units, inputs), theta[begun : begun + units]))
            begun += units
        return found

    def forward(self, theta: Vector, X: ArrayLike | None = None) -> list[Pass]:
        """What each layer makes of the rows of X (the examples where it is left out), the first hidden one first.

        The outputs of the last are what the network says: numbers, or chances.
        """
        h = self.X if X is None else np.asarray(X, dtype=np.float64)
        passes = self._hidden(theta, h)
        last = passes[-1]
        return [*passes[:-1], last._replace(outputs=self._said(last.z))]

    def predictions(self, theta: Vector, X: ArrayLike | None = None) -> Vector:
        """What the network says of each row: (m, outputs)."""
        return self.forward(theta, X)[-1].outputs

    def accuracy(self, theta: Vector) -> float | None:
        """The part of the examples whose class is the likeliest; a draw counts as a miss. None for numbers."""
        if self.judged_by == "squared":
            return None
        z = self._hidden(theta, self.X)[-1].z
        if z.shape[1] == 1:
            return float(np.mean(np.where(self.y == 1, z[:, 0], -z[:, 0]) > 0))
        own = z[np.arange(self.m), self.y].copy()
        z[np.arange(self.m), self.y] = -np.inf
        return float(np.mean(own > z.max(axis=1)))

    def loss(self, theta: Vector) -> float:
        return self.look(theta)[0]

    def gradient(self, theta: Vector) -> Vector:
        return self.look(theta)[1]

    def look(self, theta: Vector) -> tuple[float, Vector]:
        return self._look(theta, self.X, self.y)

    def gradient_on(self, theta: Vector, rows: Rows) -> Vector:
        return self._look(theta, self.X[rows], self.y[rows])[1]

    def curvature(self, theta: Vector) -> Vector:
        """By central differences of the gradient."""
        return differenced(self.gradient, theta)

    # how

    def _hidden(self, theta: Vector, h: Vector) -> list[Pass]:
        """Forward; the last layer's outputs are its z."""
        bend = ACTIVATIONS[self.activation][0]
        passes = []
        layers = self.unpack(theta)
        for layer in layers:
            z = h.dot(layer.W.T) + layer.b
            passes.append(Pass(h, z, z if layer is layers[-1] else bend(z)))
            h = passes[-1].outputs
        return passes

    def _look(self, theta: Vector, X: Vector, y: Any) -> tuple[float, Vector]:
        layers, passes = self.unpack(theta), self._hidden(theta, X)
        loss, dz = self._judge(passes[-1].z, y)
        slope = ACTIVATIONS[self.activation][1]
        gradients: list[Vector] = []
        for place in reversed(range(len(layers))):
            gradients = [dz.T.dot(passes[place].inputs).ravel(), dz.sum(axis=0), *gradients]
            if place:
                below = passes[place - 1]
                dz = dz.dot(layers[place].W) * slope(below.z, below.outputs)
        return loss, np.concatenate(gradients)

    def _judge(self, z: Vector, y: Any) -> tuple[float, Vector]:
        """The mean loss of the last layer's z, and its slope by z, (m, outputs)."""
        m = len(z)
        if self.judged_by == "squared":
            errors = z - y
            return float((errors * errors).sum()) / (2 * m), errors / m
        if z.shape[1] == 1:
            away = (1.0 - 2.0 * y)[:, np.newaxis]  # -1 for a 1, +1 for a 0
            wrong = away * z
            return float(np.logaddexp(0.0, wrong).sum()) / m, away * sigmoid(wrong) / m
        losses, errors = cross_entropy(z, y, np.arange(m))
        return float(losses.sum()) / m, errors / m

    def _said(self, z: Vector) -> Vector:
        if self.judged_by == "squared":
            return z
        if z.shape[1] == 1:
            return cast(Vector, sigmoid(z))
        shares = np.exp(z - z.max(axis=1, keepdims=True))
        return cast(Vector, shares / shares.sum(axis=1, keepdims=True))


def checked_layers(layers: Sequence[int]) -> tuple[int, ...]:
    """The units of each layer. ValueError, with a sentence, for a network that cannot be or is too large to show."""
    found = tuple(int(each) for each in layers)
    if not 2 <= len(found) <= MOST_LAYERS or min(found) < 1:
        raise ValueError(
            tr(
                "layers must be 2 to {most_layers} whole numbers of 1 or more, inputs first, outputs last: [2, 2, 1].",
                most_layers=MOST_LAYERS,
            )
        )
    parameters = sum((inputs + 1) * units for inputs, units in pairwise(found))
    if parameters > MOST_PARAMETERS:
        raise ValueError(
            tr(
                "layers {list} have {parameters} weights and biases, and {most_parameters} are the most.",
                list=list(found),
                parameters=parameters,
                most_parameters=MOST_PARAMETERS,
            )
        )
    return found
