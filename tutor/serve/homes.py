"""Who a visitor is and where from: a secret that only this visitor's browser has, and the folder that belongs to it.

The folder is named by a hash of the secret, so that whoever sees the name (a list of processes, a backup) cannot come
in with it. Nothing is made before somebody is let in, and what nobody answered in is not kept for ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
import sqlite3
from pathlib import Path

from tutor.messages import tr
from tutor.progress.opening import NAME

COOKIE = "calc-tutor"
KEPT = 400 * 24 * 3600  # seconds that a browser keeps the cookie from its last visit on: as long as browsers allow
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?(?=[,;]|$)", re.ASCII)
AWAY = ".away"  # behind the name of a folder that is being taken away
DAY = 24 * 3600.0
_HOME = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 256 bits


def kept_secret(visitors: Path, cookie: str | None) -> str | None:
    """The secret that came with a request, if it is one that we gave: a folder belongs to it. Whatever else somebody
    put into a browser is not taken, so that nobody chooses where another works."""
    ours = cookie is not None and _SECRET.fullmatch(cookie) is not None and (visitors / name_of(cookie)).is_dir()
    return cookie if ours else None


def new_secret() -> str:
    """One that nobody has."""
    return secrets.token_urlsafe(32)


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


def put_away(home: Path) -> Path | None:
    """The folder of a visitor who did nothing here, out of the way of one who comes back, to be removed; None where it
    has to stay."""
    try:
        return home.rename(home.with_name(home.name + AWAY))
    except OSError:  # nothing of worth is in it, and `forget_the_idle` will see it again
        return None


def forget(home: Path | None) -> None:
    """Removes what was put away."""
    if home is not None:
        shutil.rmtree(home, ignore_errors=True)  # what stays is removed at the next start


def forget_the_idle(visitors: Path, now: float) -> int:
    """Removes the folders of those who left a day ago and never answered anything; how many. `now`: seconds since
    1970. Called before anybody is let in."""
    count = 0
    for home in list(visitors.iterdir()):
        with contextlib.suppress(FileNotFoundError):  # another server here was quicker
            if home.name.endswith(AWAY):
                forget(home)
            elif _HOME.fullmatch(home.name) and now - _left_at(home) > DAY and not _answered_in(home):
                forget(put_away(home))
                count += 1
    return count


def _left_at(home: Path) -> float:
    return max((each.stat().st_mtime for each in (home, home / NAME) if each.exists()), default=0.0)


def _answered_in(home: Path) -> bool:
    """Does it hold an answer? A file that cannot be read may."""
    file = home / NAME
    if not file.exists():
        return False
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0)
        try:
            return connection.execute("SELECT 1 FROM answers LIMIT 1").fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return True


def visitors_in(home: Path | None) -> Path:
    """Where the visitors' folders are, made where it is not there. OSError where it cannot be."""
    if home is None:
        import platformdirs

        home = Path(platformdirs.user_data_path("calc-tutor", appauthor=False))
        if not home.is_absolute():
            raise FileNotFoundError(2, tr("this machine names no home folder for you"))
    visitors = home.absolute() / "visitors"
    visitors.mkdir(mode=0o700, parents=True, exist_ok=True)
    return visitors
