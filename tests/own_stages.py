"""Stages as a user might write them, some of them badly; used by tests of runs."""

import os
import time
from collections.abc import Iterator, Sequence

from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.span import Span
from pipeline.core.stage import marker


class _Trap:
    """Does something bad to a document that has the word."""

    needs = frozenset({"word"})
    gives = frozenset({"trap"})

    def __init__(self, name: str, word: str) -> None:
        self.name, self.word = name, word

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            if self.word in doc.text:
                self.spring(doc)

    def spring(self, doc: Doc) -> None:
        raise NotImplementedError


class Dies(_Trap):
    def __init__(self) -> None:
        super().__init__("dies", "отрава")

    def spring(self, doc: Doc) -> None:
        os._exit(9)


class Sleeps(_Trap):
    def __init__(self) -> None:
        super().__init__("sleeps", "отрава")

    def spring(self, doc: Doc) -> None:
        time.sleep(60)


class Hangs(_Trap):
    """In C code that listens to no signal."""

    def __init__(self) -> None:
        super().__init__("hangs", "отрава")

    def spring(self, doc: Doc) -> None:
        sum(range(10**13))


class Eats(_Trap):
    def __init__(self) -> None:
        super().__init__("eats", "отрава")

    def spring(self, doc: Doc) -> None:
        doc.meta["eaten"] = "x" * (4 << 30)


class DiesOnce(_Trap):
    """Dies at its first document of all, in whichever process that is."""

    def __init__(self) -> None:
        super().__init__("dies_once", "отрава")

    def spring(self, doc: Doc) -> None:
        try:
            os.close(os.open(doc.meta["source"] + ".died", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os._exit(9)


@marker("wrong", needs={"word"}, gives={Figure})
def wrong(doc: Doc) -> Iterator[Figure]:
    """Yields what is no good record: a span beyond the text, a number beyond all bounds."""
    yield Figure(Span(0, 99999), "money", None, None, None, "USD", "eq", None, "wrong")
