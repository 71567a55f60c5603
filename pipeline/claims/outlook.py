"""What the indicator, the period and the paragraph add to the status of a figure."""

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.indicators import Choice
from pipeline.claims.pages import Page, View, within
from pipeline.claims.paragraph import Paragraph
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
_COVERED = role("covered_indicators")
_LENT = frozenset({"loan", "grant", "interest_rate", "agreements_value"})
_PACTS = frozenset({"договориться", "условиться", "уговориться", "согласиться"})
_SUPPOSING = frozenset({"предполагать", "предполагаться"})
_TERMS = frozenset({"предусматривать", "предусматриваться", "предусмотреть"})
_RECEIVING = frozenset({"получить", "привлечь", "предоставить"})
_LAWS = role("law")
_LEAD = 3  # sentences
_SINCE = frozenset({"date", "month", "relative", "year"})


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
    scene, indicator = view.scene, choice.indicator
    if not verdict.sure and verdict.rule != "Past" and deadline(scene, period):
        verdict = Verdict("planned", "deadline", True)
    if indicator in _BUDGET and verdict.status == "actual" and ahead(scene, period):
        verdict = Verdict("planned", "ahead", True)
    if deadline(scene, period) and verdict.rule == "Past" and _estimated(scene, figure):
        return Verdict("potential", "оценить", True)
    if indicator in _DUTY and _obliges(scene, figure, verdict) and _law(page):
        return Verdict("agreed", "law", False)
    if verdict.rule == "as before" and period is not None and period.rule == "now":
        return Verdict("actual", "now", False)  # «на сегодня у нас 100 млрд»
    if verdict.rule in _SUPPOSING and indicator in _OUTCOME:
        return Verdict("potential", verdict.rule, True)  # «предполагается, что ВВП вырастет»
    if verdict.rule in _PACTS and indicator in _OUTCOME and _infinitive(scene, figure):
        return Verdict("planned", verdict.rule, True)
    future = verdict.rule == "Fut" and verdict.status == "planned"
    if period is None and verdict.rule in ("Fut", "default"):
        if figure.span.start < signed and indicator in _FIXED:
            return Verdict("agreed", "signed", False)
        lent = indicator in _LENT or (indicator == "other" and figure.kind == "money")
        # «одобрил соглашение о транзите. Правительство выделит 35 млн»: no sum of that paper
        alien = indicator == "agreements_value" and not _RECEIVING & _verbs(scene, figure)
        start = scene.span.start if alien else past.span.start
        before = Span(start, scene.at(figure.span.start).start)
        if future and lent and _approved(page, before):
            return Verdict("agreed", "approved", False)
    before = Span(past.span.start, scene.at(figure.span.start).start)
    if verdict.rule in _TERMS and indicator in _COVERED and _approved(page, before):
        return Verdict("agreed", verdict.rule, True)  # «подписаны контракты. Первый …»
    colon = scene.words[scene.at(figure.span.start).start - scene.span.start] == ":"
    here = Span(scene.span.start, scene.at(figure.span.start).start)
    if future and colon and indicator in _COVERED and _approved(page, here):
        return Verdict("agreed", "approved", False)
    if not future:
        return verdict
    happens, since = _happens(scene, figure), _since(scene, period)
    if indicator == "tariff" and since and not happens:  # announced, it is decided
        return Verdict("agreed", "Fut", False)
    if indicator in _OUTCOME and happens and not since:
        return Verdict("potential", "Fut", False)
    return verdict


def _approved(page: Page, stretch: Span) -> bool:
    """Whether a stretch tells of an approval: «ратифицировал соглашение. Республика получит
    120 млн», «дал добро: 88 млн республика получит под 2%»."""
    return any(
        rows[0].status == "agreed"
        and rows[0].kind == "verb"
        and page.doc.folded[span.start - 1] != "не"
        for span, rows in within(page.cues, stretch, lambda x: x[0].start)
    )


def _law(page: Page) -> bool:
    """Whether headline or lead tell of a law that was passed."""
    sentences = page.doc.bounds("sentence")
    for number, sentence in enumerate(sentences[:_LEAD]):
        if _LAWS.isdisjoint(page.lemmas[sentence.start : sentence.stop]):
            continue
        if _approved(page, sentences[number]):
            return True
    return False


def _obliges(scene: Scene, figure: Figure, verdict: Verdict) -> bool:
    """«должны будут заплатить 10%», «можно снизить до 5%»."""
    here = scene.at(figure.span.start)
    words = [scene.words[v - scene.span.start] for v in here.verbs]
    return verdict.rule in ("Fut", "Inf", "должен/должный") or "можно" in words


def _verbs(scene: Scene, figure: Figure) -> set[str]:
    """The verbs of a figure's clause."""
    return {scene.lemmas[v - scene.span.start] for v in scene.at(figure.span.start).verbs}


def _infinitive(scene: Scene, figure: Figure) -> bool:
    """«договорились довести товарооборот до 10 млрд»: a target, no contract."""
    verbs = scene.at(figure.span.start).verbs
    return any(scene.grams[v - scene.span.start].form == "Inf" for v in verbs)


def _estimated(scene: Scene, figure: Figure) -> bool:
    """«Затраты на удвоение к 2030 году оценили в 2 трлн»."""
    return not {"оценить", "оценивать"}.isdisjoint(_verbs(scene, figure))


def _happens(scene: Scene, figure: Figure) -> bool:
    """Whether the verb says that something comes about («вырастет»), not that one does it
    («завезут»)."""
    lemmas = _verbs(scene, figure)
    return not lemmas or any(x in _HAPPENS or x.endswith("ся") for x in lemmas)


def _since(scene: Scene, period: Period | None) -> bool:
    """«с 1 декабря подорожает»: announced, no forecast."""
    if period is None or period.rule not in _SINCE:
        return False
    i = period.span.start - scene.span.start
    return 0 <= i < len(scene.words) and scene.words[i] in ("с", "со")
