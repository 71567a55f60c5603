"""Terms matched by dictionary form: the dictionary is asked about few words of a text, no row.

With thousands of rows it is the text's distinct words that are fewer, and of them only those that
look like a form of a row's are parsed. Adjectives, regular in Russian, need no dictionary.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.core.lexicon import fold
from pipeline.rules.cases import ENDINGS, WEAK
from pipeline.rules.entries import Entry
from pipeline.rules.inflect import dictionary

_NOMINATIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
_SHORTER = (*_NOMINATIVE, "цветок", "судно")
_DESCRIBING = ("ый", "ий", "ой", "ая", "яя", "ое")  # few nouns end so
_RARE = 0.02  # nor a dictionary form below this («три»: тереть), but «стали» is «сталь», too
_MOBILE = re.compile(r"[ео][кцлнрмс]$")
_VERB = re.compile(r"(?:[аяеиыу]ть|[сз]ти)(?:ся)?$")
_VOWELS = frozenset("аеиоуыэюя")
# Last letters of an adjective's forms but for «важнее», «важней», which stand as an adverb, too.
_ADJECTIVAL = frozenset(ending[-2:] for ending in ENDINGS) - {"ее", "ей"}
GAP = "*"
SHORT = 5  # letters of a word whose stem may be shorter than three


class Vocabulary:
    """Keys of slots and of words; a word may fill a slot if they share a key.

    A slot is written as «лемма» (any form; an adjective in any nominative), «лемма/ед» or
    «лемма/мн» (singular or plural only), «слово!» (as it stands, case folded), «АПК» (a word with
    a capital: exactly so), or several of these between bars: «сфера|область».
    """

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._named: set[str] = set()  # dictionary forms
        self._numbered: set[str] = set()  # those wanted in the singular or plural only
        self._exact: set[str] = set()  # «АПК»
        self._fixed: set[str] = set()  # «порты!»
        self._adjectives: set[str] = set()  # their stems
        self._stems: dict[str, list[str]] = {}  # and the dictionary forms that they are of
        self._firsts: set[str] = set()  # what slots with a hyphen begin with
        self._verbs: set[str] = set()  # all their forms
        self._slots: dict[str, tuple[str, ...]] = {}
        self._heads: set[str] = set()  # what words of slots begin with, up to five letters

    def begin(self, text: str) -> None:
        """Words that begin so may be of interest."""
        self._heads.add(text[:5])

    def strange(self, folded: str) -> bool:
        """Whether a word begins like no slot: as most words, and the rest need not be read."""
        heads = self._heads
        if folded[:5] in heads or folded[:4] in heads or folded[:3] in heads:
            return False
        short = len(folded) <= SHORT and (folded[:2] in heads or folded[:1] in heads)
        return not short and folded not in self._verbs

    def learn(self, phrases: str) -> None:
        """Know the words of all slots that stand between blanks."""
        for text in dict.fromkeys(phrases.split()):
            if text != GAP:
                self.slot(text)

    def slot(self, text: str) -> tuple[str, ...]:
        """Keys of a slot; its words are known from then on."""
        known = self._slots.get(text)
        if known is None:
            keys = self._option(text) if "|" not in text else []
            for option in text.split("|") if not keys else ():
                keys += self._option(option)
            self._keys.update(keys)
            known = self._slots[text] = tuple(keys)
        return known

    def _option(self, option: str) -> list[str]:
        if option[-1] == "!":
            folded = fold(option[:-1])
            self._fixed.add(folded)
            self.begin(folded)
            return ["=" + folded]
        if option != option.lower():
            self._exact.add(option)
            self.begin(fold(option))
            return ["'" + option]
        folded = option.replace("ё", "е")
        noun, number, _ = folded.partition("/")
        self._named.add(noun)
        if number:
            self._numbered.add(noun)
        stems, heads = self._stems, self._heads
        for stem in _noun_stems(noun):
            if stem in stems:
                stems[stem].append(noun)
            else:
                stems[stem] = [noun]
                heads.add(stem[:5])
        if "-" in noun:
            self._firsts.add(noun[:3])  # «ракеты-носителя»
        if _VERB.search(noun):
            self._verbs.update(_verb_forms(noun))
        if not folded.endswith(_NOMINATIVE):
            return [folded]
        self._adjectives.add(folded[:-2])
        heads.add(folded[:-2][:5])
        return [folded, folded[:-2] + "-"]

    def keys(self, word: str) -> tuple[str, ...]:
        """Keys of a word of the text, of those that slots have."""
        folded = fold(word)
        found = ["'" + word] if word in self._exact else []
        if folded in self._fixed:
            found.append("=" + folded)
        if folded[:-3] in self._adjectives and folded[-3:] in ENDINGS:
            found.append(folded[:-3] + "-")
        if folded[:-2] in self._adjectives and folded[-2:] in ENDINGS:
            found.append(folded[:-2] + "-")
        if self._likely(folded):
            found += self._lemmas(folded)
        return tuple(found)

    def _likely(self, folded: str) -> bool:
        """Whether a word may be a form of a slot's: the dictionary is asked about no other."""
        stems = self._stems
        if (
            folded in stems or folded[:-1] in stems or folded[:-2] in stems or folded[:-3] in stems
        ) and (folded[-2:] not in _ADJECTIVAL or self._of_nouns(folded)):
            return True
        if folded in self._verbs:
            return True
        return "-" in folded and any(
            part[: len(part) - cut] in self._stems or part in self._verbs
            for part in folded.split("-")
            for cut in range(min(4, len(part)))
        )

    def _of_nouns(self, folded: str) -> bool:
        """Whether a stem of the word is one not of adjectives alone."""
        found = [self._stems.get(folded[: len(folded) - cut], ()) for cut in range(4)]
        return any(not _describes(noun) for nouns in found for noun in nouns)

    def _guessable(self, folded: str) -> bool:
        """Whether a word that the dictionary lacks may be of a slot that it lacks, too."""
        if "-" in folded:
            return folded[:3] in self._firsts or self._guessable(folded.replace("-", ""))
        found = (self._stems.get(folded[: len(folded) - cut], ()) for cut in range(4))
        return any(not dictionary().entries(lemma) for lemmas in found for lemma in lemmas)

    def _lemmas(self, folded: str) -> list[str]:
        """Keys of a word's dictionary forms, of those that slots have."""
        entries = dictionary().entries(folded)
        if not entries:
            return self._believed(folded) if self._guessable(folded) else []
        normals = {entry.normal.replace("ё", "е") for entry in entries}
        if self._named.isdisjoint(normals):  # as most; how often it is read so is no matter then
            return []
        if len(normals) == 1 and not any(e.grammemes.startswith("ADJ") for e in entries):
            normal = normals.pop()
            if normal not in self._numbered:
                return [normal]
        return self._believed(folded)

    def _believed(self, folded: str) -> list[str]:
        return [key for key in _lemmas(folded) if key in self._keys]


@lru_cache(maxsize=4096)
def _describes(lemma: str) -> bool:
    """Whether a dictionary form is one of an adjective, and of nothing else."""
    if not lemma.endswith(_DESCRIBING):
        return False
    entries = dictionary().entries(lemma)
    return bool(entries) and all(entry.grammemes.startswith("ADJ") for entry in entries)


def _verb_forms(lemma: str) -> Iterator[str]:
    """Forms of a verb that the dictionary has, too many of which share no stem with it."""
    for entry in dictionary().entries(lemma):
        if entry.pos == "INFN":
            yield from (form.replace("ё", "е") for form in dictionary().forms(entry))


def _noun_stems(lemma: str) -> list[str]:
    """What is left of a noun's forms without three letters or less: «сделка» → сделк, сделок."""
    stem = lemma[:-1] if lemma[-1] in "аеиоуыэюяьй" else lemma
    last = stem[-1:]
    found = [stem]
    if lemma.endswith(_SHORTER):
        found.append(stem[:-1])  # «набережная», «суда»
    elif lemma.endswith("мя"):
        found.append(stem + "ен")  # «семена»
    elif lemma.endswith(("ья", "ье")):
        found += (stem[:-1] + "е", stem[:-1] + "и")  # «свиней», «поголовий»
    if lemma[-1] in "аоя" and last in "кнлцрм" and stem[-2:-1] not in _VOWELS:
        found += (stem[:-1] + "о" + last, stem[:-1] + "е" + last)
        if stem[-2:-1] in ("ь", "й"):
            found.append(stem[:-2] + "е" + last)  # «копейка», «копеек»
    elif _MOBILE.search(stem):
        found += (stem[:-2] + last, stem[:-2] + "ь" + last, stem[:-2] + "й" + last)  # «угля»
    return found


def _lemmas(word: str) -> list[str]:
    """Believable dictionary forms of a folded word, alone and with their number."""
    shares: dict[str, float] = {}
    parses: Iterable[Entry] = dictionary().entries(word)
    if not any(parse.share for parse in parses):
        parses = dictionary().parses(word)
    for parse in parses:
        if not parse.grammemes.startswith("ADJ"):
            lemma = parse.normal.replace("ё", "е")
            grams = parse.grammemes
            number = "/ед" if "sing" in grams else "/мн" if "plur" in grams else ""
            for key in (lemma, lemma + number) if number else (lemma,):
                shares[key] = shares.get(key, 0.0) + parse.share
    return [k for k, share in shares.items() if share >= (WEAK if "/" in k else _RARE)]
