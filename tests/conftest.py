"""What holds for every test: nobody's progress is touched, the properties try the same examples each time, and a lesson
of the road is read once in a process."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["CALC_TUTOR_HOME"] = tempfile.mkdtemp(prefix="calc-tutor-tests-")

# Where bytecode may not be kept, every process of a run compiles all of the tutor and both workers rewrite every test
# again: collecting alone takes 10 s of each instead of 2. It lies in __pycache__, as for whoever never set this.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("same each time", derandomize=True, database=None, deadline=None)
settings.load_profile("same each time")

# To read all of the shipped lessons takes two seconds, and some thirty tests begin with one or all of them. A lesson is
# frozen and nobody writes where they lie; other files are read each time, as always.
from tutor.lesson import load  # noqa: E402 - where progress is kept has to be said before
from tutor.lesson.model import Broken, Lesson  # noqa: E402
from tutor.places import shipped_lessons  # noqa: E402
from tutor.worker import Worker  # noqa: E402

SHIPPED, read_anew = shipped_lessons(), load.load_lesson
remembered = cache(read_anew)


def read_once(file: Path, **how: int) -> Lesson | Broken:
    """In the place of `load_lesson`, for whoever imports it from here on."""
    return (remembered if SHIPPED in file.parents else read_anew)(file, **how)


load.load_lesson = read_once


@pytest.fixture(scope="session")
def one_worker() -> Iterator[Worker]:
    """One helper process for all apps of a test run: it takes a second to warm up. Here, where pytest makes it once: of
    one that modules import from each other it makes one a module."""
    from tests.apps import Remembering

    made = Remembering()
    yield made
    made.close()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported and collected stays: looking through it for garbage took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
