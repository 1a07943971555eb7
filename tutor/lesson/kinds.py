"""Kinds of value that a teacher may write: each reads YAML and says, beside it, its JSON Schema.

`kind.read(node, at)` gives the value, or `BAD` after it has told `at` every fault below that node; so one pass
finds all faults. `Struct(cls)` reads a mapping into a frozen dataclass whose fields were made with `setting`.
"""

from tutor.lesson.at import BAD, At, Bad, Kind, OwnKind
from tutor.lesson.faults import Fault, close_to
from tutor.lesson.points import ByName, Point, in_order
from tutor.lesson.shapes import FirstOf, Interval, ListOf, MapOf, Struct, setting
from tutor.lesson.values import (
    IDENTITY,
    WORDS,
    Exact,
    Expression,
    OneOf,
    Quantity,
    Text,
    Truth,
    Whole,
    read_expression,
)

__all__ = [
    "BAD",
    "IDENTITY",
    "WORDS",
    "At",
    "Bad",
    "ByName",
    "Exact",
    "Expression",
    "Fault",
    "FirstOf",
    "Interval",
    "Kind",
    "ListOf",
    "MapOf",
    "OneOf",
    "OwnKind",
    "Point",
    "Quantity",
    "Struct",
    "Text",
    "Truth",
    "Whole",
    "close_to",
    "in_order",
    "read_expression",
    "setting",
]
