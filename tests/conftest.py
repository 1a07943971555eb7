"""What holds for every test: nobody's progress is touched, and the properties try the same examples each time."""

import os
import tempfile

from hypothesis import settings

os.environ["CALC_TUTOR_HOME"] = tempfile.mkdtemp(prefix="calc-tutor-tests-")

settings.register_profile("same each time", derandomize=True, database=None, deadline=None)
settings.load_profile("same each time")
