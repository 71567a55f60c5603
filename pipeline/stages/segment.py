"""Tokens and sentences, identical to razdel's; the only door to razdel.

razdel cuts a text into atoms (a run of Cyrillic, of Latin, of digits, or one other character) and
asks seven rules, wherever two touch, whether to join them; for sentences it asks eleven at every
stop, quote and bracket. Here a piece between blanks is cut once, however often it comes; the rules
that look across a blank («10, 20» gives «10,») choose between the readings of a piece. A stop is
asked only where a blank follows, since razdel goes on at the others. The lists of abbreviations,
quotes and dashes are razdel's own.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

import numpy as np
import numpy.typing as npt
from razdel.segmenters import punct, sokr
from razdel.segmenters.sentenize import (
    BULLET_SIZE,
    DELIMITERS,
    FIRST_TOKEN,
    LAST_TOKEN,
    PAIR_SOKR,
    SMILE_PREFIX,
    SMILES,
    TOKEN,
    WORD,
    is_bullet,
    is_lower_alpha,
    is_sokr,
)
from razdel.segmenters.tokenize import ATOM, SMILE

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Block
from pipeline.core.stage import Need

Ints = npt.NDArray[np.int32]

# Kinds of atoms; of a neighbour beyond a blank it matters only whether it is a number or a word.
NONE, WORDY, NUMBER, PUNCT, OTHER = range(5)
_KINDS = {"RU": WORDY, "LAT": WORDY, "INT": NUMBER, "PUNCT": PUNCT, "OTHER": OTHER}
_BEYOND = (NONE, WORDY, NUMBER, NONE, WORDY)
_HYPHENS = frozenset(punct.DASHES + "_")
_POINTS = frozenset(".,")
_SLASHES = frozenset("/\\")
_PLAIN = re.compile(r"([«\"(„“]?)([А-Яа-яЁё]+)([,.;:!?»\")…]?)")
# The last letters of long abbreviations; razdel's rules for a dot look for nothing else before it.
_SHORT_ENDS = frozenset(
    short[-5:]
    for short in chain(sokr.SOKRS, sokr.HEAD_SOKRS, sokr.INITIALS, *sokr.PAIR_SOKRS)
    if len(short) > 4
)
# Where a sentence may end; smiles, which may end it, too, are told apart at their last bracket.
_STOP = re.compile(rf"[{re.escape(DELIMITERS)}(](?=\s)")
_SMILE_END = re.compile(SMILES + r"\Z")
_BLANKS = np.array([chr(i).isspace() for i in range(0x3002)])  # «\u3000» is the last one


class Segment:
    """Fill ``word``, ``start``, ``stop``, ``sentence``, ``block``, block by block.

    «Рост на 15,5% г. Минск.» → Рост · на · 15,5 · % · г · . · Минск · .
    """

    name = "segment"
    needs: frozenset[Need] = frozenset({Block})
    gives: frozenset[Need] = frozenset({"word", "start", "stop", "sentence", "block"})

    def __call__(self, docs: Sequence[Doc]) -> None:
        for _, group in groupby(docs, key=lambda doc: id(doc.lexicon)):
            _segment(list(group))


class Pieces(dict[str, int]):
    """Every distinct piece between blanks, as a number, with the tokens that it is cut into."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.readings: dict[tuple[int, int, int], int] = {}  # piece, kinds before and after it
        self.asks: dict[int, str] = {}  # pieces whose cut depends on their neighbours
        # flat arrays: 100,000 small tuples would keep the garbage collector busy
        self.pieces = array("i")  # four a piece: tokens before it, first kind, last kind, asks
        self.tokens = array("i")  # three a token: word, start and stop in the piece
        self._done = np.empty((0, 4), np.int32), np.empty((0, 3), np.int32)

    def __missing__(self, piece: str) -> int:
        plain = _PLAIN.fullmatch(piece)
        if plain is None:
            number = self[piece] = self._add(piece, NONE, NONE)
            return number
        before, word, after = plain.groups()
        tokens, lexicon = self.tokens, self.lexicon
        first = len(tokens) // 3
        if not before and not after:
            tokens.extend((lexicon[piece], 0, len(piece)))  # one string, not two
        else:
            start, stop = plain.span(2)
            if before:
                tokens.extend((lexicon[before], 0, 1))
            tokens.extend((lexicon[word], start, stop))
            if after:
                tokens.extend((lexicon[after], stop, stop + 1))
        number = self[piece] = len(self.pieces) // 4
        self.pieces.extend((first, PUNCT if before else WORDY, PUNCT if after else WORDY, 0))
        return number

    def reading(self, number: int, before: int, after: int) -> int:
        """A piece between neighbours of given kinds: «10,» before a number is one token."""
        key = (number, before, after)
        known = self.readings.get(key)
        if known is None:
            known = self.readings[key] = self._add(self.asks[number], before, after)
        return known

    def _add(self, piece: str, before: int, after: int) -> int:
        atoms = [(m[0], _KINDS[m.lastgroup]) for m in ATOM.finditer(piece)]
        kinds = [kind for _, kind in atoms]
        number = len(self.pieces) // 4
        asks = _asks(atoms)
        if asks and before == after == NONE:
            self.asks.setdefault(number, piece)
        self.pieces.extend((len(self.tokens) // 3, kinds[0], kinds[-1], asks))
        for start, stop in _cut([text for text, _ in atoms], [before, *kinds, after]):
            self.tokens.extend((self.lexicon[piece[start:stop]], start, stop))
        return number

    def arrays(self) -> tuple[Ints, Ints]:
        """``pieces`` and ``tokens`` so far, as arrays."""
        pieces, tokens = self._done
        if len(pieces) < len(self.pieces) // 4:
            fresh = np.array(self.pieces[pieces.size :], np.int32).reshape(-1, 4)
            pieces = np.concatenate([pieces, fresh])
            fresh = np.array(self.tokens[tokens.size :], np.int32).reshape(-1, 3)
            tokens = np.concatenate([tokens, fresh])
            self._done = pieces, tokens
        return pieces, tokens


def _asks(atoms: list[tuple[str, int]]) -> bool:
    """Whether a rule looks from the piece across a blank: «-то», «10,», «пост-»."""
    if len(atoms) < 2:
        return False
    for (edge, _), (_, inner) in ((atoms[0], atoms[1]), (atoms[-1], atoms[-2])):
        if edge in _HYPHENS and inner != PUNCT:
            return True
        if (edge in _POINTS or edge in _SLASHES) and inner == NUMBER:
            return True
    return False


def _cut(atoms: list[str], kinds: list[int]) -> Iterator[tuple[int, int]]:
    """Tokens of a piece; ``kinds`` has one more kind at each end, of the neighbours."""
    token, start, stop = "", 0, 0
    for i, atom in enumerate(atoms):
        if i and _joined(token, atoms[i - 1], atom, *kinds[i - 1 : i + 3]):
            token = token + atom if len(token) < 5 else token  # longer ones are no smile
        else:
            if i:
                yield start, stop
            token, start = atom, stop
        stop += len(atom)
    yield start, stop


def _joined(token: str, left: str, right: str, before: int, a: int, b: int, after: int) -> bool:
    """razdel's seven rules for two atoms that touch, of kinds ``a`` and ``b``.

    «кое-кто», «a_b», «15,5», «1/2», «?!», «--», «:)», «Δσ», «yahoo!».
    """
    for marks in (_HYPHENS, _POINTS, _SLASHES):
        if left not in marks and right not in marks:
            continue
        sides = (before, b) if left in marks else (a, after)
        if marks is not _HYPHENS:
            if sides == (NUMBER, NUMBER):
                return True
        elif NONE not in sides and PUNCT not in sides:
            return True
    if a == b == PUNCT:
        if left in punct.ENDINGS and right in punct.ENDINGS:
            return True
        return left + right in ("--", "**") or bool(SMILE.match(token + right))
    if OTHER in (a, b):
        return {a, b} <= {OTHER, WORDY}
    return right == "!" and left.lower() == "yahoo"


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences of ``text[start:end]`` end, but for the last."""
    begun = start
    for match in _STOP.finditer(text, start, end):
        mark, (at, stop) = match[0], match.span()
        if mark == "." and _plain_end(text[max(start, at - 5) : at], text[stop + 1 : stop + 2]):
            begun = stop
            yield stop
            continue
        if mark in "()":
            smile = _SMILE_END.search(text, max(start, at - 4), stop)
            if smile is not None:
                mark, at = smile[0], smile.start()
            elif mark == "(":
                continue
        left, right = text[max(start, at - 10) : at], text[stop : min(stop + 10, end)]
        if not _goes_on(left, mark, right) and not _is_list_item(mark, text, begun, at):
            begun = stop
            yield stop


def _plain_end(word: str, after: str) -> bool:
    """Whether no rule can join what a dot parts: «…договорились. Президент…», not «проц. Из»."""
    return (
        after.isupper()
        and len(word) == 5
        and word.isalpha()
        and word.islower()
        and word not in _SHORT_ENDS
    )


def _goes_on(left: str, stop: str, right: str) -> bool:
    """razdel's rules for a stop with ten characters on each side; true if the sentence goes on."""
    last, first = LAST_TOKEN.search(left), FIRST_TOKEN.match(right)
    if last is None or first is None:
        return True
    a, b = last[1], first[1]
    if is_lower_alpha(b):  # «… (2020 г.) и далее»
        return True
    if b not in punct.GENERIC_QUOTES and (b in DELIMITERS or SMILE_PREFIX.match(right)):
        return True
    if stop == "." and _is_short(left, a, b):
        return True
    if stop in punct.GENERIC_QUOTES and left[-1].isspace():
        return True
    if (stop in punct.QUOTES or stop in punct.CLOSE_BRACKETS) and a not in punct.ENDINGS:
        return True  # «…сказал он (в Минске) Иванову»
    if b in punct.DASHES:  # «— Да. — сказал он»
        word = WORD.search(right)
        return word is not None and is_lower_alpha(word[1])
    return False


def _is_short(left: str, a: str, b: str) -> bool:
    """Whether the dot is that of an abbreviation or initial: «г. Минск», «т. д.», «А. Иванов»."""
    low = a.lower()
    if (low, b.lower()) in sokr.PAIR_SOKRS or (a.isupper() and len(a) == 1):
        return True
    if low in sokr.INITIALS:
        return True
    pair = PAIR_SOKR.search(left)
    if pair:
        letters = pair[1].lower(), pair[2].lower()
        if letters in sokr.HEAD_PAIR_SOKRS:
            return True
        if letters in sokr.PAIR_SOKRS:
            return bool(is_sokr(b))
    return low in sokr.HEAD_SOKRS or (low in sokr.SOKRS and bool(is_sokr(b)))


def _is_list_item(stop: str, text: str, begun: int, at: int) -> bool:
    """Whether the sentence so far is a number of a list: «2.1. Экспорт»."""
    if stop not in (".", ")") or at - begun > BULLET_SIZE:
        return False
    return all(is_bullet(token) for token in TOKEN.findall(text[begun:at]))


def _segment(docs: list[Doc]) -> None:
    """Fill the columns of documents that share a lexicon, all at once."""
    parts, places, counts = [], [], []
    for doc in docs:
        blocks = [(i, b) for i, b in enumerate(doc.all(Block)) if b.kind != "boilerplate"]
        parts += [doc.clean[block.start : block.stop] for _, block in blocks]
        places += [(i, block.start) for i, block in blocks]
        counts.append(len(blocks))
    text = "\n".join(parts)
    sizes = np.array([len(part) for part in parts], np.int64)
    ends = np.cumsum(sizes + 1) - 1
    heads = ends - sizes

    words, starts, stops = _tokens(docs[0].lexicon, text, heads)
    begins = list[int]()
    for head, end in zip(heads.tolist(), ends.tolist(), strict=True):
        begins.append(head)
        begins += _stops(text, head, end)
    sentence = np.searchsorted(np.array(begins, np.int64), starts, side="right")
    part = np.searchsorted(heads, starts, side="right") - 1
    number, offset = np.array(places, np.int64).reshape(-1, 2).T
    shift = offset - heads
    cuts = np.searchsorted(part, np.cumsum([0, *counts]))
    for doc, a, b in zip(docs, cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        moved = shift[part[a:b]]
        start, stop = starts[a:b] + moved, stops[a:b] + moved
        if doc.origin is not None:
            start, stop = doc.origin[0][start], doc.origin[1][stop - 1]
        # numbers of sentences count those with tokens
        steps = np.diff(sentence[a:b], prepend=sentence[a : min(a + 1, b)]) > 0
        doc.columns |= {
            "word": words[a:b],
            "start": start.astype(np.int32),
            "stop": stop.astype(np.int32),
            "sentence": np.cumsum(steps, dtype=np.int32),
            "block": number[part[a:b]].astype(np.int32),
        }


def _tokens(
    lexicon: Lexicon, text: str, heads: npt.NDArray[np.int64]
) -> tuple[Ints, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Words of the tokens, their starts and stops; ``heads`` is where blocks start."""
    known: Pieces = lexicon.memo.setdefault(Pieces, Pieces(lexicon))
    numbers = np.array(list(map(known.__getitem__, text.split())), np.int64)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = _BLANKS[np.minimum(codes, len(_BLANKS) - 1)]
    edges = np.flatnonzero(np.diff(blank, prepend=True, append=True))
    places = edges[::2]  # edges are where a piece starts and, next, where it stops
    pieces, tokens = known.arrays()
    asking = np.flatnonzero(pieces[numbers, 3])
    if len(asking):
        numbers = _read(known, pieces, numbers, places, asking, heads)
        pieces, tokens = known.arrays()
    firsts = pieces[:, 0]
    sizes = np.diff(firsts, append=len(tokens))[numbers]
    ends = np.cumsum(sizes)
    rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
        firsts[numbers] - ends + sizes, sizes
    )
    found = tokens[rows]
    place = np.repeat(places, sizes)
    return found[:, 0].copy(), place + found[:, 1], place + found[:, 2]


def _read(
    known: Pieces,
    pieces: Ints,
    numbers: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    asking: npt.NDArray[np.intp],
    heads: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Replace pieces whose cut depends on their neighbours by the right reading of them."""
    beyond = np.array(_BEYOND)
    block = np.searchsorted(heads, places, side="right")
    before = np.zeros(len(numbers), np.int64)
    after = np.zeros(len(numbers), np.int64)
    same = block[1:] == block[:-1]
    before[1:] = beyond[pieces[numbers[:-1], 2]] * same
    after[:-1] = beyond[pieces[numbers[1:], 1]] * same
    read = numbers.copy()
    for i in asking.tolist():
        if before[i] or after[i]:
            read[i] = known.reading(int(numbers[i]), int(before[i]), int(after[i]))
    return read
