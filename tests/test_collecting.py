"""Garbage is collected in a pause of the keys, not under a finger, and not on a still page."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

import pytest

from tutor.ui import collecting
from tutor.ui.collecting import AT_LAST, DUE, Collector

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Python:
    """In the place of `gc`: `young` collections there were, each of `full` ones came after so many."""

    def __init__(self) -> None:
        self.young, self.full = 0, list[int]()

    def get_count(self) -> tuple[int, int, int]:
        return 0, 0, self.young

    def collect(self) -> None:
        self.full.append(self.young)
        self.young = 0

    def get_threshold(self) -> tuple[int, int, int]:
        return gc.get_threshold()

    def freeze(self, *_: int) -> None:
        """Nothing: the tests are not to be frozen."""

    enable = set_threshold = freeze


async def test_it_waits_for_a_pause_and_goes_on_while_something_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    python, collector = Python(), Collector()
    monkeypatch.setattr(collecting, "gc", python)
    monkeypatch.setattr(collecting, "PAUSE", 0.02)
    monkeypatch.setattr(collecting, "AGAIN", 0.02)
    collector.key_came()
    assert collector._next is None, "it has not begun"
    collector.begin()
    python.young = DUE
    for _ in range(6):
        collector.key_came()
        await asyncio.sleep(0)
    assert not python.full, "keys come"
    await _until(lambda: python.full == [DUE])
    for _ in range(400):  # a descent plays: something comes and goes
        python.young += 1
        await asyncio.sleep(0.001)
    assert len(python.full) > 2 and all(each >= DUE for each in python.full)
    await _until(lambda: collector._next is None)  # on a still page nothing is looked for


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if holds():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it never came")


async def test_pythons_own_turn_comes_later() -> None:
    before = gc.get_threshold()
    try:
        Collector().begin()
        assert gc.get_threshold() == (*before[:2], AT_LAST) and gc.isenabled()
    finally:
        gc.set_threshold(*before)
