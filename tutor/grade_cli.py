"""`calc-tutor grade`: answers judged without a screen, for teachers and machines; JSON in, JSON out, a line each.

Importing this is light; SymPy is imported when the first answer is judged. Each line out is one object: "question",
"answer", "verdict" (right, mistake, form, wrong or unreadable), "mistake" (a name or null), "where" (the sub-expression
or null) and "message". Answers are what a learner would type; numbers and lists of JSON are taken as their text. The
lines of an `order` question are named by the letters of the lesson's file (A is its first line, distractors come last),
or given as a list of the lines themselves, since nobody here sees the order of the screen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from tutor.deadline import TookTooLong, within
from tutor.messages import N_, tr

if TYPE_CHECKING:
    from tutor.lesson.model import Lesson
    from tutor.lesson.questions import Question
    from tutor.verdict import Verdict

FINE, FINDINGS = 0, 1
SECONDS = 2.0  # for one answer
TOO_LONG = N_("This took too long to judge. Write it more simply.")
Told = dict[str, Any]


class Misused(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


def run(lesson: Lesson, question: str | None, answer: str | None, lines: Iterable[str] | None, out: TextIO) -> int:
    """Judges one answer, or without `question` those of `lines`; writes a line of JSON for each once it is judged.

    0 when every line could be understood, 1 when one could not (its verdict is `unreadable`, and it says why).
    Raises Misused for a question that the lesson does not have, and for a question without an answer.
    """
    known: dict[str, Question] = {each.id: each for each in lesson.questions}
    if not known:
        raise Misused(tr("the lesson '{lesson}' asks no questions", lesson=lesson.header.id))
    if question is None and answer is not None:
        raise Misused(tr("--answer needs --question ID, the question that it answers"))
    if question is not None:
        if answer is None:
            raise Misused(tr("--question needs --answer TEXT, the answer to judge"))
        if question not in known:
            raise Misused(_unknown(question, known))
        _write(_judged(known[question], answer), out)
        return FINE
    code = FINE
    for line in lines or ():
        if line.strip():
            told, understood = _line(line, known)
            _write(told, out)
            code = code if understood else FINDINGS
    return code


def _line(line: str, known: dict[str, Question]) -> tuple[Told, bool]:
    """What is told of one line of JSON, and whether it could be understood."""
    try:
        asked = json.loads(line.lstrip("\ufeff"), parse_float=_Written, parse_int=_Written, parse_constant=_Written)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, json.JSONDecodeError):
            what = tr("This line is no JSON at character {place}. {example}", place=fault.pos + 1, example=tr(EXAMPLE))
        else:
            what = tr("This line is no JSON. {example}", example=tr(EXAMPLE))
        return _unread(None, None, what), False
    identity = asked.get("question") if isinstance(asked, dict) else None
    if not isinstance(identity, str) or "answer" not in asked:
        return _unread(
            None, None, tr("This line needs a question and an answer. {example}", example=tr(EXAMPLE))
        ), False
    if identity not in known:
        return _unread(
            identity,
            _echoed(asked["answer"]),
            tr("There is no such question: {unknown}.", unknown=_unknown(identity, known)),
        ), False
    text = _text(asked["answer"], known[identity])
    if text is None:
        return _unread(identity, None, tr("The answer is neither a text nor a number nor a list of these.")), False
    return _judged(known[identity], text) | {"answer": _echoed(asked["answer"])}, True


EXAMPLE = N_('Write {"question": "ID", "answer": "TEXT"}.')


class _Written(str):
    """A number of JSON as it was written: 2.10 stays 2.10."""


def _echoed(answer: Any) -> Any:
    """The answer as it came, for the line that tells of it: numbers are numbers again, where they are finite."""
    if isinstance(answer, list):
        return [_echoed(each) for each in answer]
    if isinstance(answer, _Written):
        number = float(answer)
        whole = answer.lstrip("-").isdigit() and len(answer) < 300
        return int(answer) if whole else number if math.isfinite(number) else str(answer)
    return answer


def _text(answer: Any, question: Question) -> str | None:
    """An answer as it would be typed, a list of lines one below the other; None if it is no kind of answer."""
    from tutor.lesson.ordering import Order

    if isinstance(answer, str):
        return str(answer)
    if not isinstance(answer, list) or not answer:
        return None
    parts = [_text(each, question) for each in answer]
    if any(part is None for part in parts):
        return None
    return "\n".join(map(str, parts)) if isinstance(question.about, Order) else f"[{', '.join(map(str, parts))}]"


def _unknown(identity: str, known: Iterable[str]) -> str:
    from tutor.lesson.faults import close_to

    names = list(known)
    meant = close_to(identity, names) or (
        tr("; it has: {names}", names=", ".join(names[:12])) + (" ..." if len(names) > 12 else "")
    )
    return tr("the lesson has no question '{identity}'{meant}", identity=identity[:60], meant=meant)


def _judged(question: Question, answer: str) -> Told:
    from tutor.grading import grade
    from tutor.lesson.ordering import Order, as_shown, as_written

    order = question.about if isinstance(question.about, Order) else None
    typed = as_shown(order, question.id, answer) if order else answer
    try:
        with within(SECONDS):
            verdict: Verdict = grade(question, typed)
    except TookTooLong:
        return _unread(question.id, answer, tr(TOO_LONG))
    return {
        "question": question.id,
        "answer": answer,
        "verdict": verdict.outcome.value,
        "mistake": verdict.mistake,
        "where": verdict.where,
        "message": as_written(order, question.id, verdict.message) if order else verdict.message,
    }


def _unread(question: str | None, answer: Any, message: str) -> Told:
    return {
        "question": question,
        "answer": answer,
        "verdict": "unreadable",
        "mistake": None,
        "where": None,
        "message": message,
    }


def _write(told: Told, out: TextIO) -> None:
    out.write(json.dumps(told) + "\n")
    out.flush()  # whoever asks line by line waits for each
