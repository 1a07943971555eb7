"""Checks many lessons: files, folders of lessons, whole catalogues. What `calc-tutor check` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.lesson.catalogue import lesson_files, load_catalogue
from tutor.lesson.check import check
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken, FileFault, Header
from tutor.lesson.yamlnodes import Place
from tutor.messages import tr


def check_all(paths: Iterable[Path], *, alone: bool = False) -> Iterator[tuple[bool, tuple[FileFault, ...]]]:
    """For each thing looked at: whether it is a lesson, and its findings, as they are found.

    `alone`: single files, of which it cannot be judged whether the lessons they need are there.
    """
    files, faults = _all_files(paths)
    if faults:
        yield False, faults
    headers: dict[str, Path] = {}
    loaded = [(file, load_lesson(file)) for file in files]
    known = None if alone else frozenset(each.header.id for _, each in loaded if not isinstance(each, Broken))
    if known is not None:
        known |= _ids_beside(files)
    for file, lesson in loaded:
        if isinstance(lesson, Broken):
            yield True, lesson.faults
            continue
        findings = check(lesson, known)
        first = headers.setdefault(lesson.header.id, file)
        if first != file:
            what = tr(
                "'{id}' is the id of another lesson too: {first}; change one of them", id=lesson.header.id, first=first
            )
            findings = (FileFault(file, Place(1, 1), "id", what), *findings)
        yield True, findings


def _all_files(paths: Iterable[Path]) -> tuple[list[Path], tuple[FileFault, ...]]:
    """Every lesson file once, and what is wrong with the folders themselves."""
    files: dict[str, Path] = {}
    folders: list[Path] = []
    for path in paths:
        if path.is_dir():
            folders.append(path)
        else:
            files.setdefault(os.path.realpath(path), path)
    catalogue = load_catalogue(folders)
    for course in catalogue.courses:
        for each in course.lessons:
            files.setdefault(os.path.realpath(each.file), each.file)
    return list(files.values()), catalogue.faults


def _ids_beside(files: Iterable[Path]) -> frozenset[str]:
    """The ids of the lessons in the same folders: a lesson may need one that is not checked now."""
    folders = dict.fromkeys(file.parent for file in files)
    beside = load_catalogue(folder for folder in folders if lesson_files(folder, []))
    return frozenset(header.id for header in beside.lessons() if isinstance(header, Header))
