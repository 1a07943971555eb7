"""The helper process: what it promises to a screen that must never wait for it and never lose it.

Each helper takes half a second of a processor to warm up, so one test follows one `Worker` through its whole life, and
another one the helpers of several sessions that meet.
"""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tutor import worker_link
from tutor.expression import parse
from tutor.worker import TaskFailed, TookTooLong, Worker
from tutor.worker_link import Fork, Own, meeting_place


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


async def printed(worker, text="x^3 - 5x + 7"):
    return await worker.ask("printed", parse(text, ("x",)), seconds=30)


def pid_of(worker):
    return worker._helper.link.pid


async def test_it_answers_and_is_replaced_whatever_happens_to_it(worker):
    assert await printed(worker) == "x**3 - 5*x + 7"
    with pytest.raises(TaskFailed):  # a task that says no, in words; the next is answered
        await worker.ask("printed", "not a tree", seconds=30)
    answers = await asyncio.gather(*(printed(worker, f"x^{n}") for n in range(2, 12)))
    assert answers == [f"x**{n}" for n in range(2, 12)]  # questions at once each get their own answer

    pid = pid_of(worker)
    with pytest.raises(TookTooLong):  # a task over its time is killed
        await worker.ask("sleep", 60.0, seconds=0.2)
    assert await printed(worker) == "x**3 - 5*x + 7" and pid_of(worker) != pid
    assert not alive(pid)

    killed = worker._helper
    asking = asyncio.create_task(worker.ask("sleep", 60.0, seconds=30))
    await asyncio.sleep(0.1)
    os.kill(killed.link.pid, signal.SIGKILL)
    with pytest.raises(TaskFailed):
        await asking
    assert worker._helper is not killed and worker._helper is not None

    await killed_while_it_warms_up(worker)
    await let_go_and_there_again(worker)

    process, worker._closed = worker._helper.link.process, True  # it ends when its parent is gone: its pipe is closed
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == 0


async def killed_while_it_warms_up(worker):
    """It is replaced for whoever asks next: its pipe closes a moment before the process is gone, and who asked in that
    moment once waited for a minute."""
    asked = [asyncio.create_task(printed(worker)) for _ in range(4)]
    for asking in asked[:-1]:
        while worker._helper is None or worker._helper.link is None:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.03)
        assert not worker._helper.ready.is_set()
        os.kill(pid_of(worker), signal.SIGKILL)
        with pytest.raises(TaskFailed):
            await asking
    assert await asyncio.wait_for(asked[-1], 20) == "x**3 - 5*x + 7"


async def let_go_and_there_again(worker):
    """After some time without a task its memory is given back; it is had again as soon as somebody may ask."""
    process, worker._idle = worker._helper.link.process, 0.05
    asyncio.get_running_loop().call_later(0.01, worker.wake)  # counts anew, and begins nothing
    await printed(worker)
    assert process is worker._helper.link.process
    assert await asyncio.to_thread(process.wait, 10) == 0 and worker._helper is None
    worker._idle = 60.0
    worker.wake()
    while not worker._helper.ready.is_set():
        await asyncio.sleep(0.01)
    woken = pid_of(worker)
    assert await printed(worker) == "x**3 - 5*x + 7" and pid_of(worker) == woken


async def test_a_task_whose_parent_is_gone_ends_at_its_time():
    made = Worker()
    await printed(made)
    process = made._helper.link.process
    made._closed = True
    asking = asyncio.create_task(made.ask("sleep", 60.0, seconds=0.2))
    await asyncio.sleep(0.1)
    asking.cancel()
    process.stdin.close()
    assert await asyncio.to_thread(process.wait, 10) == -signal.SIGALRM


# --- several sessions of one user ---------------------------------------------------------------------------------


@pytest.fixture
def sessions(tmp_path):
    tmp_path.chmod(0o700)
    place = meeting_place({"XDG_RUNTIME_DIR": str(tmp_path)})
    if place is None:
        pytest.skip("helpers do not meet on this system")
    made = [Worker(meeting=lambda: place) for _ in range(4)]
    yield made
    for each in made:
        each.close()


async def test_sessions_that_come_later_have_a_fork_that_lives_and_dies_alone(sessions, tmp_path, monkeypatch):
    first, second, third, late = sessions
    warming = asyncio.create_task(printed(first))
    while first._helper is None or first._helper.link is None or not list(tmp_path.glob("calc-tutor-????????????????")):
        await asyncio.sleep(0.005)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "mine.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    faults = await second.ask("broken", [Path("mine.yaml")], seconds=30)  # came while SymPy was still being imported
    assert len(faults) == 1 and faults[0].file == Path("mine.yaml") and "steps" in str(faults[0].faults)
    assert await warming == "x**3 - 5*x + 7"
    answers = await asyncio.gather(*(printed(each, f"x^{n}") for n in range(2, 7) for each in (first, second, third)))
    assert answers == [f"x**{n}" for n in range(2, 7) for _ in range(3)]
    assert isinstance(first._helper.link, Own)
    assert isinstance(second._helper.link, Fork) and isinstance(third._helper.link, Fork)

    lost = pid_of(second)
    with pytest.raises(TookTooLong):
        await second.ask("sleep", 60.0, seconds=0.1)
    await gone(lost)
    assert await printed(third) == "x**3 - 5*x + 7" and await printed(second) == "x**3 - 5*x + 7"
    assert isinstance(second._helper.link, Fork) and pid_of(second) != lost

    ended = pid_of(third)
    third.close()
    assert not alive(ended)
    first.close()  # whose helper was forked: the others go on, and the next has one of its own
    assert await printed(second) == "x**3 - 5*x + 7"
    assert await printed(late) == "x**3 - 5*x + 7" and isinstance(late._helper.link, Own)
    second._helper.let_go()  # a session that is gone
    await gone(pid_of(second))


async def test_whoever_sits_where_helpers_meet_and_does_not_answer_is_not_waited_for(sessions, monkeypatch):
    monkeypatch.setattr(worker_link, "FORK_SECONDS", 0.05)
    place = sessions[0]._meeting()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.bind(str(place))
        deaf.listen()
        assert isinstance(worker_link.link(lambda: place)[0], Own)
        with pytest.raises(TimeoutError):
            Fork(place)
    with pytest.raises(ConnectionRefusedError):  # what one that was killed leaves behind
        Fork(place)


def test_helpers_meet_in_a_folder_that_is_closed_to_others_or_nowhere(tmp_path):
    tmp_path.chmod(0o755)
    assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
    assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path / "none")}) is None
    tmp_path.chmod(0o700)
    (tmp_path / "link").symlink_to(tmp_path)
    assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path / "link")}) is None


async def gone(pid):
    end = time.monotonic() + 10
    while alive(pid):
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
