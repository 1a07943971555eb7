"""The scene `net`: a small network trained live, its weights and activations in numbers, and what it says of each row.

    net: {layers: [2, 2, 1], activation: tanh, loss: cross-entropy, data: xor, rate: 0.5, steps: 2000,
          init: {W1: [[0.5, -0.4], [-0.3, 0.6]], W2: [0.2, -0.5]}}

A row of a weight matrix is a unit, a column one of its inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.descent.problems.network import ACTIVATIONS, LOSSES, MOST_LAYERS, Network
from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, FirstOf, ListOf, MapOf, OneOf, Quantity, Text, Whole, setting
from tutor.lesson.losses import DATA, DataSet
from tutor.lesson.methods import GD, METHOD, METHOD_DOC, MethodNamed
from tutor.messages import N_, tr
from tutor.scenes._net_init import drawn, literal
from tutor.scenes._net_state import GEARS, NetScene, prove, request, scene
from tutor.scenes._net_told import act, acts, told

__all__ = ["GEARS", "NetScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]

MOST_UNITS = 100
NOT_HERE = ("sgd", "newton")  # it has no batches, and its Hessian is seldom positive
ALSO = {"mse": "squared", "square": "squared", "crossentropy": "cross-entropy", "cross entropy": "cross-entropy"}
_MATRIX = ListOf(
    FirstOf((Quantity(), ListOf(Quantity(), most=MOST_UNITS)), N_("a number or a row of numbers")), most=MOST_UNITS
)
INIT = FirstOf(
    (Whole(0, 2**32 - 1), MapOf(FirstOf((Quantity(), _MATRIX), N_("numbers")), Text(most=6), 2 * MOST_LAYERS)),
    N_("a seed, or the weights: {W1: [[...], [...]], b1: [...], W2: [...]}, or {all: 0.5}"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """A small dense network, trained on all rows at each step."""

    layers: tuple[int, ...] = setting(
        ListOf(Whole(1, MOST_UNITS), least=2, most=MOST_LAYERS), N_("the units of each layer, inputs first: [2, 2, 1]")
    )
    data: DataSet = setting(DATA, N_("the name of a data set of the header"))
    activation: str = setting(OneOf(tuple(ACTIVATIONS)), N_("of the hidden units: tanh, relu or sigmoid"), "tanh")
    loss: str = setting(
        OneOf(LOSSES, ALSO),
        N_(
            "squared: half the mean squared error; cross-entropy: of targets 0 and 1 with one output, of classes "
            "0, 1, 2 ... with an output for each"
        ),
        "squared",
    )
    init: int | dict[str, float | tuple[float | tuple[float, ...], ...]] = setting(
        INIT, N_("the first weights: W1, b1, W2 ... (a row for each unit; biases are 0), {all: 0.5}, or a seed"), 0
    )
    rate: float = setting(Quantity(above=0), N_("the learning rate"), 0.1)
    method: MethodNamed = setting(METHOD, METHOD_DOC, GD)
    steps: int = setting(Whole(1, 10_000_000), N_("how many steps at most"), 2000)
    start: tuple[float, ...] = ()  # all weights and biases, once read

    def network(self) -> Network:
        """ValueError, with a sentence, where data and layers do not fit."""
        return Network(self.inputs, self.data.y, self.layers, self.activation, self.loss)

    @property
    def inputs(self) -> tuple[tuple[float, ...], ...]:
        """The rows of the data; a first column of ones is left out where the biases stand for it."""
        without = self.data.bias and len(self.data.X[0]) == self.layers[0] + 1
        return tuple(row[1:] for row in self.data.X) if without else self.data.X

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the inputs: those of the data, else x0, x1 ..., or x where there is one."""
        count, names = self.layers[0], self.data.columns
        if len(names) >= count and len(names) == len(self.data.X[0]):
            return names[len(names) - count :]
        return ("x",) if count == 1 else tuple(f"x{i}" for i in range(count))

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        if self.method.name in NOT_HERE:
            return at.fault(
                node,
                tr("the method {method} is not for a net, which looks at all rows; gd is", method=self.method.name),
            )
        try:
            self.network()
        except ValueError as fault:
            return at.fault(node, str(fault).rstrip("."))
        try:
            start = (
                literal(self.init, self.layers)
                if isinstance(self.init, dict)
                else drawn(self.init, self.layers, self.activation)
            )
        except ValueError as fault:
            written = node.get("init") if isinstance(node, y.Mapping) else None
            return at.inside("init").fault(written or node, str(fault).rstrip("."))
        return replace(self, start=start)
