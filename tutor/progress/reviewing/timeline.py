"""When things happened, on clocks that are sometimes wrong.

The order of the log is certain (see `uids`), its times are not: a clock is put back, a machine wakes up in 1970 or in
3000. The times that agree with the order are believed, as many of them as can be (a longest nondecreasing subsequence,
Fredman 1975); the few others take the time of their neighbour. So no time runs backwards, one wrong clock moves no
answer but its own, and an honest log is left exactly as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)  # so that an interval can always be added


def timeline(moments: Sequence[datetime], now: datetime) -> tuple[list[datetime], datetime]:
    """A time for each moment of a log, in order, none before the one before it; and what time it is now.

    `now` is believed where as many moments speak for it as against it. Everything is UTC.
    """
    stamps = [within(moment) for moment in (*moments, now)]
    believed = _longest_rise(stamps)
    times: list[datetime] = []
    current = stamps[believed[0]]
    chosen = iter(believed)
    following = next(chosen, None)
    for place, stamp in enumerate(stamps):
        if place == following:
            current = stamp
            following = next(chosen, None)
        times.append(current)
    return times[:-1], times[-1]


def _longest_rise(stamps: Sequence[datetime]) -> list[int]:
    """The places of a longest nondecreasing subsequence; of several, one that ends last."""
    least: list[datetime] = []  # the least end of a rise of each length
    ends: list[int] = []  # and where it is
    before: list[int] = []  # for each place, the one before it in its rise
    for place, stamp in enumerate(stamps):
        length = bisect_right(least, stamp)
        before.append(ends[length - 1] if length else -1)
        if length == len(least):
            least.append(stamp)
            ends.append(place)
        else:
            least[length], ends[length] = stamp, place
    found = []
    place = ends[-1]
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def within(moment: datetime) -> datetime:
    """The moment in UTC, or the nearest that can be counted with: a damaged one may be the last that there is."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return min(max(moment, EARLIEST), LATEST)
