"""What goes over the line between a screen and its helper process: whole messages, one after the other."""

from __future__ import annotations

import os
import pickle
import struct
from typing import Any

READY = -1  # the id under which a helper says that it has finished importing, and its process id
_SIZE = struct.Struct("!I")


def send(end: int, message: Any) -> None:
    """Writes one message. OSError where nobody reads any more."""
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(_SIZE.pack(len(packed)) + packed)
    while rest:
        rest = rest[os.write(end, rest) :]


def receive(end: int) -> Any:
    """The next message, or None at the end. Both ends are this program: nothing from outside is unpickled."""
    head = _exactly(end, _SIZE.size)
    body = _exactly(end, *_SIZE.unpack(head)) if head is not None else None
    return pickle.loads(body) if body is not None else None


def _exactly(end: int, count: int) -> bytes | None:
    parts = []
    while count:
        try:
            part = os.read(end, min(count, 1 << 20))
        except ConnectionResetError:  # the other end was killed with something unread
            return None
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
