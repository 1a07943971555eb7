"""Somebody leans on the keyboard: keys in bursts, at every turn of the loop, in windows of every size.

`python -m tests.monkey 600 7` does it for 600 seconds, with the seed 7, and says what ended the tutor or stood wrongly
on the terminal, and which keys came before; the suite does a little of it. What it has found: screens that a second
escape closed below the one it was for, and work that came back to a screen which had been left.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pyte
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen, Screen

from tests.apps import SHIPPED, Learner, Remembering, seated
from tutor.lesson.catalogue import load_catalogue
from tutor.progress.store import open_store
from tutor.ui.app import TutorApp
from tutor.ui.line import QUESTION
from tutor.worker import Worker

RESIZE = "a window of another size"
KEYS = (
    *["enter"] * 10,
    *["escape", "pagedown"] * 5,
    *["space"] * 4,
    *["tab", "down", "pageup", "ctrl+p", RESIZE, RESIZE] * 2,
    *["shift+tab", "up", "left", "right", "ctrl+r", "ctrl+u", "home", "end", "backspace"],
    *"hcmgrpblstfux123?/+-[].=",  # not w and o: what it types would be the name of a file
)
BURSTS, TURNS = (1, 1, 2, 3, 5, 8), (0, 0, 0, 1, 3, 10, 30, 80)
SPEEDS = (1_000_000, 20_000, 2_000)  # bytes a second that the line takes
SITTING = 400  # keys, and then the tutor is started anew
REMEMBERED = 20
SOON = 5.0  # seconds after which what is not on the terminal counts as never drawn


class Watched(TutorApp):
    """With an emulator of a terminal, which hears every byte that a driver would send, and answers over a slow line."""

    def __init__(self, *arguments: Any, speed: int = 1_000_000, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.emulator = pyte.Screen(80, 24)
        self.speed = speed  # bytes a second

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self._batch_count:
            text = renderable.render_segments(self.console)
            pyte.Stream(self.emulator).feed(text.replace(QUESTION, ""))
            self.line.sent(text)
            self.line.written(1)
            if QUESTION in text:
                self.set_timer(self.line._under_way / self.speed, self.line.answered)

    def resized(self, size: Size) -> None:
        self._driver._size = size  # type: ignore[union-attr]
        self.emulator.resize(size.height, size.width)
        self.post_message(Resize(size, size))

    async def seen_right(self) -> None:
        """Does the terminal show what the screen holds, soon?"""
        end = asyncio.get_running_loop().time() + SOON
        while not self._exit and not isinstance(self.screen, ModalScreen):  # which holds no more than itself
            held = [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]
            seen = [line.rstrip() for line in self.emulator.display]
            if seen == held:
                break
            if asyncio.get_running_loop().time() > end:
                raise AssertionError("\n".join(("shown is", *seen, "and not", *held)))
            await asyncio.sleep(0.01)


async def lean_on(me: Learner, random: Random, keys: int, typed: list[str]) -> None:
    """So many keys, or until the tutor is left; what has gone wrong in the app is raised."""
    app = me.app
    assert isinstance(app, Watched)
    for _ in range(keys):
        if app._exit:
            break
        for _ in range(random.choice(BURSTS)):
            typed.append(key := random.choice(KEYS))
            if key == RESIZE:
                anywhere = Size(random.randint(1, 130), random.randint(1, 45))
                app.resized(anywhere if random.random() < 0.7 else Size(80, 24))
            else:
                me._send(key)
            for _ in range(random.choice(TURNS)):
                await asyncio.sleep(0)
        if random.random() < 0.3:
            await me.settle()
            await app.seen_right()
        if random.random() < 0.3:
            await asyncio.sleep(random.random() * 0.03)  # what is under way in threads and in the helper comes back
        if app._exception is not None:
            raise app._exception


async def sit(worker: Worker, random: Random, keys: int, typed: list[str], lessons: Path = SHIPPED) -> None:
    """One sitting at an app of its own, in a new home."""
    with tempfile.TemporaryDirectory(prefix="calc-tutor-monkey-") as folder:
        home, desk = Path(folder) / "home", Path(folder) / "desk"
        desk.mkdir()
        app = Watched(
            load_catalogue([lessons]),
            worker,
            speed=random.choice(SPEEDS),
            folder=desk,
            opener=lambda: open_store(home, lambda: datetime.now(UTC)),
        )
        try:
            async with seated(app, drawn=True) as me:
                await me.until(app.all_loaded.is_set, "all that lessons need")
                await lean_on(me, random, keys, typed)
        finally:
            app.keeping.close()


async def main(seconds: float, seed: int) -> int:
    worker, random, ended = Remembering(), Random(seed), Counter[str]()
    loop = asyncio.get_running_loop()
    end, count = loop.time() + seconds, 0
    while loop.time() < end:
        typed: list[str] = []
        try:
            await sit(worker, random, SITTING, typed)
        except Exception as fault:  # this is what it looks for; all of them are told
            told = "".join(traceback.format_exception(fault)[-6:])
            ended[told] += 1
            print(f"after {' '.join(typed[-REMEMBERED:])}:\n{told}", flush=True)
        count += len(typed)
    worker.close()
    print(f"{count} keys; the tutor ended {ended.total()} times, in {len(ended)} ways")
    return 1 if ended else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]), int(sys.argv[2]))))
