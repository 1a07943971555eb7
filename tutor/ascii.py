"""Words in ASCII, for terminals and readers that have nothing else."""

from __future__ import annotations

import unicodedata

from tutor.letters import FROM_SUBSCRIPT, LOWERED_FROM, SPELLED

_SIGNS = {
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "*", "÷": "/", "→": "->", "←": "<-", "′": "'", "″": "''",
    "√": "sqrt", "∂": "d", "∇": "grad ", "≤": "<=", "≥": ">=", "≈": "~", "∞": "infinity", "…": "...",
    "’": "'", "‘": "'", "“": '"', "”": '"',
}  # fmt: skip


def plain(text: str) -> str:
    """The text with every character in ASCII: `3x² − 5` as `3x^2 - 5`, `θ₀` as `theta0`, the unknown as `?`."""
    made = ""
    raised = False
    for char in text:
        if char in LOWERED_FROM:
            made += LOWERED_FROM[char] if raised else "^" + LOWERED_FROM[char]
        else:
            made += _SIGNS.get(char) or SPELLED.get(char) or FROM_SUBSCRIPT.get(char) or _bare(char)
        raised = char in LOWERED_FROM
    return made


def _bare(char: str) -> str:
    """A letter without its accents; `?` where nothing is left in ASCII."""
    return unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode("ascii") or "?"
