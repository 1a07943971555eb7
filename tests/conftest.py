"""What holds for every test: nobody's progress is touched, and the properties try the same examples each time."""

import gc
import os
import sys
import tempfile

import pytest
from hypothesis import settings

os.environ["CALC_TUTOR_HOME"] = tempfile.mkdtemp(prefix="calc-tutor-tests-")

# Where bytecode may not be kept, every process of a run compiles all of the tutor and both workers rewrite every test
# again: collecting alone takes 10 s of each instead of 2. It lies in __pycache__, as for whoever never set this.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("same each time", derandomize=True, database=None, deadline=None)
settings.load_profile("same each time")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported and collected stays: looking through it for garbage took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
