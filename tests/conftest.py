"""What holds for every test: nobody's progress is touched, the properties try the same examples each time, and a lesson
of the road is read once in a process."""

import contextlib
import gc
import importlib
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

settings.register_profile("same each time", derandomize=True, database=None, deadline=None, max_examples=50)
settings.load_profile("same each time")

with contextlib.suppress(ImportError, AttributeError):  # private names: without them it only takes longer
    from hypothesis.internal.conjecture import providers

    # It would try the constants of whatever modules are loaded: other examples in each worker, by what ran there
    # before, and 1.3 s of each to collect them.
    no_constants = providers._local_constants
    providers._get_local_constants = lambda: no_constants

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


def pytest_collection(session: pytest.Session) -> None:
    """Where nothing is compiled yet, the second of two workers begins with the last file: each compiles one half, and
    reads the other."""
    tests, asked = Path(__file__).parent, [Path(name).name for name in session.config.args]
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw1" and asked == [tests.name]:
        for file in sorted(tests.glob("test_*.py"), reverse=True):
            with contextlib.suppress(Exception, pytest.skip.Exception):  # collecting it says what is wrong with it
                importlib.import_module(file.stem)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported and collected stays: looking through it for garbage took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
