"""Charts and maps as Textual widgets that send only what changed.

`Lines` are `Rows` (see `tutor.ui.rows`) with the colours of charts. `Chart` draws a `Picture`, `HeatMap` a `Terrain`;
both redraw when their size changes. There are no timers and no animation here, and NumPy and plotext are imported when
the first picture is drawn, not when this module is.

Colours are classes (`chart--line`, `heat--3`, ...), so the stylesheet and the theme decide them: for all charts of an
app at once. As Textual's component classes, eighteen of them would be worked out for each chart whenever anything
around it gets the focus, which was a third of what turning a page took.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tutor.drawing.picture import Marks, Picture, Row, Terrain
from tutor.ui.rows import Look, Rows
from tutor.ui.rows import changed_spans as changed_spans

if TYPE_CHECKING:
    from tutor.drawing.terrain import Mapper

# Of each app, by its rules, which are others in another theme: the looks worked out so far.
_LOOKS: WeakKeyDictionary[Stylesheet, tuple[object, dict[str, Look]]] = WeakKeyDictionary()


class Lines(Rows):
    """Rows with the colours of charts and maps."""

    DEFAULT_CSS = """
    Lines {
        .chart--axis { color: $foreground 50%; }
        .chart--guide { color: $foreground 22%; }
        .chart--line { color: $text-accent; }
        .chart--line-2 { color: $text-primary; }
        .chart--line-3 { color: $text-success; }
        .chart--line-4 { color: $text-secondary; }
        .chart--point { color: $foreground; text-style: bold; }
        .chart--mark { color: $foreground 70%; }
        .chart--path { color: $foreground; text-style: bold; }
        .chart--cursor { color: $text-accent; text-style: bold; }
        .chart--contour { color: $foreground 45%; }
        .heat--0 { color: $primary 48%; background: $primary 0%; }
        .heat--1 { color: $primary 48%; background: $primary 7%; }
        .heat--2 { color: $primary 50%; background: $primary 14%; }
        .heat--3 { color: $primary 54%; background: $primary 21%; }
        .heat--4 { color: $primary 58%; background: $primary 28%; }
        .heat--5 { color: $primary 64%; background: $primary 36%; }
    }
    """

    def look(self, name: str) -> Look:
        sheet = self.app.stylesheet
        rules, looks = _LOOKS.get(sheet, (None, {}))
        if rules is not sheet.rules:
            looks = {}
            _LOOKS[sheet] = sheet.rules, looks
        if name not in looks:
            node = DOMNode(classes=name)
            node._attach(self)
            sheet.apply(node)
            looks[name] = Look.of(node.styles)
        return looks[name]


class _Drawing(Lines):
    """Lines drawn from a value, again whenever the size or the characters allowed change."""

    DEFAULT_CSS = "_Drawing { height: 1fr; }"

    def __init__(self, *, marks: Marks | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._marks = marks
        self._subject: Any = None
        self._figure: Any = None  # plotext's, this widget's own; made at the first drawing

    @property
    def marks(self) -> Marks:
        """The characters this drawing may use: those it was given, else what the app's class `-ascii` allows."""
        if self._marks is not None:
            return self._marks
        return Marks.ASCII if self.app.has_class("-ascii") else Marks.BRAILLE

    @marks.setter
    def marks(self, marks: Marks) -> None:
        if marks is not self._marks:
            self._marks = marks
            self._draw()

    def _show(self, subject: Any) -> None:
        self._subject = subject
        self._draw()

    def refit(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._subject is None or self.size.width < 1 or self.size.height < 1:
            self.set_rows(())
            return
        if self._figure is None:
            from tutor.drawing.canvas import new_figure

            self._figure = new_figure()
        self.set_rows(self._draw_rows(*self.size))

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        raise NotImplementedError


class Chart(_Drawing):
    """Curves over two axes."""

    @property
    def picture(self) -> Picture | None:
        """What is drawn."""
        return cast("Picture | None", self._subject)

    def show(self, picture: Picture | None) -> None:
        """Draws `picture` (None: nothing), repainting only the cells that changed."""
        self._show(picture)

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        from tutor.drawing.raster import draw

        return draw(self._subject, width, height, self.marks, self._figure)


class HeatMap(_Drawing):
    """Heights seen from above, with a path, arrows and marked places."""

    _mapper: Mapper | None = None

    @property
    def terrain(self) -> Terrain | None:
        """What is drawn."""
        return cast("Terrain | None", self._subject)

    def show(self, terrain: Terrain | None) -> None:
        """Draws `terrain` (None: nothing), repainting only the cells that changed."""
        self._show(terrain)

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        if self._mapper is None:
            from tutor.drawing.terrain import Mapper

            self._mapper = Mapper()
        return self._mapper.draw(self._subject, width, height, self.marks, self._figure)
