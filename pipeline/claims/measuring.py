"""Which indicator a figure has: from its words, its clause, its paragraph and its document."""

from pipeline.claims.beside import by_unit, fraction, part_of, settled, small, unpriced
from pipeline.claims.clauses import gram
from pipeline.claims.cues import words as role
from pipeline.claims.indicators import Choice, Indicators
from pipeline.claims.pages import Page, View, within
from pipeline.claims.paragraph import Paragraph
from pipeline.claims.resuming import has_subject, pronoun
from pipeline.claims.terms import Spot, TermRow
from pipeline.core.records import Figure
from pipeline.core.span import Span

SURE = 4.0  # the cost above which an indicator is a guess
_WORTH = role("worth_indicators")
_BUDGET = role("budget_indicators")
_TREASURY = ("бюджет", "казна", "нефтегазов", "дефицит", "расход")
_TRADE = frozenset(["trade_turnover", "exports", "imports", "trade_balance"])
_STATE = frozenset(["budget", "budget_balance", "tax", "debt"])
# Words of several fields, told apart by what was named last: a deficit of trade or of a budget.
_FIELDS: dict[str, dict[str, str]] = {
    word: dict.fromkeys(sorted(_TRADE), "trade_balance")
    | dict.fromkeys(sorted(_STATE), "budget_balance")
    | {"current_account": "current_account"}
    for word in ("дефицит", "профицит", "сальдо")
}
_GOODS = {i: i for i in ("exports", "imports", "freight", "production")}
_VAGUE = frozenset(["поставка", "поставить", "поставлять", "партия", "продукция"])  # to whom?
_BUILT = role("facility") | role("works")
_LOADS = frozenset(["вес", "партия", "поставка"])
_LEVIES = frozenset(["tariff", "tax", "wage"])
# What a levy falls on, not what it is reckoned from: «пошлины отменены на 60% наименований».
_ITEMS = role("sort") | {"номенклатура", "ассортимент", "товар", "линия", "импорт", "экспорт"}
_SITES = role("site_indicators")
_BOUGHT = frozenset(["купить", "покупать", "покупка", "приобрести", "приобретение", "продать"])
_RATED = _BOUGHT | {"оценить/оценивать"}  # «платье, которое оценивают в 57 тыс. долларов»
_FIELDS |= {
    "плата": {"tariff": "tariff", "price": "price"},
    "вес": _GOODS,
    "партия": _GOODS,
    "поставка": {"imports": "imports", "exports": "exports"},
    "поступление": {i: i for i in ("remittances", "revenue", "exports")}
    | dict.fromkeys(_STATE, "budget"),
    "оборот": dict.fromkeys(_TRADE, "trade_turnover")
    | dict.fromkeys(("revenue", "profit"), "revenue"),
    "ставка": {
        "tax": "tax",
        "budget": "tax",
        "tariff": "tariff",
        "interest_rate": "interest_rate",
        "inflation": "interest_rate",
        "loan": "interest_rate",
    },
}


def measure(
    indicators: Indicators, page: Page, past: Paragraph, view: View, figure: Figure, kind: str
) -> Choice:
    """The indicator of a figure of nature ``kind``.

    What stands right beside the figure settles it; then the best of the terms of the sentence, the
    frames of the clause and what the paragraph was about; then what the unit makes likely.
    """
    number = int(page.doc.columns["sentence"][figure.span.start])
    best = indicators.choose(view.scene, figure, _open(past, view, figure, number), kind)
    frame = indicators.framed(view.scene, figure, view.figures, view.hints, kind)
    if frame is not None and (best is None or frame.cost < best.cost):
        best = frame
    before = past.indicator(indicators, view, figure, kind, number)
    if before is not None and before.cost < -1.5:
        return before
    beside = settled(view.scene, figure)
    if beside and (best is None or best.indicator not in _LEVIES):
        paid = beside[0] == "price" and before is not None and before.indicator in _LEVIES
        return Choice(before.indicator if before and paid else beside[0], 0.0, beside[1])
    part = part_of(view.scene, figure)
    whole = kind == "percent" and fraction(view.scene, figure)
    levied = best is not None and best.indicator in _LEVIES and best.cost < 1.5
    if part in _ITEMS and best is not None and best.indicator in _LEVIES:
        return Choice("share", 0.0, "part of")
    whole = whole or bool(part and best is not None and best.indicator == "production")
    if (part and whole) or ((part or whole) and not levied and (best is None or best.cost > -0.5)):
        return Choice("share", 0.0, "part of")
    if best is not None and best.rule == "стоимость":
        if before is not None and before.indicator in _WORTH:
            best = before
        elif unpriced(figure):
            best = Choice(_worth(past, view, figure), best.cost, best.rule)
    if before is not None and (best is None or before.cost < best.cost):
        best = before
    if best is not None and best.cost <= SURE:
        return _in_context(page, past, view, best, figure)
    topic = _topic(indicators, page, past, view, figure, kind)
    if topic is not None:
        return topic
    if figure.unit in ("km", "ha", "m2") and not _BUILT.isdisjoint(view.scene.lemmas):
        return Choice("infrastructure_size", SURE, "by unit")  # «ветка до станции (6,3 км)»
    return Choice("share" if kind == "percent" else by_unit(figure), SURE, "none")


def _worth(past: Paragraph, view: View, figure: Figure) -> str:
    """What a great sum is the worth of: «мощность станции – 1860 МВт, стоимость – | 4 млрд»."""
    built = any(fact.indicator in _SITES for fact in past.facts)
    scene, a = view.scene, view.scene.span.start
    named = not _BUILT.isdisjoint(scene.lemmas[: figure.span.start - a])
    return "project_value" if built or named else "other"


def _open(past: Paragraph, view: View, figure: Figure, number: int) -> list[Spot]:
    """The terms that may carry the figure: not the fields of a list that an earlier term governs.

    «Зарплаты выросли: в торговле — на 12%, в производстве — на | 8%».
    """
    if past.last is None or past.sentence != number:
        return view.spots
    scene, a = view.scene, view.scene.span.start
    last, lead = past.last.span.stop, past.last.indicator
    if not any(
        s.span.start < last and not s.oblique and s.rows[0].indicator == lead for s in view.spots
    ):
        return view.spots
    told = (i + a for i in range(last - a, len(scene.grams)) if scene.grams[i].predicate)
    verb = next(told, scene.span.stop)  # «из них 313 млн пришлось на экспорт»
    at = figure.span.start  # «поставят 3 млрд кубометров по цене | 167 долларов»
    return [
        s
        for s in view.spots
        if not (s.oblique and last <= s.span.start < verb > at) or s.span.stop == at
    ]


def _topic(
    indicators: Indicators, page: Page, past: Paragraph, view: View, figure: Figure, kind: str
) -> Choice | None:
    """What the sentence before named, for a clause whose subject is a pronoun or missing.

    «Военные расходы растут. В 2017 году они впервые превысили | 1 трлн юаней».
    """
    number = int(page.doc.columns["sentence"][figure.span.start])
    bounds = page.doc.bounds("sentence")
    start = view.scene.span.start
    before = max(past.span.start, bounds[number - 1].start) if number else start
    if has_subject(view.scene, figure) or figure.kind in ("count", "quantity"):
        return None
    tags, tagset = page.doc.columns["tag"], page.doc.tagset
    subject = pronoun(view.scene, figure)
    for span, rows in reversed(within(page.terms, Span(before, start), _start)):
        grams = [gram(tagset[t]) for t in tags[span.start : span.stop]]
        same = subject is not None and any(
            g.pos == "NOUN" and (g.number, g.gender) == subject for g in grams
        )
        if not same and all(g.case not in ("Nom", "Acc") for g in grams):
            continue  # «министр экономики», but «методика от медианной зарплаты. Она составила»
        row = next((r for r in rows if not r.weak and indicators.fits(r, kind, figure)), None)
        if row is not None:
            return Choice(row.indicator, SURE, row.term)
    return None


def _start(item: tuple[Span, list[TermRow]]) -> int:
    return item[0].start


def _in_context(page: Page, past: Paragraph, view: View, choice: Choice, figure: Figure) -> Choice:
    """A bare «ставка» of taxes is a tax, bare «доходы» of a budget are the budget's, a deficit is
    of what was named last; what costs less than a million is no project."""
    if choice.rule in _FIELDS and (figure.kind != "quantity" or choice.rule in _LOADS):
        named = _named(page, past, view, figure, choice.rule)
        return choice._replace(indicator=named or choice.indicator)
    if choice.indicator == "project_value" and small(figure):
        return choice._replace(indicator="price")  # «виза обойдётся в 60 долларов»
    if choice.rule == "as before" and choice.indicator == "price" and unpriced(figure):
        return choice._replace(indicator="other")
    if choice.rule == "акция" and choice.indicator == "price" and unpriced(figure):
        return choice._replace(indicator="agreements_value")  # «отдала за акции 3 млрд»
    if choice.rule in _RATED and small(figure):
        return choice._replace(indicator="price")
    if choice.rule == "доход" and page.speaks_of(_BUDGET, past.span, _TREASURY):
        return choice._replace(indicator="budget")
    return choice


def _named(page: Page, past: Paragraph, view: View, figure: Figure, rule: str) -> str | None:
    """What the last term of one of the fields says: in the sentence, the paragraph, the text."""
    fields, at = _FIELDS[rule], figure.span.start
    spans = (view.scene.span, Span(past.span.start, at), Span(0, at))
    if rule in _LOADS:  # «Киев сократил импорт газа» as the headline
        spans = (*spans[:2], page.title)
    for span in spans[:2] if rule in ("вес", "плата") else spans:
        terms = within(page.terms, span, _start)
        for _, rows in reversed(terms):
            if rows[0].term in _FIELDS or rows[0].term in _VAGUE:
                continue
            found = next((fields[r.indicator] for r in rows if r.indicator in fields), None)
            if found is not None:
                return found
    return None
