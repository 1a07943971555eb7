"""What an app knows of the line to its terminal: when the next frame of something that moves may be sent.

A frame that is sent before the last one has arrived waits in a buffer, and whatever a key shows waits behind it. The
buffers cannot be looked into: the one of a pseudo-terminal always says that it is empty, and sshd's and the network's
are elsewhere. So the terminal is asked: each frame ends with the question where the cursor is (CSI 6 n), which every
terminal has answered since the VT100, and the answer says that the frame has been read. Until then no frame follows:
one that would have is dropped, and the next shows what is true then. Afterwards the line rests as long as the frame
was on its way, so that half of it is free for keys. A terminal that does not answer is taken to read ASSUMED bytes a
second, and so is what stands behind a multiplexer on another host, since tmux and screen answer for it. Where the
program's own writing is held up, nothing is sent at all.

A frame may be large (axes that change send the whole chart again), and a key must not wait for all of it: the answers
tell how much the line takes in SHARE of a second, and no more of what moves is under way at a time. The rest follows.

No app, no terminal and no clock of its own in here: bytes and answers are told, and the clock is handed in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

NEVER = float("inf")
QUESTION = "\x1b[6n"
FRAME = 0.1  # seconds between two frames of what moves, where nothing else is asked for
ASSUMED = 1_200  # bytes a second that a terminal is taken to read which does not answer
MUCH = 1_000  # characters
MOST = 1_500  # bytes that may be under way when something is painted that is no frame
HELD = 2.0  # seconds that it waits then, at most
SILENCE = 1.0  # seconds without the first answer after which none is waited for
PATIENCE = 5.0  # seconds without an answer of a terminal that has answered before
LONGEST_REST = 0.5  # seconds
VAIN = 3  # questions without an answer, after which a terminal that has never given one is asked no more
SHARE = 0.2  # seconds that what moves may be on its way
LEAST = 200  # bytes that a line takes in that time, however slow
KEYED = 250  # bytes that may be added right after a key
SOON_AFTER = 0.3  # seconds
STOPPED = 8  # pieces that nobody takes: the terminal has stopped reading
LEAVING = 0.3  # seconds at most that the end waits for an answer, which the shell would take for keys


class Line:
    """One terminal's. `fps`: the frames a second that were asked for; they are paced by answers alone then, not by
    what is assumed. `relayed`: whoever answers is not who shows."""

    def __init__(
        self, fps: float | None = None, *, relayed: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.frame = FRAME if fps is None else 1 / fps  # seconds between two frames at least
        self.bytes_sent = 0
        self._paced = fps is None
        self._relayed = relayed
        self._clock = clock
        self._wanted = False
        self._under_way = self._since = 0  # bytes that are not known to have arrived; of them, sent after the question
        self._asked: float | None = None
        self._answers = False  # does it answer?
        self._vain = 0  # questions since its last answer
        self._quickest = NEVER
        self._asked_after = 0  # characters of which the answer will tell that they have arrived
        self._window = 2.0 * LEAST  # bytes that the line is known to take in SHARE
        self._there_by = 0.0  # when all that was sent will have arrived, at what the line is known to take
        self._moves, self._keyed = False, -NEVER  # does something move? when the last key came
        self._rests_until = self._read_until = 0.0  # `read`: as far as is assumed
        self._handed = self._written = 0  # pieces for the terminal's buffer, and how many it has taken
        self._answered = threading.Event()
        self._answered.set()

    # --- what is told

    def start(self) -> None:
        """Somebody writes from now on: whatever was handed over before is written, or lost."""
        self._handed = self._written = 0
        self._under_way = self._since = 0
        self._asked = None
        self._answered.set()

    def sent(self, text: str) -> None:
        """This was handed over to be written."""
        count = len(text.encode(errors="replace"))
        now = self._clock()
        if self._asked is None and now > self._there_by:
            self._under_way = 0
        self._there_by = max(self._there_by, now) + count * SHARE / self._window
        self.bytes_sent += count
        self._under_way += count
        self._since = 0 if QUESTION in text else self._since + count
        self._handed += 1
        self._read_until = max(self._read_until, now) + count / ASSUMED

    def written(self, pieces: int) -> None:
        """So many of the pieces handed over were taken; called from the thread that writes."""
        self._written += pieces

    def frame_follows(self) -> None:
        """What is painted next is a frame of something that moves."""
        self._wanted = not self._relayed
        self._moves = True

    def key_came(self) -> None:
        """What it shows goes before what moves."""
        self._moves, self._keyed = False, self._clock()

    def question(self, size: int = 0, *, cut: bool = False) -> str:
        """What to send at the end of `size` characters that are painted: the question, after a frame, after much, and
        after what was `cut`, else nothing."""
        if not (self._wanted or ((cut or size > MUCH) and not self._relayed)) or self._waits:
            return ""
        if self._vain >= VAIN and self._quickest == NEVER:
            return ""
        self._answers = self._answers and self._asked is None  # it was waited for in vain
        self._wanted = False
        self._vain += 1
        self._asked = self._clock()
        self._asked_after = size
        self._answered.clear()
        return QUESTION

    def answered(self) -> None:
        """The answer came; called from the thread that reads."""
        if self._asked is None:  # some terminals send the same for shift+F3
            return
        now = self._clock()
        took, self._asked = now - self._asked, None
        self._quickest = min(self._quickest, took)
        self._learn(took)
        self._rests_until = now + min(took - self._quickest, LONGEST_REST)  # without the way there and back
        self._under_way, self._vain = self._since, 0
        self._answers = True
        self._answered.set()

    def _learn(self, took: float) -> None:
        """So many bytes took so long, and part of that was the way there and back."""
        count, own = self._asked_after, took - self._quickest
        if own > SHARE:
            self._window = count * SHARE / own
        elif 0 < own < SHARE / 4 and 2 * count > self._window:
            self._window *= 1.5
        self._window = max(self._window, LEAST, count * SHARE / max(took, 1e-6))

    def leave(self) -> None:
        """Waits a moment for an answer that is under way."""
        if self._waits:
            self._answered.wait(LEAVING)
        self._asked = None

    # --- what is asked

    @property
    def _waits(self) -> bool:
        """Is an answer under way that may still come?"""
        patience = PATIENCE if self._answers else SILENCE
        return self._asked is not None and self._clock() - self._asked < patience

    @property
    def jammed(self) -> bool:
        """Is so much under way that even what a key shows had better wait, and show what is true then? A key that is
        held down, and a page that finds its layout, send more than a slow line takes."""
        if self._handed - self._written > STOPPED:
            return True
        if self._asked is None or not self._answers or self._under_way <= MOST:
            return False
        held = min(max(HELD, 2 * SHARE * self._under_way / self._window), PATIENCE)
        return self._clock() - self._asked < held

    @property
    def room(self) -> float:
        """Bytes that may be painted now; NEVER where nothing moves, or the terminal does not answer."""
        if not self._moves or not self._answers or self._relayed:
            return NEVER
        room = self._window - (self._under_way if self._waits else 0)
        return max(room, KEYED if self._clock() - self._keyed < SOON_AFTER else 0)

    @property
    def free(self) -> bool:
        """May a frame be sent now?"""
        if self._written < self._handed:
            return False
        if self._answers and not self._relayed:
            return not self._waits and self._clock() >= self._rests_until
        return not self._paced or self._clock() >= self._read_until
