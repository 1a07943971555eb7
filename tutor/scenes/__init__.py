"""Scenes: one module each, found by its name.

A module `tutor/scenes/NAME.py` holds `Settings` (what a teacher may write under `show: {NAME: ...}`) and what is
true of the scene: its state, its sentence, its Python program. How it looks is a pane of the same name in
`tutor/ui/panes/`. Adding a scene adds one module here and one there, and touches nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def names() -> tuple[str, ...]:
    """The scenes there are, in alphabetical order."""
    return tuple(sorted(each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")))


@cache
def module(name: str) -> ModuleType:
    """The module of the scene called `name`, one of `names()`."""
    return importlib.import_module(f"{__name__}.{name}")
