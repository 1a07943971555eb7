"""What is shown after three misses: the derivation, worked rule by rule."""

from __future__ import annotations

from typing import Any

from tutor.messages import tr
from tutor.plain.helper import Stopped
from tutor.plain.tutoring import Tutor
from tutor.typeset import symbol
from tutor.worked import SECONDS, told
from tutor.worker import TaskFailed


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
    for work in told(f, works, ascii=console.ascii):
        console.lines([""])
        console.say(tr("The derivative with respect to {name}:", name=symbol(work.wrt, ascii=console.ascii)))
        console.say(work.start, hang="  ")
        for equation, rule in work.rules:
            console.say(equation, hang="  ")
            console.say(rule, lead="    ")
    console.lines([""])
    return True
