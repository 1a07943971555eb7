"""`w`: takes home what is on the screen: a program, a chart, the trace, a lesson's step, in a file the learner names.

Nothing is overwritten unasked: where a file of that name is there, the next free name is put in its place, and only
who types the old name again replaces it. Long texts are written in pieces beside the keys, and escape stops them.
What a visitor takes home goes through the browser, and nothing is written here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.fields import Field
from tutor.scenes._scene import CannotShow
from tutor.takeaway import CannotWrite, Offer, destination, file_name, free_name, safe_name, write
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.form import Form
from tutor.ui.keybar import KeyBar
from tutor.ui.quiet import QuietFocus

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp
    from tutor.ui.panes.base import ScenePane


class TakeScreen(QuietFocus, ModalScreen[None]):
    """What, and under which name; enter writes it."""

    CSS_PATH = Path(__file__).parent.parent / "lab.tcss"
    help_title = "take it home"
    help_text = "A name alone goes into the folder you started in; a path such as ~/notes/run.svg goes there."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", key_display="esc", tooltip="back; stops what is being written"),
    ]

    def __init__(self, offers: Sequence[Offer], name: str, folder: Path) -> None:
        super().__init__()
        self.offers = {offer.title: offer for offer in offers}
        self.name_, self.folder = safe_name(name), folder
        self._suggested = ""
        self._warned: set[Path] = set()  # there already, and the learner was told
        self._writing: Iterator[int] | None = None
        self._stop = False

    @classmethod
    def of(cls, pane: ScenePane, name: str, folder: Path) -> TakeScreen:
        """What can be taken home of a scene as it stands on the screen."""
        return cls(list(offers_of(pane)), name, folder)

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        self.help_text = self._where() if self.tutor.visited else self.help_text
        titles = tuple(self.offers)
        self._suggested = self._suggestion(titles[0])
        with Vertical(id="take") as box:
            box.border_title = Content("take it home")
            yield Form(
                (
                    Field("what", "what", titles[0], titles, "left and right choose"),
                    Field("file", "file", self._suggested, about=self._where()),
                )
            )
            yield Static(id="taken")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Form).focus()
        self._say("Choose what, then enter writes it.")

    def _where(self) -> str:
        if self.tutor.visited:
            return "a name; your browser puts the file where it puts what you download"
        return f"a name, put in {self.folder.absolute()}; or a path"

    def _suggestion(self, title: str) -> str:
        if self.tutor.visited:
            return self.name_ + self.offers[title].suffix
        return free_name(self.folder / (self.name_ + self.offers[title].suffix)).name

    @on(Form.Edited)
    def chosen(self, event: Form.Edited) -> None:
        """Something else is taken: its file gets its ending, unless the learner gave it a name."""
        if event.name == "what" and event.values["file"] == self._suggested:
            self._suggested = self._suggestion(event.values["what"])
            event.form.put("file", self._suggested)

    @on(Form.Done)
    def named(self, event: Form.Done) -> None:
        if self._writing is not None:
            return
        self._say("")
        offer, typed = self.offers[event.values["what"]], event.values["file"]
        if self.tutor.visited:
            self._stop = False
            name = file_name(typed) or self._suggested
            self.run_worker(self._hand_over(offer, name), name="take home", group="take", exclusive=True)
            return
        try:
            path = destination(self.folder, typed)
        except CannotWrite as fault:
            event.form.fault("file", str(fault))
            return
        if path.exists() and path not in self._warned:
            self._offer_another(event.form, typed.strip(), path)
            return
        self._stop = False
        self.run_worker(self._write(offer, path, replace=path in self._warned), name="take home", group="take")

    def _offer_another(self, form: Form, typed: str, path: Path) -> None:
        self._warned.add(path)
        other = free_name(path)
        form.put("file", typed.removesuffix(path.name) + other.name)
        form.fault("file", f"{path.name} is already there. Enter writes {other.name}; type the old name to replace it.")

    async def _hand_over(self, offer: Offer, name: str) -> None:
        """To the visitor's browser; nothing is written here."""
        try:
            text = await asyncio.to_thread(lambda: "".join(offer.pieces()))
        except CannotShow as fault:
            self.query_one(Form).fault("what", str(fault))
            return
        self.tutor.hand_over(name, text)
        then = f" {offer.then.format(name)}" if offer.then else ""
        self._say(f"Your browser has {name} now ({len(text):,} characters).{then}")

    async def _write(self, offer: Offer, path: Path, *, replace: bool) -> None:
        """In pieces in a thread; the keys are looked at between two pieces."""
        written = 0
        try:
            self._writing = write(path, await asyncio.to_thread(offer.pieces), replace=replace)
            while (now := await asyncio.to_thread(next, self._writing, None)) is not None:
                written = now
                if self._stop:
                    self._writing.close()  # type: ignore[attr-defined]
                    self._say("Stopped; nothing was written.")
                    return
                self._say(f"writing ... {written:,} characters; escape stops")
        except (CannotWrite, CannotShow) as fault:
            self.query_one(Form).fault("file", str(fault))
            self._say("")
            return
        finally:
            self._writing = None
        self._warned.discard(path)
        then = f" {offer.then.format(path.name)}" if offer.then else ""
        self._say(f"Written: {path.absolute()} ({written:,} characters).{then}")

    def action_close(self) -> None:
        if self._writing is not None:
            self._stop = True
        else:
            self.dismiss()

    def _say(self, text: str) -> None:
        if self.is_attached:
            self.query_one("#taken", Static).update(Content(text))


def take_home(app: TutorApp, pane: ScenePane, name: str) -> None:
    """Pauses the scene and opens the screen over it."""
    pane.pause()
    app.push_screen(TakeScreen.of(pane, name, app.folder))


def offers_of(pane: ScenePane) -> Iterator[Offer]:
    """The program, the trace, each chart that can be seen, the step of a lesson and its data, as far as the scene has
    them."""
    scene = pane.scene
    yield Offer("Python program", ".py", partial(_whole, scene.program), "Run it: python {}")
    if hasattr(scene, "trace_csv"):
        yield Offer("trace, every step kept (CSV)", "-trace.csv", scene.trace_csv)
    for drawing in (*pane.query(Chart), *pane.query(HeatMap)):
        subject = drawing.picture if isinstance(drawing, Chart) else drawing.terrain
        if subject is None or not drawing.size or not drawing.is_on_screen:
            continue
        box: Any = drawing.parent
        called = str(box.id or "chart").removeprefix("panel-")
        yield Offer(f"{called} as drawing (SVG)", f"-{called}.svg", partial(_svg, subject, _words(box)))
        yield Offer(f"{called} as text", f"-{called}.txt", partial(_text, _words(box), drawing.plain()))
    if hasattr(scene, "lesson_step"):
        yield Offer("step of a lesson (YAML)", "-step.yaml", partial(_whole, scene.lesson_step))
    if hasattr(scene, "lesson_data") and scene.lesson_data() is not None:
        yield Offer("data for the lesson (CSV)", "-data.csv", scene.lesson_data)


def _words(box: Any) -> str:
    """What stands on a pane's border, without the keys it names."""
    title, subtitle = (
        getattr(each, "plain", None) or str(each or "") for each in (box.border_title, box.border_subtitle)
    )
    return f"{title.split(' (')[0]}  {subtitle}".strip()


def _whole(make: Callable[[], str]) -> list[str]:
    return [make()]


def _svg(subject: Any, title: str) -> Iterable[str]:
    from tutor.drawing.picture import Picture
    from tutor.drawing.svg import picture_svg
    from tutor.drawing.svg_map import terrain_svg

    yield picture_svg(subject, title) if isinstance(subject, Picture) else terrain_svg(subject, title)


def _text(title: str, rows: str) -> list[str]:
    lines = [title, "", *(line.rstrip() for line in rows.splitlines())]
    return ["\n".join(lines) + "\n"]
