"""A learner at the app, for tests: keys go in as a terminal sends them, and what is judged is the text on the screen.

Nothing here judges by a clock: `until` waits for a condition, and its limit only ends a test that hangs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual._compositor import Compositor
from textual.app import _character_to_key
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Catalogue, Lesson
from tutor.places import shipped_lessons
from tutor.session import Session
from tutor.terminal import Terminal
from tutor.ui.answers import Choices
from tutor.ui.app import TutorApp
from tutor.ui.ask import AskPanel
from tutor.ui.keybar import KeyBar
from tutor.ui.panes.base import ScenePane
from tutor.ui.screens.catalogue import CatalogueScreen, LessonList
from tutor.ui.screens.lesson import LessonScreen
from tutor.worker import Worker

ROUNDS, TURNS = 20, 300  # how often quiet is waited for after one key, and the loop's turns each time, at most
RESTLESS = 1  # how often, where there is none
HANGS = 15.0  # seconds after which a condition counts as never coming true
SHIPPED = shipped_lessons()
LESSONS = sorted(SHIPPED.glob("*/[0-9]*.yaml"))


class Remembering(Worker):
    """Each app has all its lessons looked through for faults, and with those that are shipped that takes two seconds of
    the helper: of these, where nobody writes, it is told what was found the first time."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[tuple[Path, ...], Any] = {}

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        if task != "broken" or not all(SHIPPED in file.parents for file in args[0]):
            return await super().ask(task, *args, seconds=seconds)
        files = tuple(args[0])
        if files not in self._found:
            self._found[files] = await super().ask(task, *args, seconds=seconds)
        return self._found[files]


@pytest.fixture(scope="session")
def worker(one_worker: Worker) -> Worker:
    """The one helper process of a test run (see conftest). Tests that use it share one loop."""
    return one_worker


def read(file: Path) -> Lesson:
    """A lesson that is known to be good."""
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson), [str(fault) for fault in lesson.faults]
    return lesson


def written(folder: Path, text: str, name: str = "lesson.yaml") -> Path:
    """A lesson file of the test's own, in a course folder of its own."""
    course = folder / "course"
    course.mkdir(exist_ok=True)
    file = course / name
    file.write_text(text, encoding="utf-8")
    return file


def flat(text: str) -> str:
    """Text without its line breaks and runs of spaces, so that it can be found however it was wrapped."""
    return " ".join(text.split())


class Learner:
    """Somebody with a keyboard and a screen."""

    def __init__(self, app: TutorApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot
        self._ready: Collection[object] = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]

    # --- keys ---------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """One key after the other, each carried out before the next."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Characters as fast as a terminal can send them."""
        for character in text:
            self._send(character)
        await self.settle()

    async def burst(self, *keys: str) -> None:
        """Keys typed ahead: all are there before the first is looked at, as after a pause of the line."""
        for key in keys:
            self._send(key)
        await self.settle()

    async def replace(self, text: str, *then: str) -> None:
        """Another answer in the line, instead of what stands there, and these keys."""
        await self.burst(*(["ctrl+u"] if self.line().value else []), *text, *then)

    def _send(self, key: str) -> None:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        character = key if len(key) == 1 else {"space": " "}.get(key)
        self._hand_in(Key(name, character))

    def _hand_in(self, event: Event) -> None:
        """As a terminal does."""
        event.set_sender(self.app)
        driver = self.app._driver
        assert driver is not None
        driver.send_message(event)

    async def settle(self) -> None:
        """Until every message that is under way has been handled: from the app to a widget and back again."""
        restless = 0
        for _ in range(ROUNDS):
            restless += not await self._quiet()
            self.app.screen._on_timer_update()  # what the screen does at its next frame, at once
            if not self._ready or restless == RESTLESS:
                break
        if Compositor.render_update is not changed:
            DRAWN.clear()
        if self.app._exception is not None:
            raise self.app._exception

    async def _quiet(self) -> bool:
        """Until nothing in this loop is ready to run: whoever is left waits for a clock, a thread or a key.

        Textual's own `Pilot.pause` has every widget on the screen answer, whatever there is to do, which took a third
        of a lesson's walk. False where something never rests, such as a descent at full speed.
        """
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if not self._ready:
                return True
        return False

    async def until(self, holds: Callable[[], Any], what: str) -> None:
        """Waits for something that comes from elsewhere: the helper process, a thread, a timer."""
        end = asyncio.get_running_loop().time() + HANGS
        while not holds():
            if self.app._exception_event.is_set() or asyncio.get_running_loop().time() > end:
                pytest.fail(f"never came: {what}\n{self.text()}")
            await asyncio.sleep(0.003)
            await self.settle()
        await self.settle()

    async def comes(self, holds: Callable[[], Any]) -> bool:
        """Does it come true, once everything under way has been handled? A scroll follows a layout, a layout a text."""
        for _ in range(30):
            if holds():
                return True
            await asyncio.sleep(0.01)
            await self.settle()
        return bool(holds())

    async def resize(self, width: int, height: int) -> None:
        size = Size(width, height)
        self.app._driver._size = size  # type: ignore[union-attr]
        self.app.post_message(Resize(size, size))
        await self.settle()
        # Textual lets some milliseconds pass first: more sizes may follow
        await self.until(lambda: self.app.screen._compositor.size == size, f"a layout for {width}x{height}")

    # --- what is on the screen ------------------------------------------------------------------------------------

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self._strips(range(self.app.screen._compositor.size.height))]

    def _strips(self, lines: range) -> list[Strip]:
        """These lines of the screen; what was drawn of them before stands until something changes."""
        compositor = self.app.screen._compositor
        drawn = DRAWN.setdefault(compositor, {})
        missing = [y for y in lines if y not in drawn]
        if missing:
            place = Region(0, missing[0], compositor.size.width, missing[-1] + 1 - missing[0])
            chops = compositor._render_chops(place, set(missing).__contains__)
            drawn.update((y, Strip.join(chops[y].values())) for y in missing)
        return [drawn[y] for y in lines]

    def text(self) -> str:
        """All that can be read on the screen."""
        return "\n".join(self.lines())

    def shown(self, widget: Widget | str) -> str:
        """What can be read inside one widget, however it is cut off: its lines, joined."""
        found = self.app.screen.query_one(widget) if isinstance(widget, str) else widget
        place = self.place(found).intersection(found.content_region)
        return flat(self._cut(place))

    def place(self, widget: Widget | str) -> Region:
        """Where a widget can be seen; empty where it cannot."""
        found = self.app.screen.query_one(widget) if isinstance(widget, str) else widget
        if not found.is_attached or found not in self.app.screen._compositor.full_map:
            return Region()
        geometry = self.app.screen.find_widget(found)
        return geometry.visible_region if found.is_on_screen else Region()

    def picture(self) -> str:
        """What can be read of the scene: its charts, its borders, its sentence."""
        return self._cut(self.place(self.pane))

    def _cut(self, place: Region) -> str:
        strips = self._strips(range(place.y, place.bottom))
        return "\n".join(strip.crop(place.x, place.right).text for strip in strips)

    def whole(self, widget: Widget | str) -> bool:
        """Can all of the widget be seen?"""
        found = self.app.screen.query_one(widget) if isinstance(widget, str) else widget
        seen = self.place(found)
        return seen.area > 0 and seen == self.app.screen.find_widget(found).region

    def footer(self) -> list[str]:
        """The keys in the footer, each with its word."""
        bar = self.app.screen.query_one(KeyBar)
        return [key.plain for key in bar.keys()]  # noqa: SIM118 - it is no mapping

    # --- where one is -----------------------------------------------------------------------------------------------

    @property
    def screen(self) -> LessonScreen:
        found = self.app.screen
        assert isinstance(found, LessonScreen), found
        return found

    @property
    def in_catalogue(self) -> bool:
        return isinstance(self.app.screen, CatalogueScreen)

    @property
    def position(self) -> int:
        return int(self.screen.state.position)

    @property
    def ask(self) -> AskPanel:
        found = self.screen.ask
        assert found is not None, self.text()
        return found

    @property
    def pane(self) -> Any:
        found = self.screen.pane
        assert found is not None, self.text()
        return found

    @property
    def scene(self) -> Any:
        return self.pane.scene

    async def scene_ready(self) -> None:
        """The scene of this step stands, if it has one: SymPy's part may take a moment."""
        pane = self.screen.pane
        if pane is not None:
            await self.until(lambda: pane.scene is not None, "the scene")
            # its sentence takes the lines it needs one layout later; whether it gets them is for who looks to judge
            await self.comes(lambda: flat(pane._sentence.content) == self.shown(pane._sentence))

    async def light(self, file: Path) -> None:
        """To a lesson's line in the catalogue."""
        lessons = self.app.screen.query_one("#lessons", LessonList)
        wanted = next(i for i, item in enumerate(lessons.items) if item.id == str(file))
        lit = lessons.lit or 0
        ways = lessons.items[lit + 1 : wanted + 1] if lit < wanted else lessons.items[wanted:lit]
        await self.burst(*["down" if lit < wanted else "up"] * sum(not item.title for item in ways))
        assert lessons.lit == wanted, self.text()

    async def open(self, file: Path) -> Lesson:
        """From the catalogue into a lesson, with the keys."""
        await self.light(file)
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, LessonScreen) and self.app.screen.is_mounted, "the lesson")
        await self.until(lambda: "step " in self.text(), "the first step")
        return self.screen.lesson

    # --- answering --------------------------------------------------------------------------------------------------

    async def to_question(self) -> None:
        if not self.ask.has_focus_within:
            await self.press("enter")
        assert self.ask.has_focus_within, self.text()

    async def answer(self, text: str, *, paste: bool = False) -> None:
        """Types an answer or pastes it, or takes a choice (by its text, or its number in the lesson), and waits for the
        verdict."""
        ask = self.ask
        before = [attempt.verdict for attempt in ask.state.attempts]
        if ask.is_choice:
            choices = ask.question.about.choices
            wanted = choices[int(text) - 1].text if text.isdecimal() else text
            shown = [choice.text for choice in ask.query_one(Choices).options]
            await self.press(str(1 + shown.index(wanted)))
        elif paste and not self.line().value:
            self._hand_in(Paste(text))
            await self.press("enter")
        else:
            await self.replace(text, "enter")
        await self.until(
            lambda: [attempt.verdict for attempt in ask.state.attempts] != before and "judging" not in self.shown(ask),
            f"the verdict on {text}",
        )

    def line(self) -> Input:
        return self.ask.query_one("#answer", Input)


DRAWN: WeakKeyDictionary[Compositor, dict[int, Strip]] = WeakKeyDictionary()  # each screen's lines as last looked at


def changed(compositor: Compositor, **_: Any) -> None:
    """In the place of `Compositor.render_update`: something can be seen that is not what was drawn before."""
    compositor._dirty_regions.clear()
    DRAWN.pop(compositor, None)


PARSED: dict[tuple[object, ...], list[RuleSet]] = {}  # what each style sheet says, with these colours
parse_anew = Stylesheet._parse_rules


def parsed_once(sheet: Stylesheet, *which: Any, **more: Any) -> list[RuleSet]:
    """In the place of `Stylesheet._parse_rules`: half of an app's start is to read the same fifty sheets again."""
    key = (which, tuple(more.items()), tuple(sheet._variables.items()))
    if key not in PARSED:
        PARSED[key] = parse_anew(sheet, *which, **more)
    return PARSED[key]


@contextmanager
def drawn_when_looked_at() -> Iterator[None]:
    """No terminal reads what these apps would send, frame after frame: a screen is drawn, whole, when a test looks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", changed)
        patch.setattr(Stylesheet, "_parse_rules", parsed_once)
        yield


@asynccontextmanager
async def seated(app: TutorApp, size: tuple[int, int] = (80, 24), *, drawn: bool = False) -> AsyncIterator[Learner]:
    """A learner at an app that a test has made; its screens are drawn as they change, or when they are looked at."""
    with nullcontext() if drawn else drawn_when_looked_at():
        async with app.run_test(size=size) as pilot:
            learner = Learner(app, pilot)
            await learner.settle()
            yield learner


@cache
def shipped() -> Catalogue:
    """The lessons that are shipped, where nobody writes."""
    return load_catalogue([SHIPPED])


@asynccontextmanager
async def sitting(
    worker: Worker,
    roots: Path | Sequence[Path] | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    opening: Path | None = None,
    session: Session | None = None,
    ascii: bool = False,
    terminal: Terminal | None = None,
) -> AsyncIterator[Learner]:
    """A learner at an app with these lessons (those that are shipped), its catalogue painted."""
    folders = [roots] if isinstance(roots, Path) else list(roots or [])
    catalogue = load_catalogue(folders) if folders else shipped()
    app = TutorApp(catalogue, worker, opening=opening, session=session, terminal=terminal or Terminal(ascii=ascii))
    async with seated(app, size) as learner:
        if opening is not None:
            await learner.until(
                lambda: isinstance(app.screen, LessonScreen) and "step " in learner.text(), "the lesson"
            )
            await learner.scene_ready()
        yield learner


def scene_pane(learner: Learner) -> ScenePane:
    """The scene's pane, with the focus on it."""
    pane = learner.pane
    assert pane.has_focus_within or pane.has_focus, learner.text()
    return pane
