"""The scene `worked`: a worked example, line by line with the reason of each, whose lines fade from pass to pass.

In the first pass every line is shown. In each pass after it some are left out, and the learner names the reason of the
line that comes there (or picks the line among wrong ones) before it is shown: what is learned most is the principle
behind the line that was left out. Each pass may have other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, IDENTITY, At, Bad, ListOf, MapOf, Struct, Text, Whole, setting
from tutor.lesson.vary import VALUES
from tutor.messages import N_, tr
from tutor.scenes._worked_fill import Pass, filled_passes
from tutor.scenes._worked_state import WorkedScene, prove, request, scene
from tutor.scenes._worked_told import act, acts, told

__all__ = ["Line", "Settings", "WorkedScene", "act", "acts", "prove", "request", "scene", "told"]

MOST_LINES, MOST_PASSES, MOST_NUMBERS = 14, 6, 12
NAME = Text(most=20, pattern=r"[A-Za-z]\w*", like=N_("what changes is a letter or a short name, such as a"))
MATH, WHY, SAID = Text(most=200), Text(most=100), Text(most=140)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line as it is often written, and why it is wrong."""

    show: str = setting(MATH, N_("the wrong line"))
    say: str = setting(SAID, N_("what is told to whoever picks it"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the example."""

    SHORT: ClassVar = "show"

    show: str = setting(MATH, N_("the line: words with $math$, or `code`"))
    why: str = setting(WHY, N_("why it follows, in a few words: the power rule"), "")
    instead: tuple[Mistake, ...] = setting(
        ListOf(Struct(Mistake), most=4),
        N_("where it is left out the learner picks the line among these wrong ones, and its reason is told"),
        (),
    )


@dataclass(frozen=True, slots=True)
class Distractor:
    """A reason that is none of the lines', and what is told to whoever picks it."""

    SHORT: ClassVar = "why"

    why: str = setting(WHY, N_("the reason"))
    say: str = setting(SAID, N_("what is told to whoever picks it"), "")


@dataclass(frozen=True, slots=True)
class Settings:
    """A worked example whose lines fade."""

    lines: tuple[Line, ...] = setting(
        ListOf(Struct(Line), least=2, most=MOST_LINES), N_("the lines in order: {show, why}; the first is the problem")
    )
    fade: tuple[tuple[int, ...], ...] = setting(
        ListOf(ListOf(Whole(1, MOST_LINES), most=MOST_LINES, or_one=True), most=MOST_PASSES - 1),
        N_("for each pass after the first, the lines that are left out: [[3], [1, 2]]"),
        (),
    )
    distractors: tuple[Distractor, ...] = setting(
        ListOf(Struct(Distractor), most=6), N_("reasons in the menu that are none of the lines'"), ()
    )
    examples: tuple[dict[str, tuple[str, ...]], ...] = setting(
        ListOf(MapOf(VALUES, NAME, most=6), most=MOST_PASSES),
        N_("the numbers of each pass, for the holes {a} in the lines: [{a: 2}, {a: 3}]"),
        (),
    )
    numbers: dict[str, str] | None = setting(
        MapOf(Text(most=200), NAME, most=MOST_NUMBERS),
        N_("numbers computed from those of the pass, for holes too: {slope: 2*a, half: 'a/2 : 2'}"),
        None,
    )
    skip_if_mastered: str | None = setting(
        IDENTITY, N_("a skill: who has mastered it sees the example whole, and nothing is asked"), None
    )
    passes: tuple[Pass, ...] = ()  # once read: the lines of each pass, every hole filled

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        fault = self._fade_fault() or self._examples_fault()
        if fault:
            return at.fault(node, fault)
        made = filled_passes(self, node, at)
        if isinstance(made, Bad):
            return BAD
        clash = next((found for each in made for found in each.clashes()), "")
        return at.fault(node, clash) if clash else replace(self, passes=made)

    def _fade_fault(self) -> str:
        for number in sorted({number for blank in self.fade for number in blank}):
            if number > len(self.lines):
                return tr("fade names line {line}, and there are {count}", line=number, count=len(self.lines))
            line = self.lines[number - 1]
            if number == 1:
                return tr("line 1 is the problem: it always stands there")
            if not (line.why or line.instead):
                return tr("line {line} is left out in a pass, so it needs why: its reason is asked", line=number)
        return ""

    def _examples_fault(self) -> str:
        count = 1 + len(self.fade)
        if len(self.examples) not in (0, 1, count):
            return tr(
                "there are {examples} examples for {passes} passes: the first, whole, and one for each of fade",
                examples=len(self.examples),
                passes=count,
            )
        if any(set(each) != set(self.examples[0]) for each in self.examples):
            return tr("each example gives the same names a value")
        both = sorted(set(self.numbers or ()) & set(self.examples[0] if self.examples else ()))
        return tr("{name} stands in examples and in numbers; keep one", name=both[0]) if both else ""
