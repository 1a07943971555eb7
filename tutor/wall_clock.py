"""The clock on the wall here, with its summer time: Python's own local zone is one offset, the one of today."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The time zone of this machine, at any moment; as far as the system knows it, and else UTC."""

    def fromutc(self, dt: datetime) -> datetime:
        moment = dt.replace(tzinfo=UTC)
        return (moment + _offset(moment.timestamp())).replace(tzinfo=self)

    def utcoffset(self, dt: datetime | None) -> timedelta:
        if dt is None:
            return timedelta()
        wall = dt.replace(tzinfo=UTC).timestamp()
        return _offset(wall - _offset(wall).total_seconds())

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None) -> str:
        return "local"


def _offset(stamp: float) -> timedelta:
    try:
        return timedelta(seconds=time.localtime(stamp).tm_gmtoff)
    except (OverflowError, OSError, ValueError):
        return timedelta()
