"""Words typed in two alphabets: «MсKinsеy» with Cyrillic «с» and «е»."""

import re
from functools import lru_cache

_ANY_LATIN = re.compile("[A-z]").search  # most words need no second look
_CYRILLIC, _LATIN = "АВЕКМНОРСТХУаеорсухіјѕ", "ABEKMHOPCTXYaeopcyxijs"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)


def mixed(word: str) -> bool:
    """Whether a word holds letters of both alphabets that look alike."""
    if len(word) < 4 or word.isascii() or _ANY_LATIN(word) is None:
        return False
    return one_script(word) != word


@lru_cache(maxsize=4096)
def one_script(word: str) -> str:
    """The word in the alphabet that most of its letters allow; else as it is."""
    latin = sum("A" <= c <= "z" for c in word)
    if not latin or latin == len(word) or "-" in word:
        return word
    cyrillic = sum("А" <= c <= "ё" for c in word)
    if not cyrillic:
        return word
    first, second = (_TO_LATIN, _TO_CYRILLIC) if latin >= cyrillic else (_TO_CYRILLIC, _TO_LATIN)
    for table in (first, second):
        told = word.translate(table)
        if told.isascii() or not any(c.isascii() and c.isalpha() for c in told):
            return told
    return word
