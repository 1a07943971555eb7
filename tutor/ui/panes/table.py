"""The pane of `table`: rows that appear one by one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.ui.panes.base import ScenePane


class Pane(ScenePane):
    help_title = N_("the table")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,down", "reveal", N_("next row"), key_display="space", tooltip=N_("show the next row")),
        Binding("left,up", "hide", N_("row back"), key_display="←", tooltip=N_("hide the last row again")),
        Binding("end", "reveal_all", N_("all rows"), tooltip=N_("show every row"), show=False),
    ]

    def picture(self) -> ComposeResult:
        with VerticalScroll(classes="pane", can_focus=False):
            yield Static(classes="rows")

    def paint(self) -> None:
        headings = self.scene.headings(ascii=self.ascii)
        rows = [] if self.locked else self.scene.rows(ascii=self.ascii)
        every = self.scene.rows(ascii=self.ascii, every=True)  # so that the columns stand still as rows appear
        widths = [max(len(cell) for cell in column) for column in zip(headings, *every, strict=True)]
        lines = [Content.styled(_line(headings, widths), "bold")]
        lines += [Content(_line(row, widths)) for row in rows]
        lines += [Content.styled(" ·" if not self.ascii else " .", "dim")] * (self.scene.total - len(rows))
        self.query_one(".rows", Static).update(Content("\n").join(lines))
        box = self.query_one(".pane", VerticalScroll)
        box.border_title = Content(tr("table"))
        box.border_subtitle = Content(tr("{shown} of {count} rows", shown=len(rows), count=self.scene.total))
        self.call_after_refresh(box.scroll_to, y=max(0, len(rows) + 2 - box.size.height), animate=False)

    def action_reveal(self) -> None:
        self.scene.reveal_next()
        self.repaint()

    def action_hide(self) -> None:
        self.scene.hide_last()
        self.repaint()

    def action_reveal_all(self) -> None:
        self.scene.reveal_all()
        self.repaint()


def _line(cells: list[str], widths: list[int]) -> str:
    return "   ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
