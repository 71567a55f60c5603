"""What an institution is for: «Министерство инвестиций, промышленности и торговли».

The network stops at commas; a list in the genitive that «и» closes goes on, and institutions in
lower case are names where their whole name stands there.
"""

from collections.abc import Iterator

from pipeline.core.doc import Doc, parse_tag
from pipeline.naming.repair import Found
from pipeline.naming.words import Words, noun_forms


def _case(doc: Doc, i: int) -> str | None:
    return parse_tag(doc.tags[i])[1].get("Case")


# A noun that begins somebody else's name or office: «Министерства энергетики и компании «Эн»».
_ENDS = noun_forms(("министр", "глава", "президент", "директор", "председатель", "заместитель"))


def complements(doc: Doc, found: list[Found], vocabulary: Words) -> Iterator[Found]:
    """The rest of a genitive list: «[Министерство инвестиций], промышленности и торговли»."""
    folded = doc.folded
    taken = {i for name in found for i in range(name.start, name.stop)}
    for name in found:
        if name.type != "ORG" or not any(
            w in vocabulary.listing for w in folded[name.start : name.stop]
        ):
            yield name
            continue
        stop = name.stop
        if _genitive_noun(doc, stop - 1) or folded[stop - 1] in vocabulary.listing:
            stop = _run(doc, stop, taken, vocabulary)
        yield name if stop == name.stop else name._replace(stop=stop, rule="complement")


def ministries(doc: Doc, found: list[Found], vocabulary: Words) -> Iterator[Found]:
    """Ministries in lower case: «министерство финансов Сербии»."""
    taken = {i for name in found for i in range(name.start, name.stop)}
    for i in doc.find(_ministry):
        stop = _phrase(doc, i + 1, taken, vocabulary) if i not in taken else None
        if stop is not None:
            yield Found(i, _run(doc, stop, taken, vocabulary), "ORG", "ministry")


def _ministry(word: str) -> bool:
    return word.startswith("министерств")


def _genitive_noun(doc: Doc, i: int) -> bool:
    return doc.tags[i].startswith("NOUN") and _case(doc, i) == "Gen" and doc.words[i][0].islower()


def _phrase(doc: Doc, at: int, taken: set[int], vocabulary: Words) -> int | None:
    """Past one «(adjective)* noun» in the genitive, lower case: «водного хозяйства»."""
    tags, words = doc.tags, doc.words
    start = at
    while at < len(words) and at not in taken and words[at][0].islower() and at < start + 4:
        if _case(doc, at) != "Gen":
            return None
        if tags[at].startswith("NOUN"):
            word = doc.folded[at]
            ends = word in _ENDS or word in vocabulary.institutions or "Animacy=Anim" in tags[at]
            return None if ends else at + 1
        if not tags[at].startswith(("ADJ", "VERB")):
            return None
        at += 1
    return None


def _run(doc: Doc, stop: int, taken: set[int], vocabulary: Words) -> int:
    """Past «, промышленности и торговли»: a list that is closed by «и»."""
    words = doc.words
    at, closed = stop, stop
    sentence = doc.columns["sentence"]
    while at < len(words) and sentence[at] == sentence[stop - 1]:
        if words[at] not in (",", "и"):
            break
        last = words[at] == "и"
        after = _phrase(doc, at + 1, taken, vocabulary)
        if after is None:
            break
        at = after
        if last:
            closed = at
            break
    return closed
