"""Partial updates that begin where the change begins.

Textual 8 cuts a partial update at its right end only: from the left edge of the widget up to the change
everything is sent again, border, axis and all. `NarrowScreen` sends each changed span alone (a chart
streaming on fixed axes: 60 bytes a frame instead of 200). It stands on two private names of Textual,
`Screen._compositor` and `ChopsUpdate`; without them it is Textual's own screen, and a test holds it to
showing the same cells.
"""

from __future__ import annotations

from typing import Any, TypeVar

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.screen import Screen

Result = TypeVar("Result")


class NarrowUpdate(ChopsUpdate):
    """The changed spans of a screen, each sent from its first cell to its last."""

    def render_segments(self, console: Console) -> str:
        sent: list[str] = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                start, stop = max(x, first), min(end, last)
                if strip is None or start >= stop:
                    continue
                sent.append(Control.move_to(start, y).segment.text)
                sent.append(strip.crop(start - x, stop - x).render(console))
        return "".join(sent)


class NarrowCompositor(Compositor):
    """A compositor whose partial updates are narrow."""

    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        return update and NarrowUpdate(update.chops, update.spans, update.chop_ends)


class NarrowScreen(Screen[Result]):
    """A screen that sends no more of a line than what changed in it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._compositor = NarrowCompositor()
