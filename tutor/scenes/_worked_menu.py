"""What a learner chooses from where a line is left out: reasons, one of which leads to it, or the line among others.

The order of a menu is made of its texts, so it is the same each time and says nothing about which is right.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.scenes._worked_words import in_line, quoted, stopped

if TYPE_CHECKING:
    from tutor.scenes._worked_fill import Pass

MOST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """`text` as the lesson writes it; `say`: what is told to whoever picks a wrong one."""

    text: str
    right: bool
    say: str = ""

    def shown(self, ascii: bool = False) -> str:
        return in_line(self.text, ascii)


def menu_of(made: Pass, place: int) -> tuple[Entry, ...]:
    """The entries for the line at `place` (from 0) of a pass."""
    line = made.lines[place]
    if line.instead:
        entries = [Entry(line.show, True), *(Entry(each.show, False, each.say) for each in line.instead)]
    else:
        wrong = [Entry(each.why, False, each.say) for each in made.distractors]
        nearest = sorted(range(len(made.lines)), key=lambda other: (abs(other - place), other))
        for other in nearest:
            why = made.lines[other].why
            if why and why != line.why and why not in [each.text for each in wrong]:
                wrong.append(Entry(why, False, _elsewhere(made, why)))
        entries = [Entry(line.why, True), *wrong[: MOST - 1]]
    texts = "\n".join(each.text for each in entries)
    random.Random(f"{place}\n{texts}").shuffle(entries)
    return tuple(entries)


def _elsewhere(made: Pass, why: str) -> str:
    """Which lines it is the reason of."""
    numbers = [str(i) for i, each in enumerate(made.lines, 1) if each.why == why]
    if len(numbers) == 1:
        return tr("that is the reason of line {line}", line=numbers[0])
    return tr("that is the reason of lines {lines}", lines=", ".join(numbers))


def answered_wrongly(entry: Entry, place: int, ascii: bool) -> str:
    """`Not "the chain rule": that is the reason of line 2.`"""
    shown = quoted(entry.shown(ascii), ascii)
    if entry.say:
        return tr("Not {choice}: {why}", choice=shown, why=stopped(in_line(entry.say, ascii)))
    return tr("Not {choice}: it does not lead from line {line} to the next.", choice=shown, line=place)
