"""What is raised when a learner's text cannot be read: what is wrong, where, and what to do about it."""

from __future__ import annotations

import unicodedata

from tutor.letters import cells, visible

_WINDOW = 72  # cells of the text that `caret` shows: fits the narrowest screen with its borders


class Unreadable(Exception):
    """A text that is no expression.

    `what` is one or two sentences for a learner; `start` and `end` are columns of `text` as it was typed
    (`0 <= start <= end <= len(text)`).
    """

    def __init__(self, what: str, start: int, end: int, text: str) -> None:
        self.text = text
        self.start = max(0, min(start, len(text)))
        self.end = max(self.start, min(end, len(text)))
        self.what = what
        super().__init__(what, self.start, self.end, text)  # all four, so that it survives pickling

    def __str__(self) -> str:
        return self.what

    def caret(self) -> str:
        """Two lines: the text (a window of it when it is long) and `^^^` under the place."""
        first = max(0, min(self.start - _WINDOW // 2, len(self.text) - _WINDOW))
        last = min(len(self.text), first + _WINDOW)
        shown, start, end = visible(self.text[first:last]), self.start - first, min(self.end, last) - first
        shown = "".join(" " if unicodedata.combining(each) else each for each in shown)
        before = "…" if first else ""
        after = "…" if last < len(self.text) else ""
        marks = "^" * max(1, cells(shown[start:end]))
        return f"{before}{shown}{after}\n{' ' * cells(before + shown[:start])}{marks}"
