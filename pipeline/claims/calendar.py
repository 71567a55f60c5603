"""Wordings of time on the calendar: by what stands around them, or by the document's date."""

from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise, zip_longest

from pipeline.claims.times import Reading, iso
from pipeline.core.span import Span

_LEAD = 3  # sentences that may state the date of the document
_NEAR = 3  # sentences over which a month keeps its year


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
    dated = _parse_date(stated)
    own = (dated.year, dated.month) if dated is not None else _lead_date(found)
    learnt = _walk(found, own, own is not None)
    if own is None and learnt is not None:
        _walk(found, learnt, False)
    _equate(found)
    _elsewhere(found)


def _elsewhere(found: list[Found]) -> None:
    """«с 1 февраля» where the text says «с февраля 2024 года» elsewhere."""
    years: dict[tuple[int, ...], set[int]] = {}
    for f in found:
        if f.reading.months and f.reading.years:
            years.setdefault(tuple(f.reading.months), set()).update(f.reading.years)
    for f in found:
        r = f.reading
        known = years.get(tuple(r.months), set()) if r.months and not f.value else set()
        if len(known) == 1 and r.shift is None and not r.same:
            f.value = iso(r, next(iter(known)))


def _walk(found: list[Found], own: tuple[int, int] | None, dated: bool) -> tuple[int, int] | None:
    """One pass; returns what the text tells of its own date.

    «за январь 2023 года … чем за аналогичный период прошлого года» is written in 2023.
    """
    last: Found | None = None
    before: Found | None = None
    firm: Found | None = None  # the last that is no deadline
    learnt = own
    for f, after in zip_longest(found, found[1:]):
        r = f.reading
        if f.dateline:
            f.value = iso(r, None)
            continue
        near = last if last is None or last.block == f.block or r.same else None
        if near is not None and near.deadline and f.tense == "Past" and near.sentence != f.sentence:
            # «к концу 2025-го замедлится. Тарифы с мая повысили»: of the year before the deadline
            near = firm if firm is not None and firm.block == f.block else near
        f.value = _ahead(f, near, after) or _value(f, near, own, dated)
        if learnt is None and r.same and r.shift == -1 and near is not None and near.reading.years:
            learnt = (near.reading.years[-1], 12)
        if f.compared:
            continue
        if near is not None and r.kind == "relative" and r.letters[-1] in "ry":
            _spread(f, near, before)
        if f.value is not None and r.kind != "ago":
            last, before = f, last
            firm = firm if f.deadline else f
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
    if not near.value or near.sentence != f.sentence:
        return
    if f.reading.letters[-1] == "y":
        if f.reading.shift == -1 and len(f.value or "") == 4 < len(near.value):
            f.value = _years_on(near.value, int(f.value or 0) - int(near.value[:4]))
    elif before is not None and before.value and len(before.value) > len(near.value) == 4:
        f.value = _years_on(before.value, int(near.value) - int(before.value[:4]))
        near.value = f.value


def _value(f: Found, near: Found | None, own: tuple[int, int] | None, dated: bool) -> str | None:
    r = f.reading
    if r.kind == "lasting" and dated and own is not None:
        return str(own[0]) if r.letters == "sgy" else _so_far(f, own)
    if r.kind in ("rate", "recent", "lasting"):
        return None
    if r.kind == "ago":
        return _shifted(f, near, own)
    if r.kind == "relative" and (r.same or r.letters[-1] == "r"):
        return _same(r, near)
    if r.years:
        return iso(r, None) if not r.shift else None
    if r.shift is not None:
        return _relative(r, own)
    if r.same and near is not None and near.value:
        return iso(r, int(near.value[:4]))
    if not (r.months or r.quarters or r.half or r.kind in ("first", "part")):
        return None
    if near is not None and near.value and _keeps(f, near, own):
        return _not_ahead(f, iso(r, int(near.value[:4])), own)
    if own is None:
        return None
    return _not_ahead(f, iso(r, own[0]), own if dated else None)


def _so_far(f: Found, own: tuple[int, int]) -> str | None:
    """«за семь месяцев», written in August: January to July. Other spans are not dated."""
    r = f.reading
    if r.letters[0] != "z" or r.letters[-1] != "W" or not 2 <= r.count <= 12 or f.tense == "Fut":
        return None
    months = own[1] - 1 - r.count
    year = own[0] if 0 <= months <= 2 else own[0] - 1 if months + 12 <= 2 else None
    if year is None:
        return None
    r.kind = "first"
    return iso(r, year)


def _keeps(f: Found, near: Found, own: tuple[int, int] | None) -> bool:
    """Whether a month takes the year of the period before: in its sentence, or a few after."""
    apart = f.sentence - near.sentence
    if own is None or apart == 0:
        return apart <= (1 if f.reading.kind == "date" else _NEAR)
    if f.reading.kind == "part":
        return False
    return apart == 1 and int((near.value or "9999")[:4]) < own[0] - 1


def _not_ahead(f: Found, value: str | None, own: tuple[int, int] | None) -> str | None:
    """«в декабре», written in March, is last December, «в феврале откроют» next February."""
    if value is None or own is None or f.deadline or len(value) < 7 or value[5] == "Q":
        return value
    if value[:4] != str(own[0]):
        return value
    ahead = int(value[-2:]) - own[1]
    if f.tense == "Fut":
        return _years_on(value, 1) if ahead < 0 and "z" not in f.pre else value
    return _years_on(value, -1) if ahead > (0 if f.tense == "Past" else 1) else value


def _relative(r: Reading, own: tuple[int, int] | None) -> str | None:
    """«в прошлом году», «в первом квартале текущего года», «в прошлом месяце»."""
    if own is None or r.shift is None:
        return None
    year, month = own
    if "U" in r.letters:  # «с нового учебного года»
        return f"{year + (month > 9)}-09" if r.shift == 1 else None
    if "y" in r.letters or r.months:
        return iso(r, year + r.shift)
    if r.letters[-1] == "W":
        at = year * 12 + month - 1 + r.shift
        return f"{at // 12}-{at % 12 + 1:02}"
    if r.letters[-1] == "Q":
        quarter = year * 4 + (month - 1) // 3 + r.shift
        return f"{quarter // 4}-Q{quarter % 4 + 1}"
    return None


def _shifted(f: Found, near: Found | None, own: tuple[int, int] | None) -> str | None:
    """«год назад», «спустя 2 года», «за год до этого»: from the period before, or from now."""
    r = f.reading
    if not any(x in r.letters for x in "yL"):
        return None
    back = "A" in r.letters or "t" in r.letters
    years = (r.count or 1) * (-1 if back else 1)
    if near is not None and near.value:
        return _years_on(near.value, years)
    return str(own[0] + years) if own is not None and back else None


def _years_on(value: str, years: int) -> str:
    """«2024-01/2024-09», -1 → «2023-01/2023-09»."""
    return "/".join(f"{int(part[:4]) + years}{part[4:]}" for part in value.split("/"))


def _same(r: Reading, near: Found | None) -> str | None:
    """«за тот же период», «за аналогичный период 2022 года»: the period before, in its own year."""
    if near is None or not near.value:
        return None
    if r.years:
        return _years_on(near.value, r.years[0] - int(near.value[:4]))
    return _years_on(near.value, r.shift) if r.shift else near.value


def _equate(found: list[Found]) -> None:
    """«по итогам прошлого года вырос и по итогам 2023 года составил»: both are 2023."""
    for one, other in pairwise(found):
        if one.sentence == other.sentence and one.pre == other.pre != "":
            for x, y in ((one, other), (other, one)):
                if x.value is None and x.reading.shift is not None and y.reading.kind == "year":
                    x.value = y.value


def _lead_date(found: list[Found]) -> tuple[int, int] | None:
    """The month of a full date in the lead («14 марта 2024 года принял»): the document's own."""
    for f in sorted(found, key=lambda f: not f.dateline):
        if f.sentence > _LEAD:
            break
        if f.reading.kind == "date" and f.reading.years and not f.pre:
            return f.reading.years[0], f.reading.months[0]
    return None


def _parse_date(text: str) -> date | None:
    """A date as metadata gives it: ISO 8601 or RFC 2822."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
