"""What can be asked about a function, and how a wrong answer to it is explained: the engine's nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.mistakes.ground import Values
from tutor.rules import Rule
from tutor.rules.shape import EVERYDAY
from tutor.tree import Node


@dataclass(frozen=True, slots=True)
class Slope:
    """A derivative of f: by each symbol of `wrt` in turn. With `at` (one number a name of `names`) it is a number."""

    f: Node
    wrt: tuple[str, ...]
    names: tuple[str, ...] = ()
    at: tuple[Node, ...] | None = None
    tol: float | None = None


@dataclass(frozen=True, slots=True)
class Gradient:
    """The partial derivatives of f by `names`, in order, as formulas or at a point."""

    f: Node
    names: tuple[str, ...]
    at: tuple[Node, ...] | None = None
    tol: float | None = None


@dataclass(frozen=True, slots=True)
class Directional:
    """The slope of f at a point in a direction that need not have length one."""

    f: Node
    names: tuple[str, ...]
    direction: tuple[Node, ...]
    at: tuple[Node, ...] | None = None
    tol: float | None = None


@dataclass(frozen=True, slots=True)
class Along:
    """The derivatives, by each of `wrt`, of f whose `names` are themselves the functions `inner` of these.

    `at` gives the values of `wrt`.
    """

    f: Node
    names: tuple[str, ...]
    inner: tuple[Node, ...]
    wrt: tuple[str, ...]
    at: tuple[Node, ...] | None = None
    tol: float | None = None


@dataclass(frozen=True, slots=True)
class Hessian:
    """All second derivatives of f, row by row."""

    f: Node
    names: tuple[str, ...]
    at: tuple[Node, ...] | None = None
    tol: float | None = None


@dataclass(frozen=True, slots=True)
class Jacobian:
    """All first derivatives of several functions: a row each, row after row."""

    fs: tuple[Node, ...]
    names: tuple[str, ...]
    at: tuple[Node, ...] | None = None
    tol: float | None = None


Asked = Slope | Gradient | Directional | Along | Hessian | Jacobian


@dataclass(frozen=True, slots=True)
class Slipped:
    """One mistake, and the sub-expression where it was made; `whole` if no rule was misused, but the question."""

    name: str
    say: str
    node: Node
    rule: Rule
    wrt: str
    common: int = EVERYDAY
    family: str = ""
    path: tuple[int, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the answer becomes by one mistake, or by two: its values at the ground, and on demand its tree."""

    slips: tuple[Slipped, ...]
    values: Values
    tree: Callable[[], Node]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slip.name for slip in self.slips))

    @property
    def common(self) -> int:
        return max(slip.common for slip in self.slips)


def already(tree: Node) -> Callable[[], Node]:
    """A tree that is there, for a candidate."""
    return lambda: tree


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is wrong.

    `names` are the mistakes that explain it, `together` whether all of them were made (else any one of them
    explains the answer alone); `name` is the name of the one, or of what several share, or all, joined by `|`,
    or by `+` when all were made. `where` is the sub-expression, `rule` the right rule there, `say` the sentences
    for the learner; they do not hold the right answer.
    """

    name: str
    names: tuple[str, ...]
    together: bool
    where: Node
    where_text: str
    rule: Rule
    say: str
