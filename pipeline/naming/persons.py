"""Who is who in one document: mentions of a person joined, the full name in the nominative.

Every mention is read in all cases and both genders (``personal``); a person's gender and surname
are those that explain the most mentions best.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.records import Name
from pipeline.core.span import Span
from pipeline.naming.consistent import stem
from pipeline.naming.personal import (
    CASES,
    PARTICLES,
    PATRONYMIC,
    Reading,
    capitals,
    readings,
)
from pipeline.rules.inflect import dictionary
from pipeline.rules.load import load


@dataclass(frozen=True, slots=True)
class GivenNameRow:
    """A given name that the dictionary lacks, or a family name that stands first."""

    text: str
    kind: str  # m, f; family: Chinese, Korean and Vietnamese family names


@dataclass(slots=True, eq=False)
class Part:
    """A mention taken apart: «К.-Ж. Токаев», «Заур Гасан оглы Мамедли»."""

    name: Name
    words: list[int]  # tokens that may decline, in order
    initials: list[str]
    family: int | None  # token of the family name
    patronymic: int | None
    tokens: list[int]  # all tokens but dots


@dataclass(slots=True, eq=False)
class Person:
    """All mentions of one person."""

    parts: list[Part] = field(default_factory=list)
    gender: str = "m"
    name: str = ""


@cache
def given_names(overlay: Path | None = None) -> tuple[dict[str, str], frozenset[str]]:
    """Genders of given names by nominative, and the family names that stand first."""
    rows = load(GivenNameRow, "given_names", overlay)
    genders = {row.text: row.kind for row in rows if row.kind in "mf"}
    return genders, frozenset(row.text for row in rows if row.kind == "family")


@lru_cache(maxsize=10_000)
def _read(word: str) -> tuple[Reading, ...]:
    """Readings with the rows' given names preferred."""
    genders, _ = given_names()
    found = []
    for r in readings(word):
        gender = genders.get(r.nominative)
        bonus = 0.0 if gender is None else 3.0 if gender == r.gender else -1.0
        found.append(r._replace(weight=r.weight + bonus) if bonus else r)
    return tuple(found)


def take_apart(doc: Doc, name: Name) -> Part:
    """Initials, given names, patronymic and family name of one mention."""
    words = doc.words
    start, stop = name.span
    tokens = [i for i in range(start, stop) if words[i] not in (".", "-", ",", "'")]
    initials, plain = [], []
    for i in tokens:
        dotted = i + 1 < len(words) and words[i + 1] == "." and len(words[i]) <= 2
        if dotted or (len(words[i]) == 1 and len(tokens) > 1):
            initials.append(words[i])
        elif fold(words[i]) not in PARTICLES or len(tokens) == 1:
            plain.append(i)
    patronymic = next((i for i in plain[1:] if _patronymic(words[i], len(plain))), None)
    return Part(
        name, plain, initials, _family(words, plain, patronymic, initials), patronymic, tokens
    )


def _patronymic(word: str, count: int) -> bool:
    """Whether a word is a patronymic; of two words, «Нурлан Серикович» but not «Макаревич»."""
    if len(word) < 6 or not PATRONYMIC.search(word.lower()):
        return False
    if count > 2:
        return True
    entries = dictionary().entries(word.lower())
    if any("Surn" in e.grams for e in entries):
        return False
    return any("Patr" in e.grams for e in entries) or _given(
        re.sub(r"(?:[оеё]вич|[оеё]вн|ьич|ич|ичн)(?:а|у|ем|е|ы|ой)?$", "", word)
    )


def _family(
    words: Sequence[str], plain: list[int], patronymic: int | None, initials: list[str]
) -> int | None:
    if not plain:
        return None
    if len(plain) == 1:
        return plain[0]
    if patronymic == plain[-1]:
        return plain[0] if len(plain) > 2 else None  # «Мирзиёев Шавкат Миромонович»
    first = words[plain[0]]
    _, families = given_names()
    if first in families and not initials and not _surname_like(words[plain[-1]]):
        return plain[0]
    last = words[plain[-1]]
    turned = len(plain) == 2 and _surname_like(first) and not _surname_like(last)
    if turned and not _given(first) and _given(last):
        return plain[0]  # «Иванов Пётр»
    return plain[-1]


def _surname_like(word: str) -> bool:
    return stem(word).endswith(("ов", "ев", "ин", "ын", "ск", "цк", "енко", "енк"))


def _given(word: str) -> bool:
    return any(r.weight >= 3 for r in _read(word))


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
        _settle(doc, group)
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


def _settle(doc: Doc, group: Person) -> None:
    """Choose gender and nominative that explain the mentions best."""
    votes: dict[tuple[str, str], float] = defaultdict(float)
    read = [_hypotheses(doc, part) for part in group.parts]
    for part, options in zip(group.parts, read, strict=True):
        best: dict[tuple[str, str], float] = {}
        for (gender, _), (score, forms) in options.items():
            family = forms.get(part.family, "")
            key = (gender, fold(family))
            best[key] = max(best.get(key, -99.0), score)
        for key, score in best.items():
            if key[1]:
                votes[key] += score + 4  # explaining a mention at all counts most
            else:
                votes[(key[0], "")] += score
    for gender in "mf":  # mentions without a family name vote for the gender alone
        bare = votes.pop((gender, ""), 0.0)
        for key in votes:
            if key[0] == gender:
                votes[key] += bare
        if not votes or all(k[1] == "" for k in votes):
            votes[(gender, "")] = bare
    chosen = max(votes, key=lambda k: (votes[k], k))
    group.gender = chosen[0]
    group.name = _full_name(doc, group, read, chosen)


_OBLIQUE = re.compile(r"[бвгджзклмнпрстфхцчшщ](?:а|у|е|ом|ем)$")
_Options = dict[tuple[str, str], tuple[float, dict[int | None, str]]]


def _hypotheses(doc: Doc, part: Part) -> _Options:
    """Score and nominatives of a mention in each gender and case."""
    words = doc.words
    tags = [parse_tag(doc.tags[i])[1] for i in part.words]
    tables = [{(r.gender, r.case): r for r in _read(words[i])} for i in part.words]
    _, families = given_names()
    eastern = part.family is not None and len(part.words) > 1 and words[part.words[0]] in families
    options: _Options = {}
    around = _around(doc, part)
    for gender in "mf":
        for case in CASES:
            score, forms = 0.2 if case == "Nom" else 0.0, {}
            for n, (i, table, feats) in enumerate(zip(part.words, tables, tags, strict=True)):
                reading = table.get((gender, case))
                if reading is None or (eastern and i != part.words[-1] and reading.weight < 3):
                    loose = eastern and i != part.words[-1]
                    score -= 0.0 if loose else 2.0
                    forms[i] = words[i]
                else:
                    score += reading.weight
                    if eastern and case == "Nom" and _OBLIQUE.search(words[i]):
                        score -= 1.0  # «Ким Чен Ына»
                    forms[i] = reading.nominative
                score += _tagged(feats, gender, case) / (1 if n == 0 or len(tags) < 3 else 2)
            score += _weighed(around, gender, case)
            options[gender, case] = (score, forms)  # type: ignore[assignment]
    return options


def _tagged(feats: dict[str, str], gender: str, case: str) -> float:
    score = 0.0
    told = feats.get("Case")
    if told == case:
        score += 1.0
    elif {told, case} == {"Acc", "Gen"}:
        score += 0.7
    if feats.get("Gender") == ("Masc" if gender == "m" else "Fem"):
        score += 0.6
    return score


_Around = tuple[bool, str | None, str | None, str | None]
_GOVERNS = {
    **dict.fromkeys(("от", "у", "для", "до", "против", "без", "из", "после", "кроме"), "Gen"),
    **dict.fromkeys(("к", "ко", "благодаря", "вопреки"), "Dat"),
    **dict.fromkeys(("с", "со", "перед", "над", "между", "за"), "Ins"),
    **dict.fromkeys(("о", "об", "при"), "Loc"),
}


def _around(doc: Doc, part: Part) -> _Around:
    """A woman's office before the name; the case of any office or that a preposition asks for;
    the gender of a verb after the name.
    """
    start, stop = part.name.span
    woman, office, verb = False, None, None
    asked = _GOVERNS.get(doc.folded[start - 1]) if start else None
    if start:
        pos, feats = parse_tag(doc.tags[start - 1])
        if pos == "NOUN" and feats.get("Animacy") == "Anim":
            office = feats.get("Case")
            woman = feats.get("Gender") == "Fem" and not doc.folded[start - 1].startswith("глав")
    for i in range(stop, min(stop + 3, len(doc))):
        tag = doc.tags[i]
        if tag.startswith("VERB") and "Tense=Past" in tag:
            verb = parse_tag(tag)[1].get("Gender")
            break
    return woman, office, verb, asked


def _weighed(around: _Around, gender: str, case: str) -> float:
    woman, office, verb, asked = around
    score = 1.0 if woman and gender == "f" else 0.0
    if asked == case:
        score += 0.8
    if office == case:
        score += 0.5
    if verb is not None and case == "Nom":
        score += 0.8 if verb == ("Masc" if gender == "m" else "Fem") else -0.3
    return score


def _full_name(doc: Doc, group: Person, read: list[_Options], chosen: tuple[str, str]) -> str:
    """The fullest form of the name, each word in the nominative."""
    gender, family = chosen
    ranked: list[tuple[int, int, int]] = []
    best_forms: list[dict[int | None, str]] = []
    for n, (part, options) in enumerate(zip(group.parts, read, strict=True)):
        fitting = [
            (score, forms)
            for (g, _), (score, forms) in options.items()
            if g == gender and (part.family not in forms or fold(forms[part.family]) == family)
        ] or [(s, f) for (g, _), (s, f) in options.items() if g == gender]
        best_forms.append(max(fitting, key=lambda x: x[0])[1])
        ranked.append((len(part.words), len(part.initials), -n))
    n = -max(ranked)[2]
    part, forms = group.parts[n], best_forms[n]
    patronymic = next(
        (f[p.patronymic] for p, f in zip(group.parts, best_forms, strict=True) if p.patronymic),
        None,
    )
    text = _render(doc, part, forms)
    if patronymic and part.patronymic is None and part.family is not None and len(part.words) > 1:
        surname = forms[part.family]
        if text.endswith(surname):
            text = f"{text[: -len(surname)]}{patronymic} {surname}"
    elif part.family is None:  # «Нурлан Серикович» and «Абдрахманов»
        alone = next(
            (f[p.family] for p, f in zip(group.parts, best_forms, strict=True) if p.family), None
        )
        text = f"{text} {alone}" if alone else text
    return text


def _render(doc: Doc, part: Part, forms: dict[int | None, str]) -> str:
    """A mention's own spelling with its words in the nominative: «К.-Ж. Токаев»."""
    start, stop = part.name.span
    lower = not any(doc.words[i][0].isupper() for i in part.words)
    pieces = []
    for i in range(start, stop):
        word = forms.get(i, doc.words[i])
        if (lower or (word.isupper() and len(word) > 3)) and fold(word) not in PARTICLES:
            word = capitals(word)
        if i > start:
            a, b = doc.chars(Span(i - 1, i))[1], doc.chars(Span(i, i + 1))[0]
            pieces.append(" " if b > a else "")
        pieces.append(word)
    return "".join(pieces)
