"""The keys of the screens, typed as words where there is no screen: lessons name them (`press the **right arrow**`).

A scene gives a table from a key to what is typed for it (`{"home": "jump start"}`); a key that only changes how the
screen looks stands there for NOTHING, so that whoever types it hears why nothing came of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tutor.messages import N_

Keys = Mapping[str, str]

NOTHING = ""
ONLY_LOOKS = N_("the key {key} changes only how a screen looks or how fast it moves; in lines it does nothing")
SAME = {  # how else a key is written, by how it is written here
    "esc": "escape",
    "return": "enter",
    "spacebar": "space",
    "space bar": "space",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page down": "pagedown",
    "pgup": "pageup",
    "page up": "pageup",
    "plus": "+",
    "=": "+",
    "minus": "-",
    "−": "-",
    "_": "-",
    ".": "more",
    "full stop": "more",
    ",": "less",
    "comma": "less",
    "→": "right",
    "←": "left",
    "↑": "up",
    "↓": "down",
}
CONTROL = re.compile(r"(?:\^|ctrl[ +-]|control[ +-])([a-z])")
AROUND = re.compile(r"^the | (?:key|arrow)$|^arrow ")


def key_of(words: Sequence[str]) -> str:
    """How the key that these words name is written here: `right`, `pagedown`, `ctrl+g`, `+`; they themselves, in small
    letters, where they name none."""
    text = AROUND.sub("", AROUND.sub("", " ".join(words).lower()))
    control = CONTROL.fullmatch(text)
    return f"ctrl+{control[1]}" if control else SAME.get(text, text)


def typed_for(words: Sequence[str], keys: Keys) -> list[str] | None:
    """What is typed for the key that these words name; None where the scene has no such key."""
    found = keys.get(key_of(words))
    return found.split() if found is not None else None
