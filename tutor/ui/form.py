"""Settings on the screen, a line each: type in it, or go through its few choices; one key says that all are done.

A `Form` shows `Field`s and judges nothing: enter on any line posts `Done` with what stands in all of them, and whoever
reads it names what cannot be by `fault(name, sentence)`, which then stands under that field until it is edited.
Letters belong to the field, so the form's own keys are arrows, tab and enter; `?` keeps its meaning. Keys typed ahead
go where the focus has gone meanwhile, and no cursor blinks: a still form sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from tutor.fields import Field
from tutor.printable import printable
from tutor.ui.form_lines import ChoiceLine, LineOwner, TextLine

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

WIDEST_TITLE = 24
INDENT = 2  # of what is said under a field, where its sign stands
Echo = Callable[[str, str], str]  # (name of the field, what stands in it) -> what to say under it, "" for nothing


class FieldRow(Vertical):
    """One field: its title, its line, and what there is to say under it."""

    def __init__(self, field: Field, width: int, empty: str, *, ascii: bool, afresh: bool) -> None:
        super().__init__()
        self.field, self._width = field, width
        self.line: TextLine | ChoiceLine = (
            ChoiceLine(field.value, field.choices, ascii=ascii)
            if field.choices
            else TextLine(field.value, empty, afresh=afresh)
        )
        self._under = Static(classes="form-under")
        self._under.styles.margin = (0, 0, 0, width + 1)
        self._under.display = False
        self.said = ""
        self.told = field.value  # what stood here when it was last looked at
        self.refused: str | None = None  # what stood here when it was found at fault

    def compose(self) -> ComposeResult:
        title = Static(Content(self.field.title), classes="form-title")
        title.styles.width = self._width + 2
        with Horizontal():
            yield title
            yield self.line
        yield self._under

    def say(self, text: str, *, fault: bool) -> None:
        """Under the field; a fault is marked by a sign as well as its colour. Laid out anew only for more or fewer
        lines."""
        room = max(20, (self.size.width or 80) - self._width - INDENT - 1)
        given = [printable(line) for line in text.splitlines()]
        lines = [part for line in given for part in (wrap(line, room) if len(line) > room else [line])]
        shown = "\n".join(f"{'!' if fault and not i else ' '} {line}" for i, line in enumerate(lines))
        if shown == self.said:
            return
        moved = not self._under.display or max(1, len(lines)) != max(1, len(self.said.splitlines()))
        self.said = shown
        self.refused = self.line.value if fault else None
        self._under.set_class(fault, "-fault")
        self._under.display = True  # and stays, so that what is typed next moves nothing
        self._under.update(Content(shown), layout=moved)


class Form(VerticalScroll, LineOwner, can_focus=False):
    """Fields, one below the other, and a line that says what the one in focus means."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Form FieldRow { height: auto; }
    Form Horizontal { height: 1; }
    Form .form-title { color: $text-muted; padding: 0 1 0 0; height: 1; }
    Form .form-line { width: 1fr; height: 1; border: none; padding: 0 1; background: $surface; }
    Form .form-line:focus { background: $accent 25%; }
    Form .form-under { height: auto; min-height: 1; color: $text-muted; }
    Form .form-under.-fault { color: $text-error; }
    Form .form-about {
        height: 2; dock: bottom; padding: 1 0 0 0; color: $text-muted; text-style: italic; background: $background;
    }
    """

    class Said(Message):
        """What stands in the fields. `values`: name -> text."""

        def __init__(self, form: Form, values: dict[str, str]) -> None:
            super().__init__()
            self.form, self.values = form, values

        @property
        def control(self) -> Form:
            return self.form

    class Done(Said):
        """Enter: all is as the learner wants it."""

    class Edited(Said):
        """One field, `name`, holds something else now."""

        def __init__(self, form: Form, values: dict[str, str], name: str) -> None:
            super().__init__(form, values)
            self.name = name

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        echo: Echo | None = None,
        empty: str = "",
        afresh: bool = False,
        id: str | None = None,
    ) -> None:
        """`empty` stands, faintly, in every line but the first that nothing is typed in. `afresh`: what is typed into a
        line that one comes to takes the place of what stood there."""
        super().__init__(id=id)
        self._afresh = afresh
        self._fields = tuple(fields)
        self._echo, self._empty = echo, empty
        self._rows: dict[str, FieldRow] = {}
        self._about = Static(classes="form-about")

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def values(self) -> dict[str, str]:
        """What stands in each field, by its name."""
        if not self._rows:
            return {each.name: each.value for each in self._fields}
        return {name: row.line.value for name, row in self._rows.items()}

    def compose(self) -> ComposeResult:
        yield from self._make_rows()
        yield self._about

    def _make_rows(self) -> list[FieldRow]:
        self._rows = {each.name: self._row(each) for each in self._fields}
        return list(self._rows.values())

    def _row(self, field: Field) -> FieldRow:
        empty = self._empty if field is not self._fields[0] else ""
        return FieldRow(field, self._width, empty, ascii=self.tutor.terminal.ascii, afresh=self._afresh)

    @property
    def _width(self) -> int:
        return min(WIDEST_TITLE, max((cell_len(each.title) for each in self._fields), default=0))

    async def refill(self, fields: Sequence[Field]) -> None:
        """Other fields. A line that stays keeps its widget, and so what is typed into it meanwhile."""
        if tuple(fields) == self._fields:
            return
        here, old = self.name_in_focus, self._rows
        self._fields, self._rows = tuple(fields), {}
        for field in self._fields:
            row = old.get(field.name)
            kept = row is not None and row.field.choices == field.choices
            self._rows[field.name] = old.pop(field.name) if kept else self._row(field)
            self._rows[field.name].field = field
            if kept and field.name != here and self._rows[field.name].line.value != field.value:
                self.put(field.name, field.value)
        if [row for row in self._rows.values() if not row.is_attached] or old:
            await self._arrange(list(old.values()))
        if here is not None and self.name_in_focus is None:
            self.focus_field(here if here in self._rows else next(iter(self._rows), ""))

    async def _arrange(self, gone: list[FieldRow]) -> None:
        """The rows in their order, and those that are gone away, in one painting."""
        with self.app.batch_update():
            await self.mount_all([row for row in self._rows.values() if not row.is_attached], before=self._about)
            if any(row.parent is not self for row in self._rows.values()):
                return  # the screen was left meanwhile
            for row in self._rows.values():
                self.move_child(row, before=self._about)
            for row in gone:
                await row.remove()

    # --- where one is -------------------------------------------------------------------------------------------

    @property
    def name_in_focus(self) -> str | None:
        """The field that has the focus."""
        now = self.screen.focused
        return next((name for name, row in self._rows.items() if row.line is now), None)

    def focus(self, scroll_visible: bool = True) -> Form:
        """To the field that had it, or the first."""
        self.focus_field(self.name_in_focus or next(iter(self._rows), ""))
        return self

    def focus_field(self, name: str) -> None:
        """The focus to this field, at its end, or on all of it where what is typed takes its place."""
        if name in self._rows:
            line = self._rows[name].line
            self.screen.set_focus(line)
            if isinstance(line, TextLine):
                line.selection = Selection(0 if self._afresh else len(line.value), len(line.value))

    def move(self, by: int) -> None:
        """The focus so many fields down."""
        names = list(self._rows)
        here = self.name_in_focus
        if names:
            place = names.index(here) + by if here is not None else 0
            self.focus_field(names[max(0, min(len(names) - 1, place))])

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        name = self.name_in_focus
        if name is not None:
            self._about.update(Content(self._rows[name].field.about), layout=False)

    # --- what is typed, and what is said to it ---------------------------------------------------------------------

    def hand_in(self) -> None:
        """Enter: the faults of the last time are taken back, and all values are handed over."""
        self.clear_faults()
        self.post_message(self.Done(self, self.values))

    def put(self, name: str, text: str) -> None:
        """Another text in a typed field, as if the learner had; no message comes of it."""
        row = self._rows[name]
        row.told = text
        row.line.put(text)
        self._tell(name)

    def clear_faults(self) -> None:
        for name in self._rows:
            self._tell(name)

    def fault(self, name: str, sentence: str) -> None:
        """What is wrong with a field, under it; the focus goes there. Of a field not shown: in the last line."""
        row = self._rows.get(name)
        if row is None:
            self._about.update(Content(f"! {sentence}"))
            return
        row.say(sentence, fault=True)
        self.focus_field(name)
        self.call_after_refresh(self.call_after_refresh, row.scroll_visible, animate=False)

    def _tell(self, name: str) -> None:
        row = self._rows[name]
        row.told = row.line.value
        row.say(self._echo(name, row.line.value) if self._echo is not None else "", fault=False)

    @on(Input.Changed)
    @on(ChoiceLine.Turned)
    def line_changed(self, event: Any) -> None:
        event.stop()
        for name, row in self._rows.items():
            if row.line is event.control and row.line.value not in (row.told, row.refused):
                self._tell(name)
                self.post_message(self.Edited(self, self.values, name))
