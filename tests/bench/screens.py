"""Start-up, keys, bytes, idle CPU and memory: the tutor in a terminal, in turn with a bare Textual app."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator

from tests.bench.figures import Figure, figure
from tests.bench.terminal import BARE, HERE, PLAYING, STREAMING, TUTOR, TYPING, Terminal, children_of, cpu_of, memory_of

THEIRS = [sys.executable, str(HERE / "theirs.py")]
UP, DOWN = "\x1b[A", "\x1b[B"


def start(rounds: int) -> Iterator[Figure]:
    ours, bare, cpu, bare_cpu = [], [], [], []
    for _ in range(rounds):
        for argv, text, walls, cpus in ((TUTOR, b"Slope at a point", ours, cpu), (BARE, b"bare app", bare, bare_cpu)):
            with Terminal(argv) as terminal:
                walls.append(1000 * terminal.read_until(text))
                cpus.append(1000 * cpu_of(terminal.pid))
    yield figure("start to first painted catalogue", ours, "ms", bare, 1.15)
    yield figure("  its CPU", cpu, "ms", bare_cpu)


def keys_on(argv: list[str], ready: bytes, keys: list[str], count: int, before: str = "") -> list[float]:
    """Milliseconds that each of `count` keys took to show, on a page that is otherwise still."""
    with Terminal(argv) as terminal:
        terminal.read_until(ready)
        terminal.read_for(3.0)
        if before:
            terminal.send(before)
            terminal.settle()
        times = []
        for i in range(count):
            times.append(1000 * terminal.press(keys[i % len(keys)]))
            terminal.settle(0.04)
        return times


def keys_while_playing(count: int, *, full_speed: bool) -> list[float]:
    """Milliseconds until the screen showed what a key did, while a descent plays."""
    with Terminal([*TUTOR, PLAYING]) as terminal:
        terminal.read_until(b"plays for long")
        terminal.read_for(3.0)
        terminal.send(" ")
        for _ in range(7 if full_speed else 0):
            terminal.send(UP)
            terminal.read_for(0.1)
        terminal.read_for(0.5)
        sent = []
        for i in range(count):
            sent.append(terminal.send(" " if full_speed else (UP, DOWN)[i % 2]))
            terminal.read_for(0.3 + 0.037 * (i % 5))  # at any moment between two frames
        words = ("paused", "playing") if full_speed else ("×2", "×1 ")
        took = [terminal.seen_after(at, lambda text, i=i: words[i % 2] in text) for i, at in enumerate(sent)]
    streaming = took[::2] if full_speed else took  # a paused one does not stream
    assert None not in streaming, f"a key was never answered:\n{chr(10).join(terminal.screen.display)}"
    return [1000 * each for each in streaming if each is not None]


def keys(rounds: int) -> Iterator[Figure]:
    count = 8 * rounds
    half = count // 2
    bare = keys_on(BARE, b"bare app", ["a", "b"], half)
    catalogue = keys_on(TUTOR, b"Slope at a point", [DOWN, UP], count)
    typing = keys_on([*TUTOR, TYPING], b"stands still", ["2", "\x7f"], count, before="\r")
    playing, fast = keys_while_playing(count, full_speed=False), keys_while_playing(2 * count, full_speed=True)
    bare += keys_on(BARE, b"bare app", ["a", "b"], count - half)
    for name, times in (
        ("key in the catalogue", catalogue),
        ("key typed into an answer", typing),
        ("key while a descent plays, ×1", playing),
        ("key while a descent plays, full speed", fast),
    ):
        yield figure(f"{name}, p50", times, "ms", bare, 1.5)
        yield figure(f"{name}, p99", times, "ms", bare, 1.5, q=0.99, note=f"worst {max(times):.1f} of {len(times)}")


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
    sent, changed = [], []
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
    sent, changed = frames([*TUTOR, STREAMING], b"streams", 0.5 * rounds, before=" ")
    yield Figure("bytes a streaming frame / changed cells", _mean(sent), "B", _mean(changed), 8)
    if importlib.util.find_spec("textual_plotext") is None:
        yield Figure("  textual-plotext", 0, "B", note="skipped: textual-plotext is not installed")
        return
    sent, changed = frames(THEIRS, b"theirs", 0.5 * rounds)
    yield Figure("  textual-plotext", _mean(sent), "B", _mean(changed))


def _mean(values: list[float]) -> float:
    return sum(values) / max(1, len(values))


def idle(rounds: int) -> Iterator[Figure]:
    seconds = max(5.0, 1.0 * rounds)
    with Terminal([*TUTOR, TYPING]) as terminal:
        terminal.read_until(b"stands still")
        terminal.read_for(4.0)
        before, came, begun = cpu_of(terminal.pid), terminal.bytes, time.perf_counter()
        terminal.read_for(seconds)
        took = time.perf_counter() - begun
        yield Figure("idle CPU on a lesson page", 100 * (cpu_of(terminal.pid) - before) / took, "%", limit=0.5)
        yield Figure("  bytes a minute meanwhile", 60 * (terminal.bytes - came) / took, "B")
        yield Figure("memory of the app (PSS)", memory_of(terminal.pid), "MB")
        yield Figure("  and of its worker", sum(map(memory_of, children_of(terminal.pid))), "MB")
