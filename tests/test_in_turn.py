"""Keys that come in one bunch, as over a slow line, do what they would do one by one."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input

from tests.apps import Learner, sitting, worker, written
from tutor.ui import in_turn

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]

TWO = """format: 1
id: two
title: Two
symbols: [x]
steps:
  - say: Some words.
  - ask: {id: one, question: What now?, answer: 1}
"""


def rested(me: Learner) -> bool:
    """Nothing is read any more that a key would have to wait for."""
    app = me.app
    return app.all_loaded.is_set() and app.whole.is_set() and app.keeping.ready.is_set()


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["/", *"chain"], "chain"),
        (["g", *"hess"], "hess"),
        (["l", *"x^2+y"], "x^2+y"),
        (["enter", "enter", "2", "x"], "2x"),
        (["?", "escape", "/", *"ab", "backspace", "c"], "ac"),
    ],
    ids=lambda each: "".join(key[0] for key in each),
)
async def test_what_follows_a_key_that_opens_something_is_for_what_it_opens(worker, tmp_path, keys, line):
    written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(
            lambda: all(each.is_set() for each in (me.app.all_loaded, me.app.whole, me.app.keeping.ready)), "all"
        )
        await me.burst(*keys)
        await me.until(lambda: isinstance(me.app.focused, Input) and me.app.focused.value == line, line)


async def test_a_token_that_is_lost_holds_nothing_up_for_long(worker, tmp_path, monkeypatch):
    written(tmp_path, TWO)
    monkeypatch.setattr(in_turn, "LOST", 0.02)
    async with sitting(worker, tmp_path) as me:
        await me.until(
            lambda: all(each.is_set() for each in (me.app.all_loaded, me.app.whole, me.app.keeping.ready)), "all"
        )
        monkeypatch.setattr(me.app, "_follow", lambda *_, **__: None)
        await me.burst("/", "c", "h")
        await asyncio.sleep(0.1)
        monkeypatch.undo()
        await me.until(lambda: isinstance(me.app.focused, Input) and me.app.focused.value == "ch", "the words")


async def test_what_is_held_comes_in_its_order_and_once_and_escape_forgets_it(worker, tmp_path):
    written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: rested(me), "all")
        app, coming = me.app, object()
        app.hold_keys(coming)
        await me.burst("/", "a")
        await me.press("b")
        app.let_keys_go(object())
        await me.press("c")
        assert me.in_catalogue, "they are for something else"
        app.let_keys_go(coming)
        await me.until(lambda: isinstance(app.focused, Input) and app.focused.value == "abc", "the words")
        called = []
        app.hold_keys(coming, lambda: called.append("off"))
        await me.burst(*"de", "escape", *"fg")
        await me.until(lambda: app.focused.value == "abcfg" and called == ["off"], "the words after escape")
        app.hold_keys(coming)
        await me.burst(*"xy", "escape")
        await me.until(lambda: app.focused.value == "", "escape, which nobody else wanted")
        await me.press("escape")
        app.let_keys_go(coming)
        await me.press("/", "z")
        await me.until(lambda: isinstance(app.focused, Input) and app.focused.value == "z", "nothing of before")


async def test_a_lesson_that_is_called_off_does_not_open_and_holds_no_key(worker, tmp_path):
    written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: rested(me), "all")
        await me.burst("enter", "2", "escape", "/", "a")
        await me.until(lambda: isinstance(me.app.focused, Input) and me.app.focused.value == "a", "the search")
        await me.press("escape", "enter", "enter", "2")
        await me.until(lambda: isinstance(me.app.focused, Input) and me.app.focused.value == "2", "the lesson")


async def test_a_screen_that_was_closed_before_it_stood_holds_no_key(worker, tmp_path):
    file = written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: rested(me), "all")
        await me.open(file)
        me.app.screen.place()
        me.app.to_catalogue()
        await me.settle()
        await me.press("/", "a")
        await me.until(lambda: isinstance(me.app.focused, Input) and me.app.focused.value == "a", "the search")


async def test_what_is_opened_over_what_one_waits_in_has_its_keys_and_the_others_still_wait(worker, tmp_path):
    """A large file takes a while, and the palette and help open at once meanwhile."""
    written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: rested(me), "all")
        app, coming = me.app, object()
        app.hold_keys(coming, but=("question_mark",))
        await me.press("/", "a", "ctrl+p")
        await me.press("l", "i")
        await me.until(lambda: isinstance(app.focused, Input) and app.focused.value == "li", "what is for the palette")
        await me.press("escape")
        await me.until(lambda: me.in_catalogue, "escape, which is for the palette")
        await me.press("question_mark")
        assert "keys:" in me.text()
        await me.press("down", "escape")
        assert me.in_catalogue
        await me.press("b")
        app.let_keys_go(coming)
        await me.until(lambda: isinstance(app.focused, Input) and app.focused.value == "ab", "what was held")
