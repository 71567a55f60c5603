"""Wordings of time counted from another: from the document's own date, or the period before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipeline.claims.times import Reading, iso


@dataclass(frozen=True, slots=True)
class Own:
    """When a document was written; ``firm`` where it says so itself."""

    year: int
    month: int
    day: date | None = None
    firm: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "firm", self.firm or self.day is not None)


def relative(r: Reading, own: Own) -> str | None:
    """«в прошлом году», «в первом квартале текущего года», «в прошлом месяце»."""
    shift = r.shift or 0
    if "U" in r.letters:  # «с нового учебного года»
        return f"{own.year + (own.month > 9)}-09" if shift == 1 else None
    if r.months and "y" not in r.letters:
        return _nearest(r, own, shift)
    if "y" in r.letters:
        return iso(r, own.year + shift)
    at = own.year * 12 + own.month - 1
    if r.letters[-1] == "W":
        return f"{(at + shift) // 12}-{(at + shift) % 12 + 1:02}"
    if r.letters[-1] == "Q":
        at = at // 3 + shift
        return f"{at // 4}-Q{at % 4 + 1}"
    if own.day is None:
        return None
    if r.letters[-1] == "w" and not r.count:
        return _week(own.day, shift)
    return _until(own.day, 1) if r.letters[-1] == "k" and "z" in r.letters and shift < 0 else None


def _nearest(r: Reading, own: Own, shift: int) -> str | None:
    """«прошлой осенью», «в будущем мае»: the last before the document, the next after it."""
    if shift < 0:
        return iso(r, own.year + shift + (r.months[-1] < own.month and r.months[0] < own.month))
    return iso(r, own.year + (shift > 0 and r.months[0] <= own.month))


def _week(day: date, shift: int) -> str:
    """«на прошлой неделе»: the month that it lies in, or both."""
    first = day + timedelta(days=7 * shift - day.weekday())
    one, other = first.isoformat()[:7], (first + timedelta(days=6)).isoformat()[:7]
    return one if one == other else f"{one}/{other}"


def _until(day: date, days: int) -> str | None:
    """«за сутки», «за неделю»: the month of the days until now."""
    first = (day - timedelta(days=days)).isoformat()[:7]
    return first if first == day.isoformat()[:7] else None


def so_far(r: Reading, own: Own, tense: str) -> str | None:
    """«за семь месяцев», written in August: January to July; «за сутки». Other spans are not
    dated."""
    unit = r.letters[-1]
    if r.letters[0] != "z" or tense == "Fut":
        return None
    if own.day is not None and unit in "kw" and r.count <= 1 and "l" not in r.letters:
        return _until(own.day, 1 if unit == "k" else 7)
    if unit != "W" or not 2 <= r.count <= 12:
        return None
    months = own.month - 1 - r.count
    year = own.year if 0 <= months <= 2 else own.year - 1 if months + 12 <= 2 else None
    if year is None:
        return None
    r.kind = "first"
    return iso(r, year)


def unlike_now(value: str | None, own: Own | None, tense: str, over: bool) -> str | None:
    """«в декабре», written in March, is last December, «в феврале откроют» next February."""
    if value is None or own is None or len(value) < 7 or value[5] == "Q":
        return value
    if value[:4] != str(own.year):
        return value
    ahead = int(value[-2:]) - own.month
    if tense == "Fut":
        return years_on(value, 1) if ahead < 0 and not over else value
    return years_on(value, -1) if ahead > (0 if tense == "Past" else 1) else value


def years_on(value: str, years: int) -> str:
    """«2024-01/2024-09», -1 → «2023-01/2023-09»."""
    return "/".join(f"{int(part[:4]) + years}{part[4:]}" for part in value.split("/"))


def same(r: Reading, near: str | None) -> str | None:
    """«за тот же период», «за аналогичный период 2022 года»: the period before, in its own year."""
    if not near:
        return None
    if r.years:
        return years_on(near, r.years[0] - int(near[:4]))
    return years_on(near, r.shift) if r.shift else near


def parse_date(text: str) -> date | None:
    """A date as metadata gives it: ISO 8601 or RFC 2822."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError):
        return None
