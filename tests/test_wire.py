"""The wire: the terminal shows what the screen holds, whatever is sent; frames wait for the line, and never queue."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from types import SimpleNamespace

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import CursorPosition, Key
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Label, Static

from tutor.terminal import Terminal
from tutor.ui.enduring import Understanding
from tutor.ui.line import ASSUMED, MOST, PATIENCE, QUESTION, SILENCE, Line
from tutor.ui.narrow import NarrowCompositor, NarrowScreen, NarrowUpdate, Piece, Wire, narrowed
from tutor.ui.panes.descend_running import Runner
from tutor.ui.pen import RESET
from tutor.ui.shown import Shown
from tutor.ui.wired import Wired

SIZE = (23, 5)
STYLES = [
    None,
    *map(
        Style.parse,
        (
            "bold red on blue",
            "bold dim red on blue",
            "on blue",
            "dim",
            "reverse",
            "underline #123456",
            "italic on #111213",
        ),
    ),
]
ALPHABETS = ("  ab9·⣿│é", "   ", "  a中", [" ", "a", "e\u0301"])


@st.composite
def pages(draw: st.DrawFn) -> list[tuple[bool, list[list[tuple[str, Style | None]]], int]]:
    """Pages one after the other: each whole, or from a column on; characters of one cell, of two, of none."""
    words = st.lists(st.sampled_from(draw(st.sampled_from(ALPHABETS))), max_size=9).map("".join)
    line = st.lists(st.tuples(words, st.sampled_from(STYLES)), max_size=6)
    page = st.lists(line, min_size=SIZE[1], max_size=SIZE[1])
    return draw(st.lists(st.tuples(st.booleans(), page, st.integers(0, SIZE[0] - 1)), min_size=1, max_size=5))


def strip_of(line: list[tuple[str, Style | None]]) -> Strip:
    return Strip([Segment(text, style) for text, style in line]).adjust_cell_length(SIZE[0])


def looks(terminal: pyte.Screen) -> list[tuple[object, ...]]:
    """What the eye sees of each cell: of a blank only its ground, and the lines through it."""
    rows = [[terminal.buffer[y][x] for x in range(terminal.columns)] for y in range(terminal.lines)]
    return [
        (c.data, c.bg, c.reverse, c.underscore, *((c.fg, c.bold, c.italics) if c.data != " " or c.reverse else ()))
        for row in rows
        for c in row
    ]


def rendered(style: Style, text: str, colours: ColorSystem) -> str:
    """As Rich does, which remembers how it was first told of a style, whatever the terminal."""
    fresh = style.copy()
    fresh._ansi = None
    return fresh.render(text, color_system=colours)


def whole(strips: list[Strip], console: Console) -> str:
    """As Textual paints a screen."""
    colours = console._color_system or ColorSystem.STANDARD
    rows = []
    for y, strip in enumerate(strips):
        cells = "".join(text if style is None else rendered(style, text, colours) for text, style, _ in strip)
        rows.append(f"\x1b[{y + 1};1H{cells}{RESET}")
    return "".join(rows)


@settings(max_examples=25, deadline=None)
@given(pages(), st.booleans(), st.sampled_from(["truecolor", "256", "standard"]))
def test_what_is_sent_shows_what_a_repaint_would(pages: list[tuple[bool, list[list[tuple[str, Style | None]]], int]],
                                                 erases: bool, colours: str) -> None:  # fmt: skip
    console = Console(color_system=colours, force_terminal=True)  # type: ignore[arg-type]
    wire = Wire(Line(), Shown(), erases)
    ours, theirs = pyte.Screen(*SIZE), pyte.Screen(*SIZE)
    for all_of_it, page, start in pages:
        strips = [strip_of(line) for line in page]
        plain = all(len(text) == Strip([Segment(text)]).cell_length for line in page for text, _ in line)
        at = 0 if all_of_it or not plain else start  # a wide character that is cut in two is Textual's affair
        pieces = [Piece(at, y, strip.crop(at, SIZE[0])) for y, strip in enumerate(strips)]
        if at:
            before = [[theirs.buffer[y][x] for x in range(at)] for y in range(SIZE[1])]
        sent = NarrowUpdate(pieces, SIZE, wire, whole=at == 0).render_segments(console)
        pyte.Stream(ours).feed(sent.replace(QUESTION, ""))
        pyte.Stream(theirs).feed(whole(strips, console))
        if at:
            for y in range(SIZE[1]):
                theirs.buffer[y].update(enumerate(before[y]))
        assert looks(ours) == looks(theirs)
        again = NarrowUpdate(pieces, SIZE, wire, whole=at == 0).render_segments(console)
        assert again == "" or not plain


@pytest.mark.parametrize("colours", ["truecolor", "standard"])
def test_any_look_may_follow_any_other(colours: str) -> None:
    console = Console(color_system=colours, force_terminal=True)  # type: ignore[arg-type]
    for first in STYLES:
        strips = [strip_of([pair for after in STYLES for pair in (("x", first), ("y", after))])]
        ours, theirs = pyte.Screen(*SIZE), pyte.Screen(*SIZE)
        sent = NarrowUpdate([Piece(0, 0, strips[0])], SIZE, None, whole=False).render_segments(console)
        pyte.Stream(ours).feed(sent)
        pyte.Stream(theirs).feed(whole(strips, console))
        assert looks(ours) == looks(theirs)


class Other(ModalScreen[None]):
    """One of Textual's own making."""

    def compose(self) -> ComposeResult:
        yield Label("over it\nanother", id="over")


class Emulated(App[None]):
    """With an emulator, which hears every byte that a driver would send."""

    def __init__(self) -> None:
        super().__init__()
        self.emulator = pyte.Screen(60, 20)
        self.sent = 0

    def _display(self, screen, renderable) -> None:  # type: ignore[no-untyped-def]
        super()._display(screen, renderable)
        if renderable is not None and not self._batch_count:
            text = renderable.render_segments(self.console)
            self.sent += len(text.encode())
            pyte.Stream(self.emulator).feed(text.replace(QUESTION, ""))


class Page(Wired, Emulated):
    """Two screens."""

    CSS = "#over { width: 30; height: 5; background: blue; } Other { align: center middle; background: black 50%; }"

    def __init__(self) -> None:
        self.wire = self.wire_to(Terminal(erases=True))
        super().__init__()

    def get_default_screen(self) -> NarrowScreen[None]:
        screen: NarrowScreen[None] = NarrowScreen(id="_default")
        narrowed(screen, self.wire)
        return screen

    def compose(self) -> ComposeResult:
        yield Static("first", id="first", markup=False)
        yield Input(placeholder="type")

    def right(self) -> bool:
        held = [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]
        return [line.rstrip() for line in self.emulator.display] == held


async def test_screens_of_all_kinds_share_one_wire() -> None:
    app = Page()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.right()
        app.sent = 0
        await pilot.press("a")
        assert app.right() and 0 < app.sent < 150, app.sent  # Textual sends the line: the widget is painted whole
        app.push_screen(Other())
        await pilot.pause()
        assert "over it" in "\n".join(app.emulator.display)
        app.sent = 0
        app.screen.refresh(layout=True)
        await pilot.pause()
        assert app.sent == 0, "nothing has changed"
        app.pop_screen()
        await pilot.pause()
        app.query_one("#first", Static).update("second")
        await pilot.pause()
        assert app.right()
        app.emulator.reset()  # another program has written on it
        app.action_paint_again()
        await pilot.pause()
        assert app.right() and app.sent > 100
        app.sent = 0
        app.line._handed += 100  # the terminal has stopped reading
        for _ in range(3):
            app.push_screen(Other())
            await pilot.pause()
            app.pop_screen()
            await pilot.pause()
        app.query_one("#first", Static).update("third")
        app.push_screen(Other())
        await pilot.pause(0.05)
        assert app.sent == 0
        app.line._handed -= 100
        for _ in range(100):
            if "third" in app.emulator.display[0]:
                break
            await pilot.pause(0.05)
        assert "over it" in "\n".join(app.emulator.display) and "third" in app.emulator.display[0]
        assert app.sent < 2_500
        app.pop_screen()
        await pilot.pause(0.05)
        assert app.right()


async def test_what_was_to_be_painted_outside_of_the_screen_is_left_out() -> None:
    """Between the signal that a window is smaller and its layout there is a frame of the old size."""
    app = Page()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        assert isinstance(compositor, NarrowCompositor)
        for beyond in (Region(0, 0, 80, 24), Region(50, 19, 20, 5), Region(70, 0, 3, 3), Region(0, 22, 3, 3)):
            compositor._dirty_regions = {beyond, Region(0, 0, 5, 1)}
            app.wire.shown.forget()
            assert "first" in compositor.render_partial_update().render_segments(app.console), beyond
        compositor._dirty_regions = {Region(0, 22, 3, 3)}
        assert compositor.render_partial_update() is None


def test_what_the_line_has_no_room_for_comes_in_parts_until_all_of_it_stands() -> None:
    chance, console = random.Random(5), Console(color_system="truecolor", force_terminal=True)
    line, clock, frame = line_of()
    wire, parts = Wire(line, Shown(), True), []
    frame("x" * 2000)
    clock.now = 1.0
    line.answered()  # 2,000 bytes a second
    emulator, repainted = pyte.Screen(*SIZE), pyte.Screen(*SIZE)
    for turn in range(12):
        if turn < 3:  # it goes on changing for a while
            page = [
                strip_of([(chance.choice("abc") * 2, chance.choice(STYLES[1:])) for _ in range(11)])
                for _ in range(SIZE[1])
            ]
        clock.now += 1
        line.frame_follows()
        pieces = [Piece(0, y, strip) for y, strip in enumerate(page)]
        sent = NarrowUpdate(pieces, SIZE, wire, whole=False).render_segments(console)
        line.sent(sent)
        line.written(1)
        pyte.Stream(emulator).feed(sent.replace(QUESTION, ""))
        clock.now += len(sent) / 2000
        line.answered()
        parts.append(len(sent))
    pyte.Stream(repainted).feed(whole(page, console))
    assert looks(emulator) == looks(repainted) and not wire.shown.owes
    assert sum(map(bool, parts)) > 3 and max(parts) < 500, parts
    line.key_came()
    assert line.room > 1e9, "what a key shows is not held back"


def test_where_a_terminal_takes_less_room_than_was_planned_nothing_old_is_left() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    for erases in (True, False):
        wire, emulator = Wire(Line(), Shown(), erases), pyte.Screen(*SIZE)
        for text in ("#" * SIZE[0], "\u2764\ufe0f" * 5):  # two cells each, says Rich; one, says this terminal
            pieces = [Piece(0, 0, strip_of([(text, STYLES[3])]))]
            pyte.Stream(emulator).feed(NarrowUpdate(pieces, SIZE, wire, whole=False).render_segments(console))
        assert "#" not in emulator.display[0]


# --- the line


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def line_of(**named: object) -> tuple[Line, Clock, Callable[..., str]]:
    clock = Clock()
    line = Line(clock=clock, **named)  # type: ignore[arg-type]

    def frame(text: str = "x" * 300) -> str:
        line.frame_follows()
        asked = line.question(len(text))
        line.sent(text + asked)
        line.written(1)
        return asked

    return line, clock, frame


@settings(max_examples=25, deadline=None)
@given(st.floats(500, 1e6), st.floats(0, 0.5), st.lists(st.integers(20, 1200), min_size=5, max_size=40))
def test_frames_never_queue_whatever_the_line(rate: float, way: float, sizes: list[int]) -> None:
    """A line of `rate` bytes a second whose answers take `way` seconds: never is more than one frame under way."""
    line, clock, frame = line_of()
    arrives, answer_at, frames, answers = 0.0, None, 0, 0
    for size in sizes * 20:
        if answer_at is not None and clock.now >= answer_at:
            now, clock.now = clock.now, answer_at
            line.answered()
            clock.now, answer_at, answers = now, None, answers + 1
        if line.free:
            assert answers < 2 or clock.now >= arrives, "a frame was sent behind another one"
            asked = frame("x" * size) == QUESTION
            arrives = max(arrives, clock.now) + size / rate
            frames += 1
            if asked:
                answer_at = arrives + way
        clock.now += 0.05
    assert frames >= 2


def test_a_terminal_that_never_answers_has_frames_at_the_rate_that_is_assumed() -> None:
    line, clock, frame = line_of()
    sent = 0
    for _ in range(1000):
        if line.free:
            frame()
            sent += 300
        clock.now += 0.01
    assert 0.8 * ASSUMED * 10 < sent < 1.2 * ASSUMED * 10
    line, clock, frame = line_of(fps=40)
    assert line.frame == pytest.approx(1 / 40) and all(frame() is not None and line.free for _ in range(50))


def test_answers_free_the_line_and_silence_is_not_waited_for_for_ever() -> None:
    line, clock, frame = line_of()
    assert frame() == QUESTION and not line.free
    clock.now = 0.02
    line.answered()
    assert line.free and frame() == QUESTION and not line.free, "one frame, one answer"
    assert line.question(10_000) == "", "one question at a time"
    line.sent("y" * (MOST + 1))
    line.written(1)
    assert line.jammed
    clock.now = 0.2
    line.answered()
    assert not line.jammed, "what was sent after the question is under way, but nobody knows for how long"
    assert not line.free, "the line rests as long as the frame took"
    clock.now = 0.4
    assert line.free and frame() == QUESTION
    clock.now += PATIENCE
    assert line.free and not line.jammed, "the answer was lost"
    frame()
    clock.now += SILENCE / 2
    assert line.free and frame() == "", "and now the terminal counts as one that does not answer"
    line.sent("held up by the terminal")
    clock.now += 1
    assert not line.free
    line.written(1)
    line.answered()
    line.answered()  # shift+F3 in some terminals: no answer to anything
    clock.now += 1
    assert line.free
    relayed, _, frame = line_of(relayed=True)
    assert frame() == "" and not relayed.free, "tmux answers, but does not show"


async def test_a_frame_that_the_line_has_no_room_for_is_dropped_and_the_next_is_current() -> None:
    line, clock, _ = line_of()
    state, painted = 0, []
    pane = SimpleNamespace(app=SimpleNamespace(line=line), screen=None)
    runner = Runner(pane, lambda: painted.append(state))  # type: ignore[arg-type]
    for state in range(10):
        runner._next_frame()
        if painted[-1] == state:
            line.sent("x" * ASSUMED)
            line.written(1)
        clock.now += 0.25
    assert painted == [0, 4, 8]


NONSENSE = ("[99999999u", "[1114112u", "[97;;99999999u", "[99999999;R", "[97;5:9u", "[55296u", "[48;0;0;0;0t")


@given(
    st.lists(
        st.sampled_from(["x", "\x1b[A", "[", ";", "9", "u", "\u00e9", *("\x1b" + each for each in NONSENSE)]),
        min_size=1,
    )
)
def test_keys_that_make_no_sense_are_dropped_and_what_comes_after_is_not(typed: list[str]) -> None:
    parser = Understanding()
    list(parser.feed("".join(typed)))
    parser._timeout_time = 0 if parser._timeout_time else None  # nothing more came: the escape key it was, perhaps
    list(parser.tick())
    for each in NONSENSE:
        events = list(parser.feed(f"y\x1b{each}z"))
        assert [event.key for event in events if isinstance(event, Key)] == ["y", "z"] and len(events) == 2, each


def test_an_answer_is_no_key_and_what_goes_out_is_counted() -> None:
    events = [*XTermParser().feed("a\x1b[12;34R"), *XTermParser().feed("\x1b[1;2R")]
    assert [type(event) for event in events] == [Key, CursorPosition, CursorPosition]
    app = Page()
    sent: list[str] = []

    class Recording(HeadlessDriver):
        def write(self, data: str) -> None:
            sent.append(data)

    driver = made(app, Recording)
    app.wire.shown.fit(60, 20)
    app.wire.shown.told = True
    for data in ("\x1b[?2026h", "short\x1b[1;1H", "\x1b[?2026l"):
        driver.write(data)
    assert sent == ["short"], "neither marks round what is read in one piece, nor a cursor's place that nobody sees"
    driver.write("\x1b[?2026h")
    driver.write("x" * 3000)
    driver.write("\x1b[?2026l")
    assert sent[1:] == ["\x1b[?2026h" + "x" * 3000, "\x1b[?2026l"]
    assert app.line.bytes_sent == len("".join(sent)) and app.wire.shown.fit(60, 20)
    driver.write("\x1b[1;1Hwritten by a screen that is not ours")
    assert not app.wire.shown.fit(60, 20), "then nothing is known"
    app.line.frame_follows()
    assert app.line.question() == QUESTION
    driver.process_message(CursorPosition(3, 4))
    assert not app.line._waits
    driver.stop_application_mode()
    assert re.search(r"\x1b\[0m$", sent[-1])


def made(app: Page, base: type[Driver]) -> Driver:
    """The driver that the app would make of this one, without a loop."""
    from tutor.ui.driver import listening

    cls = listening(base, app.wire)
    driver = cls.__new__(cls)
    return driver


def test_random_pages_cost_no_more_than_painting_them_whole() -> None:
    chance, console = random.Random(3), Console(color_system="truecolor", force_terminal=True)
    wire, sent, all_of_it = Wire(Line(), Shown(), True), 0, 0
    page = [strip_of([("".join(chance.choices("ab ", k=SIZE[0])), STYLES[2])]) for _ in range(SIZE[1])]
    for _ in range(40):
        page[chance.randrange(SIZE[1])] = strip_of([("".join(chance.choices("ab ", k=SIZE[0])), STYLES[2])])
        pieces = [Piece(0, y, strip) for y, strip in enumerate(page)]
        sent += len(NarrowUpdate(pieces, SIZE, wire, whole=True).render_segments(console))
        all_of_it += len(whole(page, console))
    assert sent < all_of_it / 5


async def test_a_picture_of_a_screen_can_be_exported() -> None:
    app = Page()
    async with app.run_test() as pilot:
        await pilot.pause()
        for simplify in (False, True):
            picture = app.export_screenshot(simplify=simplify).replace("&#160;", " ")
            assert "object at" not in picture and "first" in picture
