"""Numbers as they are written where the learner is: `1,234` is 1.234 in most of the world, and 1234 in the rest.

`0,5` is read everywhere (see `tutor.expression`); only where a comma could also set thousands apart does the place
decide. It is told by the environment, as everywhere on such systems: LC_ALL, else LC_NUMERIC, else LANG.
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
_INSIDE = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")


def has_decimal_comma(environment: Mapping[str, str]) -> bool:
    """Does the locale that the environment names write one half as `0,5`?"""
    named = (environment.get(name) for name in ("LC_ALL", "LC_NUMERIC", "LANG"))
    locale = re.split(r"[.@]", next((name for name in named if name), ""))[0].replace("-", "_")
    return locale not in _POINT_AFTER_ALL.split() and locale.partition("_")[0] in _COMMA.split()


def with_points(text: str) -> str:
    """The text with a point for each comma between two digits, none of them in brackets (`max(1,5)` has two values)."""
    inside = [range(*found.span()) for found in _INSIDE.finditer(text)]
    commas = [found.start() for found in _DECIMAL.finditer(text)]
    for place in commas:
        if not any(place in each for each in inside):
            text = f"{text[:place]}.{text[place + 1 :]}"
    return text
