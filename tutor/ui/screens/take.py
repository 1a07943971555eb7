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
from textual.widgets import Static

from tutor.fields import Field
from tutor.messages import N_, tr
from tutor.scenes._scene import CannotShow
from tutor.takeaway import CannotWrite, Offer, destination, file_name, free_name, safe_name, write
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.closing import Modal
from tutor.ui.form import Form
from tutor.ui.keybar import KeyBar
from tutor.ui.quiet import QuietFocus

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp
    from tutor.ui.panes.base import ScenePane


CALLED = {  # the panes of a descent and of a network, in files' names as they are here
    "loss": N_("loss"),
    "surface": N_("surface"),
    "fit": N_("fit"),
    "curve": N_("curve"),
    "map": N_("map"),
    "chart": N_("chart"),
}


class TakeScreen(QuietFocus, Modal[None]):
    """What, and under which name; enter writes it."""

    CSS_PATH = Path(__file__).parent.parent / "lab.tcss"
    help_title = N_("take it home")
    help_text = N_("A name alone goes into the folder you started in; a path such as ~/notes/run.svg goes there.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("close"), key_display="esc", tooltip=N_("back; stops what is being written")),
    ]

    def __init__(self, offers: Sequence[Offer], name: str, folder: Path) -> None:
        super().__init__()
        self.offers = {offer.title: offer for offer in offers}
        self.name_, self.folder = safe_name(name), folder
        self._suggested = ""
        self.said_line = Static(id="taken")
        self._warned: set[Path] = set()  # there already, and the learner was told
        self._writing = False
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
            box.border_title = Content(tr("take it home"))
            yield Form(
                (
                    Field("what", tr("what"), titles[0], titles, tr("left and right choose")),
                    Field("file", tr("file"), self._suggested, about=self._where()),
                )
            )
            yield self.said_line
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Form).focus()
        self._say(tr("Choose what, then enter writes it."))

    def _where(self) -> str:
        if self.tutor.visited:
            return tr("a name; your browser puts the file where it puts what you download")
        return tr("a name, put in {folder}; or a path", folder=self.folder.absolute())

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
        if self._writing:
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
        self._writing, self._stop = True, False
        self.run_worker(self._write(offer, path, replace=path in self._warned), name="take home", group="take")

    def _offer_another(self, form: Form, typed: str, path: Path) -> None:
        self._warned.add(path)
        other = free_name(path)
        form.put("file", typed.removesuffix(path.name) + other.name)
        said = tr(
            "{file} is already there. Enter writes {other}; type the old name to replace it.",
            file=path.name,
            other=other.name,
        )
        form.fault("file", said)

    async def _hand_over(self, offer: Offer, name: str) -> None:
        """To the visitor's browser; nothing is written here."""
        try:
            text = await asyncio.to_thread(lambda: "".join(offer.pieces()))
        except CannotShow as fault:
            self._fault("what", fault)
            return
        self.tutor.hand_over(name, text)
        said = tr("Your browser has {file} now ({count:,} characters).", file=name, count=len(text))
        self._say(said + _then(offer, name))

    async def _write(self, offer: Offer, path: Path, *, replace: bool) -> None:
        """In pieces in a thread; the keys are looked at between two pieces."""
        written = 0
        try:
            pieces = write(path, await asyncio.to_thread(offer.pieces), replace=replace)
            while (now := await asyncio.to_thread(next, pieces, None)) is not None:
                written = now
                if self._stop:
                    pieces.close()  # type: ignore[attr-defined]
                    self._say(tr("Stopped; nothing was written."))
                    return
                self._say(tr("writing ... {count:,} characters; escape stops", count=written))
        except (CannotWrite, CannotShow) as fault:
            self._fault("file", fault)
            self._say("")
            return
        finally:
            self._writing = False
        self._warned.discard(path)
        said = tr("Written: {path} ({count:,} characters).", path=path.absolute(), count=written)
        self._say(said + _then(offer, path.name))

    def action_close(self) -> None:
        if self._writing:
            self._stop = True
        else:
            self.dismiss()

    def _fault(self, field: str, fault: Exception) -> None:
        if self.stands:
            self.query_one(Form).fault(field, str(fault))

    def _say(self, text: str) -> None:
        self.said_line.update(Content(text))


def take_home(app: TutorApp, pane: ScenePane, name: str) -> None:
    """Pauses the scene and opens the screen over it."""
    pane.pause()
    app.push_screen(TakeScreen.of(pane, name, app.folder))


def offers_of(pane: ScenePane) -> Iterator[Offer]:
    """The program, the trace, each chart that can be seen, the step of a lesson and its data, as far as the scene has
    them."""
    scene = pane.scene
    yield Offer(tr("Python program"), ".py", partial(_whole, scene.program), N_("Run it: python {file}"))
    if hasattr(scene, "trace_csv"):
        yield Offer(tr("trace, every step kept (CSV)"), "-trace.csv", scene.trace_csv)
    for drawing in (*pane.query(Chart), *pane.query(HeatMap)):
        subject = drawing.picture if isinstance(drawing, Chart) else drawing.terrain
        if subject is None or not drawing.size or not drawing.is_on_screen:
            continue
        box: Any = drawing.parent
        called = str(box.id or "chart").removeprefix("panel-")
        chart = tr(CALLED.get(called, called))
        drawn = tr("{chart} as drawing (SVG)", chart=chart)
        yield Offer(drawn, f"-{called}.svg", partial(_svg, subject, _words(box)))
        written = tr("{chart} as text", chart=chart)
        yield Offer(written, f"-{called}.txt", partial(_text, _words(box), drawing.plain()))
    if hasattr(scene, "lesson_step"):
        yield Offer(tr("step of a lesson (YAML)"), "-step.yaml", partial(_whole, scene.lesson_step))
    if hasattr(scene, "lesson_data") and scene.lesson_data() is not None:
        yield Offer(tr("data for the lesson (CSV)"), "-data.csv", scene.lesson_data)


def _then(offer: Offer, name: str) -> str:
    """What to do with the file, behind the sentence that it is there."""
    return f" {tr(offer.then, file=name)}" if offer.then else ""


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
