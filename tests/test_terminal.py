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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.pseudo_terminal import Terminal

TUTOR = [sys.executable, "-m", "tutor"]
FAULT = "met a fault of its own"  # what the tutor says where Python would print a traceback
HANGS = 15.0  # seconds after which a screen counts as never coming
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
COLOUR = re.compile(rb"\x1b\[[0-9;]*[34]8;[25];(?!(\d+);\1;\1(?!\d))")  # that is no grey
UP, DOWN, RIGHT, END, PAGE_DOWN, CTRL_G, CTRL_U, CTRL_Q = (
    "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[F", "\x1b[6~", "\x07", "\x15", "\x11",
)  # fmt: skip


class Sitting:
    """Someone at that terminal."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        # LC_ALL would hide the LANG that a test sets
        plain = {"LC_ALL": "", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parent.parent), **environment}
        plain["CALC_TUTOR_HOME"] = tempfile.mkdtemp()  # nobody's progress, and none from another test
        self.terminal = Terminal([*TUTOR, *arguments], **plain)
        self.screen = pyte.Screen(80, 24)
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
            os.write(self.terminal.fd, key.encode())

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
def sitting(*arguments: str, **environment: str) -> Iterator[Sitting]:
    made = Sitting(*arguments, **environment)
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


def only_ascii(seen: bytes) -> None:
    words = ESCAPES.sub(b"", seen)
    assert words.isascii(), sorted({c for c in words.decode("utf-8", "replace") if ord(c) > 127})


def test_the_descent_of_the_day_to_step_1000() -> None:
    with sitting() as me:
        me.until("Gradient descent on linear")
        me.press(DOWN * 5, "\r")
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
        assert not COLOUR.search(me.terminal.seen), "a colour was sent"


def test_the_helper_may_die_while_a_lesson_is_open_in_ascii() -> None:
    with sitting("derivative-function", LANG="C") as me:
        me.until("predict: ")
        workers = me.children()
        assert len(workers) == 1
        os.kill(workers[0], signal.SIGKILL)
        me.press(PAGE_DOWN)
        me.until("step 2/")
        me.press("\r")
        me.until("step 3/")
        me.press("\r")
        me.until("step 4/")
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
