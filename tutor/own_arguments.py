"""What may stand behind `lab`, `derive` and `serve`, and what their `--help` says."""

from __future__ import annotations

import argparse

from tutor.messages import N_, tr

ABOUT = {
    "lab": N_("Descend on a function of up to six letters, or on a table of your own."),
    "derive": N_("Print a derivative worked out rule by rule, for a pipe or a handout."),
    "serve": N_(
        "Serve the tutor to browsers. Each visitor has a home of their own, and sees nothing of this machine but "
        "the lessons."
    ),
}
USAGE = {
    "lab": "lab [FUNCTION | FILE.csv] [options]",
    "derive": "derive FUNCTION [--wrt LETTER ...] [--latex | --ascii]",
    "serve": "serve [--host ADDRESS] [--port NUMBER] [--most VISITORS] [--lessons DIR] [--home DIR]",
}
EXAMPLES = {
    "lab": """
examples:
  calc-tutor lab "x^4 - 3x^2 + y^2" --method adam --rate 0.05 --start 2,1
  calc-tutor lab rosenbrock --method momentum --tuning 0.9
  calc-tutor lab houses.csv --target price --features size,rooms --standardise
  calc-tutor lab exams.csv --target passed --model logistic --batch 8 --order shuffled
  calc-tutor lab "x^2 + 10y^2" --schedule "1/(1 + 0.01k)" --steps 100000
""",
    "derive": """
examples:
  calc-tutor derive "x^2 sin(y)" --wrt x
  calc-tutor derive "x^2 sin(y)" --wrt x --wrt y      by x, and that by y
  calc-tutor derive "exp(-x^2)" --latex > handout.tex

exit codes: 0 fine, 1 it could not be worked out within the bounds, 2 misuse
""",
    "serve": """
examples:
  calc-tutor serve                      then open http://127.0.0.1:8000
  calc-tutor serve --port 8080 --home /srv/calc-tutor --lessons my/courses

With --host 0.0.0.0 everybody in your network can come in, without password or encryption; for https keep 127.0.0.1 and
put a proxy before it that sends X-Forwarded-Host.
""",
}
COMMANDS = tuple(ABOUT)


def fill(parser: argparse.ArgumentParser, command: str) -> None:
    """Gives a parser what one of COMMANDS takes."""
    {"lab": _lab, "derive": _derive, "serve": _serve}[command](parser)


def _lab(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="*", metavar="FUNCTION | FILE", help=tr("a function, a classic's name, or a CSV file")
    )
    for name, metavar, doc in (
        ("method", "NAME", N_("gd, newton, momentum, nesterov, adagrad, rmsprop, adam or adamw")),
        ("tuning", "TEXT", N_("the method's own settings: beta1=0.8,epsilon=1e-7")),
        ("rate", "NUMBER", N_("the learning rate; one that descends where it is left out")),
        ("start", "POINT", N_("where theta starts: 2,1 (letters in the order of the alphabet) or x=2,y=1")),
        ("schedule", "TEXT", N_("what the rate is multiplied by at step k: 1/(1 + 0.01k), halve 1000, cosine 6000")),
        ("steps", "NUMBER", N_("how many steps at most")),
        ("target", "COLUMN", N_("of a file: the column that is predicted")),
        ("features", "COLUMNS", N_("of a file: the columns that predict, with commas between")),
        ("model", "NAME", N_("of a file: linear, or logistic for a target of two classes")),
        ("batch", "NUMBER", N_("of a file: how many rows a step looks at")),
        ("order", "TEXT", N_("of a file: cyclic, shuffled or stride 37")),
        ("rows", "WHICH", N_("of a file: all, or sample, where all are too many")),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=tr(doc))
    parser.add_argument(
        "--standardise",
        action=argparse.BooleanOptionalAction,
        help=tr("of a file: each feature less its mean, over its spread; where their sizes differ much if left out"),
    )


def _derive(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("function", nargs="*", metavar="FUNCTION", help=tr('such as "x^2 sin(y)"'))
    parser.add_argument(
        "--wrt",
        action="append",
        default=[],
        metavar="LETTER",
        help=tr("by which letter; may repeat, one after the other"),
    )
    parser.add_argument("--latex", action="store_true", help=tr("as LaTeX: aligned lines for amsmath"))
    parser.add_argument("--ascii", action="store_true", help=tr("in plain ASCII"))


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help=tr("the address to listen at; where it is left out, only this machine can come in"),
    )
    parser.add_argument(
        "--port", default=8000, type=int, metavar="NUMBER", help=tr("the port, 8000 where it is left out")
    )
    parser.add_argument(
        "--most", default=20, type=int, metavar="VISITORS", help=tr("how many at once, 20 where it is left out")
    )
