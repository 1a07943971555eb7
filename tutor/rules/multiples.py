"""The rule of a constant factor, which most partial derivatives turn on, and the known ways to get it wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.messages import N_, tr
from tutor.rules.algebra import NOT_LOWERED, OTHERS_TOO, names_of, split_constant
from tutor.rules.shape import EVERYDAY, LEFT, RARE, Mistake, Rule, others, over, shifted, slope, times
from tutor.tidy import ONE, ZERO, rational, tidy
from tutor.tree import Add, Div, Mul, Neg, Node, Pow, Sym
from tutor.typeset import line


def _constant_multiple(node: Node, wrt: str) -> Node:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    if rest == Sym(wrt):
        return tidy(factor)
    match factor:
        case Div(top, bottom) if top == ONE:
            return over(slope(rest, wrt), bottom)
        case Neg(Div(top, bottom)) if top == ONE:
            return Neg(over(slope(rest, wrt), bottom))
    return times(factor, slope(rest, wrt))


def _multiple_note(node: Node, wrt: str) -> str:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    constant = tr(" ({names_of} is a constant here)", names_of=names_of(factor)) if len(factor.symbols()) == 1 else ""
    if factor == Neg(ONE):
        return tr("the minus sign stays, and {rest} is differentiated", rest=line(rest))
    return tr(
        "the factor {line} stays{constant}, and {rest} is differentiated",
        line=line(tidy(factor)),
        constant=constant,
        rest=line(rest),
    )


def _parts(node: Node, wrt: str) -> tuple[Node, Node, Node]:
    """(number, other symbols, u) of a node that is number times other symbols times u."""
    factor, rest = split_constant(node, wrt) or (ONE, node)
    number, symbols = _number_out(factor)
    return number, symbols, rest


def _number_out(factor: Node) -> tuple[Node, Node]:
    match factor:
        case Neg(arg):
            number, rest = _number_out(arg)
            return Neg(number), rest
        case Mul(factors):
            parts = [_number_out(each) for each in factors]
            return times(*(number for number, _ in parts)), times(*(rest for _, rest in parts))
        case Div(top, bottom):
            (above, left), (below, right) = _number_out(top), _number_out(bottom)
            return over(above, below), over(left, right)
    return (ONE, factor) if factor.symbols() else (factor, ONE)


def _sign_lost(node: Node, wrt: str) -> Iterator[Node]:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    if isinstance(factor, Neg):
        yield times(factor.arg, slope(rest, wrt))


def _number_dropped(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if isinstance(number, Neg):
        yield Neg(times(symbols, slope(rest, wrt)))
    if number not in (ONE, Neg(ONE)):
        yield times(symbols, slope(rest, wrt))


def _symbols_dropped(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if symbols != ONE:
        yield times(number, slope(rest, wrt))


def _mixed_lost(node: Node, wrt: str) -> Iterator[Node]:
    if _parts(node, wrt)[1] != ONE:
        yield ZERO


def _number_made_zero(node: Node, wrt: str) -> Iterator[Node]:
    if _parts(node, wrt)[1] == ONE:
        yield ZERO


def _product_rule(node: Node, wrt: str) -> Iterator[Node]:
    """(c f)' as c' f + c f' with c' = 1, or with the derivative of c by its own variable."""
    factor, rest = split_constant(node, wrt) or (ONE, node)
    if factor == Neg(ONE):
        return
    yield Add((rest, times(factor, slope(rest, wrt))))
    for name in others(factor, wrt):
        yield Add((times(slope(factor, name), rest), times(factor, slope(rest, wrt))))


def _both_differentiated(node: Node, wrt: str) -> Iterator[Node]:
    factor, rest = split_constant(node, wrt) or (ONE, node)
    for name in others(factor, wrt):
        yield times(slope(factor, name), slope(rest, wrt))


def _wrong_variable(node: Node, wrt: str) -> Iterator[Node]:
    for name in others(_parts(node, wrt)[1], wrt):
        yield slope(node, name)


def _added_exponent(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if isinstance(rest, Pow) and rest.base == Sym(wrt) and number != ONE:
        yield times(tidy(Add((number, rest.exponent))), symbols, Pow(rest.base, shifted(rest.exponent, -1)))


def _factor_raised(node: Node, wrt: str) -> Iterator[Node]:
    """c x^n as if the c stood inside the power."""
    number, symbols, rest = _parts(node, wrt)
    if isinstance(rest, Pow) and rational(rest.exponent) is not None and number != ONE:
        within = times(number, rest.base)
        yield times(symbols, slope(Pow(within, rest.exponent), wrt))
        yield times(symbols, rest.exponent, Pow(within, shifted(rest.exponent, -1)))


def _linear_kept(node: Node, wrt: str) -> Iterator[Node]:
    if _parts(node, wrt)[2] == Sym(wrt):
        yield node


def _upside_down(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if isinstance(number, Div):
        yield times(over(number.bottom, number.top), symbols, slope(rest, wrt))


def _number_twice(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if number not in (ONE, Neg(ONE)):
        yield times(number, number, symbols, slope(rest, wrt))


MULTIPLE_MISTAKES = (
    Mistake("coefficient-dropped", N_("The number in front was dropped."), _number_dropped, EVERYDAY, "coefficient"),
    LEFT,
    Mistake("minus-lost", N_("The minus sign was lost."), _sign_lost, EVERYDAY, "sign"),
    Mistake(
        "other-variable-dropped",
        N_("The other variable was dropped; it is a constant factor here, and stays."),
        _symbols_dropped,
        EVERYDAY,
        "variables",
    ),
    Mistake(
        "mixed-term-lost",
        N_("This term was treated as a constant because of the other variable, but it also holds {x}."),
        _mixed_lost,
        EVERYDAY,
        "variables",
    ),
    Mistake(
        "product-rule-on-a-constant",
        N_("The product rule was used although one factor is a constant, whose derivative is 0."),
        _product_rule,
        family="variables",
    ),
    Mistake(
        OTHERS_TOO, N_("Another variable was differentiated as well as {x}."), _both_differentiated, family="variables"
    ),
    Mistake(
        "wrong-variable-in-a-term",
        N_("Here another variable was differentiated in place of {x}."),
        _wrong_variable,
        family="variables",
    ),
    Mistake(
        "exponent-added-to-the-coefficient",
        N_("The exponent was added to the number in front, and had to be multiplied with it."),
        _added_exponent,
        family="power",
    ),
    replace(NOT_LOWERED, forms=_linear_kept),
    Mistake("coefficient-upside-down", N_("The fraction in front was turned over."), _upside_down, RARE, "coefficient"),
    Mistake(
        "coefficient-raised", N_("The number in front was raised to the power as well."), _factor_raised, RARE, "power"
    ),
    Mistake(
        "coefficient-twice", N_("The number in front was multiplied in twice."), _number_twice, RARE, "coefficient"
    ),
    Mistake(
        "constant-factor-made-zero",
        N_("The constant factor was differentiated to 0; it stays as it is."),
        _number_made_zero,
        RARE,
        "lost",
    ),
)

CONSTANT_MULTIPLE = Rule(
    id="constant-multiple",
    name=N_("constant multiple rule"),
    formula="(c f)′ = c f′",
    why=N_("Stretching a graph stretches its slope by as much."),
    applies=lambda node, wrt: split_constant(node, wrt) is not None,
    right=_constant_multiple,
    note=_multiple_note,
    near=("constant", "sum", "chain"),
    mistakes=MULTIPLE_MISTAKES,
    letters=lambda node, wrt: dict(zip("cf", (tidy(each) for each in split_constant(node, wrt) or ()), strict=False)),
)
