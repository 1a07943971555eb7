"""Numbers as they are written where the learner is: `1,234` is 1.234 in most of the world, and 1234 in the rest.

`0,5` is read everywhere (see `tutor.expression`); only where a comma could also set thousands apart, or components of a
vector, does the place decide. It is told by the environment, as everywhere on such systems: LC_ALL, else LC_NUMERIC,
else LANG.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Languages that set decimals apart with a comma, and the countries where they do not (Unicode CLDR 45, numbers).
_COMMA = (
    "af az be bg bs ca cs da de el es et eu fi fo fr fy gl hr hu hy id is it ka kk kl ky lb lt lv mk mn nb nl nn no oc "
    "pl pt ro ru se sk sl sq sr sv tk tr tt uk uz vi wa"
)
_POINT_AFTER_ALL = "de_CH de_LI it_CH es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US"
_DECIMAL = re.compile(r"(?<=[0-9]),(?=[0-9])")
_PART = re.compile(r"[+\-−]?[0-9]+(,[0-9]+)?")
_ANY_GAP = re.compile(r"\s*;\s*|,\s+|\s+")
_OF_SEVERAL = re.compile(r"(?:max|min)\s*$", re.IGNORECASE)


def has_decimal_comma(environment: Mapping[str, str]) -> bool:
    """Does the locale that the environment names write one half as `0,5`?"""
    named = (environment.get(name) for name in ("LC_ALL", "LC_NUMERIC", "LANG"))
    locale = re.split(r"[.@]", next((name for name in named if name), ""))[0].replace("-", "_")
    return locale not in _POINT_AFTER_ALL.split() and locale.partition("_")[0] in _COMMA.split()


def with_points(text: str) -> str:
    """The text with a point for each comma between two digits, but for those that part the values of `max` or `min`."""
    several = [False]  # is the bracket that stands open one of several values? The outermost is none
    made = list(text)
    for place, char in enumerate(text):
        if char in "([{":
            several.append(bool(_OF_SEVERAL.search(text[:place])))
        elif char in ")]}":
            several = several[:-1] or [False]
        elif char == "," and not several[-1] and _DECIMAL.match(text, place):
            made[place] = "."
    return "".join(made)


def components(text: str, *, any_gap: bool = False) -> tuple[str, ...] | None:
    """The parts of `[-6,0; 8,5]` and of `-6,0 8,5` as typed, where some have a comma between digits; None for any other
    text. The commas may be decimal signs: something else sets the parts apart. `any_gap`: a comma with a space behind
    it may do so too, as in `-6,0, 8,5`."""
    inner = text.strip()
    if inner[:1] in ("[", "(") and inner[-1:] in ("]", ")"):
        inner = inner[1:-1].strip()
    parts = _ANY_GAP.split(inner) if any_gap else inner.split(";") if ";" in inner else inner.split()
    found = [_PART.fullmatch(part.strip()) for part in parts]
    if len(parts) < 2 or not all(found) or not any(each and each[1] for each in found):
        return None
    return tuple(part.strip() for part in parts)
