"""What all scene panes share: focus, a lock until a prediction is made, one sentence under the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tutor.messages import N_, tr
from tutor.ui.rows import Rows

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

LEAST = 5  # rows, borders among them, below which no picture could be read
SAID = 3  # lines of the sentence, at most
MOST = 50  # keys that are kept for a scene
SHORT = 17  # rows below which charts stand beside each other, not above


class Sentence(Rows):
    """The line under the picture. A number in it that changes is sent alone, and the screen is laid out anew only
    where the lines become more or fewer: it changes ten times a second."""

    def __init__(self) -> None:
        super().__init__(classes="sentence")
        self._text = ""

    @property
    def content(self) -> str:
        """What it says."""
        return self._text

    def show(self, text: str, *, hold: bool = False) -> None:
        """Says `text`; `hold` keeps the lines that there were, so that nothing above it moves."""
        self._text = text
        lines = [line.plain for line in Content(text).wrap(self.size.width or 10_000)]
        lines += [""] * (len(self.rows) - len(lines) if hold else 0)
        self.set_rows([((line, ""),) for line in lines])

    def takes(self, text: str) -> bool:
        """Does that stand whole in the lines that there are at most?"""
        return len(Content(text).wrap(self.size.width or 10_000)) <= SAID

    def on_resize(self) -> None:
        self.show(self._text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take at that width: the rows are still those of the width before when a window
        that is resized is laid out."""
        return len(self.rows) if width == self.size.width else len(Content(self._text).wrap(max(1, width)))


class ScenePane(Vertical, can_focus=True):
    """A scene on the screen. `scene` (the truth, in `tutor.scenes`) is None until SymPy has done its part.

    A subclass yields its picture from `picture()`, paints the scene's state in `paint()`, and has one `action_*`
    for each thing a learner may do.
    """

    help_title: ClassVar[str] = N_("the scene")
    invitation: str = ""  # which key makes something happen
    locked = reactive(False, init=False)

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(classes="scene")
        self.settings = settings
        self.scene: Any = None
        self._stands = False
        self._early: list[Key] = []  # its own keys, typed before the scene was there
        self.set_reactive(ScenePane.locked, locked)
        self._sentence = Sentence()

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def ascii(self) -> bool:
        return self.tutor.terminal.ascii

    @property
    def moving(self) -> bool:
        """Does it change by itself just now?"""
        return False

    @property
    def stands(self) -> bool:
        """Can it be painted? Not while it is being taken down: its parts go first."""
        return self.is_attached and bool(self.display)

    def picture(self) -> ComposeResult:
        """The widgets of the picture."""
        yield Widget()

    def compose(self) -> ComposeResult:
        with Vertical(classes="picture"):
            yield from self.picture()
        yield self._sentence

    def on_resize(self) -> None:
        self.fit()
        self._repaint_laid_out()

    def _repaint_laid_out(self) -> None:
        """Once what is inside has its size too."""
        self.call_after_refresh(self.call_after_refresh, self.repaint)

    def fit(self) -> None:
        """Arranges what is inside for the size the pane has; also called when the scene comes into a pane that stands,
        since it may have had its size before it could be told of it."""
        self.update_classes({"-short": self.size.height < SHORT, "-folded": self._folded})

    @property
    def _folded(self) -> bool:
        """A picture that could not be read gives its place up; the sentence stands alone then."""
        said = self._sentence.get_content_height(self.size, self.size, max(1, self.size.width - 2))
        return 0 < self.size.height < LEAST + min(said, SAID)

    def start(self, scene: Any) -> None:
        """The scene is ready: paint it, at once or as soon as the pane stands."""
        self.scene = scene
        if self._stands:
            self._begin()

    def on_mount(self) -> None:
        self._stands = True
        if self.scene is not None:
            self._begin()

    def _begin(self) -> None:
        if self.size:
            self.fit()
        self.started()
        self.repaint()
        self._repaint_laid_out()
        self.refresh_bindings()  # the keys were dead until now
        if self._early:
            early, self._early = self._early, []
            self.tutor.first(early)

    def started(self) -> None:
        """Called once, when the scene is there."""

    def paint(self) -> None:
        """Draws the scene's state."""

    def repaint(self) -> None:
        if self.scene is None or not self.stands:
            return
        self.say_what_is_shown()
        self.set_class(self._folded, "-folded")
        self.paint()

    def say_what_is_shown(self) -> None:
        """The scene's own sentence; a locked scene says what it waits for."""
        if self.locked:
            self.say(tr("Make your prediction first: answer the question, then this scene is yours."))
        else:
            self.say(self.scene.sentence(ascii=self.ascii))

    def say(self, text: str) -> None:
        """The line under the picture."""
        self._sentence.show(text, hold=self.moving)

    def watch_locked(self) -> None:
        self.repaint()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A locked scene answers no key of its own."""
        own = any(f"action_{action}" in vars(cls) for cls in type(self).__mro__ if issubclass(cls, ScenePane))
        if own and (self.scene is None or self.locked):
            return None
        return True

    def on_key(self, event: Key) -> None:
        """What is typed for the scene while it is worked out is for the scene, in its order."""
        own = event.key in self._bindings.key_to_bindings
        if own and self.scene is None and not self.locked and len(self._early) < MOST:
            event.stop()
            self._early.append(event)

    def pause(self) -> None:
        """The learner looks elsewhere: what moves stops."""
