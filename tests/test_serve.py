"""The tutor in a browser: each visitor has a home, a process and nothing else of the machine that serves it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pyte
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

import tutor.serve
from tests.apps import seated, worker, written  # noqa: F401 - a fixture
from tutor.lesson.catalogue import load_catalogue
from tutor.places import shipped_lessons
from tutor.serve import bounds, homes, server, site, visit
from tutor.ui.visited import NOT_KEPT, VisitedApp
from tutor.worker import Worker

HANGS = 30.0  # seconds after which something counts as never coming; nothing is judged by a clock
SERVE = (
    "import sys; from pathlib import Path; from tutor.places import shipped_lessons; from tutor.serve import run; "
    "sys.exit(run('127.0.0.1', 0, [shipped_lessons()], Path(sys.argv[1]), 3, lambda t: print(t, flush=True), "
    "lambda t: print(t, file=sys.stderr)))"
)


# --- what may be sent ------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
NEARLY = st.tuples(
    st.sampled_from(["stdin", "resize", "focus", "blur", "ping", "quit", "deliver_chunk_request"]),
    st.fixed_dictionaries({"width": JSON, "height": st.integers()}) | JSON,
)


@given(st.text() | JSON.map(json.dumps) | NEARLY.map(json.dumps))
def test_whatever_a_page_sends_is_a_bounded_message_or_none(text: str) -> None:
    try:
        message = bounds.read(text)
    except bounds.NotUnderstood:
        return
    if isinstance(message, bounds.Sized):
        assert 1 <= message.width <= bounds.WIDEST and 1 <= message.height <= bounds.HIGHEST
    elif isinstance(message, bounds.Typed):
        message.data.decode("utf-8")
    else:
        assert isinstance(message, bounds.Focus | bounds.Ping)


def test_a_size_in_the_address_is_believed_within_bounds() -> None:
    assert bounds.size_asked_for("100", "30") == bounds.Sized(100, 30)
    assert bounds.size_asked_for("99999", "0") == bounds.Sized(bounds.WIDEST, 1)
    for odd in ("", "-1", "1e3", "99999999999", "٣", "80; rm"):
        assert bounds.size_asked_for(odd, "24") == bounds.Sized(80, 24)


@given(st.lists(st.tuples(st.integers(1, bounds.LONGEST), st.floats(0, 60)), max_size=30))
def test_who_waits_as_told_never_sends_more_than_is_allowed(sent: list[tuple[int, float]]) -> None:
    now = [0.0]
    allowance = bounds.Allowance(lambda: now[0])
    total = 0
    for count, pause in sent:
        total += count
        assert total <= bounds.BURST + bounds.STEADY * now[0] + bounds.LONGEST
        now[0] += allowance.take(count) + pause


# --- who a visitor is ------------------------------------------------------------------------------------------------


def test_a_home_is_the_visitors_alone_and_its_name_does_not_tell_the_secret(tmp_path: Path) -> None:
    given_ = homes.secret_of(None)
    assert homes.secret_of(given_) == given_
    for odd in ("", "../../etc", given_[:-1], given_ + "x", given_[:-1] + "/", "é" * 43):
        assert homes.secret_of(odd) not in (odd, given_)
    home = homes.home_of(homes.visitors_in(tmp_path), homes.name_of(given_))
    assert home == homes.home_of(homes.visitors_in(tmp_path), homes.name_of(given_))
    assert given_ not in str(home)
    for folder in (home, home.parent, home / "empty"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("accepted", "locale"),
    [("de-CH,de;q=0.9", "de_CH.UTF-8"), ("fr", "fr.UTF-8"), ("", "C.UTF-8"), ("*", "C.UTF-8"), ("x=1; y", "C.UTF-8")],
)
def test_numbers_are_read_as_the_browser_speaks(accepted: str, locale: str) -> None:
    assert homes.locale_of(accepted) == locale


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}, True),
        ({"Host": "127.0.0.1:8000"}, True),  # a program, which no other site's page can start
        ({"Host": "inside:8000", "X-Forwarded-Host": "tutor.org", "Origin": "https://tutor.org"}, True),
        ({"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8001"}, False),
        ({"Host": "127.0.0.1:8000", "Origin": "https://evil.example"}, False),
        ({"Host": "127.0.0.1:8000", "Origin": "null"}, False),
        ({"Host": "", "Origin": "null"}, False),
    ],
)
def test_only_our_own_page_opens_the_tutor(headers: dict[str, str], ours: bool) -> None:
    assert site.from_our_page(make_mocked_request("GET", "/ws", headers=headers)) is ours


# --- the site --------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def served(tmp_path: Path, most: int = 2) -> AsyncIterator[tuple[site.Site, aiohttp.ClientSession, str]]:
    """The site in this process, without a visitor."""
    made = site.Site([shipped_lessons()], homes.visitors_in(tmp_path), most, pytest.fail)
    runner = web.AppRunner(made.application())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as session:
            yield made, session, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_the_page_takes_everything_from_here_and_lists_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, session, address):
        async with session.get(f"{address}/") as answer:
            page = await answer.text()
            assert answer.headers["Server"] == "calc-tutor" and "Set-Cookie" not in answer.headers
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "script-src 'self';" in policy
        named = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert len(named) == 5
        for each in named:
            if each == "data:,":
                continue
            async with session.get(f"{address}/{each}") as answer:
                text = await answer.text()
                assert answer.status == 200 and answer.headers["X-Content-Type-Options"] == "nosniff"
                for inner in re.findall(r'url\("?\.\./([^")]+)', text) if each.endswith(".css") else ():
                    async with session.get(f"{address}/{inner}") as font:
                        assert font.status == 200, inner
        assert "http" not in page.replace("<!DOCTYPE html>", "")
        for closed in (
            "/static/",
            "/static/js",
            "/page/",
            "/page/..%2fsite.py",
            "/static/..%2fserver.py",
            "/download/x",
        ):
            async with session.get(address + closed) as answer:
                assert answer.status in (403, 404), closed
                assert str(tmp_path) not in await answer.text()


async def test_when_all_places_are_taken_it_is_said(tmp_path: Path) -> None:
    async with served(tmp_path, most=1) as (made, session, address):
        made.open.add(web.WebSocketResponse())
        for path in ("/", "/ws"):
            async with session.get(address + path) as answer:
                assert answer.status == 503 and "All 1 places are taken" in await answer.text()
        made.open.clear()
        async with session.get(f"{address}/ws", headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403
        assert not list(made.visitors.iterdir())


@pytest.mark.parametrize(
    ("host", "port", "most", "said"),
    [
        ("127.0.0.1", 70000, 20, "70000 is no port"),
        ("127.0.0.1", 0, 0, "at least one visitor"),
        (" ", 0, 20, "--host names nothing"),
        ("no host", 0, 20, "there is no host no host"),
        ("192.0.2.1", 0, 20, "no address of this machine"),
    ],
)
def test_what_cannot_be_served_is_said(host: str, port: int, most: int, said: str, tmp_path: Path) -> None:
    told: list[str] = []
    assert tutor.serve.run(host, port, [], tmp_path, most, pytest.fail, told.append) == 2
    assert len(told) == 1 and said in told[0]


def test_a_port_in_use_and_a_missing_extra_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert tutor.serve.run("127.0.0.1", port, [], tmp_path, 1, pytest.fail, told.append) == 2
    assert f"port {port} of 127.0.0.1 is in use" in told.pop()
    for name in [each for each in sys.modules if each.startswith("tutor.serve.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert tutor.serve.run("127.0.0.1", 0, [], tmp_path, 1, pytest.fail, told.append) == 2
    assert told == [tutor.serve.MISSING]


def test_who_listens_for_other_machines_is_warned() -> None:
    assert all(map(server.is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.0.1")))
    assert not any(map(server.is_loopback, ("0.0.0.0", "::", "192.168.1.5", "tutor.example")))


# --- a visitor's app -------------------------------------------------------------------------------------------------


@pytest.mark.asyncio(loop_scope="session")
async def test_nothing_that_a_visitor_types_names_a_file(
    worker: Worker,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = tmp_path / "houses.csv"
    table.write_text("size,price\n1,2\n2,4\n3,5\n", encoding="utf-8")
    written(tmp_path, "format: 1\nid: Not An Id\ntitle: Broken\nsteps: []\n")
    monkeypatch.chdir(tmp_path)
    handed: dict[str, str] = {}
    app = VisitedApp(load_catalogue([tmp_path]), worker, folder=tmp_path)
    monkeypatch.setattr(app, "hand_over", handed.__setitem__)
    before = sorted(tmp_path.rglob("*"))
    async with seated(app, (110, 30)) as learner:
        await learner.until(lambda: "!" in learner.text(), "the broken lesson")
        await learner.press("end")
        assert "Whoever runs this server" in learner.shown("#about") and str(tmp_path) not in learner.text()
        await learner.press("enter")
        await learner.until(lambda: not learner.in_catalogue, "the broken lesson's screen")
        assert "lesson.yaml" not in learner.text() and str(tmp_path) not in learner.text()
        await learner.press("escape", "l")
        assert "CSV" not in learner.text() and "houses" not in learner.text()
        for path in (str(table), "houses.csv", "/etc/passwd"):
            await learner.press("ctrl+u")
            await learner.type(path)
            assert "column" not in learner.text() and "rows" not in learner.text()
            await learner.press("enter")
            await learner.until(lambda: "! " in learner.text(), "why not")
        await learner.press("ctrl+u")
        await learner.type("x^2 + y^2")
        await learner.press("enter")
        await learner.until(lambda: "lab-scene" in {each.id for each in app.screen.query("*")}, "the descent")
        await learner.until(lambda: app.screen.query("#lab-scene > *"), "the scene")
        await learner.press("w")
        await learner.press("down", "ctrl+u")
        await learner.type("/etc/../my run.py")
        await learner.press("enter")
        await learner.until(lambda: handed, "the program")
        assert list(handed) == ["my-run.py"] and "numpy" in handed["my-run.py"]
        assert "Your browser has my-run.py" in learner.text() and str(tmp_path) not in learner.text()
        await learner.press("escape", "c", "w")
        assert len(handed) == 2
    assert sorted(tmp_path.rglob("*")) == before
    app.keeping.store = type("Lost", (), {"trouble": f"{tmp_path} cannot be written to"})()
    assert app.keeping.trouble == NOT_KEPT


# --- from end to end -------------------------------------------------------------------------------------------------


class Visitor:
    """A browser at the page: what it shows, and its cookies."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address
        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)
        self.socket: Any = None

    async def connect(self) -> None:
        self.socket = await self.session.ws_connect(f"{self.address}ws?width=100&height=30", origin=self.address[:-1])

    async def come(self) -> None:
        await self.connect()
        await self.sees("About 2 minutes")

    async def type(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def sees(self, text: str) -> None:
        await self.until(lambda: text in self.text(), text)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(HANGS):
            while not holds():
                told = await self.socket.receive()
                assert told.type is aiohttp.WSMsgType.BINARY, (told, what, self.text())
                self._stream.feed(told.data)

    async def is_offered(self) -> str:
        """Where the page is told to fetch what the visitor takes home."""
        async with asyncio.timeout(HANGS):
            while (told := await self.socket.receive()).type is not aiohttp.WSMsgType.TEXT:
                assert told.type is aiohttp.WSMsgType.BINARY
        kind, key = json.loads(told.data)
        assert kind == "deliver_file_start"
        return str(key)

    async def ended(self) -> int:
        """With which code the socket was closed."""
        async with asyncio.timeout(HANGS):
            while (told := await self.socket.receive()).type is aiohttp.WSMsgType.BINARY:
                continue
        return int(told.data)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)


def processes_of(home: Path) -> list[int]:
    """Those that were started for this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


async def gone(pids: list[int]) -> None:
    async with asyncio.timeout(HANGS):
        while any(Path(f"/proc/{pid}/cwd").exists() for pid in pids):
            await asyncio.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at processes through /proc")
async def test_a_visitor_from_coming_to_coming_back(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SERVE, str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, "A_SECRET": "of the server's", "COLUMNS": "50"},
    )
    assert process.stdout is not None
    jar = aiohttp.CookieJar(unsafe=True)  # keeps cookies of an address
    try:
        address = re.findall(r"http://\S+", (await process.stdout.readline()).decode())[0]
        async with aiohttp.ClientSession(cookie_jar=jar) as session, aiohttp.ClientSession() as another:
            visitor = Visitor(session, address)
            await visitor.come()
            cookie = next(iter(jar))
            assert cookie["httponly"] and cookie["samesite"] == "Strict"
            home = tmp_path / "visitors" / homes.name_of(cookie.value)
            theirs = processes_of(home)
            assert len(theirs) == 1
            handed = Path(f"/proc/{theirs[0]}/environ").read_text(encoding="utf-8")
            assert {each.partition("=")[0] for each in handed.split("\0") if each} == {*visit.ENVIRONMENT, "LANG"}
            assert os.readlink(f"/proc/{theirs[0]}/cwd") == str(home / "empty")

            await visitor.type("\x1b[48;9999;9999;1;1t\r")  # a report of a size that no screen has, and enter
            await visitor.sees("step 1/3")
            await visitor.type("\r")
            await visitor.sees("step 2/3")
            await visitor.type("w")  # takes the program home
            await visitor.sees("take it home")
            await visitor.type("\r")
            key = await visitor.is_offered()
            async with another.get(f"{address}download/{key}") as answer:
                assert answer.status == 404
            async with session.get(f"{address}download/{key}") as answer:
                assert "attachment" in answer.headers["Content-Disposition"] and "numpy" in await answer.text()
            await visitor.socket.close()
            await gone(theirs)
            assert not list((home / "empty").iterdir())

            await visitor.come()
            await visitor.sees("Welcome back")
            stranger = Visitor(another, address)
            await stranger.connect()
            told = await stranger.socket.receive()
            assert told.type is aiohttp.WSMsgType.BINARY, told  # something is painted
            assert len(list(home.parent.iterdir())) == 2
            left = processes_of(home.parent)
            assert len(left) == 2
            await stranger.socket.send_str("no message of a page")
            assert (await stranger.ended()) == 1008
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), HANGS) == 0
            await gone(left)
            assert [each.name for each in home.parent.iterdir()] == [home.name]  # the stranger did nothing
    finally:
        if process.returncode is None:
            process.kill()
