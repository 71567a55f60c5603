"""The dictionary form of a word with its tag, by the conventions of Universal Dependencies.

The network says what a word is in its sentence, the dictionary what it may be; the reading most
like the tag gives the lemma. A word that the dictionary lacks and that stands in its dictionary
form by its tag is its own lemma. What no paradigm gives is in ``data/lemmas.toml``.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.doc import parse_tag
from pipeline.core.lexicon import fold
from pipeline.rules.dictionary import dictionary
from pipeline.rules.entries import Entry
from pipeline.rules.load import load

_NOMINATIVE = re.compile(r"INFN|sing.*nomn")
_CYRILLIC = re.compile(r"[а-яё]")
_FIXED = frozenset({"ADP", "CCONJ", "SCONJ", "PART", "INTJ", "PUNCT", "SYM", "X"})
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_NAMES = frozenset({"Name", "Surn", "Patr"})

# How well a part of speech of the dictionary goes with one of the tag.
_LIKE: dict[str, dict[str, float]] = {
    "NOUN": {"NOUN": 4, "ADJF": 2, "PRTF": 2, "NUMR": 1, "NPRO": 1},
    "PROPN": {"NOUN": 4, "ADJF": 2.5, "PRTF": 1},
    "ADJ": {"ADJF": 4, "ADJS": 4, "COMP": 3, "PRTF": 3, "PRTS": 2.5, "NUMR": 1},
    "VERB": {"VERB": 4, "INFN": 4, "GRND": 4, "PRTF": 4, "PRTS": 4},
    "NUM": {"NUMR": 4, "ADJF": 2, "NOUN": 2},
    "PRON": {"NPRO": 4, "ADJF": 3},
    "DET": {"ADJF": 4, "ADJS": 3, "NPRO": 1},
}
_LIKE["ADV"] = {"ADVB": 6, "COMP": 4, "PRED": 5, "CONJ": 4, "PRCL": 4, "PREP": 4, "INTJ": 4}
_LIKE["AUX"] = _LIKE["VERB"]
_FITS = 100.0
_ONE_LEMMA = frozenset({"ADJ", "VERB", "AUX", "NUM", "PRON", "DET"})  # whatever the reading
_VERB_FORMS = {"Fin": "VERB", "Inf": "INFN", "Conv": "GRND", "Part": "PRTF"}
_FEATS = {  # grammemes to features; the weight of one that agrees, and against one that does not
    "Case": {
        "nomn": "Nom", "voct": "Nom", "gent": "Gen", "gen2": "Gen", "gen1": "Gen", "datv": "Dat",
        "accs": "Acc", "acc2": "Acc", "ablt": "Ins", "loct": "Loc", "loc2": "Loc",
    },
    "Number": {"sing": "Sing", "plur": "Plur"},
    "Gender": {"masc": "Masc", "femn": "Fem", "neut": "Neut"},
    "Animacy": {"anim": "Anim", "inan": "Inan"},
    "Aspect": {"perf": "Perf", "impf": "Imp"},
    "Tense": {"past": "Past", "pres": "Pres", "futr": "Fut"},
    "Mood": {"indc": "Ind", "impr": "Imp"},
    "Person": {"1per": "1", "2per": "2", "3per": "3"},
    "Voice": {"actv": "Act", "pssv": "Pass"},
}  # fmt: skip
_GRAMMEMES = {g: (name, value) for name, row in _FEATS.items() for g, value in row.items()}
_WEIGHT = {"Animacy": 0.3, "Aspect": 0.7}


class LemmaRow(NamedTuple):
    """Forms whose lemma no paradigm gives: «с ней» → она."""

    lemma: str
    pos: tuple[str, ...]
    forms: tuple[str, ...]
    example: str
    feats: tuple[str, ...] = ()


class Lemmas:
    """Lemmas of words with tags; lower case, ё kept.

    >>> Lemmas()("предприятиями", "NOUN|Animacy=Inan|Case=Ins|Gender=Neut|Number=Plur")
    'предприятие'
    """

    def __init__(self, overlay: Path | None = None) -> None:
        self._rows: dict[str, list[LemmaRow]] = {}
        for row in load(LemmaRow, "lemmas", overlay):
            for form in row.forms:
                self._rows.setdefault(fold(form), []).append(row)

    def __call__(self, word: str, tag: str) -> str:
        """The lemma of a word as written, with its tag."""
        pos, feats = parse_tag(tag)
        low = word.lower()
        if low.isascii():
            return low
        low = low.replace("\u0301", "")
        for row in self._rows.get(low.replace("ё", "е"), ()):
            if pos in row.pos and all(
                feats.get(name) == value for name, value in map(_pair, row.feats)
            ):
                return row.lemma
        if pos in _FIXED or not _CYRILLIC.search(low):
            return low
        if len(low) == 1 or (len(low) == 2 and low[1] == "."):
            return low[0]
        if pos == "ADV" and feats.get("Degree") == "Cmp":
            return _adverb(low)
        return _lemma(low, tag, word.isupper())


@lru_cache(maxsize=64)
def _pair(feat: str) -> tuple[str, str]:
    name, _, value = feat.partition("=")
    return name, value


def _adverb(low: str) -> str:
    """The adverb of a comparative: «чаще» → часто, «искреннее» → искренне."""
    for entry in dictionary().entries(low):
        if entry.grammemes.startswith("COMP"):
            stem = fold(entry.normal)[:-2]
            for adverb in (stem + "о", stem + "е"):
                if any(e.grammemes.startswith("ADVB") for e in dictionary().entries(adverb)):
                    return adverb
    return low


def _lemma(low: str, tag: str, upper: bool) -> str:
    """The lemma by the reading of the dictionary that is most like the tag."""
    pos, feats = parse_tag(tag)
    entries = dictionary().entries(low)
    known = bool(entries)
    if known and _decided(entries, pos):
        return _spelled(low, entries[0].normal)
    own = _is_lemma(pos, feats)
    if not known:
        if upper or (own and pos == "PROPN"):
            return low
        entries = dictionary().guesses(low)
        if own and any(_NOMINATIVE.search(entry.grammemes) for entry in entries):
            return low
    best, fits = _best(entries, tag, low, known)
    # a word that is nothing like its tag was tagged wrongly, but a name may be like anything
    if pos == "PROPN" and not fits and (own or not known):
        return low
    return _normal(low, best, pos, feats)


def _decided(entries: list[Entry], pos: str) -> bool:
    """Whether the lemma is the same whichever reading is the right one."""
    if pos not in _ONE_LEMMA and pos != "NOUN":
        return False
    normal = entries[0].normal
    for entry in entries:
        if entry.normal != normal or (pos == "NOUN" and entry.grammemes.startswith("PRTF")):
            return False
    return True


def _best(entries: list[Entry], tag: str, low: str, known: bool) -> tuple[Entry, bool]:
    """The reading most like the tag, and whether their parts of speech go together."""
    best, most = entries[0], -99.0
    if known and len(entries) == 1:
        return best, _likeness(best.grammemes, tag) + 0.5 * best.share > _FITS - 2
    for entry in entries:
        like = _likeness(entry.grammemes, tag) + 0.5 * entry.share
        if not known and "ё" in entry.normal and "ё" not in low:
            like -= 1  # a guess: «Филлипсу» is not of «Филлипёс»
        if like > most:
            best, most = entry, like
        elif like == most and entry.normal != best.normal and _doublet(low, entry, best):
            best = entry
    return best, most > _FITS - 2


def _doublet(low: str, a: Entry, b: Entry) -> bool:
    """Whether the first suits better of two readings that are as like the tag.

    «Основном» is of «основной», not «основный»; «полком» of «полк», not «полок».
    """
    if a.normal.endswith("ой") != b.normal.endswith("ой"):
        return a.normal.endswith("ой")
    return _common(low, a.normal) > _common(low, b.normal)


def _common(a: str, b: str) -> int:
    """How many letters two words begin with together."""
    for size in range(min(len(a), len(b)), 0, -1):
        if a[:size] == b[:size]:
            return size
    return 0


def _is_lemma(pos: str, feats: dict[str, str]) -> bool:
    """Whether by its tag a word stands in its dictionary form."""
    if pos in ("NOUN", "PROPN"):
        return feats.get("Case") == "Nom" and feats.get("Number") == "Sing"
    if pos in ("ADJ", "DET"):
        return feats.get("Case") == "Nom" and feats.get("Gender") == "Masc"
    return feats.get("VerbForm") == "Inf"


@lru_cache(maxsize=1 << 13)
def _likeness(grammemes: str, tag: str) -> float:
    """How like a reading is to the tag; at least _FITS if their parts of speech go together."""
    pos, feats = parse_tag(tag)
    parts = grammemes.replace(" ", ",").split(",")
    like = _LIKE.get(pos, {}).get(parts[0], 0.0)
    fits = _FITS if like else 0
    form = _VERB_FORMS.get(feats.get("VerbForm", ""))
    if form and parts[0] != ("PRTS" if form == "PRTF" and "Variant" in feats else form):
        like -= 2
    if pos == "ADJ" and (parts[0] in ("ADJS", "PRTS")) != (feats.get("Variant") == "Short"):
        like -= 1
    if "Pltm" in parts and "Gender" in feats:
        like += 1  # «выборы» have no gender in the dictionary
    for part in parts[1:]:
        name, value = _GRAMMEMES.get(part, ("", ""))
        if name in feats:
            weight = _WEIGHT.get(name, 1.0)
            like += weight if feats[name] == value else -weight
    proper = not _PROPER.isdisjoint(parts)
    if pos == "PROPN" and proper:
        like += 0.7
    elif pos == "NOUN" and proper:
        like -= 0.7
    return max(like, 0.01) + fits


def _normal(low: str, entry: Entry, pos: str, feats: dict[str, str]) -> str:
    """The form of the reading's lexeme that Universal Dependencies call its lemma."""
    normal, grammemes = entry.normal, entry.grammemes
    if pos == "PROPN" and feats.get("Gender") == "Fem" and "femn" in grammemes:
        if _NAMES & entry.grams:  # «Алексеевна», not «Алексеевич»
            return dictionary().form(entry, {"femn", "sing", "nomn"}) or normal
    elif pos == "ADV" and grammemes[:4] in _LIKE["ADV"]:
        return entry.word
    if pos in ("NOUN", "PROPN") and grammemes.startswith("PRTF"):
        # «пострадавших», not «пострадать»
        sought = {"PRTF", "masc", "sing", "nomn"} | entry.grams & {"past", "pres", "actv", "pssv"}
        return dictionary().form(entry, sought) or normal
    return _spelled(low, normal)


def _spelled(low: str, normal: str) -> str:
    """«Закарпатью» is of «Закарпатье», though the dictionary has it under «Закарпатие»."""
    if not normal.endswith("ие"):
        return normal
    soft = normal[:-2] + "ь"
    return soft + "е" if low.startswith(soft) else normal
