"""Steps a second and answers a second, in this process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, figure


def steps(rounds: int) -> Iterator[Figure]:
    """Full-batch least squares against the loop of the seed's lesson, and a jump of ten million steps."""
    import numpy as np

    from tutor.descent.player import Player
    from tutor.descent.problem import LeastSquares

    random = np.random.RandomState(0)
    small = np.array([[1, 1], [1, 2], [1, 3.0]]), np.array([2, 2.5, 3.5])
    for rows, columns, least, loops in ((3, 2, 3, 20_000), (100_000, 10, 500, 30), (1_000_000, 10, 3000, 5)):
        X, y = small if rows == 3 else (random.randn(rows, columns), random.randn(rows))
        problem, start = LeastSquares(X, y), np.full(columns, 0.1)
        bare, ours, jumps = [], [], []

        def afresh(steps: int, problem: Any = problem, start: Any = start) -> None:
            problem.__dict__.pop("parabola", None)  # what is worked out once, from the data, counts too
            problem.__dict__.pop("spectrum", None)
            player = Player(problem, start, 1e-5, steps)
            for _ in player.go(steps):
                pass

        for _ in range(max(3, rounds // 2)):
            took = _seconds(lambda loops=loops, X=X, y=y: _bare(X, y, 1e-5, loops))  # type: ignore[misc]
            bare.append(loops / took / 1000)
            ours.append(20 / _seconds(lambda afresh=afresh: afresh(20_000)))  # type: ignore[misc]
            jumps.append(1000 * _seconds(lambda afresh=afresh: afresh(10_000_000)))  # type: ignore[misc]
        name = f"{rows:,}x{columns}"
        yield figure(f"fastest gear on {name}, trace kept", ours, "k/s", bare, least, least=True)
        most = 50 if rows == 3 else None  # with the data looked at anew, which is no part of the jump
        yield figure(f"  from nothing to step 10,000,000 on {name}", jumps, "ms", limit=most)


def _bare(X: Any, y: Any, rate: float, count: int) -> None:
    """The loop of the seed's lesson."""
    import numpy as np

    theta, m = np.full(X.shape[1], 0.1), len(y)
    for _ in range(count):
        errors = np.dot(X, theta) - y
        theta -= rate * ((1 / m) * np.dot(X.T, errors))


def loops(rounds: int, count: int = 5_000) -> Iterator[Figure]:
    """Everything else, against the same loop written plainly, with a trace and no screen."""
    import numpy as np

    from tutor.descent.batches import Batches
    from tutor.descent.methods import METHODS
    from tutor.descent.player import Player
    from tutor.descent.problem import Function, LeastSquares
    from tutor.descent.problems.logistic import Logistic

    random = np.random.RandomState(0)
    seed = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
    yes_or_no = Logistic(random.randn(100, 3), np.arange(100) % 2)
    valley = Function(
        lambda t: (1 - t[0]) ** 2 + 100 * (t[1] - t[0] ** 2) ** 2,
        lambda t: [2 * (t[0] - 1) - 400 * t[0] * (t[1] - t[0] ** 2), 200 * (t[1] - t[0] ** 2)],
        ("x", "y"),
    )
    for problem, name in ((seed, "least squares"), (yes_or_no, "logistic"), (valley, "a function")):
        for method, batches in (("gd", None), ("momentum", None), ("adam", None), ("gd", Batches(1))):
            if batches is not None and problem is valley:
                continue
            settings = {"method": METHODS[method](), "batches": batches}
            plain, ours = [], []
            for _ in range(max(3, rounds // 2)):
                start, n = np.full(len(problem.names), 0.5), count
                plain.append(n / _seconds(lambda: _plainly(problem, start, n, **settings)) / 1000)  # noqa: B023
                player = Player(problem, start, 1e-4, n, tolerance=0, **settings)
                player._past.parts[0].looped_to = None  # without the closed form
                ours.append(n / _seconds(lambda: player.step(n)) / 1000)  # noqa: B023
            what = f"{method} on {name}" + (", batches of 1" if batches else "")
            yield figure(what, ours, "k/s", plain, 0.9, least=True)


def _plainly(problem: Any, start: Any, count: int, method: Any, batches: Any) -> None:
    """The loop as one would write it: look, record, step."""
    from tutor.descent.batches import sight
    from tutor.descent.trace import Trace

    theta, memory, trace = start, method.begin(start), Trace()
    for k in range(count):
        trace.add(k, theta, problem.loss(theta))
        theta, memory = method.step(sight(problem, batches, k), theta, memory, 1e-4, k)


def memory(rounds: int) -> Iterator[Figure]:
    """The most that a process needs for a long run of Adam, which no closed form shortens, beside a short one."""
    most = {}
    for count in (1000, 1_000_000):
        done = subprocess.run(
            [sys.executable, "-c", _RUN.format(count=count)], capture_output=True, text=True, check=True
        )
        most[count] = int(done.stdout) / 1024
    yield Figure("memory of 1,000,000 steps of Adam / of 1,000", most[1_000_000], "MB", most[1000], 1.05)


_RUN = """
import re
from tutor.descent.methods import METHODS
from tutor.descent.player import Player
from tutor.descent.problem import LeastSquares
seed = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
player = Player(seed, [0.1, 0.1], 0.1, {count}, method=METHODS["adam"]())
for _ in player.to_end():
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def answers(rounds: int) -> Iterator[Figure]:
    """Every question of the lessons: its own answer and each wrong one the author foresaw, judged once."""
    from tutor.grading import grade, own_answer
    from tutor.lesson.catalogue import load_catalogue
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Lesson
    from tutor.places import shipped_lessons

    took = []
    for header in load_catalogue([shipped_lessons()]).lessons():
        lesson = load_lesson(Path(header.file))
        for question in lesson.questions if isinstance(lesson, Lesson) else ():
            for text in (own_answer(question), *(wrong.value for wrong in question.wrong)):
                took.append(1000 * _seconds(lambda question=question, text=text: grade(question, text)))
    yield figure("an answer judged, p95", took, "ms", limit=50, q=0.95)
    yield Figure("an answer judged, worst", max(took), "ms", limit=2000)
    yield Figure("answers judged a second", 1000 * len(took) / sum(took), "/s", note=f"{len(took)} answers")


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return max(time.process_time() - start, 1e-6)
