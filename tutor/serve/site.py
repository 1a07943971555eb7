"""The site: a page, a websocket for each visitor's tutor, and what the visitor takes home.

A websocket is opened for our own page alone (see `admission`); the cookie is given with it, because a page that was
reached from another site is asked for without cookies.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler

from tutor.messages import N_, tr
from tutor.serve import bounds, homes
from tutor.serve.admission import EACH, Place, address_of, is_our_name, is_our_page, refusal
from tutor.serve.pages import GuardedRequest, Pages, guard
from tutor.serve.visit import Visit

STATICS = Path(textual_serve.__file__).with_name("static")
IDLE = 3600.0  # seconds without a key or the mouse, after which somebody else may have the place
STUCK = 30.0  # seconds
HEARTBEAT = 15.0  # seconds between two questions whether the browser is still there
SEND_AHEAD = 16 << 10  # bytes that wait for a browser before its tutor waits
LONGEST_PATH = 200  # bytes of an address: no file here has a longer name
ELSEWHERE = N_("The tutor opens for its own page only.")
BY_NAME = N_(
    "The tutor answers to localhost and 127.0.0.1 alone. A proxy before it has to send X-Forwarded-Host: "
    "the host, and the port if there is one, that the browser asked for."
)


class Site:
    """What is shared by all visitors: how many they are, and where things are.

    `complain` is told of faults; `alone`: only this machine can reach it, or a proxy on it.
    """

    def __init__(
        self, lessons: Sequence[Path], visitors: Path, most: int, complain: Callable[[str], object], *, alone: bool
    ) -> None:
        self.lessons, self.visitors, self.most, self.complain, self.alone = lessons, visitors, most, complain, alone
        self.open: dict[web.WebSocketResponse, Place] = {}
        self.visits: set[Visit] = set()
        self._untouched: set[str] = set()  # homes of newcomers, until a key is pressed
        self._pages = Pages()

    async def runner(self, **options: Any) -> web.AppRunner:
        """What listens for it, once it is given an address. `options` as web.AppRunner's."""
        app = web.Application(middlewares=[self._admitted])
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/page/{name}", self.part),
                web.get("/ws", self.tutor),
                web.get("/download/{key}", self.download),
                web.static("/static", STATICS, show_index=False, follow_symlinks=False),
            ]
        )
        app.on_response_prepare.append(guard)
        app.on_shutdown.append(self.close)
        runner = web.AppRunner(app, **options)
        await runner.setup()
        assert runner.server is not None
        runner.server.request_factory = GuardedRequest.made
        return runner

    async def close(self, _: web.Application) -> None:
        """Tells every page that the tutor ends; the visits end with their pages."""
        await asyncio.gather(*(each.close(code=1001) for each in list(self.open)), return_exceptions=True)

    @web.middleware
    async def _admitted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nothing is looked for under a name that is not ours, or that no file can have."""
        if not is_our_name(request.headers, self.alone):
            return self._pages.note(request, BY_NAME, 403)
        if len(request.rel_url.raw_path) > LONGEST_PATH:
            raise web.HTTPNotFound
        return await handler(request)

    def _wanted(self, request: web.Request) -> tuple[Place, str | None]:
        """The place that a visitor wants, and the secret that belongs to it; None for a newcomer's."""
        secret = homes.kept_secret(self.visitors, request.cookies.get(homes.COOKIE))
        name = "" if secret is None else homes.name_of(secret)
        new = secret is None or name in self._untouched
        return Place(name, address_of(request.remote, request.headers) if new else None), secret

    def _refused(self, request: web.Request, wanted: Place) -> web.Response | None:
        why = refusal(wanted, self.open.values(), self.most)
        return None if why is None else self._pages.note(request, why.value, 503, most=self.most, each=EACH)

    async def page(self, request: web.Request) -> web.Response:
        return self._refused(request, self._wanted(request)[0]) or self._pages.page(request)

    async def part(self, request: web.Request) -> web.Response:
        return self._pages.part(request.match_info["name"])

    async def tutor(self, request: web.Request) -> web.StreamResponse:
        """One visitor, from coming to going."""
        if not is_our_page(request.headers):
            return self._pages.note(request, ELSEWHERE, 403)
        place, secret = self._wanted(request)
        refused = self._refused(request, place)
        if refused is not None:
            return refused
        if secret is None:
            secret = homes.new_secret()
            place = replace(place, name=homes.name_of(secret))
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT, max_msg_size=bounds.LONGEST, compress=False, writer_limit=SEND_AHEAD
        )
        socket.set_cookie(
            homes.COOKIE, secret, max_age=homes.KEPT, httponly=True, samesite="Strict", secure=is_secure(request)
        )
        self.open[socket] = place
        try:
            await socket.prepare(request)
            await self._received(socket, request, place.name)
        finally:
            del self.open[socket]
        return socket

    async def _received(self, socket: web.WebSocketResponse, request: web.Request, name: str) -> None:
        """A visit with its home; that of a newcomer who never pressed a key, in any window, is not kept."""
        if not (self.visitors / name).exists():
            self._untouched.add(name)
        try:
            home = homes.home_of(self.visitors, name)
            if await self._visit(socket, home, request):
                self._untouched.discard(name)
        except OSError as fault:
            self._tell(
                tr("no tutor can be started for a visitor: {fault}", fault=f"{fault.strerror}: {fault.filename}")
            )
            await socket.close(code=1011)
        if name in self._untouched and all(each.home.name != name for each in self.visits):
            self._untouched.discard(name)
            await asyncio.to_thread(homes.forget, homes.put_away(self.visitors / name))

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
            self._tell(tr("visitor {name}: {line}", name=visit.home.name[:8], line=line.rstrip()))

    def _tell(self, text: str) -> None:
        self.complain(bounds.line(text))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """What the visitor takes home: a file to be kept, for this visitor's own browser."""
        name = self._wanted(request)[0].name
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


def is_secure(request: web.Request) -> bool:
    return request.secure or request.headers.get("X-Forwarded-Proto") == "https"


def _safe(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)[:120]
