"""Memory of many sessions on one host, as one administers it: real ones, each in a terminal of its own.

PSS counts a page that several processes share in parts, so that the sum over all of them is what the host needs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from tests.bench.figures import Figure, each
from tests.bench.terminal import PLAYING, TUTOR, TYPING, Terminal, descendants_of, memory_of

COUNTS = (1, 10)
HOST, SYSTEM = 4096, 512  # MB of a small host, and what its own use is taken to be
KINDS: tuple[list[str], ...] = ([], [TYPING], [PLAYING])  # the catalogue; a lesson, an answer judged; a descent playing


def sessions(rounds: int, counts: Sequence[int] = COUNTS) -> Iterator[Figure]:
    """MB a session, of each number of them: a third at each of three places."""
    for count in counts:
        apps, helpers = memory(count)
        whole = (sum(apps) + sum(helpers)) / count
        what = f"{count} session{'' if count == 1 else 's'}"
        room = f"{HOST // 1024} GB, {SYSTEM} MB set aside, hold {int((HOST - SYSTEM) / whole)}"
        yield Figure(f"memory a session (PSS), {what}", each([whole]), "MB", note=room)
        yield Figure("  the app", each(apps), "MB")
        helped = f"{len(helpers)} helpers, what they share counted once"
        yield Figure("  its share of the helpers", each([sum(helpers) / count]), "MB", note=helped)


def memory(count: int) -> tuple[list[float], list[float]]:
    """MB of each app, and of each helper process."""
    with ExitStack() as stack:
        meeting = stack.enter_context(tempfile.TemporaryDirectory())  # one user's
        terminals = []
        for i in range(count):
            made = Terminal([*TUTOR, *KINDS[i % len(KINDS)]], XDG_RUNTIME_DIR=meeting)
            terminals.append(stack.enter_context(made))
            read_all(terminals, 0.3)
        _all_helped(terminals)
        for words in ("\r", "2x", "\r"):
            for terminal in terminals[1::3]:
                terminal.send(words)
            read_all(terminals, 0.3)
        for terminal in terminals[2::3]:
            terminal.send(" ")
        read_all(terminals, 5.0)
        return [memory_of(each.pid) for each in terminals], [memory_of(pid) for pid in _helpers(terminals)]


def _all_helped(terminals: Sequence[Terminal]) -> None:
    """Waits until every session has a helper, and a while for it to warm up."""
    end = time.perf_counter() + 90
    while len(_helpers(terminals)) < len(terminals) and time.perf_counter() < end:
        read_all(terminals, 0.5)
    read_all(terminals, 3.0)


def _helpers(terminals: Sequence[Terminal]) -> set[int]:
    return {pid for terminal in terminals for pid in descendants_of(terminal.pid)}


def read_all(terminals: Sequence[Terminal], seconds: float) -> None:
    """What all of them send meanwhile."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for terminal in terminals:
            terminal.read(0.0)
        time.sleep(0.01)
