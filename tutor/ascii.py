"""Words in ASCII, for terminals and readers that have nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.letters import FROM_SUBSCRIPT, LOWERED_FROM, SPELLED

if TYPE_CHECKING:
    from markdown_it.token import Token

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


def spell(tokens: Sequence[Token]) -> None:
    """Parsed Markdown in ASCII, before lines are made of it: `m²` takes more room as `m^2`. Not before it is parsed: to
    Markdown the `*` of a product is a mark."""
    for token in tokens:
        token.content = plain(token.content)
        spell(token.children or ())


def _bare(char: str) -> str:
    """A letter without its accents; `?` where nothing is left in ASCII."""
    return unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode("ascii") or "?"
