"""A catalogue of 1,000 lessons in 40 folders beside ten: the first picture, a key in it, and when all are there."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.terminal import BARE, DOWN, TUTOR, UP, Terminal
from tutor.places import shipped_lessons

FOLDERS, EACH = 40, 25
FIRST = b"Slope at a point"  # a shipped lesson: those stand above
END = "\x1b[F"


def thousand(rounds: int) -> Iterator[Figure]:
    """Starts in turn with the bare app and with the shipped lessons alone; then keys at both ends of the list."""
    walls: dict[str, list[list[float]]] = {"bare": [], "ten": [], "many": []}
    whole: list[list[float]] = []
    keys: dict[str, list[list[float]]] = {"ten": [], "many": []}
    with tempfile.TemporaryDirectory(prefix="calc-tutor-lessons-") as folder:
        last = many_lessons(Path(folder), FOLDERS, EACH)
        given = [*TUTOR, "--lessons", folder]
        for turn in range(rounds + 1):
            for name, argv, text in (("bare", BARE, b"bare app"), ("ten", TUTOR, FIRST), ("many", given, FIRST)):
                with Terminal(argv) as terminal:
                    took = 1000 * terminal.read_until(text)
                if turn:  # the first of each reads from the disk
                    walls[name].append([took])
            whole.append([1000 * until_all(given, last)])
        for _ in range(max(2, min(rounds, 4))):
            for name, argv in (("ten", TUTOR), ("many", given)):
                keys[name].append([1000 * each for each in presses(argv, 12)])
    yield Figure("start with 1,000 lessons", walls["many"], "ms", walls["bare"], 1.15)
    yield Figure("  beside the start with ten", walls["many"], "ms", walls["ten"])
    yield Figure("  until the last of them can be lit", whole, "ms")
    yield Figure("  a key at the end of the list, beside ten, p50", keys["many"], "ms", keys["ten"], 1.5)


def many_lessons(folder: Path, folders: int, each: int) -> str:
    """Writes that many lessons, copies of the shipped ones with ids and titles of their own; gives the last title."""
    shipped = [file for file in sorted(shipped_lessons().glob("*/*.yaml")) if file.name != "course.yaml"]
    texts = [file.read_text(encoding="utf-8") for file in shipped]
    title = ""
    for number in range(folders * each):
        course = folder / f"course-{number // each:02}"
        course.mkdir(exist_ok=True)
        title = f"Copy {number:04}"
        text = re.sub(r"(?m)^id: .*$", f"id: copy-{number:04}", texts[number % len(texts)], count=1)
        text = re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1)
        (course / f"{number % each:02}-copy.yaml").write_text(text, encoding="utf-8")
    return title


def until_all(argv: list[str], last: str) -> float:
    """Seconds from the start until `end` lights the last lesson of all, the key being pressed again and again."""
    with Terminal(argv) as terminal:
        terminal.read_until(FIRST)
        while True:
            terminal.send(END)
            terminal.read_for(0.02)
            terminal.play()
            if any(last in line for line in terminal.screen.display):
                return terminal.chunks[-1][0] - terminal.started
            if not terminal.chunks or terminal.chunks[-1][0] - terminal.started > 30:
                raise TimeoutError(f"{last} was never lit")


def presses(argv: list[str], count: int) -> list[float]:
    """Seconds that each key took at the end of the list, on a page that is otherwise still."""
    with Terminal(argv) as terminal:
        terminal.read_until(FIRST)
        terminal.read_for(3.0)
        terminal.send(END)
        terminal.settle()
        times = []
        for i in range(count):
            times.append(terminal.press((UP, DOWN)[i % 2]))
            terminal.settle(0.05)
        return times
