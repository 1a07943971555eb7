"""Tables from the wild: whatever is in the file, the numbers come back as written, or a sentence says why not."""

from __future__ import annotations

import csv
import gzip
import io
import math
import os
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.fields import FieldFault
from tutor.lab import csvlines, csvrows, dataset, table
from tutor.lab.csvhead import Head, look
from tutor.lab.csvlines import Unusable
from tutor.lab.dataset import data_of, is_standardised, remarks
from tutor.lab.settings import reading_of
from tutor.lab.setup import Setup
from tutor.lab.table import Reading, Table, read

FAST = settings(max_examples=25, deadline=None)


def whole(path: Path, target: str = "", features: str = "", model: str = "linear") -> Table:
    """The table as the lab reads it."""
    reading = reading_of(Setup(str(path), target=target, features=features, model=model), look(path))
    done = list(reading)
    assert done == sorted(done) and done[-1] == 1.0  # progress only grows
    assert reading.table is not None
    return reading.table


def written(folder: Path, content: bytes | str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# what is written comes back

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-12)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, np.ndarray, int]:
    """A table written in one of the many ways there are, its numbers, and how many rows it spoils."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=3, max_size=12))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    comma = delimiter != "," and draw(st.booleans())
    heading = draw(st.booleans())
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    if heading:
        writer.writerow(["größe", *(f"f{i}" for i in range(1, width))])
    spoiled = 0
    for row in rows:
        cells = [repr(each).replace(".", ",") if comma else repr(each) for each in row]
        writer.writerow(cells)
        if draw(st.booleans()) and spoiled < len(rows) // 3:
            spoiled += 1
            cells[draw(st.integers(0, width - 1))] = draw(
                st.sampled_from(["", "NA", "n/a", "?", "-", "inf", "abc", "nan"])
            )
            writer.writerow(cells)
        if draw(st.booleans()):
            text.write(end)  # a blank line
    return text.getvalue().encode(encoding), np.array(rows), spoiled


@FAST
@given(files(), st.integers(1, 60))
def test_a_table_comes_back_however_it_is_written_and_cut_into_pieces(
    tmp_path_factory: pytest.TempPathFactory, given_file: tuple[bytes, np.ndarray, int], piece: int
) -> None:
    content, numbers, spoiled = given_file
    path = written(tmp_path_factory.getbasetemp(), content)
    head = look(path)
    assert len(head.names) == numbers.shape[1] and all(head.numeric)
    read_as = [read_all(head, size, quick) for size, quick in ((1 << 18, True), (piece, True), (1 << 18, False))]
    for found, left_out, notes in read_as:
        assert found is None or np.array_equal(found, numbers)
        assert left_out == spoiled and notes == read_as[0][2]


def read_all(head: Head, piece: int, quick: bool) -> tuple[np.ndarray | None, int, tuple[str, ...]]:
    """The rows, columns that vary or not, with other sizes of pieces or without the quick way."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csvlines, "PIECE", piece)
        if not quick:
            patched.setattr(csvrows.Pieces, "_quick", lambda self, lines: None)
        reader = csvrows.Pieces(head, head.names)
        with csvlines.opened(head.path) as stream:
            parts = [reader.read(lines) for lines, _ in csvlines.pieces(stream, head.encoding, "t")]
        parts.append(reader.read([], last=True))
        return np.concatenate(parts), reader.troubles.left_out, reader.troubles.sentences()


@FAST
@given(st.binary(max_size=300) | st.text('0123456789,;."\n\r\t |-eNa', max_size=200).map(str.encode))
@example(b'"')
@example(b'a,b\n"1,2\n3,4\n5,6\n')
@example(b"sep=;")
@example(b"sep=;\nsep=;\n#\n##\n#")
@example(b"\xff\xfe1")
@example(b"\xef\xbb\xbf")
def test_no_bytes_make_it_fail_otherwise_than_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), content)
    try:
        found = whole(path)
    except (Unusable, FieldFault) as fault:
        assert str(fault) and str(fault).isprintable()
        return
    assert found.rows is not None and np.isfinite(found.rows).all() and len(found.rows) == found.m >= 1
    assert all(note.isprintable() for note in found.notes)


# what cannot be read

ROWS = "a,b\n1,2\n2,4\n3,5\n"
UNREADABLE: list[tuple[bytes | str, str]] = [
    ("", "is empty"),
    ("\n\n  \n", "all its lines are blank"),
    (gzip.compress(ROWS.encode(), mtime=0), "compressed (gzip): unpack it first"),
    (b"PK\x03\x04rest", "save the sheet as CSV"),
    (b"PAR1\x00\x00", "Parquet"),
    (b"\x01\x02\x00\x00\x00\x00 binary \x00", "is not text"),
    ("a,b\n", "nothing below the names"),
    ("a\n1\n2\n", "a feature is needed"),
    ("x,y\nred,blue\ngreen,red\nred,yellow\n", "no column of numbers: line 2: x is 'red', no number"),
    ("price;m\n1,50 €;2\n2,50 €;3\n", "beside m (line 2: price is '1,50 €': write the number alone)"),
    ("x;y\n1.234,5;2,5\n2.345,5;3,5\n", "x is '1.234,5': write it without a sign between the thousands"),
    ("a,b\n1,2\n", "stands in one row only"),
    ("a,b\n7,1\n7,2\n7,3\n", "there is nothing to predict from: a has the same value in every row"),
    ("a,b\n1,1\n1e200,2\n-1e300,3\n", "a holds 1e+300, and numbers beyond 1e+100 cannot be squared"),
    ("a,b\n" + "1" * 1_100_000, "more than 1,000,000 characters near line"),
    (",".join(f"c{i}" for i in range(1100)) + "\n" + ",".join("1" * 1100), "1,100 columns"),
]


@pytest.mark.parametrize(("content", "words"), UNREADABLE)
def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, content: bytes | str, words: str) -> None:
    with pytest.raises((Unusable, FieldFault)) as told:
        whole(written(tmp_path, content))
    assert words in str(told.value)


def test_what_is_no_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in (("gone.csv", "there is no file gone.csv"), (".", "folder"), ("pipe", "pipe or a device"),
                        ("loop", "loop cannot be read"), ("x" * 300, "cannot be read")):  # fmt: skip
        with pytest.raises(Unusable, match=words):
            look(tmp_path / name)
    with pytest.raises(Unusable, match="device"):
        look(Path("/dev/zero"))
    secret = written(tmp_path, ROWS, "secret.csv")
    secret.chmod(0)
    if os.geteuid():  # root may read anything
        with pytest.raises(Unusable, match="Permission denied"):
            look(secret)


# what is wrong with single rows

NOTED: list[tuple[str, int, str]] = [
    ("a,b\n1,2\n2,n/a\n3,NA\n4,9\n", 2, "line 3: b has no value ('n/a'); 2 rows like it are left out"),
    ("a,b\n1,2\n,3\n4,9\n", 2, "line 3: a has no value; this row is left out"),
    ("a,b\n1,2\n3\n4,9\n4,9,9\n5,5\n", 3, "line 3: this line has 1 value for 2 columns; 2 rows like it are left out"),
    ('a,b\n1,2\n3,"1,200"\n4,9\n', 2, "line 3: b is '1,200': write it without a sign between the thousands"),
    ("a;b\n1,5;2\n2,5;3\n4.5;9\n", 2, "line 4: a is '4.5', with a point: the decimals stand behind a comma"),
    ("a,b\n1,2\n2,inf\n4,1e999\n3,3\n", 2, "line 3: b is 'inf', which is not finite; 2 rows"),
    ("a,b\n1,2\n2,x\x1b[31m\n3,3\n", 2, "line 3: b is 'x?[31m', no number"),
    ("a,b\n1,2\n2,1_000\n2,0x1F\n3,3\n", 2, "line 3: b is '1_000', no number; 2 rows"),
    ('a,b\n1,2\n"3,4\n5,6\n7,8\n', 3, "line 3: this line opens a quote and never closes it"),
    ('n,a,b\n"two\nlines",1,2\nx,2,4\ny,z,5\n', 2, "line 5: a is 'z', no number"),
    ("a,b\n1,2\n2,3\n,\n,,\n3,7\n", 3, ""),
    ("a,b,c\n1,7,2\n2,7,3\n3,7,9\n", 3, "b has the same value in every row: it is left out of the features"),
    ("a,b,c\n1,7,2\n2,7.00000000000001,2\n", 2, "b hardly varies at all: it is left out of the features"),
    ("a,b,c\n1,7,2\n2,8,2\n", 2, "c has the same value in every row: there is nothing to learn"),
    ("a b  c\n 1  2 3\n4 5   6 \n7 8 1\n", 3, ""),
    ("a,b,\n1,2,\n2,3,\n3,7,\n", 3, ""),
    ("a,b\n1,2\r3,4\r\n5,7", 3, ""),
    ("a,b\n\u22121,2\n-2,3\n3,4\n", 3, ""),
]


@pytest.mark.parametrize(("content", "m", "note"), NOTED)
def test_rows_that_cannot_be_used_are_told_with_their_line(tmp_path: Path, content: str, m: int, note: str) -> None:
    found = whole(written(tmp_path, content))
    assert found.m == m
    assert any(note in each for each in found.notes) if note else not found.notes


def test_many_troubles_are_few_sentences_and_quotes_that_never_close_cost_little(tmp_path: Path) -> None:
    lines = [f'{i},{"?" if i % 2 else i},"open' if i % 3 == 0 else f"{i},word{i % 7},{i}" for i in range(20_000)]
    found = whole(written(tmp_path, "a,b,c\n" + "1,5,2\n2,3,7\n" * 150 + "\n".join(lines)), "a", "b,c")
    assert found.m == 300 and 5_000 < found.left_out <= 20_000  # a quote may close three lines on
    assert len(found.notes) <= 10 and all(len(note) < 200 for note in found.notes)


def test_the_head_says_how_the_file_is_written(tmp_path: Path) -> None:
    head = look(written(tmp_path, "id;Stadt;Größe;Preis\n1;Bern;50,5;300\n2;Zug;60,5;410\n3;Chur;;290\n"))
    assert head.about == (
        "4 columns between semicolons, named in the first row; decimals behind a comma; not numbers: Stadt (line 2)"
    )
    assert (head.target, head.features_for("Preis")) == ("Preis", ("Größe",))  # not id, which counts the rows
    bare = look(written(tmp_path, "1,2,3\n4,5,6\n"))
    assert bare.names == ("c1", "c2", "c3") and not bare.heading and bare.target == "c3"
    named = look(written(tmp_path, "y,,a,a\n1,2,3,4\n2,2,1,7\n"))
    assert named.names == ("y", "c2", "a", "a (2)") and named.target == "y"
    by_r = look(written(tmp_path, "a b\nr1 1 2\nr2 2 3\n"))
    assert by_r.names == ("row", "a", "b") and by_r.target == "b"
    by_pandas = look(written(tmp_path, ",a,b\n0,1,2\n1,2,3\n2,3,5\n"))
    assert (by_pandas.features_for("b"), by_pandas.target_for("logistic")) == (("a",), "b")
    ends = look(written(tmp_path, "size,passed\n1,no,\n2,yes,\n3,yes,\n"))  # a comma after each row, not the names
    assert (ends.names, ends.target, ends.target_for("logistic")) == (("size", "passed"), "size", "passed")
    for above, first in (("", 1), ("sep=;\n", 2), ("Sales 2024\n\nall shops\n", 4), ("# made by hand\n# twice\n", 3)):
        titled = look(written(tmp_path, f"{above}size;price\n1,5;2\n2,5;3\n4,5;6\n"))
        assert (titled.names, titled.first, titled.style.comma) == (("size", "price"), first, True)
        assert whole(titled.path).m == 3
    assert look(written(tmp_path, "# a,b\n1,2\n2,3\n")).names == ("a", "b")  # as numpy.savetxt writes it
    house = look(written(tmp_path, "Price,size\n1,2\n3,4\n"))
    assert house.target == "Price" and table.column_of(house, "price") == "Price"


@pytest.mark.parametrize(
    ("setup", "field", "words"),
    [
        (Setup("t.csv", target="pric"), "target", "there is no column 'pric' (did you mean 'price'?); known: city"),
        (Setup("t.csv", target="city"), "target", "city holds text (line 2: it is 'Bern', no number)"),
        (Setup("t.csv", features="size, city"), "features", "city holds text"),
        (Setup("t.csv", features="size,price"), "features", "price is the target and cannot predict itself"),
        (Setup("t.csv", features="rooms,siz"), "features", "did you mean 'size'?"),
        (Setup("t.csv", target="rooms", model="logistic"), "model", "rooms has more than two values (1, 2, 3 ...)"),
        (Setup("t.csv", target="city", model="logistic"), "target", "line 4: city is 'Chur', and before it 'Bern'"),
    ],
)
def test_columns_that_cannot_be_are_told_at_their_field(tmp_path: Path, setup: Setup, field: str, words: str) -> None:
    path = written(tmp_path, "city,size,rooms,price\nBern,50,1,300\nZug,60,2,410\nChur,70,3,290\n")
    with pytest.raises((FieldFault, Unusable)) as told:
        data_of(setup, whole(path, setup.target, setup.features, setup.model))
    assert words in str(told.value) and getattr(told.value, "field", "source") == field


# what is made of it


def random_table(seed: int, rows: int = 500) -> np.ndarray:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, 3)) * [1, 40, 0.01] + [5, -2000, 0]
    return np.column_stack([X, X @ [2, -0.1, 30] + rng.normal(size=rows)])


def csv_of(folder: Path, numbers: np.ndarray) -> Path:
    path = folder / "n.csv"
    np.savetxt(path, numbers, delimiter=",", header="a,b,c,y", comments="", fmt="%.17g")
    return path


def test_sums_are_those_of_the_rows_however_they_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = random_table(1)
    monkeypatch.setattr(csvlines, "PIECE", 777)
    found = whole(csv_of(tmp_path, numbers)).gathered
    assert np.allclose(found.mean, numbers.mean(axis=0), rtol=1e-14)
    assert np.allclose(found.scatter / 500, np.cov(numbers.T, ddof=0), rtol=1e-12)
    X, y = np.column_stack([np.ones(500), numbers[:, :3]]), numbers[:, 3]
    A, b, c = found.products()
    assert np.allclose(A, X.T @ X / 500, rtol=1e-12) and np.allclose(b, X.T @ y / 500, rtol=1e-12)
    assert math.isclose(c, y @ y / 500, rel_tol=1e-12)


def test_a_large_table_is_its_sums_and_a_sample_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = random_table(2, 12_000)
    path = csv_of(tmp_path, numbers)
    monkeypatch.setattr(table, "MOST_BYTES", 100_000)
    monkeypatch.setattr(table, "SAMPLE", 300)
    monkeypatch.setattr(dataset, "WRITTEN_OUT", 200)
    tracemalloc.start()
    found = whole(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000  # of a file of 1 MB, read in pieces of 256 kB: nothing of it piles up
    assert found.rows is None and 300 <= len(found.sample) <= 600
    assert {tuple(row) for row in found.sample} <= {tuple(row) for row in numbers}
    assert any("too many to be kept (12,000)" in note for note in found.notes)
    for standardise in ("yes", "no"):
        setup = Setup(str(path), standardise=standardise)
        data = data_of(setup, found)
        X = numbers[:, :3]
        scaled = (X - X.mean(axis=0)) / X.std(axis=0) if standardise == "yes" else X
        X, y = np.column_stack([np.ones(len(X)), scaled]), numbers[:, 3]
        theta = np.array([1.0, -2.0, 0.5, 0.25])
        errors = X @ theta - y
        assert data.problem.m == 12_000 and len(data.X) <= 200
        assert math.isclose(data.problem.loss(theta), errors @ errors / 24_000, rel_tol=1e-9)
        assert np.allclose(data.problem.gradient(theta), X.T @ errors / 12_000, rtol=1e-8)
    for setup in (Setup(str(path), batch="5"), Setup(str(path), method="sgd"), Setup(str(path), model="logistic")):
        with pytest.raises(FieldFault, match="too many to be kept; choose sample") as told:
            data_of(setup, found)
        assert told.value.field == "rows"
    few = data_of(Setup(str(path), batch="5", rows="sample"), found)
    assert few.problem.m == len(found.sample)


def test_a_table_of_some_size_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "WRITTEN_OUT", 100)
    numbers = random_table(3)
    found = whole(csv_of(tmp_path, numbers))
    data = data_of(Setup(standardise="no"), found)
    assert data.problem.m == 500 and len(data.X) == 100 and data.columns == ("1", "a", "b", "c")
    assert np.array_equal(data.problem.X[:, 1:], numbers[:, :3])
    monkeypatch.setattr(dataset, "WRITTEN_OUT", 500)
    small = data_of(Setup(standardise="no"), found)
    assert small.problem is None and np.array_equal(np.array(small.X)[:, 1:], numbers[:, :3])


def test_features_are_standardised_where_descent_would_creep_and_on_request(tmp_path: Path) -> None:
    found = whole(csv_of(tmp_path, random_table(4)))
    assert is_standardised(Setup(), found) and not is_standardised(Setup(standardise="no"), found)
    assert any(each.startswith("standardised") for each in remarks(Setup(), found))
    X = np.array(data_of(Setup(), found).X)[:, 1:]
    assert np.allclose(X.mean(axis=0), 0, atol=1e-10) and np.allclose(X.std(axis=0), 1, rtol=1e-12)
    even = whole(written(tmp_path, "a,y\n-1,1\n1,2\n0,3\n"))
    assert not is_standardised(Setup(), even)


def test_classes_are_two_numbers_or_two_words(tmp_path: Path) -> None:
    path = written(tmp_path, "size,ok,grade\n1,yes,4\n2,no,6\n3,?,4\n4,yes,6\n5,yes,6\n")
    found = whole(path, "ok", "size", "logistic")
    setup = Setup(str(path), target="ok", model="logistic")
    assert data_of(setup, found).y == (1.0, 0.0, 1.0, 1.0)
    assert "ok: 0 stands for 'no', 1 for 'yes'" in remarks(setup, found)
    assert "line 4: ok has no value ('?'); this row is left out" in found.notes
    assert data_of(setup, whole(path, "grade", "size", "logistic")).y == (0.0, 1.0, 0.0, 1.0, 1.0)
    one = written(tmp_path, "size,ok\n1,yes\n2,yes\n")
    with pytest.raises(FieldFault, match="is 'yes' in every row"):
        data_of(setup, whole(one, "ok", "size", "logistic"))


def test_reading_stops_when_nobody_asks_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvlines, "PIECE", 100)
    path = csv_of(tmp_path, random_table(5))
    head = look(path)
    reading = Reading(head, "y", ("a",))
    pieces = iter(reading)
    assert 0 < next(pieces) < 0.5
    pieces.close()  # type: ignore[attr-defined]
    assert reading.table is None
    order = random.Random(1).sample(["c", "a", "b"], 3)
    assert read(head, "y", order).features == tuple(order)  # in the order that was named
