"""A learner in a language in which no letter is one of ours: whatever can be read in English was never marked.

Every message is translated by putting a Cyrillic letter for each Latin one; the lesson is written in Cyrillic too. So
wherever text is cut, wrapped or set beside other text, a Latin letter that is left stands for itself.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests import messages
from tests.apps import Learner, seated, written
from tutor.descent.methods.explain import EVERY_MISTAKE
from tutor.lesson.catalogue import load_catalogue
from tutor.messages import DOMAIN, speak
from tutor.progress.store import open_store
from tutor.tasks import TASKS
from tutor.ui.app import TutorApp
from tutor.verdict import Outcome, Verdict

LETTERS = str.maketrans(
    {chr(ord(first) + i): chr(there + i) for first, there in (("a", 0x430), ("A", 0x410)) for i in range(26)}
)
KEPT = re.compile(r"\{\{|\}\}|\{[^{}]*\}")  # values that a message names
ENGLISH = re.compile(r"[A-Za-z]{3,}")
OURS = {
    *("calc", "tutor", "theta", "rosenbrock", "CSV"),  # names
    *("log", "sin", "cos", "exp", "grad", "adam", "forward", "central"),  # mathematics, and settings as they are typed
    *("auto", "cyclic", "linear", "yes", "all"),  # choices, which are settings too
    *("znaki", "chain", "rule"),  # the lesson's id, and its skill's
    *("esc", "enter", "space", "tab", "arrows", "shift", "ctrl", "home", "end", "pgup", "pgdn", "backspace"),  # keys
}
MISTAKES = "|".join(re.escape(each.name) for each in EVERY_MISTAKE)  # as a teacher names them in a lesson
AS_TYPED = re.compile(rf"theta +here|λ(max|min)|({MISTAKES}):|B ({MISTAKES})|\"({MISTAKES})\"")
THEN = datetime(2026, 3, 3, 12, tzinfo=UTC)

LESSON = """format: 1
id: znaki
title: Знаки
about: О чём она
goals: [понять]
minutes: 12
symbols: [x, y]
skills: [chain-rule]
terms: [{term: наклон, sign: "$f'$", means: "Как круто."}]
data:
  s: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}
  xor: {X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0]}
steps:
  - say: Слова
    show: {table: {vars: {h: [1, 2]}, columns: {a: "h^2"}}}
    ask: {id: a1, question: "Что?", derivative_of: "sin(5x^3)", hints: ["Так."]}
  - show: {plot: {f: "x^2", x: [-1, 3], tangent: {at: 1, step: 0.1}, secant: {h: [1, 0.5], at: 1}}}
    ask: {id: a2, question: "Где?", choices: [{text: тут, ok: true}, {text: там, say: нет}], before: true}
  - show: {derive: {f: "sin(5x^3) + x", wrt: x, ask_rule: true}}
  - show: {surface: {f: "x^2 + y^2", x: [-1, 1], y: [-1, 1], cursor: [0.5, 0]}}
  - show: {descend: {loss: {data: s, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 1000}}
    ask: {id: a3, question: "Куда?", next: {loss: {data: s, model: linear}, start: [0.1, 0.1], rate: 0.1}}
  - show: {net: {layers: [2, 2, 1], data: xor, loss: cross-entropy, rate: 0.5, init: 3}}
  - show: {gradcheck: {f: "x^3 - 5x + 7", at: 2}}
  - show: {dial: {f: "x^2 - y^2", at: [1, 2], step_deg: 30, directions: [[3, 4], [4, 3]]}}
  - show: {graph: {inputs: {x: -2, y: 5}, nodes: {q: x + y, f: q*x}, mode: [backward, forward, nudge, dual, paths]}}
  - show: {map: {outputs: [x^2*y, 5*x + sin(y)], at: [1, 0], square: 0.5}}
"""


def translated(message: str) -> str:
    """The message in that language, with what it names as it was."""
    parts = KEPT.split(message)
    kept = [*KEPT.findall(message), ""]
    return "".join(part.translate(LETTERS) + name for part, name in zip(parts, kept, strict=True))


@contextmanager
def spoken(folder: Path, language: str = "de") -> Iterator[None]:
    """Speaks it, in this task and in those that start here."""
    catalogue = Catalog(locale=language)
    for message in messages.ids(messages.known()):
        both = tuple(map(translated, message))
        catalogue.add(message if len(message) > 1 else message[0], both if len(both) > 1 else both[0])
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalogue)
    speak([language], folder)
    try:
        yield
    finally:
        speak(None)


class Here:
    """In the place of the helper process: its tasks, in a thread that speaks what the one who asks speaks."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    def wake(self) -> None:
        """It is awake."""

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        async with self._turn:
            return await asyncio.to_thread(TASKS[task], *args)


class Reader(Learner):
    """Who notes the English words that can be read."""

    found: dict[tuple[str, str], str]  # the screen and the word, and the line in which it was first read

    def read(self) -> None:
        """Notes those on the screen, each with the line in which it stands."""
        ours = OURS | set(ENGLISH.findall(getattr(self.app.screen, "program", "")))
        for line in self.lines():
            for word in ENGLISH.findall(AS_TYPED.sub("", line)):
                if word not in ours:
                    self.found.setdefault((type(self.app.screen).__name__, word), line.strip())

    @property
    def held_up(self) -> bool:
        """Does a key wait until a thread gives the descent back?"""
        runner = getattr(getattr(self.app.screen, "pane", None), "_runner", None)
        return bool(getattr(runner, "_waiting", ()))

    async def look(self, *keys: str) -> None:
        """Presses each, and reads what is there then: after escape nothing, as it was read before. `=2x` answers."""
        for key in keys:
            if key.startswith("="):
                state = self.ask.state
                before = len(state.attempts)
                await self.replace(key[1:], "enter")
                await self.until(
                    lambda state=state, before=before: len(state.attempts) > before, f"the verdict on {key}"
                )
            else:
                await self.press(key)
                await self.until(lambda: not self.held_up, f"what a thread holds up after {key}")
            if key != "escape":
                self.read()


@asynccontextmanager
async def reading(folder: Path, size: tuple[int, int]) -> AsyncIterator[Reader]:
    """Somebody who has answered in the lesson some days ago, at its catalogue."""
    written(folder, LESSON)
    written(folder, "title: Курс\n", "course.yaml")
    store = open_store(folder / "home", lambda: THEN)
    store.save_position("znaki", 0, 0, False, THEN)
    for text, outcome, mistake in (
        ("cos(5x^3)", Outcome.MISTAKE, "inner-derivative-missing"),
        ("1", Outcome.WRONG, None),
    ):
        store.save_answer("znaki", "a1", text, Verdict(outcome, "", mistake), 1, 0, seconds=40)
    store.close()
    app = TutorApp(
        load_catalogue([folder / "course"]),
        Here(),  # type: ignore[arg-type]
        opener=lambda: open_store(folder / "home", lambda: THEN + timedelta(hours=1)),
        now=lambda: THEN + timedelta(hours=1),
        zone=UTC,
        folder=folder,
    )
    async with seated(app, size) as seat:
        me = Reader(app, seat.pilot)
        me.found = {}
        await me.until(lambda: app.keeping.ready.is_set() and app.all_loaded.is_set(), "what was kept")
        yield me
    app.keeping.close()
