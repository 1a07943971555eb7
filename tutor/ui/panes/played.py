"""What the panes of scenes that move by themselves share: play and halt, the pieces it is played in, who paints.

Such a scene has `playing`, `finished`, `progress`, `steps_a_frame` (None: as many as the screen can take), and
`advance(n)`, which says whether anything moved.
"""

from __future__ import annotations

import time
from typing import Any

from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.descend_running import Adaptive, Painter, Pieces, Runner


class PlayedPane(ScenePane):
    """A scene that plays, and stops when the learner looks elsewhere."""

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._runner = Runner(self, self.repaint)
        self._painter = Painter(self, self._parts, self._paint_part, self._runner)

    @property
    def moving(self) -> bool:
        return self._runner.going

    def started(self) -> None:
        self.run_worker(self._painter.loop(), name="painter", group="painter")

    def _parts(self) -> tuple[str, ...]:
        """What there is to paint, in its order."""
        raise NotImplementedError

    def _paint_part(self, part: str) -> None:
        raise NotImplementedError

    def _stops_here(self) -> bool:
        """Is this a place at which the lesson wants a look?"""
        return False

    def _toggle_play(self) -> None:
        if self._runner.going:
            self._halt()
        elif self.scene.toggle_play():
            self._runner.start(self._play())

    def _play(self) -> Pieces:
        """Frame after frame of the gear that is in; where steps are slow, a gear's worth of them in several pieces."""
        scene, piece, left = self.scene, Adaptive(), 0
        while scene.playing:
            gear = scene.steps_a_frame
            left = min(left or gear, gear) if gear is not None else 0
            size = piece.size if gear is None else min(piece.size, left)
            begun = time.perf_counter()
            moved = scene.advance(size)
            piece.took(time.perf_counter() - begun)
            left -= size
            if scene.finished or not moved or self._stops_here():
                scene.playing = False
            yield None if gear is not None and left <= 0 else float(scene.progress)

    def _halt(self) -> None:
        self._runner.stop()
        self.scene.playing = False

    def pause(self) -> None:
        if self.scene is not None:
            self._halt()
            self.repaint()

    def on_unmount(self) -> None:
        if self.scene is not None:
            self._halt()
