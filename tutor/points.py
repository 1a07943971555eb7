"""Where two expressions are compared: seeded points of several sizes and signs, and either side of every break.

The numbers are fractions with large denominators of no pattern, so that nothing vanishes there but what
vanishes everywhere: sin(1000 pi x) is zero at every decimal of three places, and would be at points chosen for
their looks. A tree with breaks (|x|, relu, min ..., the edge of a root or a logarithm) can differ on a stretch
that no random point meets; `beside_breaks` finds where the broken arguments change sign, and gives points on
both sides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tutor.numeric import scalar
from tutor.residues import exact
from tutor.tree import Add, Call, Neg, Node, Num, Pow

Point = dict[str, Fraction]

# Sizes, the likeliest to be in a domain first; each with both signs.
BANDS = ((0.3, 1.0), (1.0, 3.0), (0.05, 0.3), (3.0, 10.0), (30.0, 300.0), (2000.0, 20000.0))
SIGNED = tuple((low * sign, high * sign) for low, high in BANDS for sign in (1, -1))
NEAR = ((0.05, 1.0), (1.0, 4.0), (-1.0, -0.05), (-4.0, -1.0))
MAX_BREAKS = 8  # arguments looked at
MAX_WHOLE = 60
GRID = [sign * size for size in (1e3, 60, 20, 8, 4, 2.5, 1.5, 0.9, 0.5, 0.2, 0.05) for sign in (-1, 1)]
GRID.sort()


def generic(names: Sequence[str], rng: random.Random) -> Iterator[Point]:
    """Points without end: the bands in turn, then mixtures of them."""
    turn = 0
    while True:
        one = SIGNED[turn % len(SIGNED)]
        for_all = NEAR[turn // 2 % len(NEAR)] if turn % 2 and len(names) > 1 else None
        point = {}
        for place, name in enumerate(names):
            band = one if place == 0 and turn < len(SIGNED) else rng.choice(SIGNED)
            point[name] = _within(for_all or band, rng)
        yield point
        turn += 1


def whole(names: Sequence[str], rng: random.Random) -> Iterator[Point]:
    """Different points of small whole numbers, for what is defined there alone, such as (-1)^n."""
    met: set[tuple[int, ...]] = set()
    for _ in range(MAX_WHOLE):
        numbers = tuple(rng.randint(-4, 12) for _ in names)
        if numbers not in met:
            met.add(numbers)
            yield {name: Fraction(number) for name, number in zip(names, numbers, strict=True)}


def _within(band: tuple[float, float], rng: random.Random) -> Fraction:
    low, high = (Fraction(end).limit_denominator(100) for end in band)
    denominator = rng.getrandbits(61) | 1 << 60 | 1
    return low + (high - low) * Fraction(rng.randrange(1, denominator), denominator)


def breaking(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The arguments at whose zeros a tree changes its formula or its domain ends."""
    found: dict[Node, None] = {}
    for tree in nodes:
        for node in tree.walk():
            for argument in _arguments(node):
                if argument.symbols():
                    found[argument] = None
    return tuple(found)[:MAX_BREAKS]


def _arguments(node: Node) -> tuple[Node, ...]:
    match node:
        case Call(name="min" | "max", args=args):
            return tuple(Add((one, Neg(other))) for one, other in combinations(args, 2))
        case Call(name="abs" | "sign" | "step" | "relu" | "sqrt" | "log", args=args):
            return args
        case Call(name="asin" | "acos", args=(arg,)):
            return Add((arg, Num(Fraction(1)))), Add((arg, Neg(Num(Fraction(1)))))
        case Pow(base=base, exponent=exponent):
            number = exact(exponent)
            return () if number is not None and number.denominator == 1 else (base,)
    return ()


def beside_breaks(breaks: Sequence[Node], names: Sequence[str], rng: random.Random) -> Iterator[Point]:
    """Points either side of each break and between neighbours, along each symbol in turn."""
    rest = next(generic(names, rng))
    for name in names[:4]:
        roots = sorted({root for each in breaks for root in _roots(each, name, names, rest)})
        between = [low + part * (high - low) for low, high in pairwise(roots) for part in (0.2, 0.45, 0.7, 0.9)]
        beside = [root + side * max(abs(root), 1e-3) * 2.0**-30 for root in roots for side in (-1, 1)]
        ends = [roots[0] - 1 - abs(roots[0]), roots[-1] + 1 + abs(roots[-1])] if roots else []
        for number in (*ends, *between, *beside)[:60]:
            # a grain of no pattern: the float itself may be a special number
            grain = Fraction(rng.randrange(1, 2**61), 2**104 - 17)
            yield {**rest, name: Fraction(number) + grain}


def _roots(node: Node, name: str, names: Sequence[str], rest: Point) -> list[float]:
    """Where a broken argument changes sign along one symbol: in floats on a grid, beyond it by a secant."""
    if name not in node.symbols():
        return []
    at = [float(rest[each]) for each in names]
    place = list(names).index(name)
    function = scalar(node, names)

    def height(number: float) -> float:
        at[place] = number
        return function(at)

    heights = [height(number) for number in GRID]
    roots = []
    for left, right, low, high in zip(GRID, GRID[1:], heights, heights[1:], strict=False):
        if low < 0 < high or high < 0 < low:
            roots.append(_bisect(height, left, right, low))
    if not roots and len(heights) > 1:
        slope = (height(2.0) - height(1.0)) or math.nan
        straight = 1.0 - height(1.0) / slope
        if math.isfinite(straight) and abs(straight) < 1e15:
            roots.append(straight)
    return roots[:4]


def _bisect(height: Callable[[float], float], left: float, right: float, low: float) -> float:
    for _ in range(60):
        middle = (left + right) / 2
        if (height(middle) < 0) == (low < 0):
            left = middle
        else:
            right = middle
    return (left + right) / 2
