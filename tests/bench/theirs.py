"""The same stream through textual-plotext: a loss that falls, drawn again ten times a second; a key changes a line."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static
from textual_plotext import PlotextPlot


class Theirs(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("no key yet", markup=False)
        yield PlotextPlot()

    def on_mount(self) -> None:
        self.losses = [3.0]
        self.keys = 0
        self.set_interval(0.1, self.tick)

    def on_key(self, event: Key) -> None:
        self.keys += 1
        self.query_one(Static).update(f"key {self.keys}.")

    def tick(self) -> None:
        self.losses.append(self.losses[-1] * 0.999)
        plot = self.query_one(PlotextPlot)
        plot.plt.clear_data()
        plot.plt.title("theirs")
        plot.plt.plot(self.losses)
        plot.refresh()


if __name__ == "__main__":
    Theirs().run()
