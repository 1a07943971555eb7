"""How each scene looks: the pane of the scene NAME is `Pane` in `tutor/ui/panes/NAME.py`."""

from __future__ import annotations

import importlib
from typing import Any


def pane_of(name: str) -> Any:
    """The pane class of the scene called `name`."""
    return importlib.import_module(f"{__name__}.{name}").Pane
