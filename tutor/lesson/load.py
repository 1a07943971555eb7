"""A lesson's file -> `Lesson`, or `Broken` with every fault in it, found in one pass.

A fault in one place never hides the faults in others, except that below a YAML syntax error nothing can be read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tutor import scenes
from tutor.lesson import yamlnodes as y
from tutor.lesson.ask import read_question
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.checkpoint import read_checkpoint
from tutor.lesson.data import read_data
from tutor.lesson.faults import Fault
from tutor.lesson.header import broken, header_of, title_in
from tutor.lesson.kinds import BAD, WORDS, At, Bad, Struct, close_to
from tutor.lesson.model import Broken, Lesson, Scene, Step
from tutor.lesson.naming import read_numbers
from tutor.lesson.numbers import Numbers
from tutor.lesson.parse import MAX_FAULTS, Parsed, parse_yaml, read_text
from tutor.lesson.terms import Term, read_terms
from tutor.lesson.variants import read_varied
from tutor.lesson.vary import MAX_VARIANTS
from tutor.messages import plural, tr
from tutor.tree import FUNCTIONS

__all__ = ["load_catalogue", "load_lesson", "read_lesson"]

MAX_STEPS = 200
MAX_VARIANTS_OF_ALL = 2_000  # of all steps together, so that a lesson loads in bounded time
SLOTS = ("say", "show", "ask")


def load_lesson(file: Path, *, variants: int = MAX_VARIANTS) -> Lesson | Broken:
    """The lesson in `file`, or what is wrong with it; never raises for anything the file may hold.

    `variants`: how many of each step are read at most, the one that the step itself is among them; a variant takes
    about a millisecond, so whoever needs the steps alone says 1.
    """
    text = read_text(file)
    return read_lesson(text if isinstance(text, Parsed) else parse_yaml(text), file, variants=variants)


def read_lesson(parsed: Parsed, file: Path, *, variants: int = MAX_VARIANTS) -> Lesson | Broken:
    """The lesson of a parsed text. `file` names it in faults, and its folder is where its data lies."""
    faults: list[Fault] = []
    header = header_of(parsed, file, faults)
    steps: tuple[Step, ...] = ()
    data: dict[str, Any] = {}
    numbers: Numbers | None = None
    terms: tuple[Term, ...] = ()
    if isinstance(parsed.node, y.Mapping):
        symbols = header.symbols if header else _symbols_meant(parsed.node)
        at = At(faults, symbols=symbols)
        terms = read_terms(parsed.node.get("terms"), at.inside("terms"))
        data = read_data(parsed.node.get("data"), at.inside("data"), file.parent)
        at = replace(at, data=data, numbers=Numbers())
        at = replace(at, numbers=read_numbers(parsed.node.get("numbers"), at.inside("numbers")))
        numbers, node = at.numbers, parsed.node.get("steps")
        if node is not None:
            steps = _read_steps(node, at, variants)
    if header is None or faults or parsed.faults:
        return broken(file, parsed.faults, faults[:MAX_FAULTS], title_in(parsed.node))
    return Lesson(header, steps, data, numbers, terms)


def _symbols_meant(root: y.Mapping) -> tuple[str, ...]:
    """The symbols of a header that has faults: whatever is written there, so that the steps are judged fairly."""
    node = root.get("symbols")
    items = node.items if isinstance(node, y.Sequence) else (node,)
    names = (item.text for item in items if isinstance(item, y.Scalar))
    return tuple(dict.fromkeys(name for name in names if name.isidentifier() and name not in FUNCTIONS)) or ("x", "y")


def _read_steps(node: y.YamlNode, at: At, variants: int) -> tuple[Step, ...]:
    if not isinstance(node, y.Sequence) or not node.items:
        at.inside("steps").fault(
            node, tr("{written} stands where the steps are needed: a list, each with '- '", written=y.describe(node))
        )
        return ()
    if len(node.items) > MAX_STEPS:
        at.inside("steps").fault(
            node,
            plural(
                len(node.items),
                "there is {count} step; {most} at most make a lesson",
                "there are {count} steps; {most} at most make a lesson",
                most=MAX_STEPS,
            ),
        )
        return ()
    most = max(1, min(variants, MAX_VARIANTS_OF_ALL // len(node.items)))
    read = [read_varied(item, at, most, _read_step) for item in node.items]
    _ids_once(node, at)
    _one_for_placement(node, at)
    _none_predicts_alone(node, at)
    return tuple(step for step in read if isinstance(step, Step))


def _ids_once(steps: y.Sequence, at: At) -> None:
    """The learner's record hangs on a question's id, so no two questions of a lesson share one."""
    seen: dict[str, y.Place] = {}
    for step in steps.items:
        ask = step.get("ask") if isinstance(step, y.Mapping) else None
        found = _in_question(ask, "id")
        if found is None:
            continue
        if found.text in seen:
            what = tr(
                "{written} is the id of another question too (line {line}); change one",
                written=y.describe(found),
                line=seen[found.text].line,
            )
            at.inside("ask").inside("id").fault(found, what)
        seen.setdefault(found.text, found.place)


def _one_for_placement(steps: y.Sequence, at: At) -> None:
    """The placement asks one question of a lesson, and no prediction."""
    seen: y.Scalar | None = None
    for step in steps.items:
        ask = step.get("ask") if isinstance(step, y.Mapping) else None
        found = _in_question(ask, "placement")
        if found is None or found.text != "true":
            continue
        inner = at.inside("ask").inside("placement")
        if _predicts(ask):
            inner.fault(found, tr("a prediction tells nothing about what somebody knows; mark another question"))
        elif seen is not None:
            what = tr("another question of the lesson is marked too (line {line}); mark one", line=seen.place.line)
            inner.fault(found, what)
        seen = seen or found


def _none_predicts_alone(steps: y.Sequence, at: At) -> None:
    """A prediction is about its scene: without it nothing is asked."""
    for step in steps.items:
        ask = step.get("ask") if isinstance(step, y.Mapping) else None
        found = _in_question(ask, "alone")
        if found is not None and found.text == "true" and _predicts(ask):
            what = tr(
                "a prediction is about what its scene will do, and cannot be asked without it; remove one of both"
            )
            at.inside("ask").inside("alone").fault(found, what)


def _predicts(ask: y.YamlNode | None) -> bool:
    before = _in_question(ask, "before")
    return before is not None and before.text == "true"


def _in_question(ask: y.YamlNode | None, name: str) -> y.Scalar | None:
    """A setting of a question, beside it or below the name of its kind."""
    for place in (ask, *(value for _, value in ask.pairs)) if isinstance(ask, y.Mapping) else ():
        found = place.get(name) if isinstance(place, y.Mapping) else None
        if isinstance(found, y.Scalar):
            return found
    return None


def _read_step(node: y.YamlNode, at: At) -> Step | Bad:
    assert isinstance(node, y.Mapping)
    bad = False
    for key, _ in node.pairs:
        if key.text not in (*SLOTS, "vary", "checkpoint"):
            bad = True
            at.fault(
                key,
                tr(
                    "unknown name {written}{meant}; a step has say, show and ask",
                    written=y.describe(key),
                    meant=_slot_meant(key.text),
                ),
            )
    found = {slot: node.get(slot) for slot in SLOTS}
    checkpoint = read_checkpoint(node, at)
    if not bad and checkpoint is None and all(each is None for each in found.values()):
        return at.fault(node, tr("the step is empty: give it say, show or ask"))
    say = None if found["say"] is None else WORDS.read(found["say"], at.inside("say"))
    show = None if found["show"] is None else read_scene(found["show"], at.inside("show"))
    ask = None if found["ask"] is None else read_question(found["ask"], at.inside("ask"))
    if bad or isinstance(say, Bad) or isinstance(show, Bad) or isinstance(ask, Bad) or isinstance(checkpoint, Bad):
        return BAD
    if ask is not None and ask.before and show is None:
        what = tr("`before` asks before the scene may run, and this step shows no scene: add show, or remove before")
        written = found["ask"].get("before") if isinstance(found["ask"], y.Mapping) else None
        return at.inside("ask").inside("before").fault(written or node, what)
    return Step(say, show, ask, node.place, checkpoint=checkpoint)


def _slot_meant(word: str) -> str:
    if word in scenes.names():
        return tr(" (did you mean show: {{{word}: ...}}?)", word=word)
    return close_to(word, (*SLOTS, "checkpoint"))


def read_scene(node: y.YamlNode, at: At) -> Scene | Bad:
    """What `show` names: one scene, with its settings."""
    names = scenes.names()
    known = ", ".join(names)
    if isinstance(node, y.Scalar) and node.text in names:
        return at.fault(node, tr("the scene {name} needs its settings: {{{name}: {{...}}}}", name=node.text))
    if not isinstance(node, y.Mapping) or not node.pairs:
        return at.fault(
            node,
            tr("{written} stands where one scene is needed, such as {{plot: {{f: x^2}}}}", written=y.describe(node)),
        )
    (key, value), *more = node.pairs
    if more and key.text in names:
        return at.fault(
            more[0][0],
            tr(
                "show takes one scene; {written} stands beside '{name}'",
                written=y.describe(more[0][0]),
                name=key.text,
            ),
        )
    if key.text not in names:
        return at.fault(
            key,
            tr(
                "there is no scene {written}{meant}; known: {known}",
                written=y.describe(key),
                meant=close_to(key.text, names),
                known=known,
            ),
        )
    settings = scenes.module(key.text).Settings
    inner = at.inside(key.text)
    names_below = getattr(settings, "names_below", None)
    if names_below and isinstance(value, y.Mapping):
        inner = inner.knowing(*names_below(value))
    read = Struct(settings).read(value, inner)
    return BAD if isinstance(read, Bad) else Scene(key.text, read)
