"""Where an answer is given: a line to type in, or texts to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.asked import options
from tutor.expression import MAX_LENGTH
from tutor.lesson.questions import Question, shown_lines
from tutor.messages import N_, tr
from tutor.phrases import one_code, one_line
from tutor.ui.menu import Item, Menu
from tutor.understood import sole

LONGEST = MAX_LENGTH  # characters; the parser's own bound
SHARED: list[BindingType] = [
    Binding("tab", "screen.to_words", N_("words"), tooltip=N_("to the words, which do not fit; then to the scene")),
    Binding("tab", "screen.to_scene", N_("scene"), tooltip=N_("to the scene; tab again leads back")),
    Binding("ctrl+o", "screen.worked", N_("worked"), key_display="^o", tooltip=N_("see this one worked, rule by rule")),
]
EXAMPLES = {
    "Number": N_("a number, such as 0.5 or 1/2"),
    "Formula": N_("an expression, such as 2x + 1"),
    "Vector": N_("a vector, such as [1, 2]"),
    "Matrix": N_("a matrix, such as [[1, 2], [3, 4]] or 1, 2; 3, 4"),
    "Next": N_("theta, such as [0.5, 1.5]"),
    "Order": N_("the letters in order, such as b a c"),
}


class Lines(Static):
    """The lettered lines that are to be put in order; shown as they are written, since they are often code."""

    def __init__(self, question: Question, *, ascii: bool) -> None:
        rows = [
            Content.assemble((f" {letter}  ", "bold"), one_code(text, ascii=ascii))
            for letter, text in shown_lines(question)
        ]
        super().__init__(Content("\n").join(rows), id="lines")
        self.display = bool(rows)


class AnswerLine(Input):
    """One line to type in. `?` is no part of any answer, so it keeps its meaning here too."""

    help_title = N_("the answer line")
    virtual_size = Reactive(Size(0, 0))  # Textual lays out the whole screen at every key, though the line stays one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "", show=False, tooltip=N_("hand it in; once it is right, go on")),
        Binding("ctrl+g", "screen.hint", N_("hint"), key_display="^g", tooltip=N_("open the next hint")),
        *SHARED,
        Binding("ctrl+u", "clear_line", "", show=False, tooltip=N_("empty the line")),
    ]

    def __init__(self, question: Question, draft: str, *, ascii: bool) -> None:
        example = tr(EXAMPLES.get(type(question.about).__name__, ""))
        if (name := sole(question, ascii=ascii)) is not None:
            example = tr("{name}, such as 0.5", name=name)
        super().__init__(
            draft, id="answer", max_length=LONGEST, compact=True, placeholder=example, select_on_focus=False
        )
        self.cursor_blink = False  # a blinking cursor sends bytes for ever

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)

    def restricted(self) -> None:
        """A key past the end of the longest answer is left out without a bell for each."""

    def on_paste(self, event: Paste) -> None:
        """A paste is one line, without control characters; one that does not fit is told of, not dropped."""
        event.prevent_default()
        event.stop()
        text = "".join(c if c.isprintable() else " " for c in " ".join(event.text.split()))
        if len(self.value) + len(text) > LONGEST:
            self.post_message(self.TooLong(len(text)))
        else:
            self.insert_text_at_cursor(text)

    class TooLong(Message):
        """So many characters were pasted, and do not fit."""

        def __init__(self, length: int) -> None:
            super().__init__()
            self.length = length

    async def _on_key(self, event: Key) -> None:
        """Enter and ctrl+u act in the order in which they were typed, as letters do, however far one types ahead."""
        if event.key in ("enter", "ctrl+u"):
            event.stop()
            event.prevent_default()
            await (self.action_submit() if event.key == "enter" else self.action_clear_line())

    async def action_clear_line(self) -> None:
        self.value = ""


class Choices(Menu):
    """The texts in an order of their own (`options`); none is lit at first."""

    help_title = N_("the choices")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "", show=False, tooltip=N_("take the lit one; once it is right, go on")),
        Binding("ctrl+g,h", "screen.hint", N_("hint"), key_display="h", tooltip=N_("open the next hint")),
        *SHARED,
        Binding("pagedown", "screen.next_step", "", show=False, tooltip=N_("the next step, answered or not")),
        Binding("pageup", "screen.previous_step", "", show=False, tooltip=N_("the step before")),
        *(Binding(str(i), f"pick({i})", "", show=False, tooltip=N_("choose by number")) for i in range(1, 9)),
    ]

    def __init__(self, question: Question, *, ascii: bool) -> None:
        self.options = options(question)
        shown = [one_line(option.text, ascii=ascii) for option in self.options]
        items = [Item(f"{i + 1}  {text}", id=str(i)) for i, text in enumerate(shown)]
        super().__init__(items, mark=">" if ascii else "▸", id="choices", lit=False)
        self._all = self.items
        self._places = tuple(range(len(self._all)))  # of those that stand there

    def fold(self, folded: bool, *, told: bool = False) -> None:
        """Only the one that is lit stands there, and if it may be told the right one; or all of them."""
        if self.lit is None:
            return
        lit = self._places[self.lit]
        places = tuple(i for i, each in enumerate(self.options) if not folded or i == lit or (told and each.ok))
        items = [self._all[i] for i in places]
        if folded and len(places) > 1:
            so = 1 - places.index(lit)
            items[so] = items[so]._replace(text=tr("{choice} (so it went)", choice=items[so].text))
        self._places = places
        self.fill(items, places.index(lit))

    def text(self, item: Item) -> str:
        """The choice as the author wrote it."""
        return self.options[int(item.id)].text

    def action_move(self, by: int) -> None:
        """Past the first and the last one, what stands above and below the choices is brought into view."""
        before = self.lit
        super().action_move(by)
        if self.lit == before and abs(by) == 1 and isinstance(self.parent, Widget):
            self.parent.scroll_relative(y=by, animate=False)

    def lit_region(self) -> Region:
        """Where the lit one stands, in what holds the choices."""
        lit, width = self.lit or 0, max(1, self.size.width)
        top, lines = sum(len(self._lines(i, width)) for i in range(lit)), len(self._lines(lit, width))
        return Region(0, top, width, lines).translate(self.virtual_region.offset)

    def light_text(self, text: str) -> None:
        """Lights the choice with this text, where there is one."""
        places = [i for i, option in enumerate(self.options) if option.text == text]
        if places:
            self.light(places[0])

    def action_pick(self, number: int) -> None:
        if 1 <= number <= len(self.items):
            self.light(number - 1)
            self.choose()

    def action_choose(self) -> None:
        if self.lit is None:
            self.post_message(self.NoneLit())
        else:
            self.choose()

    class NoneLit(Message):
        """Enter was pressed before a choice was lit."""
