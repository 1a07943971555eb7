"""A pane's border and the words on it: never cut off, and sent alone when they change.

Textual repaints a whole widget, with all that is in it, when a title of its border is set, even to what it was. A
descent tells k and the loss there ten times a second, so a `Box` repaints the line of the border, and only where its
words have changed.
"""

from __future__ import annotations

from typing import Any

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

FRAME = 6  # cells of a border's line that Textual keeps beside the words


def that_fits(box: Widget, *ways: str) -> str:
    """The first of `ways` with room on the border of `box`, or the last; the first, as long as nothing stands."""
    room = box.outer_size.width - FRAME
    return next((each for each in ways if room <= 0 or len(each) <= room), ways[-1])


class Box(Vertical):
    """A bordered container whose title and subtitle are set by `tell`."""

    def __init__(self, *children: Widget, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._told: dict[str, str] = {}
        self._line: int | None = None  # of the border, while its words are set

    def tell(self, *, title: str | None = None, subtitle: str | None = None) -> None:
        """Sets the words above and below; None leaves them."""
        for name, text, line in (("border_title", title, 0), ("border_subtitle", subtitle, self.outer_size.height - 1)):
            if text is None or self._told.get(name) == text:
                continue
            self._told[name] = text
            self._line = line
            setattr(self, name, Content(text))
            self._line = None

    def refresh(self, *regions: Region, **how: Any) -> Box:
        """Only the line of the border, while its words are set."""
        if self._line is None or self.outer_size.height < 2:
            return super().refresh(*regions, **how)
        place = Region(0, self._line, self.outer_size.width, 1)
        return super().refresh(place.translate((-self.content_offset.x, -self.content_offset.y)))
