"""The command palette: keys typed ahead of it do what they do when it stands, no paste holds it up."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandList
from textual.events import Paste

from tests.apps import Learner, sitting, worker
from tutor.lesson.model import Header
from tutor.ui import commands
from tutor.ui.commands import LONGEST, LessonCommands, Palette, PaletteLine
from tutor.ui.screens.help import HelpScreen
from tutor.worker import Worker

__all__ = ["worker"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
LESSON = "format: 1\nid: {id}\ntitle: '{title}'\nabout: 'See [b]x[/b] and a[i].'\nsteps:\n  - say: Hello.\n"
TITLES = ("The slope [x] of f[/b]", "Letters, letters and letters", "A third")


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("palette")
    (folder / "course").mkdir()
    for i, title in enumerate(TITLES):
        (folder / "course" / f"{i}.yaml").write_text(LESSON.format(id=f"l{i}", title=title), encoding="utf-8")
    return folder


def palette(learner: Learner) -> Palette:
    found = learner.app.screen
    assert isinstance(found, Palette), learner.text()
    return found


async def answered(learner: Learner) -> None:
    await learner.until(lambda: palette(learner)._answered and not palette(learner)._ahead, "the list")


def lit(learner: Learner) -> int | None:
    return palette(learner).query_one(CommandList).highlighted


async def test_keys_typed_ahead_of_the_list_do_what_they_do_when_it_stands(worker: Worker, lessons: Path) -> None:
    moves = [("pageup",), ("down", "pagedown", "up")]
    async with sitting(worker, lessons) as learner:
        for keys in moves:
            ways = []
            for send in (learner.burst, learner.press):
                await learner.burst("ctrl+p", *(keys if send == learner.burst else ()))
                await answered(learner)
                if send == learner.press:
                    await learner.press(*keys)
                ways.append(lit(learner))
                await learner.press("escape")
            assert ways[0] == ways[1] is not None, keys
        await learner.burst("ctrl+p", *"zzqq", "pageup", "pagedown", "down", "enter")  # nothing fits
        await answered(learner)
        await learner.press("pageup", "pagedown", "enter", "escape")
        await learner.burst("ctrl+p", *"zz", *["backspace"] * 2, *"keys", "enter")  # not what stood first
        await learner.until(lambda: isinstance(learner.app.screen, HelpScreen), "the help")


async def test_of_what_is_pasted_as_much_is_read_as_a_name_has_letters(
    worker: Worker, lessons: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[str] = []
    search = LessonCommands.search

    def counted(self: LessonCommands, query: str) -> object:
        searches.append(query)
        return search(self, query)

    monkeypatch.setattr(LessonCommands, "search", counted)
    async with sitting(worker, lessons) as learner:
        await learner.press("ctrl+p")
        await answered(learner)
        with monkeypatch.context() as patch:
            patch.setattr(commands, "TOGETHER", 0.4)
            await learner.press(*"let")
            await answered(learner)
        assert searches[-1] == "let" and len(searches) < 3
        await learner.press("ctrl+u")
        await learner.burst(*("x" * LONGEST * 3), "enter")
        await answered(learner)
        line = palette(learner).query_one(PaletteLine)
        assert line.value == "x" * LONGEST
        assert len(searches) < LONGEST / 5
        await learner.press("home", *["delete"] * 3)
        line.post_message(Paste("abcdef\nsecond"))
        await learner.until(lambda: line.value == "abc" + "x" * (LONGEST - 3), "as much as there is room for")
        await learner.burst(*[*"line 1", "enter"] * 40, "ctrl+q")
        await learner.until(lambda: learner.app._exit, "the end")


async def test_names_are_shown_as_they_are_written_and_a_still_palette_has_no_clock(
    worker: Worker, lessons: Path
) -> None:
    async with sitting(worker, lessons) as learner:
        await learner.press("ctrl+p")
        await answered(learner)
        prompts = [str(each.prompt) for each in palette(learner).query_one(CommandList).options]
        assert f"open {TITLES[0]}\nSee [b]x[/b] and a[i]." in prompts
        await learner.burst(*"slope [x")
        await answered(learner)
        assert f"open {TITLES[0]}" in learner.text() and "See [b]x[/b] and a[i]." in learner.text()
        assert TITLES[2] not in learner.text()
        shown = [palette(learner), *palette(learner).walk_children()]
        assert not [each for each in shown if each.auto_refresh]
        line = palette(learner).query_one(PaletteLine)
        assert not line.cursor_blink
        await learner.press("enter")
        await learner.until(lambda: "Hello." in learner.text(), "the lesson")
        assert isinstance(learner.screen.lesson.header, Header) and learner.screen.lesson.header.title == TITLES[0]
