"""The helper process: what it promises to a screen that must never wait for it and never lose it.

Each helper takes half a second of a processor to warm up, so one test follows one `Worker` through its whole life.
"""

import asyncio
import os
import signal

import pytest

from tutor.expression import parse
from tutor.worker import TaskFailed, TookTooLong, Worker


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


async def printed(worker, text="x^3 - 5x + 7"):
    return await worker.ask("printed", parse(text, ("x",)), seconds=30)


async def test_it_answers_and_is_replaced_whatever_happens_to_it(worker):
    assert await printed(worker) == "x**3 - 5*x + 7"
    with pytest.raises(TaskFailed):  # a task that says no, in words; the next is answered
        await worker.ask("printed", "not a tree", seconds=30)
    answers = await asyncio.gather(*(printed(worker, f"x^{n}") for n in range(2, 12)))
    assert answers == [f"x**{n}" for n in range(2, 12)]  # questions at once each get their own answer

    pid = worker._process.pid
    with pytest.raises(TookTooLong):  # a task over its time is killed
        await worker.ask("sleep", 60.0, seconds=0.2)
    assert await printed(worker) == "x**3 - 5*x + 7" and worker._process.pid != pid
    assert not alive(pid)

    killed = worker._process
    asking = asyncio.create_task(worker.ask("sleep", 60.0, seconds=30))
    await asyncio.sleep(0.1)
    os.kill(killed.pid, signal.SIGKILL)
    with pytest.raises(TaskFailed):
        await asking
    assert worker._process is not killed and worker._process.poll() is None

    await killed_while_it_warms_up(worker)

    process, worker._closed = worker._process, True  # it ends when its parent is gone, which closes its pipe
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == 0


async def killed_while_it_warms_up(worker):
    """It is replaced for whoever asks next: its pipe closes a moment before the process is gone, and who asked in that
    moment once waited for a minute."""
    asked = [asyncio.create_task(printed(worker)) for _ in range(4)]
    for asking in asked[:-1]:
        await asyncio.sleep(0.05)
        assert not worker._is_ready.is_set()
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(TaskFailed):
            await asking
    assert await asyncio.wait_for(asked[-1], 20) == "x**3 - 5*x + 7"


async def test_a_task_whose_parent_is_gone_ends_at_its_time():
    made = Worker()
    await printed(made)
    process = made._process
    made._closed = True
    asking = asyncio.create_task(made.ask("sleep", 60.0, seconds=0.2))
    await asyncio.sleep(0.1)
    asking.cancel()
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == -signal.SIGALRM


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
