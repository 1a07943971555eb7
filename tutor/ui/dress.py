"""What the app wears: light or dark, and no colour or character that its terminal has not.

Chosen before the first picture, from what the app was handed: Textual would ask the environment, which is another's
where many apps live in one process, and would send sixteen-colour terminals shades they cannot show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from textual.app import App
from textual.filter import LineFilter, Monochrome
from textual.theme import Theme

from tutor.look import Look
from tutor.messages import N_, tr
from tutor.terminal import Colours, Terminal
from tutor.ui.themes import DARK, LIGHT

if TYPE_CHECKING:
    _Mixin = App[int]
else:
    _Mixin = object

SYSTEMS = {Colours.TRUE: "truecolor", Colours.EIGHT_BIT: "256", Colours.SIXTEEN: "standard", Colours.NONE: "standard"}
ITS_OWN = N_("This terminal shows its own colours: light or dark is chosen in its settings, and hardly changes here.")
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


class Dressed(_Mixin):
    """The part of the app that knows its colours; it stands before `App` among the bases."""

    terminal: Terminal
    look: Look | None

    def dress(self) -> None:
        """Once, when the app has been made and nothing is drawn yet."""
        self._own_filters: dict[str, list[LineFilter]] = {}  # by theme
        for theme in THEMES.values():
            self.register_theme(theme)
        kept = self.look.kept() if self.look is not None else None
        if self.terminal.light if kept is None else kept:
            self.set_reactive(App.theme, LIGHT.name)  # a theme that is set later reads all styles again
            self.stylesheet.set_variables(self.get_css_variables())
        self.no_color = self.terminal.colours is Colours.NONE
        self._tell_console(SYSTEMS[self.terminal.colours])

    def _tell_console(self, system: str) -> None:
        """Rich rounds each colour to this system."""
        if self.console.color_system != system:
            self.console = Console(
                color_system=system,  # type: ignore[arg-type]
                file=self.console.file,
                force_terminal=True,
                highlight=False,
                emoji=False,
                legacy_windows=False,
                no_color=False,
                safe_box=False,
            )

    def get_theme(self, theme_name: str) -> Theme | None:
        """As Textual's, which asks before any theme can be registered."""
        return THEMES.get(theme_name) or super().get_theme(theme_name)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """As Textual's, and those that turn all shades and characters into what the terminal has of them."""
        own = self._own_filters.get(self.theme)
        if own is None:
            own = self._own_filters[self.theme] = self._filters_needed()
        return [*(each for each in super().get_line_filters() if not isinstance(each, Monochrome)), *own]

    def _filters_needed(self) -> list[LineFilter]:
        """Read only where they are needed: a terminal with all colours and characters has none."""
        needed: list[LineFilter] = []
        if self.terminal.ascii:
            from tutor.ui.only_ascii import OnlyAscii

            needed.append(OnlyAscii())
        if self.terminal.colours in (Colours.SIXTEEN, Colours.NONE):
            from tutor.ui.palette import FewColours

            needed.append(FewColours(self.current_theme, palette=self.terminal.colours is Colours.SIXTEEN))
        return needed

    def wear(self, light: bool) -> None:
        """Light colours or dark ones, from now on and at the next start."""
        self.theme = LIGHT.name if light else DARK.name
        if self.terminal.colours in (Colours.SIXTEEN, Colours.NONE):
            self.notify(tr(ITS_OWN), markup=False)
        if self.look is not None and (trouble := self.look.keep(light)) is not None:
            self.notify(trouble, severity="warning", markup=False)
