"""Steps a second and answers a second, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.figures import Figure, figure


def steps(rounds: int, count: int = 20_000) -> Iterator[Figure]:
    import numpy as np

    from tutor.descent.player import Player
    from tutor.descent.problem import LeastSquares
    from tutor.descent.run import descend

    X, y, start, rate = np.array([[1, 1], [1, 2], [1, 3.0]]), np.array([2, 2.5, 3.5]), np.array([0.1, 0.1]), 1e-5
    problem = LeastSquares(X, y)

    def bare() -> None:
        theta = start
        for _ in range(count):
            theta = theta - rate * (X.T @ (X @ theta - y)) / 3

    def readable() -> None:
        for _ in descend(problem, start, rate, count):
            pass

    def player() -> None:
        Player(problem, start, rate, count).step(count)

    taken: dict[str, list[float]] = {"bare": [], "readable": [], "player": []}
    for _ in range(max(3, rounds // 2)):
        for name, run in (("bare", bare), ("readable", readable), ("player", player)):
            taken[name].append(count / _seconds(run) / 1000)
    yield figure("readable loop on 3x2", taken["readable"], "k/s", taken["bare"], note="thousand steps a second")
    yield figure("fastest gear on 3x2, trace kept", taken["player"], "k/s", taken["bare"], 3, least=True)


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
