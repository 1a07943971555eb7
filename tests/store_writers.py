"""Run by a test: writers that share one progress file, killed at random instants or left to finish.

Each writer is a fork of this process (an interpreter takes too long to start for many), saves answers one by one and
says after each `flush` how many are acknowledged, by a byte in a file of its own. After each turn this process opens
the store and asserts that what was acknowledged is there, in order and without a gap.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.stores import now, saved
from tutor.progress.records import Origin
from tutor.progress.store import open_store
from tutor.verdict import Outcome, Verdict

TURNS, WRITERS, ANSWERS = 20, 2, 40
WRONG = Verdict(Outcome.WRONG, "no " * 40)


def writer(home: Path, name: str, most: int, *, forgetful: bool = False) -> int:
    """Starts one; gives its process id. A forgetful one forgets its lesson now and then, and brings it back."""
    if child := os.fork():
        return child
    status = 1
    try:
        acknowledged = os.open(home / f"{name}.seen", os.O_WRONLY | os.O_CREAT)
        store = open_store(home, now, patience=30.0)
        assert store.trouble is None, store.trouble
        for number in range(most):
            question = f"q{number // 20:06}"
            store.save_question(name, question, f"{number}*", 0, False, False, 0)
            store.save_answer(name, question, f"{number}*x", WRONG, 0, 0, origin=Origin.REVIEW, seconds=number)
            store.save_scene(name, "descend", {"k": number, "theta": [number / 7]})
            store.save_position(name, number, number, False, now())
            if store.flush():
                os.write(acknowledged, b".")
            if forgetful and number % 3 == 2:
                assert store.forget(name) is not None and store.undo() is not None
            time.sleep(0.001)  # a learner is slower still, and the other writer gets its turn
        status = 0
    finally:
        os._exit(status)


def check(home: Path, name: str) -> int:
    """Asserts that all that was acknowledged is there; gives how much that was."""
    seen = home / f"{name}.seen"
    least = seen.stat().st_size if seen.exists() else 0
    with saved(home) as store:
        assert store.trouble is None, store.trouble
        store.undo()  # killed between forgetting and bringing back
        history = [each for each in store.history() if each.lesson == name]
        scene, position = store.scene(name, "descend"), store.load().lesson(name).position
        questions = [state for _, state in sorted(store.load().lesson(name).questions.items())]
    found = [each.text for each in history]
    assert found == [f"{number}*x" for number in range(len(found))]
    assert len(found) >= least, f"{least} were acknowledged, {len(found)} are there"
    assert [(each.origin, each.seconds) for each in history] == [(Origin.REVIEW, n) for n in range(len(found))]
    if least:
        assert scene is not None and least - 1 <= scene["k"] < len(found) and scene["theta"] == [scene["k"] / 7]
        assert least - 1 <= position < len(found)
    if found:
        assert questions[-1].draft in (f"{len(found) - 1}*", f"{len(found)}*")
    return least


def await_moment(dice: random.Random, seen: Path) -> None:
    """Waits: a third of the time for the writer to be opening the file, else for it to be amid its answers."""
    wanted, until = dice.choice([0, dice.randrange(3), dice.randrange(12)]), time.monotonic() + 10.0
    while wanted and not (seen.exists() and seen.stat().st_size >= wanted) and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(dice.random() * 0.01)


def killed(home: Path, writers: int = WRITERS) -> None:
    dice, acknowledged = random.Random(), []
    for turn in range(TURNS):
        names = [f"w{turn}-{each}" for each in range(writers)]
        for name, process in [(name, writer(home, name, 10**6, forgetful=writers == 1)) for name in names]:
            await_moment(dice, home / f"{name}.seen")
            os.kill(process, signal.SIGKILL)
            assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL
        acknowledged += [check(home, name) for name in names]
    print(f"{len(acknowledged)} kills; acknowledged before each: {sorted(acknowledged)}")
    assert sum(acknowledged) > 0


def together(home: Path) -> None:
    names = [f"w{each}" for each in range(WRITERS)]
    for process in [writer(home, name, ANSWERS) for name in names]:
        assert os.waitpid(process, 0)[1] == 0
    assert [check(home, name) for name in names] == [ANSWERS] * WRITERS


if __name__ == "__main__":
    {"killed": killed, "forgetful": lambda home: killed(home, 1), "together": together}[sys.argv[1]](Path(sys.argv[2]))
