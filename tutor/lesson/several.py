"""Questions whose answer has several components: vectors and matrices, given or computed from a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    ByName,
    Exact,
    Expression,
    ListOf,
    OneOf,
    Point,
    Quantity,
    Text,
    in_order,
    setting,
)
from tutor.lesson.losses import names_of
from tutor.lesson.through import THROUGH, THROUGH_DOC, Through, composed
from tutor.messages import N_, plural, tr
from tutor.tree import Node

FORMS = ("simplified", "factored", "expanded", "single fraction", "exact")
FORM = OneOf(FORMS, {"single-fraction": "single fraction", "one fraction": "single fraction"})
FORM_DOC = N_("the form that is asked for: the right value in another one is told so, and costs nothing")
VARIABLES = ListOf(Text(most=20), most=12, or_one=True)
VARIABLES_DOC = N_("the variables, in order; the lesson's symbols that occur, where it is left out")
Names = tuple[str, ...]
Where = tuple[Node, ...] | ByName | None


def variables(fs: Iterable[Node], wrt: Names | None, point: Where, node: y.YamlNode, at: At) -> Names | Bad:
    """By which variables functions are differentiated: those of `wrt`, or the lesson's that they or the point have."""
    occur = {name for f in fs for name in names_of(f, at.symbols)}
    if wrt is not None:
        unknown = [name for name in wrt if name not in at.symbols and name not in occur]
        if unknown:
            return at.inside("wrt").fault(
                _under("wrt", node),
                tr("wrt names {name}, which the lesson's symbols do not have", name=unknown[0]),
            )
        if len(set(wrt)) < len(wrt):
            return at.inside("wrt").fault(_under("wrt", node), tr("wrt names a variable twice; remove one"))
        return wrt
    named = set(point.values) if isinstance(point, ByName) else set()
    names = tuple(name for name in at.symbols if name in occur or name in named)
    if point is not None and not named and len(point) > len(names):  # type: ignore[arg-type]
        names = at.symbols[: len(point)]  # type: ignore[arg-type]
    if not names:
        return at.fault(node, tr("there is no symbol to differentiate by"))
    return names


def point_in_order(point: Where, names: Names, node: y.YamlNode, at: At) -> tuple[Node, ...] | Bad | None:
    """The numbers of `at` in the order of the variables, as many as these."""
    where = in_order(point, names)
    if where is None or isinstance(where, Bad):
        return where
    if len(where) != len(names):
        return at.fault(
            node,
            tr(
                "at has {numbers} numbers for {variables} variables ({names})",
                numbers=len(where),
                variables=len(names),
                names=", ".join(names),
            ),
        )
    return where


def _under(name: str, node: y.YamlNode) -> y.YamlNode:
    """The node of one setting, for the place of its fault."""
    found = node.get(name) if isinstance(node, y.Mapping) else None
    return found if found is not None else node


def stray_setting(settings: Mapping[str, object], owner: str, node: y.YamlNode, at: At) -> Bad | None:
    """The fault of a setting that means nothing without `owner`."""
    stray = next((name for name, value in settings.items() if value is not None), None)
    if stray is None:
        return None
    return at.fault(node, tr("`{name}` belongs to {owner}, which is not given", name=stray, owner=owner))


@dataclass(frozen=True, slots=True)
class Vector:
    """Several expressions or numbers, in order."""

    answer: tuple[Node, ...] | None = setting(ListOf(Expression(), most=12), N_("the right components"), None)
    gradient_of: Node | None = setting(Expression(), N_("or the function whose gradient is asked"), None)
    wrt: Names | None = setting(VARIABLES, VARIABLES_DOC, None)
    at: tuple[Node, ...] | None = setting(
        Point(Exact()), N_("where the gradient is taken; as formulas where it is left out"), None
    )
    tol: float | None = setting(Quantity(least=0), N_("how far off a component may be"), None)
    form: str | None = setting(FORM, FORM_DOC, None)
    through: Through | None = setting(THROUGH, THROUGH_DOC, None)
    names: Names = ()  # the variables of the gradient, once read

    @property
    def function(self) -> Node | None:
        """What is differentiated, with everything put in that its symbols stand for."""
        return composed(self.gradient_of, self.through)

    def checked(self, node: y.YamlNode, at: At) -> Vector | Bad:
        if (self.answer is None) == (self.gradient_of is None):
            return at.fault(node, tr("give `answer`, or `gradient_of`: one of the two"))
        f = self.function
        if f is None:
            stray = {"at": self.at, "wrt": self.wrt, "through": self.through}
            return stray_setting(stray, "`gradient_of`", node, at) or self
        names = variables([f], self.wrt, self.at, node, at)
        if isinstance(names, Bad):
            return BAD
        where = point_in_order(self.at, names, node, at)
        return BAD if isinstance(where, Bad) else replace(self, names=names, at=where)


ROWS = ListOf(ListOf(Expression(), most=8), most=8)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of expressions or numbers, typed `[[a, b], [c, d]]` or `a, b; c, d`."""

    answer: tuple[tuple[Node, ...], ...] | None = setting(ROWS, N_("the right rows: [[a, b], [c, d]]"), None)
    jacobian_of: tuple[Node, ...] | None = setting(
        ListOf(Expression(), most=8, or_one=True), N_("or the functions whose Jacobian is asked: a row each"), None
    )
    hessian_of: Node | None = setting(Expression(), N_("or the function whose Hessian is asked"), None)
    wrt: Names | None = setting(VARIABLES, VARIABLES_DOC, None)
    at: tuple[Node, ...] | None = setting(
        Point(Exact()), N_("where the matrix is taken; as formulas where it is left out"), None
    )
    tol: float | None = setting(Quantity(least=0), N_("how far off an entry may be"), None)
    names: Names = ()  # the variables, once read

    @property
    def functions(self) -> tuple[Node, ...]:
        return self.jacobian_of or ((self.hessian_of,) if self.hessian_of is not None else ())

    def checked(self, node: y.YamlNode, at: At) -> Matrix | Bad:
        given = [each for each in (self.answer, self.jacobian_of, self.hessian_of) if each is not None]
        if len(given) != 1:
            return at.fault(node, tr("give `answer`, `jacobian_of` or `hessian_of`: one of the three"))
        if self.answer is not None:
            if len({len(row) for row in self.answer}) > 1:
                return at.inside("answer").fault(
                    _under("answer", node), tr("the rows of the matrix have different lengths")
                )
            stray = {"at": self.at, "wrt": self.wrt}
            return stray_setting(stray, tr("`jacobian_of` or `hessian_of`"), node, at) or self
        names = variables(self.functions, self.wrt, self.at, node, at)
        if isinstance(names, Bad):
            return BAD
        if len(names) > 8:
            return at.fault(
                node,
                plural(
                    len(names),
                    "the matrix has {count} column; 8 at most can be typed",
                    "the matrix has {count} columns; 8 at most can be typed",
                ),
            )
        where = point_in_order(self.at, names, node, at)
        return BAD if isinstance(where, Bad) else replace(self, names=names, at=where)
