"""`python -m tests.bench [--json] [--rounds N] [--sessions 1,10,50] [PART ...]`: the promises with numbers, measured.

Ratios before times: each against a bare Textual app, or a bare loop, run in turn with it, so that a slow machine slows
both. A limit that is broken is told, not raised: this measures, and is no test.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import keys, long, maths, screens, sessions, thousand
from tests.bench.figures import HEADING, Figure, as_json

PARTS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "start": screens.start,
    "thousand": thousand.thousand,
    "keys": keys.keys,
    "line": keys.line,
    "streaming": screens.streaming,
    "idle": screens.idle,
    "sessions": sessions.sessions,
    "steps": maths.steps,
    "loops": maths.loops,
    "memory": long.memory,
    "answers": long.answers,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures what the README promises.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; or everything")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=10, metavar="N", help="the more, the steadier; 10 take 6 minutes")
    parser.add_argument("--sessions", default="1,10", metavar="N,N", help="how many at once: 1,10, or more with time")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown or options.rounds < 1:
        parser.error(f"unknown: {', '.join(sorted(unknown))}" if unknown else "--rounds needs a number of 1 or more")
    try:
        counts = [int(each) for each in options.sessions.split(",")]
    except ValueError:
        parser.error("--sessions takes whole numbers with commas between them")
    figures: list[Figure] = []
    if not options.json:
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n{HEADING}", flush=True)
    begun = time.perf_counter()
    for name in options.parts or PARTS:
        part = partial(sessions.sessions, counts=counts) if name == "sessions" else PARTS[name]
        for each in part(options.rounds):
            figures.append(each)
            if not options.json:
                print(each.line(), flush=True)
    if options.json:
        print(as_json(figures))
    else:
        print(_in_short(figures, time.perf_counter() - begun))
    return 0


def _in_short(figures: list[Figure], took: float) -> str:
    held = [each for each in figures if each.kept is not None]
    broken = [each.name for each in held if not each.kept]
    ends = f"; BROKEN: {json.dumps(broken)}" if broken else ""
    return f"{len(held) - len(broken)} of {len(held)} limits kept{ends}; {took / 60:.1f} minutes"


if __name__ == "__main__":
    sys.exit(main())
