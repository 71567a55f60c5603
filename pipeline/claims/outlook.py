"""What the indicator, the period and the paragraph add to the status of a figure."""

from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.indicators import Choice
from pipeline.claims.pages import Page, View
from pipeline.claims.papers import announced, approved, decided, instanced, law, recent, summed
from pipeline.claims.paragraph import Paragraph
from pipeline.claims.standing import base
from pipeline.claims.status import Verdict
from pipeline.claims.when import ahead, deadline
from pipeline.core.records import Figure, Period
from pipeline.core.span import Span

_BUDGET = role("budget_indicators")
# Fixed by a signed paper, also in a future clause.
_FIXED = role("fixed_indicators")
# What comes about and is not done: its future is a forecast, not a plan.
_OUTCOME = role("outcome_indicators")
_HAPPENS = role("outcome_verbs")
_DUTY = role("duty_indicators")
_AHEAD = role("ahead_indicators")
_COVERED = role("covered_indicators")
_LENT = frozenset({"loan", "grant", "interest_rate", "agreements_value"})
_ESTIMATED = frozenset({"оценить", "оценивать", "оцениваться"})
_SIZE = frozenset({"capacity", "infrastructure_size"})
_NOMINAL = _SIZE | {"project_value", "investment"}
_OFFERED = frozenset({"предлагать", "предложение", "предлагаться", "предложить"})
_MARKET = role("market_indicators")  # «к 2030 году доллар упадёт вдвое»: a forecast, no plan
_PERSON = role("person")
_LOSS = role("loss")
_OWNING = role("owning")
_DESIGN = role("design")
_BUILT = role("built")
_SUPPOSING = frozenset({"предполагать", "предполагаться"})
_TERMS = frozenset({"предусматривать", "предусматриваться", "предусмотреть"})
_RECEIVING = frozenset({"получить", "привлечь", "предоставить"})
_SINCE = frozenset({"date", "month", "relative", "year"})


class Case(NamedTuple):
    """A figure whose status is to be settled, with what is known of it."""

    page: Page
    past: Paragraph
    scene: Scene
    figure: Figure
    indicator: str
    period: Period | None
    signed: int  # up to where the paper of the lead is the matter


def settle(
    page: Page,
    past: Paragraph,
    view: View,
    figure: Figure,
    choice: Choice,
    verdict: Verdict,
    period: Period | None,
    signed: int,
) -> Verdict:
    """The status in the end; ``signed``: up to where the paper of the lead is the matter."""
    case = Case(page, past, view.scene, figure, choice.indicator, period, signed)
    verdict = _dated(case, verdict)
    plain = _plain(case, verdict)
    if plain is not None:
        return plain
    verdict = decided(case.scene, figure, case.indicator, verdict)
    verdict = summed(case.scene, figure, case.indicator, verdict)
    verdict = _under_way(past, case.scene, figure, case.indicator, verdict)
    covered = _covered(case, verdict)
    if covered is not None:
        return covered
    return _forecast(case, verdict) if _future(verdict) else verdict


def _future(verdict: Verdict) -> bool:
    return verdict.rule == "Fut" and verdict.status == "planned"


def _dated(case: Case, verdict: Verdict) -> Verdict:
    """What a deadline or a budget's year makes of a verdict."""
    scene, figure, indicator, period = case.scene, case.figure, case.indicator, case.period
    late = deadline(scene, period) and not _compared(scene, figure, period, verdict)
    late = late and not (verdict.rule == "Fut" and indicator in _MARKET)
    if not verdict.sure and verdict.rule != "Past" and late:
        verdict = Verdict("planned", "deadline", True)
    if indicator in _BUDGET and verdict.status == "actual" and ahead(scene, period):
        verdict = Verdict("planned", "ahead", True)
    if deadline(scene, period) and verdict.rule == "Past" and _estimated(scene, figure):
        verdict = Verdict("potential", "оценить", True)
    return verdict


def _plain(case: Case, verdict: Verdict) -> Verdict | None:
    """What the indicator and the cue settle by themselves."""
    scene, figure, indicator = case.scene, case.figure, case.indicator
    if indicator in _DUTY and _obliges(scene, figure, verdict) and law(case.page):
        return Verdict("agreed", "law", False)
    if verdict.rule == "as before" and indicator in _SIZE and _BUILT & _verbs(scene, figure):
        return Verdict("actual", "built", False)  # «участок длиной 214 км завершён»
    if verdict.rule == "as before" and case.period is not None and case.period.rule == "now":
        return Verdict("actual", "now", False)  # «на сегодня у нас 100 млрд»
    if verdict.rule in _SUPPOSING and indicator in _OUTCOME:
        return Verdict("potential", verdict.rule, True)  # «предполагается, что ВВП вырастет»
    if verdict.rule == "подписать" and figure.kind == "count" and figure.unit in _PERSON:
        return Verdict("actual", verdict.rule, True)  # «на канал подписано 600 тыс. человек»
    if indicator == "wage" and verdict.rule in _OFFERED:
        return Verdict("actual", verdict.rule, True)  # «провизору предлагают 40 тыс. рублей»
    since = _since(scene, case.period)
    if not base(scene, figure.span) and announced(scene, indicator, verdict, figure, since):
        return Verdict("agreed", "since", False)
    return None


def _covered(case: Case, verdict: Verdict) -> Verdict | None:
    """Whether a paper or an approval before covers the figure."""
    page, scene, figure, indicator = case.page, case.scene, case.figure, case.indicator
    future, own = _future(verdict), scene.at(figure.span.start).start
    before, here = Span(case.past.span.start, own), Span(scene.span.start, own)
    if case.period is None and verdict.rule in ("Fut", "default"):
        fixed = indicator in _FIXED and (indicator != "share" or _owns(scene, figure))
        if figure.span.start < case.signed and fixed:
            return Verdict("agreed", "signed", False)
        lent = indicator in _LENT or (indicator == "other" and figure.kind == "money")
        # «одобрил соглашение о транзите. Правительство выделит 35 млн»: no sum of that paper
        alien = indicator == "agreements_value" and not _RECEIVING & _verbs(scene, figure)
        if future and lent and approved(page, here if alien else before):
            return Verdict("agreed", "approved", False)
    if verdict.rule in _TERMS and indicator in _COVERED and approved(page, before):
        return Verdict("agreed", verdict.rule, True)  # «подписаны контракты. Первый …»
    colon = scene.words[own - scene.span.start] == ":"
    if future and colon and indicator in _COVERED and approved(page, here):
        return Verdict("agreed", "approved", False)
    if future and indicator in _FIXED and instanced(page, scene):
        return Verdict("agreed", "instance", False)
    bare = verdict.rule == "default" or verdict.rule.startswith("проектный")
    if bare and indicator in _NOMINAL and approved(page, recent(page, before)):
        return Verdict("agreed", "approved", False)  # «подписали соглашение. Вложения – 5 млрд»
    return None


def _forecast(case: Case, verdict: Verdict) -> Verdict:
    """Whether a future is announced, planned or a forecast."""
    scene, figure, indicator = case.scene, case.figure, case.indicator
    happens, since = _happens(scene, figure), _since(scene, case.period)
    if indicator == "tariff" and since and not happens:  # announced, it is decided
        return Verdict("agreed", "Fut", False)
    # «поставки составят 40 млн кубометров»: goods are sent by a schedule, what they bring is not
    sent = indicator in ("exports", "imports") and figure.kind in ("quantity", "count")
    forecast = (indicator in _OUTCOME and not sent) or _forecast_before(case.past, indicator)
    if (forecast and happens and not since) or _LOSS & _verbs(scene, figure):
        return Verdict("potential", "Fut", False)
    return verdict


def _under_way(
    past: Paragraph, scene: Scene, figure: Figure, indicator: str, verdict: Verdict
) -> Verdict:
    """Size and cost of what is only being designed or built: «начал проектирование газопровода
    длиной 700 км», «стоимость проекта оценивается в 4 млрд»."""
    if verdict.status != "actual" or verdict.rule not in ("Past", "Pres", "default", "as before"):
        return verdict
    last = past.last
    if indicator in _AHEAD and verdict.rule == "Pres" and _ESTIMATED & _verbs(scene, figure):
        here = last is not None and last.span.start >= scene.span.start
        if last is not None and (last.status == "potential" or (here and last.status == "agreed")):
            return Verdict(last.status, "as before", False)
        if indicator == "project_value" or (last is not None and last.status != "actual"):
            return Verdict("planned", "оцениваться", False)
    if indicator in _AHEAD and any(w.startswith("заявленн") for w in scene.words):
        return Verdict("planned", "заявленный", False)
    designed = indicator in _SIZE and bool(_DESIGN & _before(scene, figure))
    if designed and not _BUILT & set(scene.lemmas):
        return Verdict("planned", "design", False)
    return verdict


def _compared(scene: Scene, figure: Figure, period: Period | None, verdict: Verdict) -> bool:
    """«3 млрд (| +40% к 2022 году), экспорт – 2 млрд»: no deadline."""
    if period is None:
        return False
    home = scene.at(period.span.start)
    if home.kind == "bracket" and home is not scene.at(figure.span.start):
        return True
    beside = figure.direction is not None and period.span.start == figure.span.stop
    return beside and verdict.rule in ("default", "as before")


def _before(scene: Scene, figure: Figure) -> set[str]:
    """The lemmas of a figure's clause before it, in brackets those of the clause around."""
    clause, a = scene.at(figure.span.start), scene.span.start
    if clause.kind == "bracket":
        clause = scene.clauses[clause.parent]
    return set(scene.lemmas[clause.start - a : figure.span.start - a])


def _owns(scene: Scene, figure: Figure) -> bool:
    """«получит 49%», not «половину суммы покроет кредит»."""
    verbs = _verbs(scene, figure)
    return not verbs or bool(_OWNING & verbs)


def _forecast_before(past: Paragraph, indicator: str) -> bool:
    """«По оценке банка, рост составит 5%. Переводы прибавят 3%»: the forecast goes on."""
    last = past.last
    return last is not None and last.status == "potential" and indicator not in _FIXED


def _obliges(scene: Scene, figure: Figure, verdict: Verdict) -> bool:
    """«должны будут заплатить 10%», «можно снизить до 5%»."""
    here = scene.at(figure.span.start)
    words = [scene.words[v - scene.span.start] for v in here.verbs]
    return verdict.rule in ("Fut", "Inf", "должен/должный") or "можно" in words


def _verbs(scene: Scene, figure: Figure) -> set[str]:
    """The verbs of a figure's clause."""
    return {scene.lemmas[v - scene.span.start] for v in scene.at(figure.span.start).verbs}


def _estimated(scene: Scene, figure: Figure) -> bool:
    """«Затраты на удвоение к 2030 году оценили в 2 трлн»."""
    return not {"оценить", "оценивать"}.isdisjoint(_verbs(scene, figure))


def _happens(scene: Scene, figure: Figure) -> bool:
    """Whether the verb says that something comes about («вырастет»), not that one does it
    («завезут»)."""
    lemmas = _verbs(scene, figure)
    if len(lemmas) > 1:
        lemmas = lemmas - {"быть"}  # «будет поставлять»
    return not lemmas or any(x in _HAPPENS or x.endswith("ся") for x in lemmas)


def _since(scene: Scene, period: Period | None) -> bool:
    """«с 1 декабря подорожает»: announced, no forecast."""
    if period is None or period.rule not in _SINCE:
        return False
    i = period.span.start - scene.span.start
    return 0 <= i < len(scene.words) and scene.words[i] in ("с", "со")
