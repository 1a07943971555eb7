"""The tutor's own colours, dark and light: one accent, and enough contrast for a tired reader."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="tutor-dark",
    primary="#5b9bd5",
    secondary="#b48ead",
    accent="#e5a550",
    foreground="#d8dee4",
    background="#111417",
    surface="#1c2126",
    panel="#252b31",
    success="#7fc28a",
    warning="#d9b65c",
    error="#e58077",
    dark=True,
)
LIGHT = Theme(
    name="tutor-light",
    primary="#1f5f9e",
    secondary="#7a4a86",
    accent="#9a4b00",
    foreground="#22272b",
    background="#fcfbf8",
    surface="#f0eee8",
    panel="#e4e1d9",
    success="#1d7434",
    warning="#7a5a00",
    error="#ae2418",
    dark=False,
)
