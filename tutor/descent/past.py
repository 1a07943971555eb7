"""The past of a run: its legs as they were walked, old thetas, and the trace; any step of it can be had again.

A theta comes from the closed form of its leg where there is one, else from the nearest one kept, by the same steps as
the first time. So it has the bits it had then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import cast

import numpy as np

from tutor.descent.glance import Stand, look_at
from tutor.descent.history import History
from tutor.descent.legs import Leg, Part
from tutor.descent.methods.base import Memory
from tutor.descent.problem import LeastSquares, Problem, Vector
from tutor.descent.run import Step, read_only
from tutor.descent.spectral import Tail
from tutor.descent.trace import Trace
from tutor.descent.walk import again, once

# Back within so many steps of the start, a trace that a long run has thinned is made anew in full.
SHORT = 2000
ROOM = 2**17  # numbers that the thetas of a trace have room for: of long ones it keeps fewer
# So many steps of a leg are made one by one before its closed form.
LOOPED = 1000
SEEN = 8  # old steps that are remembered as they were seen, more than a sentence looks at


class Past:
    """What is known of a run that began with the first of `parts`; some of them may lie ahead of where it stands."""

    def __init__(self, problem: Problem, parts: tuple[Part, ...]) -> None:
        self.problem = problem
        self.trace = Trace(max(256, min(2048, ROOM // parts[0].theta.size)))
        self.parts = list(parts)
        self.history = History(parts[0].theta, parts[0].memory)
        self._seen: dict[int, Stand] = {}  # by k, the last ones that were asked for again
        self._gaps: list[tuple[int, int]] = []  # (after, to): where the trace lost what it knew, in going back

    def copy(self) -> Past:
        """Another past that goes its own way from here."""
        twin = copy(self)
        twin.parts, twin._gaps, twin._seen = self.parts.copy(), self._gaps.copy(), self._seen.copy()
        twin.history, twin.trace = self.history.copy(), self.trace.copy()
        return twin

    # its legs

    def part(self, k: int) -> Part:
        """What the step from k belongs to."""
        return self.parts[bisect_right(self.parts, k, key=_begins) - 1]

    def leg_end(self, k: int) -> int | None:
        """Where the leg of the step from k ends; None for the last one."""
        place = bisect_right(self.parts, k, key=_begins)
        return self.parts[place].leg.k if place < len(self.parts) else None

    def _tail(self, part: Part, at: Stand | None = None) -> Tail:
        """The closed form of a leg that has one; `at`, where it begins, is needed the first time."""
        if part.tail is None:
            spectrum = cast(LeastSquares, self.problem).spectrum
            begin = cast(Stand, at)
            part.tail = Tail(spectrum, begin.k, begin.theta, part.leg.rate)
        return part.tail

    def begin(self, leg: Leg, placed: Vector | None, at: Stand) -> Stand:
        """Where the run stands, begin a leg, forgetting those further ahead; `placed`: theta is put there by hand.

        Nothing begins if it steps as the leg before it. Returns where the run stands then. ValueError where the loss
        has no value there; nothing has changed then.
        """
        past = [part for part in self.parts if part.leg.k < at.k]
        before = past[-1] if past else None
        theta, memory = at.theta, at.memory
        if before is not None and self.part(at.k).leg.k == at.k:  # a leg begins here already: as if it did not
            with np.errstate(all="ignore"):
                theta, memory = self._carried(before, at.k)
        anew = before is None or placed is not None
        theta = theta if placed is None else placed
        if anew or (before is not None and leg.method != before.leg.method):
            memory = leg.method.begin(theta)
        at = look_at(self.problem, at.k, theta, memory, "at this theta")
        if anew or (before is not None and not leg.steps_as(before.leg)):
            past.append(walked(self.problem, replace(leg, theta=placed), theta, memory))
        elif before is not None and before.beyond_loop(at.k):
            at = self._in_closed_form(before, at.k)
        self.parts = past
        self._seen.clear()
        self.history.cut(at.k - 1)
        if at.k == 0:
            self.history = History(theta, memory)
        self.cut(at.k - 1)
        return at

    # old steps

    def steps(self, first: int, last: int) -> Iterator[Step]:
        """The steps first..last again. Those asked for a moment ago are not looked at anew: a screen asks for the last
        ones at each frame, and a look may go through a million examples."""
        at: Stand | None = None
        for k in range(first, last + 1):
            part = self.part(k)
            if part.beyond_loop(k):
                with np.errstate(all="ignore"):
                    theta, gradient, loss = self._tail(part).at(k)
            else:
                at = self._seen.get(k) or self._see(k, part, at)
                theta, gradient, loss = at.theta, at.gradient, at.loss
            yield Step(k, read_only(theta), read_only(gradient), loss)

    def _see(self, k: int, part: Part, before: Stand | None) -> Stand:
        """Where the run stood at an old k, after `before`, where that is known."""
        if part.leg.k == k:
            before = None
        elif before is None:
            before = self._seen.get(k - 1)
        with np.errstate(all="ignore"):
            if before is None:
                theta, memory = again(self.problem, part.leg, *self._before(k, part), k)
            else:
                theta, memory = once(self.problem, part.leg, before)
            loss, gradient = self.problem.look(theta)
        self._seen[k] = at = Stand(k, theta, memory, gradient, loss)
        if len(self._seen) > SEEN:
            del self._seen[next(iter(self._seen))]
        return at

    def following(self, at: Stand) -> Vector:
        """Theta after the step from where the run stands; not finite where it leaves the numbers."""
        part, after = self.part(at.k), self.part(at.k + 1)
        if after is not part and after.leg.theta is not None:
            return after.leg.theta
        if part.looped_to is not None and at.k >= part.looped_to:
            return self._tail(part, at).at(at.k + 1)[0]
        return once(self.problem, part.leg, at)[0]

    def _carried(self, part: Part, k: int) -> tuple[Vector, Memory]:
        """What a leg brings to the k where the next one begins."""
        if part.beyond_loop(k):
            return self._tail(part).at(k)[0], part.memory
        return again(self.problem, part.leg, *self._before(k - 1, part), k)

    def returning(self, target: int, batch: int) -> Iterator[Stand | float]:
        """Back to an old k: the part of the way done after each `batch` steps, and last where one stands then."""
        part = self.part(target)
        self.history.cut(target)
        if part.beyond_loop(target):
            yield self._in_closed_form(part, target)
            return
        k, theta, memory = self._before(target, part)
        begun = k
        while k < target:
            until = min(k + batch, target)
            with np.errstate(all="ignore"):
                theta, memory = again(self.problem, part.leg, k, theta, memory, until, self.history)
            k = until
            yield (k - begun) / (target - begun)
        yield look_at(self.problem, target, theta, memory)

    def _in_closed_form(self, part: Part, k: int) -> Stand:
        theta, gradient, loss = self._tail(part).at(k)
        return Stand(k, theta, part.memory, gradient, loss)

    def first_below(self, loss: float, now: int) -> int | None:
        """The first k up to `now` whose loss is below `loss`, of the legs walked so far."""
        for part in self.parts:
            if part.leg.k > now:
                return None
            end = self.leg_end(part.leg.k)
            last = now if end is None or end > now else end - 1
            looped = last if part.looped_to is None else min(last, part.looped_to)
            found = self._first_below_looped(loss, part.leg.k, looped)
            if found is None and part.looped_to is not None and last > part.looped_to:
                found = self._tail(part).first_below(loss, part.looped_to + 1, last)
            if found is not None:
                return found
        return None

    def _first_below_looped(self, loss: float, first: int, last: int) -> int | None:
        """Where the trace says, or where it cannot know."""
        told = self.trace.where_below(loss, first)  # perhaps in a later leg: a stretch may lie in two
        spans = self._gaps + ([told] if told else [])
        spans = [(max(after, first - 1), min(to, last)) for after, to in spans]
        for after, to in sorted(spans):
            for step in self.steps(after + 1, to):
                if step.loss < loss:
                    return step.k
        return None

    def _before(self, k: int, part: Part) -> tuple[int, Vector, Memory]:
        """The nearest place kept at k or before it, within the leg of `part`."""
        kept = self.history.before(k)
        return kept if kept[0] > part.leg.k else (part.leg.k, part.theta, part.memory)

    # far ahead

    def leap(self, part: Part, at: Stand, until: int, tolerance: float, budget: int) -> Stand:
        """In closed form from `at` to `until` at once, or to an end before it."""
        tail = self._tail(part, at)
        end = tail.end(tolerance, budget)
        last = until if end is None else min(until, end.k)
        if last > at.k:
            self._fill(tail, at.k, last)
            theta, gradient, loss = tail.at(last)
            at = Stand(last, theta, at.memory, gradient, loss)
        if end is not None and end.k < until:
            at.state = end.state
        return at

    # the trace

    def _fill(self, tail: Tail, after: int, last: int) -> None:
        """The trace of after + 1 ... last, as fine as it has room for."""
        self.trace.widen(last)
        ks = self.trace.gaps(after, last)
        for k, theta, loss in zip(ks.tolist(), *tail.points(ks), strict=True):
            self.trace.add(k, theta.copy(), float(loss))

    def cut(self, k: int) -> None:
        """Forget the trace after k."""
        sure = self.trace.cut(k)
        self._gaps = [(after, min(to, k)) for after, to in self._gaps if after < min(sure, k)]
        if sure < k:
            self._gaps.append((sure, k))

    def rewind(self, target: int) -> None:
        """The trace, cut back to where the run is to stand, and as fine as one that never went further."""
        width, part = self.trace.width, self.part(target)
        self.cut(target)
        if self.trace.width == width:
            return
        if target < SHORT:
            self.trace.clear()
            self._gaps.clear()
            for step in self.steps(0, target):
                self.trace.add(step.k, step.theta, step.loss)
        elif part.looped_to is not None and part.beyond_loop(target):
            self.cut(part.looped_to)
            self._fill(self._tail(part), part.looped_to, target)


def walked(problem: Problem, leg: Leg, theta: Vector, memory: Memory) -> Part:
    """A leg about to be walked from theta. It has a closed form where it is plain descent on least squares."""
    if leg.plain and leg.steady and isinstance(problem, LeastSquares):
        return Part(leg, theta, memory, leg.k + (0 if problem.through_moments else LOOPED))
    return Part(leg, theta, memory)


def _begins(part: Part) -> int:
    return part.leg.k
