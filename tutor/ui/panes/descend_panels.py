"""Which panes of a descent stand on the screen, how they share it, and where its pace is told.

The curvature and the race table come and go: where there is room they stand beside the others, else in the place of
theta.
"""

from __future__ import annotations

import time
from typing import Any

from textual.containers import Container

from tutor.messages import tr
from tutor.ui.panes.base import SHORT
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_views import View, draw, widget_for

PACE_LAST = ("surface", "loss")  # they have words of their own where others have room for the pace
SIDE_BY_SIDE = 72  # columns in which three panes can stand beside each other; of fewer, two, and the others by a key
BROAD = 100  # columns in which the numbers on the left have room for names, and a chart has what is left
SLOW = 0.03  # seconds: a curvature that takes longer is not looked at while theta moves, or keys would wait for it
ROOMY = (60, 24)  # columns and rows in which four panes can be read
STACKED = 72  # columns of fewer than which half has no room for the columns of a race: it stands above a chart, if high


class Panels:
    """The panes of one scene, by name."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._own: tuple[str, ...] = ()  # as the lesson wants them
        self._called: list[str] = []  # by the learner, in that order
        self._zoomed = 0
        self._roomy = self._tight = self._broad = self._upright = False
        self._curvature_takes = 0.0  # seconds, when it was last worked out
        self._pace_on: str | None = None  # the pane whose border tells it
        self._box: Container | None = None

    def mount(self, scene: Any, box: Container) -> None:
        """Makes them all; those that nobody called are hidden."""
        self._own, self._box = tuple(scene.panels), box
        for name in dict.fromkeys([*self._own, "race", "curvature"]):
            view = widget_for(name, scene)
            self._views[name] = View(Box(view, classes="pane", id=f"panel-{name}"), view)
        box.mount(*(view.box for view in self._views.values()))
        self._arrange()

    @property
    def _present(self) -> list[str]:
        names = list(self._own)
        for called in self._called:
            if called == "curvature" and self._roomy and len(names) < 4:
                names.append(called)
            elif "theta" in names:
                names[names.index("theta")] = called
            else:
                names[-1] = called
        return list(dict.fromkeys(names))

    @property
    def shown(self) -> tuple[str, ...]:
        """What can be seen now, in order."""
        present = self._present
        if 0 < self._zoomed <= len(present):
            return (present[self._zoomed - 1],)
        return tuple(present[:2] if self._tight else present)

    def toggle(self, name: str) -> None:
        """Calls a pane, or sends it away; of two that want theta's place the later has it."""
        if name in self._called:
            self._called.remove(name)
        elif name not in self._own:
            self._called = [each for each in self._called if self._roomy] + [name]
        self._zoomed = 0
        self._arrange()

    def zoom(self) -> None:
        """One pane large, the next, all again."""
        self._zoomed = (self._zoomed + 1) % (len(self._present) + 1)
        self._arrange()

    @property
    def rearranged(self) -> bool:
        """Is a pane large, or one called that the lesson does not show?"""
        return bool(self._zoomed or self._called)

    def restore(self) -> None:
        """As the lesson wants them."""
        self._called, self._zoomed = [], 0
        self._arrange()

    def fit(self, width: int, height: int) -> bool:
        """The place for all of them is so large; says whether other panes can be seen now."""
        roomy = width >= ROOMY[0] and height >= ROOMY[1]
        tight = width < SIDE_BY_SIDE and height < SHORT
        broad, upright = width >= BROAD, width < STACKED and height >= ROOMY[1]
        if (roomy, tight, broad, upright) == (self._roomy, self._tight, self._broad, self._upright):
            return False
        self._roomy, self._tight, self._broad, self._upright = roomy, tight, broad, upright
        self._arrange()
        return True

    def _arrange(self) -> None:
        if self._box is None:
            return
        shown = self.shown
        for name, view in self._views.items():
            view.box.display = name in shown
            view.box.set_class(name == shown[0], "-first")
        order = {name: place for place, name in enumerate(self._present)}
        self._box.sort_children(key=lambda box: order.get((box.id or "").removeprefix("panel-"), 9))
        numbers = shown[0] in ("theta", "race", "curvature")
        wanted = {
            f"-panels-{len(shown)}": True,
            "-zoomed": self._zoomed > 0,
            "-broad": self._broad,
            "-numbers-first": numbers,
            "-numbers-broad": numbers and self._broad,
            "-race-upright": self._upright and len(shown) == 2 and "race" in shown,
        }
        self._box.set_classes(name for name, on in wanted.items() if on)

    def paint(self, name: str, scene: Any, *, ascii: bool, locked: bool, moving: bool) -> None:
        """Draws one of them, where it can be seen."""
        view = self._views[name]
        if not view.box.display:
            return
        if name == "curvature" and moving and self._curvature_takes > SLOW:
            view.box.tell(
                title=that_fits(view.box, tr("curvature (new where theta stops)"), tr("curvature (at a stop)"))
            )
            return
        begun = time.perf_counter()
        draw(name, scene, view, ascii=ascii, locked=locked)
        if name == "curvature":
            self._curvature_takes = time.perf_counter() - begun

    def tell_pace(self, words: str) -> None:
        """On the border of the first pane that can be seen and has no words of its own there, else beside those."""
        place = min(self.shown, key=lambda name: PACE_LAST.index(name) + 1 if name in PACE_LAST else 0)
        if self._pace_on not in (None, place):
            self._views[self._pace_on].box.tell_beside()
        self._pace_on = place
        self._views[place].box.tell_beside(words, words.split(" (")[0])
