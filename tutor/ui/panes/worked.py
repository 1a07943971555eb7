"""The pane of `worked`: a worked example, a line a key; where a line is left out, a number names it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import N_, tr
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows

ENTRIES = 5  # of a menu, at most
ROWS_SAID = 2  # of the sentence, at most


class Pane(ScenePane):
    help_title = N_("the worked example")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,down", "advance", N_("next line"), key_display="space", tooltip=N_("show the next line")),
        Binding("left,up", "retreat", N_("line back"), key_display="←", tooltip=N_("take the last line back")),
        Binding("s", "skip", N_("show it"), tooltip=N_("show the line that is left out, without naming it")),
        Binding("end", "all", "", show=False, tooltip=N_("show the rest of this example")),
        Binding("home", "restart", "", show=False, tooltip=N_("from the first example again")),
        *(
            Binding(str(i), f"name({i})", "", show=False, tooltip=N_("name the line that is left out"))
            for i in range(1, ENTRIES + 1)
        ),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._said = ""  # of the last key, until the next one

    def picture(self) -> ComposeResult:
        with Box(classes="pane"):
            yield StepRows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "skip" and self.scene is not None and not self.scene.waiting:
            return False
        return super().check_action(action, parameters)

    def started(self) -> None:
        if self.settings.skip_if_mastered is not None and self._untouched:
            self.run_worker(self._skip_if_mastered(self.settings.skip_if_mastered), name="mastered", group="mastered")

    @property
    def _untouched(self) -> bool:
        return bool(self.scene.place == 0 and self.scene.shown == 1)

    async def _skip_if_mastered(self, skill: str) -> None:
        """Whoever has mastered it is asked nothing, unless they have begun meanwhile."""
        past = await self.tutor.looking_back.past()
        known = past.mastery.get(skill)
        if known is not None and known.mastered and self.stands and self._untouched:
            self.scene.stand_whole()
            self._done()

    def paint(self) -> None:
        from tutor.ui.panes.worked_rows import hint, worked_rows

        box, lines = self.query_one(Box), self.query_one(StepRows)
        count, place = len(self.settings.passes), self.scene.place + 1
        several = count > 1 and not self.scene.whole
        title = tr("a worked example, {place} of {count}", place=place, count=count) if several else ""
        box.tell(title=that_fits(box, *([title] if title else []), tr("a worked example")))
        box.tell(subtitle="" if self.locked else that_fits(box, hint(self.scene), ""))
        width, height = lines.size
        lines.set_rows(() if self.locked or height < 1 else worked_rows(self.scene, width, height, self.ascii))

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_advance(self) -> None:
        if self.scene.next():
            self._done()
        elif self.scene.waiting:
            self._done(tr("Name the line first: press its number. The key s shows it."))
        else:
            self._done(tr("That was the last line."))

    def action_retreat(self) -> None:
        self._done("" if self.scene.back() else tr("That is the first line."))

    def action_skip(self) -> None:
        self.scene.skip()
        self._done()

    def action_all(self) -> None:
        self.scene.all()
        self._done()

    def action_restart(self) -> None:
        self.scene.restart()
        self._done()

    def action_name(self, number: int) -> None:
        if number <= len(self.scene.menu):
            _, said = self.scene.name(number - 1, self.ascii)
            if self.scene.complete:
                from tutor.scenes._worked_words import ending, stopped

                end = stopped(ending(self.scene))
                said = f"{said} {end[:1].upper()}{end[1:]}"
            self._done(said)

    def _done(self, said: str = "") -> None:
        self._said = said
        self.repaint()
        self.refresh_bindings()

    def say_what_is_shown(self) -> None:
        """What the last key led to, else where one stands; a long line, which stands above, is not said again."""
        if self.locked:
            super().say_what_is_shown()
            return
        text = self._said or self.scene.sentence(ascii=self.ascii)
        if not self._said and len(text) > ROWS_SAID * (self.size.width - 2):
            from tutor.scenes._worked_words import standing

            text = standing(self.scene)
        self.say(text)
