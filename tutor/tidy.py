"""Light tidying of a tree, as one tidies a line of algebra by hand; nothing is expanded or factored.

Zeros and ones go, numbers fold, signs are collected, like terms and factors are gathered: `1*x + x*1 - 0` is
`2x`, `cos(3x)*3` is `3 cos(3x)`, `x/x^2` is `1/x`. Wherever the tree had a finite value, the tidy tree has the
same. Decimals stay decimals, negative powers negative powers. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tutor.tree import Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

LONGEST = 30  # digits: longer powers of numbers stay as powers
ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))


@dataclass(slots=True)
class _Product:
    """coefficient times every base to its exponent, in order of appearance."""

    coefficient: Fraction = Fraction(1)
    powers: dict[Node, Fraction] = field(default_factory=dict)
    divided: bool = False  # by more than a number: then negative powers are written under a bar


def tidy(node: Node) -> Node:
    """The tree in tidy form; `Deriv` is left standing, its inside untouched."""
    return Tidier(has_decimals(node)).tidy(node)


def has_decimals(node: Node) -> bool:
    """Was a number typed with a point? Then results read better with decimals too, where they end."""
    return any(isinstance(each, Num) and each.value.denominator != 1 for each in node.walk())


def number(value: Fraction, decimal: bool = False) -> Node:
    """A rational as a tree: Neg outside, a fraction as Div, or as one number when decimals were typed."""
    if value < 0:
        return Neg(number(-value, decimal))
    if value.denominator == 1 or (decimal and _ends(value)):
        return Num(value)
    return Div(Num(Fraction(value.numerator)), Num(Fraction(value.denominator)))


def rational(node: Node) -> Fraction | None:
    """The value of a tree that is a number in disguise (-2, 3/4), else None."""
    match node:
        case Num(value):
            return value
        case Neg(arg):
            inner = rational(arg)
            return None if inner is None else -inner
        case Div(top, bottom):
            over, under = rational(top), rational(bottom)
            return None if over is None or not under else over / under
    return None


def _ends(value: Fraction) -> bool:
    return (value * 10**12).denominator == 1


class Tidier:
    """`tidy` for many trees that share parts: what it has tidied it knows, and does not tidy again."""

    def __init__(self, decimal: bool) -> None:
        self._decimal = decimal
        self._ranks: dict[int, tuple[Node, int]] = {}
        self._done: dict[int, tuple[Node, Node]] = {}  # id -> the node itself, kept alive, and its tidy form

    def tidy(self, node: Node) -> Node:
        known = self._done.get(id(node))
        if known is None:
            result = self._tidied(node)
            self._done[id(node)] = (node, result)
            self._done[id(result)] = (result, result)
            return result
        return known[1]

    def _tidied(self, node: Node) -> Node:
        match node:
            case Num() | Const() | Sym() | Deriv():
                return node
            case Add(terms):
                return self._sum(terms)
            case Call(name, args):
                return Call(name, tuple(self.tidy(arg) for arg in args))
        return self._written(self._factors(node))

    def _sum(self, terms: Iterable[Node]) -> Node:
        """Like terms gathered at the first of them; numbers at the first number."""
        gathered: dict[frozenset[tuple[Node, Fraction]], _Product] = {}
        for term in self._flat(terms):
            product = self._factors(term)
            rest = frozenset(product.powers.items())
            if rest in gathered:
                gathered[rest].coefficient += product.coefficient
            else:
                gathered[rest] = product
        left = [self._written(product) for product in gathered.values() if product.coefficient != 0]
        if not left:
            return ZERO
        return left[0] if len(left) == 1 else Add(tuple(left))

    def _flat(self, terms: Iterable[Node], negative: bool = False) -> Iterable[Node]:
        """Tidy terms, sums within the sum opened."""
        for term in terms:
            done = self.tidy(term)
            inner, flipped = (done.arg, not negative) if isinstance(done, Neg) else (done, negative)
            if isinstance(inner, Add):
                yield from self._flat(inner.terms, flipped)
            else:
                yield Neg(inner) if flipped else inner

    def _factors(self, node: Node) -> _Product:
        product = _Product()
        self._gather(product, node, Fraction(1))
        product.powers = {base: power for base, power in product.powers.items() if power != 0}
        return product

    def _gather(self, product: _Product, node: Node, power: Fraction) -> None:
        """Multiply `product` by node**power, taking the node apart where that is allowed.

        A sign or a product may leave its power only when the power is whole: sqrt(-x) has no sqrt(x) in it.
        """
        whole = power.denominator == 1
        match node:
            case Num(value) if whole and _foldable(value, power):
                product.coefficient *= value**power.numerator
            case Neg(arg) if whole:
                product.coefficient *= (-1) ** (power.numerator % 2)
                self._gather(product, arg, power)
            case Mul(factors) if whole:
                for factor in factors:
                    self._gather(product, factor, power)
            case Div(top, bottom) if whole:
                self._gather(product, top, power)
                self._gather(product, bottom, -power)
                product.divided |= not rational(bottom)  # neither a number, nor 0
            case Pow(base, exponent) if whole:
                self._gather_power(product, self.tidy(base), self.tidy(exponent), power)
            case Call("sqrt", (inside,)) if whole and power % 2 == 0:
                self._gather(product, inside, power / 2)
            case _:
                self._multiply(product, self.tidy(node), node, power)

    def _gather_power(self, product: _Product, base: Node, exponent: Node, power: Fraction) -> None:
        known = rational(exponent)
        if known is not None:
            self._gather(product, base, known * power)
        elif base == ONE:
            return
        else:
            self._multiply_base(product, Pow(base, exponent), power)

    def _multiply(self, product: _Product, done: Node, before: Node, power: Fraction) -> None:
        """Multiply by a tidy base; if tidying changed its kind, it may come apart further."""
        if type(done) is not type(before) and not isinstance(done, Add | Call | Sym | Const | Deriv):
            self._gather(product, done, power)
        else:
            self._multiply_base(product, done, power)

    def _multiply_base(self, product: _Product, base: Node, power: Fraction) -> None:
        merged = product.powers.get(base, Fraction(0)) + power
        if isinstance(base, Call) and base.name == "sqrt" and merged != 0 and merged % 2 == 0:
            product.powers.pop(base, None)  # sqrt(u)^2 is u
            self._gather(product, base.args[0], merged / 2)
        else:
            product.powers[base] = merged

    def _written(self, product: _Product) -> Node:
        """The product as a tree: number first, then what has no symbol, then symbols, then the rest."""
        value = product.coefficient
        if value == 0:
            return ZERO
        if value < 0:
            return Neg(self._written(replace(product, coefficient=-value)))
        ordered = sorted(product.powers.items(), key=lambda item: self._rank(item[0]))
        top = [self._powered(base, power) for base, power in ordered if power > 0 or not product.divided]
        bottom = [self._powered(base, -power) for base, power in ordered if power < 0 and product.divided]
        lead = number(value, self._decimal)
        if isinstance(lead, Div):
            bottom.insert(0, lead.bottom)
            lead = lead.top
        if lead != ONE:
            top.insert(0, lead)
        return Div(_multiplied(top), _multiplied(bottom)) if bottom else _multiplied(top)

    def _rank(self, base: Node) -> int:
        known = self._ranks.get(id(base))
        if known is None:
            fixed = not base.symbols()
            last = isinstance(base, Call) and base.name == "log"  # 2ˣ ln 2, not ln 2 2ˣ
            known = (base, 2 if fixed and last else 0 if fixed else 1 if isinstance(base, Sym) else 2)
            self._ranks[id(base)] = known
        return known[1]

    def _powered(self, base: Node, power: Fraction) -> Node:
        return base if power == 1 else Pow(base, number(power, self._decimal))


def _foldable(value: Fraction, power: Fraction) -> bool:
    if value == 0 and power < 0:
        return False
    return len(str(max(value.numerator, value.denominator))) * abs(power) <= LONGEST or value == 1


def _multiplied(factors: list[Node]) -> Node:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))
