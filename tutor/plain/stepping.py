"""What a step must know of what it is a step of: a lesson, a review, a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.lesson.model import Scene
from tutor.messages import tr

if TYPE_CHECKING:
    from tutor.plain.asking import Asking
    from tutor.plain.scene import ShownScene


class Stepping:
    """What a step is a step of. To be filled in by a lesson, a review, a checkpoint."""

    origin: str = "lesson"  # of the answers that are given here
    goes_back: bool = True  # is there a step before?
    has_another: bool = True  # is a worked question followed by one like it, where there is one?
    waits: bool = False  # does a checkpoint stand here that was not gone through yet?

    @property
    def where(self) -> str:
        """Where one is: the whole, its part, the place in it, in one sentence."""
        raise NotImplementedError

    @property
    def above(self) -> str:
        """Why it is asked; empty where nothing is to be said."""
        return ""

    @property
    def on_leaving(self) -> str:
        """What becomes of it where the tutor is left here, and all of it is kept."""
        return tr("All that you did is kept; the next start goes on there.")

    @property
    def lesson_id(self) -> str:
        """The lesson that the step is of."""
        raise NotImplementedError

    @property
    def on_done(self) -> str:
        """What an empty line does once the step is done."""
        raise NotImplementedError

    def scene(self, spec: Scene) -> ShownScene:
        """The step's scene, as it was left."""
        raise NotImplementedError

    def changed(self, asking: Asking) -> None:
        """The question's state is another one: keeps it."""
        raise NotImplementedError
