"""The words that can be typed at any time, and what `help` says of them.

They are single words that are never an answer; everything else that is typed is an answer, or an act of the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from tutor.messages import N_, tr
from tutor.plain.console import Console
from tutor.scenes._acts import Act

SCENE = ":"  # what is typed behind it is for the scene, whatever else it could be


class Word(Enum):
    """A command, and what it does."""

    HELP = "help"
    HINT = "hint"
    NEXT = "next"
    BACK = "back"
    AGAIN = "again"
    SCENE = "scene"
    CODE = "code"
    WORKED = "worked"
    BESIDE = "beside"
    LIST = "list"
    GLOSSARY = "glossary"
    FIND = "find"
    PROGRESS = "progress"
    REVIEW = "review"
    LAB = "lab"
    BEGIN = "placement"
    QUIT = "quit"


LOOK_UP = (Word.GLOSSARY, Word.FIND)  # words may stand behind these
ALSO = {"?": Word.HELP, "exit": Word.QUIT}
KEYS = {  # of the screens, in a step and in the lab
    "h": Word.HINT,
    "ctrl+g": Word.HINT,
    "pagedown": Word.NEXT,
    "pageup": Word.BACK,
    "tab": Word.SCENE,
    "c": Word.CODE,
    "w": Word.CODE,
    "ctrl+o": Word.WORKED,
    "ctrl+r": Word.BESIDE,
    "escape": Word.LIST,
    "q": Word.QUIT,
    "ctrl+q": Word.QUIT,
}
CATALOGUE_KEYS = {
    "b": Word.BEGIN,
    "r": Word.REVIEW,
    "p": Word.PROGRESS,
    "l": Word.LAB,
    "g": Word.GLOSSARY,
    "/": Word.FIND,
    "q": Word.QUIT,
    "ctrl+q": Word.QUIT,
}
GOES_ON = "enter"  # the key that an empty line stands for
OTHERS = ("space", "home", "end", "up", "down", "left", "right", "backspace", "shift+tab")  # keys that are no answer
ON_KEYS = N_(
    "Keys that a lesson names can be typed as words, such as space, right or escape; list leads back to the lessons."
)
SAYS = {
    Word.HELP: N_("what can be typed here; ? is the same"),
    Word.HINT: N_("open the next hint"),
    Word.NEXT: N_("the next step, answered or not"),
    Word.BACK: N_("the step before"),
    Word.AGAIN: N_("say this step again"),
    Word.SCENE: N_("describe the scene again"),
    Word.CODE: N_("the scene as a Python program"),
    Word.WORKED: N_("see this one worked, rule by rule"),
    Word.BESIDE: N_("run your update beside the right one, as the scene; beside again leads back"),
    Word.LIST: N_("the courses and their lessons"),
    Word.GLOSSARY: N_("every term and what it means; with words behind it, those that have them"),
    Word.FIND: N_("where the words behind it stand in the lessons: find chain rule"),
    Word.PROGRESS: N_("how far you are"),
    Word.REVIEW: N_("be asked again what you are about to forget"),
    Word.LAB: N_("a descent on a function or a table of your own"),
    Word.BEGIN: N_("some questions find out where to begin"),
    Word.QUIT: N_("leave; everything is kept. exit is the same"),
}


def word_of(typed: str) -> Word | None:
    """The command that was typed, if it is one."""
    name = typed.lower()
    return ALSO.get(name) or next((word for word in Word if word.value == name), None)


def looked_up(typed: str) -> tuple[Word, str] | None:
    """`glossary slope`, `find chain rule`: which of the two, and the words behind it; None where it is neither."""
    first, _, words = typed.partition(" ")
    word = word_of(first)
    return (word, words) if word in LOOK_UP else None


def usage(act: Act) -> str:
    """How an act is typed here: one that is named as a command is needs the mark before it."""
    return f"{SCENE} {act.usage}" if word_of(act.name) is not None else act.usage


def say_help(console: Console, first: Iterable[str], words: Iterable[Word], acts: Iterable[Act]) -> None:
    """What can be typed here: sentences on what is neither command nor act, then both."""
    for sentence in first:
        console.say(sentence)
    console.say(tr("Commands:"))
    for word in words:
        console.say(f"{word.value}: {tr(SAYS[word])}", lead="  ", hang="    ")
    known = list(acts)
    if known:
        console.say(
            tr(
                'For the scene; with a colon before it, as in "{usage}", it is never an answer:',
                usage=f"{SCENE} {known[0].usage}",
            )
        )
        for act in known:
            console.say(f"{usage(act)}: {act.say}", lead="  ", hang="    ")
