"""The pane of `descend`: theta, the loss and the fit, streaming; one key plays, one takes a step, one goes back.

The screen pulls: a timer asks the scene for a gear's worth of steps ten times a second, so pausing is stopping the
timer. At full speed, and on the way to the end, the steps are taken in short blocks beside the event loop, and a key
is carried out between two blocks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer

from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box
from tutor.ui.panes.descend_views import PANEL_WIDGETS, View, draw

FRAME = 0.1  # seconds between two frames of a playing descent
BLOCK = 0.01  # seconds of stepping between two looks at the keys, at full speed


class Pane(ScenePane):
    help_title = "the descent"
    invitation = "press space"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", "play/pause", tooltip="play, or pause"),
        Binding("right", "step", "step", key_display="← →", tooltip="one step"),
        Binding("left", "back", "", show=False, tooltip="one step back, exactly"),
        Binding("up,full_stop", "gear(1)", "speed", key_display="↑ ↓", tooltip="faster, up to full speed"),
        Binding("down,comma", "gear(-1)", "", show=False, tooltip="slower"),
        Binding("plus,equals_sign", "rate(1)", "rate", key_display="+ −", tooltip="a higher rate from here on"),
        Binding("minus,underscore", "rate(-1)", "", show=False, tooltip="a lower rate from here on"),
        Binding("home", "to_start", "", show=False, tooltip="back to the start"),
        Binding("end", "to_end", "", show=False, tooltip="to the end (space stops on the way)"),
        Binding("r", "reset", "", show=False, tooltip="reset: first start, first rate"),
        Binding("l", "log", "", show=False, tooltip="the loss linear or logarithmic"),
        Binding("z", "zoom", "", show=False, tooltip="one pane large, the next, all again"),
        Binding("n", "run", "", show=False, tooltip="in a race: the next run"),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._timer: Timer | None = None
        self._sprint: asyncio.Task[None] | None = None
        self._in_block = False  # a thread has the scene: nobody else may look at it
        self._stop = False
        self._waiting: list[Callable[[], object]] = []
        self._zoom = 0
        self._played = False  # was the last thing the learner wanted to play?
        self._views: dict[str, View] = {}

    def picture(self) -> ComposeResult:
        yield Container(id="panels")

    def started(self) -> None:
        panels = self.query_one("#panels", Container)
        panels.set_classes(f"-panels-{len(self.scene.panels)}")
        for name in self.scene.panels:
            view = PANEL_WIDGETS[name]()
            self._views[name] = View(Box(view, classes="pane", id=f"panel-{name}"), view)
        panels.mount(*(view.box for view in self._views.values()))
        self.call_after_refresh(self.repaint)

    def repaint(self) -> None:
        if not self._in_block:  # or the frame after the block shows it
            super().repaint()

    def say(self, text: str) -> None:
        """The scene's sentence, and why the playing stopped where the lesson wants a look."""
        stopped = self.scene is not None and self._played and not self.scene.playing and not self.scene.finished
        if stopped and self.scene.k in self.settings.pause_at:
            text += f". The lesson stops here, at k = {self.scene.k}: look, then space goes on"
        super().say(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "run" and len(self.settings.runs) < 2:
            return False
        return super().check_action(action, parameters)

    def paint(self) -> None:
        for name, view in self._views.items():
            if view.box.display:
                draw(name, self.scene, view, ascii=self.ascii, locked=self.locked)
        self._tell_pace()

    def _tell_pace(self) -> None:
        state = "playing" if self.scene.playing or self._sprint else "paused"
        done = f" {self.scene.progress:.0%}" if self._sprint else ""
        gear = self.scene.gear_name.replace("x", "x" if self.ascii else "×")
        self._views[self.scene.panels[0]].box.tell(subtitle=f"{state} {gear}{done}")

    # --- playing --------------------------------------------------------------------------------------------------

    def action_play(self) -> None:
        self._played = True
        if self._sprint is not None:
            self._stop = True
        elif self.scene.toggle_play():
            self._play_on()
        else:
            self._stop_timer()
        self.repaint()

    def _play_on(self) -> None:
        if self.scene.gear_name == "full speed":
            self._stop_timer()
            self._run_fast(to_end=False)
        elif self._timer is None:
            self._timer = self.set_interval(FRAME, self._tick)

    def _tick(self) -> None:
        if self.scene.gear_name == "full speed":
            self._stop_timer()
            self._run_fast(to_end=False)
            return
        self.scene.tick()
        if not self.scene.playing:
            self._stop_timer()
        self.repaint()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _run_fast(self, *, to_end: bool) -> None:
        self._stop = False
        if self._sprint is None:
            self._sprint = asyncio.create_task(self._fast(to_end=to_end))

    async def _block(self, size: int, *, to_end: bool) -> bool:
        """So many steps, in a thread; says whether any was taken."""
        self._in_block = True
        try:
            return await asyncio.to_thread(self.scene.step if to_end else self.scene.tick, size)
        finally:
            self._in_block = False

    async def _fast(self, *, to_end: bool) -> None:
        """Blocks of steps in a thread; keys are carried out, and a frame is painted, between two blocks."""
        loop = asyncio.get_running_loop()
        painted, block = 0.0, 200
        try:
            while not self._stop and self.is_attached:
                begun = loop.time()
                moved = await self._block(block, to_end=to_end)
                took = max(loop.time() - begun, 1e-6)
                block = max(1, min(int(block * min(2.0, BLOCK / took)) or 1, 1_000_000))
                self._carry_out()
                if not moved or self.scene.finished or not (to_end or self.scene.playing):
                    break
                if not to_end and self.scene.gear_name != "full speed":
                    self.call_later(self._play_on)
                    return
                if loop.time() - painted > FRAME:
                    painted = loop.time()
                    self.repaint()
                    await asyncio.sleep(0)
            self.scene.playing = False
        finally:
            self._sprint = None
            self._carry_out()
            if self.is_attached:
                self.repaint()

    def _carry_out(self) -> None:
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action()

    def _do(self, action: Callable[[], object]) -> None:
        """Now; or, while a block of steps is under way, right after it."""
        if self._sprint is not None:
            self._waiting.append(action)
        else:
            action()
            self.repaint()

    def _halt_and_do(self, action: Callable[[], object]) -> None:
        self._stop, self._played = True, False
        self._stop_timer()
        self._do(action)

    def pause(self) -> None:
        self._stop = True
        self._stop_timer()
        if self.scene is not None and self._sprint is None:
            self.scene.playing = False
            self.repaint()

    def on_unmount(self) -> None:
        self._stop = True
        self._stop_timer()
        if self.scene is not None:
            self.scene.playing = False

    # --- what the learner wants -------------------------------------------------------------------------------------

    def action_step(self) -> None:
        self._halt_and_do(self.scene.step)

    def action_back(self) -> None:
        self._halt_and_do(self.scene.back)

    def action_to_start(self) -> None:
        self._halt_and_do(self.scene.to_start)

    def action_to_end(self) -> None:
        self._stop_timer()
        self.scene.playing = False
        self._run_fast(to_end=True)
        self.repaint()

    def action_reset(self) -> None:
        self._halt_and_do(self.scene.reset)

    def action_rate(self, by: int) -> None:
        self._do(self.scene.rate_up if by > 0 else self.scene.rate_down)

    def action_gear(self, by: int) -> None:
        self._do(self.scene.faster if by > 0 else self.scene.slower)

    def action_log(self) -> None:
        self._do(self.scene.toggle_log)

    def action_run(self) -> None:
        self._do(self.scene.focus_next)

    def action_zoom(self) -> None:
        names = self.scene.panels
        self._zoom = (self._zoom + 1) % (len(names) + 1)
        for place, name in enumerate(names, 1):
            self._views[name].box.display = self._zoom in (0, place)
        self.query_one("#panels").set_class(self._zoom > 0, "-zoomed")
        self.call_after_refresh(self.repaint)
