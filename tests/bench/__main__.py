"""`python -m tests.bench [--json] [--rounds N] [PART ...]`: the promises with numbers, measured here and now.

Ratios before times: each against a bare Textual app, or a bare loop, run in turn with it, so that a slow machine slows
both. A limit that is broken is told, not raised: this measures, and is no test.
"""

from __future__ import annotations

import argparse
import os
import sys

from tests.bench import maths, screens
from tests.bench.figures import HEADING, Figure, as_json

PARTS = {
    "start": screens.start,
    "keys": screens.keys,
    "streaming": screens.streaming,
    "idle": screens.idle,
    "steps": maths.steps,
    "loops": maths.loops,
    "memory": maths.memory,
    "answers": maths.answers,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures what the README promises.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; or everything")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=10, metavar="N", help="the more, the steadier; 10 take 5 minutes")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown or options.rounds < 1:
        parser.error(f"unknown: {', '.join(sorted(unknown))}" if unknown else "--rounds needs a number of 1 or more")
    figures: list[Figure] = []
    if not options.json:
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n{HEADING}", flush=True)
    for name in options.parts or PARTS:
        for each in PARTS[name](options.rounds):
            figures.append(each)
            if not options.json:
                print(each.line(), flush=True)
    if options.json:
        print(as_json(figures))


if __name__ == "__main__":
    sys.exit(main())
