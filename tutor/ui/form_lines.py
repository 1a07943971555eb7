"""The lines of a form: one that is typed, and one that goes through a few choices.

Textual hands a widget all keys that were typed while it had the focus, also those behind the arrow that leaves it. So
a line carries out its form's keys itself, in the order in which they were typed, and passes on what was meant for
the line that has the focus by now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.messages import N_, tr
from tutor.printable import printable

LONGEST = 1_000  # characters in a field; the bound of the expressions' parser
KEYS: list[BindingType] = [  # of every line, which would else scroll
    Binding("enter", "done", N_("go on"), key_display="enter", tooltip=N_("take all settings as they stand")),
    Binding("down", "move(1)", N_("move"), key_display="↑ ↓", tooltip=N_("the setting below")),
    Binding("up", "move(-1)", "", show=False, tooltip=N_("the setting above")),
]
MOVES = {"up": -1, "down": 1, "shift+tab": -1, "tab": 1}


def _editing() -> dict[str, tuple[str, tuple[bool, ...]]]:
    """What each key of Input's does: the action, and whether it selects."""
    found: dict[str, tuple[str, tuple[bool, ...]]] = {}
    for binding in Input.BINDINGS:
        if isinstance(binding, Binding) and binding.action != "submit":
            name, _, selecting = binding.action.partition("(")
            found.update(dict.fromkeys(binding.key.split(","), (name, (True,) if selecting else ())))
    return {**found, "ctrl+u": ("clear_line", ())}


EDITING = _editing()


class LineOwner(Widget):
    """Who the lines stand in, and what it does at their keys."""

    def hand_in(self) -> None:
        """Enter, on any line."""

    def move(self, by: int) -> None:
        """The focus so many lines down."""


if TYPE_CHECKING:
    _Mixin = Widget
else:
    _Mixin = object  # a second widget among the bases would hide the styles of the first


class _Line(_Mixin):
    """What both kinds of line share: the form's keys act in the order in which they were typed."""

    @property
    def form(self) -> LineOwner:
        return next(each for each in self.ancestors if isinstance(each, LineOwner))

    def action_done(self) -> None:
        self.form.hand_in()

    def action_move(self, by: int) -> None:
        self.form.move(by)

    async def _on_key(self, event: Key) -> None:
        """Carries the key out at once, on the line that has the focus by now."""
        if not self.is_attached:
            event.prevent_default()
            return
        now = self.screen.focused
        line = now if isinstance(now, _Line) and now.form is self.form else self
        if line.take(event):
            event.stop()
            event.prevent_default()

    def take(self, event: Key) -> bool:
        """One key; False where it means nothing here, and is for whoever is around."""
        if event.key == "enter":
            self.action_done()
        elif event.key in MOVES:
            self.action_move(MOVES[event.key])
        else:
            return self.typed(event)
        return True

    def typed(self, event: Key) -> bool:
        """A key that is none of the form's."""
        return False


class TextLine(_Line, Input):
    """A field that is typed."""

    help_title = N_("a setting to type")
    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("ctrl+u", "clear_line", "", show=False, tooltip=N_("empty this line")),
    ]

    def __init__(self, value: str, empty: str = "", *, afresh: bool = False) -> None:
        super().__init__(
            printable(value), empty, max_length=LONGEST, compact=True, select_on_focus=afresh, classes="form-line"
        )
        self.cursor_blink = False  # a blinking cursor sends bytes for ever

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)

    def restricted(self) -> None:
        """A key past the end is left out without a bell for each."""

    def on_paste(self, event: Paste) -> None:
        """A paste is one line, without control characters, and as much of it as there is room for."""
        event.prevent_default()
        event.stop()
        text = "".join(c if c.isprintable() else " " for c in " ".join(event.text[: 4 * LONGEST].split()))
        self.insert_text_at_cursor(text[: max(0, LONGEST - len(self.value))])

    def typed(self, event: Key) -> bool:
        """As Input's own, but at once: a letter, or one of the keys that edit."""
        if event.key in EDITING:
            name, selecting = EDITING[event.key]
            try:
                getattr(self, f"action_{name}")(*selecting)
            except SkipAction:  # nothing is selected that ctrl+c could copy
                return False
        elif event.is_printable and event.character and event.key != "question_mark":
            if self.selection.is_empty:
                self.insert_text_at_cursor(event.character)
            else:
                self.replace(event.character, *self.selection)
        else:
            return False
        return True

    def put(self, value: str) -> None:
        """Another text, as if it had been typed."""
        self.value = printable(value)
        self.cursor_position = len(value)

    def action_clear_line(self) -> None:
        self.value = ""


class ChoiceLine(_Line, Static, can_focus=True):
    """A field with few choices: left and right go through them, a letter goes to the next that begins with it."""

    help_title = N_("a setting to choose")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", N_("choose"), key_display="← →", tooltip=N_("the next choice")),
        Binding("left", "turn(-1)", "", show=False, tooltip=N_("the choice before")),
        *KEYS,
    ]

    class Turned(Message):
        """Another choice stands here."""

        def __init__(self, line: ChoiceLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> ChoiceLine:
            return self.line

    def __init__(self, value: str, choices: tuple[str, ...], *, ascii: bool) -> None:
        super().__init__(classes="form-line")
        self.choices = choices
        self.value = value if value in choices else choices[0]
        self.arrows = ("<", ">") if ascii else ("‹", "›")
        self._show()

    def _show(self) -> None:
        left, right = self.arrows
        place = f"  {self.choices.index(self.value) + 1}/{len(self.choices)}" if len(self.choices) > 2 else ""
        shown = Content.assemble((f"{left} ", "dim"), self.value or tr("none"), (f" {right}{place}", "dim"))
        self.update(shown, layout=False)

    def put(self, value: str) -> None:
        """Another choice, without a word of it; one that is none is passed over."""
        if value in self.choices:
            self.value = value
            self._show()

    def choose(self, value: str) -> None:
        """Another choice, said by a message where it is another."""
        if value != self.value:
            self.put(value)
            self.post_message(self.Turned(self))

    def action_turn(self, by: int) -> None:
        self.choose(self.choices[(self.choices.index(self.value) + by) % len(self.choices)])

    def typed(self, event: Key) -> bool:
        here = self.choices.index(self.value)
        if event.key in ("left", "right", "space"):
            self.action_turn(-1 if event.key == "left" else 1)
        elif event.is_printable and event.character and event.key != "question_mark":
            around = (*self.choices[here + 1 :], *self.choices[: here + 1])
            self.choose(next((c for c in around if c.lower().startswith(event.character.lower())), self.value))
        else:
            return False
        return True
