"""Where things are on this machine that belong to the tutor, and what may be opened of them."""

from __future__ import annotations

from pathlib import Path

REVIEW = "review"  # to be opened in place of a lesson's file: what is due


def shipped_lessons() -> Path:
    """The lessons that come with the tutor: inside an installed package, else beside it in a source tree."""
    package = Path(__file__).resolve().parent
    installed = package / "_lessons"
    return installed if installed.is_dir() else package.parent / "lessons"
