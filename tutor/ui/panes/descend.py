"""The pane of `descend`: theta, the loss and the fit, streaming; a key plays, steps, goes back, forks, races.

The screen pulls: a gear's worth of steps ten times a second, in pieces so small that a key never waits for them
(`descend_running`), and each key has painted only what it changed. What a key asks for in words (a fork, a place to go
to, a mistake to run) is asked in a screen over the panes (`descend_asking`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from tutor.messages import N_, tr
from tutor.ui.panes.descend_asking import Asking
from tutor.ui.panes.descend_panels import Panels
from tutor.ui.panes.descend_running import Pieces, Way

READABLE = 0.6  # seconds that a remark has stood, before it is said of a descent that moves
NUMBER = re.compile(r"[-−]?[\d.]+(e[-−]?\d+)?")


def _hidden(key: str, action: str, tooltip: str, display: str | None = None) -> Binding:
    return Binding(key, action, "", show=False, tooltip=tooltip, key_display=display)


class Pane(Asking):
    help_title = N_("the descent")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", N_("play"), tooltip=N_("play, or pause")),
        Binding("right", "step", N_("step"), key_display="← →", tooltip=N_("one step")),
        _hidden("left", "back", N_("one step back, exactly")),
        Binding("up,full_stop", "gear(1)", N_("speed"), key_display="↑ ↓", tooltip=N_("faster, up to full speed")),
        _hidden("down,comma", "gear(-1)", N_("slower")),
        _hidden("plus,equals_sign", "rate(1)", N_("a higher rate, alpha, from here on")),
        _hidden("minus,underscore", "rate(-1)", N_("a lower rate from here on")),
        Binding("f", "fork", N_("fork"), tooltip=N_("fork: a second run goes on from here in another way")),
        _hidden("n", "run", N_("the next run: keys are for the run in focus")),
        _hidden("x", "drop", N_("drop the run in focus")),
        _hidden("m", "mistake", N_("run a known mistake beside this run")),
        _hidden("g", "go_to", N_("go to a step, or to where the loss fell below a value")),
        _hidden("home", "to_start", N_("back to the start")),
        _hidden("end", "to_end", N_("to the end (space stops on the way)")),
        _hidden("r", "reset", N_("reset: first start, first rate, first runs")),
        _hidden("t", "race", N_("the race as a table: who leads")),
        _hidden("a", "align", N_("compare the runs by step, or by gradients worked out")),
        _hidden("v", "curvature", N_("the curvature here: eigenvalues (lambda), stable rates")),
        _hidden("p", "plane", N_("another two directions for the surface")),
        _hidden("l", "log", N_("the loss linear or logarithmic")),
        _hidden("z", "zoom", N_("one pane large, the next, all again")),
        _hidden("w", "take", N_("take it home: the program, the trace, the chart as a file")),
        _hidden("escape", "halt", N_("stop on the way; then the panes as they were")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._played = False  # was the last thing the learner wanted to play?
        self._kind = "", 0.0  # the sentence without its numbers, and since when it is that one
        self._note = ""  # said in place of the scene's sentence until the next key
        self._panels = Panels()

    @property
    def _sprint(self) -> Way | None:
        """What is under way, None where all is still."""
        return self._runner.way

    @property
    def _underway(self) -> bool:
        """Is it going to a place, without playing?"""
        return self._runner.going and not self.scene.playing

    def picture(self) -> ComposeResult:
        yield Container(id="panels")

    def started(self) -> None:
        self._panels.mount(self.scene, self.query_one("#panels", Container))
        super().started()

    # --- painting -----------------------------------------------------------------------------------------------------

    def repaint(self, *parts: str) -> None:
        """Paints these parts, or all: at once where all is still, one in a turn of the event loop while it moves."""
        if self.scene is None or not self.stands:
            return
        if self._runner.way is not None:
            self._painter.want(*parts)
            return
        self._painter.forget()
        for part in self._parts():
            if not parts or part in parts:
                self._paint_part(part)

    def _parts(self) -> tuple[str, ...]:
        return ("pace", *self._panels.shown, "sentence")

    def _paint_part(self, part: str) -> None:
        if not self.stands:
            return
        if part == "pace":
            self._tell_pace()
        elif part == "sentence":
            self.say_what_is_shown()
        else:
            self._panels.paint(part, self.scene, ascii=self.ascii, locked=self.locked, moving=self.moving)

    def say(self, text: str) -> None:
        """The scene's sentence, and why the playing stopped where the lesson wants a look."""
        stopped = self.scene is not None and self._played and not self.scene.playing and not self.scene.finished
        if self._note:
            text = self._note
        elif stopped and self.scene.k in self.settings.pause_at:
            note = tr("The lesson stops here, at k = {k}: look, then space goes on", k=self.scene.k)
            if not self._sentence.takes(f"{text}. {note}"):
                note = tr("Stopped at k = {k}: space goes on", k=self.scene.k)
            while "; " in text and not self._sentence.takes(f"{text}. {note}"):
                text = text.rpartition("; ")[0]
            text = f"{text}. {note}"
        super().say(self._steady(text) if self.moving else text)

    def _steady(self, text: str) -> str:
        """What can be read while it moves: a remark that has stood for a while, whatever its numbers; else no more
        than the first words. Of a descent that swings the remarks would be others at every step."""
        kind, now = NUMBER.sub("", text), time.monotonic()
        if kind != self._kind[0]:
            self._kind = kind, now
        return text if now - self._kind[1] >= READABLE else text.split("; ")[0]

    def _tell_pace(self) -> None:
        going, way = self._runner.going, self._runner.way
        gear = self.scene.gear_name.replace("x", "x" if self.ascii else "×")
        if going and way is not None and way.progress is not None and not self.scene.playing:
            words = tr("going {part:.0%} (space stops)", part=way.progress)
        else:
            words = tr("playing {gear}", gear=gear) if going else tr("paused {gear}", gear=gear)
        self._panels.tell_pace(words)

    def on_resize(self) -> None:
        if self._panels.fit(self.size.width, self.size.height):
            self.repaint()

    # --- playing ------------------------------------------------------------------------------------------------------

    def action_play(self) -> None:
        self._note, self._played = "", True
        self._toggle_play()
        self._tell_pace()
        self.repaint()

    def _stops_here(self) -> bool:
        return self.scene.k in self.settings.pause_at

    def do(self, action: Callable[[], object]) -> None:
        """Now, or as soon as no thread has the scene; then all is painted."""
        self._note = ""
        self._runner.do(action)

    def _halt_and_do(self, action: Callable[[], object]) -> None:
        self._played = False
        self._halt()
        self.do(action)

    # --- what the learner wants -------------------------------------------------------------------------------------

    def action_step(self) -> None:
        self._halt_and_do(self.scene.step)

    def action_back(self) -> None:
        self._halt_and_do(self.scene.back)

    def action_to_start(self) -> None:
        self._halt_and_do(self.scene.to_start)

    def action_reset(self) -> None:
        self._halt_and_do(self.scene.reset)

    def action_to_end(self) -> None:
        self.go(self.scene.to_end())

    def action_halt(self) -> None:
        if self._underway:
            self._halt_and_do(lambda: None)
        else:
            self._panels.restore()
            self._rearranged()

    def action_rate(self, by: int) -> None:
        self.do(self.scene.rate_up if by > 0 else self.scene.rate_down)

    def action_gear(self, by: int) -> None:
        """Nothing but the pace is another one: the panes need no painting for it."""
        self.scene.faster() if by > 0 else self.scene.slower()
        self._tell_pace()

    def action_log(self) -> None:
        self.do(self.scene.toggle_log)

    def action_run(self) -> None:
        self.do(self.scene.focus_next)

    def action_align(self) -> None:
        self.do(self.scene.toggle_align)

    def action_drop(self) -> None:
        self._halt_and_do(self._drop)

    def _drop(self) -> None:
        self.scene.drop()
        self.refresh_bindings()

    def action_plane(self) -> None:
        self.do(self.scene.next_plane)

    def action_zoom(self) -> None:
        self._panels.zoom()
        self._rearranged()

    def action_race(self) -> None:
        self._panels.toggle("race")
        self._rearranged()

    def action_curvature(self) -> None:
        self._panels.toggle("curvature")
        self._rearranged()

    def _rearranged(self) -> None:
        self._tell_pace()
        self.call_after_refresh(self.repaint)

    def note(self, words: str) -> None:
        """Says this in place of the scene's sentence, until the next key."""
        self._note = words

    def go(self, pieces: Pieces) -> None:
        """Takes a way to its end; space and escape stop it, and so does every key that moves theta."""
        self._note, self._played = "", False
        self._halt()
        self._runner.start(self._told(pieces))
        self._tell_pace()
        self.refresh_bindings()

    def _told(self, pieces: Pieces) -> Pieces:
        """The same; what ends it too soon is said."""
        try:
            yield from pieces
        except ValueError as fault:
            self._note = str(fault)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for a race need several runs; escape is the lesson's where nothing is on its way and all panes stand."""
        if self.scene is not None and action in ("run", "drop") and not self.scene.race:
            return False
        if action == "halt":
            return self.scene is not None and (self._underway or self._panels.rearranged)
        if self.scene is not None and action == "plane" and "surface" not in self._panels.shown:
            return False
        return super().check_action(action, parameters)
