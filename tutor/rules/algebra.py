"""The rules of constants and sums, in their right forms and with the known ways to get them wrong."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import N_, listed, plural, tr
from tutor.rules.shape import EVERYDAY, LEFT, RARE, About, Mistake, Rule, depends, others, over, slope, times
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Div, Mul, Neg, Node, Sym
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


def names_of(node: Node) -> str:
    """The symbols of the node, as a list in words."""
    return listed([symbol(name) for name in sorted(node.symbols())])


def _constant_note(node: Node, wrt: str) -> str:
    if not node.symbols():
        return tr("{node} is a number and never changes, so its derivative is 0", node=line(node))
    return plural(
        len(node.symbols()),
        "{names} is a constant here: only {symbol} changes, so {it} gives 0",
        "{names} are constants here: only {symbol} changes, so {it} gives 0",
        names=names_of(node),
        symbol=symbol(wrt),
        it=tr("it") if isinstance(node, Sym) else line(node),
    )


def _others_differentiated(node: Node, wrt: str) -> Iterator[Node]:
    for name in others(node, wrt):
        yield slope(node, name)


OTHERS_TOO = "other-variable-differentiated-too"

CONSTANT_MISTAKES = (
    Mistake(
        "constant-kept",
        N_("A term in which {x} does not occur was kept."),
        lambda node, wrt: (node,),
        EVERYDAY,
        "undifferentiated",
    ),
    Mistake(
        OTHERS_TOO,
        N_("Another variable was differentiated as well as {x}."),
        _others_differentiated,
        family="variables",
    ),
    Mistake(
        "constant-became-one", N_("The derivative of a constant was taken to be 1."), lambda node, wrt: (ONE,), RARE
    ),
)

CONSTANT = Rule(
    id="constant",
    name=N_("constant rule"),
    formula="c′ = 0",
    why=N_("What does not change has no slope."),
    applies=lambda node, wrt: not depends(node, wrt),
    right=lambda node, wrt: ZERO,
    note=_constant_note,
    near=("identity", "constant-multiple", "power"),
    mistakes=CONSTANT_MISTAKES,
    letters=lambda node, wrt: {"c": node},
)

NOT_LOWERED = Mistake(
    "power-exponent-not-lowered",
    N_("The exponent 1 was not lowered: x to the power 0 is 1."),
    lambda node, wrt: (node,),
    RARE,
    "power",
)

IDENTITY = Rule(
    id="identity",
    name=N_("identity rule"),
    formula="dx/dx = 1",
    why=N_("x changes exactly as fast as x."),
    applies=lambda node, wrt: node == Sym(wrt),
    right=lambda node, wrt: ONE,
    note=lambda node, wrt: tr("{symbol} changes exactly as fast as {symbol}, so it gives 1", symbol=symbol(wrt)),
    near=("constant", "constant-multiple", "exponential"),
    mistakes=(
        LEFT,
        NOT_LOWERED,
        Mistake("variable-became-zero", N_("{x} was treated as a constant."), lambda node, wrt: (ZERO,), RARE, "lost"),
    ),
)


def _sum(node: Node, wrt: str) -> Node:
    assert isinstance(node, Add)
    return Add(tuple(Neg(slope(term.arg, wrt)) if isinstance(term, Neg) else slope(term, wrt) for term in node.terms))


def _slopes(node: Node, wrt: str) -> list[Node]:
    right = _sum(node, wrt)
    assert isinstance(right, Add)
    return list(right.terms)


def _with_sign_changed(node: Node, wrt: str, minus: bool) -> Iterator[Node | About]:
    """One sign changed, of the terms that change and have a minus, or have none; then all of these signs."""
    terms = _slopes(node, wrt)
    places = [i for i, each in enumerate(terms) if isinstance(each, Neg) == minus and depends(node.children()[i], wrt)]
    for chosen in ([place] for place in places):
        changed = Add(tuple(_negative(each) if i in chosen else each for i, each in enumerate(terms)))
        yield About(changed, node.children()[chosen[0]])
    if minus and len(places) > 1:
        yield Add(tuple(_negative(each) if i in places else each for i, each in enumerate(terms)))


def _negative(node: Node) -> Node:
    return node.arg if isinstance(node, Neg) else Neg(node)


def _without_a_term(node: Node, wrt: str) -> Iterator[About]:
    terms = _slopes(node, wrt)
    for place, term in enumerate(node.children()):
        plain = term.arg if isinstance(term, Neg) else term
        split = split_constant(plain, wrt)
        mixed = split is not None and split[0].symbols()  # that has a name of its own
        if depends(term, wrt) and not mixed:
            yield About(_added(terms[:place] + terms[place + 1 :]), term)


def _added(terms: list[Node]) -> Node:
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _sum_multiplied(node: Node, wrt: str) -> Iterator[Node]:
    yield times(*_slopes(node, wrt))


SUM_MISTAKES = (
    Mistake(
        "sum-minus-lost",
        N_("A minus sign was lost."),
        lambda node, wrt: _with_sign_changed(node, wrt, True),
        EVERYDAY,
        "sign",
    ),
    Mistake("sum-term-lost", N_("One term was left out."), _without_a_term, EVERYDAY, "lost"),
    Mistake(
        "sum-plus-became-minus",
        N_("A plus became a minus."),
        lambda node, wrt: _with_sign_changed(node, wrt, False),
        family="sign",
    ),
    LEFT,
    Mistake("sum-multiplied", N_("The derivatives of the terms were multiplied."), _sum_multiplied, RARE),
)

SUM = Rule(
    id="sum",
    name=N_("sum rule"),
    formula="(f + g)′ = f′ + g′",
    why=N_("Slopes add up as heights do."),
    applies=lambda node, wrt: isinstance(node, Add),
    right=_sum,
    note=lambda node, wrt: tr("differentiate term by term and keep the signs"),
    near=("product", "power", "chain"),
    mistakes=SUM_MISTAKES,
)
