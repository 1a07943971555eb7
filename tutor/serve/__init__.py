"""`calc-tutor serve`: the tutor in a browser, for those who have no terminal. An optional extra, `calc-tutor[web]`.

    homes.py      who a visitor is: a secret in a cookie, and the folder that belongs to it
    admission.py  who may come in: by which name, from which page, and how many
    bounds.py     what a page may send, and how much of it
    visit.py      one visitor's tutor: a process of its own, its packets, its end
    pages.py      what is sent beside it, in the visitor's language
    site.py       the website: pages, the websocket, downloads
    server.py     listening, until it is told to stop
    page/         the page: HTML, its style and its script; the terminal in it is textual-serve's xterm.js

What is promised: a visitor reaches the lessons and what that visitor did, and nothing else of this machine or of other
visitors; at most so many are let in, and no browser has all the places; and whoever leaves, or the server's end, ends
the processes that were theirs, with everything kept.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tutor.messages import N_, tr

Tell = Callable[[str], object]
MOST = 20  # visitors at once, where nobody says otherwise
MISUSE = 2
MISSING = N_("a browser is served by textual-serve, which is not installed here: {command}")
INSTALL = "{python} -m pip install textual-serve aiohttp"


def run(host: str, port: int, lessons: Sequence[Path], home: Path | None, most: int, say: Tell, complain: Tell) -> int:
    """Serves the tutor at http://host:port until ctrl+c; gives the exit code.

    `lessons`: folders with courses. `home`: below it, `visitors/` has a folder for each; None for the platform's own
    place. `most`: visitors at once. `say` and `complain` are handed sentences for whoever runs the server.
    """
    try:
        from tutor.serve.server import CannotServe, serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("aiohttp", "textual_serve"):
            raise
        complain(tr(MISSING, command=INSTALL.format(python=shlex.quote(sys.executable or "python3"))))
        return MISUSE
    try:
        return serve(host, port, lessons, home, most, say, complain)
    except CannotServe as why:
        complain(str(why))
        return MISUSE
