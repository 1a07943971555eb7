"""A tree's real value at one point, to as many digits as are asked for: what `sameness` compares.

Real arithmetic only, as in `tutor.numeric`: a point at which any part of the tree is not real is outside the
tree's domain. Guaranteed for trees within the parser's bounds: either a value good to about `bits` binary digits,
or one of two exceptions, in bounded time. `Outside` says that there is no real value; `Blurred` that this
precision cannot tell: a term was lost beside a far larger one, or an argument is so small, or so large, that its
function has gone flat. So whoever compares two values knows that no part of either was ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from mpmath import MPContext

from tutor.residues import exact
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

BITS = 192
Point = Mapping[str, Fraction]
Real = Any  # mpmath's mpf, which has no type of its own
LARGEST = 64  # an exponential of more than 2^64 is not worked out
WIDEST = 300  # nor the sine of more than 2^300


class NoValue(Exception):
    """There is no value to compare at this point."""


class Outside(NoValue):
    """The tree is not a real number here."""


class Blurred(NoValue):
    """At this precision the value would hide a part of the tree."""


def value(node: Node, point: Point, bits: int = BITS, *, odd_roots: bool = False) -> Real:
    """The tree's value at `point`; raises Outside or Blurred.

    With `odd_roots`, x^(p/q) with an odd q is the real root where x is negative; else that is outside.
    """
    arithmetic = _arithmetic(bits)
    numbers = {name: arithmetic.number(fraction) for name, fraction in point.items()}
    try:
        return arithmetic.value(node, numbers, odd_roots)
    except (ZeroDivisionError, OverflowError, MemoryError) as fault:
        raise Blurred from fault


def constant(node: Node, bits: int = BITS) -> Real | None:
    """The value of a tree without symbols; None if it has no real value, or none within reach."""
    try:
        return value(node, {}, bits)
    except NoValue:
        return None


@cache
def _arithmetic(bits: int) -> _Arithmetic:
    return _Arithmetic(bits)


class _Arithmetic:
    """Arithmetic at one precision, which never changes: contexts are shared between calls."""

    def __init__(self, bits: int) -> None:
        self.mp = MPContext()
        self.mp.prec = bits
        self.lost = bits - 64  # a term smaller by this many bits is lost in a sum
        self.zero = bits - 40  # what is left of a sum below this is rounding
        self.flat = bits // 4
        self.one = self.mp.mpf(1)
        self.functions: dict[str, Callable[..., Real]] = {
            "exp": self._exp,
            "log": self._log,
            "sqrt": self._sqrt,
            **{name: self._bounded(getattr(self.mp, name), WIDEST) for name in ("sin", "cos", "tan")},
            **{name: self._in_unit(getattr(self.mp, name)) for name in ("asin", "acos")},
            "atan": self._bounded(self.mp.atan, self.flat),
            **{name: self._bounded(getattr(self.mp, name), LARGEST) for name in ("sinh", "cosh")},
            "tanh": self._saturating(self.mp.tanh),
            "sigmoid": self._saturating(lambda x: 1 / (1 + self.mp.exp(-x))),
            "relu": lambda x: x if x > 0 else self.mp.zero,
            "abs": abs,
            "sign": self.mp.sign,
            "step": lambda x: self.one if x > 0 else self.mp.zero,
            "min": min,
            "max": max,
        }

    def number(self, fraction: Fraction) -> Real:
        return self.mp.mpf(fraction.numerator) / fraction.denominator

    def value(self, node: Node, at: Mapping[str, Real], odd_roots: bool) -> Real:
        match node:
            case Sym(name=name):
                return at[name]
            case Num(value=number):
                return self.number(number)
            case Const(name=name):
                return +(self.mp.pi if name == "pi" else self.mp.e)
            case Neg(arg=arg):
                return -self.value(arg, at, odd_roots)
            case Add(terms=terms):
                return self._sum([self.value(term, at, odd_roots) for term in terms])
            case Mul(factors=factors):
                product = self.one
                for factor in factors:
                    product *= self.value(factor, at, odd_roots)
                return product
            case Div(top=top, bottom=bottom):
                below = self.value(bottom, at, odd_roots)
                above = self.value(top, at, odd_roots)
                if below == 0:
                    raise Outside
                return above / below
            case Pow(base=base, exponent=exponent):
                return self._power(self.value(base, at, odd_roots), exponent, at, odd_roots)
            case Call(name=name, args=args):
                return self.functions[name](*(self.value(arg, at, odd_roots) for arg in args))
        raise Outside  # a derivative that was not carried out

    def _sum(self, terms: list[Real]) -> Real:
        sizes = [self.mp.mag(term) for term in terms if term]
        if not sizes:
            return self.mp.zero
        largest = max(sizes)
        if largest - min(sizes) > self.lost:
            raise Blurred
        total = sum(terms, self.mp.zero)
        return total if total and self.mp.mag(total) > largest - self.zero else self.mp.zero

    def _power(self, base: Real, written: Node, at: Mapping[str, Real], odd_roots: bool) -> Real:
        known = exact(written)
        if known is None:
            return self._raise_to(base, self.value(written, at, odd_roots))
        if known.denominator == 1:
            if base == 0 and known < 0:
                raise Outside
            return base ** int(known)
        if base < 0 and odd_roots and known.denominator % 2:
            root = self._raise_to(-base, self.number(known))
            return -root if known.numerator % 2 else root
        return self._raise_to(base, self.number(known))

    def _raise_to(self, base: Real, exponent: Real) -> Real:
        if base > 0:
            return self._exp(exponent * self.mp.ln(base)) if base != 1 else self.one
        if base == 0:
            if exponent < 0:
                raise Outside
            return self.mp.zero if exponent else self.one
        if not self.mp.isint(exponent) or abs(exponent) > 10_000:
            raise Outside
        return base ** int(exponent)

    def _small(self, x: Real) -> None:
        if x and self.mp.mag(x) < -self.flat:
            raise Blurred

    def _exp(self, x: Real) -> Real:
        self._small(x)
        if x and self.mp.mag(x) > LARGEST:
            raise Blurred
        return self.mp.exp(x)

    def _log(self, x: Real) -> Real:
        if x <= 0:
            raise Outside
        return self.mp.ln(x)

    def _sqrt(self, x: Real) -> Real:
        if x < 0:
            raise Outside
        return self.mp.sqrt(x)

    def _bounded(self, raw: Callable[[Real], Real], most: int) -> Callable[[Real], Real]:
        def guarded(x: Real) -> Real:
            self._small(x)
            if x and self.mp.mag(x) > most:
                raise Blurred
            return raw(x)

        return guarded

    def _saturating(self, raw: Callable[[Real], Real]) -> Callable[[Real], Real]:
        def guarded(x: Real) -> Real:
            self._small(x)
            if abs(x) > self.flat:
                raise Blurred
            return raw(x)

        return guarded

    def _in_unit(self, raw: Callable[[Real], Real]) -> Callable[[Real], Real]:
        def guarded(x: Real) -> Real:
            self._small(x)
            beyond = abs(x) - 1
            if beyond > 0:
                # 1 + rounding, as of sin(x)^2 + cos(x)^2, is not outside
                raise Blurred if self.mp.mag(beyond) < -self.flat else Outside
            return raw(x)

        return guarded
