"""`calc-tutor check`: a lesson that loads is held to what it promises the learner.

Every question is answered with its own answer, and with each of its author's wrong ones; every scene is run; every
variant likewise; every number that its words compute is computed again. A finding is told at the place in the file
where it can be mended. Importing this imports SymPy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from tutor import scenes
from tutor.grading import grade, own_answer
from tutor.lesson.checkpoint import stray_lessons
from tutor.lesson.model import FileFault, Header, Lesson, Scene, Step
from tutor.lesson.parse import Parsed, parse_yaml, read_text
from tutor.lesson.proving import unproved
from tutor.lesson.questions import Choice, Question
from tutor.lesson.stiff import too_wide
from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, YamlNode
from tutor.messages import tr
from tutor.rules.derivation import TooLong
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS
from tutor.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and at which part of the step: `("ask", "wrong", 0, "value")`."""

    part: tuple[str | int, ...]
    what: str
    where: str = ""  # in which variant it was found first


def check(lesson: Lesson, known: Collection[str] | None = None) -> tuple[FileFault, ...]:
    """Every finding in a lesson, in the order of its steps.

    `known`: the ids of the lessons that it may name as needed; None where that cannot be judged.
    """
    root = _root(lesson.header)
    nodes = root.get("steps") if root else None
    told: dict[tuple[int, tuple[str | int, ...], str], FileFault] = {}
    for number, step in enumerate(lesson.steps):
        for finding in (*_in_step(step), *_checkpoint(step, lesson.header.id, known)):
            place, path = _place_of(_below(nodes, number), finding.part, step.place)
            fault = FileFault(lesson.header.file, place, path, finding.what + finding.where)
            told.setdefault((number, finding.part, finding.what), fault)
    return (*_needs(lesson.header, known, root), *dict.fromkeys(unproved(lesson)), *told.values())


def _root(header: Header) -> Mapping | None:
    """The lesson's file again, for the places of what is found; None if it has changed meanwhile."""
    text = read_text(header.file)
    parsed = text if isinstance(text, Parsed) else parse_yaml(text)
    return parsed.node if isinstance(parsed.node, Mapping) else None


def _needs(header: Header, known: Collection[str] | None, root: Mapping | None) -> Iterator[FileFault]:
    node = root.get("needs") if root else None
    for identity in header.needs if known is not None else ():
        if known is not None and identity not in known:
            what = tr("there is no lesson '{identity}' among those that are checked", identity=identity)
            yield FileFault(header.file, node.place if node else Place(1, 1), "needs", what)


def _in_step(step: Step) -> Iterator[Finding]:
    if step.say is not None:
        yield from _too_wide(step.say, ("say",))
    if step.ask is not None:
        yield from _too_wide(step.ask.question, ("ask", "question"))
        yield from _hints(step.ask)
    for number, variant in enumerate((step, *step.variants)):
        where = tr(" (variant {k} of {n})", k=number + 1, n=len(step.variants) + 1) if step.variants else ""
        found = (*_scene(variant.show), *_question(variant.ask))
        yield from (replace(each, where=where) for each in found)


def _checkpoint(step: Step, own: str, known: Collection[str] | None) -> Iterator[Finding]:
    if step.checkpoint is not None:
        for place, what in stray_lessons(step.checkpoint, own, known):
            yield Finding(("checkpoint", "lessons", place), what)


def _scene(scene: Scene | None) -> Iterator[Finding]:
    if scene is None:
        return
    module = scenes.module(scene.name)
    part = ("show", scene.name)
    try:
        request = module.request(scene.settings)
        found = None if request is None else TASKS[request.task](*request.args)
        failures: Iterable[str] = module.prove(scene.settings, found)
    except (CannotDo, TooLong, ArithmeticError, ValueError) as problem:
        failures = (tr("the scene cannot be worked out: {problem}", problem=problem),)
    yield from (Finding(part, what) for what in failures)


def _question(question: Question | None) -> Iterator[Finding]:
    """The question's own answer is right, and every wrong one is readable, wrong, and unlike the others."""
    if question is None:
        return
    try:
        own = own_answer(question)
        verdict = grade(question, own)
    except (CannotDo, ArithmeticError, ValueError) as problem:
        yield Finding(("ask",), tr("the right answer cannot be worked out: {problem}", problem=problem))
        return
    if re.search(r"\b(nan|inf)\b", own):
        yield Finding(
            ("ask",), tr("the right answer is not finite: it leaves the numbers; choose a nearer start or rate")
        )
        return
    if not verdict.right:
        shown = own if len(own) <= 80 else own[:77] + "..."
        yield Finding(
            ("ask",),
            tr(
                "the question does not accept its own answer {shown}: {why}",
                shown=shown,
                why=_first_line(verdict),
            ),
        )
        return
    yield from _wrong_answers(question)


def _wrong_answers(question: Question) -> Iterator[Finding]:
    for i, wrong in enumerate(question.wrong):
        part = ("ask", "wrong", i, "value")
        verdict = grade(question, wrong.value)
        if verdict.outcome is Outcome.UNREADABLE:
            yield Finding(
                part,
                tr(
                    "the wrong answer '{value}' cannot be read: {why}",
                    value=wrong.value,
                    why=_first_line(verdict),
                ),
            )
        elif verdict.outcome in (Outcome.RIGHT, Outcome.FORM):
            yield Finding(
                part, tr("the wrong answer {value} is right: its sentence would never be told", value=wrong.value)
            )
        elif not _says(verdict, wrong.say):
            other = next((w.value for w in question.wrong[:i] if _says(verdict, w.say)), None)
            yield Finding(part, _never_told(wrong.value, other))
        else:
            same = next((w.value for w in question.wrong[:i] if w.say == wrong.say and w.value == wrong.value), None)
            if same is not None:
                yield Finding(part, tr("the wrong answer {value} stands here twice; remove one", value=wrong.value))


def _never_told(value: str, other: str | None) -> str:
    """What is wrong where the sentence of a wrong answer is not what is said to it; `other`: an answer like it."""
    if other is None:
        return tr("the wrong answer {value} is taken for another mistake: its own sentence is never told", value=value)
    return tr(
        "the wrong answer {value} means the same as {other}: its own sentence is never told", value=value, other=other
    )


def _says(verdict: Verdict, say: str) -> bool:
    """Is the author's sentence what the learner is told? Compared by words, since verdicts are cleaned."""
    return verdict.outcome is Outcome.MISTAKE and _words(say) in _words(verdict.message)


def _first_line(verdict: Verdict) -> str:
    """The sentence, without the lines that mark the place in the answer."""
    return verdict.message.partition("\n")[0]


def _words(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _hints(question: Question) -> Iterator[Finding]:
    """The last rung shows the working; it is not the answer alone."""
    if not question.hints or isinstance(question.about, Choice):
        return
    last = question.hints[-1].strip().strip("$").strip()
    try:
        bare = grade(question, last).right and not re.search(r"[-+*/^=]\s*\S", last.lstrip("-+"))
    except CannotDo:
        return
    if bare:
        part = ("ask", "hints", len(question.hints) - 1)
        yield Finding(part, tr("the last hint is the bare answer {last}: show the working that leads to it", last=last))


def _too_wide(words: str, part: tuple[str | int, ...]) -> Iterator[Finding]:
    """Lines that cannot wrap: code, tables, display formulas."""
    yield from (Finding(part, what) for what in too_wide(words))


def _place_of(node: YamlNode | None, part: tuple[str | int, ...], otherwise: Place) -> tuple[Place, str]:
    """Where that part of the step stands, as near as the file has it, and its path."""
    place, path = otherwise, ""
    for each in part:
        path = f"{path}[{each + 1}]" if isinstance(each, int) else f"{path}.{each}" if path else each
        node = _below(node, each)
        place = node.place if node is not None else place
    return place, path


def _below(node: YamlNode | None, each: str | int) -> YamlNode | None:
    match node, each:
        case Sequence(), int():
            return node.items[each] if each < len(node.items) else None
        case Mapping(), str():
            found = node.get(each)
            nested = (value.get(each) for _, value in node.pairs if isinstance(value, Mapping))
            return found if found is not None else next((n for n in nested if n is not None), None)
        case Scalar(), _:
            return node if each == 0 else None
    return None
