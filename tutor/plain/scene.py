"""A step's scene in lines: worked out, described, moved by what is typed, and kept where it outlives its step.

What a scene says of itself and what can be typed is its own module's (`told`, `acts`, `act`). A descent is kept in the
store as the screens keep it (`tutor.ui.scene_keeping`), so that either takes up what the other left.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import inf
from typing import Any

from tutor import scenes
from tutor.kept_names import KEPT
from tutor.lesson.model import Scene
from tutor.messages import N_, tr
from tutor.plain.console import Gone
from tutor.plain.helper import PATIENCE, Stopped
from tutor.plain.tutoring import Tutor
from tutor.scenes._acts import Act, CannotAct
from tutor.scenes._scene import CannotShow
from tutor.worker import TaskFailed

SYMPY_SECONDS = 10.0
LOCKED = N_("Make your prediction first: answer the question, then this scene is yours.")


class ShownScene:
    """One scene. `kept_as`: its lesson and its name there, where it is kept; `scene` is None until it was worked out,
    or where it could not be: `trouble` says why."""

    def __init__(self, tutor: Tutor, spec: Scene, kept_as: tuple[str, str] | None = None) -> None:
        self.tutor, self.spec = tutor, spec
        self.kept_as = kept_as if spec.name == KEPT else None
        self.scene: Any = None
        self.trouble = ""
        self._kept: Any = None  # as it was kept last

    @property
    def _module(self) -> Any:
        return scenes.module(self.spec.name)

    def stand(self, *, again: bool = False) -> None:
        """Works out what must be, once: where that failed it is tried `again` only if that is asked for."""
        if self.scene is not None or (self.trouble and not again):
            return
        request, found = self._module.request(self.spec.settings), None
        self.trouble = ""
        try:
            if request is not None:
                found = self.tutor.work(request.task, *request.args, seconds=SYMPY_SECONDS)
            self.scene = self._module.scene(self.spec.settings, found)
        except TaskFailed as fault:
            self.trouble = tr("This scene could not be worked out: {fault}.", fault=fault)
        except CannotShow as fault:
            self.trouble = tr("This scene cannot be shown: {fault}.", fault=fault)
        except Stopped:
            self.trouble = tr("Stopped: this scene was not worked out; scene tries again.")
        else:
            self._take_up()

    # --- what is said -----------------------------------------------------------------------------------------------

    def tell(self, *, locked: bool, again: bool = False) -> None:
        """The scene in sentences and small tables; a locked one says what it waits for. See `stand` for `again`."""
        console = self.tutor.console
        if locked:
            console.say(tr(LOCKED))
            return
        self.stand(again=again)
        if self.scene is None:
            console.say(self.trouble)
            return
        console.lines(self._module.told(self.scene, console.ascii, console.width))

    def acts(self) -> tuple[Act, ...]:
        """What can be typed now."""
        self.stand()
        found: tuple[Act, ...] = self._module.acts(self.scene) if self.scene is not None else ()
        return found

    def act(self, words: Sequence[str]) -> None:
        """Does what was typed, and says what came of it; CannotAct, with a sentence, where it cannot be done."""
        self.stand()
        if self.scene is None:
            raise CannotAct(self.trouble)
        console = self.tutor.console
        try:
            console.lines(self._module.act(self.scene, words, console.ascii, console.width))
        except KeyboardInterrupt:
            if self.tutor.leaving():
                raise Gone from None
            console.say(tr("Stopped; the scene stands where it was stopped."))
        finally:
            self.keep()

    def program(self) -> str | None:
        """The same in Python; None where there is no scene."""
        self.stand()
        return str(self.scene.program()) if self.scene is not None else None

    # --- what is kept -----------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Saves it where it stands otherwise than it was kept."""
        if self.kept_as is None or self.scene is None:
            return
        from tutor.scenes._descend_keep import kept

        state = kept(self.scene)
        if state != self._kept:
            self._kept = state
            self.tutor.kept.scene(*self.kept_as, state)

    def _take_up(self) -> None:
        """Where it stood, if that was kept and is of this very descent."""
        if self.kept_as is None:
            return
        from tutor.scenes._descend_keep import NotTakenUp, kept, take_up

        state = self.tutor.kept.scene_kept(*self.kept_as)
        if state is not None:
            with suppress(NotTakenUp):  # the lesson changed since: it begins anew
                self._go(take_up(self.scene, state))
        self._kept = kept(self.scene)

    def _go(self, way: Iterator[float]) -> None:
        """A long way back; stopped, the scene stands at its start."""
        late = time.monotonic() + PATIENCE if self.tutor.console.interactive else inf
        try:
            for _ in way:
                if time.monotonic() > late:
                    self.tutor.console.say(tr("working ..."))
                    late = inf
        except KeyboardInterrupt:
            if self.tutor.leaving():
                raise Gone from None
            self.tutor.console.say(tr("Stopped on the way back to where it stood; it begins anew."))
