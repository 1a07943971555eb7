"""The catalogue: courses and lessons, what each is about, where you are; it opens on the lesson to take next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tutor.lesson.model import Broken, Catalogue, Header
from tutor.worker import TaskFailed

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class LessonList(OptionList):
    """The lessons; what stands in the footer is what one can do to the lit one."""

    help_title = "the catalogue"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open the lesson", key_display="enter", tooltip="open the lit lesson"),
        Binding("up", "cursor_up", "", show=False, tooltip="the lesson above"),
        Binding("down", "cursor_down", "", show=False, tooltip="the lesson below"),
    ]


class CatalogueScreen(Screen[None]):
    help_text = (
        "ctrl+p opens the command palette: any lesson by a few letters, and the colours (light, dark).\n"
        "Lessons of your own: calc-tutor --lessons FOLDER."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "app.quit", "quit", key_display="q", tooltip="leave the tutor"),
    ]

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.broken: dict[str, Broken] = {}

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble(("calc-tutor", "bold"), "  the calculus behind machine learning"), id="title")
        with Horizontal(id="catalogue"):
            yield LessonList(id="lessons", compact=True)
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="about-text")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#lessons").focus()
        self.run_worker(self._find_broken(), name="check the lessons")

    def on_screen_resume(self) -> None:
        self._fill()

    def _fill(self) -> None:
        """Lists every lesson, keeping the lit one, or lighting the next to take."""
        lessons = self.query_one("#lessons", LessonList)
        lit = lessons.highlighted
        kept = lessons.get_option_at_index(lit).id if lit is not None else None
        options: list[Option] = []
        for course in self.catalogue.courses:
            options.append(Option(Content.styled(course.title, "bold"), disabled=True))
            options.extend(self._option(i, each) for i, each in enumerate(course.lessons, 1))
        for fault in self.catalogue.faults:
            options.append(Option(Content(f"! {fault.what}"), disabled=True))
        if not self.catalogue.courses and not self.catalogue.faults:
            options.append(Option(Content("no lessons here; calc-tutor --lessons FOLDER names some"), disabled=True))
        lessons.clear_options()
        lessons.add_options(options)
        lessons.border_title = Content("lessons")
        self._light(lessons, options, kept)

    def _light(self, lessons: LessonList, options: list[Option], kept: str | None) -> None:
        places = [i for i, option in enumerate(options) if option.id is not None]
        if not places:
            return
        same = [i for i in places if options[i].id == kept]
        current = self._header(options[same[0]].id) if same else None
        if same and not (current and self.tutor.session.lesson(current.id).finished):
            lessons.highlighted = same[0]
            return
        open_ = [i for i in places if (h := self._header(options[i].id)) and not self._finished(h)]
        lessons.highlighted = (open_ or same or places)[0]

    def _finished(self, header: Header) -> bool:
        session = self.tutor.session
        return session.started(header.id) and session.lesson(header.id).finished

    def _option(self, number: int, lesson: Header | Broken) -> Option:
        if isinstance(lesson, Broken) or str(lesson.file) in self.broken:
            return Option(Content(f" !  {lesson.title}  (broken)"), id=str(lesson.file))
        session = self.tutor.session
        mark, tail = f"{number:>2}", ""
        if session.started(lesson.id):
            state = session.lesson(lesson.id)
            mark = " v" if self.tutor.terminal.ascii else " ✓"
            mark = mark if state.finished else " >"
            tail = "  done" if state.finished else f"  at step {state.position + 1}"
        return Option(Content.assemble(f"{mark}  {lesson.title}", (tail, "dim")), id=str(lesson.file))

    def _lesson(self, identity: str | None) -> Header | Broken | None:
        for course in self.catalogue.courses:
            for each in course.lessons:
                if str(each.file) == identity:
                    return self.broken.get(str(each.file), each)
        return None

    def _header(self, identity: str | None) -> Header | None:
        found = self._lesson(identity)
        return found if isinstance(found, Header) else None

    @on(OptionList.OptionHighlighted, "#lessons")
    def lesson_lit(self, event: OptionList.OptionHighlighted) -> None:
        lesson = self._lesson(event.option_id)
        about = self.query_one("#about")
        about.border_title = Content(lesson.title if lesson else "")
        if lesson is not None:
            self.query_one("#about-text", Static).update(self._about(lesson))

    def _about(self, lesson: Header | Broken) -> Content:
        if isinstance(lesson, Broken):
            first = lesson.faults[0]
            more = f"\n\nand {len(lesson.faults) - 1} more" if len(lesson.faults) > 1 else ""
            path = f"{first.path}: " if first.path else ""
            return Content(
                f"This lesson cannot be opened.\n\n{first.file.name}, line {first.place.line}, "
                f"column {first.place.column}:\n{path}{first.what}{more}\n\nEnter shows every fault."
            )
        parts: list[Content | str | tuple[str, str]] = []
        if lesson.about:
            parts.append(lesson.about + "\n\n")
        if lesson.goals:
            parts.append(("When it is done you can\n", "bold"))
            parts.extend(f"• {goal}\n" if not self.tutor.terminal.ascii else f"- {goal}\n" for goal in lesson.goals)
        titles = [(found.title if (found := self.catalogue.find(need)) else need) for need in lesson.needs]
        if titles:
            parts.append(f"\nBest after: {', '.join(titles)}\n")
        if lesson.minutes:
            parts.append(f"\nAbout {lesson.minutes} minutes.")
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected, "#lessons")
    def lesson_chosen(self, event: OptionList.OptionSelected) -> None:
        lesson = self._lesson(event.option_id)
        if lesson is not None:
            self.tutor.open_lesson(lesson.file)

    async def _find_broken(self) -> None:
        """Reads every lesson whole, beside the keys, so that a broken one shows before it is opened."""
        files = [header.file for header in self.catalogue.lessons()]
        for start in range(0, len(files), 20):
            try:
                found = await self.tutor.helper.ask("broken", files[start : start + 20], seconds=60.0)
            except TaskFailed:
                return  # each is read again, and its faults shown, when it is opened
            self.broken.update({str(each.file): each for each in found})
        if self.broken:
            self._fill()
