"""Ends the tutor as `q` does when the system tells it to: the terminal is put back, the helper process goes too.

Without this a `kill`, or a terminal that is hung up, would leave the shell with keys that do not echo, inside the
screen of a program that is gone.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Told:
    """The signal that asked the tutor to end; None where the learner did."""

    def __init__(self) -> None:
        self.signal: int | None = None

    @property
    def code(self) -> int:
        """The exit code that a shell gives to a program ended so; 0 where none was told."""
        return 0 if self.signal is None else 128 + self.signal


@contextmanager
def gently() -> Iterator[Told]:
    """While inside, SIGTERM and SIGHUP act as ctrl+c at a shell does, which the event loop turns into an orderly end.

    A second one is obeyed at once: an orderly end may hang on a terminal that takes no more.
    """
    told = Told()

    def end(number: int, frame: FrameType | None) -> None:
        told.signal = number
        for each in signals:
            signal.signal(each, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {each: signal.signal(each, end) for each in signals if signal.getsignal(each) == signal.SIG_DFL}
    if signal.getsignal(signal.SIGINT) != signal.default_int_handler:  # ignored where a script starts us behind itself
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
