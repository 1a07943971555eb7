"""In a low window words, scene and question take turns, since all three do not fit.

What has the focus gets the room. The scene's picture goes before it would be too small to read, its sentence stays;
the question folds to what matters of it: itself, or what was said to the last answer; the words fold to their first
line once they have been read, that is when the focus has moved on or an answer was given. A mark says wherever there
is more, and tab goes round all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tutor.ui.step_parts import WordsPane

if TYPE_CHECKING:
    from tutor.ui.screens.step import StepScreen

LOW = 22  # lines of a window below which they take turns, unless it is wide enough for two columns
TURNS = ("words", "scene", "ask")
MOST_TOLD = 5  # lines of the question that stand while something else has the room


class Turns:
    """Whose turn it is on one screen; the stylesheet knows how much each gets then."""

    def __init__(self, screen: StepScreen) -> None:
        self._screen = screen
        self._first: Widget | None = None  # had the focus when the step came
        self._begun = False  # has the learner gone on from there?

    def begin(self) -> None:
        """Another step stands, with the focus where it begins."""
        self._first, self._begun = self._screen.focused, False
        self.take()
        words = self._screen.words_pane
        words.call_after_refresh(self._words_laid_out, words)

    def _words_laid_out(self, words: WordsPane) -> None:
        """Where a low window shows nothing but words that do not fit, the keys that scroll are at hand."""
        words.overflow()
        if words.can_focus and self._screen.focused is None and self._screen.has_class("-low"):
            self._first = words
            self._screen.set_focus(words)

    def focus_moved(self) -> None:
        self._begun = self._begun or self._screen.focused is not self._first
        self.take()

    def answered(self) -> None:
        self._begun = True
        self.take()

    def take(self) -> None:
        """Gives the room to what has the focus."""
        screen, ask = self._screen, self._screen.ask
        low, turn = self._is_low(), self._turn()
        at = {f"-at-{each}": low and each == turn for each in TURNS}
        screen.update_classes({"-low": low, "-begun": low and self._begun, **at})
        if ask is not None:
            ask.fold(screen.pane is not None and not self._is_broad())
            lines = min(MOST_TOLD, ask.lines_that_matter()) if self._begun or ask.state.attempts else 1
            ask.styles.max_height = 1 + lines if low and turn != "ask" else None
            ask.mark_more()

    def _is_low(self) -> bool:
        return self._screen.size.height < LOW and not self._is_broad()

    def _is_broad(self) -> bool:
        """Are there two columns?"""
        width = self._screen.size.width
        return any(width >= least for least, _ in self._screen.app.HORIZONTAL_BREAKPOINTS or ())

    def _turn(self) -> str:
        screen = self._screen
        if isinstance(screen.focused, WordsPane):
            return "words"
        return "ask" if screen.pane is None or (screen.ask is not None and screen.ask.has_focus_within) else "scene"
