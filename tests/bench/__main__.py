"""`python -m tests.bench`: the promises with numbers, measured here and now.

Ratios only: each against a bare Textual app run in turn with it, so that a slow machine slows both.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.terminal import Terminal

HERE = Path(__file__).parent
TUTOR = [sys.executable, "-m", "tutor"]
BARE = [sys.executable, str(HERE / "bare.py")]


def first_paint(argv: list[str], text: bytes) -> float:
    terminal = Terminal(argv)
    try:
        return terminal.read_until(text)
    finally:
        terminal.close()


def key_times(argv: list[str], ready: bytes, keys: list[str], count: int) -> list[float]:
    """How long each of `count` keys took to show, on a page that is otherwise still."""
    terminal = Terminal(argv)
    try:
        terminal.read_until(ready)
        terminal.settle(1.5)
        times = []
        for i in range(count):
            times.append(terminal.press(keys[i % len(keys)]))
            terminal.settle(0.05)
        return times
    finally:
        terminal.close()


def in_turn(ours: Callable[[], float], bare: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Both, one after the other, so that what slows the machine slows both."""
    pairs = [(ours(), bare()) for _ in range(rounds)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def quantile(values: list[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    ours, bare = in_turn(
        lambda: first_paint(TUTOR, b"Slope at a point"), lambda: first_paint(BARE, b"bare app"), rounds
    )
    row("start to first painted catalogue", statistics.median(ours), statistics.median(bare), 1.15)
    mine = key_times(TUTOR, b"Slope at a point", ["\x1b[B", "\x1b[A"], 40)
    plain = key_times(BARE, b"bare app", ["a", "b"], 40)
    row("key to changed screen, p50", quantile(mine, 0.5), quantile(plain, 0.5), 1.5)
    row("key to changed screen, p99", quantile(mine, 0.99), quantile(plain, 0.99), 1.5)


def row(name: str, ours: float, bare: float, bound: float) -> None:
    print(f"{name:<36} {ours * 1000:8.1f} ms  bare {bare * 1000:8.1f} ms  ratio {ours / bare:5.2f}  (at most {bound})")


if __name__ == "__main__":
    main()
