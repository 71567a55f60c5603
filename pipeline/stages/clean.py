"""What to read of a text: Markdown and other marks taken out, blocks cut apart.

Stages read ``Doc.clean``; ``Doc.origin`` leads every character of it back to the source. Lines
become blocks, and nothing reads across the edge of a block: a headline never joins the sentence
below it, nor a list item or a photo caption its neighbour.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Block
from pipeline.core.stage import Need
from pipeline.rules.load import load

# Most texts have none of these and are read as they stand: looking for each in turn takes a fifth
# of a pattern's time.
_SUSPECT = (
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u0300", "\u0301", "\u0306"),
    *("\u0308", "\\", "*", "_", "`", "~", "[", "<", "&", "//"),
)
_MARK = re.compile(
    r"""
      (?P<front>\A---[ \t]*\r?\n(?:[ \t]*[\w-]+:[^\n]*\n|[ \t]+-[^\n]*\n)+---[ \t]*\r?(?=\n|\Z))
    | !?\[(?P<link>[^\]\n]{0,400})\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s+"[^"\n]*")?\)
    | <(?:https?://[^<>\s]+|!--.*?-->|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,2000})?/?)>
    | https?://[^\s<>«»"'()]*[\w/]
    | (?P<entity>&(?:[a-zA-Z]{2,8}|\#\d{2,6}|\#x[0-9a-fA-F]{2,5});)
    | (?P<composed>[еЕиИ][\u0306\u0308])
    | [\u00ad\u200b-\u200d\u2060\ufeff\u0300\u0301]
    | \\(?P<escaped>[\\`*_{}\[\]()\#+\-.!|>~])
    | (?P<strong>\*\*|__|~~)(?=\S)(?P<bold>[^\n]{1,1000}?)(?<=\S)(?P=strong)
    | (?<![\w*_])(?P<weak>[*_])(?=[^\s*_])(?P<thin>[^\n*]{1,1000}?)(?<=[^\s*_])(?P=weak)(?![\w*_])
    | (?P<ticks>`{1,3})(?P<code>[^`\n]*)(?P=ticks)
    """,
    re.VERBOSE | re.DOTALL,
)
_TAG_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|section)\b", re.I)
_INNER = ("link", "bold", "thin", "code")

_BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_HEADING = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?P<body>.*?)[\s#]*\Z")
_BULLET = re.compile(r"\s*(?:[-*+•·●▪■◦‣►➢✓✔–—]|\d{1,2}[.)])\s+(?=\S)")
_RULE = re.compile(r"\s*(?:(?:[-*_=~]\s*){3,}|[|:\-\s+]*\|[|:\-\s+]*)\Z")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_ENDS = re.compile(r"[.!?…:;][»”\")\]]*\s*\Z")
_OPEN = re.compile(r"(?:[,\-—–«(]|\b[а-яё]{1,3})\Z")  # «… Узбекистана и»
_STOP = r"[.!?…:;][»”\")]*"
_STOP_THEN_BLANKS = re.compile(rf"{_STOP}(?P<blanks>[ \u00a0]{{2,}})(?=[«\"(—–\w])")
_STOP_THEN_BLANK = re.compile(rf"{_STOP}[ \u00a0](?=[«\"(—–\w])")


class BoilerplateRow(NamedTuple):
    """A line that belongs to the page, not to the text: «Читайте также: …»."""

    text: str
    example: str
    start_only: bool = False  # the line may go on after the words


class Clean:
    """Set ``clean`` and ``origin``, and cut the text into blocks.

    «# Заголовок», «**важно**», «[Источник](#)», «това­рооборот» with a soft hyphen inside.
    """

    name = "clean"
    needs: frozenset[Need] = frozenset()
    gives: frozenset[Need] = frozenset({Block})

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(BoilerplateRow, "boilerplate", overlay)
        self._whole = frozenset(fold(row.text) for row in rows)
        self._starts = tuple(fold(row.text) for row in rows if row.start_only)

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            doc.clean, doc.origin = strip(doc.text)
            doc.records[Block] = list(self._blocks(doc.clean))

    def _blocks(self, text: str) -> Iterator[Block]:
        """Blocks in order; lines of one paragraph are joined, sentences run together are parted."""
        first = True
        for block in _paragraphs(text):
            body = text[block.start : block.stop]
            kind = block.kind
            if self._page(body):
                kind = "boilerplate"
            elif kind == "paragraph":
                kind = _looks(body, first, block.stop < len(text.rstrip()))
            elif kind == "heading" and first:
                kind = "title"
            first = first and kind == "boilerplate"
            if kind == "paragraph":
                yield from _split_runs(text, block.start, block.stop)
            else:
                yield Block(block.start, block.stop, kind)

    def _page(self, body: str) -> bool:
        folded = fold(body[:200]).strip(" \t\u00a0:.!…→»«*#|-–—")
        return not folded or folded in self._whole or folded.startswith(self._starts)


def strip(text: str) -> tuple[str, np.ndarray[tuple[int, int], np.dtype[np.int32]] | None]:
    """The text without marks, and where each of its characters stands in the source.

    >>> strip("**Беларусь**")[0]
    'Беларусь'
    """
    if not any(map(text.__contains__, _SUSPECT)) and not text.startswith("---"):
        return text, None
    pieces: list[str] = []
    origin = [np.empty((2, 0), np.int32)]

    def put(piece: str, start: int, stop: int) -> None:
        if piece:
            pieces.append(piece)
            if len(piece) == stop - start:
                starts = np.arange(start, stop, dtype=np.int32)
                origin.append(np.stack((starts, starts + 1)))
            else:  # «&nbsp;», «и» with a breve: what stands there as a whole
                origin.append(np.array([[start], [stop]], np.int32).repeat(len(piece), axis=1))

    def walk(start: int, stop: int, depth: int) -> None:
        at = start
        for mark in _MARK.finditer(text, start, stop):
            put(text[at : mark.start()], at, mark.start())
            at = mark.end()
            inner = next((name for name in _INNER if mark[name] is not None), None)
            if inner and depth < 4:
                walk(*mark.span(inner), depth + 1)
            elif inner:
                put(mark[inner], *mark.span(inner))
            else:
                put(_instead(mark), *(mark.span("escaped") if mark["escaped"] else mark.span()))
        put(text[at:stop], at, stop)

    walk(0, len(text), 0)
    return "".join(pieces), np.concatenate(origin, axis=1)


def _instead(mark: "re.Match[str]") -> str:
    """What stands for a mark that has no inner text."""
    if mark["composed"]:  # a text that a Mac wrote: «й» as «и» and a breve
        return unicodedata.normalize("NFC", mark[0])
    if mark["escaped"]:
        return mark["escaped"]
    if mark["entity"]:
        return html.unescape(mark[0]).replace("\u00ad", "")
    if mark[0].startswith("<") and _TAG_BREAK.match(mark[0]):
        return "\n"
    return " " if mark[0].startswith(("http", "<")) else ""


def _paragraphs(text: str) -> Iterator[Block]:
    """Lines that belong together; kinds heading, item, row, boilerplate, else paragraph."""
    group: list[Block] = []
    width = 0
    at = 0
    for full in text.splitlines(keepends=True):  # a line ends wherever Unicode says so
        body = full.rstrip(_BREAKS)
        start, at = at, at + len(full)
        line = _line(text, start, start + len(body))
        joins = (
            bool(group)
            and line is not None
            and line.kind == "paragraph"
            and group[-1].kind in ("paragraph", "item")
            and _goes_on(text, group[-1], line, width)
        )
        if line is not None and joins:
            group.append(line)
        elif line is not None or body or _blank_line(text, start):
            if group:
                yield Block(group[0].start, group[-1].stop, group[0].kind)
            group = [] if line is None else [line]
            width = 0
        if line is not None:
            width = max(width, line.stop - line.start)
    if group:
        yield Block(group[0].start, group[-1].stop, group[0].kind)


def _blank_line(text: str, at: int) -> bool:
    """Whether a line without a character is one, not what stands between \\r and \\r."""
    return at == 0 or text[at - 1] in _BREAKS[1:]


def _line(text: str, start: int, stop: int) -> Block | None:
    """One line without what marks it, or None where it is blank."""
    body = text[start:stop]
    bare = body.strip()
    if not bare:
        return None
    if bare[0].isalpha():  # no mark begins so
        start += body.index(bare[0])
        kind = "row" if "|" in body and body.count(" | ") >= 2 else "paragraph"
        return Block(start, start + len(bare), kind)
    if (quote := _QUOTE.match(body)) and quote.end() < len(body):
        start += quote.end()
        body = text[start:stop]
    kind = "paragraph"
    if _RULE.match(body):
        kind = "boilerplate"
    elif heading := _HEADING.match(body):
        kind = "heading"
        start, stop = start + heading.start("body"), start + heading.end("body")
    elif body.lstrip().startswith("|") or body.count(" | ") >= 2:
        kind = "row"
    elif bullet := _BULLET.match(body):
        kind = "item"
        start += bullet.end()
    body = text[start:stop]
    start += len(body) - len(body.lstrip())
    stop -= len(body) - len(body.rstrip())
    return Block(start, stop, kind) if start < stop else None


def _goes_on(text: str, above: Block, below: Block, width: int) -> bool:
    """Whether a line break stands inside a sentence rather than between paragraphs.

    «…составил 620,1\\nмлн долларов» goes on; «Итоги визита\\nПрезиденты обсудили» does not.
    """
    upper, lower = text[above.start : above.stop], text[below.start : below.stop]
    if _ENDS.search(upper):
        return False
    if lower[0].islower() or lower[0].isdigit() or _OPEN.search(upper):
        return True
    # A wrapped text breaks where the next word would not have fitted.
    word = len(lower.split(None, 1)[0])
    return 45 <= width <= 130 and len(upper) + 1 + word > width


def _looks(body: str, first: bool, more: bool) -> str:
    """The kind of a paragraph by its looks: caption, title, or paragraph."""
    if len(body) <= 80 and any(c.isalpha() for c in body) and body == body.lower():
        if not _ENDS.search(body) and not any(c.isdigit() for c in body):
            return "caption"  # «александр лукашенко, беларусь»
    elif first and more and len(body) <= 250 and not _ENDS.search(body):
        return "title"
    return "paragraph"


def _split_runs(text: str, start: int, stop: int) -> Iterator[Block]:
    """Part paragraphs that lost their line breaks: «…сообщили в ЦБ.  В 2022 году …».

    Two blanks after a full stop are an edge only where other full stops have one, so that a
    typist's habit of two is none.
    """
    wide = list(_STOP_THEN_BLANKS.finditer(text, start, stop))
    if wide and (len(wide) == 1 or _STOP_THEN_BLANK.search(text, start, stop)):
        for gap in wide:
            yield Block(start, gap.start("blanks"), "paragraph")
            start = gap.end("blanks")
    yield Block(start, stop, "paragraph")
