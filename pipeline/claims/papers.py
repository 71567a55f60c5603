"""What signed papers, approvals and laws make of the figures that they cover."""

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.pages import Page, within
from pipeline.claims.status import Verdict
from pipeline.core.records import Figure
from pipeline.core.span import Span

_TARGETS = role("target_indicators")
_RAISING = role("raising")
_DUTY = role("duty_indicators")
_PAPER = role("paper")
_CARRIED_OUT = role("carried_out")
_CHANGE = role("change") | {"наращивание", "доведение", "расширение"}
_LAWS = role("law")
_POLICY = frozenset({"ключевой", "учетный", "базовый"})
_DECIDED = frozenset({"принять решение", "решение", "решить", "постановить", "утвердить"})
_SHIFTING = role("shifting")
_INSTANCE = frozenset({"так", "среди них", "в частности", "например", "в том"})
_LEAD = 3  # sentences
_BACK = 4  # tokens from a target to what is to reach it


def decided(scene: Scene, figure: Figure, indicator: str, verdict: Verdict) -> Verdict:
    """What is agreed upon but a target yet, or in force at once.

    «согласовали меры по увеличению торговли до 3 млрд», «приняли решение довести экспорт до 5
    млрд»; «решил сохранить ключевую ставку на уровне 9%».
    """
    policy = indicator == "interest_rate" and not _POLICY.isdisjoint(scene.lemmas)
    if policy and verdict.rule in _DECIDED:
        return Verdict("actual", verdict.rule, True)
    if verdict.rule == "решить" and indicator in _DUTY:
        return Verdict("agreed", verdict.rule, True)
    if verdict.status != "agreed" or not verdict.sure or indicator not in _TARGETS:
        return verdict
    if _raises(scene, figure) or _toward(scene, figure):
        return Verdict("planned", verdict.rule, True)
    return verdict


def summed(scene: Scene, figure: Figure, indicator: str, verdict: Verdict) -> Verdict:
    """«стоимость контракта составила 2 млрд», «у города девять таких соглашений»: the sum of
    signed papers is agreed, though the verb is a plain past."""
    if indicator not in ("agreements_value", "agreements_count") or verdict.status != "actual":
        return verdict
    if verdict.rule not in ("Past", "Pres", "default", "as before"):
        return verdict
    here = scene.at(figure.span.start).verbs
    if any(scene.lemmas[v - scene.span.start] in _CARRIED_OUT for v in here):
        return verdict
    a = scene.span.start
    stretch = scene.lemmas[: figure.span.stop - a]
    return verdict if _PAPER.isdisjoint(stretch) else Verdict("agreed", "paper", False)


def announced(scene: Scene, indicator: str, verdict: Verdict, figure: Figure, since: bool) -> bool:
    """«с 1 января ставка пошлины снижается до 5%»: decided, in the present of a timetable."""
    if indicator not in _DUTY or verdict.rule != "Pres" or not since:
        return False
    a = scene.span.start
    return any(scene.lemmas[v - a] in _SHIFTING for v in scene.at(figure.span.start).verbs)


def approved(page: Page, stretch: Span) -> bool:
    """Whether a stretch tells of an approval: «ратифицировал соглашение. Республика получит
    120 млн», «дал добро: 88 млн республика получит под 2%»."""
    return any(
        rows[0].status == "agreed"
        and rows[0].kind == "verb"
        and page.doc.folded[span.start - 1] != "не"
        for span, rows in within(page.cues, stretch, lambda x: x[0].start)
    )


def instanced(page: Page, scene: Scene) -> bool:
    """Whether a sentence goes through what the one before says was signed: «подписан пакет
    документов. В частности, компания построит завод»."""
    if _INSTANCE.isdisjoint([*scene.words[:1], " ".join(scene.words[:2])]):
        return False
    sentences = page.doc.bounds("sentence")
    number = int(page.doc.columns["sentence"][scene.span.start])
    return number > 0 and approved(page, sentences[number - 1])


def recent(page: Page, stretch: Span) -> Span:
    """The last sentence before and this one, of a stretch that ends in this one."""
    sentences = page.doc.bounds("sentence")
    number = int(page.doc.columns["sentence"][stretch.stop])
    return Span(max(stretch.start, sentences[max(0, number - 1)].start), stretch.stop)


def law(page: Page) -> bool:
    """Whether headline or lead tell of a law that was passed."""
    sentences = page.doc.bounds("sentence")
    for number, sentence in enumerate(sentences[:_LEAD]):
        lemmas = page.lemmas[sentence.start : sentence.stop]
        if "вступить" in lemmas and "сила" in lemmas:
            return True  # «соглашение о свободной торговле вступило в силу»
        if not _LAWS.isdisjoint(lemmas) and approved(page, sentences[number]):
            return True
    return False


def _raises(scene: Scene, figure: Figure) -> bool:
    """«договорились довести товарооборот до 10 млрд», «по меморандуму поставки должны быть
    доведены до 20 млрд»: a target, no contract."""
    verbs = [v - scene.span.start for v in scene.at(figure.span.start).verbs]
    return any(
        (scene.grams[v].form == "Inf" or scene.grams[v].short) and scene.lemmas[v] in _RAISING
        for v in verbs
    )


def _toward(scene: Scene, figure: Figure) -> bool:
    """«об увеличении торговли | до 3 млрд»."""
    i = figure.span.start - scene.span.start
    if i < 1 or scene.words[i - 1] != "до":
        return False
    return not _CHANGE.isdisjoint(scene.lemmas[max(0, i - 1 - _BACK) : i - 1])
