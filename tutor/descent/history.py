"""Old thetas, so that a run can be wound back exactly: dense near the present, ever sparser further back.

Each k is filed by how often 2 divides it, and each file keeps its newest entries, KEPT of them. Hence the last 2*KEPT
steps are kept every one, the last 4*KEPT every other one, and so on: going n steps back, there is a kept
theta at most about n/KEPT steps before the one that is wanted, and replaying those few steps gives it
exactly. The number of thetas kept grows with the logarithm of the run only; of long thetas fewer are kept.
"""

from __future__ import annotations

from collections import deque

from tutor.descent.methods.base import Memory
from tutor.descent.problem import Vector

KEPT = 64
ROOM = 4096  # numbers in one file: what is remembered beside a long theta is long too

Entry = tuple[int, Vector, Memory]


class History:
    """Theta and the memory of the method by k, in a run that begins at k = 0 with `start`, which is always kept."""

    def __init__(self, start: Vector, memory: Memory = ()) -> None:
        self._start: Entry = (0, start, memory)
        size = start.size + sum(part.size for part in memory)
        self._kept = max(8, min(KEPT, ROOM // max(1, size)))
        self._files: list[deque[Entry]] = []

    def add(self, k: int, theta: Vector, memory: Memory = ()) -> None:
        """Keep theta at k >= 1, the newest yet. The arrays are kept, not copied."""
        twos = (k & -k).bit_length() - 1
        try:
            self._files[twos].append((k, theta, memory))
        except IndexError:
            self._files.extend(deque(maxlen=self._kept) for _ in range(twos + 1 - len(self._files)))
            self._files[twos].append((k, theta, memory))

    def before(self, k: int) -> Entry:
        """The newest kept k' <= k, with its theta and memory."""
        found = self._start
        for file in self._files:
            found = max(found, next((entry for entry in reversed(file) if entry[0] <= k), found), key=_k)
        return found

    def cut(self, k: int) -> None:
        """Forget every theta after k."""
        for file in self._files:
            while file and file[-1][0] > k:
                file.pop()

    def copy(self) -> History:
        """Another history that goes its own way from here; the arrays are shared."""
        twin = History.__new__(History)
        twin._start, twin._kept = self._start, self._kept
        twin._files = [file.copy() for file in self._files]
        return twin

    def __len__(self) -> int:
        return 1 + sum(map(len, self._files))


def _k(entry: Entry) -> int:
    return entry[0]
