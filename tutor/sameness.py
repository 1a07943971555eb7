"""Do two expressions mean the same? Decided with a reason, in bounded time, never by an exception.

The policy. `a` is the right answer, `b` the learner's. They are the same if `b` has the value of `a` at every
real point the question is about, however it is written:

- it is about the points where `a`, and every expression of `domain` (for a derivative: the function), is real,
  every part of it real as well. So `sqrt(x^2)` is `|x|` and not `x`; for ln(x^2), `2 ln x` is different, because
  it says nothing about negative x, while for 2 ln x, `ln(x^2)` is the same; as a derivative of ln x, `1/|x|` is;
- single points do not count, nor lines in the plane: `(x^2 - 1)/(x - 1)` is `x + 1`, `|x|/x` the sign of x;
- values are exact: `0.333` is not `1/3`. How near a number must be is the business of `tutor.grading`;
- the learner may mean the real root by x^(p/q) with an odd q where x is negative;
- where the right answer is real only at whole numbers, as (-1)^n, it is about these.

How. Rational functions are compared exactly, whatever their degree (`tutor.residues`). All others are compared at
seeded points of several sizes (`tutor.points`) with 192 bits, more where terms cancel or hide (`tutor.precise`): one
difference that stays when the precision grows proves DIFFERENT; no difference at some twelve to fifty points, one
of them confirmed with four times the bits, is taken for SAME. A bounded proof by SymPy follows where too few
points can be had. What even that leaves open is UNDECIDED. The same two trees always get the same answer, and
the seed is made of them, so that nobody can aim at the points.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from tutor import points, residues
from tutor.points import Point
from tutor.precise import BITS, Blurred, NoValue, Outside, Real, constant, value
from tutor.residues import exact
from tutor.tree import Div, Node, Pow

MORE_BITS = (BITS, 4 * BITS, 16 * BITS, 64 * BITS)
MOST_BITS = 256 * BITS
SMALL = 60  # nodes of a pair that is compared with the most of them
WANTED = 14  # points compared
ENOUGH = 6  # fewer prove nothing
TRIED = 240  # candidates looked at to find them, with 192 bits
TRIED_AGAIN = 24  # and with more
LARGE = 250  # nodes; larger pairs are compared at fewer points
MAX_PROVED = 80  # nodes of a pair handed to SymPy
MAX_POWERS = 16  # the sum of their exponents
BUDGET = 90_000  # nodes worked out with 192 bits: about half a second


class Answer(Enum):
    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Sameness:
    """The answer, and why: a clause such as 'they differ at x = 1.37', which never shows the right answer."""

    answer: Answer
    reason: str
    undefined: bool = False  # different because the learner's has no value where the right one has

    def __bool__(self) -> bool:
        return self.answer is Answer.SAME


def same(a: Node, b: Node, *, domain: Node | Iterable[Node] | None = None) -> Sameness:
    """Has `b` the value of `a`, the right answer, wherever `a` and `domain` are real? The policy is above."""
    about = () if domain is None else (domain,) if isinstance(domain, Node) else tuple(domain)
    return _decided(a, b, about)


@lru_cache(maxsize=4096)
def _decided(a: Node, b: Node, about: tuple[Node, ...]) -> Sameness:
    if a == b:
        return Sameness(Answer.SAME, "they are written alike")
    pair = _Pair(a, b, about)
    rational = residues.agree(a, b, pair.rng)
    if rational is False:
        return Sameness(Answer.DIFFERENT, pair.witness() or "they differ as rational functions")
    for bits in MORE_BITS:
        found = pair.compare(bits)
        if found.answer is not Answer.UNDECIDED:
            return found
        if not pair.blurred or (bits >= 16 * BITS and pair.nodes > SMALL):
            break  # more bits would find no more points, or take too long
    if rational:  # and no point of the domain was found, of which there may be none
        return Sameness(Answer.SAME, "they agree as rational functions")
    return _proved(a, b) or found


class _Pair:
    """Two expressions under comparison, and the points at which it is done."""

    def __init__(self, a: Node, b: Node, about: tuple[Node, ...]) -> None:
        self.a, self.b, self.about = a, b, about
        self.names = sorted(set().union(*(node.symbols() for node in (a, b, *about))))
        self.seed = repr((a, b))
        self.rng = random.Random(self.seed)
        self.nodes = sum(1 for node in (a, b) for _ in node.walk())
        self.work = 0.0
        self.blurred = False  # was a point left out because its precision hid something?
        self.breaks = points.breaking((a, b, *about)) if self.names else ()

    def stages(self, found: list[Point], bits: int) -> Iterator[tuple[Iterator[Point], int, bool]]:
        """Points to compare at, how many of them are wanted, and whether they are of no pattern."""
        if not self.names:
            yield iter([{}]), 1, True
            return
        rng = random.Random(self.seed)
        wanted = ENOUGH + 2 if self.nodes > LARGE or bits > BITS else WANTED + 10 * bool(self.breaks)
        tried = TRIED if bits == BITS else TRIED_AGAIN
        yield islice(points.generic(self.names, rng), tried), wanted, True
        if self.breaks:
            yield points.beside_breaks(self.breaks, self.names, rng), TRIED, True
        if len(found) < ENOUGH and not self.blurred:
            yield islice(points.whole(self.names, rng), TRIED), ENOUGH, False

    def compare(self, bits: int) -> Sameness:
        """The two at enough points, with `bits`."""
        agreed: list[Point] = []
        self.blurred = False
        for tries, wanted, patternless in self.stages(agreed, bits):
            before = len(agreed)
            for point in tries:
                found = self.at(point, bits, patternless)
                if isinstance(found, Sameness):
                    return found
                if found:
                    agreed.append(point)
                if len(agreed) - before >= wanted or self.work > BUDGET:
                    break
        if len(agreed) < (ENOUGH if self.names else 1):
            return Sameness(Answer.UNDECIDED, "too few points were found at which both have a value")
        return self.confirmed(agreed, bits)

    def at(self, point: Point, bits: int, patternless: bool = True) -> bool | Sameness:
        """True if equal at this point, False if it tells nothing, else why they are different."""
        if self.spent(bits):
            return False
        try:
            right = self.right(point, bits)
        except NoValue as fault:
            self.blurred |= isinstance(fault, Blurred)
            return False
        try:
            theirs = value(self.b, point, bits, odd_roots=True)
        except Blurred:
            self.blurred = True
            return False
        except Outside:
            reason = f"it has no value{_at(point)}, where the right one has"
            return Sameness(Answer.DIFFERENT, reason, undefined=True) if patternless else False
        return _close(right, theirs, bits) or self.stays(point, bits, theirs - right)

    def spent(self, bits: int) -> bool:
        """Counts the work of one point; True once it is too much. The clock has no say: verdicts must not change."""
        self.work += self.nodes * (bits / BITS) ** 1.3
        return self.work > BUDGET

    def right(self, point: Point, bits: int) -> Real:
        for each in self.about:
            value(each, point, bits)
        return value(self.a, point, bits)

    def stays(self, point: Point, bits: int, gap: Real) -> bool | Sameness:
        """A gap that stays as the precision grows is a difference; one that closes was rounding."""
        for more in (4 * bits, min(16 * bits, MOST_BITS)):
            if self.spent(more):
                return False
            try:
                right, theirs = value(self.a, point, more), value(self.b, point, more, odd_roots=True)
            except NoValue:
                return False
            wider, gap = gap, theirs - right
            if _close(right, theirs, more) or abs(gap) < abs(wider) / 2**bits:
                return True
            if abs(gap - wider) < abs(wider) / 2:
                return Sameness(Answer.DIFFERENT, f"they differ{_at(point)}")
        return False

    def confirmed(self, agreed: list[Point], bits: int) -> Sameness:
        """SAME, unless four times the bits tell otherwise."""
        found = self.at(agreed[0], 4 * bits)
        if isinstance(found, Sameness):
            return found
        reason = f"they agree at each of {len(agreed)} points" if self.names else "they have the same value"
        return Sameness(Answer.SAME, reason)

    def witness(self) -> str | None:
        """Where two that are known to differ do so."""
        for point in islice(points.generic(self.names, random.Random(self.seed)), 8 if self.names else 1):
            found = self.at(point, BITS)
            if isinstance(found, Sameness):
                return found.reason
        return None


def _close(right: Real, theirs: Real, bits: int) -> bool:
    return bool(abs(theirs - right) <= max(abs(right), abs(theirs)) / 2 ** (3 * bits // 4))


def _is_void(node: Node) -> bool:
    """Is it a number without a value, or a division by one that is 0?"""
    if isinstance(node, Div) and not node.bottom.symbols() and not constant(node.bottom):
        return True
    return not node.symbols() and constant(node) is None


def _at(point: Point) -> str:
    if not point:
        return ""
    return " at " + ", ".join(f"{name} = {float(number):.3g}" for name, number in point.items())


def _proved(a: Node, b: Node) -> Sameness | None:
    """SymPy's word that the difference multiplies out to nothing, within bounds that keep this short."""
    parts = [node for tree in (a, b) for node in tree.walk()]
    powers = [exact(node.exponent) or Fraction(0) for node in parts if isinstance(node, Pow)]
    if len(parts) > MAX_PROVED or sum(abs(power) for power in powers) > MAX_POWERS:
        return None
    if any(map(_is_void, parts)):
        return None  # what divides by zero can be simplified to anything
    from sympy import expand

    from tutor.symbolic import CannotDo, to_sympy

    try:
        left = expand(to_sympy(a) - to_sympy(b))
    except CannotDo:
        return None
    return Sameness(Answer.SAME, "their difference multiplies out to 0") if left.is_zero else None
