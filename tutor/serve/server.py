"""Listening for browsers until ctrl+c, and ending everybody's tutor then."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from tutor.messages import N_, plural, tr
from tutor.serve.admission import is_loopback
from tutor.serve.bounds import line
from tutor.serve.homes import forget_the_idle, visitors_in
from tutor.serve.site import Site

Tell = Callable[[str], object]
STAYING = 30.0  # seconds that a connection without a request is held
ENDING = 15.0  # seconds at most for the visits to end
OPEN_TO_ALL = N_(
    "{host} is reached from other machines: there is no password and no encryption here, so let only people "
    "in whom you trust, or put a proxy with TLS before it"
)
WHY = {
    errno.EADDRINUSE: N_("port {port} of {host} is in use; name another with --port"),
    errno.EADDRNOTAVAIL: N_("{host} is no address of this machine; take 127.0.0.1, or 0.0.0.0 for all it has"),
    errno.EACCES: N_("this machine does not let you listen on port {port} of {host}; take one from 1024 on"),
}


class _Faults(logging.Handler):
    """Tells of faults of our own; a stranger's broken request is no news."""

    def __init__(self, complain: Tell) -> None:
        super().__init__(logging.ERROR)
        self._complain = complain

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if not isinstance(fault, HttpProcessingError | ConnectionError):
            what = f": {type(fault).__name__}: {fault}" if fault is not None else ""
            self._complain(line(f"{record.getMessage()}{what}"))


class CannotServe(Exception):
    """Why nobody can be served; a sentence."""


def serve(
    host: str, port: int, lessons: Sequence[Path], home: Path | None, most: int, say: Tell, complain: Tell
) -> int:
    """As `tutor.serve.run`; CannotServe where nobody can come."""
    if not 0 <= port <= 65535:
        raise CannotServe(tr("{port} is no port; take one from 1024 to 65535", port=port))
    if most < 1:
        raise CannotServe(tr("--most {most}: at least one visitor must be let in", most=most))
    if not host.strip():
        raise CannotServe(tr("--host names nothing; take 127.0.0.1, or 0.0.0.0 for all addresses of this machine"))
    try:
        visitors = visitors_in(home)
        forget_the_idle(visitors, time.time())
    except OSError as fault:
        raise CannotServe(
            tr("what visitors do cannot be kept: {strerror}; --home DIR names a folder", strerror=fault.strerror)
        ) from fault
    site = Site([each.absolute() for each in lessons], visitors, most, complain, alone=is_loopback(host))
    try:
        asyncio.run(_until_told(site, host, port, say, complain))
    except KeyboardInterrupt:  # where the loop cannot take signals: all was ended on the way out
        pass
    except OSError as fault:
        raise CannotServe(_why(fault, host, port)) from fault
    return 0


async def _until_told(site: Site, host: str, port: int, say: Tell, complain: Tell) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    signals = signals if os.name != "nt" else []  # there ctrl+c comes as KeyboardInterrupt
    for each in signals:
        loop.add_signal_handler(each, told.set)
    logger = logging.Logger("calc-tutor")
    logger.addHandler(_Faults(complain))
    runner = await site.runner(access_log=None, logger=logger, keepalive_timeout=STAYING, shutdown_timeout=ENDING)
    try:
        await web.TCPSite(runner, host, port).start()
        if not is_loopback(host):
            complain(tr(OPEN_TO_ALL, host=host))
        say(
            plural(
                site.most,
                "The tutor is at {address} for one visitor at a time.",
                "The tutor is at {address} for up to {count} visitors at once.",
                address=address(host, runner.addresses[0][1]),
            )
        )
        say(tr("What each of them does is kept below {folder}. ctrl+c ends it.", folder=site.visitors))
        await told.wait()
        for each in signals:
            loop.remove_signal_handler(each)  # a second ctrl+c is obeyed at once
        if site.open:
            say(tr("Ending; what everybody did is kept."))
    finally:
        await runner.cleanup()


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _why(fault: OSError, host: str, port: int) -> str:
    if isinstance(fault, socket.gaierror):
        return tr("there is no host {host}; take 127.0.0.1, or 0.0.0.0 for all addresses of this machine", host=host)
    if fault.errno in WHY:
        return tr(WHY[fault.errno], host=host, port=port)
    why = fault.strerror or str(fault)
    return tr("nobody can be served at port {port} of {host}: {why}", host=host, port=port, why=why)
