"""A pane's border and the words on it: never cut off, and sent alone when they change.

Textual repaints a whole widget, with all that is in it, when a title of its border is set, even to what it was. A
descent tells k and the loss there ten times a second, so a `Box` repaints those cells of the border alone that its
words stood on, or stand on now.
"""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

FRAME = 6  # cells of a border's line that Textual keeps beside the words


def that_fits(box: Widget, *ways: str) -> str:
    """The first of `ways` with room on the border of `box`, or the last; the last too as long as nothing stands: words
    that turn out too long would be cut for a frame."""
    room = box.outer_size.width - FRAME
    return next((each for each in ways if cell_len(each) <= room), ways[-1])


class Box(Vertical):
    """A bordered container whose title and subtitle are set by `tell`."""

    def __init__(self, *children: Widget, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._told: dict[str, str] = {}
        self._changed: Region | None = None  # on the border, while its words are set
        self._below = ""  # as told, without what stands beside it
        self._beside: tuple[str, ...] = ()

    def tell(self, *, title: str | None = None, subtitle: str | None = None) -> None:
        """Sets the words above and below; None leaves them."""
        if subtitle is not None:
            self._below = subtitle
            subtitle = self._with_beside()
        self._set(title, subtitle)

    def tell_beside(self, *ways: str) -> None:
        """Words, shorter and shorter, that stand below in any case: beside those that are told there, where both fit,
        else alone. None of them: no longer."""
        if ways != self._beside:
            self._beside = ways
            self._set(None, self._with_beside())

    def _with_beside(self) -> str:
        if not self._beside or not self._below:
            return that_fits(self, *self._beside) if self._beside else self._below
        return that_fits(self, *(f"{self._below}, {each}" for each in self._beside), *self._beside)

    def _set(self, title: str | None, subtitle: str | None) -> None:
        for name, text in (("border_title", title), ("border_subtitle", subtitle)):
            before = self._told.get(name)
            if text is None or before == text:
                continue
            self._told[name] = text
            if before is not None and self.outer_size.height > 1:
                self._changed = changed_cells(before, text, self.outer_size, above=name == "border_title")
            setattr(self, name, Content(text))
            self._changed = None

    def refresh(self, *regions: Region, **how: Any) -> Box:
        """Only what changed of the border, while its words are set."""
        if self._changed is None:
            return super().refresh(*regions, **how)
        return super().refresh(self._changed.translate((-self.content_offset.x, -self.content_offset.y)))


def changed_cells(before: str, after: str, size: tuple[int, int], *, above: bool) -> Region:
    """The cells of the border of a box of this size in which the words differ; the whole line where they do not fit."""
    width, height = size
    line = 0 if above else height - 1
    if max(map(cell_len, (before, after))) > width - FRAME or cell_len(before + after) > len(before + after):
        return Region(0, line, width, 1)
    old, new = (laid(text, width, above=above) for text in (before, after))
    apart = [i for i in range(width) if old[i] != new[i]] or [0, width - 1]
    return Region(apart[0], line, apart[-1] + 1 - apart[0], 1)


def laid(text: str, width: int, *, above: bool) -> str:
    """A border's line as Textual lays it out: the words between blanks, from the left above, to the right below."""
    label = f" {text} " if text else ""
    return f"──{label}".ljust(width, "─") if above else f"{label}──".rjust(width, "─")
