"""The descents of one lesson, kept while they run and taken up where they stood.

Whoever owns the screen calls `look` now and then: what stands otherwise than it was kept last is saved at once where it
stands still, every few seconds while it moves, and in any case when the step is left. A frame costs nothing. Nothing
here needs a widget but to begin: what is left to save when the terminal is already gone is saved all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tutor.kept_names import KEPT, scene_name
from tutor.lesson.model import Lesson, Scene
from tutor.messages import tr

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.ui.keeping import Keeping

WHILE_MOVING = 3.0  # seconds between two savings of a descent that plays
AT_ONCE = 0.03  # seconds that a descent may take to come back before the screen is drawn


def states_of(keeping: Keeping, session: Session, lesson: Lesson) -> dict[str, Any]:
    """How the descents of a lesson stood, by name. It waits for the disk: not to be called where keys wait."""
    names = [
        scene_name(lesson, place, session.variant(lesson, place))
        for place, step in enumerate(lesson.steps)
        if step.show is not None and step.show.name == KEPT
    ]
    found = {name: keeping.scene_kept(lesson.header.id, name) for name in names}
    return {name: state for name, state in found.items() if state is not None}


class SceneKeeper:
    """What is kept of the scene that stands on the screen, one at a time."""

    def __init__(self, states: dict[str, Any], save: Callable[[str, Mapping[str, Any]], None]) -> None:
        self._states, self._save = states, save
        self._scene: Any = None
        self._pane: Any = None
        self._name = ""
        self._kept: Any = None  # as it was kept last
        self._at = 0.0

    def begin(self, pane: Any, scene: Any, spec: Scene, name: str) -> None:
        """Starts the pane on its scene, where it stood if that was kept. A long way back is gone before one's eyes."""
        if spec.name != KEPT:
            pane.start(scene)
            return
        way = self._way(pane, scene, self._states.get(name))
        done = way is None or _within(way, AT_ONCE)
        self.watch(pane, scene, spec, name)
        pane.start(scene)
        if way is not None and not done:
            pane.go(way)
            pane.note(tr("Going back to where you stood; space stops it"))

    def watch(self, pane: Any, scene: Any, spec: Scene, name: str) -> None:
        """This scene stands on the screen now, as it is."""
        if spec.name != KEPT:
            return
        from tutor.scenes._descend_keep import kept

        self._pane, self._scene, self._name = pane, scene, name
        self._kept, self._at = kept(scene), time.monotonic()

    def look(self) -> None:
        """Saves the scene where it stands otherwise than it was kept."""
        if self._scene is None:
            return
        moving = bool(self._pane.moving)
        if not moving or time.monotonic() - self._at >= WHILE_MOVING:
            self._keep(moving)

    def keep(self) -> None:
        """Saves it as it stands, however lately it moved."""
        if self._scene is not None:
            self._keep(bool(self._pane.moving))

    def leave(self) -> None:
        """The step is left: its scene is kept, and is no longer looked at."""
        self.keep()
        self._scene = self._pane = None

    def _keep(self, moving: bool) -> None:
        from tutor.scenes._descend_keep import kept

        state = kept(self._scene, moving)
        self._at = time.monotonic()
        if {**state, "moving": False} != {**self._kept, "moving": False} or (self._kept["moving"] and not moving):
            self._kept = self._states[self._name] = state
            self._save(self._name, state)

    def _way(self, pane: Any, scene: Any, state: Any) -> Iterator[float] | None:
        """The way to where it stood; None where nothing was kept, or what was is of another descent."""
        from tutor.scenes._descend_keep import NotTakenUp, take_up

        if state is None:
            return None
        try:
            return self._followed(pane, scene, take_up(scene, state))
        except NotTakenUp:
            return None

    def _followed(self, pane: Any, scene: Any, way: Iterator[float]) -> Iterator[float]:
        """The way, and at its end: what stands there is what was kept."""
        yield from way
        if scene is self._scene:
            from tutor.scenes._descend_keep import kept

            self._kept = kept(scene)
            pane.note("")
            pane.call_later(pane.refresh_bindings)  # there may be several runs now


def _within(way: Iterator[float], seconds: float) -> bool:
    """Goes the way for so long; says whether that was all of it."""
    until = time.monotonic() + seconds
    with suppress(ValueError):
        for _ in way:
            if time.monotonic() > until:
                return False
    return True
