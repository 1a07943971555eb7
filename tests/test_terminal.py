"""The tutor in a real terminal: a pseudo-terminal runs `python -m tutor`, and an emulator shows what was drawn.

Each start costs a second and more of a processor, so each sitting is in a terminal of another kind: the first in
colour, one without, one whose language knows ASCII alone, and the console of Linux.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.pseudo_terminal import Terminal

TUTOR = [sys.executable, "-m", "tutor"]
FAULT = "met a fault of its own"  # what the tutor says where Python would print a traceback
HANGS = 15.0  # seconds after which a screen counts as never coming
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
LOOKS = re.compile(rb"\x1b\[([0-9;]*)m")
ATTRIBUTES = {"", "0", "1", "2", "3", "4", "7"}
PALETTE = {str(i) for i in (*range(30, 38), *range(90, 98))}
UP, DOWN, RIGHT, END, PAGE_DOWN, CTRL_G, CTRL_L, CTRL_P, CTRL_U, CTRL_Q = (
    "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[F", "\x1b[6~", "\x07", "\x0c", "\x10", "\x15", "\x11",
)  # fmt: skip


class Sitting:
    """Someone at that terminal."""

    def __init__(
        self, *arguments: str, size: tuple[int, int] = (80, 24), command: Sequence[str] = TUTOR, **environment: str
    ) -> None:
        # LC_ALL would hide the LANG that a test sets
        plain = {"LC_ALL": "", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parent.parent)}
        plain["CALC_TUTOR_HOME"] = tempfile.mkdtemp()  # nobody's progress, and none from another test
        plain["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()  # nor another test's helper process
        self.terminal = Terminal([*command, *arguments], *size, **plain | environment)
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.fed = 0

    def text(self) -> str:
        self.stream.feed(self.terminal.seen[self.fed :])
        self.fed = len(self.terminal.seen)
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, shows: str | Callable[[str], object]) -> str:
        """Waits until the screen shows it, and gives the screen."""
        end = time.monotonic() + HANGS
        while True:
            text = self.text()
            if shows in text if isinstance(shows, str) else shows(text):
                return text
            assert time.monotonic() < end and FAULT not in text and "Traceback" not in text, (
                f"never shown: {shows}\n{text}\n{self.terminal.seen[-400:]!r}"
            )
            self.terminal.read(0.05)

    def press(self, *keys: str) -> None:
        for key in keys:
            left = key.encode()
            while left:  # a long paste, while the program has more to say than the terminal holds
                left = left[os.write(self.terminal.fd, left[:1000]) :]
                self.terminal.read(0)

    def resize(self, columns: int, rows: int) -> None:
        """The window's size is another; what it cuts off is lost."""
        self.text()
        self.screen.resize(rows, columns)
        self.terminal.resize(columns, rows)

    def still(self) -> str:
        """The screen once the program has nothing left to do: it says nothing for a while, and hardly works."""
        end = time.monotonic() + HANGS
        while time.monotonic() < end:
            began, before = time.monotonic(), self.worked()
            silent = not self.terminal.read(0.25)
            if silent and self.worked() - before < 0.1 * (time.monotonic() - began):
                break
        return self.text()

    def worked(self) -> float:
        """Seconds of a processor that the program has used."""
        fields = Path(f"/proc/{self.terminal.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def quit(self) -> int:
        """ctrl+q; the exit code, once every byte has been read."""
        self.press(CTRL_Q)
        return self.ended()

    def ended(self) -> int:
        end = time.monotonic() + HANGS
        while True:
            read = self.terminal.read(0.02)
            found, status = (0, 0) if read else os.waitpid(self.terminal.pid, os.WNOHANG)
            if found:
                while self.terminal.read(0.05):
                    pass
                self.terminal.close = lambda: None  # type: ignore[method-assign]  # it has ended, and was waited for
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, f"it did not end\n{self.text()}"

    def children(self) -> list[int]:
        """The processes that the tutor has started."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(fields[1]) == self.terminal.pid:
                found.append(int(status.parent.name))
        return found


@contextmanager
def sitting(*arguments: str, size: tuple[int, int] = (80, 24), **environment: str) -> Iterator[Sitting]:
    made = Sitting(*arguments, size=size, **environment)
    try:
        yield made
        assert b"Traceback" not in made.terminal.seen and FAULT.encode() not in made.terminal.seen
    finally:
        made.terminal.close()


def left_sane(seen: bytes) -> None:
    """What the program switched on is switched off again, and it says nothing after it has left its screen."""
    screen, _, after = seen.rpartition(b"\x1b[?1049l")
    assert screen.count(b"\x1b[?1049h") == seen.count(b"\x1b[?1049l") == 1
    assert seen.rfind(b"\x1b[?25h") > seen.rfind(b"\x1b[?25l"), "the cursor is hidden"
    for mode in (b"1000", b"1003", b"1006", b"1015", b"1004", b"2004"):
        assert seen.rfind(b"\x1b[?" + mode + b"l") >= seen.rfind(b"\x1b[?" + mode + b"h"), mode
    assert not ESCAPES.sub(b"", after).strip(b"\r\n"), after


def looks(seen: bytes) -> set[str]:
    """Every parameter with which the terminal was told of a colour or an attribute."""
    return {part for found in LOOKS.findall(seen) for part in found.decode().split(";")}


def only_ascii(seen: bytes) -> None:
    words = ESCAPES.sub(b"", seen)
    assert words.isascii(), sorted({c for c in words.decode("utf-8", "replace") if ord(c) > 127})


def test_the_descent_of_the_day_to_step_1000_in_256_colours_and_many_sizes() -> None:
    with sitting("linear-regression", COLORTERM="") as me:
        me.until("predict: ")
        me.press("1")
        me.until("Your prediction: ")
        me.press(" ")
        me.until("playing")
        me.press(" ")
        me.until("paused")
        me.press(END)
        text = me.until("in all 1000 steps")
        row = next(line for line in text.splitlines() if "1000 " in line and "│" in line)
        assert row.split("│")[1].split()[:3] == ["1000", "1.167", "0.7500"], text
        text = me.still()
        for size in ((1, 1), (130, 50), (59, 30), (61, 18), (80, 24)):
            me.resize(*size)
            me.terminal.read(0.02)
        assert me.still() == text
        me.press(CTRL_L)
        assert me.still() == text, "what stood there was not what the tutor took it for"
        assert b"[38;2;" not in me.terminal.seen and b";48;2;" not in me.terminal.seen and b"38;5;" in me.terminal.seen
        assert me.quit() == 0
        left_sane(me.terminal.seen)


def test_a_question_wrong_a_hint_right_and_out_without_a_colour() -> None:
    with sitting("slope-at-a-point", NO_COLOR="1") as me:
        me.until("predict: ")
        me.press(PAGE_DOWN)
        me.until("step 2/")
        me.press("\r")
        me.until("average slope")
        me.press("0.21", "\r")
        me.until("Not yet. You found the rise, 0.21.")
        me.press(CTRL_G)
        me.until("hint: Slope is rise divided by run.")
        me.press(CTRL_U)
        me.until("a number, such as")
        me.press("21/10", "\r")
        me.until("Right.")
        me.press("\r")
        me.until("step 4/")
        me.press("\x1b")
        me.until("at step 4")
        me.press("q")
        assert me.ended() == 0
        left_sane(me.terminal.seen)
        assert looks(me.terminal.seen) <= ATTRIBUTES


def test_the_helper_may_die_while_a_lesson_is_open_in_ascii() -> None:
    with sitting("derivative-function", LANG="C") as me:
        me.until("predict: ")
        workers = me.children()
        assert len(workers) == 1
        os.kill(workers[0], signal.SIGKILL)
        me.press(PAGE_DOWN)
        me.until("step 2/")
        for step in (3, 4, 5):
            me.press(PAGE_DOWN)
            me.until(f"step {step}/")
        me.press("3x^2 - 5", "\r")
        text = me.until(lambda text: "Right." in text or "try that again" in text)
        if "Right." not in text:
            me.press("\r")
            me.until("Right.")
        workers = me.children()
        assert me.quit() == 0
        left_sane(me.terminal.seen)
        only_ascii(me.terminal.seen)
        assert workers and not [pid for pid in workers if Path(f"/proc/{pid}").exists()], "a helper was left behind"


def test_a_lesson_of_ones_own_that_is_broken_and_a_good_one_on_the_console() -> None:
    file = Path(__file__).parent / "lessons" / "broken" / "rate.yaml"
    with sitting(str(file), TERM="linux") as me:
        me.until("line 14, column 15")
        me.press("\x1b")
        me.until("Slope at a point")
        me.press("\r")
        me.until("step 1/")
        me.until("theta0")
        assert me.quit() == 0
        left_sane(me.terminal.seen)
        only_ascii(me.terminal.seen)
        told = looks(me.terminal.seen)
        assert told <= ATTRIBUTES | PALETTE and told & PALETTE


def test_a_terminal_that_is_hung_up_ends_the_tutor() -> None:
    me = Sitting("first-look")
    me.until("Three points")
    os.write(me.terminal.fd, b" ")  # a descent plays: it writes all the time
    os.close(me.terminal.fd)
    end = time.monotonic() + HANGS
    while not (ended := os.waitpid(me.terminal.pid, os.WNOHANG)[0]) and time.monotonic() < end:
        time.sleep(0.02)
    if not ended:
        os.kill(me.terminal.pid, signal.SIGKILL)
        os.waitpid(me.terminal.pid, 0)
    assert ended


def test_it_outlives_nonsense_a_stop_and_a_closed_standard_error_but_not_its_terminal() -> None:
    """Nobody tells it that the terminal is gone: as under nohup, it ignores hang-ups."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        me = Sitting("first-look", command=["sh", "-c", 'exec "$@" 2>&-', "sh", *TUTOR])
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        me.until("Three points")
        threads = len(list(Path(f"/proc/{me.terminal.pid}/task").iterdir()))
        me.press("\x1b[99999999u", "\x1b[97;5:9u", "\x1b[99999999;R", "\x1b[55296u", "?")
        me.until("esc closes")
        painted = len(me.terminal.seen)
        os.kill(me.terminal.pid, signal.SIGSTOP)
        os.kill(me.terminal.pid, signal.SIGCONT)
        me.until(lambda text: len(me.terminal.seen) > painted + 500 and "esc closes" in text)
        me.press("\x1b")
        me.until(lambda text: "esc closes" not in text)
        assert len(list(Path(f"/proc/{me.terminal.pid}/task").iterdir())) <= threads + 1
        assert me.terminal.seen.count(b"\x1b[?1049h") == 1
        os.close(me.terminal.fd)
        end = time.monotonic() + HANGS
        while not (ended := os.waitpid(me.terminal.pid, os.WNOHANG))[0] and time.monotonic() < end:
            time.sleep(0.02)
        assert ended[0] and os.waitstatus_to_exitcode(ended[1]) == 129
    except BaseException:
        me.terminal.close()
        raise
