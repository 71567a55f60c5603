"""Quotation marks in pairs, also where one mark closes two names."""

from pipeline.core.doc import Doc

OPENING, CLOSING = "«“„‹", "»”›"
QUOTES = frozenset(OPENING + CLOSING + "\"'`’‘″")
LONGEST_QUOTE = 8  # tokens of a quoted name; beyond it, speech is more likely


def quoted(doc: Doc, marks: list[int]) -> dict[int, int]:
    """First token after an opening quote -> the token of its closing quote, within a block.

    ``marks`` are the tokens that begin with a quotation mark.
    """
    pairs: dict[int, int] = {}
    words, blocks = doc.words, doc.columns["block"]
    stack: list[int] = []
    block = -1
    for i in marks:
        if blocks[i] != block:
            _leftover(stack, pairs)
            stack, block = [], int(blocks[i])
        mark = words[i][0]
        if mark in OPENING:
            stack.append(i)
        elif stack and (mark in CLOSING or words[stack[-1]][0] == mark):
            pairs[stack.pop() + 1] = i
            if stack and len(words[i]) > 1 and words[i][1] in CLOSING:  # «»» as one token
                pairs[stack.pop() + 1] = i
        elif mark not in CLOSING:
            stack.append(i)
    _leftover(stack, pairs)
    return {start: stop for start, stop in pairs.items() if start < stop}


def _leftover(stack: list[int], pairs: dict[int, int]) -> None:
    """A mark that closes two names: «Нефтяная компания «Лукойл» gives the outer one, with it."""
    for i in stack:
        inner = next((k for k in range(i + 2, i + 6) if k in pairs), None)
        if inner is not None and inner - 1 not in stack:
            pairs[i + 1] = pairs[inner] + 1
