"""The plain reader of headers: whatever it reads, it reads as the YAML reader does; what it does not, it leaves."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.names import ALIASES
from tutor.lesson.header import FUNCTIONS, PASSED, read_header
from tutor.lesson.parse import Parsed, parse_yaml
from tutor.lesson.plainly import read_plainly
from tutor.lesson.yamlnodes import Mapping

LESSONS = sorted(Path(__file__).resolve().parent.parent.glob("lessons/*/*.yaml"))

names = st.sampled_from(["id", "title", "about", "goals", "data", "skills", "needs", "y", "null"])
words = st.text("ab9 é:#-_.,[]{}'\"\\&*!?|>%@`~=/+\t", max_size=12) | st.sampled_from(
    ["plain text", "null", "1e-3", "it's so", "a - b", "3: 4", "x #y", "'q'", '"q: r"', "[a, b-c]", "[]", "- a", "b "]
)
lines = st.one_of(
    st.builds("{}:{}{}".format, names, st.sampled_from([" ", "  ", ""]), words),
    st.builds("{}{}".format, st.sampled_from(["  - ", "- ", "    - ", "  ", " -  "]), words),
    st.builds("{}:".format, names),
    st.sampled_from(["", "# a remark", "---", "  k: 1", "...", "%x", " "]),
    words,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(lines, max_size=7).map("\n".join))
def test_what_is_read_plainly_is_read_as_yaml_reads_it(text):
    node = read_plainly(text)
    if node is not None:
        assert parse_yaml(text) == Parsed(node)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=12), st.sampled_from(["title: {}", 'title: "{}"', "title: '{}'", "goals:\n  - {}", "a: [{}]"]))
def test_no_character_is_read_otherwise(inside, form):
    text = form.replace("{}", inside)
    node = read_plainly(text)
    if node is not None:
        assert parse_yaml(text) == Parsed(node)


@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.stem)
def test_the_lessons_that_travel_with_the_tutor_are_read_plainly(file):
    head = file.read_text(encoding="utf-8").partition("\nsteps:")[0]
    plain, whole = read_plainly(head, passing=PASSED), parse_yaml(head).node
    assert isinstance(plain, Mapping) and isinstance(whole, Mapping)
    assert [pair for pair in plain.pairs if pair[0].text not in PASSED] == [
        pair for pair in whole.pairs if pair[0].text not in PASSED
    ]


def test_a_header_with_a_fault_in_it_is_told_of_as_ever(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("format: 1\nid: a b\ntitle: t\nsteps: []\n", encoding="utf-8")
    assert "id" in str(read_header(file).faults[0])


def test_the_names_no_symbol_may_have_are_the_functions():
    assert set(ALIASES) == FUNCTIONS
