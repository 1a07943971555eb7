"""What every scene has, so that screens, `check` and the plain tutor need not know which one they hold.

A scene's module gives `request`, `scene` and `prove`; the state that `scene` returns has no clock, thread or
screen: whoever shows it calls its methods and reads it again.
For those who cannot see the screen it gives `told`, `acts` and `act`: the scene in sentences and small tables, and
everything that the keys of its pane do as a word that can be typed. They stand in `_NAME_told.py`: a function that
gives the lines, and a tuple of `_acts.Deed`s, each with its usage (`step [N]`), what it does in a few words, and the
function that does it with the state's own methods. Finding, reading and wrapping is done in `_acts`.
Modules that start with an underscore are not scenes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tutor.scenes._acts import Act


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

    def told(self, scene: Any, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
        """The scene for somebody who cannot see it, in lines to be read one after the other: what it is, its sentence,
        and a small table where that helps. No wider than `width`, printable, never 'nan' or 'inf'."""

    def acts(self, scene: Any) -> tuple[Act, ...]:
        """What can be typed as the scene stands."""

    def act(self, scene: Any, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
        """Does what was typed, word by word, and yields the lines to be read as they come; what takes long is done in
        bounded pieces between them. Raises `_acts.CannotAct`, with a sentence, where it cannot be done."""
