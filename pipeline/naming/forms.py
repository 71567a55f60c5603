"""Names of places and organisations in the nominative.

The head declines with the adjectives before it, the complement stays: «Министерства энергетики
Узбекистана» → Министерство энергетики Узбекистана. Which case a form stands in, the tags say;
where the document has the name in the nominative elsewhere, that decides.
"""

from collections.abc import Iterable

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.span import Span
from pipeline.naming.cases import LONG, adjective_nominative, noun_nominative, singular
from pipeline.naming.consistent import stem
from pipeline.naming.personal import capitals
from pipeline.rules.inflect import dictionary

_SINGULAR = ("ий", "ый", "ая", "ое", "ой", "ую", "ого", "ому", "ом", "его", "ему", "ем", "ей")
# What case a preposition asks for, where the tag says nominative of a name that it cannot be.
_GOVERNS = {
    "в": "Loc", "во": "Loc", "на": "Loc", "о": "Loc", "об": "Loc", "при": "Loc",
    "из": "Gen", "от": "Gen", "до": "Gen", "для": "Gen", "у": "Gen", "без": "Gen", "около": "Gen",
    "близ": "Gen", "против": "Gen", "кроме": "Gen", "к": "Dat", "ко": "Dat", "по": "Dat",
    "с": "Ins", "со": "Ins", "под": "Ins", "над": "Ins", "между": "Ins", "перед": "Ins",
}  # fmt: skip


def nominative(doc: Doc, span: Span) -> str:
    """The name at the span in the nominative, written as the source writes it."""
    words, tags = doc.words, doc.tags
    start, stop = span
    head = _head(tags, words, start, stop)
    if head is None:
        return text(doc, span, {})
    feats = parse_tag(tags[head])[1]
    case = _case(doc, start, head, feats)
    plural = feats.get("Number") == "Plur"
    gender = feats.get("Gender", "Masc")
    forms: dict[int, str] = {}
    if plural and head > start and words[head - 1].lower().endswith(_SINGULAR):
        plural = False  # «[Херсонской областей]» of «Запорожской и Херсонской областей»
        forms[head], gender = singular(words[head])
        for i in range(start, head):
            forms[i] = adjective_nominative(words[i], gender, False)
        return text(doc, span, forms)
    if case == "Nom":
        return text(doc, span, {})
    if head == start and stop == start + 1 and _shaped(words[head], tags[head]):
        forms[head] = _lone_adjective(words[head])
        return text(doc, span, forms)
    noun, gender, plural = noun_nominative(words[head], case, gender, plural, head - start > 0)
    forms[head] = noun
    for i in range(start, head):
        if tags[i].startswith(("ADJ", "DET", "VERB")) or words[i].lower().endswith(_RELATIVE):
            forms[i] = adjective_nominative(words[i], gender, plural)
    return text(doc, span, forms)


def shared(doc: Doc, adjective: int, noun: int) -> str:
    """An adjective with the generic word of the next one: «[Херсонской] и … [областях]»."""
    form, gender = singular(doc.words[noun])
    return f"{adjective_nominative(doc.words[adjective], gender, False)} {form}"


def _shaped(word: str, tag: str) -> bool:
    low = word.lower()
    return low.endswith(_RELATIVE) or (tag.startswith("ADJ") and low.endswith(LONG))


def _lone_adjective(word: str) -> str:
    """A street or a station by its adjective: «на Базарной» → Базарная."""
    low = word.lower()
    if low.endswith(("ая", "яя", "ий", "ый", "ое", "ее", "ие", "ые")):
        return word
    plural = low.endswith(("их", "ых", "ими", "ыми"))
    gender = "Fem" if low.endswith(("ой", "ей", "ую", "юю")) else "Masc"
    return adjective_nominative(word, gender, plural)


_RELATIVE = tuple(
    "ск" + e for e in ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
)


def _head(tags: list[str], words: list[str], start: int, stop: int) -> int | None:
    """The first noun, if nothing but adjectives stands before it."""
    for i in range(start, stop):
        if words[i][0] < "А" or not words[i][0].isalpha():
            return None
        more = i + 1 < stop and tags[i + 1].startswith(("ADJ", "NOUN"))
        if more and words[i].lower().endswith(_RELATIVE):
            continue  # «Самаркандского государственного …», whatever its tag
        if tags[i].startswith(("NOUN", "PROPN")):
            return i
        if not tags[i].startswith(("ADJ", "DET", "VERB")) or i == stop - 1:
            return stop - 1 if i == stop - 1 else None
    return None


def _case(doc: Doc, start: int, head: int, feats: dict[str, str]) -> str:
    """The case by tag, or by the preposition before where the tag says none or nominative."""
    case = feats.get("Case")
    if case in ("Nom", None) and start:
        i = start - 1
        while i >= max(0, start - 4) and (doc.tags[i].startswith("ADJ") or doc.words[i] in '«"„“('):
            i -= 1
        asked = _GOVERNS.get(doc.folded[i]) if i >= 0 and doc.words[i] not in '«"„“' else None
        if asked is not None and doc.tags[i].startswith("ADP"):
            return asked
    return case or "Nom"


def text(doc: Doc, span: Span, forms: dict[int, str]) -> str:
    """The name's words, some in other forms, with blanks as single spaces."""
    if span.stop == span.start + 1:
        return forms.get(span.start, doc.words[span.start])
    pieces: list[str] = []
    last = -1
    for i in range(*span):
        start, stop = doc.chars(Span(i, i + 1))
        if pieces and start > last:
            pieces.append(" ")
        pieces.append(forms.get(i, doc.words[i]))
        last = stop
    return "".join(pieces)


def best_known(doc: Doc, spans: Iterable[Span]) -> dict[tuple[str, ...], str]:
    """For each name (its stems) the form that the document has in the nominative, if any."""
    found: dict[tuple[str, ...], str] = {}
    sure: dict[tuple[str, ...], str] = {}
    words, folded, tags = doc.words, doc.folded, doc.tags
    for span in spans:
        head = _head(tags, words, *span)
        if head is None:
            continue
        feats = parse_tag(tags[head])[1]
        case = feats.get("Case")
        if case not in ("Nom", "Acc"):
            continue
        word = folded[head]
        bare = feats.get("Gender") == "Masc" and word[-1] not in "аеёиоуыэюяь"
        bare = bare and head == span.start
        before = folded[span.start - 1] if span.start else ""
        named = case == "Nom" and before not in _GOVERNS
        if bare or named:
            key = tuple([stem(w) for w in words[span.start : span.stop]])
            written = text(doc, span, {})
            if bare:
                sure[key] = written  # «в Черноморск» is the nominative, too
            if named:
                found.setdefault(key, written)
    return found | sure


def yo(written: str, doc: Doc, span: Span) -> str:
    """A row's nominative with «ё» only where the source keeps it."""
    plain = written.replace("ё", "е").replace("Ё", "Е")
    return plain if plain == written or "ё" not in doc.extract(span).lower() else written


def calm(word: str) -> str:
    """A headline's capitals: «СТАМБУЛ» → Стамбул."""
    if "-" in word and word.isupper() and len(word) > 5:
        return capitals(word)  # «НУР-СУЛТАН»
    shouted = word.isupper() and len(word) > 4 and dictionary().entries(word.lower())
    return word.capitalize() if shouted else word
