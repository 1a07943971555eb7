"""The site: a page, a websocket for each visitor's tutor, and what the visitor takes home.

Nothing comes from elsewhere and nothing goes there. A websocket is opened for our own page alone, which a browser
proves by its Origin; the cookie is given with it, because a page that was reached from another site is asked for
without cookies.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import textual_serve
from aiohttp import WSMsgType, web

from tutor.printable import printable
from tutor.serve import bounds, homes
from tutor.serve.visit import Visit

STATICS = Path(textual_serve.__file__).with_name("static")
PAGE = Path(__file__).with_name("page")
FILES = {"page.js": "text/javascript", "page.css": "text/css"}
IDLE = 3600.0  # seconds without a key or the mouse, after which somebody else may have the place
STUCK = 30.0  # seconds
HEARTBEAT = 15.0  # seconds between two questions whether the browser is still there
SEND_AHEAD = 16 << 10  # bytes that wait for a browser before its tutor waits
FULL = "All {most} places are taken just now. Try again in a few minutes."
ELSEWHERE = "The tutor opens for its own page only."
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


class Site:
    """What is shared by all visitors: how many they are, and where things are. `complain` is told of faults."""

    def __init__(self, lessons: Sequence[Path], visitors: Path, most: int, complain: Callable[[str], object]) -> None:
        self.lessons, self.visitors, self.most, self.complain = lessons, visitors, most, complain
        self.open: set[web.WebSocketResponse] = set()
        self.visits: set[Visit] = set()
        self._texts = {name: (PAGE / name).read_text(encoding="utf-8") for name in (*FILES, "page.html", "note.html")}

    def application(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/page/{name}", self.part),
                web.get("/ws", self.tutor),
                web.get("/download/{key}", self.download),
                web.static("/static", STATICS, show_index=False, follow_symlinks=False),
            ]
        )
        app.on_response_prepare.append(_guard)
        app.on_shutdown.append(self.close)
        return app

    async def close(self, _: web.Application) -> None:
        """Tells every page that the tutor ends; the visits end with their pages."""
        await asyncio.gather(*(each.close(code=1001) for each in list(self.open)), return_exceptions=True)

    @property
    def full(self) -> bool:
        return len(self.open) >= self.most

    async def page(self, request: web.Request) -> web.Response:
        if self.full:
            return self._note(FULL.format(most=self.most), 503)
        return web.Response(text=self._texts["page.html"], content_type="text/html")

    async def part(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(text=self._texts[name], content_type=FILES[name])

    def _note(self, sentence: str, status: int) -> web.Response:
        page = self._texts["note.html"].replace("{note}", sentence)
        return web.Response(text=page, status=status, content_type="text/html", headers={"Retry-After": "120"})

    async def tutor(self, request: web.Request) -> web.StreamResponse:
        """One visitor, from coming to going."""
        if not from_our_page(request):
            return self._note(ELSEWHERE, 403)
        if self.full:
            return self._note(FULL.format(most=self.most), 503)
        secret = homes.secret_of(request.cookies.get(homes.COOKIE))
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT, max_msg_size=bounds.LONGEST, compress=False, writer_limit=SEND_AHEAD
        )
        socket.set_cookie(
            homes.COOKIE, secret, max_age=homes.KEPT, httponly=True, samesite="Strict", secure=is_secure(request)
        )
        self.open.add(socket)
        try:
            await socket.prepare(request)
            await self._received(socket, request, homes.name_of(secret))
        finally:
            self.open.remove(socket)
        return socket

    async def _received(self, socket: web.WebSocketResponse, request: web.Request, name: str) -> None:
        """A visit with its home; that of a newcomer who never pressed a key is not kept."""
        new = not (self.visitors / name).exists()
        try:
            home = homes.home_of(self.visitors, name)
            touched = await self._visit(socket, home, request)
        except OSError as fault:
            self.complain(f"no tutor can be started for a visitor: {fault.strerror}: {fault.filename}")
            await socket.close(code=1011)
            return
        if new and not touched and all(each.home != home for each in self.visits):
            await asyncio.to_thread(homes.forget, home)

    async def _visit(self, socket: web.WebSocketResponse, home: Path, request: web.Request) -> bool:
        """One visit, from the start of its process to its end. Did the visitor press a key?"""

        async def close() -> None:
            await socket.close()

        visit = Visit(
            *(home, homes.locale_of(request.headers.get("Accept-Language", "")), self.lessons),
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
        )
        self.visits.add(visit)
        size = bounds.size_asked_for(request.query.get("width", ""), request.query.get("height", ""))
        try:
            await visit.start(size.width, size.height)
            with contextlib.suppress(ConnectionError, TimeoutError):
                await _converse(socket, visit)
        finally:
            await visit.stop()
            self.visits.remove(visit)
            await socket.close()
            if visit.said:
                self._tell_of(visit)
        return visit.touched

    def _tell_of(self, visit: Visit) -> None:
        for line in visit.said.decode("utf-8", "replace").splitlines()[-40:]:
            self.complain(f"visitor {visit.home.name[:8]}: {printable(line.rstrip())}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """What the visitor takes home: a file to be kept, for this visitor's own browser."""
        name = homes.name_of(homes.secret_of(request.cookies.get(homes.COOKIE)))
        for visit in [each for each in self.visits if each.home.name == name]:
            with contextlib.suppress(KeyError):  # it may be another window's
                return await _hand_over(request, visit, request.match_info["key"])
        raise web.HTTPNotFound


async def _hand_over(request: web.Request, visit: Visit, key: str) -> web.StreamResponse:
    """The file of that key; KeyError where the visit has none."""
    found = await visit.downloads.get_download_metadata(key)
    response = web.StreamResponse()
    response.content_type = "application/octet-stream"
    response.headers["Content-Disposition"] = f'attachment; filename="{_safe(found.file_name)}"'
    await response.prepare(request)
    async for chunk in visit.downloads.download(key):
        await response.write(chunk)
    await response.write_eof()
    return response


async def _converse(socket: web.WebSocketResponse, visit: Visit) -> None:
    """Hands on what the page sends until it goes, or says what no page says. ConnectionError where it is gone;
    TimeoutError where it says nothing for IDLE seconds, or the tutor takes nothing for STUCK."""
    allowance = bounds.Allowance(time.monotonic)
    while not socket.closed:
        told = await asyncio.wait_for(socket.receive(), IDLE)
        if told.type is not WSMsgType.TEXT:
            return
        try:
            message = bounds.read(told.data)
        except bounds.NotUnderstood:
            await socket.close(code=1008)
            return
        if isinstance(message, bounds.Ping):
            await socket.send_json(["pong", message.text])
        else:
            await asyncio.wait_for(visit.take(message), STUCK)
        await asyncio.sleep(allowance.take(len(told.data)))


def from_our_page(request: web.Request) -> bool:
    """Does the websocket come from a page of this very site? Programs, which are no browser, send no Origin."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    host = request.headers.get("X-Forwarded-Host", request.host)  # no page can set it; a proxy may have to
    return urlsplit(origin).netloc.lower() == host.lower() != ""


def is_secure(request: web.Request) -> bool:
    return request.secure or request.headers.get("X-Forwarded-Proto") == "https"


def _safe(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)[:120]


async def _guard(request: web.Request, response: web.StreamResponse) -> None:
    """What every answer says of itself."""
    response.headers.update(HEADERS)
    host = "".join(c for c in request.host if c.isalnum() or c in ".-:[]")
    response.headers["Content-Security-Policy"] = POLICY.format(host=host)
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"
