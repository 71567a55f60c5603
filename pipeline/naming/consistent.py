"""One document, one reading: a name found in one place is the same name in all others.

The network reads a window of a few words; the document knows more. A surname of «Андрей
Свиридов» is a person also where the network read a place, and a name that it missed in a headline
is found from the body.
"""

from collections.abc import Iterator
from functools import lru_cache

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.naming.quotes import QUOTES
from pipeline.naming.repair import Found
from pipeline.rules.inflect import dictionary

_LONG = frozenset(("ого", "ому", "ыми", "ими", "ами", "ями"))
_MIDDLE = frozenset(("ах", "ях", "ов", "ев", "ой", "ей", "ою", "ею", "ом", "ем", "ым", "им", "ых",
                     "их", "ья", "ье", "ью"))  # fmt: skip
_SHORT = frozenset("аяуюеыиойь")
_NAMES = frozenset({"Surn", "Name", "Patr", "Geox", "Orgn", "Trad", "Abbr"})
_WHERE = frozenset({"в", "во", "на", "из", "под", "близ", "городе", "город"})
_SURE = ("country", "gazetteer", "carrier")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its case ending, folded: «Мирзиёева», «Мирзиёев» → мирзиев.

    Rough on purpose: two words are taken for forms of one name only within a document.
    """
    folded = fold(word)
    if folded.endswith(("ов", "ев", "ин", "ын")) and len(folded) > 4:
        return folded
    if folded[-3:] in _LONG:
        short = folded[:-3]
    elif folded[-2:] in _MIDDLE:
        short = folded[:-2]
    else:
        short = folded[:-1] if folded[-1:] in _SHORT else folded
    if short.endswith(("ов", "ев", "ин", "ын")):
        return short
    return short if len(short) >= 3 else folded


def agree(doc: Doc, found: list[Found], events: frozenset[str], capitals: list[int]) -> list[Found]:
    """Settle types by the document, and find the names again where they were missed.

    ``events`` are quoted names that the document itself calls a ship, a film, a programme;
    ``capitals`` are the tokens with a capital.
    """
    kept: list[Found] = []
    for name in found:
        if name.stop - name.start > 1:
            kept.append(_untitled(doc, name) if name.type == "PER" else name)
        elif name.rule.startswith(_SURE) or not doubtful(doc, name):
            kept.append(name)
    typed = _one_type(doc, kept, events)
    return sorted([*typed, *_missed(doc, typed, events, capitals)])


def _one_type(doc: Doc, found: list[Found], events: frozenset[str]) -> list[Found]:
    """Surnames are persons; other single words take the type that they mostly have."""
    words, tags = doc.words, doc.tags
    surnames: set[str] = set()
    doubts: dict[int, str] = {}  # the stems of single words whose type the document decides
    for n, (start, stop, kind, rule) in enumerate(found):
        if stop - start == 1:
            if not rule.startswith(_SURE):
                doubts[n] = stem(words[start])
        elif kind == "PER" and not tags[stop - 1].startswith("ADJ"):
            surnames.add(stem(words[stop - 1]))
    settled = list(found)
    votes = _votes(doc, found, doubts) if doubts else {}
    for n, key in doubts.items():
        name, kind = found[n], found[n].type
        if key in surnames:
            before = words[name.start - 1] if name.start else ""
            if before[:1] not in QUOTES and before.lower() not in _WHERE:
                kind = "PER"
        elif len(votes[key]) > 1:
            most = max(votes[key].values())
            leading = [voted for voted, count in votes[key].items() if count == most]
            if len(leading) == 1:
                kind = leading[0]
        if kind != name.type:
            settled[n] = name._replace(type=kind, rule="document")
    return [name for name in settled if not _event(doc, name, events)] if events else settled


def _votes(doc: Doc, found: list[Found], doubts: dict[int, str]) -> dict[str, dict[str, int]]:
    """How often single words have each type, by their stems; those in doubt count little."""
    words, folded = doc.words, doc.folded
    votes: dict[str, dict[str, int]] = {key: {} for key in doubts.values()}
    begins = {key[:2] for key in votes}  # which a stem keeps
    for n, (start, stop, kind, _) in enumerate(found):
        key = doubts.get(n)
        if key is None and stop - start == 1 and folded[start][:2] in begins:
            key = stem(words[start])
        if key in votes:
            types = votes[key]
            types[kind] = types.get(kind, 0) + (2 if n in doubts else 100)
    return votes


def _event(doc: Doc, name: Found, events: frozenset[str]) -> bool:
    """Whether a quoted name is one that the document calls no entity."""
    if not name.start or doc.words[name.start - 1][0] not in QUOTES:
        return False
    return not name.rule.startswith(_SURE) and stem(doc.words[name.start]) in events


def _untitled(doc: Doc, name: Found) -> Found:
    """A person without the title that the network took for a name: «[Император] Акихито»."""
    return name._replace(start=name.start + 1) if title(doc.words[name.start]) else name


def doubtful(doc: Doc, name: Found) -> bool:
    """A dictionary word that has its capital from the head of a sentence: «[Самое] важное»."""
    i = name.start
    word = doc.words[i]
    if name.type == "PER" and (
        len(word) < 2 or (not word.isalpha() and any(c.isdigit() for c in word))
    ):
        return True  # «Х», «Су-35»
    sentence = doc.columns["sentence"]
    if i and sentence[i] == sentence[i - 1]:
        return False
    return ordinary(word.removeprefix("Экс-").removeprefix("Вице-"))


_Sought = dict[str, list[tuple[tuple[str, ...], str]]]


def _missed(
    doc: Doc, found: list[Found], events: frozenset[str], capitals: list[int]
) -> Iterator[Found]:
    """The same names where nothing was found: whole, or a person's surname alone."""
    words, folded = doc.words, doc.folded
    taken = {i for name in found for i in range(name.start, name.stop)}
    free = [(i, folded[i][:2]) for i in capitals if i not in taken]
    sought = _sought(doc, found, events, {begin for _, begin in free})
    if not sought:
        return
    blocks, sentence = doc.columns["block"], doc.columns["sentence"]
    begins = {key[:2] for key in sought}  # which a stem keeps
    end = 0
    for i, begin in free:
        if i < end or begin not in begins:
            continue
        here = sought.get(stem(words[i]))
        for key, kind in sorted(here, key=lambda k: -len(k[0])) if here else ():
            stop = i + len(key)
            if stop > len(words) or blocks[stop - 1] != blocks[i]:
                continue
            if any(
                j in taken or stem(words[j]) != part
                for j, part in zip(range(i, stop), key, strict=True)
            ):
                continue
            first = i == 0 or sentence[i] != sentence[i - 1]
            if len(key) == 1 and (ordinary(words[i]) or (first and len(words[i]) < 5)):
                continue
            yield Found(i, stop, kind, "document")
            end = stop
            break


def _sought(doc: Doc, found: list[Found], events: frozenset[str], begins: set[str]) -> _Sought:
    """By their first stems the names to look for, of those that begin with one of the letters."""
    words, folded = doc.words, doc.folded
    sought: _Sought = {}
    for start, stop, kind, _ in found:
        whole = folded[start][:2] in begins
        alone = kind == "PER" and stop - start > 1 and folded[stop - 1][:2] in begins
        if not (whole or alone) or (events and stem(words[start]) in events):
            continue
        keys = [tuple([stem(w) for w in words[start:stop]])] if whole else []
        if alone:
            keys.append((stem(words[stop - 1]),))
        for key in keys:
            known = sought.setdefault(key[0], [])
            if (key, kind) not in known and _telling(words[stop - 1], key):
                known.append((key, kind))
    return {first: known for first, known in sought.items() if known}


def _telling(word: str, key: tuple[str, ...]) -> bool:
    return len(key) > 1 or len(word) > 3 or word.isupper()


@lru_cache(maxsize=8192)
def title(word: str) -> bool:
    """Whether a word is a common noun for a person: «Император», «Принцу»; not «Роман»."""
    entries = dictionary().entries(word.lower())
    return bool(entries) and all(
        entry.pos == "NOUN" and "anim" in entry.grams and not _NAMES & entry.grams
        for entry in entries
    )


@lru_cache(maxsize=8192)
def ordinary(word: str) -> bool:
    """Whether a word is in the dictionary otherwise than as a name: «Президент», «Союз»."""
    entries = dictionary().entries(word.lower())
    return bool(entries) and not any(_NAMES & entry.grams for entry in entries)
