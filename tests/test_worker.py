"""The helper process: what it promises to a screen that must never wait for it and never lose it."""

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


def cube():
    return parse("x^3 - 5x + 7", ("x",))


async def test_it_answers_a_task_with_a_plain_value(worker):
    assert await worker.ask("printed", cube(), seconds=30) == "x**3 - 5*x + 7"


async def test_a_task_that_says_no_is_told_in_words_and_the_next_is_answered(worker):
    with pytest.raises(TaskFailed):
        await worker.ask("printed", "not a tree", seconds=30)
    assert await worker.ask("printed", cube(), seconds=30) == "x**3 - 5*x + 7"


async def test_a_task_over_its_time_is_killed_and_the_next_is_answered(worker):
    await worker.ask("printed", cube(), seconds=30)
    before = worker._process.pid
    with pytest.raises(TookTooLong):
        await worker.ask("sleep", 60.0, seconds=0.2)
    assert await worker.ask("printed", cube(), seconds=30) == "x**3 - 5*x + 7"
    assert worker._process.pid != before


async def test_a_killed_process_is_replaced(worker):
    await worker.ask("printed", cube(), seconds=30)
    asking = asyncio.create_task(worker.ask("sleep", 60.0, seconds=30))
    await asyncio.sleep(0.2)
    os.kill(worker._process.pid, signal.SIGKILL)
    with pytest.raises(TaskFailed):
        await asking
    assert await worker.ask("printed", cube(), seconds=30) == "x**3 - 5*x + 7"


async def test_questions_at_once_each_get_their_own_answer(worker):
    trees = [parse(f"x^{n}", ("x",)) for n in range(2, 12)]
    answers = await asyncio.gather(*(worker.ask("printed", tree, seconds=30) for tree in trees))
    assert answers == [f"x**{n}" for n in range(2, 12)]


async def test_it_ends_when_its_parent_is_gone():
    """Closing the pipe is all that a killed parent does."""
    made = Worker()
    await made.ask("printed", cube(), seconds=30)
    process = made._process
    made._closed = True
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == 0


async def test_a_task_whose_parent_is_gone_ends_at_its_time():
    made = Worker()
    await made.ask("printed", cube(), seconds=30)
    process = made._process
    made._closed = True
    asking = asyncio.create_task(made.ask("sleep", 60.0, seconds=0.5))
    await asyncio.sleep(0.1)
    asking.cancel()
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == -signal.SIGALRM


async def test_one_killed_while_it_warms_up_is_replaced_for_whoever_asks_next(worker):
    """Its pipe closes a moment before the process is gone; who asks in that moment once waited for a minute."""
    for _ in range(3):
        asking = asyncio.create_task(worker.ask("printed", cube(), seconds=30))
        next_one = asyncio.create_task(worker.ask("printed", cube(), seconds=30))
        await asyncio.sleep(0.05)
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(TaskFailed):
            await asking
        assert await asyncio.wait_for(next_one, 20) == "x**3 - 5*x + 7"
        worker._restart()
