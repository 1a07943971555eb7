"""Steps a second, in this process: each kind of run in turn with the same loop written plainly.

CPU time is measured, not the clock on the wall: others may be at work on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.figures import Figure, each


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

        for _ in range(max(5, rounds // 2)):
            took = seconds(lambda loops=loops, X=X, y=y: _bare(X, y, 1e-5, loops))  # type: ignore[misc]
            bare.append(loops / took / 1000)
            ours.append(20 / seconds(lambda afresh=afresh: afresh(20_000)))  # type: ignore[misc]
            jumps.append(1000 * seconds(lambda afresh=afresh: afresh(10_000_000)))  # type: ignore[misc]
        name = f"{rows:,}x{columns}"
        yield Figure(f"fastest gear on {name}, trace kept", each(ours), "k/s", each(bare), least, least=True)
        most = 50 if rows == 3 else None  # with the data looked at anew, which is no part of the jump
        yield Figure(f"  from nothing to step 10,000,000 on {name}", each(jumps), "ms", limit=most)


def _bare(X: Any, y: Any, rate: float, count: int) -> None:
    """The loop of the seed's lesson."""
    import numpy as np

    theta, m = np.full(X.shape[1], 0.1), len(y)
    for _ in range(count):
        errors = np.dot(X, theta) - y
        theta -= rate * ((1 / m) * np.dot(X.T, errors))


def loops(rounds: int, count: int = 4_000) -> Iterator[Figure]:
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
            settings: dict[str, Any] = {"method": METHODS[method](), "batches": batches}
            start, plain, ours = np.full(len(problem.names), 0.5), [], []
            for _ in range(max(9, rounds)):
                took = seconds(lambda: _plainly(problem, start, count, **settings))  # noqa: B023
                plain.append(count / took / 1000)
                player = Player(problem, start, 1e-4, count, tolerance=0, **settings)
                player._past.parts[0].looped_to = None  # without the closed form
                ours.append(count / seconds(lambda: player.step(count)) / 1000)  # noqa: B023
            what = f"{method} on {name}" + (", batches of 1" if batches else "")
            yield Figure(what, each(ours), "k/s", each(plain), 0.9, least=True)


def _plainly(problem: Any, start: Any, count: int, method: Any, batches: Any) -> None:
    """The loop as one would write it: look, record, step."""
    from tutor.descent.batches import sight
    from tutor.descent.trace import Trace

    theta, memory, trace = start, method.begin(start), Trace()
    for k in range(count):
        trace.add(k, theta, problem.loss(theta))
        theta, memory = method.step(sight(problem, batches, k), theta, memory, 1e-4, k)


def seconds(run: Callable[[], object]) -> float:
    """Of this process's CPU."""
    start = time.process_time()
    run()
    return max(time.process_time() - start, 1e-6)
