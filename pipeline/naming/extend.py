"""How far a name goes: «Министерство инвестиций, промышленности и торговли Узбекистана».

The network stops at commas and before the country. Whether the name goes on is told by its head
(a word for an institution) and by the genitives after it, which the tags tell.
"""

from collections.abc import Iterable, Iterator

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.naming.countries import Countries
from pipeline.naming.quotes import QUOTES
from pipeline.naming.repair import Found
from pipeline.naming.words import Words

# Bodies that nobody has a branch of: «ООН Узбекистана» is no name.
_WHOLE = frozenset({"США", "СССР", "РФ", "ТАСС", "РБК", "РИА", "СНГ", "ЕС", "ООН", "НАТО"})
_HEADS_OF_STATE = frozenset({"президенте", "губернаторе", "премьер-министре", "главе", "мэре"})
_FUSED = ("мин", "гос", "нац", "ген")  # Минтруд, Госкомстат, Нацбанк, Генштаб


def institution(word: str, vocabulary: Words) -> bool:
    """Whether a country in the genitive after the word belongs to its name: МИД, Минтруд, банк."""
    if fold(word) in vocabulary.institutions:
        return True
    bare = word[:-2] if word.endswith("ом") else word[:-1] if word[-1] in "ауе" else word
    if bare.isupper() and bare.isalpha() and 2 <= len(bare) <= 6:
        return bare[0] >= "А" and bare not in _WHOLE
    return word[0] in "МГН" and len(word) > 5 and fold(word).startswith(_FUSED)


def _has_head(doc: Doc, name: Found, vocabulary: Words) -> bool:
    return any(institution(word, vocabulary) for word in doc.words[name.start : name.stop])


def _case(doc: Doc, i: int) -> str | None:
    return parse_tag(doc.tags[i])[1].get("Case")


def genitives(doc: Doc, found: Iterable[Found], vocabulary: Words) -> Iterator[Found]:
    """Join an institution and the place or body in the genitive right after it.

    «[Верховного суда] [США]», «[МЧС] по [Москве]», «[Институт экономики] [РАН]»; an alias of the
    same letters stays apart («[Федеральная налоговая служба] [ФНС]»).
    """
    blocks = doc.columns["block"]
    held: Found | None = None
    for name in found:
        if (
            held is not None
            and 0 <= name.start - held.stop <= 1
            and blocks[held.start] == blocks[name.start]
            and _joins(doc, held, name, vocabulary)
        ):
            held = held._replace(stop=name.stop, rule="genitive")
            continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def _joins(doc: Doc, left: Found, right: Found, vocabulary: Words) -> bool:
    words = doc.words
    if left.type != "ORG" or right.type == "PER" or not _has_head(doc, left, vocabulary):
        return False
    if right.start == left.stop + 1:
        return words[left.stop] == "по" and right.type == "LOC" and _agency(words[left.start])
    if right.start != left.stop:
        return False
    if right.type == "LOC":
        return _case(doc, right.start) in ("Gen", None)
    return _case(doc, right.start) in ("Gen", None) and not _alias(words, left, right)


def no_adjectives(found: list[Found], adjectives: set[int]) -> list[Found]:
    """Names but for lone adjectives of countries: «[Узбекско-турецкий] форум»."""
    return [name for name in found if name.start not in adjectives or name.stop - name.start > 1]


def named_after(doc: Doc, found: Iterable[Found]) -> Iterator[Found]:
    """«[Театр им]. [Йозефа Бойса]», «[Университет] имени [Бируни]» are one name."""
    folded = doc.folded
    held: Found | None = None
    for name in found:
        if held is not None and held.type == "ORG" and name.type in ("PER", "ORG", "LOC"):
            between = [w for w in folded[held.stop : name.start] if w != "."]
            last = folded[held.stop - 1]
            if between in (["им"], ["имени"]) or (not between and last in ("им", "имени")):
                held = held._replace(stop=name.stop, rule="named after")
                continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def joint(
    doc: Doc, found: list[Found], countries: Countries, adjectives: set[int]
) -> Iterator[Found]:
    """Both countries of a joint body: «узбекско-азербайджанской [Инвестиционной компании]»."""
    words, tags = doc.words, doc.tags
    for name in found:
        i = name.start - 1
        pair = i in adjectives and name.type == "ORG" and tags[name.start][:3] == "ADJ"
        if pair and len(countries.adjective(words[i])) > 1 and words[i][-2:] == words[i + 1][-2:]:
            name = name._replace(start=i, rule="joint")
        yield name


def attached(doc: Doc, found: list[Found], vocabulary: Words) -> Iterator[Found]:
    """«[Следственный комитет] при прокуратуре», «[МЧС по Петербургу] и Ленобласти»."""
    folded, tags = doc.folded, doc.tags
    taken = {i for name in found for i in range(name.start, name.stop)}
    for name in found:
        at = name.stop
        if (
            name.type == "ORG"
            and at + 1 < len(folded)
            and folded[at] == "при"
            and at + 1 not in taken
            and tags[at + 1].startswith("NOUN")
            and _case(doc, at + 1) == "Loc"
            and (folded[at + 1] in vocabulary.institutions or folded[at + 1] in _HEADS_OF_STATE)
            and _has_head(doc, name, vocabulary)
        ):
            yield name._replace(stop=at + 2, rule="attached")
        else:
            yield name


def _agency(word: str) -> bool:
    return word.isupper() or fold(word).startswith(("управлени", "главн", "прокуратур", "следств"))


def _alias(words: list[str], left: Found, right: Found) -> bool:
    """Whether the right name abbreviates the left one."""
    letters = words[right.start]
    if right.stop - right.start > 1 or not letters.isupper():
        return right.stop - right.start == 1
    first = "".join(w[0] for w in words[left.start : left.stop] if len(w) > 2).upper()
    at = met = 0
    for letter in letters:
        where = first.find(letter, at)
        if where >= 0:
            met, at = met + 1, where + 1
    return 2 * met >= len(letters)


def institutions(doc: Doc, found: list[Found], vocabulary: Words) -> list[Found]:
    """Bodies that were taken for places: «[Корейский Эксимбанк]»."""
    folded, out = doc.folded, found
    for n, (start, stop, kind, rule) in enumerate(found):
        if kind == "LOC" and stop - start > 1 and not rule.startswith(("gazetteer", "country")):
            last = folded[stop - 1]
            if last in vocabulary.institutions or last.rstrip("аеуом").endswith("банк"):
                out = list(found) if out is found else out
                out[n] = Found(start, stop, "ORG", "institution")
    return out


def places(
    doc: Doc, found: list[Found], vocabulary: Words, adjectives: list[int], nouns: list[int]
) -> list[Found]:
    """An adjective's noun: «[Канадских] прерий», «Транскаспийского международного маршрута».

    ``adjectives`` are tokens with a capital, ``nouns`` those that may be generic ones.
    """
    tags, words, sentence = doc.tags, doc.words, doc.columns["sentence"]
    before = {i for noun in nouns for i in range(noun - 4, noun)}
    out = list(found)
    for n, (_, last, kind, _) in enumerate(found):
        if last - 1 in before and kind == "LOC":
            stop = _generic(doc, last - 1, vocabulary)
            if stop is not None:
                out[n] = found[n]._replace(stop=stop, rule="geography")
    alone = [i for i in adjectives if i in before and tags[i].startswith("ADJ")]
    taken = {i for name in found for i in range(name.start, name.stop)} if alone else set()
    for i in alone:
        if i in taken or words[i].isupper():
            continue
        if i and sentence[i] == sentence[i - 1] and words[i - 1] not in QUOTES:
            stop = _generic(doc, i, vocabulary)
            if stop is not None and taken.isdisjoint(range(i, stop)):
                out.append(Found(i, stop, "LOC", "geography"))
    return out


def _generic(doc: Doc, i: int, vocabulary: Words) -> int | None:
    """Past the generic noun of the adjective at ``i``, which stands in the same case."""
    folded, tags, words = doc.folded, doc.tags, doc.words
    if not tags[i].startswith("ADJ"):
        return None
    at = i + 1
    while at < len(folded) and at < i + 4 and tags[at].startswith("ADJ") and words[at].islower():
        at += 1
    if at < len(folded) and folded[at] in vocabulary.geography and words[at].islower():
        return at + 1 if _case(doc, at) == _case(doc, i) else None
    return None
