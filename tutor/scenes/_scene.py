"""What every scene has, so that screens, `check` and the plain tutor need not know which one they hold.

A scene's module gives `request`, `scene` and `prove`; the state that `scene` returns has no clock, thread or
screen: whoever shows it calls its methods and reads it again.
Modules that start with an underscore are not scenes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """What must be worked out first, elsewhere: a task of `tutor.tasks` by its name, and its arguments."""

    task: str
    args: tuple[Any, ...]


class CannotShow(Exception):
    """The scene cannot stand with these settings; the message is a sentence for people. `scene` raises it."""


class Scene(Protocol):
    """A scene as it stands on the learner's screen."""

    def sentence(self, ascii: bool = False) -> str:
        """One or two lines of plain words: what is shown now, with its numbers. Never 'nan' or 'inf'."""

    def program(self) -> str:
        """A short Python program that prints what the scene shows now."""


class SceneModule(Protocol):
    """What a module `tutor.scenes.NAME` gives beside its `Settings`."""

    def request(self, settings: Any) -> Request | None:
        """What must be worked out before the scene can stand; None where nothing must."""

    def scene(self, settings: Any, found: Any) -> Scene:
        """The scene, from its settings and the answer to its request (None without one). Raises CannotShow."""

    def prove(self, settings: Any, found: Any) -> tuple[str, ...]:
        """Run the scene for `calc-tutor check`: a sentence for each thing that fails."""
