"""Old thetas, so that a run can be wound back exactly: dense near the present, ever sparser further back.

Each k is filed by how often 2 divides it, and each file keeps its newest KEPT entries. Hence the last 2*KEPT
steps are kept every one, the last 4*KEPT every other one, and so on: going n steps back, there is a kept
theta at most about n/KEPT steps before the one that is wanted, and replaying those few steps gives it
exactly. The number of thetas kept grows with the logarithm of the run only.
"""

from __future__ import annotations

from collections import deque

from tutor.descent.problem import Vector

KEPT = 64


class History:
    """Thetas by k, in a run that begins at k = 0 with `start`, which is always kept."""

    def __init__(self, start: Vector) -> None:
        self._start = start
        self._files: list[deque[tuple[int, Vector]]] = []

    def add(self, k: int, theta: Vector) -> None:
        """Keep theta at k >= 1, the newest yet. The array is kept, not copied."""
        twos = (k & -k).bit_length() - 1
        try:
            self._files[twos].append((k, theta))
        except IndexError:
            self._files.extend(deque(maxlen=KEPT) for _ in range(twos + 1 - len(self._files)))
            self._files[twos].append((k, theta))

    def before(self, k: int) -> tuple[int, Vector]:
        """The newest kept k' <= k, and its theta."""
        found = (0, self._start)
        for file in self._files:
            found = max(found, next((entry for entry in reversed(file) if entry[0] <= k), found), key=_k)
        return found

    def cut(self, k: int) -> None:
        """Forget every theta after k."""
        for file in self._files:
            while file and file[-1][0] > k:
                file.pop()

    def __len__(self) -> int:
        return 1 + sum(map(len, self._files))


def _k(entry: tuple[int, Vector]) -> int:
    return entry[0]
