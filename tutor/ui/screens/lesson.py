"""A lesson, step by step: words, scene and question, whichever of the three the step has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from tutor.lesson.model import Lesson, Step
from tutor.session import LessonState
from tutor.ui import feedback
from tutor.ui.ask import AskPanel
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.descend_beside import INVITATION, BesideScreen, settings_beside
from tutor.ui.scene_host import SceneHost
from tutor.ui.screens.worked import WorkedScreen
from tutor.ui.words import Words

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class WordsPane(VerticalScroll, can_focus=False):
    """The step's words; takes the focus only where they do not fit."""

    help_title = "the words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "scroll", key_display="up/down", tooltip="scroll the words up"),
        Binding("down", "scroll_down", "", show=False, tooltip="scroll the words down"),
    ]

    def on_resize(self) -> None:
        self.call_after_refresh(self._overflow)

    def _overflow(self) -> None:
        more = self.max_scroll_y > 0
        self.can_focus = more
        self.border_subtitle = Content("more below: tab, then down") if more else ""


class LessonScreen(NarrowScreen[None]):
    CSS_PATH = Path(__file__).parent.parent / "lesson.tcss"
    help_title = "the lesson"
    help_text = "enter is always 'go on', escape always 'back'. Nothing you type is lost when you leave and come back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", show=False, tooltip="go on: to the question, its outcome, the next step"),
        Binding("pagedown", "next_step", "next step", show=False, tooltip="the next step, answered or not"),
        Binding("pageup", "previous_step", "", show=False, tooltip="the step before"),
        Binding("c", "code", "code", tooltip="the same in Python"),
        Binding("ctrl+r,m", "beside", "", show=False, tooltip="watch your update run beside the right one"),
        Binding("h", "hint", "hint", show=False, tooltip="open the next hint"),
        Binding("escape", "leave", "back", show=False, tooltip="back to the catalogue"),
    ]

    def __init__(self, lesson: Lesson, course: str) -> None:
        super().__init__()
        self.lesson, self.course = lesson, course
        self.host = SceneHost()
        self._beside: Any = None  # the descent of the last answer's mistake, where it can be run

    @property
    def name_to_take(self) -> str:
        """What files are called that are taken home from here."""
        return self.lesson.header.id

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def step(self) -> Step:
        """The step one stands at, in the variant that is this learner's now."""
        step = self.lesson.steps[self.state.position]
        if step.ask is None or not step.variants:
            return step
        return (step, *step.variants)[self.state.question(step.ask.id).variant % (1 + len(step.variants))]

    @property
    def state(self) -> LessonState:
        return self.tutor.session.lesson(self.lesson.header.id)

    def compose(self) -> ComposeResult:
        yield Static(id="crumb")
        with Container(id="step"):
            yield WordsPane(Static(id="words-text"), id="words")
            yield Container(id="scene")
            yield Container(id="ask")
        yield Static(id="next")
        yield KeyBar()

    async def on_mount(self) -> None:
        self.tutor.keeping.settle(self.tutor.session, self.lesson)
        await self._stand_at(self.state.position)

    # --- standing at a step -------------------------------------------------------------------------------------

    async def _stand_at(self, position: int) -> None:
        """Shows one step: everything of the step before is put away first."""
        self.tutor.session.go(self.lesson, position)
        self.tutor.keeping.position(self.tutor.session, self.lesson)
        step = self.step
        self.host.leave()
        ascii_ = self.tutor.terminal.ascii
        for slot, filled in (("words", step.say), ("scene", step.show), ("ask", step.ask)):
            self.query_one(f"#{slot}").display = filled is not None
        self.set_class(step.show is None, "-no-scene")
        self.set_class(step.ask is None, "-no-ask")
        self.set_class(step.say is None, "-no-words")
        self.query_one("#words-text", Static).update(Words(step.say or "", ascii=ascii_))
        self.query_one("#words").scroll_home(animate=False)
        self._crumb()
        await self._place_question(step)
        await self._place_scene(step)
        self.query_one("#words", WordsPane).call_after_refresh(self.query_one("#words", WordsPane)._overflow)
        self._focus_first()
        self._say_next()

    def _crumb(self) -> None:
        """Where one is: the course, where it fits, the lesson, and the step."""
        title, right = self.lesson.header.title, f"step {self.state.position + 1}/{len(self.lesson.steps)}"
        room = max(1, self.size.width - 3 - len(right))
        course = f"{self.course} {'>' if self.tutor.terminal.ascii else '›'} "
        left = Content.assemble(course if cell_len(course + title) <= room else "", (title, "bold"))
        left = left.truncate(room, ellipsis=True)
        gap = Content(" " * (room - left.cell_length + 1))
        self.query_one("#crumb", Static).update(Content.assemble(left, gap, right))

    async def _place_question(self, step: Step) -> None:
        box = self.query_one("#ask", Container)
        await box.remove_children()
        if step.ask is not None:
            await box.mount(AskPanel(step.ask, self.state.question(step.ask.id)))
        self._offer_beside()

    def _offer_beside(self) -> None:
        """Where the last answer was a known mistaken update, `m` runs it, and the feedback says so."""
        ask = self.ask
        self._beside = None if ask is None else settings_beside(ask.question, ask.state)
        if ask is not None and self._beside is not None:
            said = ask.query_one("#feedback", Static)
            said.update(feedback.with_more(said.content, INVITATION))
        self.refresh_bindings()

    async def _place_scene(self, step: Step) -> None:
        box = self.query_one("#scene", Container)
        await box.remove_children()
        if step.show is not None:
            await self.host.enter(self, box, self.state.position, step.show, locked=self._locked(step))

    def _locked(self, step: Step) -> bool:
        return bool(step.ask and step.ask.before and not self.state.question(step.ask.id).attempts)

    @property
    def ask(self) -> AskPanel | None:
        found = self.query(AskPanel)
        return found.first() if found else None

    @property
    def pane(self) -> ScenePane | None:
        found = self.query(ScenePane)
        return found.first() if found else None

    def _focus_first(self) -> None:
        """The scene where there is one to play with, else the question; a prediction comes before its scene."""
        ask, pane = self.ask, self.pane
        if pane is not None and not pane.locked and not (ask and self.state.question(ask.question.id).draft):
            pane.focus()
        elif ask is not None and not ask.done:
            ask.focus_input()
        elif pane is not None:
            pane.focus()
        else:
            self.set_focus(None)

    def _say_next(self) -> None:
        """One line above the footer: what to do now."""
        for line in self.query("#next").results(Static):  # none while the screen is being taken down
            line.update(Content(self._what_next()))

    def _what_next(self) -> str:
        ask, pane, last = self.ask, self.pane, self.state.position + 1 == len(self.lesson.steps)
        on = "enter: finish the lesson" if last else "enter: next step"
        if ask is None or ask.done:
            return on
        dot = " - " if self.tutor.terminal.ascii else " · "
        if ask.waiting_to_reveal:
            look = f"{pane.invitation} and watch{dot}" if pane is not None and pane.invitation else ""
            return f"{look}enter: how your prediction fared"
        if not ask.has_focus_within:
            return f"enter: to the question{dot}pgdn: not now"
        verb = "choose with up and down or by number, then enter" if ask.is_choice else "type your answer, then enter"
        return f"{'predict: ' if ask.question.before and pane else ''}{verb}{dot}pgdn: not now"

    # --- what the learner wants ---------------------------------------------------------------------------------

    async def action_go_on(self) -> None:
        ask = self.ask
        if ask is None:
            await self.action_next_step()
        elif ask.waiting_to_reveal:
            ask.reveal()
            self._offer_beside()
        elif ask.done:
            await self.action_next_step()
        else:
            ask.focus_input()
        self._say_next()

    async def action_next_step(self) -> None:
        if self.state.position + 1 >= len(self.lesson.steps):
            self.tutor.session.go(self.lesson, len(self.lesson.steps))
            self.tutor.keeping.position(self.tutor.session, self.lesson)
            self.host.leave()
            self.tutor.lesson_finished(self.lesson.header)
            return
        await self._stand_at(self.state.position + 1)

    async def action_previous_step(self) -> None:
        if self.state.position > 0:
            await self._stand_at(self.state.position - 1)

    def action_worked(self) -> None:
        """The derivation of this very function; after it, another of the same kind where there is one."""
        asked = self.ask.derivation if self.ask is not None else None
        if asked is not None:
            self.app.push_screen(WorkedScreen(*asked), self._after_worked)

    async def _after_worked(self, _: bool | None) -> None:
        ask, position = self.ask, self.state.position
        if ask is None:
            return
        ask.state.worked = True
        self._say_next()
        if self.lesson.steps[position].variants:
            self.tutor.session.sibling(ask.state)
            self.tutor.keeping.question(self.lesson.header.id, ask.question.id, ask.state)
            self.host.forget(position)
            await self._stand_at(position)
            if self.ask is not None:
                self.ask.announce("Now one like it: other numbers, the same rules.")

    def action_beside(self) -> None:
        """The learner's own update and the right one, side by side."""
        self.app.push_screen(BesideScreen(self._beside, self.name_to_take))

    def action_to_scene(self) -> None:
        if self.pane is not None:
            self.pane.focus()

    def action_hint(self) -> None:
        if self.ask is not None:
            self.ask.action_hint()

    def action_code(self) -> None:
        from tutor.ui.screens.code import CodeScreen

        pane = self.pane
        if pane is None or pane.scene is None:
            self.query_one("#next", Static).update(Content("there is no scene here to show in Python; enter goes on"))
            return
        pane.pause()
        self.app.push_screen(CodeScreen(pane.scene.program(), self.lesson.header.id))

    def action_leave(self) -> None:
        self.host.leave()
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("code", "to_scene"):
            return self.is_mounted and self.step.show is not None
        if action == "worked":
            return self.is_mounted and self.ask is not None and self.ask.derivation is not None
        if action == "beside":
            return self._beside is not None
        if action == "hint":
            return self.is_mounted and self.step.ask is not None
        return True

    # --- what happened ------------------------------------------------------------------------------------------

    @on(AskPanel.Changed)
    def question_changed(self, event: AskPanel.Changed) -> None:
        self.tutor.keeping.question(self.lesson.header.id, event.question.id, event.state)

    @on(AskPanel.Judged)
    def answer_judged(self, event: AskPanel.Judged) -> None:
        self.tutor.keeping.answer(self.lesson.header.id, event.question.id, event.state, event.text, event.verdict)
        pane = self.pane
        if pane is not None and pane.locked:
            pane.locked = False
            pane.focus()
        self._offer_beside()
        self._say_next()

    @on(AskPanel.Moved)
    async def answer_done(self) -> None:
        await self.action_go_on()

    def on_key(self, event: Key) -> None:
        """A letter or digit that no key here means belongs to the question."""
        ask = self.ask
        if (
            ask is not None
            and not (ask.done or ask.waiting_to_reveal or ask.has_focus_within)
            and event.is_printable
            and event.character
            and event.key not in self.active_bindings
        ):
            event.stop()
            ask.focus_input(event.character)

    def on_descendant_focus(self) -> None:
        if self.is_mounted:
            self._say_next()

    def on_resize(self) -> None:
        if self.is_mounted and self.query("#crumb"):
            self._crumb()

    def on_screen_suspend(self) -> None:
        if self.pane is not None:
            self.pane.pause()
