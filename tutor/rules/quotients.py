"""The rules of quotients, in their right forms and with the known ways to get them wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.messages import N_, tr
from tutor.rules.shape import (
    EVERYDAY,
    LEFT,
    RARE,
    SEEN,
    Both,
    Forms,
    Mistake,
    Rule,
    depends,
    minus,
    over,
    raised,
    slope,
    times,
    whole_number,
)
from tutor.tidy import ONE
from tutor.tree import Add, Call, Div, Neg, Node, Pow, Sym

TWO = whole_number(2)


def _reciprocal(node: Node, wrt: str) -> Node:
    assert isinstance(node, Div)
    changing = ONE if node.bottom == Sym(wrt) else slope(node.bottom, wrt)
    return Neg(over(times(node.top, changing), Pow(node.bottom, whole_number(2))))


def _reciprocal_form(power: int, sign: int = -1, changing: bool = True) -> Forms:
    """c/g with its derivative taken to be sign times c g'/g^power, or without the g'."""

    def forms(node: Node, wrt: str) -> Iterator[Node]:
        assert isinstance(node, Div)
        if not changing and node.bottom == Sym(wrt):
            return
        top = times(node.top, slope(node.bottom, wrt)) if changing else node.top
        found = over(top, raised(node.bottom, whole_number(power)))
        yield Neg(found) if sign < 0 else found

    return forms


def _over_slope(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Div)
    yield over(node.top, slope(node.bottom, wrt))


def _as_logarithm(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Div)
    yield times(node.top, Call("log", (node.bottom,)))
    yield times(node.top, Call("log", (Call("abs", (node.bottom,)),)))


def _top_dropped(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Div)
    if node.top != ONE:
        yield Neg(over(slope(node.bottom, wrt), raised(node.bottom, whole_number(2))))


def _top_made_one(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Div)
    top = minus(node.bottom, times(node.top, slope(node.bottom, wrt)))
    yield Div(top, raised(node.bottom, whole_number(2)))


RECIPROCAL_MISTAKES = (
    Mistake(
        "reciprocal-sign-lost",
        N_("The minus sign was lost: as the bottom grows, the quotient falls."),
        _reciprocal_form(2, +1),
        EVERYDAY,
        "sign",
    ),
    Mistake(
        "reciprocal-bottom-not-squared", N_("The bottom was not squared."), _reciprocal_form(1), EVERYDAY, "quotient"
    ),
    Mistake(
        "reciprocal-of-the-derivative",
        N_("The bottom was differentiated and left where it was: (c/g)′ is not c/g′."),
        _over_slope,
        EVERYDAY,
        "quotient",
    ),
    Mistake(
        "inner-derivative-missing",
        N_("The derivative of the bottom is missing as a factor."),
        _reciprocal_form(2, changing=False),
        EVERYDAY,
        "inner",
    ),
    LEFT,
    Mistake(
        "power-exponent-raised",
        N_("From −1 the exponent was raised to 0; lowered by 1 it is −2."),
        _reciprocal_form(0),
        family="power",
    ),
    Mistake("reciprocal-as-logarithm", N_("This was integrated: ln x has the derivative 1/x."), _as_logarithm),
    Mistake("coefficient-dropped", N_("The constant on top was dropped."), _top_dropped, family="coefficient"),
    Mistake(
        "reciprocal-bottom-cubed", N_("The exponent of the bottom is too high."), _reciprocal_form(3), RARE, "quotient"
    ),
    Mistake("constant-became-one", N_("The derivative of the constant on top was taken to be 1."), _top_made_one, RARE),
)
RECIPROCAL_BOTH = (
    Both(RECIPROCAL_MISTAKES[0], RECIPROCAL_MISTAKES[1], _reciprocal_form(1, +1)),
    Both(RECIPROCAL_MISTAKES[0], RECIPROCAL_MISTAKES[3], _reciprocal_form(2, +1, changing=False)),
    Both(RECIPROCAL_MISTAKES[1], RECIPROCAL_MISTAKES[3], _reciprocal_form(1, changing=False)),
)

RECIPROCAL = Rule(
    id="reciprocal",
    name=N_("reciprocal rule"),
    formula="(c/g)′ = −c g′/g²",
    why=N_("As the bottom grows the quotient falls, and the more slowly the larger the bottom."),
    applies=lambda node, wrt: isinstance(node, Div) and not depends(node.top, wrt),
    right=_reciprocal,
    note=lambda node, wrt: tr("minus the bottom's derivative, over the bottom squared; the top stays"),
    near=("log", "product", "sum"),
    mistakes=RECIPROCAL_MISTAKES,
    both=RECIPROCAL_BOTH,
    letters=lambda node, wrt: dict(zip("cg", node.children(), strict=True)),
)


def _quotient(node: Node, wrt: str) -> Node:
    assert isinstance(node, Div)
    top, bottom = node.top, node.bottom
    rise = minus(times(slope(top, wrt), bottom), times(top, slope(bottom, wrt)))
    return Div(rise, raised(bottom, whole_number(2)))


Numerator = Callable[[Node, Node, Node, Node], Node]  # from f, g, f', g'
NUMERATORS: dict[str, Numerator] = {
    "right": lambda f, g, df, dg: minus(times(df, g), times(f, dg)),
    "plus": lambda f, g, df, dg: Add((times(df, g), times(f, dg))),
    "swapped": lambda f, g, df, dg: minus(times(f, dg), times(df, g)),
}
DENOMINATORS: dict[str, Numerator] = {
    "right": lambda f, g, df, dg: raised(g, whole_number(2)),
    "bottom": lambda f, g, df, dg: g,
    "nothing": lambda f, g, df, dg: ONE,
    "top": lambda f, g, df, dg: raised(f, whole_number(2)),
    "slope": lambda f, g, df, dg: raised(dg, whole_number(2)),
}


def _quotient_of(*pairs: tuple[Numerator, Numerator]) -> Forms:
    def forms(node: Node, wrt: str) -> Iterator[Node]:
        assert isinstance(node, Div)
        four = (node.top, node.bottom, slope(node.top, wrt), slope(node.bottom, wrt))
        for above, below in pairs:
            yield over(above(*four), below(*four))

    return forms


def _quotient_form(numerator: str = "right", denominator: str = "right") -> Forms:
    return _quotient_of((NUMERATORS[numerator], DENOMINATORS[denominator]))


SQUARED = DENOMINATORS["right"]
PLUS = Mistake(
    "quotient-plus",
    N_("The terms on top were added; they are subtracted."),
    _quotient_form("plus"),
    EVERYDAY,
    "quotient",
)
SWAPPED = Mistake(
    "quotient-swapped",
    N_("The terms on top stand in the wrong order."),
    _quotient_form("swapped"),
    EVERYDAY,
    "quotient",
)
NOT_SQUARED = Mistake(
    "quotient-bottom-not-squared",
    N_("The bottom was not squared."),
    _quotient_form("right", "bottom"),
    EVERYDAY,
    "quotient",
)
NO_BOTTOM = Mistake(
    "quotient-bottom-lost", N_("The bottom was left out."), _quotient_form("right", "nothing"), EVERYDAY, "quotient"
)
TOP_SQUARED = Mistake(
    "quotient-over-the-top",
    N_("It was divided by the square of the top."),
    _quotient_form("right", "top"),
    SEEN,
    "quotient",
)
QUOTIENT_MISTAKES = (
    Mistake(
        "quotient-of-derivatives",
        N_("The derivative of the top was divided by the derivative of the bottom: (f/g)′ is not f′/g′."),
        _quotient_of((lambda f, g, df, dg: df, lambda f, g, df, dg: dg)),
        EVERYDAY,
        "quotient",
    ),
    SWAPPED,
    PLUS,
    NOT_SQUARED,
    NO_BOTTOM,
    LEFT,
    TOP_SQUARED,
    Mistake(
        "quotient-upside-down",
        N_("This is the derivative of the quotient turned over."),
        _quotient_of((lambda f, g, df, dg: minus(times(dg, f), times(g, df)), lambda f, g, df, dg: Pow(f, TWO))),
        SEEN,
        "quotient",
    ),
    Mistake(
        "quotient-one-term",
        N_("Only one of top and bottom was differentiated; each has its turn."),
        _quotient_of((lambda f, g, df, dg: times(df, g), SQUARED), (lambda f, g, df, dg: Neg(times(f, dg)), SQUARED)),
        EVERYDAY,
        "quotient",
    ),
    Mistake(
        "quotient-factor-lost",
        N_("A factor is missing on top: the part that is not differentiated stays."),
        _quotient_of(
            (lambda f, g, df, dg: minus(df, times(f, dg)), SQUARED),
            (lambda f, g, df, dg: minus(times(df, g), dg), SQUARED),
            (lambda f, g, df, dg: minus(times(df, g), f), SQUARED),
            (lambda f, g, df, dg: minus(g, times(f, dg)), SQUARED),
        ),
        SEEN,
        "quotient",
    ),
    Mistake(
        "quotient-derivatives-over-the-square",
        N_("The top holds derivatives alone; f′ belongs to g there, and g′ to f."),
        _quotient_of(
            (lambda f, g, df, dg: minus(df, dg), SQUARED),
            (lambda f, g, df, dg: times(df, dg), SQUARED),
            (lambda f, g, df, dg: minus(times(f, df), times(g, dg)), SQUARED),
        ),
        SEEN,
        "quotient",
    ),
    Mistake(
        "quotient-bottom-differentiated",
        N_("The bottom was differentiated before it was squared."),
        _quotient_form("right", "slope"),
        RARE,
        "quotient",
    ),
    Mistake(
        "product-rule-on-a-quotient",
        N_("The product rule was used on a quotient."),
        _quotient_form("plus", "nothing"),
        SEEN,
        "quotient",
    ),
)
QUOTIENT_BOTH = tuple(
    Both(above, below, _quotient_form(top, bottom))
    for top, above in (("plus", PLUS), ("swapped", SWAPPED))
    for bottom, below in (("bottom", NOT_SQUARED), ("nothing", NO_BOTTOM), ("top", TOP_SQUARED))
    if (top, bottom) != ("plus", "nothing")
)

QUOTIENT = Rule(
    id="quotient",
    name=N_("quotient rule"),
    formula="(f/g)′ = (f′ g − f g′)/g²",
    why=N_("The top's change lifts the quotient, the bottom's pulls it down."),
    applies=lambda node, wrt: isinstance(node, Div),
    right=_quotient,
    note=lambda node, wrt: tr(
        "top differentiated times bottom, minus top times bottom differentiated, over the bottom squared"
    ),
    near=("product", "reciprocal", "constant-multiple"),
    mistakes=QUOTIENT_MISTAKES,
    both=QUOTIENT_BOTH,
    letters=lambda node, wrt: dict(zip("fg", node.children(), strict=True)),
)
