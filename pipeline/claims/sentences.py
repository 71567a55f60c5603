"""Sentences as the claims need them: those of the Doc, mended where a figure shows them wrong."""

from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.span import Span


def joined(doc: Doc) -> tuple[list[Span], list[int]]:
    """The sentences by number, and the number that each goes by: one where a figure runs over the
    mark between two («12 млрд долл. | США»)."""
    bounds, column = list(doc.bounds("sentence")), doc.columns["sentence"]
    numbers = list(range(len(bounds)))
    for figure in doc.all(Figure):
        one, other = int(column[figure.span.start]), int(column[figure.span.stop - 1])
        if one != other:
            first = numbers[one]
            whole = Span(bounds[first].start, bounds[other].stop)
            for i in range(first, other + 1):
                bounds[i], numbers[i] = whole, first
    return bounds, numbers
