"""The questions of `ask`: what a teacher writes for each kind, and what all have in common.

Under `ask` stands one of the kinds by its name, with its settings (`next: {loss: ..., rate: 0.1}`); the settings may
also stand beside `question` itself (`choices: [...]`, `answer: 2.1`), where they tell which kind is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.descent.schedules import CONSTANT
from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import (
    BAD,
    IDENTITY,
    WORDS,
    At,
    Bad,
    ListOf,
    OwnKind,
    Quantity,
    Struct,
    Text,
    Truth,
    Whole,
    in_order,
    setting,
)
from tutor.lesson.losses import LOSS, POINT, F, Loss, names_of, target
from tutor.lesson.methods import (
    BATCH,
    BATCH_DOC,
    GD,
    METHOD,
    METHOD_DOC,
    ORDER,
    ORDER_DOC,
    SCHEDULE,
    SCHEDULE_DOC,
    Batches,
    MethodNamed,
    Schedule,
    settled,
)
from tutor.lesson.ordering import Order, lettered
from tutor.lesson.several import Matrix, Vector
from tutor.lesson.single import Formula, Number
from tutor.messages import N_, plural, tr
from tutor.tree import Node

__all__ = [
    "KINDS", "About", "Choice", "Common", "Formula", "Matrix", "Next", "Number", "Option", "Order", "Question",
    "Vector", "Wrong", "shown_lines",
]  # fmt: skip

LINE = Text(most=600)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; a wrong one explains itself."""

    text: str = setting(LINE, N_("what the learner reads"))
    ok: bool = setting(Truth(), N_("true for a right choice"), False)
    say: str | None = setting(LINE, N_("what the learner is told who takes it"), None)

    def checked(self, node: y.YamlNode, at: At) -> Option | Bad:
        if not self.ok and not self.say:
            return at.fault(node, tr("a wrong choice needs `say:`, a sentence that explains why it is wrong"))
        return self


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several texts."""

    choices: tuple[Option, ...] = setting(
        ListOf(Struct(Option), least=2, most=8), N_("the choices: {text, ok: true} or {text, say}")
    )

    def checked(self, node: y.YamlNode, at: At) -> Choice | Bad:
        right = sum(option.ok for option in self.choices)
        if right != 1:
            return at.fault(node, tr("{right} choices have `ok: true`; exactly one must", right=right))
        texts = [option.text.strip().casefold() for option in self.choices]
        if len(set(texts)) < len(texts):
            return at.fault(node, tr("two choices have the same text"))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The next theta of a run."""

    loss: Loss | Node | None = setting(LOSS, N_("what is minimised: {data: ..., model: linear}"), None)
    f: Node | None = setting(F, N_("or a function of the lesson's symbols, or a classic: rosenbrock ..."), None)
    method: MethodNamed = setting(METHOD, METHOD_DOC, GD)
    start: tuple[float, ...] = setting(POINT, N_("theta before the step"))
    rate: float = setting(Quantity(above=0), N_("the learning rate"))
    steps: int = setting(Whole(1, 1000), N_("how many steps later"), 1)
    schedule: Schedule = setting(SCHEDULE, SCHEDULE_DOC, CONSTANT)
    batch: int | None = setting(BATCH, BATCH_DOC, None)
    order: Batches | None = setting(ORDER, ORDER_DOC, None)
    tol: float = setting(Quantity(least=0), N_("how far off a component may be"), 1e-4)
    names: tuple[str, ...] = ()  # the parameters, once read
    batches: Batches | None = None  # what batch and order mean, once read

    @property
    def goal(self) -> Loss | Node:
        found = self.loss if self.loss is not None else self.f
        assert found is not None
        return found

    @property
    def sole(self) -> str | None:
        """The one parameter: its value is a number, typed without brackets or in them; None where there are several."""
        return self.names[0] if len(self.names) == 1 else None

    def checked(self, node: y.YamlNode, at: At) -> Next | Bad:
        goal = target(self.loss, self.f, node, at)
        if isinstance(goal, Bad):
            return goal
        names = names_of(goal, at.symbols)
        start = in_order(self.start, names)
        if start is None or isinstance(start, Bad):
            return BAD
        if len(names) != len(start):
            numbers = plural(len(start), "{count} number", "{count} numbers")
            needed = plural(len(names), "{count} parameter", "{count} parameters")
            listing = ", ".join(names) or tr("none")
            return at.fault(
                node,
                tr(
                    "{setting} has {numbers} for {parameters} ({names})",
                    setting="start",
                    numbers=numbers,
                    parameters=needed,
                    names=listing,
                ),
            )
        m = len(goal.data.y) if isinstance(goal, Loss) else None
        how = settled(self.method, self.batch, self.order, m, node, at)
        if isinstance(how, Bad):
            return BAD
        return replace(self, names=names, start=start, method=how[0], batches=how[1])


KINDS: dict[str, Struct] = {
    "choice": Struct(Choice, short="choices"),
    "number": Struct(Number, short="answer"),
    "expression": Struct(Formula, short="answer"),
    "vector": Struct(Vector, short="answer"),
    "matrix": Struct(Matrix, short="answer"),
    "next": Struct(Next),
    "order": Struct(Order, short="lines"),
}
About = Choice | Number | Formula | Vector | Matrix | Next | Order


def _read_typed(node: y.YamlNode, at: At) -> str | Bad:
    """An answer as a learner would type it; a list is typed `[a, b]`."""
    if isinstance(node, y.Sequence):
        inside = [_read_typed(item, at.inside(i)) for i, item in enumerate(node.items)]
        return BAD if any(isinstance(each, Bad) for each in inside) else f"[{', '.join(map(str, inside))}]"
    return LINE.read(node, at)


TYPED = OwnKind(_read_typed, {"anyOf": [{"type": ["string", "number"]}, {"type": "array"}]})


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer that only the author knows, and what to say to it."""

    value: str = setting(TYPED, N_("the wrong answer, as a learner types it"))
    say: str = setting(LINE, N_("what it shows, and what to do"))


@dataclass(frozen=True, slots=True)
class Common:
    """What every question has."""

    id: str = setting(IDENTITY, N_("a stable name: the learner's record hangs on it"))
    question: str = setting(WORDS, N_("what is asked, in Markdown"))
    hints: tuple[str, ...] = setting(
        ListOf(LINE, most=3, or_one=True), N_("one to three: a nudge, the strategy, the working"), ()
    )
    wrong: tuple[Wrong, ...] = setting(
        ListOf(Struct(Wrong), most=20, or_one=True), N_("wrong answers that only the author knows"), ()
    )
    before: bool = setting(Truth(), N_("a prediction: asked before the scene may run"), False)
    skill: str | None = setting(IDENTITY, N_("the skill it exercises"), None)
    placement: bool = setting(
        Truth(), N_("true for the one question that tells whether somebody may begin behind this lesson"), False
    )
    alone: bool = setting(
        Truth(), N_("true where it can be asked without the words and the scene of its step, as in a checkpoint"), False
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is common, and what it is about."""

    id: str
    question: str
    about: About
    symbols: tuple[str, ...]  # what the learner may type
    hints: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    before: bool = False
    skill: str | None = None
    placement: bool = False
    alone: bool = False  # a placement question is


def shown_lines(question: Question) -> tuple[tuple[str, str], ...]:
    """The lines of an `order` question as the learner sees them, letter and text; none for any other kind."""
    return lettered(question.about, question.id) if isinstance(question.about, Order) else ()
