"""Expressions as Python source, for 'the same in Python'.

The text is made from the tree alone: numbers, operators, the functions below and names that are cleaned here, so
nothing that a lesson or a learner wrote can become code. With `MATH` the order of operations is that of
`tutor.numeric`, so the program reaches the same floats, bit by bit. With `SYMPY` integers never meet in a float
division, so SymPy keeps them exact.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from tutor.numeric import value
from tutor.scenes._numbers import as_float
from tutor.tree import FUNCTIONS, Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

# How strongly the outermost operation of a text binds, as in Python's grammar.
SUM, PRODUCT, UNARY, POWER, ATOM = range(1, 6)
LARGEST_INTEGER = 2**53  # beyond it, integers are written as floats: NumPy's scalars know no longer ones


class Dialect(Enum):
    MATH = "math"  # floats and `from math import ...`
    SYMPY = "sympy"  # `sp.` functions, exact numbers


@dataclass(frozen=True, slots=True)
class _Text:
    source: str
    binds: int
    whole: bool = False  # a plain Python integer

    def within(self, least: int) -> str:
        return self.source if self.binds >= least else f"({self.source})"


def python_names(symbols: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """For each symbol a Python name of its own, none of `taken`: `lambda` -> `lambda_`, `f` -> `f_`."""
    used = {*taken, *FUNCTIONS, *CONSTANTS}
    given: dict[str, str] = {}
    for symbol in symbols:
        name = re.sub(r"\W", "_", unicodedata.normalize("NFKC", symbol))
        name = name if name.isidentifier() else f"_{name}"
        while keyword.iskeyword(name) or hasattr(builtins, name) or name in used:
            name += "_"
        used.add(name)
        given[symbol] = name
    return given


def code(node: Node, names: Mapping[str, str], dialect: Dialect = Dialect.MATH, exact: bool = False) -> str:
    """The tree as a Python expression. `exact` writes squares as products, as `tutor.numeric` computes them."""
    text = _Writer(names, dialect, exact).text(node)
    if dialect is Dialect.SYMPY and text.whole:
        return f"sp.Integer({text.source})"  # a constant f must still know .subs
    return text.source


def number(value: float) -> str:
    """A float as source: `0.1`, `2.0`, the shortest text that gives it back."""
    return repr(float(value))


@dataclass(frozen=True, slots=True)
class _Writer:
    names: Mapping[str, str]
    dialect: Dialect
    exact: bool

    def text(self, node: Node) -> _Text:
        match node:
            case Num(amount):
                return self._number(amount)
            case Const(name):
                return _Text(name if self.dialect is Dialect.MATH else f"sp.{CONSTANTS[name]}", ATOM)
            case Sym(name):
                return _Text(self.names[name], ATOM)
            case Neg(arg):
                inner = self.text(arg)
                return _Text(f"-{inner.within(PRODUCT)}", min(inner.binds, UNARY), inner.whole)
            case Add(terms):
                return self._sum(terms)
            case Mul(factors):
                parts = [self.text(factor) for factor in factors]
                source = "*".join(part.within(PRODUCT if i == 0 else POWER) for i, part in enumerate(parts))
                return _Text(source, PRODUCT, all(part.whole for part in parts))
            case Div(top, bottom):
                return self._quotient(self.text(top), self.text(bottom))
            case Pow(base, exponent):
                return self._power(base, exponent)
            case Call(name, args):
                return _call(name, [self.text(arg) for arg in args], self.dialect)
        raise ValueError(f"{type(node).__name__} cannot be written as Python.")

    def _number(self, amount: Fraction) -> _Text:
        if self.dialect is Dialect.MATH and abs(amount) > LARGEST_INTEGER:
            return _Text(repr(as_float(amount)), ATOM if amount >= 0 else UNARY)
        if amount.denominator == 1:
            return _Text(str(amount.numerator), ATOM if amount >= 0 else UNARY, whole=True)
        if self.dialect is Dialect.SYMPY:
            return _Text(f"sp.Rational({amount.numerator}, {amount.denominator})", ATOM)
        written = repr(amount.numerator / amount.denominator)
        if Fraction(written) == amount:
            return _Text(written, ATOM if amount >= 0 else UNARY)
        return _Text(f"{amount.numerator}/{amount.denominator}", PRODUCT)

    def _sum(self, terms: tuple[Node, ...]) -> _Text:
        source, whole = "", True
        for i, term in enumerate(terms):
            negative = i > 0 and isinstance(term, Neg)
            part = self.text(term.arg if negative and isinstance(term, Neg) else term)
            whole &= part.whole
            joint = "" if i == 0 else " - " if negative else " + "
            source += joint + part.within(SUM if i == 0 else PRODUCT)
        return _Text(source, SUM, whole)

    def _quotient(self, top: _Text, bottom: _Text) -> _Text:
        if self.dialect is Dialect.SYMPY and top.whole and bottom.whole:
            if top.source.isdigit() and bottom.source.isdigit() and int(bottom.source):
                return _Text(f"sp.Rational({top.source}, {bottom.source})", ATOM)
            return _Text(f"sp.Integer({top.source})/{bottom.within(POWER)}", PRODUCT)
        return _Text(f"{top.within(PRODUCT)}/{bottom.within(POWER)}", PRODUCT)

    def _power(self, base: Node, exponent: Node) -> _Text:
        known = self.dialect is Dialect.MATH and not (base.symbols() or exponent.symbols())
        if known and abs(power := value(Pow(base, exponent))) > LARGEST_INTEGER:
            return _Text(repr(power), ATOM if power >= 0 else UNARY)
        below, above = self.text(base), self.text(exponent)
        if self.exact and exponent == Num(Fraction(2)) and base.symbols():
            if below.binds == ATOM and isinstance(base, Sym):
                return _Text(f"{below.source}*{below.source}", PRODUCT)
            return _Text(f"np.square({below.source})", ATOM)
        whole = below.whole and above.whole
        if whole and self.dialect is Dialect.SYMPY and not above.source.isdigit():
            return _Text(f"sp.Integer({below.source})**{above.within(ATOM)}", POWER)
        return _Text(f"{below.within(ATOM)}**{above.within(ATOM)}", POWER, whole)


CONSTANTS = {"pi": "pi", "e": "E"}
PLAIN = {"exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"}
IN_SYMPY = {
    **{name: f"sp.{name}" for name in PLAIN},
    "abs": "sp.Abs",
    "sign": "sp.sign",
    "min": "sp.Min",
    "max": "sp.Max",
}
# Written as `tutor.numeric.operations` computes them.
DEFINED = {
    "sigmoid": [
        "def sigmoid(z):",
        "    small = exp(-abs(z))",
        "    return 1/(1 + small) if z >= 0 else small/(1 + small)",
    ],
    "relu": ["def relu(z):", "    return max(z, 0.0)"],
    "sign": ["def sign(z):", "    return float(z > 0) - float(z < 0)"],
    "step": ["def step(z):", "    return float(z > 0)"],
}


def _call(name: str, args: list[_Text], dialect: Dialect) -> _Text:
    inside = ", ".join(arg.source for arg in args)
    if dialect is Dialect.MATH:
        return _Text(f"{name}({inside})", ATOM)
    if name == "sigmoid":
        return _Text(f"1/(1 + sp.exp(-{args[0].within(POWER)}))", PRODUCT)
    if name == "relu":
        return _Text(f"sp.Max(0, {inside})", ATOM)
    if name == "step":
        return _Text(f"sp.Heaviside({inside}, 0)", ATOM)
    return _Text(f"{IN_SYMPY[name]}({inside})", ATOM)


def math_needs(nodes: Iterable[Node]) -> list[str]:
    """The lines that expressions in MATH need above them: an import and the definitions of sigmoid and its kin."""
    used = {node.name for tree in nodes for node in tree.walk() if isinstance(node, Call | Const)}
    needed = sorted((used & PLAIN) | (used & CONSTANTS.keys()) | ({"exp"} if "sigmoid" in used else set()))
    lines = [f"from math import {', '.join(needed)}"] if needed else []
    for name in sorted(used & DEFINED.keys()):
        lines += ["", "", *DEFINED[name]]
    return lines


def program(*parts: list[str]) -> str:
    """The parts of a program below each other, as PEP 8 spaces them; a part is a list of lines."""
    text, before = "", False
    for part in filter(None, parts):
        defines = any(line.startswith("def ") for line in part)
        gap = "" if not text else "\n\n" if defines or before else "\n"
        text += gap + "\n".join(part) + "\n"
        before = defines
    return text


CORNERED = {"relu", "step", "sign", "abs", "min", "max"}


def has_corners(node: Node) -> bool:
    """Does SymPy's derivative of it stumble over corners (Heaviside, DiracDelta)?"""
    return any(isinstance(each, Call) and each.name in CORNERED for each in node.walk())


def sympy_symbols(names: Mapping[str, str], trees: Iterable[Node]) -> list[str]:
    """The line that makes the symbols; real ones where it matters to a root, a logarithm or |x|."""
    real = ", real=True" if any(_minds_complex(node) for tree in trees for node in tree.walk()) else ""
    if len(names) == 1:
        ((symbol, name),) = names.items()
        return [f"{name} = sp.Symbol({symbol!r}{real})"]
    return [f"{', '.join(names.values())} = sp.symbols({' '.join(names)!r}{real})"]


def _minds_complex(node: Node) -> bool:
    if isinstance(node, Pow):
        return not (isinstance(node.exponent, Num | Sym) or isinstance(node.base, Sym | Num | Const))
    return isinstance(node, Call) and node.name in {
        "abs",
        "sign",
        "sqrt",
        "log",
        "min",
        "max",
        "relu",
        "step",
    }
