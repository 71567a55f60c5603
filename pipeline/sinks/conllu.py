"""CoNLL-U: sentences and tokens with lemma, part of speech and features.

Format: https://universaldependencies.org/format.html; heads and relations stay empty («_»).
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline.sinks.files import Tables, whole

NAME = "tokens.conllu"


def write_conllu(tables: Tables, folder: Path) -> None:
    """``tokens.conllu``: all documents; MISC holds offsets into the source (TokenRange)."""
    with whole(folder / NAME) as file:
        for doc_id, rows in groupby(tables.rows("tokens"), attrgetter("doc_id")):
            file.write(f"# newdoc id = {_one_line(doc_id)}\n".encode())
            for block in _sentences(doc_id, rows):
                file.write(block.encode())


def _sentences(doc_id: str, rows: Iterator[Any]) -> Iterator[str]:
    left = next(rows, None)
    while left is not None:
        number, sentence = left.sentence_id, []
        while left is not None and left.sentence_id == number:
            sentence.append(left)
            left = next(rows, None)
        yield _sentence(doc_id, number, sentence, left)


def _sentence(doc_id: str, number: int, tokens: list[Any], after: Any) -> str:
    lines, text = [], ""
    for at, (token, next_one) in enumerate(zip(tokens, [*tokens[1:], after], strict=True), 1):
        form = _one_line(token.text)
        close = next_one is not None and next_one.start == token.stop
        text += form if close else form + " "
        misc = f"TokenRange={token.start}:{token.stop}"
        misc = f"SpaceAfter=No|{misc}" if close else misc
        lemma = _one_line(token.lemma) or "_"
        cells = (str(at), form, lemma, token.pos, "_", token.feats or "_", "_", "_", "_", misc)
        lines.append("\t".join(cells))
    head = f"# sent_id = {_one_line(doc_id)}-{number}\n# text = {text.rstrip()}\n"
    return head + "\n".join(lines) + "\n\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
