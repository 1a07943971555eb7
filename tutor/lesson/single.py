"""Questions whose answer is one number or one expression: given, or computed as a derivative."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, At, Bad, Exact, Expression, ListOf, OwnKind, Point, Quantity, Text, Whole, setting
from tutor.lesson.several import FORM, FORM_DOC, point_in_order, stray_setting, variables
from tutor.lesson.through import THROUGH, THROUGH_DOC, Through, composed
from tutor.messages import N_, tr
from tutor.tree import Node

_SYMBOLS = ListOf(Text(most=20), most=4, or_one=True)


def _read_by(node: y.YamlNode, at: At) -> str | Bad:
    """`x`, or `[x, y]` as `x y`."""
    read = _SYMBOLS.read(node, at)
    return read if isinstance(read, Bad) else " ".join(read)


BY = OwnKind(_read_by, _SYMBOLS.schema())


@dataclass(frozen=True, slots=True)
class Number:
    """A number, typed as a decimal, a fraction or an expression such as sqrt(5/3)."""

    answer: Node | None = setting(Exact(), N_("the right number; may be an expression such as 6/17"), None)
    tol: float | None = setting(
        Quantity(least=0), N_("how far off is still right; exact (to 1e-6 as a decimal) without it"), None
    )
    form: str | None = setting(FORM, FORM_DOC, None)
    derivative_of: Node | None = setting(Expression(), N_("or the function whose derivative at a point is asked"), None)
    wrt: str | None = setting(Text(most=20), N_("with respect to which symbol"), None)
    order: int = setting(Whole(1, 4), N_("which derivative"), 1)
    at: tuple[Node, ...] | None = setting(Point(Exact()), N_("where the derivative is taken"), None)
    along: tuple[Node, ...] | None = setting(
        Point(Exact()), N_("the direction of a directional derivative; any length, it is divided by it"), None
    )
    through: Through | None = setting(THROUGH, THROUGH_DOC, None)
    names: tuple[str, ...] = ()  # the variables of the function, once read

    @property
    def function(self) -> Node | None:
        """What is differentiated, with everything put in that its symbols stand for."""
        return composed(self.derivative_of, self.through)

    def checked(self, node: y.YamlNode, at: At) -> Number | Bad:
        if (self.answer is None) == (self.derivative_of is None):
            return at.fault(node, tr("give `answer`, or `derivative_of` with `at`: one of the two"))
        f = self.function
        if f is None:
            stray = {"at": self.at, "wrt": self.wrt, "along": self.along, "through": self.through}
            return stray_setting(stray, "`derivative_of`", node, at) or self
        if self.at is None:
            return at.fault(node, tr("say at: where the derivative is taken; a formula is an `expression`"))
        names = variables([f], None, self.at, node, at)
        if isinstance(names, Bad):
            return BAD
        where = point_in_order(self.at, names, node, at)
        way = point_in_order(self.along, names, node, at)
        if isinstance(where, Bad) or isinstance(way, Bad):
            return BAD
        wrt = self.wrt if way or self.wrt else _only(f, node, at)
        if isinstance(wrt, Bad):
            return BAD
        if wrt is not None and wrt not in names:
            return at.fault(node, tr("wrt names {name}, which the function does not have", name=wrt))
        if way is not None and (self.wrt is not None or self.order != 1):
            return at.fault(
                node, tr("a directional derivative is the first, along a direction: leave wrt and order out")
            )
        if self.through and (way is not None or self.order != 1):
            return at.fault(node, tr("through goes with a first derivative by one symbol: leave order and along out"))
        return replace(self, wrt=wrt, at=where, along=way, names=names)


def _only(f: Node, node: y.YamlNode, at: At) -> str | Bad:
    """The one symbol of a function, or the fault that there are several."""
    if len(f.symbols()) <= 1:
        return next(iter(f.symbols()), at.symbols[0] if at.symbols else "x")
    return at.fault(
        node,
        tr("the function has several symbols ({symbols}): say wrt: which one", symbols=", ".join(sorted(f.symbols()))),
    )


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression, compared by meaning."""

    answer: Node | None = setting(Expression(), N_("the right expression"), None)
    derivative_of: Node | None = setting(Expression(), N_("or the function whose derivative is asked"), None)
    wrt: str | None = setting(BY, N_("with respect to which symbol; [x, y] for a mixed derivative"), None)
    order: int = setting(Whole(1, 4), N_("which derivative"), 1)
    form: str | None = setting(FORM, FORM_DOC, None)
    through: Through | None = setting(THROUGH, THROUGH_DOC, None)
    by: tuple[str, ...] = ()  # the symbol of each differentiation where there are several, once read

    @property
    def function(self) -> Node | None:
        """What is differentiated, with everything put in that its symbols stand for."""
        return composed(self.derivative_of, self.through)

    @property
    def turns(self) -> tuple[str, ...]:
        """The symbol of each differentiation, in order."""
        return self.by or (self.wrt or "x",) * self.order

    def checked(self, node: y.YamlNode, at: At) -> Formula | Bad:
        if (self.answer is None) == (self.derivative_of is None):
            return at.fault(node, tr("give `answer`, or `derivative_of` with `wrt`: one of the two"))
        f = self.function
        if f is None:
            return stray_setting({"wrt": self.wrt, "through": self.through}, "`derivative_of`", node, at) or self
        by = tuple(self.wrt.split()) if self.wrt else _only(f, node, at)
        if isinstance(by, Bad):
            return BAD
        by = (by,) if isinstance(by, str) else by
        for wrt in by:
            if wrt not in at.symbols and wrt not in f.symbols():
                return at.fault(node, tr("wrt names {name}, which the lesson's symbols do not have", name=wrt))
        if len(by) > 1 and self.order not in (1, len(by)):
            return at.fault(
                node,
                tr(
                    "wrt says {turns} differentiations, order {order}; leave order out", turns=len(by), order=self.order
                ),
            )
        by = by if len(by) > 1 else by * self.order
        if self.through and len(by) > 1:
            return at.fault(node, tr("through goes with a first derivative: leave order out"))
        return replace(self, wrt=by[0], order=len(by), by=by)
