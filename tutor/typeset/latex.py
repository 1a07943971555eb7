"""Syntax tree -> LaTeX for a handout: `3 x^{2} - \\frac{1}{2 \\sqrt{x}}`, as amsmath sets it.

Like the terminal's forms it is never ambiguous: brackets stand wherever the shape needs them, and a sign wherever two
factors would read as one thing. Only letters, digits and the commands below come out, whatever the names are.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.expression.totext import number_text
from tutor.letters import GREEK, key
from tutor.tree import Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

_SUM, _PRODUCT, _POWER, _ATOM = range(4)  # how tightly the outermost operator binds
_COMMANDS = {
    "log": r"\ln", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan",
    **{name: "\\" + name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max")},
}  # fmt: skip
_SQUARED = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log")  # as \sin^{2}\left(x\right)
_LIKE_LATIN = {"omicron": "o", **{name: name[0] for name in ("Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa",
               "Mu", "Nu", "Omicron", "Tau", "Chi")}, "Rho": "P"}  # fmt: skip


def latex(node: Node, *, partial: bool = False) -> str:
    """The tree as LaTeX; `partial` writes derivatives not carried out as partial ones."""
    return _write(node, partial)[0]


def latex_name(name: str) -> str:
    """`theta0` as `\\theta_{0}`, `x` as `x`, `w_ab` as `w_{ab}`."""
    spelled = key(name)
    stem, _, index = spelled.partition("_")
    if not index:
        stem = spelled.rstrip("0123456789") or spelled
        index = spelled[len(stem) :]
    base = _letter(stem)
    return f"{base}_{{{_safe(index)}}}" if index else base


def _letter(stem: str) -> str:
    if stem in _LIKE_LATIN:
        return rf"\mathrm{{{_LIKE_LATIN[stem]}}}"
    if stem in GREEK:
        return "\\" + stem
    safe = _safe(stem)
    return safe if len(safe) == 1 else rf"\mathit{{{safe}}}"


def _safe(text: str) -> str:
    return "".join(each if each.isalnum() else "" for each in text) or "?"


def _write(node: Node, partial: bool) -> tuple[str, int]:
    match node:
        case Num(value=value):
            return _number(value)
        case Const(name=name):
            return (r"\pi" if name == "pi" else "e"), _ATOM
        case Sym(name=name):
            return latex_name(name), _ATOM
        case Neg(arg=arg):
            return f"-{_within(arg, _PRODUCT, partial)}", _SUM
        case Add(terms=terms):
            return _sum(terms, partial), _SUM
        case Mul(factors=factors):
            return _product(factors, partial), _PRODUCT
        case Div(top=top, bottom=bottom):
            return rf"\frac{{{_write(top, partial)[0]}}}{{{_write(bottom, partial)[0]}}}", _PRODUCT
        case Pow(base=base, exponent=exponent):
            return _power(base, exponent, partial), _POWER
        case Call(name=name, args=args):
            return _call(name, args, partial)
        case Deriv(arg=arg, wrt=wrt):
            d = r"\partial" if partial else "d"
            below = f"{d} {latex_name(wrt)}"
            return rf"\frac{{{d}}}{{{below}}}\left[{_write(arg, partial)[0]}\right]", _PRODUCT
    raise TypeError(f"no way to write a {type(node).__name__}")


def _within(node: Node, least: int, partial: bool) -> str:
    text, binds = _write(node, partial)
    return text if binds >= least else _bracketed(text)


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)"


def _number(value: Fraction) -> tuple[str, int]:
    text = number_text(abs(value))
    top, slash, bottom = text.partition("/")
    mantissa, mark, power = text.partition("e")
    shown, binds = text, _ATOM
    if slash:
        shown, binds = rf"\frac{{{top}}}{{{bottom}}}", _PRODUCT
    elif mark:
        shown, binds = rf"{mantissa} \cdot 10^{{{power}}}", _PRODUCT
    return (f"-{shown}", _SUM) if value < 0 else (shown, binds)


def _sum(terms: tuple[Node, ...], partial: bool) -> str:
    made = ""
    for term in terms:
        text, binds = _write(term, partial)
        if binds == _SUM and not isinstance(term, Add) and text.startswith("-"):
            made += f" - {text[1:]}" if made else text
        else:
            text = text if binds >= _PRODUCT else _bracketed(text)
            negative = made and text.startswith("-")  # a product whose first factor is below 0
            made += f" - {text[1:]}" if negative else f" + {text}" if made else text
    return made


def _product(factors: tuple[Node, ...], partial: bool) -> str:
    made = ""
    for i, factor in enumerate(factors):
        bare = isinstance(factor, Div | Deriv) or (isinstance(factor, Num) and factor.value >= 0)
        leads = i == 0 and isinstance(factor, Num | Neg)
        text = _write(factor, partial)[0] if bare or leads else _within(factor, _POWER, partial)
        made += (_sign(factors[i - 1], text) if made else "") + text
    return made


def _sign(left: Node, right: str) -> str:
    """Nothing between `2` and `x`, `x` and `y`; a dot where a product would not be seen to be one."""
    while isinstance(left, Pow | Neg):
        left = left.exponent if isinstance(left, Pow) and isinstance(left.exponent, Sym) else left.children()[0]
    plain = isinstance(left, Num | Sym | Const)
    letter = right[0].isalpha() or (right[0] == "\\" and not right.startswith((r"\frac", r"\left")))
    bracket = right.startswith(r"\left(") and not isinstance(left, Sym | Const)
    return " " if plain and (letter or bracket) else r" \cdot "


def _power(base: Node, exponent: Node, partial: bool) -> str:
    above = _write(exponent, partial)[0]
    counts = isinstance(exponent, Num) and exponent.value.denominator == 1 and exponent.value > 1
    if counts and isinstance(base, Call) and base.name in _SQUARED:
        return rf"{_COMMANDS[base.name]}^{{{above}}}{_arguments(base.args, partial)}"
    return f"{_within(base, _ATOM, partial)}^{{{above}}}"


def _call(name: str, args: tuple[Node, ...], partial: bool) -> tuple[str, int]:
    first = _write(args[0], partial)[0]
    if name == "exp":
        return f"e^{{{first}}}", _POWER
    if name == "sqrt":
        return rf"\sqrt{{{first}}}", _POWER
    if name == "abs":
        return rf"\left|{first}\right|", _ATOM
    command = _COMMANDS.get(name, rf"\operatorname{{{name}}}")
    return command + _arguments(args, partial), _ATOM


def _arguments(args: tuple[Node, ...], partial: bool) -> str:
    return _bracketed(", ".join(_write(each, partial)[0] for each in args))
