"""What a word by itself may be: an adjective before a noun, a genitive, an accusative."""

from collections.abc import Iterator
from functools import lru_cache

from pipeline.core.lexicon import fold
from pipeline.rules.inflect import dictionary

ENDINGS = {"ого", "его", "ому", "ему", "ыми", "ими", "ая", "яя", "ое", "ее", "ые", "ие", "ый"}
ENDINGS |= {"ий", "ой", "ей", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ою", "ею"}
_AGREEING = ("ADJF", "PRTF")
WEAK = 0.15  # a case or number below this share of a word's readings is not believed


def stems(word: str) -> Iterator[str]:
    """Stems that the folded word has if it is an adjective: «пищевого» → пищев."""
    for length in (3, 2):
        if word[-length:] in ENDINGS:
            yield word[:-length]


@lru_cache(maxsize=8192)
def is_adjective(word: str) -> bool:
    """Whether a word stands before nouns and agrees: adjective, participle, «других», «наших»."""
    folded = fold(word)
    plain = folded.removesuffix("ся")
    if plain[-2:] not in ENDINGS and plain[-3:] not in ENDINGS:
        return folded in ("наш", "ваш", "их", "его", "ее", "весь", "всех", "всего", "свой")
    known = dictionary().entries(folded)
    if known and not any(entry.grammemes.startswith(_AGREEING) for entry in known):
        return False  # «заводом»: most words are settled without weighing their readings
    parses = dictionary().parses(folded)
    return any(p.grammemes.startswith(_AGREEING) and p.share >= WEAK for p in parses[:4])


@lru_cache(maxsize=4096)
def is_genitive(word: str) -> bool:
    """Whether a word may be a noun in the genitive: «школ», «завода»."""
    if not word[0].isalpha():
        return False
    parses = dictionary().parses(word)
    return any(p.pos == "NOUN" and "gent" in p.grams and p.share >= WEAK for p in parses)


@lru_cache(maxsize=4096)
def is_accusative(word: str) -> bool:
    """Whether a noun is in the accusative, not in the locative: «в больницу», not «в больнице»."""
    grams = [p.grams for p in dictionary().parses(word) if p.pos == "NOUN"]
    return any("accs" in g for g in grams) and not any({"loct", "loc2"} & g for g in grams)
