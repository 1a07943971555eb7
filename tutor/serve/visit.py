"""One visitor's tutor: a process of its own, its packets, and its end.

The process gets no environment but what is written here, stands in an empty folder of the visitor's, and leads a
session of its own, so that ctrl+c at the server's terminal is the server's alone. It ends when the visitor goes: asked
first, then told, then killed. What it says on standard error is for whoever runs the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tutor.serve.bounds import Focus, Sized, Typed

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = "import sys; sys.path.append({root!r}); from tutor.ui.visited import main; sys.exit(main(sys.argv[1:]))"
ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
NEEDED = ("SYSTEMROOT",)  # without which Python does not start on Windows
GRACE = 3.0  # seconds to end when asked, and again when told
LARGEST = 8 << 20  # bytes of one packet from the process
READ_AHEAD = 16 << 10  # bytes taken from it before the browser has taken them: what waits there delays a key
MOST_DOWNLOADS = 500
MOST_SAID = 64 << 10  # bytes of what it says on standard error


class Visit(AppService):
    """From the moment the visitor is let in until the process is gone. `said` is what it told of on standard error."""

    def __init__(
        self,
        home: Path,
        locale: str,
        lessons: Sequence[Path],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
    ) -> None:
        super().__init__(
            "",  # textual-serve runs a command in a shell; here is none
            write_bytes=write_bytes,
            write_str=write_str,
            close=close,  # type: ignore[arg-type]
            download_manager=DownloadManager(),
        )
        self.home, self.locale, self.lessons = home, locale, lessons
        self.said = b""
        self.touched = False  # has the visitor pressed a key?
        self._carrying: asyncio.Task[None] | None = None
        self._offered = 0

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return ENVIRONMENT | {"LANG": self.locale} | {name: os.environ[name] for name in NEEDED if name in os.environ}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", CODE.format(root=str(ROOT))),
            *(str(self.home), str(width), str(height), *map(str, self.lessons)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(),
            cwd=self.home / "empty",
            start_new_session=True,
            limit=READ_AHEAD,
        )
        assert self._process.stdin is not None
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Carries its packets to the page until it ends or the page is gone."""
        assert self._process is not None and self._process.stdout is not None and self._process.stderr is not None
        self._carrying = asyncio.create_task(self._carry(self._process.stdout))
        listening = asyncio.create_task(self._listen(self._process.stderr))
        await asyncio.wait({self._carrying})
        await asyncio.gather(listening, self._let_go(self._process.stdout), self._ended())
        await self.remote_close()
        fault = None if self._carrying.cancelled() else self._carrying.exception()
        if not isinstance(fault, asyncio.IncompleteReadError | ConnectionError | None):
            raise fault  # else the process has ended, or nobody reads any more

    async def _carry(self, stdout: asyncio.StreamReader) -> None:
        await stdout.readuntil(b"__GANGLION__\n")
        while True:
            kind = await stdout.readexactly(1)
            size = int.from_bytes(await stdout.readexactly(4), "big")
            if size > LARGEST:
                return
            payload = await stdout.readexactly(size)
            if kind == b"D":
                await self.on_data(payload)
            elif kind == b"M":
                await self.on_meta(payload)
            elif kind == b"P":
                await self.on_packed(payload)

    async def _let_go(self, stdout: asyncio.StreamReader) -> None:
        """What it still says to the page, so that it need not wait to say it."""
        while await stdout.read(LARGEST):
            pass

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        while data := await stderr.read(4096):
            self.said = (self.said + data)[-MOST_SAID:]

    async def _ended(self) -> None:
        """Waits for the process to end; after GRACE seconds it is told to, after as many again it is killed."""
        assert self._process is not None
        for end in (None, self._process.terminate, self._process.kill):
            if end is not None and self._process.returncode is None:
                end()
            try:
                await asyncio.wait_for(self._process.wait(), GRACE)
                return
            except TimeoutError:
                continue

    async def on_meta(self, data: bytes) -> None:
        """As textual-serve's; a visit has so many downloads and no more."""
        if json.loads(data)["type"] == "deliver_file_start":
            self._offered += 1
        if self._offered <= MOST_DOWNLOADS:
            await super().on_meta(data)

    @property
    def downloads(self) -> DownloadManager:
        """What the visitor was offered and has not fetched yet."""
        return self._download_manager

    async def take(self, message: Typed | Sized | Focus) -> None:
        """Hands a message of the page to the tutor."""
        if isinstance(message, Typed):
            self.touched = self.touched or not message.is_report
            await self.send_bytes(message.data)
        elif isinstance(message, Sized):
            await self.set_terminal_size(message.width, message.height)
        elif message.here:
            await self.focus()
        else:
            await self.blur()

    async def stop(self) -> None:
        """Ends the tutor, which keeps what was done, and waits until its process is gone."""
        if self._task is not None:
            task, self._task = self._task, None
            await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
            self.stdin.close()  # the end of its input is the end of the tutor
            if self._carrying is not None:
                self._carrying.cancel()  # the page may not take what is carried
            await task
