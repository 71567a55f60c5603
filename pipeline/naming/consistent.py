"""One document, one reading: a name found in one place is the same name in all others.

The network reads a window of a few words; the document knows more. A surname of «Андрей
Свиридов» is a person also where the network read a place, and a name that it missed in a headline
is found from the body.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.naming.quotes import QUOTES
from pipeline.naming.repair import Found
from pipeline.rules.inflect import dictionary

_ENDING = re.compile(
    r"(?:ого|ому|ыми|ими|ами|ями|ах|ях|ов|ев|ой|ей|ою|ею|ом|ем|ым|им|ых|их|ья|ье|ью"
    r"|[аяуюеыиойь])$"
)
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
    short = _ENDING.sub("", folded)
    if short.endswith(("ов", "ев", "ин", "ын")):
        return short
    return short if len(short) >= 3 else folded


def agree(doc: Doc, found: list[Found], events: frozenset[str]) -> list[Found]:
    """Settle types by the document, and find the names again where they were missed.

    ``events`` are quoted names that the document itself calls a ship, a film, a programme.
    """
    kept = [_untitled(doc, name) for name in found if not doubtful(doc, name)]
    typed = list(_one_type(doc, kept, events))
    return sorted([*typed, *_missed(doc, typed, events)])


def _one_type(doc: Doc, found: list[Found], events: frozenset[str]) -> Iterator[Found]:
    """Surnames are persons; other single words take the type that they mostly have."""
    words = doc.words
    surnames: set[str] = set()
    votes: dict[str, dict[str, int]] = defaultdict(dict)
    for name in found:
        if name.type == "PER" and name.stop - name.start > 1:
            if not doc.tags[name.stop - 1].startswith("ADJ"):
                surnames.add(stem(words[name.stop - 1]))
        elif name.stop - name.start == 1:
            weight = 100 if name.rule.startswith(_SURE) else 2
            types = votes[stem(words[name.start])]
            types[name.type] = types.get(name.type, 0) + weight
    for name in found:
        told = not name.rule.startswith(_SURE) and _key(doc, name) in events
        if told and name.start and words[name.start - 1][0] in QUOTES:
            continue
        if name.stop - name.start > 1 or name.rule.startswith(_SURE):
            yield name
            continue
        key = stem(words[name.start])
        before = words[name.start - 1] if name.start else ""
        kind = name.type
        if key in surnames:
            if before[:1] not in QUOTES and before.lower() not in _WHERE:
                kind = "PER"
        else:
            most = max(votes[key].values())
            leading = [voted for voted, count in votes[key].items() if count == most]
            if len(leading) == 1:
                kind = leading[0]
        yield name if kind == name.type else name._replace(type=kind, rule="document")


def _untitled(doc: Doc, name: Found) -> Found:
    """A person without the title that the network took for a name: «[Император] Акихито»."""
    if name.type != "PER" or name.stop - name.start < 2:
        return name
    return name._replace(start=name.start + 1) if title(doc.words[name.start]) else name


def doubtful(doc: Doc, name: Found) -> bool:
    """A dictionary word that has its capital from the head of a sentence: «[Самое] важное»."""
    if name.stop - name.start > 1 or name.rule.startswith(_SURE):
        return False
    word = doc.words[name.start]
    if name.type == "PER" and (len(word) < 2 or any(c.isdigit() for c in word)):
        return True  # «Х», «Су-35»
    sentence, i = doc.columns["sentence"], name.start
    first = i == 0 or sentence[i] != sentence[i - 1]
    return first and ordinary(word.removeprefix("Экс-").removeprefix("Вице-"))


def _key(doc: Doc, name: Found) -> str:
    return stem(doc.words[name.start])


def _missed(doc: Doc, found: list[Found], events: frozenset[str]) -> Iterator[Found]:
    """The same names where nothing was found: whole, or a person's surname alone."""
    words = doc.words
    taken = {i for name in found for i in range(name.start, name.stop)}
    sought: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    known: set[tuple[tuple[str, ...], str]] = set()
    for name in found:
        if _key(doc, name) in events:
            continue
        keys = [tuple(stem(w) for w in words[name.start : name.stop])]
        if name.type == "PER" and len(keys[0]) > 1:
            keys.append(keys[0][-1:])
        for key in keys:
            if (key, name.type) not in known and _telling(words[name.stop - 1], key):
                known.add((key, name.type))
                sought[key[0]].append((key, name.type))
    if not sought:
        return
    blocks, sentence = doc.columns["block"], doc.columns["sentence"]
    begins = {key[:2] for key in sought}  # which a stem keeps
    folded = doc.folded
    end = 0
    for i in doc.find(_capital):
        if i < end or i in taken or folded[i][:2] not in begins:
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


def _capital(word: str) -> bool:
    return word[0].isupper()


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
