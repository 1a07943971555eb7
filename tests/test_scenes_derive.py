"""The scene `derive`: lines one by one, rules named by the learner."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scene_making import found, proof, says_only_numbers, scene
from tests.scene_making import settings as derive_settings

CUBIC = "{f: x^3 - 5x + 7}"


def test_the_cubic_of_the_seed_line_by_line():
    derive = scene("derive", CUBIC)
    assert derive.sentence() == "d/dx [x³ − 5x + 7]: 5 steps to go"
    while derive.next():
        pass
    lines = derive.lines()
    assert [each.math for each in lines] == [
        "d/dx [x³ − 5x + 7]", "d/dx [x³] − d/dx [5x] + d/dx [7]", "3x² − d/dx [5x] + d/dx [7]",
        "3x² − 5 + d/dx [7]", "3x² − 5 + 0", "3x² − 5",
    ]  # fmt: skip
    assert [each.rule for each in lines][1:] == [
        "sum rule", "power rule", "constant multiple rule", "constant rule", "tidy up",
    ]  # fmt: skip
    assert "bring the 3 down" in lines[2].note
    assert derive.complete and derive.sentence().endswith("Done: d/dx [x³ − 5x + 7] = 3x² − 5")


@pytest.mark.parametrize("ascii", [False, True])
def test_what_comes_next_is_marked(ascii):
    derive = scene("derive", "{f: x^2 y + sin(3x)/x, wrt: [x, y]}")
    more = True
    while more:
        last = derive.lines(ascii)[-1]
        if last.mark is None:
            assert "[" not in last.math
        else:
            part = last.math[slice(*last.mark)]
            assert part.startswith("d/d" if ascii else "∂/∂") and part.endswith("]")
            assert "d/d" not in last.math[: last.mark[0]] and "∂" not in last.math[: last.mark[0]]
        more = derive.next()


def test_several_symbols_come_in_turn():
    derive = scene("derive", "{f: x^2 + 3y^2 - 4x y, wrt: [x, y]}")
    derive.all()
    assert derive.done and not derive.complete and derive.lines()[-1].math == "2x − 4y"
    derive.all()
    assert derive.complete and derive.lines()[-1].math == "6y − 4x"
    assert not derive.next() and not derive.all()
    while derive.back():
        pass
    assert (derive.place, derive.shown) == (0, 0)


def test_the_learner_names_the_rule_first():
    derive = scene("derive", "{f: x^3 - 5x + 7, ask_rule: true}")
    assert derive.waiting and "sum rule" in derive.menu and len(derive.menu) == 4
    assert not derive.next()
    wrong = next(i for i, name in enumerate(derive.menu) if name != "sum rule")
    right, said = derive.name(wrong)
    assert not right and derive.menu[wrong] in said and "sum" not in said
    assert derive.shown == 0 and not derive.waiting  # `next` would show it now
    assert derive.name(derive.menu.index("sum rule"))[0] and derive.shown == 1
    assert derive.named_at_once == 0
    assert derive.name(derive.menu.index("power rule"))[0]
    assert derive.named_at_once == 1
    with pytest.raises(ValueError, match="no entry"):
        derive.name(9)
    derive.all()
    assert derive.menu == () and not derive.waiting


@given(st.lists(st.sampled_from(["next", "back", "all", "name0", "name1", "name2"]), max_size=20), st.booleans())
@settings(max_examples=30, deadline=None)
def test_any_keys_leave_a_derivation_that_can_be_told(keys, ask):
    derive = scene("derive", f"{{f: x^2 y - 3x, wrt: [y, x], ask_rule: {str(ask).lower()}}}")
    for key in keys:
        if not key.startswith("name"):
            getattr(derive, key)()
        elif derive.menu:
            right, said = derive.name(int(key[-1]), ascii=True)
            assert said.isascii() and said.startswith("yes" if right else "not")
        assert 0 <= derive.shown <= len(derive.work.lines)
        says_only_numbers(derive)


def test_the_work_can_be_sent_from_another_process():
    work = found("derive", derive_settings("derive", CUBIC))
    assert pickle.loads(pickle.dumps(work)) == work
    assert (work[0].printed_f, work[0].printed) == ("x**3 - 5*x + 7", "3*x**2 - 5")


@pytest.mark.parametrize("f", ["x^3 - 5x + 7", "x^x", "1/x", "|x|", "relu(x)", "sigmoid(3x)", "log(x - 5)", "7"])
def test_check_agrees_with_right_derivations(f):
    assert proof("derive", f"{{f: '{f}'}}") == ()
