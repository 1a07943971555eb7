"""Letters that mathematics is written in, and how many terminal cells they take.

Every reader and every typesetter needs the same three tables (Greek, raised, lowered), so they stand here once:
what one shows, another can read. Standard library only, no work at import beyond building the tables.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
)  # fmt: skip
_GREEK_SMALL = "αβγδεζηθικλμνξοπρστυφχψω"

#: spelled name -> letter: `theta` -> `θ`, `Theta` -> `Θ`
GREEK: dict[str, str] = {
    **dict(zip(_GREEK_NAMES, _GREEK_SMALL, strict=True)),
    **{name.capitalize(): letter.upper() for name, letter in zip(_GREEK_NAMES, _GREEK_SMALL, strict=True)},
}
#: letter -> spelled name, with the final sigma
SPELLED: dict[str, str] = {letter: name for name, letter in GREEK.items()} | {"ς": "sigma"}

#: plain -> raised. Only what terminal fonts nearly all have.
RAISED: dict[str, str] = dict(zip("0123456789+-nx", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣ", strict=True)) | {"−": "⁻"}
#: raised -> plain, with the few more that people paste
LOWERED_FROM: dict[str, str] = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣʸᵏᵃᵇᵐᵗ⁽⁾", "0123456789+-nxykabmt()", strict=True))

SUBSCRIPT: dict[str, str] = dict(zip("0123456789ijkn", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙ", strict=True))
FROM_SUBSCRIPT: dict[str, str] = {low: plain for plain, low in SUBSCRIPT.items()}

_SUFFIX = re.compile(r"(.*?)_?([0-9]+|(?<=_)[ijkn])\Z", re.DOTALL)


def raised(text: str) -> str | None:
    """`text` in superscript characters, or None where one of them does not exist. Spaces vanish."""
    found = [RAISED.get(each) for each in text if each != " "]
    return "".join(each for each in found if each) if found and all(found) else None


def lowered(text: str) -> str | None:
    """`text` in subscript characters, or None where one of them does not exist."""
    found = [SUBSCRIPT.get(each) for each in text]
    return "".join(each for each in found if each) if found and all(found) else None


def key(name: str) -> str:
    """What spellings of one name share: `θ₀`, `theta_0` and `theta0` all have the key `theta0`."""
    spelled = "".join(SPELLED.get(each, FROM_SUBSCRIPT.get(each, each)) for each in name)
    return re.sub(r"_(?=[0-9])", "", spelled).rstrip("_") or spelled


def symbol(name: str, ascii: bool = False) -> str:
    """How a name is shown: `theta0` and `theta_0` as `θ₀`, `x1` as `x₁`; `w_ab` stays. In ASCII: `theta0`."""
    if ascii:
        spelled = "".join(SPELLED.get(each, FROM_SUBSCRIPT.get(each, each)) for each in name)
        return spelled.encode("ascii", "replace").decode("ascii")
    found = _SUFFIX.match(name)
    base, index = (found[1], found[2]) if found and found[1] else (name, "")
    base = base if base in GREEK else base.rstrip("_") or base
    if index and "_" not in base:
        return GREEK.get(base, base) + (lowered(index) or "_" + index)
    return GREEK.get(name.rstrip("_"), name)


def is_letter(char: str) -> bool:
    """A letter that may stand in a name (raised and lowered letters may not)."""
    return char.isalpha() and char not in LOWERED_FROM and char not in FROM_SUBSCRIPT


def cells(text: str) -> int:
    """How many terminal cells `text` takes: wide East Asian characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def visible(text: str) -> str:
    """`text` with each control, format, blank or lone surrogate character as one space: safe to print."""
    return "".join(each if each.isprintable() else " " for each in text)
