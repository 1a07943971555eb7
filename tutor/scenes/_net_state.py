"""What is true of a network in training: the run, its pace, the row whose way through the net is shown.

There is no clock here: the screen takes steps as it likes, each call a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.player import Player, State
from tutor.descent.problems.network import Network
from tutor.descent.words import number, sentence
from tutor.messages import plural, tr
from tutor.scenes._descend_home import trace_csv
from tutor.scenes._gears import GEARS as GEARS
from tutor.scenes._gears import Geared
from tutor.scenes._net_drawing import Wiring, diagram, outputs_table
from tutor.scenes._net_picture import Picture
from tutor.scenes._net_program import net_program
from tutor.scenes._numbers import nice_rates
from tutor.scenes._problem import Array
from tutor.scenes._scene import CannotShow, Request

if TYPE_CHECKING:
    from tutor.scenes.net import Settings

RATES = (1e-12, 1e12)
HEAVY = 300_000  # rows times weights; beyond it a step takes longer than a key should wait
TWO_LINES = 150  # characters that two lines of a narrow screen surely hold
BATCH = 500  # steps at a time on a long way


def request(settings: Settings) -> Request | None:
    """Nothing must be worked out before."""
    return None


def scene(settings: Settings, found: None = None) -> NetScene:
    return NetScene(settings, found)


class NetScene(Picture, Geared):
    """A network on the screen."""

    def __init__(self, settings: Settings, found: None = None) -> None:
        self.settings = settings
        try:
            self.network: Network = settings.network()
            method = settings.method.make()
            self.player = Player(self.network, settings.start, settings.rate, settings.steps, method=method)
        except ValueError as fault:
            raise CannotShow(str(fault)) from fault
        self._judged: tuple[Array | None, int | None] = (None, None)
        self.row = 0  # the example whose way through the net is shown
        self.slopes = False  # are gradients shown in place of weights?
        self.gear = 0
        self.playing = False
        self.log = False

    # where it stands

    @property
    def k(self) -> int:
        return self.player.k

    @property
    def finished(self) -> bool:
        return self.player.state.final

    @property
    def progress(self) -> float:
        return self.player.progress

    @property
    def right(self) -> int | None:
        """How many rows have their own class as the likeliest; None for numbers. Counted once at each theta."""
        if self._judged[0] is not self.player.theta:
            accuracy = self.network.accuracy(self.player.theta)
            self._judged = self.player.theta, None if accuracy is None else round(accuracy * self.network.m)
        return self._judged[1]

    @property
    def panels(self) -> tuple[str, ...]:
        """The panes: the net, the loss, and what the net makes of every input where that can be drawn."""
        picture = {1: ("curve",), 2: ("map",)}.get(self.settings.layers[0], ())
        return ("net", "loss", *(picture if picture != ("curve",) or self.settings.layers[-1] == 1 else ()))

    # taking steps

    def advance(self, n: int) -> bool:
        """At most n steps; False where none could be taken."""
        before = self.player.k
        self.player.step(n)
        return self.player.k != before

    def toggle_play(self) -> bool:
        """Play or pause; says whether it plays now. At the end there is nothing to play."""
        self.playing = not self.playing and not self.finished
        return self.playing

    def step(self, n: int = 1) -> bool:
        self.playing = False
        return self.advance(n)

    def back(self, n: int = 1) -> bool:
        """Pauses, and goes n steps back, exactly; False at the start."""
        self.playing = False
        before = self.player.k
        if before:
            self.player.back(n)
        return before > 0

    def to_start(self) -> bool:
        return self.back(max(1, self.k))

    def to_end(self, batch: int = BATCH) -> Iterator[float]:
        """Runs to the end; yields the progress after each batch of steps."""
        self.playing = False
        while not self.finished and self.advance(batch):
            yield self.progress

    def reset(self) -> None:
        """The first weights and the first rate, everything since forgotten."""
        self.playing = False
        self.player.reset()

    # how fast, how far, what is looked at

    def change_rate(self, by: int) -> float:
        """The next nice rate above or below, from here on."""
        rate = self.player.rate
        nice = [each for each in nice_rates(rate) if (each > rate * 1.0001 if by > 0 else each < rate * 0.9999)]
        self.player.set_rate(min([RATES[1], *nice]) if by > 0 else max([RATES[0], *nice]))
        return self.player.rate

    def next_row(self, by: int = 1) -> int:
        """The next example; says which."""
        self.row = (self.row + by) % self.network.m
        return self.row

    def toggle_slopes(self) -> bool:
        """The gradient of each weight in its place, or the weights; says whether gradients are shown now."""
        self.slopes = not self.slopes
        return self.slopes

    def toggle_log(self) -> bool:
        """The loss on a logarithmic scale or not; says whether it is drawn so now."""
        self.log = not self.log
        return self.uses_log

    # what is drawn

    def losses(self) -> tuple[Array, Array]:
        """ks and losses, both (p,), not more than about 2,000."""
        ks, _, losses = self.player.trace.points()
        return ks.astype(float), losses

    @property
    def uses_log(self) -> bool:
        """Only where it is wished and every loss is above 0."""
        return self.log and bool((self.player.trace.points()[2] > 0).all())

    def rate_marks(self) -> list[tuple[int, float]]:
        """(k, new rate) where the rate was changed, as far as the run has come."""
        return [(k, rate) for k, rate in self.player.rate_changes if k <= self.player.k]

    @property
    def wiring(self) -> Wiring:
        """The net with the numbers of the row that is looked at."""
        theta = self.player.theta
        with np.errstate(all="ignore"):
            passes = self.network.forward(theta, self.network.X[self.row : self.row + 1])
        return Wiring(
            self.network.unpack(self.player.gradient if self.slopes else theta), passes, self.settings, self.slopes
        )

    def diagram(self, width: int, height: int, ascii: bool = False) -> list[str]:
        """The net and the numbers in it, in at most so many columns and rows: drawn, or as a line for each unit."""
        return diagram(self.wiring, width, height, ascii)

    def outputs(self, ascii: bool = False) -> list[list[str]]:
        """Inputs, target and what the net says, a row for each example; headings first."""
        return outputs_table(self.settings, self.network, self.player.theta, ascii)

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """What the run has done, and how many rows the net has right where two lines have room for it."""
        right, work = self.right_words, self.network.m * len(self.settings.start)
        words = sentence(self.player, ascii=ascii, most=TWO_LINES) if work <= HEAVY else self._plain_words(ascii)
        return f"{words}; {right}" if right and len(words) + len(right) + 2 < TWO_LINES else words

    def _plain_words(self, ascii: bool) -> str:
        """Without a diagnosis, which takes some steps again: where a step is heavy that would hold up the keys."""
        first, last = (number(loss) for loss in (self.player.first_loss, self.player.loss))
        words = plural(
            self.k,
            "loss {first} → {last} after {count} step; {state}",
            "loss {first} → {last} after {count} steps; {state}",
            first=first if ascii else first.replace("-", "−"),
            last=last if ascii else last.replace("-", "−"),
            state=tr(self.player.state.value),
        )
        return words.replace("→", "->") if ascii else words

    @property
    def right_words(self) -> str:
        """`3 of 4 right`; "" for numbers."""
        return "" if self.right is None else tr("{right} of {count} right", right=self.right, count=self.network.m)

    def table(self, ascii: bool = False) -> list[list[str]]:
        return self.outputs(ascii)

    def trace_csv(self) -> Iterator[str]:
        """The trace as CSV, line by line: k, each weight and bias, the loss, every digit."""
        return trace_csv(self.player, self.network.names)

    def program(self) -> str:
        """NumPy: the network written out, to the step where it stands."""
        return net_program(self.settings, self.player)


def prove(settings: Settings, found: None = None) -> tuple[str, ...]:
    """A sentence for a network whose loss is not finite at the start, or that cannot take a step."""
    try:
        net = NetScene(settings)
    except CannotShow as fault:
        return (str(fault),)
    if not net.step(min(settings.steps, 20)) and net.player.state is not State.CONVERGED:
        return (tr("the network cannot take its first step: the rate is far too large"),)
    return ()
