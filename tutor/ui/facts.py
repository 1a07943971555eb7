"""What one app knows of its terminal: handed in, so that any number of apps can live in one process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terminal:
    """`ascii`: nothing but ASCII may be drawn."""

    ascii: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Terminal:
        """Read once, at the start. The locale counts, not Python's own encoding, which is UTF-8 even under LANG=C."""
        names = ["LC_ALL", "LC_CTYPE", "LANG"]
        if environment.get("LC_CTYPE") == "C.UTF-8":  # Python's own doing under LANG=C
            names = ["LC_ALL", "LANG", "LC_CTYPE"]
        locale = next((environment[name] for name in names if environment.get(name)), "")
        plain = bool(locale) and not locale.lower().replace("-", "").endswith("utf8")
        return cls(ascii=plain or environment.get("TERM") == "linux")
