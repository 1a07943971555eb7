"""The catalogue: courses and lessons, what each is about, where you are; it opens on the lesson to take next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.lesson.model import Broken, Catalogue, Course, Header
from tutor.messages import N_, plural, tr
from tutor.ui.keybar import KeyBar
from tutor.ui.menu import Item, Menu
from tutor.ui.screens.about import about_broken, about_lesson
from tutor.ui.screens.changing import Changing
from tutor.ui.screens.finding import Finding

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


HELP_VISITED = N_("ctrl+p opens the command palette: any lesson by a few letters, and the colours (light, dark).")


def _title() -> Content:
    return Content.assemble(("calc-tutor", "bold"), "  ", tr("the calculus behind machine learning"))


class LessonList(Menu):
    """The lessons; what stands below is what one can do to the lit one."""

    help_title = N_("the catalogue")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("open"), key_display="enter", tooltip=N_("open the lit lesson")),
        Binding("pagedown", "move(10)", "", show=False, tooltip=N_("ten further down")),
        Binding("pageup", "move(-10)", "", show=False, tooltip=N_("ten further up")),
    ]


class CatalogueScreen(Finding, Changing, Screen[None]):
    help_text = N_(
        "ctrl+p opens the command palette: any lesson by a few letters, and the colours (light, dark).\n"
        "Lessons of your own: calc-tutor --lessons FOLDER. The lab takes a function or a CSV file of your own."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "app.open_review", N_("review"), tooltip=N_("be asked again what you are about to forget")),
        Binding(
            "p",
            "app.open_progress",
            N_("progress"),
            tooltip=N_("your progress: lessons, skills, mistakes, every answer"),
        ),
        Binding("l", "app.open_lab", N_("lab"), tooltip=N_("the descent lab: descend on a problem of your own")),
        Binding("b", "app.open_placement", "", show=False, tooltip=N_("where to begin: some questions find it out")),
        Binding("g", "app.open_glossary", "", show=False, tooltip=N_("the glossary: every term and symbol")),
        Binding("slash", "app.open_search", "", show=False, tooltip=N_("search the lessons: titles, terms, texts")),
        Binding("s", "skip", "", show=False, tooltip=N_("skip the lit lesson: count it as done")),
        Binding("x", "reset", "", show=False, tooltip=N_("reset the lit lesson: take away what you did in it")),
        Binding("u", "undo", "", show=False, tooltip=N_("undo the last skip or reset")),
        Binding("q", "app.quit", N_("quit"), key_display="q", tooltip=N_("leave the tutor")),
    ]

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._take(catalogue)
        self._promised: Header | None = None
        self._chosen = ""  # the row that was opened: a lesson may stand in its course and on a path
        self._early = False  # enter came before it was known where one stood
        self._due: str | None = None  # what there is to review, in words

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def _take(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._by_row = {course.row(each): each for course in catalogue.courses for each in course.lessons}

    def grown(self, catalogue: Catalogue) -> None:
        """More lessons, behind those that stand: nothing that can be seen moves."""
        self._take(catalogue)
        self.fill()

    def compose(self) -> ComposeResult:
        yield Static(_title(), id="title")
        items = self._items()
        lit = self._lit(items, None)
        lessons = LessonList(id="lessons", mark=">" if self.tutor.terminal.ascii else "▸")
        lessons.border_title = Content(tr("lessons"))
        lessons.fill(items, lit)  # before it stands, so that it is painted once
        yield lessons
        about = Static(id="about")
        if lit is not None:
            self._tell_of(self._lesson(items[lit].id), about)
        yield about
        yield KeyBar()

    def on_mount(self) -> None:
        self.help_text = HELP_VISITED if self.tutor.visited else self.help_text
        self.call_after_refresh(self.look_for_broken)  # the first task: it starts the helper process

    def on_screen_resume(self) -> None:
        self.fill()
        self.call_after_refresh(self._tell_of_lit)  # what was done in it meanwhile
        self.look_back()
        if self.unread:
            self.look_for_broken()

    def fill(self, *, begins: bool = False) -> None:
        """Lists every lesson, keeping the lit one. `begins`: as at a start, where the next to take is lit instead of
        one that is done."""
        lessons = self.query_one("#lessons", LessonList)
        kept = lessons.items[lessons.lit].id if lessons.lit is not None else None
        items = self._items()
        lessons.fill(items, self._lit(items, kept, keeps=not begins))

    def _items(self) -> list[Item]:
        items: list[Item] = []
        for course in self.catalogue.courses:
            items.append(Item(self._heading(course), title=True))
            items.extend(self._item(i, each, course.row(each)) for i, each in enumerate(course.lessons, 1))
        faults = self.catalogue.faults if not self.tutor.visited else ()  # they name folders
        items.extend(Item(f"! {fault.what}", title=True) for fault in faults)
        if not items:
            items.append(Item(tr("no lessons here; calc-tutor --lessons FOLDER names some"), title=True))
        return items

    def _heading(self, course: Course) -> str:
        """A course with how far it is, where it is known how long its lessons take."""
        lessons = [each for each in course.lessons if isinstance(each, Header)]
        left = [each for each in lessons if not self._finished(each)]
        minutes = sum(each.minutes or 0 for each in left)
        if not lessons or (left and not minutes):
            return course.title
        done, count = len(lessons) - len(left), len(lessons)
        if not left:
            return tr("{course} (done)", course=course.title)
        return tr(
            "{course}  {done}/{count}, {minutes} min", course=course.title, done=done, count=count, minutes=minutes
        )

    def _lit(self, items: list[Item], kept: str | None, *, keeps: bool = False) -> int | None:
        """The one that was lit, where it `keeps` that or it is not done; else the first that is not done."""
        places = [i for i, item in enumerate(items) if not item.title]
        same = [i for i in places if items[i].id == kept]
        current = self._header(items[same[0]].id) if same else None
        if same and (keeps or not (current and self._finished(current))):
            return same[0]
        open_ = [i for i in places if (h := self._header(items[i].id)) and not self._finished(h)]
        return next(iter(open_ or same or places), None)

    def taken_up(self, latest: str | None, trouble: str | None) -> None:
        """What was kept is in the session now: shows it, and lights the lesson one was in last."""
        self.tutor.keeping.tell = self.trouble_came
        self.fill(begins=True)
        found = self.catalogue.find(latest) if latest is not None else None
        if found is not None and not self._finished(found):
            self.light(found)
            step = self.tutor.session.lesson(found.id).position + 1
            self.say(
                Content(tr("Welcome back. enter goes on: {title}, step {step}.", title=found.title, step=step)), found
            )
        if trouble is not None:
            self.say(Content(trouble))
        self.look_back()
        if self._early:
            self.query_one("#lessons", LessonList).action_choose()

    def trouble_came(self, trouble: str | None) -> None:
        """What was done can no longer be written, or (None) all of it is: says so, also above a step that stands."""
        if not self.is_attached:
            return  # the app has ended, and its last look at what was written comes now
        self.say(Content(trouble if trouble is not None else tr("All that you did is kept again.")))
        from tutor.ui.screens.stepping import Stepping  # late: the first picture needs none of it

        for screen in self.app.screen_stack:
            if isinstance(screen, Stepping):
                screen.say_worry(trouble or "")

    def say(self, words: Content, lesson: Header | None = None) -> None:
        """What has just happened, in the line above the lessons. `lesson`: the one that enter opens, as the words say;
        they go once another one is lit."""
        self._promised = lesson
        self.query_one("#title", Static).update(words)

    # --- what is due ------------------------------------------------------------------------------------------------

    def look_back(self) -> None:
        """Works out what is due, beside the keys; nothing before what was kept is there."""
        if self.tutor.keeping.store is not None:
            self.run_worker(self._tell_due(), name="what is due", group="due", exclusive=True)

    async def _tell_due(self) -> None:
        await self.tutor.all_loaded.wait()  # what the first lesson needs comes first
        self._due = await self.tutor.looking_back.headline(self.tutor.session)
        self._show_due()

    def on_resize(self) -> None:
        self._show_due()

    def _show_due(self) -> None:
        """In the border of the lessons, where it moves nothing; as much of it as fits."""
        words: tuple[str, ...] = ("",)
        if (due := self._due) is not None:
            words = (tr("{due}: press r", due=due), f"{due}: r", due, tr("r: review"))
        elif self.tutor.keeping.ready.is_set() and not self.tutor.session.begun:
            words = (tr("know some of it? b: where to begin"), tr("b: where to begin"))
        told = next((each for each in words if cell_len(each) <= self._room), words[-1])
        for lessons in self.query("#lessons").results(LessonList):  # none while the screen is being taken down
            if str(lessons.border_subtitle) != told:
                lessons.border_subtitle = Content(told)

    @property
    def _room(self) -> int:
        """Characters that fit into the border of one of the two halves."""
        return self.app.size.width // 2 - 6

    def entered(self, lesson: Header | Broken) -> None:
        """A lesson opens over the catalogue, wherever it was asked for: who comes back finds it lit, and nothing said
        of where enter leads, which will no longer be so."""
        lessons = self.query_one("#lessons", LessonList)
        lit = self._lesson(lessons.items[lessons.lit].id) if lessons.lit is not None else None
        known = self.catalogue.find(lesson.id) if isinstance(lesson, Header) else None
        if lit is None or lit.file != (known or lesson).file:  # on a path it stays lit where it was chosen
            self.light(known or lesson)
        if self._promised is not None:
            self.say(_title())

    def after(self, done: Header) -> None:
        """A lesson was finished: says so, and lights the next one that is not done, or where questions were left open
        that very one."""
        left = self.tutor.session.left_open(done.id)
        if left:
            said = plural(
                left,
                "Done: {done}. {count} question was left open: enter leads to it.",
                "Done: {done}. {count} questions were left open: enter leads to the first of them.",
                done=done.title,
            )
            self.fill()
            self.entered(done)
            self.say(Content(said), self.lit_lesson())
            return
        following = self.light_after(done)
        if following is not None:
            said = tr("Done: {done}. Next: {next}; enter opens it.", done=done.title, next=following.title)
            self.say(Content(said), following)
        else:
            self.say(Content(tr("Done: {done}. That was the last one: the road is yours.", done=done.title)))

    def light(self, lesson: Header | Broken) -> None:
        """Lights a lesson, wherever it stands."""
        lessons = self.query_one("#lessons", LessonList)
        lessons.light(next((i for i, item in enumerate(lessons.items) if item.id == str(lesson.file)), lessons.lit))

    def light_after(self, done: Header) -> Header | None:
        """Lights the next lesson that is not done, if there is one."""
        self.fill()
        lessons = self.query_one("#lessons", LessonList)
        places = [i for i, item in enumerate(lessons.items) if not item.title]
        opened = self._header(self._chosen)
        row = self._chosen if opened is not None and opened.id == done.id else str(done.file)  # on along its path
        here = next((i for i in places if lessons.items[i].id == row), -1)
        later = [i for i in places if i > here] + [i for i in places if i < here]
        for place in later:
            header = self._header(lessons.items[place].id)
            if header is not None and not self._finished(header):
                lessons.light(place)
                return header
        return None

    def lit_lesson(self) -> Header | None:
        """The lesson that is lit; None for a broken one."""
        lessons = self.query_one("#lessons", LessonList)
        return self._header(lessons.items[lessons.lit].id) if lessons.lit is not None else None

    def _finished(self, header: Header) -> bool:
        session = self.tutor.session
        return session.started(header.id) and session.lesson(header.id).finished

    def _item(self, number: int, lesson: Header | Broken, row: str) -> Item:
        if isinstance(lesson, Broken) or str(lesson.file) in self.broken:
            return Item(f" ! {lesson.title}  {tr('(broken)')}", row)
        session = self.tutor.session
        mark, tail = f"{number:>2}", ""
        if session.started(lesson.id):
            state = session.lesson(lesson.id)
            mark = (" v" if self.tutor.terminal.ascii else " ✓") if state.finished else mark
            tail = tr("(done)") if state.finished else tr("(at step {step})", step=state.position + 1)
        return Item(f"{mark} {lesson.title}  {tail}".rstrip(), row)

    def _lesson(self, row: str | None) -> Header | Broken | None:
        found = self._by_row.get(row or "")
        return self.broken.get(str(found.file), found) if found is not None else None

    def _header(self, identity: str | None) -> Header | None:
        found = self._lesson(identity)
        return found if isinstance(found, Header) else None

    @on(Menu.Lit, "#lessons")
    def lesson_lit(self, event: Menu.Lit) -> None:
        self.call_after_refresh(self._tell_of_lit)  # first the line that the key has lit, then what it is about
        if self._promised is not None and self.lit_lesson() != self._promised:
            self.say(_title())

    def _tell_of_lit(self) -> None:
        for lessons in self.query("#lessons").results(LessonList):  # none while the screen is being taken down
            if lessons.lit is not None:
                self._tell_of(self._lesson(lessons.items[lessons.lit].id), self.query_one("#about", Static))

    def _tell_of(self, lesson: Header | Broken | None, about: Static) -> None:
        title, room = lesson.title if lesson else "", self._room
        if self.tutor.terminal.ascii and 0 < room < len(title):
            title = f"{title[: room - 3].rstrip()}..."  # else the border cuts it, with a mark that ASCII has not
        about.border_title = Content(title)
        if lesson is not None:
            about.update(self._about(lesson), layout=False)  # its size is the screen's: nothing moves

    def _about(self, lesson: Header | Broken) -> Content:
        if isinstance(lesson, Broken):
            return about_broken(lesson, visited=self.tutor.visited)
        about = about_lesson(lesson, self.catalogue, self._finished, ascii=self.tutor.terminal.ascii)
        left = self.tutor.session.left_open(lesson.id)
        if left:
            said = plural(
                left,
                "{count} question is open: enter leads to it.",
                "{count} questions are open: enter leads to the first of them.",
            )
            about = Content.assemble((said, "bold"), "\n\n", about)
        return about

    @on(Menu.Chosen, "#lessons")
    def lesson_chosen(self, event: Menu.Chosen) -> None:
        self._chosen, lesson = event.item.id, self._lesson(event.item.id)
        self._early = not self.tutor.keeping.ready.is_set() and lesson in self.catalogue.lessons()[:1]
        if lesson is not None and not self._early:
            self.tutor.open_lesson(lesson.file)
