"""`?`: what every key does in the pane one is in, made from the bindings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.ui.closing import Modal
from tutor.ui.keybar import PLAIN

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

NAMES = {
    "enter": "enter",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "escape": "esc",
}


class HelpScreen(Modal[None]):
    """Keys and what they do; any of escape, enter, ? closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", N_("close"), key_display="esc", tooltip=N_("back to where you were")),
    ]

    def __init__(self, where: str, rows: list[tuple[str, str]], more: str = "") -> None:
        super().__init__()
        self.where, self.rows, self.more = where, rows, more

    @classmethod
    def for_screen(cls, screen: Screen[object]) -> HelpScreen:
        """The help of the pane that has the focus on `screen`."""
        here = screen.focused
        title = str(getattr(here, "help_title", None) or getattr(screen, "help_title", N_("this screen")))
        return cls(tr(title), _rows(screen), tr(getattr(screen, "help_text", "")))

    def on_mount(self) -> None:
        self.call_after_refresh(self.tutor.let_keys_go, self)

    def on_unmount(self) -> None:
        self.tutor.forget_keys(self)

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        width = max((len(keys) for keys, _ in self.rows), default=0)
        lines = [Content.assemble((keys.rjust(width), "bold"), "  ", description) for keys, description in self.rows]
        with VerticalScroll(id="help") as box:
            box.border_title = Content(tr("keys: {where}", where=self.where))
            box.border_subtitle = Content(tr("esc closes"))
            yield Static(Content("\n").join(lines))
            if self.more:
                yield Static(Content("\n" + self.more), id="help-more")


def _rows(screen: Screen[object]) -> list[tuple[str, str]]:
    """One row an action: its keys and its sentence, in the order that the bindings are declared."""
    grouped: dict[str, tuple[list[str], str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        sentence = binding.tooltip  # every key of ours has one; Textual's own, for editing and scrolling, have none
        if sentence and active.enabled and not binding.system:
            grouped.setdefault(sentence, ([], sentence))[0].append(_shown(screen, key, active))
    return [(" ".join(dict.fromkeys(keys)), tr(sentence)) for keys, sentence in grouped.values()]


def _shown(screen: Screen[object], key: str, active: ActiveBinding) -> str:
    shown = NAMES.get(key) or screen.app.get_key_display(Binding(key, active.binding.action))
    return shown.translate(PLAIN) if screen.app.has_class("-ascii") else shown
