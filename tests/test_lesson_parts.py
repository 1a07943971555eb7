"""Data sets, variants and catalogues."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression import parse
from tutor.lesson.catalogue import find_lesson, load_catalogue
from tutor.lesson.kinds import At, Bad
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.losses import DataSet
from tutor.lesson.model import Broken, Header, Lesson
from tutor.lesson.parse import parse_yaml
from tutor.lesson.vary import Variation, filled
from tutor.lesson.yamlnodes import Place, Scalar
from tutor.numeric import value

GOOD = Path(__file__).parent / "lessons" / "good"


def lesson_of(text: str, folder: Path) -> Lesson | Broken:
    return read_lesson(parse_yaml(text), folder / "lesson.yaml")


def data_of(text: str, folder: Path) -> dict[str, DataSet]:
    lesson = lesson_of(f"format: 1\nid: a\ntitle: T\nsteps: [{{say: x}}]\ndata:\n{text}", folder)
    assert isinstance(lesson, Lesson), lesson.faults
    return dict(lesson.data)


# ------------------------------------------------------------------ data


def test_standardised_columns_have_mean_0_and_spread_1_and_the_ones_stay(tmp_path: Path) -> None:
    text = "  a: {X: [[1, 1, 5], [1, 2, -3], [1, 4, 0.5]], y: [1, 2, 3]}\n"
    sets = data_of(text + "  b: {from: a, transform: standardise}\n  c: {from: a, transform: center}\n", tmp_path)
    for name in ("b", "c"):
        ones, *columns = zip(*sets[name].X, strict=True)
        assert ones == (1, 1, 1) and sets[name].y == (1, 2, 3)
        for i, column in enumerate(columns, 1):
            original = [row[i] for row in sets["a"].X]
            mean = sum(original) / 3
            spread = math.sqrt(sum((x - mean) ** 2 for x in original) / 3) if name == "b" else 1
            assert column == pytest.approx([(x - mean) / spread for x in original], abs=1e-15)


def test_generated_rows_are_the_expressions_values(tmp_path: Path) -> None:
    wave = data_of('  w: {n: 20, bias: true, x: "3*(i + 0.5)/20", y: "1 + 2*x + 0.5*sin(7*i)"}\n', tmp_path)["w"]
    xs = [3 * (i + 0.5) / 20 for i in range(20)]
    assert tuple((1.0, x) for x in xs) == wave.X and wave.bias
    assert wave.y == pytest.approx([1 + 2 * x + 0.5 * math.sin(7 * i) for i, x in enumerate(xs)], rel=1e-15)


def test_csv_rows_are_read_by_column_name() -> None:
    lesson = load_lesson(GOOD / "csv.yaml")
    assert isinstance(lesson, Lesson)
    houses = lesson.data["houses"]
    assert houses.columns == ("1", "size", "rooms")
    assert houses.X == ((1, 50, 2), (1, 80, 3), (1, 120, 5)) and houses.y == (100, 160.5, 100)
    assert lesson.data["sizes"].X == ((50,), (80,), (120,))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "houses.csv:1: the first line must name the columns"),
        ("a,b\n1,2\n", "there is no column 'price'"),
        ("a,prize\n1,2\n", "(did you mean 'prize'?)"),
        ("price\n1\n", "there is no column beside 'price'"),
        ("a;price\n1;2\n", "the columns stand between ';' here; save the file with commas"),
        ("a\tprice\n1\t2\n", "the columns stand between tabs here"),
        ("a\x1b[31m,price\n1,2\n", "a character that nobody can see: 'a\\x1b[31m'"),
        ("a,a,price\n1,2,3\n", "two columns are called 'a'"),
        ("a,price\n", "there are no rows"),
        ("a,price\n1,2\n3,dear\n", "houses.csv:3: 'dear' in column 'price' is not a number"),
        ("a,price\n1,2\n,4\n", "houses.csv:3: column 'a' has no value"),
        ("a,price\n1,nan\n", "houses.csv:2: 'nan' in column 'price' is not a number"),
        ("a,price\n1,2,3\n", "houses.csv:2: this line has 3 values for 2 columns"),
        ("a,price\n" + "1,2\n" * 20_001, "more than 20,000 rows"),
        ("a,price\n" + "1," + "2" * 5_000_000, "5,000,000 at most are read"),
        ('a,price\n1,"2\n', "'2' in column"),
        ("a,price\n1,\x002\n", "houses.csv:2"),
    ],
)
def test_what_is_wrong_in_a_csv_is_told_with_its_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(content, "utf-8")
    lesson = lesson_of(
        "format: 1\nid: a\ntitle: T\nsteps: [{say: x}]\ndata:\n  h: {csv: houses.csv, target: price}\n", tmp_path
    )
    if words == "'2' in column":  # an unclosed quote is closed by the file's end
        assert isinstance(lesson, Broken | Lesson)
        return
    assert isinstance(lesson, Broken)
    assert words in lesson.faults[0].what and lesson.faults[0].place == Place(6, 12)
    assert len(lesson.faults) <= 5


def test_a_csv_outside_the_lessons_folder_is_refused_however_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("a,price\n1,2\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    for name in ("../secret.csv", str(tmp_path / "secret.csv"), "link.csv", "a/../../secret.csv"):
        lesson = lesson_of(
            f"format: 1\nid: a\ntitle: T\nsteps: [{{say: x}}]\ndata: {{h: {{csv: {name}, target: price}}}}\n", folder
        )
        assert isinstance(lesson, Broken) and "outside the lesson's folder" in lesson.faults[0].what


# ------------------------------------------------------------------ vary


def test_every_variant_is_a_step_of_its_own() -> None:
    lesson = load_lesson(GOOD / "varied.yaml")
    assert isinstance(lesson, Lesson)
    (step,) = lesson.steps
    variants = (step, *step.variants)
    assert len(variants) == 12 and len(set(map(repr, variants))) == 12
    expected = [(a, n) for a in (2, 3, -5) for n in (3, 4, 5, 6)]
    for (a, n), variant in zip(expected, variants, strict=True):
        assert variant.say == f"Let $f(x) = {a}x^{{{n}}}$; {{other}} braces stay."
        assert value(variant.ask.about.derivative_of, x=2.0) == a * 2.0**n
        assert value(parse(variant.ask.wrong[0].value, ("x",)), x=2.0) == a * 2.0 ** (n - 1)
        assert variant.ask.id == "power"


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (r"$\hat{y} = {y}x$, $\mathbf{y}$, $\widehat{y}$", r"$\hat{y} = 2x$, $\mathbf{y}$, $\widehat{y}$"),
        (r"$\hat{{y}}$ $\frac{{y}}{2}$ $\sqrt{{y}}$ $\sqrt{y}$", r"$\hat{2}$ $\frac{2}{2}$ $\sqrt{2}$ $\sqrt{2}$"),
        (r"$3 \cdot {y}$, $x^{y}$", r"$3 \cdot 2$, $x^{2}$"),
    ],
)
def test_an_accent_over_a_letter_is_no_hole(text: str, full: str) -> None:
    node = filled(Scalar(text, Place(1, 1)), {"y": "2"}, text=True)
    assert isinstance(node, Scalar) and node.text == full


@settings(max_examples=25, deadline=None)
@given(st.fractions(-9, 9, max_denominator=7), st.sampled_from(["{a}*x", "x - {a}", "x/{a}", "x^{a}", "2{a}", "{a}^2"]))
def test_a_value_keeps_its_meaning_wherever_it_stands_in_an_expression(a: float, source: str) -> None:
    node = filled(Scalar(source, Place(1, 1)), {"a": str(a)})
    assert isinstance(node, Scalar)
    bracketed = source.replace("{a}", f"({a})")
    one, other = (value(parse(text, ("x",)), x=1.5) for text in (node.text, bracketed))
    assert one == other or (math.isnan(one) and math.isnan(other))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 50))
def test_choices_are_distinct_bounded_and_start_with_the_first(sizes: list[int], most: int) -> None:
    variation = Variation({f"v{i}": tuple(map(str, range(size))) for i, size in enumerate(sizes)})
    choices = variation.choices(most)
    assert len(choices) == min(most, math.prod(sizes))
    assert len({tuple(choice.items()) for choice in choices}) == len(choices)
    assert set(choices[0].values()) == {"0"}


def test_a_fault_that_only_a_variant_has_says_which(tmp_path: Path) -> None:
    lesson = lesson_of(
        "format: 1\nid: a\ntitle: T\nsteps:\n  - ask: {id: q, question: '{n}', vary: {n: '1..3'},"
        " next: {f: x^2, start: [1], rate: '2 - {n}'}}\n",
        tmp_path,
    )
    assert isinstance(lesson, Broken)
    assert "(where n = 2)" in lesson.faults[0].what and lesson.faults[0].path == "ask.next.rate"


def test_a_value_of_vary_may_not_be_another_thing_than_a_number_or_expression() -> None:
    from tutor.lesson.vary import VARY

    for text in (
        "{a: [1, [2]]}",
        "{a: 5..1}",
        "{a: '1..1000000'}",
        "{a: []}",
        "{a: [1, 1]}",
        "{2: [1]}",
        "a",
        "{a: [z]}",
    ):
        node = parse_yaml(text).node
        at = At([], symbols=("x",))
        assert node is not None
        assert isinstance(VARY.read(node, at), Bad) and at.faults, text


# ------------------------------------------------------------------ catalogue


def write(file: Path, identity: str, extra: str = "", steps: str = "steps: [{say: x}]") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"format: 1\nid: {identity}\ntitle: Title of {identity}\n{extra}{steps}\n")
    return file


def test_folders_are_courses_and_a_broken_lesson_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path / "b-course" / "02-second.yaml", "second")
    write(tmp_path / "b-course" / "01-first.yml", "first")
    write(tmp_path / "b-course" / "03-broken.yaml", "Not An Id")
    write(tmp_path / "b-course" / ".hidden.yaml", "hidden")
    (tmp_path / "b-course" / "notes.txt").write_text("no lesson")
    (tmp_path / "a-empty").mkdir()
    write(tmp_path / "loose.yaml", "loose")
    catalogue = load_catalogue([tmp_path])
    assert [course.id for course in catalogue.courses] == [tmp_path.name, "b-course"]
    lessons = catalogue.courses[1].lessons
    assert [each.file.name for each in lessons] == ["01-first.yml", "02-second.yaml", "03-broken.yaml"]
    assert isinstance(lessons[2], Broken) and lessons[2].title == "Title of Not An Id"
    assert [header.id for header in catalogue.lessons()] == ["loose", "first", "second"]
    assert catalogue.find("second") is lessons[1] and catalogue.find("third") is None
    assert not catalogue.faults


def test_course_yaml_gives_title_about_and_order(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / "course" / f"{name}.yaml", name)
    described = tmp_path / "course" / "course.yaml"
    described.write_text("title: The course\nabout: What it is\nlessons: [c, a]\n")
    (course,) = load_catalogue([tmp_path]).courses
    assert (course.title, course.about) == ("The course", "What it is")
    assert [each.id for each in course.lessons if isinstance(each, Header)] == ["c", "a", "b"]
    described.write_text("titel: The course\nlessons: [c, d]\n")
    catalogue = load_catalogue([tmp_path])
    assert len(catalogue.faults) == 2 and len(catalogue.courses[0].lessons) == 3
    assert "did you mean 'title'" in str(catalogue.faults[0]) and "'d'" in str(catalogue.faults[1])


def test_a_path_leads_through_lessons_of_other_folders_and_repeats_none(tmp_path: Path) -> None:
    for course, ids in (("a-path", ("start", "aside")), ("b", ("b1", "b2")), ("c", ("c1",))):
        for identity in ids:
            write(tmp_path / course / f"{identity}.yaml", identity)
    described = tmp_path / "a-path" / "course.yaml"
    described.write_text("title: The path\npath: [start, c1, b2, c1]\n")
    catalogue = load_catalogue([tmp_path])
    assert not catalogue.faults and [(course.id, course.path) for course in catalogue.courses] == [
        ("b", False), ("c", False), ("a-path", True)
    ]  # fmt: skip
    path = catalogue.courses[-1]
    assert [each.id for each in path.lessons if isinstance(each, Header)] == ["start", "c1", "b2", "aside"]
    assert path.lessons[1] is catalogue.courses[1].lessons[0]
    assert path.own == (path.lessons[0], path.lessons[3])
    assert [each for course in catalogue.courses for each in course.own if isinstance(each, Header)] == list(
        catalogue.lessons()
    )
    assert [header.id for header in catalogue.lessons()] == ["b1", "b2", "c1", "start", "aside"]
    assert catalogue.find("c1") is path.lessons[1] and find_lesson([tmp_path], "aside") == path.lessons[3].file
    assert [each.id for each in load_catalogue([tmp_path / "a-path"]).lessons()] == ["start", "aside"]
    assert not load_catalogue([tmp_path / "a-path"]).faults, "what lies beside it cannot be judged"


def test_what_is_wrong_with_a_path_is_told_at_its_place(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a1.yaml", "gradient")
    (tmp_path / "p").mkdir()
    described = tmp_path / "p" / "course.yml"
    described.write_text("title: P\npath: [gradient, gradeint]\nlessons: [gradient]\n")
    told = list(map(str, load_catalogue([tmp_path]).faults))
    assert told == [
        f"{described}:3:11: lessons: `path` and `lessons` stand together; a path names its own folder's lessons too: "
        "keep `path`",
        f"{described}:2:18: path: there is no lesson 'gradeint' in these folders (did you mean 'gradient'?)",
    ]
    described.write_text("path: gradient\n")
    assert [str(each) for each in load_catalogue([tmp_path]).faults] == [
        f"{described}:1:7: path: 'gradient' stands here; it takes ids of lessons in any folder, in the order to take"
    ]
    write(tmp_path / "a" / "a2.yaml", "Not An Id")
    described.write_text("path: [gradient, other]\n")
    assert not load_catalogue([tmp_path]).faults, "the broken one may be it"


def test_of_two_lessons_with_one_id_the_second_is_broken_and_names_the_first(tmp_path: Path) -> None:
    first = write(tmp_path / "a" / "one.yaml", "same")
    second = write(tmp_path / "b" / "two.yaml", "same")
    catalogue = load_catalogue([tmp_path])
    (broken,) = (each for course in catalogue.courses for each in course.lessons if isinstance(each, Broken))
    assert broken.file == second and str(first) in broken.faults[0].what
    assert [header.file for header in catalogue.lessons()] == [first]


def test_folders_that_are_not_there_and_loops_of_links_are_told_or_ignored(tmp_path: Path) -> None:
    write(tmp_path / "course" / "a.yaml", "a")
    (tmp_path / "course" / "loop").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "course")
    (tmp_path / "round.yaml").symlink_to(tmp_path / "round.yaml")
    catalogue = load_catalogue([tmp_path, tmp_path, tmp_path / "gone", tmp_path / "course" / "a.yaml"])
    assert [header.id for header in catalogue.lessons()] == ["a"]
    assert [fault.what for fault in catalogue.faults] == ["there is no such folder", "this is a file, not a folder"]


def test_a_header_is_read_without_the_steps_and_wherever_it_stands(tmp_path: Path) -> None:
    below = tmp_path / "below.yaml"
    below.write_text("format: 1\nid: below\nsteps: [{say: x}]\ntitle: Below\n")
    header = load_catalogue([tmp_path]).find("below")
    assert header is not None and header.title == "Below"
    big = write(tmp_path / "big.yaml", "big", steps="steps:\n" + "  - say: x\n" * 50_000)
    assert load_catalogue([tmp_path]).find("big") is not None
    assert isinstance(load_lesson(big), Broken)


def test_reading_a_catalogue_loads_nothing_that_a_catalogue_does_not_need() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; from tutor.lesson.catalogue import load_catalogue;"
        f"load_catalogue([Path({str(GOOD)!r})]);"
        "print(*(m for m in ('numpy', 'sympy', 'plotext', 'textual', 'tutor.expression') if m in sys.modules))"
    )
    root = Path(__file__).parent.parent
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    assert found.stdout.strip() == ""


def test_how_many_variants_are_read_is_bounded_and_can_be_chosen() -> None:
    text = (GOOD / "varied.yaml").read_text("utf-8").replace('"3..6"', '"3..90"')
    for most in (1, 7, 200):
        lesson = read_lesson(parse_yaml(text), GOOD / "x.yaml", variants=most)
        assert isinstance(lesson, Lesson) and len(lesson.steps[0].variants) == most - 1
