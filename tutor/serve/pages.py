"""What a browser is sent beside the terminal: the page and the note, in its own language, their parts, and what every
answer says of itself. Nothing in them comes from elsewhere.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextvars import copy_context
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from tutor.messages import N_, languages_of, speak, tr
from tutor.serve.admission import host_of
from tutor.serve.homes import locale_of

PAGE = Path(__file__).with_name("page")
FILES = {"page.js": "text/javascript", "page.css": "text/css"}
PLAIN = N_(
    "This page is a terminal with calc-tutor, a tutor for the calculus that machine learning runs on. "
    "For a screen reader there is the same tutor in lines of text: install calc-tutor and start calc-tutor --plain."
)
SAID = {
    "what": PLAIN,
    "noscript": N_("This page needs JavaScript: it shows a terminal."),
    "opening": N_("Opening the tutor ..."),
    "closed": N_("The tutor is closed. What you did is kept for this browser."),
    "again": N_("Open it again"),
}
HEADERS = {
    "Server": "calc-tutor",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://{host} wss://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class Pages:
    """The texts, read once."""

    def __init__(self) -> None:
        self._texts = {name: (PAGE / name).read_text(encoding="utf-8") for name in (*FILES, "page.html", "note.html")}

    def page(self, request: web.Request) -> web.Response:
        """The page with the terminal."""
        return self._answered(request, "page.html", SAID, 200)

    def note(self, request: web.Request, message: str, status: int, **values: object) -> web.Response:
        """A page with one sentence and no terminal. `message` is a marked one."""
        response = self._answered(request, "note.html", {"note": message}, status, **values)
        if status == 503:
            response.headers["Retry-After"] = "120"
        return response

    def part(self, name: str) -> web.Response:
        """The style or the script of the page; HTTPNotFound for any other name."""
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(text=self._texts[name], content_type=FILES[name])

    def _answered(
        self, request: web.Request, file: str, messages: Mapping[str, str], status: int, **values: object
    ) -> web.Response:
        locale = locale_of(request.headers.get("Accept-Language", ""))
        said = copy_context().run(_said_in, locale, messages, values)  # the server speaks on in its own language
        english = copy_context().run(_said_in, "C", messages, values)
        spoken = "en" if said == english else re.split("[_.]", locale)[0]
        text = self._texts[file].replace("{language}", spoken)
        for name, sentence in said.items():
            text = text.replace(f"{{{name}}}", escape(sentence))
        return web.Response(text=text, status=status, content_type="text/html")


def _said_in(locale: str, messages: Mapping[str, str], values: Mapping[str, object]) -> dict[str, str]:
    speak(languages_of({"LANG": locale}))
    return {name: tr(message, **values) for name, message in messages.items()}


async def guard(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """What every answer says of itself."""
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(host=host_of(request.headers) or "127.0.0.1")
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"


class GuardedRequest(web.Request):
    """One whose answer is guarded even where aiohttp answers by itself, because it could not read what was asked."""

    @classmethod
    def made(cls, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> GuardedRequest:
        """As aiohttp's server makes requests."""
        return cls(message, payload, protocol, writer, task, asyncio.get_running_loop())

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        await guard(self, response)
