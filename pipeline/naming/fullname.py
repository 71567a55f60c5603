"""A person's gender and full name in the nominative, from all mentions together.

Each mention is read in every case and both genders; the gender and the family name that explain
the most mentions best are the person's.
"""

import re
from collections import defaultdict
from functools import lru_cache

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.naming.parts import Part, Person, given_names, read
from pipeline.naming.personal import CASES, PARTICLES, capitals

_GOVERNS = {
    **dict.fromkeys(("от", "у", "для", "до", "против", "без", "из", "после", "кроме"), "Gen"),
    **dict.fromkeys(("к", "ко", "благодаря", "вопреки"), "Dat"),
    **dict.fromkeys(("с", "со", "перед", "над", "между", "за"), "Ins"),
    **dict.fromkeys(("о", "об", "при"), "Loc"),
}


_Around = tuple[bool, str | None, str | None, str | None]


_Options = dict[tuple[str, str], tuple[float, dict[int, str]]]


_OBLIQUE = re.compile(r"[бвгджзклмнпрстфхцчшщ](?:а|у|е|ом|ем)$")


def settle(doc: Doc, group: Person) -> None:
    """Choose gender and nominative that explain the mentions best."""
    votes: dict[tuple[str, str], float] = defaultdict(float)
    read = [_hypotheses(doc, part) for part in group.parts]
    for part, options in zip(group.parts, read, strict=True):
        best: dict[tuple[str, str], float] = {}
        for (gender, _), (score, forms) in options.items():
            family = forms.get(part.family, "") if part.family is not None else ""
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


def _hypotheses(doc: Doc, part: Part) -> _Options:
    """Score and nominatives of a mention in each gender and case."""
    words, tags = doc.words, doc.tags
    spelt = tuple(words[i] for i in part.words)
    eastern = part.family is not None and len(spelt) > 1 and spelt[0] in given_names()[1]
    told = tuple(tags[i] for i in part.words)
    around = _around(doc, part)
    return {
        (gender, case): (
            score + _weighed(around, gender, case),
            dict(zip(part.words, forms, strict=True)),
        )
        for gender, case, score, forms in _scored(spelt, told, eastern)
    }


@lru_cache(maxsize=16_384)
def _scored(
    words: tuple[str, ...], tags: tuple[str, ...], eastern: bool
) -> list[tuple[str, str, float, tuple[str, ...]]]:
    """The same from the words and their tags alone; names come again and again."""
    feats = [parse_tag(tag)[1] for tag in tags]
    agreement = [_tagged(f.get("Case"), f.get("Gender")) for f in feats]
    tables = [{(r.gender, r.case): r for r in read(word)} for word in words]
    found = []
    for gender in "mf":
        for case in CASES:
            score, forms = 0.2 if case == "Nom" else 0.0, list(words)
            for n, (word, table) in enumerate(zip(words, tables, strict=True)):
                reading = table.get((gender, case))
                inner = eastern and n + 1 < len(words)
                if reading is None or (inner and reading.weight < 3):
                    score -= 0.0 if inner else 2.0
                else:
                    score += reading.weight
                    if eastern and case == "Nom" and _OBLIQUE.search(word):
                        score -= 1.0  # «Ким Чен Ына»
                    forms[n] = reading.nominative
                score += agreement[n][gender, case] / (1 if n == 0 or len(words) < 3 else 2)
            found.append((gender, case, score, tuple(forms)))
    return found


@lru_cache(maxsize=512)
def _tagged(told: str | None, sex: str | None) -> dict[tuple[str, str], float]:
    """How well each gender and case agree with a tag's."""
    found = {}
    for gender in "mf":
        for case in CASES:
            score = 0.6 if sex == ("Masc" if gender == "m" else "Fem") else 0.0
            if told == case:
                score += 1.0
            elif (told, case) in (("Acc", "Gen"), ("Gen", "Acc")):
                score += 0.7
            found[gender, case] = score
    return found


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
    best_forms: list[dict[int, str]] = []
    for n, (part, options) in enumerate(zip(group.parts, read, strict=True)):
        fitting = [
            (score, forms)
            for (g, _), (score, forms) in options.items()
            if g == gender and (part.family is None or fold(forms[part.family]) == family)
        ] or [(s, f) for (g, _), (s, f) in options.items() if g == gender]
        best_forms.append(max(fitting, key=lambda x: x[0])[1])
        ranked.append((len(part.words), len(part.initials), -n))
    n = -max(ranked)[2]
    part, forms = group.parts[n], best_forms[n]
    pairs = list(zip(group.parts, best_forms, strict=True))
    patronymic = next(
        (f[p.patronymic] for p, f in pairs if p.patronymic is not None),
        None,
    )
    text = _render(doc, part, forms)
    if patronymic and part.patronymic is None and part.family is not None and len(part.words) > 1:
        surname = forms[part.family]
        if text.endswith(surname):
            text = f"{text[: -len(surname)]}{patronymic} {surname}"
    elif part.family is None:  # «Нурлан Серикович» and «Абдрахманов»
        alone = next((f[p.family] for p, f in pairs if p.family is not None), None)
        text = f"{text} {alone}" if alone else text
    return text


def _render(doc: Doc, part: Part, forms: dict[int, str]) -> str:
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
