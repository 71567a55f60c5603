"""Fused names of organisations by their second half: «Узстат», «Ташнефтегаз», «Мосбиржа»."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.naming.repair import Found
from pipeline.rules.decline import noun
from pipeline.rules.inflect import dictionary
from pipeline.rules.load import load

_NAMED = frozenset({"Surn", "Name", "Patr", "Geox"})


class FusedRow(NamedTuple):
    """The second half of fused names: «стат» of «Узстат»."""

    text: str
    example: str


class Fused:
    """The endings of one set of rows; get it with ``fused()``."""

    def __init__(self, overlay: Path | None) -> None:
        self.endings: dict[str, str] = {}  # «стата» -> «стат»
        for row in load(FusedRow, "fused", overlay):
            forms = (row.text,) if row.text.endswith("го") else noun(row.text)
            for form in forms:
                self.endings.setdefault(fold(form), row.text)
        self.sizes = sorted({len(form) for form in self.endings}, reverse=True)
        self.shortest = min(self.sizes, default=1)
        self.tails = {form[-self.shortest :] for form in self.endings}  # most words end otherwise

    def nominative(self, word: str) -> str | None:
        """«Ташнефтегазу» → Ташнефтегаз; None for a word that is no fused name."""
        if not word[0].isupper() or word[0] < "А" or len(word) < 6 or word.isupper():
            return None
        folded = fold(word)
        if folded[-self.shortest :] not in self.tails:
            return None
        for size in self.sizes:
            ending = self.endings.get(folded[-size:])
            if ending is not None and len(folded) - size > 1:
                entries = dictionary().entries(word.lower())
                if any(_NAMED & entry.grams for entry in entries):
                    return None
                return word[:-size] + ending
        return None

    def is_name(self, word: str) -> bool:
        """Whether a word looks like a fused name."""
        return self.nominative(word) is not None


def organizations(doc: Doc, found: list[Found], hits: set[int]) -> Iterator[Found]:
    """Fused names are organisations, whatever the network took them for."""
    taken: set[int] = set()
    for name in found:
        taken.update(range(name.start, name.stop))
        alone = name.stop - name.start == 1 and name.start in hits and name.type != "ORG"
        yield name._replace(type="ORG", rule="fused") if alone else name
    for i in sorted(hits - taken):
        if not dictionary().entries(doc.words[i].lower()):
            yield Found(i, i + 1, "ORG", "fused")


@cache
def fused(overlay: Path | None = None) -> Fused:
    """The endings, built once a process."""
    return Fused(overlay)
