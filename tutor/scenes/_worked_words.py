"""A worked example in words: its lines as plain text, and the sentence that says where one stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.ascii import plain
from tutor.letters import visible
from tutor.mathtext import render_words
from tutor.messages import tr

if TYPE_CHECKING:
    from tutor.scenes._worked_state import WorkedScene

LONGEST = 40  # characters that are said back
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_STRONG = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")


def in_line(text: str, ascii: bool = False) -> str:
    """Words with formulas and code as one line of plain text: the marks of Markdown are left out, code is as it is."""
    words = render_words(text.replace("$$", "$"), ascii=ascii).replace("\n", " ").strip()
    made, done = "", 0
    for code in _CODE.finditer(words):
        made += _STRONG.sub(r"\1", words[done : code.start()]) + code[2]
        done = code.end()
    made = visible(made + _STRONG.sub(r"\1", words[done:]))
    return plain(made) if ascii else made


def quoted(text: str, ascii: bool) -> str:
    """Said back; of a long one the beginning."""
    text = text.strip()
    text = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} ..."
    return f'"{text}"' if ascii else f"“{text}”"


def stopped(text: str) -> str:
    """With a full stop, where no other mark ends it."""
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def question(scene: WorkedScene, ascii: bool) -> str:
    """What is asked where a line is left out."""
    line = scene.asked
    if line.instead and line.why:
        return tr("Which line comes here? Its reason: {why}.", why=in_line(line.why, ascii).rstrip("."))
    return tr("Which line comes here?") if line.instead else tr("What is done in the line that comes here?")


def worked_sentence(scene: WorkedScene, ascii: bool) -> str:
    """`example 2 of 3, line 4 of 5 is left out: what is done there?`"""
    count, place = len(scene.settings.passes), scene.place + 1
    if scene.whole:
        return tr("you have mastered this, so the example stands whole: nothing is left out")
    said = {
        "place": tr("example {place} of {count}", place=place, count=count) if count > 1 else tr("the example"),
        "line": scene.shown,
        "lines": len(scene.lines),
    }
    if scene.waiting:
        said["line"] = scene.shown + 1
        return (
            tr("{place}, line {line} of {lines} is left out: which line is it?", **said)
            if scene.asked.instead
            else tr("{place}, line {line} of {lines} is left out: what is done there?", **said)
        )
    line = scene.lines[scene.shown - 1]
    said["math"] = in_line(line.show, ascii).strip()
    words = (
        tr("{place}, line {line} of {lines}, {why}: {math}", why=in_line(line.why, ascii), **said)
        if line.why
        else tr("{place}, line {line} of {lines}: {math}", **said)
    )
    return f"{words}; {ending(scene)}" if scene.done else words


def ending(scene: WorkedScene) -> str:
    """What is said behind the last line of a pass."""
    if not scene.complete:
        return tr("the next example has lines left out")
    if not scene.asked_in_all:
        return tr("that was the whole example")
    right, asked = scene.named_at_once, scene.asked_in_all
    return tr("done, {right} of {asked} lines named at the first try", right=right, asked=asked)


def standing(scene: WorkedScene) -> str:
    """Where one stands, without the line itself: `line 3 of 5`."""
    words = tr("line {line} of {lines}", line=scene.shown, lines=len(scene.lines))
    return f"{words}; {ending(scene)}" if scene.done else words
