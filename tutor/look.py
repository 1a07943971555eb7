"""Light or dark: what the learner chose last on this machine, kept in a small file of the home.

It is wanted before the first picture, which is too soon for the progress file: that is opened beside the keys.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

NAME = "colours"
WORDS = {"light": True, "dark": False}


class Look(NamedTuple):
    """The choice in the folder `home`; None for the platform's own place, where there is one."""

    home: Path | None = None

    def kept(self) -> bool | None:
        """True for light, False for dark; None where nothing was chosen, or it cannot be read."""
        try:
            folder = self._folder()
            with (folder / NAME).open(encoding="ascii") as file:
                return WORDS.get(file.read(16).strip())
        except (OSError, ValueError):  # nothing kept, or a file of another kind: as if nothing had been chosen
            return None

    def keep(self, light: bool) -> str | None:
        """Keeps the choice for the next start; why it cannot, in a sentence."""
        word = next(word for word, chosen in WORDS.items() if chosen == light)
        try:
            folder = self._folder()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / NAME).write_text(f"{word}\n", encoding="ascii")
        except (OSError, ValueError) as fault:
            why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
            return f"The colours are changed for now; they cannot be kept for the next start ({why})."
        return None

    def _folder(self) -> Path:
        if self.home is not None:
            return self.home.absolute()
        import platformdirs  # here, because --home needs none of it

        folder = Path(platformdirs.user_data_path("calc-tutor", appauthor=False))
        if not folder.is_absolute():  # no HOME and no entry for this user: "~" stays as it is
            raise ValueError("this machine names no home folder for you")
        return folder
