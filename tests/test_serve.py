"""The tutor in a browser: each visitor has a home, a process and nothing else of the machine that serves it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import re
import shlex
import signal
import socket
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import copy_context
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import aiohttp
import pyte
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict
from yarl import URL

import tutor.serve
from tests import stores
from tests.apps import seated, worker, written  # noqa: F401 - a fixture
from tutor import cli
from tutor.lesson.catalogue import load_catalogue
from tutor.messages import tr
from tutor.places import shipped_lessons
from tutor.progress.opening import NAME
from tutor.serve import admission, bounds, homes, pages, server, site, visit
from tutor.ui import visited
from tutor.ui.visited import NOT_KEPT, VisitedApp
from tutor.verdict import Outcome, Verdict
from tutor.worker import Worker

HANGS = 30.0  # seconds after which something counts as never coming; nothing is judged by a clock
LESSON = """
format: 1
id: three
title: Three steps
course: own
minutes: 2
data: {seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}}
steps:
  - say: Watch it.
  - say: Again.
    show:
      descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 100}
  - say: That was it.
"""
EVIL = "evil.example:8000"
TINY = (  # in the tutor's place: paints its home, and ends with its input
    "import os, sys; told = sys.argv[1].encode(); "
    "os.write(1, b'__GANGLION__\\nD' + len(told).to_bytes(4, 'big') + told); sys.stdin.buffer.read()"
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
    visitors = homes.visitors_in(tmp_path)
    given_ = homes.new_secret()
    assert homes.kept_secret(visitors, given_) is None  # somebody made it up: there is no such visitor
    home = homes.home_of(visitors, homes.name_of(given_))
    assert home == homes.home_of(visitors, homes.name_of(given_)) and given_ not in str(home)
    assert homes.kept_secret(visitors, given_) == given_
    for odd in (None, "", "../../etc", given_[:-1], given_ + "x", given_[:-1] + "/", "é" * 43, homes.name_of(given_)):
        assert homes.kept_secret(visitors, odd) is None
    for folder in (home, home.parent, home / "empty"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    homes.forget(homes.put_away(home))
    assert not list(visitors.iterdir()) and homes.kept_secret(visitors, given_) is None


def test_who_never_answered_is_forgotten_after_a_day_and_nobody_else(tmp_path: Path) -> None:
    visitors = homes.visitors_in(tmp_path)
    idle, answered, broken, recent = (homes.home_of(visitors, homes.name_of(each)) for each in "abcd")
    for home in (idle, answered, recent):
        with stores.saved(home) as store:
            store.save_position("one", 2, 2, False, stores.now(), stores.LESSONS["one"])
            if home == answered:
                store.save_answer("one", "a", "2x", Verdict(Outcome.RIGHT, ""), 0, 0)
    (broken / NAME).write_bytes(b"no database" * 100)
    (visitors / "somebody's").mkdir()
    (visitors / f"{'0' * 32}{homes.AWAY}").mkdir()
    now = recent.stat().st_mtime + homes.DAY
    for home in (idle, answered, broken):
        for each in (home, *home.iterdir()):
            os.utime(each, (now - homes.DAY - 60, now - homes.DAY - 60))
    assert homes.forget_the_idle(visitors, now) == 1
    assert {*visitors.iterdir()} == {answered, broken, recent, visitors / "somebody's"}


@pytest.mark.parametrize(
    ("accepted", "locale"),
    [("de-CH,de;q=0.9", "de_CH.UTF-8"), ("fr", "fr.UTF-8"), ("", "C.UTF-8"), ("*", "C.UTF-8"), ("x=1; y", "C.UTF-8")],
)
def test_numbers_are_read_as_the_browser_speaks(accepted: str, locale: str) -> None:
    assert homes.locale_of(accepted) == locale


HERE, PROXY = {"Host": "127.0.0.1:8000"}, {"Host": "inside:8000", "X-Forwarded-Host": "tutor.org"}


@pytest.mark.parametrize(
    ("headers", "alone", "open_"),
    [
        ({**HERE, "Origin": "http://127.0.0.1:8000"}, True, True),
        ({"Host": "[::1]:80", "Origin": "http://[::1]"}, True, True),
        ({"Host": "LocalHost:9000", "Origin": "http://localhost:9000"}, False, True),
        (HERE, True, True),  # a program, which no other site's page can start
        ({**PROXY, "Origin": "https://tutor.org"}, True, True),
        ({**PROXY, "X-Forwarded-Host": "tutor.org:443, inside", "Origin": "https://tutor.org"}, True, True),
        ({"Host": "class.local:8000", "Origin": "http://class.local:8000"}, False, True),
        # another site's page
        ({**HERE, "Origin": "http://127.0.0.1:8001"}, True, False),
        ({**HERE, "Origin": "https://evil.example"}, True, False),
        ({**HERE, "Origin": "null"}, True, False),
        ({**HERE, "Origin": ""}, True, False),
        ({**HERE, "Origin": "ftp://127.0.0.1:8000"}, True, False),
        ({**HERE, "Origin": "http://["}, True, False),
        ({**PROXY, "Origin": "https://inside:8000"}, True, False),
        # a name that somebody made a browser take for this machine's
        ({"Host": EVIL, "Origin": f"http://{EVIL}"}, True, False),
        ({"Host": EVIL}, True, False),
        ({"Host": "localhost.evil.example", "Origin": "http://localhost.evil.example"}, True, False),
        ({"Host": f"127.0.0.1@{EVIL}", "Origin": f"http://127.0.0.1@{EVIL}"}, True, False),
        ({"Host": "", "Origin": "null"}, True, False),
        ({"Host": "", "Origin": "http://"}, False, False),
        ({"Host": "[", "Origin": "http://["}, False, False),
        ({}, True, False),
    ],
)
def test_only_our_own_page_under_our_own_name_opens_the_tutor(
    headers: dict[str, str], alone: bool, open_: bool
) -> None:
    told = CIMultiDict(headers)
    assert (admission.is_our_name(told, alone) and admission.is_our_page(told)) is open_


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from([*"xyz", None])), max_size=12),
)
def test_nobody_takes_every_place(most: int, coming: list[tuple[bool, str, str | None]]) -> None:
    taken: list[admission.Place] = []
    for number, (new, name, address) in enumerate(coming * 7):
        place = admission.Place(f"{number}", address) if new else admission.Place(name)
        if admission.refusal(place, taken, most) is None:
            taken.append(place)
    assert len(taken) <= most
    for name in "abc":
        assert sum(each.name == name for each in taken) <= admission.EACH
    for address in "xyz":
        theirs = sum(each.address == address for each in taken)
        assert theirs <= most - most // admission.KEPT_FREE
        assert theirs == len(taken) < most <= 3 or admission.refusal(admission.Place("d"), taken, most) in (
            None,
            admission.Refusal.FULL,
        )


def test_an_address_is_one_household_and_a_proxy_is_none() -> None:
    forwarded = {"X-Forwarded-For": "192.0.2.9"}
    assert admission.address_of("192.0.2.1", forwarded) == "192.0.2.1" == admission.address_of("::ffff:192.0.2.1", {})
    assert admission.address_of("2001:db8::1", {}) == admission.address_of("2001:db8::ffff:2", {})
    assert admission.address_of("2001:db8::1", {}) != admission.address_of("2001:db8:0:1::1", {})
    assert admission.address_of("127.0.0.1", {}) == "127.0.0.1" and admission.address_of("fe80::1%eth0", {})
    assert admission.address_of("127.0.0.1", forwarded) is admission.address_of(None, {}) is None


def in_german(monkeypatch: pytest.MonkeyPatch, said: dict[str, str]) -> None:
    """These messages can be said in the German of Switzerland, and nothing in any other language."""
    swiss = NullTranslations()
    monkeypatch.setattr(swiss, "gettext", lambda message: said.get(message, message))
    monkeypatch.setattr(
        "tutor.messages._translation", lambda languages, _: swiss if languages == ["de_CH.UTF-8"] else None
    )


# --- the site --------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def served(tmp_path: Path, most: int = 2) -> AsyncIterator[tuple[site.Site, aiohttp.ClientSession, str]]:
    """The site in this process, without a visitor; the session keeps cookies."""
    made = site.Site([shipped_lessons()], homes.visitors_in(tmp_path), most, pytest.fail, alone=True)
    runner = await made.runner()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
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
            "/static/" + "a" * 3000,
            "/static/" + "%F0%9F%A6%8A" * 20,
            "/static/%00",
        ):
            async with session.get(URL(address + closed, encoded=True)) as answer:
                assert answer.status in (403, 404), closed
                assert str(tmp_path) not in await answer.text()
                assert answer.headers.items() >= pages.HEADERS.items()
        for headers in ({"Host": EVIL}, {"Host": EVIL, "Origin": f"http://{EVIL}"}, {"Origin": "http://["}):
            async with session.get(f"{address}/ws", headers=headers) as answer:
                assert answer.status == 403 and "tutor" in await answer.text()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(b"GET / HTTP/1.1\r\nno header\r\n\r\n")
        told = (await reader.read()).decode()
        writer.close()
        assert told.split()[1] == "400" and "Server: calc-tutor\r\n" in told
        assert all(f"{name}: {value}\r\n" in told for name, value in pages.HEADERS.items())


async def test_the_page_tells_in_the_browsers_language_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_german(monkeypatch, {pages.SAID["again"]: "<Nochmal>", pages.PLAIN: "calc-tutor --plain liest vor"})
    async with served(tmp_path) as (_, session, address):
        for accepted, language, told in (
            ("de-CH,de;q=0.9", "de", ("&lt;Nochmal&gt;", "Opening the tutor", "calc-tutor --plain liest vor")),
            ("fr", "en", ("Open it again", "Opening the tutor", "start calc-tutor --plain")),
        ):
            async with session.get(f"{address}/", headers={"Accept-Language": accepted}) as answer:
                page = await answer.text()
            assert f'<html lang="{language}">' in page and 'aria-describedby="what"' in page
            assert all(each in page for each in told) and "{" not in page


async def test_when_there_is_no_place_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit, "CODE", TINY)
    async with served(tmp_path, most=8) as (made, session, address):
        invented = homes.new_secret()
        sockets = []
        for cookies in ({"Cookie": f"{homes.COOKIE}={invented}"}, {}, {}, {}):
            sockets.append(await session.ws_connect(f"{address}/ws", origin=address, headers=cookies))
        secret = next(iter(session.cookie_jar)).value
        home = made.visitors / homes.name_of(secret)
        assert secret != invented and [*made.open.values()] == [admission.Place(home.name, "127.0.0.1")] * 4
        assert [(await each.receive()).data for each in sockets] == [str(home).encode()] * 4
        for path in ("/", "/ws"):
            async with session.get(address + path) as answer:
                assert answer.status == 503 and "has 4 tutors open already" in await answer.text()
        for each in sockets:
            await each.close()
        while made.open:
            await asyncio.sleep(0.01)
        assert not list(made.visitors.iterdir())  # nobody pressed a key
        for count, said in ((6, "Too many newcomers"), (8, "All places are taken just now (8 at once)")):
            made.open = {web.WebSocketResponse(): admission.Place(f"{n}", "127.0.0.1") for n in range(count)}
            for path in ("/", "/ws"):
                async with session.get(address + path) as answer:
                    assert answer.status == 503 and said in await answer.text()
        made.open.clear()
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


def test_a_port_in_use_and_a_missing_extra_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.run(["serve", "--most", "3", "--port", str(port), "--home", str(tmp_path)]) == 2
    assert f"port {port} of 127.0.0.1 is in use" in capsys.readouterr().err
    for name in [each for each in sys.modules if each.startswith("tutor.serve.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert cli.run(["serve", "--home", str(tmp_path)]) == 2
    assert f"{shlex.quote(sys.executable)} -m pip install textual-serve aiohttp" in capsys.readouterr().err


def test_who_listens_for_other_machines_is_warned() -> None:
    assert all(map(admission.is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.0.1")))
    assert not any(map(admission.is_loopback, ("0.0.0.0", "::", "192.168.1.5", "tutor.example")))


def test_a_line_for_the_operator_is_bounded_and_safe_to_print() -> None:
    told: list[str] = []
    logger = logging.Logger("of the server")
    logger.addHandler(server._Faults(told.append))
    logger.error("Error handling request", exc_info=OSError(36, "File name too long\x1b[2J\n", "a" * 3000))
    assert len(told) == 1 and len(told[0]) <= bounds.LINE and told[0].isprintable() and "too long" in told[0]


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


def test_a_visitor_is_spoken_to_as_the_browser_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_german(monkeypatch, {visited.NOT_KEPT: "Nichts bleibt."})
    for name, value in visit.ENVIRONMENT.items() | {("LANG", homes.locale_of("de-CH")), ("LC_ALL", "")}:
        monkeypatch.setenv(name, value)
    for each in ("_bounded", "gc.disable"):
        monkeypatch.setattr(f"tutor.ui.visited.{each}", lambda: None)
    monkeypatch.setattr(visited, "run_as", lambda *told: print(tr(NOT_KEPT), told[3:5], told[6:]))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        copy_context().run(visited.main, [str(tmp_path), "100", "30", "lessons"])
    assert out.getvalue() == f"Nichts bleibt. (None, {tmp_path!r}) (30, (100, 30))\n"


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
async def test_a_visitor_from_coming_to_the_servers_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "of the server's")
    monkeypatch.setenv("COLUMNS", "50")
    visitors = homes.visitors_in(tmp_path)
    written(tmp_path, LESSON)
    made = site.Site([tmp_path], visitors, 3, pytest.fail, alone=True)
    said: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(server._until_told(made, "127.0.0.1", 0, said.put_nowait, pytest.fail))
    address = re.findall(r"http://\S+", await asyncio.wait_for(said.get(), HANGS))[0]
    jar = aiohttp.CookieJar(unsafe=True)  # keeps cookies of an address
    async with aiohttp.ClientSession(cookie_jar=jar) as session, aiohttp.ClientSession() as another:
        visitor = Visitor(session, address)
        await visitor.come()
        cookie = next(iter(jar))
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        home = visitors / homes.name_of(cookie.value)
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

        monkeypatch.setattr(visit, "CODE", TINY)
        stranger = Visitor(another, address)
        await stranger.connect()
        told = await stranger.socket.receive()
        assert told.type is aiohttp.WSMsgType.BINARY and len(list(visitors.iterdir())) == 2
        left = [each for each in processes_of(visitors) if each not in theirs]
        assert len(left) == 1
        await stranger.socket.send_str("no message of a page")
        assert (await stranger.ended()) == 1008
        await gone(left)
        again = Visitor(session, address)  # the same browser's other window
        await again.connect()
        assert (await again.socket.receive()).data == str(home).encode()
        left = processes_of(visitors)
        assert len(left) == 2
        await again.socket.close()
        await gone([each for each in left if each not in theirs])

        os.kill(os.getpid(), signal.SIGINT)  # ctrl+c
        await asyncio.wait_for(serving, HANGS)
        assert (await visitor.ended()) == 1001
        await gone(theirs)
    assert [each.name for each in visitors.iterdir()] == [home.name]  # the stranger did nothing
    assert not list((home / "empty").iterdir())
    with contextlib.closing(sqlite3.connect(home / NAME)) as kept:
        assert kept.execute("SELECT count(*) FROM lessons").fetchone() == (1,)
