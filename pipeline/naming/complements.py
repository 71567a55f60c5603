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


def complements(doc: Doc, found: list[Found], vocabulary: Words, heads: set[int]) -> list[Found]:
    """The rest of a genitive list: «[Министерство инвестиций], промышленности и торговли»."""
    folded = doc.folded
    headed = [
        n
        for n, (start, stop, kind, _) in enumerate(found)
        if kind == "ORG" and not heads.isdisjoint(range(start, stop))
    ]
    taken = {i for name in found for i in range(name.start, name.stop)} if headed else set()
    out = list(found)
    for n in headed:
        name, stop = found[n], found[n].stop
        if stop - name.start > 1 and folded[stop - 1] in vocabulary.institutions:
            stop = _field(doc, name, taken, vocabulary) or stop
        if _genitive_noun(doc, stop - 1) or folded[stop - 1] in vocabulary.listing:
            stop = _run(doc, stop, taken, vocabulary)
        if stop != name.stop:
            out[n] = name._replace(stop=stop, rule="complement")
    return out


# What a body has without its being part of the name: «Верховный суд страны».
_NO_FIELD = noun_forms(
    [
        *("страна", "республика", "государство", "регион", "область", "город", "край", "район"),
        *("год", "месяц", "неделя", "день", "дом", "организация", "компания", "штат", "сторона"),
        *("сотрудник", "представитель", "участник", "глава", "рубль", "доллар", "созыв"),
    ]
)


def _field(doc: Doc, name: Found, taken: set[int], vocabulary: Words) -> int | None:
    """Past the field of a body whose name seems to end: «Канадский институт [климата]»."""
    if name.rule.startswith(("gazetteer", "country")) or not doc.tags[name.start].startswith("ADJ"):
        return None
    stop = _phrase(doc, name.stop, taken, vocabulary)
    return None if stop is None or doc.folded[stop - 1] in _NO_FIELD else stop


def lowered(doc: Doc, found: list[Found], vocabulary: Words, bodies: list[int]) -> list[Found]:
    """Bodies in lower case with their field and their owner: «агентство по … [Пентагона]»."""
    starts = {name.start: name for name in found if name.type != "PER"}
    taken = {i for name in found for i in range(name.start, name.stop)}
    out = found
    for i in bodies:
        if i in taken:
            continue
        at = i + 1 if doc.folded[i] in vocabulary.owned else _purpose(doc, i + 1, taken, vocabulary)
        owner = starts.get(at) if at is not None else None
        whose = owner is not None and (owner.type == "ORG" or owner.rule.startswith("country"))
        if owner is not None and whose and _case(doc, owner.start) in ("Gen", None):
            out = [name for name in out if name != owner]
            out.append(Found(i, owner.stop, "ORG", "lower case"))
    return out if out is found else sorted(out)


def _purpose(doc: Doc, at: int, taken: set[int], vocabulary: Words) -> int | None:
    """Past «по ценным бумагам», «по сотрудничеству в области обороны», lower case."""
    words, tags = doc.words, doc.tags
    if words[at : at + 1] != ["по"]:
        return None
    noun = False
    i = at + 1
    while i < min(len(words), at + 12) and i not in taken:
        word = words[i]
        case = _case(doc, i)
        if tags[i].startswith("NOUN") and word.islower():
            if case not in ("Dat", "Gen", "Loc") or (case == "Loc" and words[i - 1] != "в"):
                return None
            noun = True
        elif not (tags[i].startswith("ADJ") and word.islower()) and word not in ("и", "в", ","):
            return None
        i += 1
    return i if noun else None


def ministries(
    doc: Doc, found: list[Found], vocabulary: Words, heads: list[int]
) -> Iterator[Found]:
    """Ministries in lower case: «министерство финансов Сербии»."""
    taken = {i for name in found for i in range(name.start, name.stop)}
    for i in heads:
        stop = _phrase(doc, i + 1, taken, vocabulary) if i not in taken else None
        if stop is not None:
            yield Found(i, _run(doc, stop, taken, vocabulary), "ORG", "ministry")


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
