"""The lab in lines: one descent on a function or a file of the learner's own, moved by what is typed.

What stands on the command line is read by the lab's own readers (`tutor.lab`); the descent is the scene of the lessons
with the same acts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tutor.fields import FieldFault
from tutor.lesson.model import Scene
from tutor.messages import N_, tr
from tutor.phrases import sentence
from tutor.plain.helper import Stopped
from tutor.plain.scene import ShownScene
from tutor.plain.tutoring import Tutor, Way
from tutor.plain.typed import KEYS, SCENE, Word, say_help, usage, word_of
from tutor.scenes._acts import CannotAct
from tutor.scenes._typed_keys import key_of

if TYPE_CHECKING:
    from tutor.lab.setup import Setup
    from tutor.lab.table import Table

WORDS = (Word.HELP, Word.SCENE, Word.CODE, Word.LIST, Word.LAB, Word.QUIT)
ASKS = N_(
    "The lab descends on a function or on a table. Type a function, such as x^2 + 3y^2, or the name of a CSV file; an "
    "empty line leads to the lessons."
)
LEAVES = {Word.QUIT: Way.QUIT, Word.LIST: Way.LIST, Word.REVIEW: Way.REVIEW, Word.BEGIN: Way.BEGIN, Word.LAB: Way.LAB}


class LabTalk:
    """One descent, until one leaves it."""

    def __init__(self, tutor: Tutor, setup: Setup, *, asks: bool = False) -> None:
        self.tutor, self.console, self.setup, self.asks = tutor, tutor.console, setup, asks
        self.scene: ShownScene | None = None

    def through(self) -> Way | None:
        """Makes the descent ready, tells it, and does what is typed; None where there is none. Where nothing is set
        up, and with `asks` where that cannot be, it is asked for. Raises Gone at the end of the input."""
        asks = self.asks or not self.setup.source.strip()
        while True:
            way = self._ask_for_source() if not self.setup.source.strip() else None
            if way is not None:
                return way
            trouble = self._make_ready()
            if not trouble:
                break
            self.console.say(trouble)
            if not asks:
                return None
            self.setup = replace(self.setup, source="")
        self.console.say(tr("The lab: {source}.", source=self.setup.source.strip()))
        self._tell()
        while True:
            way = self._does(self.tutor.ask(tr("lab")))
            if way is not None:
                return way

    def _ask_for_source(self) -> Way | None:
        """What to descend on; the way out where that was typed."""
        self.console.say(tr(ASKS))
        while True:
            typed = self.tutor.ask(tr("function or file"))
            word = word_of(typed)
            if word is Word.HELP:
                self.console.say(tr(ASKS))
            elif word in LEAVES:
                return LEAVES[word]
            elif not typed:
                return Way.LIST
            else:
                self.setup = replace(self.setup, source=typed)
                return None

    def _make_ready(self) -> str:
        """Sets the descent up; why it cannot be, where it cannot."""
        try:
            self.scene = ShownScene(self.tutor, Scene("descend", self._settings()))
        except FieldFault as fault:
            return f"{fault.field}: {fault}"
        except Stopped:
            return tr("Stopped: the file was not read to its end.")
        self.scene.stand()
        return self.scene.trouble

    def _settings(self) -> Any:
        from tutor.lab.settings import settings_of

        table = self._table() if self.setup.is_file else None
        if table is not None:
            from tutor.lab.dataset import remarks

            for remark in remarks(self.setup, table):
                self.console.say(remark)
        return settings_of(self.setup, table)

    def _table(self) -> Table:
        """All rows of the file; FieldFault where it is no table."""
        from tutor.lab.settings import head_of, parts_of, reading_of

        reading = reading_of(self.setup, head_of(self.setup))
        try:
            for _ in parts_of(reading):
                pass
        except KeyboardInterrupt:
            raise Stopped from None
        assert reading.table is not None
        return reading.table

    def _tell(self) -> None:
        assert self.scene is not None
        self.scene.tell(locked=False, again=True)
        acts = self.scene.acts()
        if acts:
            self.console.say(tr("Type: {acts}. help says more.", acts=", ".join(map(usage, acts))))

    def _does(self, typed: str) -> Way | None:
        assert self.scene is not None
        word = word_of(typed) or KEYS.get(key_of(typed.split()))
        match word:
            case _ if word in LEAVES:
                return LEAVES[word]
            case Word.CODE:
                program = self.scene.program()
                self.console.lines(["", *(program or self.scene.trouble).rstrip("\n").split("\n"), ""])
            case Word.SCENE | Word.AGAIN:
                self._tell()
            case Word.HELP:
                say_help(self.console, [tr("Type what the descent shall do.")], WORDS, self.scene.acts())
            case _ if not typed:
                self._tell()
            case _:
                try:
                    self.scene.act(typed.removeprefix(SCENE).split())
                except CannotAct as why:
                    self.console.say(sentence(str(why)))
        return None
