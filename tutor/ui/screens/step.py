"""A step on the screen: words, scene and question, whichever of the three it has, and what to do next.

A lesson shows its steps so, a review and a checkpoint theirs: `show` puts a step there, and a subclass says where
it stands, whose question state it is and what comes after it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from tutor.asked import locks
from tutor.lesson.model import Step
from tutor.messages import N_, tr
from tutor.ui import feedback
from tutor.ui.answers import AnswerLine
from tutor.ui.ask import AskPanel
from tutor.ui.keybar import KeyBar
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.descend_beside import INVITATION, BesideScreen
from tutor.ui.scene_host import SceneHost
from tutor.ui.screens.stepping import Stepping
from tutor.ui.screens.worked import WorkedScreen
from tutor.ui.step_parts import WordsPane, crumb, what_next
from tutor.ui.turns import Turns
from tutor.ui.words import Words
from tutor.verdict import Outcome

if TYPE_CHECKING:
    from tutor.ui.scene_keeping import SceneKeeper


class StepScreen(Stepping):
    """One step at a time. `show` brings it, `action_next_step` and `action_previous_step` are the subclass's."""

    CSS_PATH = Path(__file__).parent.parent / "lesson.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", N_("go on"), show=False, tooltip=N_("go on: to the question, its outcome, the next step")
        ),
        # These exchange the step. They come before the focused widget, so that what is typed after them waits until
        # the next step stands, and does not end up in the line of the last one.
        Binding("enter", "on_at_once", "", show=False, priority=True, tooltip=N_("go on to the next step")),
        Binding("pagedown", "page(1)", "", show=False, priority=True, tooltip=N_("the next step, answered or not")),
        Binding("pageup", "page(-1)", "", show=False, priority=True, tooltip=N_("the step before")),
        Binding("c", "code", N_("code"), tooltip=N_("the same in Python")),
        Binding("ctrl+r,m", "beside", "", show=False, tooltip=N_("watch your update run beside the right one")),
        Binding("h", "hint", N_("hint"), show=False, tooltip=N_("open the next hint")),
        Binding("g", "glossary", "", show=False, tooltip=N_("the glossary: every term and symbol")),
        Binding("slash", "search", "", show=False, tooltip=N_("search the lessons: titles, terms, texts")),
        Binding("escape", "leave", N_("back"), show=False, tooltip=N_("back to the catalogue")),
    ]

    def __init__(self, keeper: SceneKeeper | None = None) -> None:
        super().__init__()
        self.host, self.turns = SceneHost(keeper), Turns(self)
        self._beside: Any = None  # the descent of the last answer's mistake, where it can be run
        self.placing = True  # until its step stands; keys are held for it meanwhile
        self.crumb_line, self.above_line, self.next_line = Static(id="crumb"), Static(id="above"), Static(id="next")
        self.words_pane, self.scene_box, self.ask_box = WordsPane(), Container(id="scene"), Container(id="ask")

    # --- standing at a step -----------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield self.crumb_line
        yield self.above_line
        with Container(id="step"):
            yield self.words_pane
            yield self.scene_box
            yield self.ask_box
        yield self.next_line
        yield KeyBar()

    async def show(self, step: Step) -> None:
        """Puts one step on the screen: everything of the step before is put away first."""
        self.host.leave()
        self.place()
        self.worry = ""
        with self.app.batch_update():  # it is laid out once, when all is there
            await self.scene_box.remove_children()
            await self.ask_box.remove_children()
            if not self.stands:
                return
            for box, filled in ((self.words_pane, step.say), (self.scene_box, step.show), (self.ask_box, step.ask)):
                box.display = filled is not None
            missing = {"-no-scene": step.show is None, "-no-ask": step.ask is None, "-no-words": step.say is None}
            self.update_classes(missing)
            self.words_pane.show(Words(step.say or "", ascii=self.tutor.terminal.ascii))
            self._crumb()
            await self._place_question(step)
            await self._place_scene(step)
            if not self.stands:
                return
            self._focus_first()
            self.turns.begin()
            self._say_next()
        self.placing = False
        self.refresh_bindings()
        self.tutor.let_keys_go(self)

    def place(self) -> None:
        """What is typed from now on is for the step that is being placed."""
        self.placing = True
        self.tutor.hold_keys(self)

    def _crumb(self) -> None:
        self.crumb_line.update(crumb(*self.where, self.size.width - 2, ascii=self.tutor.terminal.ascii))
        lines = [line for line in (self.worry, self.above) if line]
        self.above_line.display = bool(lines)
        self.above_line.update(Content("\n".join(lines)))

    def say_worry(self, worry: str) -> None:
        self.worry = worry
        self._crumb()

    async def _place_question(self, step: Step) -> None:
        if step.ask is not None and self.asked is not None:
            await self.ask_box.mount(AskPanel(step.ask, self.asked))
        self._offer_beside()

    def _offer_beside(self) -> None:
        """Where the last answer was a known mistaken update, `m` runs it, and the feedback says so."""
        ask = self.ask
        self._beside = None if ask is None else ask.mistaken_update
        if ask is not None and self._beside is not None:
            said = ask.query_one("#feedback", Static)
            said.update(feedback.with_more(said.content, tr(INVITATION)))
        self.refresh_bindings()

    async def _place_scene(self, step: Step) -> None:
        if step.show is not None and self.stands:
            locked = locks(step.ask, self.asked)
            await self.host.enter(self, self.scene_box, self.position, step.show, locked=locked, name=self.scene_name)

    @property
    def ask(self) -> AskPanel | None:
        return next((each for each in self.ask_box.children if isinstance(each, AskPanel)), None)

    @property
    def pane(self) -> ScenePane | None:
        return next((each for each in self.scene_box.children if isinstance(each, ScenePane)), None)

    def _focus_first(self) -> None:
        """The scene where there is one to play with, else the question; a prediction comes before its scene."""
        ask, pane = self.ask, self.pane
        if pane is not None and not pane.locked and not (ask and ask.state.draft):
            self.set_focus(pane)
        elif ask is not None and not ask.done:
            ask.focus_input()
        elif pane is not None:
            self.set_focus(pane)
        else:
            self.set_focus(None)

    def _say_next(self) -> None:
        """One line above the footer: what to do now."""
        self.next_line.update(Content(self._what_next()))

    def _what_next(self) -> str:
        return what_next(self.ask, self.pane, self.on_words, self.size.width - 2, ascii=self.tutor.terminal.ascii)

    # --- what the learner wants ---------------------------------------------------------------------------------

    async def action_go_on(self) -> None:
        ask = self.ask
        if ask is None:
            await self.action_next_step()
        elif ask.waiting_to_reveal:
            ask.reveal()
            self._offer_beside()
            self.turns.take()
        elif ask.done:
            await self.action_next_step()
        elif isinstance(self.focused, AnswerLine):  # typed so soon after the answer's first letter that it came here
            await self.focused.action_submit()
        else:
            ask.focus_input()
        self._say_next()

    async def action_on_at_once(self) -> None:
        await self.action_go_on()

    async def action_page(self, by: int) -> None:
        await (self.action_next_step() if by > 0 else self.action_previous_step())

    def action_worked(self) -> None:
        """The derivation of this very function; after it, another of the same kind where there is one."""
        asked = self.ask.derivation if self.ask is not None else None
        if asked is not None:
            self.app.push_screen(WorkedScreen(*asked), self._after_worked)

    async def _after_worked(self, _: bool | None) -> None:
        ask = self.ask
        if ask is not None:
            ask.state.worked = True
            self._say_next()
            await self.after_worked(ask)

    def action_beside(self) -> None:
        """The learner's own update and the right one, side by side."""
        self.app.push_screen(BesideScreen(self._beside, self.name_to_take))

    def action_to_words(self) -> None:
        self.words_pane.focus()

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
            self.next_line.update(Content(tr("there is no scene here to show in Python; enter goes on")))
            return
        pane.pause()
        self.app.push_screen(CodeScreen(pane.scene.program(), self.name_to_take))

    def action_glossary(self) -> None:
        self.tutor.action_open_glossary()

    def action_search(self) -> None:
        self.tutor.action_open_search()

    def action_leave(self) -> None:
        self.host.leave()
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.placing:
            return action == "leave"
        if action == "on_at_once":
            return self.ask is not None and self.ask.done and self.ask.has_focus_within
        if action == "page":  # words that do not fit are leafed through
            return not isinstance(self.focused, WordsPane) or self.focused.ends(1 if parameters == (1,) else -1)
        if action == "to_words":
            return self.step.say is not None and self.words_pane.can_focus
        if action in ("code", "to_scene"):
            return self.step.show is not None
        if action == "worked":
            return self.ask is not None and self.ask.derivation is not None
        if action == "beside":
            return self._beside is not None
        if action == "glossary":  # where a letter may be an answer, it is one
            return not (self.ask is not None and self.ask.unanswered and self.ask.takes("g"))
        if action == "search":  # and a stroke may go on with one
            return not (self.ask is not None and self.ask.unanswered and not self.ask.is_choice)
        if action == "hint":
            return self.step.ask is not None
        return True

    # --- what happened ------------------------------------------------------------------------------------------

    @on(AskPanel.Judged)
    def answer_judged(self, event: AskPanel.Judged) -> None:
        ask = (self.lesson_id, event.question.id, event.state)
        self.tutor.keeping.answer(*ask, event.text, event.verdict, origin=self.origin)
        if event.verdict.outcome is Outcome.UNREADABLE:  # it is in the log, and changes nothing else
            return
        if self.placing:  # the step after it is being placed: this one is no longer on the screen
            return
        pane = self.pane
        if pane is not None and pane.locked:
            pane.locked = False
            self.set_focus(pane)
        self._offer_beside()
        self.turns.answered()
        self._say_next()

    @on(AskPanel.Moved)
    async def answer_done(self) -> None:
        if not self.placing:
            await self.action_go_on()

    def on_key(self, event: Key) -> None:
        """A letter or digit that no key here means belongs to the question, also where the one before it has just
        moved the focus there."""
        ask = self.ask
        if (
            ask is not None
            and not self.placing
            and ask.unanswered
            and event.is_printable
            and event.character
            and event.key not in self.active_bindings
        ):
            event.stop()
            ask.focus_input(event.character)

    def on_descendant_focus(self) -> None:
        if self.is_mounted:
            if not self.placing:
                self.turns.focus_moved()
            self._say_next()

    def on_resize(self) -> None:
        if self.is_mounted and self.stands:
            self._crumb()
            self._say_next()
            if not self.placing:
                self.turns.take()

    def on_unmount(self) -> None:
        self.tutor.forget_keys(self)

    def on_screen_suspend(self) -> None:
        if self.pane is not None:
            self.pane.pause()
