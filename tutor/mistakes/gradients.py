"""A gradient, and the slope in a direction: their right components, and what is done to them as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import tr
from tutor.mistakes.asked import Directional, Gradient, Slope
from tutor.mistakes.fields import TWO, Layout, Together, Trees, divided, dot, laid, length, negated, put, total
from tutor.mistakes.whole import slope
from tutor.rules.shape import EVERYDAY, RARE, SEEN
from tutor.tree import Add, Div, Mul, Neg, Node, Pow
from tutor.typeset import symbol


def gradient(asked: Gradient) -> Layout:
    f, names = asked.f, asked.names
    rights = tuple(slope(f, (name,)) for name in names)
    slopes = [Slope(f, (name,), names, asked.at, asked.tol) for name in names]
    return laid(asked, f, names, rights, slopes, _gradient_together(f, names, rights, asked.at))


def _gradient_together(f: Node, names: tuple[str, ...], rights: Trees, at: Trees | None) -> Iterator[Together]:
    if len(names) > 1:
        say = tr("The components are right, and stand in the wrong order.")
        yield Together("components-swapped", say, rights[::-1], EVERYDAY, "order")
        for first in range(len(rights) - 1):
            swapped = list(rights)
            swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
            yield Together("components-swapped", say, tuple(swapped), EVERYDAY, "order")
        say = tr("The components were added up. A gradient keeps them apart.")
        yield Together("components-summed", say, (total(rights),))
        say = tr("That is the length of the gradient; its components are asked for.")
        yield Together("length-in-place-of-the-vector", say, (length(rights),), SEEN)
        yield Together("components-multiplied", tr("The components were multiplied."), (Mul(rights),), RARE)
        for each in rights:
            say = tr("Each component is the derivative by another variable; the same one stands in all places.")
            yield Together("same-partial-in-all-places", say, (each,) * len(rights), SEEN)
        say = tr("Each component is one partial derivative; here all of them were added in each place.")
        yield Together("sum-of-the-partials", say, (total(rights),) * len(rights), SEEN)
    say = tr("Every component has the wrong sign: this points downhill, the gradient points uphill.")
    yield Together("negated", say, negated(rights), EVERYDAY, "sign")
    say = tr("The direction is right, but it was divided by its length. The gradient keeps its length.")
    yield Together("normalised", say, divided(rights, length(rights)), EVERYDAY)
    say = tr("That is the way downhill, of length one. The gradient points uphill and keeps its length.")
    yield Together("negated-and-normalised", say, divided(negated(rights), length(rights)), SEEN)
    if len(names) == 2:
        say = tr("This is at a right angle to the gradient: along the level line.")
        yield Together("along-the-level-line", say, (Neg(rights[1]), rights[0]), SEEN)
        yield Together("along-the-level-line", say, (rights[1], Neg(rights[0])), SEEN)
    say = tr("These are the second derivatives; the first ones are asked for.")
    yield Together("differentiated-again", say, tuple(slope(r, (n,)) for r, n in zip(rights, names, strict=True)), SEEN)
    if at is None:
        say = tr("That is the function itself. Each component is one of its derivatives.")
        yield Together("function-handed-back", say, (f,) * len(names), SEEN)
    else:
        yield from _put_in_wrongly(names, rights, at)


def _put_in_wrongly(names: tuple[str, ...], rights: Trees, at: Trees) -> Iterator[Together]:
    say = tr("The numbers of the point were put in for the wrong variables.")
    turned = dict(zip(names, at[::-1], strict=True))
    yield Together("point-swapped", say, tuple(put(each, turned) for each in rights), SEEN)
    yield Together("point-handed-back", tr("That is the point itself, not the gradient there."), at, EVERYDAY)


# Directional slope


def directional(asked: Directional) -> Layout:
    f, names, way = asked.f, asked.names, asked.direction
    rights = tuple(slope(f, (name,)) for name in names)
    right = Div(dot(rights, way), length(way))
    return laid(asked, f, names, (right,), [None], _directional_together(f, names, rights, way))


def _directional_together(f: Node, names: tuple[str, ...], rights: Trees, way: Trees) -> Iterator[Together]:
    size, whole = length(way), dot(rights, way)
    say = tr("The direction was not divided by its length. A slope is per unit of length.")
    yield Together("direction-not-normalised", say, (whole,))
    say = tr("The direction was divided by the square of its length; once by its length is enough.")
    yield Together("direction-divided-twice", say, (Div(whole, Pow(size, TWO)),), SEEN)
    say = tr("The gradient was divided by its length as well: that is the cosine of the angle between the two.")
    yield Together("gradient-normalised", say, (Div(Div(whole, size), length(rights)),))
    say = tr("Only the gradient was divided by its length; the direction has to be.")
    yield Together("gradient-normalised-not-the-direction", say, (Div(whole, length(rights)),), SEEN)
    say = tr("That is the steepest slope, the length of the gradient; asked is the slope in one direction.")
    yield Together("steepest-slope-instead", say, (length(rights),))
    yield Together("negated", tr("The sign is wrong."), (Neg(Div(whole, size)),), EVERYDAY, "sign")
    say = tr("These are the products of the components; they are added up to one number.")
    products = tuple(Mul(pair) for pair in zip(rights, way, strict=True))
    yield Together("vector-in-place-of-a-number", say, divided(products, size))
    yield Together("vector-in-place-of-a-number", say, products)
    yield Together("gradient-instead", tr("That is the gradient; a slope in a direction is one number."), rights)
    yield Together(
        "components-summed", tr("The partial derivatives were added; the direction was not used."), (total(rights),)
    )
    for name, each in zip(names, rights, strict=True):
        say = tr(
            "That is the derivative by {symbol} alone; the direction has other components too.", symbol=symbol(name)
        )
        yield Together("partial-instead", say, (each,))
    if len(way) > 1:
        turned = dot(rights, way[::-1])
        say = tr("The components of the direction were paired with the wrong partial derivatives.")
        yield Together("components-swapped", say, (Div(turned, size),), SEEN)
        say = tr("The products were subtracted; in a dot product they are added.")
        minus = Add((products[0], *(Neg(each) for each in products[1:])))
        yield Together("products-subtracted", say, (Div(minus, size),), SEEN, "sign")
        yield Together(
            "direction-not-normalised",
            tr("The direction was not divided by its length, and the components were paired wrongly."),
            (turned,),
            RARE,
        )
    yield Together("function-handed-back", tr("That is the height of the function, not its slope."), (f,))
    direction = divided(way, size)
    yield Together("direction-handed-back", tr("That is the direction, not the slope in it."), direction, SEEN)
