"""Wordings of time on the calendar: by what stands around them, or by the document's date."""

from dataclasses import dataclass
from itertools import pairwise, zip_longest

from pipeline.claims.shifts import Own, parse_date, relative, same, so_far, unlike_now, years_on
from pipeline.claims.times import Reading, extent, iso
from pipeline.core.span import Span

_LEAD = 3  # sentences that may state the date of the document
_NEAR = 3  # sentences over which a month keeps its year
_EDGES = frozenset("egm")  # «в начале прошлого года»


@dataclass(slots=True, eq=False)
class Found:
    """A wording on its way to a Period."""

    span: Span
    reading: Reading
    sentence: int
    block: int
    pre: str
    compared: bool  # «чем в 2021 году», «к уровню 2022 года»
    tense: str = ""  # of the verb beside it: Past, Fut, or nothing
    dateline: bool = False  # «Ташкент, 12 марта 2025 года. …»
    value: str | None = None

    @property
    def deadline(self) -> bool:
        """«к концу 2025 года», «до декабря»."""
        return self.pre[:1] in ("b", "t")


def place(found: list[Found], stated: str) -> None:
    """Fill in values, in text order, from surroundings: «в мае», «год назад»."""
    dated = parse_date(stated)
    own = Own(dated.year, dated.month, dated) if dated is not None else _lead_date(found)
    learnt = _walk(found, own)
    if own is None and learnt is not None:
        _walk(found, learnt)
    _equate(found)
    _elsewhere(found)


def _elsewhere(found: list[Found]) -> None:
    """«с 1 февраля» where the text says «с февраля 2024 года» elsewhere, «за девять месяцев»
    where it says «в январе – сентябре 2024 года», and «в июле» within those."""
    years: dict[tuple[int, int], set[int]] = {}
    for f in found:
        if (months := extent(f.reading)) and f.reading.years and not f.compared:
            years.setdefault(months, set()).update(f.reading.years)
    if not years:
        return
    for f in found:
        months = extent(f.reading) if not f.value else None
        if months is None or f.reading.years or f.reading.shift is not None or f.reading.same:
            continue
        known = years.get(months) or {
            year
            for (first, last), those in years.items()
            if first <= months[0] <= months[1] <= last > first
            for year in those
        }
        if len(known) == 1:
            if f.reading.kind == "lasting":
                f.reading.kind = "first"
            f.value = iso(f.reading, next(iter(known)))


def _walk(found: list[Found], own: Own | None) -> Own | None:
    """One pass; returns what the text tells of its own date.

    «за январь 2023 года … чем за аналогичный период прошлого года» is written in 2023.
    """
    last: Found | None = None
    before: Found | None = None
    firm: Found | None = None  # the last that is no deadline
    long: Found | None = None  # the last that is no mere month or day
    learnt = own
    for f, after in zip_longest(found, found[1:]):
        r = f.reading
        if f.dateline:
            f.value = iso(r, None)
            continue
        near = last if last is None or last.block == f.block or r.same else None
        if near is None and (r.letters[-1] == "r" or (own is None and r.kind == "ago")):
            near = long  # «экспорт за этот период», «годом ранее», a paragraph later
        if near is not None and near.deadline and f.tense == "Past" and near.sentence != f.sentence:
            # «к концу 2025-го замедлится. Тарифы с мая повысили»: of the year before the deadline
            near = firm if firm is not None and firm.block == f.block else near
        f.value = _ahead(f, near, after) or _value(f, near, own)
        if learnt is None and r.same and r.shift == -1 and near is not None and near.reading.years:
            learnt = Own(near.reading.years[-1], 12)
        if f.compared:
            continue
        if near is not None and r.kind == "relative" and r.letters[-1] in "ry":
            _spread(f, near, before)
        if f.value is not None and r.kind != "ago":
            last, before = f, last
            firm = firm if f.deadline else f
            long = f if len(f.value) == 4 or "/" in f.value or "Q" in f.value else long
        elif own is None and r.shift is not None and "y" in r.letters:
            last = f  # «в марте текущего года. В январе»: not of the year named before
    return learnt


def _ahead(f: Found, near: Found | None, after: Found | None) -> str | None:
    """«с 0,8% в январе до 3,4% в сентябре 2024 года»: a month takes the year that follows."""
    r = f.reading
    if after is None or after.sentence != f.sentence or after.compared or r.years:
        return None
    bare = r.months and r.shift is None and not r.same and r.kind in ("month", "date")
    if not bare or not after.reading.months or not after.reading.years:
        return None
    if near is not None and near.value and near.sentence == f.sentence:
        return None
    return iso(r, after.reading.years[0] - (r.months[0] > after.reading.months[-1]))


def _spread(f: Found, near: Found, before: Found | None) -> None:
    """Months that a year takes over: «за первые два месяца снизилось с 3 млрд в прошлом году»."""
    if not near.value or near.sentence != f.sentence or not _EDGES.isdisjoint(f.reading.letters):
        return
    if f.reading.letters[-1] == "y":
        if "i" in f.pre:
            return  # «в марте банк отчитался о выпуске по итогам прошлого года»: all of it
        if f.reading.shift == -1 and len(f.value or "") == 4 < len(near.value):
            f.value = years_on(near.value, int(f.value or 0) - int(near.value[:4]))
    elif before is not None and before.value and len(before.value) > len(near.value) == 4:
        f.value = years_on(before.value, int(near.value) - int(before.value[:4]))
        near.value = f.value


def _value(f: Found, near: Found | None, own: Own | None) -> str | None:
    r = f.reading
    if r.letters in ("zy", "zTy") and (year := _this_year(f, near, own)):
        return year
    if r.kind == "lasting" and own is not None and own.firm:
        return str(own.year) if r.letters == "sgy" else so_far(r, own, f.tense)
    if r.kind in ("rate", "recent", "lasting"):
        return None
    if r.kind == "ago":
        return _shifted(r, near, own)
    since = r.letters[-1] == "R" and near is not None and near.pre[:1] == "s"  # «за это время»
    if r.kind == "relative" and (r.same or r.letters[-1] == "r" or since):
        return same(r, near.value if near is not None else None)
    if r.years:
        return iso(r, None) if not r.shift else None
    if r.shift is not None:
        return relative(r, own) if own is not None else None
    if r.same and near is not None and near.value:
        return iso(r, int(near.value[:4]))
    if not (r.months or r.quarters or r.half or r.kind in ("first", "part")):
        return None
    value, now = None, own
    if near is not None and near.value and _keeps(f, near, own):
        value = iso(r, int(near.value[:4]))
    elif own is not None:
        value = iso(r, own.year)
        now = own if own.firm else None
    return value if f.deadline else unlike_now(value, now, f.tense, "z" in f.pre)


def _this_year(f: Found, near: Found | None, own: Own | None) -> str | None:
    """«по итогам 2024 года оборот достиг 5 млрд, за год он вырос на 3%», «за этот год»: the year
    just named."""
    value = near.value if near is not None else None
    if near is None or value is None or len(value) != 4 or near.deadline or f.tense == "Fut":
        return None
    if not near.pre:
        return None  # «список богатейших американцев 2017 года»
    past = own is None or int(value) < own.year
    return value if past and f.sentence - near.sentence <= _NEAR else None


def _keeps(f: Found, near: Found, own: Own | None) -> bool:
    """Whether a month takes the year of the period before: in its sentence, or a few after."""
    apart = f.sentence - near.sentence
    if own is None or apart == 0:
        return apart <= (1 if f.reading.kind == "date" else _NEAR)
    if f.reading.kind == "part":
        return False
    return apart == 1 and int((near.value or "9999")[:4]) < own.year - 1


def _shifted(r: Reading, near: Found | None, own: Own | None) -> str | None:
    """«год назад», «спустя 2 года», «за год до этого»: from the period before, or from now."""
    if not any(x in r.letters for x in "yL"):
        return None
    back = "A" in r.letters or "t" in r.letters
    years = (r.count or 1) * (-1 if back else 1)
    if near is not None and near.value:
        return years_on(near.value, years)
    return str(own.year + years) if own is not None and back else None


def _equate(found: list[Found]) -> None:
    """«по итогам прошлого года вырос и по итогам 2023 года составил»: both are 2023."""
    for one, other in pairwise(found):
        if one.sentence == other.sentence and "i" in one.pre and one.pre == other.pre:
            for x, y in ((one, other), (other, one)):
                if x.value is None and x.reading.shift is not None and y.reading.kind == "year":
                    x.value = y.value


def _lead_date(found: list[Found]) -> Own | None:
    """The month of a full date in the lead («14 марта 2024 года принял»): the document's own."""
    for f in sorted(found, key=lambda f: not f.dateline):
        if f.sentence > _LEAD:
            break
        if f.reading.kind == "date" and f.reading.years and not f.pre:
            return Own(f.reading.years[0], f.reading.months[0], firm=True)
    return None
