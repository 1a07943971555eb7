"""What one app knows of its terminal: handed in, so that any number of apps can live in one process."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terminal:
    """`ascii`: nothing but ASCII may be drawn."""

    ascii: bool = False

    @classmethod
    def of_this_process(cls) -> Terminal:
        encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
        return cls(ascii=not encoding.startswith("utf") or os.environ.get("TERM") == "linux")
