"""What is shown after mistakes: the derivation worked rule by rule, and a mistaken update as a descent of its own."""

from __future__ import annotations

from typing import Any

from tutor.lesson.questions import Next, Question
from tutor.messages import tr
from tutor.plain.helper import Stopped
from tutor.plain.tutoring import Tutor
from tutor.session import QuestionState
from tutor.typeset import line, symbol
from tutor.verdict import Outcome
from tutor.worker import TaskFailed

SECONDS = 10.0


def tell_worked(tutor: Tutor, f: Any, wrts: tuple[str, ...]) -> bool:
    """Every rule, and what it made; False where it could not be worked out."""
    console = tutor.console
    try:
        works = tutor.work("derivation", f, wrts, seconds=SECONDS)
    except TaskFailed as fault:
        console.say(tr("This could not be worked out: {fault}.", fault=fault))
        return False
    except Stopped:
        console.say(tr("Stopped: it was not worked out; worked tries again."))
        return False
    partial = len(f.symbols()) > 1
    for work in works:
        shown, name = line(f, ascii=console.ascii), symbol(work.wrt, ascii=console.ascii)
        console.lines([""])
        console.say(tr("{f}, with respect to {name}", f=shown, name=name))
        for rule in work.lines:
            console.say(f"= {line(rule.whole, ascii=console.ascii, partial=partial)}", hang="  ")
            console.say(f"{rule.rule}: {rule.note}", lead="    ")
    console.lines([""])
    return True


def beside(question: Question, state: QuestionState) -> Any:
    """The descent that shows the last answer's mistake beside the right update; None where there is none to show."""
    last = state.last
    if not isinstance(question.about, Next) or last is None or last.outcome is not Outcome.MISTAKE:
        return None
    if last.mistake is None or (question.before and not state.revealed):
        return None
    from tutor.scenes._descend_beside import beside as settings

    return settings(question, last.mistake)
