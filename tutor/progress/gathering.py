"""Many learners' exports as one table for their teacher: a row for each question that somebody was at.

Exports of one learner, an older and a newer one, are merged first, so that nothing is counted twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.progress.kept import Kept, Row, merged
from tutor.progress.records import COLUMNS

HEADING = ("learner", "lesson", "question", "verdict", "mistake", "tries", "hints", "time")
Cell = str | int
_AT = {name: place for place, name in enumerate(COLUMNS["answers"].split(", "))}
_HINTS = COLUMNS["questions"].split(", ").index("hints")
# What a spreadsheet would work out instead of showing; some take the full-width signs for the others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Line(NamedTuple):
    """What one learner did at one question. `tries`: answers that could be read; `time`: seconds, as far as known."""

    learner: str
    lesson: str
    question: str
    verdict: str  # right, where it was answered right once; else the last one; empty where nothing was answered
    mistake: str  # the last that was named
    tries: int
    hints: int
    time: int | None


def gathered(exports: Iterable[Kept]) -> list[Line]:
    """The table, by learner, lesson and question."""
    learners: dict[str, Kept] = {}
    for each in exports:
        known = learners.get(each.learner.id)
        learners[each.learner.id] = each if known is None else merged(known, each)
    names = Counter(each.learner.called for each in learners.values())
    found: list[Line] = []
    for identity, kept in learners.items():
        name = kept.learner.called
        found += _lines(kept, name if names[name] == 1 else f"{name} ({identity[:8]})")
    return sorted(found, key=lambda line: line[:3])


def _lines(kept: Kept, learner: str) -> Iterator[Line]:
    answers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for uid in sorted(kept.answers):
        row = kept.answers[uid]
        answers[str(row[_AT["lesson"]]), str(row[_AT["question"]])].append(row)
    for key in answers.keys() | {key for key, row in kept.questions.items() if row[_HINTS]}:
        lesson, question = key
        yield _line(learner, lesson, question, answers.get((lesson, question), []), kept.questions.get(key))


def _line(learner: str, lesson: str, question: str, answers: list[Row], state: Row | None) -> Line:
    outcomes = [str(row[_AT["outcome"]]) for row in answers]
    read = [each for each in outcomes if each != "unreadable"]
    verdict = "right" if "right" in read else (read or outcomes or [""])[-1]
    mistakes = [str(row[_AT["mistake"]]) for row in answers if row[_AT["mistake"]]]
    hints = [row[_AT["hints"]] for row in answers] + ([state[_HINTS]] if state is not None else [])
    times = [row[_AT["seconds"]] for row in answers]
    known = [each for each in times if isinstance(each, int)]
    return Line(
        learner,
        lesson,
        question,
        verdict,
        mistakes[-1] if mistakes else "",
        len(read),
        max((each for each in hints if isinstance(each, int)), default=0),
        sum(known) if known else None,
    )


def cells(line: Iterable[str | int | None]) -> list[Cell]:
    """A row as a spreadsheet may have it: text that it would take for a formula begins with an apostrophe."""
    return ["" if each is None else _safe(each) if isinstance(each, str) else each for each in line]


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text
