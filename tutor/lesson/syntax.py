"""What a YAML syntax error means to somebody who does not know YAML: the place that helps, and what to do."""

from __future__ import annotations

import re
from typing import Any

from tutor.lesson.yamlnodes import Place
from tutor.messages import tr

# Commands whose first letter is an escape in a double-quoted YAML text: \t, \n, \b, \f, \r, \a, \v, \e.
_COMMANDS = re.compile(
    r"(?<!\\)(?:\\\\)*\\(theta|Theta|tau|times|to|text|tfrac|tan|tanh|nabla|neq|ne|nu|notin|beta|bar|begin|boldsymbol"
    r"|bigl|big|frac|forall|rightarrow|rho|right|rangle|alpha|approx|ast|asin|acos|atan|vec|varepsilon|varphi|eta"
    r"|epsilon|exp|equiv|ell|end)(?![A-Za-z])"
)


LONGEST = 500  # characters of a line that are looked at: enough for a person's, too few to take long


def latex_escape(raw: str) -> str | None:
    """The LaTeX command that a double-quoted text spoils, such as `theta` in "$\\theta$"; None if there is none."""
    found = _COMMANDS.search(raw)
    return found[1] if found else None


def explain(problem: Any, lines: list[str]) -> tuple[Place, str]:
    """The place and the sentence for an error of PyYAML's reader, scanner or parser."""
    lines = [line[:LONGEST] for line in lines]
    mark = getattr(problem, "problem_mark", None)
    opened = getattr(problem, "context_mark", None)
    mark = mark or opened
    if mark is None:
        return Place(1, 1), tr("this is not YAML: the file holds characters that no text has")
    at = Place(mark.line + 1, mark.column + 1)
    start = Place(opened.line + 1, opened.column + 1) if opened is not None else at
    if mark.line >= len(lines) and lines:  # the end of the text: its last line helps more than the one after it
        at = Place(len(lines), len(lines[-1]) + 1)
        start = min(start, at, key=lambda place: (place.line, place.column))
    line = lines[at.line - 1] if lines else ""
    said = getattr(problem, "problem", None) or ""
    context = getattr(problem, "context", None) or ""
    return (
        _tab(line, at)
        or _quotes(said, context, line, at, start)
        or _colons(said, context, lines, at, start)
        or _brackets(said, context, at, start)
        or _starts(said, context, line, at, start)
        or _indentation(said, lines, at)
        or (at, tr("this is not YAML: {why}", why=said or tr("it cannot be read")))
    )


Found = tuple[Place, str] | None


def _tab(line: str, at: Place) -> Found:
    found = re.match(r" *\t", line)
    if found:
        return Place(at.line, found.end()), tr("a tab stands in the indentation; YAML counts spaces: use spaces")
    return None


def _quotes(said: str, context: str, line: str, at: Place, start: Place) -> Found:
    if "quoted" in context:
        if "escape" in said:
            return at, tr("in double quotes a backslash starts an escape: use single quotes, or write it twice: \\\\")
        return start, tr("the quote that opens here is never closed")
    before, after = line[: at.column - 1], line[at.column - 1 :]
    ended = re.search(r"(?:^|[:\-\[{,]\s+)(['\"]).*\1\s*$", before)
    if said.startswith("did not find expected") and ended and after.strip():
        mark = ended[1]
        twice = tr("write '' for an apostrophe") if mark == "'" else tr('write \\" for a quote inside')
        return at, tr(
            "text goes on after the closing {mark}: {twice}, or use the other kind of quotes", mark=mark, twice=twice
        )
    if re.match(r"\s*(- )?['\"]", line) and "mapping values" in said:
        return at, tr("text goes on after the closing quote: put the quotes round all of it")
    return None


def _colons(said: str, context: str, lines: list[str], at: Place, start: Place) -> Found:
    if "could not find expected ':'" in said:
        line = lines[start.line - 1] if start.line <= len(lines) else ""
        glued = re.match(r"\s*(?:- )?[\w-]+(:)\S", line)
        if glued:
            return Place(start.line, glued.end(1)), tr("a space is missing after the colon")
        return start, tr("this line is no `name: value` and belongs to no text above: add the colon, or indent it")
    if "mapping values" not in said:
        return None
    line = lines[at.line - 1]
    named = re.match(r"\s*(?:- )*(?:[{\[].*)?[\w-]+:\s", line[: at.column - 1])
    if named:
        return at, tr("the text holds ': ', which YAML takes for a name and its value: put the text in quotes")
    above = next((i for i in range(at.line - 2, -1, -1) if lines[i].strip()), None)
    if above is not None:
        glued = re.match(r"\s*(?:- )*[\w-]+(:)\S[^:]*$", lines[above])
        if glued and not re.match(r"\s*(?:- )*[\w-]+:\s", lines[above]):
            return Place(above + 1, glued.end(1)), tr("a space is missing after the colon")
        if ":" not in lines[above]:
            return (
                Place(above + 1, 1),
                tr("this line is no `name: value` and belongs to no text above: add the colon, or indent it"),
            )
        indent, deeper = _indent(lines[above]), _indent(line)
        if deeper > indent:
            start_of_line = Place(at.line, deeper + 1)
            return start_of_line, tr(
                "this line is indented further than line {line}, which it should line up with", line=above + 1
            )
    return at, tr("a colon stands where none can: put the text in quotes, or start a new line for the name")


def _brackets(said: str, context: str, at: Place, start: Place) -> Found:
    if "flow" not in context:
        return None
    if "node" in context:
        return at, tr("a value or a closing bracket is missing here")
    opening, closing = ("[", "]") if "sequence" in context else ("{", "}")
    if at.line == start.line:
        return (
            at,
            tr(
                "a comma or the closing '{closing}' is missing here; a text with brackets, braces or "
                "commas needs quotes",
                closing=closing,
            ),
        )
    return start, tr(
        "the '{opening}' that opens here is not closed before line {line}, or a comma is missing",
        opening=opening,
        line=at.line,
    )


def _starts(said: str, context: str, line: str, at: Place, start: Place) -> Found:
    first = line[at.column - 1 : at.column]
    if "cannot start any token" in said and first:
        return at, tr("a value cannot start with '{first}': put it in quotes", first=first)
    if "anchor" in context or "alias" in context:
        return start, tr("a value that starts with '&' or '*' must stand in quotes")
    if "block scalar" in context:
        return start, tr("after '|' or '>' the text starts on the next line; a text that begins so needs quotes")
    if "tag" in context:
        return start, tr("a value that starts with '!' must stand in quotes")
    if "directive" in context or "<document start>" in said:
        return start, tr("a line cannot start with '%' here, nor text follow '...': remove it or put it in quotes")
    before = line[: at.column - 1]
    value = re.search(r"(?:[:\-]\s+)([*&!{\[])[^\s]*.*$", before)
    if said.startswith("did not find expected key") and value:
        return Place(at.line, value.start(1) + 1), tr(
            "a value that starts with '{mark}' must stand in quotes", mark=value[1]
        )
    if "node content" in said:
        return at, tr("a value is missing before '{first}'", first=first) if first else tr("a value is missing here")
    return None


def _indentation(said: str, lines: list[str], at: Place) -> Found:
    if "block sequence entries" in said:
        return at, tr("a list that starts on the line of its name needs brackets: [a, b]; or start it on the next line")
    if "'-' indicator" in said:
        return at, tr("this line stands among the items of a list and has no '- ': add it, or change its indentation")
    if "expected key" in said and at.line <= len(lines) and lines[at.line - 1].lstrip().startswith(":"):
        return at, tr("a name is missing before the colon")
    if "expected key" in said or "block end" in said:
        return at, tr("this line's indentation fits no line above: line it up with the names it belongs to")
    if "mapping keys" in said:
        return at, tr("a value cannot start with '? ': put it in quotes")
    return None


def _indent(line: str) -> int:
    """Columns before the first name, a list's dashes counted as indentation."""
    found = re.match(r"\s*(?:- +)*", line)
    return found.end() if found else 0
