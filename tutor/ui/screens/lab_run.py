"""The lab's descent: the same pane as in a lesson, with the set-up in one line above it and the whole screen for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.ascii import plain
from tutor.messages import N_, plural, tr
from tutor.printable import printable
from tutor.takeaway import safe_name
from tutor.typeset import symbol
from tutor.ui.closing import Modal
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.panes import pane_of
from tutor.ui.preparing import Prepared

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp
    from tutor.ui.panes.base import ScenePane

STYLES = Path(__file__).parent.parent


class LabRunScreen(NarrowScreen[None]):
    CSS_PATH: ClassVar[list[Path]] = [STYLES / "lesson.tcss", STYLES / "lab.tcss"]  # type: ignore[assignment]
    help_title = N_("the lab's descent")
    help_text = N_(
        "escape leads back to the set-up, where everything stands as you typed it; with nothing changed there, enter "
        "goes on with this descent.\n"
        "In what is said, alpha is the rate, and lambda max the curvature along the steepest direction: plain gradient "
        "descent blows up above a rate of 2/lambda max."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "", show=False, tooltip=N_("the same in Python")),
        Binding("w", "take", "", show=False, tooltip=N_("take it home: program, trace, chart, lesson step")),
        Binding(
            "i",
            "data",
            "",
            show=False,
            tooltip=N_("what was found in the file, and which theta goes with which column"),
        ),
        Binding("escape,e", "leave", N_("back"), key_display="esc", tooltip=N_("back to the set-up, to change it")),
    ]

    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.prepared = prepared

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def name_to_take(self) -> str:
        """What files taken home are called."""
        setup = self.prepared.setup
        return safe_name(setup.path.stem if setup.is_file else setup.source)

    def compose(self) -> ComposeResult:
        yield Static(id="lab-line")
        yield Container(id="lab-scene")
        yield KeyBar()

    async def on_mount(self) -> None:
        self._line()
        self.pane: ScenePane = pane_of("descend")(self.prepared.settings)
        await self.query_one("#lab-scene").mount(self.pane)
        self.pane.start(self.prepared.scene)
        self.set_focus(self.pane)
        self.tutor.let_keys_go(self)

    def on_unmount(self) -> None:
        self.tutor.forget_keys(self)

    def on_resize(self) -> None:
        if self.is_mounted:
            self._line()

    def _line(self) -> None:
        ascii_ = self.tutor.terminal.ascii
        line = Content(summary(self.prepared, ascii=ascii_))
        notes = self._notes()
        told = f"   i: {notes}" if notes else ""
        room = max(10, self.size.width - 2 - len(told))
        shown = line.truncate(room, ellipsis=True)
        self.query_one("#lab-line", Static).update(Content.assemble(shown, (told, "bold $accent")))

    def _notes(self) -> str:
        """What there is to see of a file; "" where there is none."""
        count = len(self.prepared.remarks)
        if self.prepared.table is None:
            return ""
        if not count:
            return tr("the file")
        return plural(count, "{count} note about the file", "{count} notes about the file")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.prepared.table is not None if action == "data" else True

    def action_code(self) -> None:
        from tutor.ui.screens.code import CodeScreen

        self.pane.pause()
        self.app.push_screen(CodeScreen(self.pane.scene.program(), self.name_to_take))

    def action_take(self) -> None:
        from tutor.ui.screens.take import take_home

        take_home(self.tutor, self.pane, self.name_to_take)

    def action_data(self) -> None:
        self.pane.pause()
        self.app.push_screen(DataScreen(self.prepared))

    def action_leave(self) -> None:
        self.dismiss()

    def on_screen_suspend(self) -> None:
        if self.is_mounted and self.query("#lab-scene > *"):
            self.pane.pause()


class DataScreen(Modal[None]):
    """What was found in the file: its columns, and the rows that were left out and why."""

    help_title = N_("the file")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,i,q", "dismiss", N_("close"), key_display="esc", tooltip=N_("back to the descent")),
    ]

    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.prepared = prepared

    def compose(self) -> ComposeResult:
        table = self.prepared.table
        assert table is not None
        lines = [
            table.head.about + ".",
            tr("{used:,} rows are used; {left_out:,} left out.", used=table.m, left_out=table.left_out)
            if table.left_out
            else tr("All {count:,} rows are used.", count=table.m),
            "",
            *formula(self.prepared, ascii=self.app.has_class("-ascii")),
        ]
        lines += ["", *(f"- {each}" for each in self.prepared.remarks)]
        with VerticalScroll(id="data") as box:
            box.border_title = Content(printable(table.head.path.name))
            yield Static(Content("\n".join(map(printable, lines))))
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#data").focus()


def formula(prepared: Prepared, *, ascii: bool) -> list[str]:
    """Which theta goes with which column, so that they can be used on the numbers of the file: a term a line."""
    from tutor.lab.dataset import is_standardised

    setup, table = prepared.setup, prepared.table
    assert table is not None
    thetas = [symbol(name, ascii=ascii) for name in prepared.settings.names]
    times, minus = ("*", "-") if ascii else ("·", "−")
    chance = tr("the chance that {target} is 1: the sigmoid of", target=table.target)
    lines = [f"{table.target} = {thetas[0]}" if setup.model == "linear" else f"{chance} {thetas[0]}"]
    scaled = is_standardised(setup, table)
    around = zip(thetas[1:], table.features, table.gathered.mean, table.gathered.spread, strict=False)
    for theta, name, mean, spread in around:
        sign = "+" if mean < 0 else minus
        lines.append(f"  + {theta}{times}" + (f"({name} {sign} {abs(mean):.6g})/{spread:.6g}" if scaled else name))
    return lines


def summary(prepared: Prepared, *, ascii: bool) -> str:
    """The set-up in one line: `x^2 + y^2   adam, rate = 0.05, from (2, 1)`."""
    setup, table = prepared.setup, prepared.table
    first = prepared.settings.runs[0]
    what = setup.source.strip()
    rest = [setup.method, f"{tr('rate') if ascii else 'α'} = {first.rate:.4g}"]
    if table is not None:
        what = tr(
            "{file}: {target} from {features}; {count:,} rows",
            file=setup.path.name,
            target=table.target,
            features=", ".join(table.features),
            count=table.m,
        )
    else:
        start = ", ".join(f"{each:.4g}" for each in first.start)
        rest.append(tr("from ({point})", point=start))
    rest += [tr("schedule {schedule}", schedule=setup.schedule.strip())] if setup.schedule.strip() else []
    rest += [tr("batches of {count}", count=setup.batch.strip())] if setup.batch.strip() else []
    line = f"{what}   {', '.join(rest)}"
    return plain(printable(line)) if ascii else printable(line)
