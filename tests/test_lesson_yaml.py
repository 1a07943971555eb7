"""YAML as somebody may have written it, by mistake or by malice: a fault at its line, at once, never a surprise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken, Lesson
from tutor.lesson.parse import MAX_FAULTS, MAX_NODES, parse_yaml
from tutor.lesson.yamlnodes import Mapping, Scalar, Sequence, YamlNode

HEAD = "format: 1\nid: hostile\ntitle: T\n"
STEPS = "steps:\n  - say: Hello.\n"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12)
)
DEEP_ALIAS = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 100))

# name -> (the file's bytes or text, the line of its first fault, words of that fault)
HOSTILE: dict[str, tuple[str | bytes, int, str]] = {
    "empty": ("", 1, "the file is empty"),
    "only comments": ("# nothing\n# here\n", 1, "the file is empty"),
    "null": ("~\n", 1, "the file is empty"),
    "a list": ("- say: Hello.\n", 1, "a list stands where a lesson is needed"),
    "a text": ("Hello.\n", 1, "'Hello.' stands where a lesson is needed"),
    "alias bomb": (BOMB + HEAD + STEPS, 4, "more than 20,000 values"),
    "nested aliases": (DEEP_ALIAS + HEAD + STEPS, 39, "nested more than 40 deep"),
    "an alias in itself": (HEAD + "goals: &g [*g]\n" + STEPS, 4, "YAML reads '*g' as a reference"),
    "100,000 brackets": ("[" * 100_000, 1, "nested more than 40 deep"),
    "100,000 braces": ("{a: " * 100_000, 1, "nested more than 40 deep"),
    "100,000 dashes": (HEAD + "steps:\n" + "- " * 100_000, 5, "nested more than 40 deep"),
    "100,000 questions": ("? " * 100_000, 1, "nested more than 40 deep"),
    "30,000 values": (HEAD + "goals:\n" + "- x\n" * 30_000, 19_998, "more than 20,000 values"),
    "10 MB": (HEAD + STEPS + "#" * 10_000_000, 1, "bytes; 1,000,000 at most are read"),
    "a python object": (HEAD + "about: !!python/object/apply:os.system [id]\n" + STEPS, 4, "the tag '!!python/object/"),
    "a python name": (HEAD + STEPS + "    show: !!python/name:os.system\n", 6, "the tag '!!python/name:os.system'"),
    "a local tag": (HEAD + STEPS + "  - say: !important Hello.\n", 6, "the tag '!important'"),
    "a string tag": (HEAD + "about: !!str 1\n" + STEPS, 4, "the tag '!!str'"),
    "a repeated name": (HEAD + "title: U\n" + STEPS, 4, "'title' stands here a second time (the first is in line 3)"),
    "a merge key": (HEAD + STEPS + "  - <<: {say: Hello.}\n", 6, "the merge key '<<' is not allowed"),
    "a star": (HEAD + STEPS + "    show: {plot: {f: *x}}\n", 6, "put it in quotes: '*x'"),
    "a star in a product": (HEAD + STEPS + "    ask: {id: a, question: Q, answer: *x*2}\n", 6, "must stand in quotes"),
    "two documents": (HEAD + STEPS + "---\n" + HEAD + STEPS, 6, "a second document starts here"),
    "a list as a name": (HEAD + "? [a, b]\n: c\n" + STEPS, 4, "a list or settings stand where a name is needed"),
    "no name": (HEAD + ": x\n" + STEPS, 4, "a name is missing before the colon"),
    "a tab": (HEAD + "steps:\n\t- say: Hello.\n", 5, "a tab stands in the indentation"),
    "NUL": (HEAD + "about: a\x00b\n" + STEPS, 4, "a control character (U+0000)"),
    "escape": (HEAD + "about: \x1b[31mred\n" + STEPS, 4, "a control character (U+001B)"),
    "escaped escape": (HEAD + 'about: "\\e[31m"\n' + STEPS, 4, "a control character, written with a backslash"),
    "a second BOM": (HEAD + "about: a\ufeffb\n" + STEPS, 4, "a control character (U+FEFF)"),
    "line separator": (HEAD + "about: a\u2028b\n" + STEPS, 4, "a control character (U+2028)"),
    "Latin-1": (HEAD.encode() + "about: caf\u00e9\n".encode("latin-1") + STEPS.encode(), 4, "is not UTF-8"),
    "UTF-16": ((HEAD + STEPS).encode("utf-16"), 1, "saved as UTF-16"),
    "binary": (bytes(range(256)), 2, "is not UTF-8"),
    "a colon in a text": (HEAD + "about: Note: this\n" + STEPS, 4, "the text holds ': '"),
    "no space after a colon": (HEAD + "about:this\n" + STEPS, 4, "a space is missing after the colon"),
    "an open quote": (HEAD + 'about: "this\n' + STEPS, 4, "the quote that opens here is never closed"),
    "an open bracket": (HEAD + "goals: [this, that\n" + STEPS, 4, "is not closed"),
    "an apostrophe": (HEAD + "about: 'it's this'\n" + STEPS, 4, "text goes on after the closing '"),
    "an at sign": (HEAD + "about: @home\n" + STEPS, 4, "a value cannot start with '@'"),
    "a percent sign": (HEAD + "about: %x\n" + STEPS, 4, "a value cannot start with '%'"),
    "a backtick": (HEAD + "about: `x`\n" + STEPS, 4, "a value cannot start with '`'"),
    "a text beside a list": (HEAD + "steps:\n  - say: Hello.\n  show: x\n", 6, "has no '- '"),
    "too far right": (HEAD + "steps:\n  - say: Hello.\n     show: {plot: {f: x}}\n", 6, "further than line 5"),
    "LaTeX in double quotes": (HEAD + 'steps:\n  - say: "$\\theta$"\n', 5, "the \\t of \\theta"),
    "LaTeX that is no escape": (HEAD + 'steps:\n  - say: "$\\sum$"\n', 5, "a backslash starts an escape"),
    "a brace that is no text": (HEAD + STEPS + "    ask: {question: {a}x}\n", 6, "needs quotes"),
    "format 2": ("format: 2\nid: a\ntitle: T\n" + STEPS, 1, "write format: 1"),
    "format true": ("format: yes\nid: a\ntitle: T\n" + STEPS, 1, "write format: 1"),
    "no steps": (HEAD, 1, "'steps' is missing"),
    "steps: nothing": (HEAD + "steps:\n", 4, "stands where the steps are needed"),
    "steps: a text": (HEAD + "steps: all\n", 4, "stands where the steps are needed"),
    "10,000 steps": (HEAD + "steps:\n" + "- say: x\n" * 5_000, 5, "5000 steps"),
    "symbols: pi": (HEAD + "symbols: [x, pi]\n" + STEPS, 4, "'pi' is a constant here"),
    "symbols: ln": (HEAD + "symbols: [x, ln]\n" + STEPS, 4, "'ln' is the name of a function"),
    "symbols: 2x": (HEAD + "symbols: [2x]\n" + STEPS, 4, "a symbol is a letter"),
    "minutes: soon": (HEAD + "minutes: soon\n" + STEPS, 4, "a whole number of minutes"),
    "a huge number": (HEAD + "steps:\n  - show: {descend: {f: x^2, start: 1e999}}\n", 5, "is not a number"),
    "a tower": (HEAD + "steps:\n  - show: {descend: {f: x^2, rate: 9**9**9}}\n", 5, "is not a number"),
    "a factorial": (HEAD + "steps:\n  - show: {plot: {f: factorial(10**6)}}\n", 5, "cannot be read"),
    "a program": (HEAD + "steps:\n  - show: {plot: {f: \"__import__('os')\"}}\n", 5, "cannot be read"),
    "a long expression": (HEAD + f"steps:\n  - show: {{plot: {{f: {'x+' * 5000}x}}}}\n", 5, "characters"),
    "on": (HEAD + "steps:\n  - show: {derive: {f: x, ask_rule: on}}\n", 5, "neither true nor false"),
    "not a number": (HEAD + "steps:\n  - show: {descend: {f: x^2, rate: .nan}}\n", 5, "is not a number"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_ends_in_a_fault_at_its_line(name: str, tmp_path: Path) -> None:
    content, line, words = HOSTILE[name]
    file = tmp_path / "lesson.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    lesson = load_lesson(file)
    assert isinstance(lesson, Broken)
    assert 1 <= len(lesson.faults) <= 2 * MAX_FAULTS
    told = [(fault.place.line, fault.what) for fault in lesson.faults]
    assert any(where == line and words in what for where, what in told), told[:5]
    assert len(told) == 1, told[:5]


FINE = {
    "BOM": "\ufeff" + HEAD + STEPS,
    "CRLF": (HEAD + STEPS).replace("\n", "\r\n"),
    "a document's start and end": "---\n" + HEAD + STEPS + "...\n",
    "a tab after a colon": HEAD.replace("title: ", "title:\t") + STEPS,
    "a tab in code": HEAD + "steps:\n  - say: |\n      for x in y:\n      \tprint(x)\n",
    "no last newline": (HEAD + STEPS).rstrip(),
    "numbers as texts": HEAD + "about: 010\nskills: [on, 1e-3, no]\n" + STEPS.replace("Hello.", "1e-3"),
    "emoji": HEAD + "about: \U0001f600 \u03b8\u2080\n" + STEPS,
    "underscores": HEAD + "steps:\n  - show: {descend: {f: x^2, steps: 1_000}}\n",
    "scientific": HEAD + "steps:\n  - show: {descend: {f: x^2, rate: 1e-3, start: -2.5E+0}}\n",
}


@pytest.mark.parametrize("name", FINE)
def test_what_only_looks_odd_is_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "lesson.yaml"
    file.write_bytes(FINE[name].encode("utf-8"))
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson), lesson.faults


def test_values_keep_the_characters_that_were_written() -> None:
    node = parse_yaml("[1e-3, on, 010, 0x1F, 12:30, ~, 'on', 2001-01-01]").node
    assert isinstance(node, Sequence)
    texts = [(item.text, item.quoted) for item in node.items if isinstance(item, Scalar)]
    assert [text for text, _ in texts] == ["1e-3", "on", "010", "0x1F", "12:30", "~", "on", "2001-01-01"]
    assert [quoted for _, quoted in texts] == [False] * 6 + [True, False]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.yaml"
    os.mkfifo(fifo)
    for path, words in ((tmp_path / "gone.yaml", "no such file"), (tmp_path, "not a file"), (fifo, "not a file")):
        lesson = load_lesson(path)
        assert isinstance(lesson, Broken) and words in lesson.faults[0].what
    lesson = load_lesson(Path("/dev/zero"))
    assert isinstance(lesson, Broken)
    lesson = load_lesson(tmp_path / "a\0b.yaml")
    assert isinstance(lesson, Broken)


def plain(node: YamlNode) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.pairs}


letters = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
texts = st.text(letters, min_size=1, max_size=12).filter(str.strip)
values = st.recursive(texts, lambda below: st.lists(below, max_size=4) | st.dictionaries(texts, below, max_size=4))


@settings(max_examples=25, deadline=None)
@given(values, st.booleans())
def test_what_pyyaml_writes_is_read_as_it_was(value: object, flow: bool) -> None:
    """The oracle is PyYAML's own writer: quoted, folded and escaped in every way it has."""
    parsed = parse_yaml(yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, default_style=None))
    assert not parsed.faults and parsed.node is not None
    assert plain(parsed.node) == value


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 5))
def test_places_point_at_what_was_written(indents: list[int], blank: int) -> None:
    text = "\n" * blank + "".join(f"k{i}:{' ' * (indent + 1)}v{i}\n" for i, indent in enumerate(indents))
    node = parse_yaml(text).node
    assert isinstance(node, Mapping)
    lines = text.splitlines()
    for key, value in node.pairs:
        assert isinstance(value, Scalar)
        for each in (key, value):
            assert lines[each.place.line - 1][each.place.column - 1 :].startswith(each.text)


@pytest.mark.parametrize(
    "line",
    [", 'a" * 100_000, "{" + "a" * 500_000 + ": b: c", "': '" * 100_000, ": " * 200_000, "- " * 200_000 + "\n b"],
    ids=["quotes", "a long name", "quoted colons", "colons", "dashes"],
)
def test_a_long_line_that_is_wrong_is_told_at_once(line: str) -> None:
    """What explains an error must not take long on a line that no person wrote; the suite's own time would show it."""
    assert parse_yaml(f"a: b\nc: {line}\n[").faults


def test_every_bound_is_above_what_a_lesson_needs() -> None:
    rows = ", ".join("[1, 2]" for _ in range(2_000))
    node = parse_yaml(f"data: [{rows}]").node
    assert isinstance(node, Mapping) and MAX_NODES > 6_000
