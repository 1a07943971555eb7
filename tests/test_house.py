"""The shape of the house: who may import whom, what is loaded before the first paint, what the README promises."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tutor"
HEAVY = {"sympy", "mpmath", "numpy", "plotext", "yaml"}
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = [file for file in MODULES if "ui" not in file.relative_to(PACKAGE).parts]


def top_level_imports(file: Path) -> set[str]:
    """The modules that importing `file` imports: not those inside functions or under TYPE_CHECKING."""
    found: set[str] = set()
    todo: list[ast.stmt] = list(ast.parse(file.read_text(encoding="utf-8")).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.dump(node.test):
            todo += [*node.body, *node.orelse]
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef):
            todo += node.body
    return found


def all_imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_core_never_imports_the_screen():
    for file in CORE:
        # the command line opens the app, inside a function
        imports = top_level_imports(file) if file.name in {"cli.py", "start.py", "__main__.py"} else all_imports(file)
        found = {name for name in imports if name.split(".")[0] == "textual" or name.startswith("tutor.ui")}
        assert not found, file


def test_no_screen_imports_anything_heavy():
    for file in MODULES:
        if file not in CORE:
            assert not {name for name in top_level_imports(file) if name.split(".")[0] in HEAVY}, file


def test_no_screen_ever_imports_sympy():
    for file in MODULES:
        if file not in CORE:
            assert not {name for name in all_imports(file) if name.split(".")[0] in {"sympy", "mpmath"}}


def test_the_descent_needs_nothing_but_numpy():
    for file in (PACKAGE / "descent").glob("*.py"):
        outside = {name.split(".")[0] for name in all_imports(file)} - set(sys.stdlib_module_names) - {"numpy", "tutor"}
        assert not outside
        ours = {name for name in all_imports(file) if name.startswith("tutor.")} - {"tutor.messages"}
        assert not {name for name in ours if not name.startswith("tutor.descent")}


OPEN_CATALOGUE = """
import asyncio, sys
from pathlib import Path
from tutor.lesson.catalogue import load_catalogue
from tutor.ui.app import TutorApp

class NoWorker:
    async def ask(self, *args, **more): return ()

TutorApp._painted = lambda self: None  # what comes after the first paint

async def main():
    app = TutorApp(load_catalogue([Path("lessons")]), NoWorker())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(app.screen.query_one("#lessons").items) > 3
    print(sorted({name.split(".")[0] for name in sys.modules} & {"sympy", "mpmath", "numpy", "plotext"}))
asyncio.run(main())
"""


def test_the_catalogue_opens_without_sympy_numpy_or_plotext():
    run = subprocess.run([sys.executable, "-c", OPEN_CATALOGUE], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"


QUICKLY = """
import sys
from tutor.quick import quicken
quicken()
import asyncio, gc
print(gc.isenabled(), "ssl" in sys.modules)
asyncio.run(asyncio.sleep(0))
import ssl
print(ssl.create_default_context().check_hostname)
"""


def test_the_start_loads_no_tls_and_whoever_wants_it_afterwards_gets_it():
    run = subprocess.run([sys.executable, "-c", QUICKLY], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.stdout.split() == ["False", "False", "True"], run.stderr


def test_ci_runs_the_very_test_command_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^ +(python3 -m venv .*)$", readme, re.MULTILINE)
    assert len(commands) == 2, "one command that starts the tutor, one that tests it"
    start, test = commands
    assert start.endswith("calc-tutor") and "pytest" in test
    assert test in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
