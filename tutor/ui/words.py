"""A lesson's Markdown as Rich renders it: quiet, in the theme's colours, formulas as terminal mathematics."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from tutor.ascii import spell
from tutor.mathtext import render_words


class _PlainCode(CodeBlock):
    """Program text and display formulas: indented and bold, without a background that fights the theme."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Text(str(self.text).rstrip(), style="markdown.code_block", no_wrap=True, overflow="crop")
        yield Padding(code, (0, 0, 0, 2))


class _LeftHeading(Heading):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        self.text.stylize("bold")
        yield self.text


class _Quiet(Markdown):
    elements: ClassVar = {
        **Markdown.elements,
        "fence": _PlainCode,
        "code_block": _PlainCode,
        "heading_open": _LeftHeading,
    }


STYLES = Theme(
    {
        "markdown.code": "bold",
        "markdown.code_block": "bold",
        "markdown.item.bullet": "none",
        "markdown.item.number": "none",
        "markdown.block_quote": "italic",
        "markdown.link": "underline",
        "markdown.link_url": "underline",
    }
)


KEPT = "\ue000"  # a space in a short formula, at which no line may break
IN_ASCII = str.maketrans("•─━│┃▌", "*--|||")  # what Rich draws of its own: bullets, rules, the bar of a quotation


class Words:
    """Markdown to render; wraps to the width there is."""

    def __init__(self, markdown: str, *, ascii: bool = False) -> None:
        self.signs = IN_ASCII if ascii else {ord(KEPT): " "}
        words = render_words(markdown, ascii=ascii)
        if not ascii:
            words = re.sub(r"`[^`\n]{1,32}`", lambda code: code[0].replace(" ", KEPT), words)
        self.markdown = _Quiet(words, hyperlinks=False)
        if ascii:
            spell(self.markdown.parsed)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with console.use_theme(STYLES):
            for segment in console.render(self.markdown, options):
                yield segment._replace(text=segment.text.translate(self.signs))
