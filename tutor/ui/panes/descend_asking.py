"""What a descent asks for in words, in a small screen over its panes: a fork, a place to go to, a mistake to run.

Enter does it, escape leaves it; what cannot be is said where it was typed, and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.fields import Field, FieldFault
from tutor.messages import N_, tr
from tutor.ui.closing import Modal
from tutor.ui.form import Form
from tutor.ui.keybar import KeyBar
from tutor.ui.menu import Item, Menu
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.played import PlayedPane

if TYPE_CHECKING:
    from tutor.ui.panes.descend_running import Pieces

MOST_RUNS = 6
FRAME = 2  # rows of a border, above and below
ROOM_FOR_FAULT = 2  # rows
Result = TypeVar("Result")


class Over(Modal[Result]):
    """A small screen over the panes of a descent."""

    title_: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", N_("back"), key_display="esc", tooltip=N_("back; nothing changes")),
    ]

    def __init__(self, pane: ScenePane) -> None:
        super().__init__()
        self.scene: Any = pane.scene
        self.ascii = pane.ascii
        self._pane = pane

    def asked(self) -> Iterator[Widget]:
        """What stands in it."""
        yield Widget()

    def compose(self) -> ComposeResult:
        with Vertical(classes="pane over") as box:
            box.border_title = Content(self.heading())
            yield from self.asked()
        yield KeyBar()

    def heading(self) -> str:
        return tr(self.title_)

    def on_mount(self) -> None:
        """Where the panes are, so that what it is about can still be seen beside it where there is room."""
        box, place = self.query_one(".over"), self._pane.region
        wide = place.width if place.width <= 84 else 72
        box.styles.width = wide
        self.most = max(8, place.height)
        box.styles.max_height = self.most
        box.styles.offset = (place.x + (place.width - wide) // 2, place.y)


class ForkScreen(Over[bool]):
    """The run in focus goes on twice: as it is, and as the form says."""

    help_title = N_("a fork")
    help_text = N_("Both runs stand at this step and have the same past; from here on each goes its own way.")

    def heading(self) -> str:
        return tr("fork at k = {k}: change what the new run does from here on", k=self.scene.player.k)

    def asked(self) -> Iterator[Widget]:
        yield Form(self.scene.fork_fields(), afresh=True)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Form).focus()

    @on(Form.Done)
    def filled(self, event: Form.Done) -> None:
        try:
            self.scene.fork(event.values)
        except FieldFault as fault:
            event.form.fault(fault.field, str(fault))
        except ValueError as fault:
            event.form.fault("", str(fault))
        else:
            self.dismiss(True)


class GoScreen(Over["Iterator[float]"]):
    """One line: where to."""

    help_title = N_("go to")
    title_ = N_("go to a step, or to where the loss fell below a value")

    def asked(self) -> Iterator[Widget]:
        yield Form([Field("to", tr("to"), "", about=tr('a step, such as 5000; or "loss < 0.1", start, end'))])

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Form).focus()

    @on(Form.Done)
    def typed(self, event: Form.Done) -> None:
        try:
            pieces = iter(self.scene.seek(event.values["to"]))
            first = list(_first(pieces))
        except ValueError as fault:
            event.form.fault("to", str(fault))
        else:
            self.dismiss(chain(first, pieces))


def _first(pieces: Iterator[float]) -> Iterator[float]:
    """The first piece, where there is one: what cannot be is said before it."""
    for each in pieces:
        yield each
        return


class MistakeScreen(Over[bool]):
    """The known mistakes of this method: the chosen one runs beside the right one."""

    help_title = N_("known mistakes")
    title_ = N_("run a known mistake beside the right update")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "choose", N_("run it"), key_display="enter", tooltip=N_("run the lit one beside the right update")
        ),
    ]

    def asked(self) -> Iterator[Widget]:
        self._known = list(self.scene.mistakes())
        yield Menu([Item(f"{name}: {say}") for name, say in self._known], mark=">" if self.ascii else "▸")
        yield Static(id="over-said")

    def on_mount(self) -> None:
        super().on_mount()
        menu = self.query_one(Menu)
        menu.styles.max_height = self.most - FRAME
        menu.focus()

    def action_choose(self) -> None:
        self.query_one(Menu).choose()

    @on(Menu.Chosen)
    def chosen(self, event: Menu.Chosen) -> None:
        try:
            self.scene.run_mistake(self._known[event.index][0])
        except ValueError as fault:
            self.query_one(Menu).styles.max_height = max(2, self.most - FRAME - ROOM_FOR_FAULT)
            self.query_one("#over-said", Static).update(Content(f"! {fault}"))
        else:
            self.dismiss(True)


class Asking(PlayedPane):
    """The keys of a descent that ask for something in words. Each opens its screen once no thread has the scene."""

    def do(self, action: Callable[[], object]) -> None:
        """Now, or as soon as no thread has the scene; then all is painted."""
        raise NotImplementedError

    def note(self, words: str) -> None:
        """Says this in place of the scene's sentence, until the next key."""
        raise NotImplementedError

    def go(self, pieces: Pieces) -> None:
        """Takes a way to its end."""
        raise NotImplementedError

    def action_fork(self) -> None:
        self.pause()
        self.do(self._fork)

    def _fork(self) -> None:
        if self._room():
            self._over(ForkScreen(self), self._joined)

    def _over(self, screen: Over[Any], then: Callable[[Any], None]) -> None:
        """Puts a screen over this scene, unless the learner has left it while a thread had the descent."""
        if self.is_attached and self.app.screen_stack[-1:] == [self.screen]:
            self.app.push_screen(screen, then)

    def _room(self) -> bool:
        """May another run begin? Where not, that is said."""
        if len(self.scene.players) < MOST_RUNS:
            return True
        self.note(tr("There are {most} runs, as many as fit: x drops the one in focus.", most=MOST_RUNS))
        return False

    def action_mistake(self) -> None:
        self.pause()
        self.do(self._mistake)

    def _mistake(self) -> None:
        if not self._room():
            return
        if self.scene.mistakes():
            self._over(MistakeScreen(self), self._joined)
        else:
            self.note(tr("There is no known mistake for the run in focus."))

    def _joined(self, joined: bool | None) -> None:
        """Another run is there, or none: its letter is on every pane."""
        if not self.is_attached:
            return  # the step was left meanwhile
        self.refresh_bindings()
        self.repaint()

    def action_go_to(self) -> None:
        self.pause()
        self.do(lambda: self._over(GoScreen(self), self._go_to))

    def _go_to(self, pieces: Pieces | None) -> None:
        if pieces is not None:
            self.go(pieces)

    def action_take(self) -> None:
        self.pause()
        self.do(self._take)

    def _take(self) -> None:
        from tutor.ui.screens.take import take_home

        take_home(self.tutor, self, getattr(self.screen, "name_to_take", "descent"))
