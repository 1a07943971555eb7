"""What a long run needs of memory, and how long an answer takes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, each

RUNS = (("gd", 10_000_000, 5), ("adam", 1_000_000, 2))  # the method, its steps, and rounds


def memory(rounds: int) -> Iterator[Figure]:
    """The most that a process needs for a long run, beside a short one; Adam is shortened by no closed form."""
    for method, count, turns in RUNS:
        most: dict[int, list[float]] = {1000: [], count: []}
        for _ in range(min(rounds, turns)):
            for steps, found in most.items():
                code = _RUN.format(method=method, count=steps)
                done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
                found.append(int(done.stdout) / 1024)
        name = f"memory of {count:,} steps of {method} / of 1,000"
        yield Figure(name, each(most[count]), "MB", each(most[1000]), 1.05, note="after 2,000 of them in both")


_RUN = """
import re
from tutor.descent.methods import METHODS
from tutor.descent.player import Player
from tutor.descent.problem import LeastSquares
seed = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
for count in (2_000, {count}):  # a short one first, in both: code that is loaded on the way is no part of a run
    player = Player(seed, [0.1, 0.1], 1e-8, count, method=METHODS["{method}"]())
    for _ in player.to_end():
        pass
assert player.k == {count}, player.k
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def answers(rounds: int) -> Iterator[Figure]:
    """Every question of the lessons: its own answer and each wrong one the author foresaw, judged once a round."""
    from tutor.grading import grade, own_answer
    from tutor.lesson.catalogue import load_catalogue
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Lesson
    from tutor.places import shipped_lessons

    took: list[list[float]] = []
    for header in load_catalogue([shipped_lessons()]).lessons():
        lesson = load_lesson(Path(header.file))
        for question in lesson.questions if isinstance(lesson, Lesson) else ():
            took.append([])
            for text in (own_answer(question), *(wrong.value for wrong in question.wrong)):
                begun = time.perf_counter()
                grade(question, text)
                took[-1].append(1000 * (time.perf_counter() - begun))
    count = sum(map(len, took))
    yield Figure("an answer judged, p95", took, "ms", limit=50, q=0.95, note=f"{count} answers, none judged before")
    yield Figure("an answer judged, worst", took, "ms", limit=2000, q=1.0)
    yield Figure("answers judged a second", each([1000 * count / sum(map(sum, took))]), "/s")
