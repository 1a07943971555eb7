"""Syntax tree -> mathematics as a terminal can show it: on one line, stacked over several, or in ASCII.

What is shown can be read back: `parse(line(tree))` has the value of `tree` (derivatives not carried out aside), so no
shown formula is ambiguous. All rows of a stacked form have the same display width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from tutor import letters
from tutor.expression.totext import number_text
from tutor.tree import FUNCTIONS, Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym
from tutor.typeset.boxes import Box, beside, bracketed, centred, fraction, raise_over, row

_SUM, _PRODUCT, _POWER, _ATOM = range(4)  # how tightly the outermost operator of a part binds
_LONGEST_RAISED = 6
_NAMES = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_SQUARED_NAMES = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log")  # as sin²(x)
_WORDS = (*(name for name in FUNCTIONS if name.isalpha()), "ln", "pi", "sgn", "arcsin", "arccos", "arctan")


class Kind(Enum):
    """What a factor looks like at its edges: decides where a product needs no sign."""

    NUMBER = "2"
    LETTER = "x"  # one letter, perhaps with a raised exponent
    SYMBOL = "θ₀"
    BRACKET = "(x + 1)"  # perhaps with a raised exponent
    ROOT = "√x"
    EXPONENTIAL = "eˣ"
    BAR = "|x|"
    OTHER = "sin(x)"


@dataclass(frozen=True, slots=True)
class Part:
    box: Box
    binds: int = _ATOM
    kind: Kind = Kind.OTHER


def line(node: Node, *, ascii: bool = False, partial: bool = False) -> str:
    """One line, as mathematicians write: `3x² − 5`, `1/(2√x)`; in ASCII `3*x^2 - 5`.

    `partial` shows derivatives not carried out as `∂/∂x [...]` in place of `d/dx [...]`.
    """
    return _Setter(node, ascii, False, partial).part(node).box.text


def block(node: Node, *, ascii: bool = False, width: int | None = None, partial: bool = False) -> list[str]:
    """Stacked: fractions over a bar, exponents raised. One line where nothing stacks or `width` is too small."""
    return _fitted(_Setter(node, ascii, True, partial).part(node).box, line(node, ascii=ascii, partial=partial), width)


def vector_line(nodes: Sequence[Node], *, ascii: bool = False) -> str:
    """`[2x, 3y]`."""
    return "[" + ", ".join(line(node, ascii=ascii) for node in nodes) + "]"


def vector(nodes: Sequence[Node], *, ascii: bool = False, width: int | None = None) -> list[str]:
    """One column in brackets, components stacked where they stack; `[a, b]` on one line where `width` is too small."""
    if not nodes:
        return ["[]"]
    return _fitted(
        column([_Setter(node, ascii, True, False).part(node).box for node in nodes], ascii),
        vector_line(nodes, ascii=ascii),
        width,
    )


def column(boxes: Sequence[Box], ascii: bool) -> Box:
    """Boxes under one another in square brackets, with air between tall ones."""
    widest = max(box.width for box in boxes)
    rows: list[str] = []
    for box in boxes:
        if rows and any(each.tall for each in boxes):
            rows.append(" " * widest)
        rows += centred(box, widest).rows
    return bracketed(Box(tuple(f" {each} " for each in rows), len(rows) // 2), ascii, "[", "]")


def symbol(name: str, ascii: bool = False) -> str:
    """`theta0` and `theta_0` as `θ₀`, `alpha` as `α`, `x1` as `x₁`; `w_ab` stays."""
    return letters.symbol(name, ascii)


def _fitted(box: Box, flat: str, width: int | None) -> list[str]:
    return list(box.rows) if box.tall and (width is None or box.width <= width) else [flat]


@dataclass(slots=True)
class _Setter:
    root: Node
    ascii: bool
    stack: bool
    partial: bool
    parts: dict[int, tuple[Node, Part]] = field(default_factory=dict)  # else towers of exponents cost 2^height
    flat: _Setter | None = None  # sets exponents on one line
    long_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.long_names = tuple(name for name in self.root.symbols() if len(name) > 1)
        if self.stack:
            self.flat = _Setter(self.root, self.ascii, False, self.partial)

    def part(self, node: Node) -> Part:
        """The part that shows `node`, made once. The node is kept with it, so that its id stays its own."""
        if id(node) not in self.parts:
            self.parts[id(node)] = (node, self._part(node))
        return self.parts[id(node)][1]

    # -- one method a node

    def _part(self, node: Node) -> Part:
        match node:
            case Num(value=value):
                return self._num(number_text(value))
            case Const(name=name):
                kind = Kind.EXPONENTIAL if name == "e" else Kind.LETTER
                return Part(row(symbol(name, self.ascii)), _ATOM, kind)
            case Sym(name=name):
                shown = symbol(name, self.ascii)
                return Part(row(shown), _ATOM, Kind.LETTER if len(shown) == 1 else Kind.SYMBOL)
            case Neg(arg=arg):
                return self._negative(arg)
            case Add(terms=terms):
                return self._sum(terms)
            case Mul() | Div():
                negative, rest = _without_sign(node)
                return self._negative(rest) if negative else self._unsigned(rest)
            case Pow(base=base, exponent=exponent):
                return self._power(base, exponent)
            case Call(name=name, args=args):
                return self._call(name, args)
            case Deriv(arg=arg, wrt=wrt):
                return self._derivative(arg, wrt)
        raise TypeError(f"no way to show a {type(node).__name__}")

    def within(self, node: Node, least: int) -> Part:
        part = self.part(node)
        return part if part.binds >= least else Part(bracketed(part.box, self.ascii), _ATOM, Kind.BRACKET)

    def _num(self, text: str) -> Part:
        if text.startswith("-"):
            return Part(beside(row(self._minus), self._num(text[1:]).box), _SUM)
        top, slash, bottom = text.partition("/")
        if slash:
            flat = row(text)
            return Part(fraction(row(top), row(bottom), self.ascii) if self.stack else flat, _PRODUCT)
        return Part(row(text), _PRODUCT if "e" in text else _ATOM, Kind.OTHER if "e" in text else Kind.NUMBER)

    @property
    def _minus(self) -> str:
        return "-" if self.ascii else "−"

    def _negative(self, arg: Node) -> Part:
        box = self.within(arg, _PRODUCT).box
        gap = " " if box.tall and box.text[0] in "─-" else ""  # or the sign and the bar become one stroke
        return Part(beside(row(self._minus + gap), box), _SUM)

    def _sum(self, terms: tuple[Node, ...]) -> Part:
        boxes = [self.within(terms[0], _PRODUCT).box if not _without_sign(terms[0])[0] else self.part(terms[0]).box]
        for term in terms[1:]:
            negative, rest = _without_sign(term)
            boxes += [row(f" {self._minus} " if negative else " + "), self.within(rest, _PRODUCT).box]
        return Part(beside(*boxes), _SUM)

    def _unsigned(self, node: Node) -> Part:
        return self._product(node.factors) if isinstance(node, Mul) else self._quotient(node)

    def _quotient(self, node: Node) -> Part:
        assert isinstance(node, Div)
        if self.stack:
            return Part(fraction(self.part(node.top).box, self.part(node.bottom).box, self.ascii), _PRODUCT)
        top = self.within(node.top, _POWER if isinstance(node.top, Div | Deriv | Num) else _PRODUCT)
        return Part(beside(top.box, row("/"), self.within(node.bottom, _POWER).box), _PRODUCT)

    def _product(self, factors: tuple[Node, ...]) -> Part:
        parts = [self._factor(each) for each in factors]
        boxes, run = [parts[0].box], _letters(parts[0])
        for left, right in pairwise(parts):
            run += _letters(right)
            if left.box.tall or right.box.tall:
                sign = " * " if self.ascii else " · "
            elif not self.ascii and self._needs_no_sign(left, right, run):
                sign = ""
            else:
                sign = "*" if self.ascii else "·"
            if sign or not _letters(right):
                run = _letters(right)
            boxes += [row(sign), right.box]
        return Part(beside(*boxes), _PRODUCT)

    def _factor(self, node: Node) -> Part:
        part = self.part(node)
        bare = isinstance(node, Deriv) or (part.box.tall and isinstance(node, Div | Num) and part.binds == _PRODUCT)
        return part if bare else self.within(node, _POWER)

    def _needs_no_sign(self, left: Part, right: Part, run: str) -> bool:
        first, last = right.box.text[0], left.box.text[-1]
        match left.kind, right.kind:
            case Kind.NUMBER, Kind.NUMBER | Kind.OTHER:
                return False
            case Kind.NUMBER, _:
                return not (first in "eE" and len(right.box.text) > 1 and right.box.text[1] in "0123456789+-")
            case Kind.LETTER, Kind.LETTER:
                return not any(name in run for name in (*_WORDS, *self.long_names))
            case Kind.LETTER | Kind.BRACKET, Kind.BRACKET:
                return last == ")" or last in letters.LOWERED_FROM
        return False

    def _power(self, base: Node, exponent: Node) -> Part:
        small = self._small(exponent)
        if small and isinstance(base, Call) and base.name in _SQUARED_NAMES and _is_count(exponent):
            shown = self._call(base.name, base.args).box
            name = _NAMES.get(base.name, base.name)
            return Part(beside(row(name + small), self._arguments(base.args)) if shown else shown)
        below = self.within(base, _ATOM)
        if small:
            box = raise_over(below.box, row(small)) if below.box.tall else beside(below.box, row(small))
            return Part(box, _POWER, below.kind if below.kind is not Kind.NUMBER else Kind.OTHER)
        plain = isinstance(exponent, Num | Sym | Const) and self.part(exponent).binds == _ATOM
        if self.stack and not (self.ascii and plain):
            return Part(raise_over(below.box, self._flat(exponent)), _POWER)
        above = self.part(exponent).box
        return Part(beside(below.box, row("^"), above if plain else bracketed(above, self.ascii)), _POWER)

    def _flat(self, node: Node) -> Box:
        """An exponent: on one line, since fractions within exponents are hard to read."""
        return (self.flat or self).part(node).box

    def _small(self, exponent: Node) -> str | None:
        """The exponent in raised characters, None where they do not exist or are too many to read."""
        if self.ascii:
            return None
        found = letters.raised(self._flat(exponent).text)
        return found if found and len(found) <= _LONGEST_RAISED else None

    def _call(self, name: str, args: tuple[Node, ...]) -> Part:
        if name == "exp":
            small = self._small(args[0])
            if small:
                return Part(row("e" + small), _POWER, Kind.EXPONENTIAL)
            if self.stack and not self.ascii:
                return Part(raise_over(row("e"), self._flat(args[0])), _POWER, Kind.EXPONENTIAL)
        if name == "sqrt" and not self.ascii:
            inner = self.part(args[0])
            simple = inner.binds == _ATOM and isinstance(args[0], Num | Sym | Const)
            box = inner.box if simple else bracketed(inner.box, self.ascii)
            return Part(beside(row("√"), box), _POWER, Kind.ROOT)
        nested = any(isinstance(each, Call) and each.name == "abs" for each in args[0].walk())
        if name == "abs" and not nested:  # bars within bars cannot be told apart
            return Part(bracketed(self.part(args[0]).box, self.ascii, "|", "|"), _ATOM, Kind.BAR)
        return Part(beside(row(_NAMES.get(name, name)), self._arguments(args)))

    def _arguments(self, args: tuple[Node, ...]) -> Box:
        boxes = [self.part(args[0]).box]
        for each in args[1:]:
            boxes += [row(", "), self.part(each).box]
        return bracketed(beside(*boxes), self.ascii)

    def _derivative(self, arg: Node, wrt: str) -> Part:
        d = "∂" if self.partial and not self.ascii else "d"
        under = d + symbol(wrt, self.ascii)
        head = fraction(row(d), row(under), self.ascii) if self.stack else row(f"{d}/{under}")
        return Part(beside(head, row(" "), bracketed(self.part(arg).box, self.ascii, "[", "]")), _PRODUCT)


def _letters(part: Part) -> str:
    """The letters a reader would run together with their neighbours; none where a raised exponent closes the part."""
    return part.box.text if part.kind is Kind.LETTER and len(part.box.text) == 1 else ""


def _is_count(exponent: Node) -> bool:
    return isinstance(exponent, Num) and exponent.value.denominator == 1 and exponent.value > 1


def _without_sign(node: Node) -> tuple[bool, Node]:
    """Is `node` written with a minus in front, and what stands behind it? `(-4)*x` is shown as `−4x`."""
    match node:
        case Neg(arg=arg):
            return True, arg
        case Num(value=value) if value < 0:
            return True, Num(-value)
        case Mul(factors=(first, *others)):
            negative, rest = _without_sign(first)
            return negative, Mul((rest, *others)) if negative else node
        case Div(top=top, bottom=bottom):
            negative, rest = _without_sign(top)
            return negative, Div(rest, bottom) if negative else node
    return False, node
