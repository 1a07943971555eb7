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
