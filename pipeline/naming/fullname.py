"""A person's gender and full name in the nominative, from all mentions together.

Each mention is read in every case and both genders; the gender and the family name that explain
the most mentions best are the person's.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.naming.parts import Part, Person, given_names, read
from pipeline.naming.patterns import CASES
from pipeline.naming.personal import PARTICLES, capitals

_GOVERNS = {
    **dict.fromkeys(("от", "у", "для", "до", "против", "без", "из", "после", "кроме"), "Gen"),
    **dict.fromkeys(("к", "ко", "благодаря", "вопреки"), "Dat"),
    **dict.fromkeys(("с", "со", "перед", "над", "между", "за"), "Ins"),
    **dict.fromkeys(("о", "об", "при"), "Loc"),
}


_Around = tuple[bool, str | None, str | None, str | None]


class _Read(NamedTuple):
    """For each gender and case in the order of ``_WAYS``: score, nominatives of the words, and the
    gender with the folded family name; of each such pair the best score.
    """

    scores: list[float]
    forms: list[tuple[str, ...]]
    keys: list[tuple[str, str]]
    best: dict[tuple[str, str], float]


_WAYS = [(gender, case) for gender in "mf" for case in CASES]
_OF = {"m": range(len(CASES)), "f": range(len(CASES), 2 * len(CASES))}
_NOMINATIVE = [0.2 if case == "Nom" else 0.0 for _, case in _WAYS]


_OBLIQUE = re.compile(r"[бвгджзклмнпрстфхцчшщ](?:а|у|е|ом|ем)$")


def settle(doc: Doc, group: Person) -> None:
    """Choose gender and nominative that explain the mentions best."""
    votes: dict[tuple[str, str], float] = {}
    bare = {"m": 0.0, "f": 0.0}  # mentions without a family name vote for the gender alone
    read = [_hypotheses(doc, part) for part in group.parts]
    for hypotheses in read:
        for key, score in hypotheses.best.items():
            if key[1]:  # explaining a mention at all counts most
                votes[key] = votes.get(key, 0.0) + (score + 4)
            else:
                bare[key[0]] += score
    if not votes:
        votes = {(gender, ""): score for gender, score in bare.items()}
    elif len(group.parts) > 1:
        votes = {key: score + bare[key[0]] for key, score in votes.items()}
    chosen = max(votes, key=lambda k: (votes[k], k))
    group.gender = chosen[0]
    group.name = _full_name(doc, group, read, chosen)


def _hypotheses(doc: Doc, part: Part) -> _Read:
    """Score and nominatives of a mention in each gender and case."""
    words, tags = doc.words, doc.tags
    spelt = tuple([words[i] for i in part.words])
    told = tuple([tags[i] for i in part.words])
    place = part.words.index(part.family) if part.family is not None else None
    return _read(spelt, told, place, _around(doc, part))


@lru_cache(maxsize=4096)
def _read(
    words: tuple[str, ...], tags: tuple[str, ...], place: int | None, around: _Around
) -> _Read:
    """The same from the words, their tags and what stands around; names come again and again."""
    scores, forms, keys = _scored(words, tags, place)
    scores = [a + b for a, b in zip(scores, _weighed(around), strict=True)]
    best: dict[tuple[str, str], float] = {}
    for key, score in zip(keys, scores, strict=True):
        if score > best.get(key, -99.0):
            best[key] = score
    return _Read(scores, forms, keys, best)


@lru_cache(maxsize=4096)
def _scored(
    words: tuple[str, ...], tags: tuple[str, ...], place: int | None
) -> tuple[list[float], list[tuple[str, ...]], list[tuple[str, str]]]:
    """Scores, forms and keys from the words and their tags alone."""
    if not words:  # initials alone
        return [0.0] * len(_WAYS), [()] * len(_WAYS), [(gender, "") for gender, _ in _WAYS]
    count = len(words)
    eastern = count > 1 and words[0] in given_names()[1]
    scores: list[float] = []
    columns = []
    for n, (word, tag) in enumerate(zip(words, tags, strict=True)):
        share = 1.0 if n == 0 or count < 3 else 0.5
        mine, forms = _word(word, tag, share, eastern, eastern and n + 1 < count)
        scores = [a + b for a, b in zip(scores, mine, strict=True)] if n else mine
        columns.append(forms)
    scores = [a + b for a, b in zip(scores, _NOMINATIVE, strict=True)]
    families = [""] * len(_WAYS) if place is None else map(fold, columns[place])
    keys = [(way[0], family) for way, family in zip(_WAYS, families, strict=True)]
    return scores, list(zip(*columns, strict=True)), keys


@lru_cache(maxsize=8192)
def _word(
    word: str, tag: str, share: float, eastern: bool, inner: bool
) -> tuple[list[float], list[str]]:
    """Score and nominative of one word in each gender and case."""
    feats = parse_tag(tag)[1]
    agreement = _tagged(feats.get("Case"), feats.get("Gender"))
    readings = read(word)
    oblique = eastern and _OBLIQUE.search(word) is not None
    scores, forms = [], []
    for way, agrees in zip(_WAYS, agreement, strict=True):
        reading = readings.get(way)
        score = agrees * share
        if reading is None or (inner and reading[1] < 3):
            scores.append(score - (0.0 if inner else 2.0))
            forms.append(word)
        else:
            penalty = 1.0 if oblique and way[1] == "Nom" else 0.0  # «Ким Чен Ына»
            scores.append(score + reading[1] - penalty)
            forms.append(reading[0])
    return scores, forms


@lru_cache(maxsize=512)
def _tagged(told: str | None, sex: str | None) -> list[float]:
    """How well each gender and case agree with a tag's."""
    found = []
    for gender, case in _WAYS:
        score = 0.6 if sex == ("Masc" if gender == "m" else "Fem") else 0.0
        if told == case:
            score += 1.0
        elif (told, case) in (("Acc", "Gen"), ("Gen", "Acc")):
            score += 0.7
        found.append(score)
    return found


def _around(doc: Doc, part: Part) -> _Around:
    """A woman's office before the name; the case of any office or that a preposition asks for;
    the gender of a verb after the name.
    """
    start, stop = part.name.span
    tags, folded = doc.tags, doc.folded
    woman, office, verb = False, None, None
    asked = _GOVERNS.get(folded[start - 1]) if start else None
    if start and tags[start - 1].startswith("NOUN"):
        feats = parse_tag(tags[start - 1])[1]
        if feats.get("Animacy") == "Anim":
            office = feats.get("Case")
            woman = feats.get("Gender") == "Fem" and not folded[start - 1].startswith("глав")
    for tag in tags[stop : stop + 3]:
        if tag.startswith("VERB") and "Tense=Past" in tag:
            verb = parse_tag(tag)[1].get("Gender")
            break
    return woman, office, verb, asked


@lru_cache(maxsize=1024)
def _weighed(around: _Around) -> list[float]:
    """What stands around a name, for each gender and case."""
    woman, office, verb, asked = around
    found = []
    for gender, case in _WAYS:
        score = 1.0 if woman and gender == "f" else 0.0
        if asked == case:
            score += 0.8
        if office == case:
            score += 0.5
        if verb is not None and case == "Nom":
            score += 0.8 if verb == ("Masc" if gender == "m" else "Fem") else -0.3
        found.append(score)
    return found


def _full_name(doc: Doc, group: Person, read: list[_Read], chosen: tuple[str, str]) -> str:
    """The fullest form of the name, each word in the nominative."""
    parts = group.parts
    n = 0
    if len(parts) > 1:
        n = max(range(len(parts)), key=lambda n: (len(parts[n].words), len(parts[n].initials), -n))
    part, forms = parts[n], _chosen(parts[n], read[n], chosen)
    text = _render(doc, part, forms)
    if part.family is None:  # «Нурлан Серикович» and «Абдрахманов»
        pairs = zip(parts, read, strict=True)
        told = (_chosen(p, r, chosen)[p.family] for p, r in pairs if p.family is not None)
        alone = next(told, None)
        return f"{text} {alone}" if alone else text
    if part.patronymic is None and len(part.words) > 1:
        pairs = zip(parts, read, strict=True)
        told = (_chosen(p, r, chosen)[p.patronymic] for p, r in pairs if p.patronymic is not None)
        patronymic, surname = next(told, None), forms[part.family]
        if patronymic and text.endswith(surname):
            text = f"{text[: -len(surname)]}{patronymic} {surname}"
    return text


def _chosen(part: Part, read: _Read, chosen: tuple[str, str]) -> dict[int, str]:
    """The words of a mention in the nominative, read as the person that was chosen."""
    scores, forms, keys, _ = read
    mine = _OF[chosen[0]]
    fitting: Sequence[int] = mine
    if part.family is not None:
        fitting = [way for way in mine if keys[way] == chosen] or mine
    return dict(zip(part.words, forms[max(fitting, key=scores.__getitem__)], strict=True))


def _render(doc: Doc, part: Part, forms: dict[int, str]) -> str:
    """A mention's own spelling with its words in the nominative: «К.-Ж. Токаев»."""
    start, stop = part.name.span
    words, starts, stops = doc.words, doc.columns["start"], doc.columns["stop"]
    lower = not any(words[i][0].isupper() for i in part.words)
    pieces = []
    for i in range(start, stop):
        word = forms.get(i, words[i])
        if (lower or (word.isupper() and len(word) > 3)) and fold(word) not in PARTICLES:
            word = capitals(word)
        if i > start and starts[i] > stops[i - 1]:
            pieces.append(" ")
        pieces.append(word)
    return "".join(pieces)
