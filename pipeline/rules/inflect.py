"""From a dictionary form to all its forms: rules are inflected at load, never the text."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.core.lexicon import fold
from pipeline.rules.dictionary import analyzer, dictionary
from pipeline.rules.entries import Entry

__all__ = ["Reading", "analyzer", "dictionary", "forms", "readings", "slots"]


# Masculine nouns by their last letter, each with a word of the dictionary that goes the same way.
_LIKE = (
    (tuple("кгх"), "банк"),
    (tuple("жшчщ"), "гараж"),
    (tuple("бвдзлмнпрстф"), "магазин"),
)


@cache
def forms(lemma: str, pos: str | None = None) -> frozenset[str]:
    """All forms of a dictionary word, folded: «манат» → манат, маната, манатов …

    ``pos`` (an OpenCorpora part of speech: NOUN, ADJF, VERB …) keeps the readings of that kind
    only. The word may stand in another nominative («лёгкая», «гриндеры»). One that the dictionary
    lacks is inflected by pymorphy's best guess of its paradigm, else, where it ends as a masculine
    noun does, like one («биткоин» like «магазин»); one that fits nothing is left.
    """
    folded = fold(lemma)
    known = dictionary().entries(lemma.lower())
    entries = known or dictionary().guesses(lemma)
    entries = [e for e in entries if pos in (None, e.pos)]
    chosen = [e for e in entries if fold(e.normal) == folded]
    chosen = chosen or [e for e in entries if "nomn" in e.grams]
    if not known:
        chosen = chosen[:1]
    if any(entry.paradigm < 0 for entry in chosen):
        return _forms_by_parts(lemma, folded)
    found = {fold(form) for entry in chosen for form in dictionary().forms(entry)}
    if not chosen and folded.isalpha() and pos in (None, "NOUN"):
        like = next((noun for ends, noun in _LIKE if folded.endswith(ends)), None)
        if like is not None:
            found = {folded + form[len(like) :] for form in forms(like)}
    return frozenset(found | {folded})


def _forms_by_parts(lemma: str, folded: str) -> frozenset[str]:
    """Forms of «премьер-министр» and the like, which several paradigms make together."""
    parses = analyzer().parse(lemma)
    chosen = [p for p in parses if fold(p.normal_form) == folded]
    chosen = chosen or [p for p in parses if "nomn" in p.tag]
    found = {fold(f.word) for p in chosen[:1] for f in p.lexeme if _phrasal(p.tag, f.tag)}
    return frozenset(found | {folded})


def _phrasal(parse: Any, form: Any) -> bool:
    return parse.POS != "ADJF" or (form.POS == "ADJF" and "Supr" not in form)


def slots(phrase: str) -> tuple[frozenset[str], ...]:
    """Slots of a phrase, each with the folded forms that may stand in it.

    Words are split at blanks. A word with a trailing «!» stands exactly as written («по!»,
    «хозяйства!»); words after a «+» stay as they are, too: «министерство + энергетики» inflects
    only the head. Of «мегаватт~час» what stands behind the «~» is inflected: «мегаватт-часов». A
    slot may offer several words: «лёгкая|легкая промышленность».
    """
    head, _, fixed = phrase.partition("+")
    found = [_slot(word) for word in head.split()]
    found += [frozenset({fold(word)}) for word in fixed.split()]
    return tuple(found)


def _slot(word: str) -> frozenset[str]:
    found: set[str] = set()
    for option in word.split("|"):
        if option.endswith("!"):
            found.add(fold(option[:-1]))
        elif "~" in option:
            first, _, last = option.rpartition("~")
            found.update(f"{fold(first)}-{form}" for form in forms(last))
        else:
            found |= forms(option)
    return frozenset(found)


class Reading(NamedTuple):
    """One way to read a word by itself, in OpenCorpora's terms."""

    lemma: str  # lower case, with ё
    pos: str  # NOUN, ADJF, INFN …; a verb's forms, participles too, have the infinitive as lemma
    number: str  # sing, plur, or empty
    case: str  # nomn, gent, … or empty


@lru_cache(maxsize=1 << 12)
def readings(word: str) -> tuple[Reading, ...]:
    """All ways to read one word of the text, best first.

    About 20 µs a new word: ask it of the few words beside something found, never of every token.

    >>> readings("предприятий")
    (Reading(lemma='предприятие', pos='NOUN', number='plur', case='gent'),)
    """
    found = dictionary().parses(word)
    return tuple([Reading(entry.normal, *_marks(entry.grammemes)) for entry in found])


@lru_cache(maxsize=1 << 10)
def _marks(grammemes: str) -> tuple[str, str, str]:
    """Part of speech, number and case; there are some hundred kinds of readings."""
    entry = Entry("", grammemes, 0.0, "", 0, 0)
    return entry.pos, entry.number, entry.case
