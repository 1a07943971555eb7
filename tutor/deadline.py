"""Work that ends in time: an alarm for what is done where nobody else could stop it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class TookTooLong(BaseException):
    """Not an Exception, so that nothing that gives up on a sum gives up on this."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what takes longer by TookTooLong, where this thread can be interrupted; elsewhere it must be bounded."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: Any) -> None:
    raise TookTooLong
