"""Clauses of a sentence from its tags alone: who governs what, without a parser.

A clause is cut at semicolons, at brackets, at subordinators, and at commas and conjunctions that
have a predicate on either side: «экспорт вырос на 5% | и составил 3 млрд | , импорт — 2 млрд».
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipeline.claims.cues import words as role
from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.records import Figure
from pipeline.core.span import Span

_SUBORDINATE = role("subordinator")
_OPENING = role("opening")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_EDGE = frozenset(",;:()[]{}")
_DASH = frozenset("—–-")
_QUOTES = frozenset('«»"“„')
_JOIN = frozenset({"и", "а", "но", "или", "либо"})
_HENCE = frozenset(
    {"поэтому", "но", "и", "а", "однако", "так", "потом", "затем", "теперь", "сейчас"}
)
_FUTURE = role("future")
_PAST = ("ло", "ла", "ли", "лось", "лась", "лись", "лся")
_LASTING = ("ляет", "ляют", "ывает", "ывают", "ивает", "ивают", "ляется", "ывается", "ивается")
_WORDS = role("impersonal")
_SHORT = role("short_unit")


class Gram(NamedTuple):
    """What rules ask of a tag."""

    pos: str
    case: str
    tense: str
    form: str  # Fin, Inf, Part, Conv
    short: bool
    predicate: bool
    animate: bool = False
    number: str = ""
    gender: str = ""


@lru_cache(maxsize=4096)
def gram(tag: str) -> Gram:
    """A tag as a Gram."""
    pos, feats = parse_tag(tag)
    form, short = feats.get("VerbForm", ""), feats.get("Variant") == "Short"
    predicate = form == "Fin" or (form == "Part" and short) or (pos == "ADJ" and short)
    tense = feats.get("Tense", "")
    if form == "Fin" and tense == "Pres" and feats.get("Aspect") == "Perf":
        tense = "Fut"
    animate = feats.get("Animacy", "") == "Anim"
    number, gender = feats.get("Number", ""), feats.get("Gender", "")
    return Gram(pos, feats.get("Case", ""), tense, form, short, predicate, animate, number, gender)


def tensed(found: Gram, word: str) -> Gram:
    """A Gram whose tense the word itself corrects: the tagger knows no future of «быть», and takes
    a rare «зачислят» for a past, which never ends in -т, «пересекало» or «обнуляет» for a
    future."""
    if word in _FUTURE:
        return found._replace(tense="Fut")
    if found.form != "Fin" or found.tense not in ("Past", "Fut"):
        return found
    if word.endswith(_LASTING):  # «обнуляет»
        return found._replace(tense="Pres")
    if word.endswith(_PAST):
        return found._replace(tense="Past")
    return found._replace(tense="Fut") if word.endswith(("т", "тся")) else found


@dataclass(slots=True, eq=False)
class Clause:
    """A stretch of a sentence with one predicate; ``shared`` where it borrows its subject."""

    number: int
    parent: int
    kind: str  # main, joined, subordinate, bracket, modifier
    start: int
    shared: bool = False
    verbs: list[int] = field(default_factory=list)  # tokens


@dataclass(slots=True, eq=False)
class Scene:
    """A sentence laid open for the claims: its tokens' tags, lemmas and clauses."""

    span: Span
    grams: list[Gram]
    lemmas: list[str]  # folded
    words: list[str]  # folded
    clause: list[int]
    clauses: list[Clause]

    def at(self, token: int) -> Clause:
        """The clause of a token of the document."""
        return self.clauses[self.clause[token - self.span.start]]

    def gap(self, one: int, other: int) -> float:
        """How far two tokens' clauses are from each other: 0 the same, 2 unrelated."""
        a, b = self.at(one), self.at(other)
        if a is b:
            return 0.0
        for x, y in ((a, b), (b, a)):
            if x.parent == y.number:
                if x.kind == "bracket" or x.shared:
                    return 0.4
                return 0.6 if x.kind == "modifier" else 1.0
        return 1.2 if abs(a.number - b.number) == 1 else 2.0


def scene(doc: Doc, span: Span, lemmas: list[str]) -> Scene:
    """A sentence (or any run of tokens) as a Scene; ``lemmas`` are the document's, folded."""
    tagset, a, b = doc.tagset, span.start, span.stop
    grams = [gram(tagset[t]) for t in doc.columns["tag"][a:b].tolist()]
    words = doc.folded[a:b]
    for i, word in enumerate(words):
        if word in _FUTURE or grams[i].form == "Fin":
            grams[i] = tensed(grams[i], word)
    found = Scene(span, grams, lemmas[a:b], words, [], [])
    _cut(found, _anew(doc, span, words))
    return found


def _anew(doc: Doc, span: Span, words: list[str]) -> list[int]:
    """Where a sentence begins that an abbreviation hides: «весом 36 т. | Решение принято»."""
    dots = [i for i in range(1, len(words) - 1) if words[i] == "." and words[i - 1] in _SHORT]
    return [
        i + 1
        for i in dots
        if doc.words[span.start + i + 1][0].isupper()
        and not any(
            i + 1 < f.span.stop - span.start and f.span.start <= span.start + i
            for f in doc.all(Figure)
        )
    ]


def folded_lemmas(doc: Doc) -> list[str]:
    """The document's lemmas, ё as е."""
    column = doc.lexicon.lemmas.column(fold, object)
    found: list[str] = column[doc.columns["lemma"]].tolist()
    return found


def _cut(s: Scene, anew: list[int]) -> None:
    """Fill ``clause`` and ``clauses``, left to right; ``anew``: where a sentence begins."""
    words, grams, size = s.words, s.grams, len(s.words)
    edges = [i for i, w in enumerate(words) if w in _EDGE] + [size]
    next_edge, e = 0, 0
    opens = bool(words) and words[1 if words[0] in _QUOTES and size > 1 else 0] in _OPENING
    current = _new(s, -1, "subordinate" if opens else "main", 0)
    stack: list[Clause] = []
    for i, word in enumerate(words):
        if i == edges[e] and e < len(edges) - 1:
            e += 1
        next_edge = edges[e]
        if i in anew:
            current = _new(s, -1, "main", i)
        if word in _OPEN:
            stack.append(current)
            current = _new(s, current.number, "bracket", i)
        elif word in _CLOSE and stack:
            s.clause.append(current.number)
            current = stack.pop()
            continue
        elif word in (",", ";", ":"):
            current = _after_comma(s, current, i, next_edge, word)
        elif word in _DASH and current.verbs and _goes_on(s, i, next_edge):
            current = _new(s, current.number, "joined", i)
        elif word in _JOIN and current.verbs and words[i - 1] != ",":
            verb = _verb_in(s, i + 1, next_edge)
            if verb is not None:
                shared = not any(g.case == "Nom" and g.pos != "ADJ" for g in grams[i + 1 : verb])
                current = _new(s, current.number, "joined", i)
                current.shared = shared
        s.clause.append(current.number)
        g = grams[i]
        if g.predicate or g.form == "Inf" or word in _WORDS:
            current.verbs.append(i + s.span.start)


def _goes_on(s: Scene, at: int, stop: int) -> bool:
    """Whether a dash joins a second statement: «начнётся в мае | — поэтому открыты лишь три»."""
    first = s.words[at + 1] if at + 1 < stop else ""
    return first in _HENCE and _verb_in(s, at + 1, stop) is not None


def _new(s: Scene, parent: int, kind: str, start: int) -> Clause:
    clause = Clause(len(s.clauses), parent, kind, start + s.span.start)
    s.clauses.append(clause)
    return clause


def _verb_in(s: Scene, start: int, stop: int) -> int | None:
    grams, words = s.grams, s.words
    return next((i for i in range(start, stop) if grams[i].predicate or words[i] in _WORDS), None)


def _after_comma(s: Scene, current: Clause, at: int, stop: int, mark: str) -> Clause:
    """The clause that goes on after the mark at token ``at``; ``stop`` is the next edge."""
    words, grams, first = s.words, s.grams, at + 1
    while first < stop and (words[first] in _DASH or words[first] in _JOIN or words[first] in "«»"):
        first += 1
    if first >= stop:
        return current
    lead = first + 1 if grams[first].pos == "ADP" and first + 1 < stop else first
    if s.lemmas[first] in _SUBORDINATE or s.lemmas[lead] in ("который", "чей"):
        return _new(s, current.number, "subordinate", at)
    if grams[first].form == "Conv" or (grams[first].form == "Part" and not grams[first].short):
        return _new(s, current.number, "modifier", at)
    home = current
    while home.kind == "modifier":
        home = s.clauses[home.parent]
    verb = _verb_in(s, first, stop)
    named = any(
        g.case == "Nom" and g.pos in ("NOUN", "PROPN", "PRON") for g in grams[first : verb or stop]
    )
    root = home
    while root.kind == "joined":
        root = s.clauses[root.parent]
    opening = root.kind == "subordinate" and root.parent < 0 and bool(home.verbs)
    if opening and (verb is not None or words[first] == "то"):
        main = _new(s, -1, "main", at)  # «Если экспорт упадёт, | казна потеряет 5 млрд»
        root.parent = main.number
        return main
    if verb is None:
        dash = any(w in _DASH for w in words[first + 1 : stop])
        if mark == ";" or (dash and first == at + 1 and home.verbs) or (dash and named):
            return _new(s, home.number, "joined", at)
        if first > at + 1 and home.kind == "subordinate" and words[at + 1] in _DASH:
            return s.clauses[home.parent]  # «НДС, если говорить о налогах, — плюс 11%»
        return home
    if home.kind == "subordinate" and home.verbs and not s.clauses[home.parent].verbs:
        return s.clauses[home.parent]
    if home.verbs or mark == ";":
        joined = _new(s, home.number, "joined", at)
        joined.shared = not named
        return joined
    return home


def tense(scene: Scene, clause: Clause) -> str:
    """Fut, Past, Pres, Inf or nothing: what the clause's predicate says; a finite verb comes before
    its infinitive («стали угонять»)."""
    a, found, infinitive = scene.span.start, "", False
    for v in clause.verbs:
        g = scene.grams[v - a]
        if scene.words[v - a] in ("можно", "нельзя", "нет"):
            return "Past" if scene.words[v - a + 1 : v - a + 2] == ["было"] else "Pres"
        if g.tense == "Fut":
            return "Fut"
        if g.form == "Inf":
            infinitive = True
        elif g.tense or g.predicate:
            found = found or g.tense or ("Past" if g.form == "Part" else "Pres")
    return found or ("Inf" if infinitive and clause.kind != "modifier" else "")
