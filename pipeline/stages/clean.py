"""What to read of a text, and where the edges are that nothing reads across."""

import re
from collections.abc import Sequence

from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.core.stage import Need

_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Clean:
    """Set ``clean`` and ``origin``, and cut the text into blocks."""

    name = "clean"
    needs: frozenset[Need] = frozenset()
    gives: frozenset[Need] = frozenset({Block})

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            doc.clean = doc.text
            doc.records[Block] = [
                Block(m.start(), m.end(), "paragraph") for m in _LINE.finditer(doc.clean)
            ]
