"""The `checkpoint` step: questions of earlier lessons, mixed. What a teacher writes, and what is said of it.

    - checkpoint: {lessons: [slope-at-a-point, gradient-vector], items: 8}

Which questions those are is not the lesson's to say: `tutor.review` takes them among those that stand alone, no two
neighbours from one lesson, and asks each without the words of the step that it is of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import IDENTITY, At, Bad, ListOf, Struct, Whole, setting
from tutor.messages import N_, tr

ITEMS = 8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Questions of earlier lessons, mixed."""

    lessons: tuple[str, ...] = setting(
        ListOf(IDENTITY, most=40, or_one=True), N_("ids of the lessons whose questions are mixed")
    )
    items: int = setting(Whole(1, 50), N_("how many questions; fewer where the lessons have not so many"), ITEMS)

    def checked(self, node: y.YamlNode, at: At) -> Checkpoint | Bad:
        if len(set(self.lessons)) < len(self.lessons):
            return at.inside("lessons").fault(node, tr("a lesson is named twice; remove one"))
        return self


CHECKPOINT = Struct(Checkpoint)


def read_checkpoint(step: y.Mapping, at: At) -> Checkpoint | Bad | None:
    """The checkpoint of a step, beside which only `say` may stand; None where it has none."""
    node = step.get("checkpoint")
    if node is None:
        return None
    for key, _ in step.pairs:
        if key.text in ("show", "ask", "vary"):
            what = tr(
                "'{name}' stands beside a checkpoint, which asks questions of its own; give it a step of its own",
                name=key.text,
            )
            at.inside(key.text).fault(key, what)
    read: Checkpoint | Bad = CHECKPOINT.read(node, at.inside("checkpoint"))
    return read


def stray_lessons(checkpoint: Checkpoint, own: str, known: Collection[str] | None) -> Iterator[tuple[int, str]]:
    """What is wrong with the lessons it names, each with its place in the list; `known` None: that cannot be judged."""
    for place, identity in enumerate(checkpoint.lessons):
        if identity == own:
            yield place, tr("a checkpoint asks questions of earlier lessons; this is the lesson itself")
        elif known is not None and identity not in known:
            yield place, tr("there is no lesson '{identity}' among those that are checked", identity=identity)
