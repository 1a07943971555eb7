"""Syntax tree -> the text that reads back as the same tree, in Python's and SymPy's spelling (`*`, `**`, `abs`).

Guaranteed for every tree the parser can make, as long as the text is within the bounds of `tutor.expression`:
`parse(to_text(tree), symbols) == tree`. Trees from elsewhere (negative or endless numbers) get an expression of
the same value.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.tree import Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

_SUM, _PRODUCT, _POWER, _ATOM = range(4)  # how tightly the outermost operator of a text binds
_LONG = 20  # characters of a number before it is written with an exponent


def to_text(node: Node) -> str:
    """The shortest plain text of `node`: brackets only where the shape needs them."""
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    match node:
        case Num(value=value):
            return _number(value)
        case Const(name=name) | Sym(name=name):
            return name, _ATOM
        case Call(name=name, args=args):
            return f"{name}({', '.join(map(to_text, args))})", _ATOM
        case Deriv(arg=arg, wrt=wrt):
            return f"d/d{wrt}({to_text(arg)})", _ATOM
        case Neg(arg=arg):
            return f"-{_within(arg, _PRODUCT)}", _SUM
        case Add(terms=terms):
            return _sum(terms), _SUM
        case Mul(factors=factors):
            first = _within(factors[0], _PRODUCT if isinstance(factors[0], Div) else _POWER)
            return "*".join([first, *(_within(each, _POWER) for each in factors[1:])]), _PRODUCT
        case Div(top=top, bottom=bottom):
            return f"{_within(top, _PRODUCT)}/{_within(bottom, _POWER)}", _PRODUCT
        case Pow(base=base, exponent=exponent):
            return f"{_within(base, _ATOM)}**{_within(exponent, _POWER)}", _POWER
    raise TypeError(f"no way to write a {type(node).__name__}")


def _within(node: Node, least: int) -> str:
    text, binds = _write(node)
    return text if binds >= least else f"({text})"


def _sum(terms: tuple[Node, ...]) -> str:
    first = terms[0]
    found = [f"-{_within(first.arg, _PRODUCT)}" if isinstance(first, Neg) else _within(first, _PRODUCT)]
    for term in terms[1:]:
        if isinstance(term, Neg):
            found.append(f" - {_within(term.arg, _PRODUCT)}")
        else:
            found.append(f" + {_within(term, _PRODUCT)}")
    return "".join(found)


def _number(value: Fraction) -> tuple[str, int]:
    text = number_text(value)
    return text, _SUM if value < 0 else _PRODUCT if "/" in text else _ATOM


def number_text(value: Fraction) -> str:
    """An exact number: `2`, `0.5`, `1e-12`, and `1/3` where the decimals never end."""
    if value < 0:
        return "-" + number_text(-value)
    digits = _decimal_digits(value)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    whole, places = digits
    plain = whole if places == 0 else f"{whole.zfill(places + 1)[:-places]}.{whole.zfill(places + 1)[-places:]}"
    if len(plain) <= _LONG:
        return plain
    mantissa = whole.rstrip("0")
    exponent = len(whole) - 1 - places
    short = f"{mantissa[0]}{'.' + mantissa[1:] if mantissa[1:] else ''}e{exponent}"
    return short if len(short) < len(plain) else plain


def _decimal_digits(value: Fraction) -> tuple[str, int] | None:
    """`(digits, places)` with value = digits / 10^places, or None where the decimals never end. value >= 0."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return str(value.numerator * 10**places // value.denominator), places
