"""Which period a figure belongs to: its clause's, its sentence's, else the paragraph's."""

from collections.abc import Sequence

from pipeline.claims.clauses import Clause, Scene, tense
from pipeline.claims.cues import words as role
from pipeline.claims.status import Verdict
from pipeline.core.records import Figure, Period
from pipeline.core.span import Span

_EVENT = frozenset({"date", "month", "now", "relative"})
_FAR = 9.0
_COMPARING = role("comparison")
_NEXT = frozenset({"будущий", "следующий", "предстоящий", "грядущий", "наступающий"})
_SUMMING = role("summing")
_POLLING = role("polling")
_LEADING = frozenset({"начиная", "вплоть"})
_PAPER = role("paper") | role("law")


def own_period(
    scene: Scene,
    figure: Figure,
    times: Sequence[Period],
    figures: Sequence[Figure],
    verdict: Verdict,
    said: Sequence[int],
) -> Period | None:
    """The period of the figure's own sentence; ``said`` are its verbs of speech.

    What is only compared with is left out («чем в 2021 году»), so is the day on which somebody
    said so («21 марта сообщил, что …») or promised it («в 2014 году обязались довести …»).
    """
    best, least = None, _FAR
    for period in times:
        cost = _cost(scene, figure, period, figures, verdict)
        if cost < least and not _of_the_act(scene, figure, period, verdict, said):
            best, least = period, cost
    return _listed(scene, figure, best, figures) if best is not None else None


def _listed(scene: Scene, figure: Figure, period: Period, figures: Sequence[Figure]) -> Period:
    """«в 2022, 2023 и 2024 годах – 1,1, 1,4 и 2 млрд»: a year for each."""
    if period.rule != "year" or period.span.start < scene.span.start:
        return period
    a = scene.span.start
    spans = [i for i in range(*period.span) if scene.words[i - a][:4].isdigit()]
    plain = all(len(scene.words[i - a].rstrip(",")) == 4 for i in spans)
    dashed = any(scene.words[i - a] in "—–-" for i in range(*period.span))
    same = [f for f in figures if f.kind == figure.kind and f.span.start >= period.span.stop]
    if len(spans) < 2 or dashed or not plain or len(same) != len(spans) or figure not in same:
        return period
    at = spans[same.index(figure)]
    return Period(Span(at, at + 1), scene.words[at - a].rstrip(","), "year")


def _cost(
    scene: Scene, figure: Figure, period: Period, figures: Sequence[Figure], verdict: Verdict
) -> float:
    at, place = figure.span.start, period.span.start
    a = scene.span.start
    if scene.words[at - a - 1 : at - a] == ["("] and period.span.stop == at - 1:
        return -1.0  # «чем за тот же период прошлого года (43,5 млрд)»
    own, home = scene.at(at), scene.at(place)
    if (
        period.rule == "dateline"
        or _of_a_paper(scene, period)
        or _aside(scene, figure, period)
        or _past_of_plan(scene, period, own, home, verdict)
    ):
        return _FAR
    if period.rule == "compared":
        # «чем в 2022 году, когда он составил 40 трлн»
        when = own.start == period.span.stop and scene.lemmas[own.start + 1 - a] == "когда"
        return 0.0 if when else _FAR
    if _of_another(scene, figure, place, figures):
        return _FAR
    leads = scene.words[place - a] in _LEADING
    gap = min(scene.gap(place, at), 0.4 if leads else 2.0)
    if period.rule == "lasting" and scene.words[place - a] not in ("за", "с", "со"):
        if gap > 0:
            return _FAR
        gap = 0.8  # «кредит выдан в октябре 2023 года на срок в пять лет под | 3%»
    cost = gap + 0.02 * abs(place - at)
    if place > at:
        cost = _cost_after(scene, figure, period, figures, verdict, gap)
        if period.rule == "year" and scene.words[place - a] == "на":
            # «…, следует из проекта бюджета на 2024 год»
            cost = min(cost, 1.0 + 0.02 * (place - at))
        if cost >= _FAR:
            return _FAR
    elif any(f.span.stop == place and f is not figure for f in figures):
        cost += 0.7  # «с 3 млрд в 2022 году до | 5 млрд»
    if period.rule == "rate":
        if any(place - 1 <= f.span.stop <= place for f in figures if f is not figure):
            return _FAR  # «1,5 млрд кВт·ч в год, линия длиной | 110 км»
        cost += 0.8 if place - figure.span.stop <= 1 else 4.0
    return cost


def _of_a_paper(scene: Scene, period: Period) -> bool:
    """«соглашение 2018 года», «закон 2021 года»: how a paper is called, no period."""
    i = period.span.start - scene.span.start
    return period.rule == "year" and scene.words[i][0].isdigit() and scene.lemmas[i - 1] in _PAPER


def _cost_after(
    scene: Scene,
    figure: Figure,
    period: Period,
    figures: Sequence[Figure],
    verdict: Verdict,
    gap: float,
) -> float:
    """The cost of a period that stands behind the figure."""
    at, place, a = figure.span.start, period.span.start, scene.span.start
    after = scene.words[figure.span.stop - a : place - a]
    between = any(at < f.span.start < place for f in figures)
    if (between and gap > 0) or gap >= 1.0 or ";" in after:
        return _FAR
    home = scene.at(place)
    later = home.kind == "joined" and home is not scene.at(at)
    if later and scene.words[place - a] in ("к", "ко", "до"):
        return _FAR  # «будет расти на | 2,5% и к 2035 году прибавит половину»
    cost = gap + 0.02 * (place - at)
    cost += -0.3 if all(w in "—–-" for w in after) else 0.3
    if verdict.status == "agreed" and scene.words[place - a] in ("с", "со"):
        cost -= 0.5  # «в декабре договорились о повышении тарифа на 10% с февраля»
    return cost


def _aside(scene: Scene, figure: Figure, period: Period) -> bool:
    """Whether a period dates only what a participle tells: «из созданного в 2021 году фонда»,
    «завод, запущенный в 2019 году, выпускает»; not «кредиты, выданные в 2023 году, составили»."""
    a, at, place = scene.span.start, figure.span, period.span
    home = scene.at(place.start)
    if of_participle(scene, period) and "," in scene.words[place.stop - a : at.start - a]:
        return True  # «оборот, ещё в 2022 году превышавший 8 млрд, сжался | вдвое»
    if home is scene.at(at.start):
        before = scene.grams[place.start - a - 1] if place.start > a else None
        leads = before is not None and before.form == "Part" and not before.short
        return leads and at.start >= place.stop + 2 and home.kind != "modifier"
    if home.kind == "bracket" and not 0 <= home.start - at.stop <= 2:
        return scene.at(at.start).number == home.parent  # «экспорт (в 2022 году – 4) превысил | 5»
    if home.kind != "modifier":
        return False
    i = home.start + 1 - a
    if scene.lemmas[i] in _POLLING:
        return False  # «по опросу, проведённому в мае, за него 43%»
    if scene.grams[i].form != "Part" or 0 <= home.start - at.stop <= 1:
        return False
    if "вш" in scene.words[i][-6:]:
        return True
    return not any(scene.lemmas[v - a] in _SUMMING for v in scene.at(at.start).verbs)


def contrasted(scene: Scene, period: Period) -> bool:
    """Whether a period is only there for contrast: «пришлось 62%, ещё в 2021 году было 10%»,
    «тогда как в 2023 году – всего 11»."""
    i = period.span.start - scene.span.start
    before = scene.words[max(0, i - 2) : i] if i > 0 else []
    return before[-1:] == ["еще"] or before == ["тогда", "как"]


def of_participle(scene: Scene, period: Period) -> bool:
    """Whether an active participle follows the period: «ещё в 2022 году превышавший 8 млрд»."""
    i = period.span.stop - scene.span.start
    near = zip(scene.grams[i : i + 2], scene.words[i : i + 2], strict=True) if i > 0 else ()
    return any(g.form in ("Part", "Conv") and "вш" in w[-6:-1] for g, w in near)


def _past_of_plan(
    scene: Scene, period: Period, own: Clause, home: Clause, verdict: Verdict
) -> bool:
    """Whether a period belongs to another time: «минувший год дал 5 млрд, а теперь хотим 7 млрд»,
    «за январь собрано 5 млрд, через порт идёт 80%»."""
    if own is home or (period.value is None and period.rule not in ("date", "month")):
        return False
    deadline = scene.words[period.span.start - scene.span.start] in ("к", "ко", "до")
    if deadline or tense(scene, home) != "Past":
        return False
    return verdict.status == "planned" or (tense(scene, own) == "Pres")


def _of_another(scene: Scene, figure: Figure, place: int, figures: Sequence[Figure]) -> bool:
    """Whether a period dates what a figure is compared with: «691 против 735 тыс. за 2021 год»."""
    for other in figures:
        if other.span.stop == place and other is not figure:
            first = other.span.start - scene.span.start
            return not _COMPARING.isdisjoint(scene.words[max(0, first - 3) : first])
    return False


def _of_the_act(
    scene: Scene, figure: Figure, period: Period, verdict: Verdict, said: Sequence[int]
) -> bool:
    home, own = scene.at(period.span.start), scene.at(figure.span.start)
    deadline = scene.words[period.span.start - scene.span.start] in ("к", "ко", "до")
    if deadline:
        return False
    if home is not own:
        return period.rule in _EVENT and any(scene.at(v) is home for v in said)
    act = verdict.act
    return act is not None and scene.at(act) is home and period.span.start < act < figure.span.start


def ahead(scene: Scene, period: Period | None) -> bool:
    """«на 2024 год»: what is set aside for a year to come."""
    if period is None:
        return False
    i, j = period.span.start - scene.span.start, period.span.stop - scene.span.start
    if period.rule == "relative":  # «дефицит бюджета будущего года»
        return not _NEXT.isdisjoint(scene.lemmas[max(0, i) : max(0, j)])
    if period.value is None or period.rule != "year":
        return False
    return 0 <= i < len(scene.words) and scene.words[i] == "на"


def deadline(scene: Scene, period: Period | None) -> bool:
    """«к 2030 году», «до 2027 года»."""
    if period is None or period.value is None:
        return False
    i = period.span.start - scene.span.start
    return 0 <= i < len(scene.words) and scene.words[i] in ("к", "ко", "до")
