"""Brings a step's scene on the screen: SymPy's part from the worker, the scene's state kept for when one comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Container
from textual.screen import Screen

from tutor import scenes
from tutor.lesson.model import Scene
from tutor.messages import tr
from tutor.scenes._scene import CannotShow
from tutor.ui.panes import pane_of
from tutor.worker import TaskFailed

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp
    from tutor.ui.scene_keeping import SceneKeeper


class SceneHost:
    """The scenes of one lesson, by the step they stand in. With a `keeper` a descent outlives the screen."""

    def __init__(self, keeper: SceneKeeper | None = None) -> None:
        self._scenes: dict[int, Any] = {}
        self._current = -1
        self._name = ""  # of the scene, where it is kept
        self.keeper = keeper

    async def enter(
        self, screen: Screen[Any], box: Container, position: int, spec: Scene, *, locked: bool, name: str = ""
    ) -> None:
        """Mounts the pane; where SymPy must work first, a line says so until it has."""
        self._current, self._name = position, name
        pane = pane_of(spec.name)(spec.settings, locked=locked)
        await box.mount(pane)
        if position in self._scenes:
            pane.start(self._scenes[position])
            if self.keeper is not None:
                self.keeper.watch(pane, self._scenes[position], spec, name)
            return
        module = scenes.module(spec.name)
        request = module.request(spec.settings)
        if request is None:
            self._begin(pane, position, spec, None)
            return
        pane.say(tr("SymPy is working it out ..."))
        screen.run_worker(
            self._work(screen, pane, position, spec, request), name=f"scene {spec.name}", group="scene", exclusive=True
        )

    async def _work(self, screen: Screen[Any], pane: Any, position: int, spec: Scene, request: Any) -> None:
        app: TutorApp = screen.app  # type: ignore[assignment]
        try:
            found = await app.helper.ask(request.task, *request.args, seconds=10.0)
        except TaskFailed as fault:
            pane.say(tr("this scene could not be worked out: {fault}. Enter goes on.", fault=fault))
            return
        if pane.is_attached and position == self._current:
            self._begin(pane, position, spec, found)

    def _begin(self, pane: Any, position: int, spec: Scene, found: Any) -> None:
        try:
            scene = scenes.module(spec.name).scene(spec.settings, found)
        except CannotShow as fault:
            pane.say(tr("This scene cannot be shown: {fault}. Enter goes on.", fault=fault))
            return
        self._scenes[position] = scene
        if self.keeper is not None:
            self.keeper.begin(pane, scene, spec, self._name)
        else:
            pane.start(scene)

    def forget(self, position: int) -> None:
        """The step will be another one: its scene begins anew."""
        self._scenes.pop(position, None)

    def leave(self) -> None:
        """The step is left: what was under way for it is not waited for, and its scene is kept as it stands."""
        self._current = -1
        if self.keeper is not None:
            self.keeper.leave()

    def look(self) -> None:
        """To be called now and then: keeps what has changed."""
        if self.keeper is not None:
            self.keeper.look()

    def keep(self) -> None:
        """The screen goes away: keeps the scene as it stands."""
        if self.keeper is not None:
            self.keeper.keep()
