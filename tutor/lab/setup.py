"""What a learner sets up in the lab, as it was typed; and the fields of the form in which it is typed.

Nothing is understood here: `tutor.lab.settings.settings_of` does that, and says in which field something is wrong.
Only the standard library, so that a form stands before NumPy is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tutor.fields import Field
from tutor.messages import tr

if TYPE_CHECKING:
    from tutor.lab.csvhead import Head

ENDINGS = (".csv", ".tsv", ".txt")
METHODS = ("gd", "newton", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
MODELS = ("linear", "logistic")
STANDARDISE = ("auto", "yes", "no")
ORDERS = ("cyclic", "shuffled")  # a stride, or a list of rows, is typed
ROWS = ("all", "sample")
OF_FILES = ("target", "features", "standardise", "model", "batch", "order", "rows")  # settings that need a file
SHOWN_CHOICES = 200  # columns to choose a target from; further ones can be named on the command line


@dataclass(frozen=True, slots=True)
class Setup:
    """A descent as it was typed; an empty text leaves the choice to the lab."""

    source: str = ""  # a function, the name of a classic, or a CSV file
    target: str = ""  # of a file: the column that is predicted
    features: str = ""  # of a file: the columns that predict, with commas between
    standardise: str = "auto"
    model: str = "linear"
    method: str = "gd"
    tuning: str = ""  # the method's own settings: `beta1=0.8, epsilon=1e-7`
    rate: str = ""
    start: str = ""  # `2, 1` or `x=2, y=1`
    schedule: str = ""  # `1/(1 + 0.01k)`, `cosine`, `{halve: 1000}`
    batch: str = ""
    order: str = ""
    rows: str = "all"  # of a file: or a sample, where all are too many to be looked at one by one
    steps: str = ""
    files: ClassVar[bool] = True  # may the source name one?

    @property
    def is_file(self) -> bool:
        """Is the source a file? One that is there, or whose name ends as those of tables do."""
        name = self.source.strip()
        return self.files and (name.lower().endswith(ENDINGS) or _is_there(name))

    @property
    def path(self) -> Path:
        """The file; only where `is_file`."""
        return Path(self.source.strip())

    def filled(self, values: Mapping[str, str]) -> Setup:
        """The same, with what was typed into the form; names that are no setting of it are passed over."""
        return replace(self, **{name: text for name, text in values.items() if name in Setup.__slots__})


@dataclass(frozen=True, slots=True)
class FunctionSetup(Setup):
    """The same where nothing that is typed names a file: the learner is a visitor of this machine."""

    files: ClassVar[bool] = False

    @classmethod
    def of(cls, setup: Setup) -> FunctionSetup:
        return cls(**{name: getattr(setup, name) for name in Setup.__slots__})


def _is_there(name: str) -> bool:
    """Is there a file of that name? A folder counts only where it is written as one: `bowl` may be both."""
    try:
        path = Path(name)
        return bool(name) and path.exists() and (not path.is_dir() or "/" in name or name.startswith("."))
    except (OSError, ValueError):  # a formula that is too long for a file's name
        return False


def fields(setup: Setup, head: Head | None = None) -> tuple[Field, ...]:
    """The form: for a function, or for a file, whose columns are choices once its `head` has been looked at."""
    if not setup.files:
        source = Field("source", tr("function"), setup.source, about=tr("x^4 - 3x^2 + y^2, or rosenbrock"))
        return (source, *_of_descent(setup))
    source = Field(
        "source", tr("function or file"), setup.source, about=tr("x^4 - 3x^2 + y^2, rosenbrock, or houses.csv")
    )
    middle = _of_file(setup, head) if setup.is_file else ()
    batches = _of_batches(setup) if setup.is_file else ()
    return (source, *middle, *_of_descent(setup), *batches)


def _of_file(setup: Setup, head: Head | None) -> tuple[Field, ...]:
    target, features = setup.target, setup.features
    choices: tuple[str, ...] = ()
    if head is not None:
        target = target or head.target_for(setup.model)
        features = features or ", ".join(head.features_for(target))
        choices = head.choices[:SHOWN_CHOICES] if target in head.choices[:SHOWN_CHOICES] else ()
    return (
        Field("target", tr("target"), target, choices, tr("the column that is predicted")),
        Field("features", tr("features"), features, about=tr("the columns that predict, with commas between")),
        Field(
            "model", tr("model"), setup.model, MODELS, tr("linear: a number is predicted; logistic: one of two classes")
        ),
        Field(
            "standardise",
            tr("standardise"),
            setup.standardise,
            STANDARDISE,
            tr("each feature less its mean, over its spread; auto: where their sizes differ much"),
        ),
    )


def _of_descent(setup: Setup) -> tuple[Field, ...]:
    methods = (*METHODS, "sgd") if setup.is_file or setup.method == "sgd" else METHODS
    start = tr("zeros where it is left out") if setup.is_file else tr("2, 1 or x=2, y=1; in the order of the alphabet")
    return (
        Field("method", tr("method"), setup.method, methods, tr("how theta moves")),
        Field(
            "tuning",
            tr("its settings"),
            setup.tuning,
            about=tr("beta1=0.8, epsilon=1e-7; the usual ones where left out"),
        ),
        Field("rate", tr("rate"), setup.rate, about=tr("the learning rate; one that descends where it is left out")),
        Field("start", tr("start"), setup.start, about=start),
        Field(
            "schedule",
            tr("schedule"),
            setup.schedule,
            about=tr("1/(1 + 0.01k): what the rate is multiplied by at step k"),
        ),
        Field("steps", tr("steps"), setup.steps, about=tr("how many at most; 10000 where it is left out")),
    )


def _of_batches(setup: Setup) -> tuple[Field, ...]:
    orders = ORDERS if setup.order in ("", *ORDERS) else (setup.order, *ORDERS)
    about = tr("cyclic: as the rows stand; shuffled: drawn anew in each pass")
    return (
        Field("batch", tr("batch"), setup.batch, about=tr("how many rows a step looks at; all where it is left out")),
        Field("order", tr("order"), setup.order or ORDERS[0], orders, about),
        Field(
            "rows", tr("rows"), setup.rows, ROWS, tr("sample: some thousand rows, evenly spaced, of a file of millions")
        ),
    )
