"""Title, date and url of a document: from named fields, front matter, the tail of the text."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# Under which names a table or a record holds what; the first that is there counts.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "текст", "article", "article_text", "full_text",
             "maintext", "содержание", "статья", "тело"),
    "id": ("id", "doc_id", "uid", "guid", "идентификатор"),
    "title": ("title", "headline", "header", "заголовок", "название"),
    "date": ("date", "published", "published_at", "pubdate", "pub_date", "publish_date",
             "datetime", "timestamp", "created_at", "дата", "дата публикации"),
    "url": ("url", "link", "href", "ссылка", "адрес"),
}  # fmt: skip
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DOTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_WORDS = re.compile(r"(\d{1,2})\s+([а-яё]{3,8})\.?\s+(\d{4})(?!\d)", re.IGNORECASE)
_CLOCK = (  # « года, 12:30 МСК»
    r"(?:\s*(?:г\.|года?))?"
    r"(?:\s*,?\s*(?:в\s*)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*\(?[А-ЯA-Zа-я]{3,4}\)?)?)?"
)
_DATE_LINE = re.compile(
    r"(?:(?:дата(?:\s+публикации)?|опубликовано|date|published)\s*:?\s*)?"
    rf"((?:{_ISO.pattern}|{_DOTS.pattern}|{_WORDS.pattern})){_CLOCK}\.?",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\]\n]*\]\(\s*(https?://[^\s)]+)[^)\n]*\)")
_URL = re.compile(r"https?://[^\s<>()\[\]«»\"]+")
_SOURCE_LINE = re.compile(
    r"(?:источник|ссылка|оригинал|подробнее|source|url|link)\b", re.IGNORECASE
)
_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)
_PAIR = re.compile(r"([\w -]+?)\s*:\s*(.*?)\s*$")


def parse_date(value: object) -> str:
    """ISO 8601 date of what a page, a table or a mail calls a date; empty where it is none.

    >>> parse_date("Sun, 31 Dec 2023 21:08:36 +0300"), parse_date("14 марта 2024 года, 12:30")
    ('2023-12-31', '2024-03-14')
    """
    if isinstance(value, datetime):
        return value.date().isoformat() if value == value else ""  # NaT is not itself
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _stamp(float(value))
    text = str(value or "").strip()
    if m := _ISO.match(text):
        return _ymd(m[1], m[2], m[3])
    if m := _DOTS.match(text):
        return _ymd(m[3], m[2], m[1])
    if m := _WORDS.search(text):
        return _ymd(m[3], str(_month(m[2])), m[1])
    if re.fullmatch(r"\d{8}", text):
        return _ymd(text[:4], text[4:6], text[6:])
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _stamp(float(text))
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _month(word: str) -> int:
    """1–12 of «марта» or «мар», 0 of another word; «мая» is what is left of «ма»."""
    word = word.lower()
    for number, stem in enumerate(_MONTHS, 1):
        if word.startswith(stem) and (stem != "ма" or word in ("май", "мая")):
            return number
    return 0


def _ymd(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _stamp(seconds: float) -> str:
    """Unix time in seconds or, as JavaScript writes it, in milliseconds."""
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    if not 1e8 < seconds < 1e10:
        return ""
    from datetime import UTC

    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def choose(names: Iterable[str], wanted: str, text_column: str = "") -> str | None:
    """The column that holds what is wanted, by its usual names, whatever their case."""
    if wanted == "text" and text_column:
        return text_column if text_column in names else None
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(str(name).strip().casefold(), name)
    return next((by_name[n] for n in FIELDS[wanted] if n in by_name), None)


def describe(record: Mapping[str, object]) -> tuple[dict[str, str], str]:
    """Title, date and url of a record's fields; and a date that is none, as given."""
    meta, strange = {}, ""
    for key in ("title", "date", "url"):
        name = choose(record, key)
        value = record[name] if name is not None else None
        if value is None or value != value or not str(value).strip():
            continue
        if key == "date":
            meta[key] = parse_date(value)
            strange = "" if meta[key] else str(value)
        else:
            meta[key] = " ".join(str(value).split())
    return {k: v for k, v in meta.items() if v}, strange


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Fields between two lines «---» at the head of a text, and where what follows begins."""
    m = _MATTER.match(text)
    if not m:
        return {}, 0
    fields = {}
    for line in m[1].splitlines():
        if pair := _PAIR.match(line):
            fields[pair[1].strip()] = pair[2].strip("\"' ")
    return (fields, m.end()) if fields else ({}, 0)


def tail(text: str) -> dict[str, str]:
    """Url and date that the last lines of a text state, as news copied from a site do.

    >>> tail("Текст.\\n\\n[Источник](https://example.org/news/1)\\n14.03.2024")
    {'date': '2024-03-14', 'url': 'https://example.org/news/1'}
    """
    found: dict[str, str] = {}
    lines = [line.strip() for line in text[-2000:].splitlines() if line.strip()][-4:]
    for line in reversed(lines):
        if m := _LINK.fullmatch(line.strip("*_ ")):
            found.setdefault("url", m[1])
        elif (m := _URL.search(line)) and (m.start() == 0 or _SOURCE_LINE.match(line)):
            found.setdefault("url", m[0].rstrip(".,;"))
        elif m := _DATE_LINE.fullmatch(line.strip("*_ ")):
            found.setdefault("date", parse_date(m[1]))
    return {key: found[key] for key in sorted(found) if found[key]}


def read_text(text: str) -> dict[str, str]:
    """Metadata of a text by itself: its front matter before its tail."""
    fields, _ = front_matter(text)
    return tail(text) | describe(fields)[0]
