"""The form of a right answer, where a question asks for one: judged on the tree as it was typed, never on its value.

`misfit(form, node)` says what is left to do, or None. What each form means:

- `simplified`: see `tutor.grading.simpler`;
- `expanded`: a sum of products. Outside functions, exponents and what stands below a fraction bar there is no product
  with a sum in it, no sum to a whole power, no minus before a bracketed sum, no sum over a single term;
- `factored`: a product, power or quotient of these. Each of its factors that is a sum is a polynomial (in the symbols,
  or in functions such as e^x) that is irreducible over the rationals, without a common whole number in its terms;
- `single fraction`: one fraction bar at most, and that at the top; a negative power of a symbol counts as a bar. The
  insides of functions and exponents do not count. Nothing need be cancelled;
- `exact`: no decimals. (That it is not a fraction near the right number is for the judge of numbers to see.)

What is too large to be factored within bounds is let pass: a right value is never held up by our own limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sympy

from tutor.grading.cancelling import is_modest
from tutor.grading.given import Given
from tutor.grading.simpler import left_to_do, product_parts
from tutor.messages import N_, tr
from tutor.residues import exact
from tutor.symbolic import GIVING_UP, CannotDo, factored, from_sympy, simplified, to_sympy
from tutor.tidy import tidy
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym
from tutor.typeset import line
from tutor.verdict import Outcome, Verdict

ANOTHER = N_("Right value, another form is asked.")
MAX_REWRITTEN = 320  # nodes of a right answer that is brought into a form
LONG = 40  # characters of mathematics in a sentence


def misfit(form: str, node: Node) -> str | None:
    """What keeps a right answer from being of the form, as a sentence for the learner; None if it is of the form."""
    return RULES[form](node)


def right_in(form: str | None, given: Given) -> Verdict:
    """The verdict on an answer of the right value: RIGHT, or FORM with what is left to do."""
    said = next((said for node in given.nodes if (said := misfit(form, node))), None) if form else None
    return given.verdict(Outcome.FORM, f"{tr(ANOTHER)} {said}") if said else given.right()


def in_form(form: str, node: Node) -> Node:
    """A tree of the same value in the form, where one can be made; else the tree itself."""
    for make in MAKERS:
        try:
            made = make(node)
        except CannotDo:
            continue
        if misfit(form, made) is None:
            return made
    return node


def _reshaped(reshape: Callable[[sympy.Expr], sympy.Expr]) -> Callable[[Node], Node]:
    def made(node: Node) -> Node:
        if sum(1 for _ in node.walk()) > MAX_REWRITTEN:
            raise CannotDo(tr("This is too long to be rewritten."))
        try:
            made: Node = from_sympy(reshape(to_sympy(node)))
            return made
        except GIVING_UP as fault:
            raise CannotDo(str(fault)) from fault

    return made


def _as_it_is(node: Node) -> Node:
    return node


MAKERS: tuple[Callable[[Node], Node], ...] = (
    _as_it_is,
    tidy,
    simplified,
    factored,
    *map(_reshaped, (sympy.expand, sympy.together, sympy.cancel)),
)


def shown(node: Node) -> str:
    """Mathematics within a sentence; 'a part of it' where that would be too long."""
    text = line(node)
    return text if len(text) <= LONG else tr("a part of it")


# -- exact


def _exact(node: Node) -> str | None:
    decimal = next((each for each in node.walk() if isinstance(each, Num) and each.value.denominator != 1), None)
    if decimal is None:
        return None
    return tr("Write {shown} without a decimal point: as a fraction, a root or a constant.", shown=shown(decimal))


# -- expanded


def _expanded(node: Node) -> str | None:
    found = next(_brackets(node), None)
    return None if found is None else tr("There is a bracket left to multiply out: {shown}.", shown=shown(found))


def _is_sum(node: Node) -> bool:
    return isinstance(node, Add) or (isinstance(node, Neg) and _is_sum(node.arg))


def _brackets(node: Node) -> Iterator[Node]:
    """What could still be multiplied out."""
    match node:
        case Neg(arg=arg):
            if _is_sum(arg):
                yield node
            yield from _brackets(arg)
        case Mul(factors=factors):
            if any(map(_is_sum, factors)):
                yield node
            for factor in factors:
                if isinstance(factor, Div) and _is_sum(factor.top):
                    yield node
                yield from _brackets(factor)
        case Pow(base=base, exponent=exponent):
            power = exact(exponent)
            if power is not None and power.denominator == 1 and power > 1:
                if _is_sum(base):
                    yield node
                yield from _brackets(base)
        case Div(top=top, bottom=bottom):
            if _is_sum(top) and not _is_sum(bottom):
                yield node
            yield from _brackets(top)
        case Add(terms=terms):
            for term in terms:
                if isinstance(term, Add):
                    yield term
                yield from _brackets(term)


# -- factored


def _factored(node: Node) -> str | None:
    for base, _ in product_parts(node):
        found = _reducible(base) if isinstance(base, Add) else None
        if found:
            return found
    return None


def _reducible(base: Add) -> str | None:
    """Why a sum is not a last factor."""
    if not is_modest(base):
        return None
    try:
        top, bottom = sympy.fraction(sympy.together(to_sympy(base)))
        if bottom.free_symbols:
            return tr("Bring {shown} to one fraction first.", shown=shown(base))
        content, factors = sympy.factor_list(top)
    except (CannotDo, *GIVING_UP):
        return None
    if sum(power for _, power in factors) > 1:
        return tr("{capital} can be factored further.", capital=_capital(shown(base)))
    if abs(content) != 1 and content.is_Integer and bottom == 1:
        return tr("The terms of {shown} have a common number: take it out.", shown=shown(base))
    return None


def _capital(text: str) -> str:
    return tr("A part of it") if text == tr("a part of it") else text


# -- single fraction


def _single_fraction(node: Node) -> str | None:
    inner = node.arg if isinstance(node, Neg) else node
    parts = (inner.top, inner.bottom) if isinstance(inner, Div) else (inner,)
    bar = next((each for part in parts for each in _bars(part)), None)
    if bar is None:
        return None
    if isinstance(bar, Pow):
        return tr("The negative power {shown} is a division: write it below the one fraction bar.", shown=shown(bar))
    where = tr("a second fraction") if isinstance(inner, Div) else tr("a fraction beside other terms")
    return tr("There is {where}: {shown}. Bring everything over one bar.", where=where, shown=shown(bar))


def _bars(node: Node) -> Iterator[Node]:
    """Divisions outside functions and exponents."""
    match node:
        case Num() | Sym() | Const() | Call():
            return
        case Pow(base=base, exponent=exponent):
            power = exact(exponent)
            if power is not None and power < 0 and base.symbols():
                yield node
            yield from _bars(base)
        case Div():
            yield node
        case _:
            for child in node.children():
                yield from _bars(child)


RULES: dict[str, Callable[[Node], str | None]] = {
    "simplified": left_to_do,
    "expanded": _expanded,
    "factored": _factored,
    "single fraction": _single_fraction,
    "exact": _exact,
}
