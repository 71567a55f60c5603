"""The period of a figure whose own sentence names none: that of the text before it."""

from pipeline.claims.clauses import Scene, scene, tense
from pipeline.claims.cues import words as role
from pipeline.claims.pages import Page, View, within
from pipeline.claims.paragraph import Paragraph
from pipeline.claims.status import Verdict
from pipeline.core.records import Figure, Period

# What statistics report over a period that headline or lead sets.
_STATISTICS = role("statistics_indicators")
# What counts all until now.
_STANDING = role("standing")
# How a sentence begins that tells more of the same.
_ONWARD = role("onward")
_HIS = frozenset({"его", "ее", "их"})  # «по его словам»
_INVERSE = role("inverse")
_SHARES = frozenset({"percent", "points", "ratio"})
_DEADLINE = frozenset(["к", "ко", "до"])
_AHEAD = frozenset({"planned", "potential"})
_BOUNDS = _DEADLINE | {"с", "со"}


def period_before(
    past: Paragraph,
    page: Page,
    view: View,
    figure: Figure,
    verdict: Verdict,
    indicator: str,
    heading: Period | None,
) -> Period | None:
    """The period that goes on from the paragraph, else the headline's."""
    last = past.main
    here = last is not None and last.span.start >= view.scene.span.start
    if verdict.rule == "outset":
        return None
    told = None if here else _told_on(past, page, view)
    if told is not None:
        return told
    if verdict.status != "actual":
        if last is None or not (here and last.status == verdict.status):
            return (
                _foretold(past, page, view, verdict)
                or _budgeted(past, page, verdict)
                or _set_ahead(page, figure, verdict, heading)
            )
        rate = last.period is not None and last.period.rule == "rate"
        if last.period is None:
            return _set_ahead(page, figure, verdict, heading)
        return None if rate else last.period
    if _standing(view.scene, figure) and not (last is not None and _as_of(page, last.period)):
        return None
    newer = _newer(past, page, view)
    if newer is not None and verdict.rule != "Pres":
        return newer
    if last is not None and last.status == "actual" and last.period is not None:
        same = here or indicator == last.indicator != "other"
        general = verdict.rule == "Pres" and indicator not in (last.indicator, "share")
        if general and heading is None:
            return None
        same = same or (_as_of(page, last.period) and verdict.rule in ("Pres", "default"))
        # «в марте безработица упала до 3%. Инфляция составила 5%»
        monthly = last.period.rule == "month" and {last.figure.kind, figure.kind} <= _SHARES
        if last.period.rule != "rate" and (same or monthly or not _event(last.period)):
            return last.period
    reported = indicator in _STATISTICS or (
        indicator == "share" and _of_a_whole(view.scene, figure)
    )
    if heading is None and verdict.rule == "Past" and reported:
        return page.lead_period(view.scene.span.start)
    if heading is not None and _title_tense(page, heading) == "Fut":
        return None  # «В 2024 году пошлина вырастет. | Ранее она составляла 5 тыс.»
    return heading


def _foretold(past: Paragraph, page: Page, view: View, verdict: Verdict) -> Period | None:
    """«В 2024 году ВВП вырастет на 5%. Инфляция составит 4%»: a forecast goes on."""
    number = page.doc.columns["sentence"]
    here = int(number[view.scene.span.start])
    for fact in reversed(past.facts):
        period = fact.period
        if here - int(number[fact.span.start]) > 1:
            break
        if fact.status not in _AHEAD or verdict.status not in _AHEAD or period is None:
            continue
        over = period.rule in ("year", "quarter", "first")
        if over and page.doc.folded[period.span.start] not in _BOUNDS:
            return period
    return None


def _told_on(past: Paragraph, page: Page, view: View) -> Period | None:
    """What happened goes on: «В мае суд вынес приговор. Также он взыскал 5 млн рублей»."""
    here = view.scene
    opening = [w for w in here.words[:4] if w.isalpha()][:3]
    main = here.clauses[0]
    marked = not _ONWARD.isdisjoint(opening) and not ("по" in opening and _HIS & set(opening))
    if not marked or (main.verbs and tense(here, main) != "Past"):
        return None
    number = page.doc.columns["sentence"]
    first = max(int(number[here.span.start]) - 1, 0)
    for period in reversed(page.times):
        at = period.span.start
        if at >= here.span.start:
            continue
        if at < past.span.start or int(number[at]) < first:
            break
        usable = period.rule in ("date", "month", "year") and period.value
        if usable and page.doc.folded[at] not in _DEADLINE and not page.attached(period):
            return None if _of_speech(page, int(number[at]), at) else period
    return None


def _of_speech(page: Page, number: int, at: int) -> bool:
    """«5 марта министр заявил, что …»: the day of the words."""
    span = page.doc.bounds("sentence")[number]
    layout = scene(page.doc, span, page.lemmas)
    said = within(page.cues, span, lambda x: x[0].start)
    return any(
        rows[0].status == "said" and layout.at(cue.start) is layout.at(at) for cue, rows in said
    )


def _of_a_whole(scene: Scene, figure: Figure) -> bool:
    """«на Россию пришлось 41% оборота»: a share that statistics give."""
    verbs = scene.at(figure.span.start).verbs
    return any(scene.lemmas[v - scene.span.start] in _INVERSE for v in verbs)


def _standing(scene: Scene, figure: Figure) -> bool:
    """«зарегистрировано 142 предприятия», «накопленные инвестиции превысили 5 млрд»: what has
    come together by now, not in the year spoken of before."""
    home = scene.at(figure.span.start).number
    return any(
        number == home and lemma in _STANDING
        for number, lemma in zip(scene.clause, scene.lemmas, strict=True)
    )


def _as_of(page: Page, period: Period | None) -> bool:
    """«на 1 мая», «по состоянию на май»: what holds then, holds of all that is counted."""
    if period is None or period.value is None or period.rule not in ("date", "month"):
        return False
    words = page.doc.folded
    return words[period.span.start] == "на" or "состоянию" in words[slice(*period.span)]


def _budgeted(past: Paragraph, page: Page, verdict: Verdict) -> Period | None:
    """«Дефицит на 2025 год – 3 млрд. Пятую часть ассигнований получит оборона»."""
    last = past.last
    if last is None or last.period is None or verdict.status != last.status:
        return None
    ahead = page.doc.folded[last.period.span.start] == "на"
    return last.period if ahead and last.period.rule == "year" else None


def _set_ahead(
    page: Page, figure: Figure, verdict: Verdict, heading: Period | None
) -> Period | None:
    """«Правительство одобрило бюджет на 2025 год», «В 2025 году пошлины вырастут»: the year of
    headline or lead is that of what is planned below."""
    if verdict.status not in ("planned", "agreed"):
        return None
    if heading is not None and heading.rule == "year" and heading.value:
        at = heading.span.start
        first = page.doc.bounds("sentence")[_number(page, at)].start
        leads = at == first and _title_tense(page, heading) != "Past"
        ahead = page.doc.folded[at] == "на" or leads
        return heading if ahead else None
    return page.budget_year(figure.span.start)


def _title_tense(page: Page, heading: Period) -> str:
    """The tense of the headline around its period."""
    at = heading.span.start
    title = scene(page.doc, page.doc.bounds("sentence")[_number(page, at)], page.lemmas)
    return tense(title, title.at(at)) or ""


def _number(page: Page, token: int) -> int:
    return int(page.doc.columns["sentence"][token])


def _newer(past: Paragraph, page: Page, view: View) -> Period | None:
    """The last period that the paragraph names between the fact before and this sentence."""
    start = past.last.span.stop if past.last is not None else _asked(page, past.span.start)
    for period in reversed(page.times):
        if period.span.start < start:
            break
        word = page.doc.folded[period.span.start]
        usable = period.value and period.rule not in ("compared", "dateline")
        usable = usable and (not _event(period) or period.rule == "relative")
        usable = usable and not page.attached(period)
        if usable and word not in _DEADLINE and period.span.start < view.scene.span.start:
            return period
    return None


def _asked(page: Page, start: int) -> int:
    """Where the question begins that this paragraph answers: «— Каким был прошлый год?»."""
    blocks, words = page.doc.bounds("block"), page.doc.words
    question = next(
        (b for b in blocks if b.stop == start and "?" in words[max(b.start, b.stop - 2) : b.stop]),
        None,
    )
    return question.start if question is not None else start


def _event(period: Period) -> bool:
    """Whether a period dates an event («5 марта») rather than what is measured over it."""
    value = period.value or ""
    return period.rule in ("date", "ago", "lasting", "now") or (
        period.rule in ("month", "relative") and (not value or "-" in value) and "/" not in value
    )
