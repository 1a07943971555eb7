"""The rules of sums and constants, in their right forms and with the known ways to get them wrong."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.rules.shape import EVERYDAY, LEFT, RARE, Mistake, Rule, depends, others, over, shifted, slope, times
from tutor.tidy import ONE, ZERO, rational, tidy
from tutor.tree import Add, Div, Mul, Neg, Node, Pow, Sym
from tutor.typeset import line, symbol


def split_constant(node: Node, wrt: str) -> tuple[Node, Node] | None:
    """(c, u) when the node is plainly c u with c free of the variable and u not; else None. -u is (-1) u."""
    match node:
        case Neg(arg):
            factor, rest = split_constant(arg, wrt) or (ONE, arg)
            return Neg(factor), rest
        case Mul(factors):
            fixed = [factor for factor in factors if not depends(factor, wrt)]
            if not fixed or len(fixed) == len(factors):
                return None
            return times(*fixed), times(*(factor for factor in factors if depends(factor, wrt)))
        case Div(top, bottom) if depends(top, wrt) and not depends(bottom, wrt):
            factor, rest = split_constant(top, wrt) or (ONE, top)
            return over(factor, bottom), rest
    return None


def _names(node: Node) -> str:
    names = [symbol(name) for name in sorted(node.symbols())]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _constant_note(node: Node, wrt: str) -> str:
    if not node.symbols():
        return f"{line(node)} is a number and never changes, so its derivative is 0"
    verb = "is a constant" if len(node.symbols()) == 1 else "are constants"
    gives = "it" if isinstance(node, Sym) else line(node)
    return f"{_names(node)} {verb} here: only {symbol(wrt)} changes, so {gives} gives 0"


def _others_differentiated(node: Node, wrt: str) -> Iterator[Node]:
    for name in others(node, wrt):
        yield slope(node, name)


OTHERS_TOO = "other-variable-differentiated-too"

CONSTANT_MISTAKES = (
    Mistake(
        "constant-kept",
        "A term in which {x} does not occur was kept.",
        lambda node, wrt: (node,),
        EVERYDAY,
        "undifferentiated",
    ),
    Mistake(
        OTHERS_TOO, "Another variable was differentiated as well as {x}.", _others_differentiated, family="variables"
    ),
    Mistake("constant-became-one", "The derivative of a constant was taken to be 1.", lambda node, wrt: (ONE,), RARE),
)

CONSTANT = Rule(
    id="constant",
    name="constant rule",
    formula="c′ = 0",
    why="What does not change has no slope.",
    applies=lambda node, wrt: not depends(node, wrt),
    right=lambda node, wrt: ZERO,
    note=_constant_note,
    near=("identity", "constant-multiple", "power"),
    mistakes=CONSTANT_MISTAKES,
    letters=lambda node, wrt: {"c": node},
)

IDENTITY = Rule(
    id="identity",
    name="identity rule",
    formula="dx/dx = 1",
    why="x changes exactly as fast as x.",
    applies=lambda node, wrt: node == Sym(wrt),
    right=lambda node, wrt: ONE,
    note=lambda node, wrt: f"{symbol(wrt)} changes exactly as fast as {symbol(wrt)}, so it gives 1",
    near=("constant", "constant-multiple", "exponential"),
    mistakes=(
        LEFT,
        Mistake("variable-became-zero", "{x} was treated as a constant.", lambda node, wrt: (ZERO,), RARE, "lost"),
    ),
)


def _sum(node: Node, wrt: str) -> Node:
    assert isinstance(node, Add)
    return Add(tuple(Neg(slope(term.arg, wrt)) if isinstance(term, Neg) else slope(term, wrt) for term in node.terms))


def _slopes(node: Node, wrt: str) -> list[Node]:
    right = _sum(node, wrt)
    assert isinstance(right, Add)
    return list(right.terms)


def _with_sign_changed(node: Node, wrt: str, minus: bool) -> Iterator[Node]:
    """One sign changed, of the terms that change and have a minus, or have none; then all of these signs."""
    terms = _slopes(node, wrt)
    places = [i for i, each in enumerate(terms) if isinstance(each, Neg) == minus and depends(node.children()[i], wrt)]
    for chosen in ([place] for place in places):
        yield Add(tuple(_negative(each) if i in chosen else each for i, each in enumerate(terms)))
    if minus and len(places) > 1:
        yield Add(tuple(_negative(each) if i in places else each for i, each in enumerate(terms)))


def _negative(node: Node) -> Node:
    return node.arg if isinstance(node, Neg) else Neg(node)


def _without_a_term(node: Node, wrt: str) -> Iterator[Node]:
    terms = _slopes(node, wrt)
    for place, term in enumerate(node.children()):
        plain = term.arg if isinstance(term, Neg) else term
        split = split_constant(plain, wrt)
        mixed = split is not None and split[0].symbols()  # that has a name of its own
        if depends(term, wrt) and not mixed:
            yield _added(terms[:place] + terms[place + 1 :])


def _added(terms: list[Node]) -> Node:
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _sum_multiplied(node: Node, wrt: str) -> Iterator[Node]:
    yield times(*_slopes(node, wrt))


SUM_MISTAKES = (
    Mistake(
        "sum-minus-lost",
        "A minus sign was lost.",
        lambda node, wrt: _with_sign_changed(node, wrt, True),
        EVERYDAY,
        "sign",
    ),
    Mistake("sum-term-lost", "One term was left out.", _without_a_term, EVERYDAY, "lost"),
    Mistake(
        "sum-plus-became-minus",
        "A plus became a minus.",
        lambda node, wrt: _with_sign_changed(node, wrt, False),
        family="sign",
    ),
    LEFT,
    Mistake("sum-multiplied", "The derivatives of the terms were multiplied.", _sum_multiplied, RARE),
)

SUM = Rule(
    id="sum",
    name="sum rule",
    formula="(f + g)′ = f′ + g′",
    why="Slopes add up as heights do.",
    applies=lambda node, wrt: isinstance(node, Add),
    right=_sum,
    note=lambda node, wrt: "differentiate term by term and keep the signs",
    near=("product", "power", "chain"),
    mistakes=SUM_MISTAKES,
)


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
    constant = f" ({_names(factor)} is a constant here)" if len(factor.symbols()) == 1 else ""
    if factor == Neg(ONE):
        return f"the minus sign stays, and {line(rest)} is differentiated"
    return f"the factor {line(tidy(factor))} stays{constant}, and {line(rest)} is differentiated"


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


def _upside_down(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if isinstance(number, Div):
        yield times(over(number.bottom, number.top), symbols, slope(rest, wrt))


def _number_twice(node: Node, wrt: str) -> Iterator[Node]:
    number, symbols, rest = _parts(node, wrt)
    if number not in (ONE, Neg(ONE)):
        yield times(number, number, symbols, slope(rest, wrt))


MULTIPLE_MISTAKES = (
    Mistake("coefficient-dropped", "The number in front was dropped.", _number_dropped, EVERYDAY, "coefficient"),
    LEFT,
    Mistake("minus-lost", "The minus sign was lost.", _sign_lost, EVERYDAY, "sign"),
    Mistake(
        "other-variable-dropped",
        "The other variable was dropped; it is a constant factor here, and stays.",
        _symbols_dropped,
        EVERYDAY,
        "variables",
    ),
    Mistake(
        "mixed-term-lost",
        "This term was treated as a constant because of the other variable, but it also holds {x}.",
        _mixed_lost,
        EVERYDAY,
        "variables",
    ),
    Mistake(
        "product-rule-on-a-constant",
        "The product rule was used although one factor is a constant, whose derivative is 0.",
        _product_rule,
        family="variables",
    ),
    Mistake(
        OTHERS_TOO, "Another variable was differentiated as well as {x}.", _both_differentiated, family="variables"
    ),
    Mistake(
        "wrong-variable-in-a-term",
        "Here another variable was differentiated in place of {x}.",
        _wrong_variable,
        family="variables",
    ),
    Mistake(
        "exponent-added-to-the-coefficient",
        "The exponent was added to the number in front, and had to be multiplied with it.",
        _added_exponent,
        family="power",
    ),
    Mistake("coefficient-upside-down", "The fraction in front was turned over.", _upside_down, RARE, "coefficient"),
    Mistake(
        "coefficient-raised", "The number in front was raised to the power as well.", _factor_raised, RARE, "power"
    ),
    Mistake("coefficient-twice", "The number in front was multiplied in twice.", _number_twice, RARE, "coefficient"),
    Mistake(
        "constant-factor-made-zero",
        "The constant factor was differentiated to 0; it stays as it is.",
        _number_made_zero,
        RARE,
        "lost",
    ),
)

CONSTANT_MULTIPLE = Rule(
    id="constant-multiple",
    name="constant multiple rule",
    formula="(c f)′ = c f′",
    why="Stretching a graph stretches its slope by as much.",
    applies=lambda node, wrt: split_constant(node, wrt) is not None,
    right=_constant_multiple,
    note=_multiple_note,
    near=("constant", "sum", "chain"),
    mistakes=MULTIPLE_MISTAKES,
    letters=lambda node, wrt: dict(zip("cf", (tidy(each) for each in split_constant(node, wrt) or ()), strict=False)),
)
