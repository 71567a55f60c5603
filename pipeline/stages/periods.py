"""Periods: wordings of time, placed on the calendar where the text or its date allows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.claims.calendar import Found, place
from pipeline.claims.clauses import gram, tensed
from pipeline.claims.cues import words as role
from pipeline.claims.sentences import joined
from pipeline.claims.times import Times, read
from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Block, Figure, Period
from pipeline.core.span import Span
from pipeline.core.stage import Marker
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

_RATES = role("rate")
_COMPARING = role("comparison")
_RECORD = role("record")
_FUTURE = role("future")
_LEVELS = role("level_noun")
_CLOSING = frozenset(".—–-/)")
_NONE = ord("_")  # of words that no wording holds: most, and they need no more than a look
_LEAD = 8  # tokens in which a dateline ends


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A fixed wording of time that names no date: «в настоящее время»."""

    phrase: str
    kind: str  # rate, now, anaphor, future
    example: str = ""


def periods(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows."""
    times = Times(overlay)
    fixed: Phrases[str] = Phrases(
        ([[fold(w)] for w in row.phrase.split()], row.kind)
        for row in load(PhraseRow, "period_phrases", overlay)
    )

    codes = {word: ord(letter) for word, letter in times.letters.items()}

    def code(word: str) -> int:
        return codes.get(fold(word), _NONE) if word.isalpha() else times.code(word)

    def mark(doc: Doc) -> Iterable[Period]:
        if not len(doc):
            return []
        found = _find(doc, times, bytes(doc.gather(code, "u1")).decode("ascii"))
        place(found, doc.meta.get("date", ""))
        records = [Period(f.span, f.value, _rule(f)) for f in found]
        taken = {i: r for r in records for i in range(*r.span)}
        for span, kinds in fixed.search(doc):
            under = {taken[i] for i in range(*span) if i in taken}
            if all(
                r.value is None and span.start <= r.span.start < r.span.stop < span.stop
                for r in under
            ):
                records = [r for r in records if r not in under]  # «за годы | сотрудничества»
                records.append(Period(span, None, kinds[0]))
        return sorted(records, key=lambda r: r.span)

    return Marker("periods", frozenset({"word", "sentence", "block"}), frozenset({Period}), mark)


def _find(doc: Doc, times: Times, letters: str) -> list[Found]:
    """All wordings, read but not yet placed."""
    words, folded, found = doc.words, doc.folded, list[Found]()
    sentence, block = doc.columns["sentence"], doc.columns["block"]
    numbers = joined(doc)[1]
    kinds = [b.kind for b in doc.all(Block)]
    figures = doc.all(Figure)
    measured = {i for f in figures for i in range(*f.span)}
    changes = {i for f in figures if f.direction for i in (f.span.start - 1, f.span.stop)}
    for start, stop in doc.bounds("block"):
        for match in times.search(letters, start, stop):
            kind, pre = match.lastgroup or "", match["pre"] or ""
            if kind == "upto":
                kind = next(k for k, v in match.groupdict().items() if v and k != "pre")
            a, b = match.span()
            cell = kinds[int(block[a])] == "row"
            if kind == "year" and not (cell or _is_year(letters, a, b, pre)):
                continue
            if kind == "year" and not measured.isdisjoint(range(a, b)):
                continue  # «мощностью в 2000 мегаватт»
            if kind == "rate" and folded[b - 1] not in _RATES:
                continue
            if _is_no_time(kind, letters[a:b], folded, Span(a, b), pre):
                continue
            reading = read(times, letters[a:b], words[a:b], kind)
            # «к предыдущему году», «чем в 2021 году»
            compared = pre == "b" and (reading.shift or 0) < 0
            compared = compared or _compared(folded, a, start, pre)
            place = numbers[int(sentence[a])], int(block[a])
            one = Found(Span(a, b), reading, *place, pre, compared)
            if found and not compared:
                one.compared = _backward(one, found[-1], changes)
            one.dateline = kind == "date" and not pre and _is_dateline(words, one.span, start, stop)
            found.append(one)
    _tenses(doc, found)
    return found


def _rule(f: Found) -> str:
    return "dateline" if f.dateline else "compared" if f.compared else f.reading.kind


def _is_dateline(words: list[str], span: Span, start: int, stop: int) -> bool:
    """«Ташкент, 12 марта 2025 года. …», «МИНСК, 5 июня /БЕЛТА/.»: names and marks before a date
    that something closes."""
    closed = span.stop == stop or words[span.stop] in _CLOSING
    closed = closed or (words[span.stop - 1] == "." and words[span.stop][0].isupper())
    names = all(w[0].isupper() or not w[0].isalpha() for w in words[start : span.start])
    return closed and names and span.stop - start <= _LEAD


def _tenses(doc: Doc, found: list[Found]) -> None:
    """The tense beside the months that lack a year."""
    if "tag" not in doc.columns:
        return
    sentences, words = joined(doc)[0], doc.folded
    for f in found:
        if f.reading.years or f.reading.shift is not None or f.dateline:
            continue
        start, stop = sentences[f.sentence]
        verbs = _verbs(doc, start, stop)
        if not verbs:
            continue
        cuts = [i for i in range(start, stop) if words[i] in ",;:"]
        left = max((i for i in cuts if i < f.span.start), default=start)
        right = min((i for i in cuts if i >= f.span.stop), default=stop)
        for a, b in ((left, right), (right, stop), (start, left)):
            tenses = {tense for i, tense in verbs if a <= i < b}
            f.tense = "Fut" if "Fut" in tenses else "Past" if "Past" in tenses else ""
            f.tense = f.tense or ("Fut" if "Inf" in tenses else "")
            if f.tense or "Pres" in tenses:
                break


def _verbs(doc: Doc, start: int, stop: int) -> list[tuple[int, str]]:
    """The tokens that say when something happens, with their tenses."""
    tags, words = doc.tags, doc.folded
    return [
        (i, tense)
        for i in range(start, stop)
        if (tags[i].startswith(("VERB", "AUX")) or words[i] in _FUTURE)
        and (tense := _tense(tags[i], words[i]))
    ]


def _tense(tag: str, word: str) -> str:
    g = tensed(gram(tag), word)
    if g.tense == "Fut":
        return "Fut"
    return g.form if g.form == "Inf" else g.tense if g.predicate else ""


def _is_no_time(kind: str, letters: str, words: list[str], span: Span, pre: str) -> bool:
    """«в то же время», «в то время как»: conjunctions; «осень» as a thing."""
    if kind == "relative" and letters[-1] == "R" and letters[0] == "v" and "S" in letters:
        return "f" in letters or words[span.stop : span.stop + 1] == ["как"]
    return kind == "month" and letters == "O" and words[span.start][-1] not in "юй" + "м"


def _backward(one: Found, before: Found, changes: set[int]) -> bool:
    """«в ноябре оборот сократился к октябрю на 4,7%», «(+41,8% к 2022 году)»: a change from then,
    no deadline."""
    if one.pre != "b" or before.sentence != one.sentence or before.deadline:
        return False
    if changes.isdisjoint(range(one.span.start - 1, one.span.stop + 2)):
        return False
    x, y = one.reading, before.reading
    if x.years and y.years and x.years[-1] != y.years[-1]:
        return x.years[-1] < y.years[-1]
    if not x.months or not y.months or (x.years and not y.years):
        return False
    return x.months[-1] < y.months[-1] or (x.months[-1], y.months[-1]) == (12, 1)


def _compared(words: list[str], at: int, start: int, pre: str) -> bool:
    """Whether a wording only says what something is compared with: «чем в 2021 году», «впервые
    с 2015 года», «выше уровня 2020 года», but not «против 6,5% годом ранее», which dates those
    6,5%."""
    before = words[max(start, at - 3) : at]
    if not pre and before[-1:] and before[-1] in _LEVELS and before[:-1] and before[-2].isalpha():
        return True
    if words[at] in ("с", "со") and not _RECORD.isdisjoint(before):
        return True
    return not _COMPARING.isdisjoint(before) and not any(w[0].isdecimal() for w in before)


def _is_year(letters: str, a: int, b: int, pre: str) -> bool:
    """«в 2023 году», «за 2023–2024», but not the number 2023."""
    return bool(pre) or any(x in letters[a:b] for x in "yqG")
