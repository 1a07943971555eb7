"""No key ends the tutor, in whatever moment it comes: `tests/monkey.py` a little, and the moments it found."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from random import Random

import pytest

from tests.apps import seated, worker, written  # noqa: F401 - the one helper of a test run
from tests.monkey import sit
from tutor.lesson.catalogue import load_catalogue
from tutor.progress.store import open_store
from tutor.ui.app import TutorApp

LESSON = """format: 1
id: {id}
title: Lesson {id}
symbols: [x]
steps:
  - say: A line.
    show: {{plot: {{of: x^2, over: [0, 2]}}}}
    ask: {{id: q, question: "What is the question of {id}?", answer: 2, placement: true, hints: [Two.]}}
  - say: The end.
"""
OPENED_BY = ("b", "enter", "l", "p", "g", "/", "r", "ctrl+p", "question_mark")
TYPED_THEN = (("escape", "escape"), ("enter", "enter", "escape"), ("pagedown", "2", "enter"), ("ctrl+p", "pagedown"))


@pytest.mark.asyncio(loop_scope="session")
async def test_who_leans_on_the_keyboard_does_not_end_it(worker):  # noqa: F811
    await sit(worker, Random(2), 40, [])


@pytest.mark.asyncio(loop_scope="session")
async def test_at_every_moment_of_a_screen_that_opens_keys_do_no_harm(worker, tmp_path):  # noqa: F811
    """Some turns of the loop after the key that opens it, the next ones come; at the end one is back, with escape."""
    for name in "ab":
        file = written(tmp_path, LESSON.format(id=name), f"{name}.yaml")
    app = TutorApp(
        load_catalogue([file.parent]), worker, opener=lambda: open_store(tmp_path / "home", lambda: datetime.now(UTC))
    )
    async with seated(app) as me:
        await me.until(app.all_loaded.is_set, "all that lessons need")
        moments = Random(1)
        for key in OPENED_BY:
            for then in TYPED_THEN:
                me._send(key)
                for _ in range(moments.randint(0, 120)):
                    await asyncio.sleep(0)
                await me.burst(*then)
                assert not app._exit
                for _ in range(50):
                    if me.in_catalogue:
                        break
                    await me.press("escape")
                    await asyncio.sleep(0.002)
                assert me.in_catalogue, (key, then)
    app.keeping.close()
