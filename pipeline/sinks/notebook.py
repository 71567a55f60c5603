"""What a notebook shows of a document: its text with everything found, explained on hover."""

from html import escape

from pipeline.core import doc as core
from pipeline.sinks.explain import Line, found, parts, unread

_LONGEST = 20_000  # characters shown
_STYLE = """<style>
.svodka { line-height: 1.8; max-width: 50rem; white-space: pre-wrap; font-size: 1.05em; }
.svodka mark { background: none; color: inherit; border-radius: 3px; cursor: help; }
.svodka .name { border-bottom: 2px solid #3b82f6; }
.svodka .country { border-bottom: 2px dotted #0d9488; }
.svodka .sector { border-bottom: 2px dashed #a855f7; }
.svodka .period { border-bottom: 1px dotted currentColor; }
.svodka .figure { background: rgb(250 204 21 / .38); padding: .05em .2em; }
.svodka .unread { opacity: .55; }
.svodka sub { opacity: .65; font-size: .68em; margin-left: .25em; }
</style>"""


def html(doc: core.Doc) -> str:
    """The text with its marks as HTML; nothing of the text is markup."""
    lines = [line for line in found(doc) + unread(doc) if line.stop <= _LONGEST]
    shown = "".join(_part(text, over) for text, over in parts(doc.text[:_LONGEST], lines))
    left = len(doc.text) - _LONGEST
    more = f"<p><em>… {left:,} more characters</em></p>" if left > 0 else ""
    troubles = "".join(f"<p><em>{escape(f'{s}: {p}')}</em></p>" for s, p in doc.problems)
    return f'{_STYLE}<div class="svodka" lang="ru">{shown}</div>{more}{troubles}'


def _part(text: str, over: list[Line]) -> str:
    if not over:
        return escape(text)
    kinds = " ".join(dict.fromkeys(line.kind for line in over))
    said = "\n".join(f"{x.kind}: {x.reading}" + (f"  [{x.rule}]" if x.rule else "") for x in over)
    return f'<mark class="{kinds}" title="{escape(said)}">{escape(text)}</mark>'


class Doc(core.Doc):
    """A document that a notebook shows as highlighted text; the Doc of ``import pipeline``."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        return f"<Doc {self.id!r}: {len(self.text)} characters, {len(self)} tokens>"
