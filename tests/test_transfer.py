"""Two histories become one, whichever comes first; a document that is not whole or not ours is a sentence."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stores import here, kept, now, saved, states
from tutor.progress import schema, transfer, uids
from tutor.progress.changes import bring_in
from tutor.progress.gathering import cells, gathered
from tutor.progress.kept import KEYS, Kept, Learner, merged, read_kept, write_kept
from tutor.progress.records import COLUMNS
from tutor.progress.transfer import NotAnExport, checksum, parsed, written
from tutor.progress.trouble import NotChanged
from tutor.session import Session
from tutor.verdict import Outcome, Verdict

ZERO = "0" * 32
RIGHT, WRONG = Verdict(Outcome.RIGHT, "Right."), Verdict(Outcome.MISTAKE, "No.", "chain-inner", "sin(2x)", "2x")
FEW, FLAG, NAMES, IDS = range(4), (0, 1), (None, "sin", "Ann"), ("one", "two")
TEXTS, MOMENTS = ("", "2x", "θ", "=1+1", 'a "b"\nc'), [f"2026-01-0{day}T00:00:00.000000+00:00" for day in range(1, 5)]
COLUMN = {  # what a column may hold: few values, so that two histories often meet
    "uid": [f"{number:032x}" for number in range(12)],
    **dict.fromkeys(("lesson", "question", "scene"), IDS),
    **dict.fromkeys(("text", "message", "draft", "state"), TEXTS),
    **dict.fromkeys(("mistake", "spot", "understood", "anchor"), NAMES),
    **dict.fromkeys(("variant", "hints", "position", "furthest", "visit"), FEW),
    **dict.fromkeys(("finished", "revealed", "worked"), FLAG),
    **dict.fromkeys(("answered_at", "changed_at", "visited_at"), MOMENTS),
    **dict.fromkeys(("after", "seconds"), (None, *FEW)),
    "outcome": ("right", "mistake", "unreadable"),
    "origin": ("lesson", "review"),
}


def some(seed: int) -> Kept:
    """A history of a few rows of each kind."""
    dice = random.Random(seed)
    tables = {}
    for name, size in KEYS.items():
        columns = [COLUMN[column] for column in COLUMNS[name].split(", ")]
        made = [tuple(dice.choice(values) for values in columns) for _ in range(dice.randrange(5))]
        tables[name] = {row[:size]: row for row in made}
    return Kept(Learner(dice.choice("ab") * 32, dice.choice(NAMES)), **tables)


KEPT = st.integers(0, 10**9).map(some)


@given(KEPT, KEPT, KEPT)
def test_a_merge_commutes_repeats_without_change_and_goes_in_any_order(one, two, three):
    both = merged(one, two)
    assert both == merged(two, one) == merged(both, one) == merged(both, two) == merged(both, both)
    assert merged(both, three) == merged(one, merged(two, three))


@given(KEPT, KEPT)
def test_a_merge_loses_nothing_and_counts_nothing_twice(one, two):
    both = merged(one, two)
    for name in KEYS:
        assert both.table(name).keys() == one.table(name).keys() | two.table(name).keys()
    assert both.answers.items() <= one.answers.items() | two.answers.items()
    for each in (one, two):
        for key, (_, _, furthest, finished, _, visit, *_) in each.lessons.items():
            assert both.lessons[key][5] >= visit  # a later visit, whatever its clock said
            assert both.lessons[key][2] >= furthest and both.lessons[key][3] >= finished
        for key, (_, _, _, hints, revealed, worked, variant, _) in each.questions.items():
            found = both.questions[key]
            assert found[6] >= variant and found[4] >= revealed
            assert found[6] > variant or (found[3] >= hints and found[5] >= worked)
    places = {row[1:2] + row[4:] for each in (one, two) for row in each.lessons.values()}
    assert all(row[1:2] + row[4:] in places for row in both.lessons.values())  # a place is one that somebody left


@given(KEPT, st.sampled_from(["0" * 32, "f" * 32]))
def test_a_machine_that_nobody_used_yet_takes_over_whose_the_history_is(one, fresh):
    both = merged(Kept(Learner(fresh)), one)
    assert both == (one if not one.empty else both) and both.learner.id in (fresh, one.learner.id)


@settings(max_examples=25)
@given(KEPT, KEPT)
def test_what_a_file_holds_after_an_import_is_the_merge(one, two):
    file = schema.in_memory()
    write_kept(file, read_kept(file), one)
    assert read_kept(file) == one
    bring_in(file, two)
    assert read_kept(file) == merged(one, two)
    file.close()


@given(KEPT)
def test_a_document_comes_back_as_it_was(one):
    document = written(one, now())
    assert parsed(document.encode()) == one
    other = json.dumps(json.loads(document), indent=7, ensure_ascii=False, sort_keys=True)
    assert parsed(other.encode("utf-8-sig")) == one  # through an editor that lays it out anew


def example() -> Kept:
    return Kept(
        Learner("a" * 32, "Ann"),
        answers={
            ("0" * 32,): ("0" * 32, "one", "a", 0, "2x", "wrong", "No.", None, None, None, 1, "2026", "lesson", 9)
        },
        lessons={("one",): ("one", 1, 2, 0, "2026", 5, "a", 0)},
        questions={("one", "a"): ("one", "a", "3x", 1, 0, 0, 0, "2026")},
        scenes={("one", "0"): ("one", "0", "{}", "2026")},
    )


def test_a_document_cut_or_altered_anywhere_is_rejected():
    document, whole = written(example(), now()).encode(), example()
    for place in range(len(document) - 2):  # but for the last bracket and the end of the line
        with pytest.raises(NotAnExport):
            parsed(document[:place])
    for place in range(len(document)):
        for bit in (0, 3, 5):
            altered = bytearray(document)
            altered[place] ^= 1 << bit
            try:
                assert parsed(bytes(altered)) == whole, place  # a space became another space
            except NotAnExport as why:
                assert str(why)


def altered(**changes) -> bytes:
    """The document with other values, and a checksum that fits them: what a hostile hand could make."""
    document = json.loads(written(example(), now()))
    for path, value in changes.items():
        spot, keys = document, [int(key) if key.isdigit() else key for key in path.split("__")]
        for key in keys[:-1]:
            spot = spot[key]
        spot[keys[-1]] = value
    return json.dumps({**document, "checksum": checksum(document)}).encode()


HOSTILE = [
    ({"answers__0__uid": "g" * 32}, "uid"),
    ({"answers__0__uid": "f" * 32}, "uid"),  # a stamp that no later answer could follow
    ({"answers__0__uid": 7}, "uid"),
    ({"answers__0__variant": 10**9}, "variant"),
    ({"answers__0__variant": True}, "variant"),
    ({"answers__0__hints": -1}, "hints"),
    ({"answers__0__text": None}, "text"),
    ({"answers__0__text": ["2x"]}, "text"),
    ({"answers__0__text": "\ud800"}, "text"),
    ({"answers__0__seconds": 10**6}, "seconds"),
    ({"lessons__0__finished": 2}, "finished"),
    ({"lessons__0__visit": 1 << 63}, "visit"),
    ({"questions__0": 5}, "questions"),
    ({"scenes": {}}, "scenes"),
    ({"learner": "me"}, "whose"),
    ({"learner__id": "../../x"}, "whose"),
    ({"learner__name": 5}, "whose"),
    ({"version": "2"}, "version"),
    ({"version": 1}, "version"),
    ({"version": 99}, "newer"),
    ({"format": "diary"}, "no export"),
]


@pytest.mark.parametrize(("changes", "word"), HOSTILE)
def test_a_document_that_no_tutor_wrote_is_rejected_with_a_sentence_about_it(changes, word):
    with pytest.raises(NotAnExport, match=word):
        parsed(altered(**changes))


def test_anything_at_all_is_taken_or_rejected_and_never_more():
    twice = altered(answers=[json.loads(written(example(), now()))["answers"][0]] * 2)
    deep, wide = b"[" * 100_000, b'{"answers": [' + b"[]," * (transfer.MOST_PARTS // 2) + b"1]}"
    nested = b'{"format": "calc-tutor progress", "version": 2, "x": ' + b"[" * 900 + b"]" * 900 + b"}"
    row = json.loads(written(example(), now()))["questions"][0]
    siblings = altered(questions=[{**row, "question": f"q{number}", "variant": 9999} for number in range(30)])
    for content in (
        siblings,
        twice,
        deep,
        wide,
        nested,
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"9" * 5000,
        b'{"format": NaN}',
        b"1.5",
    ):
        with pytest.raises(NotAnExport):
            parsed(content)


def test_what_moves_a_cursor_does_not_come_in():
    found = parsed(altered(answers__0__message="red\x1b[31m\x9b2J\nline", learner__name="A\x07nn"))
    assert [row[6] for row in found.answers.values()] == ["red[31m2J\nline"] and found.learner.name == "Ann"


def test_what_a_damaged_byte_made_of_a_number_stops_no_export():
    kept = parsed(altered())
    ((key, answer),) = kept.answers.items()
    ((name, lesson),) = kept.lessons.items()
    wild = {("f" * 32,): ("f" * 32, *answer[1:]), key: (*answer[:-1], -5)}
    damaged = replace(kept, answers=wild, lessons={name: (lesson[0], 1 << 40, *lesson[2:])})
    found = parsed(written(damaged, now()).encode())
    assert found.answers == {key: (*answer[:-1], None)} and found.lessons == {name: (lesson[0], 0, *lesson[2:])}


def test_an_answer_that_makes_no_sense_takes_the_place_of_none_that_does():
    sound = {"answers__0__outcome": "right", "answers__0__answered_at": "2026-03-01T00:00:00+00:00"}
    mine = parsed(altered(**sound))
    for name in sound:
        theirs = parsed(altered(**{**sound, name: "zzz"}))
        assert theirs != mine and merged(mine, theirs) == merged(theirs, mine) == mine


# --- between two machines ---------------------------------------------------------------------------------------------


def test_two_machines_that_exchange_their_exports_agree(tmp_path):
    for name, answer in (("here", "2x"), ("there", "3x")):
        with saved(tmp_path / name) as store:
            session = Session()
            for number in range(3):
                store.save_answer("one", "a", f"{number}{answer}", WRONG, number, 0, seconds=20)
            session.lesson("one").position = session.lesson("one").furthest = 1 + (name == "there")
            here(store, session, "one")
            session.lesson("one").question("a").draft = answer
            kept(store, session, "one", "a")
            store.save_scene("one", "descend", {"k": len(answer), "theta": [0.1, float("nan")]})
            assert store.flush()
    for _ in range(2):  # the second time changes nothing
        for name, other in (("here", "there"), ("there", "here")):
            with saved(tmp_path / other) as store:
                document = written(store.kept(), now())
            with saved(tmp_path / name) as store:
                before, after = store.bring_in(parsed(document.encode()))
                assert store.trouble is None and store.kept() == after
    found = []
    for name in ("here", "there"):
        with saved(tmp_path / name) as store:
            found.append((store.kept(), store.history(), states(store.load()), store.latest()))
    assert found[0] == found[1]
    assert len(found[0][1]) == 6 and before == after
    assert {each.name for each in (tmp_path / "here").iterdir()} == {"progress.db", "progress.before-import.db"}


def test_what_comes_after_an_import_from_the_end_of_time_comes_last(tmp_path):
    (row,), uid, last = example().answers.values(), f"{uids.LAST - 1:016x}" + "0" * 16, uids.LAST
    late = replace(
        example(), answers={(uid,): (uid, *row[1:])}, lessons={("one",): ("one", 1, 2, 0, "2026", last, "a", 0)}
    )
    with saved(tmp_path) as store:
        store.save_answer("one", "a", "first", RIGHT, 0, 0)
        store.bring_in(late)
        store.save_answer("one", "a", "last", RIGHT, 0, 0)
        store.save_position("two", 1, 1, False, now())
        assert [each.text for each in store.history()] == ["first", "2x", "last"]
        document = written(store.kept(), now()).encode()
        assert parsed(document) == store.kept()  # and can be carried on
    with saved(tmp_path) as store:
        store.save_answer("one", "a", "very last", RIGHT, 0, 0)
        assert [each.text for each in store.history()][:2] == ["first", "2x"] and len(store.history()) == 4


def test_an_import_without_a_copy_changes_nothing(tmp_path):
    (tmp_path / "progress.before-import.db").mkdir()
    with saved(tmp_path) as store:
        with pytest.raises(NotChanged, match="Nothing was changed"):
            store.bring_in(example())
        assert store.kept().empty and store.trouble is None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["progress.before-import.db", "progress.db"]


# --- a teacher's table ------------------------------------------------------------------------------------------------


def answers(*told):
    columns = COLUMNS["answers"].split(", ")
    base = dict(zip(columns, next(iter(example().answers.values())), strict=True))
    made = [{**base, "uid": f"{n:032x}", **each} for n, each in enumerate(told)]
    return {(each["uid"],): tuple(each[column] for column in columns) for each in made}


def test_a_question_is_one_line_and_a_learner_who_exported_twice_is_one_learner():
    older = Kept(Learner("a" * 32), answers=answers({"outcome": "mistake", "mistake": "chain-inner", "seconds": None}))
    newer = replace(
        older,
        answers=answers(
            {"outcome": "mistake", "mistake": "chain-inner", "seconds": None},
            {"outcome": "unreadable", "hints": 2, "seconds": 5},
            {"outcome": "right", "seconds": 30},
            {"outcome": "wrong", "seconds": 1},
        ),
        questions={("one", "b"): ("one", "b", "", 3, 0, 0, 0, "2026"), ("one", "c"): ("one", "c", "", 0, 0, 0, 0, "")},
    )
    lines = gathered([older, newer, older])
    assert lines == [
        ("aaaaaaaa", "one", "a", "right", "chain-inner", 3, 2, 36),
        ("aaaaaaaa", "one", "b", "", "", 0, 3, None),
    ]


def test_two_learners_of_one_name_are_told_apart():
    one, two = (Kept(Learner(letter * 32, "Ann"), answers=example().answers) for letter in "ab")
    assert [line.learner for line in gathered([one, two])] == ["Ann (aaaaaaaa)", "Ann (bbbbbbbb)"]


@given(st.lists(st.text(max_size=6) | st.sampled_from(["\uff1d1", " +1"]) | st.integers(0, 9) | st.none(), max_size=5))
def test_no_cell_is_a_formula(line):
    for given_, cell in zip(line, cells(line), strict=True):
        assert isinstance(cell, int) or cell.lstrip()[:1] not in ("=", "+", "-", "@", "\uff1d")
        assert str(cell).removeprefix("'") == ("" if given_ is None else str(given_)).removeprefix("'")
