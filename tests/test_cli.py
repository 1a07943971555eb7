"""The command line as a shell sees it: what is printed where, and the exit codes 0, 1, 2 and 141.

What only a process of its own can show (a closed pipe, a full disk, another encoding, a signal) is shown by one;
everything else is the same command carried out here, without the third of a second that a Python takes to start.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tutor import __version__, cli, lessons_cli
from tutor.places import shipped_lessons

ROOT = Path(__file__).parent.parent
LESSONS = Path(__file__).parent / "lessons"


def tutor(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Carries out the command line here, without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("sys.stdin", io.StringIO())
        code = cli.run(arguments)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


WITH_LESSONS = (  # a road as short as a folder of a test: `list` reads every lesson, and ours takes two seconds
    "import sys; from pathlib import Path; from tutor import cli; from tutor.__main__ import main;"
    "road = Path(sys.argv.pop(1)); cli.shipped_lessons = lambda: road; sys.exit(main())"
)


def started_with(lessons: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """As `started`, with the lessons of a folder in the place of those that are shipped."""
    return started(*arguments, python=("-c", WITH_LESSONS, str(lessons)), **environment)


def started(
    *arguments: str,
    cwd: Path = ROOT,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    python: Sequence[str] = ("-m", "tutor"),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a Python of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, *python, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr."""
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("calc-tutor: "), result.stderr
    return result.stderr.strip()


def test_list_loads_neither_sympy_nor_the_screens() -> None:
    program = (
        "import sys; from pathlib import Path; from tutor import cli; road = Path(sys.argv[1]);"
        "cli.shipped_lessons = lambda: road; code = cli.run(['list']);"
        "print(*(m for m in ('sympy', 'plotext', 'textual') if m in sys.modules), file=sys.stderr); sys.exit(code)"
    )
    result = started(python=("-c", program, str(LESSONS / "good")), PYTHONIOENCODING="utf-8")
    assert result.returncode == 0 and result.stderr.strip() == "", result
    assert {f"  {name} " in result.stdout for name in ids(LESSONS / "good")} == {True}


def test_list_names_every_course_and_lesson_and_a_broken_one_with_its_first_fault() -> None:
    result = tutor("list", "--lessons", str(LESSONS / "broken"))
    assert result.returncode == 1
    assert "broken: A letter O for a zero: " in result.stdout and ":14:15: ask.next.rate: 'O.1'" in result.stdout
    assert {f"  {name} " in result.stdout for course in shipped_lessons().iterdir() for name in ids(course)} == {True}
    assert not result.stderr


def ids(folder: Path) -> list[str]:
    """Of the lessons in a folder."""
    lines = [line for file in folder.glob("*.yaml") for line in file.read_text("utf-8").splitlines()]
    return [line[4:].strip() for line in lines if line.startswith("id: ")]


def test_check_tells_every_fault_one_a_line_and_counts_them() -> None:
    result = tutor("check", str(LESSONS / "broken" / "rate.yaml"))
    *faults, summary = result.stdout.splitlines()
    assert faults == [f"{LESSONS}/broken/rate.yaml:14:15: ask.next.rate: 'O.1' is not a number (did you mean 0.1?)"]
    assert (summary, result.returncode) == ("1 lesson checked: 1 finding.", 1)


def test_check_of_good_lessons_finds_nothing() -> None:
    result = tutor("check", str(LESSONS / "good" / "minimal.yaml"), str(LESSONS / "good" / "json.yaml"))
    assert (result.stdout, result.returncode) == ("2 lessons checked: nothing found.\n", 0)


def test_check_works_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("format: 1\nid: mine\ntitle: T\nsteps: []\n")
    result = tutor("check", "mine.yaml", cwd=tmp_path)
    assert result.stdout.startswith("mine.yaml:4:8: steps: ") and result.returncode == 1


def test_schema_prints_a_schema() -> None:
    result = tutor("schema")
    assert json.loads(result.stdout)["$schema"].endswith("2020-12/schema") and result.returncode == 0


def test_version_and_help() -> None:
    assert tutor("--version").stdout == f"calc-tutor {__version__}\n"
    shown = tutor("--help")
    assert shown.returncode == 0 and "examples:" in shown.stdout and "exit codes: 0 fine" in shown.stdout
    for word in (*cli.COMMANDS, "--lessons", "--version"):
        assert word in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["linear-regresion"], "there is no lesson 'linear-regresion' (did you mean 'linear-regression'?)"),
        (["chek"], "there is no lesson 'chek' (did you mean 'check'?)"),
        (["xyzzy"], "there is no lesson 'xyzzy'; `calc-tutor list` shows those there are"),
        (["gone.yaml"], "there is no file gone.yaml"),
        (["./tests"], "./tests is a folder; `calc-tutor --lessons ./tests` opens the lessons in it"),
        (["check", "gone"], "there is no file or folder gone"),
        (["list", "more"], "'list' takes nothing after it; 'more' is too much"),
        (["slope-at-a-point", "more"], "one lesson can be opened at a time"),
        (["--lessons", "gone"], "--lessons gone: there is no such folder"),
        (["--lesson", "x"], "unrecognized arguments: --lesson"),
        (["--lessons"], "expected one argument"),
        (["\x1b[31m"], "there is no lesson ' [31m'"),
        ([""], "there is no lesson ''"),
        (["check", ""], "there is no file or folder ''"),
        (["check", "a" * 5000], "there is no file or folder aaa"),
        (["./" + "a" * 5000], "there is no file ./aaa"),
        (["--lessons", "a" * 5000], "there is no such folder"),
    ],
)
def test_misuse_is_one_sentence_on_stderr_and_exit_code_2(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith("calc-tutor: ")
    assert words in printed.err and printed.err.count("\n") == 1


def test_a_lesson_called_list_is_opened_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("format: 1\nid: list\ntitle: T\nsteps: [{say: x}]\n")
    result = tutor("--home", str(tmp_path / "home"), str(tmp_path / "list.yaml"))
    assert "step 1 of 1" in result.stdout and result.returncode == 0


def test_a_broken_lesson_tells_its_faults_instead_of_opening() -> None:
    for wanted in (str(LESSONS / "broken" / "rate.yaml"), "rate"):
        result = tutor("--lessons", str(LESSONS / "broken"), wanted)
        assert "line 14, column 15: ask.next.rate:" in result.stdout and result.returncode == 1


def test_a_closed_pipe_is_no_misuse_and_nothing_is_said_of_it() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        rate = str(LESSONS / "broken" / "rate.yaml")
        for command in (["list"], ["check", rate], ["--help"], ["glossary", "slope"], ["--plain", rate]):
            result = started(*command, stdout=writer)
            assert (result.returncode, result.stderr) == (128 + signal.SIGPIPE, ""), command
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_a_sentence_and_where_nothing_can_be_written_the_exit_code_says_so() -> None:
    with open("/dev/full", "wb") as full:
        result = started("list", stdout=full.fileno())
        assert started("list", stdout=full.fileno(), stderr=full.fileno()).returncode == cli.MISUSE
    assert "cannot be written" in sentence(result) and result.returncode == 2


def test_nothing_of_a_file_reaches_the_terminal_raw(tmp_path: Path) -> None:
    evil = "\\e[2J\\e]0;owned\\a"
    (tmp_path / "evil.yaml").write_text(f'format: 1\nid: evil\ntitle: "{evil}"\nsteps: [{{say: x}}]\n')
    (tmp_path / "a\x1b[31mb.yaml").write_text("format: 1\n")
    (tmp_path / "bidi.yaml").write_text("format: 1\nid: bidi\ntitle: 'a\u202eb'\nsteps: [{say: x}]\n", "utf-8")
    for command in (["list", "--lessons", str(tmp_path)], ["check", str(tmp_path)]):
        result = tutor(*command)
        assert result.returncode == 1
        assert all(each.isprintable() or each == "\n" for each in result.stdout + result.stderr)


def test_a_terminal_without_unicode_is_no_reason_to_fail(tmp_path: Path) -> None:
    text = "format: 1\nid: greek\ntitle: θ₀ and ∂J/∂θ₀\nsteps: [{say: x}]\n"
    (tmp_path / "greek.yaml").write_text(text, "utf-8")
    result = started_with(tmp_path, "list", PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C")
    assert result.returncode == 0 and "greek" in result.stdout and not result.stderr
    (tmp_path / "greek.yaml").write_text(text.replace("title", "titel"), "utf-8")
    result = started_with(tmp_path, "list", PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C")
    assert result.returncode == 1 and "title" in result.stdout and not result.stderr


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(lessons_cli, "list_lessons", interrupted)
    assert cli.run(["list"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_dumb_terminal_gets_the_tutor_in_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed = io.StringIO("quit\n")
    monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert cli.run(["--home", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "TERM=dumb" in said.err and "Slope at a point" in said.out


def test_the_screens_get_the_roots_and_the_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    import tutor.ui.running
    import tutor.worker
    from tutor.terminal import Switches

    class NoWorker:
        def __init__(self, **given: object) -> None:
            pass

        def close(self) -> None:
            given.append("closed")

    given: list[object] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(tutor.worker, "Worker", NoWorker)
    monkeypatch.setattr(tutor.ui.running, "run", lambda worker, *handed: given.append(handed) or 0)
    assert cli.run(["--lessons", str(LESSONS / "good"), "--home", "kept", "minimal"]) == 0
    lesson = LESSONS / "good" / "minimal.yaml"
    assert given == [([shipped_lessons(), LESSONS / "good"], lesson, Path("kept"), Switches()), "closed"]
    assert cli.run(["xyzzy"]) == 2 and not given[2:]
    gc.enable()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_tutor_that_is_told_to_end_puts_the_terminal_back(number: int) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    # a shell that starts a program behind itself has it ignore SIGINT
    ours_before = signal.signal(signal.SIGINT, signal.SIG_IGN if number == signal.SIGHUP else signal.SIG_DFL)
    try:
        app = subprocess.Popen(
            [sys.executable, "-m", "tutor"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment
        )
    finally:
        signal.signal(signal.SIGINT, ours_before)
    try:
        until(ours, b"calc-tutor")  # the catalogue is painted
        assert termios.tcgetattr(theirs) != before
        app.send_signal(number)
        until(ours, b"\x1b[?1049l")  # the screen that was there before
        assert app.wait(timeout=20) == 128 + number
        assert termios.tcgetattr(theirs) == before
    finally:
        app.kill()
        app.wait()
        os.close(theirs)
        os.close(ours)


def until(terminal: int, wanted: bytes) -> None:
    """Reads what a program writes until this has come."""
    written = b""
    while wanted not in written:
        assert select.select([terminal], [], [], 30)[0], written[-500:]
        written += os.read(terminal, 65536)
