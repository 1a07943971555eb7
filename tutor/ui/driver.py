"""Bytes from the keyboard that are no UTF-8 (a paste, an `é` from an old terminal) become a mark, never an end.

Textual decodes its input strictly, in a thread whose failure ends the app without restoring the terminal.
"""

from __future__ import annotations

import codecs
import importlib
import sys
from typing import Any


def _forgiving(encoding: str) -> Any:
    """As codecs.getincrementaldecoder, but what cannot be decoded becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)
    return lambda: decoder(errors="replace")


def forgive_bytes() -> None:
    """Lets Textual's reader of the terminal decode forgivingly; the same however often it is called."""
    if sys.platform != "win32":
        module: Any = importlib.import_module("textual.drivers.linux_driver")
        module.getincrementaldecoder = _forgiving
