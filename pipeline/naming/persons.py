"""Who is who in one document: «Ш. Мирзиёева» and «Шавкат Мирзиёев» joined to one person."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.core.doc import Doc
from pipeline.core.records import Name
from pipeline.naming.consistent import stem
from pipeline.naming.fullname import settle
from pipeline.naming.parts import Part, Person, take_apart


def persons(doc: Doc, names: Sequence[Name]) -> list[Person]:
    """The persons of a document, in the order of their first full mention."""
    parts = [take_apart(doc, name) for name in names]
    groups: list[Person] = []
    by_family: dict[str, list[Person]] = defaultdict(list)
    by_given: dict[str, list[Person]] = defaultdict(list)
    words = doc.words
    full = [p for p in parts if len(p.words) > 1 and p.family is not None]
    for part in full:
        assert part.family is not None
        key = stem(words[part.family])
        group = next((g for g in by_family[key] if _same(doc, g.parts, part)), None)
        if group is None:
            group = Person()
            groups.append(group)
            by_family[key].append(group)
        group.parts.append(part)
        for i in part.words:
            if i not in (part.family, part.patronymic) and group not in by_given[stem(words[i])]:
                by_given[stem(words[i])].append(group)
    for part in parts:
        if len(part.words) > 1 and part.family is not None:
            continue
        group = _home(doc, part, by_family, by_given)
        if group is None:
            group = Person()
            groups.append(group)
            if part.family is not None:
                by_family[stem(words[part.family])].append(group)
        group.parts.append(part)
    for group in groups:
        group.parts.sort(key=lambda p: p.name.span)
        settle(doc, group)
    return sorted(groups, key=lambda g: g.parts[0].name.span)


def _same(doc: Doc, parts: list[Part], new: Part) -> bool:
    """Whether a full name is another form of those of the group (given names agree)."""
    words = doc.words
    mine = {stem(words[i]) for i in new.words if i not in (new.family, new.patronymic)}
    for part in parts:
        theirs = {stem(words[i]) for i in part.words if i not in (part.family, part.patronymic)}
        if mine and theirs and (mine <= theirs or theirs <= mine):
            return True
        if part.initials and not theirs:
            return any(word[:1] == part.initials[0].lower()[:1] for word in mine)
    return False


def _home(
    doc: Doc, part: Part, by_family: dict[str, list[Person]], by_given: dict[str, list[Person]]
) -> Person | None:
    """The person that a short mention means: the one named last before it, else the next one."""
    words = doc.words
    candidates: list[Person] = []
    if part.family is not None:
        key = stem(words[part.family])
        candidates = by_family.get(key, [])
        if part.initials:
            letter = part.initials[0][0]
            candidates = [g for g in candidates if letter in _letters(doc, g)]
        elif not candidates:
            candidates = by_given.get(key, []) or _near(key, by_family)
    elif part.words:  # «Нурлан Серикович»
        candidates = by_given.get(stem(words[part.words[0]]), [])
    if not candidates:
        return None
    here = part.name.span.start
    before = [g for g in candidates if any(p.name.span.start < here for p in g.parts)]
    if before:
        return max(
            before,
            key=lambda g: max(p.name.span.start for p in g.parts if p.name.span.start < here),
        )
    return candidates[0]


def _letters(doc: Doc, group: Person) -> set[str]:
    found = set()
    for part in group.parts:
        found |= {x[0] for x in part.initials[:1]}
        given = next((i for i in part.words if i != part.family), None)
        if given is not None:
            found.add(doc.words[given][0])
    return found


def _near(key: str, by_family: dict[str, list[Person]]) -> list[Person]:
    """A slip of the pen: «Арзинба», «Ардзинба»."""
    if len(key) < 5:
        return []
    close = [groups for other, groups in by_family.items() if _one_letter(key, other)]
    return close[0] if len(close) == 1 and len(close[0]) == 1 else []


def _one_letter(a: str, b: str) -> bool:
    if a[:2] != b[:2] or abs(len(a) - len(b)) > 1 or a == b:
        return False
    at = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    if len(a) == len(b):
        return False
    return a[at + 1 :] == b[at:] or a[at:] == b[at + 1 :]
