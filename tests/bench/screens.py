"""Start-up, bytes on the wire, idle CPU: the tutor in a terminal, in turn with a bare Textual app."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator

from tests.bench.figures import Figure, each
from tests.bench.terminal import BARE, STREAMING, THEIRS, TUTOR, TYPING, Terminal, cpu_of


def start(rounds: int) -> Iterator[Figure]:
    """The first picture, from nothing."""
    walls: dict[str, list[float]] = {"ours": [], "bare": []}
    cpus: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(rounds + 1):
        for name, argv, text in (("ours", TUTOR, b"Slope at a point"), ("bare", BARE, b"bare app")):
            with Terminal(argv) as terminal:
                took = 1000 * terminal.read_until(text)
                if turn:  # the first of each reads from the disk
                    walls[name].append(took)
                    cpus[name].append(1000 * cpu_of(terminal.pid))
    yield Figure("start to first painted catalogue", each(walls["ours"]), "ms", each(walls["bare"]), 1.15)
    yield Figure("  its CPU", each(cpus["ours"]), "ms", each(cpus["bare"]))


def frames(argv: list[str], ready: bytes, seconds: float, before: str = "") -> tuple[list[float], list[float]]:
    """Bytes of each frame that was sent, and the bytes of the cells that it changed."""
    with Terminal(argv) as terminal:
        terminal.read_until(ready)
        terminal.read_for(2.0)
        if before:
            terminal.send(before)
            terminal.read_for(0.5)
        terminal.play()
        first = len(terminal.chunks)
        terminal.read_for(seconds)
    sent: list[float] = []
    changed: list[float] = []
    cells = _cells(terminal)
    for i in range(first, len(terminal.chunks)):
        at, data = terminal.chunks[i]
        if i > first and at - terminal.chunks[i - 1][0] < 0.03:
            sent[-1] += len(data)
        else:
            sent.append(len(data))
            changed.append(0.0)
        terminal.play(at)
        now = _cells(terminal)
        changed[-1] += sum(len(cell[0].encode()) for cell, old in zip(now, cells, strict=True) if cell != old)
        cells = now
    return sent, changed


def _cells(terminal: Terminal) -> list[tuple[str, str, str]]:
    screen = terminal.screen
    rows = [screen.buffer[y] for y in range(screen.lines)]
    return [(row[x].data, row[x].fg, row[x].bg) for row in rows for x in range(screen.columns)]


def streaming(rounds: int) -> Iterator[Figure]:
    """Bytes a frame beside the bytes of the cells that it changed; each round gives the means of its frames."""
    turns = max(2, min(rounds // 3, 4))
    for name, argv, ready, before, limit in (
        ("bytes a streaming frame / changed cells", [*TUTOR, STREAMING], b"streams", " ", 8.0),
        ("  textual-plotext", THEIRS, b"no key yet", "", None),
    ):
        if argv is THEIRS and importlib.util.find_spec("textual_plotext") is None:
            yield Figure(name, (), "B", note="skipped: textual-plotext is not installed")
            return
        sent, changed = [], []
        for _ in range(turns):
            bytes_, cells = frames(argv, ready, 0.4 * rounds, before)
            sent.append(_mean(bytes_))
            changed.append(_mean(cells))
        yield Figure(name, each(sent), "B", each(changed), limit)


def _mean(values: list[float]) -> float:
    return sum(values) / max(1, len(values))


def idle(rounds: int) -> Iterator[Figure]:
    """A lesson page that stands still."""
    with Terminal([*TUTOR, TYPING]) as terminal:
        terminal.read_until(b"stands still")
        terminal.read_for(5.0)
        cpu, sent = [], []
        for _ in range(5):
            before, came, begun = cpu_of(terminal.pid), terminal.bytes_sent, time.perf_counter()
            terminal.read_for(max(2.0, 0.4 * rounds))
            took = time.perf_counter() - begun
            cpu.append(100 * (cpu_of(terminal.pid) - before) / took)
            sent.append(60 * (terminal.bytes_sent - came) / took)
        yield Figure("idle CPU on a lesson page", each(cpu), "%", limit=0.5)
        yield Figure("  bytes a minute meanwhile", each(sent), "B", limit=0)
