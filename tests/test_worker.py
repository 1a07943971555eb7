"""The helper process: what it promises to a screen that must never wait for it and never lose it.

A helper with SymPy takes half a second of a processor to warm up, and what is asked here is how helpers live and die:
so but for one test their tasks are as many lines of Python.
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import tutor.worker
from tutor import worker_link
from tutor.expression import parse
from tutor.worker import TaskFailed, TookTooLong, Worker
from tutor.worker_link import AtWork, Fork, Links, Own, meeting_place

SMALL = """
import os, sys, time, types
sys.path.append({root!r})
from tutor import worker_serve
worker_serve.SPARE_SECONDS = 0.1
def never():
    raise ValueError('no')
tasks = sys.modules['tutor.tasks'] = types.ModuleType('tutor.tasks')
def warm_up(name):  # asked for once a helper listens where helpers meet
    end = time.process_time() + BUSY
    while time.process_time() < end:
        pass
    return lambda: None
tasks.__getattr__ = warm_up
tasks.TASKS = dict(said=str.upper, sleep=time.sleep, here=lambda: os.listdir('.'), never=never)
worker_serve.serve(sys.argv[1])
"""


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Helpers that import little."""
    monkeypatch.setattr(worker_link, "PROGRAM", SMALL.replace("BUSY", "0"))


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


async def said(worker, text="so"):
    return await worker.ask("said", text, seconds=30)


def pid_of(worker):
    return worker._helper.link.pid


async def test_it_answers_and_is_replaced_whatever_happens_to_it(worker):
    assert await said(worker) == "SO"
    with pytest.raises(TaskFailed, match=r"^no$"):  # a task that says no, in words; the next is answered
        await worker.ask("never", seconds=30)
    answers = await asyncio.gather(*(said(worker, f"x{n}") for n in range(2, 12)))
    assert answers == [f"X{n}" for n in range(2, 12)]  # questions at once each get their own answer

    pid = pid_of(worker)
    with pytest.raises(TookTooLong):  # a task over its time is killed
        await worker.ask("sleep", 60.0, seconds=0.2)
    assert await said(worker) == "SO" and pid_of(worker) != pid
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
    asked = [asyncio.create_task(said(worker)) for _ in range(4)]
    for asking in asked[:-1]:
        while worker._helper is None or worker._helper.link is None:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.005)
        assert not worker._helper.ready.is_set()
        os.kill(pid_of(worker), signal.SIGKILL)
        with pytest.raises(TaskFailed):
            await asking
    assert await asyncio.wait_for(asked[-1], 20) == "SO"


async def let_go_and_there_again(worker):
    """After some time without a task its memory is given back; it is had again as soon as somebody may ask."""
    process, worker._idle = worker._helper.link.process, 0.05
    asyncio.get_running_loop().call_later(0.01, worker.wake)  # counts anew, and begins nothing
    await said(worker)
    assert process is worker._helper.link.process
    assert await asyncio.to_thread(process.wait, 10) == 0 and worker._helper is None
    worker._idle = 60.0
    worker.wake()
    while not worker._helper.ready.is_set():
        await asyncio.sleep(0.01)
    woken = pid_of(worker)
    assert await said(worker) == "SO" and pid_of(worker) == woken


async def test_a_task_whose_parent_is_gone_ends_at_its_time():
    made = Worker()
    await said(made)
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


async def test_the_algebra_is_done_in_a_fork_as_in_the_helper_it_was_forked_from(sessions, tmp_path, monkeypatch):
    monkeypatch.undo()  # helpers with SymPy
    first, second, _, _ = sessions
    monkeypatch.setattr(worker_link, "SILENT_SECONDS", 0.2)
    warming = asyncio.create_task(first.ask("printed", parse("x^3 - 5x + 7", ("x",)), seconds=30))
    while not await there(tmp_path):
        await asyncio.sleep(0.005)
    elsewhere(tmp_path, monkeypatch)
    faults = await second.ask("broken", [Path("mine.yaml")], seconds=30)  # came while SymPy was still being imported
    assert len(faults) == 1 and faults[0].file == Path("mine.yaml") and "steps" in str(faults[0].faults)
    assert await warming == "x**3 - 5*x + 7" and isinstance(second._helper.link, Fork)


async def there(meeting):
    return [each for each in meeting.glob("calc-tutor-*") if each.suffix != ".lock"]


def elsewhere(tmp_path, monkeypatch):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "mine.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.chdir(folder)


async def test_sessions_that_come_later_have_a_fork_that_lives_and_dies_alone(sessions, tmp_path, monkeypatch):
    first, second, third, late = sessions
    assert await said(first) == "SO"
    elsewhere(tmp_path, monkeypatch)
    assert await second.ask("here", seconds=30) == ["mine.yaml"] and "mine.yaml" not in await first.ask("here")
    answers = await asyncio.gather(*(said(each, f"x{n}") for n in range(2, 7) for each in (first, second, third)))
    assert answers == [f"X{n}" for n in range(2, 7) for _ in range(3)]
    assert isinstance(first._helper.link, Own)
    assert isinstance(second._helper.link, Fork) and isinstance(third._helper.link, Fork)

    lost = pid_of(second)
    with pytest.raises(TookTooLong):
        await second.ask("sleep", 60.0, seconds=0.1)
    await gone(lost)
    assert await said(third) == "SO" and await said(second) == "SO"
    assert isinstance(second._helper.link, Fork) and pid_of(second) != lost

    ended = pid_of(third)
    third.close()
    assert not alive(ended)
    first.close()  # whose helper was forked: the others go on, and the next has one of its own
    assert await said(second) == "SO"
    assert await said(late) == "SO" and isinstance(late._helper.link, Own)
    second._helper.let_go()  # a session that is gone
    await gone(pid_of(second))


def nothing(line):
    pass


def one_byte(line):
    line.send(b"c")


def chatter(line):
    with line:
        try:
            while True:
                line.send(b"\0\0\0\5hello")
        except OSError:
            return  # nobody listens


def drip(line):
    with line:
        try:
            for byte in b"calcfork":
                line.send(bytes([byte]))
                time.sleep(0.03)
        except OSError:
            return


@pytest.mark.parametrize("talk", [nothing, one_byte, chatter, drip])
def test_whoever_sits_where_helpers_meet_and_gives_no_fork_is_waited_for_once(talk, sessions, monkeypatch):
    monkeypatch.setattr(worker_link, "SILENT_SECONDS", 0.05)
    monkeypatch.setattr(worker_link, "STARTING_SECONDS", 0.0)  # who sits there is this process, and that is at work
    fcntl = pytest.importorskip("fcntl")
    place = sessions[0]._links._place()
    links, came = Links(lambda: place), []

    def sit():
        with contextlib.suppress(OSError):  # until it is shut down
            while True:
                came.append(deaf.accept()[0])
                threading.Thread(target=talk, args=(came[-1],), daemon=True).start()

    with open(place.with_suffix(".lock"), "w") as held, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        fcntl.flock(held, fcntl.LOCK_EX)  # as a helper that is stopped: nobody takes its place
        deaf.bind(str(place))
        deaf.listen()
        threading.Thread(target=sit, daemon=True).start()
        for _ in range(2):
            found, ready = links.link()
            assert isinstance(found, Own) and not ready and len(came) == 1
            found.kill()
            found.wait()
            found.forget()
        deaf.shutdown(socket.SHUT_RDWR)
    for line in came:
        line.close()


def test_where_too_many_wait_already_and_where_nobody_is_left_nobody_waits(sessions):
    place = sessions[0]._links._place()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as full:
        full.bind(str(place))
        full.listen(0)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as first:
            first.connect(str(place))
            with pytest.raises(BlockingIOError):
                Fork(place)
    with pytest.raises(ConnectionRefusedError):  # what one that was killed leaves behind
        Fork(place)


async def test_a_helper_that_is_stopped_holds_nobody_up_and_one_that_imports_is_waited_for(sessions, monkeypatch):
    monkeypatch.setattr(worker_link, "SILENT_SECONDS", 0.05)
    first, second, third, _ = sessions
    monkeypatch.setattr(worker_link, "PROGRAM", SMALL.replace("BUSY", "0.15"))  # as one that imports SymPy
    first.wake()
    place = first._links._place()
    while not place.exists():
        await asyncio.sleep(0.005)
    assert await said(second) == "SO" and isinstance(second._helper.link, Fork)
    monkeypatch.setattr(worker_link, "PROGRAM", SMALL.replace("BUSY", "0"))
    os.kill(pid_of(first), signal.SIGSTOP)
    assert await said(third) == "SO" and isinstance(third._helper.link, Own)
    os.kill(pid_of(first), signal.SIGCONT)
    assert await said(first) == "SO"


@pytest.mark.skipif(sys.platform != "linux", reason="helpers meet on Linux alone")
def test_at_work_is_who_runs_and_neither_who_sleeps_nor_who_is_stopped():
    with subprocess.Popen(["sh", "-c", "while :; do :; done"]) as busy, subprocess.Popen(["sleep", "60"]) as idle:
        try:
            at_work, asleep = AtWork(busy.pid), AtWork(idle.pid)
            time.sleep(0.05)
            assert at_work.still() and not asleep.still()
            busy.send_signal(signal.SIGSTOP)
            time.sleep(0.01)
            at_work.still()
            assert not at_work.still()
        finally:
            busy.kill()
            idle.kill()


async def test_a_fork_that_cannot_go_where_its_session_is_gives_way_to_a_helper_that_is_there(sessions, monkeypatch):
    first, second, _, _ = sessions
    assert await said(first) == "SO"
    monkeypatch.setattr(os, "getcwd", lambda: "/nowhere/at/all")
    assert await said(second) == "SO" and isinstance(second._helper.link, Own)


async def test_one_that_does_not_get_ready_is_told_of_and_the_next_is_another(worker, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(worker_link, "PROGRAM", "import time; time.sleep(60)")
        patch.setattr(tutor.worker, "STARTUP_SECONDS", 0.1)
        asking = asyncio.create_task(said(worker))
        while worker._helper is None or worker._helper.link is None:
            await asyncio.sleep(0.005)
        stuck = pid_of(worker)
        with pytest.raises(TaskFailed, match=r"not ready after 0\.1 seconds"):
            await asking
    assert await said(worker) == "SO" and pid_of(worker) != stuck
    await gone(stuck)


def test_helpers_meet_in_a_folder_that_is_closed_to_others_or_nowhere(tmp_path):
    for mode in (0o755, 0o777, 0o710):
        tmp_path.chmod(mode)
        assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
    assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path / "none")}) is None
    tmp_path.chmod(0o700)
    (tmp_path / "link").symlink_to(tmp_path)
    assert meeting_place({"XDG_RUNTIME_DIR": str(tmp_path / "link")}) is None
    own = meeting_place({"TMPDIR": str(tmp_path)})  # none is given: a folder of its own
    if own is not None:
        assert own.parent.parent == tmp_path and own.parent.stat().st_mode & 0o777 == 0o700
    assert meeting_place({"TMPDIR": str(tmp_path / "none")}) is None


async def test_where_nothing_can_be_written_a_session_has_a_helper_of_its_own(tmp_path):
    tmp_path.chmod(0o700)
    place = meeting_place({"XDG_RUNTIME_DIR": str(tmp_path)})
    if place is None:
        pytest.skip("helpers do not meet on this system")
    place.mkdir()  # no socket can be bound: as in a folder that is full, or read-only
    made = Worker(meeting=lambda: place)
    try:
        assert await said(made) == "SO" and isinstance(made._helper.link, Own)
    finally:
        made.close()


async def gone(pid):
    end = time.monotonic() + 10
    while alive(pid):
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def alive(pid):
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] if sys.platform == "linux" else "R"
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"  # it has ended; who is to take note of that may be slow
