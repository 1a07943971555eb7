"""What a `course.yaml` says of its folder: title, a line about it, and the order of its lessons.

    title: Day 3                                          title: 1 Slopes
    about: How a model learns.                            lessons: [slope-at-a-point, derivative-function]
    path: [first-look, slope-at-a-point, linear-regression]

`lessons` orders the folder's own; `path` leads through lessons of other folders, in the same or an earlier root. They
are the same lessons: what is done on the path is done there too. What neither names stays behind, by file name.
"""

from __future__ import annotations

from collections.abc import Mapping as Known
from collections.abc import Sequence as Lessons
from pathlib import Path
from typing import NamedTuple

from tutor.lesson.faults import Fault, close_to, unknown_name
from tutor.lesson.model import Broken, FileFault, Header
from tutor.lesson.parse import Parsed, parse_head, read_text
from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, YamlNode, describe
from tutor.messages import N_, tr

COURSE_FILES = ("course.yaml", "course.yml")
COURSE_KEYS = {
    "title": N_("what the catalogue shows"),
    "about": N_("one line about it"),
    "lessons": N_("ids, in the order to take"),
    "path": N_("ids of lessons in any folder, in the order to take"),
}


class Described(NamedTuple):
    """What the file says, empty where it says nothing or cannot be read. One of `lessons` and `path` is empty."""

    file: Path = Path()
    title: str = ""
    about: str = ""
    lessons: tuple[Scalar, ...] = ()
    path: tuple[Scalar, ...] = ()

    @property
    def ids(self) -> tuple[Scalar, ...]:
        return self.path or self.lessons


def described(folder: Path, faults: list[FileFault]) -> Described:
    """What the folder's `course.yaml` says."""
    file = next((folder / name for name in COURSE_FILES if (folder / name).is_file()), None)
    if file is None:
        return Described()
    text = read_text(file)
    parsed = text if isinstance(text, Parsed) else parse_head(text)
    told: list[Fault] = list(parsed.faults)
    found = Described(file)
    if isinstance(parsed.node, Mapping):
        for key, value in parsed.node.pairs:
            found = _with(found, key, value, told)
    elif not told:
        told.append(Fault(Place(1, 1), "", tr("a course's file has names with values: title, about, lessons, path")))
    if found.path and found.lessons:
        what = tr("`path` and `lessons` stand together; a path names its own folder's lessons too: keep `path`")
        told.append(Fault(found.lessons[0].place, "lessons", what))
        found = found._replace(lessons=())
    faults.extend(FileFault(file, each.place, each.path, each.what) for each in told)
    return found


def _with(found: Described, key: Scalar, value: YamlNode, told: list[Fault]) -> Described:
    """With one more of the file's settings."""
    where = key.text[:40]
    if isinstance(value, Sequence) and where in ("lessons", "path"):
        once: dict[str, Scalar] = {}
        for item in value.items:
            if isinstance(item, Scalar):
                once.setdefault(item.text, item)
        ids = tuple(once.values())
        return found._replace(path=ids) if where == "path" else found._replace(lessons=ids)
    if isinstance(value, Scalar) and not value.missing and where in ("title", "about"):
        text = " ".join(value.text.split())[:200]
        return found._replace(title=text) if where == "title" else found._replace(about=text)
    if where in COURSE_KEYS:
        what = tr("{written} stands here; it takes {wanted}", written=describe(value), wanted=tr(COURSE_KEYS[where]))
        told.append(Fault(value.place, where, what))
    else:
        told.append(Fault(key.place, where, unknown_name(key, COURSE_KEYS)))
    return found


def one_way(
    told: Described, known: Known[str, Header], own: Lessons[Header | Broken], faults: list[FileFault] | None
) -> tuple[Header | Broken, ...]:
    """The lessons in the order that the file tells, those of the folder that it does not name behind them.

    `known` holds what may be named, by id. `faults`: where it is told of ids that nobody knows; None where it cannot be
    judged, as beside a broken lesson.
    """
    for each in told.ids:
        if faults is not None and each.text not in known:
            said = N_("there is no lesson '{identity}' in these folders{meant}")
            said = said if told.path else N_("there is no lesson '{identity}' in this folder{meant}")
            what = tr(said, identity=each.text[:64], meant=close_to(each.text, known))
            faults.append(FileFault(told.file, each.place, "path" if told.path else "lessons", what))
    first = [known[each.text] for each in told.ids if each.text in known]
    named = {id(each) for each in first}
    return (*first, *(each for each in own if id(each) not in named))
