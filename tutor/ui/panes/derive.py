"""The pane of `derive`: a derivation that grows by one rule a key; the part that comes next is underlined."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.typeset import symbol
from tutor.ui.panes.base import ScenePane


class Pane(ScenePane):
    help_title = N_("the derivation")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,right,down", "advance", N_("next rule"), key_display="space", tooltip=N_("carry out the next rule")
        ),
        Binding("left,up", "retreat", N_("rule back"), key_display="←", tooltip=N_("take the last rule back")),
        Binding("end", "all", N_("all"), tooltip=N_("carry out every rule"), show=False),
        *(Binding(str(i), f"name({i})", "", show=False, tooltip=N_("name the next rule")) for i in range(1, 5)),
    ]

    def picture(self) -> ComposeResult:
        with Vertical(classes="pane"):
            with VerticalScroll(classes="lines", can_focus=False):
                yield Static(classes="rows")
            yield Static(classes="menu")

    def started(self) -> None:
        self._said = ""

    def paint(self) -> None:
        lines = self.scene.lines(ascii=self.ascii)
        shown = [self._line(i, each, last=i == len(lines) - 1) for i, each in enumerate(lines)]
        self.query_one(".rows", Static).update(Content("\n").join(shown))
        self.query_one(".menu", Static).update(Content("") if self.locked else self._menu())
        box = self.query_one(".pane", Vertical)
        wrt = symbol(self.scene.work.wrt, ascii=self.ascii)
        box.border_title = Content(tr("derivative with respect to {wrt}", wrt=wrt))
        box.border_subtitle = Content(
            tr("{shown} of {count} rules", shown=self.scene.shown, count=len(self.scene.work.lines))
        )
        scroll = self.query_one(".lines", VerticalScroll)
        self.call_after_refresh(scroll.scroll_end, animate=False)
        if self._said and not self.locked:
            self.say(self._said)

    def _line(self, place: int, shown: object, *, last: bool) -> Content:
        math, mark = shown.math, shown.mark  # type: ignore[attr-defined]
        line = Content(math)
        if last and mark is not None:
            line = line.stylize("bold underline", *mark)
        elif last:
            line = line.stylize("bold")
        rule = shown.rule  # type: ignore[attr-defined]
        width = max(20, self.size.width - 6)
        lead = Content("" if place == 0 else "= ")
        pad = max(2, width - len(math) - len(rule) - 2)
        tail = Content.styled(f"{' ' * pad}{rule}", "dim") if rule else Content("")
        return Content.assemble(lead, line, tail)

    def _menu(self) -> Content:
        if not self.scene.menu:
            return Content("")
        kept = " " if self.ascii else "\u00a0"  # no rule's name is broken at a line's end
        names = "   ".join(f"{i} {name}".replace(" ", kept) for i, name in enumerate(self.scene.menu, 1))
        return Content.assemble((tr("Which rule for the underlined part? Press its number.") + "\n", "bold"), names)

    def action_advance(self) -> None:
        self._said = ""
        if not self.scene.next() and self.scene.waiting:
            self._said = tr("Name the rule first: press its number. After a try, space shows it.")
        self.repaint()

    def action_retreat(self) -> None:
        self._said = ""
        self.scene.back()
        self.repaint()

    def action_all(self) -> None:
        self._said = ""
        self.scene.all()
        self.repaint()

    def action_name(self, number: int) -> None:
        if number <= len(self.scene.menu):
            _, said = self.scene.name(number - 1)
            self._said = said[:1].upper() + said[1:]
            self.repaint()
