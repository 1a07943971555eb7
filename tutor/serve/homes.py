"""Who a visitor is and where from: a secret that only this visitor's browser has, and the folder that belongs to it.

The folder is named by a hash of the secret, so that whoever sees the name (a list of processes, a backup) cannot come
in with it. Nothing is made before somebody is let in.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from pathlib import Path

COOKIE = "calc-tutor"
KEPT = 400 * 24 * 3600  # seconds that a browser keeps the cookie from its last visit on: as long as browsers allow
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?(?=[,;]|$)", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 256 bits


def secret_of(cookie: str | None) -> str:
    """The secret that came with a request; a new one where there is none, or one that we never gave."""
    return cookie if cookie is not None and _SECRET.fullmatch(cookie) else secrets.token_urlsafe(32)


def name_of(secret: str) -> str:
    """What the visitor is called on this machine."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()[:32]


def locale_of(accepted: str) -> str:
    """The locale of a browser that prefers these languages (`de-CH,de;q=0.9`), as an environment names one."""
    first = _LANGUAGE.match(accepted.strip())
    if first is None:
        return "C.UTF-8"
    return f"{first[1]}_{first[2]}.UTF-8" if first[2] else f"{first[1]}.UTF-8"


def home_of(visitors: Path, name: str) -> Path:
    """The visitor's own folder, made where it is not there, for nobody else to read. OSError where it cannot be."""
    home = visitors / name
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "empty").mkdir(mode=0o700, exist_ok=True)  # where the visitor's process stands
    return home


def forget(home: Path) -> None:
    """Takes away the folder of a visitor who did nothing here."""
    shutil.rmtree(home, ignore_errors=True)  # what stays is empty, and is used again should that visitor come back


def visitors_in(home: Path | None) -> Path:
    """Where the visitors' folders are, made where it is not there. OSError where it cannot be."""
    if home is None:
        import platformdirs

        home = Path(platformdirs.user_data_path("calc-tutor", appauthor=False))
        if not home.is_absolute():
            raise FileNotFoundError(2, "this machine names no home folder for you")
    visitors = home.absolute() / "visitors"
    visitors.mkdir(mode=0o700, parents=True, exist_ok=True)
    return visitors
