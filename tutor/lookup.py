"""Finding one's way by words: the glossary of what every lesson introduces, and the passages that hold some words.

Both are searched alike: what is typed is split at its spaces, and every word must stand in what is found, small or
capital, in a formula as it is shown (`∂f/∂x`) or as it is spelled in ASCII (`df/dx`, `theta0`). Nothing that is typed
is read as anything but letters. What is kept of a thousand lessons is bounded; what is left out is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.ascii import plain
from tutor.lesson.header import head_of
from tutor.lesson.model import Catalogue, Header, Lesson
from tutor.messages import N_, tr
from tutor.phrases import one_line
from tutor.printable import printable

if TYPE_CHECKING:
    from tutor.lesson.questions import Question

LONGEST = 200  # characters of what is looked for
NAMES = {"title": N_("lesson"), "term": N_("term"), "skill": N_("skills"), "about": N_("about"), "goal": N_("goal")}
KINDS = (*NAMES, "question", "words")  # of a passage; those that tell most first
MOST_OF_ONE = 4_000  # characters of a passage that are kept
MOST_OF_LESSON = 60_000
ONE_LINE = 1_000_000  # cells
PAUSE = 500  # passages that are looked through between two looks at the keys: some 0.1 ms
_SUBSCRIPT = re.compile("_(?=[0-9])")  # `theta_0` is found as `theta0`, however it is written
SPOKEN = {"∇": "nabla", "∂": "partial", "∑": "sum", "Σ": "sum", "√": "root", "∫": "integral"}


def words_of(typed: str) -> tuple[str, ...]:
    """What was typed, as it is looked for."""
    words = _SUBSCRIPT.sub("", printable(typed[:LONGEST]).casefold()).split()
    return tuple(word.rstrip("_") or word for word in words)  # `theta_` will be `theta_0`


def heard(text: str) -> str:
    """What a text is searched in: as it is shown, in small letters, and in ASCII where that is another spelling."""
    spellings = (text,) if text.isascii() else (text, plain(text))
    return _SUBSCRIPT.sub("", "\n".join(spellings).casefold())


def shown(text: str) -> str:
    """A few words of a lesson on one line, formulas as they are shown; nothing in them moves a cursor."""
    return printable(one_line(text, ascii=False))


def read_out(markdown: str, *, ascii: bool = False) -> str:
    """The words of a text of a lesson on one line, without the marks that only change how it looks."""
    from tutor.plain.prose import prose  # late: what the glossary shows first needs none of it

    return printable(" ".join(line.strip() for line in prose(markdown, ONE_LINE, ascii=ascii) if line))


def stands(words: Sequence[str], where: str) -> bool:
    return all(word in where for word in words)


# --- the glossary ---------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A term or symbol, and the lesson that introduces it. All but `means`, which is Markdown, is on one line."""

    term: str
    sign: str  # empty where it has none
    means: str
    lesson: str  # its id
    title: str

    @property
    def key(self) -> str:
        """What it is sorted by: a sign, such as the letter alpha, by how it is spelled."""
        return plain(self.term).casefold()


class Heard(NamedTuple):
    """An entry with what is searched: its term, its sign, all of it."""

    entry: Entry
    term: str
    sign: str
    whole: str


def glossary(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every term of every lesson, by the alphabet. One that several introduce with the same meaning stands once, with
    the first of them on the road; with another meaning, each stands. A file that cannot be read is passed over."""
    return in_order(entry for header in catalogue.lessons() for entry in entries_of(header))


def entries_of(header: Header) -> tuple[Entry, ...]:
    """What one lesson introduces, from the text above its steps alone; about a millisecond."""
    head = head_of(header.file)
    if head is None or "terms" not in head:
        return ()
    from tutor.lesson.terms import terms_of  # late: most of what a glossary costs to load

    return tuple(
        Entry(shown(each.term), shown(each.sign or ""), each.means, header.id, header.title) for each in terms_of(head)
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By the alphabet, each once; the first of those that say the same stays."""
    once: dict[tuple[str, str], Entry] = {}
    for each in entries:
        once.setdefault((each.key, " ".join(each.means.split()).casefold()), each)
    return tuple(sorted(once.values(), key=lambda each: each.key))


def listened(entry: Entry) -> Heard:
    """The entry with what is searched of it; a sign is also found by its name."""
    names = " ".join(SPOKEN[sign] for sign in entry.term + entry.sign if sign in SPOKEN)
    term, sign = heard(entry.term), heard(entry.sign)
    return Heard(entry, term, sign, "\n".join((term, sign, names, heard(read_out(entry.means)))))


def found(entries: Iterable[Heard], words: Sequence[str]) -> list[Entry]:
    """Those that hold every word; first the terms that begin so, then the signs, then terms that hold them all."""
    rest = [each for each in entries if stands(words, each.whole)]
    return [each.entry for each in sorted(rest, key=lambda each: _away(each, words))] if words else _entries(rest)


def _entries(heard: Iterable[Heard]) -> list[Entry]:
    return [each.entry for each in heard]


def _away(each: Heard, words: Sequence[str]) -> int:
    begins = " ".join(words)
    for rank, text in enumerate((each.term, each.sign)):
        if any(line.startswith(begins) for line in text.split("\n")):
            return rank
    return 2 if stands(words, each.term) else 3


# --- passages -------------------------------------------------------------------------------------------------------


class Passage(NamedTuple):
    """A piece of a lesson in which one can look."""

    lesson: str  # its id
    step: int | None  # its place, from 0; None for what is said of the whole lesson
    kind: str  # one of KINDS
    text: str  # as it stands there: in a step and for a term that is Markdown
    line: str  # the same on one line, its formulas as they are shown
    heard: str  # the same, as it is searched

    @property
    def where(self) -> str:
        """Where it stands in its lesson, in a word or two."""
        return tr(NAMES[self.kind]) if self.step is None else tr("step {step}", step=self.step + 1)


def _headline(header: Header, kind: str, text: str, *more: str) -> Passage:
    """What stands in a header is no Markdown. `more` is found, but not shown: another spelling."""
    line = printable(" ".join(text.split()))
    return Passage(header.id, None, kind, text, line, "\n".join((heard(line), *more)))


def _passage(lesson: str, step: int | None, kind: str, text: str) -> Passage:
    text = text if len(text) <= MOST_OF_ONE else f"{text[:MOST_OF_ONE]} ..."
    line = read_out(text)
    return Passage(lesson, step, kind, text, line, heard(line))


def of_header(header: Header) -> tuple[Passage, ...]:
    """What the catalogue knows of a lesson: its title, skills, what it is about, its goals."""
    told = [("title", header.title), ("about", header.about), *(("goal", each) for each in header.goals)]
    skills = "; ".join(each.replace("-", " ") for each in header.skills)  # in one: their names are an author's
    named = _headline(header, "skill", skills, *header.skills)
    return (*(_headline(header, kind, text) for kind, text in told if text), *([named] if skills else []))


def of_lesson(lesson: Lesson) -> tuple[Passage, ...]:
    """The rest of it: its terms, questions with their choices, and words."""
    name, found = lesson.header.id, [*_of_terms(lesson)]
    left = MOST_OF_LESSON
    for place, step in enumerate(lesson.steps):
        for kind, text in (("question", _asked(step.ask) if step.ask is not None else ""), ("words", step.say or "")):
            if text and left > 0:
                found.append(_passage(name, place, kind, text))
                left -= len(found[-1].text)
    return tuple(found)


def _asked(question: Question) -> str:
    """The question, and its choices in the order in which they are shown."""
    from tutor.asked import options

    return "\n".join((question.question, "", *(f"- {each.text}" for each in options(question))))


def _of_terms(lesson: Lesson) -> Iterator[Passage]:
    for each in lesson.terms:
        sign = f" ({each.sign})" if each.sign else ""
        yield _passage(lesson.header.id, None, "term", f"{each.term}{sign}: {each.means}")


def passages(files: Sequence[Path]) -> tuple[tuple[Passage, ...], ...]:
    """Those of each file, in order, beside what its header says; of a lesson that cannot be used there are none.

    It reads the lessons whole, some 50 ms each: a task of the helper process.
    """
    from tutor.lesson.load import load_lesson

    lessons = (load_lesson(file, variants=1) for file in files)
    return tuple(of_lesson(lesson) if isinstance(lesson, Lesson) else () for lesson in lessons)


def hunt(passages: Sequence[Passage], words: Sequence[str]) -> Iterator[list[Passage]]:
    """Those in which every word stands, in their order; without any word, the titles. Some at a time: between them is a
    moment to look at the keys."""
    if not words:
        yield [each for each in passages if each.kind == KINDS[0]]
        return
    first, *rest = sorted(words, key=len, reverse=True)  # the longest is the rarest
    for start in range(0, len(passages), PAUSE):
        held = [each for each in passages[start : start + PAUSE] if first in each.heard]
        yield [each for each in held if stands(rest, each.heard)] if rest else held


def hits(passages: Iterable[Passage], words: Sequence[str]) -> list[Passage]:
    """The same at once; those that tell most first, each kind in the order of the road."""
    return [each for some in hunt(sorted(passages, key=_rank), words) for each in some]


def _rank(passage: Passage) -> int:
    return KINDS.index(passage.kind)


def around(line: str, words: Sequence[str], before: int = 16) -> str:
    """The line from a little before the first of the words, so that it stands among others."""
    small = line.casefold()
    places = [place for word in words if (place := small.find(word)) >= 0]
    start = max(0, min(places, default=0) - before)
    start = line.rfind(" ", 0, start) + 1 if start else 0
    return f"... {line[start:]}" if start else line
