"""Lines put in order: read as the letters on the screen, judged by the texts, told where the order first goes wrong."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.grading.given import Given, Judge
from tutor.lesson.ordering import Order, places_meant, plain, shuffled
from tutor.lesson.questions import Question, shown_lines
from tutor.messages import plural, tr
from tutor.verdict import Verdict

LONG = 48  # characters of a line that is quoted
TOLD = 2  # lines that do not belong, each with its reason


def read(question: Question, text: str) -> Given:
    about = _about(question)
    picks = places_meant(about, text, shuffled(about, question.id))
    letters = {line: letter for letter, line in reversed(shown_lines(question))}
    return Given(text, " ".join(letters[about.texts[pick]] for pick in picks), picks=picks)


def _texts(about: Order, given: Given) -> list[str]:
    """What was put in order; lines that read alike are one as good as the other."""
    return [plain(about.texts[pick]) for pick in given.picks]


def right(question: Question, given: Given) -> Verdict | None:
    """RIGHT; also, uncounted, where lines are missing that anybody can see."""
    about = _about(question)
    if tuple(_texts(about, given)) in about.orders:
        return given.right()
    if not about.distractors and len(given.picks) < len(about.lines):
        return given.uncounted(
            tr(
                "There are {count} lines, and this has {count2}. Use each once.",
                count=len(about.lines),
                count2=len(given.picks),
            )
        )
    return None


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    about = _about(question)
    return 0.0 if _texts(about, given) == _texts(about, wrong) else None


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    theirs = _texts(about, given)
    strange = [pick for pick in given.picks if pick >= len(about.lines)]
    if strange:
        return given.mistaken("distractor", " ".join(_strange(question, pick) for pick in strange[:TOLD]))
    if tuple(theirs[::-1]) in about.orders:
        return given.mistaken("reversed", tr("That is the right order backwards."))
    lines = max(about.orders, key=lambda order: _alike(order, theirs))  # the right order that was meant
    first = _alike(lines, theirs)
    short = len(lines) - len(theirs)
    if first == len(theirs):
        return given.mistaken(
            "lines-missing",
            plural(
                short,
                "So far it is right, but a line is missing.",
                "So far it is right, but {count} lines are missing.",
            ),
        )
    exchanged = [at for at, (one, other) in enumerate(zip(lines, theirs, strict=False)) if one != other]
    if len(theirs) == len(lines) and len(exchanged) == 2:
        message = tr("All lines but two stand where they belong: these two have changed places.")
        return given.mistaken("two-swapped", f"{message} {_place(question, given, first)}")
    missing = plural(short, "And a line is missing.", "And {count} lines are missing.") if short > 0 else ""
    return given.wrong(f"{_place(question, given, first)} {missing}".rstrip())


def _alike(order: Sequence[str], theirs: Sequence[str]) -> int:
    """How many lines from the first on are the same."""
    pairs = zip(order, theirs, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), len(theirs))


def _strange(question: Question, pick: int) -> str:
    """What is said of a line that belongs nowhere: its author's words, where there are any."""
    about = _about(question)
    named, say = _named(question, pick), about.distractors[pick - len(about.lines)].say
    if say:
        return tr("{named} does not belong here. {say}", named=named, say=say)
    return tr("{named} does not belong here. Leave it out.", named=named)


def _place(question: Question, given: Given, first: int) -> str:
    """How far it is right, and the first line that is not."""
    named = _named(question, given.picks[first])
    if not first:
        return tr("{named} does not come first.", named=named)
    return plural(
        first,
        "The first line is right. {line} is not the next one.",
        "The first {count} lines are right. {line} is not the next one.",
        line=named,
    )


def _named(question: Question, pick: int) -> str:
    """A line by its letter and its text."""
    text = _about(question).texts[pick]
    letter = next(letter for letter, line in shown_lines(question) if line == text)
    text = text.strip()
    return tr("Line {letter} ({text})", letter=letter, text=text if len(text) <= LONG else text[: LONG - 3] + "...")


def own(question: Question) -> str:
    """The letters of the right order, as they are shown."""
    about = _about(question)
    order = shuffled(about, question.id)
    return " ".join(shown_lines(question)[order.index(place)][0] for place in range(len(about.lines)))


def _about(question: Question) -> Order:
    assert isinstance(question.about, Order)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own)
