"""What a key costs: on still pages, while a descent plays, while SymPy loads, and over a slow line.

Ours and the bare app take turns, round by round. On a still page a key is answered by the first byte that comes; where
something moves anyway, by the moment at which the screen shows what the key did.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.figures import Figure
from tests.bench.terminal import BARE, BARE_INPUT, DOWN, PLAYING, STREAMING, THEIRS, TUTOR, TYPING, UP, Terminal

LINES = ((4000, 0.1), (2000, 0.5))  # bytes a second, and the seconds in which a key is to show its effect


def keys(rounds: int) -> Iterator[Figure]:
    """Keys beside those of a bare app; pages that stand still are pressed in turn, key by key."""
    turns = max(2, min(rounds, 4))
    count = max(8, 12 * rounds // turns)
    measured: dict[str, list[list[float]]] = {}
    for _ in range(turns):
        found = still(count)
        found["while a descent plays, x1"] = while_playing(count, full_speed=False)
        found["while a descent plays, full speed"] = while_playing(2 * count, full_speed=True)
        found["in the first 3 s after the first paint"] = while_it_loads()
        for name, times in found.items():
            measured.setdefault(name, []).append([1000 * each for each in times])
    bare, bare_input = measured.pop("bare"), measured.pop("bare Input")
    for name, ours in measured.items():
        typed = name == "typed into an answer"
        beside = bare_input if typed else bare
        limit = None if "first 3 s" in name else 1.5
        note = "beside a bare Input" if typed else ""
        worst = f"worst {max(map(max, ours)):.1f} of {sum(map(len, ours))} {note}".rstrip()
        yield Figure(f"key {name}, p50", ours, "ms", beside, limit, note=note)
        yield Figure(f"key {name}, p99", ours, "ms", beside, limit, q=0.99, note=worst)


STILL = {  # a page, what says that it is there, the keys for it, and what is to be pressed before them
    "bare": (BARE, b"bare app", ("a", "b"), ""),
    "bare Input": (BARE_INPUT, b"bare app", ("2", "\x7f"), ""),
    "in the catalogue": (TUTOR, b"Slope at a point", (DOWN, UP), ""),
    "typed into an answer": ([*TUTOR, TYPING], b"stands still", ("2", "\x7f"), "\r"),
}


def still(count: int) -> dict[str, list[float]]:
    """Seconds that each of `count` keys took, by page; all pages are open at once, and nothing moves on any."""
    with ExitStack() as stack:
        terminals = {}
        for name, (argv, ready, _, before) in STILL.items():
            terminals[name] = stack.enter_context(Terminal(argv))
            terminals[name].read_until(ready)
            terminals[name].read_for(2.5)
            if before:
                terminals[name].send(before)
            terminals[name].settle()
        times: dict[str, list[float]] = {name: [] for name in STILL}
        for i in range(count):
            for name, (_, _, presses, _) in STILL.items():
                times[name].append(terminals[name].press(presses[i % len(presses)]))
                terminals[name].settle(0.04)
        return times


def while_playing(count: int, *, full_speed: bool) -> list[float]:
    """Seconds until the screen showed what a key did, while a descent plays."""
    with Terminal([*TUTOR, PLAYING]) as terminal:
        terminal.wait_for("k = 0")
        terminal.read_for(2.0)
        terminal.send(" ")
        terminal.wait_for("playing")
        for _ in range(7 if full_speed else 0):
            terminal.send(UP)
            terminal.read_for(0.1)
        terminal.wait_for("full speed" if full_speed else "×1 ")
        terminal.read_for(0.5)
        sent = []
        for i in range(count):
            sent.append(terminal.send(" " if full_speed else (UP, DOWN)[i % 2]))
            terminal.read_for(0.3 + 0.037 * (i % 5))  # at any moment between two frames
        terminal.read_for(1.0)
        words = ("paused", "playing") if full_speed else ("×2", "×1 ")
        took = [seen(terminal, at, words[i % 2]) for i, at in enumerate(sent)]
    return took[::2] if full_speed else took  # a paused one does not stream


def while_it_loads() -> list[float]:
    """Seconds until another lesson was lit, from the first paint on: what lessons need is being loaded meanwhile."""
    with Terminal(TUTOR) as terminal:
        terminal.read_until(b"Slope at a point")
        took: list[float] = []
        end = time.perf_counter() + 3.0
        while time.perf_counter() < end:
            terminal.play()
            lit, at = _lit(terminal), terminal.send((DOWN, UP)[len(took) % 2])
            while _lit(terminal) == lit:
                assert terminal.read(5.0), _lost(terminal)
                terminal.play()
            took.append(terminal.chunks[-1][0] - at)
            terminal.read_for(0.05 + 0.013 * (len(took) % 5))
        return took


def _lit(terminal: Terminal) -> list[int]:
    return [y for y, row in enumerate(terminal.screen.display) if "▸" in row]


def seen(terminal: Terminal, at: float, word: str) -> float:
    """Seconds from `at` until the word stood on the screen."""
    found = terminal.seen_after(at, lambda text: word in text)
    assert found is not None, _lost(terminal)
    return found


def _lost(terminal: Terminal) -> str:
    return f"a key was never answered:\n{chr(10).join(terminal.screen.display)}"


# --- a slow line --------------------------------------------------------------------------------------------------


def line(rounds: int) -> Iterator[Figure]:
    """Seconds until a key shows its effect over a slow line, while a descent plays."""
    turns, there = max(1, min(rounds // 4, 3)), importlib.util.find_spec("textual_plotext") is not None
    for pace, limit in LINES:
        ours: list[list[float]] = []
        theirs: list[list[float]] = []
        for _ in range(turns):
            ours.append(over_a_line(pace))
            theirs += [theirs_over_a_line(pace)] if there and not theirs and pace == 4000 else []  # once: it takes long
        name = f"key over {pace:,} bytes a second while playing"
        yield Figure(f"{name}, p50", ours, "s", limit=limit)
        yield Figure(f"{name}, p90", ours, "s", limit=limit, q=0.9, note=f"worst {max(map(max, ours)):.2f}")
        if theirs:
            yield Figure("  textual-plotext, p50", theirs, "s")


def over_a_line(pace: int, count: int = 8) -> list[float]:
    """Seconds for each key that changes the speed of a descent."""
    with Terminal([*TUTOR, STREAMING], slow=pace) as terminal:
        terminal.read_until(b"streams")
        terminal.read_for(2.0 + 8000 / pace)
        terminal.send(" ")
        terminal.read_for(3.0)
        sent = []
        for i in range(count):
            sent.append(terminal.send((UP, DOWN)[i % 2]))
            terminal.read_for(0.7 + 0.037 * (i % 5))
        terminal.read_for(2.0)
        return [seen(terminal, at, ("×2", "×1 ")[i % 2]) for i, at in enumerate(sent)]


def theirs_over_a_line(pace: int) -> list[float]:
    """The same for a chart drawn by textual-plotext, once its line is full; 20 s are waited for at most."""
    with Terminal(THEIRS, slow=pace) as terminal:
        terminal.read_until(b"no key yet")
        terminal.read_for(10.0)
        at = terminal.send("a")
        terminal.read_for(20.0)
        found = terminal.seen_after(at, lambda text: "key 1." in text)
        return [20.0 if found is None else found]
